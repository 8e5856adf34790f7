"""Colours, fonts and sizes: the tokens of the design, applied to Qt's Fusion style.

Widgets store no colours: they call `tokens(self)` while painting, so that changing the palette changes the scheme.
The scheme is read from the palette itself, because `colorScheme()` is often unknown (desktop 3.2).
"""

from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

# Sizes of the design, section 2 and 3, in device-independent pixels.
EDGE = 1
"""Around the contents of the window."""
WIDTH = 380 - 2 * EDGE
HEIGHT = 600 - 2 * EDGE
LEAST_HEIGHT = 420 - 2 * EDGE
"""The size of the popover, without the edge of its window, and the least height a person can drag it to."""
BAR = 40
"""The first line of every page: the views, or Back and a title."""
HEADER = 136
DAY_BLOCK = 80
FOOTER = 36
"""The fixed parts of the day; a rule is below the first two, and the list takes the room left."""
STRIP = 44
"""What runs, below the bar of week, month and report."""
BUTTON_BAR = 56
"""The last line of a form."""

_NO_COLOR = "#8A8178"
"""The colour of a project without one."""
_VISIBLE = 3.0
HOVERED = 106
PRESSED = 112
"""How much darker a filled button is under the pointer and while it is pressed, for `QColor.darker`."""
_MIX_STEP = 8
"""Percent of the text colour that is added to a project's colour at a time."""


class Tokens(NamedTuple):
    """The colours of one scheme as "#rrggbb", by their names in the design."""

    bg: str
    surface: str
    raised: str
    line: str
    """Separates, and is the edge of buttons."""
    border: str
    """The edge of what can be typed into, chosen or switched."""
    track: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    accent_soft: str
    ok: str
    warn: str
    warn_soft: str
    danger: str
    on_danger: str
    danger_soft: str
    focus: str
    snack: str
    snack_text: str
    snack_act: str

    def color(self, name: str) -> QColor:
        """Return a token as a QColor."""
        return QColor(getattr(self, name))


LIGHT = Tokens(
    bg="#FBF9F7", surface="#FFFFFF", raised="#F3EEE9", line="#E7E0D9", border="#8F847A", track="#E3D9D0",
    text="#211C18", muted="#62584F", faint="#6F645B", accent="#A4531B", on_accent="#FFFFFF", accent_soft="#F6E7DB",
    ok="#256B42", warn="#8F5000", warn_soft="#FBF0DC", danger="#B3261E", on_danger="#FFFFFF", danger_soft="#FBE9E7",
    focus="#1A62D6", snack="#2B2420", snack_text="#F4EFEA", snack_act="#F0B27A",
)  # fmt: skip
DARK = Tokens(
    bg="#1D1A18", surface="#262220", raised="#302B28", line="#3B3531", border="#8F8379", track="#453D38",
    text="#F4EFEA", muted="#B9ADA3", faint="#A3978D", accent="#E5A267", on_accent="#241505", accent_soft="#3D2C1E",
    ok="#7CCB9A", warn="#E9B15A", warn_soft="#3A2E17", danger="#F2928A", on_danger="#2A0806", danger_soft="#43211E",
    focus="#79B0FF", snack="#4A413B", snack_text="#F4EFEA", snack_act="#F0B27A",
)  # fmt: skip

# For desktops that ask for more contrast: text at 7:1 and more, and every line as visible as a border.
LIGHT_STRONG = Tokens(
    bg="#FFFFFF", surface="#FFFFFF", raised="#F0F0F0", line="#595959", border="#595959", track="#D6D6D6",
    text="#000000", muted="#2E2A27", faint="#3D3833", accent="#6B2E05", on_accent="#FFFFFF", accent_soft="#FBE3D0",
    ok="#0F4F2B", warn="#5C3300", warn_soft="#FFF1DC", danger="#8A0F0A", on_danger="#FFFFFF", danger_soft="#FDE5E3",
    focus="#0A3FB0", snack="#000000", snack_text="#FFFFFF", snack_act="#FFC48F",
)  # fmt: skip
DARK_STRONG = Tokens(
    bg="#000000", surface="#000000", raised="#1A1A1A", line="#A6A6A6", border="#A6A6A6", track="#3A3A3A",
    text="#FFFFFF", muted="#E3DCD5", faint="#CFC6BD", accent="#FFC48F", on_accent="#000000", accent_soft="#2B1A0B",
    ok="#9CF0BD", warn="#FFD080", warn_soft="#2E2206", danger="#FFB8B2", on_danger="#000000", danger_soft="#3A0D0A",
    focus="#A8CCFF", snack="#FFFFFF", snack_text="#000000", snack_act="#6B2E05",
)  # fmt: skip
_BY_GROUND = {QColor(tokens.bg).rgb(): tokens for tokens in (LIGHT, DARK, LIGHT_STRONG, DARK_STRONG)}
_MOVING = (
    Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)  # fmt: skip


LINES = {11: 14, 12: 16, 13: 18, 15: 20, 18: 24, 32: 40}
"""The height of a line in pixels for each size of text."""


class Role(Enum):
    """A kind of text: its size in pixels, its weight, and its letter spacing."""

    BODY = (13, QFont.Weight.Normal, 0.0)
    TAB = (13, QFont.Weight.Medium, 0.0)
    STRONG = (13, QFont.Weight.DemiBold, 0.0)
    MARKED = (13, QFont.Weight.Bold, 0.0)
    SMALL = (12, QFont.Weight.Normal, 0.0)
    SMALL_STRONG = (12, QFont.Weight.DemiBold, 0.0)
    TINY = (11, QFont.Weight.DemiBold, 0.0)
    SECTION = (11, QFont.Weight.DemiBold, 0.4)
    KEY = (11, QFont.Weight.Normal, 0.0)
    TITLE = (18, QFont.Weight.DemiBold, 0.0)
    LINE = (15, QFont.Weight.Normal, 0.0)
    QUESTION = (15, QFont.Weight.DemiBold, 0.0)
    CLOCK = (32, QFont.Weight.DemiBold, 0.0)


def tokens(widget: QWidget) -> Tokens:
    """Return the colours in effect for `widget`."""
    window = widget.palette().color(QPalette.ColorRole.Window)
    return _BY_GROUND.get(window.rgb()) or (DARK if is_dark(widget.palette()) else LIGHT)


def is_dark(palette: QPalette) -> bool:
    """Return True if windows of this palette are dark."""
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def font(base: QFont, role: Role) -> QFont:
    """Return `base` in the size and weight of `role`, with digits of equal width.

    A larger text of the desktop makes the whole window larger, not the text alone (`ui.app.qt_app`).
    """
    size, weight, spacing = role.value
    made = QFont(base)
    made.setPixelSize(size)
    made.setWeight(weight)
    if spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def role_font(role: Role) -> QFont:
    """Return the system font in the size and weight of `role`."""
    return _of(QGuiApplication.font().key(), role)


@lru_cache(maxsize=64)
def _of(_desktop: str, role: Role) -> QFont:
    return font(QGuiApplication.font(), role)


def apply(app: QApplication, choice: str, *, strong: bool | None = None) -> None:
    """Apply a scheme to the whole program: "light", "dark", or that of the desktop. Call again after a change.

    `strong` selects the high-contrast colours; None follows the desktop.
    """
    strong = _wants_contrast(app) if strong is None else strong
    tables = (LIGHT_STRONG, DARK_STRONG) if strong else (LIGHT, DARK)
    app.setPalette(palette(tables[_wants_dark(app, choice)]))
    stop_animations(app)


def stop_animations(app: QApplication) -> None:
    """Turn off the animations of Qt's menus, lists and tool tips; the program has none of its own."""
    for effect in _MOVING:
        app.setEffectEnabled(effect, False)  # noqa: FBT003 - Qt's signature


def _wants_contrast(app: QApplication) -> bool:
    """Return whether the desktop asks for more contrast (desktop 3.4)."""
    style = app.styleHints()  # keeps the owner of the returned object alive
    return style.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def on_change(app: QApplication, slot: Callable[[], None]) -> None:
    """Call `slot` whenever the desktop changes its colours or contrast."""
    style = app.styleHints()
    for changed in (style.colorSchemeChanged, style.accessibility().contrastPreferenceChanged):
        changed.connect(slot)


def _wants_dark(app: QApplication, choice: str) -> bool:
    if choice in {"light", "dark"}:
        return choice == "dark"
    return app.styleHints().colorScheme() is Qt.ColorScheme.Dark


_ROLES = {
    "bg": ("Window",),
    "surface": ("Base", "Button", "ToolTipBase"),
    "raised": ("AlternateBase", "Midlight"),
    "line": ("Mid", "Dark", "Light"),
    "text": ("WindowText", "Text", "ButtonText", "BrightText", "ToolTipText"),
    "muted": ("PlaceholderText",),
    "accent": ("Highlight", "Accent", "Link", "LinkVisited"),
    "on_accent": ("HighlightedText",),
}


def palette(of_tokens: Tokens) -> QPalette:
    """Build the palette of the Fusion style from the tokens."""
    made = QPalette()
    for token, roles in _ROLES.items():
        for role in roles:
            made.setColor(QPalette.ColorRole[role], of_tokens.color(token))
    for role in ("WindowText", "Text", "ButtonText"):
        made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role], of_tokens.color("faint"))
    return made


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1.0 to 21.0 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(name: str) -> float:
    color = QColor(name)
    red, green, blue = (_linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


@lru_cache(maxsize=512)
def project_color(name: str, colors: Tokens) -> QColor:
    """Return the colour of a project, mixed with that of text until it stands out from every ground of `colors`.

    It has a contrast of 3:1 on `accent_soft`, so that a project has one colour in its dots and bars.
    """
    shown = QColor(name)
    if not shown.isValid():
        shown = QColor(_NO_COLOR)
    own, share = shown, 0
    while contrast(shown.name(), colors.accent_soft) < _VISIBLE and share < 100:
        share = min(100, share + _MIX_STEP)
        shown = mixed(own, colors.color("text"), share)
    return shown


def mixed(color: QColor, other: QColor, share: int) -> QColor:
    """Return `color` with `share` percent of `other`."""
    parts = zip(color.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(one + (two - one) * share / 100) for one, two in parts))
