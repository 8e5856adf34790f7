"""The lines of a day's list: an entry, and a gap between entries. They paint themselves; the list moves them."""

import math
from datetime import datetime, tzinfo
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from demitasse.domain.entries import EntryState
from demitasse.domain.errors import FaultCode
from demitasse.domain.timesheet import Gap, TimesheetRow
from demitasse.ui.text import day_text, wording
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.labels import PaintedLabel
from demitasse.ui.widgets.theme import Role

ENTRY_HEIGHT, GAP_HEIGHT = 52, 36
BUTTON = 28
"""The side of a button in a line."""
_SIDE, _TEXT = 16, 36
_TOP, _FIRST, _SECOND = 8, 18, 16
"""Above the text, and the heights of its two lines."""
_TIME = 44
"""The least width of the durations, which end at the same line."""
_APART = 8
_BUTTONS_TOP, _BEFORE_BUTTONS = 12, 4
_BAR = 3
_DOT, _DOTS = 10, 9
"""The side of a project's dot and of a gap's mark, and how many dots the mark consists of."""
_CHIP, _CHIP_SIDE, _CHIP_ICON, _CHIP_GAP = 18, 7, 12, 4
_CHIPS = {
    EntryState.WAITING: ("warn", "warn_soft"),
    EntryState.CHECKING: ("warn", "warn_soft"),
    EntryState.REJECTED: ("danger", "danger_soft"),
    EntryState.NEEDS_REVIEW: ("danger", "danger_soft"),
}
_LOCKS: dict[str, tuple[str, str]] = {
    FaultCode.ENTRY_BILLED: ("bill", "muted"),
    FaultCode.ENTRY_APPROVED: ("check", "ok"),
    FaultCode.ENTRY_ARCHIVED: ("box", "muted"),
}

Key = int | Gap
"""The identity of a line: an entry id or a gap."""


class Look(NamedTuple):
    """How a line is painted: under the pointer or with the focus, which button is under the pointer, and the ring.

    `hot` and `ringed` are places in `buttons`; `ringed` is -1 for the line itself, and None without a ring.
    """

    active: bool = False
    hot: int | None = None
    ringed: int | None = None


class Chip(NamedTuple):
    """The state of an entry: words, an icon or none, and the tokens of its colours."""

    words: str
    icon: str
    ink: str
    fill: str

    @property
    def width(self) -> int:
        """The width of the capsule."""
        lead = _CHIP_ICON + _CHIP_GAP if self.icon else 0
        return QFontMetrics(theme.role_font(Role.TINY)).horizontalAdvance(self.words) + lead + 2 * _CHIP_SIDE


def chip_of(row: TimesheetRow) -> Chip | None:
    """Return the one chip of an entry: its sync state, or why it is locked."""
    words = wording.entry_label(row)
    if not words:
        return None
    if row.state in _CHIPS:
        return Chip(words, "", *_CHIPS[row.state])
    return Chip(words, *_LOCKS.get(row.locked or "", ("lock", "muted")), "raised")


class Line:
    """One line of the list. All places are within the rectangle that the list gives it."""

    height = GAP_HEIGHT
    press = ""
    """What pressing the line does, in the words of `tasks`."""
    buttons: tuple[str, ...] = ()
    """What its buttons do, in reading order."""
    tasks: tuple[str, ...] = ()
    """All that it offers to the keyboard and to screen readers."""
    item: TimesheetRow | Gap
    key: Key

    @property
    def name(self) -> str:
        """The name for screen readers."""
        raise NotImplementedError

    @property
    def hint(self) -> str:
        """What the name does not say, for screen readers and the tool tip."""
        return ""

    def tip(self, rect: QRectF) -> str:  # noqa: ARG002 - for those lines that may be cut
        """Return the tool tip of the line in this place: what cannot be read there."""
        return ""

    def task_word(self, task: str) -> str:
        """Return the label of something that the line offers."""
        raise NotImplementedError

    def button_rect(self, _view: QWidget, rect: QRectF, _button: int) -> QRectF:
        """Return the place of a button."""
        return rect

    def paint(self, view: QWidget, painter: QPainter, rect: QRectF, look: Look) -> None:
        """Paint the line into `rect` of `view`."""
        raise NotImplementedError


class EntryLine(Line):
    """An entry: project and task, duration; times and comment, state."""

    height = ENTRY_HEIGHT
    press = "edit"
    buttons = ("continue", "more")

    def __init__(self, row: TimesheetRow, zone: tzinfo, now: datetime) -> None:
        self.item = self.row = row
        self.key = row.id
        self.seconds = row.duration_s
        self._zone, self._now = zone, now
        self.tasks = ("continue", "edit", *(() if row.running else ("duplicate",)), "delete", "more")

    @cached_property
    def chip(self) -> Chip | None:
        """The state of the entry."""
        return chip_of(self.row)

    @cached_property
    def second(self) -> str:
        """The second line."""
        return day_text.second_line(self.row, day_text.row_times(self.row, self._zone, self._now))

    @property
    def name(self) -> str:
        """Project and task, times, comment, state and duration."""
        return day_text.row_name(self.row, self.second)

    @property
    def hint(self) -> str:
        """Why the entry is not synced, or locked, and what to do."""
        return wording.explanation(self.row, self._now)

    def tip(self, rect: QRectF) -> str:
        """Return the whole names and words if they are elided under the pointer, and the hint."""
        pair = painting.PairPainter(theme.LIGHT).width_of(self.row.project, self.row.task)
        second = QFontMetricsF(theme.role_font(Role.SMALL)).horizontalAdvance(self.second)
        cut = max(pair, second) > self.room(rect, active=True)
        words = (wording.task_name(self.row.project, self.row.task), self.second) if cut else ()
        return "\n".join(filter(None, (*words, self.hint)))

    def room(self, rect: QRectF, *, active: bool) -> float:
        """Return the width of the words in `rect`; the buttons of an active line take some of it."""
        buttons = len(self.buttons) * BUTTON + _BEFORE_BUTTONS if active else 0
        return rect.width() - _SIDE - self._end_width() - _APART - buttons - _TEXT

    def task_word(self, task: str) -> str:
        """Return "Continue" or "Stop", "Edit" and so on."""
        words = {
            "continue": translate("Day", "Stop") if self.row.running else translate("Day", "Continue"),
            "edit": translate("Day", "Edit"),
            "duplicate": translate("Day", "Duplicate"),
            "delete": translate("Day", "Delete"),
            "more": translate("Day", "More"),
        }
        return words[task]

    def _end_width(self) -> int:
        """Return the width of the column of duration and chip."""
        time = QFontMetrics(self._time_font()).horizontalAdvance(wording.duration(self.seconds))
        return max(_TIME, time + 1, self.chip.width if self.chip else 0)

    def _time_font(self) -> QFont:
        return theme.role_font(Role.STRONG if self.row.running else Role.BODY)

    def time_rect(self, view: QWidget, rect: QRectF) -> QRectF:
        """Return the place of the duration."""
        end = self._end_width()
        return painting.mirrored(view, QRectF(rect.right() - _SIDE - end, rect.top() + _TOP, end, _FIRST))

    def button_rect(self, view: QWidget, rect: QRectF, button: int) -> QRectF:
        """Return the place of a button, left of the duration."""
        left = rect.right() - _SIDE - self._end_width() - _APART - BUTTON * (len(self.buttons) - button)
        return painting.mirrored(view, QRectF(left, rect.top() + _BUTTONS_TOP, BUTTON, BUTTON))

    def paint(self, view: QWidget, painter: QPainter, rect: QRectF, look: Look) -> None:
        colors = theme.tokens(view)
        fill = colors.accent_soft if self.row.running else colors.raised if look.active else colors.surface
        painter.fillRect(rect, QColor(fill))
        if self.row.running:
            bar = QRectF(rect.left(), rect.top(), _BAR, rect.height())
            painter.fillRect(painting.mirrored(view, bar), QColor(colors.accent))
        dot = painting.mirrored(view, QRectF(rect.left() + _SIDE, rect.top() + _TOP + 4, _DOT, _DOT))
        icons.paint_dot(painter, self.row.color, dot.center(), colors)
        self._paint_text(view, painter, rect, look, colors)
        if look.active:
            self._paint_buttons(view, painter, rect, look, colors)
        if look.ringed == -1:
            painting.focus_ring(painter, rect.toRect(), colors.focus, 0)

    def _paint_text(self, view: QWidget, painter: QPainter, rect: QRectF, look: Look, colors: theme.Tokens) -> None:
        first = QRectF(rect.left() + _TEXT, rect.top() + _TOP, self.room(rect, active=look.active), _FIRST)
        second = QRectF(first.left(), first.bottom(), first.width(), _SECOND)
        pair = painting.mirrored(view, first)
        painting.PairPainter(colors).draw(painter, pair, self.row.project, self.row.task)
        font = theme.role_font(Role.SMALL)
        painting.text_line(painter, painting.mirrored(view, second), self.second, font, colors.muted)
        time, font = self.time_rect(view, rect), self._time_font()
        painting.text_line(painter, time, wording.duration(self.seconds), font, colors.text, at_end=True)
        if self.chip is not None:
            place = QRectF(rect.right() - _SIDE - self.chip.width, second.top(), self.chip.width, _CHIP)
            paint_chip(view, painter, place, self.chip, "track" if look.active else self.chip.fill)

    def _paint_buttons(self, view: QWidget, painter: QPainter, rect: QRectF, look: Look, colors: theme.Tokens) -> None:
        for place, icon in enumerate(("stop" if self.row.running else "play", "more")):
            box = self.button_rect(view, rect, place)
            hot = place in {look.hot, look.ringed}
            if hot:
                painting.rounded_box(painter, box.toRect(), colors.track, radius=6)
            icons.paint(painter, icon, colors.text if hot else colors.muted, box.adjusted(6, 6, -6, -6))
            if look.ringed == place:
                painting.focus_ring(painter, box.toRect(), colors.focus, 6)


def paint_chip(view: QWidget, painter: QPainter, place: QRectF, chip: Chip, fill: str) -> None:
    """Paint a chip; a coloured one keeps its ground, a neutral one has `fill`."""
    colors = theme.tokens(view)
    box = painting.mirrored(view, place)
    ground = getattr(colors, fill if chip.fill == "raised" else chip.fill)
    painting.rounded_box(painter, box.toRect(), ground, radius=_CHIP / 2)
    ink = getattr(colors, chip.ink)
    inside = place.adjusted(_CHIP_SIDE, 0, -_CHIP_SIDE, 0)
    if chip.icon:
        icon = QRectF(inside.left(), inside.center().y() - _CHIP_ICON / 2, _CHIP_ICON, _CHIP_ICON)
        icons.paint(painter, chip.icon, ink, painting.mirrored(view, icon))
        inside.setLeft(icon.right() + _CHIP_GAP)
    inside.setWidth(inside.width() + 2)  # rounding must not elide the words
    painting.text_line(painter, painting.mirrored(view, inside), chip.words, theme.role_font(Role.TINY), ink)


class ChipLabel(PaintedLabel):
    """A chip by itself."""

    def __init__(self, chip: Chip) -> None:
        super().__init__()
        self._chip = chip
        self.setAccessibleName(chip.words)
        self.setFixedSize(chip.width, _CHIP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting.painter_for(self) as painter:
            paint_chip(self, painter, QRectF(self.rect()), self._chip, self._chip.fill)


def _dotted(color: QColor) -> QPen:
    """Return a pen of round dots that close the circle of a gap's mark without a seam."""
    pen = QPen(color, 1.5, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.01, math.pi * (_DOT - 1.5) / 1.5 / _DOTS - 0.01])
    return pen


class GapLine(Line):
    """A span without entries; pressing it adds time in it."""

    press = "add"
    tasks = ("add",)

    def __init__(self, gap: Gap) -> None:
        self.item = self.key = self.gap = gap

    @cached_property
    def words(self) -> str:
        """The span that is free."""
        return day_text.gap_words(self.gap)

    @property
    def name(self) -> str:
        """The span, and how long it is."""
        return f"{self.words}, {wording.spoken_duration(self.gap.seconds)}"

    def tip(self, rect: QRectF) -> str:
        """Return the span if it is elided under the pointer, where "Add time" takes some of the room."""
        small, strong = (QFontMetricsF(theme.role_font(role)) for role in (Role.SMALL, Role.SMALL_STRONG))
        end = small.horizontalAdvance(wording.duration(self.gap.seconds)) + _APART
        end += strong.horizontalAdvance(self.task_word("add")) + _APART
        return self.words if small.horizontalAdvance(self.words) > rect.width() - _SIDE - _TEXT - end else ""

    def task_word(self, _task: str) -> str:
        """Return the label of pressing the gap."""
        return translate("Day", "Add time")

    def paint(self, view: QWidget, painter: QPainter, rect: QRectF, look: Look) -> None:
        colors, middle = theme.tokens(view), rect.center().y()
        painter.fillRect(rect, QColor(colors.raised if look.active else colors.surface))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_dotted(colors.color("border")))
        mark = QRectF(rect.left() + _SIDE, middle - _DOT / 2, _DOT, _DOT)
        painter.drawEllipse(painting.mirrored(view, mark.adjusted(0.75, 0.75, -0.75, -0.75)))
        font = theme.role_font(Role.SMALL)
        end = rect.right() - _SIDE
        time = wording.duration(self.gap.seconds)
        place = QRectF(rect.left() + _TEXT, rect.top(), end - rect.left() - _TEXT, rect.height())
        painting.text_line(painter, painting.mirrored(view, place), time, font, colors.muted, at_end=True)
        place.setRight(end - QFontMetrics(font).horizontalAdvance(time) - _APART)
        if look.active:
            strong, words = theme.role_font(Role.SMALL_STRONG), self.task_word("add")
            painting.text_line(painter, painting.mirrored(view, place), words, strong, colors.accent, at_end=True)
            place.setRight(place.right() - QFontMetrics(strong).horizontalAdvance(words) - _APART)
        painting.text_line(painter, painting.mirrored(view, place), self.words, font, colors.muted)
        if look.ringed is not None:
            painting.focus_ring(painter, rect.toRect(), colors.focus, 0)
