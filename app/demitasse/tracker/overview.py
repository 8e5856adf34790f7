"""The overview: everything that tray, header, day page, footer and presence show, read at once. And due reminders."""

import math
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta, tzinfo
from typing import NamedTuple

from demitasse.domain import settings
from demitasse.domain.absence import AbsenceQuestion
from demitasse.domain.day_view import usual_stop
from demitasse.domain.entries import Choice
from demitasse.domain.ports import Clock
from demitasse.domain.reminders import Reminder, ReminderContext, ReminderSettings, due_reminders
from demitasse.domain.timer import Instant, exact_s
from demitasse.domain.timesheet import Gap, SyncStatus, Timesheet, TimesheetRow, worked_last
from demitasse.domain.wall_time import day_of, first_instant, same_clock, zone_label
from demitasse.store.settings import REMINDED
from demitasse.store.store import Store
from demitasse.tracker.absence import question
from demitasse.tracker.account import Identity, identity
from demitasse.tracker.conflicts import Conflict, Conflicts
from demitasse.tracker.day_split import shown_by_day
from demitasse.tracker.status import Status

Pair = tuple[int, int]

_FRESH_S = 1.0
"""An overview older than this is read again even if nothing was written."""


class WatchSettings(NamedTuple):
    """What the presence monitor does: ask about absences from `away_s` seconds on, and remind."""

    ask_away: bool
    away_s: int
    reminders: ReminderSettings


class _Facts(NamedTuple):
    """What no command on an entry changes, as of a revision of the database."""

    revision: int
    identity: Identity
    zone_name: str
    watch: WatchSettings
    favourites: tuple[Choice, ...]


class Overview(NamedTuple):
    """The state of a profile at one moment.

    `sheet` and `gaps` are those of the shown day. `last_day` is the last earlier day with entries, if today has none.
    `timers` are all that run, `running` the one started last. `continuable` is what Continue would begin
    while no timer runs. `conflicts` and `questions` wait for the user. `other_zone` is the city of
    `zone`, in which all times of day are shown, if the clock of this computer shows another time; else empty.
    `usual_stop` is when the work usually ends.
    """

    at: Instant
    today: Timesheet
    sheet: Timesheet
    gaps: tuple[Gap, ...]
    last_day: Timesheet | None
    running: TimesheetRow | None
    timers: tuple[TimesheetRow, ...]
    continuable: TimesheetRow | None
    favourites: tuple[Choice, ...]
    recents: tuple[Choice, ...]
    sync: SyncStatus
    questions: tuple[AbsenceQuestion, ...]
    conflicts: tuple[Conflict, ...]
    identity: Identity
    watch: WatchSettings
    today_ends_in_s: int
    """Seconds, rounded up, until the account's next day begins."""
    zone: tzinfo
    other_zone: str
    usual_stop: time | None

    @property
    def offered(self) -> tuple[Choice, ...]:
        """The favourites, then the tasks used last, without what runs or what Continue offers."""
        shown = self.running or self.continuable
        by_pair = {(one.project_id, one.task_id): one for one in (*self.recents, *self.favourites)}
        order = dict.fromkeys((one.project_id, one.task_id) for one in (*self.favourites, *self.recents))
        return tuple([by_pair[pair] for pair in order if not shown or pair != (shown.project_id, shown.task_id)])

    @property
    def ended_questions(self) -> tuple[AbsenceQuestion, ...]:
        """The questions about absences that have ended."""
        return tuple([question for question in self.questions if question.ended_at is not None])


class OverviewReader:
    """Reads overviews of one profile; one that is still current is returned again."""

    def __init__(self, store: Store, clock: Clock, status: Status, conflicts: Conflicts) -> None:
        self._store = store
        self._clock = clock
        self._status = status
        self._conflicts = conflicts
        self._day: date | None = None
        self._last: Overview | None = None
        self._revision = 0
        self._changes = 0
        self._facts: _Facts | None = None
        self._fetched: tuple[tuple[int, date, date], frozenset[date]] | None = None
        self._zones: tuple[tzinfo, tzinfo, str] | None = None
        self._stop: tuple[date, time | None] | None = None

    def select(self, day: date | None) -> None:
        """Set the shown day; None follows today."""
        if day != self._day:
            self._last = None
        self._day = day

    def read(self) -> Overview:
        """Return the current overview, in at most twelve statements. Raises LocalFault."""
        now, database = self._clock.now(), self._store.database
        last = self._last
        if last is not None and self.is_current(last) and exact_s(last.at, now) < _FRESH_S:  # noqa: SIM102
            if database.revision() == self._revision:
                return last
        with self._store.reading():
            self._last = overview = self._read(now)
            self._revision = database.revision()
        self._changes = database.changes()
        return overview

    def is_current(self, overview: Overview) -> bool:
        """Return whether `overview` is the last one and nothing was written through this store since."""
        return overview is self._last and self._changes == self._store.database.changes()

    def _read(self, now: Instant) -> Overview:
        facts = self._read_facts()
        zone = self._clock.zone(facts.zone_name)
        day = day_of(now.wall, zone)
        shown = self._day or day
        read = self._store.entries.current((day, shown), now)
        rows = shown_by_day(self._store, read, now)
        fetched = self._fetched_days(facts, min(day, shown), max(day, shown))
        today = self._sheet(day, rows, now, fetched=day in fetched)
        sheet = today if shown == day else self._sheet(shown, rows, now, fetched=shown in fetched)
        timers = sorted([row for row in read if row.running], key=_started)
        last_day = None if today.rows else self._last_day(day, now)
        sync = self._status.sync()
        needs_user = sync.rejected or sync.needs_review or sync.conflicts
        pairs = self._store.entries.recent(day)
        choices = self._store.catalog.pick(pairs)
        by_id, absences = {row.id: row for row in read}, self._store.absences.all()
        return Overview(
            at=now,
            today=today,
            sheet=sheet,
            gaps=sheet.gaps(lambda moment: moment.astimezone(zone)) if sheet.fetched else (),
            last_day=last_day,
            running=timers[-1] if timers else None,
            timers=tuple(timers),
            continuable=None if timers else worked_last((last_day or today).rows, zone),
            favourites=facts.favourites,
            recents=tuple([choice for choice in choices if choice]),
            sync=sync,
            questions=tuple([question(one, by_id[one.entry_id], now) for one in absences if one.entry_id in by_id]),
            conflicts=self._conflicts.all() if needs_user else (),
            identity=facts.identity,
            watch=facts.watch,
            today_ends_in_s=math.ceil((first_instant(day + timedelta(days=1), zone) - now.wall).total_seconds()),
            zone=zone,
            other_zone=self._other_zone(zone, now),
            usual_stop=self._usual_stop(day),
        )

    def _other_zone(self, zone: tzinfo, now: Instant) -> str:
        """Return the city of `zone` if clocks there differ from this computer's, compared once for each two zones."""
        here = self._clock.zone()
        if self._zones is None or self._zones[:2] != (zone, here):
            city = "" if zone == here or same_clock(zone, here, now.wall) else zone_label(zone, now.wall)
            self._zones = zone, here, city
        return self._zones[2]

    def _usual_stop(self, today: date) -> time | None:
        """Return when the work usually ends, looked up once a day."""
        if self._stop is None or self._stop[0] != today:
            self._stop = today, usual_stop(self._store.entries.last_stops(today))
        return self._stop[1]

    def _favourites(self) -> tuple[Choice, ...]:
        starred = self._store.catalog.favourites()
        found = self._store.catalog.pick(list(starred)) if starred else ()
        return tuple(sorted([choice for choice in found if choice], key=_listed))

    def _read_facts(self) -> _Facts:
        """Return the facts, read again only after settings may have changed."""
        revision, get = self._store.database.revision(), self._store.settings.get
        if self._facts is None or self._facts.revision != revision:
            reminders = ReminderSettings(
                get(settings.REMIND_NO_TIMER),
                get(settings.WORK_BEGINS),
                get(settings.WARN_LONG),
                get(settings.LONG_HOURS),
                get(settings.REMIND_END),
            )
            watch = WatchSettings(get(settings.ASK_AWAY), get(settings.AWAY_S), reminders)
            self._facts = _Facts(revision, identity(self._store), self._store.zone_name(), watch, self._favourites())
        return self._facts

    def _fetched_days(self, facts: _Facts, first: date, last: date) -> frozenset[date]:
        """Return which of these days were fetched, read again with the facts or for other days."""
        wanted = facts.revision, first, last
        if self._fetched is None or self._fetched[0] != wanted:
            self._fetched = wanted, self._store.entries.synced_days(first, last)
        return self._fetched[1]

    def _sheet(self, day: date, rows: Sequence[TimesheetRow], now: Instant, *, fetched: bool) -> Timesheet:
        plan, own = self._store.catalog.workday(day), tuple([row for row in rows if row.day == day])
        return Timesheet(day, own, plan.target_s, now, fetched, plan.from_overtime_s, plan.time_off)

    def _last_day(self, before: date, now: Instant) -> Timesheet | None:
        rows = self._store.entries.last_day(before, now)
        return Timesheet(rows[0].day, rows, None, now) if rows else None


class Reminders:
    """Delivers each reminder once per occasion, which it keeps in `store`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self, context: ReminderContext, wanted: ReminderSettings) -> Iterator[Reminder]:
        """Yield the `wanted` reminders that are due, each recorded first, so no crash repeats it. Raises LocalFault."""
        for reminder in due_reminders(context, wanted):
            delivered = self._store.settings.get(REMINDED)
            if delivered.get(reminder.kind) != reminder.occasion:
                with self._store.transaction():
                    self._store.settings.put(REMINDED, {**delivered, reminder.kind: reminder.occasion})
                yield reminder


def _started(row: TimesheetRow) -> tuple[float, int]:
    return row.started_at.timestamp() if row.started_at else 0.0, row.id


def _listed(choice: Choice) -> tuple[str, str, str]:
    """Return what choices are ordered by in every list."""
    return choice.client, choice.project, choice.task
