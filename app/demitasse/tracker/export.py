"""Export as CSV (RFC 4180) or tables, with cells that a spreadsheet cannot mistake for formulas."""

import csv
import io
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import tzinfo
from pathlib import Path

from demitasse.domain.durations import hours_minutes_seconds
from demitasse.domain.errors import BadInput, FaultCode, LocalFault
from demitasse.domain.report import NAME_COLUMNS, Report
from demitasse.domain.timesheet import UNKNOWN_NAME, Timesheet, TimesheetRow
from demitasse.support import files

COLUMNS = "day start end duration seconds client project task comment state hours".split()
"""The first line of every export (docs/command-line.md)."""

NOT_FETCHED = "not_fetched"
"""The state in the line of a day that was never fetched, in place of its entries."""

_FORMULA = frozenset("=+-@\t\r＝＋－＠")
"""The characters that begin a formula in a spreadsheet (reliability I8, OWASP ASVS 1.2.10)."""
_FORMULA_CLASS = re.escape("".join(sorted(_FORMULA - {"\t", "\r"})))
_KEPT = frozenset("\t\r\n")
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~]")
"""What has a meaning in the text of a Markdown table."""

SEPARATORS = (",", ";", "\t", "|")
"""What spreadsheets take for the end of a cell, depending on their settings."""


def as_csv(days: Iterable[Timesheet], zone: tzinfo, separator: str = ",") -> str:
    """Return the entries of `days` in the order they were started, below a line of column names; times are in `zone`.

    A day of which nothing is known, because it was never fetched, has a line that says so. A file with semicolons is
    for spreadsheets of countries that write 1,5, so the hours have a comma in it.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, delimiter=separator, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for day in days:
        writer.writerows(_cells(row, zone, separator) for row in reversed(day.rows))
        if not day.is_known:
            writer.writerow([day.day.isoformat(), *[""] * (len(COLUMNS) - 3), NOT_FETCHED, ""])
    return sheet.getvalue()


FIGURE_COLUMNS = ("duration", "seconds", "hours", "share", "entries")
"""The columns behind the names in a CSV file; the share is a part of 1."""


def report_as_csv(report: Report, separator: str = ",") -> str:
    """Return a report as CSV, below a line of column names."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, delimiter=separator, lineterminator="\r\n")
    writer.writerow([*NAME_COLUMNS[report.grouping], *FIGURE_COLUMNS])
    for row in report.rows:
        share = _decimal(report.share(row), 4, separator)
        writer.writerow([
            *(_text(cell, separator) for cell in row.names().values()),
            hours_minutes_seconds(row.seconds), row.seconds, _decimal(row.seconds / 3600, 2, separator), share,
            row.entries,
        ])  # fmt: skip
    return sheet.getvalue()


def as_tab_separated(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of cells for pasting into a spreadsheet."""
    lines = ["\t".join([" ".join(_text(cell, "\t").split()) for cell in row]) for row in rows]
    return "\n".join([*lines, ""])


def as_markdown(rows: Sequence[Sequence[str]], right: int) -> str:
    """Return rows of cells as a table in Markdown: the first row is the head, the last `right` columns are figures."""
    shown = [[_MARKDOWN.sub(r"\\\g<0>", " ".join(cell.split())) for cell in row] for row in rows]
    rule = ["---"] * (len(rows[0]) - right) + ["---:"] * right
    return "".join([f"| {' | '.join(row)} |\n" for row in [shown[0], rule, *shown[1:]]])


def require_free(file: Path, *, force: bool) -> None:
    """Raise BadInput if the file exists and `force` is false."""
    if file.exists() and not force:
        raise BadInput(FaultCode.EXPORT_EXISTS, file=str(file))


def write(file: Path, text: str, *, force: bool, for_spreadsheets: bool = True) -> None:
    """Write a file that only its owner can read, completely or not at all.

    A link is followed, and what is no file, such as a device or a pipe, is written to and never replaced.

    Raises:
        BadInput: the file exists and `force` is false; nothing has changed.
        LocalFault: it cannot be written.
    """
    file = Path(os.path.realpath(file))
    draft = file.with_name(f".{secrets.token_hex(8)}.part")
    try:
        if file.exists() and not force:
            raise FileExistsError
        if file.exists() and not file.is_file():
            file.write_bytes(text.encode())
            return
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(text.encode("utf-8-sig" if for_spreadsheets else "utf-8"))  # without the mark they garble "ä"
        if not force:  # Fails if another program has created the file meanwhile.
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        files.replace(draft, file)
    except FileExistsError:
        raise BadInput(FaultCode.EXPORT_EXISTS, file=str(file)) from None
    except OSError as error:
        raise LocalFault(FaultCode.EXPORT_UNWRITABLE, file=str(file)) from error
    finally:
        files.remove(draft)


def _cells(row: TimesheetRow, zone: tzinfo, separator: str) -> list[str | int]:
    seconds = max(0, row.duration_s)
    project, task = ("" if name == UNKNOWN_NAME else name for name in (row.project, row.task))
    names = [_text(part, separator) for part in (row.client, project, task, row.comment)]
    times = ["" if moment is None else moment.isoformat("minutes") for moment in row.start_and_end(zone)]
    state = "running" if row.running else row.state.value
    hours = _decimal(seconds / 3600, 2, separator)
    return [row.day.isoformat(), *times, hours_minutes_seconds(seconds), seconds, *names, state, hours]


def _decimal(figure: float, digits: int, separator: str) -> str:
    return f"{figure:.{digits}f}".replace(".", "," if separator == ";" else ".")


def _text(cell: str, separator: str) -> str:
    """Return a text cell without control characters and formulas, also for a reader that takes another separator."""
    cell = "".join(letter for letter in cell if letter >= " " or letter in _KEPT)
    others = "".join(other for other in SEPARATORS if other != separator)
    cell = re.sub(rf"([{re.escape(others)}\r\n]\s*)(?=[{_FORMULA_CLASS}])", r"\1'", cell)
    return f"'{cell}" if cell[:1] in _FORMULA or cell.lstrip()[:1] in _FORMULA else cell
