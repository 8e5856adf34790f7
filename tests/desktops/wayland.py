"""Desktops on Wayland, each with its own way in for a pointer and keys."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from typing import TYPE_CHECKING, ClassVar

from tests.desktops.session import ROOT, Session, until

if TYPE_CHECKING:
    from pathlib import Path

_BASE = ("dbus", "libglib2.0-bin", "python3-dbusmock", "dex")
_KEYVALS = {
    "Return": 0xFF0D,
    "Escape": 0xFF1B,
    "Tab": 0xFF09,
    "ctrl": 0xFFE3,
    "alt": 0xFFE9,
    "shift": 0xFFE1,
    "Shift_L": 0xFFE1,
}


class Sway(Session):
    """Sway without an output, with waybar's tray at the top and mako for notifications."""

    name = "sway"
    host = "waybar"
    is_wayland = True
    outputs: ClassVar[str] = "output HEADLESS-1 resolution 1280x800 position 0 0 bg #285577 solid_color\n"
    packages: ClassVar[tuple[str, ...]] = (*_BASE, "sway", "waybar", "grim", "wtype", "mako-notifier")
    programs: ClassVar[tuple[str, ...]] = ("sway", "waybar", "grim", "wtype", "mako", "dex")
    variables: ClassVar[dict[str, str]] = {"XDG_CURRENT_DESKTOP": "sway", "XDG_SESSION_TYPE": "wayland"}

    def bring_up(self) -> None:
        self.bus()
        config = self.folder / "home" / ".config"
        bar = {
            "layer": "top",
            "position": "top",
            "height": 28,
            "modules-right": ["tray", "clock"],
            "tray": {"icon-size": 20},
        }
        for name, text in (
            ("waybar/config", json.dumps(bar)),
            ("waybar/style.css", _BAR),
            ("sway/config", _SWAY + self.outputs),
        ):
            (config / name).parent.mkdir(exist_ok=True)
            (config / name).write_text(text)
        as_user = ("unshare", "--user", "--map-user=1000", "--map-group=1000") if os.getuid() == 0 else ()
        headless = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
        headless["WLR_HEADLESS_OUTPUTS"] = str(self.outputs.count("output "))
        self.start(*as_user, shutil.which("sway") or "sway", "--unsupported-gpu", log="sway", **headless)
        run = self.folder / "run"
        until(lambda: list(run.glob("wayland-*.lock")) and list(run.glob("sway-ipc.*")), "sway")
        self.env["WAYLAND_DISPLAY"] = next(run.glob("wayland-*.lock")).stem
        self.env["SWAYSOCK"] = str(next(run.glob("sway-ipc.*")))
        until(lambda: self.run("swaymsg", "-t", "get_outputs"), "its outputs")
        self.start(sys.executable, "-m", "tests.desktops.wlroots_pointer", log="pointer", PYTHONPATH=str(ROOT))
        self.start("wtype", "-s", "100000000", "-k", "Shift_L", log="keyboard")
        self.start("mako")
        self.start_host()
        until(lambda: self.owns("org.kde.StatusNotifierWatcher"), "the bar")

    def point(self, x: int, y: int) -> None:
        self.run("swaymsg", f"seat - cursor set {x} {y}")
        time.sleep(0.2)

    def click(self, x: int, y: int, button: int = 1) -> None:
        self.point(x, y)
        self.run("swaymsg", f"seat - cursor press button{button}")
        self.run("swaymsg", f"seat - cursor release button{button}")

    def key(self, chord: str) -> None:
        *modifiers, key = chord.split("+")
        around = [word for modifier in modifiers for word in ("-M", modifier)]
        after = [word for modifier in modifiers for word in ("-m", modifier)]
        self.run("wtype", *around, "-k", key, *after)

    def type(self, text: str) -> None:
        self.run("wtype", "-d", "30", text)

    def picture(self, file: Path) -> None:
        self.run("grim", "-s", "1", str(file))


class SwayMixed(Sway):
    """Sway with a second output of twice the resolution, drawn at twice the size."""

    name = "sway-mixed-scale"
    lacks: ClassVar[dict[str, str]] = {"monitors": "sway 1.7 cannot unplug an output"}
    outputs = Sway.outputs + "output HEADLESS-2 resolution 2560x1600 scale 2 position 1280 0 bg #285577 solid_color\n"


class Gnome(Session):
    """GNOME Shell on Wayland, headless, with the AppIndicator extension; input comes from a device inside the shell."""

    name = "gnome"
    is_wayland = True
    menu_on_left = True
    packages: ClassVar[tuple[str, ...]] = (*_BASE, "gnome-shell", "gnome-shell-extension-appindicator", "gjs")
    programs: ClassVar[tuple[str, ...]] = ("gnome-shell", "gjs", "dex")
    variables: ClassVar[dict[str, str]] = {
        "XDG_CURRENT_DESKTOP": "GNOME", "XDG_SESSION_TYPE": "wayland", "DESKTOP_SESSION": "gnome",
        "XDG_SESSION_DESKTOP": "gnome",
    }  # fmt: skip
    shell: ClassVar[tuple[str, ...]] = ("--headless", "--wayland", "--no-x11", "--virtual-monitor", "1280x800")

    def bring_up(self) -> None:
        self.bus()
        self.system_bus()
        self.start_shell()
        self.env["WAYLAND_DISPLAY"] = "wl-gnome"
        self.wait_for_shell()

    def start_shell(self) -> None:
        """Start the shell, with what a person would have to click away switched off."""
        extensions = f"['{_TRAY}']" if "tray" not in self.lacks else "[]"
        for schema, key, value in (
            ("org.gnome.shell", "enabled-extensions", extensions),
            ("org.gnome.shell", "disable-user-extensions", "false"),
            ("org.gnome.shell", "welcome-dialog-last-shown-version", "99"),
            ("org.gnome.desktop.interface", "enable-animations", "false"),
        ):
            self.run("gsettings", "set", schema, key, value)
        options = (*self.shell, "--wayland-display", "wl-gnome") if self.is_wayland else self.shell
        self.start("gnome-shell", "--unsafe-mode", *options)

    def end_host(self) -> None:
        self.run("gnome-extensions", "disable", _TRAY)

    def start_host(self) -> None:
        self.run("gnome-extensions", "enable", _TRAY)

    def wait_for_shell(self) -> None:
        """Wait until the shell has started, and leave its overview."""
        until(lambda: self.owns("org.gnome.Shell.Screenshot"), "GNOME Shell")
        if "tray" not in self.lacks:
            until(lambda: self.owns("org.kde.StatusNotifierWatcher"), "the extension")
        until(lambda: "false" in self.script("Main.layoutManager._startingUp"), "the end of the start")
        self.script("Main.overview.hide()")
        until(lambda: "false" in self.script("Main.overview.visible"), "the end of the overview")
        self.script(_DEVICES)

    def script(self, code: str) -> str:
        """Run code inside the shell, and return what it answers."""
        path = ("--dest", "org.gnome.Shell", "--object-path", "/org/gnome/Shell", "--method", "org.gnome.Shell.Eval")
        return self.run("gdbus", "call", "--session", *path, code).partition(",")[2]

    def point(self, x: int, y: int) -> None:
        self.script(f"global._mouse.notify_absolute_motion({_NOW}, {x}, {y})")
        time.sleep(0.2)

    def click(self, x: int, y: int, button: int = 1) -> None:
        self.point(x, y)
        for state in ("PRESSED", "RELEASED"):
            self.script(f"global._mouse.notify_button({_NOW}, {button}, imports.gi.Clutter.ButtonState.{state})")

    def double_click(self, x: int, y: int) -> None:
        self.point(x, y)
        press, release = (
            f"global._mouse.notify_button({_NOW}, 1, imports.gi.Clutter.ButtonState.{state})"
            for state in ("PRESSED", "RELEASED")
        )
        self.script(f"{press};{release};{press};{release}")

    def key(self, chord: str) -> None:
        values = [_KEYVALS.get(name) or ord(name) for name in chord.split("+")]
        for value in values:
            self.script(_press(value, "PRESSED"))
        for value in reversed(values):
            self.script(_press(value, "RELEASED"))

    def type(self, text: str) -> None:
        for letter in text:
            self.script(_press(ord(letter), "PRESSED") + ";" + _press(ord(letter), "RELEASED"))

    def picture(self, file: Path) -> None:
        name = "org.gnome.Shell.Screenshot"
        path = ("--dest", name, "--object-path", "/org/gnome/Shell/Screenshot", "--method", f"{name}.Screenshot")
        self.run("gdbus", "call", "--session", *path, "true", "false", str(file))


class GnomeBare(Gnome):
    """GNOME as it ships: without the extension it has no tray."""

    name = "gnome-no-tray"
    lacks: ClassVar[dict[str, str]] = Session.lacks | {"tray": "no tray there"}
    packages: ClassVar[tuple[str, ...]] = (*_BASE, "gnome-shell", "gjs")


class GnomeX11(Gnome):
    """GNOME Shell on X11."""

    name = "gnome-x11"
    is_wayland = False
    packages: ClassVar[tuple[str, ...]] = (*Gnome.packages, "xvfb")
    programs: ClassVar[tuple[str, ...]] = ("gnome-shell", "gjs", "dex", "Xvfb")
    variables = Gnome.variables | {"XDG_SESSION_TYPE": "x11"}
    shell = ("--x11",)

    def bring_up(self) -> None:
        self.env["DISPLAY"] = self.xvfb()
        self.bus()
        self.system_bus()
        self.start_shell()
        self.wait_for_shell()


_TRAY = "ubuntu-appindicators@ubuntu.com"
_NOW = "imports.gi.GLib.get_monotonic_time()"
_DEVICES = """(function(){const C = imports.gi.Clutter; const seat = C.get_default_backend().get_default_seat();
global._mouse = seat.create_virtual_device(C.InputDeviceType.POINTER_DEVICE);
global._keys = seat.create_virtual_device(C.InputDeviceType.KEYBOARD_DEVICE); return 1;})()"""
_BAR = '* { font-family: "DejaVu Sans"; font-size: 13px; } window#waybar { background: #303030; color: #ffffff; }\n'
_SWAY = """default_border pixel 2
seat * hide_cursor 0
"""


def _press(keyval: int, state: str) -> str:
    return f"global._keys.notify_keyval({_NOW}, {keyval}, imports.gi.Clutter.KeyState.{state})"
