"""The editor page, for an existing entry or a new one."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot

from demitasse.boot.full_profile import FullProfile
from demitasse.domain import time_ranges
from demitasse.domain.entries import EntryState
from demitasse.domain.errors import BadInput, Fault, LocalFault, NoMatch
from demitasse.domain.preview import AddEntries
from demitasse.domain.time_ranges import TimeRange
from demitasse.domain.timesheet import TimesheetRow
from demitasse.domain.wall_time import DayClock
from demitasse.ui.pages.destinations import AddEntry, Day, EditEntry, Navigator, Picker
from demitasse.ui.pages.entry_form import Draft, EntryForm, Facts, Pair, values_of
from demitasse.ui.pages.entry_times import TimerFacts
from demitasse.ui.pages.message import Message, Offer
from demitasse.ui.pages.page import Head, Page, SyncControl, button_bar, column, field_of
from demitasse.ui.text import formats, messages, wording
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.banner import Notice
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.scroll import ScrollForm
from demitasse.ui.widgets.shortcuts import bind, shortcut_for
from demitasse.ui.widgets.tips import set_tip

_VALUE_LETTERS = 60
_REJECTED = {EntryState.REJECTED, EntryState.NEEDS_REVIEW}


class EditorPage(Page[EditEntry | AddEntry]):
    """Saves only the fields that were edited. Esc discards the edit, Enter and Ctrl+Enter save it."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator)
        self._row: TimesheetRow | None = None
        self._opened: EditEntry | AddEntry = AddEntry()
        self._draft: Draft | None = None
        self.head = Head("")
        self.notice = Notice()
        facts = Facts(
            self._names, profile.timesheets.today, profile.settings.zone, self._overlap,
            TimerFacts(self._seconds_since, self._start_for),
        )  # fmt: skip
        self.form = form = EntryForm(facts)
        self.pair, self.comment, self.day = form.labelled["pair"], form.comment, form.day
        self.duration, self.start, self.end = form.duration, form.start, form.end
        self.delete_button = Button(self.tr("Delete"), kind="danger")
        self.cancel_button = Button(self.tr("Cancel"))
        self.save_button = Button(self.tr("Save"), kind="primary")
        # The margin at the start aligns the word "Delete" with the fields.
        buttons = button_bar(self.delete_button, None, self.cancel_button, self.save_button, start=8)
        column(self, self.head, self.notice, ScrollForm(form, 16, 4, 16, 0), buttons)
        self.foot_px = theme.BUTTON_BAR + form.times_px()  # a message stands over the end of the comment
        self._connect()

    def _connect(self) -> None:
        self.head.back.clicked.connect(self.leave)
        self.cancel_button.clicked.connect(self.leave)
        set_tip(self.cancel_button, self.tr("Leave it as it was"), shortcut_for("back"))
        self.save_button.clicked.connect(self.save)
        set_tip(self.save_button, self.tr("Save"), shortcut_for("save"))
        self.delete_button.clicked.connect(self.delete)
        self.form.pair_field.clicked.connect(self._on_pick)
        self.notice.acted.connect(self._on_send_again)
        for field in (self.day, self.duration, self.start, self.end):
            field.returnPressed.connect(self.save)
        bind(self, {"save": self.save})

    def open(self, destination: EditEntry | AddEntry) -> None:
        """Fill the form, unless it is shown and has unsaved edits. Raises NoMatch, LocalFault."""
        if self.dirty and not self.isHidden():
            return
        if isinstance(destination, EditEntry):
            self._open_entry(destination.entry_id)
        else:
            self._open_new(destination.day or self._profile.timesheets.today(), destination.span)
            if destination.filled is not None:
                self._row = None
                self.form.fill(_values_of_line(destination.filled))
        self._opened = destination
        if self._draft is not None:
            self.form.take_draft(self._draft)

    def _open_entry(self, entry_id: int) -> None:
        """Edit an entry, and keep unsaved edits of the same entry."""
        row = self._profile.timesheets.entry(entry_id)
        if self.dirty and self._row is not None and self._row.id == entry_id:
            return
        self._row = row
        self.form.fill(values_of(row), running=row.running)
        self._show_head(row)

    def _open_new(self, day: date, span: tuple[time, time] | None) -> None:
        """Add an entry, and keep unsaved edits of a new one."""
        if self._row is None and self.dirty:
            return
        self._row = None
        start, end = span or (None, None)
        on = DayClock(day, self._profile.settings.zone())
        duration = wording.duration(time_ranges.seconds_between(*span, on)) if span else ""
        values = {"pair": None, "comment": "", "day": day, "duration": duration}
        self.form.fill(values | {"start_time": formats.time_or_empty(start), "end_time": formats.time_or_empty(end)})
        self._show_head(None)

    def _show_head(self, row: TimesheetRow | None) -> None:
        """Show the title, the problem of the entry, and the buttons that apply."""
        locked = row is not None and bool(row.locked) and row.state not in _REJECTED
        self.head.title.set_text(self.tr("Edit entry") if row else self.tr("Add time"))
        self.save_button.setText(self.tr("Save") if row else self.tr("Add"))
        self.delete_button.setVisible(row is not None and not locked)
        self.save_button.setVisible(not locked)
        self.cancel_button.setText(self.tr("Close") if locked else self.tr("Cancel"))
        self.form.set_locked(locked=locked)
        if row is None:
            self.notice.show_notice("")
        elif row.state in _REJECTED:
            self.notice.show_notice(wording.sync_problem(row, self._profile.clock.now().wall), self.tr("Send again"))
        else:
            self.notice.show_notice(wording.lock_reason(row))

    def _names(self, pair: Pair) -> tuple[str, str, str] | None:
        """Return project, task and colour, also of a pair that is no longer in the catalogue but on the entry."""
        choice = self._profile.timesheets.choice(*pair)
        if choice is not None:
            return choice.project, choice.task, choice.color
        row = self._row
        return (row.project, row.task, row.color) if row and (row.project_id, row.task_id) == pair else None

    @property
    def dirty(self) -> bool:
        """Whether there are unsaved edits."""
        return bool(self.form.touched)

    def refresh(self) -> None:
        """Update the fields that are not being edited. Raises NoMatch if the entry was deleted, LocalFault."""
        if self._row is None:
            return
        row = self._profile.timesheets.entry(self._row.id)
        if row == self._row:
            return
        was_state = (self._row.state, self._row.reason, self._row.locked, self._row.running)
        self._row = row
        self.form.follow(values_of(row), running=row.running)
        if was_state != (row.state, row.reason, row.locked, row.running):
            self._show_head(row)

    def take_focus(self) -> None:
        """Focus the project and task if they are missing, else the duration; after "Undo" the field that was left."""
        if self._draft is not None and self._draft.focus:
            self.form.focus_on(self._draft.focus)
        elif self.save_button.isHidden():
            self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.form.pair is None:
            self.form.focus_on("pair")
        else:
            self.form.focus_on("duration")
            self.duration.selectAll()

    def _overlap(self, day: date, span: TimeRange) -> str:
        """Return the warning that the entry overlaps another one of `day`, as far as that is stored here."""
        assert span.start is not None
        try:
            sheet = self._profile.timesheets.day(day)
        except LocalFault:
            return ""
        own_id = self._row.id if self._row else 0
        shared = sheet.overlaps_at(span.start, span.end, span.duration_s, self._local, own_id)
        if not shared:
            return ""
        other = max(shared, key=lambda pair: pair[1])[0]
        spans = [(start, end) for start, end, number in sheet.stretches(self._local) if number == other.id]
        times = (_time(min(start for start, _ in spans)), _time(max(end for _, end in spans)))
        words = self.tr("Overlaps {pair}, {span}")
        return words.format(pair=wording.task_name(other.project, other.task), span="–".join(times))

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._profile.settings.zone())

    def _seconds_since(self, start: time) -> int:
        """Return for how long the timer has run if it started at `start`. Raises Fault."""
        return self._profile.timer_edit.plan(start, entry_id=self._row.id if self._row else None).total_s

    def _start_for(self, total_s: int) -> time:
        """Return when the timer started if it has run for `total_s`."""
        return self._local(self._profile.clock.now().wall - timedelta(seconds=total_s)).time()

    @Slot()
    def save(self) -> None:
        """Save the edited fields; mistakes and faults are shown, and the form stays as it is."""
        if self.save_button.isHidden():
            self.leave()
            return
        if not self.form.check(missing=self._row is None):
            return
        with self.showing_faults():
            if self._row is None:
                self._add()
                self._done("add")
            elif not (changed := self._changes(self._row)):
                self._close()
            elif not self._asks_about_newer_values(self._row):
                self._profile.timesheets.edit(self._row.id, **changed)
                self._done("edit")

    def _changes(self, row: TimesheetRow) -> dict[str, Any]:
        """Return the edited fields that differ from the entry. Seconds, which are not shown, stay. Raises BadInput."""
        changed = {name: value for name, value in self.form.changes().items() if value != getattr(row, name)}
        if wording.duration(changed.get("duration_s", -1)) == wording.duration(row.duration_s):
            changed.pop("duration_s", None)
        return changed

    def _add(self) -> None:
        if self.form.pair is None:
            raise BadInput(UiFault.PAIR_MISSING, field="pair")
        span = self.form.span()
        self._profile.timesheets.add(
            *self.form.pair, span.duration_s, comment=self.form.values()["comment"], day=self.day.day(),
            start_time=span.start, end_time=span.end,
        )  # fmt: skip

    def _asks_about_newer_values(self, row: TimesheetRow) -> bool:
        """Show edited fields that were changed elsewhere. Return False if there are none that were not shown before.

        Raises NoMatch, LocalFault.
        """
        theirs = values_of(self._profile.timesheets.entry(row.id))
        overtaken = self.form.overtaken(theirs)
        for name in overtaken:
            value = self._text_of(name, theirs[name])
            self.form.show_fault(BadInput(UiFault.CHANGED_ELSEWHERE, value=value, field=name))
            self.form.accept(name, theirs[name])
        if overtaken:
            self.form.focus_on(overtaken[0])
        return bool(overtaken)

    def _text_of(self, name: str, value: Any) -> str:
        if name == "pair":
            names = self._names(value) if value else None
            return wording.task_name(*names[:2]) if names else "–"
        return wording.day_name(value) if name == "day" else wording.plain(value)[:_VALUE_LETTERS]

    def _done(self, label: str) -> None:
        self.form.forget()
        self._sync.wake()
        self._navigator.open(Day(returns=True))
        self._navigator.offer_undo(label)

    @Slot()
    def leave(self) -> None:
        """Go back without saving; what was typed can be brought back for a while."""
        draft = self.form.draft() if self.dirty and not self.save_button.isHidden() else None
        opened = EditEntry(self._row.id) if self._row else self._opened
        self._close()
        if draft is not None:
            undo = Offer(self.tr("Undo"), partial(self._restore, opened, draft), "Ctrl+Z", takes_key=True)
            self._navigator.say(Message(self.tr("Changes dropped"), (undo,)))

    def _close(self) -> None:
        self.form.forget()
        self._row = None
        super().leave()

    def _restore(self, destination: EditEntry | AddEntry, draft: Draft) -> None:
        """Open the form again as it was left."""
        self._draft = draft
        self._navigator.open(destination)
        self._draft = None

    @Slot()
    def delete(self) -> None:
        """Delete the entry; the day page offers to undo it."""
        if self._row is None:
            return
        with self.showing_faults():
            self._profile.timesheets.delete(self._row.id, self._row)
            self._done("delete")

    @Slot()
    def _on_send_again(self) -> None:
        """Save the edits, and send the entry again."""
        if self._row is None:
            return
        with self.showing_faults():
            if changed := self._changes(self._row):
                self._profile.timesheets.edit(self._row.id, **changed)
            self._profile.timesheets.retry(self._row.id)
            self._sync.wake()
            self._close()

    @Slot()
    def _on_pick(self) -> None:
        self._navigator.open(Picker(self._on_picked))

    def type(self, text: str) -> bool:
        """Look for a task from the letters that are typed on its field."""
        if typed := self.form.pair_field.hasFocus():
            self._navigator.open(Picker(self._on_picked, text))
        return typed

    def _on_picked(self, project_id: int, task_id: int) -> None:
        self.form.take_pair((project_id, task_id))
        self._navigator.back()
        self.take_focus()

    def show_fault(self, fault: Fault) -> None:
        """Show the fault at its field, else in the notice."""
        if isinstance(fault, NoMatch) and self._row is not None:
            self._gone()
        elif not self.form.show_fault(fault):
            self.notice.show_notice(messages.whole(fault))
        if name := field_of(fault):
            self.form.focus_on(name)

    def _gone(self) -> None:
        """Keep what is typed, so that it can be added again: the entry was deleted elsewhere."""
        self._row = None
        self._show_head(None)
        self.form.detach()
        self.notice.show_notice(
            self.tr("This entry was deleted elsewhere. What is typed here can be added as a new one.")
        )


def _time(seconds: int) -> str:
    """Return a second of the day as a time of day; its end is 00:00."""
    return wording.time_of_day(time(seconds // 3600 % 24, seconds // 60 % 60))


def _values_of_line(filled: AddEntries) -> dict[str, Any]:
    """Return what the form shows of the entry that a line would add."""
    first = filled.times[0]
    return {
        "pair": (filled.project_id, filled.task_id),
        "comment": filled.comment,
        "day": first.day,
        "duration": wording.duration(first.seconds),
        "start_time": formats.time_or_empty(first.start),
        "end_time": formats.time_or_empty(first.end),
    }
