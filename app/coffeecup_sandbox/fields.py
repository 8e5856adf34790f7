"""One attribute of a resource: its type, how it is read from a request and how it is described."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from coffeecup_sandbox.clock import timestamp

BIGGEST = 2**53 - 1
Row = dict[str, Any]

SCHEMAS: dict[str, dict[str, Any]] = {
    "int": {"type": "integer", "minimum": -BIGGEST, "maximum": BIGGEST},
    "ref": {"type": "integer", "minimum": 1, "maximum": BIGGEST},
    "number": {"type": "number"},
    "string": {"type": "string"},
    "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"},
    "datetime": {"type": "string", "format": "date-time"},
}


class Invalid(ValueError):
    """A value that does not fit its attribute; `rule` is the word the service's validation would use."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute: `kind` is a key of SCHEMAS, `table` the target of a `ref`, `mark` the confidence (api-facts 0)."""

    name: str
    kind: str
    null: bool = True
    default: Any = None
    required: bool = False
    readonly: bool = False
    table: str | None = None
    choices: tuple[Any, ...] = ()
    minimum: float | None = None
    office: bool = False  # only an admin or a project manager may write it
    mark: str = "D"

    def read(self, value: Any) -> Any:
        """Return `value` as this attribute's type; raises Invalid. Ids and numbers may be strings (api-facts 3)."""
        if value is None:
            if self.null:
                return None
            raise Invalid("required" if self.required else self.kind, f"`{self.name}` must not be null")
        found = READERS[self.kind](self.name, value)
        if self.minimum is not None and found < self.minimum:
            raise Invalid("min", f"`{self.name}` must not be below {self.minimum:g}")
        if self.choices and found not in self.choices:
            raise Invalid("in", f"`{self.name}` must be one of {', '.join(map(str, self.choices))}")
        return found

    def schema(self) -> dict[str, Any]:
        """Describe the attribute in JSON Schema (as OpenAPI 3.1 embeds it)."""
        found = dict(SCHEMAS[self.kind])
        if self.minimum is not None:
            found["minimum"] = self.minimum
        if self.choices:
            found["enum"] = [*self.choices, None] if self.null else list(self.choices)
        if self.null:
            found["type"] = [found["type"], "null"]
        return found


def _int(name: str, value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,16}\s*", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > BIGGEST:
        raise Invalid("integer", f"`{name}` must be an integer")
    return int(value)


def _ref(name: str, value: Any) -> int:
    found = _int(name, value)
    if found < 1:
        raise Invalid("integer", f"`{name}` must be the id of a record")
    return found


def _number(name: str, value: Any) -> float | int:
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,16}(\.[0-9]{1,16})?\s*", value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Invalid("float", f"`{name}` must be a number")
    if not math.isfinite(value) or abs(value) > BIGGEST:
        raise Invalid("float", f"`{name}` is too large")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _string(name: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Invalid("string", f"`{name}` must be text")
    return str(value)


def _bool(name: str, value: Any) -> bool:
    if isinstance(value, str) and value.lower() in ("true", "false", "1", "0"):
        return value.lower() in ("true", "1")
    if not isinstance(value, bool | int) or value not in (0, 1):
        raise Invalid("boolean", f"`{name}` must be true or false")
    return bool(value)


def _date(name: str, value: Any) -> str:
    try:
        if not isinstance(value, str) or not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        if value[10:]:
            datetime.fromisoformat(value)
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        raise Invalid("date", f"`{name}` must be a date, YYYY-MM-DD") from None


def _time(name: str, value: Any) -> str:
    try:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?", value):
            raise ValueError
        return time.fromisoformat(value).strftime("%H:%M:%S")
    except ValueError:
        raise Invalid("time", f"`{name}` must be a time, HH:MM:SS") from None


def _datetime(name: str, value: Any) -> str:
    try:
        if not isinstance(value, str):
            raise ValueError
        found = datetime.fromisoformat(value)
        return timestamp((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        raise Invalid("datetime", f"`{name}` must be an ISO 8601 date and time") from None


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
