"""Suggestions for what to work on now, from the weekday, the hour and the previous entry; recent days weigh more."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

Pair = tuple[int, int]

HALF_LIFE_DAYS = 21
"""An entry this many days old weighs half."""
_MAX_SUGGESTIONS = 3
_NEAR_MIN = 60
_MIN_DAYS = 2
"""A pattern must occur on at least this many days."""


class WorkedSlot(NamedTuple):
    """A past entry: its day, and the minute of the day at which it began, if known."""

    day: date
    minute: int | None
    pair: Pair


class SuggestionReason(StrEnum):
    """The main reason for a suggestion."""

    WEEKDAY_AND_HOUR = "weekday_and_hour"
    AFTER = "after"
    HOUR = "hour"
    WEEKDAY = "weekday"


_WEIGHTS = {
    SuggestionReason.WEEKDAY_AND_HOUR: 2.0,
    SuggestionReason.AFTER: 1.5,
    SuggestionReason.HOUR: 1.0,
    SuggestionReason.WEEKDAY: 0.5,
}


class Suggestion(NamedTuple):
    """A suggested pair, its main reason, and the usual minute of the day if the reason is the hour."""

    pair: Pair
    reason: SuggestionReason
    minute: int | None = None


class _Evidence:
    """The evidence for one pair."""

    def __init__(self) -> None:
        self.weight = 0.0
        self.days: dict[SuggestionReason, set[date]] = defaultdict(set)
        self.minutes: list[int] = []

    def add(self, past: WorkedSlot, reasons: Sequence[SuggestionReason], now: datetime) -> None:
        age = 0.5 ** ((now.date() - past.day).days / HALF_LIFE_DAYS)
        for reason in reasons:
            self.weight += age * _WEIGHTS[reason]
            self.days[reason].add(past.day)
        if past.minute is not None and SuggestionReason.HOUR in reasons:
            self.minutes.append(past.minute)

    def reason(self) -> SuggestionReason | None:
        return next((reason for reason in _WEIGHTS if len(self.days[reason]) >= _MIN_DAYS), None)


def suggest(past: Iterable[WorkedSlot], now: datetime, before: Pair | None) -> list[Suggestion]:
    """Return the pairs that fit `now` (the user's wall clock) after `before`, best first.

    A pair is suggested only if the same reason holds on two days.
    """
    by_pair: dict[Pair, _Evidence] = defaultdict(_Evidence)
    for slot, previous in _in_order(past):
        if slot.day < now.date():
            by_pair[slot.pair].add(slot, _reasons(slot, previous, now, before), now)
    fitting = [
        (evidence.weight, pair, reason)
        for pair, evidence in by_pair.items()
        if pair != before and (reason := evidence.reason())
    ]
    fitting.sort(key=lambda item: (-item[0], item[1]))
    return [Suggestion(pair, reason, _usual(by_pair[pair], reason)) for _, pair, reason in fitting[:_MAX_SUGGESTIONS]]


def _in_order(past: Iterable[WorkedSlot]) -> Iterable[tuple[WorkedSlot, Pair | None]]:
    """Yield all slots, each with the pair that preceded it on the same day."""
    for _, day in groupby(past, key=lambda slot: slot.day):
        previous: Pair | None = None
        for slot in sorted(day, key=lambda slot: slot.minute or 0):
            yield slot, previous
            previous = slot.pair


def _reasons(slot: WorkedSlot, previous: Pair | None, now: datetime, before: Pair | None) -> list[SuggestionReason]:
    minute = now.hour * 60 + now.minute
    weekday = slot.day.weekday() == now.weekday()
    hour = slot.minute is not None and abs(slot.minute - minute) <= _NEAR_MIN
    after = before is not None and previous == before != slot.pair
    matches = {
        SuggestionReason.WEEKDAY_AND_HOUR: weekday and hour,
        SuggestionReason.AFTER: after,
        SuggestionReason.HOUR: hour,
        SuggestionReason.WEEKDAY: weekday,
    }
    return [reason for reason, holds in matches.items() if holds]


def _usual(evidence: _Evidence, reason: SuggestionReason) -> int | None:
    """Return the median minute, rounded to half an hour."""
    if reason not in {SuggestionReason.WEEKDAY_AND_HOUR, SuggestionReason.HOUR}:
        return None
    median = sorted(evidence.minutes)[(len(evidence.minutes) - 1) // 2]  # Importing `statistics` takes 7 ms.
    return min(round(median / 30) * 30, 23 * 60 + 30)
