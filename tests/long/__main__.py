"""Random days with a bad network, as many as asked for, on all cores.

    python3 bootstrap.py long [--days N] [--steps N] [--seed N]

Each day that ends with a minute lost or doubled is printed with the seed that repeats it in the suite:
`DEMITASSE_SEED=<seed> python3 bootstrap.py test tests/sync/test_random_days.py -k "[0]"`.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from demitasse.sandbox import Sandbox
from tests.sync.test_random_days import QUIRKS, live_through


def lived(seed: int, steps: int) -> str:
    """How the day of this seed went: empty if both sides hold the same, else what was wrong."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(seed=seed, quirks=QUIRKS) as box:
        try:
            live_through(box, Path(folder) / "one", seed, steps)
        except Exception as error:  # noqa: BLE001 - a figure, not a crash, is what this program prints
            return f"seed {seed}: {type(error).__name__}: {error}"
    return ""


def main(argv: list[str]) -> int:
    """Print the figures; 1 if a day went wrong."""
    parser = argparse.ArgumentParser(prog="bootstrap.py long", description=__doc__)
    parser.add_argument("--days", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=90)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    asked = parser.parse_args(argv)
    print(f"{asked.days} random days of {asked.steps} actions from seed {asked.seed}", flush=True)
    with ProcessPoolExecutor() as cores:
        wrong = 0
        seeds = range(asked.seed, asked.seed + asked.days)
        for number, told in enumerate(cores.map(partial(lived, steps=asked.steps), seeds), 1):
            wrong += bool(told)
            if told or number % 100 == 0:
                print(told or f"{number} days, {wrong} wrong", flush=True)
    print(f"random days: {asked.days}, lost or doubled: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
