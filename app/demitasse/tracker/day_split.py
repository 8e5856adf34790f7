"""Splitting a timer at midnight: one entry a day (reliability B.10).

A split happens in one transaction and only once, since what was cut off no longer runs. It is an action of the undo
log, undone and redone together with the action before it. With the setting `split_at_midnight` off, a timer stays on
the day it was started. A timer that ran longer than the longest plausible day is not split by itself: that would book
time which nobody has confirmed.
"""

from collections.abc import Sequence
from datetime import timedelta

from demitasse.domain import entry_times, settings
from demitasse.domain.absence import Absence
from demitasse.domain.day_split import DayPart, by_day, is_implausible, split_at_midnights
from demitasse.domain.entries import Entry, Fields
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.domain.timer import Instant, elapsed_s, exact_s
from demitasse.domain.timesheet import TimesheetRow
from demitasse.domain.wall_time import day_of, first_instant
from demitasse.store.store import Store
from demitasse.tracker.undo import Action

_EXAMPLE_S = 90 * 60
"""How long a forgotten timer may have been meant to run: an example for the message about it."""


class DaySplit:
    """Splits timers and absences at midnight; call every method that writes inside a transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def parts(self, entry: Entry, end: Instant) -> list[DayPart]:
        """Return the timer of `entry` from its start to `end`, a part a day; one part if it is not to be split."""
        if entry.started is None:
            return []
        whole = [DayPart(entry.mine.day, elapsed_s(entry.started, end), entry.started)]
        zone, began = self._store.zone(), end.shifted(-exact_s(entry.started, end))
        within_day = day_of(began.wall, zone) == day_of(end.wall, zone)
        if within_day or not self._store.settings.get(settings.SPLIT_AT_MIDNIGHT):
            return whole
        if not (entry.started_here or self.is_implausible(entry, end)):
            return whole
        return _without_day_of(entry, split_at_midnights(entry.started, end, zone))

    def began(self, entry: Entry) -> Instant | None:
        """Return when the timer of `entry` began to run without a break, perhaps as an entry of the day before."""
        started, zone = entry.started, self._store.zone()
        if started is None or started.wall - first_instant(day_of(started.wall, zone), zone) > timedelta(seconds=1):
            return started
        earlier = self._store.entries.get(self._store.absences.predecessor(entry.id) or 0)
        return started.shifted(-earlier.mine.duration_s) if earlier and not earlier.deleted else started

    def is_implausible(self, entry: Entry, end: Instant) -> bool:
        """Return whether the timer runs longer at `end` than a person works in a day: it was forgotten."""
        began = self.began(entry)
        longest_h = self._store.settings.get(settings.LONGEST_DAY)
        return began is not None and is_implausible(began, end, self._store.zone(), longest_h)

    def require_plausible(self, entry: Entry, end: Instant, now: Instant) -> None:
        """Raise BadInput if the timer runs longer at `end` than a person works in a day."""
        began = self.began(entry)
        if began is not None and self.is_implausible(entry, end):
            length_s, example = elapsed_s(began, end), began.shifted(_EXAMPLE_S).wall
            raise BadInput(
                FaultCode.TIMER_FORGOTTEN, since=began.wall, length_s=length_s, example=example, asked_at=now.wall,
                field="at",
            )  # fmt: skip

    def is_due(self, entry: Entry, now: Instant, absences: list[Absence]) -> bool:
        """Return whether a running timer is to be split now: not while a question about its time is open."""
        return not absences and len(self.parts(entry, now)) > 1 and not self.is_implausible(entry, now)

    def split(self, action: Action, entry: Entry, now: Instant, *, confirmed: bool = False) -> None:
        """Continue a timer that ran past midnight as another entry on each later day.

        The time before is not asked about again if it is `confirmed`.
        """
        first, *later = self.parts(entry, now)
        for number, part in enumerate(later, 1):
            runs = number == len(later)
            mine = _copy(entry, part)._replace(running=True) if runs else self._finished(entry, part)
            if number == 1:
                self._end(action, entry, first)
            started = part.began if runs else None
            entry = action.add(mine, started=started) if confirmed else self._continue(action, entry, mine, started)

    def _continue(self, action: Action, entry: Entry, mine: Fields, started: Instant | None) -> Entry:
        """Add the entry that continues `entry`; one that was undone is used again."""
        undone = self._store.entries.get(next(self._store.absences.continuations(entry.id), 0))
        if undone is not None and undone.deleted:
            return action.change(undone, undone._replace(mine=mine, started=started, deleted=False))
        added = action.add(mine, started=started)
        self._store.absences.add_split(entry, added)
        return added

    def stop(self, action: Action, entry: Entry, at: Instant) -> Entry:
        """Stop a timer at `at`, with an entry for each day that has at least a second, and return the last entry."""
        if entry.started is None:
            return entry
        first, *later = self.parts(entry, at)
        stopped = self._end(action, entry, first)
        if not stopped.mine.duration_s:
            earlier = self._store.entries.get(self._store.absences.predecessor(entry.id) or 0)
            if earlier is not None:
                action.change(stopped, stopped._replace(deleted=True))
                return earlier
        for part in later:
            before = stopped
            stopped = self._book(action, stopped, entry, part)
            if stopped is not before:
                self._store.absences.add_split(before, stopped)
        return stopped

    def resume(self, action: Action, entry: Entry, absence: Absence, resumed: Instant) -> None:
        """Stop a timer where an absence began, and let it run again since `resumed`, on the day of that moment."""
        day = day_of(resumed.wall, self._store.zone())
        before_s = entry.duration_at(absence.began)
        if len(self.parts(entry, resumed)) == 1 or not before_s:
            moved = day if not before_s and day > entry.mine.day else entry.mine.day
            mine = entry.mine._replace(duration_s=before_s, day=moved)
            action.change(entry, entry._replace(mine=mine, started=resumed))
            return
        last = self.stop(action, entry, absence.began)
        if last.mine.day == day:
            action.change(last, last._replace(mine=last.mine._replace(running=True), started=resumed))
        else:
            later = last.mine._replace(day=day, duration_s=0, running=True, start_time=None, end_time=None)
            action.add(later, started=resumed)

    def book(self, action: Action, like: Entry, absence: Absence, seconds: int) -> None:
        """Book the last `seconds` of an ended absence on the project and task of `like`, an entry a day."""
        if absence.ended is not None and seconds:
            for part in split_at_midnights(absence.ended.shifted(-seconds), absence.ended, self._store.zone()):
                self._book(action, like, like, part)

    def take_off(self, action: Action, entry: Entry, absence: Absence) -> int:
        """Take an ended absence off a stopped timer, on each day what lies on it, and return the seconds."""
        removed_s = 0
        if absence.ended is None:
            return 0
        for part in split_at_midnights(absence.began, absence.ended, self._store.zone()):
            piece = self._piece(entry, part)
            seconds = min(part.seconds, piece.mine.duration_s)
            if not seconds:
                continue
            removed_s += seconds
            shorter = piece._replace(mine=piece.mine._replace(duration_s=piece.mine.duration_s - seconds))
            nothing_left = piece.id != entry.id and not shorter.mine.duration_s and not piece.mine.running
            action.change(piece, shorter._replace(deleted=nothing_left))
        return removed_s

    def _piece(self, entry: Entry, part: DayPart) -> Entry:
        """Return what the timer of `entry` was split into on the day of `part`; `entry` itself if nothing."""
        for entry_id in (entry.id, *self._store.absences.continuations(entry.id)):
            piece = self._store.entries.get(entry_id)
            if piece is not None and not piece.deleted and piece.mine.day == part.day:
                return piece
        return self._store.entries.get(entry.id) or entry

    def _book(self, action: Action, before: Entry, like: Entry, part: DayPart) -> Entry:
        """Add a finished entry for `part`; return `before` instead if the part is empty."""
        if not part.seconds:
            return before
        return action.add(self._finished(like, part))

    def _finished(self, like: Entry, part: DayPart) -> Fields:
        start, end = entry_times.part_times(part.began.wall, part.seconds, self._store.zone())
        copy = _copy(like, part)
        return copy._replace(running=False, duration_s=part.seconds, start_time=start, end_time=end)

    def _end(self, action: Action, entry: Entry, part: DayPart) -> Entry:
        mine = entry.mine._replace(running=False, duration_s=entry.mine.duration_s + part.seconds)
        ended_at = part.began.shifted(part.seconds).wall
        return action.change(entry, entry._replace(mine=mine, started=None, active_at=ended_at))


def shown_by_day(store: Store, rows: Sequence[TimesheetRow], now: Instant) -> Sequence[TimesheetRow]:
    """Return rows as they are shown: a timer on each day it has run on, unless timers are not to be split."""
    if not any(row.running for row in rows):
        return rows
    unsplit_h = 0 if store.settings.get(settings.SPLIT_AT_MIDNIGHT) else store.settings.get(settings.LONGEST_DAY)
    zone, shown = store.zone(), list[TimesheetRow]()
    for row in rows:
        shown += by_day(row, now, zone, unsplit_h) if row.running else (row,)
    return sorted(shown, key=lambda row: (row.day, not row.running)) if len(shown) > len(rows) else shown


def _without_day_of(entry: Entry, parts: list[DayPart]) -> list[DayPart]:
    """Join later parts on the day of `entry` to the first: a running timer may have been moved to another day."""
    while len(parts) > 1 and parts[1].day == entry.mine.day:
        first, second, *rest = parts
        parts = [first._replace(seconds=first.seconds + second.seconds), *rest]
    return parts


def _copy(entry: Entry, part: DayPart) -> Fields:
    return entry.mine._replace(day=part.day, duration_s=0, start_time=None, end_time=None)
