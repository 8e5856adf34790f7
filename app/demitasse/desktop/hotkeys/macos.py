"""Global shortcuts on macOS: Carbon's hot keys, which need no permission (desktop 6.3). Call in the GUI thread only."""

import ctypes
from collections.abc import Mapping
from typing import Any

from demitasse.desktop.hotkeys import Pressed
from demitasse.domain.hotkeys import Hotkey, HotkeyAction, HotkeyState

_CARBON = "/System/Library/Frameworks/Carbon.framework/Carbon"
_MODIFIERS = {"Meta": 0x0100, "Shift": 0x0200, "Alt": 0x0800, "Ctrl": 0x1000}
_KEYBOARD, _PRESSED = 0x6B657962, 5
"""kEventClassKeyboard ("keyb") and kEventHotKeyPressed."""
_DIRECT_OBJECT, _HOT_KEY_ID = 0x2D2D2D2D, 0x686B6964
"""kEventParamDirectObject ("----") and typeEventHotKeyID ("hkid")."""
_SIGNATURE = 0x64656D69
_EXISTS = -9878
"""eventHotKeyExistsErr."""
_CODES = dict(
    zip(
        "ASDFHGZXCVBQWERYT123465978OUIPLJKNM0",
        (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 25, 26, 28, 31, 32, 34, 35,
         37, 38, 40, 45, 46, 29),
        strict=True,
    )
)  # fmt: skip
"""Key codes of the places that these letters and digits have on an American keyboard (HIToolbox/Events.h)."""
_FUNCTION_KEYS = (122, 120, 99, 118, 96, 97, 98, 100, 101, 109, 103, 111, 105, 107, 113, 106, 64, 79, 80, 90)
_SPACE = 49


class _KeyId(ctypes.Structure):
    """EventHotKeyID."""

    _fields_ = (("signature", ctypes.c_uint32), ("number", ctypes.c_uint32))


class _EventType(ctypes.Structure):
    """EventTypeSpec."""

    _fields_ = (("event_class", ctypes.c_uint32), ("kind", ctypes.c_uint32))


_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


class MacHotkeys:
    """Registers keys with the event dispatcher, which Qt's loop serves."""

    def __init__(self, pressed: Pressed) -> None:
        """Install the handler of presses. Raises OSError without Carbon."""
        self._carbon = ctypes.CDLL(_CARBON)
        self._carbon.GetEventDispatcherTarget.restype = ctypes.c_void_p
        self._pressed = pressed
        self._actions: list[HotkeyAction] = []
        self._references: list[ctypes.c_void_p] = []
        self._handler = _HANDLER(self._on_event)  # the system keeps no reference
        kinds = _EventType(_KEYBOARD, _PRESSED)
        self._carbon.InstallEventHandler(
            ctypes.c_void_p(self._target()), self._handler, ctypes.c_ulong(1), ctypes.byref(kinds), None, None
        )

    def bind(self, wanted: Mapping[HotkeyAction, Hotkey]) -> dict[HotkeyAction, HotkeyState]:
        """Register these keys, and give back all others."""
        self.close()
        states = {}
        for action, hotkey in wanted.items():
            code = key_code(hotkey.key)
            states[action] = HotkeyState.NO_SUCH_KEY if code is None else self._register(action, code, hotkey)
        return states

    def close(self) -> None:
        """Give all keys back."""
        for reference in self._references:
            self._carbon.UnregisterEventHotKey(reference)
        self._references, self._actions = [], []

    def _register(self, action: HotkeyAction, code: int, hotkey: Hotkey) -> HotkeyState:
        reference, modifiers = ctypes.c_void_p(), sum([_MODIFIERS[name] for name in hotkey.modifiers])
        number = _KeyId(_SIGNATURE, len(self._actions))
        status = self._carbon.RegisterEventHotKey(
            ctypes.c_uint32(code), ctypes.c_uint32(modifiers), number, ctypes.c_void_p(self._target()),
            ctypes.c_uint32(0), ctypes.byref(reference),
        )  # fmt: skip
        if status:
            return HotkeyState.TAKEN if status == _EXISTS else HotkeyState.UNSUPPORTED
        self._actions.append(action)
        self._references.append(reference)
        return HotkeyState.ON

    def _target(self) -> int:
        return int(self._carbon.GetEventDispatcherTarget() or 0)

    def _on_event(self, _next: Any, event: Any, _data: Any) -> int:
        number = _KeyId()
        self._carbon.GetEventParameter(
            ctypes.c_void_p(event), ctypes.c_uint32(_DIRECT_OBJECT), ctypes.c_uint32(_HOT_KEY_ID), None,
            ctypes.c_ulong(ctypes.sizeof(number)), None, ctypes.byref(number),
        )  # fmt: skip
        if number.signature == _SIGNATURE and number.number < len(self._actions):
            self._pressed(self._actions[number.number])
        return 0


def key_code(key: str) -> int | None:
    """Return the code of a key; None if Macs have none."""
    if key == "Space":
        return _SPACE
    if len(key) == 1:
        return _CODES.get(key)
    number = int(key[1:])
    return _FUNCTION_KEYS[number - 1] if number <= len(_FUNCTION_KEYS) else None
