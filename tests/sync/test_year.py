"""A whole year at work: sums exact to the second, few calls a day, memory flat. `pytest -s` prints the figures.

`python3 bootstrap.py long year` lives through many, in ten zones, with more days on which the worker looks as often as
it really does, and without sockets.
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

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago",
         "Pacific/Kiritimati", "Asia/Beirut", "America/St_Johns", "UTC")  # fmt: skip
CALLS = 400
"""On a working day, at most (reliability F13)."""

MEMORY_KB = 40_000
"""At most this much more at the end of the year than after a quarter of it; the local CoffeeCup lives in it, too."""

_RAM = Path("/dev/shm")  # noqa: S108 - commits need no disk here


@contextmanager
def year(seed: int, zone: str, whole: int, *, inside: bool = False) -> Iterator[Year]:
    """The first of January; `inside`: no call takes a socket."""
    before = os.environ.get("TZ")
    quirks = QUIRKS | {"token_life_s": "86400"}
    with (
        tempfile.TemporaryDirectory(dir=_RAM if _RAM.is_dir() else None) as folder,
        Sandbox(seed=seed, quirks=quirks) as sandbox,
    ):
        one = Year(sandbox, Path(folder) / "one", seed, zone, whole=whole, inside=inside)
        try:
            yield one
        finally:
            one.device.close()
            move_to(before)


def run_case(seed: int) -> CaseResult:
    """How the year of this seed went."""
    with year(seed, ZONES[seed % len(ZONES)], whole=10, inside=True) as one:
        story = one.run()
    too_many = f"{max(one.calls)} calls on a day" if max(one.calls) > CALLS else ""
    return CaseResult(story.wrong or too_many, story.happened, {"years": 1, "entries": story.figures["entries"]})


@pytest.fixture(scope="module")
def whole_year(seed: int) -> Iterator[tuple[Year, Iterator[int]]]:
    """One year for all tests of this file, a quarter each: so no single test lasts long on a busy machine."""
    with year(seed, ZONES[seed % len(ZONES)], whole=25) as one:
        yield one, one.quarters()


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
    assert figures["entries"] > 2000
    assert figures["calls on the busiest day"] <= CALLS
    assert figures["kB of memory more"] <= MEMORY_KB
    assert (happened["jump"], happened["pause"]) == (JUMPS, PAUSES)
    assert happened["outage"] >= OUTAGES / 2
    assert min(happened[name] for name in ("sleep", "idle", "crash", "night", "reboot", "late evening")) > 0
