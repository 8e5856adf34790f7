"""One day on the day page: its title and total, and the list of its entries."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.timesheet import Gap, Timesheet, TimesheetRow
from demitasse.tracker.overview import Overview
from demitasse.ui.pages.destinations import AddEntry, Month, Navigator, Week
from demitasse.ui.pages.page import SyncControl, announce, on_surface, small
from demitasse.ui.text import wording
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.entry_list import EntryList
from demitasse.ui.widgets.headers import DayHead
from demitasse.ui.widgets.labels import Cup, Label
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_MINUTE = timedelta(seconds=59)
"""Rounds a time up to the next full minute."""
_OFFERS = 3
_CENTER = Qt.AlignmentFlag.AlignHCenter

translate = QCoreApplication.translate


class EmptyDay(QWidget):
    """An empty cup, and buttons to continue up to three entries of the last working day."""

    continue_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._offered: tuple[TimesheetRow, ...] = ()
        self._before: QWidget = self
        self._title = Label("", Role.STRONG)
        self._words = Label("", Role.SMALL, "muted", wrap=True)
        self._offers = QHBoxLayout()
        self._offers.setSpacing(8)
        on_surface(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 36, 24, 36)
        layout.setSpacing(4)
        layout.addWidget(Cup(0.0, ink="faint"), 0, _CENTER)
        layout.addSpacing(8)
        for label in (self._title, self._words):
            label.setAlignment(_CENTER)
            layout.addWidget(label)
        layout.addSpacing(8)
        layout.addLayout(self._offers)
        layout.addStretch(1)

    def say_unknown(self, obstacle: str) -> None:
        """Say that the day was never fetched. `obstacle` is the reason, or empty while it is being fetched."""
        self._title.setText(self.tr("Not on this computer yet") if obstacle else self.tr("Loading…"))
        self._words.setText(obstacle or self.tr("CoffeeCup is asked what it has of this day."))
        self._offer(())

    def say(self, *, is_today: bool, last: Timesheet | None, time_off: str) -> None:
        """Say that the day is empty, and why, and offer to continue the entries of `last` if it is today."""
        nothing = self.tr("Nothing tracked yet today") if is_today else self.tr("Nothing tracked on this day")
        self._title.setText(time_off or nothing)
        offered = _different(last.rows) if last else ()
        if is_today and last and offered:
            words = self.tr("Start a timer, or continue from {day}:").format(day=wording.weekday(last.day))
        else:
            words = self.tr("Start a timer, or add time by hand.")
        self._words.setText(words)
        self._offer(offered)

    def words(self) -> str:
        """The title and the sentence below it."""
        return f"{self._title.text()} {self._words.text()}"

    def follow(self, widget: QWidget) -> None:
        """Place the buttons after `widget` in the Tab order."""
        self._before = widget

    def _offer(self, rows: tuple[TimesheetRow, ...]) -> None:
        if [row.id for row in rows] == [row.id for row in self._offered]:
            return
        while (item := self._offers.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._offered = rows
        self._offers.addStretch(1)
        before = self._before
        for row in rows:
            button = small(Button(wording.plain(row.task) or wording.plain(row.project)))
            button.set_dot(row.color)
            words = self.tr("Continue {pair}").format(pair=wording.task_name(row.project, row.task))
            set_tip(button, words)
            button.setAccessibleName(words)
            button.clicked.connect(partial(self.continue_wanted.emit, row.id))
            self._offers.addWidget(button)
            QWidget.setTabOrder(before, button)
            before = button
        self._offers.addStretch(1)


def _different(rows: tuple[TimesheetRow, ...]) -> tuple[TimesheetRow, ...]:
    """Return the latest entry of each project and task, as many as fit."""
    latest: dict[tuple[int | None, int | None], TimesheetRow] = {}
    for row in rows:
        latest.setdefault((row.project_id, row.task_id), row)
    return tuple(latest.values())[:_OFFERS]


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
        self.list = EntryList()
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
        self._navigator.open(Month(self.day))

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
            self.empty.say(is_today=sheet.day == today, last=last, time_off=wording.time_off(sheet))
        self.tick()

    def tick(self) -> None:
        """Update what changes while a timer runs: the total, and the time at which the target is reached."""
        sheet, now = self._sheet, self._profile.clock.now()
        if sheet is None:
            return
        self.head.figure.show_figures(sheet.live_s(now), sheet.target_s, known=sheet.fetched or self.selected is None)
        done = sheet.target_reached_at(now)
        time = wording.local_time(done + _MINUTE, now.wall) if done else ""
        away = "" if not sheet.rows else wording.time_off(sheet)
        self.head.hint.set_text(translate("DayPage", "done at {time}").format(time=time) if done else away)
        words = translate("DayPage", "If the timer runs on, this day's target is reached then.")
        self.head.hint.setAccessibleDescription(words if done else "")
