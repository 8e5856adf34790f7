"""Plates of the window itself: its edges on three kinds of desktop, the snackbars, and the contrast of the colours."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import QWidget

from demitasse.ui.pages.message import Message, Offer
from demitasse.ui.popover.snackbar import Snackbar
from demitasse.ui.popover.window_frame import Corner, Grip, Look, paint_around
from demitasse.ui.text import wording
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
_THURSDAY = date(2026, 11, 26)
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


def _offers(context: str, *words: str) -> tuple[Offer, ...]:
    return tuple(Offer(translate(context, word), _nothing) for word in words)


def snackbars() -> QWidget:
    """What they say and offer (picture 13)."""
    undo, pair, delete = _offers("WindowUndo", "Undo"), "Website relaunch · Coding", translate("Actions", "delete")
    said = (
        (translate("Text", "Deleted {pair}").format(pair="Internal · Meeting"), undo),
        (translate("WindowUndo", "Undone: {what}").format(what=delete), _offers("WindowUndo", "Redo")),
        (translate("WindowUndo", "Redone: {what}").format(what=delete), undo),
        (translate("Text", "Stopped {pair}, {time}").format(pair=pair, time="1:24"), undo),
        (translate("Text", "Switched to {task}").format(task="Design"), _offers("Switch", "Change the entry instead")),
        (translate("Switch", "{task} ran for %n seconds", None, 40).format(task="Coding"),
         _offers("Switch", "Discard", "Keep")),
        (translate("Text", "Added {time} on {day}").format(time="1:30", day=wording.weekday_and_day(_THURSDAY)),
         (*_offers("WindowUndo", "Show"), *undo)),
        (translate("WindowUndo", "Nothing to undo"), ()),
        (translate("ReportPage", "Copied the report"), ()),
        (translate("ReportPage", "Saved {file}").format(file="November 2026.csv"), _offers("ReportPage", "Show file")),
    )  # fmt: skip
    plate = QWidget()
    plate.setFixedWidth(theme.WIDTH)
    below = 8
    for words, offers in said:
        bar = Snackbar(plate)
        bar.say(Message(words, offers))
        bar.place(0)
        below += bar.height() + 10
        bar.place(below - 2)
    plate.setFixedHeight(below + 6)
    plate.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    plate.show()
    plate.setFocus()
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
