"""A month as a grid of days, each with its total and a bar, and its absences named below."""

from datetime import date, timedelta

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from demitasse.domain.period import DayTotal, Period, week_start
from demitasse.domain.workplan import TimeOff, TimeOffKind
from demitasse.ui.text import formats, span_text, wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import DayButton
from demitasse.ui.widgets.labels import Label, PaintedLabel
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

WEEKS = 6
"""Rows of the grid; enough for any month."""
SIGNS = {
    TimeOffKind.VACATION: "sun",
    TimeOffKind.HOLIDAY: "flag",
    TimeOffKind.SICK: "cross",
    TimeOffKind.OTHER: "calendar",
}
"""The icon of each kind of absence."""

# Sizes of a cell in pixels (design 6).
_CELL, _SPACE, _RADIUS = 46, 2, 6
_ONE_LINE, _TWO_LINES = 18, 28
"""The height of a cell in a low window: with its number, and with its total. The bar needs all of it."""
_NUMBER_TOP, _TOTAL_TOP, _LINE = 3, 17, 14
_BAR, _BAR_SIDE, _BAR_BOTTOM = 4, 8, 5
_SIGN, _SIGN_EDGE = 12, 4
_MOST_UNDER = 0.85
"""How much of its track a bar below the target may fill, so that it never looks complete."""
_TODAY_LINE = 1.5
ABSENCE_LINE = 18


class DayCell(DayButton):
    """One day: its number, its total and a bar. A day of another month has only its number."""

    def __init__(self) -> None:
        """Create an empty cell; `show_day` fills it."""
        super().__init__()
        self._shown_day = date.min
        self._today = date.min

    @property
    def day(self) -> date:
        """Return the date shown."""
        return self._shown_day

    def show_day(self, day: date, total: DayTotal | None, today: date) -> None:
        """Show a day; `total` is None if it is not of the month of the grid."""
        if (day, total, today) == (self._shown_day, self.sheet, self._today):
            return
        self._shown_day, self.sheet, self._today = day, total, today
        if total is None:
            name = QLocale().toString(wording.qdate(day), QLocale.FormatType.LongFormat)
            self.setAccessibleName(name)
            set_tip(self, "")
        else:
            self.setAccessibleName(span_text.day_name(total, today))
            lines = (span_text.day_words(total, today), wording.time_off(total))
            set_tip(self, "\n".join(filter(None, lines)))
        self.update()

    def text(self) -> str:
        """Return the text below the number: the total, also 0:00 where more was expected, "…" if it is not known."""
        if self.sheet is None:
            return ""
        if not self.sheet.is_known:
            return "…" if self.sheet.day <= self._today else ""
        expected = self.sheet.target_s and self.sheet.day <= self._today
        return wording.duration(self.sheet.total_s) if self.sheet.total_s or expected else ""

    def bar(self) -> tuple[float, str] | None:
        """Return how much of the track is filled and with which token; None without a bar."""
        total = self.sheet
        if total is None or not total.is_known or not self.text() or not total.target_s:
            return None
        share = total.total_s / total.target_s
        is_met, is_today = (total.over_s or 0) >= 0, total.day == self._today
        if is_met:
            return 1.0, "accent" if is_today else "ok"
        if total.day > self._today:
            return None  # it is not under yet
        return min(_MOST_UNDER, share), "accent" if is_today else "warn"

    def sizeHint(self) -> QSize:
        return QSize(44, _CELL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        is_today = self.day == self._today and self.sheet is not None
        absent = self.sheet.time_off if self.sheet else ()
        with painting.painter_for(self) as painter:
            if absent or self.underMouse():
                painting.rounded_box(
                    painter, self.rect(), colors.accent_soft if absent else colors.raised, radius=_RADIUS
                )
            if is_today:
                half = _TODAY_LINE / 2
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colors.color("accent"), _TODAY_LINE))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), _RADIUS, _RADIUS)
            self._paint_words(painter, colors, is_today=is_today)
            if absent:
                sign = QRectF(self.width() - _SIGN - _SIGN_EDGE, _SIGN_EDGE, _SIGN, _SIGN)
                icons.paint(painter, SIGNS[absent[0].kind], colors.accent, painting.mirrored(self, sign))
            if (bar := self.bar()) is not None and self.height() == _CELL:
                self._paint_bar(painter, *bar, colors)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, _RADIUS)

    def _paint_words(self, painter: QPainter, colors: theme.Tokens, *, is_today: bool) -> None:
        weekend = self.day.isoweekday() > 5
        usual = "muted" if weekend or (self.sheet is None and self.underMouse()) else "text"
        ink = "accent" if is_today else usual if self.sheet or self.underMouse() else "faint"
        up = min(_NUMBER_TOP, _CELL - self.height())
        total = self.text() if self.height() >= _TWO_LINES else ""
        for words, role, color, top in (
            (str(self.day.day), Role.SMALL_STRONG if is_today else Role.SMALL, ink, _NUMBER_TOP),
            (total, Role.TINY, "text", _TOTAL_TOP),
        ):
            painter.setFont(theme.role_font(role))
            painter.setPen(colors.color(color))
            painter.drawText(QRectF(0, top - up, self.width(), _LINE), Qt.AlignmentFlag.AlignCenter, words)

    def _paint_bar(self, painter: QPainter, share: float, token: str, colors: theme.Tokens) -> None:
        top, width = self.height() - _BAR_BOTTOM - _BAR, self.width() - 2 * _BAR_SIDE
        for part, color in ((1.0, "track"), (share, token)):
            rect = painting.mirrored(self, QRectF(_BAR_SIDE, top, width * part, _BAR))
            painting.rounded_bar(painter, rect, colors.color(color))


class MonthGrid(QWidget):
    """Six weeks of days. Arrow keys, Home, End and the page keys move between days, also out of the month."""

    picked = Signal(object)
    moved = Signal(object)
    """The date to which the keyboard moved."""

    def __init__(self) -> None:
        """Create an empty grid; `show_month` fills it."""
        super().__init__()
        self._names = [Label("", Role.SMALL, "muted") for _ in range(7)]
        self.cells = [DayCell() for _ in range(7 * WEEKS)]
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(_SPACE)
        for place, name in enumerate(self._names):
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            name.setFixedHeight(18)
            layout.addWidget(name, 0, place)
        for place, cell in enumerate(self.cells):
            cell.setMinimumHeight(_ONE_LINE)
            cell.setMaximumHeight(_CELL)
            cell.picked.connect(self.picked)
            layout.addWidget(cell, 1 + place // 7, place % 7)

    def show_month(self, month: Period, today: date) -> None:
        """Show a month, with the days around it."""
        begin = week_start(month.days[0].day, formats.first_weekday())
        for place, name in enumerate(self._names):
            weekday = (begin + timedelta(days=place)).isoweekday()
            name.setText(QLocale().standaloneDayName(weekday, QLocale.FormatType.ShortFormat))
        totals = {total.day: total for total in month.days}
        for place, cell in enumerate(self.cells):
            day = begin + timedelta(days=place)
            cell.show_day(day, totals.get(day), today)

    def focus(self, day: date) -> None:
        """Focus the cell of `day` and make it the only tab stop."""
        self.set_tab_stop(day)
        for cell in self.cells:
            if cell.day == day:
                cell.setFocus(Qt.FocusReason.TabFocusReason)

    def set_tab_stop(self, day: date) -> None:
        """Let Tab reach only the cell of `day`."""
        for cell in self.cells:
            cell.setFocusPolicy(Qt.FocusPolicy.StrongFocus if cell.day == day else Qt.FocusPolicy.ClickFocus)

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


class AbsenceLine(PaintedLabel):
    """An absence with its sign: "Thu 12–Fri 13 · Vacation"."""

    def __init__(self, absence: TimeOff) -> None:
        super().__init__()
        self._sign, self._words = SIGNS[absence.kind], span_text.time_off_line(absence)
        self.setAccessibleName(self._words)
        set_tip(self, self._words)
        self.setFixedHeight(ABSENCE_LINE)

    def text(self) -> str:
        """Return the words."""
        return self._words

    def sizeHint(self) -> QSize:
        return QSize(100, ABSENCE_LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            sign = QRectF(0, (self.height() - _SIGN) / 2, _SIGN, _SIGN)
            icons.paint(painter, self._sign, colors.accent, painting.mirrored(self, sign))
            room = painting.mirrored(self, QRectF(_SIGN + 6, 0, self.width() - _SIGN - 6, self.height()))
            painting.text_line(painter, room, self._words, theme.role_font(Role.SMALL), colors.text)


class Legend(PaintedLabel):
    """What the colours of the bars mean."""

    def __init__(self) -> None:
        super().__init__()
        self._parts = (("ok", self.tr("target met")), ("warn", self.tr("under")))
        self.setAccessibleName(", ".join(words for _, words in self._parts))
        self.setFixedHeight(_LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            left = 0.0
            for token, words in self._parts:
                bar = painting.mirrored(self, QRectF(left, (_LINE - _BAR) / 2, 14, _BAR))
                painting.rounded_bar(painter, bar, colors.color(token))
                left += 19
                room = painting.mirrored(self, QRectF(left, 0, self.width() - left, _LINE))
                left += painting.text_line(painter, room, words, theme.role_font(Role.KEY), colors.muted) + 14


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
