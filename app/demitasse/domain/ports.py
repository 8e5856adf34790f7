"""Interfaces between layers: what lower layers need and upper ones implement, and the events of the sync worker."""

from datetime import datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple, Protocol

from demitasse.domain.errors import Fault
from demitasse.domain.timer import Instant


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> Instant:
        """Return this moment on all clocks."""

    def zone(self, name: str = "") -> tzinfo:
        """Return the IANA zone of that name; this computer's present zone if empty or unknown."""

    def pause(self, seconds: float) -> None:
        """Sleep on the calling thread; returns early when the program stops."""


class TokenStore(Protocol):
    """Persistent storage for the session's tokens: one opaque text, or nothing."""

    def load(self) -> str | None:
        """Return the stored text, or None if there is none. Raises LocalFault if it cannot be read now."""

    def save(self, text: str) -> None:
        """Replace the stored text. Raises LocalFault."""

    def clear(self) -> None:
        """Delete the stored text, if any."""


class CallLog(Protocol):
    """The calls of all processes to one account, and the backoff it asked for (reliability C.2)."""

    def admit(self, kind: str, limit: int, now: Instant, hold_s: float, *, reads: bool = True) -> tuple[int, float]:
        """Take a slot if fewer than `limit` are held: (slot, 0.0), else (0, seconds to wait).

        After a backoff the limit is lower for a while, and the first call must be one that only `reads`.
        """

    def wait_s(self, limit: int, now: Instant) -> float:
        """Return the seconds until fewer than `limit` slots are held; 0.0 if that is so now."""

    def finish(self, slot: int, now: Instant, *, answered: bool = True) -> None:
        """Record the end of the call of `slot`; `answered` if the reply was not a request to back off."""

    def back_off(self, until: datetime, now: Instant) -> None:
        """Allow no calls before `until`; never shortens a longer backoff."""

    def backoff_level(self, now: Instant) -> int:
        """Return how many backoffs in a row would precede one that begins now."""

    def backoff_until(self, now: Instant) -> datetime | None:
        """Return when the current backoff ends, or None if there is none."""

    def half_open(self, now: Instant) -> bool:
        """Return whether a backoff is over and no call has been answered since."""

    def calls_today(self, now: Instant) -> dict[str, int]:
        """Return how many slots were taken on this day (UTC), by kind."""


class EventKind(StrEnum):
    """What happened."""

    CHANGED = "changed"
    """Entries, catalogue or status may have changed: read them again from the store."""
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    """`SyncEvent.fault` says why."""
    BROKE = "broke"
    """A cycle ended with a fault of this computer (`SyncEvent.fault`) or a bug (None; it is logged)."""
    PROGRESS = "progress"
    """The first sync of an account came further (`SyncEvent.progress`)."""
    DEMO_STARTED = "demo_started"
    """The demo server is running in another tray app, so this one can quit."""


class SyncStep(StrEnum):
    """A part of the first sync of an account."""

    CATALOG = "catalog"
    """Projects and tasks."""
    FACTS = "facts"
    """Working hours and absences."""
    ENTRIES = "entries"
    COMMENTS = "comments"
    """Comments for suggestions, which come with the entries."""


class SyncProgress(NamedTuple):
    """How far the first sync is: `number` things of `step` are here, `is_done` if that are all.

    `share` of the whole is done, from 0.0 to 1.0.
    """

    step: SyncStep
    number: int
    share: float
    is_done: bool = True


class SyncEvent(NamedTuple):
    """An event of the sync worker, delivered on its thread."""

    kind: EventKind
    fault: Fault | None = None
    progress: SyncProgress | None = None
