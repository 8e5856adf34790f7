"""Quitting asks while a timer runs or a change is not sent, and only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from demitasse.boot.full_profile import FullProfile
from demitasse.support.paths import DEMO
from demitasse.ui.app.quit_question import QuitQuestion, QuitReasons, quit_reasons
from tests.ui.stage import CODING, INTERNAL, MEETING, WEBSITE, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def question(app: QApplication) -> Iterator[QuitQuestion]:
    """The question, not asked yet."""
    made = QuitQuestion(app)
    yield made
    made.close()
    made.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def box() -> QMessageBox:
    """Return the box that is open."""
    (found,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox))
    return found


def test_it_asks_while_a_timer_runs_or_a_change_is_not_sent(stage: Stage) -> None:
    assert not quit_reasons(stage.profile)
    stage.entry(INTERNAL, MEETING, 30)
    assert not quit_reasons(stage.profile), "everything is sent"
    stage.entry(INTERNAL, MEETING, 30, sent=False)
    assert quit_reasons(stage.profile) == QuitReasons((), 0, 1)
    number = stage.running(WEBSITE, CODING, 125)
    assert quit_reasons(stage.profile) == QuitReasons((number,), 125, 1)


@pytest.mark.usefixtures("app")
def test_the_demo_ends_without_a_question() -> None:
    demo = FullProfile(DEMO)
    assert not quit_reasons(demo)
    demo.close()


@pytest.mark.parametrize(
    ("reasons", "words", "buttons"),
    [
        (QuitReasons((7,), 3725), ["A timer is running (1:02), and goes on."], ["Stop and quit", "Quit", "Cancel"]),
        (QuitReasons((), 0, 1), ["1 change has not reached CoffeeCup yet."], ["Quit", "Cancel"]),
        (
            QuitReasons((7,), 60, 3),
            ["A timer is running (0:01)", "3 changes have not"],
            ["Stop and quit", "Quit", "Cancel"],
        ),
    ],
)
def test_it_says_what_happens_to_what_is_going_on(
    question: QuitQuestion, reasons: QuitReasons, words: list[str], buttons: list[str]
) -> None:
    question.ask(reasons)
    assert all(word in box().informativeText() for word in words)
    assert sorted(button.text() for button in box().buttons()) == sorted(buttons)
    question.ask(reasons)
    assert box() is box(), "one question"


@pytest.mark.parametrize(
    ("press", "chosen"), [("Quit", ["quit"]), ("Stop and quit", [(7,)]), ("Cancel", ["stay"]), ("", ["stay"])]
)
def test_each_button_does_what_it_says_and_escape_stays(
    question: QuitQuestion, press: str, chosen: list[object]
) -> None:
    seen: list[object] = []
    question.quit_chosen.connect(lambda: seen.append("quit"))
    question.stop_chosen.connect(seen.append)
    question.stay_chosen.connect(lambda: seen.append("stay"))
    question.ask(QuitReasons((7,), 60))
    if press:
        next(button for button in box().buttons() if button.text() == press).click()
    else:
        QTest.keyClick(box(), Qt.Key.Key_Escape)
    assert seen == chosen
