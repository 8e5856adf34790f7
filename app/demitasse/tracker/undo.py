"""Actions and their undo: an action is one transaction with its changes, operations to send, and undo information.

`UseCases` is the base of the classes that act on entries.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from demitasse.domain.entries import UNKNOWN_S, Entry, Fields
from demitasse.domain.errors import FaultCode, NoMatch
from demitasse.domain.ports import Clock
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import TimesheetRow
from demitasse.store.store import Store
from demitasse.store.undo_log import Change, EntryImage, LoggedAction, image


class Action:
    """Makes the changes of one action, and records them."""

    def __init__(self, store: Store, now: Instant) -> None:
        """Write to `store`, inside an open transaction, as of `now`."""
        self._store = store
        self._now = now
        self.changes: list[Change] = []
        self.answers: list[int] = []

    def add(self, fields: Fields, *, started: Instant | None = None) -> Entry:
        """Add an entry, running since `started` if given, and queue its creation."""
        entry = self._store.entries.add(fields, started=started)
        self._store.outbox.record_new(entry, self._now)
        self.changes.append(Change(entry.id, None, image(entry)))
        return entry

    def change(self, before: Entry, after: Entry) -> Entry:
        """Replace `before` by `after`, and queue the change."""
        after = _with_unknown_duration(before, after)
        if after.started != before.started:
            after = after._replace(started_here=after.started is not None)
        self._store.entries.save(after)
        self._store.outbox.record_change(after, self._now)
        self.changes.append(Change(after.id, image(before), image(after)))
        return after


class UndoManager:
    """Runs actions, and undoes them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @contextmanager
    def action(self, label: str) -> Iterator[Action]:
        """Run the block as one action with the undo label `label`, completely or not at all. Raises LocalFault."""
        with self._store.transaction():
            action = Action(self._store, self._clock.now())
            yield action
            if action.changes or action.answers:
                action_id = self._store.undo_log.add(label, action.changes)
                for absence_id in action.answers:
                    self._store.absences.close(absence_id, action_id)

    def undo(self, entry_id: int | None = None) -> str:
        """Undo the last action, or the last one on an entry, and return its label. Raises NoMatch, LocalFault."""
        with self._store.transaction():
            last = self._store.undo_log.last() if entry_id is None else self.undoable_by_entry().get(entry_id)
            if last is None:
                if entry_id is None:
                    raise NoMatch(FaultCode.NOTHING_TO_UNDO)
                raise NoMatch(FaultCode.NOT_UNDOABLE_ALONE, number=entry_id)
            undoing = Action(self._store, self._clock.now())
            for change in reversed(last.changes):
                self._undo_change(change, undoing)
            self._store.absences.reopen(last.id)
            self._store.undo_log.remove(last.id)
        return last.label

    def undoable(self) -> str:
        """Return the label of the action that `undo` would undo; empty if there is none."""
        last = self._store.undo_log.last()
        return last.label if last else ""

    def undoable_by_entry(self) -> dict[int, LoggedAction]:
        """Return, by entry id, the action that can be undone by itself: no later action touched its entries.

        An action whose undo would start a timer counts only if it is the last one: another timer may run by now.
        """
        undoable: dict[int, LoggedAction] = {}
        touched: set[int] = set()
        for number, logged in enumerate(self._store.undo_log.actions()):
            entries = {change.entry_id for change in logged.changes}
            if not entries & touched and not (number and any(_stopped(change) for change in logged.changes)):
                undoable |= dict.fromkeys(entries, logged)
            touched |= entries
        return undoable

    def _undo_change(self, change: Change, undoing: Action) -> None:
        entry = self._store.entries.get(change.entry_id)
        if entry is None:
            if change.before is not None and not change.before.deleted:
                undoing.add(change.before.mine, started=change.before.started)
            return
        undoing.change(entry, _before(entry, change.before, change.after, self._clock.now()))
        if change.after.mine.running and not (change.before and change.before.mine.running):
            self._delete_continuations(entry.id, undoing)

    def _delete_continuations(self, entry_id: int, undoing: Action) -> None:
        """Delete the entries that a timer was split into at midnight, since its start is undone."""
        for later_id in self._store.absences.continuations(entry_id):
            later = self._store.entries.get(later_id)
            if later is not None and not later.deleted:
                undoing.change(later, later.stopped(self._clock.now())._replace(deleted=True))


class UseCases:
    """Use cases on one store, whose changes are undone through `actions`."""

    def __init__(self, store: Store, clock: Clock, actions: UndoManager) -> None:
        self._store = store
        self._clock = clock
        self._actions = actions

    def today(self) -> date:
        """Return the current day."""
        return self._store.today()

    def _row(self, entry_id: int) -> TimesheetRow:
        """Return the row of an entry that must exist, as it is now."""
        row = self._store.entries.row(entry_id, self._clock.now())
        if row is None:
            raise LookupError(f"entry {entry_id} vanished")
        return row


def _stopped(change: Change) -> bool:
    return change.before is not None and change.before.mine.running and not change.after.mine.running


def _before(entry: Entry, before: EntryImage | None, after: EntryImage, now: Instant) -> Entry:
    """Return `entry` with the fields that an action changed as they were before it."""
    if before is None:
        return entry.stopped(now)._replace(deleted=True)
    names = [name for name in Fields._fields if getattr(before.mine, name) != getattr(after.mine, name)]
    mine = entry.mine._replace(**{name: getattr(before.mine, name) for name in names})
    started = before.started if mine.running else None
    return entry._replace(mine=mine, started=started, deleted=before.deleted)


def _with_unknown_duration(before: Entry, after: Entry) -> Entry:
    """Return `after`, with an unknown duration on the server if a running timer was set: it must be sent then."""
    ran_on = before.mine.running and after.mine.running
    same = (before.mine.duration_s, before.started) == (after.mine.duration_s, after.started)
    if after.base is None or not ran_on or same:
        return after
    return after._replace(base=after.base._replace(duration_s=UNKNOWN_S))
