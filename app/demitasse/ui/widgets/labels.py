"""Words and figures that are only looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from demitasse.domain.durations import hours_minutes_seconds
from demitasse.ui.text import wording as text
from demitasse.ui.tray import tray_icon_painter
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QPaintEvent


class Label(QLabel):
    """Words in one of the design's roles and colours, always plain text."""

    def __init__(self, words: str = "", role: Role = Role.BODY, color: str = "text", *, wrap: bool = False) -> None:
        """`color` is a token's name."""
        super().__init__()
        self._color = color
        self.setTextFormat(Qt.TextFormat.PlainText)  # guard: server-text-is-plain
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # not whatever the ground behind it suggests
        self.setFont(theme.of(role))
        self.setWordWrap(wrap)
        self._tint()
        self.setText(words)

    def set_color(self, color: str) -> None:
        """Use another token."""
        self._color = color
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of scheme."""
        super().changeEvent(event)
        if event.type() is event.Type.ApplicationPaletteChange:
            self._tint()

    def _tint(self) -> None:
        palette = self.palette()
        wanted = theme.tokens(self).color(self._color)
        if palette.color(self.foregroundRole()) != wanted:
            palette.setColor(self.foregroundRole(), wanted)
            self.setPalette(palette)


class Trouble(QWidget):
    """What is wrong, in one sentence with a sign before it."""

    def __init__(self) -> None:
        """Nothing is wrong."""
        super().__init__()
        self.words = Label("", Role.SMALL, "danger", wrap=True)
        layout = QHBoxLayout(self)
        painting.inset(layout, 22, 4, 0, 0)
        layout.addWidget(self.words)
        self.hide()

    def say(self, words: str) -> None:
        """Say it; nothing hides the line."""
        self.words.setText(words)
        self.setVisible(bool(words))

    def text(self) -> str:
        """What it says."""
        return self.words.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the sign beside the first line."""
        painter = painting.smooth(self)
        line = QFontMetrics(theme.of(Role.SMALL)).height()
        sign = painting.mirrored(self, QRectF(0, 4 + (line - 14) / 2, 14, 14))
        icons.paint(painter, "alert", theme.tokens(self).danger, sign)
        painter.end()


class Drawn(QLabel):
    """Words that a widget paints itself; a screen reader gets them as text, by the accessible name.

    Qt knows a plain widget by no role at all, and takes a QLabel without words of its own for what it is called.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing of Qt's own is painted."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)


class Line(Drawn):
    """One line of words that ends in an ellipsis where there is no room, with all of it in the tool tip."""

    def __init__(
        self,
        words: str = "",
        role: Role = Role.BODY,
        color: str = "text",
        parent: QWidget | None = None,
        *,
        at_end: bool = False,
    ) -> None:
        """`color` is a token's name; `at_end` puts the words at the end of the line."""
        super().__init__(parent)
        self._at_end = at_end
        self._role = role
        self._color = color
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say(words)

    def text(self) -> str:
        """All of the words."""
        return self._words

    def say(self, words: str, color: str = "") -> None:
        """Show other words."""
        words, color = text.plain(words), color or self._color
        if (words, color) == (self._words, self._color):
            return
        self._words, self._color = words, color
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        metrics = QFontMetrics(theme.of(self._role))
        return QSize(metrics.horizontalAdvance(self._words) + 1, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(24, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = painting.smooth(self)
        color = getattr(theme.tokens(self), self._color)
        font = theme.of(self._role)
        width = painting.line(painter, QRectF(self.rect()), self._words, font, color, at_end=self._at_end)
        painter.end()
        full = self._words if width < QFontMetrics(theme.of(self._role)).horizontalAdvance(self._words) else ""
        if self.toolTip() != text.tool_tip(full):
            self.setToolTip(text.tool_tip(full))


class Digits(Drawn):
    """The clock: "1:24:07" in digits of one width, so that nothing beside it ever moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """It starts at zero, stopped."""
        super().__init__(parent)
        self._seconds = 0
        self._running = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    def show_time(self, seconds: int, *, running: bool) -> None:
        """Show so many seconds; only the digits are painted again."""
        if (seconds, running) == (self._seconds, self._running):
            return
        renamed = (seconds // 60, running) != (self._seconds // 60, self._running)
        self._seconds, self._running = seconds, running
        if renamed:  # a screen reader is not told every second
            self._name()
        self.update()

    def text(self) -> str:
        """The figure as it is shown."""
        return hours_minutes_seconds(self._seconds)

    def _name(self) -> None:
        figure = text.spoken(self._seconds)
        words = self.tr("Timer running, {time}") if self._running else self.tr("Timer stopped")
        self.setAccessibleName(words.format(time=figure))

    def sizeHint(self) -> QSize:
        """Room for the longest figure."""
        metrics = QFontMetrics(theme.of(Role.CLOCK))
        return QSize(metrics.horizontalAdvance("88:88:88"), 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw each digit in a cell of its own, in case the font's digits differ in width."""
        colors = theme.tokens(self)
        painter = QPainter(self)
        font = theme.of(Role.CLOCK)
        painter.setFont(font)
        painter.setPen(colors.color("text" if self._running else "faint"))
        metrics = QFontMetrics(font)
        widest = max(metrics.horizontalAdvance(digit) for digit in "0123456789") - 1
        colon = metrics.horizontalAdvance(":")
        words = self.text()
        x = 0 if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else self.width() - self._width(widest, colon)
        baseline = (self.height() + metrics.capHeight()) // 2
        for letter in words:
            cell = colon if letter == ":" else widest
            lift = metrics.capHeight() // 12 if letter == ":" else 0
            painter.drawText(x + (cell - metrics.horizontalAdvance(letter)) // 2, baseline - lift, letter)
            x += cell
        painter.end()

    def _width(self, widest: int, colon: int) -> int:
        return sum(colon if letter == ":" else widest for letter in self.text())


class Chip(QWidget):
    """A small mark with a word in it: "waiting", "rejected"."""

    _SIDE = 8

    def __init__(self, words: str, color: str, fill: str, parent: QWidget | None = None) -> None:
        """`color` and `fill` are tokens' names."""
        super().__init__(parent)
        self._words, self._color, self._fill = words, color, fill
        self.setFixedSize(QFontMetrics(theme.of(Role.TINY)).horizontalAdvance(words) + 2 * self._SIDE, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        painting.box(painter, self.rect(), getattr(colors, self._fill), radius=10)
        rect = painting.mirrored(self, QRectF(self.rect()).adjusted(self._SIDE, 0, 0, 0))
        painting.line(painter, rect, self._words, theme.of(Role.TINY), getattr(colors, self._color))
        painter.end()


class Cup(QWidget):
    """The cup as a picture on a page."""

    def __init__(self, fill: float, *, steam: bool = False, ink: str = "accent", side: int = 56) -> None:
        """`ink` is a token's name; the coffee has the same colour."""
        super().__init__()
        self._fill, self._steam, self._ink = fill, steam, ink
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = painting.smooth(self)
        ink = theme.tokens(self).color(self._ink)
        tray_icon_painter.paint_cup(painter, QRectF(self.rect()), self._fill, ink, ink, steam=self._steam)
        painter.end()


class Rule(QWidget):
    """A hairline across the page."""

    def __init__(self) -> None:
        """One pixel high."""
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        QPainter(self).fillRect(self.rect(), theme.tokens(self).color("line"))
