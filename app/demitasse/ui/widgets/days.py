"""A date field: typed, stepped part by part, or picked from a calendar."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QMenu, QWidgetAction

from demitasse.ui.text import wording
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.buttons import IconButton
from demitasse.ui.widgets.fields import Box
from demitasse.ui.widgets.shortcuts import bind, shortcut_for
from demitasse.ui.widgets.tips import set_tip


class DateField(QDateEdit):
    """A date field: Up and Down change the section under the cursor, plus and minus step days, PgUp and PgDn weeks."""

    def __init__(self, name: str, today: Callable[[], date]) -> None:
        """`name` is the accessible name."""
        super().__init__()
        self._today = today
        self.setFrame(False)
        self.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)
        self.setDisplayFormat(wording.day_format())
        self.setDateRange(QDate(2000, 1, 1), QDate(2100, 1, 1))
        self.setAccessibleName(name)
        set_tip(self, self.tr("+ and − change the day, PgUp and PgDn the week, T is today"))

    def day(self) -> date:
        """Return the date in the field."""
        chosen: date = self.date().toPython()  # type: ignore[assignment]
        return chosen

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by days and weeks, and jump to today."""
        day = {
            Qt.Key.Key_Plus: self.date().addDays(1),
            Qt.Key.Key_Minus: self.date().addDays(-1),
            Qt.Key.Key_PageUp: self.date().addDays(-7),
            Qt.Key.Key_PageDown: self.date().addDays(7),
            Qt.Key.Key_T: wording.qdate(self._today()),
        }.get(Qt.Key(event.key()))
        if day is None or self.isReadOnly() or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            self.setDate(day)


class DatePicker(Box):
    """A date field with a button that opens a calendar."""

    def __init__(self, edit: DateField) -> None:
        super().__init__(edit)
        self._edit = edit
        painting.set_margins(self.row, 10, 2, 3, 2)
        self.row.setSpacing(0)
        self._button = IconButton("calendar", self.tr("Pick a day"), side=24, shortcut=shortcut_for("open"))
        self._button.clicked.connect(self._on_clicked)
        self.row.addWidget(self._button)
        bind(self, {"open": self._on_clicked})

    @Slot()
    def _on_clicked(self) -> None:
        if self._edit.isReadOnly():
            return
        menu = QMenu(self)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setSelectedDate(self._edit.date())
        calendar.setFirstDayOfWeek(Qt.DayOfWeek(wording.first_weekday()))
        weekend = QTextCharFormat()
        weekend.setForeground(theme.tokens(self).color("muted"))  # Qt's default red is illegible on the dark scheme
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, weekend)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        calendar.clicked.connect(self._edit.setDate)
        calendar.activated.connect(self._edit.setDate)
        calendar.clicked.connect(menu.close)
        calendar.activated.connect(menu.close)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        calendar.setFocus()
