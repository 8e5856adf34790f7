"""Calendar feeds: secret addresses that serve the absences of a user as iCalendar (api-facts 7.10)."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING

from coffeecup_sandbox.clock import day_after
from coffeecup_sandbox.http_messages import ApiError, Response
from coffeecup_sandbox.serializers import for_user

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coffeecup_sandbox.context import Context
    from coffeecup_sandbox.schema import Row


def create_feed(context: Context) -> Response:
    """Create a feed for the user; the request has no body, and the status is 200 (api-facts 3.3)."""
    row = context.state.insert("calendarFeeds", {"user": context.user_id, "token": secrets.token_urlsafe(48)})
    return Response(200, {"calendarFeed": for_user(context, context.resource, row)})


def read_feed(context: Context) -> Response:
    """Answer the absences of the feed's owner as iCalendar, without a token: the address is the secret."""
    token = context.params["token"].encode()
    for feed in context.state["calendarFeeds"]:
        if secrets.compare_digest(feed["token"].encode(), token):
            text = "".join(f"{folded}\r\n" for line in _calendar_lines(context, feed["user"]) for folded in fold(line))
            return Response(200, body=text.encode(), content_type="text/calendar; charset=utf-8")
    raise ApiError(404, "There is no such feed.")


HEAD = (  # with a time zone, because a calendar without any component is invalid (RFC 5545, 3.6)
    "BEGIN:VCALENDAR VERSION:2.0 PRODID:-//Demitasse//Sandbox//EN CALSCALE:GREGORIAN "
    "BEGIN:VTIMEZONE TZID:UTC BEGIN:STANDARD DTSTART:19700101T000000 TZOFFSETFROM:+0000 TZOFFSETTO:+0000 "
    "END:STANDARD END:VTIMEZONE"
).split()


def _calendar_lines(context: Context, user: int) -> Iterator[str]:
    yield from HEAD
    for row in context.state["absences"].where(user=user):
        yield from _event_lines(context, row)
    yield "END:VCALENDAR"


def _event_lines(context: Context, row: Row) -> Iterator[str]:
    absence_type = context.state["absenceTypes"].get(row["absenceType"])
    end = day_after(date.fromisoformat(row["endDate"]))  # DTEND of an all-day event is exclusive
    yield "BEGIN:VEVENT"
    yield f"UID:absence-{row['id']}@{context.state.company}.example"
    yield f"DTSTAMP:{_without_separators(str(row['updatedAt'])[:19])}Z"
    yield f"DTSTART;VALUE=DATE:{_without_separators(row['startDate'])}"
    yield f"DTEND;VALUE=DATE:{_without_separators(end.isoformat())}"
    yield f"SUMMARY:{escape(absence_type['label'] if absence_type else 'Absence')}"
    if row["comment"]:
        yield f"DESCRIPTION:{escape(row['comment'])}"
    yield "END:VEVENT"


def _without_separators(text: str) -> str:
    return text.replace("-", "").replace(":", "")


def escape(text: str) -> str:
    """Escape text for iCalendar (RFC 5545, 3.3.11), without control characters."""
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n")
    cleaned = "".join(character for character in cleaned if character in "\n\t" or character.isprintable())
    return cleaned.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """Split a line into lines of at most 75 bytes, never inside a character (RFC 5545, 3.1)."""
    folded, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            yield folded
            folded, size = " ", 1
        folded, size = folded + character, size + width
    yield folded
