"""Text fields: Qt's editors in a frame of the theme, with a focus ring."""

from typing import cast

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
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

from demitasse.domain.errors import Fault
from demitasse.ui.text import messages, wording
from demitasse.ui.widgets import accessible, icons, painting, theme
from demitasse.ui.widgets.labels import Label
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_ABOVE, _BELOW = 4, 4
"""Around a message below a field."""
_SIGN = 19
"""The room for the sign before a warning or a mistake."""
_STAYS = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason}
"""Reasons to lose the focus that do not mean that the person has moved on."""
_LONGEST = 200_000
"""Longest text a field accepts. Longer input is rejected with a message on saving, never truncated silently."""


class Box(QWidget):
    """The frame around an editor, with a ring while it has the focus and a red edge for a mistake."""

    left = Signal()
    """The person has moved on to another widget of the window."""
    sign_clicked = Signal()

    def __init__(
        self, editor: QWidget, *, icon: str = "", sign: str = "", grows: bool = False, locks: bool = True
    ) -> None:
        """Show `icon` before the editor, and behind it `sign`, which can be clicked. `grows` takes spare height.

        A read-only editor looks locked, unless `locks` is off because it is there for reading.
        """
        super().__init__()
        accessible.install()
        self.editor = editor
        self._locks = locks
        self._icon, self._sign = icon, sign
        self._wrong = False
        self.is_open = False
        """Whether something that belongs to the field is open, which keeps its ring."""
        self.setFocusProxy(editor)
        high = QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, high)
        layout = QHBoxLayout(self)
        painting.set_margins(layout, 31 if icon else 9, 2, 34 if sign else 9, 2)
        layout.addWidget(editor)
        self.row = layout
        editor.setAutoFillBackground(False)
        self._set_palette()
        editor.installEventFilter(self)
        self.setMouseTracking(bool(sign))

    def accessible_object(self) -> QAccessibleInterface:
        """Return what screen readers see."""
        return accessible.FrameObject(self, QAccessible.Role.Grouping)

    def _is_locked(self) -> bool:
        return self._locks and bool(self.editor.property("readOnly"))

    def _set_palette(self) -> None:
        """Let the frame show through the editor; the text of a locked one is faint."""
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.PlaceholderText, theme.tokens(self).color("faint"))
        if self._is_locked():
            palette.setColor(QPalette.ColorRole.Text, theme.tokens(self).color("faint"))
        self.editor.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours of the window."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._set_palette()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(32, self.editor.sizeHint().height() + 4))

    def set_mistake(self, words: str) -> None:
        """Mark the field as invalid, and describe it to screen readers by its mistake; an empty text ends both."""
        self.editor.setAccessibleDescription(words)
        self.set_wrong(bool(words))

    def set_wrong(self, wrong: bool) -> None:  # noqa: FBT001 - a property's setter
        """Mark the field as invalid, and no more."""
        self._wrong = wrong
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Repaint when the editor gains or loses the focus, or is locked, disabled or enabled."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
            if event.type() is QEvent.Type.FocusOut and cast("QFocusEvent", event).reason() not in _STAYS:
                self.left.emit()
        elif event.type() in {QEvent.Type.ReadOnlyChange, QEvent.Type.EnabledChange}:
            self._set_palette()
            self.update()
        return super().eventFilter(watched, event)

    def _sign_rect(self) -> QRectF:
        return painting.mirrored(self, QRectF(self.width() - 32, 0, 32, self.height()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show over the sign that it can be clicked."""
        over = self._sign and self._sign_rect().contains(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Click the sign, or focus the editor."""
        self.editor.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._sign and event.button() is Qt.MouseButton.LeftButton and self._sign_rect().contains(event.position()):
            self.sign_clicked.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        locked = self._is_locked()
        free = self.editor.isEnabled() and not locked
        with painting.painter_for(self) as painter:
            painting.rounded_box(painter, self.rect(), colors.surface if free else "", _edge(colors, free=free))
            if self.editor.hasFocus() or self.is_open:
                painting.edge_ring(painter, self.rect(), colors.focus)
            elif self._wrong:
                painting.edge_ring(painter, self.rect(), colors.danger)
            if self._icon:
                rect = painting.mirrored(self, QRectF(11, (self.height() - 14) / 2, 14, 14))
                icons.paint(painter, self._icon, colors.muted, rect)
            if locked or self._sign:
                sign = self._sign_rect().center()
                where = QRectF(sign.x() - 7, min(sign.y(), 16.0) - 7, 14, 14)
                icons.paint(painter, "lock" if locked else self._sign, colors.muted if free else colors.faint, where)


def _edge(colors: theme.Tokens, *, free: bool) -> str:
    return colors.border if free else colors.line


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
        self._wrong = False
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

    def set_mistake(self, words: str) -> None:
        """Mark the field as invalid, and describe it to screen readers by its mistake; an empty text ends both."""
        self.setAccessibleDescription(words or self._does)
        self._wrong = bool(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            hovered = self.underMouse() and self.isEnabled()
            fill = colors.raised if hovered else colors.surface if self.isEnabled() else ""
            painting.rounded_box(painter, self.rect(), fill, _edge(colors, free=self.isEnabled()))
            middle = self.height() / 2
            dot = painting.mirrored(self, QRectF(10, middle - 5, 10, 10)).center()
            icons.paint_dot(painter, self._pair[2] if self._pair else colors.border, dot, colors)
            rect = painting.mirrored(self, QRectF(28, 0, self.width() - 28 - 32, self.height()))
            if self._pair:
                inks = colors if self.isEnabled() else colors._replace(text=colors.faint, muted=colors.faint)
                painting.PairPainter(inks).draw(painter, rect, self._pair[0], self._pair[1])
            else:
                painting.text_line(painter, rect, self._placeholder, theme.role_font(Role.BODY), colors.faint)
            icons.paint(
                painter, "down", colors.muted, painting.mirrored(self, QRectF(self.width() - 24, middle - 6, 12, 12))
            )
            if self._wrong:
                painting.edge_ring(painter, self.rect(), colors.danger)
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


class MessageLine(QWidget):
    """What is said about the fields above it: what follows, a warning or a mistake. Its height never changes."""

    def __init__(self, lines: int = 2) -> None:
        """Have room for this number of lines."""
        super().__init__()
        self._whole, self._brief = "", ""
        self.color = "muted"
        """The theme token of the message."""
        self._words = Label("", Role.SMALL, "muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._words)
        self.keep_room(lines)
        self.show_message("")

    def keep_room(self, lines: int) -> None:
        """Have room for this number of lines from now on."""
        self._room = lines * painting.line_px(Role.SMALL)
        self.setFixedHeight(_ABOVE + self._room + _BELOW)

    def show_message(self, words: str, color: str = "muted", *, brief: str = "") -> None:
        """Show a message in the colour of a theme token, "danger" and "warn" with a sign.

        If it is too long, `brief` is shown, and all of it is in the tip.
        """
        self.color, self._whole, self._brief = color, words, brief
        self._words.set_color(color)
        painting.set_margins(self._layout, _SIGN if self._signed() else 0, _ABOVE, 0, _BELOW)
        self._fit()
        self.update()

    def show_fault(self, fault: Fault | None) -> None:
        """Show what went wrong and what to do next; without room for both, the first."""
        brief, words = (messages.sentence(fault), messages.whole(fault)) if fault is not None else ("", "")
        self.show_message(words, "danger", brief=brief)

    def text(self) -> str:
        """Return the message."""
        return self._whole

    def _signed(self) -> bool:
        return bool(self._whole) and self.color in {"danger", "warn"}

    def _fit(self) -> None:
        words = self._whole if self._has_room(self._whole) else self._brief or self._whole
        while len(words) > 1 and not self._has_room(words):
            words = f"{words.rstrip('…').rpartition(' ')[0]}…"
        self._words.setText(words)
        self._words.setVisible(bool(words))
        set_tip(self, self._whole if words != self._whole else "")

    def _has_room(self, words: str) -> bool:
        self._words.setText(words)
        return self._words.heightForWidth(self.width() - self._layout.contentsMargins().left()) <= self._room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._signed():
            with painting.painter_for(self) as painter:
                middle = _ABOVE + painting.line_px(Role.SMALL) / 2
                sign = painting.mirrored(self, QRectF(0, middle - 7, 14, 14))
                icons.paint(painter, "alert", getattr(theme.tokens(self), self.color), sign)


class Labelled(QWidget):
    """A label above a field, and room for messages below it; without `lines` the page has a place of its own."""

    def __init__(self, words: str, field: QWidget, *, lines: int = 2) -> None:
        """Keep room for messages of this number of lines."""
        super().__init__()
        self.field = field
        label = QLabel(words)
        label.setFont(theme.role_font(Role.SMALL))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        label.setMinimumHeight(painting.line_px(Role.SMALL))
        label.setBuddy(field)
        self.note = MessageLine(max(lines, 1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(label)
        layout.addSpacing(4)
        layout.addWidget(field, 1)
        if lines:
            layout.addWidget(self.note)

    def set_note(self, words: str) -> None:
        """Show what follows from the field."""
        self.note.show_message(words)
        self._describe("")

    def set_fault(self, fault: Fault) -> None:
        """Show the mistake of the field."""
        self.note.show_fault(fault)
        self._describe(self.note.text())

    def _describe(self, mistake: str) -> None:
        if isinstance(self.field, Box | PairField):
            self.field.set_mistake(mistake)
        else:
            self.field.setAccessibleDescription(mistake)
