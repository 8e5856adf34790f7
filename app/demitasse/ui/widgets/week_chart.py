"""A week as seven columns on one scale: each as high as its day, with its target, in the colours of its projects."""

from datetime import date

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.domain.period import DayTotal, Period, ProjectTotal
from demitasse.ui.text import span_text, wording
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.buttons import DayButton
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

# Heights in pixels from the top of a column (design 6).
_BAR = 142
_NAME_TOP, _TOTAL_TOP, _FIGURE_TOP, _WORD_TOP, _HEIGHT = 148, 164, 180, 194, 212
_LEAST_BAR = 60
"""The height of a bar in the lowest window."""
_LINE, _TINY_LINE = 16, 14
_GROUND = 3
"""The height of the line below a day without a target."""
_TARGET = 2
_RADIUS = 4
_GAP = 1
_LEAST_GAP = 4
"""A segment must be so high for a gap below it."""
_HEADROOM = 1.25
"""The scale reaches a quarter beyond the highest target, so that it is seen how far it is passed."""


class DayColumn(DayButton):
    """One day: its segments on a ground as high as its target, its name, its total, and how far it is from the target.

    A click opens the day.
    """

    def __init__(self) -> None:
        """Create an empty column; `show_day` fills it."""
        super().__init__()
        self._pieces: tuple[ProjectTotal, ...] = ()
        self._whole_s = 1
        self._today = date.min

    def show_day(self, total: DayTotal, order: tuple[int | None, ...], whole_s: int, today: date) -> None:
        """Show a day with its segments in `order` of projects, scaled so that `whole_s` fills the column."""
        if (total, whole_s, today) == (self.sheet, self._whole_s, self._today):
            return
        self._pieces = tuple(sorted(total.projects, key=lambda piece: order.index(piece.project_id)))
        self.sheet, self._whole_s, self._today = total, whole_s, today
        projects = [f"{_name(piece)} {wording.spoken_duration(piece.seconds)}" for piece in total.projects]
        self.setAccessibleName("; ".join([span_text.day_name(total, today), *projects]))
        shown = [f"{_name(piece)} {wording.duration(piece.seconds)}" for piece in total.projects]
        set_tip(self, "\n".join([span_text.day_name(total, today), *shown]))
        self.update()

    def text(self) -> str:
        """Return the total as shown: "…" if it is not known, "–" where nothing was to do and nothing was done."""
        if self.sheet is None or (not self.sheet.is_known and self.sheet.day <= self._today):
            return "…"
        expected = self.sheet.target_s and self.sheet.day <= self._today
        return wording.duration(self.sheet.total_s) if self.sheet.total_s or expected else "–"

    def difference(self) -> tuple[str, str]:
        """Return the figure and the word below the total."""
        return span_text.column_difference(self.sheet, self._today) if self.sheet else ("", "")

    def sizeHint(self) -> QSize:
        return QSize(41, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _HEIGHT - _BAR + _LEAST_BAR)

    @property
    def bar_px(self) -> int:
        """Return the height of the bars, which are lower in a low window; the words are not."""
        return _BAR - max(0, _HEIGHT - self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.sheet is None:
            return
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            if self.underMouse() or self.isDown():
                painting.rounded_box(painter, self.rect(), colors.raised, radius=6)
            self._paint_bar(painter, self.sheet, colors)
            self._paint_words(painter, self.sheet, colors)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 6)

    def _paint_words(self, painter: QPainter, total: DayTotal, colors: theme.Tokens) -> None:
        name = QLocale().standaloneDayName(total.day.isoweekday(), QLocale.FormatType.ShortFormat)
        is_today, (figure, word) = total.day == self._today, self.difference()
        tiny = Role.TINY if is_today else Role.KEY
        for words, role, ink, top, height in (
            (name, Role.SMALL_STRONG if is_today else Role.SMALL, "accent" if is_today else "muted", _NAME_TOP, _LINE),
            (self.text(), Role.SMALL_STRONG, "text", _TOTAL_TOP, _LINE),
            (figure, tiny, "muted", _FIGURE_TOP, _TINY_LINE),
            (word, tiny, "muted", _WORD_TOP, _TINY_LINE),
        ):
            painter.setFont(theme.role_font(role))
            painter.setPen(colors.color(ink))
            painter.drawText(
                QRectF(0, self.bar_px - _BAR + top, self.width(), height), Qt.AlignmentFlag.AlignCenter, words
            )

    def _paint_bar(self, painter: QPainter, total: DayTotal, colors: theme.Tokens) -> None:
        """Paint the ground up to the target, the segments, hatched above it, and the line at the target."""
        scale, target_s = self.bar_px / self._whole_s, total.target_s or 0
        top = max(float(_GROUND), scale * max(target_s, total.total_s))
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(0, self.bar_px - top, self.width(), top), _RADIUS, _RADIUS)
        painter.save()
        painter.setClipPath(outline)
        ground = max(float(_GROUND), scale * target_s)
        painter.fillRect(QRectF(0, self.bar_px - ground, self.width(), ground), colors.color("track"))
        below_s = 0
        for piece in self._pieces:
            color = theme.project_color(piece.color, colors)
            under_s = piece.seconds if total.target_s is None else min(piece.seconds, max(0, target_s - below_s))
            for begin_s, seconds, brush in (
                (below_s, under_s, color),
                (below_s + under_s, piece.seconds - under_s, painting.hatched(color, colors)),
            ):
                self._paint_piece(painter, begin_s * scale, seconds * scale, brush)
            below_s += piece.seconds
        painter.restore()
        if target_s:
            line = QRectF(
                0, self.bar_px - scale * target_s, self.width(), _TARGET
            )  # below it, so that a minute over shows
            painter.fillRect(line.adjusted(0, 0, 0, 1), colors.color("bg"))
            painter.fillRect(line, colors.color("text"))

    def _paint_piece(self, painter: QPainter, foot: float, height: float, brush: QBrush | QColor) -> None:
        gap = _GAP if foot and height >= _LEAST_GAP else 0
        if height > 0:
            painter.fillRect(QRectF(0, self.bar_px - foot - height, self.width(), height - gap), brush)


class WeekChart(QWidget):
    """Seven day columns side by side."""

    picked = Signal(object)

    def __init__(self) -> None:
        """Create an empty chart; `show_week` fills it."""
        super().__init__()
        self.days = [DayColumn() for _ in range(7)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(6)
        for column in self.days:
            column.picked.connect(self.picked)
            layout.addWidget(column)

    def show_week(self, week: Period, today: date) -> None:
        """Show all days on one scale."""
        order = tuple(total.project_id for total in week.project_totals())
        highest_s = max(max(total.total_s, round(_HEADROOM * (total.target_s or 0))) for total in week.days)
        for column, total in zip(self.days, week.days, strict=True):
            column.show_day(total, order, max(1, highest_s), today)


def _name(total: ProjectTotal) -> str:
    return wording.task_name(total.project, "")
