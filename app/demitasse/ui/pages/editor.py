"""The editor: every field of an entry, for an existing one or to add time by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.domain import durations, spans
from demitasse.domain.entries import EntryState
from demitasse.domain.errors import BadInput
from demitasse.ui import text
from demitasse.ui.pages import times
from demitasse.ui.pages.page import Head, Page, column
from demitasse.ui.widgets.bars import Notice
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.days import DayBox, DayEdit
from demitasse.ui.widgets.fields import Box, Labelled, LineEdit, PairField, TextEdit

if TYPE_CHECKING:
    from datetime import date, time

    from demitasse.boot.profile import Profile
    from demitasse.domain.errors import Fault
    from demitasse.domain.timesheet import Row
    from demitasse.ui.pages.page import Background

_REJECTED = {EntryState.REJECTED, EntryState.NEEDS_REVIEW}


class EditorPage(Page):
    """Esc leaves everything as it was; Ctrl+Enter saves. Only what was changed is saved."""

    pick_wanted = Signal()

    def __init__(self, profile: Profile, background: Background) -> None:
        """Build the page; `open_entry` or `open_new` fills it."""
        super().__init__()
        self._profile = profile
        self._background = background
        self._row: Row | None = None
        self._pair: tuple[int, int] | None = None
        self._clean: dict[str, Any] = {}
        self.waits_for_pair = False
        self.head = Head("")
        self.notice = Notice()
        self.pair = Labelled(self.tr("Project and task"), PairField(self.tr("Pick a project and task")))
        self.comment = TextEdit(self.tr("Comment"))
        self.day = DayEdit(self.tr("Day"))
        self.duration = LineEdit(self.tr("Duration"), "1:30")
        self.start = LineEdit(self.tr("Start"), "–")
        self.end = LineEdit(self.tr("End"), "–")
        self._labelled = {
            "day": Labelled(self.tr("Day"), DayBox(self.day)),
            "duration": Labelled(self.tr("Duration"), Box(self.duration), hint=True),
            "start_time": Labelled(self.tr("Start"), Box(self.start)),
            "end_time": Labelled(self.tr("End"), Box(self.end)),
        }
        self.delete_button = Button(self.tr("Delete"), kind="danger")
        self.cancel_button = Button(self.tr("Cancel"))
        self.save_button = Button(self.tr("Save"), kind="primary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = QWidget()
        comment = Labelled(self.tr("Comment"), Box(self.comment))
        column(
            form, self.head, self.pair, comment, _beside(self._labelled["day"], self._labelled["duration"]),
            _beside(self._labelled["start_time"], self._labelled["end_time"]), margins=(16, 16, 16, 0), gap=12,
        )  # fmt: skip
        column(self, self.notice, form, self._buttons())

    def _buttons(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(8, 20, 16, 16)  # the word "Delete" begins where the fields begin
        layout.setSpacing(8)
        layout.addWidget(self.delete_button)
        layout.addStretch(1)
        layout.addWidget(self.cancel_button)
        layout.addWidget(self.save_button)
        return row

    def _connect(self) -> None:
        self.head.back.clicked.connect(self.cancel)
        self.cancel_button.clicked.connect(self.cancel)
        self.cancel_button.setToolTip(self.tr("Leave it as it was (Esc)"))
        self.save_button.clicked.connect(self.save)
        self.save_button.setToolTip(self.tr("Save (Ctrl+Enter)"))
        self.delete_button.clicked.connect(self.delete)
        self.pair.field.clicked.connect(self._on_pick)  # type: ignore[attr-defined]
        self.duration.textEdited.connect(self._on_duration)
        self.start.textEdited.connect(self._on_start)
        self.end.textEdited.connect(self._on_end)
        self.notice.acted.connect(self._on_send_again)
        for field in (self.duration, self.start, self.end):
            field.returnPressed.connect(self.save)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    # --- filling -------------------------------------------------------------------------------------------------

    def open_entry(self, entry_id: int) -> None:
        """Edit this entry; one that is being edited already keeps what was typed. Raises NoMatch, LocalFault."""
        row = self._profile.timesheets.entry(entry_id)
        if self.dirty and self._row is not None and self._row.id == entry_id:
            return
        self._row = row
        self.head.title.say(self.tr("Edit entry"))
        self._fill(row)
        self._say_state(row)

    def open_new(self, day: date, span: tuple[time, time] | None = None) -> None:
        """Add time on this day, from and to if `span` says so; what was typed before and not saved is still there."""
        if self._row is None and self.dirty:
            return
        self._row = None
        self.head.title.say(self.tr("Add time"))
        self.notice.say("")
        self._show_pair(None)
        self.comment.setPlainText("")
        self.day.setDate(text.qdate(day))
        start, end = span or (None, None)
        for field, words in ((self.duration, ""), (self.start, times.shown(start)), (self.end, times.shown(end))):
            field.put(words)
        self._duration_follows()
        self._settle(running=False)

    def _fill(self, row: Row) -> None:
        self._show_pair((row.project_id, row.task_id) if row.project_id and row.task_id else None, row)
        self.comment.setPlainText(row.comment)
        self.day.setDate(text.qdate(row.day))
        self.duration.put(text.hours(row.duration_s))
        self.start.put(times.shown(row.start_time))
        self.end.put(times.shown(row.end_time))
        self._settle(running=row.running)

    def _settle(self, *, running: bool) -> None:
        """What the fields hold now is what cancelling returns to."""
        self.waits_for_pair = False
        self._clean = self._typed()
        self.delete_button.setVisible(self._row is not None)
        self.save_button.setText(self.tr("Save") if self._row is not None else self.tr("Add"))
        self.end.setEnabled(not running)
        for labelled in (*self._labelled.values(), self.pair):
            labelled.say("")
        self._hint()

    def _say_state(self, row: Row) -> None:
        words = text.held_up(row, self._profile.clock.now().wall) if row.state in _REJECTED else text.locked(row)
        self.notice.say(words, self.tr("Send again") if row.state in _REJECTED else "")

    def take_pair(self, project_id: int, task_id: int) -> None:
        """The picker's answer."""
        self._show_pair((project_id, task_id))
        self.pair.say("")

    def _show_pair(self, pair: tuple[int, int] | None, row: Row | None = None) -> None:
        self._pair = pair
        choice = self._profile.store.catalog.choice(*pair) if pair else None
        names: Any = choice or row
        shown = (names.project, names.task, names.color) if names is not None and pair else None
        self.pair.field.show_pair(shown)  # type: ignore[attr-defined]

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return bool(self._clean) and self._typed() != self._clean

    def _typed(self) -> dict[str, Any]:
        return {
            "pair": self._pair,
            "comment": self.comment.toPlainText(),
            "day": self.day.day(),
            "duration": self.duration.text(),
            "start_time": self.start.text(),
            "end_time": self.end.text(),
        }

    def refresh(self) -> None:
        """What is being typed is never replaced; a page nobody has touched follows its entry. Raises LocalFault."""
        if self._row is not None and not self.dirty and not self.waits_for_pair:
            self.open_entry(self._row.id)

    def take_focus(self) -> None:
        """Where typing most likely starts."""
        self.waits_for_pair = False
        target = self.pair.field if self._pair is None else self.duration
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if target is self.duration:
            self.duration.selectAll()

    # --- while typing --------------------------------------------------------------------------------------------

    @Slot()
    def _on_duration(self) -> None:
        """The end follows the duration."""
        duration_s, start = self._read_duration(), self._read("start_time")
        if duration_s and start and self.end.isEnabled():
            self.end.put(times.shown(spans.end_after(start, duration_s)))
        self._hint()

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
        start, end = self._read("start_time"), self._read("end_time")
        if start is None or end is None:
            return
        try:
            self.duration.put(text.hours(spans.between(start, end)))
        except BadInput as fault:
            self._labelled["end_time"].say(text.fault(fault), wrong=True)
        self._hint()

    def _read(self, name: str) -> Any:
        """A time field as it is understood, with what is wrong said under it."""
        field = {"start_time": self.start, "end_time": self.end}[name]
        try:
            found = times.parse(field.text(), name)
        except BadInput as fault:
            self._labelled[name].say(text.fault(fault), wrong=True)
            return None
        self._labelled[name].say("")
        return found

    def _read_duration(self) -> int | None:
        try:
            return durations.parse(self.duration.text())
        except BadInput:
            return None

    def _hint(self) -> None:
        """Under the duration: how it is understood, or why it is not."""
        typed = self.duration.text().strip()
        labelled = self._labelled["duration"]
        try:
            labelled.say(f"= {text.hours(durations.parse(typed))}" if typed else "")
        except BadInput as fault:
            labelled.say(text.fault(fault), wrong=True)
        self.resized.emit()

    # --- what a person does --------------------------------------------------------------------------------------

    @Slot()
    def save(self) -> None:
        """Save what was changed; a fault leaves every field as it is and says what is wrong."""
        with self.telling():
            label = self._add() if self._row is None else self._edit(self._row)
            if label is None:
                return
            self._clean = {}
            self._background.poke()
            self.wrote.emit(label)

    def _add(self) -> str | None:
        if self._pair is None:
            raise BadInput(self.tr("Pick what this time was for."), field="pair")
        self._profile.timesheets.add(
            *self._pair,
            durations.parse(self.duration.text()),
            comment=self.comment.toPlainText(),
            day=self.day.day(),
            **self._times(),
        )
        return "add"

    def _times(self) -> dict[str, Any]:
        start, end = times.parse(self.start.text(), "start_time"), times.parse(self.end.text(), "end_time")
        if start and end:
            spans.between(start, end)
        return {"start_time": start, "end_time": end}

    def _edit(self, row: Row) -> str | None:
        changes = self._changes()
        if changes:
            self._profile.timesheets.edit(row.id, **changes)
            return "edit"
        self.left.emit()
        return None

    def _changes(self) -> dict[str, Any]:
        typed = self._typed()
        changed = {name for name, value in typed.items() if value != self._clean.get(name)}
        changes: dict[str, Any] = {name: typed[name] for name in changed & {"comment", "day"}}
        if "pair" in changed and self._pair:
            changes["project_id"], changes["task_id"] = self._pair
        if "duration" in changed:
            changes["duration_s"] = durations.parse(typed["duration"])
        both = self._times() if changed & {"start_time", "end_time"} else {}
        return changes | {name: value for name, value in both.items() if name in changed}

    @Slot()
    def cancel(self) -> None:
        """Leave everything as it was."""
        self._clean = {}
        self._row = None
        self.left.emit()

    @Slot()
    def delete(self) -> None:
        """Delete the entry; the day offers to take it back."""
        if self._row is None:
            return
        with self.telling():
            self._profile.timesheets.delete(self._row.id)
            self._clean = {}
            self._background.poke()
            self.wrote.emit("delete")

    @Slot()
    def _on_send_again(self) -> None:
        if self._row is None:
            return
        with self.telling():
            if changes := self._changes():
                self._profile.timesheets.edit(self._row.id, **changes)
            self._profile.timesheets.retry(self._row.id)
            self._clean = {}
            self._background.poke()
            self.left.emit()

    @Slot()
    def _on_pick(self) -> None:
        self.waits_for_pair = True
        self.pick_wanted.emit()

    def say(self, fault: Fault) -> None:
        """At the field it is about, else over the form."""
        labelled = self._labelled.get(getattr(fault, "field", "")) or (
            self.pair if getattr(fault, "field", "") == "pair" else None
        )
        if labelled is not None:
            labelled.say(text.fault(fault), wrong=True)
            labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.notice.say(text.fault(fault))
        self.resized.emit()

    def keyPressEvent(self, event: Any) -> None:
        """Esc leaves everything as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
            return
        super().keyPressEvent(event)


def _beside(*parts: QWidget) -> QWidget:
    pair = QWidget()
    layout = QHBoxLayout(pair)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    for part in parts:
        layout.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
    return pair
