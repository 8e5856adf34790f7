"""The pages with a line for the running timer: one switches to another task, the other changes the running entry."""

from PySide6.QtCore import Qt, Slot

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import LocalFault
from demitasse.domain.preview import AddEntries, ChangeEntry, Command, Mode
from demitasse.ui.pages.destinations import AddEntry, Change, Navigator, Picker, Switch
from demitasse.ui.pages.line_control import LineControl
from demitasse.ui.pages.line_header import LineHeader
from demitasse.ui.pages.page import SyncControl, TitledPage, boxed, column, hint_bar, on_surface
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.candidates import CandidateList
from demitasse.ui.widgets.labels import KeyCaps, Rule
from demitasse.ui.widgets.shortcuts import cap_text, shortcut_for


class LinePage(TitledPage[Switch | Change]):
    """Enter switches, and Shift+Enter changes the running entry; on the other page it is the other way round."""

    foot_px = theme.FOOTER

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator, mode: Mode) -> None:
        """`mode` says what Enter does."""
        super().__init__(profile, sync, navigator)
        self._mode = mode
        self._destination: Switch | Change | None = None
        self.head.title.set_text(self.tr("Switch to…") if mode is Mode.SWITCH else self.tr("Change the running entry"))
        self.line = LineControl(self, profile, sync, mode, listed=True)
        self.comments = CandidateList(self.tr("Comments from before"))
        self.comments.hide()
        self.header = LineHeader(self.line, self._known_comments, self.comments)
        self.keys = KeyCaps(spread=True)
        lists = on_surface(boxed(self.line.list, self.comments))
        column(self, self.head, self.header, Rule(), lists, hint_bar(self.keys))
        self.header.submitted.connect(self._on_submitted)
        self.header.add_wanted.connect(self._on_add_wanted)
        self.header.details.pair.clicked.connect(self._on_details_pair)
        self.line.changed.connect(self._show_keys)
        self.header.details_toggled.connect(self._show_lists)
        self.header.details.suggestions.list_toggled.connect(self._show_lists)

    def open(self, destination: Switch | Change) -> None:
        """Begin with what was typed already."""
        self._destination = destination
        self.header.reset(destination.text if isinstance(destination, Switch) else "")

    def refresh(self) -> None:
        """Show what Enter does now. Raises LocalFault."""
        overview = self._profile.overview.read()
        if not overview.timers and self._mode is Mode.CHANGE:
            self.leave()  # there is no running entry to change
            return
        self.line.refresh(overview, overview.sheet.day)

    def take_focus(self) -> None:
        """Focus the line, behind what is typed."""
        self.line.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.input.end(False)  # noqa: FBT003 - Qt's "do not select"

    def hidden(self) -> None:
        """Stop the timers."""
        self.line.pause()

    @Slot()
    def _show_lists(self) -> None:
        self.comments.setVisible(self.header.details.suggestions.is_open)
        self.line.list.setVisible(self.header.task is None)
        self._show_keys()

    @Slot()
    def _show_keys(self) -> None:
        """Name what Enter and Shift+Enter do."""
        preview = self.line.preview
        changes, adds = isinstance(preview.command, ChangeEntry), isinstance(preview.command, AddEntries)
        if preview.command is None:
            changes = self._mode is Mode.CHANGE
        verb = self.tr("add") if adds else self.tr("change") if changes else self.tr("switch")
        if self.header.task is not None:
            self.keys.set_keys(("↵", verb), ("Tab", self.tr("next")), ("Esc", self.tr("back to the line")))
            return
        keys = [("↑↓", self.tr("choose"))]
        if preview.command is not None:
            keys.append(("↵", verb))
        if preview.instead is not None:
            other = self.tr("switch instead") if changes else self.tr("change instead")
            keys.append((cap_text(shortcut_for("other")), other))
        self.keys.set_keys(*keys, ("Esc", ""))

    @Slot(object, bool)
    def _on_submitted(self, command: Command, beside: bool) -> None:  # noqa: FBT001 - a signal's value
        if self._destination is not None:
            self._destination.perform(command, beside=beside)

    @Slot(object)
    def _on_add_wanted(self, command: AddEntries) -> None:
        self._navigator.open(AddEntry(filled=command))

    @Slot()
    def _on_details_pair(self) -> None:
        self._navigator.open(Picker(self._on_details_picked))

    def _on_details_picked(self, project_id: int, task_id: int) -> None:
        self._navigator.back()
        choice = self._profile.timesheets.choice(project_id, task_id)
        if choice is not None:
            self.header.show_task(project_id, task_id, (choice.project, choice.task, choice.color))

    def _known_comments(self) -> list[str]:
        try:
            return self._profile.pages.suggestions.comments(self.header.task)
        except LocalFault:  # completion is a convenience; a fault must not interrupt the typing
            return []
