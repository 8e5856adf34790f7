"""Golden pictures: how they are taken, stored and compared.

All use one font of a Debian package (fonts-dejavu-core), so that they are the same on every machine. They are compared
in blocks of 4 x 4 pixels: different hinting of the same letters changes few blocks, a widget that moved or changed its
colour changes many.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QFont, QFontDatabase, QImage

from bootstrap import FONT
from demitasse.ui.widgets import focus, theme
from tests.screenshots.scenes import SCENES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

FOLDER = Path(__file__).parent / "golden"
NAMES = (
    "running", "stopped", "hovered", "offline", "empty", "rejected", "paused", "undo", "long_text", "day_over",
    "day_rows", "day_before", "day_elsewhere", "line_start", "line_overlap", "line_wrong", "line_list", "line_details",
    "line_change", "line_switch", "clock", "week", "month", "report", "report_menu", "editor", "editor_wrong",
    "editor_overlap", "split", "locked", "picker", "close_gap", "close_overlap", "close_end", "away", "forgotten",
    "decision", "decision_rejected", "activity", "import_plan", "sign_in", "sign_in_no_keyring", "first_sync",
    "settings", "settings_shortcuts", "sign_out", "accounts", "doctor", "keys", "about",
)  # fmt: skip
SCHEMES = ("light", "dark")
_BLOCK = 4
_NOTICED = 20
"""A block has changed if a channel of its mean colour (0 to 255) differs by more than this."""
AWAY = (790, 790)
"""Where the pointer rests: on the screen, and over no window."""
MOST = 0.001
"""The share of blocks that may have changed."""


@contextmanager
def fixed_font(
    app: QApplication, hinting: QFont.HintingPreference = QFont.HintingPreference.PreferNoHinting
) -> Iterator[None]:
    """Use DejaVu Sans for all text inside the block."""
    before = app.font()
    number = QFontDatabase.addApplicationFont(str(FONT))
    font = QFont(QFontDatabase.applicationFontFamilies(number)[0])
    font.setPixelSize(13)
    font.setHintingPreference(hinting)
    app.setFont(font)
    app.setCursorFlashTime(0)
    yield
    app.setFont(before)


def take(app: QApplication, name: str, scheme: str) -> tuple[QImage, Any]:
    """Return the picture of a scene and its popover."""
    theme.apply(app, scheme, strong=False)
    focus.show(shown=False)  # whatever was pressed before
    QCursor.setPos(*AWAY)
    popover = SCENES[name]()
    for _ in range(3):
        popover.resize(popover.sizeHint())
        app.processEvents()
    return popover.grab().toImage().convertToFormat(QImage.Format.Format_RGB32), popover


def file(name: str, scheme: str) -> Path:
    """Return the path of a picture."""
    return FOLDER / f"{name}-{scheme}.png"


def keep(picture: QImage, name: str, scheme: str) -> None:
    """Save a picture as small as possible: 65,536 colours, and quality 0, the strongest compression in Qt."""
    FOLDER.mkdir(exist_ok=True)
    coarse = picture.convertToFormat(QImage.Format.Format_RGB16).convertToFormat(QImage.Format.Format_RGB32)
    coarse.save(str(file(name, scheme)), quality=0)


def changed(one: QImage, other: QImage) -> float:
    """Return the share of blocks that changed, 0.0 to 1.0; 1.0 if the size changed."""
    if one.size() != other.size():
        return 1.0
    pairs = list(zip(_blocks(one), _blocks(other), strict=True))
    return sum(abs(was - now) > _NOTICED for was, now in pairs) / len(pairs)


def _blocks(picture: QImage) -> bytes:
    """Return the mean colours of the blocks, one byte for each channel."""
    small = picture.convertToFormat(QImage.Format.Format_RGB32).scaled(
        picture.width() // _BLOCK,
        picture.height() // _BLOCK,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return bytes(small.constBits())
