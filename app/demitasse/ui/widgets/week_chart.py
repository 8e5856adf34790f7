"""A week as seven columns: each as high as its day, in the colours of its projects."""

from datetime import date

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.domain.period import DayTotal, Period, ProjectTotal
from demitasse.ui.text import wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import DayButton
from demitasse.ui.widgets.labels import PaintedLabel
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_BAR = 120
_LEAST = 4
_WORDS = 38


class DayColumn(DayButton):
    """One day: its segments on a track as high as its target, its name and its total. A click opens the day."""

    def __init__(self) -> None:
        """Create an empty column; `show_day` fills it."""
        super().__init__()
        self._pieces: tuple[ProjectTotal, ...] = ()
        self._whole_s = 1
        self._is_today = False

    def show_day(self, sheet: DayTotal, order: tuple[int | None, ...], whole_s: int, *, today: bool) -> None:
        """Show a day with its segments in `order` of projects, scaled so that `whole_s` fills the column."""
        totals = sheet.projects
        self._pieces = tuple(sorted(totals, key=lambda total: order.index(total.project_id)))
        self.sheet, self._whole_s, self._is_today = sheet, max(1, whole_s), today
        worked = wording.spoken_duration(sheet.total_s)
        if sheet.target_s:
            worked = self.tr("{total} of {target}").format(total=worked, target=wording.spoken_duration(sheet.target_s))
        day = QLocale().toString(wording.qdate(sheet.day), QLocale.FormatType.LongFormat)
        if not sheet.is_known:
            worked = self.tr("not fetched yet")
        lines = [f"{day}: {worked}"]
        lines += [away] if (away := wording.time_off(sheet)) else []
        lines += [f"{_name(total)} {wording.spoken_duration(total.seconds)}" for total in totals]
        self.setAccessibleName("; ".join(lines))
        set_tip(self, "\n".join(lines))
        self.update()

    def text(self) -> str:
        """Return the text below the name."""
        if self.sheet is not None and not self.sheet.is_known:
            return "…"
        return wording.duration(self.sheet.total_s) if self.sheet and self.sheet.total_s else "–"

    def sizeHint(self) -> QSize:
        return QSize(41, _BAR + 6 + _WORDS)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.sheet is None:
            return
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            self._paint_bar(painter, self.sheet, colors)
            name = QLocale().standaloneDayName(self.sheet.day.isoweekday(), QLocale.FormatType.ShortFormat)
            ink = colors.accent if self._is_today else colors.muted
            small, strong = theme.role_font(Role.SMALL), theme.role_font(Role.SMALL_STRONG)
            for words, font, color, top in (
                (name, strong if self._is_today else small, ink, _BAR + 6),
                (self.text(), strong, colors.text, _BAR + 22),
            ):
                painter.setFont(font)
                painter.setPen(QColor(color))
                painter.drawText(QRectF(-4, top, self.width() + 8, 16), Qt.AlignmentFlag.AlignCenter, words)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 6)

    def _paint_bar(self, painter: QPainter, sheet: DayTotal, colors: theme.Tokens) -> None:
        track = max(_LEAST, _BAR * max(sheet.target_s or 0, sheet.total_s) / self._whole_s)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(0, _BAR - track, self.width(), track), 4, 4)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(outline.boundingRect(), QColor(colors.line if self.underMouse() else colors.track))
        foot = float(_BAR)
        for piece in self._pieces:
            high = _BAR * piece.seconds / self._whole_s
            if high >= 1:
                gap = 1 if high >= 3 else 0
                rect = QRectF(0, foot - high + gap, self.width(), high - gap)
                painter.fillRect(rect, theme.project_color(piece.color, colors))
            foot -= high
        painter.restore()


class WeekChart(QWidget):
    """Seven day columns side by side."""

    picked = Signal(object)

    def __init__(self) -> None:
        """Create an empty chart; `show_week` fills it."""
        super().__init__()
        self.days = [DayColumn() for _ in range(7)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 12)
        layout.setSpacing(6)
        for column in self.days:
            column.picked.connect(self.picked)
            layout.addWidget(column)

    def show_week(self, week: Period, today: date) -> None:
        """Show all days on one scale: the longest day, or the highest target, fills its column."""
        order = tuple(share.project_id for share in week.project_totals())
        whole_s = max(max(sheet.total_s, sheet.target_s or 0) for sheet in week.days)
        for column, sheet in zip(self.days, week.days, strict=True):
            column.show_day(sheet, order, whole_s, today=sheet.day == today)


class ProjectTotalRow(PaintedLabel):
    """The row of a project: its colour, its name, its total."""

    HEIGHT = 32

    def __init__(self) -> None:
        """Create an empty row; `show_share` fills it."""
        super().__init__()
        self._share: ProjectTotal | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFixedHeight(self.HEIGHT)

    def show_total(self, share: ProjectTotal) -> None:
        """Show the total of a project."""
        if share != self._share:
            self._share = share
            name = _name(share)
            self.setAccessibleName(f"{name}, {wording.spoken_duration(share.seconds)}")
            set_tip(self, name)
            self.update()

    def texts(self) -> tuple[str, str]:
        """Return the name and the total as shown."""
        return (_name(self._share), wording.duration(self._share.seconds)) if self._share else ("", "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._share is None:
            return
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            dot = painting.mirrored(self, QRectF(16, self.height() / 2 - 5, 10, 10)).center()
            icons.paint_dot(painter, self._share.color, dot, colors)
            name, time = self.texts()
            room = theme.WIDTH - 36 - 16 - 60
            rect = painting.mirrored(self, QRectF(36, 0, room, self.height()))
            painting.text_line(painter, rect, name, theme.role_font(Role.BODY), colors.text)
            rect = painting.mirrored(self, QRectF(theme.WIDTH - 16 - 60, 0, 60, self.height()))
            painting.text_line(painter, rect, time, theme.role_font(Role.BODY), colors.text, at_end=True)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect().adjusted(2, 1, -2, -1), colors.focus, 6)


class ProjectTotals(ScrollColumn):
    """A list as high as its rows, which scrolls beyond `most` of them."""

    def __init__(self, most: int) -> None:
        super().__init__(most * ProjectTotalRow.HEIGHT + 8)
        self.rows: list[ProjectTotalRow] = []
        self.column.setContentsMargins(0, 4, 0, 4)
        self.setAccessibleName(self.tr("Projects of the week"))

    def show_totals(self, shares: tuple[ProjectTotal, ...]) -> None:
        """Show these totals, adding or removing rows at the end only."""
        while len(self.rows) > len(shares):
            row = self.rows.pop()
            self.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(shares):
            self.rows.append(ProjectTotalRow())
            self.column.addWidget(self.rows[-1])
        for row, share in zip(self.rows, shares, strict=True):
            row.show_total(share)
        self.fit_height()
        self.setVisible(bool(shares))


def _name(total: ProjectTotal) -> str:
    return wording.task_name(total.project, "")
