"""The export of time entries as a PDF, with a line for each entry and the total (api-facts 7.11)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from coffeecup_sandbox import permissions, timer
from coffeecup_sandbox.http_messages import ApiError, Response

if TYPE_CHECKING:
    from coffeecup_sandbox.context import Context
    from coffeecup_sandbox.schema import Row

LINES_PER_PAGE = 60


def time_entries(context: Context) -> Response:
    """Answer the entries of a range of days that the user may read as a PDF file."""
    if (context.request.query_value("format") or "pdf").lower() != "pdf":
        raise ApiError(400, "The only format is pdf.")
    start, end = (_day(context, name) for name in ("start_date", "end_date"))
    scope = permissions.readable_scope(context, "timeEntries")
    rows = [row for row in context.state["timeEntries"] if scope.allows(row) and start <= str(row["day"]) <= end]
    rows.sort(key=lambda row: (row["day"], row["user"], row["id"]))
    seconds = sum(timer.duration_at(row, context.now(), context.quirks) for row in rows)
    title = context.request.query_value("title") or "Time entries"
    lines = [title, f"{start} to {end}", "", *(_line(context, row) for row in rows), "", f"Total {_hours(seconds)}"]
    headers = {"Content-Disposition": 'attachment; filename="timeEntries.pdf"'}
    return Response(200, body=pdf(lines), content_type="application/pdf", headers=headers)


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


def _line(context: Context, row: Row) -> str:
    user = context.state["users"].get(row["user"]) or {"firstname": "", "lastname": ""}
    project = context.state["projects"].get(row["project"] or 0) or {"name": ""}
    task = context.state["tasks"].get(row["task"] or 0) or {"label": ""}
    time = _hours(timer.duration_at(row, context.now(), context.quirks))
    name = f"{user['firstname']} {user['lastname']}"
    return f"{row['day']}  {time}  {name}  {project['name']} - {task['label']}  {row['comment'] or ''}"


def _hours(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}"


def _day(context: Context, name: str) -> str:
    try:
        return datetime.fromisoformat(context.request.query_value(name) or "").date().isoformat()
    except ValueError:
        raise ApiError(400, f"`{name}` must be a date.") from None
