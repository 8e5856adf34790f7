"""The throttle in real time: real processes, the local CoffeeCup over TCP, a window of half a second."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from demitasse.api.throttle import CAPS, CallKind
from demitasse.store.server_backoff import SLOW_CALLS, SLOW_S
from tests.deadlines import PATIENCE_S
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from coffeecup_sandbox import Sandbox

WINDOW_S, PROCESSES, BUSY_CALLS, CALLS_AFTER = 0.5, 5, 80, 15
CALLER = """
import json, sys, time
from http.client import HTTPConnection
from pathlib import Path
from demitasse.api import throttle as gate
from demitasse.domain.errors import Throttled, Unsent
from demitasse.store import throttle as store
from demitasse.support.clock import SystemClock

store.WINDOW_S, gate._STEP_S = float(sys.argv[3]), 0.2
gate.random.uniform = lambda low, high: low
throttle = gate.Throttle(store.CallLog(Path(sys.argv[1])), SystemClock())
port, stop = int(sys.argv[2].rpartition(":")[2]), Path(sys.argv[4])
while not stop.exists():
    try:
        with throttle.admitted(gate.CallKind.BACKGROUND):
            line = HTTPConnection("127.0.0.1", port, timeout=120)
            line.request("GET", "/v1/users/me")
            answer = line.getresponse()
            answer.read()
            line.close()
            if answer.status == 503:
                until = throttle.back_off([answer.headers["Retry-After"]])
                print(json.dumps([time.time(), until.timestamp()]), flush=True)
                raise Throttled(until)
    except (Throttled, Unsent):
        time.sleep(0.05)
"""


def test_processes_share_one_limit_and_one_backoff(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.quirks.set("throttle_max", "0")  # the only 503 is the one of this fault
    sandbox.faults.add("status", status=503, retry_after="1", skip=BUSY_CALLS)
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", CALLER, str(tmp_path / "calls.db"), sandbox.url, str(WINDOW_S), str(stop)]
    callers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    wait_until(lambda: len(sandbox.arrivals) > BUSY_CALLS + PROCESSES + CALLS_AFTER, "calls after the silence")
    stop.touch()
    outputs = [caller.communicate(timeout=PATIENCE_S)[0] for caller in callers]
    assert [caller.returncode for caller in callers] == [0] * PROCESSES

    arrived = sorted(float(one["at"]) for one in sandbox.arrivals)
    most = CAPS[CallKind.BACKGROUND]
    assert min(late - early for early, late in zip(arrived, arrived[most:], strict=False)) > WINDOW_S - 0.001

    (silence,) = [json.loads(each) for each in outputs if each.strip()]
    refused_at = next(float(one["at"]) for one in sandbox.arrivals if one["status"] == 503)
    assert sum(refused_at < moment < silence[1] for moment in arrived) < PROCESSES, "only what was under way"
    slow = [moment for moment in arrived if silence[1] <= moment < silence[1] + SLOW_S]
    assert all(late - early > WINDOW_S - 0.001 for early, late in zip(slow, slow[SLOW_CALLS:], strict=False))
