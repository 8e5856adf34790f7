"""The day page: the timer, the entries of one day, and the sync status."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import Fault, FaultCode
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.domain.timesheet import TimesheetRow
from demitasse.ui.pages.day.day_view import DayView
from demitasse.ui.pages.day.timer_control import TimerControl
from demitasse.ui.pages.destinations import AddEntry, Day, EditEntry, Forgotten, Navigator, Settings, SplitEntry
from demitasse.ui.pages.page import Page, SyncControl, boxed, column, hint_bar, on_surface
from demitasse.ui.pages.problem_banner import ProblemBanner
from demitasse.ui.text import formats
from demitasse.ui.text.sync_status_text import fetch_obstacle
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
        self._is_own = False
        self._ticking = False
        self._compares = False
        self._tick = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self.timer = TimerControl(self, profile, sync, navigator)
        self.header = self.timer.header
        self._overlay: object = None
        self._view = DayView(self, profile, sync, navigator)
        self.head, self.list, self.empty = self._view.head, self._view.list, self._view.empty
        self.notice = Notice()
        self.footer = Footer()
        self.problems = ProblemBanner(self, profile, navigator, self.notice, self.footer)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        """Place the parts at the fixed lines of the day. Messages stand above the list, which takes the room left."""
        self.head.setFixedHeight(theme.DAY_BLOCK)
        self.footer.setFixedHeight(theme.FOOTER)
        self.slot = on_surface(boxed(self.notice, self.list, self._view.grey, self.empty))
        self._day = boxed(on_surface(self.head), Rule())
        timer = self.timer
        hints = self._hints = hint_bar(timer.hints)
        lists = on_surface(boxed(timer.line.list, timer.comments, self.slot))
        column(self, timer.header, Rule(), self._day, lists, hints, self.footer)
        self._on_overlay()

    def _connect(self) -> None:
        open_settings = partial(self._navigator.open, Settings())
        self._tick.timeout.connect(self._on_tick)
        self.empty.follow(self.notice.close_button)
        self.timer.written.connect(self._written)
        self.timer.overlay_changed.connect(self._on_overlay)
        self._view.moved.connect(self.reload)
        self._view.waited.connect(self.reload)
        self.problems.look_wanted.connect(self._on_look)
        self.list.action_requested.connect(self._on_entry_action)
        self.list.web_address = lambda: timesheet_url(self._profile.account.identity())
        self.empty.continue_wanted.connect(self.timer.resume)
        self.footer.add.clicked.connect(self._on_add)
        self.footer.gear.clicked.connect(open_settings)
        doing = {
            "clock": self.timer.open_clock, "look": self._on_look, "today": self._view.go_today,
            "earlier": partial(self._view.go, -1), "later": partial(self._view.go, 1),
        }  # fmt: skip
        first = {f"first_{number}": partial(self.timer.start_nth, number - 1) for number in range(1, 6)}
        bind(self, {**doing, **first})

    # --- what is shown -------------------------------------------------------------------------------------------

    def open(self, destination: Day) -> None:
        """Show a day."""
        if destination.day is not None:
            self._view.look_at(destination.day)

    def refresh(self) -> None:
        """Read the overview, and repaint what differs. Raises LocalFault."""
        self._profile.overview.select(self._view.selected)
        overview = self._profile.overview.read()
        formats.use_zone(overview.zone)  # which changes with that of the computer
        self._running, self._timers, self._sheet = overview.running, overview.timers, overview.sheet
        self._view.refresh(overview, fetch_obstacle(overview.sync, overview.at.wall))
        self.problems.refresh(overview, busy=self._compares or self._view.is_fetching)
        self.timer.refresh(overview, own=self._is_own or not self._ticking)
        self._show_time()
        self._schedule()

    # --- the clock -----------------------------------------------------------------------------------------------

    def shown(self) -> None:
        """Update the clock every second."""
        self._ticking = True
        self._schedule()

    def hidden(self) -> None:
        """Stop the clock, and store a comment that is being typed."""
        self._ticking = False
        self._tick.stop()
        self.timer.hidden()

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
                self.timer.show_time(seconds)
            self.list.show_time(timer.id, seconds)

    # --- what a person does --------------------------------------------------------------------------------------

    @Slot()
    def _on_overlay(self) -> None:
        """Show the list of the line in place of the day, earlier comments in place of its entries, or neither."""
        timer = self.timer
        shown = timer.overlay, timer.has_hints
        if timer.has_hints:
            timer.show_hints()
        if shown == self._overlay:  # called at each key
            return
        self._overlay = shown
        timer.line.list.setVisible(shown[0] is timer.line.list)
        self._day.setVisible(shown[0] is not timer.line.list)
        timer.comments.setVisible(shown[0] is timer.comments)
        self.slot.setVisible(shown[0] is None)
        self._hints.setVisible(timer.has_hints)
        self.footer.setVisible(not timer.has_hints)

    def type(self, text: str) -> bool:
        """Type letters into the line, or into that of the page that switches."""
        self.timer.type(text)
        return True

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
            "continue": self.timer.resume,
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

    @Slot(str, object)
    def _written(self, label: str, row: TimesheetRow | None = None) -> None:
        self.problems.clear_fault()
        self._profile.overview.select(self._view.selected)
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
        """Focus the line; while a timer runs the page itself, so that typing switches and never edits the comment."""
        (self.timer.focus_target() or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._view.runner.setGeometry(0, theme.HEADER + 1 + theme.DAY_BLOCK, self.width(), self._view.runner.height())
        self._view.runner.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter the list on Down, and change the day on Left and Right while the list or the block has the focus."""
        if not self._view.takes_key(event, self.focusWidget()):
            super().keyPressEvent(event)
