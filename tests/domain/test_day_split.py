"""Splitting timers at midnight: each second counts for its day, none is lost or doubled, in every zone."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from demitasse.domain.day_split import split_at_midnights
from demitasse.domain.timer import Instant, elapsed_s
from demitasse.domain.wall_time import day_of, first_instant

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, boot_s: float = 0.0) -> Instant:
    """Return a moment of one boot, its wall time given in Berlin."""
    wall = datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)
    return Instant(wall, "boot", boot_s or wall.timestamp())


def cut(start: Instant, end: Instant) -> list[tuple[int, int]]:
    """Return the day of the month and the seconds of each part, in Berlin."""
    return [(piece.day.day, piece.seconds) for piece in split_at_midnights(start, end, BERLIN)]


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00"),
        ("Europe/Berlin", "2026-10-26", "2026-10-25T23:00"),
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00"),  # 00:00 does not exist: the day begins at 01:00
        ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00"),
        ("America/Santiago", "2026-09-06", "2026-09-06T04:00"),
        ("America/Havana", "2026-11-01", "2026-11-01T04:00"),  # 00:00 happens twice: the first one
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00"),  # a day that this zone skipped
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30"),  # the clock skipped from 23:30 to 00:30
    ],
)
def test_a_day_begins_at_its_first_instant(zone: str, day: str, utc: str) -> None:
    found = first_instant(date.fromisoformat(day), ZoneInfo(zone))
    assert found == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_a_timer_within_a_day_is_one_part() -> None:
    assert cut(at("2026-03-02T09:00"), at("2026-03-02T23:59:59")) == [(2, 53_999)]


def test_a_timer_over_midnight_is_two_parts() -> None:
    assert cut(at("2026-03-02T23:00"), at("2026-03-03T01:30")) == [(2, 3600), (3, 5400)]


def test_days_of_23_and_25_hours() -> None:
    assert cut(at("2026-03-28T23:00"), at("2026-03-30T01:00")) == [(28, 3600), (29, 23 * 3600), (30, 3600)]
    assert cut(at("2026-10-24T23:00"), at("2026-10-26T01:00")) == [(24, 3600), (25, 25 * 3600), (26, 3600)]


def test_a_part_begins_with_a_whole_second_of_the_new_day() -> None:
    assert cut(at("2026-03-02T23:59:00.700"), at("2026-03-03T00:00:00.500")) == [(2, 59)]
    assert cut(at("2026-03-02T23:59:00.700"), at("2026-03-03T00:00:01.800")) == [(2, 60), (3, 1)]


def test_setting_the_clock_moves_midnight_but_not_the_total() -> None:
    start, end = at("2026-03-02T22:00", 5000.0), at("2026-03-05T00:30", 8600.0)
    assert cut(start, end) == [(4, 1800), (5, 1800)]


def test_parts_of_random_timers_add_up_to_the_second(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - reproducible
    for _ in range(300):
        start = at("2026-03-27T12:00").shifted(rng.uniform(0, 86400 * 3))
        end = start.shifted(rng.choice([rng.uniform(0, 2), rng.uniform(0, 86400 * 2)]))
        found = split_at_midnights(start, end, BERLIN)
        assert sum(piece.seconds for piece in found) == elapsed_s(start, end)
        assert all(piece.seconds > 0 for piece in found[:-1])
        assert all(piece.day == day_of(piece.began.wall, BERLIN) for piece in found)
        for piece in found[1:]:
            first_ = first_instant(piece.day, BERLIN)
            assert timedelta(0) <= piece.began.wall - first_ < timedelta(seconds=1)
