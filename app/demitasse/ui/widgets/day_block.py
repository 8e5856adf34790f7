"""The block of a day: arrows, its name and figures, the bar, and one line of words with one link."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from demitasse.ui.text import wording
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.buttons import IconButton, Link, handle_key_press
from demitasse.ui.widgets.labels import ElidedLabel, PaintedLabel
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

# The lines of the block (design 3), in pixels from its top and side.
_TOP, _ROW, _ARROW = 8, 28, 28
_FIRST_ARROW, _SIDE = 8, 16
_BAR_TOP, _BAR = 40, 8
_WORDS_TOP, _WORDS = 52, 20
_APART = 8
_TICK, _TICK_OVER = 2, 3
_SEPARATED = 4
"""Between shorter segments a gap would hide them."""


class Piece(NamedTuple):
    """A segment of the bar: one entry."""

    project: str
    color: str
    seconds: int


class Figure(PaintedLabel):
    """The total of some days against its target, for example "5:12 / 8:00"."""

    def __init__(self) -> None:
        super().__init__()
        self._total = "0:00"
        self._target = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_figures(self, total_s: int | None, target_s: int | None, *, known: bool = True) -> bool:
        """Show the figures; a total of None is unknown. Return whether they are others than before.

        `known` is False if CoffeeCup may have more entries.
        """
        total = "–" if total_s is None else wording.duration(total_s)
        target = wording.duration(target_s) if target_s else ""
        total = total if known or total_s is None else f"≥ {total}"
        if (total, target) == (self._total, self._target):
            return False
        self._total, self._target = total, target
        self.setAccessibleName(self._spoken(total_s, target_s, known=known))
        set_tip(self, "" if known else self.tr("Not all of this is on this computer yet."))
        self.updateGeometry()
        self.update()
        return True

    def _spoken(self, total_s: int | None, target_s: int | None, *, known: bool) -> str:
        if total_s is None:
            return self.tr("not known yet")
        worked = wording.spoken_duration(total_s)
        if not known:
            worked = self.tr("at least {time}").format(time=worked)
        if not target_s:
            return worked
        return self.tr("{total} of {target}").format(total=worked, target=wording.spoken_duration(target_s))

    def text(self) -> str:
        """Return the figures as shown."""
        return f"{self._total} / {self._target}" if self._target else self._total

    def sizeHint(self) -> QSize:
        strong, body = (QFontMetrics(theme.role_font(role)) for role in (Role.STRONG, Role.BODY))
        rest = body.horizontalAdvance(f" / {self._target}") if self._target else 0
        return QSize(strong.horizontalAdvance(self._total) + rest + 2, strong.height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            rest = f" / {self._target}" if self._target else ""
            width = QFontMetrics(theme.role_font(Role.BODY)).horizontalAdvance(rest)
            whole = QRectF(self.rect())
            painting.text_line(painter, whole, rest, theme.role_font(Role.BODY), colors.muted, at_end=True)
            strong = painting.mirrored(self, whole.adjusted(0, 0, -width, 0))
            painting.text_line(painter, strong, self._total, theme.role_font(Role.STRONG), colors.text, at_end=True)


class TitleButton(QAbstractButton):
    """A heading of two parts that can be pressed to choose what is shown."""

    _INSET = 8

    def __init__(self, does: str, shortcut: str = "") -> None:
        """`does` describes the press. `shortcut` only appears in the tool tip; the page binds it."""
        super().__init__()
        self._tip, self._shortcut = does, shortcut
        self._beside: tuple[str, ...] = ()
        self.setAccessibleDescription(does)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_title(self, words: str, *beside: str) -> bool:
        """Show a heading, and something less important behind it. Return whether it is another one than before.

        Where not all of it fits, only the last of `beside` is shown.
        """
        beside = tuple(filter(None, beside))
        if (words, beside) == (self.text(), self._beside):
            return False
        self.setText(words)
        self._beside = beside
        whole = " · ".join((words, *beside))
        set_tip(self, f"{whole}\n{self._tip}", self._shortcut)
        self.setAccessibleName(whole)
        self.updateGeometry()
        self.update()
        return True

    def sizeHint(self) -> QSize:
        strong, body = (QFontMetrics(theme.role_font(role)) for role in (Role.STRONG, Role.BODY))
        beside = body.horizontalAdvance(_behind(self._beside))
        return QSize(strong.horizontalAdvance(self.text()) + beside + self._INSET + 6, _ROW)

    keyPressEvent = handle_key_press

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            ink = colors.accent if self.underMouse() or self.isDown() else colors.text
            room = QRectF(self._INSET, 0, self.width() - self._INSET - 2, self.height())
            font = theme.role_font(Role.STRONG)
            used = painting.text_line(painter, painting.mirrored(self, room), self.text(), font, ink)
            room.setLeft(room.left() + used)
            beside = self._beside if self.width() >= self.sizeHint().width() else self._beside[-1:]
            place, font = painting.mirrored(self, room), theme.role_font(Role.BODY)
            painting.text_line(painter, place, _behind(beside), font, colors.muted)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 6)


def _behind(parts: tuple[str, ...]) -> str:
    return "".join(f" · {part}" for part in parts)


class DayBar(PaintedLabel):
    """A day's entries in their project colours; what is past the target is hatched, and a tick stands there.

    Its full width is the larger of target and total. Without a target there is only the track.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pieces: tuple[Piece, ...] = ()
        self._target_s = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_day(self, pieces: tuple[Piece, ...], target_s: int) -> None:
        """Show these entries in order; a target of 0 is none."""
        pieces = pieces if target_s else ()
        if (pieces, target_s) != (self._pieces, self._target_s):
            self._pieces, self._target_s = pieces, target_s
            totals: dict[str, int] = {}
            for piece in pieces:
                totals[piece.project] = totals.get(piece.project, 0) + piece.seconds
            parts = (f"{wording.plain(name)} {wording.spoken_duration(total)}" for name, total in totals.items())
            self.setAccessibleName(", ".join(parts))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, _BAR + 2 * _TICK_OVER)

    def segments(self) -> list[tuple[float, float, str, bool]]:
        """Return the segments as (left, right, colour, past the target); the bar is 1 wide."""
        whole, start, parts = max(self._target_s, sum(piece.seconds for piece in self._pieces)), 0, []
        for piece in self._pieces:
            end = start + piece.seconds
            split = min(max(start, self._target_s), end)
            for first, last, past in ((start, split, False), (split, end, True)):
                if last > first:
                    parts.append((first / whole, last / whole, piece.color, past))
            start = end
        return parts

    def tick(self) -> float | None:
        """Return where the target is, if the total is past it."""
        total = sum(piece.seconds for piece in self._pieces)
        return self._target_s / total if 0 < self._target_s < total else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        bar = QRectF(0, _TICK_OVER, self.width(), _BAR)
        with painting.painter_for(self) as painter:
            outline = QPainterPath()
            outline.addRoundedRect(bar, _BAR / 2, _BAR / 2)
            painter.setClipPath(outline)
            painter.fillRect(bar, QColor(colors.track))
            for left, right, color, past in self.segments():
                width = (right - left) * bar.width()
                place = QRectF(left * bar.width(), bar.top(), width - (1 if width >= _SEPARATED else 0), _BAR)
                fill = theme.project_color(color, colors)
                brush = painting.hatched(fill, colors) if past else fill
                painter.fillRect(painting.mirrored(self, place), brush)
            painter.setClipping(False)
            if (tick := self.tick()) is not None:
                self._paint_tick(painter, tick * bar.width(), colors)

    def _paint_tick(self, painter: QPainter, x: float, colors: theme.Tokens) -> None:
        x = min(max(1.0, round(x)), self.width() - _TICK - 1.0)
        tick = painting.mirrored(self, QRectF(x, 0, _TICK, self.height()))
        painter.fillRect(tick.adjusted(-1, 0, 1, 0), QColor(colors.surface))
        painter.fillRect(tick, QColor(colors.text))


class DayBlock(QWidget):
    """The day, its figures, its bar and its words, each at a fixed place whatever the day is."""

    def __init__(self, links: Iterable[str]) -> None:
        """Keep room for the longest of `links`; the page connects the buttons."""
        super().__init__()
        self.earlier = IconButton("left", self.tr("The day before"), shortcut=shortcut_for("earlier"))
        self.later = IconButton("right", self.tr("The day after"), shortcut=shortcut_for("later"))
        self.title = TitleButton(self.tr("Show the month"))
        self.figure = Figure()
        self.bar = DayBar()
        self.words = ElidedLabel("", Role.SMALL, "muted")
        self.link = Link(role=Role.SMALL_STRONG, height_px=28)
        self._link_px = 0
        for part in (self.earlier, self.later, self.title, self.figure, self.bar, self.words, self.link):
            part.setParent(self)
        for words in links:
            self.link.setText(words)
            self._link_px = max(self._link_px, self.link.sizeHint().width())
        self.link.hide()
        self.setFixedHeight(theme.DAY_BLOCK)

    def set_title(self, words: str, *beside: str) -> None:
        """Show the name of the day, and what belongs to it."""
        if self.title.set_title(words, *beside):
            self._place()

    def show_figures(self, total_s: int | None, target_s: int, *, known: bool) -> None:
        """Show the total and the target of the day."""
        if self.figure.show_figures(total_s, target_s, known=known):
            self._place()

    def set_link(self, words: str) -> None:
        """Show the link with these words, or none."""
        if words != self.link.text() or self.link.isHidden() == bool(words):
            self.link.setText(words)
            self.link.setVisible(bool(words))
            self._place()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        width, end = self.width(), self.width() - _SIDE
        self._put(self.earlier, _FIRST_ARROW, _TOP, _ARROW, _ROW)
        self._put(self.later, _FIRST_ARROW + _ARROW, _TOP, _ARROW, _ROW)
        figures, left = self.figure.sizeHint().width(), _FIRST_ARROW + 2 * _ARROW
        self._put(self.figure, end - figures, _TOP, figures, _ROW)
        room = end - figures - _APART - left
        self._put(self.title, left, _TOP, min(room, self.title.sizeHint().width()), _ROW)
        self._put(self.bar, _SIDE, _BAR_TOP - _TICK_OVER, width - 2 * _SIDE, _BAR + 2 * _TICK_OVER)
        link = self.link.sizeHint().width() if not self.link.isHidden() else 0
        self._put(self.words, _SIDE, _WORDS_TOP, end + self.link.SIDE - self._link_px - _SIDE, _WORDS)
        self._put(self.link, end + self.link.SIDE - link, _WORDS_TOP + (_WORDS - _ROW) // 2, link, _ROW)

    def _put(self, part: QWidget, left: int, top: int, width: int, height: int) -> None:
        place = painting.mirrored(self, QRectF(left, top, max(0, width), height)).toRect()
        if part.geometry() != place:
            part.setGeometry(QRect(place))
