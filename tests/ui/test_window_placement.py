"""Placement of the popover: panels at all edges, several screens, and icons whose place is unknown."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPoint, QRect, QSize

from demitasse.desktop.xcb import Reserved, Strut
from demitasse.ui.tray.placement import (
    MARGIN,
    Area,
    Edge,
    available_on_x11,
    is_in_panel,
    is_near_edge,
    panel_edge,
    place,
    tray_area,
)

SIZE = QSize(360, 400)
SCREEN = QRect(0, 0, 1280, 800)
BELOW = QRect(0, 0, 1280, 774)
ABOVE = QRect(0, 26, 1280, 774)
LEFT = QRect(60, 0, 1220, 800)
RIGHT = QRect(0, 0, 1220, 800)
SECOND = QRect(1280, -200, 1920, 1080)
NEGATIVE = QRect(-1920, 0, 1920, 1080)

TABLE = {
    "panel below, icon in the middle": (QRect(600, 776, 22, 22), SCREEN, BELOW, QPoint(430, 366)),
    "panel below, icon at the right end": (QRect(1250, 776, 22, 22), SCREEN, BELOW, QPoint(912, 366)),
    "panel below, icon at the left end": (QRect(2, 776, 22, 22), SCREEN, BELOW, QPoint(8, 366)),
    "panel above": (QRect(600, 2, 22, 22), SCREEN, ABOVE, QPoint(430, 34)),
    "panel at the left": (QRect(10, 760, 40, 22), SCREEN, LEFT, QPoint(68, 392)),
    "panel at the right": (QRect(1230, 100, 40, 22), SCREEN, RIGHT, QPoint(852, 8)),
    "panel that hides itself, below": (QRect(1250, 776, 22, 22), SCREEN, SCREEN, QPoint(912, 368)),
    "panel that hides itself, above": (QRect(600, 2, 22, 22), SCREEN, SCREEN, QPoint(430, 32)),
    "two panels, icon in the upper one": (
        QRect(1100, 2, 22, 22), SCREEN, QRect(0, 26, 1280, 700), QPoint(912, 34)),
    "two panels, icon in the lower one": (
        QRect(1100, 776, 22, 22), SCREEN, QRect(0, 26, 1280, 700), QPoint(912, 318)),
    "second screen, above the first": (
        QRect(2000, 850, 22, 22), SECOND, QRect(1280, -200, 1920, 1040), QPoint(1830, 432)),
    "screen at the left of the first": (
        QRect(-40, 1055, 22, 22), NEGATIVE, QRect(-1920, 0, 1920, 1050), QPoint(-368, 642)),
    "nobody knows, panel below": (None, SCREEN, BELOW, QPoint(912, 366)),
    "nobody knows, panel above": (None, SCREEN, ABOVE, QPoint(912, 34)),
    "nobody knows, panel at the left": (None, SCREEN, LEFT, QPoint(68, 392)),
    "nobody knows, panel at the right": (None, SCREEN, RIGHT, QPoint(852, 392)),
    "nobody knows, no panel": (None, SCREEN, SCREEN, QPoint(912, 392)),
    "nobody knows, second screen": (None, SECOND, SECOND, QPoint(2832, 472)),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_it_is_beside_the_icon(name: str) -> None:
    anchor, screen, available, expected = TABLE[name]
    assert place(anchor, SIZE, Area(screen, available)) == QRect(expected, SIZE)


HIGH = QSize(382, 602)
SMALL = QRect(0, 0, 1024, 600)
ICONS = {
    "small screen, panel below": (QRect(900, 578, 22, 22), Area(SMALL, QRect(0, 0, 1024, 574))),
    "small screen, panel that hides itself": (QRect(900, 576, 22, 22), Area(SMALL, SMALL)),
    "panel that hides itself, above": (QRect(900, 2, 22, 22), Area(SCREEN, SCREEN)),
    "icon higher than its panel": (QRect(900, 760, 40, 40), Area(SCREEN, BELOW)),
    "icon in the middle of a screen": (QRect(640, 400, 22, 22), Area(SCREEN, SCREEN)),
    "icon in the middle of a small screen": (QRect(500, 300, 22, 22), Area(SMALL, SMALL)),
    "flyout of the taskbar": (QRect(1000, 690, 1, 1), Area(SCREEN, BELOW)),
    "tall screen beside": (
        QRect(1400, 1250, 22, 22), Area(QRect(1280, -700, 1080, 2000), QRect(1280, -700, 1080, 1940))),
    "scale of two": (QRect(700, 380, 16, 16), Area(QRect(0, 0, 720, 400), QRect(0, 0, 720, 376))),
}  # fmt: skip


@pytest.mark.parametrize("name", ICONS)
def test_it_never_covers_its_icon_and_gives_way_in_height(name: str) -> None:
    icon, area = ICONS[name]
    shown = place(icon, HIGH, area)
    assert not shown.intersects(icon)
    assert area.available.contains(shown)
    assert shown.width() == HIGH.width()
    assert 200 < shown.height() <= HIGH.height()


def test_a_screen_that_is_too_small_shows_the_beginning() -> None:
    tiny = QRect(0, 0, 300, 200)
    assert place(QRect(280, 180, 16, 16), SIZE, Area(tiny, tiny)).topLeft() == QPoint(MARGIN, MARGIN)


@pytest.mark.parametrize(
    ("available", "edge"),
    [(BELOW, Edge.BOTTOM), (ABOVE, Edge.TOP), (LEFT, Edge.LEFT), (RIGHT, Edge.RIGHT)],
)
def test_the_panel_is_found_by_the_reserved_space(available: QRect, edge: Edge) -> None:
    assert panel_edge(None, Area(SCREEN, available)) is edge


def test_it_is_always_on_the_screen_and_never_on_the_icon(seed: int) -> None:
    """Any screen, panels at any edges, and an icon anywhere on the screen, of any size."""
    chance = random.Random(seed)  # noqa: S311 - a seed that can be given again
    for _ in range(2000):
        screen = QRect(chance.randrange(-3000, 3000), chance.randrange(-2000, 2000),
                       chance.randrange(800, 4000), chance.randrange(500, 2200))  # fmt: skip
        insets = [chance.choice((0, 0, 26, 48)) for _ in range(4)]
        area = Area(screen, screen.adjusted(insets[0], insets[1], -insets[2], -insets[3]))
        side = chance.choice((1, 16, 22, 48))
        icon = QRect(chance.randrange(screen.left(), screen.right() - side),
                     chance.randrange(screen.top(), screen.bottom() - side), side, side)  # fmt: skip
        shown = place(icon, HIGH, area)
        assert area.available.contains(shown), (area, icon, shown)
        assert not shown.intersects(icon), (area, icon, shown)
        assert shown.width() == HIGH.width()


def strut(**sides: int) -> Strut:
    return Strut(**(dict.fromkeys(Strut._fields, 0) | sides))


FIRST, RIGHT_ONE = QRect(0, 0, 1280, 800), QRect(1280, 0, 1920, 1080)
STRUTS = {
    "panel above, on the left of two": (
        strut(top=26, top_from=0, top_to=1279), (3200, 1080),
        [(FIRST, 1.0, QRect(0, 26, 1280, 774)), (RIGHT_ONE, 1.0, RIGHT_ONE)]),
    "panel below, on the lower of two": (
        strut(bottom=26, bottom_from=1280, bottom_to=3199), (3200, 1080),
        [(FIRST, 1.0, FIRST), (RIGHT_ONE, 1.0, QRect(1280, 0, 1920, 1054))]),
    "panel below, on the higher of two, whose strut reaches from the bottom of all": (
        strut(bottom=306, bottom_from=0, bottom_to=1279), (3200, 1080),
        [(FIRST, 1.0, QRect(0, 0, 1280, 774)), (RIGHT_ONE, 1.0, RIGHT_ONE)]),
    "panel at the right of all": (
        strut(right=60, right_from=0, right_to=1079), (3200, 1080),
        [(FIRST, 1.0, FIRST), (RIGHT_ONE, 1.0, QRect(1280, 0, 1860, 1080))]),
    "panel between the two": (
        strut(left=1320, left_from=0, left_to=1079), (3200, 1080),
        [(FIRST, 1.0, FIRST), (RIGHT_ONE, 1.0, QRect(1320, 0, 1880, 1080))]),
    "panel below on a screen at 2x": (
        strut(bottom=53, bottom_from=1280, bottom_to=3199), (3200, 1080),
        [(QRect(1280, 0, 960, 540), 2.0, QRect(1280, 0, 960, 513))]),
}  # fmt: skip


@pytest.mark.parametrize("name", STRUTS)
def test_the_panels_of_several_screens_are_read_from_their_struts(name: str) -> None:
    reserves, root, expected = STRUTS[name]
    for screen, ratio, available in expected:
        assert available_on_x11(screen, ratio, Reserved(root, (reserves,))) == available


def test_the_work_area_of_a_screen_is_the_one_inside_it() -> None:
    reserved = Reserved((3200, 1080), (), ((0, 27, 1280, 773), (1280, 0, 1920, 1080)))
    assert available_on_x11(FIRST, 1.0, reserved) == QRect(0, 27, 1280, 773)
    assert available_on_x11(RIGHT_ONE, 1.0, reserved) == RIGHT_ONE


@pytest.mark.parametrize(
    ("place_", "area", "can_be"),
    [
        (QRect(1148, 768, 24, 24), Area(SCREEN, BELOW), True),
        (QRect(0, 0, 24, 24), Area(SCREEN, BELOW), False),
        (QRect(600, 300, 24, 24), Area(SCREEN, BELOW), False),
        (QRect(0, 0, 24, 24), Area(SCREEN, SCREEN), False),
        (QRect(1148, 774, 24, 24), Area(SCREEN, SCREEN), True),
        (QRect(600, 300, 24, 24), Area(SCREEN, SCREEN), False),
    ],
)
def test_an_icon_is_believed_only_where_a_panel_can_be(place_: QRect, area: Area, can_be: bool) -> None:
    assert is_in_panel(place_, area) is can_be


def test_the_tray_is_on_the_screen_that_has_a_panel() -> None:
    bare, with_panel = Area(RIGHT_ONE, RIGHT_ONE), Area(FIRST, ABOVE)
    assert tray_area(QPoint(2000, 500), [bare, with_panel]) is with_panel
    assert tray_area(QPoint(2000, 500), [with_panel, bare]) is with_panel
    other = Area(RIGHT_ONE, RIGHT_ONE.adjusted(0, 0, 0, -30))
    assert tray_area(QPoint(2000, 500), [with_panel, other]) is other, "where the person is"
    assert tray_area(QPoint(2000, 500), [Area(FIRST, FIRST), bare]) is bare
    assert not is_near_edge(QPoint(2000, 500), RIGHT_ONE)
