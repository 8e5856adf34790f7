"""Timers across every midnight of a year, in every zone: each second counts for the calendar day of its zone.

The suite runs sixty zones, among them those with unusual midnights; `python3 bootstrap.py long zones` runs all.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from demitasse.domain.day_split import split_at_midnights
from demitasse.domain.timer import Instant, elapsed_s
from tests.long.runs import CaseResult

NIGHTS = 365
ODD = ("Africa/Cairo", "America/Santiago", "Asia/Beirut", "America/Havana", "America/Asuncion", "America/Nuuk",
       "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca")  # fmt: skip


def zones() -> list[str]:
    """All time zones, in a fixed order."""
    return sorted(name for name in available_timezones() if name != "localtime")


def sleepless(zone: ZoneInfo, rng: random.Random, start: datetime) -> int:
    """Check a timer across each midnight after `start`, and return how many there were. Raises AssertionError."""
    for night in range(NIGHTS):
        noon = start + timedelta(days=night)
        began = Instant(noon + timedelta(seconds=rng.uniform(0, 43_200)), "boot", rng.uniform(0, 1e6))
        ended = began.shifted(rng.uniform(0, 129_600))
        found = split_at_midnights(began, ended, zone)
        assert sum(piece.seconds for piece in found) == elapsed_s(began, ended), (zone.key, night)
        assert all(piece.seconds > 0 for piece in found[:-1]), (zone.key, night)
        for piece in found:
            seconds = max(0, piece.seconds - 1)
            first, last = (shown(piece.began.wall + timedelta(seconds=each), zone) for each in (0, seconds))
            assert first == last == piece.day, (zone.key, night)
    return NIGHTS


def shown(moment: datetime, zone: ZoneInfo) -> date:
    """Return the calendar day in that zone."""
    return moment.astimezone(zone).date()


def run_case(seed: int) -> CaseResult:
    """Check all midnights of a year in the zone that `seed` selects."""
    names = zones()
    name, rng = names[seed % len(names)], random.Random(seed)  # noqa: S311 - reproducible
    return CaseResult(injected={"midnights": sleepless(ZoneInfo(name), rng, datetime(2026, 1, 1, 12, tzinfo=UTC))})


@pytest.mark.parametrize("number", range(6))
def test_every_second_counts_for_its_day(number: int, seed: int) -> None:
    rng = random.Random(seed + number)  # noqa: S311 - reproducible
    some = rng.sample(zones(), 60 - len(ODD))
    for name in [*ODD, *some][number::6]:
        sleepless(ZoneInfo(name), rng, datetime(2026, 1, 1, 12, tzinfo=UTC))
