"""Painting helpers: rounded boxes, focus rings, paragraphs, a project with its task."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QGradient,
    QGuiApplication,
    QLinearGradient,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLayout, QStyle, QWidget

from demitasse.ui.text import wording
from demitasse.ui.widgets import focus, marked, theme
from demitasse.ui.widgets.marked import Marks
from demitasse.ui.widgets.theme import Role

_RING, _CHOSEN_RING = 1.5, 0.32
"""The width of a radio button's ring, and its share of the circle in a chosen one."""
_HATCH_PX = 5
"""From one line of a hatch to the next."""
_HATCH_LINE = 2 / _HATCH_PX
_HATCH_SHARE = 55
"""Percent of the ground's colour between the lines."""


def painter_for(widget: QWidget) -> QPainter:
    """Return an antialiased painter for a paint event."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def rounded_box(painter: QPainter, rect: QRect, fill: str, line: str = "", radius: float = 8.0) -> None:
    """Paint a filled box with rounded corners and a hairline border."""
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(line), 1.0) if line else Qt.PenStyle.NoPen)
    inset = 0.5 if line else 0.0
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)


def rounded_bar(painter: QPainter, rect: QRectF, fill: QColor) -> None:
    """Paint a bar with round ends."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    round_px = min(rect.height(), rect.width()) / 2
    painter.drawRoundedRect(rect, round_px, round_px)


def focus_ring(painter: QPainter, rect: QRect, color: str, radius: float = 8.0) -> None:
    """Paint the two-pixel ring of the focus, if the keyboard was used last."""
    if focus.is_shown():
        edge_ring(painter, rect, color, radius)


def edge_ring(painter: QPainter, rect: QRect, color: str, radius: float = 8.0) -> None:
    """Paint a two-pixel edge: of a text field with the focus, of a mistake, of what is chosen."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(color), 2.0))
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)


def radio_mark(painter: QPainter, circle: QRectF, colors: theme.Tokens, *, chosen: bool) -> None:
    """Paint the circle of a radio button: a thin ring, or a thick one for what is chosen."""
    width = circle.width() * _CHOSEN_RING if chosen else _RING
    painter.setPen(QPen(QColor(colors.accent if chosen else colors.border), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(circle.adjusted(width / 2, width / 2, -width / 2, -width / 2))


def key_cap(painter: QPainter, cap: QRectF, words: str, colors: theme.Tokens) -> None:
    """Paint the cap of a key, with its name in the middle."""
    rounded_box(painter, cap.toRect(), colors.surface, colors.border, 4)
    painter.setFont(theme.role_font(Role.KEY))
    painter.setPen(QColor(colors.muted))
    painter.drawText(cap.adjusted(0, 0, 0, -1), int(Qt.AlignmentFlag.AlignCenter), words)


def hatched(color: QColor, colors: theme.Tokens) -> QBrush:
    """Return a brush of diagonal lines in `color`, for overtime and for what is in question."""
    gradient = QLinearGradient(0, 0, _HATCH_PX / 2**0.5, _HATCH_PX / 2**0.5)
    gradient.setSpread(QGradient.Spread.RepeatSpread)
    ground = theme.mixed(color, colors.color("surface"), _HATCH_SHARE)
    for place, shown in ((0.0, color), (_HATCH_LINE, color), (_HATCH_LINE + 0.001, ground), (1.0, ground)):
        gradient.setColorAt(place, shown)
    return QBrush(gradient)


def text_line(painter: QPainter, rect: QRectF, words: str, font: QFont, color: str, *, at_end: bool = False) -> float:
    """Paint one line of text, elided to `rect`; return its width."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(QColor(color))
    side = Qt.AlignmentFlag.AlignTrailing if at_end else Qt.AlignmentFlag.AlignLeading
    painter.drawText(
        rect, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip), shown
    )
    return metrics.horizontalAdvance(shown)


def mirrored(widget: QWidget, rect: QRectF) -> QRectF:
    """Return `rect`, mirrored horizontally in right-to-left layouts."""
    if widget.layoutDirection() is Qt.LayoutDirection.LeftToRight:
        return rect
    return QRectF(widget.width() - rect.right(), rect.top(), rect.width(), rect.height())


Formats = Sequence[QTextLayout.FormatRange]


def line_px(role: Role) -> int:
    """Return the height of a line of text; a font with taller letters takes more."""
    return max(theme.LINES[role.value[0]], int(QFontMetricsF(theme.role_font(role)).height()))


class Paragraph:
    """A text that is broken into lines of a width; a line break in it stays one."""

    def __init__(
        self, words: str, role: Role, width: float, option: QTextOption | None = None, formats: Formats = ()
    ) -> None:
        """`option` says how the lines are aligned."""
        self._layout = QTextLayout(words.replace("\n", "\u2028"), theme.role_font(role))
        option = option or QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setFormats(list(formats))
        line_height = line_px(role)
        self.height = self.width = 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, self.height + (line_height - line.height()) / 2))
            self.width = max(self.width, line.naturalTextWidth())
            self.height += line_height
        self._layout.endLayout()

    def draw(self, painter: QPainter, rect: QRectF, *, at_top: bool = False) -> None:
        """Paint the text in the middle of `rect`, or at its top, with the pen of `painter`."""
        top = rect.top() if at_top else rect.top() + (rect.height() - self.height) / 2
        self._layout.draw(painter, QPointF(rect.left(), round(top)))


def option_for(alignment: Qt.AlignmentFlag, direction: Qt.LayoutDirection) -> QTextOption:
    """Return how lines are aligned in a widget with this direction."""
    option = QTextOption(QStyle.visualAlignment(direction, alignment))
    option.setTextDirection(direction)
    return option


_DOT = " · "
LEAST_PX = 24
"""Widths below this leave no legible text."""


def set_margins(layout: QLayout, *margins: int) -> None:
    """Set the margins as (start, top, end, bottom); Qt does not mirror margins in right-to-left layouts."""
    begin, top, end, bottom = margins
    if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        begin, end = end, begin
    layout.setContentsMargins(begin, top, end, bottom)


class PairPainter:
    """Paints "Project · Task" on one line: the project strong, the task muted, matched letters marked."""

    def __init__(self, tokens: theme.Tokens) -> None:
        self._tokens = tokens
        self._fonts = {role: theme.role_font(role) for role in (Role.STRONG, Role.BODY, Role.SMALL)}
        self._metrics = {role: QFontMetricsF(font) for role, font in self._fonts.items()}

    def draw(self, painter: QPainter, rect: QRectF, project: str, task: str) -> None:
        """Paint the pair into `rect`. If it is too long, the project is elided down to `LEAST_PX`, then the task."""
        self.draw_marked(painter, rect, (project, task, ""), ((), (), ()))

    def width_of(self, project: str, task: str) -> float:
        """Return the width of the whole pair."""
        strong, body = self._metrics[Role.STRONG], self._metrics[Role.BODY]
        task = wording.plain(task)
        beside = body.horizontalAdvance(_DOT) + body.horizontalAdvance(task) if task else 0.0
        return strong.horizontalAdvance(wording.plain(project) or wording.task_name("", "")) + beside

    def fitted(self, project: str, task: str, room: float) -> tuple[str, str]:
        """Return the names as they are shown in `room` pixels."""
        return self._fitted(project, task, room, (self._metrics[Role.STRONG], self._metrics[Role.BODY]))

    def fitted_line(self, project: str, task: str, room: float, role: Role = Role.STRONG) -> str:
        """Return the pair as it is shown in `room` pixels and in one font."""
        return _DOT.join(filter(None, self._fitted(project, task, room, (self._metrics[role], self._metrics[role]))))

    def _fitted(
        self, project: str, task: str, room: float, metrics: tuple[QFontMetricsF, QFontMetricsF]
    ) -> tuple[str, str]:
        project, task = wording.plain(project) or wording.task_name("", ""), wording.plain(task)
        strong, body = metrics
        dot, rest = body.horizontalAdvance(_DOT), math.ceil(body.horizontalAdvance(task))
        if not task:
            return strong.elidedText(project, Qt.TextElideMode.ElideRight, room), ""
        whole = math.ceil(strong.horizontalAdvance(project))
        if whole + dot + rest <= room:
            return project, task
        own = max(min(whole, LEAST_PX), room - dot - rest)
        shown = project if own >= whole else strong.elidedText(project, Qt.TextElideMode.ElideRight, own)
        return shown, body.elidedText(task, Qt.TextElideMode.ElideRight, room - own - dot)

    def draw_marked(self, painter: QPainter, rect: QRectF, names: tuple[str, str, str], marks: Sequence[Marks]) -> None:
        """Paint the pair and a few small words behind it, with the letters in `marks` marked in each."""
        beside = wording.plain(names[2])
        project, task = self.fitted(names[0], names[1], rect.width())
        pieces: list[tuple[str, Role, Marks]] = [(project, Role.STRONG, marks[0])]
        if task:
            pieces += [(_DOT, Role.BODY, ()), (task, Role.BODY, marks[1])]
        if beside:
            pieces += [("   ", Role.SMALL, ()), (beside, Role.SMALL, marks[2])]
        self._draw(painter, rect, pieces)

    def _draw(self, painter: QPainter, rect: QRectF, pieces: list[tuple[str, Role, Marks]]) -> None:
        rtl = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x, room = (rect.right(), rect.width()) if rtl else (rect.left(), rect.width())
        accent = self._tokens.color("accent")
        for words, role, marks in pieces:
            font, metrics = self._fonts[role], self._metrics[role]
            width = metrics.horizontalAdvance(words)
            shown = words if width <= room else metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            if words == _DOT and room - width < LEAST_PX:
                shown = "…"  # a middle dot needs a word behind it
            color = self._tokens.color("text" if role is Role.STRONG else "muted")
            baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2
            left = x - metrics.horizontalAdvance(shown) if rtl else x
            if not shown.isspace():
                marked.draw(painter, QPointF(left, baseline), shown, font, (color, accent), marks)
            if shown != words:
                return
            x, room = (x - width if rtl else x + width), room - width
