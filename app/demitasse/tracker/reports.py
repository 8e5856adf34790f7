"""Weeks, months and reports: what was worked in a span of days, in sums."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from demitasse.domain.period import Period, Work, month_of, period, week_start
from demitasse.domain.ports import Clock
from demitasse.domain.report import (
    Grouping,
    Report,
    Scope,
    filter_words,
    grouped,
    is_within,
    matched_names,
)
from demitasse.domain.text_matching import matched_words
from demitasse.domain.timesheet import TimesheetRow
from demitasse.store import work as work_sums
from demitasse.store.store import Store
from demitasse.tracker.day_split import shown_by_day

_ANY = Work(date.min, "", None, "", None, "", "", 0, 0)


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
            names = {pair[0]: work for pair, work in work_sums.names(self._store.database, first, last).items()}
            sums = work_sums.by_day_and_project(self._store.database, first, last)
            stopped = [names[project]._replace(day=day, seconds=seconds) for day, project, seconds in sums]
            return period(days, [*stopped, *map(_as_work, self._running(first, last))])

    def week(self, day: date, first_weekday: int) -> Period:
        """Return the week of `day`, which begins on `first_weekday` (1 is Monday, 7 Sunday). Raises LocalFault."""
        first = week_start(day, first_weekday)
        return self.period(first, first + timedelta(days=6))

    def month(self, day: date) -> Period:
        """Return the month of `day`. Raises LocalFault."""
        return self.period(*month_of(day))

    def report(self, query: Query) -> Report:
        """Return a report. Raises LocalFault."""
        today, query = self._store.today(), _narrowed(query)
        with self._store.reading():
            work = self._matching(query)
            fetched = self._store.entries.synced_days(query.first, query.last)
            booked = work_sums.last_day(self._store.database, query.first, query.last)
        last = max(min(query.last, max(query.first, today)), booked or query.first)
        missing = tuple([day for day in _days(query.first, min(last, today)) if day not in fetched])
        return Report(query.first, last, query.grouping, grouped(work, query.grouping), missing)

    def _matching(self, query: Query) -> list[Work]:
        """Return the work that lies in the scopes of the query, and in whose names and comments its words occur."""
        words, days = filter_words(query.typed), (query.first, query.last)
        every, database = (1 << len(words)) - 1, self._store.database
        names = work_sums.names(database, *days)
        matched = {pair: matched_names(one, words) for pair, one in names.items() if is_within(one, query.scopes)}
        if query.grouping is Grouping.DAY:
            limits = matched if words or query.scopes else None
            rows = work_sums.by_day(database, *days, words, limits)
            stopped = [_ANY._replace(day=day, seconds=seconds, entries=number) for day, seconds, number in rows]
        else:
            stopped = [
                names[pair]._replace(seconds=seconds, entries=number)
                for pair, seconds, number, found in work_sums.by_pair(database, *days, words)
                if pair in matched and matched[pair] | found == every
            ]
        return [*stopped, *self._running_matching(query, words)]

    def _running_matching(self, query: Query, words: tuple[str, ...]) -> Iterator[Work]:
        every = (1 << len(words)) - 1
        for row in self._running(query.first, query.last):
            work = _as_work(row)
            if (
                is_within(work, query.scopes)
                and matched_names(work, words) | matched_words(row.comment, words) == every
            ):
                yield work

    def _running(self, first: date, last: date) -> Sequence[TimesheetRow]:
        """Return the running timers, each on every day that it has run on."""
        now = self._clock.now()
        rows = shown_by_day(self._store, self._store.entries.running_rows(now), now)
        return [row for row in rows if first <= row.day <= last]


def _narrowed(query: Query) -> Query:
    """Return a query that is limited to a day as one of that day."""
    for scope in query.scopes:
        if scope.grouping is Grouping.DAY:
            day = scope.like.day
            scopes = tuple([other for other in query.scopes if other.grouping is not Grouping.DAY])
            return query._replace(first=max(day, query.first), last=min(day, query.last), scopes=scopes)
    return query


def _as_work(row: TimesheetRow) -> Work:
    return Work(
        row.day, row.client, row.project_id, row.project, row.task_id, row.task, row.color, row.duration_s,
    )  # fmt: skip


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
