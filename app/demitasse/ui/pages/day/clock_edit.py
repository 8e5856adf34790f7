"""The clock of the running timer as a button, and the fields that change its start or how long it has run."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from demitasse.domain import durations
from demitasse.domain.errors import BadInput, Fault
from demitasse.tracker.timer_edit import TimerChange
from demitasse.ui.pages.page import column, field_of, row
from demitasse.ui.text import formats, wording
from demitasse.ui.text.formats import local_datetime
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets.buttons import IconButton, OuterRinged, handle_key_press
from demitasse.ui.widgets.fields import Box, LineEdit, MessageLine
from demitasse.ui.widgets.labels import Digits, Label
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_FIELD = 72
_RADIUS = 4


class ClockButton(OuterRinged, QAbstractButton):
    """The clock; a press changes the start of the timer or how long it has run.

    Its ring is outside, as its first digit stands at its edge.
    """

    def __init__(self, digits: Digits) -> None:
        super().__init__()
        self._digits = digits
        digits.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(digits)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        does = self.tr("Change start time")
        self.setAccessibleName(does)
        set_tip(self, does, shortcut_for("clock"))

    def sizeHint(self) -> QSize:
        return self._digits.sizeHint()

    keyPressEvent = handle_key_press

    def _ring_radius(self) -> float:
        return _RADIUS

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint nothing: the digits do."""
        self.follow_ring()


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
        self.start = LineEdit(self.tr("since"), "9:30")
        self.total = LineEdit(self.tr("so far"), "1:30")
        self._boxes = {self.start: Box(self.start), self.total: Box(self.total)}
        self.words = MessageLine()
        self.cancel = IconButton("close", self.tr("Cancel"), shortcut=shortcut_for("back"))
        self.save = IconButton("check", self.tr("Save"), shortcut=shortcut_for("take"))
        self.save.set_icon("check", "accent")
        parts: list[QWidget | None] = []
        for field, box in self._boxes.items():
            box.setFixedWidth(_FIELD)
            parts += [Label(field.accessibleName(), Role.SMALL, "muted"), box]
            field.textEdited.connect(self._on_edited)
            field.returnPressed.connect(self.accept)
        column(self, row(*parts, None, self.cancel, self.save), self.words)
        self.cancel.clicked.connect(self.close_fields)
        self.save.clicked.connect(self.accept)
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
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)
        self.start.selectAll()

    def follow(self) -> None:
        """Update the field that is not being edited as time passes."""
        if self.opened:
            self._preview()

    @Slot()
    def close_fields(self) -> None:
        """Hide the fields without a change."""
        if self.opened:
            self.hide()
            self.closed.emit()

    @Slot()
    def accept(self) -> None:
        """Apply what was typed, if it is right."""
        if self._typed_in is None:
            self.close_fields()
        elif (plan := self._preview()) is not None:
            self.accepted.emit(plan)

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
        self.words.show_message(sentence(plan))
        self._describe()

    def _wrong(self, fault: Fault) -> None:
        field = self.start if field_of(fault) == "start" else self.total
        self._boxes[field].set_wrong(True)
        self.words.show_fault(fault)
        self._describe()

    def _describe(self) -> None:
        for field in self._boxes:
            field.setAccessibleDescription(self.words.text())

    @Slot()
    def _on_edited(self) -> None:
        sender: Any = self.sender()
        self._typed_in = sender
        self._preview()

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
