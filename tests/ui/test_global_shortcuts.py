"""The service of global shortcuts: it follows the settings, and says what became of each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from demitasse.desktop.hotkeys.binder import open_binder
from demitasse.domain import settings
from demitasse.domain.hotkeys import HotkeyAction, HotkeyState, parse
from demitasse.ui.app.global_shortcuts import GlobalShortcuts
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from tests.desktop_session import DesktopSession
    from tests.ui.stage import Stage

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="X11")
OPEN, TIMER, ADD = HotkeyAction.OPEN, HotkeyAction.TIMER, HotkeyAction.ADD


class Chosen:
    """The service, and what it reported."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.pressed: list[str] = []
        self.service = GlobalShortcuts(stage.profile, QApplication.instance())  # type: ignore[arg-type]
        self.service.pressed.connect(self.pressed.append)
        self._told = 0
        self.service.states_changed.connect(self._on_told)

    def _on_told(self) -> None:
        self._told += 1

    def choose(self, **keys: str) -> dict[HotkeyAction, HotkeyState]:
        """Choose keys by setting, and return the states."""
        told = self._told
        by_name = {one.name: one for one in settings.USER_SETTINGS}
        with self._stage.store.transaction():
            for name, text in keys.items():
                self._stage.store.settings.put(by_name[f"shortcut_{name}"], text)  # type: ignore[misc]
        self.service.apply()
        wait_until(lambda: processed(self._told > told), "the answer")
        return self.service.states


def processed(check: object) -> object:
    QApplication.processEvents()
    return check


@pytest.mark.desktop
def test_keys_are_taken_as_chosen_and_conflicts_are_told(
    stage: Stage, desktop: DesktopSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", desktop.env["DISPLAY"])
    other = open_binder(print, print, {})
    taken = parse("Ctrl+Alt+S")
    assert other is not None
    assert taken is not None
    other.bind({TIMER: taken})
    chosen = Chosen(stage)
    states = chosen.choose(open="Ctrl+Alt+D", timer="Ctrl+Alt+S", add="Ctrl+Alt+D")
    assert states == {OPEN: HotkeyState.ON, TIMER: HotkeyState.TAKEN, ADD: HotkeyState.TWICE}
    desktop.keys("ctrl+alt+d")
    wait_until(lambda: processed(chosen.pressed == ["toggle"]), "a press")
    assert chosen.choose(open="", timer="F9", add="") == {TIMER: HotkeyState.ON}
    desktop.keys("ctrl+alt+d", "F9")
    wait_until(lambda: processed(chosen.pressed == ["toggle", "start_or_stop"]), "the other press alone")
    chosen.service.close()
    other.close()


def test_a_desktop_without_shortcuts_says_so(stage: Stage) -> None:
    chosen = Chosen(stage)
    assert chosen.choose(open="Ctrl+Alt+D") == {OPEN: HotkeyState.UNSUPPORTED}
    chosen.service.close()


def test_nothing_is_asked_of_the_system_while_nothing_is_chosen(stage: Stage) -> None:
    service = GlobalShortcuts(stage.profile, QApplication.instance())  # type: ignore[arg-type]
    service.apply()
    assert service._binder is None
    assert service.states == {}
