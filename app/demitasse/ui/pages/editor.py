"""The editor page, for an existing entry or a new one, and the preview of what saving changes."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from PySide6.QtCore import Qt, Slot

from demitasse.boot.full_profile import FullProfile
from demitasse.domain import time_ranges
from demitasse.domain.entries import EntryState
from demitasse.domain.errors import BadInput, Fault, NoMatch
from demitasse.domain.time_ranges import TimeRange
from demitasse.domain.timesheet import TimesheetRow
from demitasse.domain.wall_time import DayClock
from demitasse.ui.pages.destinations import AddEntry, Day, EditEntry, Navigator, Picker
from demitasse.ui.pages.entry_form import EntryForm, Pair, values_of
from demitasse.ui.pages.page import Head, Page, SyncControl, boxed, column, field_of, row
from demitasse.ui.text import formats, messages, wording
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.headers import Notice
from demitasse.ui.widgets.labels import Label
from demitasse.ui.widgets.shortcuts import bind, shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_VALUE_LETTERS = 60
_WEEK = 7
_REJECTED = {EntryState.REJECTED, EntryState.NEEDS_REVIEW}


class EditorPage(Page[EditEntry | AddEntry]):
    """Saves only the fields that were edited. Esc discards the edit, Ctrl+Enter saves it."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator)
        self._row: TimesheetRow | None = None
        self.head = Head("")
        self.notice = Notice()
        self.form = form = EntryForm(self._names, profile.timesheets.today, profile.settings.zone)
        self.pair, self.comment, self.day = form.labelled["pair"], form.comment, form.day
        self.duration, self.start, self.end = form.duration, form.start, form.end
        self.preview = Label("", Role.SMALL, "muted", wrap=True)
        self.delete_button = Button(self.tr("Delete"), kind="danger")
        self.cancel_button = Button(self.tr("Cancel"))
        self.save_button = Button(self.tr("Save"), kind="primary")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.preview.setMinimumHeight(self.preview.fontMetrics().height())
        inner = boxed(self.form, self.preview, margins=(16, 4, 16, 0), gap=12)
        # The margin at the start aligns the word "Delete" with the fields.
        buttons = row(self.delete_button, None, self.cancel_button, self.save_button, margins=(8, 12, 16, 16))
        column(self, self.head, self.notice, inner, None, buttons)

    def _connect(self) -> None:
        self.head.back.clicked.connect(self.leave)
        self.cancel_button.clicked.connect(self.leave)
        set_tip(self.cancel_button, self.tr("Leave it as it was"), shortcut_for("back"))
        self.save_button.clicked.connect(self.save)
        set_tip(self.save_button, self.tr("Save"), shortcut_for("save"))
        self.delete_button.clicked.connect(self.delete)
        self.form.pair_field.clicked.connect(self._on_pick)
        self.form.edited.connect(self._on_edited)
        self.notice.acted.connect(self._on_send_again)
        for field in (self.duration, self.start, self.end):
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
        self.resized.emit()

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
        """Focus the project and task if they are missing, else the duration."""
        if self.save_button.isHidden():
            self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.form.pair is None:
            self.form.focus_on("pair")
        else:
            self.form.focus_on("duration")
            self.duration.selectAll()

    @Slot()
    def _on_edited(self) -> None:
        """Show a preview of what saving changes."""
        try:
            words = self._preview_text()
        except Fault:  # shown at the field, or on saving
            words = ""
        self.preview.setText(words)
        self.save_button.setAccessibleDescription(words)
        self.resized.emit()

    def _preview_text(self) -> str:
        if self._row is not None:
            changed = self._changes(self._row)
            names = self._names(self.form.pair) if self.form.pair else None
            words = preview_edit(self._row, changed, wording.task_name(*names[:2]) if names else "")
        elif self.duration.text().strip():
            words = preview_new(self.form.span(), self.day.day(), self._profile.timesheets.today())
        else:
            words = ""
        return ", ".join(part for part in (words, self._overlap() if words else "") if part)

    def _overlap(self) -> str:
        span, own = self.form.span(), self._row.id if self._row else None
        return find_overlap(self._profile.timesheets.day(self.day.day()).rows, own, span.start, span.end)

    @Slot()
    def save(self) -> None:
        """Save the edited fields; a fault is shown, and the form stays as it is."""
        with self.showing_faults():
            if self._row is None:
                self._add()
                self._done("add")
            elif not (changed := self._changes(self._row)):
                self.leave()
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
            self.resized.emit()
        return bool(overtaken)

    def _text_of(self, name: str, value: Any) -> str:
        if name == "pair":
            names = self._names(value) if value else None
            return wording.task_name(*names[:2]) if names else "–"
        return wording.day_name(value) if name == "day" else wording.plain(value)[:_VALUE_LETTERS]

    def _done(self, label: str) -> None:
        self.form.forget()
        self._sync.wake()
        self._navigator.open(Day(undo_label=label))

    @Slot()
    def leave(self) -> None:
        """Go back without saving, and forget what was typed."""
        self.form.forget()
        self._row = None
        super().leave()

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
            self.form.forget()
            self._sync.wake()
            self.leave()

    @Slot()
    def _on_pick(self) -> None:
        self._navigator.open(Picker(self._on_picked))

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
        self.resized.emit()

    def _gone(self) -> None:
        """Keep what is typed, so that it can be added again: the entry was deleted elsewhere."""
        self._row = None
        self._show_head(None)
        self.form.detach()
        self.notice.show_notice(
            self.tr("This entry was deleted elsewhere. What is typed here can be added as a new one.")
        )


def preview_edit(row: TimesheetRow, changes: dict[str, Any], pair: str) -> str:
    """Return how `changes` change an entry, or an empty string. `pair` is the new project and task in words."""
    parts = [*_duration(row, changes), *_times(row, changes)]
    if "project_id" in changes:
        parts.append(wording.translate("EditPreview", "booked on {pair}").format(pair=pair))
    if "day" in changes:
        parts.append(wording.translate("EditPreview", "moved to {day}").format(day=_day(changes["day"], row.day)))
    if "comment" in changes:
        parts.append(_comment(row, changes["comment"]))
    return ", ".join(parts)


def preview_new(span: TimeRange, day: date, today: date) -> str:
    """Return what adding a new entry books."""
    words = wording.translate("EditPreview", "Adds {time} on {day}").format(
        time=wording.duration(span.duration_s), day=wording.day_title(day, today)
    )
    return ", ".join([words, *([_from_to(span.start, span.end)] if span.start or span.end else [])])


def find_overlap(rows: Iterable[TimesheetRow], own_id: int | None, start: time | None, end: time | None) -> str:
    """Return which of `rows` overlaps start and end, or an empty string. The entry `own_id` does not count."""
    for entry in rows:
        if start and end and entry.start_time and entry.end_time and entry.id != own_id:
            if start >= _last_moment(entry.end_time) or entry.start_time >= _last_moment(end):
                continue
            words = wording.translate("EditPreview", "overlaps {pair}, {times}")
            return words.format(
                pair=wording.task_name(entry.project, entry.task), times=_from_to(entry.start_time, entry.end_time)
            )
    return ""


def _last_moment(end: time) -> time:
    """Return an end that can be compared with a start: 00:00 is the end of the day."""
    return time.max if end == time() else end


def _duration(row: TimesheetRow, changes: dict[str, Any]) -> list[str]:
    if "duration_s" not in changes:
        return []
    return [f"{wording.duration(row.duration_s)} → {wording.duration(changes['duration_s'])}"]


def _times(row: TimesheetRow, changes: dict[str, Any]) -> list[str]:
    """Return start and end if they change."""
    if not changes.keys() & {"start_time", "end_time"}:
        return []
    start, end = changes.get("start_time", row.start_time), changes.get("end_time", row.end_time)
    if start is None and end is None:
        return [wording.translate("EditPreview", "without start and end")]
    return [_from_to(start, end)]


def _from_to(start: time | None, end: time | None) -> str:
    return "–".join(wording.time_of_day(moment) if moment else "…" for moment in (start, end))


def _day(day: date, before: date) -> str:
    """Return a day as its weekday if it is less than a week away from `before`."""
    return wording.weekday(day) if abs((day - before).days) < _WEEK else wording.day_name(day)


def _comment(row: TimesheetRow, comment: str) -> str:
    if not comment.strip():
        return wording.translate("EditPreview", "without its comment")
    if not row.comment:
        return wording.translate("EditPreview", "new comment")
    return wording.translate("EditPreview", "other comment")
