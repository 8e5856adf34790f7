"""The forms at any height, in any language and with larger text: nothing is squashed, cut or moved."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QLocale, QPoint, QRect, QTranslator
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from demitasse.domain.errors import BadInput, FaultCode
from demitasse.ui.text import messages, wording
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.fields import Box, MessageLine, PairField
from demitasse.ui.widgets.labels import Label
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.tips import tip_of
from tests.screenshots.scenes import SCENES
from tests.screenshots.scenes_forms import ENTRY_FORMS
from tests.ui.conftest import close_scene
from tests.ui.pseudo_translation import PseudoTranslator

if TYPE_CHECKING:
    from collections.abc import Iterator

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


_SAMPLES: dict[str, Any] = {
    "text": "next fridayy", "first": "4:30 h", "second": "4:30 o’clock", "number": 12_345, "most": 10_000,
    "length_s": 37_800, "duration_s": 5400, "span": "9:00-10:30", "start": "02:10", "end": "02:50",
    "time": datetime(2026, 11, 23, 9, 5, tzinfo=UTC), "since": datetime(2026, 11, 23, 9, 5, tzinfo=UTC),
    "value": "Website relaunch · Coding",
}  # fmt: skip
_AT_A_FIELD = re.compile(r"BadInput\(\s*(?:FaultCode|UiFault)\.(\w+)[^)]*?\bfield=")
"""How the program raises the mistake of a field."""
_ELSEWHERE = {"WRONG_RESOLUTION", "IMPORT_COLUMNS", "COMMENT_MISSING"}
"""Mistakes of a field of the terminal, and of a step of closing the day."""


def _mistakes() -> dict[str, BadInput]:
    """Return each mistake that the program finds in a field, by the name of its code."""
    names: set[str] = set()
    for file in Path(messages.__file__).parents[2].rglob("*.py"):
        if file.parent.name != "cli":
            names |= set(_AT_A_FIELD.findall(file.read_text(encoding="utf-8")))
    codes = {name: getattr(UiFault, name, None) or getattr(FaultCode, name) for name in names - _ELSEWHERE}
    return {name: BadInput(code, field="", **_SAMPLES) for name, code in codes.items()}


def _shown_part(note: MessageLine) -> str:
    """Return the part of a message for which there is room."""
    return note.findChildren(Label)[0].text()


_PLACES = {"editor": 4, "split": 2, "forgotten": 1, "accounts": 1, "sign_in": 3, "clock": 1}
"""The scenes with fields, and how many places for messages each has."""


@pytest.mark.parametrize("name", _PLACES)
@pytest.mark.usefixtures("app", "language")
def test_no_message_moves_anything_or_is_cut(name: str) -> None:
    """Each mistake of a field leaves the place as high; what happened can be read, and the tip has all of it."""
    popover: Any = SCENES[name]()
    _fit(popover, theme.HEIGHT)
    notes = _shown(popover, MessageLine)
    assert len(notes) == _PLACES[name]
    mistakes = _mistakes()
    assert len(mistakes) > 20
    parts = [part for part in popover.findChildren(QWidget) if part.isVisible() and not isinstance(part, Label)]
    before = [_place(popover, part) for part in parts]
    for note in notes:
        for code, fault in mistakes.items():
            note.show_fault(fault)
            shown, told = _shown_part(note), (messages.sentence(fault), messages.whole(fault))
            assert shown in told or note.height() < 32, (code, shown, "is cut")
            assert tip_of(note) == ("" if shown == told[1] else told[1])
        QApplication.processEvents()
        assert [_place(popover, part) for part in parts] == before
    close_scene(popover)


def test_a_message_without_room_ends_with_an_ellipsis(app: QApplication) -> None:  # noqa: ARG001
    note = MessageLine(1)
    note.resize(120, 24)
    note.show()
    words = "Changed to “a very long comment of somebody else” on another device."
    note.show_message(words, "danger")
    assert words.startswith(_shown_part(note).removesuffix("…"))
    assert _shown_part(note).endswith("…")
    assert (note.text(), tip_of(note), note.height()) == (words, words, 24)
    note.resize(900, 24)
    assert (_shown_part(note), tip_of(note)) == (words, "")


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
