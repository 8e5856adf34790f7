"""The fields of an entry: what is typed in them, how they depend on one another, and what is under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.domain import time_ranges
from demitasse.domain.errors import BadInput
from demitasse.tracker.timesheets import MAX_COMMENT
from demitasse.ui.pages.page import column
from demitasse.ui.text import formats, messages, wording
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets.days import DateField, DatePicker
from demitasse.ui.widgets.fields import Box, Labelled, LineEdit, PairField, TextEdit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, time

    from demitasse.domain.errors import Fault
    from demitasse.domain.time_ranges import TimeRange
    from demitasse.domain.timesheet import TimesheetRow

_SHOWN = 2_000

Pair = tuple[int, int]
Values = dict[str, Any]
"""What the fields hold, by their names: "pair", "comment", "day", "duration", "start_time", "end_time"."""


class EntryForm(QWidget):
    """Knows what was typed and what was not; nothing that is typed, or under the cursor, is ever replaced."""

    edited = Signal()
    """The fields hold something else now."""

    def __init__(self, names: Callable[[Pair], tuple[str, str, str] | None], today: Callable[[], date]) -> None:
        """`names` tells a pair's project, task and colour."""
        super().__init__()
        self._names = names
        self._pair: Pair | None = None
        self._running = False
        self._endless = ""
        self._clean: Values = {}
        self.pair_field = PairField(self.tr("Pick a project and task"))
        self.comment = TextEdit(self.tr("Comment"))
        self.day = DateField(self.tr("Day"), today)
        self.duration = LineEdit(self.tr("Duration"), "1:30")
        self.start = LineEdit(self.tr("Start"), "–")
        self.end = LineEdit(self.tr("End"), "–")
        self.labelled = {
            "pair": Labelled(self.tr("Project and task"), self.pair_field),
            "comment": Labelled(self.tr("Comment"), Box(self.comment)),
            "day": Labelled(self.tr("Day"), DatePicker(self.day)),
            "duration": Labelled(self.tr("Duration"), Box(self.duration), hint=True),
            "start_time": Labelled(self.tr("Start"), Box(self.start)),
            "end_time": Labelled(self.tr("End"), Box(self.end)),
        }
        at = self.labelled
        day, times_ = _beside(at["day"], at["duration"]), _beside(at["start_time"], at["end_time"])
        column(self, at["pair"], at["comment"], day, times_, gap=12)
        self._connect()

    def _connect(self) -> None:
        self.duration.textEdited.connect(self._on_duration)
        self.start.textEdited.connect(self._on_start)
        self.end.textEdited.connect(self._on_end)
        self.comment.textChanged.connect(self.edited)
        self.day.dateChanged.connect(self.edited)

    # --- what they hold ------------------------------------------------------------------------------------------

    def fill(self, values: Values, *, running: bool = False) -> None:
        """Hold this; it is what nobody has touched yet."""
        self._run(running=running)
        with QSignalBlocker(self):
            for name, value in values.items():
                self._put(name, value)
        for labelled in self.labelled.values():
            labelled.set_note("")
        if self._endless:
            self.labelled["comment"].set_note(self.tr("Too long to be changed here; all of it is kept."))
        self._hint()
        self._clean = self.values()
        self.edited.emit()

    def follow(self, values: Values, *, running: bool) -> None:
        """The entry was changed elsewhere: fields that nobody touches follow it."""
        self._run(running=running)
        with QSignalBlocker(self):
            for name, value in values.items():
                if name not in self.touched and not self._under_cursor(name):
                    self._put(name, value)
                    self._clean[name] = self.values()[name]
        self._hint()
        self.edited.emit()

    def _run(self, *, running: bool) -> None:
        self._running = running
        self.end.setEnabled(not running)

    def detach(self) -> None:
        """What the fields hold is about no entry any more."""
        self._run(running=False)
        self.set_locked(locked=False)

    def _under_cursor(self, name: str) -> bool:
        field = {
            "pair": self.pair_field, "comment": self.comment, "day": self.day, "duration": self.duration,
            "start_time": self.start, "end_time": self.end,
        }[name]  # fmt: skip
        return field.hasFocus() and name != "pair"

    def _put(self, name: str, value: Any) -> None:
        if name == "pair":
            self.take_pair(value)
        elif name == "comment":
            self._put_comment(value)
        elif name == "day":
            self.day.setDate(wording.qdate(value))
        else:
            {"duration": self.duration, "start_time": self.start, "end_time": self.end}[name].set_text(value)

    def _put_comment(self, comment: str) -> None:
        """Of one that is too long to be stored again only the beginning is shown: Qt takes long over endless lines."""
        self._endless = comment if len(comment) > MAX_COMMENT else ""
        shown = f"{comment[:_SHOWN]}…" if self._endless else comment
        if shown != self.comment.toPlainText():
            self.comment.setPlainText(shown)
        self.comment.setReadOnly(bool(self._endless))

    def take_pair(self, pair: Pair | None) -> None:
        """Show this project and task."""
        self._pair = pair
        self.pair_field.show_pair(self._names(pair) if pair else None)
        self.labelled["pair"].set_note("")
        self.edited.emit()

    @property
    def pair(self) -> Pair | None:
        """The project and task that are picked."""
        return self._pair

    def values(self) -> Values:
        """What the fields hold now."""
        return {
            "pair": self._pair,
            "comment": self._endless or self.comment.toPlainText(),
            "day": self.day.day(),
            "duration": self.duration.text(),
            "start_time": self.start.text(),
            "end_time": self.end.text(),
        }

    @property
    def touched(self) -> set[str]:
        """The fields that hold something else than they were filled with."""
        return (
            {name for name, value in self.values().items() if value != self._clean.get(name)} if self._clean else set()
        )

    def forget(self) -> None:
        """Whatever is in the fields is done with."""
        self._clean = {}

    def overtaken(self, values: Values) -> list[str]:
        """The touched fields that were changed elsewhere, to something else, since they were filled."""
        mine, touched = self.values(), self.touched
        if self._running:
            touched -= {"duration"}  # that of a running timer grows by itself
        return [name for name in values if name in touched and values[name] not in {self._clean[name], mine[name]}]

    def accept(self, name: str, value: Any) -> None:
        """What the field was changed to elsewhere is known now; what is typed stays."""
        self._clean[name] = value

    # --- what they mean ------------------------------------------------------------------------------------------

    def span(self) -> TimeRange:
        """The duration, and when it began and ended if that is typed. Raises BadInput, at the field."""
        span = time_ranges.parse(self.duration.text())
        if span.start and self._running:
            raise BadInput(UiFault.TIMER_HAS_NO_END, field="duration")
        start, end = (
            formats.parse_time(self.start.text(), "start_time"),
            formats.parse_time(self.end.text(), "end_time"),
        )
        if start and end:
            time_ranges.seconds_between(start, end)
        return span._replace(start=start, end=end)

    def changes(self) -> dict[str, Any]:
        """The touched fields by their names in an entry. Raises BadInput, at the field."""
        touched, values = self.touched, self.values()
        changes: dict[str, Any] = {name: values[name] for name in touched & {"comment", "day"}}
        if "pair" in touched and self._pair:
            changes["project_id"], changes["task_id"] = self._pair
        if touched & {"duration", "start_time", "end_time"}:
            span = self.span()
            told = {"duration": span.duration_s, "start_time": span.start, "end_time": span.end}
            changes |= {name: value for name, value in told.items() if name in touched}
        if "duration" in changes:
            changes["duration_s"] = changes.pop("duration")
        return changes

    # --- while typing --------------------------------------------------------------------------------------------

    @Slot()
    def _on_duration(self) -> None:
        """Start and end follow what is typed as a duration, as far as it tells them."""
        try:
            span = time_ranges.parse(self.duration.text())
        except BadInput:
            span = None
        if span is not None and not self._running:
            start = span.start or self._read("start_time")
            if span.start:
                self.start.set_text(formats.time_or_empty(span.start))
            if start:
                self.end.set_text(formats.time_or_empty(time_ranges.end_after(start, span.duration_s)))
        self._said("start_time", "end_time")
        self._hint()
        self.edited.emit()

    @Slot()
    def _on_start(self) -> None:
        """With an end the duration follows, else the end follows the duration."""
        if self._read("end_time"):
            self._duration_follows()
        else:
            self._on_duration()

    @Slot()
    def _on_end(self) -> None:
        self._duration_follows()

    def _duration_follows(self) -> None:
        self._said("start_time", "end_time")
        start, end = self._read("start_time"), self._read("end_time")
        if start is not None and end is not None:
            try:
                self.duration.set_text(wording.duration(time_ranges.seconds_between(start, end)))
            except BadInput as fault:
                self.show_fault(fault)
            self._hint()
        self.edited.emit()

    def _said(self, *names: str) -> None:
        """Say what is wrong with these, and nothing where nothing is."""
        for name in names:
            self._read(name)

    def _read(self, name: str) -> time | None:
        """A time field as it is understood, with what is wrong said under it."""
        field = {"start_time": self.start, "end_time": self.end}[name]
        try:
            found = formats.parse_time(field.text(), name)
        except BadInput as fault:
            self.show_fault(fault)
            return None
        self.labelled[name].set_note("")
        return found

    def _hint(self) -> None:
        """Under the duration: how it is understood, or why it is not."""
        typed = self.duration.text().strip()
        try:
            understood = wording.duration(time_ranges.parse(typed).duration_s) if typed else typed
            self.labelled["duration"].set_note(f"= {understood}" if understood != typed else "")
        except BadInput as fault:
            self.show_fault(fault)

    def show_fault(self, fault: Fault) -> bool:
        """Say it at the field it is about; False if it is about none."""
        labelled = self.labelled.get(getattr(fault, "field", ""))
        if labelled is not None:
            labelled.set_note(messages.whole(fault), wrong=True)
        return labelled is not None

    def focus_on(self, name: str) -> None:
        """The keyboard goes to this field."""
        self.labelled[name].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_locked(self, *, locked: bool) -> None:
        """Let everything be read and copied, and nothing be changed."""
        self.pair_field.setEnabled(not locked)
        for field in (self.comment, self.day, self.duration, self.start, self.end):
            field.setReadOnly(locked or (field is self.comment and bool(self._endless)))
        for labelled in self.labelled.values():
            labelled.field.update()


def values_of(row: TimesheetRow) -> Values:
    """What the fields hold when nobody has touched an entry."""
    return {
        "pair": (row.project_id, row.task_id) if row.project_id and row.task_id else None,
        "comment": row.comment,
        "day": row.day,
        "duration": wording.duration(row.duration_s),
        "start_time": formats.time_or_empty(row.start_time),
        "end_time": formats.time_or_empty(row.end_time),
    }


def _beside(*parts: QWidget) -> QWidget:
    pair = QWidget()
    layout = QHBoxLayout(pair)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    for part in parts:
        layout.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
    return pair
