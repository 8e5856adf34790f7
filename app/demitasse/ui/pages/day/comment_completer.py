"""A list of earlier comments below the comment field, which complete what is typed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from demitasse.domain.search import complete_comment
from demitasse.ui.text import wording
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.fields import LineEdit
from demitasse.ui.widgets.theme import Role

_ROW = 30
_NONE = -1
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CommentCompleter(QWidget):
    """A list that covers what is below the field. The focus stays in the field."""

    taken = Signal()
    """A line was chosen; the field holds it."""

    def __init__(self, field: LineEdit, known: Callable[[], list[str]], parent: QWidget) -> None:
        """Complete the text of `field` from the comments that `known` returns, best first."""
        super().__init__(parent)
        self._field = field
        self._known = known
        self._all: list[str] | None = None
        self._lines: list[str] = []
        self._current = _NONE
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Comments from before"))
        self.hide()
        field.textEdited.connect(self.offer)
        field.installEventFilter(self)

    @property
    def lines(self) -> list[str]:
        """The comments that are shown."""
        return self._lines if not self.isHidden() else []

    def reset(self) -> None:
        """Close the list, and read the earlier comments again for the next one."""
        self._all = None
        self.close_list()

    def offer(self) -> None:
        """Show the comments that match what is typed."""
        if self._all is None:
            self._all = self._known()
        self._lines = complete_comment(self._field.text(), self._all)
        self._go(_NONE)
        if self._lines:
            self._place()
        self.setVisible(bool(self._lines))

    def close_list(self) -> None:
        """Hide the list."""
        self._lines = []
        self._go(_NONE)
        self.hide()

    def _place(self) -> None:
        """Move below the field, above all other widgets."""
        box = self._field.parentWidget() or self._field
        page = box.window()
        if self.parentWidget() is not page:
            self.setParent(page)
        below = box.mapTo(page, box.rect().bottomLeft())
        self.setGeometry(below.x(), below.y() + 3, box.width(), len(self._lines) * _ROW + 2)
        self.raise_()

    def _go(self, place: int) -> None:
        self._current = place
        line = self._lines[place] if place != _NONE else ""
        self._field.setAccessibleDescription(wording.plain(line))
        self.update()

    def _take(self) -> None:
        self._field.selectAll()
        self._field.insert(self._lines[self._current])  # inserted, so that Ctrl+Z restores what was typed
        self.close_list()
        self.taken.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle arrows, Enter and Esc of the field while the list is shown; Down opens it."""
        if event.type() is QEvent.Type.FocusOut:
            self.reset()
        elif event.type() in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}:
            return self._key(event)  # type: ignore[arg-type]
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}:
            return False
        key, shown = Qt.Key(event.key()), not self.isHidden()
        chosen = shown and self._current != _NONE
        doing: dict[Qt.Key, Callable[[], None]] = {Qt.Key.Key_Down: self.step_down if shown else self.offer}
        if shown:
            doing |= {Qt.Key.Key_Up: self.step_up, Qt.Key.Key_Escape: self.close_list}
        if chosen:
            doing |= dict.fromkeys(_ENTERS, self._take)
        if key not in doing:
            if key in _ENTERS:  # no line is chosen: the typed text stands
                self.close_list()
            return False
        event.accept()
        if event.type() is QEvent.Type.KeyPress:
            doing[key]()
        return True

    def step_down(self) -> None:
        """Highlight the next line."""
        self._go(min(self._current + 1, len(self._lines) - 1))

    def step_up(self) -> None:
        """Highlight the line before; from the first one, return to what was typed."""
        self._go(max(self._current - 1, _NONE))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight the line under the mouse."""
        self._go(min(max(0, int(event.position().y() - 1) // _ROW), len(self._lines) - 1))

    def leaveEvent(self, _event: QEvent) -> None:
        self._go(_NONE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the line that is clicked."""
        if self._lines and event.button() is Qt.MouseButton.LeftButton:
            self.mouseMoveEvent(event)
            self._take()

    def paintEvent(self, _event: QPaintEvent) -> None:
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
