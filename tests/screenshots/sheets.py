"""The scenes of the timesheet: gaps, menus, other days, the calendar, splitting, the week."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from demitasse.domain.errors import FaultCode
from demitasse.ui.pages.destinations import Day, Month, Week
from tests.ui import stage
from tests.ui.stage import NOW, TODAY, Stage

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover

FRIDAY = NOW + timedelta(days=4)


def a_week(s: Stage) -> None:
    """The minutes of each day in the week of picture 8."""
    with s.store.transaction():
        s.store.entries.mark_synced(TODAY, TODAY + timedelta(days=6), NOW)
    days = (
        ((stage.WEBSITE, stage.CODING, 354), (stage.INTERNAL, stage.MEETING, 138)),
        ((stage.MOBILE, stage.DESIGN, 296), (stage.WEBSITE, stage.REVIEW, 244)),
        ((stage.WEBSITE, stage.CODING, 420), (stage.WEBSHOP, stage.COPY, 75)),
        ((stage.CONFIGURATOR, stage.TESTING, 250), (stage.WEBSITE, stage.CODING, 243)),
        ((stage.WEBSITE, stage.CODING, 216), (stage.MOBILE, stage.CODING, 96)),
    )
    for number, entries in enumerate(days):
        for project, task, minutes in entries:
            s.entry(project, task, minutes, day=TODAY + timedelta(days=number))


def week() -> Popover:
    """The week (picture 8)."""
    s = Stage(FRIDAY)
    a_week(s)
    popover = s.popover()
    popover.open(Week(TODAY + timedelta(days=4)))
    popover.page.setFocus(Qt.FocusReason.OtherFocusReason)
    return popover


def week_focused() -> Popover:
    """The week offline, without a target, with the focus on a day."""
    s = Stage(FRIDAY)
    a_week(s)
    s.offline(FRIDAY - timedelta(minutes=43))
    with s.store.transaction():
        s.store.catalog.replace_employments([])
    popover = s.popover()
    popover.open(Week(TODAY + timedelta(days=1)))
    return popover


def week_long() -> Popover:
    """Many projects with long names."""
    s = Stage(FRIDAY)
    a_week(s)
    with s.store.transaction():
        for project in range(1, 13):
            name = f"{project} Relaunch of the international customer self-service portal"
            s.store.database.write(
                "INSERT OR REPLACE INTO project (id, name, client_id, color, bookable, code)"
                " VALUES (?, ?, 1, ?, 1, '')",
                (project, name, f"#{project * 20:02x}70a0"),
            )
    for project in range(6, 13):
        s.entry(project, stage.CODING, 30 * project, day=TODAY + timedelta(days=project % 5))
    popover = s.popover()
    popover.open(Week(TODAY))
    return popover


def calendar() -> Popover:
    """A month of the calendar."""
    s = Stage()
    for back in range(1, 23):
        day = TODAY - timedelta(days=back)
        if day.weekday() < 5:
            s.entry(stage.WEBSITE, stage.CODING, 400 + back * 17 % 130, day=day)
    s.a_day()
    popover = s.popover()
    popover.open(Month(TODAY - timedelta(days=5)))
    return popover


def calendar_offline() -> Popover:
    """A month that was never fetched, offline."""
    s = Stage()
    s.offline(NOW - timedelta(minutes=43))
    popover = s.popover()
    popover.open(Month(date(2026, 2, 11)))
    return popover


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
    popover.day.list.gap(gap).setFocus(Qt.FocusReason.TabFocusReason)  # type: ignore[union-attr]
    return popover


def many() -> Popover:
    """A day with two hundred entries."""
    s = Stage()
    with s.store.transaction():
        for number in range(200):
            s.entry(stage.INTERNAL, stage.MEETING, number % 50 + 1, f"Call {number + 1}")
    return s.popover()


SHEETS = (week, week_focused, week_long, calendar, calendar_offline, loading, not_here, locked, many)
