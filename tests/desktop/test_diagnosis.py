"""Each check of the desktop, with real services where they can be started, and without any."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.desktop import diagnosis
from demitasse.desktop.autostart import autostart
from demitasse.domain.doctor import RESULTS, Found
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform != "linux" or not shutil.which("dbus-daemon"):
    pytest.skip("Linux, with a bus", allow_module_level=True)

from tests.desktop_services import Bus, BusService, Compositor

_NOTES = "org.freedesktop.Notifications"
_LOGIN = "org.freedesktop.login1"


@pytest.fixture(autouse=True)
def ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let child processes find the program."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    """A desktop whose session and system bus are one, without services."""
    with Bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        monkeypatch.setenv("DISPLAY", ":97")
        yield bus


def test_without_a_desktop_nothing_is_wrong() -> None:
    for found in (diagnosis.tray({}), diagnosis.notifications(), diagnosis.idle()):
        assert found.code == Found.NO_DESKTOP


def test_without_services_each_check_says_so(bus: Bus) -> None:  # noqa: ARG001 - it has to be there
    assert diagnosis.tray({}).code == Found.TRAY_NONE
    assert diagnosis.tray({"pid": os.getpid(), "tray": True}).code == Found.TRAY_NONE
    assert diagnosis.notifications().code == Found.NOTES_NONE
    assert diagnosis.idle().code == Found.IDLE_UNKNOWN
    assert diagnosis.sleep().code == Found.SLEEP_BY_CLOCK
    assert diagnosis.system_keyring(PATIENCE_S).code == Found.KEYRING_ABSENT


@pytest.mark.parametrize(
    ("hosted", "own", "report", "code"),
    [
        (False, True, {"tray": True}, Found.TRAY_NONE),
        (True, False, {}, Found.TRAY_HOST),
        (True, True, {}, Found.TRAY_HOST),
        (True, True, {"tray": True}, Found.TRAY_SHOWN),
        (True, True, {"tray": False}, Found.TRAY_NOT_SHOWN),
        (True, False, {"tray": True}, Found.TRAY_NOT_SHOWN),
    ],
)
def test_an_icon_counts_as_shown_if_the_host_has_it(
    bus: Bus, *, hosted: bool, own: bool, report: dict[str, Any], code: str
) -> None:
    values = {"IsStatusNotifierHostRegistered": ("b", hosted), "RegisteredStatusNotifierItems": ("as", [])}
    answers: Any = {"Get": lambda _interface, name: ("v", (values[name],))}
    with BusService(bus.address, diagnosis.WATCHER, answers) as watcher:
        values["RegisteredStatusNotifierItems"] = ("as", [f"{watcher.name}/StatusNotifierItem"] if own else [":9.9/x"])
        assert diagnosis.tray(report and {"pid": os.getpid(), **report}).code == code


@pytest.mark.parametrize(
    ("report", "desktop", "clicks", "placement"),
    [
        ({}, "", Found.NOT_RUNNING, Found.NOT_RUNNING),
        ({"tray": True, "clicks": ["left", "right"], "place_known": True}, "GNOME", Found.CLICKS_ARRIVE,
         Found.PLACED_AT_ICON),
        ({"tray": True, "clicks": [], "place_known": False}, "XFCE", Found.CLICKS_NONE_YET, Found.PLACED_AT_PANEL),
        ({"tray": True, "clicks": [], "platform": "wayland"}, "ubuntu:GNOME", Found.CLICKS_OPEN_MENU,
         Found.PLACED_BY_DESKTOP),
        ({"tray": False, "clicks": []}, "KDE", Found.CLICKS_NONE_YET, Found.PLACED_AS_WINDOW),
    ],
)  # fmt: skip
def test_the_running_tray_app_is_asked_for_clicks_and_place(
    report: dict[str, Any], desktop: str, clicks: str, placement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    assert (diagnosis.clicks(report).code, diagnosis.placement(report).code) == (clicks, placement)


@pytest.mark.parametrize(
    ("abilities", "code"),
    [(["body", "actions"], Found.NOTES_WITH_BUTTONS), (["body"], Found.NOTES_WITHOUT_BUTTONS)],
)
def test_notifications_are_not_shown_to_find_out(bus: Bus, abilities: list[str], code: str) -> None:
    answers: Any = {
        "GetCapabilities": lambda: ("as", (abilities,)),
        "GetServerInformation": lambda: ("ssss", ("mako", "emersion", "1.7", "1.2")),
    }
    with BusService(bus.address, _NOTES, answers) as service:
        found = diagnosis.notifications()
    assert (found.code, found.params) == (code, {"service": "mako"})
    assert {name for name, _ in service.calls} == {"GetCapabilities", "GetServerInformation"}


def test_a_sleep_is_announced_if_the_system_answers(bus: Bus) -> None:
    with BusService(bus.address, _LOGIN, {"Get": lambda *_: ("v", (("b", False),))}):
        assert diagnosis.sleep().code == Found.SLEEP_ANNOUNCED


def test_the_source_of_idle_times_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "wayland-7"))
    with Compositor(tmp_path / "wayland-7"):
        found = diagnosis.idle()
    assert (found.code, found.params) == (Found.IDLE_KNOWN, {"source": "Wayland"})


@pytest.mark.desktop
def test_the_start_at_login_is_read_from_the_system() -> None:
    assert diagnosis.start_at_login("default").code == Found.LOGIN_OFF
    autostart("default").set_enabled(on=True)
    assert diagnosis.start_at_login("default").code == Found.LOGIN_ON


@pytest.mark.parametrize(
    ("report", "code"),
    [
        ({}, Found.SHORTCUTS_NONE),
        ({"shortcuts": []}, Found.SHORTCUTS_OFF),
        ({"shortcuts": ["a"]}, Found.SHORTCUTS_SET),
    ],
)
def test_shortcuts_are_those_of_the_running_tray_app(report: dict[str, Any], code: str) -> None:
    assert diagnosis.shortcuts(report).code == code


def test_each_result_has_its_figures(bus: Bus) -> None:  # noqa: ARG001 - it has to be there
    for found in (diagnosis.tray({}), diagnosis.shortcuts({}), diagnosis.idle(), diagnosis.sleep()):
        assert set(found.params) == set(RESULTS[found.code][1])
