"""The call log: one limit for many processes, and backoffs that survive failures."""

from __future__ import annotations

import logging
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.domain.timer import Instant
from demitasse.store import server_backoff, throttle
from demitasse.store.throttle import WINDOW_S, CallLog
from tests.clocks import ManualClock
from tests.deadlines import PATIENCE_S
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HOLD_S = 60.0
CALLER = """
import sys, time
from pathlib import Path
from demitasse.store import throttle
from demitasse.support.clock import SystemClock

throttle.WINDOW_S = 0.2
log, clock = throttle.CallLog(Path(sys.argv[1])), SystemClock()
while not Path(sys.argv[2]).exists():
    slot, wait_s = log.admit("background", 4, clock.now(), 5.0)
    if slot:
        print(clock.now().boot_s, flush=True)
        log.finish(slot, clock.now())
    else:
        time.sleep(min(wait_s, 0.2))
"""


@pytest.fixture
def calls(tmp_path: Path) -> Iterator[CallLog]:
    log = CallLog(tmp_path / "calls.db", logging.getLogger("demitasse.store").warning)
    yield log
    log.close()


def _admit(log: CallLog, clock: ManualClock, limit: int = 3) -> Any:
    return log.admit("background", limit, clock.now(), HOLD_S)


def test_a_slot_is_held_until_its_call_has_ended_and_the_window_has_passed(calls: CallLog) -> None:
    clock = ManualClock()
    slots = [_admit(calls, clock)[0] for _ in range(3)]
    assert len(set(slots)) == 3
    assert _admit(calls, clock) == (0, pytest.approx(HOLD_S))
    clock.advance(20)
    calls.finish(slots[1], clock.now())
    assert _admit(calls, clock) == (0, pytest.approx(WINDOW_S))
    clock.advance(WINDOW_S - 0.1)
    assert _admit(calls, clock)[0] == 0
    clock.advance(0.2)
    assert _admit(calls, clock)[0] > 0
    assert _admit(calls, clock)[0] == 0


def test_the_slot_of_a_dead_process_becomes_free(calls: CallLog) -> None:
    clock = ManualClock()
    assert _admit(calls, clock, 1)[0]
    clock.advance(HOLD_S - 0.1)
    assert not _admit(calls, clock, 1)[0]
    clock.advance(0.2)
    assert _admit(calls, clock, 1)[0]


def test_a_limit_counts_the_slots_of_all_kinds(calls: CallLog) -> None:
    clock = ManualClock()
    for _ in range(3):
        assert _admit(calls, clock, 3)[0]
    assert not _admit(calls, clock, 3)[0]
    assert _admit(calls, clock, 5)[0], "who may use more is still served"


def test_no_server_window_contains_more_calls_than_the_limit(calls: CallLog, seed: int) -> None:
    """Calls last a random time and reach the server at a random moment of it; some never end (reliability C.1)."""
    rng, clock, arrivals = random.Random(seed), ManualClock(), list[float]()  # noqa: S311
    underway: list[tuple[float, int]] = []
    for _ in range(1000):
        clock.advance(rng.expovariate(4))
        now = clock.now()
        for ends, slot in [one for one in underway if one[0] <= now.boot_s]:
            underway.remove((ends, slot))
            calls.finish(slot, now)
        slot, _ = _admit(calls, clock, 7)
        if slot:
            lasts = rng.choice((0.1, 1.0, 30.0, 44.9))
            arrivals.append(now.boot_s + rng.uniform(0, lasts))
            if rng.random() < 0.95:
                underway.append((now.boot_s + lasts, slot))
    arrivals.sort()
    assert len(arrivals) > 40
    assert all(late - early > WINDOW_S for early, late in zip(arrivals, arrivals[7:], strict=False))


def test_slots_ignore_the_wall_clock(calls: CallLog) -> None:
    clock = ManualClock()
    _admit(calls, clock, 1)
    for years in (-10, 20):
        clock.set_wall(clock.now().wall + timedelta(days=365 * years))
        assert _admit(calls, clock, 1) == (0, pytest.approx(HOLD_S))
    clock.advance(HOLD_S + 1)
    assert _admit(calls, clock, 1)[0]


def test_after_a_reboot_old_slots_are_judged_by_the_wall_clock(calls: CallLog) -> None:
    clock = ManualClock()
    _admit(calls, clock, 1)
    clock.reboot("next", seconds=5)
    assert _admit(calls, clock, 1) == (0, pytest.approx(HOLD_S - 5))
    clock.set_wall(clock.now().wall - timedelta(days=400))
    assert _admit(calls, clock, 1)[0], "a clock that was set back does not block us for a year"


def test_a_backoff_applies_to_everybody_and_ends(calls: CallLog, tmp_path: Path) -> None:
    clock, other = ManualClock(), CallLog(tmp_path / "calls.db")
    until = clock.now().wall + timedelta(seconds=120)
    calls.back_off(until, clock.now())
    assert other.backoff_until(clock.now()) == until
    assert _admit(other, clock) == (0, pytest.approx(120))
    calls.back_off(clock.now().wall + timedelta(seconds=5), clock.now())
    assert other.backoff_until(clock.now()) == until, "it was shortened"
    calls.back_off(until + timedelta(seconds=60), clock.now())
    clock.advance(179)
    assert not _admit(other, clock)[0]
    clock.advance(2)
    assert other.backoff_until(clock.now()) is None
    assert _admit(other, clock)[0]
    other.close()


@pytest.mark.parametrize("days", [-4000, -1, 1, 4000])
def test_a_backoff_ignores_the_wall_clock(calls: CallLog, days: int) -> None:
    clock = ManualClock()
    calls.back_off(clock.now().wall + timedelta(seconds=120), clock.now())
    clock.set_wall(clock.now().wall + timedelta(days=days))
    until = calls.backoff_until(clock.now())
    assert until is not None
    assert (until - clock.now().wall).total_seconds() == pytest.approx(120)
    clock.advance(121)
    assert calls.backoff_until(clock.now()) is None


def test_a_backoff_survives_a_reboot(calls: CallLog) -> None:
    clock = ManualClock()
    calls.back_off(clock.now().wall + timedelta(seconds=120), clock.now())
    clock.reboot("next", seconds=50)
    assert _admit(calls, clock) == (0, pytest.approx(70))
    clock.advance(71)
    assert _admit(calls, clock)[0]


@pytest.mark.parametrize("days", [-4000, 4000])
def test_a_wrong_clock_after_a_reboot_never_blocks_for_ever(calls: CallLog, days: int) -> None:
    clock = ManualClock()
    calls.back_off(clock.now().wall + timedelta(seconds=120), clock.now())
    clock.reboot("next", seconds=1)
    clock.set_wall(clock.now().wall + timedelta(days=days))
    _admit(calls, clock)
    clock.advance(121)
    assert _admit(calls, clock)[0]


def test_a_backoff_has_a_maximum(calls: CallLog) -> None:
    clock = ManualClock()
    calls.back_off(datetime(9999, 1, 1, tzinfo=UTC), clock.now())
    clock.advance(server_backoff.MAX_S + 1)
    assert calls.backoff_until(clock.now()) is None


def test_queries_create_no_file(calls: CallLog, tmp_path: Path) -> None:
    assert calls.backoff_until(ManualClock().now()) is None
    assert list(tmp_path.glob("calls*")) == []


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_the_file_is_private(calls: CallLog, tmp_path: Path) -> None:
    _admit(calls, ManualClock())
    assert (tmp_path / "calls.db").stat().st_mode & 0o777 == 0o600


def _damage(path: Path) -> None:
    path.write_bytes(b"this is no database" * 100)


def _replace_by_folder(path: Path) -> None:
    path.mkdir()


def _other_tables(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE call (other TEXT)")
    connection.close()


@pytest.mark.parametrize("spoil", [_damage, _replace_by_folder, _other_tables])
def test_with_an_unusable_file_a_quarter_of_the_limit_is_used(
    spoil: Callable[[Path], None], tmp_path: Path, logged_warnings: list[logging.LogRecord]
) -> None:
    spoil(tmp_path / "calls.db")
    log, clock = CallLog(tmp_path / "calls.db", logging.getLogger("demitasse.store").warning), ManualClock()
    slots = [_admit(log, clock, 20)[0] for _ in range(20)]
    assert sum(map(bool, slots)) == 5
    until = clock.now().wall + timedelta(seconds=60)
    log.back_off(until, clock.now())
    assert log.backoff_until(clock.now()) == until
    log.finish(slots[0], clock.now())
    log.close()
    assert [record.levelno for record in logged_warnings] == [logging.WARNING]
    logged_warnings.clear()


def test_a_file_that_breaks_while_in_use_is_replaced_by_memory(
    calls: CallLog, tmp_path: Path, logged_warnings: list[logging.LogRecord]
) -> None:
    clock = ManualClock()
    slot, _ = _admit(calls, clock)
    with sqlite3.connect(tmp_path / "calls.db") as other:
        other.execute("DROP TABLE call")
    other.close()
    calls.finish(slot, clock.now())
    assert _admit(calls, clock)[0]
    assert len(logged_warnings) == 1
    logged_warnings.clear()


def test_a_locked_file_is_waited_for(calls: CallLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "_BUSY_MS", 10)
    clock = ManualClock()
    slot, _ = _admit(calls, clock)
    calls.close()
    holder = sqlite3.connect(tmp_path / "calls.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert _admit(calls, clock) == (0, 0.5)
    calls.finish(slot, clock.now())
    assert calls.backoff_until(clock.now()) is None
    holder.close()
    assert _admit(calls, clock)[0]


def test_processes_share_one_limit(tmp_path: Path) -> None:
    """In real time, with a window of 0.2 s: never more than 4 in any window."""
    logs, stop = [tmp_path / f"{number}.log" for number in range(3)], tmp_path / "stop"
    command = [sys.executable, "-c", CALLER, str(tmp_path / "calls.db"), str(stop)]

    def moments() -> list[list[float]]:
        return [[float(line) for line in log.read_text().splitlines()] for log in logs]

    with ExitStack() as stack:
        files = [stack.enter_context(log.open("w")) for log in logs]
        callers = [subprocess.Popen(command, stdout=file) for file in files]
        wait_until(lambda: min(map(len, moments())) >= 10, "10 calls of each process")
        stop.touch()
        assert [caller.wait(PATIENCE_S) for caller in callers] == [0, 0, 0]
    together = sorted(chain.from_iterable(moments()))
    assert min(late - early for early, late in zip(together, together[4:], strict=False)) > 0.199
    assert min(late - early for early, late in pairwise(together)) < 0.1, "they did not compete"


def test_a_killed_process_leaves_a_usable_file(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CALLER, str(tmp_path / "calls.db"), str(tmp_path / "stop")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout is not None
        caller.stdout.readline()
        caller.kill()
    log = CallLog(tmp_path / "calls.db", logging.getLogger("demitasse.store").warning)
    now = Instant(datetime(2126, 1, 1, tzinfo=UTC), "another boot", 1.0)
    assert log.admit("background", 1, now, HOLD_S)[0]
    log.close()
