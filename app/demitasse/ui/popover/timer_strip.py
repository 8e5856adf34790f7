"""The timer on week, month and report: what runs and a button that stops it, or a button that starts one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from demitasse.domain.durations import hours_minutes_seconds
from demitasse.domain.ports import Clock
from demitasse.domain.timesheet import TimesheetRow
from demitasse.tracker.overview import Overview
from demitasse.ui.text import wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import Button, RoundButton
from demitasse.ui.widgets.labels import PaintedLabel, ms_to_next_second
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

if TYPE_CHECKING:
    from demitasse.domain.timer import Instant

_SIDE = 16
_BUTTON = 28


class _Running(PaintedLabel):
    """The dot, project and task of the running timer, and its time; or that none runs."""

    def __init__(self) -> None:
        super().__init__()
        self.row: TimesheetRow | None = None
        self._seconds = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_row(self, row: TimesheetRow | None, seconds: int) -> None:
        """Show a timer; a screen reader hears which one, not how its seconds pass."""
        if row != self.row or not self.accessibleName():
            self.row = row
            name = wording.task_name(row.project, row.task) if row else self.tr("No timer is running")
            self.setAccessibleName(name)
            set_tip(self, name if row else "")
            self.update()
        self.show_time(seconds)

    def show_time(self, seconds: int) -> None:
        """Show its time, and repaint only the digits."""
        if seconds != self._seconds:
            self._seconds = seconds
            self.update(self._digits().toRect().adjusted(-1, 0, 1, 0))

    def text(self) -> str:
        """Return the time as shown."""
        return hours_minutes_seconds(self._seconds) if self.row else ""

    def _digits(self) -> QRectF:
        width = QFontMetrics(theme.role_font(Role.STRONG)).horizontalAdvance(self.text() + "0")
        return painting.mirrored(self, QRectF(self.width() - width, 0, width, self.height()))

    def sizeHint(self) -> QSize:
        return QSize(100, _BUTTON)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            if self.row is None:
                words = self.accessibleName()
                painting.text_line(painter, QRectF(self.rect()), words, theme.role_font(Role.BODY), colors.muted)
                return
            dot = painting.mirrored(self, QRectF(0, self.height() / 2 - 5, 10, 10)).center()
            icons.paint_dot(painter, self.row.color, dot, colors)
            digits = self._digits()
            pair = painting.mirrored(self, QRectF(18, 0, self.width() - 18 - digits.width() - 8, self.height()))
            painting.PairPainter(colors).draw(painter, pair, self.row.project, self.row.task)
            strong = theme.role_font(Role.STRONG)
            painting.text_line(painter, digits, self.text(), strong, colors.text, at_end=True)


class TimerStrip(QWidget):
    """The same line on the three views. It counts only while it is on the screen."""

    stop_wanted = Signal(int)
    """The id of the entry that is shown as running."""
    start_wanted = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._at: Instant | None = None
        self._tick = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self.running = _Running()
        self.start = Button(self.tr("Start…"), kind="outline", icon="play")
        self.start.height_px = _BUTTON
        self.stop = RoundButton(side=_BUTTON)
        self.stop.set_icon("stop")
        self.setFixedHeight(theme.STRIP)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_SIDE, 1, _SIDE, 1)
        layout.setSpacing(8)
        for part in (self.running, self.start, self.stop):
            layout.addWidget(part)
        self._tick.timeout.connect(self._on_tick)
        self.start.clicked.connect(self.toggle)
        self.stop.clicked.connect(self.toggle)

    def refresh(self, overview: Overview) -> None:
        """Show the timer of `overview`."""
        row = overview.running
        self._at = overview.at
        self.running.show_row(row, row.live_s(overview.at, self._clock.now()) if row else 0)
        self.stop.setVisible(row is not None)
        self.start.setVisible(row is None)
        if row is not None:
            words = self.tr("Stop {pair}").format(pair=wording.task_name(row.project, row.task))
            self.stop.set_label(words)
            self._schedule()
        else:
            self._tick.stop()

    def rest(self) -> None:
        """Stop counting: the strip is not on the screen."""
        self._tick.stop()

    def _schedule(self) -> None:
        if self._at is not None:
            self._tick.start(ms_to_next_second(self._at, self._clock.now()))

    @Slot()
    def _on_tick(self) -> None:
        if self.running.row is not None and self._at is not None:
            self.running.show_time(self.running.row.live_s(self._at, self._clock.now()))
            self._schedule()

    @Slot()
    def toggle(self) -> None:
        """Ask to stop the timer that is shown, or to start one."""
        if self.running.row is not None:
            self.stop_wanted.emit(self.running.row.id)
        else:
            self.start_wanted.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        line = theme.tokens(self).color("line")
        with painting.painter_for(self) as painter:
            painter.fillRect(0, 0, self.width(), 1, line)
            painter.fillRect(0, self.height() - 1, self.width(), 1, line)
