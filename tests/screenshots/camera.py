"""Take pictures of scenes: the popover with the frame of its window."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QLocale, QMargins, QPoint, QRect, Qt, QTranslator
from PySide6.QtGui import QColor, QCursor, QFont, QFontDatabase, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.ui.popover.popover import Popover
from demitasse.ui.popover.window_frame import Look, corner_of, margins_of, paint_around, paint_corner
from demitasse.ui.text import wording
from demitasse.ui.widgets import focus, theme
from tests.screenshots.plates import PLATES
from tests.screenshots.scenes import SCENES
from tests.ui import golden
from tests.ui.pseudo_translation import PseudoTranslator

if TYPE_CHECKING:
    from collections.abc import Callable

_FAMILIES = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans")
_LOCALES = {"en": "en_GB", "de": "de_DE", "pseudo": "en_GB", "rtl": "en_GB"}
_FAR = 100
"""More than any shadow needs."""
_README = {
    "running": ("light", "dark"),
    "line_start": ("light",),
    "week": ("light",),
    "month": ("dark",),
    "close_overlap": ("light",),
}


class Camera:
    """Renders scenes with one QApplication, each scene in a temporary home."""

    def __init__(self) -> None:
        """Start Qt with a fixed font."""
        self.app = QApplication([])
        self.app.setCursorFlashTime(0)
        self.app.setEffectEnabled(Qt.UIEffect.UI_AnimateMenu, False)
        installed = QFontDatabase.families()
        font = QFont(next((name for name in _FAMILIES if name in installed), self.app.font().family()))
        font.setPixelSize(13)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        self.app.setFont(font)
        self._home = Path(os.environ["DEMITASSE_HOME"])
        self._translators: list[QTranslator] = []
        self._number = 0

    def all(self, out: Path, only: str = "") -> int:
        """Render every scene in every theme, language and scale; return the number of pictures."""
        made = 0
        for name, scene in (SCENES | PLATES).items():
            if only in name:
                for language in _LOCALES:
                    for scheme in ("light", "dark"):
                        for ratio in (1, 2):
                            file = out / f"{name}-{scheme}-{language}@{ratio}x.png"
                            self.take(scene, file, scheme, language, ratio)
                            made += 1
        return made

    def readme(self, out: Path) -> int:
        """Render the pictures of the README."""
        made = 0
        for name, schemes in _README.items():
            for scheme in schemes:
                scene, language = name.removesuffix("_de"), "de" if name.endswith("_de") else "en"
                file = out / (f"{scheme}.png" if name == "running" else f"{name}-{scheme}.png")
                self.take(SCENES[scene], file, scheme, language, 2)
                made += 1
        return made

    def renew(self) -> int:
        """Render the golden pictures that tests compare with."""
        with golden.fixed_font(self.app):
            self._speak("en")
            for name in golden.NAMES:
                for scheme in golden.SCHEMES:
                    self._move()
                    picture, popover = golden.take(self.app, name, scheme)
                    golden.keep(picture, name, scheme)
                    popover.hide()
                    popover.deleteLater()
                    self.app.processEvents()
        return len(golden.NAMES) * len(golden.SCHEMES)

    def _move(self) -> None:
        """Give the next scene a temporary home."""
        self._number += 1
        os.environ["DEMITASSE_HOME"] = str(self._home / str(self._number))

    def _speak(self, language: str) -> None:
        """Set the language, which may be a pseudo-language or English from right to left."""
        right = Qt.LayoutDirection.RightToLeft if language == "rtl" else Qt.LayoutDirection.LeftToRight
        QLocale.setDefault(QLocale(_LOCALES[language]))
        for old in self._translators:
            self.app.removeTranslator(old)
        self._translators = wording.install(self.app, QLocale(_LOCALES[language]))
        if language == "pseudo":
            self._translators.append(PseudoTranslator())
            self.app.installTranslator(self._translators[-1])
        self.app.setLayoutDirection(right)

    def take(self, scene: Callable[[], QWidget], file: Path, scheme: str, language: str, ratio: int) -> None:
        """Render one picture."""
        self._move()
        self._speak(language)
        theme.apply(self.app, scheme)
        focus.show(shown=False)
        QCursor.setPos(*golden.AWAY)
        widget = scene()
        for _ in range(3):
            widget.resize(widget.sizeHint())
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        file.parent.mkdir(parents=True, exist_ok=True)
        framed(widget, ratio).save(str(file))
        widget.hide()
        widget.deleteLater()
        self.app.processEvents()


def framed(widget: QWidget, ratio: int) -> QImage:
    """Return `widget` with its menus in the frame of its window where the desktop composites; plates have none."""
    if not isinstance(widget, Popover):
        return _rendered(widget, ratio, "#00000000")
    whole = QRect(QPoint(0, 0), widget.size()).marginsAdded(QMargins(1, 1, 1, 1))
    around = margins_of(Look.ROUNDED, whole, whole.adjusted(-_FAR, -_FAR, _FAR, _FAR))
    box = whole.translated(around.left() - whole.left(), around.top() - whole.top())
    picture = QImage(whole.marginsAdded(around).size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_around(painter, widget, box, Look.ROUNDED)
        inside = box.topLeft() + QPoint(1, 1)
        painter.drawImage(inside, _rendered(widget, ratio, theme.tokens(widget).bg))
        for corner in Qt.Corner:
            paint_corner(painter, widget, box, corner_of(box, corner))
        for popup in widget.findChildren(QWidget):
            if popup.isWindow() and popup.isVisible():
                painter.drawImage(popup.pos() - widget.mapToGlobal(-inside), _rendered(popup, ratio, "#00000000"))
    return picture


def _rendered(widget: QWidget, ratio: int, ground: str) -> QImage:
    picture = QImage(widget.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(ground))
    widget.render(picture)
    return picture
