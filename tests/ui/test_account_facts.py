"""An open window follows what CoffeeCup knows of the account: formats, absences, contracts. A real worker asks it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, QObject

from demitasse.domain.ports import EventKind
from demitasse.domain.user import Formats
from demitasse.store.settings import USER
from demitasse.ui.app import preferences
from demitasse.ui.app.popover_controller import PopoverController
from demitasse.ui.app.services import Services
from demitasse.ui.pages.destinations import AddEntry, Day, Month, Report, Week
from demitasse.ui.pages.month import MonthPage
from demitasse.ui.pages.report import ReportPage
from demitasse.ui.pages.week import WeekPage
from demitasse.ui.text import formats, wording
from demitasse.ui.widgets.month import AbsenceLine
from tests.boot.test_cli_sync import credentials
from tests.deadlines import PATIENCE_S
from tests.ui.user_input import Events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from coffeecup_sandbox import Sandbox
    from demitasse.ui.popover.popover import Popover


class Program:
    """The services and the window of a signed-in account, joined as the tray app joins them."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Sign in, and open the window."""
        self.sandbox = sandbox
        self._parent = QObject()
        self.services = Services("default", self._parent)
        preferences.apply(self.services.profile)
        self.controller = PopoverController(self.services)
        self._events = Events(self.services.bridge)
        self.services.bridge.happened.connect(self.controller.handle)
        self.services.bridge.start()
        self.services.bridge.sign_in(credentials(sandbox))
        while self._events.next().kind is not EventKind.SIGNED_IN:
            pass
        while self._events.next().kind is not EventKind.CHANGED:
            pass
        self.controller.open(None)
        self.today = self.services.profile.timesheets.today()
        self.email = str(credentials(sandbox).email)
        self.user = int(self.services.profile._store.settings.get(USER)["id"])

    @property
    def popover(self) -> Popover:
        return self.controller.popover

    def absent(self, first: date, last: date, *, half_day: bool = False) -> None:
        """Enter a vacation on CoffeeCup."""
        kind = self.sandbox.state["absenceTypes"].where(label="Vacation")[0]
        self.sandbox.state.insert("absences", {
            "user": self.user, "absenceType": kind["id"], "startDate": str(first), "endDate": str(last),
            "rangeType": "ONE_DAY_HALF" if half_day else "MULTIPLE_DAYS_FULL",
        })  # fmt: skip

    def compare(self, until: Callable[[], object]) -> None:
        """Ask CoffeeCup, as a press on the sync status does, until something is known here."""
        self.services.bridge.compare()
        self.until(until)

    def until(self, known: Callable[[], object]) -> None:
        """Wait for events of the worker until something is known here."""
        while not known():
            self._events.next()

    def has_formats(self, **wanted: object) -> bool:
        """Return whether these fields of the account are stored."""
        known = self.services.profile._store.settings.get(USER)
        return all(known[name] == value for name, value in wanted.items())

    def close(self) -> None:
        assert self.services.bridge.stop(PATIENCE_S)
        self.controller.close()
        self.services.close()


@pytest.fixture
def program(sandbox: Sandbox, home: Path, app: QApplication) -> Iterator[Program]:  # noqa: ARG001 - are there
    opened = Program(sandbox)
    yield opened
    opened.close()
    formats.use(Formats())
    preferences.set_language(QLocale("en_GB"))


def test_formats_of_the_account_change_in_the_open_window(program: Program) -> None:
    program.popover.open(Week(program.today))
    before = program.popover
    program.sandbox.state.change("users", program.user, {"durationFormat": 1, "beginningOfWeek": "sunday"})
    program.compare(lambda: program.popover is not before)
    assert program.has_formats(duration_format=1, week_start="sunday")
    page = program.popover.page
    assert isinstance(page, WeekPage), "the view that was open is open again"
    assert page.columns.days[0].day is not None
    assert page.columns.days[0].day.isoweekday() == 7
    assert wording.duration(5400) == "1.50"
    assert "1.50" not in page.figure.text()
    assert page.figure.text().endswith(".00")
    program.popover.open(Month(program.today))
    month = program.popover.page
    assert isinstance(month, MonthPage)
    assert month.grid.cells[0].day.isoweekday() == 7


def test_what_is_being_filled_in_is_kept_when_formats_change(program: Program) -> None:
    program.popover.open(AddEntry())
    before = program.popover
    program.sandbox.state.change("users", program.user, {"durationFormat": 1})
    program.compare(lambda: program.has_formats(duration_format=1))
    assert program.popover is before
    program.popover.open(Day())
    program.controller.open(None)
    assert program.popover is not before
    assert wording.duration(5400) == "1.50"


def test_an_absence_changes_day_week_and_month_of_the_open_window(program: Program) -> None:
    monday = program.today - timedelta(days=program.today.weekday())
    program.popover.open(Week(program.today))
    page = program.popover.page
    assert isinstance(page, WeekPage)
    assert page.figure.text().endswith(":00"), "the target of the week"
    program.absent(monday, monday + timedelta(days=6))
    program.compare(lambda: " / " not in page.figure.text())
    assert all("Vacation" in column.accessibleName() for column in page.columns.days)
    program.popover.open(Month(program.today))
    month = program.popover.page
    assert isinstance(month, MonthPage)
    assert any("Vacation" in line.text() for line in month.absences.findChildren(AbsenceLine))
    program.popover.open(Day(monday))
    program.popover.refresh()
    sheet = program.services.profile.timesheets.day(monday)
    assert (sheet.target_s, [one.name for one in sheet.time_off]) == (0, ["Vacation"])


def test_days_that_were_never_here_are_fetched_for_month_and_report_year_by_year(program: Program) -> None:
    days = [program.today - timedelta(days=back) for back in (800, 430, 400)]
    for day in days:
        program.sandbox.add_entry(program.email, project=101, task=301, day=str(day), duration=5400, comment="long ago")
    program.popover.open(Month(days[0]))
    month = program.popover.page
    assert isinstance(month, MonthPage)
    assert (month.figure.text().partition(" / ")[0], month.words.text()) == ("–", "Asking CoffeeCup…")
    program.until(lambda: month.figure.text().startswith("1:30"))
    program.popover.open(Report(program.today))
    page = program.popover.page
    assert isinstance(page, ReportPage)
    page._on_last_picked(days[0], days[-1])
    assert page.figure.text().startswith("≥ ")
    program.until(lambda: page.figure.text() == "4:30")
    assert page.box.count.text() == "3 entries"
