"""What happened to each change of the last days, for a person who wants to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from demitasse.domain.sync_log import KEPT_DAYS, group_changes

if TYPE_CHECKING:
    from datetime import date

    from demitasse.domain.errors import Reason
    from demitasse.domain.operations import OpKind
    from demitasse.domain.ports import Clock
    from demitasse.domain.sync_log import ChangeLog, LogEvent, LogStep
    from demitasse.store.store import Store
    from demitasse.tracker.undo import UndoManager


class LoggedStep(NamedTuple):
    """What an operation was about; `day` is None if that is no longer known."""

    day: date | None = None
    project: str = ""
    task: str = ""
    comment: str = ""
    duration_s: int = 0
    running: bool = False


class LoggedChange(NamedTuple):
    """One operation: what CoffeeCup had to be told, about what, and every step so far; `reason` where one was given.

    `undoable` if what led to it can be taken back now, by itself (`Timesheets.undo(entry_id)`).
    """

    entry_id: int
    kind: OpKind
    state: LogStep
    about: LoggedStep
    steps: tuple[LogEvent, ...]
    reason: Reason | None = None
    undoable: bool = False


class SyncLog:
    """Reads the ledger of one profile."""

    def __init__(self, store: Store, actions: UndoManager, clock: Clock) -> None:
        """Read `store`; `actions` know what can be undone."""
        self._store = store
        self._actions = actions
        self._clock = clock

    def records(self, days: int = KEPT_DAYS) -> tuple[LoggedChange, ...]:
        """The operations of the last `days` (30 at the most), the one that moved last first. Raises LocalFault."""
        undoable, seen, found = self._actions.separable(), set[int](), list[LoggedChange]()
        for course in group_changes(self._store.sync_log.events(days)):
            latest = course.entry_id not in seen
            seen.add(course.entry_id)
            undo = latest and course.entry_id in undoable and not self._store.entries.locked(course.entry_id)
            found.append(self._record(course, undoable=undo))
        return tuple(found)

    def _record(self, course: ChangeLog, *, undoable: bool) -> LoggedChange:
        about = (
            self._present(course.entry_id) if course.is_open or course.described is None else _then(course.described)
        )
        reason = course.last.reason if course.is_open else None
        return LoggedChange(course.entry_id, course.kind, course.last.step, about, course.events, reason, undoable)

    def _present(self, entry_id: int) -> LoggedStep:
        """What still has to be told changes until it leaves."""
        row = self._store.entries.row(entry_id, self._clock.now())
        if row is None:
            return LoggedStep()
        return LoggedStep(row.day, row.project, row.task, row.comment, row.duration_s, row.running)


def _then(event: LogEvent) -> LoggedStep:
    said = event.fields
    if said is None:
        return LoggedStep()
    return LoggedStep(said.day, event.project, event.task, said.comment, said.duration_s, said.running)
