"""The week: its days as columns, its projects with their times, and the balance against the target."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from demitasse.ui.pages import destinations
from demitasse.ui.pages.day.problem_banner import ProblemBanner
from demitasse.ui.pages.page import Page, announce, boxed, column, on_surface
from demitasse.ui.text import formats, wording
from demitasse.ui.text.sync_status_text import fetch_obstacle
from demitasse.ui.widgets import painting
from demitasse.ui.widgets.buttons import IconButton, native_text
from demitasse.ui.widgets.headers import Figure, Footer, Notice
from demitasse.ui.widgets.labels import ElidedLabel, Rule
from demitasse.ui.widgets.project_totals import ProjectTotals
from demitasse.ui.widgets.shortcuts import bind, shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.week_chart import WeekChart

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from demitasse.boot.profile import Profile
    from demitasse.domain.errors import Fault
    from demitasse.domain.timesheet import Week
    from demitasse.ui.pages.destinations import Navigator
    from demitasse.ui.pages.page import SyncControl

_WEEK = timedelta(days=7)
_MOST = 7
"""Projects that are seen without scrolling."""


class WeekPage(Page[destinations.Week]):
    """Left and Right change the week, Up and Down walk through days and projects, Enter opens a day."""

    def __init__(self, profile: Profile, sync: SyncControl, navigator: Navigator) -> None:
        """Build the page; `open` says which week it begins with."""
        super().__init__(navigator)
        self._profile = profile
        self._sync = sync
        self._day = profile.timesheets.today()
        self._week: Week | None = None
        self._fetching: date | None = None
        self._watched = False
        self._minute = QTimer(self, singleShot=True)
        self.title = ElidedLabel("", Role.STRONG)
        self.hint = ElidedLabel("", Role.SMALL, "muted")
        self.figure = Figure()
        self.earlier = IconButton("left", self.tr("The week before"), shortcut=shortcut_for("earlier"))
        self.later = IconButton("right", self.tr("The week after"), shortcut=shortcut_for("later"))
        self.back = IconButton("list", self.tr("Back to the day"), shortcut=shortcut_for("week"))
        self.notice = Notice()
        self.columns = WeekChart()
        self.shares = ProjectTotals(_MOST)
        self.balance = ElidedLabel("", Role.STRONG)
        self.span = ElidedLabel("", Role.SMALL, "muted", at_end=True)
        self.copy = IconButton("copy", self.tr("Copy the week"), shortcut=shortcut_for("copy"))
        self.footer = Footer()
        self.troubles = ProblemBanner(self, profile, navigator, self.notice, self.footer)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        painting.set_margins(row, 16, 12, 8, 12)
        row.setSpacing(2)
        row.addWidget(self.title)
        row.addSpacing(6)
        row.addWidget(self.hint, 1)
        row.addWidget(self.figure)
        row.addSpacing(6)
        for button in (self.earlier, self.later, self.back):
            row.addWidget(button)
        last = QWidget()
        row = QHBoxLayout(last)
        painting.set_margins(row, 16, 4, 8, 4)
        row.addWidget(self.balance)
        row.addWidget(self.span)
        row.addWidget(self.copy)
        body = on_surface(boxed(self.shares, Rule(), last))
        column(self, self.notice, head, self.columns, Rule(), body, self.footer)

    def _connect(self) -> None:
        self._minute.timeout.connect(self._on_minute)
        self.earlier.clicked.connect(self._on_earlier)
        self.later.clicked.connect(self._on_later)
        self.back.clicked.connect(self.leave)
        self.copy.clicked.connect(self._on_copy)
        self.columns.picked.connect(self._on_picked)
        self.footer.add.clicked.connect(self._on_add)
        self.footer.gear.clicked.connect(self._on_settings)
        self.troubles.look_wanted.connect(self._on_look)
        bind(self, {"copy": self.copy_text, "csv": self.copy_csv, "look": self._on_look})

    # --- what is shown

    def open(self, destination: destinations.Week) -> None:
        """Begin with the week of its day."""
        self._set_day(destination.day)

    def _set_day(self, day: date) -> None:
        self._day = day
        self._fetching = None

    def refresh(self) -> None:
        """Read the week again, and have its days fetched if they are not here. Raises LocalFault."""
        today = self._profile.timesheets.today()
        self._week = week = self._profile.timesheets.week(self._day, formats.first_weekday())
        self.title.set_text(self.tr("Week {number}").format(number=week.number))
        known = all(one.fetched for one in week.days if one.day <= today)
        self.figure.show_figures(week.total_s, week.target_s, known=known)
        self.columns.show_week(week, today)
        self.shares.show_totals(week.project_totals())
        self.balance.set_text(_balance(week, today))
        overview = self._profile.overview.read()
        self.troubles.refresh(overview)
        self._fetch(week, today, fetch_obstacle(overview.sync, overview.at.wall), known=known)
        self._order_focus()
        self._schedule()
        self.resized.emit()

    def _fetch(self, week: Week, today: date, lacking: str, *, known: bool) -> None:
        """Say what is missing, and ask for it once; an older week may also have changed meanwhile."""
        first, last = week.days[0].day, week.days[-1].day
        self.span.set_text(_span(first, last))
        self.hint.set_text("" if known else self.tr("not complete") if lacking else self.tr("Loading…"))
        self.hint.setAccessibleDescription("" if known else lacking)
        if lacking:
            self._fetching = None  # to be asked for again when that is over
        elif self._fetching != first and (not known or last < today):
            self._fetching = first
            self._sync.fetch_days(first, last)

    def shown(self) -> None:
        """Follow the clock."""
        self._watched = True
        self._schedule()

    def hidden(self) -> None:
        """No timer runs."""
        self._watched = False
        self._minute.stop()

    def _schedule(self) -> None:
        """Wake up when the shown minute is over, if a timer runs in this week and somebody looks."""
        rows = [row for one in self._week.days for row in one.rows if row.running] if self._week else []
        if rows and self._watched:
            self._minute.start((60 - rows[0].duration_s % 60) * 1000)
        else:
            self._minute.stop()

    @Slot()
    def _on_minute(self) -> None:
        with self.showing_faults():
            self.refresh()

    # --- other weeks

    @Slot()
    def _on_earlier(self) -> None:
        self._show(self._day - _WEEK)

    @Slot()
    def _on_later(self) -> None:
        self._show(self._day + _WEEK)

    def _show(self, day: date) -> None:
        self._set_day(day)
        with self.showing_faults():
            self.refresh()
        if self._week is not None:
            announce(self, f"{self.title.text()}, {self.figure.accessibleName()}")

    # --- what a person does

    @Slot()
    def copy_text(self) -> None:
        """The totals, as a person would write them into a message."""
        if self._week is not None:
            self._to_clipboard(_as_text(self._week, self._profile.timesheets.today()), self.tr("Copied"))

    @Slot()
    def copy_csv(self) -> None:
        """All entries, for a spreadsheet."""
        from demitasse.tracker.export import as_csv  # noqa: PLC0415 - only for this

        if self._week is not None:
            self._to_clipboard(as_csv(self._week.days), self.tr("Copied as CSV"))

    def _to_clipboard(self, words: str, said: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.hint.set_text(said)
        announce(self, said)

    @Slot()
    def _on_copy(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(f"{self.tr('Copy as text')}\t{native_text('Ctrl+C')}", self.copy_text)
        menu.addAction(f"{self.tr('Copy as CSV')}\t{native_text('Ctrl+Shift+C')}", self.copy_csv)
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.copy.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    @Slot()
    def _on_add(self) -> None:
        focused = next((one.day for one in self.columns.days if one.hasFocus()), None)
        self._navigator.open(destinations.AddEntry(focused))

    @Slot()
    def _on_settings(self) -> None:
        self._navigator.open(destinations.Settings())

    @Slot(object)
    def _on_picked(self, day: date) -> None:
        self._navigator.open(destinations.Day(day))

    @Slot()
    def _on_look(self) -> None:
        self._fetching = None
        self._sync.wake(poll=True)
        with self.showing_faults():
            self.refresh()

    def show_fault(self, fault: Fault) -> None:
        """Over the week."""
        self.troubles.show_fault(fault)

    # --- keys

    def _focus_order(self) -> list[QWidget]:
        """What Up and Down walk through: the days, then the projects."""
        return [*self.columns.days, *self.shares.rows]

    def _order_focus(self) -> None:
        """Exactly one of them takes part in the Tab order, and lines made later stand where they are seen."""
        walk = self._focus_order()
        for before, after in pairwise([*walk, self.copy, self.footer.status]):
            QWidget.setTabOrder(before, after)
        current = next((one for one in walk if one.hasFocus()), None) or self._column_of_day()
        for one in walk:
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is current else Qt.FocusPolicy.ClickFocus)

    def _column_of_day(self) -> QWidget:
        return next((one for one in self.columns.days if one.day == self._day), self.columns.days[0])

    def take_focus(self) -> None:
        """On the day that was looked at."""
        self._column_of_day().setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Weeks, T for this one, W for the day, and the walk."""
        doing = {
            Qt.Key.Key_Left: self._on_earlier,
            Qt.Key.Key_Right: self._on_later,
            Qt.Key.Key_W: self.leave,
            Qt.Key.Key_T: self._on_this_week,
        }.get(Qt.Key(event.key()))
        if event.modifiers():
            super().keyPressEvent(event)
        elif doing is not None:
            doing()
        elif not self._step(Qt.Key(event.key())):
            super().keyPressEvent(event)

    @Slot()
    def _on_this_week(self) -> None:
        self._show(self._profile.timesheets.today())

    def _step(self, key: Qt.Key) -> bool:
        """Move the keyboard; False if that is not what `key` does."""
        walk = self._focus_order()
        place = next((number for number, one in enumerate(walk) if one.hasFocus()), 0)
        last = len(walk) - 1
        target = {
            Qt.Key.Key_Up: max(0, place - 1),
            Qt.Key.Key_Down: min(last, place + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(key)
        if target is None:
            return False
        walk[target].setFocus(Qt.FocusReason.TabFocusReason)
        self._order_focus()
        self.shares.ensureWidgetVisible(walk[target], 0, 0)
        return True


def _balance(week: Week, today: date) -> str:
    seconds = week.balance_s(today)
    if seconds is None:
        return ""
    figure = f"{'−' if seconds < 0 else '+'}{wording.duration(abs(seconds))}"
    over = week.days[-1].day < today
    words = (
        wording.translate("WeekPage", "Balance {figure}") if over else wording.translate("WeekPage", "So far {figure}")
    )
    return words.format(figure=figure)


def _span(first: date, last: date) -> str:
    return f"{wording.short_day(first)} – {wording.short_day(last)}"


def _as_text(week: Week, today: date) -> str:
    """Figures first, so that no line begins with what a spreadsheet takes for a formula."""
    first, last = week.days[0].day, week.days[-1].day
    title = wording.translate("WeekPage", "Week {number}").format(number=week.number)
    total = wording.duration(week.total_s) + (f" / {wording.duration(week.target_s)}" if week.target_s else "")
    days = [f"{wording.duration(one.total_s)}  {wording.day_name(one.day)}" for one in week.days]
    projects = [
        f"{wording.duration(one.seconds)}  {wording.plain(one.project) or wording.task_name('', '')}"
        for one in week.project_totals()
    ]
    balance = _balance(week, today)
    return "\n".join([f"{title}, {_span(first, last)}: {total}", *([balance] if balance else []), "", *days, "",
                      *projects]).rstrip() + "\n"  # fmt: skip
