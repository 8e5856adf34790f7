"""The forms at any height, in any language and with larger text: nothing is squashed, cut or moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QLocale, QPoint, QRect, QTranslator
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from demitasse.ui.text import wording
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.fields import Box, MessageLine, PairField
from demitasse.ui.widgets.scroll import ScrollColumn
from tests.screenshots.scenes import SCENES
from tests.screenshots.scenes_forms import ENTRY_FORMS
from tests.ui.conftest import close_scene
from tests.ui.pseudo_translation import PseudoTranslator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demitasse.ui.popover.popover import Popover

_FIELD_PX, _COMMENT_PX = 32, 60
_LANGUAGES = ("en", "de", "pseudo")


@pytest.fixture(params=_LANGUAGES)
def language(request: pytest.FixtureRequest, app: QApplication) -> Iterator[str]:
    """Speak a language."""
    made: list[QTranslator] = []
    if request.param == "pseudo":
        made = [PseudoTranslator()]
        app.installTranslator(made[0])
    elif request.param == "de":
        QLocale.setDefault(QLocale("de_DE"))
        made = wording.install(app, QLocale("de_DE"))
    yield request.param
    for translator in made:
        app.removeTranslator(translator)
    QLocale.setDefault(QLocale("en_GB"))


@pytest.fixture(params=[13, 16])
def text_px(request: pytest.FixtureRequest, app: QApplication) -> Iterator[int]:
    """Use text of this size on the desktop."""
    before = app.font()
    font = QFont(before)
    font.setPixelSize(request.param)
    app.setFont(font)
    yield request.param
    app.setFont(before)


@pytest.fixture(params=[scene.__name__ for scene in ENTRY_FORMS])
def form(request: pytest.FixtureRequest, language: str, text_px: int) -> Iterator[Popover]:  # noqa: ARG001
    """Each form in turn."""
    popover: Any = SCENES[request.param]()
    yield popover
    close_scene(popover)


def _fit(popover: Popover, height: int) -> None:
    popover.setMinimumHeight(0)
    popover.resize(theme.WIDTH, height)
    for _ in range(3):
        QApplication.processEvents()


def _place(popover: Popover, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(popover, QPoint(0, 0)), widget.size())


def _shown(popover: Popover, *kinds: type[QWidget]) -> list[Any]:
    return [one for kind in kinds for one in popover.page.findChildren(kind) if one.isVisible()]


def test_nothing_is_squashed_cut_or_covered_and_every_field_can_be_reached(form: Popover) -> None:
    for height in (theme.HEIGHT, theme.LEAST_HEIGHT):
        _fit(form, height)
        _nothing_is_squashed_cut_or_covered(form, height)
    _every_field_can_be_reached(form)


def _nothing_is_squashed_cut_or_covered(form: Popover, height: int) -> None:
    page: Any = form.page
    fields = _shown(form, Box, PairField)
    assert {field.height() for field in fields if field.height() < _COMMENT_PX} == {_FIELD_PX}
    for label in _shown(form, QLabel):
        if label.wordWrap() and label.text():
            assert label.heightForWidth(label.width()) <= label.height(), label.text()
        elif type(label) is QLabel:
            assert label.sizeHint().width() <= label.width(), label.text()
    for parts in ([*fields, *_shown(form, MessageLine)], _shown(form, Button)):
        places = [_place(form, part) for part in parts]
        for number, place in enumerate(places):
            assert 0 <= place.left() < place.right() < theme.WIDTH
            covered = [parts[other] for other in range(number) if places[other].intersects(place)]
            assert not covered, parts[number]
    for button in (page.cancel_button, *_shown(form, Button)):
        assert _place(form, button).bottom() < height
        room = QFontMetrics(button._font()).horizontalAdvance(button.text())
        assert button.width() >= room + 8, button.text()


def _every_field_can_be_reached(form: Popover) -> None:
    for field in [field for field in _shown(form, Box, PairField) if field.isEnabled()]:
        field.setFocus()
        QApplication.processEvents()
        assert field.visibleRegion().boundingRect().height() >= _FIELD_PX, "it is scrolled into view"


@pytest.mark.parametrize("scene", ["editor", "editor_wrong", "editor_overlap"])
def test_no_message_moves_a_field(scene: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = {}
    for name in ("add", scene):
        monkeypatch.setenv("DEMITASSE_HOME", str(tmp_path / name))
        popover: Any = SCENES[name]()
        _fit(popover, theme.HEIGHT)
        places[name] = [_place(popover, field) for field in _shown(popover, Box, PairField)]
        close_scene(popover)
    assert places[scene] == places["add"]


@pytest.mark.parametrize("name", ["sign_in_no_keyring", "decision", "sign_out", "forgotten", "accounts", "away"])
@pytest.mark.usefixtures("app")
def test_no_other_page_squashes_its_controls_in_the_lowest_window(name: str) -> None:
    popover: Any = SCENES[name]()
    popover.setFixedHeight(theme.LEAST_HEIGHT)  # also if the page wants more
    QApplication.processEvents()
    boxes = _shown(popover, Box)
    assert {box.height() for box in boxes if box.height() < _FIELD_PX} == set()
    controls = [*boxes, *(one for one in _shown(popover, QAbstractButton) if not isinstance(one.parent(), Box))]
    forms = popover.page.findChildren(ScrollColumn)
    places = [([form for form in forms if form.isAncestorOf(one)], _place(popover, one)) for one in controls]
    for number, (within, place) in enumerate(places):
        covered = [other for where, other in places[:number] if where == within and other.intersects(place)]
        assert not covered, controls[number]
    close_scene(popover)
