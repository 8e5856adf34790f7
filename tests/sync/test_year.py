"""A year at work: sums exact to the second, few calls a day, constant memory. `pytest -s` prints the figures.

Here the user works on every fourth weekday. `python3 bootstrap.py long year` runs many whole years, in ten zones.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coffeecup_sandbox import Sandbox
from tests.long.runs import CaseResult
from tests.sync.year import JUMPS, OUTAGES, PAUSES, QUIRKS, Year
from tests.sync.year_clock import move_to

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago",
         "Pacific/Kiritimati", "Asia/Beirut", "America/St_Johns", "UTC")  # fmt: skip
EVERY = 4
"""In the suite, the user works on every fourth weekday."""

CALLS = 400
"""On a working day, at most (reliability F13)."""

MEMORY_KB = 40_000
"""At most this much more at the end of the year than after a quarter of it, including the local CoffeeCup."""

_RAM = Path("/dev/shm")  # noqa: S108 - commits need no disk here


@contextmanager
def year(seed: int, zone: str, whole: int) -> Iterator[Year]:
    """A year on the morning of the first of January; calls use no sockets."""
    before = os.environ.get("TZ")
    quirks = QUIRKS | {"token_life_s": "86400"}
    with (
        tempfile.TemporaryDirectory(dir=_RAM if _RAM.is_dir() else None) as folder,
        Sandbox(seed=seed, quirks=quirks) as sandbox,
    ):
        one = Year(sandbox, Path(folder) / "one", seed, zone, whole=whole, in_process=True)
        try:
            yield one
        finally:
            one.device.close()
            move_to(before)


def run_case(seed: int) -> CaseResult:
    """Run the year of this seed."""
    with year(seed, ZONES[seed % len(ZONES)], whole=10) as one:
        story = one.run()
    too_many = f"{max(one.calls)} calls on a day" if max(one.calls) > CALLS else ""
    return CaseResult(story.wrong or too_many, story.happened, {"years": 1, "entries": story.figures["entries"]})


@pytest.fixture(scope="module")
def whole_year(seed: int) -> Iterator[tuple[Year, Iterator[int]]]:
    """One year for all tests of this file, a quarter each, so that no single test takes long on a busy machine."""
    with year(seed, ZONES[seed % len(ZONES)], whole=10) as one:
        yield one, one.quarters(EVERY)


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_a_year_is_exact_to_the_second(quarter: int, whole_year: tuple[Year, Iterator[int]]) -> None:
    one, quarters = whole_year
    while next(quarters) < quarter:
        continue
    assert one.verdict() == ""


def test_a_year_costs_few_calls_and_no_memory(whole_year: tuple[Year, Iterator[int]]) -> None:
    one, quarters = whole_year
    for _ in quarters:
        continue
    figures, happened = one.figures(), one.happened
    print(f"{figures}\n{dict(happened)}")
    assert figures["entries"] > 500
    assert figures["calls on the busiest day"] <= CALLS
    assert figures["kB of memory more"] <= MEMORY_KB
    assert happened["jump"] >= JUMPS // EVERY
    assert happened["pause"] >= PAUSES // EVERY
    assert happened["outage"] >= OUTAGES // EVERY / 2
    assert min(happened[name] for name in ("sleep", "idle", "crash", "night", "reboot", "late evening")) > 0
