"""Translate between CoffeeCup's JSON and the domain. The only module that names a remote field (api-facts 7).

Parsing is tolerant where nothing is lost: unknown fields are ignored, the case of names does not matter, a number may
be a string. A row that cannot be parsed raises InvalidRow, and does not affect the rest of the reply.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from demitasse.domain.entries import Client, Fields, Project, RemoteEntry, Task
from demitasse.domain.errors import FaultCode
from demitasse.domain.user import Employment, User
from demitasse.domain.workplan import TimeOff, time_off_kind

Row = dict[str, Any]
T = TypeVar("T")

ENTRY, USER = "timeEntry", "user"
ENTRIES, PROJECTS, TASKS, CLIENTS, COLORS = "timeEntries", "projects", "tasks", "clients", "colors"
TASK_ASSIGNMENTS, USER_ASSIGNMENTS, EMPLOYMENTS = "taskAssignments", "userAssignments", "userEmployments"
ABSENCES, ABSENCE_TYPES, PROJECT, TASK = "absences", "absenceTypes", "project", "task"

TAG = "externalId"
_UNSURE = {TAG.lower(), "starttime", "endtime"}  # not every company keeps these
NO_COLOR = "#8b8f98"
WORK = "WORK"
_REMOTE_NAMES = {
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
_WORKDAYS, _FORMER = 5, 2  # the days of a contract by the week, Monday to Friday; the type of former employees
_YES, _NO = (True, 1, "1", "true"), (False, None, 0, "0", "false", "")
_IN_PROGRESS = (None, 2)
_EPOCH = date(1970, 1, 1)
_YEARS = range(1980, 2200)
"""Days outside these years would let the arithmetic of weeks and zones overflow."""
_MAX_DURATION_S = 366 * 86_400
"""The longest believable entry, a timer that was forgotten for a year; also the farthest start in the future."""
_HEX = re.compile(r"#?([0-9a-f]{6})")


class InvalidRow(Exception):
    """A row that cannot be parsed: its id (None if that is unknown too) and the name of the invalid field."""

    def __init__(self, row_id: int | None, name: str) -> None:
        super().__init__(f"row {row_id}: {name}")
        self.row_id = row_id
        self.name = name


# --- envelopes


def rows(content: object, root: str) -> list[Row] | None:
    """Return the rows of a list reply, with names in lower case; None if it is no such reply."""
    items = _value(content, root)
    if not isinstance(items, list):
        return None
    return [_lower_keys(item) if isinstance(item, dict) else {} for item in items]


def single(content: object, root: str) -> Row | None:
    """Return the single object in a reply; None if there is none."""
    item = _value(content, root)
    return _lower_keys(item) if isinstance(item, dict) and item else None


def total(content: object) -> int | None:
    """Return the number of rows of the whole list, if the reply has it."""
    meta = _value(content, "meta")
    number = _integer(meta.get("total")) if isinstance(meta, dict) else None
    return number if number is None or number >= 0 else None


def row_id(row: Row) -> int | None:
    """Return the id of a row, if it can be parsed."""
    return _identifier(row.get("id"))


def _value(content: object, name: str) -> Any:
    return _lower_keys(content).get(name.lower()) if isinstance(content, dict) else None


def _lower_keys(row: dict[str, Any]) -> Row:
    return {name.lower(): value for name, value in row.items()}


# --- entries


def own_entries(user_id: int, first: date, last: date) -> dict[str, object]:
    """Return the query for the entries of a person from `first` to `last`. `where` replaces all other criteria."""
    days = {">=": first.isoformat(), "<=": last.isoformat()}
    return {"where": json.dumps({"user": user_id, "day": days}, separators=(",", ":"))}


def owned_by(user_id: int | None) -> dict[str, object]:
    """Return the query for what belongs to a person, or to nobody."""
    return {"where": json.dumps({"user": user_id})}


def entry(row: Row) -> RemoteEntry:
    """Parse an entry. Raises InvalidRow."""
    reader = _Reader(row)
    running = reader.flag("running")
    tag = row.get("externalid")
    fields = Fields(
        day=reader.parsed("day", _day),
        project_id=reader.reference("project"),
        task_id=reader.reference("task"),
        comment=reader.text("comment"),
        duration_s=0 if running and row.get("duration") is None else reader.parsed("duration", _duration_s),
        running=running,
        start_time=_wall_time(row.get("starttime")),
        end_time=_wall_time(row.get("endtime")),
    )
    return RemoteEntry(
        reader.identifier("id"),
        reader.identifier("user"),
        fields,
        created_at=_instant(row.get("createdat")),
        updated_at=_instant(row.get("updatedat")),
        locked=_locked(row),
        tag=tag if isinstance(tag, str) and tag else None,
    )


def echoed_entry(content: object, sent: Mapping[str, Any]) -> RemoteEntry | None:
    """Parse the entry in the reply to a write; None unless the reply is complete (api-facts 13.23).

    It must have every field in `sent` and those that every entry has; otherwise a part could pass for the whole.
    """
    row = single(content, ENTRY)
    if row is None:
        return None
    needed = {name.lower() for name, value in sent.items() if value not in (None, "")} - _UNSURE
    if not row.keys() >= needed | {"id", "user", "day", "duration", "running", "project", "task"}:
        return None
    try:
        return entry(row)
    except InvalidRow:
        return None


def echoed_id(content: object) -> int | None:
    """Return the id in the reply to a create, if there is one."""
    row = single(content, ENTRY)
    return row_id(row) if row else None


def to_remote(fields: Mapping[str, Any]) -> Row:
    """Encode fields of an entry, given by their names in `domain.entries.Fields`."""
    return {_REMOTE_NAMES[name]: _json_value(value) for name, value in fields.items()}


def new_entry(user_id: int, fields: Mapping[str, Any], sorting: int, tag: str = "") -> Row:
    """Encode a new entry as the official clients do, without a team (api-facts 7.1)."""
    values = {name: value for name, value in to_remote(fields).items() if value is not None}
    external_id = {TAG: tag} if tag else {}
    return {"user": user_id, **values, "sorting": sorting, "trackingType": WORK, **external_id}


def _json_value(value: object) -> object:
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    return value.isoformat() if isinstance(value, date) else value


def _locked(row: Row) -> str | None:
    """Return why the server does not let an entry be changed; None if it does (api-facts 9)."""
    if row.get("billedat"):
        return FaultCode.ENTRY_BILLED
    if row.get("lockedat"):
        return FaultCode.ENTRY_LOCKED
    if str(row.get("validationstatus", "")).upper() == "APPROVED":
        return FaultCode.ENTRY_APPROVED
    return None if active(row) else FaultCode.ENTRY_ARCHIVED


# --- the rest


def user(row: Row) -> User:
    """Parse a person. Only these fields are taken: the reply also has bank accounts and addresses (reliability X16).

    Raises InvalidRow.
    """
    reader = _Reader(row)
    name = " ".join(part for part in (reader.text("firstname"), reader.text("lastname")) if part)
    return User(
        reader.identifier("id"),
        name,
        reader.text("email"),
        timezone=reader.text("timezone"),
        language=reader.text("language"),
        allow_concurrent=row.get("allowconcurrenttimeentries") in _YES,
        date_format=reader.text("dateformat"),
        time_format=reader.text("timeformat"),
        duration_format=_integer(row.get("durationformat")) or 0,
        week_start=reader.text("beginningofweek"),
    )


def employment(row: Row) -> Employment:
    """Parse the target hours of an employment, or of their copies on a user.

    Where only the hours of a week are given, they are spread over Monday to Friday (api-facts 7.8).
    """
    hours = [_number(row.get(f"hours{day}")) for day in _WEEK]
    weekly_s = round(min(max(0.0, _number(row.get("hoursweekly")) or 0.0), 168.0) * 3600)
    target = tuple(round(min(max(0.0, number or 0.0), 24.0) * 3600) for number in hours)
    if _integer(row.get("employmenttype")) == _FORMER:
        target = (0,) * 7
    elif not any(target) and weekly_s > 0:
        target = tuple((weekly_s + weekday) // _WORKDAYS if weekday < _WORKDAYS else 0 for weekday in range(7))
    elif all(number is None for number in hours):
        target = ()
    return Employment(_day(row.get("validfrom")) or _EPOCH, target)


def absence(row: Row, labels: Mapping[int, str]) -> TimeOff:
    """Parse an absence (api-facts 7.9). Raises InvalidRow."""
    reader = _Reader(row)
    first = reader.parsed("startdate", _day)
    label, half_day = labels.get(reader.reference("absencetype") or 0, ""), row.get("rangetype") == "ONE_DAY_HALF"
    works, from_overtime = reader.flag("workhoursexpected"), reader.flag("reducesovertime")
    kind = time_off_kind(label, vacation=reader.flag("countsasvacation"), shared=owner(row) is None)
    return TimeOff(first, _day(row.get("enddate")) or first, label, half_day, works, from_overtime, kind)


def project(row: Row, colors: Mapping[int, str]) -> Project:
    """Parse a project, which is bookable while active and in progress (api-facts 7.2). Raises InvalidRow."""
    reader = _Reader(row)
    open_ = active(row) and _integer(row.get("projectstate")) in _IN_PROGRESS
    color = colors.get(reader.reference("color") or 0, NO_COLOR)
    client, code = reader.reference("client"), reader.text("code")
    return Project(reader.identifier("id"), reader.text("name"), client, color, bookable=open_, code=code)


def task(row: Row) -> Task:
    """Parse a task. Raises InvalidRow."""
    reader = _Reader(row)
    return Task(reader.identifier("id"), reader.text("label"), bookable=active(row))


def client(row: Row) -> Client:
    """Parse a customer. Raises InvalidRow."""
    reader = _Reader(row)
    return Client(reader.identifier("id"), reader.text("name"))


def colors(rows: Iterable[Row]) -> dict[int, str]:
    """Parse colors by id, as "#rrggbb"; invalid ones are left out."""
    texts = ((row_id(row), _HEX.fullmatch(str(row.get("hex")).strip().lower())) for row in rows)
    return {number: f"#{match[1]}" for number, match in texts if number and match}


def assignment(row: Row, of: str) -> tuple[int, int]:
    """Parse an assignment as (project id, id of the task or user). Raises InvalidRow."""
    reader = _Reader(row)
    return reader.identifier("project"), reader.identifier(of)


def owner(row: Row) -> int | None:
    """Return the id of the user that a row belongs to."""
    return _identifier(row.get("user"))


def active(row: Row) -> bool:
    """True unless the row is archived."""
    return _integer(row.get("status")) != 0


def rate_limit(content: object) -> dict[str, int]:
    """Parse the numbers of the throttle's state, by their documented names."""
    if not isinstance(content, dict):
        return {}
    return {name: number for name, value in content.items() if (number := _integer(value)) is not None}


# --- values


class _Reader:
    """Parses the values of a row; an invalid one raises InvalidRow with the row's id."""

    def __init__(self, row: Row) -> None:
        self._row = row

    def parsed(self, name: str, parser: Callable[[object], T | None]) -> T:
        """Return what `parser` makes of a value; None means invalid."""
        if (value := parser(self._row.get(name))) is None:
            raise self._invalid(name)
        return value

    def identifier(self, name: str) -> int:
        return self.parsed(name, _identifier)

    def reference(self, name: str) -> int | None:
        """Return an id that may be missing; 0 stands for none."""
        value = self._row.get(name)
        if isinstance(value, dict):
            value = _lower_keys(value).get("id")
        if value in (None, "", 0, "0"):
            return None
        if (row_id := _identifier(value)) is None:
            raise self._invalid(name)
        return row_id

    def flag(self, name: str) -> bool:
        value = self._row.get(name)
        value = value.lower() if isinstance(value, str) else value
        if value not in _YES and value not in _NO:
            raise self._invalid(name)
        return value in _YES

    def text(self, name: str) -> str:
        value = self._row.get(name)
        if value is None:
            return ""
        if not isinstance(value, str | int | float):
            raise self._invalid(name)
        return str(value).encode("utf-8", "replace").decode()  # A lone surrogate cannot be stored.

    def _invalid(self, name: str) -> InvalidRow:
        return InvalidRow(row_id(self._row), name)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and abs(number) < 2**53 else None


def _integer(value: object) -> int | None:
    """Parse an integer from 2700, "2700" or 2700.0, cutting off a fraction."""
    number = _number(value)
    return None if number is None else int(number)


def _identifier(value: object) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number > 0 and number == int(number) else None


def _duration_s(value: object) -> int | None:
    """Parse a duration; below zero is a timer that begins in the future, as seen by a clock that is behind."""
    seconds = _integer(value)
    return seconds if seconds is not None and abs(seconds) <= _MAX_DURATION_S else None


def _day(value: object) -> date | None:
    """Parse a day from "2026-03-02", or from an instant as the day that it is written with."""
    try:
        day = date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day is not None and day.year in _YEARS else None


def _wall_time(value: object) -> time | None:
    """Parse a time of day from "14:49:00", "14:49" or an instant. Junk counts as absent: the duration decides."""
    if not isinstance(value, str):
        return None
    text = value.strip().replace(" ", "T").rpartition("T")[2]
    try:
        return time.fromisoformat(text[:8])
    except ValueError:
        return None


def _instant(value: object) -> datetime | None:
    """Parse an instant as aware UTC; without a zone it is UTC (api-facts 3)."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year in _YEARS else None
