"""Files of entries to import: the program's own CSV and JSON exports, read line by line. Pure functions.

A line that cannot be read is left out with a reason, and does not keep the others from being read.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any, NamedTuple

from demitasse.domain import durations
from demitasse.domain.errors import BadInput, FaultCode, Reason

SEPARATORS = (",", ";", "\t", "|")
"""What may separate the cells of a line."""
_NEEDED = frozenset({"day", "project", "task"})
_LENGTH = frozenset({"seconds", "duration", "hours", "end"})
_UNQUOTED = re.compile(r"(^\s*|[,;\t|\r\n]\s*)'(?=[=+\-@\t\r＝＋－＠])")
"""An apostrophe that the export has put before what a spreadsheet would take for a formula."""
_BOOKED_NOT = {"running": FaultCode.LINE_RUNNING, "not_fetched": FaultCode.LINE_NOT_FETCHED}
"""The states of an export that are no finished entry."""


class ImportLine(NamedTuple):
    """An entry to import. `number` is its line in the file, or its place in a JSON file; the first one is 1."""

    number: int
    day: date
    client: str
    project: str
    task: str
    comment: str
    duration_s: int
    start: time | None = None
    end: time | None = None


class LeftOut(NamedTuple):
    """A line that is not booked, and why."""

    number: int
    reason: Reason


class ImportFile(NamedTuple):
    """The lines of a file that can be read, and the others."""

    lines: tuple[ImportLine, ...]
    left_out: tuple[LeftOut, ...]


def read(text: str) -> ImportFile:
    """Read the text of a file. Raises BadInput if it is neither CSV with the needed columns nor JSON of an export."""
    text = text.removeprefix("\ufeff")
    cells = _json_cells(text) if text.lstrip().startswith("{") else _csv_cells(text)
    lines, left_out = list[ImportLine](), list[LeftOut]()
    for number, line in cells:
        try:
            lines.append(_line(number, line))
        except BadInput as fault:
            left_out.append(LeftOut(number, Reason(fault.code, fault.params)))
    return ImportFile(tuple(lines), tuple(left_out))


def _csv_cells(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the cells of each line by column. Raises BadInput without a line of column names."""
    head = text.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    columns = [cell.strip().lower() for cell in next(reader, [])]
    if not set(columns) >= _NEEDED or not set(columns) & _LENGTH:
        raise BadInput(FaultCode.IMPORT_COLUMNS, field="file")
    for cells in _rows(reader):
        if any(cell.strip() for cell in cells):
            yield reader.line_num, dict(zip(columns, cells, strict=False))


def _rows(reader: Iterable[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:  # a quote that does not end, or a cell without end
        raise BadInput(FaultCode.IMPORT_COLUMNS, field="file") from None


def _json_cells(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the fields of each entry of an export as cells."""
    try:
        entries = [entry for day in json.loads(text)["days"] for entry in day["entries"]]
    except (ValueError, TypeError, KeyError):
        raise BadInput(FaultCode.IMPORT_COLUMNS, field="file") from None
    for number, entry in enumerate(entries, 1):
        yield number, _json_entry(entry)


def _json_entry(entry: object) -> dict[str, str]:
    known: Mapping[str, Any] = entry if isinstance(entry, dict) else {}
    names = ("day", "start", "end", "client", "project", "task", "comment")
    cells = {name: str(known.get(name) or "") for name in names}
    state = "running" if known.get("running") else str(known.get("state") or "")
    return cells | {"seconds": str(known.get("duration_s", "")), "state": state, "quoted": "no"}


def _line(number: int, cells: Mapping[str, str]) -> ImportLine:
    """Return the entry of a line. Raises BadInput with the reason why there is none."""
    state = cells.get("state", "").strip().lower()
    if state in _BOOKED_NOT:
        raise BadInput(_BOOKED_NOT[state], field="state")
    start, end = (_time(cells.get(name, "")) for name in ("start", "end"))
    duration_s = _seconds(cells, start, end)
    if duration_s <= 0:
        raise BadInput(FaultCode.ZERO_DURATION, field="duration")
    if duration_s > durations.MAX_S:
        raise BadInput(FaultCode.OVER_A_DAY, field="duration")
    quoted = cells.get("quoted") != "no"
    client, project, task = (
        _plain(cells.get(name, ""), quoted=quoted).strip() for name in ("client", "project", "task")
    )
    comment = _plain(cells.get("comment", ""), quoted=quoted)
    return ImportLine(number, _day(cells.get("day", "")), client, project, task, comment, duration_s, start, end)


def _plain(cell: str, *, quoted: bool) -> str:
    """Return a cell without the apostrophes that the export has put before formulas."""
    return _UNQUOTED.sub(r"\1", cell) if quoted else cell


def canonical(comment: str) -> str:
    """Return a comment as it is compared: the export and its way back change white space and apostrophes only."""
    return " ".join(_plain(comment, quoted=True).split())


def _day(cell: str) -> date:
    """Return "2026-11-27" or "27.11.2026" as a day. Raises BadInput."""
    typed = cell.strip()
    match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", typed, re.ASCII)
    try:
        return date(*map(int, reversed(match.groups()))) if match else date.fromisoformat(typed)
    except ValueError:
        raise BadInput(FaultCode.NOT_A_DAY, text=typed[:40], field="day") from None


def _time(cell: str) -> time | None:
    """Return "09:05" as a time and "24:00" as 00:00; None for an empty cell. Raises BadInput."""
    typed = cell.strip()
    if not typed:
        return None
    match = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", typed, re.ASCII)
    hours, minutes = (int(match[1]), int(match[2])) if match else (99, 0)
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise BadInput(FaultCode.NOT_A_TIME, text=typed[:40], field="start")
    return time(hours % 24, minutes)


def _seconds(cells: Mapping[str, str], start: time | None, end: time | None) -> int:
    """Return the seconds of a line, from the first of its columns that has them. Raises BadInput."""
    for name, parse in (("seconds", _whole), ("duration", _clock), ("hours", _decimal)):
        if typed := cells.get(name, "").strip():
            found = parse(typed)
            if found is None:
                raise BadInput(FaultCode.NOT_A_DURATION, text=typed[:40], field="duration")
            return found
    if start is None or end is None:
        raise BadInput(FaultCode.NOT_A_DURATION, text="", field="duration")
    return ((end.hour * 60 + end.minute or 1440) - start.hour * 60 - start.minute) * 60


def _whole(typed: str) -> int | None:
    return int(typed) if re.fullmatch(r"\d{1,6}", typed, re.ASCII) else None


def _clock(typed: str) -> int | None:
    match = re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?", typed, re.ASCII)
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0) if match else None


def _decimal(typed: str) -> int | None:
    match = re.fullmatch(r"\d{1,3}(?:[.,]\d{1,6})?", typed, re.ASCII)
    return round(float(typed.replace(",", ".")) * 60) * 60 if match else None
