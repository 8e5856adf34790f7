"""The pages look as in the golden pictures; `python3 bootstrap.py screenshots --renew` after a wanted change."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from bootstrap import FONT
from demitasse.ui.widgets import theme
from tests.ui import contrast, golden
from tests.ui.conftest import close_scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not FONT.is_file(),
    reason="text is drawn differently elsewhere, or the font of the pictures is missing: fonts-dejavu-core",
)


@pytest.fixture
def studio(app: QApplication) -> Iterator[QApplication]:
    """Use the font of the pictures, and restore the light scheme afterwards."""
    with golden.fixed_font(app):
        yield app
    theme.apply(app, "light")


def _kept(name: str, scheme: str) -> QImage:
    return QImage(str(golden.file(name, scheme)))


@pytest.mark.parametrize("scheme", golden.SCHEMES)
@pytest.mark.parametrize("name", golden.NAMES)
def test_a_page_looks_as_in_its_picture_and_is_legible(name: str, scheme: str, studio: QApplication) -> None:
    picture, popover = golden.take(studio, name, scheme)
    weak = contrast.weak(picture, popover)
    close_scene(popover)
    assert not weak
    part = golden.changed(_kept(name, scheme), picture)
    assert part <= golden.MOST, f"{part:.2%} of {name} in {scheme} changed; if that is wanted: screenshots --renew"


def test_other_hinting_changes_nothing(app: QApplication) -> None:
    with golden.fixed_font(app, QFont.HintingPreference.PreferVerticalHinting):
        picture, popover = golden.take(app, "running", "light")
    close_scene(popover)
    assert golden.changed(_kept("running", "light"), picture) <= golden.MOST


@pytest.mark.parametrize("by", [(4, 0), (0, 3)])
def test_a_widget_that_moved_is_noticed(by: tuple[int, int], studio: QApplication) -> None:
    _, popover = golden.take(studio, "running", "light")
    button = popover.day.footer.add
    button.move(button.x() + by[0], button.y() + by[1])
    picture = popover.grab().toImage()
    close_scene(popover)
    assert golden.changed(_kept("running", "light"), picture) > golden.MOST


def test_a_widget_in_another_colour_is_noticed() -> None:
    before = _kept("running", "light")
    after = before.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(after)
    painter.fillRect(16, 16, 40, 40, QColor(theme.LIGHT.ok))  # the round button
    painter.end()
    assert golden.changed(before, after) > golden.MOST


def test_a_text_an_edge_or_a_dot_that_is_too_weak_is_noticed(studio: QApplication) -> None:
    picture, popover = golden.take(studio, "running", "light")
    assert not contrast.weak(picture, popover)
    painter = QPainter(picture)
    painter.fillRect(picture.rect(), QColor(255, 255, 255, 190))
    painter.end()
    found = {one.partition(": ")[2].partition(" at ")[0] for one in contrast.weak(picture, popover)}
    close_scene(popover)
    assert found >= {"'Website relaunch'", "'Day'", "left edge", "right edge", "dot"}


def test_the_pictures_are_few_and_small() -> None:
    files = list(golden.FOLDER.iterdir())
    assert {one.name for one in files} == {golden.file(n, s).name for n in golden.NAMES for s in golden.SCHEMES}
    assert sum(one.stat().st_size for one in files) < 4_000_000
