"""Plates of the window itself: its edges on three kinds of desktop, the snackbars, and the contrast of the colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import QWidget

from demitasse.ui.pages.message import Message, Offer
from demitasse.ui.popover.snackbar import Snackbar
from demitasse.ui.popover.window_frame import Corner, Grip, Look, paint_around
from demitasse.ui.text.wording import translate
from demitasse.ui.tray.placement import Edge
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.theme import Role
from tests.ui.stage import Stage
from tests.ui.test_theme import EDGES, TEXT

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_AROUND = QMargins(44, 44, 44, 44)
_LOW = 320
_ROW, _NAME, _FIGURE = 24, 84, 39


class _Desktop(QWidget):
    """The popover, as high as in the pictures, in the frame that its window has."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        stage = Stage()
        stage.a_day()
        self._look = look
        self._popover = stage.popover()
        self._popover.day.setFocus()
        self._popover.setParent(self)
        self._box = QRect(_AROUND.left(), _AROUND.top(), theme.WIDTH + 2, _LOW)
        self._popover.setGeometry(self._box.adjusted(1, 1, -1, -1))
        self._popover.show()
        for corner in Qt.Corner if look is Look.ROUNDED else ():
            Corner(self, corner).place(self._box)
        if look is Look.ROUNDED:
            self._grip = Grip(self)
            self._grip.place(self._box, Edge.TOP)
            self._grip._over = True
        self.show()

    def sizeHint(self) -> QSize:
        return self._box.marginsAdded(_AROUND).size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting.painter_for(self) as painter:
            paint_around(painter, self, self._box, self._look)


def window_composited() -> QWidget:
    """Where the desktop composites: round corners, a shadow, and the grip under the pointer (picture 54)."""
    return _Desktop(Look.ROUNDED)


def window_square() -> QWidget:
    """Where it does not (picture 55)."""
    return _Desktop(Look.SQUARE)


def window_free() -> QWidget:
    """Without a tray, inside the frame of the desktop (picture 56)."""
    return _Desktop(Look.FREE)


def _nothing() -> None:
    """Do nothing: a picture is not pressed."""


def snackbars() -> QWidget:
    """What they say and offer (picture 13)."""
    undo = Offer(translate("WindowUndo", "Undo"), _nothing)
    redo = Offer(translate("WindowUndo", "Redo"), _nothing)
    pair, time = "Website relaunch · Coding", "1:24"
    said = [
        Message(translate("Text", "Deleted {pair}").format(pair="Internal · Meeting"), (undo,)),
        Message(translate("WindowUndo", "Undone: {what}").format(what=translate("Actions", "delete")), (redo,)),
        Message(translate("WindowUndo", "Redone: {what}").format(what=translate("Actions", "delete")), (undo,)),
        Message(translate("Text", "Stopped {pair}, {time}").format(pair=pair, time=time), (undo,)),
        Message(translate("WindowUndo", "Nothing to undo")),
    ]
    plate = QWidget()
    plate.setFixedSize(theme.WIDTH, 62 * len(said) + 8)
    for number, message in enumerate(said, start=1):
        bar = Snackbar(plate)
        bar.say(message)
        bar.place(62 * number + 4)
    plate.show()
    return plate


class _Contrast(QWidget):
    """Each colour with its ratio on the grounds that it meets."""

    def sizeHint(self) -> QSize:
        return QSize(theme.WIDTH, _ROW * (len(TEXT) + len(EDGES)) + 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            for line, (ink, grounds) in enumerate([*TEXT.items(), *EDGES.items()]):
                top = 8 + line * _ROW
                name = QRectF(12, top, _NAME, _ROW)
                painting.text_line(painter, name, ink, theme.role_font(Role.SMALL), colors.text)
                for place, ground in enumerate(grounds):
                    box = QRect(12 + _NAME + place * _FIGURE, top + 2, _FIGURE - 4, _ROW - 4)
                    painting.rounded_box(painter, box, getattr(colors, ground), colors.line, 4)
                    ratio = theme.contrast(getattr(colors, ink), getattr(colors, ground))
                    inside = QRectF(box).adjusted(8, 0, 0, 0)
                    painting.text_line(painter, inside, f"{ratio:.1f}", theme.role_font(Role.KEY), getattr(colors, ink))


def contrast() -> QWidget:
    """All pairs of colours, computed (picture 60)."""
    plate = _Contrast()
    plate.show()
    return plate


FRAME = (window_composited, window_square, window_free, snackbars, contrast)
