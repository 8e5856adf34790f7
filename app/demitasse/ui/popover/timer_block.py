"""The top of the day: the clock, start and stop, what it is for, and the comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.ui.pages.page import column
from demitasse.ui.widgets.buttons import RoundButton
from demitasse.ui.widgets.fields import Box, LineEdit, PairField
from demitasse.ui.widgets.labels import Digits

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from demitasse.domain.timesheet import Row


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
        self.put(stored)
        self.stored = self.text()  # as the field holds it: what it cannot show was not typed by the person

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


class TimerBlock(QWidget):
    """Shows the timer and says what the person wants of it; the page does it."""

    toggled = Signal()
    pick_wanted = Signal()
    comment_finished = Signal()
    comment_entered = Signal()

    def __init__(self) -> None:
        """No timer runs."""
        super().__init__()
        self.digits = Digits()
        self.button = RoundButton()
        self.pair = PairField(self.tr("Pick a project and task"))
        self.pair.setToolTip(self.tr("Pick what to work on (Ctrl+N)"))
        self.comment = CommentEdit(self.tr("Comment"), self.tr("What are you working on?"))
        self.entry_id: int | None = None
        self._draft = ""
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.digits)
        row.addWidget(self.button)
        column(self, top, self.pair, Box(self.comment), margins=(16, 16, 16, 12), gap=8)
        self.button.clicked.connect(self.toggled)
        self.pair.clicked.connect(self.pick_wanted)
        self.comment.finished.connect(self.comment_finished)
        self.comment.entered.connect(self.comment_entered)
        QWidget.setTabOrder(self.button, self.pair)
        QWidget.setTabOrder(self.pair, self.comment)
        self._dress(running=False)

    def show_running(self, row: Row) -> None:
        """The timer of `row` runs."""
        if self.entry_id == row.id:
            self.comment.take(row.comment)
        elif not self._being_typed():
            self._draft = self.comment.text() if self.entry_id is None else ""
            self.entry_id = row.id
            self.comment.replace(row.comment)
        self.pair.show_pair((row.project, row.task, row.color))
        self._dress(running=True)

    def show_stopped(self, pair: tuple[str, str, str] | None) -> None:
        """No timer runs; `pair` is what a start would start."""
        if self.entry_id is not None and not self.comment.typed:
            self.entry_id = None
            self.comment.replace("")
            self.comment.setText(self._draft)
            self._draft = ""
        self.pair.show_pair(pair)
        self.digits.show_time(0, running=False)
        self._dress(running=False)

    def started_with_draft(self) -> None:
        """What was typed went into a new entry."""
        self.entry_id = None
        self._draft = ""
        self.comment.replace("")

    def show_time(self, seconds: int) -> None:
        """The clock's figure."""
        self.digits.show_time(seconds, running=True)

    def _being_typed(self) -> bool:
        """Another timer was started elsewhere while the person types: what is typed stays."""
        return self.comment.typed and (self.entry_id is not None or self.comment.hasFocus())

    def _dress(self, *, running: bool) -> None:
        self.button.set_icon("stop" if running else "play")
        self.button.say(self.tr("Stop the timer") if running else self.tr("Start the timer"), "Ctrl+S")
