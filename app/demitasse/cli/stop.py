"""`demitasse stop`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from demitasse.cli import report, times

if TYPE_CHECKING:
    from demitasse.cli.context import Context
    from demitasse.domain.timer import Instant


def run(call: Context) -> int:
    """Stop the timer."""
    return report.told(call, "Stopped", call.profile.timer.stop(_moment(call)))


def _moment(call: Context) -> Instant | None:
    """Just after midnight, "23:50" is yesterday's, if the timer ran by then."""
    at, text = call.moment(), call.get("at")
    if at is None or text is None or at.wall <= call.profile.clock.now().wall:
        return at
    yesterday = times.moment(text, call.profile.clock.today() - timedelta(days=1))
    return yesterday if call.profile.timer.ran_at(yesterday) else at
