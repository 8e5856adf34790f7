"""The export of time entries as a PDF (api-facts 7.11): one line per entry, totals at the end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from coffeecup_sandbox import roles, timer
from coffeecup_sandbox.exchange import Refusal, Reply

if TYPE_CHECKING:
    from coffeecup_sandbox.call import Call
    from coffeecup_sandbox.fields import Row

LINES_PER_PAGE = 60


def time_entries(call: Call) -> Reply:
    """Answer the entries the caller may read, between two instants, as a file."""
    if (call.request.asked("format") or "pdf").lower() != "pdf":
        raise Refusal(400, "The only format is pdf.")
    start, end = (_day(call, name) for name in ("start_date", "end_date"))
    scope = roles.readable(call, "timeEntries")
    found = [row for row in call.state["timeEntries"] if scope.allows(row) and start <= str(row["day"]) <= end]
    found.sort(key=lambda row: (row["day"], row["user"], row["id"]))
    seconds = sum(timer.measured(row, call.now(), call.quirks) for row in found)
    title = call.request.asked("title") or "Time entries"
    lines = [title, f"{start} to {end}", "", *(_line(call, row) for row in found), "", f"Total {_hours(seconds)}"]
    headers = {"Content-Disposition": 'attachment; filename="timeEntries.pdf"'}
    return Reply(200, body=pdf(lines), kind="application/pdf", headers=headers)


def pdf(lines: list[str]) -> bytes:
    """Return a PDF document with these lines in a plain font, as many pages as they need."""
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
        place = f"/Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
        objects.append(f"<< /Type /Page {place} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _document(objects)


def _document(objects: list[bytes]) -> bytes:
    """Put numbered objects into a file with its table of places."""
    file, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(file))
    return file + head + table + tail


def _escaped(line: str) -> bytes:
    clean = "".join(letter if letter.isprintable() else " " for letter in line[:110])
    return clean.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _line(call: Call, row: Row) -> str:
    user = call.state["users"].get(row["user"]) or {"firstname": "", "lastname": ""}
    project = call.state["projects"].get(row["project"] or 0) or {"name": ""}
    task = call.state["tasks"].get(row["task"] or 0) or {"label": ""}
    time = _hours(timer.measured(row, call.now(), call.quirks))
    name = f"{user['firstname']} {user['lastname']}"
    return f"{row['day']}  {time}  {name}  {project['name']} - {task['label']}  {row['comment'] or ''}"


def _hours(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}"


def _day(call: Call, name: str) -> str:
    try:
        return datetime.fromisoformat(call.request.asked(name) or "").date().isoformat()
    except ValueError:
        raise Refusal(400, f"`{name}` must be a date.") from None
