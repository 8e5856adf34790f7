"""The timer at the top of the day page: clock and its editor, start and stop, project and task, and comment."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from demitasse.domain import durations
from demitasse.domain.errors import BadInput, Fault
from demitasse.domain.timesheet import TimesheetRow
from demitasse.tracker.timer_edit import TimerChange
from demitasse.ui.pages.day.comment_completer import CommentCompleter
from demitasse.ui.pages.page import boxed, column, field_of, row
from demitasse.ui.text import formats, messages, wording
from demitasse.ui.text.formats import local_datetime
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.buttons import IconButton, RoundButton, handle_key_press
from demitasse.ui.widgets.fields import Box, LineEdit, PairField
from demitasse.ui.widgets.labels import Digits, ElidedLabel, Label
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_ZONE = 72
"""The height of what is below the clock."""


class ClockEdit(QWidget):
    """Two fields, each of which follows the other, and a preview. Enter applies the change, Esc discards it."""

    accepted = Signal(object)
    """The `TimerChange` to apply."""
    closed = Signal()

    def __init__(self, planner: Callable[..., TimerChange]) -> None:
        """Build the hidden fields. `planner` previews the change to a start or a duration."""
        super().__init__()
        self._planner = planner
        self._typed_in: LineEdit | None = None
        self.start = LineEdit(self.tr("Started at"), "9:30")
        self.total = LineEdit(self.tr("Time so far"), "1:30")
        self._boxes = {self.start: Box(self.start), self.total: Box(self.total)}
        self.words = Label("", Role.SMALL, "muted", wrap=True)
        pairs = (
            row(Label(label, Role.SMALL, "muted"), box, grow=box, gap=6)
            for label, box in zip((self.tr("from"), self.tr("so far")), self._boxes.values(), strict=True)
        )
        for field in self._boxes:
            field.textEdited.connect(self._on_edited)
            field.returnPressed.connect(self._on_return)
        self.words.setFixedHeight(2 * self.words.fontMetrics().lineSpacing() + 4)
        column(self, row(*pairs, gap=6), self.words, gap=4)
        self.hide()

    @property
    def opened(self) -> bool:
        """Whether the fields are shown."""
        return not self.isHidden()

    def open(self) -> None:
        """Show the fields with the values of the timer. Raises NoMatch, LocalFault."""
        self._typed_in = None
        plan = self._plan()
        self.start.set_text(formats.time_or_empty(local_datetime(plan.started.wall).time()))
        self.total.set_text(wording.duration(plan.total_s))
        self._say(plan)
        self.show()
        self.total.setFocus(Qt.FocusReason.OtherFocusReason)
        self.total.selectAll()

    def follow(self) -> None:
        """Update the field that is not being edited as time passes."""
        if self.opened:
            self._preview()

    def close_fields(self) -> None:
        """Hide the fields without a change."""
        if self.opened:
            self.hide()
            self.closed.emit()

    def _plan(self) -> TimerChange:
        """Return the change that the fields describe. Raises BadInput, NoMatch, LocalFault."""
        if self._typed_in is self.start:
            start = formats.parse_time(self.start.text(), "start")
            if start is None:
                raise BadInput(UiFault.START_MISSING, field="start")
            return self._planner(start=start)
        if self._typed_in is self.total:
            return self._planner(total_s=durations.parse(self.total.text()))
        return self._planner()

    def _preview(self) -> TimerChange | None:
        try:
            plan = self._plan()
        except Fault as fault:
            self._wrong(fault)
            return None
        for field, shown in (
            (self.start, formats.time_or_empty(local_datetime(plan.started.wall).time())),
            (self.total, wording.duration(plan.total_s)),
        ):
            if field is not self._typed_in and not field.hasFocus():
                field.set_text(shown)
        self._say(plan)
        return plan

    def _say(self, plan: TimerChange) -> None:
        for box in self._boxes.values():
            box.set_wrong(False)
        self.words.set_color("muted")
        self.words.setText(sentence(plan))
        self._describe()

    def _wrong(self, fault: Fault) -> None:
        field = self.start if field_of(fault) == "start" else self.total
        self._boxes[field].set_wrong(True)
        self.words.set_color("danger")
        self.words.setText(messages.whole(fault))
        self._describe()

    def _describe(self) -> None:
        for field in self._boxes:
            field.setAccessibleDescription(self.words.text())

    @Slot()
    def _on_edited(self) -> None:
        sender: Any = self.sender()
        self._typed_in = sender
        self._preview()

    @Slot()
    def _on_return(self) -> None:
        if self._typed_in is None:
            self.close_fields()
        elif (plan := self._preview()) is not None:
            self.accepted.emit(plan)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Discard the change on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_fields()
            return
        super().keyPressEvent(event)


def sentence(plan: TimerChange) -> str:
    """Return "Started 9:10, 1:24 so far", and how much of that was tracked before the last start."""
    words = wording.translate("ClockEdit", "Started {time}, {total} so far").format(
        time=wording.time_of_day(local_datetime(plan.started.wall).time()), total=wording.duration(plan.total_s)
    )
    if plan.earlier_s < 60:
        return words
    earlier = wording.translate("ClockEdit", "{time} of it before").format(time=wording.duration(plan.earlier_s))
    return f"{words} ({earlier})"


class CommentEdit(LineEdit):
    """A field that keeps the stored comment beside the typed one; Esc restores the stored one."""

    finished = Signal()
    entered = Signal()

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(name, placeholder)
        self.stored = ""
        self.editingFinished.connect(self.finished)
        self.returnPressed.connect(self.entered)

    @property
    def typed(self) -> bool:
        """Whether the text differs from the comment that the typing began with."""
        return self.text() != self.stored

    def take(self, stored: str) -> None:
        """Take over a comment that was stored elsewhere, unless another one is being typed."""
        if not self.typed or self.text() == stored:
            self.replace(stored)

    def replace(self, stored: str) -> None:
        """Show the comment of another entry."""
        self.set_text(stored)
        self.stored = self.text()  # the field drops characters such as line breaks, which the person has not changed

    def keep(self) -> None:
        """Mark the text as stored."""
        self.stored = self.text()

    def begin_with(self, stored: str) -> None:
        """Keep what is typed, with another comment as the one it replaces and Esc restores."""
        self.stored = stored

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Restore the stored comment on Esc; a second Esc is passed on to the page."""
        if event.key() == Qt.Key.Key_Escape and self.typed:
            self.setText(self.stored)
            return
        super().keyPressEvent(event)


class ClockButton(QAbstractButton):
    """The clock as a button that edits the start or duration of the running timer."""

    def __init__(self, digits: Digits) -> None:
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
        """Enable the button only while a timer runs."""
        self.setEnabled(running)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if running else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if running else Qt.CursorShape.ArrowCursor)
        set_tip(self, self.accessibleName() if running else "", shortcut_for("clock"))

    def sizeHint(self) -> QSize:
        return self._digits.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button on Enter too."""
        handle_key_press(self, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = painting.painter_for(self)
            painting.focus_ring(painter, self.rect().adjusted(-2, 0, 0, 0), theme.tokens(self).focus)
            painter.end()


class OtherTimers(QWidget):
    """A line for each timer that runs beside the one on the clock, with a button that stops it."""

    stop_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[int, tuple[QWidget, Label]] = {}
        self._layout = column(self, gap=2)
        self.hide()

    def show_rows(self, rows: tuple[TimesheetRow, ...]) -> None:
        """Show these timers."""
        if [row.id for row in rows] != list(self._lines):
            for line, _ in self._lines.values():
                line.hide()
                line.deleteLater()
            self._lines = {entry.id: self._line(entry) for entry in rows}
            for line, _ in self._lines.values():
                self._layout.addWidget(line)
        self.setVisible(bool(rows))
        for entry in rows:
            self.show_time(entry.id, entry.duration_s)

    def show_time(self, entry_id: int, seconds: int) -> None:
        """Show the duration of one of the timers."""
        self._lines[entry_id][1].setText(wording.duration(seconds))

    def _line(self, entry: TimesheetRow) -> tuple[QWidget, Label]:
        name = ElidedLabel(wording.task_name(entry.project, entry.task), Role.SMALL)
        time, stop = Label("", Role.SMALL), IconButton("stop", "")
        stop.set_label(self.tr("Stop {pair}").format(pair=wording.task_name(entry.project, entry.task)), "")
        stop.clicked.connect(partial(self.stop_wanted.emit, entry.id))
        return row(name, time, stop, grow=name), time


class TimerBlock(QWidget):
    """Shows the timer; the page carries out what its signals ask for."""

    toggled = Signal()
    pick_wanted = Signal()
    clock_wanted = Signal()
    clock_set = Signal(object)
    """The `TimerChange` to apply."""
    comment_finished = Signal()
    comment_entered = Signal()

    def __init__(self, known: Callable[[], list[str]], planner: Callable[..., TimerChange]) -> None:
        """Show no timer. `known` returns earlier comments, `planner` previews an edit of the clock."""
        super().__init__()
        self.digits = Digits()
        self.clock = ClockButton(self.digits)
        self.clock_edit = ClockEdit(planner)
        self.button = RoundButton()
        does = self.tr("Pick what to work on")
        self.pair = PairField(self.tr("Pick a project and task"), does, shortcut_for("pick"))
        self.comment = CommentEdit(self.tr("Comment"), self.tr("What are you working on?"))
        self.entry_id: int | None = None
        self._draft = ""
        top = row(self.clock, self.button)
        self.others = OtherTimers()
        self._fields = boxed(self.pair, Box(self.comment), gap=8)
        for zone in (self._fields, self.clock_edit):  # one takes the place of the other
            zone.setFixedHeight(_ZONE)
        column(self, top, self._fields, self.clock_edit, margins=(16, 4, 16, 12), gap=8)
        self.recall = CommentCompleter(self.comment, known, self)
        self._connect()
        self._show_state(running=False)

    def _connect(self) -> None:
        self.button.clicked.connect(self.toggled)
        self.pair.clicked.connect(self.pick_wanted)
        self.clock.clicked.connect(self.clock_wanted)
        self.comment.finished.connect(self.comment_finished)
        self.comment.entered.connect(self.comment_entered)
        self.clock_edit.accepted.connect(self.clock_set)
        self.clock_edit.closed.connect(self._on_clock_closed)
        fields = self.clock_edit.start, self.clock_edit.total
        for before, after in pairwise((self.clock, *fields, self.button, self.pair, self.comment)):
            QWidget.setTabOrder(before, after)

    def open_clock(self) -> None:
        """Show the fields in place of the clock. Raises NoMatch, LocalFault."""
        self.clock_edit.open()
        self._fields.hide()

    def close_clock(self) -> None:
        """Show the clock again."""
        self.clock_edit.close_fields()

    @Slot()
    def _on_clock_closed(self) -> None:
        self._fields.show()
        self.clock.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_running(self, row: TimesheetRow) -> None:
        """Show the running timer of `row`."""
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
        """Show that no timer runs. `pair` is the project, task and colour that a start would use.

        A comment with the focus still belongs to the entry whose timer was stopped elsewhere, until it is `release`d.
        """
        if not self.comment.hasFocus():
            self.release()
        self.pair.show_pair(pair)
        self.digits.show_time(0, running=False)
        self._show_state(running=False)

    def release(self) -> None:
        """Let the comment field belong to the next timer, unless a comment is being typed."""
        if self.entry_id is not None and not self.comment.typed:
            self.entry_id = None
            self.comment.replace("")
            self.comment.setText(self._draft)
            self._draft = ""

    def started_with_draft(self) -> None:
        """Clear the comment, which is now stored in a new entry."""
        self.entry_id = None
        self._draft = ""
        self.comment.replace("")

    def show_time(self, seconds: int) -> None:
        """Show the duration of the running timer on the clock."""
        self.digits.show_time(seconds, running=True)
        self.clock_edit.follow()

    def _being_typed(self) -> bool:
        """Return True if the comment is being typed, so that a timer started elsewhere does not replace it."""
        return self.comment.typed and (self.entry_id is not None or self.comment.hasFocus())

    def _show_state(self, *, running: bool) -> None:
        self.clock.set_running(running=running)
        if not running:
            self.close_clock()
        self.button.set_icon("stop" if running else "play")
        self.button.set_label(self.tr("Stop the timer") if running else self.tr("Start the timer"), "Ctrl+S")
