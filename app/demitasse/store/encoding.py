"""Encode domain values for SQLite columns: ISO 8601 text, and JSON for groups that are read as a whole."""

import json
import zlib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, TypeVar

from demitasse.domain.entries import Fields
from demitasse.domain.errors import FAULT_CODES, Reason
from demitasse.domain.timer import Instant

T = TypeVar("T")


def required(value: T | None) -> T:
    """Return the value of a column that is never NULL. Raises ValueError if it is."""
    if value is None:
        raise ValueError("a required column is NULL")
    return value


def encode_datetime(moment: datetime | None) -> str | None:
    """Encode an aware UTC instant as sortable text."""
    return None if moment is None else moment.isoformat(timespec="milliseconds")


def decode_datetime(text: str | None) -> datetime | None:
    """Decode the text of `encode_datetime`."""
    return None if text is None else datetime.fromisoformat(text)


def decode_time(text: str | None) -> time | None:
    """Decode a wall-clock time, "HH:MM:SS"."""
    return None if text is None else time.fromisoformat(text)


def encode_fields(fields: Fields | None) -> str | None:
    """Encode the fields of an entry as JSON."""
    return None if fields is None else json.dumps(fields._asdict(), default=str, ensure_ascii=False, sort_keys=True)


def decode_fields(text: str | None) -> Fields | None:
    """Decode the text of `encode_fields`."""
    if text is None:
        return None
    raw = json.loads(text)
    raw["day"] = date.fromisoformat(raw["day"])
    raw["start_time"], raw["end_time"] = decode_time(raw["start_time"]), decode_time(raw["end_time"])
    return Fields(**raw)


def encode_instant(instant: Instant | None) -> str | None:
    """Encode a moment on all clocks as JSON."""
    return None if instant is None else json.dumps([instant.wall.isoformat(), instant.boot_id, instant.boot_s])


def decode_instant(text: str | None) -> Instant | None:
    """Decode the text of `encode_instant`."""
    if text is None:
        return None
    wall, boot_id, boot_s = json.loads(text)
    return Instant(datetime.fromisoformat(wall), boot_id, boot_s)


def encode_reason(reason: Reason | None) -> str:
    """A reason as its code alone, or with its figures as compact JSON; empty if there is none."""
    if reason is None:
        return ""
    if not reason.params:
        return reason.code
    content = {"code": reason.code, **reason.params}
    return json.dumps(content, default=str, ensure_ascii=False, separators=(",", ":"))


def decode_reason(text: str | None) -> Reason | None:
    """The reason of `encode_reason`. Raises ValueError if it is none."""
    if not text:
        return None
    params = json.loads(text) if text.startswith("{") else {"code": text}
    code = params.pop("code")
    if code not in FAULT_CODES:
        raise ValueError(code)
    return Reason(code, params)


def checksum(columns: Mapping[str, Any]) -> int:
    """Return what belongs in the column `crc` of a row. NULL counts as absent, so that new columns change nothing."""
    return checksum_of(
        sorted([(name, value) for name, value in columns.items() if value is not None and name != "crc"])
    )


def checksum_of(columns: list[tuple[str, Any]]) -> int:
    """Return the checksum of columns that are sorted by name and not NULL."""
    return zlib.crc32(repr(columns).encode("utf-8", "surrogatepass"))


def row_checksum(names: str, *values: bytes | int | None) -> int:
    """Return the `checksum` of columns in the order of their `names`, for SQL; texts come as UTF-8."""
    return checksum_of(
        [
            (name, str(value, "utf-8", "replace") if isinstance(value, bytes) else value)
            for name, value in zip(names.split(), values, strict=True)
            if value is not None
        ]
    )
