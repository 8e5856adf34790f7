"""Key caps with a word behind each: what may be pressed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy

from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.labels import Drawn
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_GAP = 8


class KeyCaps(Drawn):
    """A row of (key, what it does)."""

    def __init__(self, *keys: tuple[str, str]) -> None:
        """Show `keys`."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.say(*keys)

    def say(self, *keys: tuple[str, str]) -> None:
        """Show other keys."""
        self._keys = keys
        self.setAccessibleName(", ".join(f"{key} {word}" for key, word in keys))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as all caps and words."""
        return QSize(sum(self._cap(key) + self._word(word) + _GAP for key, word in self._keys) - _GAP + 1, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        left = 0
        for key, word in self._keys:
            cap = painting.mirrored(self, QRectF(left, 1, self._cap(key), 18))
            painting.box(painter, cap.toRect(), colors.surface, colors.line, 4)
            inside = cap.adjusted(4, 0, 0, -1)
            painting.line(painter, inside, key, theme.of(Role.KEY), colors.muted)
            left += self._cap(key)
            if word:
                rect = painting.mirrored(self, QRectF(left + 4, 0, self._word(word), 20))
                painting.line(painter, rect, word, theme.of(Role.SMALL), colors.muted)
            left += self._word(word) + _GAP
        painter.end()

    def _cap(self, key: str) -> int:
        return QFontMetrics(theme.of(Role.KEY)).horizontalAdvance(key) + 9

    def _word(self, word: str) -> int:
        return QFontMetrics(theme.of(Role.SMALL)).horizontalAdvance(word) + 6 if word else 0
