"""The scenes of the timesheet: gaps, menus, other days, splitting."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from demitasse.domain.errors import FaultCode
from demitasse.ui.pages.destinations import Day
from tests.ui import stage
from tests.ui.stage import NOW, Stage
from tests.ui.user_input import at_line

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover


def loading() -> Popover:
    """A day that is being fetched."""
    popover = Stage().popover()
    popover.open(Day(date(2026, 1, 7)))
    popover.day.setFocus()
    return popover


def not_here() -> Popover:
    """A day that was never fetched, offline."""
    s = Stage()
    s.offline(NOW - timedelta(minutes=43))
    popover = s.popover()
    popover.open(Day(date(2026, 1, 7)))
    popover.day.setFocus()
    return popover


def locked() -> Popover:
    """Billed, approved, unsent and rejected entries, with the focus on a gap and two problems."""
    s = Stage()
    for minute, why in ((0, FaultCode.ENTRY_BILLED), (60, FaultCode.ENTRY_APPROVED), (180, FaultCode.ENTRY_LOCKED)):
        entry = s.entry(stage.WEBSITE, stage.REVIEW, 60, "Pull requests", start=time(8 + minute // 60))
        with s.store.transaction():
            s.store.entries.save(s.existing(entry), locked=why)
    s.entry(stage.MOBILE, stage.DESIGN, 45, "Empty states and icons", sent=False, start=time(12))
    wrong = s.entry(stage.CONFIGURATOR, stage.SUPPORT, 30, "Call with the dealer", sent=False, start=time(12, 45))
    s.rejected(wrong, "The task “Support” is archived.")
    s.offline(NOW - timedelta(minutes=43))
    popover = s.popover()
    (gap,) = popover.day._sheet.gaps(lambda moment: moment)  # type: ignore[union-attr]
    at_line(popover, gap)
    return popover


def many() -> Popover:
    """A day with two hundred entries."""
    s = Stage()
    with s.store.transaction():
        for number in range(200):
            s.entry(stage.INTERNAL, stage.MEETING, number % 50 + 1, f"Call {number + 1}")
    return s.popover()


SHEETS = (loading, not_here, locked, many)
