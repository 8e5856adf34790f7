"""The clocks of a year: what a computer shows in each zone, and the true time."""

from __future__ import annotations

import math
import os
import sys
import time
from datetime import UTC, datetime

from tests.sync.device import TwinClock


class YearClock(TwinClock):
    """Server and computer advance together in large steps; a reboot takes time on both."""

    def advance(self, seconds: float) -> None:
        """Advance both by whole seconds, because midnight could split a fraction and the record has none."""
        super(TwinClock, self).advance(math.ceil(seconds))
        self._pass(math.ceil(seconds))

    def reboot(self, boot_id: str, seconds: float = 60.0) -> None:
        """Switch the computer off for `seconds`."""
        super().reboot(boot_id, seconds)
        self._pass(seconds)

    def correct(self) -> None:
        """Set the wall clock to the true time."""
        self.set_wall(datetime.fromtimestamp(self._sandbox.clock.now(), UTC))

    def _pass(self, seconds: float) -> None:
        self._sandbox.clock.advance(max(0.0, seconds))
        self._sandbox.state.run_scheduled()


def move_to(zone: str | None) -> None:
    """Set the zone of this process, or reset it to the machine's."""
    os.environ.pop("TZ", None)
    if zone is not None:
        os.environ["TZ"] = zone
    if sys.platform != "win32":
        time.tzset()
