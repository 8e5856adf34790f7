"""An action: everything it changes, what must be sent for it, and how to take it back, in one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from demitasse.domain.entries import UNKNOWN_S, Entry, Fields
from demitasse.domain.errors import FaultCode, NoMatch
from demitasse.store.undo_log import Change, image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demitasse.domain.ports import Clock
    from demitasse.domain.timer import Instant
    from demitasse.store.store import Store
    from demitasse.store.undo_log import EntryImage
    from demitasse.store.undo_log import LoggedAction as Done


class Action:
    """Collects what one action changes."""

    def __init__(self, store: Store, now: Instant) -> None:
        """Write to `store`, inside its transaction."""
        self._store = store
        self._now = now
        self.changes: list[Change] = []
        self.answers: list[int] = []

    def add(self, mine: Fields, *, started: Instant | None = None) -> Entry:
        """A new entry."""
        made = self._store.entries.add(mine, started=started)
        self._store.outbox.record_new(made, self._now)
        self.changes.append(Change(made.id, None, image(made)))
        return made

    def change(self, before: Entry, after: Entry) -> Entry:
        """An entry becomes another."""
        after = _doubting(before, after)
        if after.started != before.started:
            after = after._replace(started_here=after.started is not None)
        self._store.entries.save(after)
        self._store.outbox.record_change(after, self._now)
        self.changes.append(Change(after.id, image(before), image(after)))
        return after


class UndoManager:
    """Does actions, and undoes them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Work on `store`; `clock` says when."""
        self._store = store
        self._clock = clock

    @contextmanager
    def action(self, label: str) -> Iterator[Action]:
        """Everything inside happens, and can be undone under `label`; or nothing does. Raises LocalFault."""
        with self._store.transaction():
            one = Action(self._store, self._clock.now())
            yield one
            if one.changes or one.answers:
                action_id = self._store.undo_log.add(label, one.changes)
                for absence_id in one.answers:
                    self._store.absences.close(absence_id, action_id)

    def undo(self, entry_id: int | None = None) -> str:
        """Take the last action back, or the last one on this entry; its label. Raises NoMatch, LocalFault."""
        with self._store.transaction():
            last = self._store.undo_log.last() if entry_id is None else self.separable().get(entry_id)
            if last is None:
                if entry_id is None:
                    raise NoMatch(FaultCode.NOTHING_TO_UNDO)
                raise NoMatch(FaultCode.NOT_UNDOABLE_ALONE, number=entry_id)
            undoing = Action(self._store, self._clock.now())
            for change in reversed(last.changes):
                self._take_back(change, undoing)
            self._store.absences.reopen(last.id)
            self._store.undo_log.remove(last.id)
        return last.label

    def undoable(self) -> str:
        """The label of the action that `undo` would take back; empty if there is none."""
        last = self._store.undo_log.last()
        return last.label if last else ""

    def separable(self) -> dict[int, Done]:
        """By entry, the action that can be taken back by itself: nothing was done later to what it touched.

        One that would start a timer again is not among them, unless it is the last: another one may run by now.
        """
        found: dict[int, Done] = {}
        touched: set[int] = set()
        for number, done in enumerate(self._store.undo_log.actions()):
            entries = {change.entry_id for change in done.changes}
            if not entries & touched and not (number and any(_stopped(change) for change in done.changes)):
                found |= dict.fromkeys(entries, done)
            touched |= entries
        return found

    def _take_back(self, change: Change, undoing: Action) -> None:
        entry = self._store.entries.get(change.entry_id)
        if entry is None:
            if change.before is not None and not change.before.deleted:
                undoing.add(change.before.mine, started=change.before.started)
            return
        undoing.change(entry, _before(entry, change.before, change.after, self._clock.now()))
        if change.after.mine.running and not (change.before and change.before.mine.running):
            self._take_back_what_it_went_on_as(entry.id, undoing)

    def _take_back_what_it_went_on_as(self, entry_id: int, undoing: Action) -> None:
        """A timer that would not have run would not have been split at midnight either."""
        for later_id in self._store.absences.continuations(entry_id):
            later = self._store.entries.get(later_id)
            if later is not None and not later.deleted:
                undoing.change(later, later.stopped(self._clock.now())._replace(deleted=True))


def _stopped(change: Change) -> bool:
    return change.before is not None and change.before.mine.running and not change.after.mine.running


def _before(entry: Entry, before: EntryImage | None, after: EntryImage, now: Instant) -> Entry:
    """`entry` as it was before the action, except for what changed since for other reasons."""
    if before is None:
        return entry.stopped(now)._replace(deleted=True)
    names = [name for name in Fields._fields if getattr(before.mine, name) != getattr(after.mine, name)]
    mine = entry.mine._replace(**{name: getattr(before.mine, name) for name in names})
    started = before.started if mine.running else None
    return entry._replace(mine=mine, started=started, deleted=before.deleted)


def _doubting(before: Entry, after: Entry) -> Entry:
    """If somebody set a running clock, the server's figure is no longer believed and has to be told."""
    ran_on = before.mine.running and after.mine.running
    same = (before.mine.duration_s, before.started) == (after.mine.duration_s, after.started)
    if after.base is None or not ran_on or same:
        return after
    return after._replace(base=after.base._replace(duration_s=UNKNOWN_S))
