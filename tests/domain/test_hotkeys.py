"""Global shortcuts: how keys are written, which are refused, and which of two equal ones counts."""

from __future__ import annotations

import pytest

from demitasse.domain.hotkeys import OFFERED, SETTINGS, HotkeyAction, HotkeyState, parse, wanted


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Ctrl+Alt+D", "Ctrl+Alt+D"),
        ("alt+ctrl+d", "Ctrl+Alt+D"),
        ("Meta+F12", "Meta+F12"),
        ("F9", "F9"),
        ("Shift+F9", "Shift+F9"),
        ("Ctrl + Space", "Ctrl+Space"),
        ("Ctrl+Alt+Shift+Meta+7", "Ctrl+Alt+Shift+Meta+7"),
        ("D", None),
        ("Shift+D", None),
        ("Space", None),
        ("Ctrl", None),
        ("Ctrl+Alt", None),
        ("Ctrl+D+E", None),
        ("Ctrl+Ctrl+D", None),
        ("Ctrl+F25", None),
        ("Ctrl+Escape", None),
        ("Hyper+D", None),
        ("", None),
        ("+", None),
    ],
)
def test_keys_are_read_in_any_order_and_never_take_a_letter_alone(text: str, keys: str | None) -> None:
    hotkey = parse(text)
    assert (str(hotkey) if hotkey else None) == keys


def test_each_action_has_a_setting_that_is_off_and_takes_what_is_offered() -> None:
    assert set(SETTINGS) == set(HotkeyAction) == set(OFFERED)
    for action, setting in SETTINGS.items():
        assert setting.default == "", "off"
        assert setting.accepts(OFFERED[action])
        assert str(parse(OFFERED[action])) == OFFERED[action]
    assert len(set(OFFERED.values())) == len(OFFERED)


def test_of_two_equal_ones_the_first_counts() -> None:
    chosen = {HotkeyAction.OPEN: "Ctrl+Alt+D", HotkeyAction.TIMER: "", HotkeyAction.ADD: "Alt+Ctrl+D"}
    keys, states = wanted(chosen)
    assert {str(action): str(hotkey) for action, hotkey in keys.items()} == {"toggle": "Ctrl+Alt+D"}
    assert states == {HotkeyAction.ADD: HotkeyState.TWICE}
    assert wanted({HotkeyAction.OPEN: "D"}) == ({}, {HotkeyAction.OPEN: HotkeyState.NO_SUCH_KEY})
