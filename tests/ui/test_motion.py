"""Fades of the window, its popups and the snackbar: 120 ms in, 80 ms out, and none with reduced motion."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPropertyAnimation, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from demitasse.ui.widgets import motion
from demitasse.ui.widgets.days import DayPicker
from demitasse.ui.widgets.frames import Menu, PopupFrame, global_rect
from demitasse.ui.widgets.switches import DropDown
from demitasse.ui.widgets.tips import show_tip
from tests.desktop_session import wait_until
from tests.ui.stage import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_UI = Path(motion.__file__).parents[1]


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
    assert not fade.is_leaving
    fade.appear(window.show)
    fade.stay()
    assert (window.isVisible(), window.windowOpacity()) == (True, 1.0)


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


def _menu(window: QWidget) -> QWidget:
    menu = Menu(window, "Entry")
    menu.add("Continue")
    menu.open_beside(global_rect(window))
    return menu


def _list(window: QWidget) -> QWidget:
    choices = DropDown("Language")
    choices.setParent(window)
    choices.set_choices((("en", "English"), ("de", "Deutsch")), "en")
    choices.open_list()
    return choices.findChildren(Menu)[0]


def _days(window: QWidget) -> QWidget:
    picker = DayPicker(window, TODAY, TODAY)
    picker.open_beside(global_rect(window))
    return picker


def _tip(window: QWidget) -> QWidget:
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), window.mapToGlobal(QPoint(1, 1)))
    show_tip(window, window.rect(), "What it is", event)
    return window.findChildren(PopupFrame)[0]


def _pictures(popup: QWidget) -> list[motion.Afterimage]:
    """Return the pictures of popups that are fading out."""
    return (popup.parentWidget() or popup).findChildren(motion.Afterimage)


POPUPS = (_menu, _list, _days, _tip)


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize("opened", POPUPS)
def test_a_popup_fades_and_only_its_picture_fades_out(window: QWidget, opened: Callable[[QWidget], QWidget]) -> None:
    window.show()
    popup = opened(window)
    assert (popup.isVisible(), popup.windowOpacity()) == (True, 0.0)
    wait_until(lambda: QApplication.processEvents() is None and popup.windowOpacity() == 1.0, "the end of the fade")
    look, place = popup.grab().toImage(), popup.geometry()
    popup.close()
    assert not popup.isVisible()
    assert QApplication.activePopupWidget() is None, "keys and clicks go to the window at once"
    (picture,) = _pictures(popup)
    assert (picture.grab().toImage(), picture.geometry(), picture.isVisible()) == (look, place, True)
    assert picture.windowFlags() & Qt.WindowType.WindowTransparentForInput
    gone: list[bool] = []
    picture.destroyed.connect(lambda: gone.append(True))
    wait_until(lambda: QTest.qWait(1) is None and bool(gone), "the end of the fade")


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize("opened", POPUPS)
def test_with_reduced_motion_no_popup_fades(
    app: QApplication, window: QWidget, opened: Callable[[QWidget], QWidget]
) -> None:
    motion.set_reduced(app, reduced=True)
    window.show()
    popup = opened(window)
    assert (popup.isVisible(), popup.windowOpacity()) == (True, 1.0)
    popup.close()
    assert (popup.isVisible(), _pictures(popup)) == (False, [])


def test_no_other_class_opens_a_popup() -> None:
    """What opens over the window is a `Menu` or a `PopupFrame`, which fade; the menu of the tray is the desktop's."""
    kinds = re.compile(r"WindowType\.(Popup|ToolTip)|QMenu\(\)|class \w+\((QMenu|QDialog)\b")
    found = {file.name for file in _UI.rglob("*.py") if kinds.search(file.read_text(encoding="utf-8"))}
    assert found == {"frames.py", "motion.py", "tips.py", "tray_icon.py"}


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
