"""The scenes of the day: rows, past the target, another day, a day that is fetched, and connections (15 to 19, 44)."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt

from demitasse.domain.errors import FaultCode
from demitasse.domain.operations import OpState
from demitasse.ui.pages.destinations import Day
from tests.ui import stage
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.user_input import at_line, press

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover

_SUNDAY, _THURSDAY = TODAY - timedelta(days=1), TODAY - timedelta(days=4)
_LONG_AGO = date(2026, 9, 16)
_LOCKS = (FaultCode.ENTRY_BILLED, FaultCode.ENTRY_LOCKED, FaultCode.ENTRY_APPROVED, FaultCode.ENTRY_ARCHIVED)


def _at_rest(popover: Popover) -> Popover:
    popover.day.setFocus(Qt.FocusReason.OtherFocusReason)
    return popover


def _morning(*, sent: bool = True) -> Stage:
    s = Stage()
    s.entry(stage.WEBSITE, stage.REVIEW, 123, "Pull requests", start=time(7, 57))
    s.entry(stage.INTERNAL, stage.MEETING, 60, "Weekly planning", start=time(10))
    s.entry(stage.MOBILE, stage.DESIGN, 45, "Empty states and icons", start=time(11), sent=sent)
    return s


def day_rows() -> Popover:
    """Rows with each state, without a comment and with long names (picture 15)."""
    s = Stage()
    with s.store.transaction():
        s.store.database.write(
            "UPDATE project SET name = 'Relaunch of the international customer portal' WHERE id = ?", (stage.WEBSHOP,)
        )
    s.entry(stage.WEBSHOP, stage.CONCEPT, 60, "Relaunch of the international self service", start=time(8))
    s.entry(stage.CONFIGURATOR, stage.SUPPORT, 30)
    s.entry(stage.CONFIGURATOR, stage.SUPPORT, 30, "Call with the dealer")
    s.entry(stage.MOBILE, stage.DESIGN, 45, "Icons", start=time(9, 15), sent=False)
    checked = s.entry(stage.MOBILE, stage.DESIGN, 45, "Icons", start=time(9, 15), sent=False)
    with s.store.transaction():
        s.store.outbox.transition(checked, OpState.AMBIGUOUS)
    s.rejected(s.entry(stage.CONFIGURATOR, stage.SUPPORT, 30, sent=False), "The task is archived.")
    for lock in _LOCKS:
        locked = s.entry(stage.WEBSITE, stage.REVIEW, 123, "Pull requests", start=time(7, 57))
        with s.store.transaction():
            s.store.entries.save(s.existing(locked), locked=lock)
    s.running(stage.WEBSITE, stage.CODING, 5047, "Fix the login redirect")
    popover = s.popover()
    at_line(popover, s.rows()[1].id)
    return popover


def day_rows_end() -> Popover:
    """The end of the same list, with the keyboard on a button."""
    popover = day_rows()
    mirrored = popover.layoutDirection() is Qt.LayoutDirection.RightToLeft
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left if mirrored else Qt.Key.Key_Right):
        press(popover, key)
    return popover


def day_over() -> Popover:
    """Past the target, while the timer runs (picture 16)."""
    s = _morning()
    s.clock.advance(4 * 3600)
    s.synced(s.clock.now().wall)
    s.running(stage.WEBSITE, stage.CODING, 5 * 3600 + 1450, "Fix the login redirect on Safari")
    return _at_rest(s.popover())


def day_before() -> Popover:
    """Another day, over its target, with a billed entry (picture 17)."""
    s = _morning()
    billed = s.entry(stage.WEBSITE, stage.CODING, 228, "Basket and checkout", day=_THURSDAY, start=time(8, 12))
    s.entry(stage.CONFIGURATOR, stage.TESTING, 265, "Price rules", day=_THURSDAY, start=time(13))
    with s.store.transaction():
        s.store.entries.save(s.existing(billed), locked=FaultCode.ENTRY_BILLED)
    s.running(stage.WEBSITE, stage.CODING, 5047, "Fix the login redirect on Safari")
    popover = s.popover()
    popover.open(Day(_THURSDAY))
    return _at_rest(popover)


def day_empty() -> Popover:
    """Nothing tracked yet, offline, with the work of yesterday (picture 18)."""
    s = Stage()
    s.entry(stage.WEBSITE, stage.CODING, 200, "Header", day=_SUNDAY, sent=False)
    s.entry(stage.CONFIGURATOR, stage.TESTING, 120, "Price rules", day=_SUNDAY, sent=False)
    s.entry(stage.WEBSITE, stage.CODING, 60, "Footer", day=_SUNDAY, sent=False)
    s.offline(NOW - timedelta(minutes=25))
    return _at_rest(s.popover())


def day_fetched() -> Popover:
    """A day that is being fetched (picture 19)."""
    s = _morning()
    s.running(stage.WEBSITE, stage.CODING, 5047, "Fix the login redirect on Safari")
    popover = s.popover()
    popover.open(Day(_LONG_AGO))
    popover.day._view._fetch._on_timeout()
    return _at_rest(popover)


def day_offline() -> Popover:
    """Offline while a timer runs (picture 44)."""
    s = _morning(sent=False)
    s.running(stage.WEBSITE, stage.CODING, 5047, "Fix the login redirect on Safari")
    s.offline(NOW - timedelta(minutes=25))
    return _at_rest(s.popover())


def day_elsewhere() -> Popover:
    """An account in another time zone than this computer, with a gap under the keyboard."""
    s = _morning()
    s.entry(stage.MOBILE, stage.TESTING, 20, "Menus", start=time(12, 30))
    s.clock.here = ZoneInfo("America/New_York")
    popover = s.popover()
    at_line(popover, next(line.key for line in popover.day.list.lines() if line.press == "add"))
    return popover


DAY_SCENES = (
    day_rows, day_rows_end, day_over, day_before, day_empty, day_fetched, day_offline, day_elsewhere,
)  # fmt: skip
