"""The sync log: each change of the last days, and the steps it went through."""

from datetime import date
from typing import NamedTuple

from demitasse.domain.errors import Reason
from demitasse.domain.operations import OpKind
from demitasse.domain.sync_log import KEPT_DAYS, ChangeLog, LogEvent, LogStep, group_changes
from demitasse.tracker.undo import UseCases


class ChangeSubject(NamedTuple):
    """What a change was about; `day` is None if that is no longer known."""

    day: date | None = None
    project: str = ""
    task: str = ""
    comment: str = ""
    duration_s: int = 0
    running: bool = False


class LoggedChange(NamedTuple):
    """One change, with its kind, subject and all events so far; `reason` says why CoffeeCup rejected it.

    `action_id` is that of its action if that can be undone by itself (`History.undo`), else None.
    """

    entry_id: int
    kind: OpKind
    state: LogStep
    subject: ChangeSubject
    events: tuple[LogEvent, ...]
    reason: Reason | None = None
    action_id: int | None = None

    @property
    def undoable(self) -> bool:
        """Whether its action can be undone by itself."""
        return self.action_id is not None


class SyncLog(UseCases):
    """Reads the sync log of one profile."""

    def changes(self, days: int = KEPT_DAYS) -> tuple[LoggedChange, ...]:
        """Return the changes of the last `days` (at most 30), latest event first. Raises LocalFault."""
        undoable, seen, logged = self._actions.undoable_by_entry(), set[int](), list[LoggedChange]()
        for change in group_changes(self._store.sync_log.events(days)):
            latest = change.entry_id not in seen
            seen.add(change.entry_id)
            action = undoable.get(change.entry_id) if latest else None
            if action is not None and self._store.entries.locked(change.entry_id):
                action = None
            logged.append(self._logged(change, action.id if action else None))
        return tuple(logged)

    def _logged(self, change: ChangeLog, action_id: int | None) -> LoggedChange:
        is_current = change.is_open or change.described is None
        subject = self._current_subject(change.entry_id) if is_current else _past_subject(change.described)
        reason = change.last.reason if change.is_open else None
        return LoggedChange(change.entry_id, change.kind, change.last.step, subject, change.events, reason, action_id)

    def _current_subject(self, entry_id: int) -> ChangeSubject:
        """What a change that was not sent yet would say now."""
        row = self._store.entries.row(entry_id, self._clock.now())
        if row is None:
            return ChangeSubject()
        return ChangeSubject(row.day, row.project, row.task, row.comment, row.duration_s, row.running)


def _past_subject(event: LogEvent | None) -> ChangeSubject:
    fields = event.fields if event else None
    if event is None or fields is None:
        return ChangeSubject()
    return ChangeSubject(fields.day, event.project, event.task, fields.comment, fields.duration_s, fields.running)
