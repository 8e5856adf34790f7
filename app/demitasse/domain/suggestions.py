"""What somebody most likely works on now: judged by the weekday, the hour and what came before, newer days first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from statistics import median_low
from typing import NamedTuple

Pair = tuple[int, int]

HALF_LIFE_DAYS = 21
"""What was done three weeks ago counts half."""
_NEAR_MIN = 60
_DAYS = 2
"""Once is no habit."""


class WorkedSlot(NamedTuple):
    """Something that was worked on: on which day, and from which minute of it if that is known."""

    day: date
    minute: int | None
    pair: Pair


class SuggestionReason(StrEnum):
    """What speaks for a guess."""

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
    """A pair, what speaks for it most, and the minute of the day about which it begins if that is what speaks."""

    pair: Pair
    reason: SuggestionReason
    minute: int | None = None


class _Case:
    """What speaks for one pair."""

    def __init__(self) -> None:
        self.weight = 0.0
        self.days: dict[SuggestionReason, set[date]] = defaultdict(set)
        self.minutes: list[int] = []

    def add(self, past: WorkedSlot, reasons: Sequence[SuggestionReason], now: datetime) -> None:
        age = 0.5 ** ((now.date() - past.day).days / HALF_LIFE_DAYS)
        for why in reasons:
            self.weight += age * _WEIGHTS[why]
            self.days[why].add(past.day)
        if past.minute is not None and SuggestionReason.HOUR in reasons:
            self.minutes.append(past.minute)

    def reason(self) -> SuggestionReason | None:
        return next((why for why in _WEIGHTS if len(self.days[why]) >= _DAYS), None)


def suggest(past: Iterable[WorkedSlot], now: datetime, before: Pair | None, most: int = 3) -> list[Suggestion]:
    """The pairs that fit `now` (on the person's clock) after `before`, best first; none without two days that agree."""
    cases: dict[Pair, _Case] = defaultdict(_Case)
    for one, previous in _in_order(past):
        if one.day < now.date():
            cases[one.pair].add(one, _reasons(one, previous, now, before), now)
    fitting = [(case.weight, pair, why) for pair, case in cases.items() if pair != before and (why := case.reason())]
    fitting.sort(key=lambda one: (-one[0], one[1]))
    return [Suggestion(pair, why, _usual(cases[pair], why)) for _, pair, why in fitting[:most]]


def _in_order(past: Iterable[WorkedSlot]) -> Iterable[tuple[WorkedSlot, Pair | None]]:
    """Everything, with what came before it on the same day."""
    for _, day in groupby(past, key=lambda one: one.day):
        previous: Pair | None = None
        for one in sorted(day, key=lambda past: past.minute or 0):
            yield one, previous
            previous = one.pair


def _reasons(one: WorkedSlot, previous: Pair | None, now: datetime, before: Pair | None) -> list[SuggestionReason]:
    minute = now.hour * 60 + now.minute
    weekday = one.day.weekday() == now.weekday()
    hour = one.minute is not None and abs(one.minute - minute) <= _NEAR_MIN
    after = before is not None and previous == before != one.pair
    speaks = {
        SuggestionReason.WEEKDAY_AND_HOUR: weekday and hour,
        SuggestionReason.AFTER: after,
        SuggestionReason.HOUR: hour,
        SuggestionReason.WEEKDAY: weekday,
    }
    return [why for why, holds in speaks.items() if holds]


def _usual(case: _Case, why: SuggestionReason) -> int | None:
    """About when: the middle one, to the nearest half hour."""
    if why not in {SuggestionReason.WEEKDAY_AND_HOUR, SuggestionReason.HOUR}:
        return None
    return min(round(median_low(case.minutes) / 30) * 30, 23 * 60 + 30)
