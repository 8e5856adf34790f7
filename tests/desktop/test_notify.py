"""Notifications on Linux desktops: plain text, one at a time, and never blocking."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.desktop.dbus import Notifier
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform != "linux" or not shutil.which("dbus-daemon"):
    pytest.skip("Linux, with a bus", allow_module_level=True)

from tests.desktop_services import Bus, BusService

_NAME = "org.freedesktop.Notifications"


@pytest.mark.parametrize(
    ("abilities", "shown"), [(["body", "body-markup"], "a &lt;b&gt; &amp; c"), (["body"], "a <b> & c")]
)
def test_a_body_is_plain_text_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, abilities: list[str], shown: str
) -> None:
    answers: Any = {"GetCapabilities": lambda: ("as", (abilities,)), "Notify": lambda *_: ("u", (7,))}
    with Bus(tmp_path) as bus, BusService(bus.address, _NAME, answers) as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        notifier = Notifier()
        notifier.show("Back?", "a <b> & c")
        wait_until(lambda: len(service.calls) == 2, "a notification")
        notifier.show("Back?", "again")
        wait_until(lambda: len(service.calls) == 4, "another")
    (_, first), (_, second) = (call for call in service.calls if call[0] == "Notify")
    assert (first[0], first[1], first[3], first[4], first[5]) == ("Demitasse", 0, "Back?", shown, ["default", "Open"])
    assert (second[1], second[4]) == (7, "again"), "it takes the place of the first"


def test_without_a_service_nothing_happens(logged_warnings: list[object]) -> None:
    notifier = Notifier()
    notifier.show("Back?", "nobody shows this")
    with notifier._busy:
        assert not logged_warnings
