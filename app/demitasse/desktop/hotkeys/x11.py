"""Global shortcuts on X11: keys are grabbed from the root window, once for each state of the lock keys.

The X server refuses a key that another program has grabbed. A change of the keyboard's layout moves keys to other
codes, so they are grabbed anew.
"""

import select
import socket
import struct
import threading
from collections.abc import Mapping

from demitasse.desktop.hotkeys import Pressed, Told
from demitasse.desktop.xcb import Connection
from demitasse.domain.hotkeys import Hotkey, HotkeyAction, HotkeyState

_MODIFIERS = {"Shift": 1, "Ctrl": 4, "Alt": 8, "Meta": 64}
_LOCKS = (0, 2, 16, 18)
"""Caps Lock and Num Lock, each on or off."""
_MEANT = sum(_MODIFIERS.values())
_KEY_PRESS, _KEY_RELEASE, _MAPPING_NOTIFY = 2, 3, 34
_F1, _SPACE = 0xFFBE, 0x20
_REPLY_S = 2.0


class X11Hotkeys:
    """Grabs keys on a connection and thread of its own."""

    def __init__(self, pressed: Pressed, told: Told) -> None:
        """Connect. Raises OSError without an X server."""
        self._connection = Connection()
        self._pressed = pressed
        self._told = told
        self._wanted: dict[HotkeyAction, Hotkey] = {}
        self._codes: dict[tuple[int, int], HotkeyAction] = {}
        self._states: dict[HotkeyAction, HotkeyState] = {}
        self._released = (0, 0)
        self._bound = threading.Event()
        self._wake, self._woken = socket.socketpair()
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name="demitasse-hotkeys", daemon=True)
        self._thread.start()

    def bind(self, wanted: Mapping[HotkeyAction, Hotkey]) -> dict[HotkeyAction, HotkeyState]:
        """Grab these keys, and give back all others."""
        self._bound.clear()
        self._wanted = dict(wanted)
        self._wake.send(b".")
        if not self._bound.wait(_REPLY_S):
            return dict.fromkeys(wanted, HotkeyState.UNSUPPORTED)
        return dict(self._states)

    def close(self) -> None:
        """Give all keys back."""
        self._is_open = False
        self._wake.send(b".")
        self._thread.join(_REPLY_S)
        self._wake.close()

    def _run(self) -> None:
        descriptor = self._connection.descriptor()
        while True:
            ready, _, _ = select.select([descriptor, self._woken.fileno()], [], [])
            if self._woken.fileno() in ready:
                self._woken.recv(64)
                if not self._is_open:
                    break
                self._grab()
            if not self._handle_events():
                break
        self._connection.close()
        self._woken.close()

    def _handle_events(self) -> bool:
        """Handle what has arrived; return False if the X server has gone."""
        while event := self._connection.next_event():
            kind = event[0] & 0x7F
            if kind == _MAPPING_NOTIFY:
                before = self._states
                self._grab()
                if self._states != before:
                    self._told(dict(self._states))
            elif kind in {_KEY_PRESS, _KEY_RELEASE}:
                self._on_key(event, is_press=kind == _KEY_PRESS)
        return not self._connection.is_broken()

    def _on_key(self, event: bytes, *, is_press: bool) -> None:
        """Report a press. A key that is held down repeats: it is released and pressed at the same moment."""
        code, at, state = event[1], *struct.unpack_from("=I", event, 4), *struct.unpack_from("=H", event, 28)
        action = self._codes.get((code, state & _MEANT))
        if not is_press:
            self._released = (code, at)
        elif action is not None and self._released != (code, at):
            self._pressed(action)

    def _grab(self) -> None:
        connection, mapping = self._connection, self._connection.keysyms()
        for code, modifiers in self._codes:
            for lock in _LOCKS:
                connection.ungrab_key(code, modifiers | lock)
        self._codes, self._states = {}, {}
        for action, hotkey in self._wanted.items():
            codes = [code for code, symbols in mapping.items() if _keysym(hotkey.key) in symbols[:2]]
            modifiers = sum([_MODIFIERS[name] for name in hotkey.modifiers])
            if not codes:
                self._states[action] = HotkeyState.NO_SUCH_KEY
                continue
            grabbed = [connection.grab_key(codes[0], modifiers | lock) for lock in _LOCKS]
            self._states[action] = HotkeyState.ON if all(grabbed) else HotkeyState.TAKEN
            if all(grabbed):
                self._codes[codes[0], modifiers] = action
            else:
                for lock in _LOCKS:
                    connection.ungrab_key(codes[0], modifiers | lock)
        self._bound.set()


def _keysym(key: str) -> int:
    if key == "Space":
        return _SPACE
    if len(key) > 1:
        return _F1 + int(key[1:]) - 1
    return ord(key.lower())
