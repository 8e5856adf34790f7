"""Conflicts that only the user can resolve: which version of a field stands, whether to send or delete an entry."""

from datetime import datetime
from typing import Any, NamedTuple

from demitasse.domain.entries import Entry, Fields
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Overtaken, Reason, Refused
from demitasse.domain.operations import ConflictKind, FieldConflict, Operation, OpKind, Resolution, review_kind
from demitasse.tracker.undo import Action, UseCases

_EITHER = (Resolution.MINE, Resolution.THEIRS)
RESOLUTIONS: dict[ConflictKind, tuple[Resolution, ...]] = {
    **dict.fromkeys(ConflictKind, _EITHER),
    ConflictKind.CUT_OFF: (Resolution.THEIRS,),
    ConflictKind.NOT_KEPT: (Resolution.MINE, Resolution.THEIRS),
}
"""The possible resolutions of each kind. Two comments can also both be kept."""


class Version(NamedTuple):
    """The fields of one side, with the names of project and task."""

    fields: Fields
    project: str
    task: str


class Conflict(NamedTuple):
    """One conflict. `field_names` are the fields that differ; none means the whole entry.

    `theirs` is None if CoffeeCup has no version, `shown_side` is the side that the timesheet shows, and `reason` says
    why CoffeeCup rejected a change.
    """

    entry_id: int
    kind: ConflictKind
    field_names: tuple[str, ...]
    mine: Version
    theirs: Version | None
    resolutions: tuple[Resolution, ...]
    shown_side: Resolution | None
    reason: Reason | None
    at: datetime
    op_kind: OpKind | None = None
    """What CoffeeCup is asked to do, if that waits for the user."""


class Conflicts(UseCases):
    """Lists and resolves conflicts."""

    def all(self) -> tuple[Conflict, ...]:
        """Return all open conflicts, oldest first. Raises LocalFault."""
        held_up = [self._of_operation(op) for op in self._store.outbox.needing_review()]
        conflicts = [conflict for conflict in held_up if conflict]
        conflicts += [self._of_fields(conflict) for conflict in self._store.conflicts.all()]
        return tuple(sorted(conflicts, key=lambda conflict: conflict.at))

    def resolve(
        self, entry_id: int, resolution: Resolution, shown: Conflict | None = None, *, both_comments: bool = False
    ) -> None:
        """Resolve the conflict of an entry; `undo` undoes the change or deletion that follows.

        `both_comments` keeps the comment of the other version below the chosen one. The version that was not chosen is
        kept in the sync log.

        Raises NoMatch if the entry has no conflict, Overtaken if it is another one than `shown`, BadInput if it cannot
        be resolved this way, and Refused if the entry is still locked.
        """
        matches = [conflict for conflict in self.all() if conflict.entry_id == entry_id]
        if not matches:
            raise NoMatch(FaultCode.NOTHING_TO_DECIDE, number=entry_id)
        if shown is not None and matches[0] != shown:
            raise Overtaken(FaultCode.DECISION_CHANGED, number=entry_id)
        kind = matches[0].kind
        if resolution not in matches[0].resolutions:
            raise BadInput(FaultCode.WRONG_RESOLUTION, choices=tuple(matches[0].resolutions), field="way")
        with self._actions.action("delete" if (kind, resolution) in _DELETIONS else "edit") as action:
            entry = self._store.entries.get(entry_id)
            self._set_aside(entry, matches, resolution)
            if entry is not None and kind in _HOLDS_OPERATION and self._store.outbox.get(entry_id):
                self._resolve_operation(entry, kind, resolution, action)
            else:
                self._resolve_fields(entry_id, kind, resolution, action, both_comments=both_comments)

    def preview(self, entry_id: int, resolution: Resolution, *, both_comments: bool = False) -> Fields | None:
        """Return what an entry with two versions is after a resolution; None if it is gone. Raises LocalFault."""
        entry = self._store.entries.get(entry_id)
        conflicts = [conflict for conflict in self._store.conflicts.all() if conflict.entry_id == entry_id]
        return None if entry is None else _resolved_fields(entry.mine, conflicts, resolution, both=both_comments)

    def accept_edit(self, entry_id: int) -> None:
        """Let an entry with two versions stand as it was edited since; both versions are kept in the sync log."""
        with self._store.transaction():
            entry = self._store.entries.get(entry_id)
            for conflict in self._store.conflicts.all():
                versions = (conflict.mine, conflict.theirs) if conflict.entry_id == entry_id and entry else ()
                for version in versions:
                    self._store.sync_log.set_aside(entry_id, version)
            self._store.conflicts.remove(entry_id)

    def changed_at(self, entry_id: int) -> tuple[datetime | None, datetime | None]:
        """Return when the local and the remote version of an entry were made, as far as known. Raises LocalFault."""
        return self._store.sync_log.queued_at(entry_id), self._store.entries.updated_at(entry_id)

    def _set_aside(self, entry: Entry | None, conflicts: list[Conflict], resolution: Resolution) -> None:
        """Keep the versions that are not chosen; an entry that is deleted by the decision is kept by its undo."""
        for conflict in conflicts:
            other = conflict.mine if resolution is Resolution.THEIRS else conflict.theirs
            if entry is None or other is None or (conflict.kind, resolution) in _DELETIONS:
                continue
            if conflict.field_names or (resolution is Resolution.THEIRS and entry.base is not None):
                self._store.sync_log.set_aside(entry.id, other.fields)  # guard: other-version-is-kept

    def _of_operation(self, op: Operation) -> Conflict | None:
        """The conflict for an operation that waits for the user."""
        entry, kind = self._store.entries.get(op.entry_id), review_kind(op)
        if entry is None or kind is None:
            return None
        can_give_up = kind is not ConflictKind.REFUSED or entry.base is None or not entry.base.running
        theirs = self._version(entry.base) if entry.base and kind is not ConflictKind.COPY else None
        resolutions = RESOLUTIONS[kind] if can_give_up else (Resolution.MINE,)
        at = op.ended_at or op.sent_at or op.queued_at
        return Conflict(
            entry.id, kind, (), self._version(entry.mine), theirs, resolutions, None, op.reason, at, op.kind
        )

    def _of_fields(self, conflict: FieldConflict) -> Conflict:
        """The conflict for stored fields of both sides."""
        entry, kind, names = self._store.entries.get(conflict.entry_id), conflict.kind, conflict.field_names
        resolutions = RESOLUTIONS[kind] if entry is not None and not entry.deleted else (Resolution.THEIRS,)
        if Resolution.MINE in resolutions and "comment" in names and kind is ConflictKind.BOTH_CHANGED:
            resolutions = (*resolutions, Resolution.BOTH)
        shown = _shown_side(conflict, entry) if kind is ConflictKind.BOTH_CHANGED else Resolution.THEIRS
        versions = self._version(conflict.mine), self._version(conflict.theirs)
        return Conflict(conflict.entry_id, kind, names, *versions, resolutions, shown, conflict.reason, conflict.at)

    def _resolve_operation(self, entry: Entry, kind: ConflictKind, resolution: Resolution, action: Action) -> None:
        """Send the operation after all, or give it up."""
        if resolution is (Resolution.THEIRS if kind is ConflictKind.COPY else Resolution.MINE):
            self._store.outbox.queue_decision(entry, self._clock.now())
        elif kind is ConflictKind.REFUSED and entry.base is not None:
            action.change(entry, entry._replace(mine=entry.base, started=None, deleted=False))
        else:
            action.change(entry, entry.stopped(self._clock.now())._replace(deleted=True))

    def _resolve_fields(
        self, entry_id: int, kind: ConflictKind, resolution: Resolution, action: Action, *, both_comments: bool
    ) -> None:
        """Apply one of two known versions to the entry."""
        conflicts = [conflict for conflict in self._store.conflicts.all() if conflict.entry_id == entry_id]
        self._store.conflicts.remove(entry_id)
        entry = self._store.entries.get(entry_id)
        if entry is None or entry.deleted:
            return
        if kind is ConflictKind.EDITED_ELSEWHERE and resolution is Resolution.MINE:
            after = entry.stopped(self._clock.now())._replace(deleted=True)
        else:
            after = entry._replace(mine=_resolved_fields(entry.mine, conflicts, resolution, both=both_comments))
        if after != entry and entry.locked:
            raise Refused(entry.locked)
        if after != entry:
            action.change(entry, after)

    def _version(self, fields: Fields) -> Version:
        return Version(fields, *self._store.catalog.names(fields.project_id, fields.task_id))


_HOLDS_OPERATION = frozenset(
    {ConflictKind.DELETED_ELSEWHERE, ConflictKind.UNSURE, ConflictKind.COPY, ConflictKind.REFUSED}
)
"""The kinds in which an operation waits in the outbox for the user."""

_DELETIONS = {
    (ConflictKind.COPY, Resolution.MINE),
    (ConflictKind.EDITED_ELSEWHERE, Resolution.MINE),
    (ConflictKind.DELETED_ELSEWHERE, Resolution.THEIRS),
    (ConflictKind.UNSURE, Resolution.THEIRS),
}


def _shown_side(conflict: FieldConflict, entry: Entry | None) -> Resolution | None:
    """The side whose values the entry has; None if it has changed since."""
    for side, fields in ((Resolution.MINE, conflict.mine), (Resolution.THEIRS, conflict.theirs)):
        names = conflict.field_names
        if entry is not None and all(getattr(entry.mine, name) == getattr(fields, name) for name in names):
            return side
    return None


def _resolved_fields(shown: Fields, conflicts: list[FieldConflict], resolution: Resolution, *, both: bool) -> Fields:
    """Return `shown` with the values of the chosen side; of several conflicts about a field the last one counts.

    With `both`, the comment of the other side stands below that of the chosen one.
    """
    values: dict[str, Any] = {}
    for conflict in conflicts:
        side = conflict.theirs if resolution is Resolution.THEIRS else conflict.mine
        values |= {name: getattr(side, name) for name in conflict.field_names if name != "running"}
    if shown.running:
        values.pop("duration_s", None)  # the timer has counted on since
    if both or resolution is Resolution.BOTH:
        texts = [text for conflict in conflicts for text in (conflict.theirs.comment, conflict.mine.comment)]
        texts = texts[::-1] if resolution is Resolution.MINE else texts
        values["comment"] = "\n".join(dict.fromkeys(filter(None, texts)))
    return shown._replace(**values)
