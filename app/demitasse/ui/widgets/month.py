"""A month as a grid of days, each with its total."""

from datetime import date

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from demitasse.domain.period import DayTotal
from demitasse.ui.text import formats, wording
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.buttons import DayButton
from demitasse.ui.widgets.labels import Label
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

WEEKS = 6
"""Rows of the grid; enough for any month."""
_HEIGHT = 42


class DayCell(DayButton):
    """One day: its number and its total."""

    def __init__(self) -> None:
        """Create an empty cell; `show_day` fills it."""
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self._inside = self._is_today = self._chosen = False

    def show_day(self, sheet: DayTotal, *, inside: bool, today: date, chosen: date) -> None:
        """Show a day. `inside` is True if it belongs to the month of the grid."""
        shown = (sheet.day, sheet.total_s, sheet.fetched, sheet.time_off, inside, today, chosen)
        if shown == self._shown:
            return
        self._shown = shown
        self.sheet, self._inside = sheet, inside
        self._is_today, self._chosen = sheet.day == today, sheet.day == chosen
        parts = [QLocale().toString(wording.qdate(sheet.day), QLocale.FormatType.LongFormat)]
        parts += [self.tr("today")] if self._is_today else []
        if sheet.fetched:
            parts.append(wording.spoken_duration(sheet.total_s) if sheet.total_s else self.tr("nothing tracked"))
        parts += [away] if (away := wording.time_off(sheet)) else []
        self.setAccessibleName(", ".join(parts))
        set_tip(self, self.accessibleName())
        self.update()

    def text(self) -> str:
        """Return the text below the number."""
        return wording.duration(self.sheet.total_s) if self.sheet and self.sheet.total_s else ""

    def sizeHint(self) -> QSize:
        return QSize(44, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.sheet is None:
            return
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            inner = self.rect().adjusted(2, 2, -2, -2)
            grounded = self._chosen or self.underMouse()
            if grounded:
                painting.rounded_box(painter, inner, colors.accent_soft if self._chosen else colors.raised, radius=6)
            if self._is_today:
                painting.rounded_box(painter, inner, "", colors.accent, 6)
            outside = "muted" if grounded else "faint"  # `faint` is illegible on that background
            for words, role, ink, top in (
                (str(self.sheet.day.day), Role.BODY, "text", 5),
                (self.text(), Role.TINY, "muted", 23),
            ):
                painter.setFont(theme.role_font(role))
                painter.setPen(colors.color(ink if self._inside else outside))
                painter.drawText(QRectF(0, top, self.width(), 16), Qt.AlignmentFlag.AlignCenter, words)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 7)


class MonthGrid(QWidget):
    """Six weeks of days. Arrow keys, Home, End and the page keys move between days, also out of the month."""

    picked = Signal(object)
    moved = Signal(object)
    """The date outside the grid to which the keyboard moved."""

    def __init__(self) -> None:
        """Create an empty grid; `show_days` fills it."""
        super().__init__()
        self._names = [Label("", Role.KEY, "muted") for _ in range(7)]
        self.cells = [DayCell() for _ in range(7 * WEEKS)]
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 4, 12, 8)
        layout.setSpacing(0)
        for place, name in enumerate(self._names):
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(name, 0, place)
        for place, cell in enumerate(self.cells):
            cell.picked.connect(self.picked)
            layout.addWidget(cell, 1 + place // 7, place % 7)

    def show_days(self, days: tuple[DayTotal, ...], month: date, today: date, chosen: date) -> None:
        """Show six weeks of days around `month`."""
        for place, name in enumerate(self._names):
            weekday = (formats.first_weekday() + place - 1) % 7 + 1
            name.setText(QLocale().standaloneDayName(weekday, QLocale.FormatType.ShortFormat))
        for cell, sheet in zip(self.cells, days, strict=True):
            inside = (sheet.day.year, sheet.day.month) == (month.year, month.month)
            cell.show_day(sheet, inside=inside, today=today, chosen=chosen)

    def focus(self, day: date) -> None:
        """Focus the cell of `day` and make it the only tab stop."""
        for cell in self.cells:
            cell.setFocusPolicy(Qt.FocusPolicy.StrongFocus if cell.day == day else Qt.FocusPolicy.ClickFocus)
            if cell.day == day:
                cell.setFocus(Qt.FocusReason.TabFocusReason)

    def focused_day(self) -> date | None:
        """Return the date of the focused cell."""
        return next((cell.day for cell in self.cells if cell.hasFocus()), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between days."""
        day = self.focused_day()
        target = _step(day, Qt.Key(event.key()), self.layoutDirection()) if day and not event.modifiers() else None
        if target is None:
            event.ignore()
        else:
            self.moved.emit(target)


def _step(day: date, key: Qt.Key, direction: Qt.LayoutDirection) -> date | None:
    """Return the date that a key leads to from `day`."""
    ahead = 1 if direction is Qt.LayoutDirection.LeftToRight else -1
    into = (day.isoweekday() - formats.first_weekday()) % 7
    days = {
        Qt.Key.Key_Left: -ahead, Qt.Key.Key_Right: ahead, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7,
        Qt.Key.Key_Home: -into, Qt.Key.Key_End: 6 - into,
    }.get(key)  # fmt: skip
    months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(key)
    if days is not None:
        return wording.qdate(day).addDays(days).toPython()  # type: ignore[return-value]
    return None if months is None else wording.qdate(day).addMonths(months).toPython()  # type: ignore[return-value]
