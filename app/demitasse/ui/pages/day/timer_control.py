"""The header of the day with what it does: the timer, its comment, and the line that starts one."""

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import Fault, FaultCode, LocalFault, Overtaken
from demitasse.domain.preview import AddEntries, ChangeEntry, Command, ContinueEntry, StartTimer
from demitasse.domain.timesheet import TimesheetRow
from demitasse.tracker.overview import Overview
from demitasse.tracker.timer_edit import TimerChange
from demitasse.ui.pages.day.running_header import RunningHeader
from demitasse.ui.pages.day.switch_offer import SwitchOffer
from demitasse.ui.pages.destinations import AddEntry, Change, Day, Navigator, Picker, Switch
from demitasse.ui.pages.line_control import LineControl
from demitasse.ui.pages.line_header import LineHeader
from demitasse.ui.pages.page import COMMENT_KEY, Page, SyncControl, boxed
from demitasse.ui.tray.aim import Aim
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.buttons import RoundButton
from demitasse.ui.widgets.candidates import CandidateList
from demitasse.ui.widgets.labels import KeyCaps
from demitasse.ui.widgets.shortcuts import cap_text

Pair = tuple[int, int]


class TimerControl(QObject):
    """Builds the header, which shows the running timer or the line, and carries out what it asks for."""

    written = Signal(str, object)
    """Something was written: the tracker's label of the action, and the entry it is about or None."""
    overlay_changed = Signal()
    """Another list is to be shown, or other hints."""

    def __init__(self, page: Page[Any], profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        """Build the widgets for `page`, which lays them out: `header`, the two lists and `hints`."""
        super().__init__(page)
        self._page, self._profile, self._navigator = page, profile, navigator
        self._aim = Aim()
        self._overview: Overview | None = None
        self.is_running = False
        """Whether the header shows a timer. What is typed stays where it is if one starts or stops elsewhere."""
        self.line = LineControl(page, profile, sync)
        self.comments = CandidateList(self.tr("Comments from before"))
        plan = lambda **what: profile.timer_edit.plan(entry_id=self.running.entry_id, **what)  # noqa: E731
        self.running: RunningHeader = RunningHeader(self._comments_of_timer, plan, self.comments)
        self.stopped: LineHeader = LineHeader(self.line, self._comments_of_line, self.comments)
        self.running.hide()
        self.header = boxed(self.running, self.stopped)
        self.header.setFixedHeight(theme.HEADER)
        self.hints = KeyCaps(spread=True)
        self._switched = SwitchOffer(page, profile, navigator, self.save_comment)
        self._switched.written.connect(self.written)
        self._connect()

    def _connect(self) -> None:
        running, stopped = self.running, self.stopped
        running.button.clicked.connect(self.toggle)
        running.switch_button.clicked.connect(self.pick)
        running.pair.clicked.connect(self.change)
        running.clock.clicked.connect(self.open_clock)
        running.clock_set.connect(self._on_clock_set)
        running.comment.finished.connect(self._on_comment_finished)
        running.comment.entered.connect(self._on_comment_entered)
        self.line.input.textChanged.connect(self._on_line_changed)
        stopped.submitted.connect(self._on_submitted)
        stopped.add_wanted.connect(self._on_add_wanted)
        stopped.details.pair.clicked.connect(self._on_details_pair)
        for signal in (self.line.list_toggled, stopped.details_toggled, running.suggestions.list_toggled,
                       stopped.details.suggestions.list_toggled, self.line.changed):  # fmt: skip
            signal.connect(self.overlay_changed)

    # --- what is shown

    @property
    def overlay(self) -> CandidateList | None:
        """The list that is shown below: in place of the day, or of its entries."""
        if self.running.suggestions.is_open or self.stopped.details.suggestions.is_open:
            return self.comments
        return self.line.list if self.line.is_open and not self.is_running else None

    @property
    def button(self) -> RoundButton:
        """The round button that is shown: Stop, or what the line does."""
        return self.running.button if self.is_running else self.line.button

    @property
    def has_hints(self) -> bool:
        """Whether hints for keys are shown in place of the footer."""
        return not self.is_running and (self.line.is_open or self.stopped.task is not None)

    def refresh(self, overview: Overview, *, own: bool) -> None:
        """Show the timer, or what the line does; `own` if the person has caused it, or could not see it.

        Raises LocalFault.
        """
        self._aim.show(tuple([row.id for row in overview.timers]), own=own)
        self._overview = overview
        if self.is_running and overview.running is None and self.running.comment.hasFocus() and not own:
            self.running.digits.show_time(0, running=False)
        elif overview.running is not None and not (self._is_line_typed() and not own):
            self._show_timer(overview.running)
        else:
            self._show_line(overview)

    def _show_timer(self, row: TimesheetRow) -> None:
        if not self.is_running:
            self.stopped.reset()
            self.line.pause()
        self.running.show_running(row)
        self._show(timer=True)

    def _show_line(self, overview: Overview) -> None:
        if self.is_running:
            self.save_comment(quietly=True)
            self.running.show_stopped()
        self.line.refresh(overview, overview.sheet.day)
        self._show(timer=False)

    def _show(self, *, timer: bool) -> None:
        if timer != self.is_running:
            self.is_running = timer
            focused: QWidget | None = self._page.focusWidget()
            if focused is not None and self.header.isAncestorOf(focused):  # typing must not go on in another field
                self._page.setFocus(Qt.FocusReason.OtherFocusReason)
            self.running.setVisible(timer)
            self.stopped.setVisible(not timer)
        self.overlay_changed.emit()

    def _is_line_typed(self) -> bool:
        return not self.is_running and bool(self.line.input.text()) and self.line.input.hasFocus()

    @Slot(str)
    def _on_line_changed(self, text: str) -> None:
        """Show a timer that was started elsewhere while the line was typed, now that it is empty."""
        if not text and not self.is_running and self._overview and self._overview.running:
            self.refresh(self._overview, own=True)

    def show_hints(self) -> None:
        """Name the keys of what is shown."""
        if self.stopped.task is not None:
            keys = ("↵", self.tr("start")), ("Tab", self.tr("next")), ("Esc", self.tr("back to the line"))
        else:
            words = {AddEntries: self.tr("add"), ContinueEntry: self.tr("continue")}
            verb = words.get(type(self.line.preview.command), self.tr("start"))
            enter = (("↵", verb), ("Tab", self.tr("details"))) if self.line.preview.command else ()
            star = cap_text("Ctrl+D"), self.tr("favourite")
            keys = ("↑↓", self.tr("choose")), *enter, star
        self.hints.set_keys(*keys)

    def show_time(self, seconds: int) -> None:
        """Show the duration of the timer on the clock."""
        self.running.show_time(seconds)

    def focus_target(self) -> QWidget | None:
        """Return where typing starts: the line, or none while a timer runs, as its comment is no such place."""
        return None if self.is_running else self.line.input

    def hidden(self) -> None:
        """Store a comment that is being typed, and close the lists."""
        self.save_comment()
        self.stopped.close_details()
        self.line.close_list()
        self.line.pause()

    # --- commands

    @Slot()
    def toggle(self) -> None:
        """Stop the running timer, or do what the card says."""
        aim = self._aim.at_press()
        stopped_elsewhere = self.is_running and self._overview is not None and self._overview.running is None
        if aim or stopped_elsewhere:
            self.stop(aim[-1] if aim else self.running.entry_id)
        elif self.line.preview.command is None:
            self.pick()
        else:
            self.perform(self.line.preview.command)

    @Slot()
    def pick(self) -> None:
        """Open the page that switches to another task, or the list of the line."""
        if self.is_running:
            self._navigator.open(Switch(self.perform_there))
        else:
            self._navigator.open(Day())
            self.line.input.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.line.open_list()

    @Slot()
    def change(self) -> None:
        """Open the page that changes the task of the running entry."""
        self._navigator.open(Change(self.perform_there))

    def type(self, text: str) -> None:
        """Type letters into the line: that of the header, or that of the page that switches. A colon comments."""
        if self.is_running and text == COMMENT_KEY:
            self.running.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.running.comment.selectAll()
        elif self.is_running:
            self._navigator.open(Switch(self.perform_there, text))
        else:
            self.line.input.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.input.end(False)  # noqa: FBT003 - Qt's "do not select"
            self.line.input.insert(text)

    def start_nth(self, number: int) -> None:
        """Start a favourite, or a recent task behind them; `number` is its place in the list."""
        offered = self._overview.offered if self._overview else ()
        if number < len(offered):
            choice = offered[number]
            self.perform(StartTimer(choice.project_id, choice.task_id, shown=self._aim.at_press()))

    def perform_there(self, command: Command, *, beside: bool = False) -> None:
        """Go to the day, and carry out a command of another page."""
        self._navigator.open(Day())
        self.perform(command, beside=beside)

    def perform(self, command: Command, *, beside: bool = False) -> None:
        """Store the comment that is being typed, and carry out a command."""
        if not self.save_comment():
            return
        with self._page.showing_faults():
            row = self._profile.pages.lines.perform(command, beside=beside)
            self.stopped.reset()
            label = _label(command, beside=beside)
            self.written.emit("" if label == "switch" else label, row)
            if label == "switch" and self._overview and self._overview.running:
                self._switched.offer(self._overview.running)

    @Slot(object, bool)
    def _on_submitted(self, command: Command, beside: bool) -> None:  # noqa: FBT001 - a signal's value
        if aim := self._aim.at_press():  # the press was aimed at a timer that has just been stopped
            self.stop(aim[-1])
        else:
            self.perform(command, beside=beside)

    @Slot()
    @Slot(int)
    def stop(self, entry_id: int | None = None) -> None:
        """Store the comment and stop the timer of an entry, by default the one on the clock.

        It runs on if the comment cannot be stored.
        """
        aim = self._aim.at_press() if entry_id is None else (entry_id,)
        if not aim or not self.save_comment():
            return
        with self._page.showing_faults():
            self.written.emit("stop", self._profile.timer.stop(entry_id=aim[-1]))

    @Slot(int)
    def resume(self, entry_id: int) -> None:
        """Continue an entry, or stop it if it is shown as running."""
        aim = self._aim.at_press()
        if entry_id in aim:
            self.stop(entry_id)
        elif self.save_comment():
            with self._page.showing_faults():
                row = self._profile.timer.continue_entry(entry_id, shown=aim)
                self.written.emit("" if aim else "continue", row)
                if aim:
                    self._switched.offer(row)

    # --- the details of the line

    @Slot(object)
    def _on_add_wanted(self, command: AddEntries) -> None:
        self.line.reset()
        self._navigator.open(AddEntry(filled=command))

    @Slot()
    def _on_details_pair(self) -> None:
        self._navigator.open(Picker(self._on_details_picked))

    def _on_details_picked(self, project_id: int, task_id: int) -> None:
        self._navigator.back()
        choice = self._profile.timesheets.choice(project_id, task_id)
        if choice is not None:
            self.stopped.show_task(project_id, task_id, (choice.project, choice.task, choice.color))

    # --- clock and comment

    @Slot()
    def open_clock(self) -> None:
        """Edit the start or the duration of the running timer."""
        if self.is_running:
            with self._page.showing_faults():
                self.running.open_clock()

    @Slot(object)
    def _on_clock_set(self, plan: TimerChange) -> None:
        with self._page.showing_faults():
            row = self._profile.timer_edit.apply(plan)
            self.running.clock_edit.close_fields()
            self.written.emit("edit", row)

    def _comments_of_timer(self) -> list[str]:
        row = self._overview.running if self._overview else None
        return self._comments((row.project_id, row.task_id) if row and row.project_id and row.task_id else None)

    def _comments_of_line(self) -> list[str]:
        return self._comments(self.stopped.task)

    def _comments(self, pair: Pair | None) -> list[str]:
        """Return earlier comments, those on a project and task first."""
        try:
            return self._profile.pages.suggestions.comments(pair)
        except LocalFault:  # completion is a convenience; a fault must not interrupt the typing
            return []

    @Slot()
    def save_comment(self, *, asks: bool = False, quietly: bool = False) -> bool:
        """Store the comment of its entry if it was changed. Return False, and keep it typed, if that fails.

        If it was changed elsewhere meanwhile, show that if it `asks`, else keep both versions for a decision. With
        `quietly` nothing is read again afterwards.
        """
        comment, entry_id = self.running.comment, self.running.entry_id
        if not comment.typed or entry_id is None:
            return True
        try:
            row: TimesheetRow | None = self._profile.timesheets.comment(entry_id, comment.text(), comment.stored)
        except Overtaken as fault:
            if asks or fault.code != FaultCode.COMMENT_CHANGED:
                self._page.show_fault(fault)
                comment.begin_with(fault.params.get("value", comment.stored))
                return False
            self._profile.timesheets.keep_both(entry_id, comment.text())
            comment.replace(fault.params["value"])
            row = None
        except Fault as fault:
            self._page.show_fault(fault)
            return False
        comment.keep()
        if not quietly:
            self.written.emit("edit" if row else "", row)
        return True

    @Slot()
    def _on_comment_entered(self) -> None:
        if self.save_comment(asks=True):
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)  # so that what is typed next is a new line
            self._release()

    @Slot()
    def _on_comment_finished(self) -> None:
        if not self.running.comment.hasFocus() and self.save_comment():  # Enter has been handled
            self._release()

    def _release(self) -> None:
        """Show the line once the comment of a timer that was stopped elsewhere is stored."""
        if self.is_running and self._overview is not None and self._overview.running is None:
            self._show_line(self._overview)


def _label(command: Command, *, beside: bool) -> str:
    """Return the tracker's label of what a command does."""
    match command:
        case StartTimer():
            return "switch" if command.shown and not beside else "start"
        case ContinueEntry():
            return "continue"
        case ChangeEntry():
            return "edit"
        case AddEntries():
            return "add"
