"""Run the program, its tests and its installer on Windows, under Wine on this Linux.

    python3 bootstrap.py windows [STEP ...]

Without a step, all of them, which shall take at most 25 minutes on a quiet machine with two cores. The last lines tell
what passed, what was skipped and why. The table of platforms in the README tells what was not tried.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.windows import installer, scenarios
from tests.windows.setup import SetUpError, set_up
from tests.windows.wine import FOLDER, PYTHON, windows_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.windows.wine import Done, Wine

TESTED = "ui api tracker cli domain store support desktop boot".split()
"""The packages of tests that run, the longest first, in as many processes as there are cores."""
LEFT_OUT = {
    "tests/sync": "its random histories are slow under Wine; nothing in it depends on the system",
    "tests/e2e, tests/screenshots, tests/bench": "they need an X11 desktop",
    "tests/coffeecup_sandbox": "the service that tests talk to; it is run here by `demitasse demo`",
    "tests/project, tests/docs, tests/sabotage, tests/long": "they look at the source, not at the system",
}
TOO_SLOW = {
    "tests/api/test_throttle_hours.py": "hours of many threads on a virtual clock; nothing in it depends on the system",
    "tests/tracker/test_history_machine.py": "random sequences of actions; nothing in it depends on the system",
    "tests/ui/test_places.py": "walks through all pages; tests/ui/test_forms_fit.py runs, with the fonts that are here",
    "tests/ui/test_scenes_access.py": "reads every scene; the tests of each page run",
    "tests/ui/test_scenes_words.py": "draws every scene in longer texts; tests/ui/test_forms_fit.py runs",
}
"""Files of tests that would take a third of the time, and why the others are enough."""
ONLY_IN_WINE = {
    "tests/ui/test_languages.py::test_a_compiled_file_fits_its_source": "Qt's compiler of translations is not unzipped",
    "tests/ui/test_pages_about.py::test_every_shipped_package_is_named_with_its_licence": "nothing is installed by pip",
}
"""Tests that pass on Windows but not here, and why."""
_HANGS_S = 3600
"""How long a package may take on a busy machine before it is ended."""
_SKIPPED = re.compile(r"^SKIPPED \[(\d+)\] \S+?: (.*)$", re.MULTILINE)


def run_tests(wine: Wine) -> Iterator[str]:
    """Run the packages of tests; yield the figures of each."""
    reasons: Counter[str] = Counter()
    failures = ""
    with ThreadPoolExecutor(os.cpu_count()) as processes:
        for name, done in zip(TESTED, processes.map(lambda name: _tested(wine, name), TESTED), strict=True):
            for number, reason in _SKIPPED.findall(done.output):
                reasons[reason] += int(number)
            yield f"tests/{name}: " + (done.output.strip().splitlines() or [""])[-1].strip("= ")
            failures += "" if done.code == 0 else f"\ntests/{name} ended with {done.code}\n{_failures(done.output)}"
    assert not failures, failures
    for reason, number in reasons.most_common():
        yield f"skipped {number:3}: {reason}"
    for what, reason in {**LEFT_OUT, **TOO_SLOW, **ONLY_IN_WINE}.items():
        yield f"not run: {what}: {reason}"


def _tested(wine: Wine, name: str) -> Done:
    """Run one package of tests; its output is also in a file."""
    scratch = Path("/dev/shm" if Path("/dev/shm").is_dir() else FOLDER) / f"demitasse-wine-{name}"  # noqa: S108
    chosen = [*(f"--deselect={test}" for test in ONLY_IN_WINE), *(f"--ignore={file}" for file in TOO_SLOW)]
    output = ("-q", "--tb=short", "-rsfE", "--durations=20", f"--override-ini=faulthandler_timeout={_HANGS_S}")
    options = (*output, "-p", "no:cacheprovider", f"--basetemp={windows_path(scratch)}")
    done = wine.python("-m", "pytest", *options, *chosen, f"tests/{name}", seconds=_HANGS_S)
    shutil.rmtree(scratch, ignore_errors=True)
    (FOLDER / f"tests-{name}.log").write_text(done.output, encoding="utf-8")
    return done


def run_scenarios(wine: Wine) -> Iterator[str]:
    """Type the main job, cut replies, bursts and kills into the program from source."""
    yield from scenarios.run_all(wine, PYTHON, "-m", "demitasse")


def run_frozen(wine: Wine) -> Iterator[str]:
    """Freeze the program, make the installer, and run its whole cycle."""
    yield installer.freeze(wine)
    yield f"frozen, {next(scenarios.run_all(wine, installer.BUNDLE / 'demitasse.exe'))}"
    yield installer.build_setup(wine)
    yield from installer.run_cycle(wine)


STEPS: dict[str, Callable[[Wine], Iterator[str]]] = {
    "tests": run_tests,
    "scenarios": run_scenarios,
    "installer": run_frozen,
}


def main(argv: list[str]) -> int:
    """Run the steps and print what each saw; return 1 if one failed."""
    about = "\n".join(f"    {name:10} {step.__doc__}" for name, step in STEPS.items())
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("bootstrap.py windows", description=f"{__doc__}\n{about}", formatter_class=shape)
    parser.add_argument("steps", nargs="*", metavar="STEP")
    asked = parser.parse_args(argv).steps or list(STEPS)
    if unknown := set(asked) - STEPS.keys():
        parser.error(f"there is no step {', '.join(sorted(unknown))}; there are {', '.join(STEPS)}")
    try:
        wine = set_up()
    except SetUpError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    failed = [name for name in asked if not passes(name, wine)]
    print("\nFailed: " + ", ".join(failed) if failed else "\nAll passed: " + ", ".join(asked))
    return 1 if failed else 0


def passes(name: str, wine: Wine) -> bool:
    """Run a step, print its lines, and return whether it passed. Nothing of it runs on."""
    started = time.monotonic()
    print(f"\n== {name}", flush=True)
    try:
        for line in STEPS[name](wine):
            print(f"   {time.monotonic() - started:5.0f} s  {line}", flush=True)
    except AssertionError as error:
        print(f"   FAILED: {error}", flush=True)
        return False
    finally:
        wine.end()
    return True


def _failures(output: str) -> str:
    """Return the lines of pytest that name what failed."""
    return "\n".join(line for line in output.splitlines() if line.startswith(("FAILED", "ERROR", "E  ")))[:4000]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
