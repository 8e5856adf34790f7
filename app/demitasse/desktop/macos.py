"""What macOS offers and Qt does not, called through the Objective-C runtime (desktop 2.8), in the GUI thread only.

On other systems these functions do nothing.
"""

import os
import sys
from typing import Any

if sys.platform == "darwin":
    import ctypes  # takes longer to load than the tray icon to paint

_QT_OPTIONS = {
    "QT_MAC_DISABLE_FOREGROUND_APPLICATION_TRANSFORM": "1",  # no icon in the Dock, no focus at the start
    "QT_MAC_SET_RAISE_PROCESS": "0",  # raising a window does not take the focus from other programs
}
_RUNTIME = "/usr/lib/libobjc.A.dylib"
# Constants of AppKit.
_ACCESSORY = 1  # NSApplicationActivationPolicyAccessory: no icon in the Dock, no menu bar
_VARIABLE_LENGTH = -1.0  # NSVariableStatusItemLength
_SQUARE_LENGTH = -2.0  # NSSquareStatusItemLength, which Qt chooses
_IMAGE_ONLY, _IMAGE_LEFT = 1, 2  # NSCellImagePosition


def before_qt() -> None:
    """Set what Qt reads when it starts. A child of Demitasse gets the same."""
    if sys.platform == "darwin":
        for name, value in _QT_OPTIONS.items():
            os.environ.setdefault(name, value)


def hide_dock_icon() -> None:
    """Become a program of the menu bar, as LSUIElement makes the installed one. Call it after Qt has started."""
    if sys.platform == "darwin":
        _send(_application(), "setActivationPolicy:", ctypes.c_long(_ACCESSORY))


def activate() -> None:
    """Bring this program's windows to the front; without it, a window that opens does not get the focus."""
    if sys.platform == "darwin":
        _send(_application(), "activateIgnoringOtherApps:", ctypes.c_bool(True))  # noqa: FBT003 - an argument of AppKit


def show_status_text(text: str) -> None:
    """Show `text` in the menu bar, to the right of the tray icon; nothing if it is empty.

    Qt keeps its status item to itself, so it is taken from the window in which AppKit shows it. If a later macOS has
    no such window, there is no text.
    """
    if sys.platform == "darwin" and (item := _status_item()):
        button = _send(item, "button")
        _send(button, "setTitle:", ctypes.c_void_p(_string(text)))
        _send(button, "setImagePosition:", ctypes.c_ulong(_IMAGE_LEFT if text else _IMAGE_ONLY))
        _send(item, "setLength:", ctypes.c_double(_VARIABLE_LENGTH if text else _SQUARE_LENGTH))


if sys.platform == "darwin":

    def _status_item() -> int:
        """Return Qt's NSStatusItem, or 0."""
        windows = _send(_application(), "windows")
        for number in range(_send(windows, "count", result=ctypes.c_ulong)):
            window = _send(windows, "objectAtIndex:", ctypes.c_ulong(number))
            if _send(window, "respondsToSelector:", ctypes.c_void_p(_selector("statusItem")), result=ctypes.c_bool):
                return int(_send(window, "statusItem"))
        return 0

    def _application() -> int:
        return int(_send(_class("NSApplication"), "sharedApplication"))

    def _string(text: str) -> int:
        return int(_send(_class("NSString"), "stringWithUTF8String:", ctypes.c_char_p(text.encode())))

    def _class(name: str) -> int:
        return int(_runtime("objc_getClass", ctypes.c_void_p, ctypes.c_char_p)(name.encode()) or 0)

    def _selector(name: str) -> int:
        return int(_runtime("sel_registerName", ctypes.c_void_p, ctypes.c_char_p)(name.encode()) or 0)

    def _send(target: int, selector: str, *arguments: Any, result: Any = ctypes.c_void_p) -> Any:
        """Send a message, whose C types are those of `arguments` and `result`. A message to 0 returns 0."""
        function = _runtime("objc_msgSend", result, ctypes.c_void_p, ctypes.c_void_p, *map(type, arguments))
        return function(target, _selector(selector), *arguments) or 0

    def _runtime(name: str, result: Any, *arguments: Any) -> Any:
        """Return a function of the runtime; each call of `objc_msgSend` needs the types of its own message."""
        return ctypes.CFUNCTYPE(result, *arguments)((name, ctypes.CDLL(_RUNTIME)))
