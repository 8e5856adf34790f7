"""`python -m tests.bench`: what the app costs, as ratios to a bare PySide6 tray app on the same desktop.

The last lines measure commits (commits.py), the local CoffeeCup (tests/coffeecup_sandbox/bench.py), typing
(keystrokes.py), clicks (clicks.py) and views of many entries (views.py).

Nothing is asserted, because the figures depend on the machine; only ratios of alternating runs are meaningful. Each
line prints the app, the bare app, the ratio and its goal.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import calls, commits, reply
from tests.coffeecup_sandbox import bench as coffeecup
from tests.desktop_session import DesktopSession
from tests.e2e.coffeecup import CoffeeCup
from tests.e2e.person import PROFILE, Person

if TYPE_CHECKING:
    from collections.abc import Callable

BARE = (sys.executable, str(Path(__file__).with_name("bare.py")))
OURS = (sys.executable, "-m", "demitasse", *PROFILE)
SETTLE_S = 20.0
"""Until an app rests: it looks for the tray and refreshes the facts of the account 10 s after its start."""
_TICK_S = 0.002


@dataclass(frozen=True, slots=True)
class Idle:
    """What a process did in one minute."""

    cpu_ms: float
    switches: float


def main() -> int:
    """Measure and print."""
    options = _options()
    with CoffeeCup(Path(options.folder) / "coffeecup") as server, DesktopSession() as desktop:
        person = Person(desktop, Path(options.folder) / "demitasse")
        person.sign_in(server)
        bench = Bench(desktop, {"DEMITASSE_HOME": str(person.home)})
        bench.start_to_icon(options.runs)
        bench.memory()
        bench.idle(options.idle, "signed in, nothing runs")
        person.terminal("start", "web cod")
        watched = bench.idle(options.idle, "a timer runs")
        person.terminal("settings", "ask_away", "off")
        alone = bench.idle(options.idle, "a timer runs, and nobody asks about absences")
        print(f"the idle source: {watched - alone:+.1f} context switches a minute (wanted none)", flush=True)
        person.terminal("settings", "ask_away", "default")
        person.terminal("stop")
        bench.doctor(3)
        bench.opening("a usual day")
        for number in range(200):
            person.terminal("add", "web cod", f"{number % 50 + 1}m", "-c", f"Call {number + 1}")
        bench.opening("200 entries")
        bench.status(options.runs * 2)
    commits.main()
    coffeecup.main()
    calls.main()
    reply.main()
    codes = [
        subprocess.run((sys.executable, "-m", f"tests.bench.{module}"), cwd=Path(__file__).parents[2], check=False)
        for module in ("clicks", "keystrokes", "views")  # offscreen, so processes of their own
    ]
    return max(code.returncode for code in codes)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=10, help="starts of each app (default 10)")
    parser.add_argument("--idle", type=float, default=60.0, help="seconds of idling to watch (default 60)")
    parser.add_argument("--folder", default=os.environ.get("TMPDIR", "/tmp") + f"/demitasse-bench-{os.getpid()}")  # noqa: S108
    return parser.parse_args()


class Bench:
    """Measures on one desktop."""

    def __init__(self, desktop: DesktopSession, more: dict[str, str]) -> None:
        self._desktop = desktop
        self._more = more
        self._bare_mb = float("nan")  # until `memory` has run
        self._env = desktop.env | more
        self._env.pop("PYTHONDONTWRITEBYTECODE", None)

    def start_to_icon(self, runs: int) -> None:
        """Measure the time from the start of the process to the icon in the tray."""
        times: dict[tuple[str, ...], list[float]] = {BARE: [], OURS: []}
        for run in range(runs + 1):
            for command, taken in times.items():
                took = self.one_start(command)
                if run:  # the first one fills the caches
                    taken.append(took * 1000)
        tell("start to tray icon, ms", _middle(times[OURS]), _middle(times[BARE]), 1.15)

    def memory(self) -> None:
        """Measure the proportional set size after some seconds."""
        sizes = {}
        for command in (BARE, OURS):
            with Running(self, command) as process:
                time.sleep(SETTLE_S)
                sizes[command] = pss_mb(process.pid)
        tell(f"memory (PSS) after {SETTLE_S:g} s, MB", sizes[OURS], sizes[BARE], 1.55)
        self._bare_mb = sizes[BARE]

    def idle(self, seconds: float, what: str) -> float:
        """Measure CPU time and context switches of an idle app, and return our switches a minute."""
        found = {}
        for command in (BARE, OURS):
            with Running(self, command) as process:
                time.sleep(SETTLE_S)
                found[command] = _idle(process.pid, seconds)
        ours, bare = found[OURS], found[BARE]
        cpu = f"CPU {ours.cpu_ms:.1f} ms a minute (bare {bare.cpu_ms:.1f})"
        switches = f"{ours.switches:.1f} context switches a minute (bare {bare.switches:.1f}, wanted at most 5)"
        print(f"idle, {what}: {cpu}, {switches}", flush=True)
        return ours.switches

    def opening(self, what: str) -> None:
        """Measure the first and later openings of the popover until it is painted, and memory over 200 openings."""
        self._opened(what)
        command = (sys.executable, "-m", "tests.bench.opening", PROFILE[1])
        ran = subprocess.run(command, env=self._env, stdout=subprocess.PIPE, check=True)
        measured = json.loads(ran.stdout.splitlines()[-1])
        first, warm, bare, grown, key = (measured[name] for name in ("first", "warm", "bare", "grown_mb", "key"))
        print(
            f"popover to complete paint, {what}: first {first:.0f} ms (wanted at most 150), again {warm:.0f} ms (wanted"
            f" at most 50; a bare window {bare:.0f}); {grown:+.1f} MB over 200 openings (wanted none)",
            flush=True,
        )
        print(f"a global shortcut to complete paint, {what}: {key:.0f} ms (wanted at most 120)", flush=True)

    def doctor(self, runs: int) -> None:
        """Measure `demitasse doctor` while the tray app runs."""
        times = []
        with Running(self, OURS):
            time.sleep(SETTLE_S)
            for _ in range(runs):
                began = time.perf_counter()
                subprocess.run((*OURS, "doctor"), env=self._env, stdout=subprocess.DEVNULL, check=False)
                times.append(time.perf_counter() - began)
        print(f"demitasse doctor: {_middle(times):.1f} s (wanted at most 3)", flush=True)

    def _opened(self, what: str) -> None:
        """Return the memory of the app itself, without the program that measures openings."""
        with Running(self, OURS) as process:
            time.sleep(SETTLE_S)
            subprocess.run(OURS, env=self._env, check=True)  # a second start shows the first one's popover
            time.sleep(SETTLE_S)
            size = pss_mb(process.pid)
        tell(f"memory (PSS) after the first opening, {what}, MB", size, self._bare_mb, 1.8)

    def status(self, runs: int) -> None:
        """Compare `demitasse status` with `python -c pass`."""
        nothing, ours = (sys.executable, "-c", "pass"), (*OURS, "status")
        times: dict[tuple[str, ...], list[float]] = {nothing: [], ours: []}
        for _ in range(runs):
            for command, taken in times.items():
                began = time.perf_counter()
                subprocess.run(command, env=self._env, stdout=subprocess.DEVNULL, check=True)
                taken.append((time.perf_counter() - began) * 1000)
        tell("demitasse status, ms (against python -c pass)", _middle(times[ours]), _middle(times[nothing]), 5.0)

    def start(self, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        """Start one of the apps."""
        return self._desktop.start(*command, PYTHONDONTWRITEBYTECODE="", **self._more)

    def icon_is_there(self) -> bool:
        """Return whether the tray shows an icon."""
        return self._desktop.has_tray_icon()

    def one_start(self, command: tuple[str, ...]) -> float:
        _wait(lambda: not self.icon_is_there())
        began = time.perf_counter()
        process = self.start(command)
        _wait(self.icon_is_there)
        took = time.perf_counter() - began
        _end(process)
        return took


class Running:
    """An app that runs and shows its icon."""

    def __init__(self, bench: Bench, command: tuple[str, ...]) -> None:
        self._bench = bench
        self._command = command

    def __enter__(self) -> subprocess.Popen[bytes]:
        _wait(lambda: not self._bench.icon_is_there())
        self._process = self._bench.start(self._command)
        _wait(self._bench.icon_is_there)
        return self._process

    def __exit__(self, *_: object) -> None:
        _end(self._process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(10)


def _wait(check: Callable[[], bool]) -> None:
    while not check():
        time.sleep(_TICK_S)


def pss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)


def _idle(pid: int, seconds: float) -> Idle:
    before = _counters(pid)
    time.sleep(seconds)
    grown = [
        (cpu - before.get(task, (0.0, 0))[0], switches - before.get(task, (0.0, 0))[1])
        for task, (cpu, switches) in _counters(pid).items()
    ]
    share = 60.0 / seconds
    return Idle(sum(cpu for cpu, _ in grown) * share, sum(switches for _, switches in grown) * share)


def _counters(pid: int) -> dict[str, tuple[float, int]]:
    """Return CPU time in ms, as the scheduler counts it, and context switches of each thread."""
    found = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        cpu = int((task / "schedstat").read_text(encoding="ascii").split()[0]) / 1e6
        lines = (task / "status").read_text(encoding="ascii").splitlines()
        found[task.name] = cpu, sum(int(line.split()[1]) for line in lines if "ctxt_switches" in line)
    return found


def _middle(values: list[float]) -> float:
    return statistics.median(values)


def tell(what: str, ours: float, other: float, wanted: float) -> None:
    print(f"{what}: {ours:.1f} / {other:.1f} = {ours / other:.2f} x (wanted at most {wanted:.2f} x)", flush=True)


if __name__ == "__main__":
    sys.exit(main())
