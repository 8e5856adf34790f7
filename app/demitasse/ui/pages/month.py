"""The month page: each day with its total, the balance, and the absences."""

from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.workplan import TimeOff
from demitasse.tracker.overview import Overview
from demitasse.ui.pages import destinations
from demitasse.ui.pages.destinations import Navigator
from demitasse.ui.pages.page import SyncControl, boxed, column, on_surface, row
from demitasse.ui.pages.span_page import SpanPage
from demitasse.ui.text import span_text, wording
from demitasse.ui.widgets.labels import ElidedLabel
from demitasse.ui.widgets.month import AbsenceLine, Legend, MonthGrid
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.theme import Role


class MonthPage(SpanPage[destinations.Month]):
    """Opens a day on the day page by a click, or by arrow keys and Enter."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("The month before"), self.tr("The month after"))
        self._at = self._today
        self._time_off: tuple[TimeOff, ...] | None = None
        self.title = ElidedLabel("", Role.STRONG)
        self.grid = MonthGrid()
        self.legend = Legend()
        self.absences = ScrollColumn()
        self.absences.setAccessibleName(self.tr("Absences of the month"))
        self.absences.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # the days go first
        self.set_room_below(0)
        head = self._head(self.title, grow=self.title)
        words, legend = row(self.words, margins=(16, 0, 16, 0)), row(self.legend, margins=(16, 6, 16, 6))
        content = on_surface(boxed(head, words, boxed(self.grid, margins=(0, 8, 0, 0)), legend))
        column(self, content, self.notice, self.absences, self.footer)
        self.grid.picked.connect(self._on_picked)
        self.grid.moved.connect(self._on_moved)

    def open(self, destination: destinations.Month) -> None:
        """Begin with its day."""
        self._at = destination.day
        self._fetching = None

    def day_in_view(self) -> date:
        """Return the day that the keyboard has reached."""
        return self._at

    def _show(self, overview: Overview) -> None:
        month = self._profile.pages.reports.month(self._at)
        first, last, missing = month.days[0].day, month.days[-1].day, month.missing(self._today)
        said = self._fetch(first, last, missing, overview)
        self.title.set_text(span_text.month(first))
        self.figure.show_figures(month.total_s if month.is_known else None, month.target_s, known=not missing)
        self.words.set_text(said or span_text.balance_words(month, self._today))
        self.grid.show_month(month, self._today)
        self.grid.set_tab_stop(self._at)
        self._show_time_off(month.time_off())

    def _show_time_off(self, time_off: tuple[TimeOff, ...]) -> None:
        if time_off != self._time_off:
            self._time_off = time_off
            self.absences.set_widgets([AbsenceLine(one) for one in time_off])
            self.absences.column.addStretch(1)

    def set_room_below(self, px: int) -> None:
        """Let the absences end above a message."""
        self.absences.column.setContentsMargins(16, 0, 16, px)

    def take_focus(self) -> None:
        """Focus the day."""
        self.grid.focus(self._at)

    @Slot(object)
    def _on_picked(self, day: date) -> None:
        self._navigator.open(destinations.Day(day))

    @Slot(object)
    def _on_moved(self, day: date) -> None:
        if (day.year, day.month) == (self._at.year, self._at.month):
            self._at = day
        else:
            self._show_month_of(day)
        self.grid.focus(day)

    def go(self, steps: int) -> None:
        """Go so many months on; the focus stays on the grid if it is there."""
        focused = self.grid.focused_day() is not None
        self._show_month_of(wording.qdate(self._at).addMonths(steps).toPython())  # type: ignore[arg-type]
        if focused:
            self.grid.focus(self._at)

    @Slot()
    def go_to_now(self) -> None:
        """Show the month of today, and go to today."""
        self._show_month_of(self._today)
        self.grid.focus(self._today)

    def _show_month_of(self, day: date) -> None:
        self._at = day
        self._changed()

    def spoken(self) -> str:
        """Return the month and its total."""
        return ", ".join(filter(None, (self.title.text(), self.figure.accessibleName(), self.words.text())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show another month on the page keys, wherever the focus is."""
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if steps is None or event.modifiers():
            super().keyPressEvent(event)
        else:
            self.go(steps)
