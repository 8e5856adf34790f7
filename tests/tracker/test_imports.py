"""Importing the program's own exports: what comes back is what was there, once, and as a whole."""

from __future__ import annotations

import random
from datetime import UTC, date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.cli import serializers
from demitasse.domain import import_file
from demitasse.domain.errors import BadInput, FaultCode, LocalFault
from demitasse.domain.operations import OpState
from demitasse.store.store import Store
from demitasse.tracker.export import SEPARATORS, as_csv
from demitasse.tracker.history import History
from demitasse.tracker.imports import Imports
from demitasse.tracker.undo import UndoManager
from tests.tracker.conftest import CATALOG, DAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tracker.conftest import Tracker

FIRST = DAY - timedelta(days=4)
COMMENTS = (
    "",
    "words",
    "=1+1",
    "'=1+1",
    "a, b; c\td | e",
    'quoted "words"',
    "two\nlines",
    "ä–ö",
    " spaces  ",
    "; -x",
    "'",
)
HEAD = "day,start,end,duration,seconds,client,project,task,comment,state,hours\n"


def imports_of(tracker: Tracker) -> Imports:
    """Importing into a store whose last days were fetched."""
    with tracker.store.transaction():
        tracker.store.entries.mark_synced(FIRST, DAY, tracker.clock.now().wall)
    return Imports(tracker.store, tracker.clock, tracker.actions)


@pytest.fixture
def empty(tracker: Tracker, tmp_path: Path) -> Iterator[tuple[Store, Imports, History]]:
    """A second computer without entries."""
    store = Store(tmp_path / "second.db", tracker.clock)
    with store.transaction():
        store.catalog.replace(CATALOG)
        store.entries.mark_synced(FIRST, DAY, tracker.clock.now().wall)
    actions = UndoManager(store, tracker.clock)
    yield store, Imports(store, tracker.clock, actions), History(store, tracker.clock, actions)
    store.close()


def fill(tracker: Tracker, dice: random.Random) -> None:
    """Add random entries of some days, some of them twice."""
    for _ in range(dice.randrange(1, 12)):
        day = FIRST + timedelta(days=dice.randrange(5))
        pair, comment = dice.choice(((1, 1), (1, 2), (2, 2))), dice.choice(COMMENTS)
        for _ in range(dice.choice((1, 1, 2))):
            if dice.random() < 0.5:
                start = dice.randrange(0, 1300)
                span = tracker.sheets.span(time(*divmod(start, 60)), time(*divmod(start + 37, 60)), day)
                tracker.sheets.add_span(*pair, span, comment)
            else:
                tracker.sheets.add(*pair, dice.randrange(1, 9000), comment=comment, day=day)


def shown(store: Store, tracker: Tracker) -> list[tuple[object, ...]]:
    """All entries; an apostrophe before a formula is no difference, as a CSV file does not tell whose it is."""
    found = []
    for row in store.entries.rows_between(FIRST, DAY, tracker.clock.now()):
        comment = import_file.canonical(row.comment)
        found.append((row.day, row.project, row.task, comment, row.duration_s, *row.start_and_end(UTC)))
    return sorted(found, key=str)


@pytest.mark.parametrize("form", [*SEPARATORS, "json"])
@pytest.mark.parametrize("number", range(6))
def test_an_export_comes_back_once(
    tracker: Tracker, empty: tuple[Store, Imports, History], seed: int, number: int, form: str
) -> None:
    source = imports_of(tracker)
    fill(tracker, random.Random(seed * 100 + number))  # noqa: S311 - repeatable
    days = tracker.sheets.days(FIRST, DAY)
    text = serializers.export(days) if form == "json" else "\ufeff" + as_csv(days, UTC, form)
    store, imports, history = empty
    before = shown(store, tracker)
    file = import_file.read(text)
    plan = imports.plan(file)
    assert (plan.seconds, plan.left_out) == (sum(sheet.total_s for sheet in days), ())
    imports.book(plan)
    there = shown(store, tracker)
    assert there == shown(tracker.store, tracker)
    assert imports.plan(file).drafts == (), "repeated, it books nothing"
    assert source.plan(file).drafts == (), "nor where it came from"
    assert history.undo().label == "import"
    assert shown(store, tracker) == before, "undone as a whole"
    assert len(imports.plan(file).drafts) == len(file.lines)
    history.redo()
    assert shown(store, tracker) == there
    assert imports.plan(file).drafts == ()


def test_what_was_imported_and_edited_is_not_booked_again(tracker: Tracker) -> None:
    imports = imports_of(tracker)
    file = import_file.read(HEAD + "2026-03-02,,,,600,,Website relaunch,Coding,one,synced,\n" * 2)
    imports.book(imports.plan(file))
    first, second = tracker.sheets.day(DAY).rows
    tracker.sheets.edit(first.id, comment="changed")
    tracker.sheets.delete(second.id)
    assert imports.plan(file).drafts == ()
    assert {one.reason.code for one in imports.plan(file).left_out} == {FaultCode.LINE_BOOKED}


def test_one_of_two_equal_lines_is_there_already(tracker: Tracker) -> None:
    imports = imports_of(tracker)
    tracker.sheets.add(1, 1, 600, comment="one")
    file = import_file.read(HEAD + "2026-03-02,,,,600,,Website relaunch,Coding,one,synced,\n" * 2)
    assert len(imports.plan(file).drafts) == 1
    imports.book(imports.plan(file))
    assert imports.plan(file).drafts == ()
    assert len(tracker.sheets.day(DAY).rows) == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("27.2.26,,,,600,,Website relaunch,Coding,x,,", FaultCode.NOT_A_DAY),
        ("2026-02-30,,,,600,,Website relaunch,Coding,x,,", FaultCode.NOT_A_DAY),
        (",,,,600,,Website relaunch,Coding,x,,", FaultCode.NOT_A_DAY),
        ("2026-03-02,,,,6x,,Website relaunch,Coding,x,,", FaultCode.NOT_A_DURATION),
        ("2026-03-02,,,,,,Website relaunch,Coding,x,,", FaultCode.NOT_A_DURATION),
        ("2026-03-02,9:75,,,600,,Website relaunch,Coding,x,,", FaultCode.NOT_A_TIME),
        ("2026-03-02,,,,0,,Website relaunch,Coding,x,,", FaultCode.ZERO_DURATION),
        ("2026-03-02,,,,90000,,Website relaunch,Coding,x,,", FaultCode.OVER_A_DAY),
        ("2026-03-02,,,,600,,Website,Coding,x,,", FaultCode.NO_TASK),
        ("2026-03-02,,,,600,,Website relaunch,Coding,x,running,", FaultCode.LINE_RUNNING),
        ("2026-03-02,,,,,,,,,not_fetched,", FaultCode.LINE_NOT_FETCHED),
        ("2026-01-02,,,,600,,Website relaunch,Coding,x,,", FaultCode.LINE_NOT_FETCHED),
        (f"2026-03-02,,,,600,,Website relaunch,Coding,{'x' * 10_001},,", FaultCode.COMMENT_TOO_LONG),
    ],
)
def test_a_line_that_cannot_be_booked_is_left_out_and_named(tracker: Tracker, line: str, reason: str) -> None:
    good = "2026-03-02,,,,600,,Website relaunch,Coding,good,,\n"
    plan = imports_of(tracker).plan(import_file.read(f"{HEAD}{good}{line}\n{good}"))
    assert [(one.number, one.reason.code) for one in plan.left_out] == [(3, reason)]
    assert [draft.line.number for draft in plan.drafts] == [2, 4]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("day;project;task;hours\n2.3.2026;Webshop;Meetings;1,5\n", 5400),
        ("Day\tProject\tTask\tStart\tEnd\n2026-03-02\twebshop\tMEETINGS\t9:00\t24:00\n", 54_000),
        ("project,task,day,duration\nWebshop,Meetings,2026-03-02,1:30\n", 5400),
        ("project,task,day,duration,start,end\nWebshop,Meetings,2026-03-02,0:30,9:00,11:00\n", 1800),
    ],
)
def test_other_files_with_the_same_columns_are_read(tracker: Tracker, text: str, seconds: int) -> None:
    imports = imports_of(tracker)
    imports.book(imports.plan(import_file.read(text)))
    (row,) = tracker.sheets.day(date(2026, 3, 2)).rows
    assert (row.project, row.duration_s) == ("Webshop", seconds)
    assert row.times is None or seconds == 54_000, "times that contradict the duration are left out"


@pytest.mark.parametrize(
    "text", ["", "words", "a,b,c\n1,2,3\n", "{}", '{"days": 3}', '{"days": [{"entries": 1}]}', "[1]"]
)
def test_a_file_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        import_file.read(text)
    assert refused.value.code == FaultCode.IMPORT_COLUMNS


def test_a_file_that_cannot_be_read_is_a_fault(tracker: Tracker, tmp_path: Path) -> None:
    with pytest.raises(LocalFault, match="import_unreadable"):
        imports_of(tracker).read(tmp_path / "missing.csv")


def test_stopping_takes_back_what_was_not_sent(tracker: Tracker) -> None:
    imports = imports_of(tracker)
    text = HEAD + "".join(f"2026-03-02,,,,{600 + n},,Website relaunch,Coding,{n},,\n" for n in range(5))
    imports.book(imports.plan(import_file.read(text)))
    ids = [row.id for row in sorted(tracker.sheets.day(DAY).rows, key=lambda row: row.id)]
    tracker.sent(ids[0], 70)
    with tracker.store.transaction():
        tracker.store.outbox.transition(ids[1], OpState.IN_FLIGHT)
    assert imports.progress() == (1, 5)
    assert imports.stop() == 3
    assert imports.progress() == (1, 2)
    assert sorted(row.id for row in tracker.sheets.day(DAY).rows) == ids[:2]
    assert imports.stop() == 0
    file = import_file.read(text)
    again = [draft.line.duration_s for draft in imports.plan(file).drafts]
    assert again == [602, 603, 604], "what was taken back may be imported again"
    tracker.history.undo()
    assert imports.plan(file).drafts == (), "undone, they are there again"
    tracker.history.redo()
    imports.book(imports.plan(file))
    assert len(tracker.sheets.day(DAY).rows) == 5
    assert imports.plan(file).drafts == ()
    for label in ("import", "delete"):
        assert tracker.history.undo().label == label
    assert len(tracker.sheets.day(DAY).rows) == 5, "undo goes on"
    assert imports.progress() == (1, 5)
    tracker.history.undo()
    assert imports.progress() is None
