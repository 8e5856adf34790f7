"""What is expected of a person on a day: the hours of the contract, less absences such as vacation.

See api-facts 7.8 and 7.9. CoffeeCup's absences are called time off here: an absence is a pause at this computer.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.user import Employment, target_s


class TimeOffKind(StrEnum):
    """What an absence is, as far as that can be told: it decides its sign on the screen, and nothing else."""

    VACATION = "vacation"
    HOLIDAY = "holiday"
    SICK = "sick"
    OTHER = "other"


_KIND_WORDS = (
    (TimeOffKind.HOLIDAY, r"feiertag|(?:public|bank|national|statutory)\s+holiday"),
    (TimeOffKind.SICK, r"\bsick|krank|\bill(?:ness)?\b"),
    (TimeOffKind.VACATION, r"vacation|urlaub|annual leave|\bholidays?\b|\bpto\b"),
)


class TimeOff(NamedTuple):
    """An absence from `first` to `last` (inclusive) with the name of its type, which is empty if that is unknown.

    With `works` the usual hours are expected nevertheless (a business trip). With `from_overtime` the hours are taken
    from the overtime balance.
    """

    first: date
    last: date
    name: str
    half_day: bool = False
    works: bool = False
    from_overtime: bool = False
    kind: TimeOffKind = TimeOffKind.OTHER


class Workday(NamedTuple):
    """What is expected on a day.

    `target_s` are the seconds to work, None if no target is known. `from_overtime_s` are seconds of the contract that
    absences take from the overtime balance.
    """

    target_s: int | None
    from_overtime_s: int = 0
    time_off: tuple[TimeOff, ...] = ()


def time_off_kind(name: str, *, vacation: bool, shared: bool) -> TimeOffKind:
    """Return the kind of an absence, of which CoffeeCup says only if it counts as `vacation` (api-facts 7.9).

    One that is `shared` by all is a public holiday. Otherwise the name of its type decides.
    """
    if shared:
        return TimeOffKind.HOLIDAY
    named = next((kind for kind, words in _KIND_WORDS if re.search(words, name, re.IGNORECASE)), TimeOffKind.OTHER)
    return TimeOffKind.VACATION if vacation and named is TimeOffKind.OTHER else named


def workday(employments: Iterable[Employment], time_off: Iterable[TimeOff], day: date) -> Workday:
    """Return what is expected on `day`. Absences that overlap are not subtracted twice."""
    absent = tuple([one for one in time_off if one.first <= day <= one.last])
    contract_s = target_s(employments, day)
    if contract_s is None or not absent:
        return Workday(contract_s, 0, absent)
    paid = _halves(one for one in absent if not one.works and not one.from_overtime)
    both = min(2, paid + _halves(one for one in absent if not one.works and one.from_overtime))
    off_s, paid_s = contract_s * both // 2, contract_s * paid // 2
    return Workday(contract_s - off_s, off_s - paid_s, absent)


def _halves(time_off: Iterable[TimeOff]) -> int:
    """Return how many half days these absences cover, at most two."""
    return min(2, sum(1 if one.half_day else 2 for one in time_off))
