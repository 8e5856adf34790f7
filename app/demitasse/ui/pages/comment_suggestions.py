"""Earlier comments that fit what is typed, in a list below; the focus stays in the field."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent

from demitasse.domain.search import comment_marks, complete_comment
from demitasse.ui.text import wording
from demitasse.ui.widgets.candidates import CandidateList, Item
from demitasse.ui.widgets.fields import LineEdit

_LEAST = 2
"""The letters after which the list is shown."""


class CommentSuggestions(QObject):
    """Shows earlier comments after the second letter. Down takes the next one into the field, and Up the one before."""

    list_toggled = Signal(bool)
    """The list is to be shown or hidden."""

    def __init__(self, field: LineEdit, shown_in: CandidateList, known: Callable[[], list[str]]) -> None:
        """Complete the text of `field` from the comments that `known` returns, best first."""
        super().__init__(field)
        self._field, self._list, self._known = field, shown_in, known
        self._all: list[str] | None = None
        self._typed = ""
        self._takes = False
        self.is_open = False
        field.textEdited.connect(self.offer)
        field.installEventFilter(self)
        shown_in.taken.connect(self._on_taken)

    @property
    def lines(self) -> list[str]:
        """The comments that are shown."""
        return [item.comment for item in self._list.model_.items if item.comment] if self.is_open else []

    @Slot()
    def offer(self) -> None:
        """Show the comments that fit what is typed."""
        if self._takes:  # what is taken is no typing
            return
        self._typed = text = self._field.text()
        if len(text.strip()) < _LEAST:
            self.close_list()
            return
        if self._all is None:
            self._all = self._known()
        found = complete_comment(text, self._all)
        if not found:
            self.close_list()
            return
        title = Item(self.tr("Comments from before"))
        items = [Item(comment=one, marks=comment_marks(text, wording.plain(one))) for one in found]
        self._list.show_items((title, *items))
        self._toggle(on=True)

    def close_list(self) -> None:
        """Hide the list."""
        self._toggle(on=False)

    def reset(self) -> None:
        """Hide the list, and read the earlier comments again for the next one."""
        self._all = None
        self.close_list()

    def _toggle(self, *, on: bool) -> None:
        if on != self.is_open:
            self.is_open = on
            self._field.setAccessibleDescription("")
            self.list_toggled.emit(on)

    def _step(self, by: int) -> None:
        first = next((item for item in self._list.model_.items if item.comment), None)
        if by < 0 and self._list.current_item() in {None, first}:
            self._list.show_current(None)
            self._take(self._typed)
        elif (item := self._list.step(by)) is not None:
            self._take(item.comment)
            self._field.setAccessibleDescription(wording.plain(item.comment))

    def _take(self, comment: str) -> None:
        self._takes = True
        self._field.selectAll()
        self._field.insert(comment)  # inserted, so that Ctrl+Z restores what was typed
        self._takes = False

    @Slot(object)
    def _on_taken(self, item: Item) -> None:
        if self.is_open:
            self._take(item.comment)
            self.close_list()
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle arrows and Esc of the field while the list is shown."""
        if event.type() is QEvent.Type.FocusOut:
            self.reset()
        elif event.type() is QEvent.Type.KeyPress and self.is_open and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            return plain and self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Down:
            self._step(1)
        elif key == Qt.Key.Key_Up:
            self._step(-1)
        elif key == Qt.Key.Key_Escape:
            self._take(self._typed)
            self.close_list()
        else:
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.close_list()
            return False
        return True
