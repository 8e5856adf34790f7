"""Days for display: rows with names, totals, targets, gaps, and the sync status."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.entries import EntryState
from demitasse.domain.errors import Reason
from demitasse.domain.timer import Instant, elapsed_s
from demitasse.domain.wall_time import DayClock, possible_seconds
from demitasse.domain.workplan import TimeOff

UNKNOWN_NAME = "…"
"""Stands for the name of a project or task until it is known here."""

MIN_GAP_S = 300
"""A shorter pause is not a gap."""
_DAY_S = 24 * 3600


class TimesheetRow(NamedTuple):
    """An entry with its names, as of one moment (`Timesheet.at`).

    `earlier_s` of a running entry are the seconds before its timer was last started.
    `reason` says why CoffeeCup rejected a change, `unsent_since` when an unsent one was made, and `locked` why the
    entry cannot be changed (None if it can). `active_at` is when its timer was last stopped, as far as known.
    """

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
    reason: Reason | None = None
    unsent_since: datetime | None = None
    locked: str | None = None
    earlier_s: int = 0
    active_at: datetime | None = None

    @property
    def times(self) -> tuple[time, time] | None:
        """Start and end (00:00 is the end of the day); None if one is unknown, or they contradict the duration."""
        if self.running or self.start_time is None or self.end_time is None:
            return None
        passed_s = (second_of_day(self.end_time) - second_of_day(self.start_time)) % _DAY_S
        return (self.start_time, self.end_time) if abs(passed_s - self.duration_s % _DAY_S) < 60 else None

    def times_in(self, zone: tzinfo) -> tuple[time, time] | None:
        """Return the same, also if the clock was changed in between in that zone."""
        if self.times is not None or self.running or self.start_time is None or self.end_time is None:
            return self.times
        passed = possible_seconds(self.start_time, self.end_time, DayClock(self.day, zone))
        return (self.start_time, self.end_time) if any(abs(each - self.duration_s) < 60 for each in passed) else None

    def start_and_end(self, zone: tzinfo) -> tuple[time | None, time | None]:
        """Return start and end in `zone` as far as they are known; a running entry has no end."""
        return (self.start_time, None) if self.running else self.times_in(zone) or (None, None)

    def since(self, zone: tzinfo) -> datetime | None:
        """Return since when its timer runs: the last start, or an earlier one that a change of its time has set."""
        if self.started_at is None or self.start_time is None:
            return self.started_at
        began = self.started_at - timedelta(seconds=self.earlier_s)
        apart_s = second_of_day(began.astimezone(zone).time()) - second_of_day(self.start_time)
        return began if abs(apart_s) < 60 else self.started_at

    def live_s(self, at: Instant, now: Instant) -> int:
        """Return the seconds at `now`, if this row was read at `at`."""
        return self.duration_s + (elapsed_s(at, now) if self.running else 0)


def worked_last(rows: Iterable[TimesheetRow], zone: tzinfo | None) -> TimesheetRow | None:
    """Return the stopped entry of one day that was worked on last; `zone` is that of the times of day.

    Entries of which nobody knows when they were worked on count as earlier than the others.
    """
    last: tuple[float, int] = (-1.0, 0)
    found = None
    for row in rows:
        clock = row.end_time or row.start_time
        moment = row.active_at or (datetime.combine(row.day, clock, zone) if clock else None)
        rank = (moment.timestamp() if moment else 0.0, row.id)
        if not row.running and rank > last:
            last, found = rank, row
    return found


class Gap(NamedTuple):
    """A pause from `start` to `end` (whole minutes) between two entries."""

    start: time
    end: time
    next_entry_id: int
    previous_entry_id: int = 0

    @property
    def seconds(self) -> int:
        """The length of the pause."""
        return second_of_day(self.end) - second_of_day(self.start)


class Timesheet(NamedTuple):
    """One day: rows in the order of their start, and the target in seconds (None if not set), less absences.

    `fetched` is False if the day was never read from CoffeeCup, which may then have more entries. `from_overtime_s` and
    `time_off` are those of `domain.workplan.Workday`.
    """

    day: date
    rows: tuple[TimesheetRow, ...]
    target_s: int | None
    at: Instant
    fetched: bool = True
    from_overtime_s: int = 0
    time_off: tuple[TimeOff, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the day: it was fetched, or has entries here."""
        return self.fetched or bool(self.rows)

    @property
    def total_s(self) -> int:
        """Seconds worked that day, as of `at`."""
        return sum([row.duration_s for row in self.rows])

    def live_s(self, now: Instant) -> int:
        """Return the seconds worked that day, as of `now`."""
        passed_s = elapsed_s(self.at, now)
        return sum([row.duration_s + (passed_s if row.running else 0) for row in self.rows])

    def target_reached_at(self, now: Instant) -> datetime | None:
        """Return when the running timers reach the target; None if none runs or the target is reached."""
        running = sum([row.running for row in self.rows])
        left_s = (self.target_s or 0) - self.live_s(now)
        return now.wall + timedelta(seconds=left_s / running) if running and left_s > 0 else None

    def gaps(self, local: Callable[[datetime], datetime]) -> tuple[Gap, ...]:
        """Return the longer pauses between entries; `local` converts an instant to wall time.

        None is returned if the times of an entry are unknown: it may lie there.
        """
        gaps, reach, before_id = [], None, 0
        if not all(has_known_times(row, self.at) for row in self.rows):
            return ()
        for start, end, row_id in sorted(self._stretches(local)):
            first, last = -(-(reach or start) // 60), start // 60
            if reach is not None and (last - first) * 60 >= MIN_GAP_S:
                gaps.append(Gap(time(first // 60, first % 60), time(last // 60, last % 60), row_id, before_id))
            if reach is None or end >= reach:
                reach, before_id = end, row_id
        return tuple(gaps)

    def overlaps(self, row_id: int, local: Callable[[datetime], datetime]) -> tuple[tuple[TimesheetRow, int], ...]:
        """Return the entries that were worked on at the same time as one of them, with the seconds they share."""
        spans = self.stretches(local)
        mine = [(start, end) for start, end, number in spans if number == row_id]
        shared_s = dict.fromkeys([row.id for row in self.rows], 0)
        for first, last in mine:
            for start, end, number in spans:
                shared_s[number] += max(0, min(end, last) - max(start, first))
        return tuple((row, shared_s[row.id]) for row in self.rows if row.id != row_id and shared_s[row.id] >= 60)

    def overlaps_at(
        self, start: time, end: time | None, seconds: int, local: Callable[[datetime], datetime], own_id: int = 0
    ) -> tuple[tuple[TimesheetRow, int], ...]:
        """Return the same for an entry that does not have these times yet; `own_id` is the present one, if any."""
        mine = TimesheetRow(
            own_id, None, self.day, None, "", None, "", "", "", "", seconds, False, None, start, end,  # noqa: FBT003
            EntryState.WAITING,
        )  # fmt: skip
        others = (row for row in self.rows if row.id != own_id)
        return self._replace(rows=(*others, mine)).overlaps(own_id, local)

    def stretches(self, local: Callable[[datetime], datetime]) -> list[tuple[int, int, int]]:
        """Return start and end (seconds of the day) of each entry, as far as known, and its id.

        A timer reaches to the present, and an entry that was continued has two of them.
        """
        now_s = second_of_day(local(self.at.wall).time()) if local(self.at.wall).date() == self.day else _DAY_S
        running = {row.id for row in self.rows if row.running}
        return [(start, min(end, now_s) if row_id in running else end, row_id)
                for start, end, row_id in self._stretches(local)]  # fmt: skip

    def _stretches(self, local: Callable[[datetime], datetime]) -> Iterator[tuple[int, int, int]]:
        """Yield start and end (seconds of the day) of each entry, as far as known, and its id."""
        for row in self.rows:
            counted_s = row.duration_s
            if row.running and row.started_at is not None:
                counted_s -= max(0, int((self.at.wall - row.started_at).total_seconds()))
                began = local(row.started_at)
                if began.date() == self.day:
                    yield second_of_day(began.time()), _DAY_S, row.id
            if row.start_time is not None and counted_s > 0:
                start = second_of_day(row.start_time)
                end = start + counted_s if row.end_time is None else second_of_day(row.end_time)
                yield start, min(end, _DAY_S) if end > start else _DAY_S, row.id


class SyncState(StrEnum):
    """The sync status in one word."""

    SYNCED = "synced"
    WAITING = "waiting"
    OFFLINE = "offline"
    PAUSED = "paused"
    SIGNED_OUT = "signed_out"


class SyncStatus(NamedTuple):
    """Number and age of unsent changes, and the state of the connection; all instants are aware UTC.

    `conflicts` counts the entries for which one version was dropped and kept for the user.
    """

    state: SyncState
    pending: int = 0
    rejected: int = 0
    needs_review: int = 0
    oldest_pending_at: datetime | None = None
    paused_until: datetime | None = None
    last_synced_at: datetime | None = None
    offline_since: datetime | None = None
    conflicts: int = 0


def has_known_times(row: TimesheetRow, at: Instant) -> bool:
    """Return whether it is known when all of an entry was worked; for a running one that was paused it is not."""
    if not row.running:
        return (row.start_time is not None and (row.end_time is None or row.times is not None)) or not row.duration_s
    counted_s = (at.wall - row.started_at).total_seconds() if row.started_at else -1.0
    return row.start_time is not None or row.duration_s - counted_s < 60


def second_of_day(moment: time) -> int:
    """Return the seconds since midnight on the clock, without fractions."""
    return moment.hour * 3600 + moment.minute * 60 + moment.second
