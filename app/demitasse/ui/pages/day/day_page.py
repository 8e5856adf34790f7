"""The day page: the timer, the entries of one day, and the sync status."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import Fault, FaultCode, LocalFault, Overtaken
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.domain.timesheet import TimesheetRow
from demitasse.tracker.overview import Overview
from demitasse.tracker.timer_edit import TimerChange
from demitasse.ui.pages.day.day_view import DayView
from demitasse.ui.pages.day.timer_block import TimerBlock
from demitasse.ui.pages.destinations import AddEntry, Day, EditEntry, Forgotten, Navigator, Picker, Settings, SplitEntry
from demitasse.ui.pages.page import Page, SyncControl, boxed, column, on_surface
from demitasse.ui.pages.problem_banner import ProblemBanner
from demitasse.ui.text import formats
from demitasse.ui.text.sync_status_text import fetch_obstacle
from demitasse.ui.tray.aim import Aim
from demitasse.ui.tray.tray_state import timesheet_url
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.banner import Notice
from demitasse.ui.widgets.footer import Footer
from demitasse.ui.widgets.labels import Rule, ms_to_next_second
from demitasse.ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from demitasse.domain.timesheet import Timesheet

Pair = tuple[int, int]


class DayPage(Page[Day]):
    """Shows today until another day is chosen. The timer block always shows the running timer."""

    foot_px = theme.FOOTER

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator)
        self._sheet: Timesheet | None = None
        self._running: TimesheetRow | None = None
        self._timers: tuple[TimesheetRow, ...] = ()
        self._aim = Aim()
        self._is_own = False
        self._next: Pair | None = None
        self._ticking = False
        self._compares = False
        self._tick = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        plan = lambda **what: profile.timer_edit.plan(entry_id=self.block.entry_id, **what)  # noqa: E731
        self.block: TimerBlock = TimerBlock(self._comments, plan)
        self._view = DayView(self, profile, sync, navigator)
        self.head, self.list, self.empty = self._view.head, self._view.list, self._view.empty
        self.notice = Notice()
        self.footer = Footer()
        self.problems = ProblemBanner(self, profile, navigator, self.notice, self.footer)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        """Place the parts at the fixed lines of the day. Messages stand above the list, which takes the room left."""
        self.block.setFixedHeight(theme.HEADER)
        self.head.setFixedHeight(theme.DAY_BLOCK)
        self.footer.setFixedHeight(theme.FOOTER)
        self.slot = on_surface(boxed(self.notice, self.block.others, self.list, self._view.grey, self.empty))
        column(self, self.block, Rule(), on_surface(self.head), Rule(), self.slot, self.footer)

    def _connect(self) -> None:
        open_settings = partial(self._navigator.open, Settings())
        self._tick.timeout.connect(self._on_tick)
        self.empty.follow(self.notice.close_button)
        self.block.toggled.connect(self.toggle)
        self.block.pick_wanted.connect(self.pick)
        self.block.clock_wanted.connect(self._on_clock)
        self.block.clock_set.connect(self._on_clock_set)
        self.block.comment_finished.connect(self._on_comment_finished)
        self.block.others.stop_wanted.connect(self.stop)
        self.block.comment_entered.connect(self._on_comment_entered)
        self._view.moved.connect(self.reload)
        self._view.waited.connect(self.reload)
        self.problems.look_wanted.connect(self._on_look)
        self.list.action_requested.connect(self._on_entry_action)
        self.list.web_address = lambda: timesheet_url(self._profile.account.identity())
        self.empty.continue_wanted.connect(self.resume)
        self.footer.add.clicked.connect(self._on_add)
        self.footer.gear.clicked.connect(open_settings)
        doing = {
            "clock": self._on_clock, "look": self._on_look, "today": self._view.go_today,
            "earlier": partial(self._view.go, -1), "later": partial(self._view.go, 1),
        }  # fmt: skip
        bind(self, doing)

    # --- what is shown -------------------------------------------------------------------------------------------

    def open(self, destination: Day) -> None:
        """Show a day."""
        if destination.day is not None:
            self._view.look_at(destination.day)

    def refresh(self) -> None:
        """Read the overview, and repaint what differs. Raises LocalFault."""
        self._profile.overview.select(self._view.selected, self._next)
        overview = self._profile.overview.read()
        formats.use_zone(overview.zone)  # which changes with that of the computer
        self._running, self._timers, self._sheet = overview.running, overview.timers, overview.sheet
        self._view.refresh(overview, fetch_obstacle(overview.sync, overview.at.wall))
        self.problems.refresh(overview, busy=self._compares or self._view.is_fetching)
        self._show_block(overview)
        self._schedule()

    def _show_block(self, overview: Overview) -> None:
        self._aim.show(tuple([row.id for row in overview.timers]), own=self._is_own or not self._ticking)
        self.block.others.show_rows(overview.timers[:-1])
        if overview.running is not None:
            self.block.show_running(overview.running)
            self._show_time()
            return
        if self._is_own:
            self.block.release()
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

    def _schedule(self) -> None:
        """Update the clock when its next second begins, while the page is on the screen."""
        self._tick.stop()
        if self._running is not None and self._sheet is not None and self._ticking:
            self._tick.start(ms_to_next_second(self._sheet.at, self._profile.clock.now()))

    @Slot()
    def _on_tick(self) -> None:
        self._show_time()
        if self._sheet is not None:
            self._view.tick()
        self._schedule()

    def _show_time(self) -> None:
        if self._running is None or self._sheet is None:
            return
        for timer in self._timers:
            seconds = timer.live_s(self._sheet.at, self._profile.clock.now())
            if timer.id == self._running.id:
                self.block.show_time(seconds)
            else:
                self.block.others.show_time(timer.id, seconds)
            self.list.show_time(timer.id, seconds)

    # --- what a person does --------------------------------------------------------------------------------------

    @Slot()
    def toggle(self) -> None:
        """Stop the running timer, or start one for the project and task that are shown."""
        aim = self._aim.at_press()
        if aim:
            self.stop(aim[-1])
        elif self._next is None:
            self.pick()
        else:
            self.start(*self._next, shown=aim)

    @Slot()
    def pick(self) -> None:
        """Open the picker, and start a timer for its result."""
        aim = self._aim.at_press()
        self._navigator.open(Picker(partial(self._on_picked, aim), starts_timer=True))

    def _on_picked(self, shown: tuple[int, ...], project_id: int, task_id: int, *, beside: bool = False) -> None:
        self._navigator.open(Day())
        self.start(project_id, task_id, shown=shown, beside=beside)

    def start(
        self, project_id: int, task_id: int, *, shown: tuple[int, ...] | None = None, beside: bool = False
    ) -> None:
        """Start a timer with the comment that is typed; a comment of another entry is stored there instead.

        `shown` are the timers that ran when the start was offered, by default those that the page shows.
        """
        shown = self._aim.at_press() if shown is None else shown
        if not self.save_comment():
            return
        with self.showing_faults():
            comment = self.block.comment.text() if self.block.entry_id is None else ""
            label = "switch" if self._timers and not beside else "start"
            self._profile.timer.begin(project_id, task_id, comment, beside=beside, shown=shown)
            self._next = (project_id, task_id)
            self.block.started_with_draft()
            self._written(label)
            self.block.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    @Slot(int)
    def stop(self, entry_id: int | None = None) -> None:
        """Store the comment and stop the timer of an entry, by default the one on the clock.

        It runs on if the comment cannot be stored.
        """
        aim = self._aim.at_press() if entry_id is None else (entry_id,)
        if not aim or not self.save_comment():
            return
        with self.showing_faults():
            stopped = self._profile.timer.stop(entry_id=aim[-1])
            if stopped.project_id and stopped.task_id:
                self._next = (stopped.project_id, stopped.task_id)
            self._written("stop", stopped)

    @Slot(int)
    def resume(self, entry_id: int) -> None:
        """Continue an entry, or stop it if it is shown as running."""
        aim = self._aim.at_press()
        if entry_id in aim:
            self.stop(entry_id)
        elif self.save_comment():
            with self.showing_faults():
                self._profile.timer.continue_entry(entry_id, shown=aim)
                self._view.forget()
                self._written("continue")

    @Slot(int)
    def delete(self, entry_id: int) -> None:
        """Delete an entry as it is shown; the footer offers to undo it."""
        with self.showing_faults():
            deleted = self._profile.timesheets.delete(entry_id, self.list.row(entry_id))
            self._written("delete", deleted)

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
            made = self._profile.timesheets.duplicate(entry_id, self.list.row(entry_id))
            self._written("duplicate", made)

    def _retry(self, entry_id: int) -> None:
        with self.showing_faults():
            self._profile.timesheets.retry(entry_id)
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
    def save_comment(self, *, asks: bool = False) -> bool:
        """Store the comment of its entry if it was changed. Return False, and keep it typed, if that fails.

        If it was changed elsewhere meanwhile, show that if it `asks`, else keep both versions for a decision.
        """
        block = self.block
        if not block.comment.typed or block.entry_id is None:
            return True
        try:
            row = self._profile.timesheets.comment(block.entry_id, block.comment.text(), block.comment.stored)
        except Overtaken as fault:
            if asks or fault.code != FaultCode.COMMENT_CHANGED:
                self.show_fault(fault)
                block.comment.begin_with(fault.params.get("value", block.comment.stored))
                return False
            self._profile.timesheets.keep_both(block.entry_id, block.comment.text())
            block.comment.replace(fault.params["value"])
            row = None
        except Fault as fault:
            self.show_fault(fault)
            return False
        block.comment.keep()
        self._written("edit" if row else "", row)
        return True

    @Slot()
    def _on_comment_entered(self) -> None:
        """Store the comment, also of a timer that was stopped elsewhere; without an entry, start a timer with it."""
        if self.block.entry_id is None:
            self.toggle()
        elif self.save_comment(asks=True) and self._running is None:
            self.block.release()

    @Slot()
    def _on_comment_finished(self) -> None:
        if not self.block.comment.hasFocus():  # Enter has been handled
            self.save_comment()

    def _written(self, label: str, row: TimesheetRow | None = None) -> None:
        self.problems.clear_fault()
        self._profile.overview.select(self._view.selected, self._next)
        self._sync.wake()
        self._is_own = True
        try:
            self.refresh()
        finally:
            self._is_own = False
        if label:
            self._navigator.offer_undo(label, row or self._running)

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
        self._compares = True
        self._sync.compare()
        self.reload()

    def handle(self, event: SyncEvent) -> None:
        """Note that the comparison is over."""
        if event.kind is EventKind.CHANGED:
            self._compares = False

    def written(self) -> None:
        """Send and show a change that was made by undo or redo."""
        self._written("")

    def after_message(self) -> QWidget:
        """Return the first button of the footer."""
        return self.footer.status

    def set_room_below(self, px: int) -> None:
        """Let the list scroll further."""
        self.list.set_room_below(px)

    def day_in_view(self) -> date:
        """Return the day that is shown."""
        return self._view.day

    def take_focus(self) -> None:
        """Focus the comment if a timer runs, else the field that starts one."""
        target: QWidget = self.block.comment if self._running is not None else self.block.pair
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.block.comment.end(False)  # noqa: FBT003 - Qt's "do not select"

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._view.runner.setGeometry(0, theme.HEADER + 1 + theme.DAY_BLOCK, self.width(), self._view.runner.height())
        self._view.runner.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter the list on Down, and change the day on Left and Right while the list or the block has the focus."""
        if not self._view.takes_key(event, self.focusWidget()):
            super().keyPressEvent(event)
