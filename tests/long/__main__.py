"""Run random tests with many seeds on all cores, and print one line of figures for each run.

    python3 bootstrap.py long [NAME ...] [--cases N] [--seed N] [--cores N]

Without a name, all runs of the table in tests.long.runs. A failure is printed with its seed:
`python3 bootstrap.py long NAME --cases 1 --seed SEED` repeats it.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.long.runs import RUNS, Figure, run_case

EVERY = 500
"""After so many cases the figures so far are printed, so that a run that is ended early has said something."""


def figure(name: str, seeds: range, cores: int) -> Figure:
    """Run all cases of a run and print each failure at once."""
    sum_ = Figure()
    case = partial(run_case, RUNS[name].case)
    with ProcessPoolExecutor(cores) as pool:
        for seed, one in zip(seeds, pool.map(case, seeds), strict=True):
            sum_.add(one)
            if one.wrong:
                print(f"{name}, seed {seed}: {one.wrong}", flush=True)
            if not sum_.cases % EVERY and sum_.cases < len(seeds):
                print(f"{name} from seed {seeds[0]}, so far: {sum_}", flush=True)
    return sum_


def revision() -> str:
    """Return which commit is run, with "+" if files differ from it; empty without Git."""
    git = shutil.which("git")
    command = [git or "", "-C", str(Path(__file__).parent), "describe", "--always", "--exclude=*", "--dirty=+"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() if git else ""


def main(argv: list[str]) -> int:
    """Print the figures; return 1 if a case failed or a class of faults was never injected."""
    table = "\n".join(f"    {name:12}{run.cases:>8,}  {run.about}" for name, run in RUNS.items())
    shape = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("bootstrap.py long", description=f"{__doc__}\n{table}", formatter_class=shape)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--cases", type=int, help="instead of the number in the table")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args(argv)
    if unknown := set(asked.names) - RUNS.keys():
        parser.error(f"there is no run {', '.join(sorted(unknown))}; there are {', '.join(RUNS)}")
    passed, commit = True, revision()
    here = f"; commit {commit}" if commit else ""
    for name in asked.names or RUNS:
        found = figure(name, range(asked.seed, asked.seed + (asked.cases or RUNS[name].cases)), asked.cores)
        print(f"{name} from seed {asked.seed}: {found}{here}", flush=True)
        passed = passed and found.passed()
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
