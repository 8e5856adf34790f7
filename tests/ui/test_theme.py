"""The colours: every pair that meets on the screen has enough contrast, in all four schemes (picture 60)."""

from __future__ import annotations

import colorsys

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from demitasse.domain.entries import Project
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.theme import Tokens
from tests.ui.stage import CATALOG, Stage

TEXT = {
    "text": ("bg", "surface", "raised", "accent_soft", "track", "danger_soft", "warn_soft"),
    "muted": ("bg", "surface", "raised", "accent_soft"),
    "faint": ("bg", "surface", "raised", "accent_soft"),
    "accent": ("bg", "surface", "raised", "accent_soft"),
    "ok": ("bg", "surface", "raised"),
    "warn": ("bg", "surface", "raised", "warn_soft"),
    "danger": ("bg", "surface", "raised", "danger_soft"),
    "on_accent": ("accent",),
    "on_danger": ("danger",),
    "snack_text": ("snack",),
    "snack_act": ("snack",),
}
"""What is written, and on what."""
EDGES = {
    "border": ("bg", "surface", "raised"),
    "focus": ("bg", "surface", "raised", "accent_soft", "danger_soft"),
    "danger": ("bg", "surface"),
}
_SEPARATING = {"line"}
_GROUNDS = ("bg", "surface", "raised", "accent_soft")
_NORMAL = {"light": theme.LIGHT, "dark": theme.DARK}
_STRONG = {"light, strong": theme.LIGHT_STRONG, "dark, strong": theme.DARK_STRONG}
_ALL = _NORMAL | _STRONG


def _too_weak(tokens: Tokens, pairs: dict[str, tuple[str, ...]], least: float) -> list[str]:
    return [
        f"{ink} on {ground}: {found:.2f}"
        for ink, grounds in pairs.items()
        for ground in grounds
        if (found := theme.contrast(getattr(tokens, ink), getattr(tokens, ground))) < least
    ]


@pytest.mark.parametrize("scheme", _ALL)
def test_text_and_edges_have_enough_contrast_on_every_ground(scheme: str) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11; with high contrast 1.4.6."""
    tokens, strong = _ALL[scheme], scheme in _STRONG
    assert not _too_weak(tokens, TEXT, 7.0 if strong else 4.5)
    assert not _too_weak(tokens, EDGES, 4.5 if strong else 3.0)
    pairs = TEXT | EDGES
    known = {*pairs, *_SEPARATING, *(ground for grounds in pairs.values() for ground in grounds)}
    assert known == set(Tokens._fields), "a colour that was not measured"


@pytest.mark.parametrize("scheme", _STRONG)
def test_high_contrast_draws_every_line_as_strong_as_a_border(scheme: str) -> None:
    assert _STRONG[scheme].line == _STRONG[scheme].border


@pytest.mark.parametrize("scheme", _NORMAL)
@pytest.mark.parametrize(("ink", "fill"), [("on_accent", "accent"), ("on_danger", "danger")])
def test_a_filled_button_stays_legible_under_the_pointer(scheme: str, ink: str, fill: str) -> None:
    tokens = _NORMAL[scheme]
    for strength in (100, theme.HOVERED, theme.PRESSED):
        shown = tokens.color(fill).darker(strength).name()
        assert theme.contrast(getattr(tokens, ink), shown) >= 4.5, strength


def _many_colors() -> list[str]:
    """Colours of the whole circle from black to white, and what is none."""
    steps = [part / 6 for part in range(7)]
    made = [colorsys.hls_to_rgb(hue, light, sat) for hue in steps for light in steps for sat in (0, 0.5, 1)]
    names = {QColor.fromRgbF(*parts).name() for parts in made}
    return sorted(names | {tokens.accent_soft for tokens in _ALL.values()} | {"", "not a colour"})


@pytest.mark.parametrize("scheme", _ALL)
def test_every_project_is_visible_on_every_ground(scheme: str) -> None:
    """Its dot and its bar have one colour, at 3:1 where it is weakest, and its own where that is strong enough."""
    tokens = _ALL[scheme]
    for color in _many_colors():
        shown = theme.project_color(color, tokens).name()
        assert theme.contrast(shown, tokens.accent_soft) >= 3.0, color
        assert all(theme.contrast(shown, getattr(tokens, ground)) >= 3.0 for ground in _GROUNDS), color
        if QColor(color).isValid() and theme.contrast(color, tokens.accent_soft) >= 3.0:
            assert shown == color.lower()


def test_a_weak_project_colour_is_mixed_with_text_in_small_steps() -> None:
    assert theme.project_color("#D98E04", theme.LIGHT) == theme.mixed(QColor("#D98E04"), QColor("#211C18"), 24)
    assert theme.mixed(QColor("#000000"), QColor("#FFFFFF"), 50).name() == "#808080"


def test_a_hatch_has_lines_of_the_colour_at_45_degrees() -> None:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        painter.fillRect(QRect(0, 0, 60, 60), painting.hatched(QColor("#C2185B"), theme.LIGHT))
    rows = [[image.pixelColor(x, y).name() for x in range(60)] for y in range(60)]
    ground = theme.mixed(QColor("#C2185B"), QColor(theme.LIGHT.surface), 55).name()
    assert {"#c2185b", ground} <= {color for row in rows for color in row}
    assert all(rows[y][1:] == rows[y + 1][:-1] for y in range(59)), "each row is the one above, one pixel to the left"
    share = sum(row.count("#c2185b") for row in rows) / 3600
    assert 0.3 < share < 0.5, "two pixels of five"


def test_contrast_is_computed_as_wcag_does() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_weak_project_colours_are_seen_in_the_list(stage: Stage, app: QApplication, scheme: str) -> None:
    """Measured on pixels: the dot of each row on its ground, also of the running one."""
    weak = ["#FFFF00", "#FFFFFF", "#262220", "#D98E04", "#000000"]
    projects = tuple(Project(number, f"Project {number}", None, color) for number, color in enumerate(weak, start=1))
    with stage.store.transaction():
        stage.store.catalog.replace(CATALOG._replace(projects=projects, pairs=tuple((one.id, 1) for one in projects)))
    for project in projects[1:]:
        stage.entry(project.id, 1, 60)
    stage.running(1, 1, 3600)
    theme.apply(app, scheme)
    try:
        popover = stage.popover()
        QApplication.processEvents()
        image = popover.grab().toImage()
    finally:
        theme.apply(app, "light")
    for row in range(len(weak)):
        dot, ground = (image.pixelColor(x, 258 + 52 * row + 17).name() for x in (21, 9))
        assert dot != ground, f"row {row} has no dot where it is expected"
        assert theme.contrast(dot, ground) >= 3.0, row
