"""Buttons, painted alike on every system: with words, with an icon, and the round one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPen
from PySide6.QtWidgets import QAbstractButton, QPushButton, QRadioButton, QSizePolicy

from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget


def tip(words: str, shortcut: str = "") -> str:
    """A tool tip that names its key as this system writes it."""
    return f"{words} ({native(shortcut)})" if shortcut else words


def native(shortcut: str) -> str:
    """A key as this system and language write it: "Strg+D"."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}


def press(button: QAbstractButton, event: QKeyEvent) -> None:
    """Enter presses `button`, as Space does; arrows are the page's: Qt would move the focus."""
    if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() == Qt.KeyboardModifier.NoModifier:
        button.click()
    elif event.key() in _ARROWS:
        event.ignore()
    else:
        QAbstractButton.keyPressEvent(button, event)


class Button(QPushButton):
    """A button with words. `kind` is "plain", "primary", "quiet" or "danger"."""

    def __init__(self, words: str, parent: QWidget | None = None, *, kind: str = "plain", icon: str = "") -> None:
        """Show `words`, and before them the icon named so."""
        super().__init__(words, parent)
        self._kind = kind
        self._icon = icon
        self._dot = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.height_px = 32

    def set_dot(self, color: str) -> None:
        """Show a project's dot before the words."""
        self._dot = color
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the words and what is around them."""
        width = QFontMetrics(self._font()).horizontalAdvance(self.text()) + 2 * self._side() + self._lead()
        return QSize(width + 2, self.height_px)

    def minimumSizeHint(self) -> QSize:
        """Words may be cut off, the button stays a button."""
        return QSize(self.height_px + 16, self.height_px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in its present state."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        fill, border, ink = self._look(colors)
        painting.box(painter, self.rect(), fill, border)
        self._content(painter, colors, ink)
        if self.hasFocus():
            if self._kind == "primary":
                painting.ring(painter, self.rect().adjusted(2, 2, -2, -2), colors.on_accent, 6)
            painting.ring(painter, self.rect(), colors.focus)
        painter.end()

    def _content(self, painter: QPainter, colors: theme.Tokens, ink: str) -> None:
        font = self._font()
        words = QFontMetrics(font).horizontalAdvance(self.text())
        room = self.width() - 2 * min(self._side(), 10)
        start = max(0.0, (self.width() - min(room, words + self._lead())) / 2)
        middle = self.height() / 2
        if self._dot:
            dot = painting.mirrored(self, QRectF(start, middle - 5, 10, 10))
            icons.paint_dot(painter, self._dot, dot.center(), colors.surface)
        elif self._icon:
            icons.paint(painter, self._icon, ink, painting.mirrored(self, QRectF(start, middle - 7, 14, 14)))
        left = start + self._lead()
        rect = painting.mirrored(self, QRectF(left, 0, self.width() - left - 4, self.height()))
        painting.line(painter, rect, self.text(), font, ink)

    def _look(self, colors: theme.Tokens) -> tuple[str, str, str]:
        hovered = self.underMouse() and self.isEnabled()
        if self._kind == "primary":
            strong = QColor(colors.accent).darker(112 if self.isDown() else 106).name() if hovered else colors.accent
            return (
                (strong, strong, colors.on_accent) if self.isEnabled() else (colors.raised, colors.line, colors.muted)
            )
        ink = {"danger": colors.danger, "quiet": colors.muted}.get(self._kind, colors.text)
        if self._kind == "plain":
            return colors.raised if hovered else colors.surface, colors.line, ink if self.isEnabled() else colors.faint
        return colors.raised if hovered else "", "", ink

    def _font(self) -> QFont:
        return theme.of(Role.BODY if self._kind in {"quiet", "danger"} else Role.STRONG)

    def _side(self) -> int:
        return 8 if self._kind in {"quiet", "danger"} else 14

    def _lead(self) -> int:
        return 20 if self._icon else 16 if self._dot else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does; arrows are the page's."""
        press(self, event)


class IconButton(QAbstractButton):
    """A small button with an icon; its words are in its tool tip and its accessible name."""

    def __init__(
        self, icon: str, words: str, parent: QWidget | None = None, *, shortcut: str = "", side: int = 28
    ) -> None:
        """Show the icon named so; `shortcut` is only mentioned, the page binds it."""
        super().__init__(parent)
        self._icon = icon
        self._side = side
        self._color = "muted"
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(side, side)
        self.say(words, shortcut)

    def say(self, words: str, shortcut: str = "") -> None:
        """Set what it is called."""
        self.setAccessibleName(words)
        self.setToolTip(tip(words, shortcut))

    def set_icon(self, icon: str, color: str = "muted") -> None:
        """Show another icon, in the colour of a token."""
        self._icon, self._color = icon, color
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in its present state."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        if (self.underMouse() or self.isDown()) and self.isEnabled():
            painting.box(painter, self.rect(), colors.raised, radius=6)
        ink = self._color if self.isEnabled() else "line"
        middle = QRectF(self.rect()).center()
        icon = self._icon
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            icon = {"left": "right", "right": "left"}.get(icon, icon)  # an arrow points where its language goes
        icons.paint(painter, icon, getattr(colors, ink), QRectF(middle.x() - 8, middle.y() - 8, 16, 16))
        if self.hasFocus():
            painting.ring(painter, self.rect(), colors.focus, 6)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does; arrows are the page's."""
        press(self, event)


class RoundButton(IconButton):
    """The one that starts and stops."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """It starts out as "start"."""
        super().__init__("play", "", parent, side=40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in its present state."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        fill = QColor(colors.accent)
        hovered = self.underMouse() or self.isDown()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill.darker(112 if self.isDown() else 106) if hovered else fill)
        painter.drawEllipse(self.rect())
        if self.hasFocus():
            painting.ring(painter, self.rect().adjusted(3, 3, -3, -3), colors.on_accent, 18)
            painting.ring(painter, self.rect(), colors.focus, 20)
        icons.paint(painter, self._icon, colors.on_accent, QRectF(self.rect()).adjusted(13, 13, -13, -13))
        painter.end()


class Radio(QRadioButton):
    """One of several choices."""

    def __init__(self, words: str) -> None:
        """Show `words`."""
        super().__init__(words)
        self.setToolTip(words)  # there may be less room than they need
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """The ring and the words."""
        return QSize(QFontMetrics(theme.of(Role.BODY)).horizontalAdvance(self.text()) + 28, 24)

    def minimumSizeHint(self) -> QSize:
        """Words may be cut off."""
        return QSize(48, 24)

    def hitButton(self, pos: QPoint) -> bool:
        """All of it can be pressed."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring, its dot if it is chosen, and the words."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        circle = painting.mirrored(self, QRectF(2, (self.height() - 16) / 2, 16, 16))
        chosen = self.isChecked()
        painter.setPen(QPen(QColor(colors.accent if chosen else colors.faint), 1.5))
        painter.setBrush(QColor(colors.surface))
        painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent))
            painter.drawEllipse(circle.center(), 4, 4)
        rect = painting.mirrored(self, QRectF(24, 0, self.width() - 26, self.height()))
        painting.line(painter, rect, self.text(), theme.of(Role.BODY), colors.text)
        if self.hasFocus():
            painting.ring(painter, self.rect(), colors.focus, 6)
        painter.end()
