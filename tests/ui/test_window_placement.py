"""Placement of the popover: panels at all edges, several screens, and icons whose place is unknown."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt

from demitasse.ui.popover.placement import MARGIN, panel_edge, place

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
    "panel that hides itself, below": (QRect(1250, 776, 22, 22), SCREEN, SCREEN, QPoint(912, 392)),
    "panel that hides itself, above": (QRect(600, 2, 22, 22), SCREEN, SCREEN, QPoint(430, 8)),
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
    assert place(anchor, SIZE, screen, available) == expected


def test_a_screen_that_is_too_small_shows_the_beginning() -> None:
    tiny = QRect(0, 0, 300, 200)
    assert place(QRect(280, 180, 16, 16), SIZE, tiny, tiny) == QPoint(MARGIN, MARGIN)


@pytest.mark.parametrize(
    ("available", "edge"),
    [(BELOW, Qt.Edge.BottomEdge), (ABOVE, Qt.Edge.TopEdge), (LEFT, Qt.Edge.LeftEdge), (RIGHT, Qt.Edge.RightEdge)],
)
def test_the_panel_is_found_by_the_reserved_space(available: QRect, edge: Qt.Edge) -> None:
    assert panel_edge(None, SCREEN, available) is edge


def test_it_is_always_on_the_screen_and_never_on_the_icon(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seed that can be given again
    for _ in range(500):
        screen = QRect(chance.randrange(-3000, 3000), chance.randrange(-2000, 2000),
                       chance.randrange(800, 4000), chance.randrange(700, 2200))  # fmt: skip
        insets = [chance.choice((0, 0, 26, 48)) for _ in range(4)]
        available = screen.adjusted(insets[0], insets[1], -insets[2], -insets[3])
        strips = [strip for strip in (
            QRect(screen.left(), screen.top(), insets[0], screen.height()),
            QRect(screen.left(), screen.top(), screen.width(), insets[1]),
            QRect(available.right() + 1, screen.top(), insets[2], screen.height()),
            QRect(screen.left(), available.bottom() + 1, screen.width(), insets[3]),
        ) if not strip.isEmpty()]  # fmt: skip
        strip = chance.choice(strips) if strips else screen
        icon = QRect(chance.randrange(strip.left(), strip.right()), chance.randrange(strip.top(), strip.bottom()), 1, 1)
        shown = QRect(place(icon, SIZE, screen, available), SIZE)
        assert available.contains(shown), (screen, available, icon, shown)
        assert not strips or not shown.intersects(icon), (screen, available, icon, shown)
