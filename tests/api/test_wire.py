"""Rows as servers spell them: tolerant where nothing is lost, strict where something would be."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.api import wire
from demitasse.domain.entries import Fields, Project
from demitasse.domain.errors import FaultCode
from demitasse.domain.user import Employment

if TYPE_CHECKING:
    from collections.abc import Callable

ROW: dict[str, Any] = {
    "id": 14,
    "user": 2,
    "project": 31,
    "task": 12,
    "day": "2026-03-02",
    "startTime": None,
    "endTime": None,
    "duration": 2700,
    "running": False,
    "comment": "Review",
    "createdAt": "2026-03-02T09:17:40.000Z",
    "updatedAt": "2026-03-02T10:17:40.000Z",
    "status": 1,
    "validationStatus": "NOTSUBMITTED",
}
PLAIN = Fields(date(2026, 3, 2), 31, 12, "Review", 2700)


def _row(**changes: Any) -> wire.Row:
    found = wire.single({"timeEntry": {**ROW, **changes}}, "timeEntry")
    assert found is not None
    return found


def _fields(**changes: Any) -> Fields:
    return wire.entry(_row(**changes)).fields


def test_an_entry() -> None:
    read = wire.entry(_row())
    assert (read.server_id, read.user_id, read.fields, read.locked) == (14, 2, PLAIN, None)
    assert read.created_at == datetime(2026, 3, 2, 9, 17, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "14", "user": "2", "project": "31", "task": "12", "duration": "2700"},
        {"id": 14.0, "project": 31.0, "duration": 2700.0},
        {"duration": "2700.0"},
        {"duration": 2700.9},
        {"day": "2026-03-02T00:00:00.000Z"},
        {"running": None},
        {"running": 0},
        {"running": "false"},
        {"running": "False"},
        {"project": {"id": 31, "name": "embedded"}},
        {"startTime": "soon", "endTime": 7},
        {"createdAt": None, "updatedAt": "yesterday", "brandNew": [1]},
    ],
)
def test_spellings_that_mean_the_same(changes: dict[str, Any]) -> None:
    assert _fields(**changes) == PLAIN


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"id": None}, "id"),
        ({"id": 0}, "id"),
        ({"id": -3}, "id"),
        ({"id": True}, "id"),
        ({"id": 1.5}, "id"),
        ({"id": [1]}, "id"),
        ({"user": "nobody"}, "user"),
        ({"project": "Website"}, "project"),
        ({"task": [12]}, "task"),
        ({"day": None}, "day"),
        ({"day": "02.03.2026"}, "day"),
        ({"day": 20260302}, "day"),
        ({"duration": None}, "duration"),
        ({"duration": "long"}, "duration"),
        ({"duration": True}, "duration"),
        ({"duration": 1e300}, "duration"),
        ({"duration": 7e10, "running": True}, "duration"),
        ({"duration": -3e11, "running": True}, "duration"),
        ({"duration": 367 * 86_400}, "duration"),
        ({"day": "9999-12-31"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"duration": "nan"}, "duration"),
        ({"running": "maybe"}, "running"),
        ({"running": 2}, "running"),
        ({"comment": ["a"]}, "comment"),
    ],
)
def test_an_invalid_value_raises(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(wire.InvalidRow) as trouble:
        wire.entry(_row(**changes))
    assert trouble.value.name == name
    assert trouble.value.row_id == (None if name == "id" else 14)
    assert "Review" not in str(trouble.value)


def test_no_content_raises_anything_else(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    junk: list[Any] = [
        None,
        True,
        -1,
        0,
        1e308,
        "",
        "x",
        "\ud800",
        [],
        {},
        [[]],
        {"id": {}},
        10**400,
        "9" * 400,
        "-inf",
    ]
    for _ in range(3000):
        row = _row(**{name: dice.choice(junk) for name in dice.sample(sorted(ROW), dice.randrange(1, 6))})
        readers: list[Callable[[wire.Row], object]] = [
            wire.entry, wire.user, wire.task, wire.client,
            lambda row: wire.assignment(row, "task"), lambda row: wire.absence(row, {}),
        ]  # fmt: skip
        for reader in readers:
            try:
                reader(row)
            except wire.InvalidRow:
                continue
        wire.employment(row)


def test_a_wrong_sign_is_shown_as_it_is() -> None:
    assert _fields(duration=-60).duration_s == -60


def test_a_timer_that_has_counted_nothing_yet() -> None:
    assert _fields(running=True, duration=None) == Fields(date(2026, 3, 2), 31, 12, "Review", 0, running=True)


def test_no_project_and_no_comment() -> None:
    read = _fields(project=None, task=0, comment=None)
    assert (read.project_id, read.task_id, read.comment) == (None, None, "")


@pytest.mark.parametrize("name", ["startTime", "starttime", "STARTTIME"])
@pytest.mark.parametrize("text", ["14:49:00", "14:49", "2026-03-02T14:49:00.000Z", "2026-03-02 14:49:00"])
def test_times_of_day_in_every_casing(name: str, text: str) -> None:
    row = {key: value for key, value in ROW.items() if key != "startTime"} | {name: text}
    found = wire.single({"TimeEntry": row}, "timeEntry")
    assert found is not None
    assert wire.entry(found).fields.start_time == time(14, 49)


@pytest.mark.parametrize(
    "text", ["2026-03-02T09:17:40.000Z", "2026-03-02T10:17:40+01:00", "2026-03-02 09:17:40", "2026-03-02T09:17:40Z"]
)
def test_instants_in_every_spelling(text: str) -> None:
    assert wire.entry(_row(createdAt=text)).created_at == datetime(2026, 3, 2, 9, 17, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"billedAt": "2026-03-31"}, FaultCode.ENTRY_BILLED),
        ({"lockedAt": "2026-03-31T00:00:00Z"}, FaultCode.ENTRY_LOCKED),
        ({"validationStatus": "approved"}, FaultCode.ENTRY_APPROVED),
        ({"status": 0}, FaultCode.ENTRY_ARCHIVED),
        ({"status": None, "validationStatus": "SOMETHING_NEW"}, None),
    ],
)
def test_why_an_entry_cannot_be_changed(changes: dict[str, Any], why: str | None) -> None:
    assert wire.entry(_row(**changes)).locked is why


def test_what_is_sent() -> None:
    fields = {
        "day": date(2026, 3, 2),
        "project_id": 31,
        "task_id": 12,
        "comment": "",
        "duration_s": 0,
        "running": True,
        "start_time": time(9, 5),
        "end_time": None,
    }
    assert wire.to_remote({"start_time": time(9, 5), "end_time": None}) == {"startTime": "09:05:00", "endTime": None}
    assert wire.new_entry(7, fields, 1) == {
        "user": 7, "day": "2026-03-02", "project": 31, "task": 12, "comment": "", "duration": 0, "running": True,
        "startTime": "09:05:00", "sorting": 1, "trackingType": "WORK",
    }  # fmt: skip


@pytest.mark.parametrize("content", [None, [], "x", {}, {"timeEntry": None}, {"timeEntry": []}, {"project": {}}])
def test_replies_without_an_entry(content: Any) -> None:
    assert wire.echoed_entry(content, {}) is None
    assert wire.echoed_id(content) is None


@pytest.mark.parametrize("missing", ["id", "user", "day", "duration", "running", "project", "task", "comment"])
def test_a_part_of_an_entry_is_no_entry(missing: str) -> None:
    row = {name: value for name, value in ROW.items() if name != missing}
    assert wire.echoed_entry({"timeEntry": row}, {"comment": "Review"}) is None


def test_an_empty_comment_may_be_left_out() -> None:
    row = {name: value for name, value in ROW.items() if name != "comment"}
    echoed = wire.echoed_entry({"timeEntry": row}, {"comment": "", "endTime": None})
    assert echoed is not None
    assert echoed.fields.comment == ""


@pytest.mark.parametrize("content", [None, [], {}, {"timeEntries": {}}, {"timeEntries": None}, {"meta": {}}])
def test_a_reply_without_a_list(content: Any) -> None:
    assert wire.rows(content, "timeEntries") is None


def test_rows_that_are_no_objects_stay_countable() -> None:
    assert wire.rows({"timeentries": [1, None, {"ID": 3}]}, "timeEntries") == [{}, {}, {"id": 3}]


@pytest.mark.parametrize(
    ("meta", "total"),
    [({"total": 545}, 545), ({"total": "545"}, 545), ({"total": -1}, None), ({}, None), ([], None), (None, None)],
)
def test_how_long_a_list_is(meta: Any, total: int | None) -> None:
    assert wire.total({"meta": meta}) == total


def test_a_person_is_an_allow_list() -> None:
    row = {"id": 2, "firstname": "Jane", "lastname": "Doe", "email": "jane@acme.example", "ibanNumber": "DE00"}
    read = wire.user({name.lower(): value for name, value in row.items()})
    assert (read.id, read.name, read.timezone, read.allow_concurrent) == (2, "Jane Doe", "", False)
    assert "DE00" not in repr(read)


@pytest.mark.parametrize(
    ("row", "read"),
    [
        (
            {"validfrom": "2026-01-01", "hoursmonday": 8, "hourstuesday": "7.5", "hourswednesday": None},
            Employment(date(2026, 1, 1), (28800, 27000, 0, 0, 0, 0, 0)),
        ),
        ({"validfrom": None, "hoursmonday": 8}, Employment(date(1970, 1, 1), (28800, 0, 0, 0, 0, 0, 0))),
        ({"validfrom": "2026-01-01", "hoursmonday": None}, Employment(date(2026, 1, 1), ())),
        ({}, Employment(date(1970, 1, 1), ())),
        ({"hoursweekly": 40}, Employment(date(1970, 1, 1), (28800,) * 5 + (0, 0))),
        ({"hoursweekly": "38.5", "hoursmonday": 0}, Employment(date(1970, 1, 1), (27720,) * 5 + (0, 0))),
        ({"hoursweekly": 40, "hoursmonday": 4}, Employment(date(1970, 1, 1), (14400, 0, 0, 0, 0, 0, 0))),
        ({"hoursweekly": 0.001}, Employment(date(1970, 1, 1), (0, 1, 1, 1, 1, 0, 0))),
        ({"hoursmonday": 8, "employmenttype": 2}, Employment(date(1970, 1, 1), (0,) * 7)),
    ],
)
def test_target_hours(row: wire.Row, read: Employment) -> None:
    assert wire.employment(row) == read


@pytest.mark.parametrize(
    ("row", "bookable"),
    [
        ({}, True),
        ({"status": 1, "projectstate": 2}, True),
        ({"status": "1", "projectstate": "2"}, True),
        ({"status": 1, "projectstate": None}, True),
        ({"status": 1, "projectstate": 1}, False),
        ({"status": 1, "projectstate": 3}, False),
        ({"status": 0, "projectstate": 2}, False),
    ],
)
def test_when_a_project_can_be_booked(row: wire.Row, bookable: bool) -> None:
    expected = Project(5, "Site", None, wire.NO_COLOR, bookable=bookable)
    assert wire.project({"id": 5, "name": "Site", **row}, {}) == expected


def test_colours() -> None:
    found = wire.colors([{"id": 1, "hex": "C2185B"}, {"id": "2", "hex": "#00897b"}, {"id": 3, "hex": "url(x)"}, {}])
    assert found == {1: "#c2185b", 2: "#00897b"}


def test_the_throttles_own_numbers() -> None:
    assert wire.rate_limit({"count": "7", "last_access_at": "2025-01-02", "max_calls": 100}) == {
        "count": 7,
        "max_calls": 100,
    }
    assert wire.rate_limit(None) == {}
