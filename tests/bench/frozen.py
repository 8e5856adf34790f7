"""`python -m tests.bench.frozen`: the frozen program beside its source, and a bare tray app frozen by the same spec.

Needs `python3 packaging/build.py --bundle-only` and `--bare`. Runs alternate, and only ratios are wanted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.__main__ import OURS, SETTLE_S, Bench, Running, pss_mb, tell
from tests.desktop_session import DesktopSession
from tests.e2e.coffeecup import CoffeeCup
from tests.e2e.person import PROFILE, Person

DIST = Path(__file__).parents[2] / "dist"
FROZEN = (str(DIST / "demitasse" / "demitasse"), *PROFILE)
BARE = (str(DIST / "bare" / "bare"),)
OTHER = "ktimetracker"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.frozen")
    parser.add_argument("--runs", type=int, default=10)
    runs = parser.parse_args().runs
    tell("bundle, MB (against a bare app)", _size_mb(DIST / "demitasse"), _size_mb(DIST / "bare"), 1.25)
    folder = Path(tempfile.mkdtemp())
    with CoffeeCup(folder / "coffeecup") as server, DesktopSession() as desktop:
        person = Person(desktop, folder / "demitasse")
        person.sign_in(server)
        bench = Bench(desktop, {"DEMITASSE_HOME": str(person.home)})
        _start(bench, runs)
        _status(desktop.env | {"DEMITASSE_HOME": str(person.home)}, runs * 3)
        _memory(bench, desktop)
    shutil.rmtree(folder)
    return 0


def _start(bench: Bench, runs: int) -> None:
    times: dict[tuple[str, ...], list[float]] = {OURS: [], FROZEN: [], BARE: []}
    for run in range(runs + 1):
        for command, taken in times.items():
            took = bench.one_start(command)
            if run:  # the first one fills the caches
                taken.append(took * 1000)
    source, frozen, bare = (median(times[command]) for command in (OURS, FROZEN, BARE))
    tell("start to tray icon, ms (against source)", frozen, source, 1.15)
    tell("start to tray icon, ms (against a bare app, frozen)", frozen, bare, 1.3)


def _status(env: dict[str, str], runs: int) -> None:
    times: dict[tuple[str, ...], list[float]] = {OURS: [], FROZEN: []}
    for _ in range(runs):
        for command, taken in times.items():
            began = time.perf_counter()
            subprocess.run((*command, "status"), env=env, stdout=subprocess.DEVNULL, check=True)
            taken.append((time.perf_counter() - began) * 1000)
    tell("demitasse status, ms (against source)", median(times[FROZEN]), median(times[OURS]), 1.4)


def _memory(bench: Bench, desktop: DesktopSession) -> None:
    with Running(bench, FROZEN) as process:
        time.sleep(SETTLE_S)
        ours = pss_mb(process.pid)
    if not shutil.which(OTHER):
        print(f"memory (PSS) at rest: {ours:.1f} MB; {OTHER} is not installed")
        return
    process = desktop.start(OTHER, log=OTHER)
    desktop.wait_for_window("KTimeTracker")
    time.sleep(SETTLE_S)
    other = pss_mb(process.pid)
    process.terminate()
    process.wait(10)
    tell(f"memory (PSS) at rest, MB (against {OTHER})", ours, other, 1.0)


def _size_mb(folder: Path) -> float:
    """Return the size of a bundle without the licences, which only ours has."""
    files = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return sum(file.stat().st_size for file in files if "licences" not in file.relative_to(folder).parts) / 1e6


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
