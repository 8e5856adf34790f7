"""Random histories: whatever happens, both sides end up with the same entries, each exactly once.

The seeds are fixed, so that a change that breaks something fails at once. Most histories use no sockets, which is
faster (tests.sync.test_in_process compares the two). `python3 bootstrap.py long histories` runs thousands.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.long.runs import run_case
from tests.sync.call_faults import FAULTS

if TYPE_CHECKING:
    import logging

pytestmark = pytest.mark.slow


def figure(history: str, seeds: range, logged_warnings: list[logging.LogRecord]) -> Counter[str]:
    """Run all of them and return what was injected. Fails if one went wrong."""
    results = {seed: run_case(f"tests.sync.histories:{history}", seed) for seed in seeds}
    logged_warnings[:] = [
        record for record in logged_warnings if "cannot be read" not in record.getMessage()
    ]  # wrong types were sent
    assert {seed: one.wrong for seed, one in results.items() if one.wrong} == {}
    injected = Counter[str]()
    for one in results.values():
        injected.update(one.injected)
    return injected


def test_what_once_went_wrong_works(logged_warnings: list[logging.LogRecord]) -> None:
    """Stops sent after starts, calls counted for another computer (701462), old copies as answers (20276746).

    Of two computers: the text of an undo that was overwritten elsewhere while the undone change was unclear, and a
    timer that both stopped on the next day (10024).
    """
    for seed in (700_630, 700_934, 701_280, 701_462, 20_276_746):
        figure("one_device", range(seed, seed + 1), logged_warnings)
    figure("two_devices", range(42_006_221, 42_006_222), logged_warnings)
    figure("two_later", range(10_024, 10_025), logged_warnings)


@pytest.mark.parametrize(
    ("history", "seeds"),
    [("one_device", range(700_008, 700_028)), ("one_later", range(700_100, 700_140))],
)
def test_one_computer_loses_and_doubles_nothing(
    history: str, seeds: range, logged_warnings: list[logging.LogRecord]
) -> None:
    injected = figure(history, seeds, logged_warnings)
    assert all(injected[name] for name in FAULTS), injected


@pytest.mark.parametrize(
    ("history", "seeds"),
    [("two_devices", range(800_200, 800_208)), ("two_later", range(800_300, 800_316))],
)
def test_two_computers_lose_and_double_nothing(
    history: str, seeds: range, logged_warnings: list[logging.LogRecord]
) -> None:
    injected = figure(history, seeds, logged_warnings)
    assert all(injected[name] for name in FAULTS if name != "D13 lag"), injected


def test_an_unusual_service_loses_and_doubles_nothing(logged_warnings: list[logging.LogRecord]) -> None:
    injected = figure("odd_service", range(900_000, 900_020), logged_warnings)
    assert sum(injected.values()) > 20, injected
