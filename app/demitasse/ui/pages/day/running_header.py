"""The header while a timer runs: clock, Switch and Stop; below them the task and the comment of the running entry."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from demitasse.domain.timesheet import TimesheetRow
from demitasse.tracker.timer_edit import TimerChange
from demitasse.ui.pages.comment_suggestions import CommentSuggestions
from demitasse.ui.pages.day.clock_edit import ClockButton, ClockEdit
from demitasse.ui.pages.line_header import GAP, MARGINS
from demitasse.ui.pages.page import boxed, column, row
from demitasse.ui.widgets.buttons import Button, RoundButton
from demitasse.ui.widgets.candidates import CandidateList
from demitasse.ui.widgets.fields import Box, LineEdit, PairField
from demitasse.ui.widgets.labels import Digits
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.tips import set_tip


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


class RunningHeader(QWidget):
    """Shows the timer; the page carries out what its signals ask for."""

    clock_set = Signal(object)
    """The `TimerChange` to apply."""

    def __init__(
        self, known: Callable[[], list[str]], planner: Callable[..., TimerChange], comments: CandidateList
    ) -> None:
        """Show no timer. `known` returns earlier comments, `planner` previews an edit of the clock."""
        super().__init__()
        self.digits = Digits()
        self.clock = ClockButton(self.digits)
        self.clock_edit = ClockEdit(planner)
        self.switch_button = Button(self.tr("Switch"), icon="swap")
        set_tip(self.switch_button, self.tr("Switch to…"), shortcut_for("pick"))
        self.button = RoundButton()
        self.button.set_icon("stop")
        self.button.set_label(self.tr("Stop"), shortcut_for("toggle"))
        self.pair = PairField(self.tr("Pick a project and task"), self.tr("Change the running entry"))
        self.comment = CommentEdit(self.tr("Comment"), self.tr("What are you doing?"))
        self.suggestions = CommentSuggestions(self.comment, comments, known)
        self.entry_id: int | None = None
        self._fields = boxed(self.pair, Box(self.comment), gap=GAP)
        top = row(self.clock, self.switch_button, self.button, grow=self.clock)
        column(self, top, self._fields, self.clock_edit, margins=MARGINS, gap=GAP)
        self.clock_edit.accepted.connect(self.clock_set)
        self.clock_edit.closed.connect(self._on_clock_closed)
        order = self.switch_button, self.button, self.clock, self.pair, self.comment
        for before, after in pairwise((*order, self.clock_edit.start, self.clock_edit.total, self.clock_edit.cancel)):
            QWidget.setTabOrder(before, after)

    def open_clock(self) -> None:
        """Show the fields of the clock in place of task and comment. Raises NoMatch, LocalFault."""
        self._fields.hide()
        self.clock_edit.open()

    @Slot()
    def _on_clock_closed(self) -> None:
        self._fields.show()
        if self.isVisible():
            self.clock.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_running(self, row: TimesheetRow) -> None:
        """Show the running timer of `row`; a comment that is being typed stays with its own entry."""
        if self.entry_id == row.id:
            self.comment.take(row.comment)
        elif self.entry_id is None or not self.comment.typed:
            self.entry_id = row.id
            self.comment.replace(row.comment)
            self.suggestions.reset()
            self.clock_edit.close_fields()
        self.pair.show_pair((row.project, row.task, row.color))

    def show_stopped(self) -> None:
        """Forget the timer."""
        self.entry_id = None
        self.comment.replace("")
        self.suggestions.reset()
        self.clock_edit.close_fields()
        self.digits.show_time(0, running=False)

    def show_time(self, seconds: int) -> None:
        """Show the duration of the timer on the clock."""
        self.digits.show_time(seconds, running=True)
        self.clock_edit.follow()
