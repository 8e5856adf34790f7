"""How the domain is spelled in CoffeeCup's JSON, both ways. The only place that names a remote field (api-facts 7).

Reading is tolerant where nothing is lost: unknown fields are ignored, the case of names does not matter, a number may
be a string. What cannot be read makes its row `Unreadable`, never the whole reply.
"""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from demitasse.domain.entries import Client, Fields, Project, RemoteEntry, Task
from demitasse.domain.user import Employment, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, Any]

ENTRY, USER = "timeEntry", "user"
ENTRIES, PROJECTS, TASKS, CLIENTS, COLORS = "timeEntries", "projects", "tasks", "clients", "colors"
TASK_ASSIGNMENTS, USER_ASSIGNMENTS, EMPLOYMENTS = "taskAssignments", "userAssignments", "userEmployments"

TAG = "externalId"
NO_COLOR = "#8b8f98"
WORK = "WORK"
_SENT_AS = {
    "day": "day",
    "project_id": "project",
    "task_id": "task",
    "comment": "comment",
    "duration_s": "duration",
    "running": "running",
    "start_time": "startTime",
    "end_time": "endTime",
}
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YES, _NO = (True, 1, "1", "true"), (False, None, 0, "0", "false", "")
_IN_PROGRESS = (None, 2)
_BEGINNING = date(1970, 1, 1)
_HEX = frozenset("0123456789abcdef")


class InvalidRow(Exception):
    """A row that cannot be read, by id (None if not even that can) and the field that is wrong."""

    def __init__(self, row_id: int | None, name: str) -> None:
        super().__init__(f"row {row_id}: {name}")
        self.row_id = row_id
        self.name = name


# --- envelopes


def rows(content: object, root: str) -> list[Row] | None:
    """The rows of a list reply, names in lower case; None if it is not one."""
    found = _named(content, root)
    if not isinstance(found, list):
        return None
    return [_lowered(each) if isinstance(each, dict) else {} for each in found]


def one(content: object, root: str) -> Row | None:
    """The single thing in a reply; None if there is none."""
    found = _named(content, root)
    return _lowered(found) if isinstance(found, dict) and found else None


def total(content: object) -> int | None:
    """How many rows the whole list has, if the reply says so."""
    meta = _named(content, "meta")
    found = _whole(meta.get("total")) if isinstance(meta, dict) else None
    return found if found is None or found >= 0 else None


def row_id(row: Row) -> int | None:
    """The id of a row, if it can be read."""
    return _key(row.get("id"))


def _named(content: object, name: str) -> Any:
    if not isinstance(content, dict):
        return None
    return _lowered(content).get(name.lower())


def _lowered(row: dict[str, Any]) -> Row:
    return {name.lower(): value for name, value in row.items()}


# --- entries


def own_entries(user_id: int, first: date, last: date) -> dict[str, object]:
    """The query for somebody's entries of a span of days. `where` replaces other criteria, so all are in it."""
    days = {">=": first.isoformat(), "<=": last.isoformat()}
    return {"where": json.dumps({"user": user_id, "day": days}, separators=(",", ":"))}


def latest_entries(user_id: int) -> dict[str, object]:
    """The query for what somebody booked last."""
    return {"where": json.dumps({"user": user_id}), "sort": "day DESC", "limit": 500, "skip": 0}


def entry(row: Row) -> RemoteEntry:
    """An entry of a reply. Raises Unreadable."""
    reader = _Reader(row)
    running = reader.flag("running")
    fields = Fields(
        day=reader.day("day"),
        project_id=reader.reference("project"),
        task_id=reader.reference("task"),
        comment=reader.text("comment"),
        duration_s=0 if running and row.get("duration") is None else reader.whole("duration"),
        running=running,
        start_time=_wall_time(row.get("starttime")),
        end_time=_wall_time(row.get("endtime")),
    )
    return RemoteEntry(
        reader.key("id"),
        reader.key("user"),
        fields,
        created_at=_instant(row.get("createdat")),
        updated_at=_instant(row.get("updatedat")),
        locked=_locked(row),
        tag=_tag(row.get("externalid")),
    )


def told_entry(content: object, sent: Mapping[str, Any]) -> RemoteEntry | None:
    """The entry in the reply to a write; None if the reply does not tell all of it (api-facts 13.23).

    Whatever was `sent` must come back, as must what every entry has: else a part was taken for the whole.
    """
    row = one(content, ENTRY)
    if row is None:
        return None
    needed = {name.lower() for name, value in sent.items() if value not in (None, "") and name != TAG}
    if not row.keys() >= needed | {"id", "user", "day", "duration", "running", "project", "task"}:
        return None
    try:
        return entry(row)
    except InvalidRow:
        return None


def told_id(content: object) -> int | None:
    """The id in the reply to a create, if it is there."""
    row = one(content, ENTRY)
    return row_id(row) if row else None


def outgoing(fields: Mapping[str, Any]) -> Row:
    """Fields of an entry, by their names in `domain.entries.Fields`, as they are written."""
    return {_SENT_AS[name]: _spelled(value) for name, value in fields.items()}


def new_entry(user_id: int, fields: Mapping[str, Any], sorting: int, tag: str = "") -> Row:
    """A new entry as it is written: what real clients send, and no team (api-facts 7.1)."""
    told = {name: value for name, value in outgoing(fields).items() if value is not None}
    mark = {TAG: tag} if tag else {}
    return {"user": user_id, **told, "sorting": sorting, "trackingType": WORK, **mark}


def _spelled(value: object) -> object:
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    return value.isoformat() if isinstance(value, date) else value


def _tag(value: object) -> str | None:
    """The mark a client gave an entry."""
    return value if isinstance(value, str) and value else None


def _locked(row: Row) -> str:
    """Why the server will not let an entry be changed; empty if it will (api-facts 9)."""
    if row.get("billedat"):
        return "It has been billed."
    if row.get("lockedat"):
        return "It is locked."
    if str(row.get("validationstatus", "")).upper() == "APPROVED":
        return "It has been approved."
    return "" if active(row) else "It is archived."


# --- the rest


def user(row: Row) -> User:
    """A person: an allow-list, the reply holds bank accounts and addresses too (reliability X16). Raises Unreadable."""
    reader = _Reader(row)
    name = " ".join(part for part in (reader.text("firstname"), reader.text("lastname")) if part)
    return User(
        reader.key("id"),
        name,
        reader.text("email"),
        timezone=reader.text("timezone"),
        language=reader.text("language"),
        allow_concurrent=row.get("allowconcurrenttimeentries") in _YES,
        date_format=reader.text("dateformat"),
        time_format=reader.text("timeformat"),
        duration_format=_whole(row.get("durationformat")) or 0,
        week_start=reader.text("beginningofweek"),
    )


def employment(row: Row) -> Employment | None:
    """The target hours of an employment, or of the copies on a user; None if it sets none."""
    hours = [_number(row.get(f"hours{day}")) for day in _WEEK]
    if all(each is None for each in hours):
        return None
    target = tuple(max(0, round((each or 0) * 3600)) for each in hours)
    return Employment(_day(row.get("validfrom")) or _BEGINNING, target)


def project(row: Row, colors: Mapping[int, str]) -> Project:
    """A project; it can be booked while it is active and in progress (api-facts 7.2). Raises Unreadable."""
    reader = _Reader(row)
    open_ = active(row) and _whole(row.get("projectstate")) in _IN_PROGRESS
    color = colors.get(reader.reference("color") or 0, NO_COLOR)
    client, code = reader.reference("client"), reader.text("code")
    return Project(reader.key("id"), reader.text("name"), client, color, bookable=open_, code=code)


def task(row: Row) -> Task:
    """A task. Raises Unreadable."""
    reader = _Reader(row)
    return Task(reader.key("id"), reader.text("label"), bookable=active(row))


def client(row: Row) -> Client:
    """A customer. Raises Unreadable."""
    reader = _Reader(row)
    return Client(reader.key("id"), reader.text("name"))


def colors(found: Iterable[Row]) -> dict[int, str]:
    """Colours by id, as "#rrggbb"; those that cannot be read are left out."""
    return {number: f"#{text}" for row in found if (number := row_id(row)) and (text := _hex(row.get("hex")))}


def task_assignment(row: Row) -> tuple[int, int]:
    """(project, task) that go together. Raises Unreadable."""
    reader = _Reader(row)
    return reader.key("project"), reader.key("task")


def user_assignment(row: Row) -> tuple[int, int]:
    """(user, project) that go together. Raises Unreadable."""
    reader = _Reader(row)
    return reader.key("user"), reader.key("project")


def owner(row: Row) -> int | None:
    """Whose row it is."""
    return _key(row.get("user"))


def active(row: Row) -> bool:
    """Whether a thing is not archived; one that does not say so is not."""
    return _whole(row.get("status")) != 0


def rate_limit(content: object) -> dict[str, int]:
    """The numbers of the throttle's state, by their documented names."""
    if not isinstance(content, dict):
        return {}
    return {name: number for name, value in content.items() if (number := _whole(value)) is not None}


# --- values


class _Reader:
    """Reads values of a row; what cannot be read raises Unreadable with the row's id."""

    def __init__(self, row: Row) -> None:
        self._row = row

    def key(self, name: str) -> int:
        if (row_id := _key(self._row.get(name))) is None:
            raise self._wrong(name)
        return row_id

    def reference(self, name: str) -> int | None:
        """An id that may be missing; 0 is nobody's id."""
        value = self._row.get(name)
        if isinstance(value, dict):
            value = _lowered(value).get("id")
        if value in (None, "", 0, "0"):
            return None
        if (row_id := _key(value)) is None:
            raise self._wrong(name)
        return row_id

    def whole(self, name: str) -> int:
        if (number := _whole(self._row.get(name))) is None:
            raise self._wrong(name)
        return number

    def day(self, name: str) -> date:
        if (day := _day(self._row.get(name))) is None:
            raise self._wrong(name)
        return day

    def flag(self, name: str) -> bool:
        value = self._row.get(name)
        value = value.lower() if isinstance(value, str) else value
        if value not in _YES and value not in _NO:
            raise self._wrong(name)
        return value in _YES

    def text(self, name: str) -> str:
        value = self._row.get(name)
        if value is None:
            return ""
        if not isinstance(value, str | int | float):
            raise self._wrong(name)
        return str(value).encode("utf-8", "replace").decode()  # half a surrogate pair cannot be stored

    def _wrong(self, name: str) -> InvalidRow:
        return InvalidRow(row_id(self._row), name)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and abs(number) < 2**53 else None


def _whole(value: object) -> int | None:
    """A whole number from 2700, "2700", 2700.0; a fraction of a second is cut off."""
    number = _number(value)
    return None if number is None else int(number)


def _key(value: object) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number > 0 and number == int(number) else None


def _day(value: object) -> date | None:
    """A day from "2026-03-02", or from an instant: the day it is written with."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _wall_time(value: object) -> time | None:
    """A time of day from "14:49:00", "14:49", or from an instant; the duration wins over it, so junk is nothing."""
    if not isinstance(value, str):
        return None
    text = value.strip().replace(" ", "T").rpartition("T")[2]
    try:
        return time.fromisoformat(text[:8])
    except ValueError:
        return None


def _instant(value: object) -> datetime | None:
    """An instant, aware UTC; one without a zone is UTC (api-facts 3)."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None


def _hex(value: object) -> str:
    text = str(value or "").strip().lstrip("#").lower()
    return text if len(text) == 6 and _HEX.issuperset(text) else ""
