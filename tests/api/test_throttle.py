"""When a call may be made, and what a request for a backoff means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.api import throttle
from demitasse.api.throttle import CAPS, HOLD_S, PATIENCE_S, CallKind, Throttle
from demitasse.boot.worker import WorkerClock
from demitasse.domain.errors import Throttled, Unsent
from demitasse.store import server_backoff
from demitasse.store.throttle import WINDOW_S, CallLog
from tests.clocks import START, ManualClock

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator
    from pathlib import Path

DATE = "Mon, 02 Mar 2026 09:00:00 GMT"


@pytest.fixture
def calls(tmp_path: Path) -> Iterator[CallLog]:
    log = CallLog(tmp_path / "calls.db")
    yield log
    log.close()


def _call(gate: Throttle, kind: CallKind = CallKind.BACKGROUND) -> None:
    with gate.admitted(kind):
        pass


def test_the_call_log_and_the_throttle_use_the_same_window() -> None:
    assert HOLD_S == 45 + WINDOW_S
    assert throttle._MAX_S * 1.05 + 10 < server_backoff.MAX_S


@pytest.mark.parametrize("kind", [CallKind.BACKGROUND, CallKind.INTERACTIVE])
def test_a_burst_is_admitted_and_then_waits_for_the_window(calls: CallLog, kind: CallKind) -> None:
    clock = ManualClock()
    gate = Throttle(calls, clock)
    before = clock.now()
    for _ in range(CAPS[kind]):
        _call(gate, kind)
    assert clock.now() == before
    _call(gate, kind)
    assert WINDOW_S <= clock.now().boot_s - before.boot_s <= WINDOW_S + throttle._STEP_S


def test_interactive_calls_are_served_while_the_background_waits(calls: CallLog) -> None:
    clock = ManualClock()
    gate = Throttle(calls, clock)
    for _ in range(CAPS[CallKind.BACKGROUND]):
        _call(gate)
    before = clock.now()
    _call(gate, CallKind.INTERACTIVE)
    _call(gate, CallKind.AUTH)
    assert clock.now() == before


def test_a_failed_call_gives_its_slot_back(calls: CallLog) -> None:
    clock = ManualClock()
    gate = Throttle(calls, clock)
    for _ in range(CAPS[CallKind.BACKGROUND]):
        with pytest.raises(ZeroDivisionError), gate.admitted(CallKind.BACKGROUND):
            _ = 1 / 0
    clock.advance(WINDOW_S + 0.1)
    before = clock.now()
    _call(gate)
    assert clock.now() == before


@pytest.mark.parametrize("kind", list(CallKind))
def test_waiting_for_a_slot_ends(calls: CallLog, kind: CallKind) -> None:
    clock = ManualClock()
    gate = Throttle(calls, clock)
    for _ in range(CAPS[kind]):  # others hold all slots, and come back for more
        calls.admit("others", 99, clock.now(), 299.0)
    before = clock.now()
    with pytest.raises(Unsent):
        _call(gate, kind)
    waited_s = clock.now().boot_s - before.boot_s
    assert PATIENCE_S[kind] <= waited_s <= PATIENCE_S[kind] + throttle._STEP_S


def test_closing_does_not_wait(calls: CallLog) -> None:
    clock = WorkerClock()
    gate = Throttle(calls, clock)
    for _ in range(CAPS[CallKind.AUTH]):
        calls.admit("others", 99, clock.now(), 60.0)
    clock.stop()
    with pytest.raises(Unsent, match="closing"):
        _call(gate)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["120"], 120),
        ([" 120 "], 120),
        (["0"], 1),
        (["999999999"], 3600),
        (["Mon, 02 Mar 2026 09:02:00 GMT"], 120),
        (["Monday, 02-Mar-26 09:02:00 GMT"], 120),
        (["Mon Mar  2 09:02:00 2026"], 120),
        (["Mon, 02 Mar 2026 08:00:00 GMT"], 1),
        (["Fri, 31 Dec 9999 23:59:59 GMT"], 3600),
        (["30", "120"], 120),
        (["soon", "30"], 30),
        ([], 60),
        ([""], 60),
        (["-5"], 60),
        (["1.5"], 60),
        (["soon"], 60),
        (["99999999999"], 60),
        (["٣٠"], 60),
        (["Mon, 99 Mar 2026 09:02:00 GMT"], 60),
        (["Mon, 02 Mar 99999999999 09:02:00 GMT"], 60),
        (["\x00"], 60),
        (["120, 60"], 60),
    ],
)
@pytest.mark.parametrize("wrong_by", [timedelta(0), timedelta(days=3), timedelta(days=-3)])
def test_every_spelling_of_retry_after(calls: CallLog, headers: list[str], seconds: int, wrong_by: timedelta) -> None:
    """A date is on the server's clock, as ours may be wrong. The pause may be a little longer, never shorter."""
    clock = ManualClock(START + wrong_by)
    gate = Throttle(calls, clock)
    until = gate.back_off(headers, DATE)
    waits = (until - clock.now().wall).total_seconds()
    assert seconds + 2 <= waits <= seconds + max(2, seconds * 0.05) + 10
    assert calls.backoff_until(clock.now()) == pytest.approx(until, abs=timedelta(milliseconds=1))


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Mar 2026"])
def test_without_a_date_our_own_clock_counts(calls: CallLog, date: str) -> None:
    clock = ManualClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    until = Throttle(calls, clock).back_off(["Mon, 02 Mar 2026 09:02:00 GMT"], date)
    assert 122 <= (until - clock.now().wall).total_seconds() <= 136


def test_a_backoff_without_a_header_doubles_and_recovers(calls: CallLog) -> None:
    clock = ManualClock()
    gate = Throttle(calls, clock)
    waits = []
    for _ in range(7):
        until = gate.back_off([])
        waits.append((until - clock.now().wall).total_seconds())
        clock.advance(waits[-1] + 1)
    assert [round(seconds / 60 - 0.1) for seconds in waits[:4]] == [1, 2, 4, 8]
    assert max(waits) <= 900 * 1.05 + 10
    clock.advance(700)
    assert (gate.back_off([]) - clock.now().wall).total_seconds() < 80


def test_during_a_backoff_no_call_is_admitted(calls: CallLog, tmp_path: Path) -> None:
    clock = ManualClock()
    until = Throttle(calls, clock).back_off(["120"])
    other = CallLog(tmp_path / "calls.db")
    for kind in CallKind:
        with pytest.raises(Throttled) as refused:
            _call(Throttle(other, clock), kind)
        assert refused.value.until == pytest.approx(until, abs=timedelta(milliseconds=1))
    other.close()
    clock.advance(140)
    _call(Throttle(calls, clock))


def test_after_a_backoff_one_read_probes_and_limits_are_lower(calls: CallLog) -> None:
    clock = ManualClock()
    gate = Throttle(calls, clock)
    gate.back_off(["1"])
    assert not gate.half_open()
    clock.advance(60)
    assert gate.half_open()
    _call(gate)
    assert not gate.half_open()
    waits = []
    for _ in range(11):
        before = clock.now().boot_s
        _call(gate)
        waits.append(clock.now().boot_s - before)
    assert [wait for wait in waits if wait] == [pytest.approx(WINDOW_S)] * 2
    clock.advance(server_backoff.SLOW_S)
    for _ in range(CAPS[CallKind.BACKGROUND] // 2):
        _call(gate)
    began = clock.now()
    _call(gate)
    assert clock.now() != began, "half of the limit"


def test_a_read_without_a_response_does_not_end_the_backoff(calls: CallLog) -> None:
    clock = ManualClock()
    gate = Throttle(calls, clock)
    gate.back_off(["1"])
    clock.advance(60)
    with pytest.raises(ZeroDivisionError), gate.admitted(CallKind.BACKGROUND):
        _ = 1 / 0
    assert gate.half_open()


def test_a_write_waits_for_the_probe_and_gives_up(calls: CallLog) -> None:
    clock = ManualClock()
    gate = Throttle(calls, clock)
    gate.back_off(["1"])
    clock.advance(60)
    with pytest.raises(Unsent), gate.admitted(CallKind.INTERACTIVE, reads=False):
        pass
    assert gate.half_open()
    _call(gate)
    with gate.admitted(CallKind.INTERACTIVE, reads=False):
        pass


def test_a_day_has_a_limit_of_calls_and_then_an_error(
    calls: CallLog, monkeypatch: pytest.MonkeyPatch, logged_warnings: list[logging.LogRecord], tmp_path: Path
) -> None:
    monkeypatch.setattr(throttle, "DAY_CALLS", 30)
    clock = ManualClock()
    other = CallLog(tmp_path / "calls.db")
    for number in range(30):
        _call(Throttle(calls if number % 2 else other, clock), CallKind.INTERACTIVE)
    gate = Throttle(calls, clock)
    for kind in (*CallKind, *CallKind):
        with pytest.raises(Unsent, match="calls_spent"):
            _call(gate, kind)
    (report,) = logged_warnings
    assert report.getMessage() == "the calls of 2026-03-02 are used up, this is a bug: {'interactive': 30}"
    logged_warnings.clear()
    clock.advance(86_400)
    _call(gate)
    other.close()
