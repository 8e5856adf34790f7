"""The calendar: a month with the time tracked on each day."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, Qt, Slot
from PySide6.QtGui import QKeyEvent

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.period import DayTotal, week_start
from demitasse.ui.pages.destinations import Day, Month, Navigator
from demitasse.ui.pages.page import SyncControl, TitledPage, boxed, column, on_surface, row
from demitasse.ui.text import formats, wording
from demitasse.ui.text.sync_status_text import fetch_obstacle
from demitasse.ui.widgets.buttons import IconButton
from demitasse.ui.widgets.labels import Label, Rule
from demitasse.ui.widgets.month import WEEKS, MonthGrid
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.theme import Role


class CalendarPage(TitledPage[Month]):
    """Opens a day on the day page by a click, or by arrow keys and Enter."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator)
        self._chosen = self._at = profile.timesheets.today()
        self._fetching: tuple[date, date] | None = None
        self.today = IconButton("undo", self.tr("Today"), shortcut=shortcut_for("today"))
        self.earlier = IconButton("left", self.tr("The month before"), shortcut=shortcut_for("month_earlier"))
        self.later = IconButton("right", self.tr("The month after"), shortcut=shortcut_for("month_later"))
        for button in (self.today, self.earlier, self.later):
            self.head.row.addWidget(button)
        self.grid = MonthGrid()
        self.note = Label("", Role.SMALL, "muted", wrap=True)
        self.note.setFixedHeight(2 * self.note.fontMetrics().lineSpacing())  # so that a long note moves nothing
        self.note.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self.head.back.hide()
        top, foot = row(self.head, margins=(10, 0, 2, 0)), boxed(self.note, margins=(16, 8, 16, 12))
        on_surface(top)
        on_surface(self.grid)
        column(self, self.notice, top, self.grid, Rule(), foot, None)
        self.today.clicked.connect(self._show_today)
        self.earlier.clicked.connect(self._show_earlier_month)
        self.later.clicked.connect(self._show_later_month)
        self.grid.picked.connect(self._on_picked)
        self.grid.moved.connect(self._on_moved)

    def open(self, destination: Month) -> None:
        """Begin with its day."""
        self._chosen = self._at = destination.day
        self._fetching = None

    def refresh(self) -> None:
        """Read the six weeks again, and fetch days that are not on this computer. Raises LocalFault."""
        first = week_start(self._at.replace(day=1), formats.first_weekday())
        last = first + timedelta(days=7 * WEEKS - 1)
        days, today = self._profile.reports.period(first, last).days, self._profile.timesheets.today()
        month = QDate(self._at.year, self._at.month, 1)
        self.head.title.set_text(QLocale().toString(month, "MMMM yyyy"))
        self.grid.show_days(days, self._at, today, self._chosen)
        self._note_missing_days(days, today)

    def _note_missing_days(self, days: tuple[DayTotal, ...], today: date) -> None:
        if all(sheet.fetched for sheet in days if sheet.day <= today):
            self.note.setText(self.tr("Enter opens a day, T is today."))
            return
        reason = fetch_obstacle(self._profile.status.sync(), self._profile.clock.now().wall)
        self.note.setText(reason or self.tr("Loading…"))
        span = (days[0].day, days[-1].day)
        if reason:
            self._fetching = None  # so that they are fetched as soon as that is possible
        elif span != self._fetching:
            self._fetching = span
            self._sync.fetch_days(*span)

    def day_in_view(self) -> date:
        """Return the day with the focus."""
        return self._at

    def take_focus(self) -> None:
        """Focus the day."""
        self.grid.focus(self._at)

    @Slot(object)
    def _on_picked(self, day: date) -> None:
        self._navigator.open(Day(day))

    @Slot(object)
    def _on_moved(self, day: date) -> None:
        self._at = day
        self.reload()
        self.grid.focus(day)

    @Slot()
    def _show_earlier_month(self) -> None:
        self._show_month(-1)

    @Slot()
    def _show_later_month(self) -> None:
        self._show_month(1)

    def _show_month(self, step: int) -> None:
        """Go `step` months on; the focus stays where it is."""
        self._at = wording.qdate(self._at).addMonths(step).toPython()  # type: ignore[assignment]
        self.reload()

    @Slot()
    def _show_today(self) -> None:
        self._on_moved(self._profile.timesheets.today())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show today on T and another month on the page keys; go back on C and Esc."""
        action = {
            Qt.Key.Key_T: self._show_today,
            Qt.Key.Key_C: self.leave,
            Qt.Key.Key_PageUp: self._show_earlier_month,
            Qt.Key.Key_PageDown: self._show_later_month,
        }.get(Qt.Key(event.key()))
        if action is None or event.modifiers():
            super().keyPressEvent(event)
        else:
            action()
