"""Calendar feeds: a secret address under which a calendar program reads a user's absences (api-facts 7.10)."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING

from coffeecup_sandbox.exchange import Refusal, Reply
from coffeecup_sandbox.render import one

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coffeecup_sandbox.call import Call
    from coffeecup_sandbox.fields import Row


def create_feed(call: Call) -> Reply:
    """Make a feed for the caller; the request needs no body and the answer is 200 (api-facts 3.3)."""
    row = call.state.insert("calendarFeeds", {"user": call.me, "token": secrets.token_urlsafe(48)})
    return Reply(200, {"calendarFeed": one(call, call.of, row)})


def read_feed(call: Call) -> Reply:
    """Answer the absences of the feed's owner as iCalendar, without a login: the address is the secret."""
    token = call.params["token"].encode()
    for feed in call.state["calendarFeeds"]:
        if secrets.compare_digest(feed["token"].encode(), token):
            text = "".join(f"{folded}\r\n" for line in _calendar(call, feed["user"]) for folded in fold(line))
            return Reply(200, body=text.encode(), kind="text/calendar; charset=utf-8")
    raise Refusal(404, "There is no such feed.")


HEAD = (  # with a component, as every calendar must have one (RFC 5545, 3.6), also that of somebody never absent
    "BEGIN:VCALENDAR VERSION:2.0 PRODID:-//Demitasse//Sandbox//EN CALSCALE:GREGORIAN "
    "BEGIN:VTIMEZONE TZID:UTC BEGIN:STANDARD DTSTART:19700101T000000 TZOFFSETFROM:+0000 TZOFFSETTO:+0000 "
    "END:STANDARD END:VTIMEZONE"
).split()


def _calendar(call: Call, user: int) -> Iterator[str]:
    yield from HEAD
    for row in call.state["absences"].where(user=user):
        yield from _event(call, row)
    yield "END:VCALENDAR"


def _event(call: Call, row: Row) -> Iterator[str]:
    kind = call.state["absenceTypes"].get(row["absenceType"])
    after = date.fromisoformat(row["endDate"]) + timedelta(days=1)  # the end of an all-day event is not part of it
    yield "BEGIN:VEVENT"
    yield f"UID:absence-{row['id']}@{call.state.company}.example"
    yield f"DTSTAMP:{_basic(str(row['updatedAt'])[:19])}Z"
    yield f"DTSTART;VALUE=DATE:{_basic(row['startDate'])}"
    yield f"DTEND;VALUE=DATE:{_basic(after.isoformat())}"
    yield f"SUMMARY:{escape(kind['label'] if kind else 'Absence')}"
    if row["comment"]:
        yield f"DESCRIPTION:{escape(row['comment'])}"
    yield "END:VEVENT"


def _basic(text: str) -> str:
    return text.replace("-", "").replace(":", "")


def escape(text: str) -> str:
    """Escape text as RFC 5545 (3.3.11) wants it; control characters are left out."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = "".join(letter for letter in clean if letter in "\n\t" or letter.isprintable())
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """Break a line into pieces of at most 75 bytes, never inside a letter (RFC 5545, 3.1)."""
    piece, size = "", 0
    for letter in line:
        wide = len(letter.encode())
        if size + wide > 75:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + wide
    yield piece
