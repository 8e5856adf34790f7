"""Matched letters are marked within the shaped text: it keeps its width, its joined letters and its direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from demitasse.ui.widgets import marked, painting, theme
from demitasse.ui.widgets.theme import LIGHT, Role

if TYPE_CHECKING:
    from collections.abc import Callable

INK, MARK, GROUND = QColor("#000000"), QColor("#ff0000"), QColor("#ffffff")


def _painted(paint: Callable[[QPainter], None], *, rtl: bool = False) -> QImage:
    image = QImage(300, 40, QImage.Format.Format_RGB32)
    image.fill(GROUND)
    painter = QPainter(image)
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    paint(painter)
    painter.end()
    return image


def _columns(image: QImage, kind: Callable[[QColor], bool]) -> list[int]:
    return [x for x in range(image.width()) if any(kind(image.pixelColor(x, y)) for y in range(image.height()))]


def _is_ink(color: QColor) -> bool:
    return color.lightness() < 200


def _is_red(color: QColor) -> bool:
    return color.red() - max(color.green(), color.blue()) > 60


@pytest.mark.parametrize(
    ("words", "marks", "rtl"),
    [
        ("Website relaunch", ((0, 3),), False),
        ("office affair", ((1, 3), (8, 10)), False),
        ("مشروع الموقع", ((0, 3),), True),
        ("פרויקט אתר", ((0, 2), (7, 9)), True),
        ("Web موقع shop", ((4, 6),), False),
    ],
)
def test_a_mark_changes_the_colour_of_some_letters_and_moves_none(
    words: str, marks: tuple[tuple[int, int], ...], rtl: bool
) -> None:
    font = theme.role_font(Role.BODY)
    plain = _painted(lambda p: marked.draw(p, QPointF(8, 24), words, font, (INK, INK), marks), rtl=rtl)
    shown = _painted(lambda p: marked.draw(p, QPointF(8, 24), words, font, (INK, MARK), marks), rtl=rtl)
    ink, red = _columns(plain, _is_ink), _columns(shown, _is_red)
    both = _columns(shown, lambda color: _is_ink(color) or _is_red(color))
    assert red, "the letters are marked"
    assert set(red) <= set(range(ink[0] - 1, ink[-1] + 2))
    assert abs(len(both) - len(ink)) <= 2, "as wide as without marks"
    assert len(red) < len(ink), "not all of it"


def test_from_right_to_left_the_first_letters_are_the_rightmost() -> None:
    font = theme.role_font(Role.BODY)
    words = "פרויקט"
    shown = _painted(lambda p: marked.draw(p, QPointF(8, 24), words, font, (INK, MARK), ((0, 2),)), rtl=True)
    ink = _columns(shown, lambda color: _is_ink(color) or _is_red(color))
    assert min(_columns(shown, _is_red)) > (ink[0] + ink[-1]) / 2


def test_a_pair_is_as_wide_with_marks_as_without() -> None:
    painter = painting.PairPainter(LIGHT)
    rect = QRectF(0, 0, 300, 40)
    names = ("Website relaunch", "Office fix", "")
    plain = _painted(lambda p: painter.draw_marked(p, rect, names, ((), (), ())))
    shown = _painted(lambda p: painter.draw_marked(p, rect, names, (((0, 3),), ((1, 4),), ())))
    ends = [_columns(image, lambda color: color.lightness() < 220)[-1] for image in (plain, shown)]
    assert abs(ends[0] - ends[1]) <= 1
