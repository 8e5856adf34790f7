"""Notifications on Linux desktops: plain text, buttons where the desktop has them, and never blocking."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.desktop.notifier import Note, Notifier
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform != "linux" or not shutil.which("dbus-daemon"):
    pytest.skip("Linux, with a bus", allow_module_level=True)

from tests.desktop_services import Bus, BusService

_NAME = "org.freedesktop.Notifications"


BUTTONS = (("default", "Open Demitasse"), ("keep", "Keep"))


@pytest.mark.parametrize(
    ("abilities", "shown", "buttons"),
    [
        (["body", "body-markup", "actions"], "a &lt;b&gt; &amp; c", ["default", "Open Demitasse", "keep", "Keep"]),
        (["body", "actions"], "a <b> & c", ["default", "Open Demitasse", "keep", "Keep"]),
        (["body"], "a <b> & c Answer there.", []),
        ([], "a <b> & c Answer there.", []),
    ],
)
def test_a_body_is_plain_text_and_says_where_to_answer_without_buttons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, abilities: list[str], shown: str, buttons: list[str]
) -> None:
    answers: Any = {"GetCapabilities": lambda: ("as", (abilities,)), "Notify": lambda *_: ("u", (7,))}
    with Bus(tmp_path) as bus, BusService(bus.address, _NAME, answers) as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        notifier = Notifier()
        notifier.show(Note("Back?", "a <b> & c", BUTTONS, "Answer there."))
        wait_until(lambda: notifier.shown, "a notification")
    ((_, sent),) = (call for call in service.calls if call[0] == "Notify")
    name, replaces, icon, title, body, actions, _, expires_ms = sent
    assert (name, replaces, title, body, actions, expires_ms) == ("Demitasse", 0, "Back?", shown, buttons, -1)
    assert icon.startswith("file:///"), "an icon that exists on every desktop"


def test_each_is_taken_back_by_its_own_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter((7, 8))
    answers: Any = {
        "GetCapabilities": lambda: ("as", (["body", "actions"],)),
        "Notify": lambda *_: ("u", (next(numbers),)),
        "CloseNotification": lambda _: ("", ()),
    }
    first, second = Note("One", "", BUTTONS, stays=True), Note("One", "", BUTTONS, stays=True)
    with Bus(tmp_path) as bus, BusService(bus.address, _NAME, answers) as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        notifier = Notifier()
        notifier.show(first)
        notifier.show(second)
        notifier.take_back(second)
        wait_until(lambda: service.calls and service.calls[-1][0] == "CloseNotification", "the end of one")
        wait_until(lambda: list(notifier.shown) == [7], "the other one stays")
    assert service.calls[-1][1] == (8,)
    assert [call[1][7] for call in service.calls if call[0] == "Notify"] == [0, 0], "until they are answered"


def test_without_a_service_nothing_happens(logged_warnings: list[object]) -> None:
    notifier = Notifier()
    notifier.show(Note("Back?", "nobody shows this"))
    notifier.take_back(Note("Back?", "nobody shows this"))
    wait_until(notifier._jobs.empty, "the attempt")
    assert not logged_warnings
    assert not notifier.shown
