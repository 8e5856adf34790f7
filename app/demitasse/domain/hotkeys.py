"""Global shortcuts: what they do, and how their keys are written ("Ctrl+Alt+D")."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.settings import SHORTCUT_ADD, SHORTCUT_OPEN, SHORTCUT_SWITCH, SHORTCUT_TIMER, Setting


class HotkeyAction(StrEnum):
    """What a shortcut does, whichever program has the focus."""

    OPEN = "toggle"
    """Open the window, or close it."""
    TIMER = "start_or_stop"
    SWITCH = "switch"
    ADD = "add"


class HotkeyState(StrEnum):
    """What became of a shortcut that the person has chosen."""

    ON = "on"
    TAKEN = "taken"
    """Another program has these keys."""
    TWICE = "twice"
    """The keys are those of another shortcut of ours."""
    NO_SUCH_KEY = "no_such_key"
    """The keyboard has no such key in its present layout."""
    DECLINED = "declined"
    """The person has not allowed it when the desktop asked."""
    UNSUPPORTED = "unsupported"
    """The desktop gives programs no shortcuts; its own settings can start `demitasse toggle`."""


class Hotkey(NamedTuple):
    """Keys pressed together: modifiers in the order of `MODIFIERS`, and a letter, digit, function key or Space."""

    modifiers: tuple[str, ...]
    key: str

    def __str__(self) -> str:
        return "+".join((*self.modifiers, self.key))


MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
"""Meta is the key with the logo; on macOS Ctrl is Control, Alt is Option and Meta is Command."""
KEYS = frozenset([*"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", *[f"F{number}" for number in range(1, 25)], "Space"])
SETTINGS: Mapping[HotkeyAction, Setting[str]] = {
    HotkeyAction.OPEN: SHORTCUT_OPEN,
    HotkeyAction.TIMER: SHORTCUT_TIMER,
    HotkeyAction.SWITCH: SHORTCUT_SWITCH,
    HotkeyAction.ADD: SHORTCUT_ADD,
}
OFFERED = {
    HotkeyAction.OPEN: "Ctrl+Alt+D",
    HotkeyAction.TIMER: "Ctrl+Alt+S",
    HotkeyAction.SWITCH: "Ctrl+Alt+W",
    HotkeyAction.ADD: "Ctrl+Alt+A",
}
"""What is offered for each; none is on before the person chooses."""


def parse(text: str) -> Hotkey | None:
    """Return the keys that a text names, in any order and case; None if no program should take them from others.

    A letter needs Ctrl, Alt or Meta, since everybody types it; a function key needs nothing.
    """
    words = [word.strip().capitalize() for word in text.split("+")]
    modifiers = tuple([name for name in MODIFIERS if name in words])
    keys = [word for word in words if word not in MODIFIERS]
    if len(keys) != 1 or keys[0] not in KEYS or len(words) != len(modifiers) + 1:
        return None
    is_function_key = len(keys[0]) > 1 and keys[0] != "Space"
    return Hotkey(modifiers, keys[0]) if is_function_key or set(modifiers) - {"Shift"} else None


def wanted(chosen: Mapping[HotkeyAction, str]) -> tuple[dict[HotkeyAction, Hotkey], dict[HotkeyAction, HotkeyState]]:
    """Return the shortcuts to ask the system for, and the states of those that cannot work.

    Of two with the same keys the first one has them. `chosen` are the settings; "" is off.
    """
    keys: dict[HotkeyAction, Hotkey] = {}
    states: dict[HotkeyAction, HotkeyState] = {}
    for action, text in chosen.items():
        hotkey = parse(text)
        if text and hotkey is None:
            states[action] = HotkeyState.NO_SUCH_KEY
        elif hotkey is not None and hotkey in keys.values():
            states[action] = HotkeyState.TWICE
        elif hotkey is not None:
            keys[action] = hotkey
    return keys, states
