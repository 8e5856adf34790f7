"""Global shortcuts on Windows: RegisterHotKey, whose presses arrive at the thread that has registered them."""

import ctypes
import threading
from collections.abc import Mapping
from typing import Any

from demitasse.desktop.hotkeys import Pressed
from demitasse.domain.hotkeys import Hotkey, HotkeyAction, HotkeyState

_MODIFIERS = {"Alt": 1, "Ctrl": 2, "Shift": 4, "Meta": 8}
_NO_REPEAT = 0x4000
_HOTKEY, _BIND, _QUIT = 0x0312, 0x8000, 0x8001
"""WM_HOTKEY, and two messages of the range for programs (WM_APP)."""
_F1, _SPACE = 0x70, 0x20
_REPLY_S = 2.0


class _Message(ctypes.Structure):
    """MSG."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("number", ctypes.c_size_t),
        ("details", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_int32),
        ("y", ctypes.c_int32),
        ("unused", ctypes.c_uint32),
    )


class WindowsHotkeys:
    """Registers keys on a thread of its own, which has a queue for their messages."""

    def __init__(self, pressed: Pressed) -> None:
        """Start the thread."""
        self._dlls: Any = ctypes.windll  # type: ignore[attr-defined, unused-ignore] # Windows only
        self._pressed = pressed
        self._wanted: list[tuple[HotkeyAction, Hotkey]] = []
        self._states: dict[HotkeyAction, HotkeyState] = {}
        self._bound = threading.Event()
        self._started = threading.Event()
        self._thread_id = 0
        threading.Thread(target=self._run, name="demitasse-hotkeys", daemon=True).start()
        self._started.wait(_REPLY_S)

    def bind(self, wanted: Mapping[HotkeyAction, Hotkey]) -> dict[HotkeyAction, HotkeyState]:
        """Register these keys, and give back all others."""
        self._bound.clear()
        self._wanted = list(wanted.items())
        self._dlls.user32.PostThreadMessageW(self._thread_id, _BIND, 0, 0)
        if not self._bound.wait(_REPLY_S):
            return dict.fromkeys(wanted, HotkeyState.UNSUPPORTED)
        return dict(self._states)

    def close(self) -> None:
        """End the thread; Windows then gives its keys back."""
        self._dlls.user32.PostThreadMessageW(self._thread_id, _QUIT, 0, 0)

    def _run(self) -> None:
        user32, message = self._dlls.user32, _Message()
        self._thread_id = self._dlls.kernel32.GetCurrentThreadId()
        user32.PeekMessageW(ctypes.byref(message), None, 0, 0, 0)  # makes the queue of the thread
        self._started.set()
        registered: list[HotkeyAction] = []
        while user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == _BIND:
                for number in range(len(registered)):
                    user32.UnregisterHotKey(None, number)
                registered = self._register()
                self._bound.set()
            elif message.message == _HOTKEY and message.number < len(registered):
                self._pressed(registered[message.number])
            elif message.message == _QUIT:
                return

    def _register(self) -> list[HotkeyAction]:
        """Register what is wanted, and return the actions in the order of their numbers."""
        self._states = {}
        for number, (action, hotkey) in enumerate(self._wanted):
            modifiers = sum([_MODIFIERS[name] for name in hotkey.modifiers]) | _NO_REPEAT
            done = self._dlls.user32.RegisterHotKey(None, number, modifiers, virtual_key(hotkey.key))
            self._states[action] = HotkeyState.ON if done else HotkeyState.TAKEN
        return [action for action, _ in self._wanted]


def virtual_key(key: str) -> int:
    """Return Windows' number of a key; those of letters and digits are their characters."""
    if key == "Space":
        return _SPACE
    return _F1 + int(key[1:]) - 1 if len(key) > 1 else ord(key)
