"""The form of an entry: its fields, what follows from them, and their mistakes."""

from collections.abc import Callable
from datetime import date, tzinfo
from typing import Any, NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.domain.errors import BadInput, Fault, FaultCode
from demitasse.domain.time_ranges import TimeRange
from demitasse.domain.timesheet import TimesheetRow
from demitasse.domain.wall_time import DayClock
from demitasse.tracker.timesheets import MAX_COMMENT
from demitasse.ui.pages.entry_times import EntryTimes, TimerFacts
from demitasse.ui.pages.page import announce, column, field_of
from demitasse.ui.text import formats, messages, wording
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets.days import DayBox, DayField
from demitasse.ui.widgets.fields import Box, Labelled, LineEdit, MessageLine, PairField, TextEdit

_SHOWN = 2_000
"""Letters of a comment that is too long to be edited."""
_NAMES = ("pair", "comment", "day", "duration", "start_time", "end_time")
"""The fields in their order."""
_GAP = 12

Pair = tuple[int, int]
Values = dict[str, Any]
"""The contents of the fields of `_NAMES`: ids, texts, and the day as a date, or as its text if it is none."""


class Draft(NamedTuple):
    """What was typed into a form: all values, those that were there before, and the times in the order of typing."""

    values: Values
    clean: Values
    typed: list[str]
    focus: str


class Facts(NamedTuple):
    """What a form asks about the account."""

    names: Callable[[Pair], tuple[str, str, str] | None]
    """Project, task and colour of a pair of ids."""
    today: Callable[[], date]
    zone: Callable[[], tzinfo]
    overlap: Callable[[date, TimeRange], str]
    """The warning that a day has another entry at the same time; empty if it has none."""
    timer: TimerFacts


class EntryForm(QWidget):
    """Fields that follow the entry, except those that were edited or have the focus.

    A mistake is shown when its field is left, and goes while the field is edited.
    """

    edited = Signal()
    """The contents of the fields have changed."""

    def __init__(self, facts: Facts) -> None:
        """Build an empty form."""
        super().__init__()
        self._facts = facts
        self._pair: Pair | None = None
        self._locked = False
        self._too_long = ""
        self._clean: Values = {}
        self._mistakes: dict[str, Fault] = {}
        self.pair_field = PairField(self.tr("Pick a project and task"))
        self.comment = TextEdit(self.tr("Comment"))
        self.comment.setPlaceholderText(self.tr("What was it?"))
        self.day = DayField(self.tr("Day"), facts.today)
        self.duration = LineEdit(self.tr("Duration"), "1:30")
        self.start = LineEdit(self.tr("Start"), "–")
        self.end = LineEdit(self.tr("End"), "–")
        fields = {"duration": self.duration, "start_time": self.start, "end_time": self.end}
        self.times = EntryTimes(fields, self._clock, facts.timer)
        self.labelled = {
            "pair": Labelled(self.tr("Project and task"), self.pair_field, lines=0),
            "comment": Labelled(self.tr("Comment"), Box(self.comment, grows=True), lines=0),
            "day": Labelled(self.tr("Day"), DayBox(self.day), lines=0),
            "duration": Labelled(self.tr("Duration"), Box(self.duration), lines=0),
            "start_time": Labelled(self.tr("Start"), Box(self.start), lines=0),
            "end_time": Labelled(self.tr("End"), Box(self.end), lines=0),
        }
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        at = self.labelled
        rows = ((at["pair"],), (at["comment"],), (at["day"], at["duration"]), (at["start_time"], at["end_time"]))
        self.notes: dict[str, MessageLine] = {}
        parts: list[QWidget] = []
        for row in rows:
            names = [name for name in at if at[name] in row]
            note = MessageLine()
            self.notes |= dict.fromkeys(names, note)
            parts += [row[0] if len(row) == 1 else _side_by_side(*row), note]
        column(self, *parts).setStretchFactor(at["comment"], 1)
        self._below_comment = parts[parts.index(at["comment"]) + 1 :]

    def times_px(self) -> int:
        """Return the height of day and times, below the comment."""
        return sum(max(part.sizeHint().height(), part.minimumHeight()) for part in self._below_comment)

    def _connect(self) -> None:
        for name, field in self.times.fields.items():
            field.textEdited.connect(lambda _text, name=name: self._on_time_edited(name))
        self.comment.textChanged.connect(lambda: self._on_edited("comment"))
        self.day.changed.connect(lambda: self._on_edited("day"))
        for name, labelled in self.labelled.items():
            if isinstance(labelled.field, Box):
                labelled.field.left.connect(lambda name=name: self._on_left(name))

    # --- contents

    def fill(self, values: Values, *, running: bool = False) -> None:
        """Show `values`, none of them edited."""
        self._set_running(running=running)
        self._mistakes.clear()
        with QSignalBlocker(self):
            for name, value in values.items():
                self._put(name, value)
        self.times.reset()
        self._clean = self.values()
        self._say()
        self.edited.emit()

    def follow(self, values: Values, *, running: bool) -> None:
        """Show values that were changed elsewhere, except in fields that were edited or have the focus."""
        self._set_running(running=running)
        with QSignalBlocker(self):
            for name, value in values.items():
                if name not in self.touched and (name == "pair" or not self.labelled[name].field.hasFocus()):
                    self._put(name, value)
                    self._clean[name] = self.values()[name]
        self._say()
        self.edited.emit()

    def draft(self) -> Draft:
        """Return what is typed, for `take_draft`."""
        focus = next((name for name, one in self.labelled.items() if one.field.hasFocus()), "")
        return Draft(self.values(), dict(self._clean), list(self.times.typed), focus)

    def take_draft(self, draft: Draft) -> None:
        """Type again what was typed, over the newest contents of the entry."""
        with QSignalBlocker(self):
            for name, value in draft.values.items():
                if value != draft.clean.get(name):
                    self._put(name, value)
        self.times.reset(draft.typed)
        self._say()
        self.edited.emit()

    def _set_running(self, *, running: bool) -> None:
        self.times.running = running
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
            self.day.put_text(value) if isinstance(value, str) else self.day.set_day(value)
        else:
            self.times.fields[name].set_text(value)

    def _put_comment(self, comment: str) -> None:
        """Show a comment that is too long to be stored only in part and read-only: Qt is slow with endless lines."""
        self._too_long = comment if len(comment) > MAX_COMMENT else ""
        shown = f"{comment[:_SHOWN]}…" if self._too_long else comment
        if shown != self.comment.toPlainText():
            self.comment.setPlainText(shown)
        self.comment.setReadOnly(bool(self._too_long) or self._locked)

    def take_pair(self, pair: Pair | None) -> None:
        """Show a project and task."""
        self._pair = pair
        self.pair_field.show_pair(self._facts.names(pair) if pair else None)
        self._on_edited("pair")

    @property
    def pair(self) -> Pair | None:
        """The ids of the project and task that are shown."""
        return self._pair

    def values(self) -> Values:
        """Return the contents of all fields."""
        try:
            day: date | str = self.day.day()
        except BadInput:
            day = self.day.text()
        texts = {name: field.text() for name, field in self.times.fields.items()}
        return {"pair": self._pair, "comment": self._too_long or self.comment.toPlainText(), "day": day} | texts

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
        if self.times.running:
            touched -= {"duration", "start_time"}  # the duration of a running timer grows by itself
        return [name for name in values if name in touched and values[name] not in {self._clean[name], mine[name]}]

    def accept(self, name: str, value: Any) -> None:
        """Take the value from elsewhere as the original of the field, and keep what is typed."""
        self._clean[name] = value

    def _clock(self) -> DayClock:
        return DayClock(self.day.last_day(), self._facts.zone())

    def span(self) -> TimeRange:
        """Return the duration, with start and end if they are typed. Raises BadInput with the name of the field."""
        return self.times.span()

    def changes(self) -> dict[str, Any]:
        """Return the edited fields under their names in an entry. Raises BadInput with the name of the field."""
        touched, values = self.touched, self.values()
        changes: dict[str, Any] = {name: values[name] for name in touched & {"comment", "day"}}
        if "pair" in touched and self._pair:
            changes["project_id"], changes["task_id"] = self._pair
        if self.times.running and touched & {"duration", "start_time"}:
            changes["duration_s"] = self.span().duration_s  # it decides the start
        elif touched & {"duration", "start_time", "end_time"}:
            span = self.span()
            parsed = {"duration_s": span.duration_s, "start_time": span.start, "end_time": span.end}
            changes |= {name: value for name, value in parsed.items() if name.removesuffix("_s") in touched}
        return changes

    # --- mistakes, and what follows

    def _on_edited(self, name: str) -> None:
        """Mend the mistake of a field while it is edited."""
        self._mistakes.pop(name, None)
        self._say()
        self.edited.emit()

    def _on_time_edited(self, name: str) -> None:
        """Update the time that follows from the two others, and mend their mistakes."""
        self._mistakes.pop(name, None)
        self.times.follow(name)
        for other in [other for other in self._mistakes if other in self.times.fields]:
            if self._mistake(other) is None:
                del self._mistakes[other]
        self._say()
        self.edited.emit()

    def _on_left(self, name: str) -> None:
        """Show the mistake of a field that was left for another one of the page."""
        if name == "duration":
            self.times.settle()
        if self.isVisible() and not self._locked and (fault := self._mistake(name)) is not None:
            self.show_fault(fault)
            announce(self, messages.whole(fault))
        else:
            self._say()

    def check(self, *, missing: bool) -> bool:
        """Show all mistakes, with `missing` also what a new entry lacks, and focus the first. Return False if any."""
        self.day.settle()
        faults = {name: self._mistake(name, missing=missing) for name in _NAMES}
        self._mistakes = {name: fault for name, fault in faults.items() if fault is not None}
        self._say()
        if self._mistakes:
            self.focus_on(next(iter(self._mistakes)))
        return not self._mistakes

    def _mistake(self, name: str, *, missing: bool = False) -> Fault | None:
        """Return what is wrong with an edited field; with `missing` also that it is empty and must not be."""
        if name not in self.touched and not missing:
            return None
        try:
            self._read(name, missing=missing)
        except Fault as fault:
            return fault
        return None

    def _read(self, name: str, *, missing: bool) -> None:
        """Raise the fault of a field."""
        if name == "pair" and missing and self._pair is None:
            raise BadInput(UiFault.PAIR_MISSING, field="pair")
        if name == "comment" and not self._too_long and len(self.comment.toPlainText()) > MAX_COMMENT:
            number = len(self.comment.toPlainText())
            raise BadInput(FaultCode.COMMENT_TOO_LONG, number=number, most=MAX_COMMENT, field="comment")
        if name == "day":
            self.day.day()
        if name in self.times.fields:
            self.times.check(name, missing=missing)

    def show_fault(self, fault: Fault) -> bool:
        """Show the fault under its field. Return False if it has none."""
        name = {"start": "start_time"}.get(field_of(fault), field_of(fault))
        if name not in self.labelled:
            return False
        self._mistakes[name] = fault
        self._say()
        return True

    def _say(self) -> None:
        """Show under each row its mistake, else what follows."""
        for name, labelled in self.labelled.items():
            fault = self._mistakes.get(name)
            words = messages.whole(fault) if fault else ""
            assert isinstance(labelled.field, Box | PairField)
            labelled.field.set_mistake(words)
        for note in dict.fromkeys(self.notes.values()):
            names = [name for name in self.labelled if self.notes[name] is note]
            wrong = sorted((name for name in names if name in self._mistakes), key=self._is_left)
            if wrong:
                note.show_fault(self._mistakes[wrong[0]])
            else:
                note.show_message(*self._follows(names[0]))

    def _is_left(self, name: str) -> bool:
        return not self.labelled[name].field.hasFocus()

    def _follows(self, name: str) -> tuple[str, str]:
        """Return what follows from the fields of a row, and its colour."""
        if name == "comment" and self._too_long:
            return self.tr("Too long to be changed here; all of it is kept."), "muted"
        if name == "day":
            return self._day_and_duration(), "muted"
        if name == "start_time" and not self._locked:
            return self._overlap(), "warn"
        return "", "muted"

    def _day_and_duration(self) -> str:
        if self.day.is_typed():
            try:
                return f"= {wording.day_name(self.day.day())}"
            except BadInput:
                return ""
        before = self._clean.get("end_time", "")
        return self.times.result(before) if self.touched & set(self.times.fields) else ""

    def _overlap(self) -> str:
        try:
            span = self.span()
        except BadInput:
            return ""
        return self._facts.overlap(self.day.last_day(), span) if span.start and span.duration_s > 0 else ""

    def focus_on(self, name: str) -> None:
        """Focus a field; a text in one line is selected, so that typing replaces it."""
        field = self.labelled[name].field
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if name in self.times.fields:
            self.times.fields[name].selectAll()

    def set_locked(self, *, locked: bool) -> None:
        """Make all fields read-only, so that they can still be copied."""
        self._locked = locked
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
    layout.setSpacing(_GAP)
    for part in parts:
        layout.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
    return pair
