"""The base of lists whose lines paint themselves: it scrolls, and knows where the lines and their buttons are."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from demitasse.ui.widgets.entry_lines import Key, Line
from demitasse.ui.widgets.scroll import OverlayBar

STEP_PX = 52


class Spot(NamedTuple):
    """A line, and one of its buttons; -1 is the line itself."""

    place: int
    button: int = -1


class PaintedList(QWidget):
    """Lines of given heights below one another; the scroll bar lies over them, so that it moves nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._current = Spot(0)
        self._tops = [0]
        self._below_px = 0
        self._bar = OverlayBar(self)
        self._bar.setSingleStep(STEP_PX)
        self._bar.valueChanged.connect(self._on_scrolled)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_heights(self, heights: Sequence[int]) -> None:
        """Have lines of these heights; the place that is shown stays."""
        self._tops = [0, *accumulate(heights)]
        self._set_range()

    def set_room_below(self, px: int) -> None:
        """Let the list scroll further by `px`, so that nothing stays behind what covers its end."""
        self._below_px = px
        self._set_range()

    def rect_of(self, place: int) -> QRectF:
        """Return where a line is, in coordinates of the list; it may be scrolled out of view."""
        top, bottom = self._tops[place], self._tops[place + 1]
        return QRectF(0, top - self._bar.value(), self.width(), bottom - top)

    def place_at(self, y: int) -> int | None:
        """Return the place of the line at a height of the list."""
        place = bisect_right(self._tops, y + self._bar.value()) - 1
        return place if 0 <= place < len(self._tops) - 1 and 0 <= y < self.height() else None

    def visible_places(self) -> range:
        """Return the places of the lines that show, also in part."""
        top = self._bar.value()
        first = max(0, bisect_right(self._tops, top) - 1)
        return range(first, min(len(self._tops) - 1, bisect_right(self._tops, top + self.height() - 1)))

    def scroll_to(self, place: int) -> None:
        """Scroll as little as needed to show the whole line."""
        top, bottom, height = self._tops[place], self._tops[place + 1], self.height() - self._below_px
        if top < self._bar.value():
            self._bar.setValue(top)
        elif bottom > self._bar.value() + height:
            self._bar.setValue(bottom - height)

    def scrolled(self) -> None:
        """Find out what is under the pointer now: the lines have moved."""

    def _set_range(self) -> None:
        self._bar.setPageStep(max(1, self.height()))
        self._bar.setRange(0, max(0, self._tops[-1] + self._below_px - self.height()))

    @Slot()
    def _on_scrolled(self) -> None:
        self.scrolled()
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._bar.follow(self)
        self._set_range()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, also while the pointer is not on the bar."""
        QApplication.sendEvent(self._bar, event)

    def lines(self) -> list[Line]:
        """Return the lines in the order of the list."""
        return self._lines

    def current_line(self) -> Line | None:
        """Return the line that the keyboard acts on."""
        return self._lines[self._current.place] if self._lines else None

    def current_place(self) -> int:
        """Return the place of that line."""
        return self._current.place

    def place_of(self, key: Key) -> int | None:
        """Return the place of an entry or gap, if it is listed."""
        keys = [line.key for line in self._lines]
        return keys.index(key) if key in keys else None

    def line_rect(self, place: int) -> QRect:
        """Return where a line is, in coordinates of the list."""
        return self.rect_of(place).toRect()

    def button_rect(self, place: int, button: int) -> QRect:
        """Return where a button of a line is."""
        return self._lines[place].button_rect(self, self.rect_of(place), button).toRect()

    def spot_at(self, point: QPoint) -> Spot | None:
        """Return the line and the button at a point of the list."""
        place = self.place_at(point.y())
        if place is None or not self.rect().contains(point):
            return None
        buttons = range(len(self._lines[place].buttons))
        return Spot(place, next((one for one in buttons if self.button_rect(place, one).contains(point)), -1))

    def focus_line(self, line: Line) -> None:
        """Make a line the current one, and take the focus."""
        raise NotImplementedError

    def do_action(self, line: Line, word: str) -> None:
        """Do what a line offers, unless it has left the list meanwhile."""
        raise NotImplementedError
