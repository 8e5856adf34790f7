"""A notice that stays on top of a list or page: one problem in whole sentences, and one button that helps."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import IconButton, Link
from demitasse.ui.widgets.labels import Label
from demitasse.ui.widgets.theme import Role

_SIDE, _ICON, _ICON_GAP, _EDGE = 16, 14, 8, 8
_LEAST = 44


class _Tone(NamedTuple):
    """The icon of a notice, and the tokens of its words, its icon and its ground."""

    icon: str
    ink: str
    sign: str
    ground: str


_TONES = {
    "danger": _Tone("alert", "danger", "danger", "danger_soft"),
    "warn": _Tone("alert", "warn", "warn", "warn_soft"),
    "info": _Tone("info", "text", "accent", "raised"),
}


class Notice(QWidget):
    """A bar with one problem, wrapped as far as needed, and at most one button. Without words it is hidden."""

    acted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tone = _TONES["danger"]
        self.words = Label("", Role.SMALL, "danger", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.action = Link(role=Role.SMALL_STRONG, height_px=28)
        self.close_button = IconButton("close", self.tr("Close this message"))
        layout = QHBoxLayout(self)
        painting.set_margins(layout, _SIDE + _ICON + _ICON_GAP, _EDGE, _EDGE, _EDGE)
        layout.setSpacing(_ICON_GAP)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.action)
        layout.addWidget(self.close_button)
        self.setMinimumHeight(_LEAST)
        self.action.clicked.connect(self.acted)
        self.close_button.clicked.connect(self.closed)
        self.show_notice("")

    def show_notice(self, words: str, action: str = "", *, tone: str = "danger", closable: bool = False) -> None:
        """Show `words` and a button labelled `action`. `tone` is "danger", "warn" or "info"."""
        self._tone = _TONES[tone]
        self.words.set_color(self._tone.ink)
        self.words.setText(words)
        self.action.setText(action)
        self.action.set_ink(self._tone.sign)
        self.action.setVisible(bool(action))
        self.close_button.setVisible(closable)
        self.setVisible(bool(words))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.fillRect(self.rect(), QColor(getattr(colors, self._tone.ground)))
            if self._tone.ground == "raised":
                painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colors.line))
            sign = QRectF(_SIDE, (self.height() - _ICON) / 2, _ICON, _ICON)
            icons.paint(painter, self._tone.icon, getattr(colors, self._tone.sign), painting.mirrored(self, sign))
