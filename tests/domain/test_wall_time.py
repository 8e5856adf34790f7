"""Wall times as instants: every rule over zones of all kinds, and whole nights of clock changes minute by minute."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain import wall_time
from demitasse.domain.wall_time import Occurrence

NIGHTS = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),  # half an hour
    "Pacific/Chatham": ("2026-04-05", "2026-09-27"),  # 12:45 and 13:45 from UTC
    "Africa/Casablanca": ("2026-02-15", "2026-03-22"),  # back for Ramadan
    "Asia/Kathmandu": ("1986-01-01", "2026-05-01"),  # a quarter of an hour, once
    "Pacific/Apia": ("2011-12-29", "2011-12-31"),  # the 30th was skipped
    "America/Sao_Paulo": ("2018-11-04", "2018-02-18"),  # at midnight
    "America/Havana": ("2026-03-08", "2026-11-01"),  # 0:00 comes twice
    "Africa/Cairo": ("2026-04-24", "2026-10-30"),
    "UTC": ("2026-03-29", "2026-10-25"),
}
CHANGES = [(zone, date.fromisoformat(day)) for zone, days in NIGHTS.items() for day in days]
MINUTE = timedelta(minutes=1)


TYPED = [time(hour, part) for hour in range(24) for part in (0, 20, 40)]


def day_length_s(day: date, zone: tzinfo) -> float:
    """Return the seconds of a day: 86,400 unless the clock changes on it; 0 for a day that the zone skipped."""
    first, last = (wall_time.first_instant(day + timedelta(days=number), zone) for number in (0, 1))
    return (last - first).total_seconds()


def minutes_of(day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Return every minute of a day and the three before it: the instant (UTC), and what the clock shows."""
    first, last = (wall_time.first_instant(day + timedelta(days=number), zone) for number in (-3, 1))
    minutes = [first + number * MINUTE for number in range(int((last - first) / MINUTE))]
    return [(minute, minute.astimezone(zone).replace(tzinfo=None)) for minute in minutes]


@pytest.mark.parametrize(("name", "day"), CHANGES)
def test_what_the_clock_shows_in_a_changing_night_is_now(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    for minute, shown in minutes_of(day, zone)[-1500:]:
        found = wall_time.latest(shown.time(), minute, zone)
        assert found is not None
        assert found.utc == minute


@pytest.mark.parametrize(("name", "day"), CHANGES)
def test_a_time_typed_in_a_changing_night_is_the_last_minute_that_showed_it(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    minutes = minutes_of(day, zone)
    last_shown: dict[time, datetime] = {}
    for number, (now, clock) in enumerate(minutes, -len(minutes)):
        last_shown[clock.time()] = now
        for typed in TYPED if number >= -1500 and number % 53 == 0 else ():
            found = wall_time.latest(typed, now, zone)
            assert found is not None
            assert found.utc <= now
            if found.occurrence is not Occurrence.SKIPPED:
                assert found.utc == last_shown[typed]


@pytest.mark.parametrize(("name", "day"), CHANGES)
def test_a_span_has_the_minutes_that_existed(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    shown = [wall.time() for _, wall in minutes_of(day, zone) if wall.date() == day]
    shown.sort()
    once = [typed for typed in TYPED if shown.count(typed) <= 1]
    assert len(once) >= 66
    for start, end in combinations(once, 2):
        found = wall_time.span(day, start, end, zone)
        assert found.seconds == (bisect_left(shown, end) - bisect_left(shown, start)) * 60, (start, end)


@pytest.mark.parametrize(
    ("name", "day", "start", "end", "minutes"),
    [
        ("Europe/Berlin", "2026-03-29", "01:00", "04:00", 120),
        ("Europe/Berlin", "2026-10-25", "01:00", "04:00", 240),
        ("Europe/Berlin", "2026-03-29", "02:10", "02:50", 0),
        ("Europe/Berlin", "2026-03-29", "02:30", "03:30", 30),
        ("Europe/Berlin", "2026-03-29", "01:30", "02:30", 30),
        ("Europe/Berlin", "2026-10-25", "02:30", "02:45", 15),
        ("Europe/Berlin", "2026-10-25", "02:45", "02:15", 30),
        ("Europe/Berlin", "2026-10-25", "01:30", "02:30", 120),
        ("Europe/Berlin", "2026-10-24", "23:30", "00:10", 40),
        ("Europe/Berlin", "2026-10-24", "22:00", "00:00", 120),
        ("Europe/Berlin", "2026-10-25", "00:00", "00:00", 1500),
        ("America/New_York", "2026-03-08", "01:00", "04:00", 120),
        ("America/New_York", "2026-11-01", "00:00", "03:00", 240),
        ("Australia/Lord_Howe", "2026-10-04", "01:00", "03:00", 90),
        ("Australia/Lord_Howe", "2026-04-05", "01:00", "03:00", 150),
        ("Pacific/Chatham", "2026-09-27", "02:00", "05:00", 120),
        ("Africa/Casablanca", "2026-02-15", "01:00", "04:00", 240),
        ("America/Havana", "2026-10-31", "22:00", "00:00", 120),
        ("Africa/Cairo", "2026-04-23", "23:00", "00:00", 60),
        ("America/Sao_Paulo", "2018-11-03", "23:30", "01:30", 60),
        ("Pacific/Apia", "2011-12-29", "23:00", "01:00", 120),
        ("Pacific/Apia", "2011-12-30", "09:00", "10:00", 0),
        ("Asia/Kathmandu", "1986-01-01", "00:00", "01:00", 45),
    ],
)
def test_spans_over_a_change_of_clocks(name: str, day: str, start: str, end: str, minutes: int) -> None:
    found = wall_time.span(date.fromisoformat(day), time.fromisoformat(start), time.fromisoformat(end), ZoneInfo(name))
    assert found.seconds == minutes * 60


def at(text: str) -> datetime:
    """Return an instant that is written with its offset."""
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "typed", "meant", "occurrence"),
    [
        ("2026-03-02T00:25+01:00", "23:55", "2026-03-01T23:55+01:00", "once"),
        ("2026-03-02T00:25+01:00", "00:25", "2026-03-02T00:25+01:00", "once"),
        ("2026-03-29T03:05+02:00", "02:40", "2026-03-29T03:00+02:00", "skipped"),
        ("2026-03-29T01:59+01:00", "02:40", "2026-03-28T02:40+01:00", "once"),
        ("2026-10-25T02:50+02:00", "02:30", "2026-10-25T02:30+02:00", "first"),
        ("2026-10-25T02:10+01:00", "02:30", "2026-10-25T02:30+02:00", "first"),
        ("2026-10-25T02:35+01:00", "02:30", "2026-10-25T02:30+01:00", "second"),
        ("2026-10-25T09:00+01:00", "02:30", "2026-10-25T02:30+01:00", "second"),
    ],
)
def test_the_nearest_past_time_in_berlin(now: str, typed: str, meant: str, occurrence: str) -> None:
    found = wall_time.latest(time.fromisoformat(typed), at(now), ZoneInfo("Europe/Berlin"))
    assert found is not None
    assert (found.utc, found.occurrence.value) == (at(meant), occurrence)


def test_a_time_on_a_named_day_is_that_day_s_or_none() -> None:
    zone, now = ZoneInfo("Europe/Berlin"), at("2026-03-02T09:00+01:00")
    friday = wall_time.latest(time(17, 30), now, zone, date(2026, 2, 27))
    assert friday is not None
    assert friday.utc == at("2026-02-27T17:30+01:00")
    assert wall_time.latest(time(17, 30), now, zone, date(2026, 3, 2)) is None


def test_the_night_before_a_skipped_day_is_the_nearest_past() -> None:
    zone = ZoneInfo("Pacific/Apia")
    found = wall_time.latest(time(23, 55), at("2011-12-31T00:25+14:00"), zone)
    assert found is not None
    assert found.at.date() == date(2011, 12, 29)


def test_a_span_that_came_twice_is_the_one_that_is_over() -> None:
    zone, day = ZoneInfo("Europe/Berlin"), date(2026, 10, 25)
    during = wall_time.span(day, time(2, 0), time(2, 15), zone, at("2026-10-25T02:20+02:00"))
    assert (during.seconds, during.end.utc) == (900, at("2026-10-25T02:15+02:00"))
    later = wall_time.span(day, time(2, 0), time(2, 15), zone, at("2026-10-25T02:20+01:00"))
    assert (later.seconds, later.end.utc) == (900, at("2026-10-25T02:15+01:00"))


@given(
    st.sampled_from(CHANGES),
    st.integers(-1, 1),
    st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
)
def test_the_days_of_a_span_add_up_and_hold_no_more_than_they_have(
    change: tuple[str, date], apart: int, start: time, end: time
) -> None:
    zone, day = ZoneInfo(change[0]), change[1] + timedelta(days=apart)
    whole = wall_time.span(day, start, end, zone)
    parts = list(wall_time.split_by_day(whole, zone))
    assert sum(part.seconds for part in parts) == whole.seconds
    assert len({part.day for part in parts}) == len(parts) <= 2
    for part in parts:
        assert 0 <= part.seconds <= day_length_s(part.day, zone)
        assert part.seconds > 0 or whole.seconds == 0


def test_zones_that_show_the_same_are_the_same() -> None:
    now = at("2026-03-02T09:00+01:00")
    berlin, vienna, lagos = (ZoneInfo(name) for name in ("Europe/Berlin", "Europe/Vienna", "Africa/Lagos"))
    assert wall_time.same_clock(berlin, vienna, now)
    assert not wall_time.same_clock(berlin, lagos, now), "the same in winter only"
