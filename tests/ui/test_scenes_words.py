"""Every scene in longer texts and in right-to-left layout: nothing is cut off unmarked, everything is mirrored."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, Qt
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLabel, QListView, QPushButton, QRadioButton, QWidget

from demitasse.ui.widgets import theme
from demitasse.ui.widgets.entry_list import EntryList
from demitasse.ui.widgets.footer import StatusButton
from demitasse.ui.widgets.tips import tip_of
from tests.screenshots.scenes import SCENES
from tests.ui.conftest import close_scene
from tests.ui.pseudo_translation import PseudoTranslator, pseudo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demitasse.ui.popover.popover import Popover


@pytest.fixture
def abroad(app: QApplication) -> Iterator[None]:
    """Show all texts in pseudo-localization."""
    translator = PseudoTranslator()
    app.installTranslator(translator)
    yield
    app.removeTranslator(translator)


def test_pseudo_texts_are_longer_and_keep_their_placeholders() -> None:
    assert pseudo("{total} of {target}…").startswith("{total} øf {target}⋯ ö")
    assert pseudo("%n hour(s)").startswith("%n høür ö")
    assert len(pseudo("Nothing is booked until you answer")) >= 1.4 * 34 - 2


def _shown(popover: Popover) -> Iterator[QWidget]:
    return (one for one in popover.findChildren(QWidget) if one.isVisible() and not one.visibleRegion().isEmpty())


def _drawn(widget: QWidget) -> list[str]:
    """Return the texts that a widget paints itself."""
    buffer = QBuffer()  # with bytes of its own: given ones would have to be kept alive
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    widget.render(drawing, QPoint(0, 0), renderFlags=QWidget.RenderFlag(0))
    del drawing
    return [unescape(words) for words in re.findall(r"<text[^>]*>([^<]*)</text>", buffer.data().toStdString())]


@pytest.mark.usefixtures("abroad")
def test_longer_texts_are_not_cut_off_without_a_tool_tip(scene: Popover) -> None:
    """A text that ends in "…" is complete in its tool tip; wrapped texts and buttons are never cut off."""
    scene.resize(scene.sizeHint())
    cut = [f"{type(one).__name__} {_words(one)!r}" for one in _shown(scene) if _cut(one)]
    assert not cut


def _words(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QPushButton | QRadioButton) else widget.accessibleName()


def _cut(widget: QWidget) -> bool:
    if type(widget).__name__ == "Label" and isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + 1
        return widget.sizeHint().width() > widget.width() + 1
    if isinstance(widget, StatusButton):
        return False  # its tool tip has the same text in full
    return any(words.endswith("…") and not _in_tool_tip(widget, words.rstrip(" …")) for words in _drawn(widget))


def _in_tool_tip(widget: QWidget | None, words: str) -> bool:
    """Return whether a tool tip of the widget or of its line holds the whole text."""
    if widget is None:
        return False
    tips = [tip_of(widget)]
    if isinstance(widget, EntryList):
        tips += [line.tip(widget.rect_of(place)) for place, line in enumerate(widget.lines())]
    if isinstance(widget, QListView):
        lines = range(widget.model().rowCount())
        tips += [widget.model().index(line, 0).data(Qt.ItemDataRole.ToolTipRole) or "" for line in lines]
    return any(words in tip for tip in tips) or _in_tool_tip(widget.parentWidget(), words)


# --- from right to left ----------------------------------------------------------------------------------------------


def _places(popover: Popover) -> list[tuple[str, QRect]]:
    """Return the places of all visible widgets, without the inner parts of Qt's editors."""
    return [
        (f"{type(one).__name__} {one.accessibleName()}", QRect(one.mapTo(popover, QPoint(0, 0)), one.size()))
        for one in _shown(popover)
        if not one.objectName().startswith("qt_")
        and not isinstance(one.parentWidget(), QAbstractSpinBox)
        and one.window() is popover.window()  # menus are placed by the screen
    ]


Places = list[tuple[str, QRect]]


@pytest.fixture(params=[name for name in SCENES if name != "tray"])
def both_ways(
    request: pytest.FixtureRequest, app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Places, Places]]:
    """The places of the widgets of each scene, left to right and right to left."""
    found = []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        monkeypatch.setenv("DEMITASSE_HOME", str(tmp_path / direction.name))
        app.setLayoutDirection(direction)
        popover: Any = SCENES[request.param]()
        popover.resize(popover.sizeHint())
        app.processEvents()
        found.append(_places(popover))
        close_scene(popover)
    yield found[0], found[1]
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_right_to_left_mirrors_everything(both_ways: tuple[Places, Places]) -> None:
    there, mirrored = both_ways
    assert [name for name, _ in there] == [name for name, _ in mirrored]
    stray = [
        f"{name}: {place} became {other}"
        for (name, place), (_, other) in zip(there, mirrored, strict=True)
        if abs(theme.WIDTH - place.x() - place.width() - other.x()) > 1 or abs(place.y() - other.y()) > 1
    ]
    assert not stray
