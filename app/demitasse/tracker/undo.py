"""Actions and their undo: an action is one transaction with its changes, operations to send, and undo information.

`UseCases` is the base of the classes that act on entries.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from demitasse.domain import entry_times
from demitasse.domain.entries import UNKNOWN_S, Entry, Fields
from demitasse.domain.errors import FaultCode, NoMatch, Overtaken, Refused
from demitasse.domain.ports import Clock
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import TimesheetRow
from demitasse.store.store import Store
from demitasse.store.undo_log import MIDNIGHT, Change, LoggedAction, UndoneAction, image
from demitasse.tracker.revert import all_entry_ids, before_change, counted_s, runs_taken_back, split_since, stops

_STARTS = frozenset({"start", "switch", "continue"})
"""Labels of the actions whose undo takes the time from an entry that its timer has counted since."""


class Action:
    """Makes the changes of one action, and records them."""

    def __init__(self, store: Store, now: Instant, label: str = "") -> None:
        """Write to `store`, inside an open transaction, as of `now`."""
        self._store = store
        self._now = now
        self.label = label
        self.changes: list[Change] = []
        self.answers: list[int] = []
        self.settled: list[tuple[date, str]] = []

    def add(self, fields: Fields, *, started: Instant | None = None) -> Entry:
        """Add an entry, running since `started` if given, and queue its creation."""
        if started is not None:
            fields = entry_times.started(fields, started, self._store.zone())
        entry = self._store.entries.add(fields, started=started)
        self._store.outbox.record_new(entry, self._now)
        self.changes.append(Change(entry.id, None, image(entry)))
        return entry

    def change(self, before: Entry, after: Entry) -> Entry:
        """Replace `before` by `after`, and queue the change."""
        after = entry_times.changed(before, after, self._store.zone())
        if after.started != before.started:
            after = after._replace(started_here=after.started is not None)
        return self.restore(before, after)

    def restore(self, before: Entry | None, after: Entry) -> Entry:
        """Replace `before` by `after` as it is, and queue the change; `before` is None if the row was removed."""
        if before is None:
            self._store.entries.restore(after)
            self._store.outbox.record_new(after, self._now)
        else:
            after = _with_unknown_duration(before, after)
            self._store.entries.save(after)
            self._store.outbox.record_change(after, self._now)
        self.changes.append(Change(after.id, before and image(before), image(after)))
        return after


class Undone(NamedTuple):
    """An action that was, or would be, undone or redone.

    `row` is the entry it is about, as it was before; None if nothing is left of it. `loss_s` is the time that its timer
    has counted and that undoing takes from it, in seconds: it is deleted, or counted by `resumed`, the entry whose
    timer was stopped by the start and runs on. `kept_ids` are the entries that keep that time, if it was kept.
    `changed` is False if nothing was left to undo, because the entries were changed or deleted elsewhere since.
    """

    action_id: int
    label: str
    row: TimesheetRow | None
    loss_s: int = 0
    kept_ids: tuple[int, ...] = ()
    changed: bool = True
    resumed: TimesheetRow | None = None

    @property
    def kept(self) -> bool:
        """Whether the time of a timer was kept."""
        return bool(self.kept_ids)


class UndoManager:
    """Runs actions, undoes them and redoes them.

    What the program did by itself since an action, at midnight, is undone before it and redone after it, if it touched
    the same timer. Callers let the tracker catch up afterwards, which splits a timer that runs again at midnight.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.last_id = 0
        """The action that was done last in this process; 0 if there is none."""

    @contextmanager
    def action(self, label: str) -> Iterator[Action]:
        """Run the block as one action with the undo label `label`, completely or not at all. Raises LocalFault.

        What was undone before cannot be redone afterwards, unless the action is that of midnight.
        """
        with self._store.transaction():
            action = Action(self._store, self._clock.now(), label)
            yield action
            if not (action.changes or action.answers or action.settled):
                return
            action_id = self._store.undo_log.add(action.label, action.changes)
            for absence_id in action.answers:
                self._store.absences.close(absence_id, action_id)
            for day, key in action.settled:
                self._store.settled_steps.add(day, key, action_id)
            self.last_id = action_id if label != MIDNIGHT else self.last_id

    @contextmanager
    def more_of(self, action_id: int) -> Iterator[Action]:
        """Run the block as a further part of an action. Raises Overtaken if that was undone meanwhile, LocalFault."""
        with self._store.transaction():
            action = Action(self._store, self._clock.now())
            yield action
            if not self._store.undo_log.extend(action_id, action.changes):
                raise Overtaken(FaultCode.ACTION_OVERTAKEN)
            for day, key in action.settled:
                self._store.settled_steps.add(day, key, action_id)

    # --- undo

    def undo(self, entry_id: int | None = None, action_id: int | None = None, *, keep: bool = False) -> Undone:
        """Undo the last action, the last one on an entry, or the action `action_id`.

        With `keep`, time that a timer has counted is kept as a stopped entry (see `Undone.loss_s`).

        Raises NoMatch if there is none, Overtaken if the named action cannot be undone by itself any more, Refused if
        CoffeeCup has locked an entry, and LocalFault.
        """
        with self._store.transaction():
            last, group = self._find(entry_id, action_id)
            undone = self._describe(last, group)
            kept = keep and bool(undone.loss_s)
            changes = self._keep(last) if kept else self._apply(self._reverted(group))
            log, absences = self._store.undo_log, self._store.absences
            number, last_id = max([one.number for one in log.undone()], default=0) + 1, absences.last_id()
            absences.delete_hidden()
            for one in () if kept else runs_taken_back(last, changes):
                absences.hide(one, -last.id, after_action=last.id)
            opened, unsettled = absences.reopen(last.id), self._store.settled_steps.reopen(last.id)
            log.mark_undone(UndoneAction(last, number, tuple(changes), opened, last_id))
            for automatic in group[:-1]:
                log.mark_undone(UndoneAction(automatic, number))
            kept_ids = self._run_ids(last) if kept else ()
        return undone._replace(kept_ids=kept_ids, changed=bool(changes or opened or unsettled or kept))

    def preview(self, entry_id: int | None = None, action_id: int | None = None) -> Undone | None:
        """Return what `undo` would undo; None if there is nothing. Raises Overtaken, Refused, LocalFault."""
        with self._store.reading():
            try:
                return self._describe(*self._find(entry_id, action_id))
            except Overtaken:
                raise
            except NoMatch:
                return None

    def undoable(self) -> str:
        """Return the label of the action that `undo` would undo; empty if there is none."""
        return next((action.label for action in self._store.undo_log.actions() if not action.is_automatic), "")

    def undoable_by_entry(self) -> dict[int, LoggedAction]:
        """Return, by entry id, the action that can be undone by itself: no later one of the user touched its entries.

        An action whose undo would start a timer counts only if it is the last one: another timer may run by now.
        """
        undoable: dict[int, LoggedAction] = {}
        touched: set[int] = set()
        actions, is_last = self._store.undo_log.actions(), True
        for number, logged in enumerate(actions):
            if logged.is_automatic:
                continue
            entries = all_entry_ids([*split_since(logged, actions[:number]), logged])
            if not entries & touched and (is_last or not any(stops(change) for change in logged.changes)):
                undoable |= dict.fromkeys(entries, logged)
            touched |= logged.entry_ids
            is_last = False
        return undoable

    def _find(self, entry_id: int | None, action_id: int | None) -> tuple[LoggedAction, list[LoggedAction]]:
        """Return the wanted action, and all that has to be undone with it, latest first: it is the last of these."""
        actions = self._store.undo_log.actions()
        last = next((action for action in actions if not action.is_automatic), None)
        if action_id is not None and (last is None or last.id != action_id):
            alone = [action for action in self.undoable_by_entry().values() if action.id == action_id]
            if not alone:
                raise Overtaken(FaultCode.ACTION_OVERTAKEN)
            last = alone[0]
        elif entry_id is not None:
            last = self.undoable_by_entry().get(entry_id)
            if last is None:
                raise NoMatch(FaultCode.NOT_UNDOABLE_ALONE, number=entry_id)
        if last is None:
            raise NoMatch(FaultCode.NOTHING_TO_UNDO)
        return last, [*split_since(last, actions[: actions.index(last)]), last]

    def _describe(self, last: LoggedAction, group: Sequence[LoggedAction]) -> Undone:
        reverted, now, own = self._unlocked(group), self._clock.now(), self._own(last)
        undone = Undone(last.id, last.label, self._subject(last))
        if last.label not in _STARTS:
            return undone
        reverted = [(before, after) for before, after in reverted if after.id in own]
        loss_s = sum(max(0, counted_s(before, now) - counted_s(after, now)) for before, after in reverted)
        running = [after.id for _, after in reverted if after.mine.running and loss_s]
        resumed = self._store.entries.row(running[-1], now) if running else None
        return undone._replace(loss_s=loss_s, resumed=resumed)

    def _own(self, action: LoggedAction) -> frozenset[int]:
        """Return the entries of an action and what continues them; a midnight also splits timers beside them."""
        later = self._store.absences.continuations
        return action.entry_ids.union(*[later(entry_id) for entry_id in action.entry_ids])

    def _run_ids(self, action: LoggedAction) -> tuple[int, ...]:
        """Return the entries of the timer that an action started, a day each."""
        first = action.changes[-1].entry_id
        ids = (first, *self._store.absences.continuations(first))
        entries = [self._store.entries.get(entry_id) for entry_id in ids]
        return tuple([entry.id for entry in entries if entry is not None and not entry.deleted])

    def _subject(self, action: LoggedAction) -> TimesheetRow | None:
        """Return the entry that an action is about: that of the timer it started, or the first one it changed."""
        if not action.changes:
            return None
        change = action.changes[-1 if action.label in _STARTS else 0]
        return self._store.entries.row(change.entry_id, self._clock.now())

    # --- redo

    def redo(self) -> Undone:
        """Redo what was undone last. Raises NoMatch if there is none, Refused if an entry is locked, LocalFault."""
        with self._store.transaction():
            log, absences = self._store.undo_log, self._store.absences
            group = log.undone()
            if not group:
                raise NoMatch(FaultCode.NOTHING_TO_REDO)
            wanted = group[-1]
            undo = wanted.action._replace(changes=wanted.changes)
            later = [action for action in log.actions() if action.id > wanted.action.id]
            since = split_since(undo, later)
            changes = self._apply(self._unlocked([*since, undo]))
            for entry_id in runs_taken_back(undo, changes):
                absences.hide(entry_id, wanted.action.id, after_id=wanted.last_absence_id)
            for automatic in since:
                log.remove(automatic.id)
            for one in group:
                log.mark_redone(one.action.id)
            absences.reopen(-wanted.action.id)
            for absence_id in wanted.absence_ids:
                absences.close(absence_id, wanted.action.id)
            settled = self._store.settled_steps.restore(wanted.action.id)
        subject, changed = self._subject(wanted.action), bool(changes or settled or wanted.absence_ids)
        return Undone(wanted.action.id, wanted.action.label, subject, changed=changed)

    def redoable(self) -> str:
        """Return the label of the action that `redo` would redo; empty if there is none."""
        undone = self._store.undo_log.undone()
        return undone[-1].action.label if undone else ""

    # --- both

    def _reverted(self, actions: Iterable[LoggedAction]) -> list[tuple[Entry | None, Entry]]:
        """Return the entries that reverting `actions`, latest first, changes: as they are, and as they were before."""
        now, found, reverted = self._clock.now(), dict[int, Entry | None](), dict[int, Entry]()
        for change in [change for action in actions for change in reversed(action.changes)]:
            entry_id = change.entry_id
            if entry_id not in found:
                found[entry_id] = self._store.entries.get(entry_id)
            entry = reverted.get(entry_id) or found[entry_id]
            if entry is not None:
                reverted[entry_id] = before_change(entry, change, now)
            elif change.before is not None and change.after.deleted and not change.before.deleted:
                one = change.before  # CoffeeCup confirmed that it is deleted; what others have deleted stays deleted
                reverted[entry_id] = Entry(
                    entry_id, None, one.mine, None, one.started, started_here=one.started_here, active_at=one.active_at
                )
        return [(found[entry_id], entry) for entry_id, entry in reverted.items() if entry != found[entry_id]]

    def _unlocked(self, actions: Iterable[LoggedAction]) -> list[tuple[Entry | None, Entry]]:
        """Return what `_reverted` returns. Raises Refused if CoffeeCup has locked one of the entries."""
        reverted = self._reverted(actions)
        for before, _ in reverted:
            if before is not None and before.locked:
                raise Refused(before.locked)
        return reverted

    def _keep(self, last: LoggedAction) -> list[Change]:
        """Stop the timers of an action now instead of deleting their time."""
        action, now = Action(self._store, self._clock.now()), self._clock.now()
        entries = [self._store.entries.get(entry_id) for entry_id in sorted(self._own(last))]
        for entry in entries:
            if entry is not None and entry.mine.running:
                action.change(entry, entry.stopped(now))
        return action.changes

    def _apply(self, pairs: Iterable[tuple[Entry | None, Entry]]) -> list[Change]:
        action = Action(self._store, self._clock.now())
        for before, after in pairs:
            action.restore(before, after)
        return action.changes


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

    def _name(self, entry_id: int) -> str:
        """Return project and task of an entry that must exist."""
        row = self._row(entry_id)
        return " · ".join(filter(None, (row.project, row.task)))

    def _running_as(self, entry_id: int, running: Sequence[Entry]) -> Entry:
        """Return the running timer of an entry, or the one that continues it after midnight. Raises Overtaken."""
        wanted = self._continuation(entry_id)
        for entry in running:
            if entry.id == wanted:
                return entry
        found = self._store.entries.get(entry_id)
        if found is None or found.deleted:
            raise Overtaken(FaultCode.ENTRY_DELETED, number=entry_id)
        length_s = found.duration_at(self._clock.now())
        raise Overtaken(FaultCode.TIMER_STOPPED, number=entry_id, pair=self._name(entry_id), length_s=length_s)

    def _continuation(self, entry_id: int) -> int:
        """Return the entry that continues the timer of an entry after midnight; itself if there is none."""
        for later_id in self._store.absences.continuations(entry_id):
            later = self._store.entries.get(later_id)
            if later is not None and not later.deleted:
                entry_id = later_id
        return entry_id


def _with_unknown_duration(before: Entry, after: Entry) -> Entry:
    """Return `after`, with an unknown duration on the server if a running timer was set: it must be sent then."""
    ran_on = before.mine.running and after.mine.running
    same = (before.mine.duration_s, before.started) == (after.mine.duration_s, after.started)
    if after.base is None or not ran_on or same:
        return after
    return after._replace(base=after.base._replace(duration_s=UNKNOWN_S))
