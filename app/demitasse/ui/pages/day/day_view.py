"""One day on the day page: its title and total, and the list of its entries."""

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.timesheet import Gap, Timesheet, TimesheetRow
from demitasse.tracker.overview import Overview
from demitasse.ui.pages.day.empty_day import EmptyDay
from demitasse.ui.pages.destinations import AddEntry, Calendar, Navigator, Week
from demitasse.ui.pages.page import SyncControl, announce
from demitasse.ui.text import wording
from demitasse.ui.widgets.entry_list import EntryList
from demitasse.ui.widgets.headers import DayHead

_LIST_PX = 338
_MINUTE = timedelta(seconds=59)
"""Rounds a time up to the next full minute."""

translate = QCoreApplication.translate


class DayView(QObject):
    """Fills the widgets of a day, which the page lays out, and moves to other days."""

    moved = Signal()
    """Another day was chosen."""

    def __init__(self, page: QWidget, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(page)
        self._profile = profile
        self._sync = sync
        self._navigator = navigator
        self.selected: date | None = None
        """The day to show; None follows today."""
        self._sheet: Timesheet | None = None
        self._listed: tuple[tuple[TimesheetRow, ...], tuple[Gap, ...]] = (), ()
        self._fetching: date | None = None
        self.head = DayHead()
        self.list = EntryList(_LIST_PX)
        self.empty = EmptyDay()
        self.empty.hide()
        self.head.earlier.clicked.connect(self.go_earlier)
        self.head.later.clicked.connect(self.go_later)
        self.head.today.clicked.connect(self.go_today)
        self.head.title.clicked.connect(self.open_calendar)
        self.head.week.clicked.connect(self.open_week)
        self.list.add_requested.connect(self._on_fill)

    @property
    def day(self) -> date:
        """The day that is shown."""
        return self.selected or self._profile.timesheets.today()

    def look_at(self, day: date) -> None:
        """Show another day, and fetch it."""
        self.selected = None if day == self._profile.timesheets.today() else day
        self._fetching = self.selected
        if self.selected is not None:
            self._sync.fetch_days(day)
        self.moved.emit()
        announce(self.head, f"{self.head.title.text()}, {self.head.figure.accessibleName()}")

    def forget(self) -> None:
        """Show today the next time."""
        self.selected = None

    @Slot()
    def go_earlier(self) -> None:
        """Show the previous day."""
        self.look_at(self.day - timedelta(days=1))

    @Slot()
    def go_later(self) -> None:
        """Show the next day."""
        self.look_at(self.day + timedelta(days=1))

    @Slot()
    def go_today(self) -> None:
        """Show today."""
        self.look_at(self._profile.timesheets.today())

    @Slot()
    def open_calendar(self) -> None:
        """Open the calendar at the day."""
        self._navigator.open(Calendar(self.day))

    @Slot()
    def open_week(self) -> None:
        """Open the week of the day."""
        self._navigator.open(Week(self.day))

    @Slot(object)
    def _on_fill(self, gap: Gap) -> None:
        self._navigator.open(AddEntry(self.day, (gap.start, gap.end)))

    def refresh(self, overview: Overview, obstacle: str) -> None:
        """Show the day of `overview`, and fetch it if it is missing; `obstacle` says why that is impossible now."""
        self._sheet = sheet = overview.sheet
        self._show(overview, obstacle)
        if obstacle:
            self._fetching = None  # fetch it when the obstacle is gone
        elif not sheet.fetched and sheet.day != self._fetching:
            self._fetching = sheet.day
            self._sync.fetch_days(sheet.day)

    def _show(self, overview: Overview, obstacle: str) -> None:
        sheet, today = overview.sheet, overview.today.day
        last = overview.last_day if self.selected is None else None
        self.head.title.set_title(wording.day_title(sheet.day, today))
        self.head.today.setVisible(sheet.day != today)
        self.head.bar.show_day(tuple([(row.color, row.duration_s) for row in reversed(sheet.rows)]), sheet.target_s)
        if (sheet.rows, overview.gaps) != self._listed:
            self._listed = sheet.rows, overview.gaps
            self.list.show_rows(*self._listed, sheet.at.wall)
        self.list.setVisible(bool(sheet.rows))
        self.empty.setVisible(not sheet.rows)
        # A timer can be started before the server has answered.
        startable = self.selected is None and (last is not None or obstacle)
        if not (sheet.rows or sheet.fetched or startable):
            self.empty.say_unknown(obstacle)
        elif not sheet.rows:
            self.empty.say(is_today=sheet.day == today, last=last)
        self.tick()

    def tick(self) -> None:
        """Update what changes while a timer runs: the total, and the time at which the target is reached."""
        sheet, now = self._sheet, self._profile.clock.now()
        if sheet is None:
            return
        self.head.figure.show_figures(sheet.live_s(now), sheet.target_s, known=sheet.fetched or self.selected is None)
        done = sheet.target_reached_at(now)
        time = wording.local_time(done + _MINUTE, now.wall) if done else ""
        self.head.hint.set_text(translate("DayPage", "done at {time}").format(time=time) if done else "")
        words = translate("DayPage", "If the timer runs on, this day's target is reached then.")
        self.head.hint.setAccessibleDescription(words if done else "")
