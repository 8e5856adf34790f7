"""What the page of a day shows: its entries in the order of the list, and how far the work is from the target."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple

from demitasse.domain.period import over_s
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import Gap, Timesheet, TimesheetRow, has_known_times

CLOSE_FROM = time(17)
"""From this time of day on, closing the day is offered, also below the target."""
MIN_STOPS = 5
"""What is usual is told from at least this many days."""
_EVER = datetime.min.replace(tzinfo=UTC)


def shown_times(row: TimesheetRow, zone: tzinfo) -> tuple[time, time] | None:
    """Return start and end of a stopped entry; None if they are unknown, or contradict its duration."""
    if row.running or row.start_time is None:
        return None
    if row.end_time is not None:
        return row.times_in(zone)
    end = datetime.combine(row.day, row.start_time) + timedelta(seconds=row.duration_s)
    return row.start_time, end.time()


def listed(rows: Sequence[TimesheetRow], gaps: Iterable[Gap], zone: tzinfo) -> tuple[TimesheetRow | Gap, ...]:
    """Return the list of a day: running entries, then the others from the latest start to the first, with the gaps.

    Entries without times come last, in the order in which they were booked.
    """
    running: list[tuple[datetime, int, TimesheetRow]] = []
    timed: list[tuple[time, int, TimesheetRow]] = []
    others: list[tuple[int, TimesheetRow]] = []
    for row in rows:
        if row.running:
            running.append((row.started_at or _EVER, row.id, row))
        elif times := shown_times(row, zone):
            timed.append((times[0], row.id, row))
        else:
            others.append((row.id, row))
    before = {gap.next_entry_id: gap for gap in gaps}
    ordered = [each[-1] for each in sorted(running, reverse=True)]
    ordered += [each[-1] for each in sorted(timed, reverse=True)]
    items: list[TimesheetRow | Gap] = []
    for row in [*ordered, *[each[-1] for each in sorted(others)]]:
        items.append(row)
        if row.id in before:
            items.append(before[row.id])
    return tuple(items)


class Progress(NamedTuple):
    """The work of a day against its target, as of one moment; `target_s` is 0 if none is set.

    `done_at` is when the running timers will reach the target, `met_at` when it was reached, as far as known.
    """

    total_s: int
    target_s: int
    done_at: datetime | None = None
    met_at: datetime | None = None

    @property
    def is_met(self) -> bool:
        """Whether there is a target, and it is reached."""
        return 0 < self.target_s <= self.total_s

    @property
    def left_s(self) -> int:
        """The seconds to go, in whole minutes, so that together with the total as shown they make the target."""
        return max(0, -(over_s(self.total_s, self.target_s) or 0)) if self.target_s else 0

    @property
    def over_s(self) -> int:
        """The seconds above the target, in whole minutes."""
        return max(0, over_s(self.total_s, self.target_s) or 0) if self.target_s else 0


def progress(sheet: Timesheet, now: Instant, zone: tzinfo) -> Progress:
    """Return how far the work of a day is from its target."""
    target_s = max(0, sheet.target_s or 0)
    here = Progress(sheet.live_s(now), target_s, sheet.target_reached_at(now) if target_s else None)
    return here._replace(met_at=_met_at(sheet, now, zone)) if here.is_met else here


def _met_at(sheet: Timesheet, now: Instant, zone: tzinfo) -> datetime | None:
    """Return when the entries added up to the target; None if it is not known of each when it was worked on."""
    if not all(has_known_times(row, sheet.at) for row in sheet.rows):
        return None
    spans = [span for row in sheet.rows for span in _spans(row, sheet.at, now, zone)]
    changes = sorted([(begin, 1) for begin, _ in spans] + [(end, -1) for _, end in spans])
    worked_s, timers = 0.0, 0
    for (moment, change), (following, _) in pairwise(changes):
        timers += change
        left_s, passed_s = (sheet.target_s or 0) - worked_s, (following - moment).total_seconds()
        if timers and passed_s * timers >= left_s:
            return moment + timedelta(seconds=left_s / timers)
        worked_s += passed_s * timers
    return None


def _spans(row: TimesheetRow, at: Instant, now: Instant, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield when an entry was worked on, each span as long as the time that was counted."""
    counted_s = row.live_s(at, now)
    if row.running and row.started_at is not None:
        since = max(row.started_at, now.wall - timedelta(seconds=counted_s))
        counted_s -= int((now.wall - since).total_seconds())
        yield since, now.wall
    if row.start_time is not None and counted_s > 0:
        begin = datetime.combine(row.day, row.start_time, zone).astimezone(UTC)
        yield begin, begin + timedelta(seconds=counted_s)


def usual_stop(last_stops: Sequence[time]) -> time | None:
    """Return at what time of day the work usually ends: the median of the last stops of some days."""
    return sorted(last_stops)[len(last_stops) // 2] if len(last_stops) >= MIN_STOPS else None


def offers_to_close(work: Progress, local: datetime, usual: time | None) -> bool:
    """Return whether it is time to close the day; `local` is the moment on the clock of the account."""
    return work.is_met or local.time() >= min(CLOSE_FROM, usual or CLOSE_FROM)
