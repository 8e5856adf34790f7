"""SQL statements and calls of an event and a click on the GUI thread (`python -m tests.bench.clicks` prints them)."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.entries import Fields
from demitasse.ui.pages.destinations import Month, Report, Week
from tests.bench.clicks import CALLS, CLICK_STATEMENTS, STATEMENTS, Counter, Window, costs
from tests.ui.stage import CATALOG, TODAY

if TYPE_CHECKING:
    from tests.ui.stage import Stage

VIEW_STATEMENTS = 30
"""At most so many for one opening of a view: its own, and those of an overview."""


def test_events_and_clicks_stay_in_their_budgets(stage: Stage) -> None:
    measured = costs(stage)
    assert {
        name: cost for name, cost in measured.items() if cost.statements > CLICK_STATEMENTS.get(name, STATEMENTS)
    } == {}
    assert measured["click on Start"].calls <= CALLS


@pytest.mark.parametrize("view", [Week, Month, Report])
def test_a_view_costs_the_same_with_ten_times_the_entries(stage: Stage, view: type[Week | Month | Report]) -> None:
    window, counter = Window(stage, tray=False), Counter(stage)
    calls = []
    for entries in (60, 600):
        with stage.store.transaction():
            for number in range(entries):
                pair = CATALOG.pairs[number % 3]
                stage.store.entries.add(Fields(TODAY, *pair, f"Call {number}", 60, running=False))
        window.popover.open(view(TODAY))
        with counter.counting() as cost:
            window.popover.refresh()
        calls.append(cost[0].calls)
        assert cost[0].statements <= VIEW_STATEMENTS
    assert calls[1] <= calls[0] * 1.05
    window.close()


def test_the_icon_waits_for_nothing_that_it_can_do_without() -> None:
    """Using Qt's namespace of enums takes 20 ms, and sockets 5; what is imported for the icon does neither."""
    program = (
        "import sys, demitasse.__main__, demitasse.ui.app.run; "
        "ours = [name for name in sys.modules if name.startswith('demitasse')]; "
        "print(*[name for name in ours if hasattr(sys.modules[name], 'Qt')], "
        "*[name for name in ('socket', 'hashlib', 'sqlite3', 'zoneinfo', 'demitasse.store') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
