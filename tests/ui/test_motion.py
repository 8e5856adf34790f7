"""Fades of the window and the snackbar: 120 ms in, 80 ms out, and none with reduced motion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPropertyAnimation
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from demitasse.ui.widgets import motion
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A platform on which a fade is seen."""
    monkeypatch.setattr(motion, "_SCREENS", {QApplication.platformName()})
    yield
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    motion.set_reduced(app, reduced=False)


@pytest.fixture
def window() -> Iterator[QWidget]:
    """A window that is not shown yet."""
    made = QLabel("Words")
    yield made
    made.hide()
    made.deleteLater()


@pytest.mark.usefixtures("seen")
def test_a_window_fades_in_and_out(window: QWidget) -> None:
    fade = motion.WindowFade(window)
    fade.appear(window.show)
    assert (window.isVisible(), window.windowOpacity()) == (True, 0.0)
    assert fade._running.duration() == 120
    wait_until(lambda: QApplication.processEvents() is None and window.windowOpacity() == 1.0, "the end of the fade")
    fade.leave(window.hide)
    assert (window.isVisible(), fade.is_leaving, fade._running.duration()) == (True, True, 80)
    wait_until(lambda: QApplication.processEvents() is None and not window.isVisible(), "the end of the fade")
    assert (fade.is_leaving, window.windowOpacity()) == (False, 1.0)


@pytest.mark.usefixtures("seen")
def test_a_window_that_is_wanted_again_while_it_leaves_stays(window: QWidget) -> None:
    fade = motion.WindowFade(window)
    window.show()
    fade.leave(window.hide)
    fade.stay()
    assert (window.isVisible(), fade.is_leaving, window.windowOpacity()) == (True, False, 1.0)
    assert fade._running.state() is QPropertyAnimation.State.Stopped


@pytest.mark.usefixtures("seen")
def test_with_reduced_motion_nothing_fades(app: QApplication, window: QWidget) -> None:
    motion.set_reduced(app, reduced=True)
    assert not motion.moves()
    fade = motion.WindowFade(window)
    fade.appear(window.show)
    assert (window.isVisible(), window.windowOpacity()) == (True, 1.0)
    motion.fade(window, to=1.0, then=window.update)
    assert window.graphicsEffect() is None
    fade.leave(window.hide)
    assert not window.isVisible()


@pytest.mark.usefixtures("seen")
def test_a_part_fades_and_keeps_no_effect(window: QWidget) -> None:
    window.show()
    for to in (1.0, 0.0):
        ended: list[float] = []
        motion.fade(window, to=to, then=lambda: ended.append(1.0))  # noqa: B023 - called before the next turn
        assert window.graphicsEffect() is not None
        wait_until(lambda: QApplication.processEvents() is None and bool(ended), "the end of the fade")  # noqa: B023
        assert window.graphicsEffect() is None


def test_without_a_screen_all_happens_at_once(window: QWidget) -> None:
    ended: list[bool] = []
    motion.fade(window, to=0.0, then=lambda: ended.append(True))
    assert ended
