"""Filters, sorting and paging of lists, in every attested form (api-facts 3.1 and 3.2)."""

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from coffeecup_sandbox.exchange import Refusal, Request, decoded
from coffeecup_sandbox.fields import READERS, Field, Invalid, Row
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.resources import Resource

Test = Callable[[Row], bool]
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


def _like(whole: str, pattern: str) -> bool:
    """Match SQL's LIKE without building a pattern an attacker could make slow."""
    pieces = pattern.lower().split("%")
    rest = whole.lower()
    if not rest.startswith(pieces[0]):
        return False
    rest = rest[len(pieces[0]) :]
    for piece in pieces[1:-1]:
        place = rest.find(piece)
        if place < 0:
            return False
        rest = rest[place + len(piece) :]
    return rest.endswith(pieces[-1]) if len(pieces) > 1 else not rest


WORDS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda whole, part: part.lower() in whole.lower(),
    "startsWith": lambda whole, part: whole.lower().startswith(part.lower()),
    "endsWith": lambda whole, part: whole.lower().endswith(part.lower()),
    "like": _like,
}
NEVER: Any = object()  # equals nothing: a value that does not fit the attribute finds no rows


@dataclass
class Query:
    """A parsed list request: `equal` and `bounds` may use an index, `tests` must all hold.

    `bounds` are those of the tests that look at one attribute only; `echo` goes into `meta.criteria`.
    """

    equal: dict[str, list[Any]] = field(default_factory=dict)
    bounds: dict[str, list[Test]] = field(default_factory=dict)
    tests: list[Test] = field(default_factory=list)
    echo: dict[str, Any] = field(default_factory=dict)
    order: list[tuple[str, bool]] = field(default_factory=list)
    sort_words: list[str] = field(default_factory=list)
    skip: int = 0
    limit: int = 30

    def keeps(self, row: Row) -> bool:
        """Say whether a row meets every criterion."""
        for name, values in self.equal.items():
            if row[name] not in values:
                return False
        return all(test(row) for test in self.tests)

    def arrange(self, rows: list[Row]) -> list[Row]:
        """Sort rows as asked; empty values come first, as in SQL."""
        for name, downwards in reversed(self.order):
            rows.sort(key=lambda row: (row[name] is not None, row[name]), reverse=downwards)
        return rows

    def page(self, rows: list[Row]) -> list[Row]:
        """Cut out the page asked for."""
        return rows[self.skip : self.skip + self.limit]

    def meta(self, total: int) -> dict[str, Any]:
        """Describe the page; `total` counts the matches before paging (api-facts 3.2)."""
        return {
            "skip": self.skip,
            "limit": self.limit,
            "total": total,
            "sort": self.sort_words,
            "criteria": self.echo,
        }


def parse(request: Request, resource: Resource, quirks: Quirks) -> Query:
    """Read the query string of a list request. Raises Refusal for what the service would refuse."""
    query = Query(limit=_limit(request, quirks))
    if quirks["skip"] == "honoured":
        query.skip = _count(request, "skip", 0)
    _read_sort(query, request.asked("sort"), resource, quirks)
    where = _where(request, quirks)
    plain = _plain_criteria(request)
    if where is not None and plain and quirks["where_with_others"] == "refused":
        raise Refusal(400, "`where` cannot be combined with other criteria.")
    if where is None or quirks["where_with_others"] == "and":
        for name, values in plain.items():
            wanted = values[0] if len(values) == 1 else values
            query.echo[name] = wanted
            _criterion(query, resource, quirks, name, wanted)
    for name, wanted in (where or {}).items():
        query.echo[name] = wanted
        _criterion(query, resource, quirks, name, wanted)
    return query


def _plain_criteria(request: Request) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in request.query:
        name = key.removesuffix("[]")
        if name not in RESERVED and re.fullmatch(r"[\w.]+", name):
            found.setdefault(name, []).append(value)
    return found


def _where(request: Request, quirks: Quirks) -> dict[str, Any] | None:
    raw = request.asked("where")
    if raw is None:
        return None
    try:
        found = decoded(raw)
        if isinstance(found, dict):
            return found
    except ValueError:
        pass
    if quirks["bad_where"] == "all":
        return {}
    raise Refusal(int(quirks["bad_where"]), "`where` is not a JSON object.")


def _count(request: Request, name: str, default: int) -> int:
    raw = request.asked(name)
    if raw is None:
        return default
    if not re.fullmatch(r"[0-9]{1,15}", raw):
        raise Refusal(400, f"`{name}` must be a number that is not negative.")
    return int(raw)


def _limit(request: Request, quirks: Quirks) -> int:
    limit = _count(request, "limit", int(quirks.number("default_limit")))
    highest = int(quirks.number("max_limit"))
    return min(limit, highest) if highest else limit


def _read_sort(query: Query, raw: str | None, resource: Resource, quirks: Quirks) -> None:
    for part in (raw or "").split(","):
        words = part.split()
        if not words:
            continue
        name = _spelled(resource, words[0])
        if name not in resource.by_name or (words[1:] and words[1].upper() not in ("ASC", "DESC")):
            raise Refusal(400, f"`sort` does not know {part.strip()[:60]!r}.")
        downwards = len(words) > 1 and words[1].upper() == "DESC"
        query.sort_words.append(f"{words[0]} {'DESC' if downwards else 'ASC'}")
        if quirks["sort"] == "honoured":
            query.order.append((name, downwards))


def _spelled(resource: Resource, name: str) -> str:
    return {"starttime": "startTime", "endtime": "endTime"}.get(name, name) if name not in resource.by_name else name


def _criterion(query: Query, resource: Resource, quirks: Quirks, name: str, wanted: Any) -> None:
    if name == "or" and isinstance(wanted, list):
        query.tests.append(_any_of(resource, quirks, wanted))
        return
    found = resource.by_name.get(_spelled(resource, name))
    if found is None:
        _unknown(query, quirks, name)
    elif _switched_off(quirks, resource, name):
        return
    elif isinstance(wanted, dict):
        tests = [_operation(found, word, operand) for word, operand in wanted.items()]
        query.bounds.setdefault(found.name, []).extend(tests)
        query.tests.extend(tests)
    else:
        values = [_value(found, each) for each in (wanted if isinstance(wanted, list) else [wanted])]
        if found.name in query.equal:
            values = [each for each in values if each in query.equal[found.name]]
        query.equal[found.name] = values


def _switched_off(quirks: Quirks, resource: Resource, name: str) -> bool:
    if name == "running" and resource.plural == "timeEntries" and quirks["running_filter"] != "honoured":
        if quirks["running_filter"] == "400":
            raise Refusal(400, "`running` cannot be filtered.")
        return True
    return name == "updatedAt" and resource.plural == "timeEntries" and quirks["updated_filter"] == "ignored"


def _unknown(query: Query, quirks: Quirks, name: str) -> None:
    answer = quirks["unknown_filter"]
    if answer == "none":
        query.tests.append(lambda row: False)
    elif answer != "ignored":
        raise Refusal(int(answer), f"There is no attribute {name[:60]!r}.")


def _any_of(resource: Resource, quirks: Quirks, branches: Iterable[Any]) -> Test:
    queries = []
    for branch in branches:
        if not isinstance(branch, dict):
            raise Refusal(400, "`or` takes a list of objects.")
        query = Query()
        for name, wanted in branch.items():
            if name == "or":
                raise Refusal(400, "`or` cannot be nested.")
            _criterion(query, resource, quirks, name, wanted)
        queries.append(query)
    return lambda row: any(query.keeps(row) for query in queries)


def _value(found: Field, value: Any) -> Any:
    """Read a value by its kind alone: an impossible one is a fine thing to compare with, it just finds nothing."""
    if value is None:
        return None
    try:
        return READERS[found.kind](found.name, value)
    except Invalid:
        return NEVER


def _operation(found: Field, word: str, operand: Any) -> Test:
    name = found.name
    if word in ORDERINGS:
        compare, edge = ORDERINGS[word], _value(found, operand)
        if edge is NEVER or edge is None:
            return lambda row: False
        return lambda row: row[name] is not None and compare(row[name], edge)
    if word in ("!", "not", "!="):
        refused = [_value(found, each) for each in (operand if isinstance(operand, list) else [operand])]
        return lambda row: row[name] not in refused
    if word in WORDS and isinstance(operand, str):
        matches, part = WORDS[word], operand
        return lambda row: row[name] is not None and matches(str(row[name]), part)
    raise Refusal(400, f"`where` does not know the operator {word[:20]!r} here.")
