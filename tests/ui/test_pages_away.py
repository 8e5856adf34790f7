"""The question after an absence: four answers with live figures, and nothing is booked without an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from demitasse.domain.absence import AbsenceAnswer, AbsenceKind
from demitasse.ui.app.popover_controller import PopoverController
from demitasse.ui.app.services import Services
from demitasse.ui.pages.away import AwayPage
from demitasse.ui.pages.destinations import AddEntry, Away
from demitasse.ui.pages.picker import PickerPage
from demitasse.ui.text import notification_text
from demitasse.ui.tray.tray_icon import TrayMark
from demitasse.ui.tray.tray_state import tray_state
from tests.ui import user_input
from tests.ui.stage import CODING, INTERNAL, MEETING, WEBSITE, Stage
from tests.ui.user_input import click, press

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from demitasse.ui.popover.popover import Popover


def asked(stage: Stage, minutes: int = 38) -> tuple[Popover, AwayPage]:
    """The popover with the question after an absence (design, picture 6)."""
    stage.running(WEBSITE, CODING, 5047)
    stage.was_away(minutes)
    popover = stage.popover()
    page = popover.page
    assert isinstance(page, AwayPage)
    return popover, page


def shown(popover: Popover) -> QWidget:
    return popover.page


def figures(page: AwayPage) -> dict[AbsenceAnswer, str]:
    return {answer: button.note for answer, button in zip(page.offered, page.answers.buttons, strict=True)}


def button(page: AwayPage, answer: AbsenceAnswer) -> QWidget:
    return page.answers.buttons[page.offered.index(answer)]


def total(stage: Stage) -> list[tuple[str, int, bool]]:
    return [(row.task, row.duration_s // 60, row.running) for row in stage.rows()]


def test_the_question_shows_the_length_and_the_result_of_each_answer(stage: Stage) -> None:
    _popover, page = asked(stage)
    assert page.title.text() == "You were away for 38 minutes"
    assert page.detail.text() == ("From 13:25 to 14:03. The timer for Website relaunch · Coding kept running.")
    assert list(figures(page).values()) == ["1:24", "0:46", "0:46", "0:38"]
    assert button(page, AbsenceAnswer.KEEP).hasFocus(), "Enter changes nothing"
    assert button(page, AbsenceAnswer.BOOK).accessibleName() == "Move it to another task…, 38 minutes"


def test_a_timer_that_was_stopped_since_then_cannot_go_on_or_stop(stage: Stage) -> None:
    stage.running(WEBSITE, CODING, 5047)
    stage.was_away(38)
    stage.profile.timer.stop()
    popover = stage.popover()
    popover.open(Away())
    page = shown(popover)
    assert isinstance(page, AwayPage)
    assert [button.text() for button in page.answers.buttons] == [
        "Keep the time", "Remove it", "Move it to another task…"
    ]  # fmt: skip
    press(popover, Qt.Key.Key_2)
    assert total(stage) == [("Coding", 46, False)]


def test_the_figures_are_updated_while_the_question_is_open(stage: Stage) -> None:
    _popover, page = asked(stage)
    stage.clock.advance(600)
    page._tick.timeout.emit()
    assert list(figures(page).values()) == ["1:34", "0:56", "0:46", "0:38"]
    assert page.title.text() == "You were away for 38 minutes", "the absence is unchanged"


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (AbsenceAnswer.KEEP, [("Coding", 84, True)]),
        (AbsenceAnswer.DISCARD, [("Coding", 46, True)]),
        (AbsenceAnswer.STOP, [("Coding", 46, False)]),
    ],
)
def test_an_answer_gives_the_shown_result_and_can_be_undone(
    stage: Stage, answer: AbsenceAnswer, left: list[tuple[str, int, bool]]
) -> None:
    popover, page = asked(stage)
    click(button(page, answer))
    assert total(stage) == left
    assert shown(popover) is popover.day
    assert popover.snackbar.text() == "Time away sorted"
    popover.day.footer.gear.setFocus()
    press(popover, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert total(stage) == [("Coding", 84, True)]
    assert stage.profile.absences.open_questions(), "the question is open again"


def test_the_time_can_be_booked_on_another_task(stage: Stage) -> None:
    popover, page = asked(stage)
    click(button(page, AbsenceAnswer.BOOK))
    picker = shown(popover)
    assert isinstance(picker, PickerPage)
    QTest.keyClicks(picker.field, "internal meeting")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert sorted(total(stage)) == [("Coding", 46, True), ("Meeting", 38, False)]
    assert shown(popover) is popover.day


def test_closing_the_picker_shows_the_question_again(stage: Stage) -> None:
    popover, page = asked(stage)
    click(button(page, AbsenceAnswer.BOOK))
    press(popover, Qt.Key.Key_Escape)
    assert shown(popover) is page
    assert total(stage) == [("Coding", 84, True)]


@pytest.mark.parametrize("how", ["button", "escape"])
def test_later_books_nothing_and_the_day_lists_the_open_question(stage: Stage, how: str) -> None:
    popover, page = asked(stage)
    if how == "button":
        click(page.later)
    else:
        press(popover, Qt.Key.Key_Escape)
    assert shown(popover) is popover.day
    assert popover.day.notice.words.text() == "You were away for 38 minutes. Were you working?"
    popover.hidden()
    popover.shown()
    assert shown(popover) is popover.day, "asked once"
    assert total(stage) == [("Coding", 84, True)]
    click(popover.day.notice.action)
    assert shown(popover) is page


def test_several_questions_are_asked_one_after_the_other(stage: Stage) -> None:
    stage.running(WEBSITE, CODING, 5 * 3600)
    stage.was_away(38)
    stage.clock.advance(3600)
    stage.was_away(10)
    popover = stage.popover()
    page = user_input.shown(popover, AwayPage)
    assert page.count.text() == "1 of 2"
    click(button(page, AbsenceAnswer.DISCARD))
    assert shown(popover) is page
    assert page.title.text() == "You were away for 10 minutes"
    click(button(page, AbsenceAnswer.DISCARD))
    assert shown(popover) is popover.day
    assert total(stage) == [("Coding", 300 + 60 - 48, True)]


def test_a_question_answered_in_the_terminal_disappears(stage: Stage) -> None:
    popover, _page = asked(stage)
    (question,) = stage.profile.absences.open_questions()
    stage.profile.absences.answer(question.id, AbsenceAnswer.KEEP)
    popover.refresh()
    assert shown(popover) is popover.day


def test_an_absence_is_asked_about_only_when_it_has_ended(stage: Stage) -> None:
    stage.running(WEBSITE, CODING, 5047)
    stage.profile.absences.on_idle(AbsenceKind.IDLE, stage.clock.now().shifted(-600))
    popover = stage.popover()
    assert shown(popover) is popover.day
    assert tray_state(stage.profile.overview.read()).mark is TrayMark.NONE


def test_the_tray_shows_attention_until_the_question_is_answered(stage: Stage) -> None:
    popover, page = asked(stage)
    look = tray_state(stage.profile.overview.read())
    assert look.mark is TrayMark.NEEDS_YOU
    assert look.tip.endswith("You were away for 38 minutes")
    click(button(page, AbsenceAnswer.KEEP))
    assert tray_state(stage.profile.overview.read()).mark is not TrayMark.NEEDS_YOU
    assert shown(popover) is popover.day


def test_a_question_does_not_cover_a_form(stage: Stage) -> None:
    stage.running(WEBSITE, CODING, 5047)
    popover = stage.popover()
    popover.open(AddEntry())
    editor = popover.page
    stage.was_away(38)
    popover.ask()
    assert shown(popover) is editor


def test_every_kind_of_absence_has_a_text(stage: Stage) -> None:
    stage.running(INTERNAL, MEETING, 5047)
    stage.was_away(60)
    (question,) = stage.profile.absences.open_questions()
    began = question.began_at - timedelta(days=2)
    said = {notification_text.away_detail(question._replace(kind=kind, began_at=began)) for kind in AbsenceKind}
    assert len(said) == len(AbsenceKind)
    assert all("Internal · Meeting" in words for words in said)
    assert all("Sat 21 Nov 2026, 13:03" in words for words in said), "another day is named"
    assert notification_text.away_title(question._replace(away_s=48 * 3600)) == "You were away for 48:00 hours"


def test_an_absence_stays_open_if_the_disk_fails(stage: Stage) -> None:
    popover, page = asked(stage)
    stage.store.settings._database._connection.execute("PRAGMA query_only = ON")
    click(button(page, AbsenceAnswer.DISCARD))
    assert shown(popover) is page
    assert popover.snackbar.text(), "it stays until the person closes it"


@pytest.mark.parametrize(
    ("free", "state", "asks"),
    [
        (False, Qt.WindowState.WindowNoState, True),
        (True, Qt.WindowState.WindowNoState, True),
        (True, Qt.WindowState.WindowMinimized, False),
    ],
)
def test_a_question_in_a_window_that_nobody_sees_needs_a_notification(
    stage: Stage, free: bool, state: Qt.WindowState, asks: bool
) -> None:
    stage.running(WEBSITE, CODING, 5047)
    stage.was_away(40)
    services = Services("default", parent := QObject())
    services.tray_availability.is_available = not free
    controller = PopoverController(services, parent)
    controller.open(None)
    assert QTest.qWaitForWindowActive(controller.window)
    controller.window.setWindowState(state)
    controller.popover.ask()
    assert controller.is_asking is asks
    controller.close()
    services.close()
