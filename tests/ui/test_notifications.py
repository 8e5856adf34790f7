"""Notifications: their words and buttons, one at a time, and what a press on a button does."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from demitasse.domain.absence import AbsenceKind
from demitasse.domain.errors import Fault, NoMatch
from demitasse.domain.reminders import Reminder, ReminderKind
from demitasse.ui.text.notification_text import Notice, NoticeAction, NoticeKind, about_absence, about_reminder
from demitasse.ui.tray.notices import NoticeQueue
from tests.desktop_session import wait_until
from tests.ui.stage import CODING, INTERNAL, MEETING, WEBSITE, Stage

if sys.platform != "linux" or not shutil.which("dbus-daemon"):
    pytest.skip("Linux, with a bus", allow_module_level=True)

from jeepney import DBusAddress, new_signal

from demitasse.ui.app.notifications import Notifications
from tests.desktop_services import Bus, BusService

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demitasse.tracker.overview import Overview

_NAME = "org.freedesktop.Notifications"
A = NoticeAction


def away(stage: Stage) -> Notice:
    """A question about 35 minutes of the running timer."""
    stage.profile.absences.on_idle(AbsenceKind.IDLE, stage.clock.now().shifted(-2100))
    stage.profile.absences.on_active()
    return about_absence(stage.profile.overview.read().ended_questions[-1])


def reminder(stage: Stage, kind: ReminderKind) -> Notice:
    return about_reminder(Reminder(kind, ""), stage.profile.overview.read())


def test_each_says_what_happened_and_offers_the_answers_of_the_design(stage: Stage) -> None:
    stage.entry(INTERNAL, MEETING, 30)
    stopped = reminder(stage, ReminderKind.NO_TIMER)
    stage.running(WEBSITE, CODING, 10 * 3600)
    notices = [away(stage), reminder(stage, ReminderKind.LONG_RUN), stopped, reminder(stage, ReminderKind.TARGET_MET)]
    shown = [(notice.kind, notice.title, [action for action, _ in notice.buttons]) for notice in notices]
    assert shown == [
        (NoticeKind.AWAY, "You were away for 35 minutes", [A.OPEN, A.KEEP, A.DISCARD, A.STOP]),
        (NoticeKind.LONG_RUN, "Still working on this?", [A.OPEN, A.STILL_WORKING, A.STOP]),
        (NoticeKind.NO_TIMER, "No timer is running", [A.OPEN, A.CONTINUE, A.START]),
        (NoticeKind.TARGET_MET, "10:30 of 8:00", [A.OPEN, A.CLOSE_DAY, A.STOP]),
    ]
    bodies = [notice.body for notice in notices]
    assert bodies[0].startswith("Website relaunch · Coding has been running since ")
    assert bodies[1] == "Website relaunch · Coding has been running for 10 hours."
    assert bodies[2].startswith("Last: Internal · Meeting")
    assert bodies[3] == "You’ve reached today’s target. The timer is still running."
    assert {notice.where for notice in notices} == {"You can answer in Demitasse."}


class Screen:
    """What a queue has on the screen."""

    def __init__(self) -> None:
        self.queue = NoticeQueue(self._show, self._take_back)
        self.shown: list[Notice] = []

    def _show(self, notice: Notice) -> None:
        self.shown.append(notice)
        assert len(self.shown) == 1, "one at a time"

    def _take_back(self, notice: Notice) -> None:
        self.shown.remove(notice)

    def settle(self) -> None:
        """Answer what is shown."""
        notice = self.shown.pop()
        self.queue.settled(notice)


def test_one_at_a_time_and_none_is_lost(stage: Stage) -> None:
    stage.running(WEBSITE, CODING, 9 * 3600)
    long_run, target = reminder(stage, ReminderKind.LONG_RUN), reminder(stage, ReminderKind.TARGET_MET)
    question, screen = away(stage), Screen()
    screen.queue.post(long_run)
    screen.queue.post(target)
    assert screen.shown == [long_run], "the target waits until the long run is answered"
    screen.queue.post(question)
    assert screen.shown == [question], "the question goes before"
    screen.settle()
    assert screen.shown == [long_run], "what gave way comes back"
    screen.settle()
    assert screen.shown == [target]
    screen.settle()
    assert screen.shown == []


def test_what_was_answered_elsewhere_is_taken_back(stage: Stage) -> None:
    stage.running(WEBSITE, CODING, 9 * 3600)
    question, screen = away(stage), Screen()
    screen.queue.post(question)
    screen.queue.post(reminder(stage, ReminderKind.TARGET_MET))
    screen.queue.refresh(stage.profile.overview.read())
    assert screen.shown == [question]
    stage.profile.absences.answer(question.question.id, _keep())  # type: ignore[union-attr]
    screen.queue.refresh(stage.profile.overview.read())
    assert [notice.kind for notice in screen.shown] == [NoticeKind.TARGET_MET]
    stage.profile.timer.stop()
    screen.queue.refresh(stage.profile.overview.read())
    assert screen.shown == [], "no timer runs"
    screen.queue.post(reminder(stage, ReminderKind.NO_TIMER))
    stage.profile.timer.start(WEBSITE, CODING)
    screen.queue.refresh(stage.profile.overview.read())
    assert screen.shown == [], "a timer runs"


def _keep() -> Any:
    from demitasse.domain.absence import AbsenceAnswer

    return AbsenceAnswer.KEEP


class Service:
    """A notification service that numbers what it shows, and says what is pressed."""

    def __init__(self, bus: Bus) -> None:
        self.on_screen: dict[int, str] = {}
        self._last = 0
        answers: Any = {
            "GetCapabilities": lambda: ("as", (["body", "actions"],)),
            "Notify": self._notify,
            "CloseNotification": self._close,
        }
        self.service = BusService(bus.address, _NAME, answers)

    def _notify(self, *words: Any) -> tuple[str, tuple[int]]:
        self._last += 1
        self.on_screen[self._last] = words[3]
        return "u", (self._last,)

    def _close(self, number: int) -> tuple[str, tuple[()]]:
        self.on_screen.pop(number, None)
        return "", ()

    def say(self, member: str, signature: str, *body: Any) -> None:
        """Broadcast a signal."""
        self.service.tell(
            new_signal(DBusAddress("/org/freedesktop/Notifications", interface=_NAME), member, signature, body)
        )

    def press(self, button: str) -> None:
        """Press a button of what is shown, as a desktop does: it then removes it."""
        wait_until(lambda: processed(self.on_screen), "a notification")
        number = max(self.on_screen)
        self.say("ActivationToken", "us", number, "token-7")
        self.say("ActionInvoked", "us", number, button)


def processed(check: object) -> object:
    QApplication.processEvents()
    return check


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A desktop with a notification service."""
    with Bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        service = Service(bus)
        with service.service:
            yield service


class Program:
    """The notifications of a program, and what they asked for."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.asked: list[str] = []
        self.faults: list[Fault] = []
        self.woken = 0
        self.notifications = Notifications(stage.profile, self._wake, QApplication.instance())  # type: ignore[arg-type]
        self.notifications.open_requested.connect(lambda: self.asked.append("open"))
        self.notifications.start_requested.connect(lambda: self.asked.append("start"))
        self.notifications.close_day_requested.connect(lambda: self.asked.append("close_day"))
        self.notifications.command_requested.connect(self._run)

    def _wake(self) -> None:
        self.woken += 1

    def _run(self, command: Any) -> None:
        try:
            command()
        except Fault as fault:
            self.faults.append(fault)

    def overview(self) -> Overview:
        return self.stage.profile.overview.read()


@pytest.mark.parametrize(
    ("kind", "button", "asked", "left"),
    [
        ("away", "keep", [], (True, 0)),
        ("away", "discard", [], (True, 0)),
        ("away", "stop", [], (False, 0)),
        ("away", "default", ["open"], (True, 1)),
        (ReminderKind.LONG_RUN, "still_working", [], (True, 0)),
        (ReminderKind.LONG_RUN, "stop", [], (False, 0)),
        (ReminderKind.TARGET_MET, "close_day", ["close_day"], (True, 0)),
        (ReminderKind.NO_TIMER, "continue", [], (True, 0)),
        (ReminderKind.NO_TIMER, "start", ["start"], (False, 0)),
    ],
)
def test_a_button_does_what_it_says(
    stage: Stage, desktop: Service, kind: Any, button: str, asked: list[str], left: tuple[bool, int]
) -> None:
    """`left` says whether a timer runs afterwards, and how many questions are open."""
    if kind is ReminderKind.NO_TIMER:
        stage.entry(WEBSITE, CODING, 30)
    else:
        stage.running(WEBSITE, CODING, 9 * 3600)
    program = Program(stage)
    program.notifications.post(away(stage) if kind == "away" else reminder(stage, kind))
    desktop.press(button)
    wait_until(lambda: processed(not desktop.on_screen), "its end")
    assert program.asked == asked
    assert (program.overview().running is not None, len(program.overview().questions)) == left
    assert program.faults == []
    assert program.woken == (0 if asked or button == "still_working" else 1)
    program.notifications.close()


def test_a_press_on_what_has_changed_meanwhile_does_nothing_else(stage: Stage, desktop: Service) -> None:
    stage.running(WEBSITE, CODING, 9 * 3600)
    program = Program(stage)
    program.notifications.post(reminder(stage, ReminderKind.LONG_RUN))
    wait_until(lambda: processed(desktop.on_screen), "a notification")
    stage.profile.timer.stop()
    other = stage.running(INTERNAL, MEETING, 60)
    desktop.press("stop")
    wait_until(lambda: processed(program.faults), "a fault")
    running = program.overview().running
    assert running is not None
    assert running.id == other
    assert isinstance(program.faults[0], NoMatch)
    program.notifications.close()


def test_one_that_the_desktop_has_removed_makes_room(stage: Stage, desktop: Service) -> None:
    stage.running(WEBSITE, CODING, 9 * 3600)
    program = Program(stage)
    program.notifications.post(reminder(stage, ReminderKind.LONG_RUN))
    program.notifications.post(reminder(stage, ReminderKind.TARGET_MET))
    wait_until(lambda: processed(list(desktop.on_screen.values()) == ["Still working on this?"]), "the first")
    desktop.say("NotificationClosed", "uu", 999, 2)
    desktop.say("ActionInvoked", "us", 999, "stop")
    desktop.say("NotificationClosed", "uu", 1, 2)
    wait_until(lambda: processed("9:00 of 8:00" in desktop.on_screen.values()), "the second")
    assert program.overview().running is not None, "a button of another program's notification"
    program.notifications.close()
    wait_until(lambda: processed(list(desktop.on_screen) == [1]), "its end with the program")


def test_what_a_service_did_not_show_or_has_taken_with_it_makes_room(
    stage: Stage, tmp_path: Path, monkeypatch: Any
) -> None:
    stage.running(WEBSITE, CODING, 9 * 3600)
    with Bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        program = Program(stage)
        program.notifications.post(reminder(stage, ReminderKind.LONG_RUN))
        wait_until(lambda: processed(program.notifications._queue.current is None), "the failure")
        first = Service(bus)
        with first.service:
            program.notifications.post(reminder(stage, ReminderKind.LONG_RUN))
            program.notifications.post(reminder(stage, ReminderKind.TARGET_MET))
            wait_until(lambda: processed(first.on_screen), "the first")
        wait_until(lambda: processed(program.notifications._queue.current is None), "the end of the service")
        again = Service(bus)
        with again.service:
            program.notifications.post(reminder(stage, ReminderKind.LONG_RUN))
            wait_until(lambda: processed(again.on_screen), "one of the service that came after it")
            again.press("still_working")
            wait_until(lambda: processed(not again.on_screen), "its end")
        program.notifications.close()


def test_no_notification_lies_over_the_same_question(stage: Stage, desktop: Service) -> None:
    stage.running(WEBSITE, CODING, 9 * 3600)
    program = Program(stage)
    program.notifications.is_question_shown = lambda: True
    program.notifications.post(away(stage))
    program.notifications.post(reminder(stage, ReminderKind.TARGET_MET))
    wait_until(lambda: processed(desktop.on_screen), "the other one")
    assert list(desktop.on_screen.values()) == ["9:00 of 8:00"]
    program.notifications.close()
