"""The day page: the timer, the entries of one day, and the sync status."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import Fault, FaultCode, LocalFault, NoMatch
from demitasse.tracker.overview import Overview
from demitasse.tracker.timer_edit import TimerChange
from demitasse.ui.pages.day.day_view import DayView
from demitasse.ui.pages.day.timer_block import TimerBlock
from demitasse.ui.pages.destinations import AddEntry, Day, EditEntry, Forgotten, Navigator, Picker, Settings, SplitEntry
from demitasse.ui.pages.page import Page, SyncControl, announce, column, on_surface
from demitasse.ui.pages.problem_banner import ProblemBanner
from demitasse.ui.text import wording
from demitasse.ui.text.sync_status_text import fetch_obstacle
from demitasse.ui.widgets.headers import Footer, Notice
from demitasse.ui.widgets.labels import Rule
from demitasse.ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from demitasse.domain.timesheet import Timesheet, TimesheetRow

_SECOND_MS = 1000

Pair = tuple[int, int]


class DayPage(Page[Day]):
    """Shows today until another day is chosen. The timer block always shows the running timer."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator)
        self._sheet: Timesheet | None = None
        self._running: TimesheetRow | None = None
        self._next: Pair | None = None
        self._ticking = False
        self._tick = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        plan = lambda **what: profile.timer_edit.plan(**what)  # noqa: E731, PLW0108 - `timer_edit` is built on first use
        self.block = TimerBlock(self._comments, plan)
        self._view = DayView(self, profile, sync, navigator)
        self.head, self.list, self.empty = self._view.head, self._view.list, self._view.empty
        self.notice = Notice()
        self.footer = Footer()
        self.problems = ProblemBanner(self, profile, navigator, self.notice, self.footer)
        on_surface(self.head)
        column(self, self.block, Rule(), self.head, Rule(), self.notice, self.list, self.empty, self.footer)
        self._connect()

    def _connect(self) -> None:
        open_settings = partial(self._navigator.open, Settings())
        self._tick.timeout.connect(self._on_tick)
        self.list.place_after(self.notice.close_button)
        self.empty.follow(self.notice.close_button)
        self.block.toggled.connect(self.toggle)
        self.block.pick_wanted.connect(self.pick)
        self.block.clock_wanted.connect(self._on_clock)
        self.block.clock_set.connect(self._on_clock_set)
        self.block.resized.connect(self.resized)
        self.block.comment_finished.connect(self.save_comment)
        self.block.comment_entered.connect(self._on_comment_entered)
        self._view.moved.connect(self.reload)
        self.problems.look_wanted.connect(self._on_look)
        self.list.action_requested.connect(self._on_entry_action)
        self.empty.continue_wanted.connect(self.resume)
        self.footer.add.clicked.connect(self._on_add)
        self.footer.gear.clicked.connect(open_settings)
        self.footer.undo_requested.connect(self.undo)
        doing = {
            "pick": self.pick, "toggle": self.toggle, "stop": self.stop, "add": self._on_add,
            "clock": self._on_clock, "settings": open_settings, "undo": self.undo, "look": self._on_look,
        }  # fmt: skip
        bind(self, doing)

    # --- what is shown -------------------------------------------------------------------------------------------

    def open(self, destination: Day) -> None:
        """Show a day, and offer to undo what another page has written."""
        if destination.day is not None:
            self._view.look_at(destination.day)
        if destination.undo_label:
            self.footer.offer_undo(destination.undo_label)

    def refresh(self) -> None:
        """Read the overview, and repaint what differs. Raises LocalFault."""
        self._profile.overview.select(self._view.selected, self._next)
        overview = self._profile.overview.read()
        self._running, self._sheet = overview.running, overview.sheet
        self.problems.refresh(overview)
        self._view.refresh(overview, fetch_obstacle(overview.sync, overview.at.wall))
        self._show_block(overview)
        self._schedule()
        self.resized.emit()

    def _show_block(self, overview: Overview) -> None:
        if overview.running is not None:
            self.block.show_running(overview.running)
            self._show_time()
            return
        choice = overview.next_choice
        self._next = (choice.project_id, choice.task_id) if choice else None
        self.block.show_stopped((choice.project, choice.task, choice.color) if choice else None)

    # --- the clock -----------------------------------------------------------------------------------------------

    def shown(self) -> None:
        """Update the clock every second."""
        self._ticking = True
        self._schedule()

    def hidden(self) -> None:
        """Stop the clock, and store a comment that is being typed."""
        self._ticking = False
        self._tick.stop()
        self.save_comment()
        self.footer.hide_undo()

    def _schedule(self) -> None:
        """Update the clock when its next second begins, while the page is on the screen."""
        self._tick.stop()
        if self._running is not None and self._sheet is not None and self._ticking:
            now, at = self._profile.clock.now(), self._sheet.at
            same_boot = bool(at.boot_id) and at.boot_id == now.boot_id
            passed = now.boot_s - at.boot_s if same_boot else (now.wall - at.wall).total_seconds()
            self._tick.start(max(20, _SECOND_MS - int(passed % 1 * _SECOND_MS) + 2))

    @Slot()
    def _on_tick(self) -> None:
        self._show_time()
        if self._sheet is not None:
            self._view.tick()
        self._schedule()

    def _show_time(self) -> None:
        if self._running is None or self._sheet is None:
            return
        seconds = self._running.live_s(self._sheet.at, self._profile.clock.now())
        self.block.show_time(seconds)
        if line := self.list.row(self._running.id):
            line.show_time(seconds)

    # --- what a person does --------------------------------------------------------------------------------------

    @Slot()
    def toggle(self) -> None:
        """Stop the running timer, or start one for the project and task that are shown."""
        if self._running is not None:
            self.stop()
        elif self._next is None:
            self.pick()
        else:
            self.start(*self._next)

    @Slot()
    def pick(self) -> None:
        """Open the picker, and start a timer for its result."""
        self._navigator.open(Picker(self._on_picked, starts_timer=True))

    def _on_picked(self, project_id: int, task_id: int) -> None:
        self._navigator.open(Day())
        self.start(project_id, task_id)

    def start(self, project_id: int, task_id: int) -> None:
        """Start a timer with the comment that is typed; if another timer runs, the comment is stored there instead."""
        if self._running is not None and not self.save_comment():
            return
        with self.showing_faults():
            comment = self.block.comment.text() if self._running is None else ""
            self._profile.timer.begin(project_id, task_id, comment)
            self._next = (project_id, task_id)
            self.block.started_with_draft()
            self._written("start")
            self.block.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def stop(self) -> None:
        """Store the comment and stop the timer. The timer runs on if the comment cannot be stored."""
        if self._running is None or not self.save_comment():
            return
        with self.showing_faults():
            stopped = self._profile.timer.stop()
            if stopped.project_id and stopped.task_id:
                self._next = (stopped.project_id, stopped.task_id)
            self._written("stop")

    @Slot(int)
    def resume(self, entry_id: int) -> None:
        """Continue an entry, or stop it if it is running."""
        if self._running is not None and entry_id == self._running.id:
            self.stop()
            return
        if self._running is not None and not self.save_comment():
            return
        with self.showing_faults():
            self._profile.timer.continue_entry(entry_id)
            self._view.forget()
            self._written("continue")

    @Slot(int)
    def delete(self, entry_id: int) -> None:
        """Delete an entry; the footer offers to undo it."""
        with self.showing_faults():
            self._profile.timesheets.delete(entry_id)
            self._written("delete")

    @Slot(str, int)
    def _on_entry_action(self, action: str, entry_id: int) -> None:
        """Carry out an action of a line, its buttons or its menu."""
        {
            "edit": lambda entry_id: self._navigator.open(EditEntry(entry_id)),
            "continue": self.resume,
            "duplicate": self.duplicate,
            "split": lambda entry_id: self._navigator.open(SplitEntry(entry_id)),
            "retry": self._retry,
            "delete": self.delete,
        }[action](entry_id)

    def duplicate(self, entry_id: int) -> None:
        """Add a copy of an entry."""
        with self.showing_faults():
            self._profile.timesheets.duplicate(entry_id)
            self._written("duplicate")

    def _retry(self, entry_id: int) -> None:
        with self.showing_faults():
            self._profile.timesheets.retry(entry_id)
            self._written("")

    @Slot()
    def undo(self) -> None:
        """Undo the last action, if there is one."""
        try:
            self._profile.timesheets.undo()
        except NoMatch:
            return
        except Fault as fault:
            self.show_fault(fault)
            return
        self.footer.hide_undo()
        self._written("")

    @Slot()
    def _on_clock(self) -> None:
        """Edit the start or the duration of the running timer."""
        if self._running is not None:
            with self.showing_faults():
                self.block.open_clock()

    @Slot(object)
    def _on_clock_set(self, plan: TimerChange) -> None:
        with self.showing_faults():
            self._profile.timer_edit.apply(plan)
            self.block.close_clock()
            self._written("edit")

    def _comments(self) -> list[str]:
        """Return earlier comments on the project and task of the timer that runs or that would be started."""
        project, task = (self._running.project_id, self._running.task_id) if self._running else self._next or (0, 0)
        try:
            return self._profile.suggestions.comments((project, task) if project and task else None)
        except LocalFault:  # completion is a convenience; a fault must not interrupt the typing
            return []

    @Slot()
    def save_comment(self) -> bool:
        """Store the comment of the running timer if it was changed. Return False, and keep it typed, if that fails."""
        block = self.block
        if not block.comment.typed or block.entry_id is None:
            return True
        try:
            self._profile.timesheets.edit(block.entry_id, comment=block.comment.text())
        except Fault as fault:
            self.show_fault(fault)
            return False
        block.comment.keep()
        self._written("edit")
        return True

    @Slot()
    def _on_comment_entered(self) -> None:
        if self._running is None:
            self.toggle()

    def _written(self, label: str) -> None:
        self.problems.clear_fault()
        self._profile.overview.select(self._view.selected, self._next)
        self._sync.wake()
        self.refresh()
        if label:
            self.footer.offer_undo(label)
            announce(self, wording.action_done(label))

    @property
    def day(self) -> date:
        """The day that is shown."""
        return self._view.day

    def forget_day(self) -> None:
        """Show today the next time the popover opens."""
        self._view.forget()

    @Slot()
    def _on_add(self) -> None:
        self._navigator.open(AddEntry(self.day))

    def show_fault(self, fault: Fault) -> None:
        """Show the fault until an action succeeds or the person closes it; ask about a forgotten timer."""
        if fault.code == FaultCode.TIMER_FORGOTTEN:
            self._navigator.open(Forgotten())
            return
        self.problems.show_fault(fault)

    @Slot()
    def _on_look(self) -> None:
        self._sync.compare()

    def take_focus(self) -> None:
        """Focus the comment if a timer runs, else the field that starts one."""
        target: QWidget = self.block.comment if self._running is not None else self.block.pair
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.block.comment.end(False)  # noqa: FBT003 - Qt's "do not select"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the day on Left, Right and T, and open the calendar on C and the week on W."""
        action = {
            Qt.Key.Key_Left: self._view.go_earlier,
            Qt.Key.Key_Right: self._view.go_later,
            Qt.Key.Key_T: self._view.go_today,
            Qt.Key.Key_C: self._view.open_calendar,
            Qt.Key.Key_W: self._view.open_week,
        }.get(Qt.Key(event.key()))
        if action is None or event.modifiers() or isinstance(self.focusWidget(), QLineEdit):
            super().keyPressEvent(event)
        else:
            action()
