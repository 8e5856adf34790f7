"""What an event and a click cost on the GUI thread, counted; `python -m tests.bench.clicks` prints the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.clicks import CALLS, STATEMENTS, costs

if TYPE_CHECKING:
    from tests.ui.stage import Stage


def test_events_and_clicks_read_little_and_call_little(stage: Stage) -> None:
    measured = costs(stage)
    few = ("event", "event, with the tray", "command", "command replacing a timer")
    assert {name: measured[name].statements for name in few if measured[name].statements > STATEMENTS} == {}
    assert measured["click on Start"].calls <= CALLS
    assert measured["click on Start"].statements <= 20, "the command and one overview"
