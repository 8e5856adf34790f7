"""Edits the start or the duration of the running timer in two fields that replace the clock."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from demitasse.domain import durations
from demitasse.domain.errors import BadInput, Fault
from demitasse.support.clock import local_datetime
from demitasse.tracker.timer_edit import TimerChange
from demitasse.ui.pages.page import column, field_of, row
from demitasse.ui.text import formats, messages, wording
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets.fields import Box, LineEdit
from demitasse.ui.widgets.labels import Label
from demitasse.ui.widgets.theme import Role


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
        column(self, row(*pairs, margins=(0, 4, 0, 4), gap=6), self.words, gap=2)
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
