"""`python -m tests.bench.clicks`: SQL statements and Python calls on the GUI thread, for an event and for clicks."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import demitasse
from demitasse.boot.profile import open_profile
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.store.encoding import encode_datetime
from demitasse.store.settings import LAST_SYNCED_AT
from demitasse.ui.app.presence import PresenceMonitor
from demitasse.ui.popover.popover import Popover
from demitasse.ui.tray.tray_icon import TrayIcon
from demitasse.ui.tray.tray_state import changes_in_s, tray_state
from tests.ui.stage import DESIGN, MOBILE, REVIEW, WEBSITE, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from types import FrameType

    from demitasse.tracker.account import Credentials

STATEMENTS, CALLS = 12, 460
"""At most so many statements for an event or a command, and calls from a click on Start until the popover shows it,
with a message that offers to undo it."""
CLICK_STATEMENTS = {
    "click on Start": 20,
    "click on Start, with the tray": 20,
    "start replacing a timer": 24,
    "start replacing a timer, with the tray": 26,
}
"""At most so many for a click: its command, and one overview for everything that shows it."""
_INLINED = {"<listcomp>", "<setcomp>", "<dictcomp>"}
"""No calls since Python 3.12."""
_OURS = str(Path(demitasse.__file__).parent)


class Cost(NamedTuple):
    """The cost of an action on the GUI thread."""

    statements: int
    calls: int


class Window:
    """An open popover, a tray icon and the presence monitor, connected as the tray app connects them."""

    def __init__(self, stage: Stage, *, tray: bool = True) -> None:
        """Show the popover on `stage`, with or without a tray icon."""
        self.stage = stage
        self._icon = TrayIcon("light") if tray else None
        self._presence = PresenceMonitor(stage.profile)
        self.popover = Popover(stage.profile, self)
        self.popover.show()
        self.popover.shown()

    def event(self) -> None:
        """Handle the worker's "changed" event."""
        self._update_tray()
        self.popover.handle(SyncEvent(EventKind.CHANGED))

    def click(self) -> None:
        """Click on Start or Stop."""
        self.popover.day.timer.button.click()

    def close(self) -> None:
        """Close the popover."""
        self._presence.close()
        self.popover.close()

    def compare(self) -> None:
        """Do nothing: there is no CoffeeCup."""

    def wake(self, *, poll: bool = False) -> None:
        """Update the tray, as `Bridge.wake` makes the tray app do."""
        if not poll:
            self._update_tray()

    def sign_in(self, credentials: Credentials) -> None: ...

    def sign_out(self) -> None: ...

    def fetch_days(self, first: date, last: date | None = None) -> None: ...

    def try_demo(self) -> None: ...

    def _update_tray(self) -> None:
        if self._icon is not None:
            overview = self.stage.profile.overview.read()
            self._presence.update(overview)
            self._icon.update_state(tray_state(overview))
            changes_in_s(overview)


class Counter:
    """Counts statements of a profile's connection, and calls of functions defined in the program."""

    def __init__(self, stage: Stage) -> None:
        """Count for `stage`."""
        self._connection = stage.store.database._connection
        self._statements = self._calls = 0

    @contextmanager
    def counting(self) -> Iterator[list[Cost]]:
        """Append the cost of the block to the list."""
        self._statements = self._calls = 0
        costs: list[Cost] = []
        self._connection.set_trace_callback(self._on_statement)
        before = sys.getprofile()
        sys.setprofile(self._on_call)
        try:
            yield costs
        finally:
            sys.setprofile(before)
            self._connection.set_trace_callback(None)
            costs.append(Cost(self._statements, self._calls))

    def _on_statement(self, _sql: str) -> None:
        self._statements += 1

    def _on_call(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_name not in _INLINED:
            self._calls += frame.f_code.co_filename.startswith(_OURS)


def sync_elsewhere(stage: Stage, entry_id: int) -> None:
    """Write through another connection, as the worker does before it reports a change."""
    other = open_profile(clock=stage.clock)
    store = other._store
    entry = store.entries.get(entry_id)
    assert entry is not None
    with store.transaction():
        store.settings.put(LAST_SYNCED_AT, encode_datetime(stage.clock.now().wall) or "")
        fields = entry.mine._replace(comment=f"{entry.mine.comment}.")
        store.entries.save(entry._replace(mine=fields, base=fields))
    other.close()


def costs(stage: Stage) -> dict[str, Cost]:
    """Return what an event, a click on Start, and a start that replaces a timer cost, with and without a tray."""
    counter, measured = Counter(stage), dict[str, Cost]()
    entry_id = stage.entry(WEBSITE, REVIEW, 123, "Pull requests")
    stage.entry(MOBILE, DESIGN, 45, "Empty states")

    def count(name: str) -> Iterator[None]:
        stage.clock.advance(30)
        with counter.counting() as cost:
            yield
        measured[name] = cost[0]

    for tray in (False, True):
        window, suffix = Window(stage, tray=tray), ", with the tray" if tray else ""
        window.event()
        sync_elsewhere(stage, entry_id)
        for _ in count(f"event{suffix}"):
            window.event()
        for _ in count(f"click on Start{suffix}"):
            window.click()
        for _ in count(f"start replacing a timer{suffix}"):
            window.popover.day.timer.start_nth(0)
        window.click()
        window.close()
    for name in ("command", "command replacing a timer"):
        for _ in count(name):
            stage.profile.timer.begin(MOBILE, DESIGN)
    return measured


def main() -> None:
    """Print the figures."""
    from PySide6.QtWidgets import QApplication

    from demitasse.ui.widgets import theme

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DEMITASSE_HOME"] = folder
        app = QApplication([])
        theme.apply(app, "light")
        stage = Stage()
        print(f"wanted: {STATEMENTS} statements for an event or a command, {CALLS} calls for a click on Start")
        for name, cost in costs(stage).items():
            print(f"{name}: {cost.statements} SQL statements, {cost.calls} Python calls", flush=True)
        stage.close()


if __name__ == "__main__":
    main()
