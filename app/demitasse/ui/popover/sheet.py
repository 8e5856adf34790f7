"""One day on the page: its head with the figures, its list, or what is said where there is none."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from demitasse.support.clock import local_datetime
from demitasse.ui import text
from demitasse.ui.popover.empty import Empty
from demitasse.ui.widgets.bars import DayHead
from demitasse.ui.widgets.rows import EntryList

if TYPE_CHECKING:
    from datetime import date

    from demitasse.domain.timer import Instant
    from demitasse.domain.timesheet import Timesheet

_LIST_PX = 338
_MINUTE = timedelta(seconds=59)
"""Rounds a moment up to the minute in which something is done."""

translate = QCoreApplication.translate


class SheetView:
    """The three widgets of a day, filled together; the page lays them out."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        self.head = DayHead()
        self.list = EntryList(_LIST_PX)
        self.empty = Empty()
        self.empty.hide()

    def show(self, sheet: Timesheet, today: date, obstacle: str, last: Timesheet | None) -> None:
        """Show a day; `obstacle` says why it cannot be fetched now, `last` is what an empty today offers."""
        self.head.title.say(text.day_title(sheet.day, today))
        self.head.today.setVisible(sheet.day != today)
        self.head.bar.show_day(tuple((row.color, row.duration_s) for row in reversed(sheet.rows)), sheet.target_s)
        self.list.show_rows(sheet.rows, sheet.gaps(local_datetime), sheet.at.wall)
        self.list.setVisible(bool(sheet.rows))
        self.empty.setVisible(not sheet.rows)
        if not sheet.rows and not sheet.known:
            self.empty.say_unknown(obstacle)
        elif not sheet.rows:
            self.empty.say(is_today=sheet.day == today, last=last)
        self.tick(sheet, sheet.at)

    def tick(self, sheet: Timesheet, now: Instant) -> None:
        """What grows while a timer runs; each part is painted again only when its words change."""
        self.head.figure.say(sheet.live_s(now), sheet.target_s, known=sheet.known)
        done = sheet.done_at(now)
        time = text.when(done + _MINUTE, now.wall) if done else ""
        self.head.hint.say(translate("DayPage", "done at {time}").format(time=time) if done else "")
        words = translate("DayPage", "If the timer runs on, this day's target is reached then.")
        self.head.hint.setAccessibleDescription(words if done else "")
