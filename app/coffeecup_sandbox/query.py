"""Filters, sorting and paging of lists, in every form that is documented or observed (api-facts 3.1 and 3.2)."""

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from coffeecup_sandbox.http_messages import ApiError, Request, decode_json
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.schema import READERS, Field, InvalidValue, Resource, Row

RowTest = Callable[[Row], bool]
RESERVED = frozenset("where limit skip sort populate access_token companyurl".split())
ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "greaterThanOrEqual": operator.ge,
    "lessThanOrEqual": operator.le,
    "greaterThan": operator.gt,
    "lessThan": operator.lt,
}


def _like(text: str, pattern: str) -> bool:
    """Match SQL's LIKE, case-insensitive, without a regular expression that a client could make slow."""
    parts = pattern.lower().split("%")
    remaining = text.lower()
    if not remaining.startswith(parts[0]):
        return False
    remaining = remaining[len(parts[0]) :]
    for part in parts[1:-1]:
        position = remaining.find(part)
        if position < 0:
            return False
        remaining = remaining[position + len(part) :]
    return remaining.endswith(parts[-1]) if len(parts) > 1 else not remaining


TEXT_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda text, part: part.lower() in text.lower(),
    "startsWith": lambda text, part: text.lower().startswith(part.lower()),
    "endsWith": lambda text, part: text.lower().endswith(part.lower()),
    "like": _like,
}
NEVER: Any = object()  # stands for a value of the wrong type, which equals no attribute


@dataclass
class Query:
    """A parsed list request. A row matches if each attribute in `equal` has one of the values and all `tests` hold.

    `bounds` holds those of the tests that read one attribute only, by its name, so that an index can be used.
    `criteria` and `sort_words` go into `meta`.
    """

    equal: dict[str, list[Any]] = field(default_factory=dict)
    bounds: dict[str, list[RowTest]] = field(default_factory=dict)
    tests: list[RowTest] = field(default_factory=list)
    criteria: dict[str, Any] = field(default_factory=dict)
    order: list[tuple[str, bool]] = field(default_factory=list)
    sort_words: list[str] = field(default_factory=list)
    skip: int = 0
    limit: int = 30

    def matches(self, row: Row) -> bool:
        """Return whether a row meets all criteria."""
        for name, values in self.equal.items():
            if row[name] not in values:
                return False
        return all(test(row) for test in self.tests)

    def sort_rows(self, rows: list[Row], visible: Callable[[Row], Row]) -> list[Row]:
        """Sort rows in place by what is `visible` of them, as asked, and return them; null comes first, as in SQL."""
        for name, descending in reversed(self.order):
            rows.sort(key=lambda row: _sort_key(visible(row)[name]), reverse=descending)
        return rows

    def page(self, rows: list[Row]) -> list[Row]:
        """Return the rows of the requested page."""
        return rows[self.skip : self.skip + self.limit]

    def meta(self, total: int) -> dict[str, Any]:
        """Return the `meta` object of a list; `total` counts the matches before paging (api-facts 3.2)."""
        return {
            "skip": self.skip,
            "limit": self.limit,
            "total": total,
            "sort": self.sort_words,
            "criteria": self.criteria,
        }


def _sort_key(value: Any) -> tuple[Any, ...]:
    return (0,) if value is None else (1, value)


def parse(request: Request, resource: Resource, quirks: Quirks) -> Query:
    """Parse the query string of a list request. Raises ApiError for malformed criteria."""
    query = Query(limit=_limit(request, resource, quirks))
    if quirks["skip"] == "honoured":
        query.skip = _count(request, "skip", 0)
    _parse_sort(query, request.query_value("sort"), resource, quirks)
    where = _where(request, quirks)
    plain = _plain_criteria(request)
    if where is not None and plain and quirks["where_with_others"] == "refused":
        raise ApiError(400, "`where` cannot be combined with other criteria.")
    if where is None or quirks["where_with_others"] == "and":
        for name, values in plain.items():
            value = values[0] if len(values) == 1 else values
            query.criteria[name] = value
            _add_criterion(query, resource, quirks, name, value)
    for name, value in (where or {}).items():
        query.criteria[name] = value
        _add_criterion(query, resource, quirks, name, value)
    return query


def _plain_criteria(request: Request) -> dict[str, list[str]]:
    criteria: dict[str, list[str]] = {}
    for key, value in request.query:
        name = key.removesuffix("[]")
        if name not in RESERVED and re.fullmatch(r"[\w.]+", name):
            criteria.setdefault(name, []).append(value)
    return criteria


def _where(request: Request, quirks: Quirks) -> dict[str, Any] | None:
    raw = request.query_value("where")
    if raw is None:
        return None
    try:
        criteria = decode_json(raw)
        if isinstance(criteria, dict):
            return criteria
    except ValueError:
        pass
    if quirks["bad_where"] == "all":
        return {}
    raise ApiError(int(quirks["bad_where"]), "`where` is not a JSON object.")


def _count(request: Request, name: str, default: int) -> int:
    raw = request.query_value(name)
    if raw is None:
        return default
    if not re.fullmatch(r"[0-9]{1,15}", raw):
        raise ApiError(400, f"`{name}` must be a number that is not negative.")
    return int(raw)


def _limit(request: Request, resource: Resource, quirks: Quirks) -> int:
    limit = _count(request, "limit", int(quirks.number("default_limit")) or resource.default_limit)
    maximum = int(quirks.number("max_limit"))
    return min(limit, maximum) if maximum else limit


def _parse_sort(query: Query, raw: str | None, resource: Resource, quirks: Quirks) -> None:
    for part in (raw or "").split(","):
        words = part.split()
        if not words:
            continue
        name = _canonical_name(resource, words[0])
        if name not in resource.by_name or (words[1:] and words[1].upper() not in ("ASC", "DESC")):
            raise ApiError(400, f"`sort` does not know {part.strip()[:60]!r}.")
        descending = len(words) > 1 and words[1].upper() == "DESC"
        query.sort_words.append(f"{words[0]} {'DESC' if descending else 'ASC'}")
        if quirks["sort"] == "honoured":
            query.order.append((name, descending))


def _canonical_name(resource: Resource, name: str) -> str:
    return {"starttime": "startTime", "endtime": "endTime"}.get(name, name) if name not in resource.by_name else name


def _add_criterion(query: Query, resource: Resource, quirks: Quirks, name: str, value: Any) -> None:
    if name == "or" and isinstance(value, list):
        query.tests.append(_any_of(resource, quirks, value))
        return
    attribute = resource.by_name.get(_canonical_name(resource, name))
    if attribute is None:
        _add_unknown(query, quirks, name)
    elif _is_ignored(quirks, resource, name):
        return
    elif isinstance(value, dict):
        tests = [_operator_test(attribute, operator_name, operand) for operator_name, operand in value.items()]
        query.bounds.setdefault(attribute.name, []).extend(tests)
        query.tests.extend(tests)
    else:
        values = [_converted(attribute, item) for item in (value if isinstance(value, list) else [value])]
        if attribute.name in query.equal:
            values = [item for item in values if item in query.equal[attribute.name]]
        query.equal[attribute.name] = values


def _is_ignored(quirks: Quirks, resource: Resource, name: str) -> bool:
    if name == "running" and resource.plural == "timeEntries" and quirks["running_filter"] != "honoured":
        if quirks["running_filter"] == "400":
            raise ApiError(400, "`running` cannot be filtered.")
        return True
    return name == "updatedAt" and resource.plural == "timeEntries" and quirks["updated_filter"] == "ignored"


def _add_unknown(query: Query, quirks: Quirks, name: str) -> None:
    behaviour = quirks["unknown_filter"]
    if behaviour == "none":
        query.tests.append(lambda row: False)
    elif behaviour != "ignored":
        raise ApiError(int(behaviour), f"There is no attribute {name[:60]!r}.")


def _any_of(resource: Resource, quirks: Quirks, branches: Iterable[Any]) -> RowTest:
    queries = []
    for branch in branches:
        if not isinstance(branch, dict):
            raise ApiError(400, "`or` takes a list of objects.")
        query = Query()
        for name, value in branch.items():
            if name == "or":
                raise ApiError(400, "`or` cannot be nested.")
            _add_criterion(query, resource, quirks, name, value)
        queries.append(query)
    return lambda row: any(query.matches(row) for query in queries)


def _converted(attribute: Field, value: Any) -> Any:
    """Return a value converted to the type of the attribute, or NEVER if that is not possible."""
    if value is None:
        return None
    try:
        return READERS[attribute.kind](attribute.name, value)
    except InvalidValue:
        return NEVER


def _operator_test(attribute: Field, operator_name: str, operand: Any) -> RowTest:
    name = attribute.name
    if operator_name in ORDERINGS:
        compare, bound = ORDERINGS[operator_name], _converted(attribute, operand)
        if bound is NEVER or bound is None:
            return lambda row: False
        return lambda row: row[name] is not None and compare(row[name], bound)
    if operator_name in ("!", "not", "!="):
        excluded = [_converted(attribute, item) for item in (operand if isinstance(operand, list) else [operand])]
        return lambda row: row[name] not in excluded
    if operator_name in TEXT_OPERATORS and isinstance(operand, str):
        matches, part = TEXT_OPERATORS[operator_name], operand
        return lambda row: row[name] is not None and matches(str(row[name]), part)
    raise ApiError(400, f"`where` does not know the operator {operator_name[:20]!r} here.")
