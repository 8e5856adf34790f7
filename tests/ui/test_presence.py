"""Absences are asked about when the user returns, and reminders are shown once, only to a present user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from demitasse.domain import settings
from demitasse.domain.absence import AbsenceKind
from demitasse.ui.app.presence import PresenceMonitor
from tests.deadlines import PATIENCE_S
from tests.desktop_session import wait_until
from tests.ui.stage import CODING, INTERNAL, MEETING, WEBSITE, Stage

if sys.platform != "linux" or not shutil.which("dbus-daemon"):
    pytest.skip("Linux, with a bus", allow_module_level=True)

from jeepney import DBusAddress, new_signal

from tests.desktop_services import Bus, BusService, Compositor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demitasse.ui.text.notification_text import Notice

_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Watched:
    """A presence object, and what it reported."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.attendance = PresenceMonitor(stage.profile)
        self.said: list[str] = []
        self.asked = 0
        self.attendance.notice_due.connect(self._on_spoke)
        self.attendance.question_due.connect(self._on_came_back)
        self.attendance.changed.connect(self.follow)

    def _on_spoke(self, notice: Notice) -> None:
        self.said.append(notice.title)

    def _on_came_back(self) -> None:
        self.asked += 1

    def follow(self) -> None:
        """Update as the tray app does each minute and after each change."""
        self.attendance.update(self.stage.profile.overview.read())

    def wish(self, **wishes: bool | int) -> None:
        """Choose settings by name."""
        by_name = {one.name: one for one in settings.USER_SETTINGS}
        with self.stage.store.transaction():
            for name, value in wishes.items():
                self.stage.store.settings.put(by_name[name], value)  # type: ignore[misc]

    def watches(self) -> bool:
        """Return whether its thread runs."""
        return self.attendance._monitor is not None


@pytest.fixture
def compositor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Compositor]:
    """A desktop that reports idle time."""
    monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "wayland-7"))
    with Compositor(tmp_path / "wayland-7") as compositor:
        yield compositor


@pytest.fixture
def watched(stage: Stage) -> Iterator[Watched]:
    """The presence of a user at the computer."""
    made = Watched(stage)
    yield made
    made.attendance.close()


def processed(check: object) -> None:
    """Let Qt deliver until `check()` holds."""

    def look() -> bool:
        QApplication.processEvents()
        return bool(check())  # type: ignore[operator]

    wait_until(look, "what was to happen")


def test_an_absence_begins_at_the_last_input_and_is_asked_about_at_its_end(
    watched: Watched, compositor: Compositor
) -> None:
    stage = watched.stage
    stage.running(WEBSITE, CODING, 5047)
    watched.follow()
    assert compositor.noted.wait(PATIENCE_S)
    compositor.idled()
    processed(stage.profile.absences.open_questions)
    (lasting,) = stage.profile.absences.open_questions()
    assert (lasting.kind, lasting.ended_at) == (AbsenceKind.IDLE, None)
    assert 300 <= lasting.away_s < 310, "since the last touch, not since it was noticed"
    assert (watched.said, watched.asked) == ([], 0), "nobody is there to be asked"
    for _ in range(30):
        stage.clock.advance(60)
        stage.profile.absences.heartbeat()
        watched.follow()
    compositor.resumed()
    processed(lambda: watched.asked)
    (over,) = stage.profile.absences.open_questions()
    assert over.began_at == lasting.began_at
    assert 2100 <= over.away_s < 2110
    assert watched.said == ["You were away for 35 minutes"]
    watched.follow()
    assert watched.asked == 1, "once"


def test_an_absence_whose_end_was_not_observed_is_asked_about_after_a_restart(watched: Watched) -> None:
    stage = watched.stage
    stage.running(WEBSITE, CODING, 5047)
    stage.profile.absences.on_idle(AbsenceKind.IDLE, stage.clock.now().shifted(-1200))
    watched.follow()
    assert watched.said == ["You were away for 20 minutes"]


def test_idle_time_is_watched_only_for_a_timer_or_a_reminder(watched: Watched) -> None:
    watched.follow()
    assert not watched.watches()
    watched.stage.running(WEBSITE, CODING, 60)
    watched.wish(ask_away=False)
    watched.follow()
    assert not watched.watches()
    watched.wish(ask_away=True)
    watched.follow()
    assert watched.watches()
    watched.stage.profile.timer.stop()
    watched.follow()
    assert not watched.watches()
    assert not watched.attendance._idle_timer.isActive()


def test_another_threshold_applies_at_once(watched: Watched, compositor: Compositor) -> None:
    watched.wish(away_s=900)
    watched.stage.running(WEBSITE, CODING, 60)
    watched.follow()
    assert compositor.noted.wait(PATIENCE_S)
    assert compositor.timeout_ms == 900_000


def test_a_sleep_that_the_timer_noticed_is_asked_about_too(watched: Watched) -> None:
    stage = watched.stage
    stage.profile.timer.start(WEBSITE, CODING)
    stage.profile.absences.heartbeat()
    stage.clock.advance(3600)
    stage.profile.absences.heartbeat()
    watched.follow()
    assert watched.said == ["You were away for 60 minutes"]


def test_a_locked_screen_is_an_absence_if_it_lasts(watched: Watched) -> None:
    stage = watched.stage
    stage.running(WEBSITE, CODING, 5047)
    watched.follow()
    for minutes, said in ((4, []), (25, ["You were away for 25 minutes"])):
        watched.attendance._suspend_lock.lock_changed.emit(True)
        for _ in range(minutes):
            stage.clock.advance(60)
            stage.profile.absences.heartbeat()
            watched.follow()
        watched.attendance._suspend_lock.lock_changed.emit(False)
        assert watched.said == said


def test_input_at_a_locked_screen_does_not_end_an_absence(watched: Watched, compositor: Compositor) -> None:
    stage = watched.stage
    stage.running(WEBSITE, CODING, 5047)
    watched.follow()
    assert compositor.noted.wait(PATIENCE_S)
    watched.attendance._suspend_lock.lock_changed.emit(True)
    compositor.idled()
    processed(stage.profile.absences.open_questions)
    compositor.resumed()
    compositor.idled()
    stage.clock.advance(600)
    watched.attendance._suspend_lock.lock_changed.emit(False)
    (one,) = stage.profile.absences.open_questions()
    assert 900 <= one.away_s < 910
    assert one.ended_at is not None


def test_a_sleep_is_asked_about_at_once(watched: Watched) -> None:
    stage = watched.stage
    stage.profile.timer.start(WEBSITE, CODING)
    stage.clock.advance(50)
    watched.attendance._suspend_lock.suspend_changed.emit()
    stage.clock.advance(3600)
    watched.attendance._suspend_lock.suspend_changed.emit()
    (one,) = stage.profile.absences.open_questions()
    assert one.away_s == 3600, "from the sleep on, to the second"
    assert watched.said == ["You were away for 60 minutes"]


def test_sleep_and_lock_signals_of_the_bus_are_received(tmp_path: Path) -> None:
    """In a process of its own: Qt keeps the first bus it sees."""
    with Bus(tmp_path) as bus:
        environment = dict.fromkeys(("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"), bus.address)
        listener = subprocess.Popen(
            [sys.executable, "-c", _LISTENER], env=os.environ | environment, stdout=subprocess.PIPE, text=True
        )
        assert listener.stdout is not None
        with listener.stdout as output, BusService(bus.address, "org.freedesktop.login1", {}) as service:
            assert output.readline() == "ready\n"
            manager = DBusAddress("/org/freedesktop/login1", interface="org.freedesktop.login1.Manager")
            saver = DBusAddress("/org/gnome/ScreenSaver", interface="org.gnome.ScreenSaver")
            service.tell(new_signal(manager, "PrepareForSleep", "b", (True,)))
            assert output.readline() == "stirred\n"
            service.tell(new_signal(saver, "ActiveChanged", "b", (True,)))
            assert output.readline() == "locked True\n"
        assert listener.wait(PATIENCE_S) == 0


_LISTENER = """
import os
from PySide6.QtCore import QCoreApplication
from demitasse.ui.app.presence import SuspendLock
app = QCoreApplication([])
power = SuspendLock()
power.suspend_changed.connect(lambda: print("stirred", flush=True))
power.lock_changed.connect(lambda on: (print("locked", on, flush=True), app.quit()))
power.start()
print("ready", flush=True)
app.exec()
"""


def test_the_reminder_of_a_long_timer_is_shown_once_even_after_a_restart(watched: Watched) -> None:
    stage = watched.stage
    watched.wish(split_at_midnight=False)
    stage.running(WEBSITE, CODING, 10 * 3600)
    watched.follow()
    watched.follow()
    assert watched.said == ["Still working on this?"]
    again = Watched(stage)
    again.follow()
    assert again.said == []
    stage.profile.timer.stop()
    stage.running(INTERNAL, MEETING, 11 * 3600)
    again.follow()
    assert again.said == ["Still working on this?"], "another one is another occasion"
    again.attendance.close()


def test_the_reminder_without_a_timer_is_shown_once_in_a_pause(stage: Stage) -> None:
    stage.clock.advance(86_400 - (stage.clock.now().wall - _MORNING).total_seconds())  # the next morning at nine
    watched = Watched(stage)
    watched.wish(remind_no_timer=True)
    for expected in ([], ["No timer is running"], ["No timer is running"]):
        watched.follow()
        assert watched.said == expected
        stage.clock.advance(15 * 60)
    assert watched.attendance._idle_timer.isActive()
    assert watched.attendance._idle_timer.interval() >= 60_000, "nothing wakes a hidden program more often"
    stage.profile.timer.start(WEBSITE, CODING)
    watched.follow()
    assert not watched.attendance._idle_timer.isActive()
    stage.profile.timer.stop()
    watched.follow()
    stage.clock.advance(15 * 60)
    watched.follow()
    assert watched.said == ["No timer is running"] * 2, "another pause"
    watched.attendance.close()


def test_an_absent_user_is_not_reminded(stage: Stage, compositor: Compositor) -> None:
    stage.clock.advance(86_400 - (stage.clock.now().wall - _MORNING).total_seconds())
    watched = Watched(stage)
    watched.wish(remind_no_timer=True)
    watched.follow()
    assert compositor.noted.wait(PATIENCE_S), "it is worth knowing whether anybody is there"
    compositor.idled()
    processed(lambda: watched.attendance._away)
    stage.clock.advance(20 * 60)
    watched.follow()
    assert watched.said == []
    compositor.resumed()
    processed(lambda: watched.said)
    assert watched.said == ["No timer is running"]
    assert stage.profile.absences.open_questions() == (), "no timer ran, so there is nothing to ask"
    watched.attendance.close()


def test_reaching_the_target_is_reported_while_a_timer_runs(watched: Watched) -> None:
    stage = watched.stage
    watched.wish(remind_end=True)
    stage.entry(INTERNAL, MEETING, 7 * 60)
    stage.running(WEBSITE, CODING, 3540)
    watched.follow()
    assert watched.said == []
    stage.clock.advance(60)
    watched.follow()
    watched.follow()
    assert watched.said == ["8:00 of 8:00"]
