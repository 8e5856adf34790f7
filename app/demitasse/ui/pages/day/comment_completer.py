"""Comments from before, under the field in which one is written; nothing typed is replaced unless one is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from demitasse.ui.text import wording
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from demitasse.ui.widgets.fields import LineEdit

_ROW = 30
_NOBODY = -1
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CommentCompleter(QWidget):
    """A few lines over whatever is below the field; the keyboard stays in the field."""

    taken = Signal()
    """A line was taken; the field holds it."""

    def __init__(self, field: LineEdit, known: Callable[[], list[str]], parent: QWidget) -> None:
        """For `field`; `known` tells all comments worth offering, best first, whenever the field is entered."""
        super().__init__(parent)
        self._field = field
        self._known = known
        self._all: list[str] | None = None
        self._lines: list[str] = []
        self._current = _NOBODY
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Comments from before"))
        self.hide()
        field.textEdited.connect(self._on_edited)
        field.installEventFilter(self)

    @property
    def lines(self) -> list[str]:
        """What is offered."""
        return self._lines if not self.isHidden() else []

    def reset(self) -> None:
        """The field is about something else now."""
        self._all = None
        self.close_list()

    def offer(self) -> None:
        """Show what fits the letters typed so far."""
        from demitasse.domain.search import complete_comment  # noqa: PLC0415 - not before somebody types

        if self._all is None:
            self._all = self._known()
        self._lines = complete_comment(self._field.text(), self._all)
        self._go(_NOBODY)
        if self._lines:
            self._place()
        self.setVisible(bool(self._lines))

    def close_list(self) -> None:
        """Show nothing."""
        self._lines = []
        self._go(_NOBODY)
        self.hide()

    def _place(self) -> None:
        """Under the field's box, above everything of the page."""
        box = self._field.parentWidget() or self._field
        page = box.window()
        if self.parentWidget() is not page:
            self.setParent(page)
        below = box.mapTo(page, box.rect().bottomLeft())
        self.setGeometry(below.x(), below.y() + 3, box.width(), len(self._lines) * _ROW + 2)
        self.raise_()

    def _on_edited(self) -> None:
        self.offer()

    def _go(self, place: int) -> None:
        self._current = place
        told = self._lines[place] if place != _NOBODY else ""
        self._field.setAccessibleDescription(wording.plain(told))
        self.update()

    def _take(self) -> None:
        self._field.selectAll()
        self._field.insert(self._lines[self._current])  # Ctrl+Z in the field brings back what was typed
        self.close_list()
        self.taken.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Esc of the field belong to the list while it is shown; Down opens it."""
        if event.type() is QEvent.Type.FocusOut:
            self.reset()
        elif event.type() in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}:
            return self._key(event)  # type: ignore[arg-type]
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}:
            return False
        key, shown = Qt.Key(event.key()), not self.isHidden()
        chosen = shown and self._current != _NOBODY
        doing: dict[Qt.Key, Callable[[], None]] = {Qt.Key.Key_Down: self.step_down if shown else self.offer}
        if shown:
            doing |= {Qt.Key.Key_Up: self.step_up, Qt.Key.Key_Escape: self.close_list}
        if chosen:
            doing |= dict.fromkeys(_ENTERS, self._take)
        if key not in doing:
            if key in _ENTERS:  # what was typed is meant as it is
                self.close_list()
            return False
        event.accept()
        if event.type() is QEvent.Type.KeyPress:
            doing[key]()
        return True

    def step_down(self) -> None:
        """The next line, as far as there is one."""
        self._go(min(self._current + 1, len(self._lines) - 1))

    def step_up(self) -> None:
        """The line before, and from the first one back to what was typed."""
        self._go(max(self._current - 1, _NOBODY))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The mouse chooses a line."""
        self._go(min(max(0, int(event.position().y() - 1) // _ROW), len(self._lines) - 1))

    def leaveEvent(self, _event: QEvent) -> None:
        """The mouse went."""
        self._go(_NOBODY)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes its line; the field keeps the keyboard."""
        if self._lines and event.button() is Qt.MouseButton.LeftButton:
            self.mouseMoveEvent(event)
            self._take()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines on a box of their own."""
        colors = theme.tokens(self)
        painter = painting.painter_for(self)
        painting.rounded_box(painter, self.rect(), colors.surface, colors.line)
        for place, words in enumerate(self._lines):
            row = QRectF(1, 1 + place * _ROW, self.width() - 2, _ROW)
            if place == self._current:
                painter.fillRect(row.adjusted(2, 1, -2, -1), QColor(colors.accent_soft))
            painting.text_line(
                painter, row.adjusted(9, 0, -9, 0), wording.plain(words), theme.role_font(Role.BODY), colors.text
            )
        painter.end()
