"""The sync log: what happened to each local change on its way to CoffeeCup."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.entries import Fields
from demitasse.domain.errors import Reason
from demitasse.domain.operations import OpKind

KEPT_DAYS = 30
"""How many days the sync log reaches back."""


class LogStep(StrEnum):
    """A step of an operation; an attempt that never left this machine is not logged."""

    QUEUED = "queued"
    SENT = "sent"
    UNCLEAR = "unclear"
    LOOKED_UP = "looked_up"
    CONFIRMED = "confirmed"
    FOUND = "found"
    REFUSED = "refused"
    ASKED = "asked"
    UNDONE = "undone"
    SET_ASIDE = "set_aside"
    """The version of an entry that was not chosen in a conflict; it can be restored."""


FINAL_STEPS = frozenset({LogStep.CONFIRMED, LogStep.FOUND, LogStep.UNDONE, LogStep.SET_ASIDE})
"""Steps that end an operation: confirmed by the reply, found by a later check, or reverted before it was sent.

A version that was set aside is no operation; its only step ends it.
"""


class LogEvent(NamedTuple):
    """A step of the operation of one entry; `reason` says why, if there is a reason.

    `kind` and `fields` are set for steps with content: what was queued or sent, with the names of that time.
    """

    entry_id: int
    at: datetime
    step: LogStep
    reason: Reason | None = None
    kind: OpKind | None = None
    fields: Fields | None = None
    project: str = ""
    task: str = ""
    color: str = ""


class ChangeLog(NamedTuple):
    """One operation from its first logged step to its last."""

    events: tuple[LogEvent, ...]

    @property
    def entry_id(self) -> int:
        """The entry that the operation is about."""
        return self.events[0].entry_id

    @property
    def kind(self) -> OpKind:
        """The last kind of write: an update may have become a delete."""
        return next((event.kind for event in reversed(self.events) if event.kind), OpKind.UPDATE)

    @property
    def described(self) -> LogEvent | None:
        """The last step with content; None if it is no longer in the log."""
        return next((event for event in reversed(self.events) if event.fields is not None), None)

    @property
    def last(self) -> LogEvent:
        """The last step so far."""
        return self.events[-1]

    @property
    def is_open(self) -> bool:
        """Whether the operation has not ended yet."""
        return self.last.step not in FINAL_STEPS


def group_changes(events: Iterable[LogEvent]) -> list[ChangeLog]:
    """Group events (oldest first) into operations, the one with the latest step first."""
    running: dict[int, list[LogEvent]] = {}
    groups: list[list[LogEvent]] = []
    for event in events:
        if event.step is LogStep.SET_ASIDE:
            groups.append([event])
            continue
        steps = running.get(event.entry_id)
        if steps is None or steps[-1].step in FINAL_STEPS:
            steps = running[event.entry_id] = []
            groups.append(steps)
        steps.append(event)
    changes = [ChangeLog(tuple(steps)) for steps in reversed(groups)]
    return sorted(changes, key=lambda change: change.last.at, reverse=True)
