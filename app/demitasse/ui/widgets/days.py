"""A day to type, to step with the arrow keys, or to pick from a month."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QLocale, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from demitasse.domain.errors import BadInput
from demitasse.ui.text import formats, wording
from demitasse.ui.widgets import focus, painting, theme
from demitasse.ui.widgets.buttons import IconButton, Link
from demitasse.ui.widgets.fields import Box, LineEdit
from demitasse.ui.widgets.frames import PopupFrame, global_rect
from demitasse.ui.widgets.labels import Label
from demitasse.ui.widgets.shortcuts import bind, shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_ACROSS = {Qt.Key.Key_Left, Qt.Key.Key_Right}
_PADDING = 9
_WIDTH_PX = 264
_CELL, _LINK_PX = 28, 28
_WEEKS = 6


class DayField(LineEdit):
    """A day as one field: the arrow keys step by days, and typing replaces it by a day in any form.

    While something is typed, Left and Right move in the text.
    """

    changed = Signal()
    """Another day, or another text."""

    def __init__(self, name: str, today: Callable[[], date]) -> None:
        """`name` is the accessible name."""
        super().__init__(name)
        self.today = today
        self._day = today()
        self._typing = False
        set_tip(self, self.tr("Arrow keys change the day"))
        self.textEdited.connect(self._on_edited)

    def day(self) -> date:
        """Return the day that is shown or typed. Raises BadInput if the text is none."""
        return formats.parse_day(self.text(), self.today(), wording.day_format()) if self._typing else self._day

    def last_day(self) -> date:
        """Return the day that is typed, or else the last one that was shown."""
        try:
            return self.day()
        except BadInput:
            return self._day

    def is_typed(self) -> bool:
        """Return whether the text is as it was typed."""
        return self._typing

    @Slot(object)
    def set_day(self, day: date) -> None:
        """Show a day."""
        changed = self._typing or day != self._day
        self._day, self._typing = day, False
        self.set_text(wording.day_name(day))
        if changed:
            self.changed.emit()

    def put_text(self, text: str) -> None:
        """Show a text as if it had been typed."""
        self._typing = True
        self.set_text(text)
        self.changed.emit()

    @Slot()
    def settle(self) -> None:
        """Write what was typed as a day, if it is one."""
        if self._typing:
            try:
                self.set_day(self.day())
            except BadInput:
                return

    @Slot()
    def _on_edited(self) -> None:
        self._typing = True
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by days, or edit the text."""
        key = Qt.Key(event.key())
        alone = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if key not in _STEPS or not alone or self.isReadOnly() or (self._typing and key in _ACROSS):
            super().keyPressEvent(event)
            return
        mirrored = key in _ACROSS and self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self.set_day(self.last_day() + timedelta(days=-_STEPS[key] if mirrored else _STEPS[key]))
        self.selectAll()


class DayBox(Box):
    """The frame of a day field, with a sign at its end that opens the picker."""

    def __init__(self, field: DayField) -> None:
        super().__init__(field, sign="calendar")
        self._field = field
        self.left.connect(field.settle)
        self.sign_clicked.connect(self.open_picker)
        bind(self, {"open": self.open_picker})

    @Slot()
    def open_picker(self) -> None:
        """Open the picker below the field."""
        if not self._field.isReadOnly():
            picker = DayPicker(self, self._field.last_day(), self._field.today())
            picker.picked.connect(self._field.set_day)
            picker.destroyed.connect(self._on_closed)
            self.is_open = True
            picker.open_beside(global_rect(self))

    @Slot()
    def _on_closed(self) -> None:
        self.is_open = False
        self.update()


class DayPicker(PopupFrame):
    """A month of days. Arrow keys move, PgUp and PgDn change the month, Enter picks, Esc closes."""

    picked = Signal(object)
    """The date that was picked; the picker closes."""

    def __init__(self, parent: QWidget, day: date, today: date) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Pick a day"))
        self._chosen, self._today, self._current = day, today, day
        self.title = Label("", Role.STRONG)
        self.earlier = IconButton("left", self.tr("Previous month"), shortcut=shortcut_for("month_earlier"))
        self.later = IconButton("right", self.tr("Next month"), shortcut=shortcut_for("month_later"))
        self.cells = [_Cell() for _ in range(7 * _WEEKS)]
        self.today_button = Link(self.tr("Today"), Role.SMALL_STRONG, height_px=_LINK_PX)
        self.yesterday_button = Link(self.tr("Yesterday"), Role.SMALL_STRONG, height_px=_LINK_PX)
        self._lay_out()
        self._connect()
        self._show(day)

    def _lay_out(self) -> None:
        head, grid, foot = QHBoxLayout(), QGridLayout(), QHBoxLayout()
        head.setContentsMargins(14, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self.title, 1)
        for button in (self.earlier, self.later):
            head.addWidget(button)
        grid.setSpacing(2)
        for place in range(7):
            weekday = (formats.first_weekday() + place - 1) % 7 + 1
            name = Label(QLocale().standaloneDayName(weekday, QLocale.FormatType.ShortFormat), Role.KEY, "muted")
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(name, 0, place)
        for place, cell in enumerate(self.cells):
            grid.addWidget(cell, 1 + place // 7, place % 7)
        foot.addWidget(self.today_button)
        foot.addStretch(1)
        foot.addWidget(self.yesterday_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(self.inner_margins(_PADDING))
        layout.setSpacing(4)
        for part in (head, grid, foot):
            layout.addLayout(part)

    def _connect(self) -> None:
        self.earlier.clicked.connect(lambda: self._move_months(-1, keep_focus=True))
        self.later.clicked.connect(lambda: self._move_months(1, keep_focus=True))
        self.today_button.clicked.connect(lambda: self._pick(self._today))
        self.yesterday_button.clicked.connect(lambda: self._pick(self._today - timedelta(days=1)))
        for cell in self.cells:
            cell.clicked.connect(lambda _checked=False, cell=cell: self._pick(cell.day))

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH_PX, super().sizeHint().shrunkBy(self.room).height()).grownBy(self.room)

    def _show(self, day: date, *, keep_focus: bool = False) -> None:
        """Show the month of `day`, which is the current one."""
        self._current = day
        self.title.setText(QLocale().toString(wording.qdate(day), "MMMM yyyy"))
        first = day.replace(day=1)
        first -= timedelta(days=(first.isoweekday() - formats.first_weekday()) % 7)
        for place, cell in enumerate(self.cells):
            one = first + timedelta(days=place)
            cell.show_day(one, inside=one.month == day.month, today=one == self._today, chosen=one == self._chosen)
            cell.setFocusPolicy(Qt.FocusPolicy.TabFocus if one == day else Qt.FocusPolicy.NoFocus)
            if one == day and not keep_focus:
                cell.setFocus(Qt.FocusReason.TabFocusReason)

    def _move_months(self, months: int, *, keep_focus: bool = False) -> None:
        day: date = wording.qdate(self._current).addMonths(months).toPython()  # type: ignore[assignment]
        self._show(day, keep_focus=keep_focus)

    def _pick(self, day: date) -> None:
        self.picked.emit(day)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, or close."""
        ahead = 1 if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else -1
        into = (self._current.isoweekday() - formats.first_weekday()) % 7
        days = {
            Qt.Key.Key_Left: -ahead, Qt.Key.Key_Right: ahead, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7,
            Qt.Key.Key_Home: -into, Qt.Key.Key_End: 6 - into,
        }.get(Qt.Key(event.key()))  # fmt: skip
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif days is not None:
            focus.show(shown=True)  # the window below does not see the keys of a popup
            self._show(self._current + timedelta(days=days))
        elif months is not None:
            self._move_months(months)
        else:
            super().keyPressEvent(event)


class _Cell(QAbstractButton):
    """One day of the picker."""

    def __init__(self) -> None:
        super().__init__()
        self.day = date.min
        self._inside = self._today = self._chosen = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_day(self, day: date, *, inside: bool, today: bool, chosen: bool) -> None:
        """Show a day. `inside` is True if it belongs to the month."""
        self.day, self._inside, self._today, self._chosen = day, inside, today, chosen
        words = [QLocale().toString(wording.qdate(day), QLocale.FormatType.LongFormat)]
        words += [self.tr("today")] if today else []
        words += [self.tr("chosen")] if chosen else []
        self.setAccessibleName(", ".join(words))
        self.setText(str(day.day))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_CELL, _CELL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pick on Enter and Space; the picker has all other keys."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.click()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            if self._chosen or self.underMouse():
                painting.rounded_box(painter, self.rect(), colors.accent if self._chosen else colors.raised, radius=6)
            ink = colors.text if self._inside else colors.faint
            ink = colors.on_accent if self._chosen else colors.accent if self._today else ink
            painter.setFont(theme.role_font(Role.STRONG if self._chosen or self._today else Role.BODY))
            painter.setPen(ink)
            painter.drawText(QRect(QPoint(0, 0), self.size()), Qt.AlignmentFlag.AlignCenter, self.text())
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 6)
