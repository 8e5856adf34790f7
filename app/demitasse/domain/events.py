"""Events of the sync worker. They are delivered on the worker's thread."""

from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.errors import Fault


class EventKind(StrEnum):
    """What happened."""

    CHANGED = "changed"
    """Entries, catalogue or status may have changed: read them again from the store."""
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    """`SyncEvent.fault` says why."""
    BROKE = "broke"
    """A cycle ended with a fault of this computer (`SyncEvent.fault`) or a bug (None; it is logged)."""
    DEMO_STARTED = "demo_started"
    """The demo server is running in another tray app, so this one can quit."""


class SyncEvent(NamedTuple):
    """One event of the worker."""

    kind: EventKind
    fault: Fault | None = None
