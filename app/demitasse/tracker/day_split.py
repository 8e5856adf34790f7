"""A timer that runs over midnight becomes an entry a day, here, where it was started (reliability B.10).

In one transaction, and only once: what was cut off no longer runs. Undoing the start of the timer takes back all of
it. The account setting `split_at_midnight` turns it off; then a timer keeps the day it was started on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.domain import settings
from demitasse.domain.day_split import DayPart, split_at_midnights
from demitasse.domain.timer import elapsed_s
from demitasse.tracker.settings import timezone
from demitasse.tracker.undo import Action

if TYPE_CHECKING:
    from datetime import tzinfo

    from demitasse.domain.absence import Absence
    from demitasse.domain.entries import Entry, Fields
    from demitasse.domain.ports import Clock
    from demitasse.domain.timer import Instant
    from demitasse.store.store import Store


class DaySplit:
    """Cuts timers at midnight; every method that writes belongs inside a transaction."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Work on `store`; `clock` knows the zones."""
        self._store = store
        self._clock = clock

    def pieces(self, entry: Entry, end: Instant) -> list[DayPart]:
        """The timer of `entry` from its start to `end`, a piece a day; one piece if it is not to be cut (yet)."""
        if entry.started is None:
            return []
        away = self._store.absences.for_entry(entry.id) if entry.started_here else []
        cut = entry.started_here and self._store.settings.get(settings.SPLIT_AT_MIDNIGHT)
        if not cut or any(one.ended is None for one in away):
            return [DayPart(entry.mine.day, elapsed_s(entry.started, end), entry.started)]
        found = split_at_midnights(entry.started, end, self._zone(), away)
        return _joined(entry, found)

    def split(self, entry: Entry, now: Instant) -> None:
        """A timer that ran into another day by `now` goes on there as another entry."""
        first, *later = self.pieces(entry, now)
        action = Action(self._store, now)
        for number, piece in enumerate(later, 1):
            runs = number == len(later)
            mine = _copy(entry, piece)._replace(running=runs, duration_s=0 if runs else piece.seconds)
            if number == 1:
                self._end(action, entry, first)
            made = action.add(mine, started=piece.began if runs else None)
            self._store.absences.add_split(entry, made)
            entry = made

    def stop(self, action: Action, entry: Entry, at: Instant) -> Entry:
        """Stop a timer at `at`, an entry a day; the last of them. A day without a second gets none."""
        if entry.started is None:
            return entry
        first, *later = self.pieces(entry, at)
        stopped = self._end(action, entry, first)
        earlier = self._store.entries.get(self._store.absences.predecessor(entry.id) or 0)
        if earlier is not None and not stopped.mine.duration_s:
            action.change(stopped, stopped._replace(deleted=True))
            return earlier
        for piece in later:
            stopped = self._book(action, stopped, entry, piece)
        return stopped

    def book(self, action: Action, like: Entry, one: Absence, seconds: int) -> None:
        """Book so many seconds of an absence that is over, up to its end, on what `like` names: an entry a day."""
        if one.ended is not None and seconds:
            for piece in split_at_midnights(one.ended.shifted(-seconds), one.ended, self._zone()):
                self._book(action, like, like, piece)

    def spread(self, action: Action, entry: Entry, one: Absence) -> None:
        """The time of an absence was counted on the day of `entry`: what lies on other days goes there."""
        if one.ended is None or not self._store.settings.get(settings.SPLIT_AT_MIDNIGHT):
            return
        found = [
            piece for piece in split_at_midnights(one.began, one.ended, self._zone()) if piece.day != entry.mine.day
        ]
        left_s = entry.mine.duration_s - sum(piece.seconds for piece in found)
        if not found or left_s < 0:
            return
        action.change(entry, entry._replace(mine=entry.mine._replace(duration_s=left_s)))
        for piece in found:
            self._book(action, entry, entry, piece)

    def _book(self, action: Action, before: Entry, like: Entry, piece: DayPart) -> Entry:
        """A finished entry of one piece; `before` if it is empty."""
        if not piece.seconds:
            return before
        return action.add(_copy(like, piece)._replace(running=False, duration_s=piece.seconds))

    def _zone(self) -> tzinfo | None:
        return self._clock.zone(timezone(self._store))

    def _end(self, action: Action, entry: Entry, piece: DayPart) -> Entry:
        mine = entry.mine._replace(running=False, duration_s=entry.mine.duration_s + piece.seconds)
        return action.change(entry, entry._replace(mine=mine, started=None))


def _joined(entry: Entry, found: list[DayPart]) -> list[DayPart]:
    """A person may have put a running timer on another day: what is cut off goes to a day of its own, not to that."""
    while len(found) > 1 and found[1].day == entry.mine.day:
        first, second, *rest = found
        found = [first._replace(seconds=first.seconds + second.seconds), *rest]
    return found


def _copy(entry: Entry, piece: DayPart) -> Fields:
    return entry.mine._replace(day=piece.day, start_time=None, end_time=None)
