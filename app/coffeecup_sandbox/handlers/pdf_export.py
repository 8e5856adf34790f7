"""The export of time entries as a PDF, with a line for each entry and the totals (api-facts 7.11)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox import permissions, timer
from coffeecup_sandbox.http_messages import ApiError, Response

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coffeecup_sandbox.context import Context
    from coffeecup_sandbox.schema import Row

LINES_PER_PAGE = 60
COLUMNS = "date start_end user team client project task reference comment".split()
SHOWN = "date user project task comment".split()  # without `columns`
GROUPS = "client project task user team date".split()
TRUE = ("true", "1")


def time_entries(context: Context) -> Response:
    """Answer the entries of a range of days that the user may read as a PDF file, with the chosen columns and groups.

    The file is made after other requests can go on. Raises ApiError (400) for another format, column or group.
    """
    if (context.request.query_value("format") or "pdf").lower() != "pdf":
        raise ApiError(400, "The only format is pdf.")
    start, end = (_day(context, name) for name in ("start_date", "end_date"))
    columns, group = _columns(context), context.request.query_value("group_by") or ""
    if group and group not in GROUPS:
        raise ApiError(400, f"`group_by` is one of {', '.join(GROUPS)}.")
    table, scope = context.state["timeEntries"], permissions.readable_scope(context, "timeEntries")
    days: list[object] = [day for day in table.values("day") or () if start <= str(day) <= end]
    rows = [row for row in table.select({"day": days, **scope.equal}) if scope.test is None or scope.test(row)]
    names = Names(context)
    entries = [(row, timer.duration_at(row, context.now(), context.quirks)) for row in rows]
    only_sums = context.request.query_value("show_only_summary_headers") in TRUE
    head = [context.request.query_value("title") or "Time entries", f"{start} to {end}", ""]

    def make_body() -> bytes:
        entries.sort(key=lambda entry: (entry[0]["day"], entry[0]["user"], entry[0]["id"]))
        body = list(_lines(entries, names, columns, group, only_sums))
        return pdf([*head, *body, "", f"Total {_hours(sum(seconds for _, seconds in entries))}"])

    headers = {"Content-Disposition": 'attachment; filename="timeEntries.pdf"'}
    return Response(200, make_body=make_body, content_type="application/pdf", headers=headers)


class Names:
    """The names of people, projects, tasks and clients, as they were when the export was asked for."""

    def __init__(self, context: Context) -> None:
        state = context.state
        self._projects = {row["id"]: row for row in state["projects"]}
        self._names = {
            "user": {row["id"]: f"{row['firstname']} {row['lastname']}" for row in state["users"]},
            "project": {key: row["name"] for key, row in self._projects.items()},
            "task": {row["id"]: row["label"] for row in state["tasks"]},
            "client": {row["id"]: row["name"] for row in state["clients"]},
        }

    def text(self, column: str, row: Row) -> str:
        """Return what a column shows of an entry."""
        if column == "date":
            return str(row["day"])
        if column == "start_end":
            return f"{row['startTime'] or ''}-{row['endTime'] or ''}"
        value: Any = row.get(column)
        if column == "client":
            value = self._projects.get(row["project"], {}).get("client")
        return str(self._names.get(column, {}).get(value, "") if column in self._names else value or "")


def _columns(context: Context) -> list[str]:
    """Return the columns of the parameters `columns[name]=true` or `columns[]=name`, or the usual ones without any."""
    given = [(key[8:-1], value) for key, value in context.request.query if key.startswith("columns[")]
    chosen = {name or value: not name or value in TRUE for name, value in given}
    unknown = sorted(set(chosen) - set(COLUMNS))
    if unknown:
        raise ApiError(400, f"There is no column {unknown[0][:60]!r}.")
    return [name for name in COLUMNS if (chosen.get(name) if chosen else name in SHOWN)]


def _lines(
    entries: list[tuple[Row, int]], names: Names, columns: list[str], group: str, only_sums: bool
) -> Iterator[str]:
    """Yield the lines of the entries, under a line with the sum of each group."""
    groups: dict[str, list[tuple[Row, int]]] = defaultdict(list)
    for row, seconds in entries:
        groups[names.text(group, row) if group else ""].append((row, seconds))
    for title, members in sorted(groups.items()):
        if group:
            yield f"{title or '-'}  {_hours(sum(seconds for _, seconds in members))}"
        if not (group and only_sums):
            for row, seconds in members:
                yield "  ".join([*(names.text(column, row) for column in columns), _hours(seconds)])


def pdf(lines: list[str]) -> bytes:
    """Return a PDF document with one line of text for each item, on as many pages as needed."""
    pages = [lines[at : at + LINES_PER_PAGE] for at in range(0, len(lines), LINES_PER_PAGE)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        text = b"".join(b"(" + _escaped(line) + b") Tj T*\n" for line in page)
        content = b"BT /F1 9 Tf 12 TL 50 790 Td\n" + text + b"ET"
        attributes = f"/Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page {attributes} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _document(objects)


def _document(objects: list[bytes]) -> bytes:
    """Return a PDF file with numbered objects and the cross-reference table of their offsets."""
    file, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    references = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    header = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(file))
    return file + header + references + trailer


def _escaped(line: str) -> bytes:
    printable = "".join(character if character.isprintable() else " " for character in line[:110])
    return printable.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _hours(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}"


def _day(context: Context, name: str) -> str:
    try:
        return datetime.fromisoformat(context.request.query_value(name) or "").date().isoformat()
    except ValueError:
        raise ApiError(400, f"`{name}` must be a date.") from None
