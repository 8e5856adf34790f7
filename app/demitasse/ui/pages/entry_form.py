"""The form of an entry: its fields, and how start, end and duration depend on each other."""

from collections.abc import Callable
from datetime import date, time, tzinfo
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.domain import time_ranges
from demitasse.domain.errors import BadInput, Fault
from demitasse.domain.time_ranges import TimeRange
from demitasse.domain.timesheet import TimesheetRow
from demitasse.domain.wall_time import DayClock
from demitasse.tracker.timesheets import MAX_COMMENT
from demitasse.ui.pages.page import column, field_of
from demitasse.ui.text import formats, messages, wording
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets.days import DateField, DatePicker
from demitasse.ui.widgets.fields import Box, Labelled, LineEdit, PairField, TextEdit

_SHOWN = 2_000
"""Letters of a comment that is too long to be edited."""

Pair = tuple[int, int]
Values = dict[str, Any]
"""The contents of the fields named "pair", "comment", "day", "duration", "start_time" and "end_time"."""


class EntryForm(QWidget):
    """Fields that follow the entry, except those that were edited or have the focus."""

    edited = Signal()
    """The contents of the fields have changed."""

    def __init__(
        self,
        names: Callable[[Pair], tuple[str, str, str] | None],
        today: Callable[[], date],
        zone: Callable[[], tzinfo],
    ) -> None:
        """Build an empty form. `names` returns project, task and colour of a pair of ids."""
        super().__init__()
        self._names = names
        self._zone = zone
        self._pair: Pair | None = None
        self._running = False
        self._too_long = ""
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
        self._times = {"duration": self.duration, "start_time": self.start, "end_time": self.end}
        first, second = _side_by_side(at["day"], at["duration"]), _side_by_side(at["start_time"], at["end_time"])
        column(self, at["pair"], at["comment"], first, second, gap=12)
        self.duration.textEdited.connect(self._on_duration)
        self.start.textEdited.connect(self._on_start)
        self.end.textEdited.connect(self._on_end)
        self.comment.textChanged.connect(self.edited)
        self.day.dateChanged.connect(self.edited)

    def fill(self, values: Values, *, running: bool = False) -> None:
        """Show `values`, none of them edited."""
        self._set_running(running=running)
        with QSignalBlocker(self):
            for name, value in values.items():
                self._put(name, value)
        for labelled in self.labelled.values():
            labelled.set_note("")
        if self._too_long:
            self.labelled["comment"].set_note(self.tr("Too long to be changed here; all of it is kept."))
        self._hint()
        self._clean = self.values()
        self.edited.emit()

    def follow(self, values: Values, *, running: bool) -> None:
        """Show values that were changed elsewhere, except in fields that were edited or have the focus."""
        self._set_running(running=running)
        with QSignalBlocker(self):
            for name, value in values.items():
                if name not in self.touched and (name == "pair" or not self.labelled[name].field.hasFocus()):
                    self._put(name, value)
                    self._clean[name] = self.values()[name]
        self._hint()
        self.edited.emit()

    def _set_running(self, *, running: bool) -> None:
        self._running = running
        self.end.setEnabled(not running)

    def detach(self) -> None:
        """Turn the form into that of a new entry, because the entry was deleted."""
        self._set_running(running=False)
        self.set_locked(locked=False)

    def _put(self, name: str, value: Any) -> None:
        if name == "pair":
            self.take_pair(value)
        elif name == "comment":
            self._put_comment(value)
        elif name == "day":
            self.day.setDate(wording.qdate(value))
        else:
            self._times[name].set_text(value)

    def _put_comment(self, comment: str) -> None:
        """Show a comment that is too long to be stored only in part and read-only: Qt is slow with endless lines."""
        self._too_long = comment if len(comment) > MAX_COMMENT else ""
        shown = f"{comment[:_SHOWN]}…" if self._too_long else comment
        if shown != self.comment.toPlainText():
            self.comment.setPlainText(shown)
        self.comment.setReadOnly(bool(self._too_long))

    def take_pair(self, pair: Pair | None) -> None:
        """Show a project and task."""
        self._pair = pair
        self.pair_field.show_pair(self._names(pair) if pair else None)
        self.labelled["pair"].set_note("")
        self.edited.emit()

    @property
    def pair(self) -> Pair | None:
        """The ids of the project and task that are shown."""
        return self._pair

    def values(self) -> Values:
        """Return the contents of all fields."""
        return {
            "pair": self._pair,
            "comment": self._too_long or self.comment.toPlainText(),
            "day": self.day.day(),
            "duration": self.duration.text(),
            "start_time": self.start.text(),
            "end_time": self.end.text(),
        }

    @property
    def touched(self) -> set[str]:
        """The names of the fields that were edited."""
        if not self._clean:
            return set()
        return {name for name, value in self.values().items() if value != self._clean.get(name)}

    def forget(self) -> None:
        """Consider no field as edited."""
        self._clean = {}

    def overtaken(self, values: Values) -> list[str]:
        """Return the edited fields whose newest `values` differ from both the original and the edited text."""
        mine, touched = self.values(), self.touched
        if self._running:
            touched -= {"duration"}  # the duration of a running timer grows by itself
        return [name for name in values if name in touched and values[name] not in {self._clean[name], mine[name]}]

    def accept(self, name: str, value: Any) -> None:
        """Take the value from elsewhere as the original of the field, and keep what is typed."""
        self._clean[name] = value

    def span(self) -> TimeRange:
        """Return the duration, with start and end if they are typed. Raises BadInput with the name of the field."""
        span = self._parsed_duration()
        if span.start and self._running:
            raise BadInput(UiFault.TIMER_HAS_NO_END, field="duration")
        start, end = (formats.parse_time(self._times[name].text(), name) for name in ("start_time", "end_time"))
        if start and end:
            time_ranges.seconds_between(start, end, self._on())
        return span._replace(start=start, end=end)

    def changes(self) -> dict[str, Any]:
        """Return the edited fields under their names in an entry. Raises BadInput with the name of the field."""
        touched, values = self.touched, self.values()
        changes: dict[str, Any] = {name: values[name] for name in touched & {"comment", "day"}}
        if "pair" in touched and self._pair:
            changes["project_id"], changes["task_id"] = self._pair
        if touched & {"duration", "start_time", "end_time"}:
            span = self.span()
            parsed = {"duration": span.duration_s, "start_time": span.start, "end_time": span.end}
            changes |= {name: value for name, value in parsed.items() if name in touched}
        if "duration" in changes:
            changes["duration_s"] = changes.pop("duration")
        return changes

    @Slot()
    def _on_duration(self) -> None:
        """Update start and end; a duration such as "9-10:30" contains both."""
        try:
            span = self._parsed_duration()
        except BadInput:
            span = None
        if span is not None and not self._running:
            start = span.start or self._read("start_time")
            if span.start:
                self.start.set_text(formats.time_or_empty(span.start))
            if start:
                self.end.set_text(formats.time_or_empty(time_ranges.end_after(start, span.duration_s, self._on())))
        self._read("start_time")
        self._read("end_time")
        self._hint()
        self.edited.emit()

    @Slot()
    def _on_start(self) -> None:
        """Update the duration if there is an end, else the end."""
        if self._read("end_time"):
            self._on_end()
        else:
            self._on_duration()

    @Slot()
    def _on_end(self) -> None:
        """Update the duration."""
        start, end = self._read("start_time"), self._read("end_time")
        if start is not None and end is not None:
            try:
                self.duration.set_text(wording.duration(time_ranges.seconds_between(start, end, self._on())))
            except BadInput as fault:
                self.show_fault(fault)
            self._hint()
        self.edited.emit()

    def _on(self) -> DayClock:
        return DayClock(self.day.day(), self._zone())

    def _parsed_duration(self) -> TimeRange:
        """Return what is typed as the duration, which may be a start and an end. Raises BadInput."""
        span = time_ranges.parse(self.duration.text())
        if span.start is None or span.end is None:
            return span
        return span._replace(duration_s=time_ranges.seconds_between(span.start, span.end, self._on()))

    def _read(self, name: str) -> time | None:
        """Return the time in a field, and show under the field if it is wrong."""
        try:
            moment = formats.parse_time(self._times[name].text(), name)
        except BadInput as fault:
            self.show_fault(fault)
            return None
        self.labelled[name].set_note("")
        return moment

    def _hint(self) -> None:
        """Show under the duration how it is understood, or why it is wrong."""
        typed = self.duration.text().strip()
        try:
            understood = wording.duration(self._parsed_duration().duration_s) if typed else typed
            self.labelled["duration"].set_note(f"= {understood}" if understood != typed else "")
        except BadInput as fault:
            self.show_fault(fault)

    def show_fault(self, fault: Fault) -> bool:
        """Show the fault under its field. Return False if it has none."""
        labelled = self.labelled.get(field_of(fault))
        if labelled is not None:
            labelled.set_note(messages.whole(fault), wrong=True)
        return labelled is not None

    def focus_on(self, name: str) -> None:
        """Focus a field."""
        self.labelled[name].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_locked(self, *, locked: bool) -> None:
        """Make all fields read-only, so that they can still be copied."""
        self.pair_field.setEnabled(not locked)
        for field in (self.comment, self.day, self.duration, self.start, self.end):
            field.setReadOnly(locked or (field is self.comment and bool(self._too_long)))
        for labelled in self.labelled.values():
            labelled.field.update()


def values_of(row: TimesheetRow) -> Values:
    """Return the contents of the form for an entry."""
    return {
        "pair": (row.project_id, row.task_id) if row.project_id and row.task_id else None,
        "comment": row.comment,
        "day": row.day,
        "duration": wording.duration(row.duration_s),
        "start_time": formats.time_or_empty(row.start_time),
        "end_time": formats.time_or_empty(row.end_time),
    }


def _side_by_side(*parts: QWidget) -> QWidget:
    pair = QWidget()
    layout = QHBoxLayout(pair)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    for part in parts:
        layout.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
    return pair
