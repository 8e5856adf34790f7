"""How domain values lie in SQLite columns: ISO 8601 texts, JSON for the groups that are read as a whole."""

import json
import zlib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from demitasse.domain.entries import Fields
from demitasse.domain.timer import Instant


def encode_datetime(moment: datetime | None) -> str | None:
    """An aware UTC instant as sortable text."""
    return None if moment is None else moment.isoformat(timespec="milliseconds")


def decode_datetime(text: str | None) -> datetime | None:
    """The instant of `moment_text`."""
    return None if text is None else datetime.fromisoformat(text)


def decode_time(text: str | None) -> time | None:
    """A wall-clock time, "HH:MM:SS"."""
    return None if text is None else time.fromisoformat(text)


def encode_fields(fields: Fields | None) -> str | None:
    """The travelling part of an entry."""
    return None if fields is None else json.dumps(fields._asdict(), default=str, ensure_ascii=False, sort_keys=True)


def decode_fields(text: str | None) -> Fields | None:
    """The fields of `fields_text`."""
    if text is None:
        return None
    raw = json.loads(text)
    raw["day"] = date.fromisoformat(raw["day"])
    raw["start_time"], raw["end_time"] = decode_time(raw["start_time"]), decode_time(raw["end_time"])
    return Fields(**raw)


def encode_instant(instant: Instant | None) -> str | None:
    """A moment on all clocks."""
    return None if instant is None else json.dumps([instant.wall.isoformat(), instant.boot_id, instant.boot_s])


def decode_instant(text: str | None) -> Instant | None:
    """The moment of `instant_text`."""
    if text is None:
        return None
    wall, boot_id, boot_s = json.loads(text)
    return Instant(datetime.fromisoformat(wall), boot_id, boot_s)


def checksum(columns: Mapping[str, Any]) -> int:
    """Tells whether a row is still what was written. NULL counts as absent, so that a new column changes nothing."""
    return checksum_of(sorted([(name, value) for name, value in columns.items() if value is not None]))


def checksum_of(told: list[tuple[str, Any]]) -> int:
    """The `checksum` of columns that are in the order of their names, and not NULL."""
    return zlib.crc32(repr(told).encode("utf-8", "surrogatepass"))


def row_checksum(names: str, *values: bytes | int | None) -> int:
    """Return the `checksum` of columns in the order of their `names`, for SQL; texts come as UTF-8."""
    return checksum_of(
        [
            (name, str(value, "utf-8", "replace") if isinstance(value, bytes) else value)
            for name, value in zip(names.split(), values, strict=True)
            if value is not None
        ]
    )
