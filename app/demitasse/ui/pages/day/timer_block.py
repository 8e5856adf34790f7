"""The top of the day: the clock, start and stop, what it is for, and the comment."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from demitasse.ui.pages.day.comment_completer import CommentCompleter
from demitasse.ui.pages.page import column
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.buttons import RoundButton, handle_key_press, tool_tip
from demitasse.ui.widgets.fields import Box, LineEdit, PairField
from demitasse.ui.widgets.labels import Digits
from demitasse.ui.widgets.shortcuts import shortcut_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent

    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.tracker.timer_edit import TimerChange
    from demitasse.ui.pages.day.clock_edit import ClockEdit


class CommentEdit(LineEdit):
    """The comment in place: Enter and leaving it say so, Esc takes back what was typed."""

    finished = Signal()
    entered = Signal()

    def __init__(self, name: str, placeholder: str) -> None:
        """Empty."""
        super().__init__(name, placeholder)
        self.stored = ""
        self.editingFinished.connect(self.finished)
        self.returnPressed.connect(self.entered)

    @property
    def typed(self) -> bool:
        """Whether there is something in it that is not stored."""
        return self.text() != self.stored

    def take(self, stored: str) -> None:
        """The stored comment is now this; what is being typed stays."""
        if self.typed:
            self.stored = stored
        else:
            self.replace(stored)

    def replace(self, stored: str) -> None:
        """The field is about something else now."""
        self.set_text(stored)
        self.stored = self.text()  # as the field holds it: what it cannot show was not typed by the person

    def keep(self) -> None:
        """What is typed is stored now: from here on Ctrl+Z takes that back, not the typing."""
        place = self.cursorPosition()
        self.setText(self.text())
        self.setCursorPosition(place)
        self.stored = self.text()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it from its beginning again."""
        super().focusOutEvent(event)
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc first takes back what was typed, then belongs to the page."""
        if event.key() == Qt.Key.Key_Escape and self.typed:
            self.setText(self.stored)
            return
        super().keyPressEvent(event)


class ClockButton(QAbstractButton):
    """The digits; while a timer runs, pressing them changes its start or its duration."""

    def __init__(self, digits: Digits) -> None:
        """Around `digits`."""
        super().__init__()
        self._digits = digits
        digits.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(digits)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Change when it started or how long it has run"))
        self.set_running(running=False)

    def set_running(self, *, running: bool) -> None:
        """A clock that stands still cannot be set."""
        self.setEnabled(running)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if running else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if running else Qt.CursorShape.ArrowCursor)
        self.setToolTip(tool_tip(self.accessibleName(), shortcut_for("clock")) if running else "")

    def sizeHint(self) -> QSize:
        """As the digits."""
        return self._digits.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        handle_key_press(self, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring; the digits draw themselves."""
        if self.hasFocus():
            painter = painting.painter_for(self)
            painting.focus_ring(painter, self.rect().adjusted(-2, 0, 0, 0), theme.tokens(self).focus)
            painter.end()


class TimerBlock(QWidget):
    """Shows the timer and says what the person wants of it; the page does it."""

    toggled = Signal()
    pick_wanted = Signal()
    clock_wanted = Signal()
    clock_set = Signal(object)
    """What the timer is to become, a `Plan`."""
    comment_finished = Signal()
    comment_entered = Signal()
    resized = Signal()

    def __init__(self, known: Callable[[], list[str]], planner: Callable[..., TimerChange]) -> None:
        """No timer runs; `known` tells the comments from before, `planner` what setting the clock would do."""
        super().__init__()
        self.digits = Digits()
        self.clock = ClockButton(self.digits)
        self._planner = planner
        self._clock_edit: ClockEdit | None = None
        self.button = RoundButton()
        does = tool_tip(self.tr("Pick what to work on"), shortcut_for("pick"))
        self.pair = PairField(self.tr("Pick a project and task"), does)
        self.comment = CommentEdit(self.tr("Comment"), self.tr("What are you working on?"))
        self.entry_id: int | None = None
        self._draft = ""
        top = QWidget()
        self._row = row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.clock)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column(self, top, self.pair, Box(self.comment), margins=(16, 16, 16, 12), gap=8)
        self.recall = CommentCompleter(self.comment, known, self)
        self._connect()
        self._show_state(running=False)

    def _connect(self) -> None:
        self.button.clicked.connect(self.toggled)
        self.pair.clicked.connect(self.pick_wanted)
        self.clock.clicked.connect(self.clock_wanted)
        self.comment.finished.connect(self.comment_finished)
        self.comment.entered.connect(self.comment_entered)
        for before, after in pairwise((self.clock, self.button, self.pair, self.comment)):
            QWidget.setTabOrder(before, after)

    @property
    def clock_edit(self) -> ClockEdit:
        """The fields in place of the clock, made when they are first needed."""
        if self._clock_edit is None:
            from demitasse.ui.pages.day.clock_edit import ClockEdit  # noqa: PLC0415 - the first paint does without

            self._clock_edit = made = ClockEdit(self._planner)
            self._row.insertWidget(1, made, 1)
            for before, after in pairwise((self.clock, made.start, made.total, self.button)):
                QWidget.setTabOrder(before, after)
            made.accepted.connect(self.clock_set)
            made.closed.connect(self._on_clock_closed)
        return self._clock_edit

    def open_clock(self) -> None:
        """Set the clock of the timer that runs. Raises NoMatch, LocalFault."""
        self.clock_edit.open()
        self.clock.hide()
        self.resized.emit()

    def close_clock(self) -> None:
        """The clock is not set, or it is done."""
        if self._clock_edit is not None:
            self._clock_edit.close_fields()

    @Slot()
    def _on_clock_closed(self) -> None:
        self.clock.show()
        self.clock.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resized.emit()

    def show_running(self, row: TimesheetRow) -> None:
        """The timer of `row` runs."""
        if self.entry_id == row.id:
            self.comment.take(row.comment)
        elif not self._being_typed():
            self._draft = self.comment.text() if self.entry_id is None else ""
            self.entry_id = row.id
            self.comment.replace(row.comment)
            self.recall.reset()
            self.close_clock()
        self.pair.show_pair((row.project, row.task, row.color))
        self._show_state(running=True)

    def show_stopped(self, pair: tuple[str, str, str] | None) -> None:
        """No timer runs; `pair` is what a start would start."""
        if self.entry_id is not None and not self.comment.typed:
            self.entry_id = None
            self.comment.replace("")
            self.comment.setText(self._draft)
            self._draft = ""
        self.pair.show_pair(pair)
        self.digits.show_time(0, running=False)
        self._show_state(running=False)

    def started_with_draft(self) -> None:
        """What was typed went into a new entry."""
        self.entry_id = None
        self._draft = ""
        self.comment.replace("")

    def show_time(self, seconds: int) -> None:
        """The clock's figure."""
        self.digits.show_time(seconds, running=True)
        if self._clock_edit is not None:
            self._clock_edit.follow()

    def _being_typed(self) -> bool:
        """Another timer was started elsewhere while the person types: what is typed stays."""
        return self.comment.typed and (self.entry_id is not None or self.comment.hasFocus())

    def _show_state(self, *, running: bool) -> None:
        self.clock.set_running(running=running)
        if not running:
            self.close_clock()
        self.button.set_icon("stop" if running else "play")
        self.button.set_label(self.tr("Stop the timer") if running else self.tr("Start the timer"), "Ctrl+S")
