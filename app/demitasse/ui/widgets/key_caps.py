"""Key caps with a label behind each, as hints for shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QSizePolicy

from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.labels import PaintedLabel
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_GAP = 8


class KeyCaps(PaintedLabel):
    """A row of (key, label) pairs."""

    def __init__(self, *keys: tuple[str, str]) -> None:
        """Show `keys`."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_keys(*keys)

    def set_keys(self, *keys: tuple[str, str]) -> None:
        """Show other keys."""
        self._keys = keys
        self.setAccessibleName(", ".join(f"{key} {word}" for key, word in keys))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The width of all caps and labels."""
        return QSize(sum(self._cap(key) + self._word(word) + _GAP for key, word in self._keys) - _GAP + 1, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the caps and labels."""
        colors = theme.tokens(self)
        painter = painting.painter_for(self)
        left = 0
        for key, word in self._keys:
            cap = painting.mirrored(self, QRectF(left, 1, self._cap(key), 18))
            painting.rounded_box(painter, cap.toRect(), colors.surface, colors.line, 4)
            inside = cap.adjusted(4, 0, 0, -1)
            painting.text_line(painter, inside, key, theme.role_font(Role.KEY), colors.muted)
            left += self._cap(key)
            if word:
                rect = painting.mirrored(self, QRectF(left + 4, 0, self._word(word), 20))
                painting.text_line(painter, rect, word, theme.role_font(Role.SMALL), colors.muted)
            left += self._word(word) + _GAP
        painter.end()

    def _cap(self, key: str) -> int:
        return QFontMetrics(theme.role_font(Role.KEY)).horizontalAdvance(key) + 9

    def _word(self, word: str) -> int:
        return QFontMetrics(theme.role_font(Role.SMALL)).horizontalAdvance(word) + 6 if word else 0
