"""Global shortcuts of X11 with a real keyboard, and of the portal of Wayland with a stand-in for the desktop."""

from __future__ import annotations

import queue
import shutil
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.desktop.hotkeys import macos, windows
from demitasse.desktop.hotkeys.binder import open_binder
from demitasse.domain.hotkeys import KEYS, HotkeyAction, HotkeyState, parse
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demitasse.desktop.hotkeys import HotkeyBinder
    from demitasse.domain.hotkeys import Hotkey
    from tests.desktop_session import DesktopSession

if sys.platform != "linux" or not shutil.which("dbus-daemon"):
    pytest.skip("Linux, with a bus", allow_module_level=True)

from jeepney import DBusAddress, new_signal

from tests.desktop_services import Bus, BusService

OPEN, TIMER = HotkeyAction.OPEN, HotkeyAction.TIMER
_TRY_S = 0.2
"""A change of the layout arrives within some such tries."""
NAMES = {action: f"do {action}" for action in HotkeyAction}


def keys(text: str) -> Hotkey:
    found = parse(text)
    assert found is not None
    return found


class Keyboard:
    """A binder, and what was pressed."""

    def __init__(self) -> None:
        self.pressed: queue.Queue[HotkeyAction] = queue.Queue()
        self.told: queue.Queue[dict[HotkeyAction, HotkeyState]] = queue.Queue()
        found = open_binder(self.pressed.put, self.told.put, NAMES)
        assert found is not None
        self.binder: HotkeyBinder = found


@pytest.fixture
def x11(desktop: DesktopSession, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyboard]:
    """The keyboard of a desktop on X11."""
    monkeypatch.setenv("DISPLAY", desktop.env["DISPLAY"])
    made = Keyboard()
    yield made
    made.binder.close()


@pytest.mark.desktop
def test_keys_work_whatever_has_the_focus_and_with_caps_lock(desktop: DesktopSession, x11: Keyboard) -> None:
    states = x11.binder.bind({OPEN: keys("Ctrl+Alt+D"), TIMER: keys("F9")})
    assert states == {OPEN: HotkeyState.ON, TIMER: HotkeyState.ON}
    desktop.keys("ctrl+alt+d")
    assert x11.pressed.get(timeout=PATIENCE_S) is OPEN
    desktop.keys("F9")
    assert x11.pressed.get(timeout=PATIENCE_S) is TIMER
    desktop._xdotool("key", "Caps_Lock")
    desktop._xdotool("key", "F9")
    assert x11.pressed.get(timeout=PATIENCE_S) is TIMER
    desktop._xdotool("key", "Caps_Lock")
    desktop._xdotool("keydown", "F9", "sleep", "1.5", "keyup", "F9")
    assert x11.pressed.get(timeout=PATIENCE_S) is TIMER
    desktop.keys("d", "alt+d", "ctrl+alt+e", "F9")
    assert x11.pressed.get(timeout=PATIENCE_S) is TIMER
    assert x11.pressed.empty(), "nothing else, and a key that is held down counts once"


@pytest.mark.desktop
def test_keys_of_another_program_are_told_and_free_again_after_it(desktop: DesktopSession, x11: Keyboard) -> None:
    other = Keyboard()
    assert other.binder.bind({OPEN: keys("Ctrl+Alt+D")}) == {OPEN: HotkeyState.ON}
    both = {OPEN: keys("Ctrl+Alt+D"), TIMER: keys("Ctrl+Alt+S")}
    assert x11.binder.bind(both) == {OPEN: HotkeyState.TAKEN, TIMER: HotkeyState.ON}
    other.binder.close()
    assert x11.binder.bind(both) == {OPEN: HotkeyState.ON, TIMER: HotkeyState.ON}
    desktop.keys("ctrl+alt+d")
    assert x11.pressed.get(timeout=PATIENCE_S) is OPEN
    assert other.pressed.empty()


@pytest.mark.desktop
def test_what_is_not_wanted_any_more_is_given_back(x11: Keyboard) -> None:
    x11.binder.bind({OPEN: keys("Ctrl+Alt+D"), TIMER: keys("F9")})
    x11.binder.bind({TIMER: keys("F9")})
    other = Keyboard()
    assert other.binder.bind({OPEN: keys("Ctrl+Alt+D")}) == {OPEN: HotkeyState.ON}
    other.binder.close()
    assert x11.binder.bind({OPEN: keys("F24")}) == {OPEN: HotkeyState.NO_SUCH_KEY}, "no key of this layout"


@pytest.mark.desktop
@pytest.mark.skipif(not shutil.which("xmodmap"), reason="xmodmap changes the layout")
def test_a_change_of_the_layout_is_followed(desktop: DesktopSession, x11: Keyboard) -> None:
    x11.binder.bind({OPEN: keys("Ctrl+Alt+Y")})
    desktop._run("xmodmap", "-e", "keycode 29 = z Z", "-e", "keycode 52 = y Y")
    code = "52"
    for _ in range(50):
        desktop._xdotool("keydown", "ctrl", "keydown", "alt", "key", code, "keyup", "alt", "keyup", "ctrl")
        try:
            assert x11.pressed.get(timeout=_TRY_S) is OPEN
        except queue.Empty:
            continue
        return
    pytest.fail("the key at its new place")


@pytest.mark.desktop
@pytest.mark.skipif(not shutil.which("xmodmap"), reason="xmodmap changes the layout")
def test_keys_that_another_layout_does_not_have_are_told(desktop: DesktopSession, x11: Keyboard) -> None:
    assert x11.binder.bind({OPEN: keys("Ctrl+Alt+Y")}) == {OPEN: HotkeyState.ON}
    desktop._run("xmodmap", "-e", "keycode 29 = z Z")
    assert x11.told.get(timeout=PATIENCE_S) == {OPEN: HotkeyState.NO_SUCH_KEY}
    desktop._run("xmodmap", "-e", "keycode 29 = y Y")
    assert x11.told.get(timeout=PATIENCE_S) == {OPEN: HotkeyState.ON}


class Portal:
    """The desktop's side of the portal; `answer` is what the person says."""

    def __init__(self, bus: Bus, answer: int = 0, allowed: tuple[str, ...] = ("toggle", "start_or_stop")) -> None:
        self.asked: list[Any] = []
        self._answer, self._allowed = answer, allowed
        answers: Any = {
            "Get": lambda *_: ("v", (("u", 1),)),
            "CreateSession": self._create,
            "BindShortcuts": self._bind,
        }
        self.service = BusService(bus.address, "org.freedesktop.portal.Desktop", answers)

    def _create(self, options: Any) -> tuple[str, tuple[str]]:
        return self._respond(options, 0, {"session_handle": ("s", "/session/1")})

    def _bind(self, _session: str, shortcuts: Any, _parent: str, options: Any) -> tuple[str, tuple[str]]:
        self.asked = shortcuts
        found: list[tuple[str, dict[str, Any]]] = [(name, {}) for name, _ in shortcuts if name in self._allowed]
        return self._respond(options, self._answer, {"shortcuts": ("a(sa{sv})", found)})

    def _respond(self, options: Any, code: int, results: Any) -> tuple[str, tuple[str]]:
        sender = self.service._caller[1:].replace(".", "_")
        path = f"/org/freedesktop/portal/desktop/request/{sender}/{options['handle_token'][1]}"
        respond = (path, "org.freedesktop.portal.Request", "Response", "ua{sv}", (code, results))
        threading.Timer(0.05, self.service.tell_last_caller, respond).start()
        return "o", (path,)

    def press(self, name: str) -> None:
        """Press the keys that the desktop has given to a shortcut."""
        interface = "org.freedesktop.portal.GlobalShortcuts"
        body = ("/session/1", name, 0, {"activation_token": ("s", "token-9")})
        self.service.tell(
            new_signal(
                DBusAddress("/org/freedesktop/portal/desktop", interface=interface), "Activated", "osta{sv}", body
            )
        )


@pytest.fixture
def wayland(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    """The session bus of a desktop on Wayland."""
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-9")
    with Bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus


def test_wayland_asks_the_desktop_which_asks_the_person(wayland: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    portal = Portal(wayland, allowed=("toggle",))
    with portal.service:
        board = Keyboard()
        states = board.binder.bind({OPEN: keys("Ctrl+Alt+D"), TIMER: keys("Meta+F9")})
        assert states == {OPEN: HotkeyState.ON, TIMER: HotkeyState.DECLINED}
        triggers = {name: (what["description"][1], what["preferred_trigger"][1]) for name, what in portal.asked}
        assert triggers == {"toggle": ("do toggle", "CTRL+ALT+d"), "start_or_stop": ("do start_or_stop", "LOGO+F9")}
        portal.press("toggle")
        assert board.pressed.get(timeout=PATIENCE_S) is OPEN
        board.binder.close()


def test_a_portal_that_ends_is_told_and_asked_again_when_it_is_back(wayland: Bus) -> None:
    with Portal(wayland).service:
        board = Keyboard()
        assert board.binder.bind({OPEN: keys("Ctrl+Alt+D")}) == {OPEN: HotkeyState.ON}
    assert board.told.get(timeout=PATIENCE_S) == {OPEN: HotkeyState.UNSUPPORTED}
    again = Portal(wayland)
    with again.service:
        assert board.told.get(timeout=PATIENCE_S) == {OPEN: HotkeyState.ON}
        again.press("toggle")
        assert board.pressed.get(timeout=PATIENCE_S) is OPEN
        board.binder.close()
    assert board.told.empty(), "nobody is told of an end that was wanted"


def test_the_end_of_the_session_bus_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-9")
    with Bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        with Portal(bus).service:
            board = Keyboard()
            board.binder.bind({OPEN: keys("Ctrl+Alt+D")})
    while board.told.get(timeout=PATIENCE_S) != {OPEN: HotkeyState.UNSUPPORTED}:
        pass
    board.binder.close()


@pytest.mark.parametrize("answer", [1, 2])
def test_a_person_who_declines_is_not_asked_again_by_itself(wayland: Bus, answer: int) -> None:
    portal = Portal(wayland, answer)
    with portal.service:
        board = Keyboard()
        assert board.binder.bind({OPEN: keys("Ctrl+Alt+D")}) == {OPEN: HotkeyState.UNSUPPORTED}
        board.binder.close()


@pytest.mark.usefixtures("wayland")
def test_a_desktop_without_the_portal_has_none() -> None:
    assert open_binder(print, print, NAMES) is None


def test_without_a_display_there_are_none() -> None:
    assert open_binder(print, print, NAMES) is None


def test_every_key_has_a_number_on_windows_and_a_code_on_macs_that_have_it() -> None:
    assert len({windows.virtual_key(key) for key in KEYS}) == len(KEYS)
    assert windows.virtual_key("F1") == 0x70
    codes = {key: macos.key_code(key) for key in KEYS}
    assert {key for key, code in codes.items() if code is None} == {"F21", "F22", "F23", "F24"}
    known = [code for code in codes.values() if code is not None]
    assert len(set(known)) == len(known)
