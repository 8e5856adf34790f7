"""Static text and figures."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from demitasse.domain.durations import hours_minutes_seconds
from demitasse.domain.timer import Instant
from demitasse.ui.text import wording as text
from demitasse.ui.tray import tray_icon_painter
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.accessible import HeadingObject
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip, tip_of

_SECOND_MS = 1000
_WIDE = 1 << 20
"""A width in which words do not wrap."""
_GAP, _LEAST_GAP = 8, 3
"""Between two key caps, and where they hardly fit."""


class Label(QLabel):
    """Plain text in one of the roles and colours of the theme."""

    def __init__(self, words: str = "", role: Role = Role.BODY, color: str = "text", *, wrap: bool = False) -> None:
        """`color` is the name of a theme token."""
        super().__init__()
        self._role, self._color = role, color
        self.setTextFormat(Qt.TextFormat.PlainText)  # guard: server-text-is-plain
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # independent of the background role of the parent
        self.setFont(theme.role_font(role))
        self.setWordWrap(wrap)
        self._tint()
        self.setText(words)

    def set_color(self, color: str) -> None:
        """Use another theme token."""
        self._color = color
        self._tint()

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        if self.wordWrap():
            return QSize(size.width(), self.heightForWidth(size.width()))
        return QSize(size.width(), max(size.height(), painting.line_px(self._role) + self._around().height()))

    def minimumSizeHint(self) -> QSize:
        whole = self.heightForWidth(_WIDE) if self.wordWrap() else self.sizeHint().height()
        return QSize(super().minimumSizeHint().width(), whole)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words in a box of this width, or -1 if they do not wrap."""
        if not self.wordWrap():
            return super().heightForWidth(width)
        around = self._around()
        return int(self._paragraph(width - around.width()).height) + around.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.wordWrap():
            super().paintEvent(event)
            return
        room = QRectF(self.contentsRect())
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            at_top = bool(self.alignment() & Qt.AlignmentFlag.AlignTop)
            self._paragraph(room.width()).draw(painter, room, at_top=at_top)

    def _around(self) -> QSize:
        margins = self.contentsMargins()
        return QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _paragraph(self, width: float) -> painting.Paragraph:
        option = painting.option_for(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask, self.layoutDirection())
        return painting.Paragraph(self.text(), self._role, width, option, self.formats())

    def formats(self) -> list[QTextLayout.FormatRange]:
        """Return the parts that look different from the rest, where the words wrap."""
        return []

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is event.Type.ApplicationPaletteChange:
            self._tint()

    def _tint(self) -> None:
        palette = self.palette()
        wanted = theme.tokens(self).color(self._color)
        if palette.color(self.foregroundRole()) != wanted:
            palette.setColor(self.foregroundRole(), wanted)
            self.setPalette(palette)


class Heading(Label):
    """The title of a page or of a group in it."""

    def accessible_object(self) -> HeadingObject:
        """Return its description for screen readers."""
        return HeadingObject(self)


def ms_to_next_second(began: Instant, now: Instant) -> int:
    """Return after how many milliseconds a clock that shows the time since `began` changes next, at least 20."""
    same_boot = bool(began.boot_id) and began.boot_id == now.boot_id
    passed = now.boot_s - began.boot_s if same_boot else (now.wall - began.wall).total_seconds()
    return max(20, _SECOND_MS - int(passed % 1 * _SECOND_MS) + 2)


class PaintedLabel(QLabel):
    """Base of widgets that paint their own text and expose it to screen readers as their accessible name.

    Qt gives a plain QWidget no role, and a QLabel without text of its own takes the accessible name as its text.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)


class ElidedLabel(PaintedLabel):
    """One line of text, elided where necessary, with the full text in the tool tip."""

    def __init__(
        self,
        words: str = "",
        role: Role = Role.BODY,
        color: str = "text",
        parent: QWidget | None = None,
        *,
        at_end: bool = False,
    ) -> None:
        """`color` is the name of a theme token; `at_end` aligns the text with the end of the line."""
        super().__init__(parent)
        self._at_end = at_end
        self._role = role
        self._color = color
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(words)

    def text(self) -> str:
        """Return the full text."""
        return self._words

    def set_text(self, words: str, color: str = "") -> None:
        """Show another text."""
        words, color = text.plain(words), color or self._color
        if (words, color) == (self._words, self._color):
            return
        self._words, self._color = words, color
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.role_font(self._role))
        return QSize(metrics.horizontalAdvance(self._words) + 1, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting.painter_for(self) as painter:
            color = getattr(theme.tokens(self), self._color)
            font = theme.role_font(self._role)
            width = painting.text_line(painter, QRectF(self.rect()), self._words, font, color, at_end=self._at_end)
        full = self._words if width < QFontMetrics(theme.role_font(self._role)).horizontalAdvance(self._words) else ""
        if tip_of(self) != full:
            set_tip(self, full)


class PageTitle(ElidedLabel):
    """The title beside the way back."""

    def accessible_object(self) -> HeadingObject:
        """Return its description for screen readers."""
        return HeadingObject(self)


class Digits(PaintedLabel):
    """The clock of the running timer, "1:24:07", in digits of equal width so that nothing beside it moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds = 0
        self._running = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    def show_time(self, seconds: int, *, running: bool) -> None:
        """Show this number of seconds; repaints only the digits."""
        if (seconds, running) == (self._seconds, self._running):
            return
        renamed = (seconds // 60, running) != (self._seconds // 60, self._running)
        self._seconds, self._running = seconds, running
        if renamed:  # a screen reader would otherwise announce every second
            self._name()
        self.update()

    def text(self) -> str:
        """Return the figure as shown."""
        return hours_minutes_seconds(self._seconds)

    def _name(self) -> None:
        figure = text.spoken_duration(self._seconds)
        words = self.tr("Timer running, {time}") if self._running else self.tr("Timer stopped")
        self.setAccessibleName(words.format(time=figure))

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.role_font(Role.CLOCK))
        return QSize(metrics.horizontalAdvance("88:88:88"), 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with QPainter(self) as painter:
            font = theme.role_font(Role.CLOCK)
            painter.setFont(font)
            painter.setPen(colors.color("text" if self._running else "faint"))
            metrics = QFontMetrics(font)  # digits may differ in width: each is painted in a cell of its own
            widest = max(metrics.horizontalAdvance(digit) for digit in "0123456789") - 1
            colon = metrics.horizontalAdvance(":")
            words = self.text()
            x = (
                0
                if self.layoutDirection() is Qt.LayoutDirection.LeftToRight
                else self.width() - self._width(widest, colon)
            )
            baseline = (self.height() + metrics.capHeight()) // 2
            for letter in words:
                cell = colon if letter == ":" else widest
                lift = metrics.capHeight() // 12 if letter == ":" else 0
                painter.drawText(x + (cell - metrics.horizontalAdvance(letter)) // 2, baseline - lift, letter)
                x += cell

    def _width(self, widest: int, colon: int) -> int:
        return sum(colon if letter == ":" else widest for letter in self.text())


class KeyCaps(PaintedLabel):
    """Hints for shortcuts: a row of key caps, each with a label behind it."""

    def __init__(self, *keys: tuple[str, str], spread: bool = False) -> None:
        """`spread` gives the caps the whole width, as in the last line of a page."""
        super().__init__()
        self._keys: tuple[tuple[str, str], ...] = ()
        self._spread = spread
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding if spread else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed
        )
        if spread:
            self.setMinimumWidth(1)  # the caps stand closer where they hardly fit
        self.set_keys(*keys)

    def set_keys(self, *keys: tuple[str, str]) -> None:
        """Show other keys."""
        if keys == self._keys:
            return
        self._keys = keys
        self.setAccessibleName(", ".join(f"{key} {word}" for key, word in keys))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._wide(self._keys) + _GAP * (len(self._keys) - 1) + 1, 20)

    def _wide(self, keys: tuple[tuple[str, str], ...]) -> int:
        """Return the width of the keys without the gaps between them."""
        return sum(self._cap(key) + self._word(word) for key, word in keys)

    def _fitting(self) -> tuple[tuple[str, str], ...]:
        """Return the keys that have room; the last ones go first."""
        keys = self._keys
        while len(keys) > 1 and self._wide(keys) + _LEAST_GAP * (len(keys) - 1) > self.width():
            keys = keys[:-1]
        return keys

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors, keys = theme.tokens(self), self._fitting()
        with painting.painter_for(self) as painter:
            left, gap = 0, (self.width() - self._wide(keys)) // max(1, len(keys) - 1)
            gap = gap if self._spread else min(_GAP, gap)
            for key, word in keys:
                cap = painting.mirrored(self, QRectF(left, 1, self._cap(key), 18))
                painting.key_cap(painter, cap, key, colors)
                left += self._cap(key)
                if word:
                    rect = painting.mirrored(self, QRectF(left + 4, 0, self._word(word), 20))
                    painting.text_line(painter, rect, word, theme.role_font(Role.SMALL), colors.muted)
                left += self._word(word) + gap

    def _cap(self, key: str) -> int:
        return QFontMetrics(theme.role_font(Role.KEY)).horizontalAdvance(key) + 10

    def _word(self, word: str) -> int:
        return QFontMetrics(theme.role_font(Role.SMALL)).horizontalAdvance(word) + 6 if word else 0


class Cup(QWidget):
    """The cup as an illustration on a page."""

    def __init__(self, fill: float, *, steam: bool = False, ink: str = "accent", side: int = 56) -> None:
        """`ink` is the name of a theme token; the coffee has the same colour."""
        super().__init__()
        self._fill, self._steam, self._ink = fill, steam, ink
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting.painter_for(self) as painter:
            ink = theme.tokens(self).color(self._ink)
            tray_icon_painter.paint_cup(painter, QRectF(self.rect()), self._fill, ink, ink, steam=self._steam)


class Rule(QWidget):
    """A hairline across the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.tokens(self).color("line"))
