"""A week as seven columns, each as high as its day, in the colours of its projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainterPath
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.domain.timesheet import project_totals
from demitasse.ui.text import wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.day_button import DayButton
from demitasse.ui.widgets.labels import Drawn
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QPainter, QPaintEvent

    from demitasse.domain.timesheet import ProjectTotal, Timesheet, Week

_BAR = 120
_LEAST = 4
_WORDS = 38


class DayColumn(DayButton):
    """One day: its pieces on a track as high as its target, its name and its total. Pressing it opens the day."""

    def __init__(self) -> None:
        """`show_day` fills it."""
        super().__init__()
        self._pieces: tuple[ProjectTotal, ...] = ()
        self._whole_s = 1
        self._is_today = False

    def show_day(self, sheet: Timesheet, order: tuple[int | None, ...], whole_s: int, *, today: bool) -> None:
        """Show a day; pieces stand in `order` of projects, and the highest column of the week means `whole_s`."""
        of_day = project_totals(sheet)
        self._pieces = tuple(sorted(of_day, key=lambda one: order.index(one.project_id)))
        self.sheet, self._whole_s, self._is_today = sheet, max(1, whole_s), today
        worked = wording.spoken(sheet.total_s)
        if sheet.target_s:
            worked = self.tr("{total} of {target}").format(total=worked, target=wording.spoken(sheet.target_s))
        day = QLocale().toString(wording.qdate(sheet.day), QLocale.FormatType.LongFormat)
        parts = [
            f"{wording.plain(one.project) or wording.pair('', '')} {wording.spoken(one.seconds)}" for one in of_day
        ]
        lines = [f"{day}: {worked}", *parts]
        self.setAccessibleName("; ".join(lines))
        self.setToolTip(wording.tool_tip("\n".join(lines)))
        self.update()

    def words(self) -> str:
        """What stands under its name."""
        return wording.hours(self.sheet.total_s) if self.sheet and self.sheet.total_s else "–"

    def sizeHint(self) -> QSize:
        """The bar and two lines under it."""
        return QSize(41, _BAR + 6 + _WORDS)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar from its foot, then the words."""
        if self.sheet is None:
            return
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        self._paint_bar(painter, self.sheet, colors)
        name = QLocale().standaloneDayName(self.sheet.day.isoweekday(), QLocale.FormatType.ShortFormat)
        ink = colors.accent if self._is_today else colors.muted
        small, strong = theme.of(Role.SMALL), theme.of(Role.SMALL_STRONG)
        for words, font, color, top in (
            (name, strong if self._is_today else small, ink, _BAR + 6),
            (self.words(), strong, colors.text, _BAR + 22),
        ):
            painter.setFont(font)
            painter.setPen(QColor(color))
            painter.drawText(QRectF(-4, top, self.width() + 8, 16), Qt.AlignmentFlag.AlignCenter, words)
        if self.hasFocus():
            painting.ring(painter, self.rect(), colors.focus, 6)
        painter.end()

    def _paint_bar(self, painter: QPainter, sheet: Timesheet, colors: theme.Tokens) -> None:
        track = max(_LEAST, _BAR * max(sheet.target_s or 0, sheet.total_s) / self._whole_s)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(0, _BAR - track, self.width(), track), 4, 4)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(outline.boundingRect(), QColor(colors.line if self.underMouse() else colors.raised))
        foot = float(_BAR)
        for piece in self._pieces:
            high = _BAR * piece.seconds / self._whole_s
            if high >= 1:
                gap = 1 if high >= 3 else 0
                rect = QRectF(0, foot - high + gap, self.width(), high - gap)
                painter.fillRect(rect, theme.visible(piece.color, colors.raised))
            foot -= high
        painter.restore()


class WeekChart(QWidget):
    """Seven days beside one another."""

    picked = Signal(object)

    def __init__(self) -> None:
        """`show_week` fills them."""
        super().__init__()
        self.days = [DayColumn() for _ in range(7)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 12)
        layout.setSpacing(6)
        for column in self.days:
            column.picked.connect(self.picked)
            layout.addWidget(column)

    def show_week(self, week: Week, today: date) -> None:
        """All seven on one scale: the longest day, or the highest target, fills its column."""
        order = tuple(share.project_id for share in week.project_totals())
        whole_s = max(max(one.total_s, one.target_s or 0) for one in week.days)
        for column, sheet in zip(self.days, week.days, strict=True):
            column.show_day(sheet, order, whole_s, today=sheet.day == today)


class ProjectTotalRow(Drawn):
    """One project's part: its colour, its name, its time."""

    HEIGHT = 32

    def __init__(self) -> None:
        """`show_share` fills it."""
        super().__init__()
        self._share: ProjectTotal | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFixedHeight(self.HEIGHT)

    def show_share(self, share: ProjectTotal) -> None:
        """Show a project's part."""
        if share != self._share:
            self._share = share
            name = wording.plain(share.project) or wording.pair("", "")
            self.setAccessibleName(f"{name}, {wording.spoken(share.seconds)}")
            self.setToolTip(wording.tool_tip(name))
            self.update()

    def words(self) -> tuple[str, str]:
        """Its name and its time."""
        share = self._share
        return (
            (wording.plain(share.project) or wording.pair("", ""), wording.hours(share.seconds)) if share else ("", "")
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it; the times stand in one column."""
        if self._share is None:
            return
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        painter.setLayoutDirection(self.layoutDirection())
        dot = painting.mirrored(self, QRectF(16, self.height() / 2 - 5, 10, 10)).center()
        icons.paint_dot(painter, self._share.color, dot, colors.surface)
        name, time = self.words()
        room = theme.WIDTH - 36 - 16 - 60
        rect = painting.mirrored(self, QRectF(36, 0, room, self.height()))
        painting.line(painter, rect, name, theme.of(Role.BODY), colors.text)
        rect = painting.mirrored(self, QRectF(theme.WIDTH - 16 - 60, 0, 60, self.height()))
        painting.line(painter, rect, time, theme.of(Role.BODY), colors.text, at_end=True)
        if self.hasFocus():
            painting.ring(painter, self.rect().adjusted(2, 1, -2, -1), colors.focus, 6)
        painter.end()
