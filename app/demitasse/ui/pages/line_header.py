"""A line with its round button, and below them the card or, after Tab, the project and the comment as fields."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from demitasse.domain.preview import AddEntries, ChangeEntry, ContinueEntry, StartTimer
from demitasse.ui.pages.comment_suggestions import CommentSuggestions
from demitasse.ui.pages.line_control import LineControl
from demitasse.ui.pages.page import boxed, column, row
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.candidates import CandidateList
from demitasse.ui.widgets.fields import Box, LineEdit, PairField
from demitasse.ui.widgets.labels import KeyCaps

Pair = tuple[int, int]

MARGINS = (16, 4, 16, 12)
GAP = 8
"""Around and between the parts of a header."""


class Details(QWidget):
    """Project and comment of what Enter starts, as two fields in place of the card."""

    entered = Signal()
    left = Signal()

    def __init__(self, known: Callable[[], list[str]], comments: CandidateList) -> None:
        super().__init__()
        self.pair = PairField(self.tr("Pick a project and task"))
        self.comment = LineEdit(self.tr("Comment"), self.tr("What are you doing?"))
        self.suggestions = CommentSuggestions(self.comment, comments, known)
        box = Box(self.comment)
        box.row.addWidget(KeyCaps(("↵", "")))
        column(self, self.pair, box, gap=GAP)
        self.comment.returnPressed.connect(self.entered)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the line on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class LineHeader(QWidget):
    """The line and what it does."""

    submitted = Signal(object, bool)
    """The command of Enter, and whether the timers that run go on beside it."""
    details_toggled = Signal(bool)
    add_wanted = Signal(object)
    """The booking that is to be completed on the page that adds time."""

    def __init__(self, line: LineControl, known: Callable[[], list[str]], comments: CandidateList) -> None:
        """`known` returns earlier comments of the task in the fields."""
        super().__init__()
        self.line = line
        self.details = Details(known, comments)
        self.details.hide()
        self._command: StartTimer | ChangeEntry | None = None
        self._continued: tuple[ContinueEntry, str] | None = None
        zone = boxed(line.card, self.details)
        self.setFixedHeight(theme.HEADER)
        column(self, row(line.field, line.button, grow=line.field), zone, margins=MARGINS, gap=GAP)
        line.submitted.connect(self._on_submitted)
        line.details_wanted.connect(self.open_details)
        line.input.textEdited.connect(self.close_details)
        self.details.entered.connect(self.submit_details)
        self.details.left.connect(self.back_to_line)

    @property
    def task(self) -> Pair | None:
        """Project and task in the fields, while they are shown."""
        return (self._command.project_id, self._command.task_id) if self._command else None

    @Slot()
    def open_details(self) -> None:
        """Show project and comment of what Enter would start."""
        preview = self.line.preview
        command, row = preview.command, preview.continued
        self._continued = None
        if isinstance(command, ContinueEntry) and row and row.project_id and row.task_id:
            self._continued = command, row.comment
            command = StartTimer(row.project_id, row.task_id, row.comment)
        if isinstance(command, AddEntries) and len(command.times) == 1:  # over midnight there are two
            self.add_wanted.emit(command)
        if not isinstance(command, StartTimer | ChangeEntry):
            return
        self._command = command
        self.details.pair.show_pair(preview.pair)
        kept = preview.timers[-1].row.comment if preview.timers and command.comment is None else ""
        self.details.comment.setText(command.comment or kept)
        self.line.close_list()
        self.line.card.hide()
        self.details.show()
        self.details.comment.setFocus(Qt.FocusReason.OtherFocusReason)
        self.details.comment.end(False)  # noqa: FBT003 - Qt's "do not select"
        self.details_toggled.emit(True)  # noqa: FBT003 - a signal's value

    def show_task(self, project_id: int, task_id: int, pair: tuple[str, str, str]) -> None:
        """Show another task in the fields."""
        if self._command is not None:
            self._command = self._command._replace(project_id=project_id, task_id=task_id)
            self._continued = None
            self.details.pair.show_pair(pair)
            self.details.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def close_details(self) -> None:
        """Show the card again."""
        if self._command is not None:
            self._command = self._continued = None
            self.details.suggestions.reset()
            self.details.hide()
            self.line.card.show()
            self.details_toggled.emit(False)  # noqa: FBT003 - a signal's value

    @Slot()
    def back_to_line(self) -> None:
        """Show the card again, and go on with the line."""
        self.close_details()
        self.line.input.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def submit_details(self) -> None:
        """Start what the fields say; an entry that was only to be continued is continued."""
        if self._command is None:
            return
        comment = self.details.comment.text()
        if self._continued is not None and self._continued[1] == comment:
            self.submitted.emit(self._continued[0], False)  # noqa: FBT003 - a signal's value
        else:
            self.submitted.emit(self._command._replace(comment=comment), False)  # noqa: FBT003 - a signal's value

    @Slot(object, bool)
    def _on_submitted(self, command: object, beside: bool) -> None:  # noqa: FBT001 - a signal's value
        if self._command is not None:
            self.submit_details()
        else:
            self.submitted.emit(command, beside)

    def reset(self, text: str = "") -> None:
        """Empty the line, or show another text, and show the card."""
        self.close_details()
        self.line.reset(text)
