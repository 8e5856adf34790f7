"""Export as CSV (RFC 4180), with cells that a spreadsheet cannot mistake for formulas."""

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path

from demitasse.domain.durations import hours_minutes_seconds
from demitasse.domain.errors import BadInput, FaultCode, LocalFault
from demitasse.domain.timesheet import UNKNOWN_NAME, Timesheet, TimesheetRow
from demitasse.support import files

COLUMNS = "day start end duration seconds client project task comment state".split()
"""The first line of every export (docs/command-line.md)."""

NOT_FETCHED = "not_fetched"
"""The state in the line of a day that was never fetched, in place of its entries."""

_FORMULA = frozenset("=+-@\t\r＝＋－＠")
"""The characters that begin a formula in a spreadsheet (reliability I8, OWASP ASVS 1.2.10)."""
_KEPT = frozenset("\t\r\n")


def as_csv(days: Iterable[Timesheet]) -> str:
    """Return the entries of `days` in the order they were started, below a line of column names.

    A day of which nothing is known, because it was never fetched, has a line that says so.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for day in days:
        writer.writerows(_cells(row) for row in reversed(day.rows))
        if not day.is_known:
            writer.writerow([day.day.isoformat(), *[""] * (len(COLUMNS) - 2), NOT_FETCHED])
    return sheet.getvalue()


def require_free(file: Path, *, force: bool) -> None:
    """Raise BadInput if the file exists and `force` is false."""
    if file.exists() and not force:
        raise BadInput(FaultCode.EXPORT_EXISTS, file=str(file))


def write(file: Path, text: str, *, force: bool) -> None:
    """Write a file that only its owner can read, completely or not at all.

    Raises:
        BadInput: the file exists and `force` is false; nothing has changed.
        LocalFault: it cannot be written.
    """
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        if file.exists() and not force:
            raise FileExistsError
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(b"\xef\xbb\xbf" + text.encode())  # without the byte order mark, spreadsheets garble "ä"
        if not force:  # Fails if another program has created the file meanwhile.
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        files.replace(draft, file)
    except FileExistsError:
        raise BadInput(FaultCode.EXPORT_EXISTS, file=str(file)) from None
    except OSError as error:
        raise LocalFault(FaultCode.EXPORT_UNWRITABLE, file=str(file)) from error
    finally:
        files.remove(draft)


def _cells(row: TimesheetRow) -> list[str | int]:
    seconds = max(0, row.duration_s)
    project, task = ("" if name == UNKNOWN_NAME else name for name in (row.project, row.task))
    names = [_text(part) for part in (row.client, project, task, row.comment)]
    times = [moment.isoformat("minutes") if moment else "" for moment in (row.start_time, row.end_time)]
    state = "running" if row.running else row.state.value
    return [row.day.isoformat(), *times, hours_minutes_seconds(seconds), seconds, *names, state]


def _text(cell: str) -> str:
    """Return a text cell without control characters, quoted if it would be a formula."""
    cell = "".join(letter for letter in cell if letter >= " " or letter in _KEPT)
    return f"'{cell}" if cell[:1] in _FORMULA or cell.lstrip()[:1] in _FORMULA else cell
