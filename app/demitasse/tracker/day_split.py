"""Splitting a timer at midnight: one entry a day, for timers that were started here (reliability B.10).

A split happens in one transaction and only once, since what was cut off no longer runs. Undoing the start of the timer
undoes its splits. With the setting `split_at_midnight` off, a timer stays on the day it was started.
"""

from demitasse.domain import settings
from demitasse.domain.absence import Absence
from demitasse.domain.day_split import DayPart, split_at_midnights
from demitasse.domain.entries import Entry, Fields
from demitasse.domain.timer import Instant, elapsed_s, exact_s
from demitasse.domain.wall_time import day_of
from demitasse.store.store import Store
from demitasse.tracker.undo import Action


class DaySplit:
    """Splits timers and absences at midnight; call every method that writes inside a transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def parts(self, entry: Entry, end: Instant, absences: list[Absence] | None = None) -> list[DayPart]:
        """Return the timer of `entry` from its start to `end`, a part a day; one part if it must not be split (yet).

        `absences` are the open ones of the entry, if the caller has read them.
        """
        if entry.started is None:
            return []
        whole = [DayPart(entry.mine.day, elapsed_s(entry.started, end), entry.started)]
        zone, began = self._store.zone(), end.shifted(-exact_s(entry.started, end))
        if not entry.started_here or day_of(began.wall, zone) == day_of(end.wall, zone):
            return whole
        if not self._store.settings.get(settings.SPLIT_AT_MIDNIGHT):
            return whole
        absences = self._store.absences.for_entry(entry.id) if absences is None else absences
        if any(absence.ended is None for absence in absences):
            return whole
        return _without_day_of(entry, split_at_midnights(entry.started, end, zone, absences))

    def split(self, entry: Entry, now: Instant) -> None:
        """Continue a timer that ran past midnight as another entry on each later day."""
        first, *later = self.parts(entry, now)
        action = Action(self._store, now)
        for number, part in enumerate(later, 1):
            runs = number == len(later)
            mine = _copy(entry, part)._replace(running=runs, duration_s=0 if runs else part.seconds)
            if number == 1:
                self._end(action, entry, first)
            added = action.add(mine, started=part.began if runs else None)
            self._store.absences.add_split(entry, added)
            entry = added

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
            stopped = self._book(action, stopped, entry, part)
        return stopped

    def book(self, action: Action, like: Entry, absence: Absence, seconds: int) -> None:
        """Book the last `seconds` of an ended absence on the project and task of `like`, an entry a day."""
        if absence.ended is not None and seconds:
            for part in split_at_midnights(absence.ended.shifted(-seconds), absence.ended, self._store.zone()):
                self._book(action, like, like, part)

    def spread(self, action: Action, entry: Entry, absence: Absence) -> None:
        """Move the time of an absence that was counted on the day of `entry` to the days it lies on."""
        if absence.ended is None or not self._store.settings.get(settings.SPLIT_AT_MIDNIGHT):
            return
        parts = split_at_midnights(absence.began, absence.ended, self._store.zone())
        elsewhere = [part for part in parts if part.day != entry.mine.day]
        left_s = entry.mine.duration_s - sum([part.seconds for part in elsewhere])
        if not elsewhere or left_s < 0:
            return
        action.change(entry, entry._replace(mine=entry.mine._replace(duration_s=left_s)))
        for part in elsewhere:
            self._book(action, entry, entry, part)

    def _book(self, action: Action, before: Entry, like: Entry, part: DayPart) -> Entry:
        """Add a finished entry for `part`; return `before` instead if the part is empty."""
        if not part.seconds:
            return before
        return action.add(_copy(like, part)._replace(running=False, duration_s=part.seconds))

    def _end(self, action: Action, entry: Entry, part: DayPart) -> Entry:
        mine = entry.mine._replace(running=False, duration_s=entry.mine.duration_s + part.seconds)
        return action.change(entry, entry._replace(mine=mine, started=None))


def _without_day_of(entry: Entry, parts: list[DayPart]) -> list[DayPart]:
    """Join later parts on the day of `entry` to the first: a running timer may have been moved to another day."""
    while len(parts) > 1 and parts[1].day == entry.mine.day:
        first, second, *rest = parts
        parts = [first._replace(seconds=first.seconds + second.seconds), *rest]
    return parts


def _copy(entry: Entry, part: DayPart) -> Fields:
    return entry.mine._replace(day=part.day, start_time=None, end_time=None)
