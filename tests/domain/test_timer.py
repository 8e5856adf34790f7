"""Elapsed time is the difference of two clock readings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from demitasse.domain.timer import Instant, elapsed_s

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_setting_the_clock_does_not_change_the_elapsed_time() -> None:
    start = Instant(NINE, "boot", 100.0)
    end = Instant(NINE - timedelta(hours=5), "boot", 700.9)
    assert elapsed_s(start, end) == 600


def test_after_a_reboot_the_wall_clock_decides() -> None:
    start = Instant(NINE, "one", 90_000.0)
    end = Instant(NINE + timedelta(minutes=20), "other", 30.0)
    assert elapsed_s(start, end) == 1200


def test_a_typed_moment_has_only_the_wall_clock() -> None:
    assert elapsed_s(Instant(NINE), Instant(NINE + timedelta(hours=1), "boot", 5.0)) == 3600


def test_elapsed_time_is_never_negative() -> None:
    assert elapsed_s(Instant(NINE, "one"), Instant(NINE - timedelta(days=1), "other")) == 0
