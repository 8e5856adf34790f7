"""The week page: a column for each day, the total of each project, and the balance against the target."""

from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import Fault
from demitasse.domain.period import DayTotal, Period
from demitasse.tracker.export import as_csv
from demitasse.ui.pages import destinations
from demitasse.ui.pages.destinations import Navigator
from demitasse.ui.pages.page import Page, SyncControl, announce, boxed, column, on_surface, row
from demitasse.ui.pages.problem_banner import ProblemBanner
from demitasse.ui.text import formats, wording
from demitasse.ui.text.sync_status_text import fetch_obstacle
from demitasse.ui.widgets.buttons import IconButton
from demitasse.ui.widgets.frames import Menu, global_rect
from demitasse.ui.widgets.headers import Figure, Footer, Notice
from demitasse.ui.widgets.labels import ElidedLabel, Rule
from demitasse.ui.widgets.shortcuts import bind, shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.week_chart import ProjectTotals, WeekChart

_SHOWN_PROJECTS = 7
"""Projects that fit without scrolling."""


class WeekPage(Page[destinations.Week]):
    """Seven days and their totals. All keys are listed in `ui.widgets.shortcuts`."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator)
        self._day = profile.timesheets.today()
        self._week: Period | None = None
        self._fetching: date | None = None
        self._updating = False
        self._minute = QTimer(self, singleShot=True)
        self.title = ElidedLabel("", Role.STRONG)
        self.hint = ElidedLabel("", Role.SMALL, "muted")
        self.figure = Figure()
        self.earlier = IconButton("left", self.tr("The week before"), shortcut=shortcut_for("earlier"))
        self.later = IconButton("right", self.tr("The week after"), shortcut=shortcut_for("later"))
        self.back = IconButton("list", self.tr("Back to the day"), shortcut=shortcut_for("week"))
        self.notice = Notice()
        self.columns = WeekChart()
        self.shares = ProjectTotals(_SHOWN_PROJECTS)
        self.balance = ElidedLabel("", Role.STRONG)
        self.span = ElidedLabel("", Role.SMALL, "muted", at_end=True)
        self.copy = IconButton("copy", self.tr("Copy the week"), shortcut=shortcut_for("copy"))
        self.footer = Footer()
        self.problems = ProblemBanner(self, profile, navigator, self.notice, self.footer)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        buttons = row(self.earlier, self.later, self.back, gap=2)
        head = row(self.title, self.hint, self.figure, buttons, grow=self.hint, margins=(16, 12, 8, 12))
        last = row(self.balance, self.span, self.copy, margins=(16, 4, 8, 4), gap=6)
        body = on_surface(boxed(self.shares, Rule(), last))
        column(self, self.notice, head, self.columns, Rule(), body, None, self.footer)

    def _connect(self) -> None:
        self._minute.timeout.connect(self.reload)
        self.earlier.clicked.connect(partial(self._go, -1))
        self.later.clicked.connect(partial(self._go, 1))
        self.back.clicked.connect(self.leave)
        self.copy.clicked.connect(self._on_copy)
        self.columns.picked.connect(self._on_picked)
        self.footer.add.clicked.connect(self._on_add)
        self.footer.gear.clicked.connect(partial(self._navigator.open, destinations.Settings()))
        self.problems.look_wanted.connect(self._on_look)
        bind(self, {"copy": self.copy_text, "csv": self.copy_csv, "look": self._on_look})

    def open(self, destination: destinations.Week) -> None:
        """Show the week of a day."""
        self._set_day(destination.day)

    def _set_day(self, day: date) -> None:
        self._day = day
        self._fetching = None

    def refresh(self) -> None:
        """Read the week again, and fetch its days if they are not on this computer. Raises LocalFault."""
        today = self._profile.timesheets.today()
        self._week = week = self._profile.reports.week(self._day, formats.first_weekday())
        self.title.set_text(self.tr("Week {number}").format(number=week.week_number))
        known = all(sheet.fetched for sheet in week.days if sheet.day <= today)
        self.figure.show_figures(week.total_s, week.target_s, known=known)
        self.columns.show_week(week, today)
        self.shares.show_totals(week.project_totals())
        self.balance.set_text(_balance(week, today))
        overview = self._profile.overview.read()
        self.problems.refresh(overview)
        self._fetch(week, today, fetch_obstacle(overview.sync, overview.at.wall), known=known)
        self._order_focus()
        self._schedule()
        self.resized.emit()

    def _fetch(self, week: Period, today: date, reason: str, *, known: bool) -> None:
        """Say what is missing, and fetch it once; a past week is fetched even if it is complete."""
        first, last = week.days[0].day, week.days[-1].day
        self.span.set_text(_span(first, last))
        self.hint.set_text("" if known else self.tr("not complete") if reason else self.tr("Loading…"))
        self.hint.setAccessibleDescription("" if known else reason)
        if reason:
            self._fetching = None  # so that the days are fetched as soon as that is possible
        elif self._fetching != first and (not known or last < today):
            self._fetching = first
            self._sync.fetch_days(first, last)

    def shown(self) -> None:
        """Keep the running timer up to date."""
        self._updating = True
        self._schedule()

    def hidden(self) -> None:
        """Stop updating."""
        self._updating = False
        self._minute.stop()

    def _schedule(self) -> None:
        """Refresh at the next full minute, if a timer runs in this week and the page is on the screen."""
        running = self._profile.overview.read().running if self._week else None
        if running and self._updating:
            self._minute.start((60 - running.duration_s % 60) * 1000)
        else:
            self._minute.stop()

    def _go(self, weeks: int) -> None:
        self._show(self._day + timedelta(weeks=weeks))

    def _show(self, day: date) -> None:
        self._set_day(day)
        self.reload()
        if self._week is not None:
            announce(self, f"{self.title.text()}, {self.figure.accessibleName()}")

    @Slot()
    def copy_text(self) -> None:
        """Copy the totals as text."""
        if self._week is not None:
            self._to_clipboard(_as_text(self._week, self._profile.timesheets.today()), self.tr("Copied"))

    @Slot()
    def copy_csv(self) -> None:
        """Copy all entries as CSV."""
        if self._week is not None:
            days = self._profile.timesheets.days(self._week.days[0].day, self._week.days[-1].day)
            self._to_clipboard(as_csv(days, formats.zone()), self.tr("Copied as CSV"))

    def _to_clipboard(self, text: str, message: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.hint.set_text(message)
        announce(self, message)

    @Slot()
    def _on_copy(self) -> None:
        menu = Menu(self, self.copy.accessibleName())
        menu.add(self.tr("Copy as text"), self.copy_text, key=shortcut_for("copy"))
        menu.add(self.tr("Copy as CSV"), self.copy_csv, key=shortcut_for("csv"))
        menu.open_beside(global_rect(self.copy), keyboard=True)

    @Slot()
    def _on_add(self) -> None:
        focused = next((column.day for column in self.columns.days if column.hasFocus()), None)
        self._navigator.open(destinations.AddEntry(focused))

    @Slot(object)
    def _on_picked(self, day: date) -> None:
        self._navigator.open(destinations.Day(day))

    @Slot()
    def _on_look(self) -> None:
        self._fetching = None
        self._sync.compare()
        self.reload()

    def show_fault(self, fault: Fault) -> None:
        """Show the fault in the notice."""
        self.problems.show_fault(fault)

    def _focus_order(self) -> list[QWidget]:
        """The widgets that Up and Down move through: the days, then the projects."""
        return [*self.columns.days, *self.shares.rows]

    def _order_focus(self) -> None:
        """Let Tab reach only the current day or project, in the order of the screen."""
        widgets = self._focus_order()
        for before, after in pairwise([*widgets, self.copy, self.footer.status]):
            QWidget.setTabOrder(before, after)
        current = next((widget for widget in widgets if widget.hasFocus()), None) or self._column_of_day()
        for widget in widgets:
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus if widget is current else Qt.FocusPolicy.ClickFocus)

    def _column_of_day(self) -> QWidget:
        return next((column for column in self.columns.days if column.day == self._day), self.columns.days[0])

    def day_in_view(self) -> date:
        """Return the day with which the week was opened."""
        return self._day

    def take_focus(self) -> None:
        """Focus the day that was opened."""
        self._column_of_day().setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the week on Left, Right and T, go back on W, and move the focus."""
        action = {
            Qt.Key.Key_Left: lambda: self._go(-1),
            Qt.Key.Key_Right: lambda: self._go(1),
            Qt.Key.Key_W: self.leave,
            Qt.Key.Key_T: self._show_this_week,
        }.get(Qt.Key(event.key()))
        if event.modifiers():
            super().keyPressEvent(event)
        elif action is not None:
            action()
        elif not self._move_focus(Qt.Key(event.key())):
            super().keyPressEvent(event)

    @Slot()
    def _show_this_week(self) -> None:
        self._show(self._profile.timesheets.today())

    def _move_focus(self, key: Qt.Key) -> bool:
        """Move the focus to another day or project. Return False if `key` does not do that."""
        widgets = self._focus_order()
        place = next((number for number, widget in enumerate(widgets) if widget.hasFocus()), 0)
        last = len(widgets) - 1
        target = {
            Qt.Key.Key_Up: max(0, place - 1),
            Qt.Key.Key_Down: min(last, place + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(key)
        if target is None:
            return False
        widgets[target].setFocus(Qt.FocusReason.TabFocusReason)
        self._order_focus()
        self.shares.ensureWidgetVisible(widgets[target], 0, 0)
        return True


def _balance(week: Period, today: date) -> str:
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


def _total(sheet: DayTotal) -> str:
    return wording.duration(sheet.total_s) if sheet.is_known else "?"


def _as_text(week: Period, today: date) -> str:
    """Return the totals as text. Lines begin with a duration: a spreadsheet cannot take one for a formula."""
    first, last = week.days[0].day, week.days[-1].day
    title = wording.translate("WeekPage", "Week {number}").format(number=week.week_number)
    target = f" / {wording.duration(week.target_s)}" if week.target_s else ""
    total = (wording.duration(week.total_s) if week.is_known else "?") + target
    days = [
        "  ".join(filter(None, [_total(sheet), wording.day_name(sheet.day), wording.time_off(sheet)]))
        for sheet in week.days
    ]
    projects = [
        f"{wording.duration(total.seconds)}  {wording.plain(total.project) or wording.task_name('', '')}"
        for total in week.project_totals()
    ]
    balance = _balance(week, today)
    return "\n".join([f"{title}, {_span(first, last)}: {total}", *([balance] if balance else []), "", *days, "",
                      *projects]).rstrip() + "\n"  # fmt: skip
