"""The timer at the top of the day page: clock, start and stop, project and task, and comment."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from demitasse.domain.timesheet import TimesheetRow
from demitasse.tracker.timer_edit import TimerChange
from demitasse.ui.pages.day.clock_edit import ClockEdit
from demitasse.ui.pages.day.comment_completer import CommentCompleter
from demitasse.ui.pages.page import boxed, column, row
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.buttons import RoundButton, handle_key_press, tool_tip
from demitasse.ui.widgets.fields import Box, LineEdit, PairField
from demitasse.ui.widgets.labels import Digits
from demitasse.ui.widgets.shortcuts import shortcut_for


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
        """Whether the text differs from the stored comment."""
        return self.text() != self.stored

    def take(self, stored: str) -> None:
        """Take over a comment that was stored elsewhere, and keep what is being typed."""
        if self.typed:
            self.stored = stored
        else:
            self.replace(stored)

    def replace(self, stored: str) -> None:
        """Show the comment of another entry."""
        self.set_text(stored)
        self.stored = self.text()  # the field drops characters such as line breaks, which the person has not changed

    def keep(self) -> None:
        """Mark the text as stored. Ctrl+Z then undoes the edit of the entry, not the typing."""
        place = self.cursorPosition()
        self.setText(self.text())
        self.setCursorPosition(place)
        self.stored = self.text()

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
        self.setToolTip(tool_tip(self.accessibleName(), shortcut_for("clock")) if running else "")

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


class TimerBlock(QWidget):
    """Shows the timer; the page carries out what its signals ask for."""

    toggled = Signal()
    pick_wanted = Signal()
    clock_wanted = Signal()
    clock_set = Signal(object)
    """The `TimerChange` to apply."""
    comment_finished = Signal()
    comment_entered = Signal()
    resized = Signal()

    def __init__(self, known: Callable[[], list[str]], planner: Callable[..., TimerChange]) -> None:
        """Show no timer. `known` returns earlier comments, `planner` previews an edit of the clock."""
        super().__init__()
        self.digits = Digits()
        self.clock = ClockButton(self.digits)
        self.clock_edit = ClockEdit(planner)
        self.button = RoundButton()
        does = tool_tip(self.tr("Pick what to work on"), shortcut_for("pick"))
        self.pair = PairField(self.tr("Pick a project and task"), does)
        self.comment = CommentEdit(self.tr("Comment"), self.tr("What are you working on?"))
        self.entry_id: int | None = None
        self._draft = ""
        top = row(self.clock, self.clock_edit, boxed(self.button, QWidget()), grow=self.clock_edit)
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
        self.clock_edit.accepted.connect(self.clock_set)
        self.clock_edit.closed.connect(self._on_clock_closed)
        fields = self.clock_edit.start, self.clock_edit.total
        for before, after in pairwise((self.clock, *fields, self.button, self.pair, self.comment)):
            QWidget.setTabOrder(before, after)

    def open_clock(self) -> None:
        """Show the fields in place of the clock. Raises NoMatch, LocalFault."""
        self.clock_edit.open()
        self.clock.hide()
        self.resized.emit()

    def close_clock(self) -> None:
        """Show the clock again."""
        self.clock_edit.close_fields()

    @Slot()
    def _on_clock_closed(self) -> None:
        self.clock.show()
        self.clock.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resized.emit()

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
        """Show that no timer runs. `pair` is the project, task and colour that a start would use."""
        if self.entry_id is not None and not self.comment.typed:
            self.entry_id = None
            self.comment.replace("")
            self.comment.setText(self._draft)
            self._draft = ""
        self.pair.show_pair(pair)
        self.digits.show_time(0, running=False)
        self._show_state(running=False)

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
