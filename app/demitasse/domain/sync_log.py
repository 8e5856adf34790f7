"""What happened to each change on its way to CoffeeCup, as a person reads it."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.entries import Fields
from demitasse.domain.operations import OpKind

KEPT_DAYS = 30
"""How many days the sync log reaches back."""


class LogStep(StrEnum):
    """One thing that happened to an operation; a send that never left this machine is none."""

    QUEUED = "queued"
    SENT = "sent"
    UNCLEAR = "unclear"
    LOOKED_UP = "looked_up"
    CONFIRMED = "confirmed"
    FOUND = "found"
    REFUSED = "refused"
    ASKED = "asked"
    UNDONE = "undone"


FINAL_STEPS = frozenset({LogStep.CONFIRMED, LogStep.FOUND, LogStep.UNDONE})
"""After these there is nothing left to do: confirmed by the answer, found by looking, or taken back before it left."""


class LogEvent(NamedTuple):
    """A step of the operation of one entry; `words` are CoffeeCup's or ours, where there are any.

    `kind` and `said` are known of steps that say something: what was queued or sent, with the names it had.
    """

    entry_id: int
    at: datetime
    step: LogStep
    detail: str = ""
    kind: OpKind | None = None
    fields: Fields | None = None
    project: str = ""
    task: str = ""


class ChangeLog(NamedTuple):
    """One operation from its first step in the ledger to the last one so far."""

    events: tuple[LogEvent, ...]

    @property
    def entry_id(self) -> int:
        """Whose it is."""
        return self.events[0].entry_id

    @property
    def kind(self) -> OpKind:
        """What CoffeeCup had to be told in the end: an update became a delete, say."""
        return next((event.kind for event in reversed(self.events) if event.kind), OpKind.UPDATE)

    @property
    def described(self) -> LogEvent | None:
        """The last step that says what it was about; None if that was too long ago."""
        return next((event for event in reversed(self.events) if event.fields is not None), None)

    @property
    def last(self) -> LogEvent:
        """How far it has come."""
        return self.events[-1]

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do."""
        return self.last.step not in FINAL_STEPS


def group_changes(events: Iterable[LogEvent]) -> list[ChangeLog]:
    """The operations that these events, oldest first, are the steps of; the one that moved last comes first."""
    running: dict[int, list[LogEvent]] = {}
    found: list[list[LogEvent]] = []
    for event in events:
        steps = running.get(event.entry_id)
        if steps is None or steps[-1].step in FINAL_STEPS:
            steps = running[event.entry_id] = []
            found.append(steps)
        steps.append(event)
    return sorted(
        (ChangeLog(tuple(steps)) for steps in reversed(found)), key=lambda course: course.last.at, reverse=True
    )
