"""How far a longer task is: a bar that fills, and the time that is left."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QProgressBar

from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import painting, theme

MEASURED_MS = 3000
"""How long is measured before the time left is told."""
_BAR_PX = 8
_MINUTE_S = 90


def time_left(passed_ms: int, share: float) -> str:
    """Return how long the rest takes, measured by what is done; empty as long as that says nothing."""
    seconds = round(passed_ms * (1 / share - 1) / 1000) if share and passed_ms >= MEASURED_MS else 0
    if not seconds:
        return ""
    if seconds < _MINUTE_S:
        return translate("FirstSyncPage", "about %n second(s) left", None, seconds)
    return translate("FirstSyncPage", "about %n minute(s) left", None, round(seconds / 60))


class ShareBar(QProgressBar):
    """A bar that fills with the accent colour."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(0, 100)
        self.setTextVisible(False)
        self.setFixedHeight(_BAR_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painting.rounded_box(painter, self.rect(), colors.track, radius=_BAR_PX / 2)
            filled = QRectF(0, 0, self.width() * self.value() / 100, _BAR_PX)
            if self.value():
                rect = painting.mirrored(self, filled).toRect()
                painting.rounded_box(painter, rect, colors.accent, radius=_BAR_PX / 2)
