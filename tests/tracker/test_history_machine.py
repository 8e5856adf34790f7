"""Random sequences of all actions over nights and clock changes: undo restores all, redo restores it again."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from demitasse.domain.absence import AbsenceAnswer, AbsenceKind
from demitasse.domain.errors import BadInput, Fault
from demitasse.domain.timer import Instant
from demitasse.store.settings import USER
from demitasse.tracker.timer_edit import TimerEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from demitasse.domain.entries import Entry
    from demitasse.domain.timesheet import TimesheetRow
    from tests.tracker.conftest import Tracker

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "Pacific/Kiritimati")
STARTS = ("2026-03-28T20:00", "2026-10-24T21:30", "2026-03-02T22:50")
ACTIONS = (
    "start", "start", "beside", "stop", "stop", "resume", "add", "edit", "edit_time", "edit_running", "set_clock",
    "split", "delete", "duplicate", "comment", "away", "start_at", "stop_at", "move",
)  # fmt: skip
PAUSES_S = (0, 1, 30, 59, 61, 600, 1800, 3600, 7200, 6 * 3600, 15 * 3600)
PAIRS = ((1, 1), (1, 2), (2, 2))


class Shown(NamedTuple):
    """What the timesheet holds of one entry; a timer counts from the instant at which it had counted nothing."""

    day: str
    pair: tuple[int | None, int | None]
    comment: str
    running: bool
    counted_s: int
    began: float
    times: tuple[Any, Any]


class Machine:
    """A person who does random things, and a record of what was there before each of them."""

    def __init__(self, tracker: Tracker, seed: int, pairs: Sequence[tuple[int, int]] = PAIRS) -> None:
        self.tracker, self.dice = tracker, random.Random(seed)  # noqa: S311 - a seed that can be given again
        self.edit_timer = TimerEdit(tracker.store, tracker.clock, tracker.actions)
        self.tasks, self.pairs, self.crashes = 0, pairs, True

    def settle_in(self) -> None:
        """Move to some zone and evening."""
        tracker, zone = self.tracker, self.dice.choice(ZONES)
        with tracker.store.transaction():
            tracker.store.settings.put(USER, {"id": 1, "name": "A", "email": "a@b.c", "timezone": zone,
                                              "allow_concurrent": True})  # fmt: skip
        began = datetime.fromisoformat(self.dice.choice(STARTS))
        tracker.clock.set_wall(began.replace(tzinfo=ZoneInfo(zone)))

    def shown(self) -> dict[int, Shown]:
        """Return the entries as the person sees them, apart from the passing of time."""
        entries = [entry for entry in self.tracker.store.entries.all() if not entry.deleted]
        return {entry.id: _shown(entry) for entry in entries}

    def rows(self, *, running: bool | None = None) -> list[TimesheetRow]:
        today = self.tracker.sheets.today()
        sheets = self.tracker.sheets.days(today - timedelta(days=3), today + timedelta(days=1))
        return [row for sheet in sheets for row in sheet.rows if running is None or row.running is running]

    def act(self) -> str:
        """Do something, and return the label that its undo must have; empty if nothing was possible."""
        before = self.tracker.history.last_id()
        try:
            label: str = getattr(self, self.dice.choice(ACTIONS))()
        except Fault:
            label = ""
        return label if self.tracker.history.last_id() != before else ""

    def wait(self) -> None:
        """Let time pass, with the tray app running or not."""
        seconds, kind = self.dice.choice(PAUSES_S), self.dice.random()
        if kind < 0.5 and seconds <= 7200:
            self.tracker.work(seconds / 60)
            self.tracker.clock.advance(seconds % 60)
        elif kind < 0.7:
            self.tracker.absences.on_idle(AbsenceKind.IDLE, self.tracker.clock.now())
            self.tracker.clock.advance(seconds)
            self.tracker.absences.on_active()
        elif kind < 0.9:
            self.tracker.clock.advance(seconds)
        elif self.crashes:
            self.tracker.clock.reboot(f"boot {self.dice.random()}", seconds + 60)
        if self.dice.random() < 0.5:
            self.tracker.absences.heartbeat()
        if self.crashes and self.dice.random() < 0.1:
            self.tracker.restart()
            self.edit_timer = TimerEdit(self.tracker.store, self.tracker.clock, self.tracker.actions)

    # --- actions

    def start(self) -> str:
        label = "switch" if self.tracker.timer.running() else "start"
        self.tracker.timer.start(*self.dice.choice(self.pairs), self._words(), whole=True)
        return label

    def start_at(self) -> str:
        label = "switch" if self.tracker.timer.running() else "start"
        self.tracker.timer.start(*self.dice.choice(self.pairs), self._words(), self._ago(), whole=True)
        return label

    def beside(self) -> str:
        self.tracker.timer.start(*self.dice.choice(self.pairs), self._words(), beside=True)
        return "start"

    def stop(self) -> str:
        self.tracker.timer.stop_all(whole=True)
        return "stop"

    def stop_at(self) -> str:
        self.tracker.timer.stop_all(self._ago(), whole=True)
        return "stop"

    def resume(self) -> str:
        label = "switch" if self.tracker.timer.running() else "continue"
        self.tracker.timer.continue_entry(self.dice.choice([None, *(row.id for row in self.rows(running=False))]))
        return label

    def add(self) -> str:
        day = self.tracker.sheets.today() - timedelta(days=self.dice.choice([0, 0, 1]))
        self.tracker.sheets.add(
            *self.dice.choice(self.pairs), self.dice.randrange(60, 7200), comment=self._words(), day=day
        )
        return "add"

    def edit(self) -> str:
        project_id, task_id = self.pairs[-1]
        self.tracker.sheets.edit(self._row().id, comment=self._words(), project_id=project_id, task_id=task_id)
        return "edit"

    def comment(self) -> str:
        row = self._row()
        self.tracker.sheets.comment(row.id, self._words(), row.comment)
        return "edit"

    def move(self) -> str:
        row = self._row(running=False)
        self.tracker.sheets.edit(row.id, day=row.day - timedelta(days=1))
        return "edit"

    def edit_time(self) -> str:
        self.tracker.sheets.edit(self._row().id, duration_s=self.dice.randrange(60, 9000))
        return "edit"

    def edit_running(self) -> str:
        self.tracker.sheets.edit(self._row(running=True).id, duration_s=self.dice.randrange(60, 3600))
        return "edit"

    def set_clock(self) -> str:
        self.edit_timer.apply(self.edit_timer.plan(total_s=self.dice.randrange(60, 3600)))
        return "edit"

    def split(self) -> str:
        row = self._row()
        self.tracker.sheets.split(row.id, max(1, row.duration_s // 2))
        return "split"

    def delete(self) -> str:
        row = self._row()
        self.tracker.sheets.delete(row.id, row)
        return "delete"

    def duplicate(self) -> str:
        self.tracker.sheets.duplicate(self._row(running=False).id)
        return "duplicate"

    def away(self) -> str:
        questions = self.tracker.absences.open_questions()
        if not questions:
            raise Fault("nothing there")
        question = self.dice.choice(questions)
        self.tracker.absences.answer(question.id, self.dice.choice(list(AbsenceAnswer)), self.pairs[1])
        return "away"

    def _row(self, *, running: bool | None = None) -> TimesheetRow:
        rows = self.rows(running=running)
        if not rows:
            raise Fault("nothing there")
        return self.dice.choice(rows)

    def _words(self) -> str:
        self.tasks += 1
        return f"words {self.tasks}"

    def _ago(self) -> Instant:
        return Instant(self.tracker.clock.now().wall - timedelta(seconds=self.dice.choice([60, 600, 3600])))


def _shown(entry: Entry) -> Shown:
    mine, began = entry.mine, 0.0
    if entry.started is not None:
        began = entry.started.wall.timestamp() - mine.duration_s
    counted_s = 0 if mine.running else mine.duration_s
    pair, times = (mine.project_id, mine.task_id), (mine.start_time, mine.end_time)
    return Shown(mine.day.isoformat(), pair, mine.comment, mine.running, counted_s, began, times)


def caught_up(machine: Machine) -> None:
    """Split timers at midnight, as the tray app does each minute."""
    machine.tracker.absences.catch_up()


def live(machine: Machine, steps: int, step: Callable[[], None] = lambda: None) -> list[tuple[str, dict[int, Shown]]]:
    """Do `steps` actions; return the label of each, and the entries before it."""
    done = []
    for _ in range(steps):
        machine.wait()
        caught_up(machine)
        step()
        before = machine.shown()
        if label := machine.act():
            done.append((label, before))
    return done


@pytest.mark.seeded
@pytest.mark.parametrize("case", range(24))
def test_undoing_all_restores_everything_and_redo_restores_it_again(case: int, seed: int, tracker: Tracker) -> None:
    machine = Machine(tracker, seed * 1000 + case)
    machine.settle_in()
    done = live(machine, 14)
    states = [machine.shown()]
    for label, _ in reversed(done):
        undone = tracker.history.undo()
        assert undone.label == label
        states.append(machine.shown())
    assert not tracker.history.undoable()
    assert machine.shown() == {}, "undoing everything leaves nothing"
    for (label, _), after in zip(done, reversed(states[:-1]), strict=True):
        assert tracker.history.redo().label == label
        assert _total(machine.shown()) == _total(after)
        assert _finished(machine.shown()) == _finished(after)
    assert machine.shown() == states[0]
    assert not tracker.history.redoable()


@pytest.mark.seeded
@pytest.mark.parametrize("case", range(12))
def test_time_and_nights_between_undos_change_nothing(case: int, seed: int, tracker: Tracker) -> None:
    machine = Machine(tracker, seed * 3000 + case)
    machine.settle_in()
    done = live(machine, 10)
    if tracker.timer.running():
        tracker.timer.stop_all(whole=True)
        done.append(("stop", {}))
    end = machine.shown()
    for label, _ in reversed(done):
        machine.wait()
        assert tracker.history.undo().label == label
    assert machine.shown() == {}
    for label, _ in done:
        machine.wait()
        assert tracker.history.redo().label == label
    assert machine.shown() == end


@pytest.mark.seeded
@pytest.mark.parametrize("case", range(12))
def test_each_undo_at_once_restores_what_was_before(case: int, seed: int, tracker: Tracker) -> None:
    machine = Machine(tracker, seed * 7000 + case)
    machine.settle_in()
    for _ in range(14):
        machine.wait()
        caught_up(machine)
        before = machine.shown()
        if label := machine.act():
            caught_up(machine)
            after = machine.shown()
            assert tracker.history.undo().label == label
            assert machine.shown() == before, label
            assert tracker.history.redo().label == label
            assert machine.shown() == after, label


def _finished(shown: dict[int, Shown]) -> dict[int, Shown]:
    return {entry_id: one for entry_id, one in shown.items() if not one.running}


def _total(shown: dict[int, Shown]) -> tuple[int, float]:
    return sum(one.counted_s for one in shown.values()), sum(one.began for one in shown.values())


@pytest.mark.seeded
@pytest.mark.parametrize("case", range(24))
def test_undoing_a_start_keeps_its_time_unless_told_otherwise(case: int, seed: int, tracker: Tracker) -> None:
    machine = Machine(tracker, seed * 500 + case)
    machine.settle_in()
    live(machine, 4)
    machine.beside()
    tracker.work(machine.dice.choice([2, 45, 150]))
    caught_up(machine)
    before_s = _hours(machine)
    with suppress(BadInput):  # a forgotten timer is asked about
        tracker.history.undo(keep=True)
    assert _hours(machine) == before_s


def _hours(machine: Machine) -> int:
    return sum(row.duration_s for row in machine.rows())
