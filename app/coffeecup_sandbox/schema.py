"""Attributes and resources: types, conversion of values in requests, and JSON Schema."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from coffeecup_sandbox.clock import timestamp

MAX_INTEGER = 2**53 - 1
Row = dict[str, Any]

SCHEMAS: dict[str, dict[str, Any]] = {
    "int": {"type": "integer", "minimum": -MAX_INTEGER, "maximum": MAX_INTEGER},
    "ref": {"type": "integer", "minimum": 1, "maximum": MAX_INTEGER},
    "number": {"type": "number"},
    "string": {"type": "string"},
    "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"},
    "datetime": {"type": "string", "format": "date-time"},
}


class InvalidValue(ValueError):
    """A value that an attribute does not allow; `rule` is the name of the violated rule in validation errors."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute. `kind` is a key of SCHEMAS, `table` the target of a `ref`, `mark` the confidence (api-facts 0)."""

    name: str
    kind: str
    null: bool = True
    default: Any = None
    required: bool = False
    readonly: bool = False
    table: str | None = None
    choices: tuple[Any, ...] = ()
    minimum: float | None = None
    office: bool = False  # written by an admin, or by the manager of the project of the record; ignored from others
    mark: str = "D"

    def read(self, value: Any) -> Any:
        """Return `value` converted to the type of the attribute. Raises InvalidValue.

        Ids and numbers may be strings (api-facts 3).
        """
        if value is None:
            if self.null:
                return None
            raise InvalidValue("required" if self.required else self.kind, f"`{self.name}` must not be null")
        converted = READERS[self.kind](self.name, value)
        if self.minimum is not None and converted < self.minimum:
            raise InvalidValue("min", f"`{self.name}` must not be below {self.minimum:g}")
        if self.choices and converted not in self.choices:
            raise InvalidValue("in", f"`{self.name}` must be one of {', '.join(map(str, self.choices))}")
        return converted

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the attribute, as OpenAPI 3.1 embeds it."""
        description = dict(SCHEMAS[self.kind])
        if self.minimum is not None:
            description["minimum"] = self.minimum
        if self.choices:
            description["enum"] = [*self.choices, None] if self.null else list(self.choices)
        if self.null:
            description["type"] = [description["type"], "null"]
        return description


def _int(name: str, value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,16}\s*", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MAX_INTEGER:
        raise InvalidValue("integer", f"`{name}` must be an integer")
    return int(value)


def _ref(name: str, value: Any) -> int:
    number = _int(name, value)
    if number < 1:
        raise InvalidValue("integer", f"`{name}` must be the id of a record")
    return number


def _number(name: str, value: Any) -> float | int:
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,16}(\.[0-9]{1,16})?\s*", value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidValue("float", f"`{name}` must be a number")
    if not math.isfinite(value) or abs(value) > MAX_INTEGER:
        raise InvalidValue("float", f"`{name}` is too large")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _string(name: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InvalidValue("string", f"`{name}` must be text")
    return str(value)


def _bool(name: str, value: Any) -> bool:
    if isinstance(value, str) and value.lower() in ("true", "false", "1", "0"):
        return value.lower() in ("true", "1")
    if not isinstance(value, bool | int) or value not in (0, 1):
        raise InvalidValue("boolean", f"`{name}` must be true or false")
    return bool(value)


def _date(name: str, value: Any) -> str:
    try:
        if not isinstance(value, str) or not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        if value[10:]:
            datetime.fromisoformat(value)
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        raise InvalidValue("date", f"`{name}` must be a date, YYYY-MM-DD") from None


def _time(name: str, value: Any) -> str:
    try:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", value):
            raise ValueError
        return time.fromisoformat(value).strftime("%H:%M:%S")
    except ValueError:
        raise InvalidValue("time", f"`{name}` must be a time, HH:MM:SS") from None


def _datetime(name: str, value: Any) -> str:
    try:
        if not isinstance(value, str):
            raise ValueError
        instant = datetime.fromisoformat(value)
        return timestamp((instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        raise InvalidValue("datetime", f"`{name}` must be an ISO 8601 date and time") from None


READERS: dict[str, Callable[[str, Any], Any]] = {
    "int": _int,
    "ref": _ref,
    "number": _number,
    "string": _string,
    "bool": _bool,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
}


@dataclass(frozen=True)
class Resource:
    """A kind of record: its names in JSON, attributes, methods, first id and indexes.

    `default_limit` is the number of rows in a list without `limit` (api-facts 3.1). Without `by_id` it has no route for
    a single record. `mark` is the confidence (api-facts 0).
    """

    plural: str
    singular: str
    fields: tuple[Field, ...]
    methods: tuple[str, ...] = ("GET", "POST", "PUT", "DELETE")
    by_id: bool = True
    first_id: int = 1
    indexes: tuple[str, ...] = ()
    default_limit: int = 10_000
    mark: str = "D"

    by_name: dict[str, Field] = field(init=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({attribute.name: attribute for attribute in self.fields})

    def defaults(self) -> Row:
        """Return the default of every attribute."""
        return {attribute.name: attribute.default for attribute in self.fields}

    @property
    def model(self) -> str:
        """The name of the resource in validation errors and in the OpenAPI description."""
        return self.singular[:1].upper() + self.singular[1:]


def text(name: str, **more: Any) -> Field:
    """Return a text attribute."""
    return Field(name, "string", **more)


def number(name: str, **more: Any) -> Field:
    """Return an attribute for numbers with fractions, such as rates and budgets (api-facts 3)."""
    return Field(name, "number", **more)


def integer(name: str, **more: Any) -> Field:
    """Return an attribute for integers."""
    return Field(name, "int", **more)


def flag(name: str, default: bool = False, **more: Any) -> Field:
    """Return a boolean attribute, not null."""
    return Field(name, "bool", **{"null": False, "default": default, **more})


def ref(name: str, table: str, **more: Any) -> Field:
    """Return an attribute for the id of a record in `table`."""
    return Field(name, "ref", table=table, **more)


def instant(name: str, **more: Any) -> Field:
    """Return an attribute for instants, in ISO 8601 and UTC."""
    return Field(name, "datetime", **more)


def day(name: str, **more: Any) -> Field:
    """Return an attribute for calendar days, YYYY-MM-DD."""
    return Field(name, "date", **more)


ID = Field("id", "ref", null=False, readonly=True)
STATUS = integer("status", null=False, default=1, choices=(0, 1))
STAMPS = (instant("createdAt", readonly=True), instant("updatedAt", readonly=True))
OBSERVED: dict[str, Any] = {"mark": "C"}  # observed in the source of a client, not documented (api-facts 0)
BILLING: dict[str, Any] = {"office": True, "mark": "C"}
