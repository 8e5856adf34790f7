"""Text fields: Qt's editors in a frame of the theme, with a focus ring."""

from typing import cast

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from demitasse.ui.text import wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.labels import Label
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_LONGEST = 200_000
"""Longest text a field accepts. Longer input is rejected with a message on saving, never truncated silently."""


class Box(QWidget):
    """The frame around an editor."""

    def __init__(self, editor: QWidget, *, icon: str = "") -> None:
        super().__init__()
        self._editor = editor
        self._icon = icon
        self._wrong = False
        self.setFocusProxy(editor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        painting.set_margins(layout, 34 if icon else 10, 2, 10, 2)
        layout.addWidget(editor)
        self.row = layout
        editor.setAutoFillBackground(False)
        palette = editor.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        editor.setPalette(palette)
        editor.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(32, self._editor.sizeHint().height() + 4))

    def set_wrong(self, wrong: bool) -> None:  # noqa: FBT001 - a property's setter
        """Mark the field as invalid."""
        if wrong != self._wrong:
            self._wrong = wrong
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Repaint when the editor gains or loses the focus."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            free = self._editor.isEnabled() and not self._editor.property("readOnly")
            fill = colors.surface if free else colors.bg
            painting.rounded_box(painter, self.rect(), fill, colors.danger if self._wrong else colors.border)
            if self._editor.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus)
            if self._icon:
                rect = painting.mirrored(self, QRectF(11, (self.height() - 14) / 2, 14, 14))
                icons.paint(painter, self._icon, colors.text, rect)


_UNDO_KEYS = {"Ctrl+Z": "undo", "Ctrl+Shift+Z": "redo", "Ctrl+Y": "redo"}


def _undo_key(event: QKeyEvent) -> str:
    """Return "undo" or "redo" for their keys, else an empty string."""
    return _UNDO_KEYS.get(QKeySequence(event.keyCombination()).toString(), "")


class _UndoesTyping:
    """Mixin for an editor whose undo and redo take back only its typing, with the same keys on every system."""

    def event(self, event: QEvent) -> bool:
        """Keep the keys, also when there is no typing to undo: they never reach the page."""
        if event.type() is QEvent.Type.ShortcutOverride and _undo_key(cast("QKeyEvent", event)):
            event.accept()
            return True
        return bool(super().event(event))  # type: ignore[misc]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo or redo the typing, or handle another key as usual."""
        if wanted := _undo_key(event):
            getattr(self, wanted)()
        else:
            super().keyPressEvent(event)  # type: ignore[misc]


class LineEdit(_UndoesTyping, QLineEdit):
    """A single-line editor without a frame of its own."""

    def __init__(self, name: str, placeholder: str = "") -> None:
        """`name` is the accessible name."""
        super().__init__()
        self.setFrame(False)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(_LONGEST)

    def set_text(self, words: str) -> None:
        """Replace the text and scroll to its beginning; does nothing if the text is the same."""
        if words != self.text():
            self.setText(words)
            self.setCursorPosition(0)


class TextEdit(_UndoesTyping, QPlainTextEdit):
    """A multi-line editor in which Tab moves to the next field."""

    def __init__(self, name: str) -> None:
        """`name` is the accessible name."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(2)
        self.setViewportMargins(0, 4, 0, 2)

    def sizeHint(self) -> QSize:
        return QSize(120, 60)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 60)


class PairField(QAbstractButton):
    """A button that looks like a field and shows a project and task; a click opens the picker."""

    def __init__(self, placeholder: str, does: str = "", shortcut: str = "") -> None:
        """Show `placeholder` while nothing is picked; `does` describes the click, and `shortcut` is in the tool tip."""
        super().__init__()
        self._placeholder, self._does, self._shortcut = placeholder, does, shortcut
        self.setAccessibleDescription(does)
        self._pair: tuple[str, str, str] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_pair(None)

    def show_pair(self, pair: tuple[str, str, str] | None) -> None:
        """Show (project, task, colour), or the placeholder for None."""
        self._pair = pair
        words = wording.task_name(pair[0], pair[1]) if pair else self._placeholder
        self.setAccessibleName(self.tr("Project and task: {pair}").format(pair=words))
        set_tip(self, "\n".join(filter(None, (words, self._does))), self._shortcut)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            hovered = self.underMouse() and self.isEnabled()
            fill = colors.raised if hovered else colors.surface if self.isEnabled() else colors.bg
            painting.rounded_box(painter, self.rect(), fill, colors.border)
            middle = self.height() / 2
            dot = painting.mirrored(self, QRectF(10, middle - 5, 10, 10)).center()
            icons.paint_dot(painter, self._pair[2] if self._pair else colors.faint, dot, colors)
            rect = painting.mirrored(self, QRectF(28, 0, self.width() - 28 - 32, self.height()))
            if self._pair:
                painting.PairPainter(colors).draw(painter, rect, self._pair[0], self._pair[1])
            else:
                painting.text_line(painter, rect, self._placeholder, theme.role_font(Role.BODY), colors.muted)
            icons.paint(
                painter, "down", colors.faint, painting.mirrored(self, QRectF(self.width() - 24, middle - 6, 12, 12))
            )
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the picker on Enter and Down as well as on Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down} and not event.modifiers():
            self.click()
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up}:
            event.ignore()  # Qt would move the focus instead of passing arrow keys to the page
        else:
            super().keyPressEvent(event)


class Labelled(QWidget):
    """A label above a field, and a line below it for a hint or an error."""

    def __init__(self, words: str, field: QWidget, *, hint: bool = False) -> None:
        """`hint` reserves the line below the field, so that nothing moves when a message appears."""
        super().__init__()
        self.field = field
        label = QLabel(words)
        label.setFont(theme.role_font(Role.SMALL))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        label.setBuddy(field)
        self.note = Label("", Role.SMALL, "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (label, field, self.note):
            layout.addWidget(part)
        self.note.setVisible(hint)  # before it has a parent it would become a window
        self._keeps_room = hint

    def set_note(self, words: str, *, wrong: bool = False) -> None:
        """Show a hint, or an error of the field."""
        self.note.set_color("danger" if wrong else "muted")
        self.note.setText(words)
        self.note.setVisible(bool(words) or self._keeps_room)
        if isinstance(self.field, Box):
            self.field.set_wrong(wrong)
        self.field.setAccessibleDescription(words)
