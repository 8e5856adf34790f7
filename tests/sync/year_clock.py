"""The time of a year: what a computer shows, in whichever place, and what is true."""

from __future__ import annotations

import math
import os
import sys
import time
from datetime import UTC, datetime

from tests.sync.device import TwinClock


class YearClock(TwinClock):
    """Server and computer share their time in large steps; a reboot takes time for both."""

    def advance(self, seconds: float) -> None:
        """Both clocks, by whole seconds: a part of one may lie on either side of midnight, and paper knows no parts."""
        super(TwinClock, self).advance(math.ceil(seconds))
        self._pass(math.ceil(seconds))

    def reboot(self, boot_id: str, seconds: float = 60.0) -> None:
        """The computer was off for `seconds`."""
        super().reboot(boot_id, seconds)
        self._pass(seconds)

    def correct(self) -> None:
        """The wall clock shows the true time again."""
        self.set_wall(datetime.fromtimestamp(self._box.clock.now(), UTC))

    def _pass(self, seconds: float) -> None:
        self._box.clock.advance(max(0.0, seconds))
        self._box.state.run_scheduled()


def move_to(zone: str | None) -> None:
    """This process shows the time of another zone, or again that of its machine."""
    os.environ.pop("TZ", None)
    if zone is not None:
        os.environ["TZ"] = zone
    if sys.platform != "win32":
        time.tzset()
