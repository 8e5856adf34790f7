"""The program on real desktops: `python3 bootstrap.py desktops [NAME ...]`.

Each desktop is started headless, with a home of its own; the main job is done on it, and pictures of it are taken.
Prints the table for the README. What a desktop needs is installed on Debian for root, else the line to type is printed.
A desktop takes five to ten minutes, three of which nobody may touch it; `--jobs` does several at once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # pictures are read with Qt

from tests.desktops import pictures
from tests.desktops.job import STEPS, Step, do, why_skipped
from tests.desktops.session import ROOT, NeverCame, Session
from tests.desktops.wayland import Gnome, GnomeBare, GnomeX11, Sway, SwayMixed
from tests.desktops.x11 import (
    Cinnamon,
    KdeWayland,
    KdeX11,
    Lxqt,
    XEmbed,
    XEmbedBare,
    Xfce,
    XfceBare,
    XfceMixed,
    XfceScaled,
    XfceTwo,
)  # fmt: skip

DESKTOPS: tuple[type[Session], ...] = (
    GnomeBare, Gnome, GnomeX11, KdeWayland, KdeX11, Sway, SwayMixed, Xfce, XfceBare, XfceTwo, XfceScaled, XfceMixed,
    Lxqt, Cinnamon, XEmbed, XEmbedBare,
)  # fmt: skip
PICTURES = Path("build") / "desktops"


def main(argv: list[str]) -> int:
    """Run the main job on the named desktops, or on all; return 1 if a step failed, 2 if one could not be started."""
    parser = argparse.ArgumentParser(prog="bootstrap.py desktops", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(desktop.name for desktop in DESKTOPS))
    parser.add_argument("--pictures", type=Path, default=PICTURES, help="folder for the pictures")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="desktops at once (default: 1)")
    parser.add_argument("--steps", action="store_true", help="print which step is done where, and run nothing")
    options = parser.parse_args(argv)
    by_name = {desktop.name: desktop for desktop in DESKTOPS}
    if unknown := set(options.names) - set(by_name):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(by_name)}")
    wanted = [by_name[name] for name in options.names] or list(DESKTOPS)
    if options.steps:
        print(table({desktop.name: {step.name: _plan(step, desktop) for step in STEPS} for desktop in wanted}))
        return 0
    if missing := install({package for desktop in wanted for package in desktop.packages if lacks(desktop)}):
        print(
            f"Some programs are missing. On Debian and Ubuntu:\n  sudo apt-get install -y {' '.join(sorted(missing))}"
        )
    running: list[Session] = []
    end_on_signal(running)
    with ThreadPoolExecutor(options.jobs) as pool:
        done = pool.map(lambda desktop: run(desktop, options.pictures.resolve() / desktop.name, running), wanted)
        rows = dict(zip([desktop.name for desktop in wanted], done, strict=True))
    seen = [options.pictures / desktop.name / "open.png" for desktop in wanted if rows[desktop.name]]
    pictures.sheet([file if file.exists() else file.with_name("first-window.png") for file in seen],
                   options.pictures / "desktops.jpg")  # fmt: skip
    print(f"\n{time.strftime('%d %B %Y %H:%M')}, {version()}\n\n{table(rows)}")
    return 2 if any(not row for row in rows.values()) else int("**" in table(rows))


def _plan(step: Step, desktop: type[Session]) -> str:
    why = why_skipped(step, desktop)
    return f"– {why}" if why else "yes"


def version() -> str:
    """Return the commit of this checkout."""
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    return subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip() or "no checkout"


def lacks(desktop: type[Session]) -> list[str]:
    """Return the programs of a desktop that are not installed."""
    return [program for program in desktop.programs if not shutil.which(program)]


def install(packages: set[str]) -> set[str]:
    """Install packages if this is root on Debian; return those that have to be installed by hand."""
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return packages
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {' '.join(sorted(packages))}", flush=True)
    subprocess.run(["apt-get", "-qq", "update"], env=quiet, check=False)
    command = ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *sorted(packages)]
    return packages if subprocess.run(command, env=quiet, check=False).returncode else set()


def end_on_signal(running: list[Session]) -> None:
    """End the desktops that run, and this process, when it is told to end."""

    def end(number: int, _frame: object) -> None:
        for session in running:
            session.__exit__()
        os._exit(128 + number)  # the threads of the desktops would still wait for something

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)


def run(desktop: type[Session], folder: Path, running: list[Session]) -> dict[str, str]:
    """Do the main job on one desktop, and return the outcome of each step; empty if it did not start."""
    if missing := lacks(desktop):
        print(f"{desktop.name}: not tried, there is no {', '.join(missing)}", flush=True)
        return {}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    began = time.monotonic()
    try:
        session = desktop()
        running.append(session)
        with session:
            print(f"{desktop.name}: ready after {time.monotonic() - began:.1f} s", flush=True)
            results = do(session, folder, lambda line: print(f"{desktop.name}: {line}", flush=True))
            print(f"{desktop.name}: pictures in {folder}, {time.monotonic() - began:.0f} s", flush=True)
            return results
    except NeverCame as error:
        print(f"{desktop.name}: did not start: {error}", flush=True)
        return {}


def table(rows: dict[str, dict[str, str]]) -> str:
    """Return the outcomes as a Markdown table, a row for each desktop."""
    steps = list(dict.fromkeys(step for row in rows.values() for step in row))
    lines = [f"| desktop | {' | '.join(steps)} |", "|---" * (len(steps) + 1) + "|"]
    for name, row in rows.items():
        cells = [row.get(step, "-") for step in steps] if row else ["not started", *["-"] * (len(steps) - 1)]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
