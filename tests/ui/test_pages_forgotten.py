"""A timer that ran longer than a working day: one question, three ways out, and nothing booked without one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from demitasse.domain.absence import AbsenceAnswer
from demitasse.ui.pages.away import AwayPage
from demitasse.ui.pages.day.day_page import DayPage
from demitasse.ui.pages.forgotten import ForgottenPage
from tests.ui.stage import CODING, TODAY, WEBSITE, Stage
from tests.ui.user_input import click, press, write

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover

FRIDAY = date(2026, 11, 20)
WEEKEND = [FRIDAY + timedelta(days=number) for number in range(4)]


@pytest.fixture
def asked(stage: Stage) -> tuple[Popover, ForgottenPage]:
    """Started on Friday at 16:00; Stop is pressed on Monday at 9:01."""
    stage.clock.set_wall(datetime(2026, 11, 20, 16, tzinfo=UTC))
    stage.profile.timer.start(WEBSITE, CODING)
    stage.clock.advance(65 * 3600 + 60)
    popover = stage.popover()
    click(popover.day.timer.button)
    page = popover.page
    assert isinstance(page, ForgottenPage)
    return popover, page


def booked(stage: Stage) -> list[tuple[int, str]]:
    sheets = stage.profile.timesheets.days(FRIDAY, TODAY)
    return [(row.day.day, f"{row.duration_s / 3600:.2f}") for sheet in sheets for row in sheet.rows]


def test_stop_asks_and_the_timer_runs_on(stage: Stage, asked: tuple[Popover, ForgottenPage]) -> None:
    popover, page = asked
    assert page.detail.text() == (
        "Website relaunch · Coding has been running since Fri 20 Nov 2026, 16:00. Nothing is booked before you answer."
    )
    assert [(one.text(), one.note) for one in page.answers.buttons] == [
        ("Stop it then", ""), ("All of it was work", "65:01"), ("I was away…", "")
    ]  # fmt: skip
    assert page.all_note.text() == (
        "Fri 20 Nov 2026 8:00 · Sat 21 Nov 2026 24:00 · Sun 22 Nov 2026 24:00 · Mon 23 Nov 2026 9:01"
    )
    click(page.later)
    assert isinstance(popover.page, DayPage)
    running = stage.profile.timer.running()
    assert running is not None
    assert running.day == FRIDAY


def test_a_time_stops_it_on_the_day_it_was_started(stage: Stage, asked: tuple[Popover, ForgottenPage]) -> None:
    popover, page = asked
    assert page.day.day() == FRIDAY
    write(popover, "17:30")
    assert page._labelled.note.text() == "= 1:30"
    press(popover, Qt.Key.Key_Return)
    assert isinstance(popover.page, DayPage)
    assert booked(stage) == [(20, "1.50")]


@pytest.mark.parametrize("typed", ["", "15:00", "noon"])
def test_a_wrong_time_books_nothing(typed: str, stage: Stage, asked: tuple[Popover, ForgottenPage]) -> None:
    popover, page = asked
    write(popover, typed)
    click(page.answers.buttons[0])
    assert popover.page is page
    assert page._labelled.note.text()
    assert stage.profile.timer.running() is not None


def test_another_day_that_is_too_long_is_asked_about_again(asked: tuple[Popover, ForgottenPage], stage: Stage) -> None:
    popover, page = asked
    page.day.set_day(date(2026, 11, 21))
    write(popover, "17:30")
    click(page.answers.buttons[0])
    assert popover.page is page
    assert stage.profile.timer.running() is not None


def test_all_of_it_becomes_an_entry_a_day(stage: Stage, asked: tuple[Popover, ForgottenPage]) -> None:
    _popover, page = asked
    click(page.answers.buttons[1])
    assert booked(stage) == [(20, "8.00"), (21, "24.00"), (22, "24.00"), (23, "9.02")]
    assert stage.profile.timer.running() is None


def test_being_away_is_a_way_out(stage: Stage, asked: tuple[Popover, ForgottenPage]) -> None:
    popover, page = asked
    page.setFocus()
    press(popover, Qt.Key.Key_3)
    away = popover.page
    assert isinstance(away, AwayPage)
    click(away.answers.buttons[away.offered.index(AbsenceAnswer.STOP)])
    assert stage.profile.timer.running() is None
    assert booked(stage) == [(20, "0.00")]
