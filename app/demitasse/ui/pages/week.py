"""The week page: a column for each day, the balance, and the total of each project."""

from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.period import Period, ProjectTotal
from demitasse.tracker.export import as_csv
from demitasse.tracker.overview import Overview
from demitasse.ui.pages import destinations
from demitasse.ui.pages.destinations import Navigator
from demitasse.ui.pages.message import Message
from demitasse.ui.pages.page import SyncControl, boxed, column, on_surface, row
from demitasse.ui.pages.span_page import SpanPage
from demitasse.ui.text import formats, span_text, wording
from demitasse.ui.widgets.labels import ElidedLabel, Rule
from demitasse.ui.widgets.shortcuts import bind
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.total_list import SHORT_ROW, Total, TotalList
from demitasse.ui.widgets.week_chart import WeekChart

_ABOVE_CHART, _BELOW_CHART = 12, 8


class WeekPage(SpanPage[destinations.Week]):
    """Seven days and their totals. Up and Down walk through the days and the projects; Left and Right change the week.

    All other keys are listed in `ui.widgets.shortcuts`.
    """

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("The week before"), self.tr("The week after"))
        self._day = self._today
        self._week: Period | None = None
        self.title, self.dates = ElidedLabel("", Role.STRONG), ElidedLabel("", Role.BODY, "muted")
        self.columns = WeekChart()
        self.projects = TotalList(self.tr("Projects of the week"), SHORT_ROW)
        title = row(self.title, self.dates, grow=self.dates, gap=2)
        head = self._head(title, grow=title)
        words = row(self.words, margins=(16, 0, 16, 0))
        chart = boxed(self.columns, margins=(0, _ABOVE_CHART, 0, _BELOW_CHART))
        projects = on_surface(boxed(self.projects, margins=(0, 4, 0, 0)))
        column(self, head, words, chart, Rule(), self.notice, projects, self.footer)
        self.columns.picked.connect(self._on_picked)
        bind(self, {"copy": self.copy_text, "csv": self.copy_csv})

    def open(self, destination: destinations.Week) -> None:
        """Show the week of a day."""
        self._day = destination.day
        self._fetching = None

    def day_in_view(self) -> date:
        """Return the day of a column that has the focus, else the one the week was opened at."""
        return next((each.day for each in self.columns.days if each.hasFocus() and each.day), self._day)

    def _show(self, overview: Overview) -> None:
        self._week = week = self._profile.pages.reports.week(self._day, formats.first_weekday())
        first, last, missing = week.days[0].day, week.days[-1].day, week.missing(self._today)
        said = self._fetch(first, last, missing, overview)
        self.title.set_text(self.tr("Week {number}").format(number=week.week_number))
        self.dates.set_text(f"· {span_text.dates(first, last, self._today)}")
        self.figure.show_figures(week.total_s if week.is_known else None, week.target_s, known=not missing)
        self.words.set_text(said or span_text.balance_words(week, self._today))
        self.later.setEnabled(last < self._today)
        self.columns.show_week(week, self._today)
        totals = week.project_totals()
        largest_s = max([total.seconds for total in totals], default=0) or 1
        self.projects.show_rows(
            totals, lambda row: Total(_name(row), "", row.color, row.seconds, row.seconds / largest_s)
        )
        self._order_focus()

    def go(self, steps: int) -> None:
        """Show another week."""
        if steps < 0 or self.later.isEnabled():
            self._show_week_of(self._day + timedelta(weeks=steps))

    @Slot()
    def go_to_now(self) -> None:
        """Show this week."""
        self._show_week_of(self._today)

    def _show_week_of(self, day: date) -> None:
        self._day = day
        self._changed()

    def spoken(self) -> str:
        """Return the week and its total."""
        return ", ".join(filter(None, (self.title.text(), self.figure.accessibleName(), self.words.text())))

    @Slot()
    def copy_text(self) -> None:
        """Copy the totals as text."""
        if self._week is not None:
            self._to_clipboard(_as_text(self._week, self._today))

    @Slot()
    def copy_csv(self) -> None:
        """Copy all entries as CSV."""
        if self._week is not None:
            days = self._profile.timesheets.days(self._week.days[0].day, self._week.days[-1].day)
            self._to_clipboard(as_csv(days, formats.zone()))

    def _to_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._navigator.say(Message(self.tr("Copied the week")))

    def set_room_below(self, px: int) -> None:
        """Let the projects end above a message."""
        self.projects.leave_room_below(px)

    @Slot(object)
    def _on_picked(self, day: date) -> None:
        self._navigator.open(destinations.Day(day))

    def _order_focus(self) -> None:
        """Let Tab reach only the current day, and then the projects."""
        days: list[QWidget] = [*self.columns.days]
        for before, after in pairwise([self.later, *days, self.projects, self.footer.status]):
            QWidget.setTabOrder(before, after)
        current = next((day for day in days if day.hasFocus()), None) or self._column_of_day()
        for day in days:
            day.setFocusPolicy(Qt.FocusPolicy.StrongFocus if day is current else Qt.FocusPolicy.ClickFocus)

    def _column_of_day(self) -> QWidget:
        return next((each for each in self.columns.days if each.day == self._day), self.columns.days[0])

    def take_focus(self) -> None:
        """Focus the day that was opened."""
        self._column_of_day().setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the week on Left and Right, and move the focus."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 1}.get(key)
        if event.modifiers():
            super().keyPressEvent(event)
        elif steps is not None:
            self.go(steps)
        elif not self._move_focus(key):
            super().keyPressEvent(event)

    def _move_focus(self, key: Qt.Key) -> bool:
        """Move the focus to another day, or to the projects. Return False if `key` does not do that."""
        days = self.columns.days
        place = next((number for number, day in enumerate(days) if day.hasFocus()), -1)
        target = {Qt.Key.Key_Up: place - 1, Qt.Key.Key_Down: place + 1, Qt.Key.Key_Home: 0, Qt.Key.Key_End: 6}.get(key)
        if target is None:
            return False
        widget = self.projects if target >= len(days) and self.projects.rows else days[max(0, min(6, target))]
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        self._order_focus()
        return True


def _name(total: ProjectTotal) -> str:
    return wording.task_name(total.project, "")


def _as_text(week: Period, today: date) -> str:
    """Return the totals as text. Lines begin with a duration: a spreadsheet cannot take one for a formula."""
    first, last = week.days[0].day, week.days[-1].day
    title = wording.translate("WeekPage", "Week {number}").format(number=week.week_number)
    target = f" / {wording.duration(week.target_s)}" if week.target_s else ""
    total = (wording.duration(week.total_s) if week.is_known else "?") + target
    days = [
        "  ".join(filter(None, [wording.duration(one.total_s) if one.is_known else "?", wording.day_name(one.day),
                                wording.time_off(one)]))
        for one in week.days
    ]  # fmt: skip
    projects = [f"{wording.duration(row.seconds)}  {_name(row)}" for row in week.project_totals()]
    words = "" if week.missing(today) else span_text.balance_words(week, today)
    return "\n".join([f"{title}, {span_text.dates(first, last, today)}: {total}", *([words] if words else []), "",
                      *days, "", *projects]).rstrip() + "\n"  # fmt: skip
