"""The scenes of week, month and report (pictures 20 to 23)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from demitasse.domain.entries import Catalog, Project
from demitasse.domain.report import Grouping
from demitasse.domain.workplan import TimeOff, TimeOffKind
from demitasse.ui.pages.destinations import Month, Report, Week
from demitasse.ui.widgets import focus
from tests.ui import stage
from tests.ui.stage import NOW, TODAY, Stage

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover

FRIDAY = NOW + timedelta(days=4)
ACME, GREEN = 6, "#5B8C2A"
_FIRST = date(2026, 11, 1)
_WORKED = {
    2: 497, 3: 480, 4: 463, 5: 446, 6: 429, 9: 508, 10: 491, 11: 474, 16: 519, 17: 502, 18: 485, 19: 240, 20: 451,
}  # fmt: skip
"""The minutes of the days before the last week of picture 21."""


def a_week(s: Stage) -> None:
    """The minutes of each day in the week of picture 20."""
    with s.store.transaction():
        s.store.entries.mark_synced(TODAY, TODAY + timedelta(days=6), NOW)
    days = (
        ((stage.WEBSITE, stage.CODING, 354), (stage.INTERNAL, stage.MEETING, 138)),
        ((stage.MOBILE, stage.DESIGN, 296), (stage.WEBSITE, stage.REVIEW, 244)),
        ((stage.WEBSITE, stage.CODING, 420), (stage.WEBSHOP, stage.COPY, 75)),
        ((stage.CONFIGURATOR, stage.TESTING, 250), (stage.WEBSITE, stage.CODING, 243)),
        ((stage.WEBSITE, stage.CODING, 132), (stage.MOBILE, stage.CODING, 96)),
    )
    for number, entries in enumerate(days):
        for project, task, minutes in entries:
            s.entry(project, task, minutes, day=TODAY + timedelta(days=number))


def a_friday() -> Stage:
    """The Friday of the pictures, with a timer that has run for 1:24:07."""
    s = Stage(FRIDAY)
    a_week(s)
    s.running(stage.WEBSITE, stage.CODING, 5047, "Fix the login redirect on Safari")
    return s


def a_month(s: Stage) -> None:
    """The weeks before, and the absences of picture 21."""
    with s.store.transaction():
        s.store.entries.mark_synced(_FIRST, date(2026, 11, 30), NOW)
        s.store.catalog.replace(
            Catalog(
                (*stage.CATALOG.projects, Project(ACME, "Acme", 2, GREEN)), stage.CATALOG.tasks,
                stage.CATALOG.clients, (*stage.CATALOG.pairs, (ACME, stage.CODING)),
            )
        )  # fmt: skip
        s.store.catalog.replace_time_off([
            TimeOff(_FIRST, _FIRST, "All Saints’ Day", kind=TimeOffKind.HOLIDAY),
            TimeOff(date(2026, 11, 12), date(2026, 11, 13), "Vacation", kind=TimeOffKind.VACATION),
            TimeOff(date(2026, 11, 19), date(2026, 11, 19), "Sick", half_day=True, kind=TimeOffKind.SICK),
        ])  # fmt: skip
    projects = (stage.WEBSITE, stage.MOBILE, stage.CONFIGURATOR, stage.INTERNAL, stage.WEBSHOP, ACME)
    tasks = (stage.CODING, stage.DESIGN, stage.TESTING, stage.MEETING, stage.COPY, stage.CODING)
    for number, (day, minutes) in enumerate(_WORKED.items()):
        other = number % len(projects)
        s.entry(stage.WEBSITE, stage.REVIEW, minutes - 200, "Pull requests", day=_FIRST.replace(day=day))
        s.entry(projects[other], tasks[other], 200, "Weekly planning", day=_FIRST.replace(day=day))


def week() -> Popover:
    """The week (picture 20)."""
    popover = a_friday().popover()
    popover.open(Week(TODAY + timedelta(days=4)))
    popover.page.setFocus(Qt.FocusReason.OtherFocusReason)
    return popover


def week_focused() -> Popover:
    """A week of which two days are missing, offline, with work on Saturday, and the focus on a day."""
    s = Stage(FRIDAY + timedelta(days=1))
    a_week(s)
    s.entry(stage.WEBSITE, stage.CODING, 90, day=TODAY + timedelta(days=5))
    s.offline(FRIDAY - timedelta(minutes=43))
    with s.store.transaction():
        s.store.database.write("DELETE FROM seen WHERE day IN ('2026-11-24', '2026-11-25')")
        s.store.database.write("DELETE FROM entry WHERE day = '2026-11-25'")
    popover = s.popover()
    popover.open(Week(TODAY + timedelta(days=1)))
    focus.show(shown=True)
    popover.page.columns.days[1].setFocus(Qt.FocusReason.TabFocusReason)  # type: ignore[attr-defined]
    return popover


def week_long() -> Popover:
    """Many projects with long names."""
    s = Stage(FRIDAY)
    a_week(s)
    with s.store.transaction():
        for project in range(1, 13):
            name = f"{project} Relaunch of the international customer self-service portal"
            s.store.database.write(
                "INSERT OR REPLACE INTO project (id, name, client_id, color, bookable, code)"
                " VALUES (?, ?, 1, ?, 1, '')",
                (project, name, f"#{project * 20:02x}70a0"),
            )
    for project in range(6, 13):
        s.entry(project, stage.CODING, 30 * project, day=TODAY + timedelta(days=project % 5))
    popover = s.popover()
    popover.open(Week(TODAY))
    return popover


def month() -> Popover:
    """The month (picture 21)."""
    s = a_friday()
    a_month(s)
    popover = s.popover()
    popover.open(Month(date(2026, 11, 18)))
    focus.show(shown=True)
    popover.page.grid.focus(date(2026, 11, 18))  # type: ignore[attr-defined]
    return popover


def month_offline() -> Popover:
    """A month that was never fetched, offline."""
    s = Stage()
    s.offline(NOW - timedelta(minutes=43))
    popover = s.popover()
    popover.open(Month(date(2026, 2, 11)))
    return popover


def report() -> Popover:
    """The report (picture 22)."""
    s = a_friday()
    a_month(s)
    popover = s.popover()
    popover.open(Report(TODAY))
    popover.page.setFocus(Qt.FocusReason.OtherFocusReason)
    return popover


def report_menu() -> Popover:
    """The menu of spans (picture 23)."""
    popover = report()
    popover.page.open_menu()  # type: ignore[attr-defined]
    return popover


def report_of_a_project() -> Popover:
    """A row that was opened, with a filter, in a span without a name."""
    popover = report()
    page: Any = popover.page
    page.go(-1)
    page.go(1)
    page.rows.opened.emit(page.rows.rows[0])
    page.filter.setText("pull req")
    page._on_typed()
    page.filter.setFocus(Qt.FocusReason.TabFocusReason)
    return popover


def report_by_day() -> Popover:
    """A report by day that is being fetched."""
    popover = report()
    page: Any = popover.page
    page.groups.picked.emit(list(Grouping).index(Grouping.DAY))
    page.go(-1)
    return popover


def report_empty() -> Popover:
    """A report without entries, and no timer runs."""
    popover = Stage().popover()
    popover.open(Report(TODAY))
    return popover


VIEWS = (
    week, week_focused, week_long, month, month_offline, report, report_menu, report_of_a_project, report_by_day,
    report_empty,
)  # fmt: skip
"""All scenes of this module."""
