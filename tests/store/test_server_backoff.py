"""Backoffs: shared by all processes and across reboots, followed by slowly resuming calls."""

from __future__ import annotations

import logging
import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.store import throttle
from demitasse.store.server_backoff import SLOW_CALLS, SLOW_S
from demitasse.store.throttle import WINDOW_S, CallLog
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HOUR_S = 3600
FULL = 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.db"


@pytest.fixture
def calls(path: Path) -> Iterator[CallLog]:
    log = CallLog(path, logging.getLogger("demitasse.store").warning)
    yield log
    log.close()


@pytest.fixture
def other(path: Path) -> Iterator[CallLog]:
    """The call log of another process."""
    log = CallLog(path, logging.getLogger("demitasse.store").warning)
    yield log
    log.close()


def back_off(log: CallLog, clock: ManualClock, seconds: float = 60.0) -> None:
    """Begin a backoff and wait until it is over."""
    log.back_off(clock.now().wall + timedelta(seconds=seconds), clock.now())
    clock.advance(seconds + 0.1)


def take(log: CallLog, clock: ManualClock, limit: int = FULL, *, reads: bool = True) -> int:
    return log.admit("background", limit, clock.now(), 60.0, reads=reads)[0]


def answered(log: CallLog, clock: ManualClock) -> None:
    """Let the probe be answered, and wait until calls are no longer slow."""
    slot = take(log, clock)
    assert slot
    log.finish(slot, clock.now())
    clock.advance(max(SLOW_S, WINDOW_S) + 0.1)


def free_slots(log: CallLog, clock: ManualClock) -> int:
    """Return how many slots are free now; they are free again afterwards."""
    taken = sum(bool(take(log, clock)) for _ in range(FULL + 5))
    clock.advance(61)
    return taken


def test_backoffs_in_a_row_are_counted_by_all_processes(calls: CallLog, other: CallLog, path: Path) -> None:
    clock = ManualClock()
    assert calls.backoff_level(clock.now()) == 0
    for level, log in enumerate((calls, other, calls, other), 1):
        back_off(log, clock)
        assert calls.backoff_level(clock.now()) == other.backoff_level(clock.now()) == level
    restarted = CallLog(path)
    assert restarted.backoff_level(clock.now()) == 4
    restarted.close()
    clock.reboot("next", seconds=60)
    assert calls.backoff_level(clock.now()) == 4
    clock.advance(600)
    assert calls.backoff_level(clock.now()) == 0


def test_calls_in_flight_belong_to_the_same_backoff(calls: CallLog, other: CallLog) -> None:
    clock = ManualClock()
    for log in (calls, other, calls):
        log.back_off(clock.now().wall + timedelta(seconds=60), clock.now())
        clock.advance(1)
    clock.advance(60)
    assert calls.backoff_level(clock.now()) == 1
    answered(other, clock)
    assert free_slots(other, clock) == FULL // 2


def test_each_backoff_halves_the_limit_down_to_a_quarter(calls: CallLog, other: CallLog) -> None:
    clock = ManualClock()
    for left in (20, 10, 10, 10):
        back_off(calls, clock)
        answered(calls, clock)
        assert free_slots(other, clock) == left


def test_every_hour_without_a_backoff_restores_an_eighth(calls: CallLog) -> None:
    clock = ManualClock()
    for _ in range(2):
        back_off(calls, clock)
    answered(calls, clock)
    found = [free_slots(calls, clock)]
    for hour in range(1, 8):
        clock.advance(HOUR_S - 61)
        if hour == 3:
            clock.reboot("next", seconds=0)
        found.append(free_slots(calls, clock))
    assert found == [10, 15, 20, 25, 30, 35, 40, 40]


def test_a_single_read_probes_after_a_backoff(calls: CallLog, other: CallLog) -> None:
    clock = ManualClock()
    back_off(calls, clock)
    assert calls.half_open(clock.now())
    assert not take(other, clock, reads=False), "a write is no way to find out"
    probe = take(calls, clock)
    assert probe
    assert not take(other, clock)
    assert not take(calls, clock)
    calls.finish(probe, clock.now())
    assert not other.half_open(clock.now())
    assert take(other, clock, reads=False)


def test_the_next_read_probes_if_there_was_no_answer(calls: CallLog, other: CallLog) -> None:
    clock = ManualClock()
    back_off(calls, clock)
    calls.finish(take(calls, clock), clock.now(), answered=False)
    assert other.half_open(clock.now())
    assert not take(other, clock, reads=False)
    assert take(other, clock), "the slot of the first one is held, the turn is not"
    assert not take(calls, clock)
    clock.advance(61)
    assert take(calls, clock), "whoever was finding out is dead"


def test_a_backoff_after_the_probe_begins_again(calls: CallLog, other: CallLog) -> None:
    clock = ManualClock()
    back_off(calls, clock)
    probe = take(calls, clock)
    calls.back_off(clock.now().wall + timedelta(seconds=60), clock.now())
    calls.finish(probe, clock.now(), answered=True)
    assert other.backoff_until(clock.now()) is not None
    clock.advance(61)
    assert other.half_open(clock.now()), "a late answer of before is none"
    assert other.backoff_level(clock.now()) == 2


def test_calls_resume_slowly_after_the_probe(calls: CallLog, other: CallLog) -> None:
    clock = ManualClock()
    back_off(calls, clock)
    calls.finish(take(calls, clock), clock.now())
    assert sum(bool(take(log, clock)) for _ in range(10) for log in (calls, other)) == SLOW_CALLS - 1
    clock.advance(WINDOW_S - 0.1)
    assert not take(other, clock)
    clock.advance(SLOW_S - WINDOW_S + 0.2)
    assert take(other, clock)


def test_an_old_backoff_needs_no_probe_after_a_reboot(calls: CallLog) -> None:
    clock = ManualClock()
    back_off(calls, clock)
    answered(calls, clock)
    clock.reboot("next", seconds=HOUR_S)
    assert not calls.half_open(clock.now())
    assert take(calls, clock, reads=False)


def test_an_unprobed_backoff_is_probed_after_a_reboot(calls: CallLog) -> None:
    clock = ManualClock()
    back_off(calls, clock)
    clock.reboot("next", seconds=HOUR_S)
    assert not take(calls, clock, reads=False)
    assert take(calls, clock)


def test_a_backoff_is_kept_while_the_file_is_locked(
    calls: CallLog, other: CallLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "_BUSY_MS", 10)
    clock = ManualClock()
    take(calls, clock)
    calls.close()
    with sqlite3.connect(path, isolation_level=None) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        calls.back_off(clock.now().wall + timedelta(seconds=60), clock.now())
        assert calls.backoff_until(clock.now()) == clock.now().wall + timedelta(seconds=60)
    holder.close()
    assert not take(calls, clock)
    assert other.backoff_until(clock.now()) == clock.now().wall + timedelta(seconds=60)
    clock.advance(61)
    assert take(calls, clock)


def _damage(path: Path) -> None:
    path.write_bytes(b"this is no database" * 500)


def _other_tables(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE silence")
    connection.close()


@pytest.mark.parametrize("spoil", [_damage, _other_tables])
def test_a_backoff_is_kept_if_its_file_breaks(
    calls: CallLog, path: Path, spoil: Callable[[Path], None], logged_warnings: list[logging.LogRecord]
) -> None:
    clock = ManualClock()
    calls.back_off(clock.now().wall + timedelta(seconds=60), clock.now())
    assert calls.backoff_until(clock.now())
    spoil(path)
    assert not take(calls, clock)
    assert calls.backoff_until(clock.now()) == clock.now().wall + timedelta(seconds=60)
    clock.advance(61)
    assert take(calls, clock)
    assert [record.levelno for record in logged_warnings] == [logging.WARNING]
    logged_warnings.clear()


def test_the_calls_of_a_day_are_counted_by_kind(calls: CallLog, other: CallLog) -> None:
    clock = ManualClock()
    take(calls, clock)
    take(other, clock)
    calls.admit("auth", FULL, clock.now(), 60.0)
    assert other.calls_today(clock.now()) == {"background": 2, "auth": 1}
    clock.advance(86_400)
    take(calls, clock)
    assert other.calls_today(clock.now()) == {"background": 1}
