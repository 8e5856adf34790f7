"""SQL statements and calls of an event and a click on the GUI thread (`python -m tests.bench.clicks` prints them)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.clicks import CALLS, STATEMENTS, costs

if TYPE_CHECKING:
    from tests.ui.stage import Stage


def test_events_and_clicks_stay_in_their_budgets(stage: Stage) -> None:
    measured = costs(stage)
    few = ("event", "event, with the tray", "command", "command replacing a timer")
    assert {name: measured[name].statements for name in few if measured[name].statements > STATEMENTS} == {}
    assert measured["click on Start"].calls <= CALLS
    assert measured["click on Start"].statements <= 20, "the command and one overview"
