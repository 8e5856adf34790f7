"""Weeks, months and reports: what was worked in a span of days, in sums."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from demitasse.domain.period import Period, Work, month_of, period, week_start
from demitasse.domain.ports import Clock
from demitasse.domain.report import Grouping, Report, Scope, filter_words, grouped, matched_words
from demitasse.domain.timesheet import TimesheetRow
from demitasse.store.store import Store
from demitasse.store.work import stopped_work
from demitasse.tracker.day_split import shown_by_day


class Query(NamedTuple):
    """What a report is about: its days, its rows, and the words and scopes that entries must match."""

    first: date
    last: date
    grouping: Grouping = Grouping.PROJECT
    typed: str = ""
    scopes: tuple[Scope, ...] = ()


class Reports:
    """Reads sums of entries, with running timers as of now."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def period(self, first: date, last: date) -> Period:
        """Return the days from `first` to `last` (inclusive) as they are stored here. Raises LocalFault."""
        with self._store.reading():
            fetched = self._store.entries.synced_days(first, last)
            days = [(day, self._store.catalog.workday(day), day in fetched) for day in _days(first, last)]
            return period(days, self._work(first, last, ()))

    def week(self, day: date, first_weekday: int) -> Period:
        """Return the week of `day`, which begins on `first_weekday` (1 is Monday, 7 Sunday). Raises LocalFault."""
        first = week_start(day, first_weekday)
        return self.period(first, first + timedelta(days=6))

    def month(self, day: date) -> Period:
        """Return the month of `day`. Raises LocalFault."""
        return self.period(*month_of(day))

    def report(self, query: Query) -> Report:
        """Return a report. Raises LocalFault."""
        words, today = filter_words(query.typed), self._store.today()
        with self._store.reading():
            work = self._work(query.first, query.last, words)
            fetched = self._store.entries.synced_days(query.first, query.last)
        rows = grouped(work, query.grouping, words, query.scopes)
        last = max([min(query.last, max(query.first, today)), *(one.day for one in work)])
        missing = tuple([day for day in _days(query.first, min(last, today)) if day not in fetched])
        return Report(query.first, last, query.grouping, rows, missing)

    def _work(self, first: date, last: date, words: tuple[str, ...]) -> list[Work]:
        stopped = stopped_work(self._store.database, first, last, words)
        return [*stopped, *(_as_work(row, words) for row in self._running(first, last))]

    def _running(self, first: date, last: date) -> Sequence[TimesheetRow]:
        """Return the running timers, each on every day that it has run on."""
        now = self._clock.now()
        rows = shown_by_day(self._store, self._store.entries.running_rows(now), now)
        return [row for row in rows if first <= row.day <= last]


def _as_work(row: TimesheetRow, words: tuple[str, ...]) -> Work:
    matched = matched_words(row.comment, words)
    return Work(
        row.day, row.client, row.project_id, row.project, row.task_id, row.task, row.color,
        row.duration_s, matched=matched,
    )  # fmt: skip


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
