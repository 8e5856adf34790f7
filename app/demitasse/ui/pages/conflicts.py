"""Conflicts, one at a time: two versions side by side of which one is kept, or what to do with an entry."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.operations import ConflictKind, OpKind, Resolution
from demitasse.domain.timesheet import TimesheetRow
from demitasse.tracker.conflicts import Conflict
from demitasse.ui.pages.conflict_views import VersionsView, conflict_text, resolution_label, version_span
from demitasse.ui.pages.destinations import Conflicts, Day, EditEntry, Navigator, Picker
from demitasse.ui.pages.message import Message
from demitasse.ui.pages.page import SyncControl, TitledPage, announce, boxed, button_bar, column
from demitasse.ui.text import wording
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.answers import AnswerList, AnswerLook, ProjectLine, ReasonBox
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.labels import ElidedLabel, Label
from demitasse.ui.widgets.scroll import ScrollForm
from demitasse.ui.widgets.theme import Role

_HEAD_END_PX = 10
_QUIET_START = 8
"""The margin before a quiet button, whose label is then in line with the texts above."""
_APART_PX = 12
_MOVE, _COPY = "move", "copy"
"""Answers that resolve nothing by themselves."""


class ConflictsPage(TitledPage[Conflicts]):
    """Asks about the oldest conflict; the last answer leads to the day page."""

    foot_px = theme.BUTTON_BAR

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Needs attention"))
        self._shown: tuple[Conflict, ...] | None = None
        self._postponed: set[tuple[int, ConflictKind]] = set()
        self._decided = 0
        self._ways: list[str] = []
        self.conflict: Conflict | None = None
        self._edits: Conflict | None = None
        """The conflict from which the editor was opened."""
        self.count = ElidedLabel("", Role.SMALL, "muted", at_end=True)
        self.head.row.addWidget(self.count)
        self.head.row.addSpacing(_HEAD_END_PX)
        self.line = ProjectLine(Role.STRONG, height=28)
        self.about = Label("", Role.SMALL, "muted", wrap=True)
        self.about.setContentsMargins(0, 0, 0, _APART_PX)
        self.reason = ReasonBox("")
        self.sentence = Label("", Role.BODY, wrap=True)
        self.sentence.setContentsMargins(0, 2, 0, _APART_PX)
        self.versions = VersionsView()
        self.answers = AnswerList()
        self.answers.setContentsMargins(0, _APART_PX, 0, 0)
        self.nothing = Label(self.tr("There is nothing to decide."), Role.BODY, "muted", wrap=True)
        self.later = Button(self.tr("Later"), kind="quiet")
        self.edit = Button(self.tr("Edit…"))
        self.keep = Button(self.tr("Keep this"), kind="primary")
        self.postpone = Button(self.tr("Later"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        hint = ElidedLabel(self.tr("It stays here until you decide."), Role.SMALL, "muted")
        self._choosing = button_bar(self.later, None, self.edit, self.keep, start=_QUIET_START)
        self._asking = button_bar(hint, self.postpone)
        parts = (self.line, self.about, self.sentence, self.reason, self.versions, self.answers, self.nothing)
        form = boxed(*parts, margins=(16, 4, 16, 0))
        form.layout().addStretch(1)  # type: ignore[union-attr]
        column(self, self.head, ScrollForm(form, 0, 0, 0, 0), self._choosing, self._asking)

    def _connect(self) -> None:
        for button in (self.later, self.postpone):
            button.clicked.connect(self._on_later)
        self.edit.clicked.connect(self._on_edit)
        self.keep.clicked.connect(self._on_keep)
        self.versions.changed.connect(self._show_result)
        self.answers.chosen.connect(self._on_chosen)

    def open(self, destination: Conflicts) -> None:
        """Begin with the oldest conflict."""
        del destination
        self._postponed.clear()
        self._shown, self._decided, self._edits, self.conflict = None, 0, None, None
        self.clear_fault()

    def refresh(self) -> None:
        """Read the conflicts, and show the next one if they have changed. Raises LocalFault."""
        conflicts = self._profile.conflicts.all()
        if edited := self._edited(conflicts):
            self._profile.conflicts.accept_edit(edited)
            self._decided += 1
            conflicts = self._profile.conflicts.all()
            if not conflicts:
                self._navigator.open(Day())
        if conflicts != self._shown:
            self._shown = conflicts
            self._show_next()

    def _edited(self, conflicts: tuple[Conflict, ...]) -> int:
        """Return the entry that was edited from this page and is neither version any more; 0 if there is none."""
        edited, self._edits = self._edits, None
        if edited is None:
            return 0
        now = next((one for one in conflicts if (one.entry_id, one.kind) == (edited.entry_id, edited.kind)), None)
        is_other = now is not None and now.shown_side is None and edited.shown_side is not None
        return edited.entry_id if is_other else 0

    def _open_conflicts(self) -> list[Conflict]:
        found = self._shown or ()
        return [one for one in found if (one.entry_id, one.kind) not in self._postponed]

    def _show_next(self) -> None:
        waiting = self._open_conflicts()
        before, self.conflict = self.conflict, waiting[0] if waiting else None
        conflict = self.conflict
        all_ = self._decided + len(waiting)
        place = self.tr("{n} of {all}").format(n=self._decided + 1, all=all_) if waiting and all_ > 1 else ""
        self.count.set_text(place)
        chooses = conflict is not None and _has_versions(conflict)
        asks = conflict is not None and not chooses
        self.line.setVisible(conflict is not None)
        self.nothing.setVisible(conflict is None)
        self._asking.setVisible(not chooses)
        self._choosing.setVisible(chooses)
        self.sentence.setVisible(chooses)
        self.versions.setVisible(chooses)
        self.about.setVisible(asks)
        self.reason.setVisible(asks)
        self.answers.setVisible(asks)
        if conflict is not None and conflict != before:  # else what was chosen stays
            self._show(conflict, chooses=chooses)

    def _show(self, conflict: Conflict, *, chooses: bool) -> None:
        mine = conflict.mine
        row = self._row(conflict)
        day = wording.day_title(mine.fields.day, self._profile.timesheets.today())
        duration_s = row.duration_s if row else mine.fields.duration_s
        dated = wording.weekday_and_day(mine.fields.day)
        note, spoken = (dated, day) if chooses else (wording.duration(duration_s), wording.spoken_duration(duration_s))
        color = row.color if row else ""
        self.line.show_line(color, mine.project, mine.task, note, spoken, quiet=chooses)
        words = conflict_text(conflict)
        self.sentence.setText(words)
        self.reason.words.setText(words)
        when = ", ".join(filter(None, (day, version_span(mine.fields))))
        self.about.setText(" · ".join(filter(None, (when, wording.plain(mine.fields.comment)))))
        if chooses:
            now = self._profile.clock.now().wall
            self.versions.show_conflict(conflict, self._profile.conflicts.changed_at(conflict.entry_id), now)
            self._show_result()
        else:
            self._show_answers(conflict)
        announce(self, f"{self.line.texts()[0]}. {words}")

    def _row(self, conflict: Conflict) -> TimesheetRow | None:
        rows = self._profile.timesheets.day(conflict.mine.fields.day).rows
        return next((row for row in rows if row.id == conflict.entry_id), None)

    def _show_answers(self, conflict: Conflict) -> None:
        """Show the answers for an entry without a second version to choose."""
        refused = conflict.kind is ConflictKind.REFUSED and conflict.op_kind is not OpKind.DELETE
        looks = {_MOVE: AnswerLook(self.tr("Move it to another task…"), kind="primary")} if refused else {}
        ways = [way for way in (Resolution.MINE, Resolution.THEIRS) if way in conflict.resolutions]
        for way in ways:
            kind = "danger" if deletes(conflict, way) else "plain"
            label = self.tr("Delete it") if refused and kind == "danger" else resolution_label(conflict.kind, way)
            looks[way.value] = AnswerLook(label, kind=kind)
        if refused or conflict.kind is ConflictKind.CUT_OFF:
            looks[_COPY] = AnswerLook(self.tr("Copy its text"))
        order = [_MOVE, Resolution.MINE.value, _COPY, Resolution.THEIRS.value]
        self._ways = [way for way in order if way in looks]
        self.answers.show_answers([looks[way] for way in self._ways])

    @Slot()
    def _show_result(self) -> None:
        """Show what the entry would be."""
        if self.conflict is None:
            return
        with self.showing_faults():
            side, both = self.versions.choice()
            result = self._profile.conflicts.preview(self.conflict.entry_id, side, both_comments=both)
            self.versions.show_result(result)

    # --- answers

    @Slot()
    def _on_keep(self) -> None:
        side, both = self.versions.choice()
        self._resolve(side, both_comments=both)

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        way, conflict = self._ways[number], self.conflict
        if conflict is None:
            return
        if way == _MOVE:
            self._navigator.open(Picker(partial(self._on_picked, conflict)))
        elif way == _COPY:
            QGuiApplication.clipboard().setText(conflict.mine.fields.comment)
            self._navigator.say(Message(self.tr("Copied")))
        else:
            self._resolve(Resolution(way))

    def _on_picked(self, conflict: Conflict, project_id: int, task_id: int, **_how: bool) -> None:
        self._navigator.back()
        before = self._profile.history.last_id()
        with self.showing_faults():
            fields = conflict.mine.fields
            if (project_id, task_id) == (fields.project_id, fields.task_id):
                self._profile.timesheets.retry(conflict.entry_id)
            else:
                self._profile.timesheets.edit(conflict.entry_id, project_id=project_id, task_id=task_id)
            self._on_decided(before)

    def _resolve(self, way: Resolution, *, both_comments: bool = False) -> None:
        conflict = self.conflict
        if conflict is None:
            return
        before = self._profile.history.last_id()
        with self.showing_faults():
            self._profile.conflicts.resolve(conflict.entry_id, way, conflict, both_comments=both_comments)
            self._on_decided(before)

    def _on_decided(self, before: int) -> None:
        """Show the next conflict; `before` is the action that was the last one before the decision."""
        self._decided += 1
        self._sync.wake()
        label = self._profile.history.undoable() if self._profile.history.last_id() != before else ""
        self.clear_fault()
        self.refresh()
        if self._open_conflicts():
            self.take_focus()
        else:
            self._navigator.open(Day())
        if label:
            self._navigator.offer_undo(label)

    @Slot()
    def _on_later(self) -> None:
        """Go on with the next conflict; after the last one, leave."""
        if self.conflict is not None:
            self._postponed.add((self.conflict.entry_id, self.conflict.kind))
            self._show_next()
        if self.conflict is None:
            self.leave()
        else:
            self.take_focus()

    @Slot()
    def _on_edit(self) -> None:
        if self.conflict is not None:
            self._edits = self.conflict
            self._navigator.open(EditEntry(self.conflict.entry_id))

    def after_message(self) -> QWidget | None:
        """Return the first button of the last line."""
        return self.postpone if self._choosing.isHidden() else self.later

    def take_focus(self) -> None:
        """Focus the chosen version, or the first answer."""
        if self.conflict is None:
            self.head.back.setFocus()
        elif self.versions.isVisibleTo(self):
            self.versions.take_focus()
        else:
            self.answers.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the answer of a digit, and the first one on Enter, or keep the chosen version."""
        if self.answers.isVisibleTo(self) and self.answers.handle_key(event):
            return
        if self.versions.isVisibleTo(self) and self.versions.handle_key(event, self._on_keep):
            return
        super().keyPressEvent(event)


def deletes(conflict: Conflict, way: Resolution) -> bool:
    """Return whether a resolution deletes the entry."""
    if conflict.kind is ConflictKind.REFUSED:
        return way is Resolution.THEIRS and conflict.theirs is None
    return (conflict.kind, way) in {
        (ConflictKind.DELETED_ELSEWHERE, Resolution.THEIRS),
        (ConflictKind.EDITED_ELSEWHERE, Resolution.MINE),
        (ConflictKind.COPY, Resolution.MINE),
    }


def _has_versions(conflict: Conflict) -> bool:
    """Return whether one of two versions can be chosen."""
    both = {Resolution.MINE, Resolution.THEIRS} <= set(conflict.resolutions)
    kinds = {ConflictKind.BOTH_CHANGED, ConflictKind.NOT_KEPT, ConflictKind.LOCKED}
    return both and conflict.kind in kinds and conflict.theirs is not None
