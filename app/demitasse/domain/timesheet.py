"""A day as it is shown: rows with their names, the total, the target, and where the syncing stands."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from demitasse.domain.timer import elapsed_s

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, time

    from demitasse.domain.entries import Employment, EntryState
    from demitasse.domain.timer import Instant


class Row(NamedTuple):
    """An entry with its names, as of one moment (`Timesheet.at`); `since` is when an unsent change was made."""

    id: int
    server_id: int | None
    day: date
    project_id: int | None
    project: str
    task_id: int | None
    task: str
    client: str
    color: str
    comment: str
    duration_s: int
    running: bool
    started_at: datetime | None
    start_time: time | None
    end_time: time | None
    state: EntryState
    reason: str = ""
    since: datetime | None = None

    def live_s(self, at: Instant, now: Instant) -> int:
        """Seconds at `now`, if this row was read at `at`."""
        return self.duration_s + (elapsed_s(at, now) if self.running else 0)


class Timesheet(NamedTuple):
    """One day: rows in the order they were begun, and the target in seconds (None if nobody set one).

    `known` is false while CoffeeCup was never asked about this day: then it may have more than is here.
    """

    day: date
    rows: tuple[Row, ...]
    target_s: int | None
    at: Instant
    known: bool = True

    @property
    def total_s(self) -> int:
        """Seconds worked that day, as of `at`."""
        return sum(row.duration_s for row in self.rows)

    def live_s(self, now: Instant) -> int:
        """Seconds worked that day, as of `now`."""
        return sum(row.live_s(self.at, now) for row in self.rows)


class SyncState(StrEnum):
    """How this computer and CoffeeCup stand to each other, in one word."""

    SYNCED = "synced"
    WAITING = "waiting"
    OFFLINE = "offline"
    PAUSED = "paused"
    SIGNED_OUT = "signed_out"


class SyncStatus(NamedTuple):
    """What is here and not yet there, and since when; all instants are aware UTC."""

    state: SyncState
    pending: int = 0
    rejected: int = 0
    needs_review: int = 0
    oldest_pending_at: datetime | None = None
    paused_until: datetime | None = None
    last_synced_at: datetime | None = None
    offline_since: datetime | None = None


def employment(employments: Iterable[Employment], day: date) -> Employment | None:
    """The newest employment that is valid on `day` (api-facts 7.8)."""
    return max((one for one in employments if one.valid_from <= day), key=lambda one: one.valid_from, default=None)


def target_s(employments: Iterable[Employment], day: date) -> int | None:
    """The seconds to work on `day`; None if nobody set any."""
    valid = employment(employments, day)
    return None if valid is None else valid.target_s[day.weekday()]
