"""One day on the day page: its block, and the list of its entries."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.day_view import listed, offers_to_close, progress
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import Gap, TimesheetRow
from demitasse.tracker.overview import Overview
from demitasse.ui.pages.day.empty_day import EmptyDay
from demitasse.ui.pages.destinations import AddEntry, CloseDay, Month, Navigator
from demitasse.ui.pages.page import SyncControl, announce
from demitasse.ui.text import day_text, wording
from demitasse.ui.widgets.day_block import DayBlock, Piece
from demitasse.ui.widgets.entry_list import EntryList
from demitasse.ui.widgets.loading import GreyRows, Runner

_PATIENT_MS, _SLOW_MS = 150, 5000
"""After this it is shown that a day is being fetched, and that it takes long."""


class _Fetch(QObject):
    """How long a day has been awaited: `stage` is 0 at first, 1 when that is shown, 2 when it takes long."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.stage = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def follow(self, *, waiting: bool) -> None:
        """Start when waiting begins, and stop when it ends."""
        if not waiting:
            self.stage = 0
            self._timer.stop()
        elif not self.stage and not self._timer.isActive():
            self._timer.start(_PATIENT_MS)

    @Slot()
    def _on_timeout(self) -> None:
        self.stage += 1
        if self.stage == 1:
            self._timer.start(_SLOW_MS - _PATIENT_MS)
        self.changed.emit()


class DayView(QObject):
    """Fills the widgets of a day, which the page lays out, and moves to other days."""

    moved = Signal()
    """Another day was chosen."""
    waited = Signal()
    """It is to be shown now that the day is being fetched, or that this takes long."""

    def __init__(self, page: QWidget, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(page)
        self._profile = profile
        self._sync = sync
        self._navigator = navigator
        self.selected: date | None = None
        """The day to show; None follows today."""
        self._overview: Overview | None = None
        self._asked: date | None = None
        self._waits = False
        self._rows: list[TimesheetRow] = []
        self._shown_at: tuple[int, int] | None = None
        self._fetch = _Fetch(self)
        self.head = DayBlock(day_text.links())
        self.list = EntryList()
        self.empty = EmptyDay()
        self.grey = GreyRows()
        self.runner = Runner(page)
        for part in (self.empty, self.grey, self.runner):
            part.hide()
        self._connect()

    def _connect(self) -> None:
        self.head.earlier.clicked.connect(partial(self.go, -1))
        self.head.later.clicked.connect(partial(self.go, 1))
        self.head.title.clicked.connect(self.open_month)
        self.head.link.clicked.connect(self._on_link)
        self.list.add_requested.connect(self._on_fill)
        self._fetch.changed.connect(self.waited)

    @property
    def day(self) -> date:
        """The day that is shown."""
        return self.selected or self._profile.timesheets.today()

    @property
    def is_fetching(self) -> bool:
        """Whether it is shown that the day is being fetched."""
        return self._waits and self._fetch.stage > 0

    def look_at(self, day: date) -> None:
        """Show another day, and fetch it."""
        self.selected = None if day == self._profile.timesheets.today() else day
        self._asked = self.selected
        self._fetch.follow(waiting=False)
        if self.selected is not None:
            self._sync.fetch_days(day)
        self.moved.emit()
        announce(self.head, f"{self.head.title.accessibleName()}, {self.head.figure.accessibleName()}")

    def forget(self) -> None:
        """Show today the next time."""
        self.selected = None

    def go(self, days: int) -> None:
        """Show a later day, or an earlier one."""
        self.look_at(self.day + timedelta(days=days))

    @Slot()
    def go_today(self) -> None:
        """Show today."""
        self.look_at(self._profile.timesheets.today())

    @Slot()
    def open_month(self) -> None:
        """Open the month of the day."""
        self._navigator.open(Month(self.day))

    @Slot()
    def _on_link(self) -> None:
        if self.selected is None:
            self._navigator.open(CloseDay(self.day))
        else:
            had_focus = self.head.link.hasFocus()
            self.go_today()
            if had_focus:  # the link may be gone
                self.head.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def takes_key(self, event: QKeyEvent, focused: QWidget) -> bool:
        """Enter the list on Down, and change the day on Left and Right if the list or the block has the focus."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key == Qt.Key.Key_Down and focused is not self.list and self.list.isVisible():
            return self.list.enter()
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(key, 0)
        if not step or not (focused is self.list or self.head.isAncestorOf(focused)):
            return False
        self.go(-step if self.head.layoutDirection() is Qt.LayoutDirection.RightToLeft else step)
        return True

    @Slot(object)
    def _on_fill(self, gap: Gap) -> None:
        self._navigator.open(AddEntry(self.day, (gap.start, gap.end)))

    def refresh(self, overview: Overview, obstacle: str) -> None:
        """Show the day of `overview`, and fetch it if it is missing; `obstacle` says why that is impossible now."""
        self._overview, sheet = overview, overview.sheet
        can_start = self.selected is None and bool(sheet.rows or overview.last_day)  # also before the server answered
        self._waits = not (sheet.fetched or obstacle or can_start)
        self._fetch.follow(waiting=self._waits)
        self._show(overview, obstacle)
        if obstacle:
            self._asked = None  # fetch it when the obstacle is gone
        elif not sheet.fetched and sheet.day != self._asked:
            self._asked = sheet.day
            self._sync.fetch_days(sheet.day)

    def _show(self, overview: Overview, obstacle: str) -> None:
        sheet, today = overview.sheet, overview.today.day
        self.head.set_title(*day_text.title(sheet.day, today, overview.other_zone))
        items = listed(sheet.rows, overview.gaps, overview.zone)
        self._rows = [item for item in reversed(items) if isinstance(item, TimesheetRow)]
        self.list.show_items(items, overview.zone, sheet.at.wall)
        fetching, empty = self.is_fetching and not sheet.rows, not (sheet.rows or self._waits)
        if empty and obstacle and not sheet.fetched and self.selected is not None:
            self.empty.say_missing(obstacle)
        elif empty:
            last = overview.last_day if self.selected is None else None
            self.empty.say(sheet.day, today, last, wording.time_off(sheet))
        for part, shows in ((self.list, not (empty or fetching)), (self.grey, fetching), (self.empty, empty)):
            part.setVisible(shows)
        self.runner.setVisible(self.is_fetching)
        self._shown_at = None
        self.tick()

    def tick(self) -> None:
        """Update what changes while time passes, once a minute: figures, bar and words."""
        overview, now = self._overview, self._profile.clock.now()
        if overview is None:
            return
        shown_at = overview.sheet.live_s(now) // 60, int(now.wall.timestamp() // 60)
        if shown_at != self._shown_at:
            self._shown_at = shown_at
            self._show_progress(overview, now)

    def _show_progress(self, overview: Overview, now: Instant) -> None:
        sheet, work = overview.sheet, progress(overview.sheet, now, overview.zone)
        pieces = [Piece(row.project, row.color, row.live_s(sheet.at, now)) for row in self._rows]
        self.head.bar.show_day(tuple(pieces), work.target_s)
        is_known = sheet.fetched or (self.selected is None and not self._waits)
        total_s = work.total_s if is_known or sheet.rows else None
        self.head.show_figures(total_s, work.target_s, known=is_known)
        today = overview.today.day
        if is_known:
            self.head.words.set_text(day_text.day_words(sheet, work, now.wall, today))
        else:
            self.head.words.set_text(day_text.fetch_words(self._fetch.stage, has_rows=bool(sheet.rows)))
        closes = offers_to_close(work, now.wall.astimezone(overview.zone), overview.usual_stop)
        self.head.set_link(day_text.link_words(sheet.day, today, closes=closes))
