"""A day as it is shown: rows with their names, the total, the target, and where the syncing stands."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.entries import EntryState
from demitasse.domain.timer import Instant, elapsed_s

MIN_GAP_S = 300
"""A pause shorter than this is no gap."""
_DAY_S = 24 * 3600


class TimesheetRow(NamedTuple):
    """An entry with its names, as of one moment (`Timesheet.at`).

    `reason` says why CoffeeCup did not take a change, `since` when an unsent one was made, and `locked` why the entry
    cannot be changed (empty if it can).
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
    reason: str = ""
    unsent_since: datetime | None = None
    locked: str = ""

    def live_s(self, at: Instant, now: Instant) -> int:
        """Seconds at `now`, if this row was read at `at`."""
        return self.duration_s + (elapsed_s(at, now) if self.running else 0)


class Gap(NamedTuple):
    """Nothing was tracked from `start` to `end` (whole minutes); then the entry `before` began."""

    start: time
    end: time
    next_entry_id: int

    @property
    def seconds(self) -> int:
        """How long that was."""
        return _second(self.end) - _second(self.start)


class Timesheet(NamedTuple):
    """One day: rows in the order they were begun, and the target in seconds (None if nobody set one).

    `known` is false while CoffeeCup was never asked about this day: then it may have more than is here.
    """

    day: date
    rows: tuple[TimesheetRow, ...]
    target_s: int | None
    at: Instant
    fetched: bool = True

    @property
    def total_s(self) -> int:
        """Seconds worked that day, as of `at`."""
        return sum(row.duration_s for row in self.rows)

    def live_s(self, now: Instant) -> int:
        """Seconds worked that day, as of `now`."""
        return sum(row.live_s(self.at, now) for row in self.rows)

    def target_reached_at(self, now: Instant) -> datetime | None:
        """When the target is reached if what runs runs on; None if nothing runs, or there is nothing left to reach."""
        running = sum(row.running for row in self.rows)
        left_s = (self.target_s or 0) - self.live_s(now)
        return now.wall + timedelta(seconds=left_s / running) if running and left_s > 0 else None

    def gaps(self, local: Callable[[datetime], datetime]) -> tuple[Gap, ...]:
        """The longer pauses between entries whose times of day are known; `local` tells an instant's wall time."""
        found, reach = [], None
        for start, end, row_id in sorted(self._stretches(local)):
            first, last = -(-(reach or start) // 60), start // 60
            if reach is not None and (last - first) * 60 >= MIN_GAP_S:
                found.append(Gap(time(first // 60, first % 60), time(last // 60, last % 60), row_id))
            reach = max(reach or 0, end)
        return tuple(found)

    def _stretches(self, local: Callable[[datetime], datetime]) -> Iterator[tuple[int, int, int]]:
        """From and to (seconds of the day) of each entry as far as that is known, and its id."""
        for row in self.rows:
            counted_s = row.duration_s
            if row.running and row.started_at is not None:
                counted_s -= max(0, int((self.at.wall - row.started_at).total_seconds()))
                began = local(row.started_at)
                if began.date() == self.day:
                    yield _second(began.time()), _DAY_S, row.id
            if row.start_time is not None and counted_s > 0:
                start = _second(row.start_time)
                end = start + counted_s if row.end_time is None else _second(row.end_time)
                yield start, min(end, _DAY_S) if end > start else _DAY_S, row.id


class SyncState(StrEnum):
    """How this computer and CoffeeCup stand to each other, in one word."""

    SYNCED = "synced"
    WAITING = "waiting"
    OFFLINE = "offline"
    PAUSED = "paused"
    SIGNED_OUT = "signed_out"


class SyncStatus(NamedTuple):
    """What is here and not yet there, and since when; all instants are aware UTC.

    `conflicts` counts entries of which one side's words lost and are kept for the person.
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


class ProjectTotal(NamedTuple):
    """What one project has of some time."""

    project_id: int | None
    project: str
    color: str
    seconds: int


class Week(NamedTuple):
    """Seven days in a row, the first one being whatever day a week begins with."""

    days: tuple[Timesheet, ...]

    @property
    def number(self) -> int:
        """The week's number after ISO 8601, which is that of its Thursday."""
        return next(one.day for one in self.days if one.day.isoweekday() == 4).isocalendar().week

    @property
    def total_s(self) -> int:
        """Seconds worked in these days."""
        return sum(one.total_s for one in self.days)

    @property
    def target_s(self) -> int | None:
        """Seconds to work in these days; None if nobody set a target for any of them."""
        known = [one.target_s for one in self.days if one.target_s is not None]
        return sum(known) if known else None

    def balance_s(self, today: date) -> int | None:
        """Seconds worked above (or below) the target of the days up to `today`; None where none of them has one."""
        told = [(one.total_s, one.target_s) for one in self.days if one.day <= today and one.target_s is not None]
        return sum(worked - target for worked, target in told) if told else None

    def project_totals(self) -> tuple[ProjectTotal, ...]:
        """Each project's part of the week, the greatest first."""
        return project_totals(*self.days)


def project_totals(*days: Timesheet) -> tuple[ProjectTotal, ...]:
    """Each project's part of these days, the greatest first, equal ones by name."""
    found: dict[int | None, ProjectTotal] = {}
    for row in (row for one in days for row in one.rows):
        before = found.get(row.project_id)
        seconds = row.duration_s + (before.seconds if before else 0)
        found[row.project_id] = ProjectTotal(row.project_id, row.project, row.color, seconds)
    return tuple(sorted(found.values(), key=lambda share: (-share.seconds, share.project)))


def week_start(day: date, first_weekday: int) -> date:
    """The day on which the week of `day` begins; `first_weekday` is 1 for Monday to 7 for Sunday."""
    return day - timedelta(days=(day.isoweekday() - first_weekday) % 7)


def _second(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
