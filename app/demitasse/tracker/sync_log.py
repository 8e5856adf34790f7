"""The sync log: each change of the last days, and the steps it went through."""

from datetime import date
from typing import NamedTuple

from demitasse.domain.entries import Fields
from demitasse.domain.errors import FaultCode, NoMatch, Reason, Refused
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
    color: str = ""


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
    version: Fields | None = None
    """The version that was not chosen in a conflict, if the entry exists and has other values now."""

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
            latest = change.entry_id not in seen and change.last.step is not LogStep.SET_ASIDE
            seen |= {change.entry_id} if latest else set()
            action = undoable.get(change.entry_id) if latest else None
            entry = self._store.entries.get(change.entry_id) if action else None
            if entry is not None and entry.locked:
                action = None
            logged.append(self._logged(change, action.id if action else None))
        return tuple(logged)

    def restore(self, entry_id: int, version: Fields) -> None:
        """Give an entry the values of a version that was not chosen; the time of a running timer stays.

        Raises NoMatch if the entry is gone, Refused if CoffeeCup has locked it, LocalFault.
        """
        entry = self._store.entries.get(entry_id)
        if entry is None or entry.deleted:
            raise NoMatch(FaultCode.NO_ENTRY, number=entry_id)
        if entry.locked:
            raise Refused(entry.locked)
        with self._actions.action("edit") as action:
            action.change(entry, entry._replace(mine=_with_values(entry.mine, version)))

    def _logged(self, change: ChangeLog, action_id: int | None) -> LoggedChange:
        is_current = change.is_open or change.described is None
        subject = self._current_subject(change.entry_id) if is_current else _past_subject(change.described)
        reason = change.last.reason if change.is_open else None
        version = self._restorable(change)
        return LoggedChange(
            change.entry_id, change.kind, change.last.step, subject, change.events, reason, action_id, version
        )

    def _restorable(self, change: ChangeLog) -> Fields | None:
        """Return the version of a change that was set aside, if it can be restored."""
        version = change.last.fields if change.last.step is LogStep.SET_ASIDE else None
        entry = self._store.entries.get(change.entry_id) if version else None
        if version is None or entry is None or entry.deleted or entry.locked:
            return None
        return None if _with_values(entry.mine, version) == entry.mine else version

    def _current_subject(self, entry_id: int) -> ChangeSubject:
        """What a change that was not sent yet would say now."""
        row = self._store.entries.row(entry_id, self._clock.now())
        if row is None:
            return ChangeSubject()
        return ChangeSubject(row.day, row.project, row.task, row.comment, row.duration_s, row.running, row.color)


def _past_subject(event: LogEvent | None) -> ChangeSubject:
    fields = event.fields if event else None
    if event is None or fields is None:
        return ChangeSubject()
    return ChangeSubject(
        fields.day, event.project, event.task, fields.comment, fields.duration_s, fields.running, event.color
    )


def _with_values(mine: Fields, version: Fields) -> Fields:
    """Return the values of a version; a timer that runs keeps its time."""
    if not mine.running and not version.running:
        return version
    return mine._replace(
        day=version.day, project_id=version.project_id, task_id=version.task_id, comment=version.comment
    )
