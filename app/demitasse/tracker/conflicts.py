"""What only the person can decide: whose words, whose figure, whether it is there already. Nothing here is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from demitasse.domain.conflicts import ConflictKind, Resolution, review_kind
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Refused

if TYPE_CHECKING:
    from datetime import datetime

    from demitasse.domain.conflicts import FieldConflict
    from demitasse.domain.entries import Entry, Fields
    from demitasse.domain.errors import Reason
    from demitasse.domain.operations import Operation
    from demitasse.domain.ports import Clock
    from demitasse.store.store import Store
    from demitasse.tracker.undo import Action, UndoManager

RESOLUTIONS = {
    ConflictKind.BOTH_CHANGED: (Resolution.MINE, Resolution.THEIRS),
    ConflictKind.CUT_OFF: (Resolution.THEIRS,),
    ConflictKind.LOCKED: (Resolution.MINE, Resolution.THEIRS),
    ConflictKind.EDITED_ELSEWHERE: (Resolution.MINE, Resolution.THEIRS),
    ConflictKind.DELETED_ELSEWHERE: (Resolution.MINE, Resolution.THEIRS),
    ConflictKind.UNSURE: (Resolution.MINE, Resolution.THEIRS),
    ConflictKind.COPY: (Resolution.MINE, Resolution.THEIRS),
    ConflictKind.REFUSED: (Resolution.MINE, Resolution.THEIRS),
}
"""Which ways out there are; two comments can stay both, and what no longer exists can only be let go."""


class Version(NamedTuple):
    """What one side says, with the names it has here."""

    fields: Fields
    project: str
    task: str


class Conflict(NamedTuple):
    """One thing to decide. `names` are the fields in dispute (none: the whole entry), `stands` whose version is shown.

    `theirs` is None where CoffeeCup has nothing to show; `reason` says why, where there is a reason.
    """

    entry_id: int
    why: ConflictKind
    names: tuple[str, ...]
    mine: Version
    theirs: Version | None
    ways: tuple[Resolution, ...]
    stands: Resolution | None
    reason: Reason | None
    at: datetime


class Conflicts:
    """Lists what is to be decided, and settles it."""

    def __init__(self, store: Store, clock: Clock, actions: UndoManager) -> None:
        """Work on `store`; `clock` says when; `actions` make it undoable."""
        self._store = store
        self._clock = clock
        self._actions = actions

    def all(self) -> tuple[Conflict, ...]:
        """Everything that waits for the person, oldest first. Raises LocalFault."""
        waiting = [self._waiting(op) for op in self._store.outbox.needing_review()]
        disputed = [self._disputed(one) for one in self._store.conflicts.all()]
        return tuple(sorted([*(one for one in waiting if one), *disputed], key=lambda one: one.at))

    def resolve(self, entry_id: int, way: Resolution) -> None:
        """Let one side's version of an entry stand; `undo` takes a change or a deletion back.

        Raises:
            NoMatch: there is nothing to decide about this entry.
            BadInput: this way does not go here; nothing has changed.
            Refused: it is still locked; nothing has changed.
            LocalFault: nothing has changed.
        """
        found = [one for one in self.all() if one.entry_id == entry_id]
        if not found:
            raise NoMatch(FaultCode.NOTHING_TO_DECIDE, number=entry_id)
        if way not in found[0].ways:
            raise BadInput(FaultCode.WRONG_RESOLUTION, choices=tuple(found[0].ways), field="way")
        with self._actions.action(self._label(found[0], way)) as action:
            if self._store.outbox.get(entry_id) and found[0].why in _WAITS:
                self._decide(self._existing(entry_id), found[0].why, way, action)
            else:
                self._choose(entry_id, found[0].why, way, action)

    def _waiting(self, op: Operation) -> Conflict | None:
        entry, why = self._store.entries.get(op.entry_id), review_kind(op)
        if entry is None or why is None:
            return None
        can_give_up = why is not ConflictKind.REFUSED or entry.base is None or not entry.base.running
        theirs = self._version(entry.base) if entry.base and why is not ConflictKind.COPY else None
        ways = RESOLUTIONS[why] if can_give_up else (Resolution.MINE,)
        at = op.ended_at or op.sent_at or op.queued_at
        return Conflict(entry.id, why, (), self._version(entry.mine), theirs, ways, None, op.reason, at)

    def _disputed(self, one: FieldConflict) -> Conflict:
        entry = self._store.entries.get(one.entry_id)
        ways = RESOLUTIONS[one.kind] if entry is not None and not entry.deleted else (Resolution.THEIRS,)
        if Resolution.MINE in ways and "comment" in one.field_names and one.kind is ConflictKind.BOTH_CHANGED:
            ways = (*ways, Resolution.BOTH)
        stands = _standing(one, entry) if one.kind is ConflictKind.BOTH_CHANGED else Resolution.THEIRS
        versions = self._version(one.mine), self._version(one.theirs)
        return Conflict(one.entry_id, one.kind, one.field_names, *versions, ways, stands, one.reason, one.at)

    def _decide(self, entry: Entry, why: ConflictKind, way: Resolution, action: Action) -> None:
        """About an operation that waits: it goes its way, or what it would have told is given up."""
        if way is (Resolution.THEIRS if why is ConflictKind.COPY else Resolution.MINE):
            self._store.outbox.queue_decision(entry, self._clock.now())
        elif why is ConflictKind.REFUSED and entry.base is not None:
            action.change(entry, entry._replace(mine=entry.base, started=None, deleted=False))
        else:
            action.change(entry, entry.stopped(self._clock.now())._replace(deleted=True))

    def _choose(self, entry_id: int, why: ConflictKind, way: Resolution, action: Action) -> None:
        """Between two versions that are both known."""
        disputes = [one for one in self._store.conflicts.all() if one.entry_id == entry_id]
        self._store.conflicts.remove(entry_id)
        entry = self._store.entries.get(entry_id)
        if entry is None or entry.deleted:
            return
        if why is ConflictKind.EDITED_ELSEWHERE and way is Resolution.MINE:
            after = entry.stopped(self._clock.now())._replace(deleted=True)
        else:
            after = entry._replace(mine=_chosen(entry.mine, disputes, way))
        if after != entry and (reason := self._store.entries.locked(entry_id)):
            raise Refused(reason)
        if after != entry:
            action.change(entry, after)

    def _label(self, one: Conflict, way: Resolution) -> str:
        """What undo calls it: an entry was edited, or deleted."""
        deletes = {(ConflictKind.COPY, Resolution.MINE), (ConflictKind.EDITED_ELSEWHERE, Resolution.MINE)}
        deletes |= {(why, Resolution.THEIRS) for why in (ConflictKind.DELETED_ELSEWHERE, ConflictKind.UNSURE)}
        return "delete" if (one.why, way) in deletes else "edit"

    def _version(self, fields: Fields) -> Version:
        return Version(fields, *self._store.catalog.names(fields.project_id, fields.task_id))

    def _existing(self, entry_id: int) -> Entry:
        entry = self._store.entries.get(entry_id)
        if entry is None:
            raise LookupError(f"entry {entry_id} vanished")
        return entry


_WAITS = frozenset({ConflictKind.DELETED_ELSEWHERE, ConflictKind.UNSURE, ConflictKind.COPY, ConflictKind.REFUSED})


def _standing(one: FieldConflict, entry: Entry | None) -> Resolution | None:
    for way, fields in ((Resolution.MINE, one.mine), (Resolution.THEIRS, one.theirs)):
        if entry is not None and all(getattr(entry.mine, name) == getattr(fields, name) for name in one.field_names):
            return way
    return None


def _chosen(shown: Fields, disputes: list[FieldConflict], way: Resolution) -> Fields:
    """`shown` with the chosen side's values; of several disputes about one field the last one counts."""
    values: dict[str, Any] = {}
    for one in disputes:
        side = one.theirs if way is Resolution.THEIRS else one.mine
        values |= {name: getattr(side, name) for name in one.field_names if name != "running"}
    if shown.running:
        values.pop("duration_s", None)  # its clock went on since
    if way is Resolution.BOTH:
        texts = [text for one in disputes for text in (one.theirs.comment, one.mine.comment)]
        values["comment"] = "\n".join(dict.fromkeys(texts))
    return shown._replace(**values)
