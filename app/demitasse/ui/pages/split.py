"""Split an entry in two; both durations are shown before."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot

from demitasse.boot.full_profile import FullProfile
from demitasse.domain import durations
from demitasse.domain.errors import BadInput, Fault
from demitasse.ui.pages.destinations import Day, Navigator, SplitEntry
from demitasse.ui.pages.page import SyncControl, TitledPage, boxed, column, row
from demitasse.ui.text import messages, wording
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.fields import Box, Labelled, LineEdit
from demitasse.ui.widgets.labels import ElidedLabel
from demitasse.ui.widgets.shortcuts import bind, shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

if TYPE_CHECKING:
    from demitasse.domain.timesheet import TimesheetRow


class SplitPage(TitledPage[SplitEntry]):
    """Asks for the duration of the first part."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Split entry"))
        self._row: TimesheetRow | None = None
        self.name = ElidedLabel("", Role.STRONG)
        self.comment = ElidedLabel("", Role.SMALL, "muted")
        self.first = LineEdit(self.tr("First part"), "1:30")
        self._labelled = Labelled(self.tr("First part"), Box(self.first), hint=True)
        self.split_button = Button(self.tr("Split"), kind="primary")
        self.cancel_button = Button(self.tr("Cancel"))
        entry = boxed(self.name, self.comment, gap=2)
        buttons = row(None, self.cancel_button, self.split_button, margins=(0, 8, 0, 0))
        form = boxed(entry, self._labelled, buttons, margins=(16, 4, 16, 16), gap=12)
        column(self, self.head, self.notice, form, None)
        self._connect()

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(self.leave)
        set_tip(self.cancel_button, self.tr("Leave it as it was"), shortcut_for("back"))
        self.split_button.clicked.connect(self.split)
        self.first.returnPressed.connect(self.split)
        self.first.textEdited.connect(self._preview)
        bind(self, {"save": self.split})

    def open(self, destination: SplitEntry) -> None:
        """Propose the middle of the entry. Raises NoMatch, LocalFault."""
        self._row = row = self._profile.timesheets.entry(destination.entry_id)
        self.notice.show_notice("")
        self.name.set_text(wording.task_name(row.project, row.task))
        self.comment.set_text(row.comment)
        self.comment.setVisible(bool(self.comment.text()))
        self.first.set_text(durations.hours_minutes(row.duration_s // 120 * 60))
        self._preview()

    def take_focus(self) -> None:
        """Focus the duration."""
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.first.selectAll()

    @Slot()
    def _preview(self) -> None:
        """Show both durations under the field, or the reason why the entry cannot be split there."""
        if self._row is None:
            return
        try:
            first_s = durations.parse(self.first.text())
        except BadInput as fault:
            self._labelled.set_note(messages.whole(fault), wrong=True)
            return
        rest_s = self._row.duration_s - first_s
        if first_s > 0 and rest_s > 0:
            words = self.tr("{first} and {rest}").format(first=wording.duration(first_s), rest=wording.duration(rest_s))
            self._labelled.set_note(words)
        else:
            words = self.tr("Less than {time}, so that something is left.")
            self._labelled.set_note(words.format(time=wording.duration(self._row.duration_s)), wrong=True)
        self.resized.emit()

    @Slot()
    def split(self) -> None:
        """Split the entry; the day page offers to undo it."""
        if self._row is None:
            return
        with self.showing_faults():
            self._profile.timesheets.split(self._row.id, durations.parse(self.first.text()), self._row)
            self._sync.wake()
            self._navigator.open(Day(undo_label="split"))

    def show_fault(self, fault: Fault) -> None:
        """Show the fault at the field, if the duration is wrong, else in the notice."""
        if isinstance(fault, BadInput):
            self._labelled.set_note(messages.whole(fault), wrong=True)
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.resized.emit()
        else:
            super().show_fault(fault)
