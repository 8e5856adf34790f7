"""What the worker tells the rest of the program. Events are handed over on the worker's thread."""

from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.errors import Fault


class EventKind(StrEnum):
    """What happened."""

    CHANGED = "changed"
    """Something shown may differ now: entries, catalogue or status. Read it again from the store."""
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    """`Event.fault` says why."""
    BROKE = "broke"
    """A fault of this computer (`Event.fault`) or a bug of ours (None; it is in the log) ended a cycle. The next one
    starts fresh."""
    DEMO_STARTED = "demo_started"
    """The local CoffeeCup runs in a tray app of its own; this one can go."""


class SyncEvent(NamedTuple):
    """One thing that happened."""

    kind: EventKind
    fault: Fault | None = None
