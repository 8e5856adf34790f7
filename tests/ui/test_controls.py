"""The controls of picture 57 at rest, under the pointer, with the focus, off and with a mistake: measured on pixels."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from demitasse.ui.widgets import focus, theme
from demitasse.ui.widgets.buttons import Button, IconButton, RoundButton
from demitasse.ui.widgets.fields import Box, LineEdit, PairField
from demitasse.ui.widgets.switches import DropDown
from tests.ui.listed_entries import Areas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCALES = (1.0, 1.5, 2.0)


class _Place(NamedTuple):
    """A pixel of a control: its middle at the left edge and just inside, and a point of its fill."""

    edge: QColor
    inner_edge: QColor
    fill: QColor


@pytest.fixture(params=["light", "dark"])
def ground(request: pytest.FixtureRequest, app: QApplication) -> Iterator[QWidget]:
    """A window in one scheme, with a widget that has the focus at first."""
    theme.apply(app, request.param, strong=False)
    window = QWidget()
    layout = QVBoxLayout(window)
    first = LineEdit("First")
    layout.addWidget(first)
    window.show()
    window.activateWindow()
    app.processEvents()
    first.setFocus()
    yield window
    focus.show(shown=False)
    window.close()
    window.deleteLater()
    theme.apply(app, "light")


def _put(ground: QWidget, control: Any) -> Any:
    layout = ground.layout()
    assert layout is not None
    layout.addWidget(control)
    QApplication.processEvents()
    return control


def _picture(widget: QWidget, scale: float = 1.0) -> QImage:
    picture = QImage(QSize(*(round(side * scale) for side in widget.size().toTuple())), QImage.Format.Format_ARGB32)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    widget.render(picture, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    return picture


def _place(widget: QWidget, fill_x: int) -> _Place:
    picture, middle = _picture(widget), widget.height() // 2
    return _Place(picture.pixelColor(0, middle), picture.pixelColor(1, middle), picture.pixelColor(fill_x, 5))


def _rest(_control: Any) -> None:
    return


def _focus(control: Any) -> None:
    focus.show(shown=True)
    control.setFocus(Qt.FocusReason.TabFocusReason)


def _off(control: Any) -> None:
    control.setEnabled(False)


def _pointed(control: Any) -> None:
    control.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)


def _wrong(control: Any) -> None:
    control.set_mistake("wrong")


def _locked(control: Any) -> None:
    control.editor.setReadOnly(True)


_FIELD: dict[str, tuple[Callable[[Any], None], tuple[str, str]]] = {
    "rest": (_rest, ("border", "surface")),
    "focus": (_focus, ("focus", "focus")),
    "mistake": (_wrong, ("danger", "danger")),
    "locked": (_locked, ("line", "")),
}
"""What is done to a field, and the tokens of its edge, on the outer and on the inner pixel."""


@pytest.mark.parametrize("state", _FIELD)
def test_a_field_shows_its_state(ground: QWidget, state: str) -> None:
    colors, (doing, (edge, inner)) = theme.tokens(ground), _FIELD[state]
    field = _put(ground, Box(LineEdit("Field")))
    doing(field)
    place = _place(field, field.width() - 40)
    assert field.height() == 32
    assert place.edge == colors.color(edge)
    if inner:
        assert place.inner_edge == colors.color(inner)
    else:
        assert place.fill.alpha() == 0, "a locked field is no sheet to write on"


def test_a_field_shows_at_once_that_it_is_on_or_off(ground: QWidget) -> None:
    """As while a sign-in is under way."""
    field = _put(ground, Box(LineEdit("Field")))
    painted = Areas(field)
    for free in (False, True):
        QApplication.processEvents()
        painted.taken()
        field.editor.setEnabled(free)
        QApplication.processEvents()
        assert field.rect() in painted.taken()


@pytest.mark.parametrize("state", ["rest", "mistake"])
def test_the_field_of_a_project_looks_like_the_others(ground: QWidget, state: str) -> None:
    colors, (doing, (edge, inner)) = theme.tokens(ground), _FIELD[state]
    field = _put(ground, PairField("Pick a project"))
    doing(field)
    place = _place(field, field.width() - 60)
    assert (place.edge, place.inner_edge) == (colors.color(edge), colors.color(inner))


def test_a_field_that_is_mended_has_its_ring(ground: QWidget) -> None:
    colors, field = theme.tokens(ground), _put(ground, Box(LineEdit("Field")))
    _wrong(field)
    _focus(field)
    assert _place(field, 100).inner_edge == colors.color("focus")


_BUTTONS: dict[tuple[str, str], tuple[Callable[[Any], None], str, str]] = {
    ("plain", "rest"): (_rest, "line", "raised"),
    ("plain", "pointer"): (_pointed, "line", "track"),
    ("plain", "focus"): (_focus, "focus", "raised"),
    ("outline", "rest"): (_rest, "border", "surface"),
    ("primary", "rest"): (_rest, "accent", "accent"),
    ("primary", "focus"): (_focus, "accent", "accent"),
    ("primary", "off"): (_off, "line", "raised"),
    ("danger_fill", "rest"): (_rest, "danger", "danger"),
}
"""For a kind of button and a state: what is done to it, and the tokens of its edge and its fill."""


@pytest.mark.parametrize(("kind", "state"), _BUTTONS)
def test_a_button_shows_its_state(ground: QWidget, kind: str, state: str) -> None:
    colors, (doing, edge, fill) = theme.tokens(ground), _BUTTONS[kind, state]
    button = _put(ground, Button("Save", kind=kind))
    doing(button)
    place = _place(button, 20)
    assert button.height() == 32
    assert (place.edge, place.fill) == (colors.color(edge), colors.color(fill))


def test_a_combo_box_has_the_edge_of_a_field(ground: QWidget) -> None:
    box = DropDown("Ask")
    box.set_choices([(10, "10 minutes")], 10)
    colors, box = theme.tokens(ground), _put(ground, box)
    place = _place(box, box.width() - 30)
    assert (box.height(), place.edge, place.fill) == (28, colors.color("border"), colors.color("surface"))
    _off(box)
    place = _place(box, box.width() - 30)
    assert (place.edge, place.fill.alpha()) == (colors.color("line"), 0)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("ringed", [False, True])
def test_a_round_button_is_round_at_every_scale(ground: QWidget, scale: float, *, ringed: bool) -> None:
    button = _put(ground, RoundButton())
    if ringed:
        _focus(button)
    picture = _picture(button, scale)
    side = picture.width()
    assert side == picture.height() == round(40 * scale)
    inked = [[picture.pixelColor(x, y).alpha() > 127 for x in range(side)] for y in range(side)]
    assert not (inked[0][0])
    assert not (inked[0][-1])
    assert not (inked[-1][0])
    assert not (inked[-1][-1])
    turned = [list(column) for column in zip(*inked, strict=True)]
    pairs = zip(chain(*inked), chain(*turned), strict=True)
    apart = sum(one != other for one, other in pairs)
    assert apart <= 4 * scale, "as wide as high"
    widths = [sum(row) for row in inked]
    assert abs(widths[0] - widths[-1]) <= 2, "as round below as above"
    assert max(widths) == side


def test_an_icon_button_shows_the_pointer(ground: QWidget) -> None:
    colors, button = theme.tokens(ground), _put(ground, IconButton("more", "More"))
    assert _picture(button).pixelColor(14, 4).alpha() == 0
    _pointed(button)
    assert _picture(button).pixelColor(14, 4) == colors.color("track")
