"""Cutting an entry in two at a point of the person's choice; both parts are shown before it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.domain import durations
from demitasse.domain.errors import BadInput
from demitasse.ui.pages.destinations import Day, SplitEntry
from demitasse.ui.pages.page import Head, NoticePage, boxed, column
from demitasse.ui.text import wording
from demitasse.ui.widgets.buttons import Button, tip
from demitasse.ui.widgets.fields import Box, Labelled, LineEdit
from demitasse.ui.widgets.labels import Line
from demitasse.ui.widgets.shortcuts import bind, key
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from demitasse.boot.profile import Profile
    from demitasse.domain.errors import Fault
    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.ui.pages.destinations import Navigator
    from demitasse.ui.pages.page import SyncControl


class SplitPage(NoticePage[SplitEntry]):
    """Esc leaves the entry whole; Enter cuts it."""

    def __init__(self, profile: Profile, sync: SyncControl, navigator: Navigator) -> None:
        """Build the page; `open` fills it."""
        super().__init__(navigator)
        self._profile = profile
        self._sync = sync
        self._row: TimesheetRow | None = None
        self.head = Head(self.tr("Split entry"))
        self.name = Line("", Role.STRONG)
        self.comment = Line("", Role.SMALL, "muted")
        self.first = LineEdit(self.tr("First part"), "1:30")
        self._labelled = Labelled(self.tr("First part"), Box(self.first), hint=True)
        self.split_button = Button(self.tr("Split"), kind="primary")
        self.cancel_button = Button(self.tr("Cancel"))
        form = QWidget()
        layout = column(form, self.head, margins=(16, 16, 16, 16), gap=12)
        layout.addWidget(boxed(self.name, self.comment, gap=2))
        layout.addWidget(self._labelled)
        layout.addWidget(self._buttons())
        column(self, self.notice, form)
        self._connect()

    def _buttons(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(self.cancel_button)
        layout.addWidget(self.split_button)
        return row

    def _connect(self) -> None:
        self.head.back.clicked.connect(self.leave)
        self.cancel_button.clicked.connect(self.leave)
        self.cancel_button.setToolTip(tip(self.tr("Leave it as it was"), key("back")))
        self.split_button.clicked.connect(self.split)
        self.first.returnPressed.connect(self.split)
        self.first.textEdited.connect(self._preview)
        bind(self, {"save": self.split})

    def open(self, destination: SplitEntry) -> None:
        """Propose to cut the entry in the middle. Raises NoMatch, LocalFault."""
        self._row = row = self._profile.timesheets.entry(destination.entry_id)
        self.notice.say("")
        self.name.say(wording.pair(row.project, row.task))
        self.comment.say(row.comment)
        self.comment.setVisible(bool(self.comment.text()))
        self.first.put(durations.hours_minutes(row.duration_s // 120 * 60))
        self._preview()

    def take_focus(self) -> None:
        """Where the cut is typed."""
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.first.selectAll()

    @Slot()
    def _preview(self) -> None:
        """Under the field: both parts, or why they cannot be."""
        if self._row is None:
            return
        try:
            first_s = durations.parse(self.first.text())
        except BadInput as fault:
            self._labelled.say(wording.fault(fault), wrong=True)
            return
        rest_s = self._row.duration_s - first_s
        if first_s > 0 and rest_s > 0:
            words = self.tr("{first} and {rest}").format(first=wording.hours(first_s), rest=wording.hours(rest_s))
            self._labelled.say(words)
        else:
            words = self.tr("Less than {time}, so that something is left.")
            self._labelled.say(words.format(time=wording.hours(self._row.duration_s)), wrong=True)
        self.resized.emit()

    @Slot()
    def split(self) -> None:
        """Cut it; the day offers to take it back."""
        if self._row is None:
            return
        with self.telling():
            self._profile.entry_split.split(self._row.id, durations.parse(self.first.text()))
            self._sync.wake()
            self._navigator.open(Day(undo_label="split"))

    def say(self, fault: Fault) -> None:
        """At the field, if it is about that."""
        if isinstance(fault, BadInput):
            self._labelled.say(wording.fault(fault), wrong=True)
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.resized.emit()
        else:
            super().say(fault)
