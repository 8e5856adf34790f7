"""Closing the day in the window, by mouse and by keyboard."""

from __future__ import annotations

import random
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from demitasse.domain.absence import AbsenceAnswer
from demitasse.domain.close_day import AnswerKind, StepKind
from demitasse.domain.operations import ConflictKind
from demitasse.store import settings as stored
from demitasse.ui.pages.close_day.page import CloseDayPage
from demitasse.ui.pages.conflicts import ConflictsPage
from demitasse.ui.pages.destinations import CloseDay
from demitasse.ui.pages.forgotten import ForgottenPage
from demitasse.ui.pages.picker import PickerPage
from demitasse.ui.pages.sign_in import SignInPage
from tests.screenshots.scenes_close_day import evening
from tests.ui import stage as on_stage
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.user_input import CTRL, click, focused, press, shown, write

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover

K = Qt.Key


def opened(stage: Stage) -> tuple[Popover, CloseDayPage]:
    """The page, opened with Ctrl+E."""
    popover = stage.popover()
    popover.day.setFocus()
    press(popover, K.Key_E, CTRL)
    return popover, shown(popover, CloseDayPage)


@pytest.fixture
def busy(stage: Stage) -> Stage:
    """A day with a gap, an overlap, time away, an entry without a comment and a timer."""
    stage.close()
    return evening()


def folded(page: CloseDayPage) -> list[str]:
    """The words of the steps, the answered ones in brackets and the open one with a star."""
    marks = {line: "*{}" if line.is_now else "[{}]" if "answered" in line.accessibleName() else "{}"
             for line in page.lines}  # fmt: skip
    return [mark.format(line.words) for line, mark in marks.items()]


def open_key(page: CloseDayPage) -> str:
    """The key of the step whose answers are shown; empty at the end."""
    return page.detail.step.key if page.detail else ""


def labels(page: CloseDayPage) -> list[tuple[str, str]]:
    assert page.detail is not None
    return [(button.text(), button.note) for button in page.detail.answers.buttons]


def test_a_day_is_closed_with_one_key_a_step(busy: Stage) -> None:
    popover, page = opened(busy)
    assert page.place.text() == "1 of 5"
    assert folded(page)[0] == "*A gap: 11:45–12:38"
    assert labels(page) == [
        ("That was a break", ""), ("Mobile app · Design", "as before"), ("Website relaunch · Coding", "as after"),
        ("Something else…", ""),
    ]  # fmt: skip
    press(popover, K.Key_3)
    assert folded(page)[:2] == ["[The gap is Website relaunch · Coding]", "*Two entries overlap"]
    assert labels(page) == [
        ("Meeting ends at 11:00", "−0:15"), ("Design starts at 11:15", "−0:15"), ("Both are right", "")
    ]  # fmt: skip
    press(popover, K.Key_Return)
    assert [note for _, note in labels(page)] == ["1:25", "0:47", "0:47", "0:38"]
    press(popover, K.Key_2)
    write(popover, "Icons")
    press(popover, K.Key_Return)
    assert folded(page)[-2:] == ["[Comment saved]", "*The timer is running"]
    press(popover, K.Key_1)
    assert page.place.text() == ""
    assert focused(popover) is page.done, (focused(popover), focused(popover).isVisible())
    rows = {row.task: (row.duration_s // 60, row.comment, row.running) for row in busy.rows() if row.start_time}
    assert rows["Meeting"] == (60, "Weekly planning", False)
    assert rows["Design"] == (45, "Icons", False)
    assert page.figure.text() == f"{(123 + 60 + 45 + 53 + 47) // 60}:{(123 + 60 + 45 + 53 + 47) % 60:02} / 8:00"
    press(popover, K.Key_Return)
    assert popover.page is popover.day


@pytest.mark.parametrize("number", range(6))
def test_any_answers_in_any_order_by_mouse_end_the_day_and_can_be_reopened(busy: Stage, seed: int, number: int) -> None:
    dice = random.Random(seed * 100 + number)  # noqa: S311 - repeatable
    popover, page = opened(busy)
    for _ in range(40):
        if page.detail is None:
            break
        waiting = [line for line in page.lines if line.isEnabled() and not line.is_now]
        if waiting and dice.random() < 0.3:
            line = dice.choice(waiting)
            step, was = line.step, "answered" in line.accessibleName()
            click(line)
            assert page.detail is not None
            reached = page.detail.step.key
            assert was or reached == step.key, "a click on a step opens it"
            continue
        kinds = [answer.kind for answer in page.detail.step.answers]
        usable = [at for at, kind in enumerate(kinds) if kind not in {AnswerKind.BOOK_GAP, AnswerKind.BOOK_AWAY}]
        if page.detail.field is not None:
            page.detail.field.setText("words")
        key = page.detail.step.key
        click(page.detail.answers.buttons[dice.choice(usable)])
        assert open_key(page) != key
    else:
        pytest.fail(f"not closed: {folded(page)}")
    assert shown(popover, CloseDayPage).end.title.text().endswith(" of 8:00")
    open_ = busy.profile.pages.close_day.review(TODAY).steps
    assert {step.kind for step in open_} <= {StepKind.TIMER}, "only a timer that runs on"


def test_an_answered_step_is_reopened_and_answered_otherwise(busy: Stage) -> None:
    popover, page = opened(busy)
    press(popover, K.Key_1)
    click(page.lines[0])
    assert folded(page)[0] == "*A gap: 11:45–12:38"
    assert busy.profile.pages.close_day.review(TODAY).steps[0].kind is StepKind.GAP
    press(popover, K.Key_2)
    assert folded(page)[0] == "[The gap is Mobile app · Design]"
    press(popover, K.Key_Z, CTRL)
    assert folded(page)[0] == "A gap: 11:45–12:38", "undo opens a step again"
    assert popover.snackbar.text().startswith("Undone: add")
    press(popover, K.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert folded(page)[0] == "[A gap: 11:45–12:38]"


def test_left_open_is_told_and_asked_again(busy: Stage) -> None:
    popover, page = opened(busy)
    while page.detail is not None:
        click(page.leave_open)
    assert page.end.sentence.text() == ""
    assert page.end.left.text() == "5 left open"
    assert not page.end.wish.isVisible()
    click(page.end.left)
    assert folded(page)[0] == "*A gap: 11:45–12:38"
    press(popover, K.Key_Escape)
    assert popover.page is not page


def test_the_end_is_true_about_what_is_on_its_way(stage: Stage) -> None:
    entry_id = stage.entry(on_stage.WEBSITE, on_stage.REVIEW, 120, "Pull requests", start=time(8), sent=False)
    popover, page = opened(stage)
    assert page.end.sentence.text() == "Nothing open. 1 entry is on its way."
    stage.offline(NOW - timedelta(minutes=5))
    popover.refresh()
    assert page.detail is not None
    press(popover, K.Key_1)
    assert page.end.sentence.text() == "1 waiting: saved here, not sent yet."
    with stage.store.transaction():
        stage.store.settings.reset(stored.OFFLINE_SINCE)
    stage.sent(entry_id)
    popover.refresh()
    assert page.end.sentence.text() == "Nothing open, everything is on CoffeeCup."
    assert page.end.wish.isVisible()


def test_the_day_is_copied(stage: Stage) -> None:
    stage.entry(on_stage.WEBSITE, on_stage.REVIEW, 120, "Pull\trequests", start=time(8))
    stage.entry(on_stage.INTERNAL, on_stage.MEETING, 30, "Planning")
    _popover, page = opened(stage)
    click(page.copy)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Mon 23 Nov 2026\t2:30",
        "08:00–10:00\t2:00\tWebsite relaunch\tReview\tPull requests",
        "\t0:30\tInternal\tMeeting\tPlanning",
    ]


def test_something_else_opens_the_picker_and_comes_back(busy: Stage) -> None:
    popover, page = opened(busy)
    press(popover, K.Key_4)
    QTest.keyClicks(shown(popover, PickerPage).field, "internal meeting")
    QTest.keyClick(shown(popover, PickerPage).field, K.Key_Return)
    assert folded(shown(popover, CloseDayPage))[0] == "[The gap is Internal · Meeting]"
    assert page.detail is not None
    press(popover, K.Key_3)
    press(popover, K.Key_4)
    press(popover, K.Key_Escape)
    assert folded(shown(popover, CloseDayPage))[2] == "*An open absence", "nothing was picked"


def test_a_comment_is_asked_for_in_its_field(stage: Stage) -> None:
    stage.entry(on_stage.WEBSITE, on_stage.REVIEW, 120, start=time(8))
    popover, page = opened(stage)
    assert page.detail is not None
    assert focused(popover) is page.detail.field
    press(popover, K.Key_Return)
    assert page.detail._mistake.text() == "Required."
    write(popover, "12")
    assert page.detail._mistake.text() == ""
    popover.refresh()
    assert page.detail.text() == "12", "digits are typed, and a refresh keeps them"
    press(popover, K.Key_Return)
    assert stage.rows()[0].comment == "12"
    assert page.end.isVisible()


def test_only_keys_that_work_are_shown(stage: Stage) -> None:
    """A digit that is typed into the comment answers nothing."""
    stage.entry(on_stage.WEBSITE, on_stage.REVIEW, 120, start=time(8))
    _popover, page = opened(stage)
    assert page.detail is not None
    caps = {True: ["↵", ""], False: ["1", "2"]}
    for in_field in (True, False, True):
        target = page.detail.field if in_field else page.detail.answers.buttons[1]
        assert target is not None
        target.setFocus()
        assert [button.key for button in page.detail.answers.buttons] == caps[in_field]


def test_what_is_typed_stays_when_something_else_changes(stage: Stage) -> None:
    one = stage.entry(on_stage.WEBSITE, on_stage.REVIEW, 60, start=time(8))
    popover, page = opened(stage)
    write(popover, "Pull req")
    other = stage.entry(on_stage.INTERNAL, on_stage.MEETING, 60, start=time(8, 30))
    popover.refresh()
    assert page.detail is not None
    assert (len(page.lines), page.detail.step.key) == (3, f"comment/{one}")
    write(popover, "uests")
    press(popover, K.Key_Return)
    assert stage.existing(one).mine.comment == "Pull requests"
    assert stage.existing(other).mine.comment == ""


def test_steps_lead_to_the_pages_that_decide(stage: Stage) -> None:
    one = stage.entry(on_stage.WEBSITE, on_stage.REVIEW, 60, "x", start=time(8))
    stage.disputed(one, ConflictKind.BOTH_CHANGED, ("comment",), comment="y")
    popover, page = opened(stage)
    press(popover, K.Key_1)
    shown(popover, ConflictsPage)
    press(popover, K.Key_Escape)
    assert shown(popover, CloseDayPage) is page


def test_a_rejected_entry_has_four_answers(stage: Stage) -> None:
    one = stage.entry(on_stage.WEBSITE, on_stage.REVIEW, 60, "Call the dealer", start=time(8), sent=False)
    stage.rejected(one, "The task is archived.")
    popover, page = opened(stage)
    assert [text for text, _ in labels(page)] == [
        "Move it to another task…",
        "Send it again",
        "Copy its text",
        "Delete it",
    ]
    press(popover, K.Key_3)
    assert QGuiApplication.clipboard().text() == "Call the dealer"
    assert folded(page) == ["*A rejected entry"], "a copy answers nothing"
    press(popover, K.Key_2)
    assert folded(page) == []
    assert page.end.sentence.text() == "Nothing open. 1 entry is on its way."


def test_a_forgotten_timer_is_stopped_on_its_own_page(stage: Stage) -> None:
    stage.running(on_stage.WEBSITE, on_stage.CODING, 11 * 3600, "x")
    stage.clock.advance(3 * 3600)
    popover, page = opened(stage)
    while page.detail is not None and page.detail.step.kind is not StepKind.TIMER:
        click(page.leave_open)
    press(popover, K.Key_1)
    shown(popover, ForgottenPage)


def test_signed_out_leads_to_the_sign_in(stage: Stage) -> None:
    stage.entry(on_stage.WEBSITE, on_stage.REVIEW, 60, "x", start=time(8), sent=False)
    with stage.store.transaction():
        stage.store.settings.put(stored.SIGNED_IN, False)
    popover, page = opened(stage)
    assert folded(page) == ["*1 waiting: saved here, not sent yet"]
    press(popover, K.Key_1)
    shown(popover, SignInPage)


def test_a_step_that_was_answered_elsewhere_is_folded(busy: Stage) -> None:
    popover, page = opened(busy)
    (question,) = busy.profile.absences.open_questions()
    busy.profile.absences.answer(question.id, AbsenceAnswer.KEEP)
    popover.refresh()
    assert folded(page)[2] == "[An open absence]"
    assert not page.lines[2].isEnabled(), "it was not answered here"
    press(popover, K.Key_1)
    QApplication.processEvents()
    assert folded(page)[1] == "*Two entries overlap"


def test_a_day_that_is_not_known_here_is_fetched(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(CloseDay(TODAY - timedelta(days=400)))
    assert stage.bridge._shown_days == (TODAY - timedelta(days=400),) * 2


def test_another_day_is_closed(stage: Stage) -> None:
    yesterday = TODAY - timedelta(days=1)
    stage.entry(on_stage.WEBSITE, on_stage.REVIEW, 60, "x", day=yesterday, start=time(8))
    stage.entry(on_stage.WEBSITE, on_stage.CODING, 60, "x", day=yesterday, start=time(10))
    popover = stage.popover()
    popover.open(CloseDay(yesterday))
    page = shown(popover, CloseDayPage)
    assert page.day_label.text() == "Sun 22 Nov"
    press(popover, K.Key_2)
    assert stage.profile.timesheets.day(yesterday).total_s == 3 * 3600
    click(page.done)
    assert popover.day._sheet is not None
    assert popover.day._sheet.day == yesterday


def test_the_question_is_seen_in_a_low_window(busy: Stage) -> None:
    popover, page = opened(busy)
    popover.resize(380, 370)
    for _ in range(3):
        QApplication.processEvents()
        line = next(line for line in page.lines if line.is_now)
        assert line.visibleRegion().boundingRect() == line.rect(), line.words
        press(popover, K.Key_1)
