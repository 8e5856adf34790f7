"""The ring of the focus around a filled button: outside of it, as it would be hard to see on its colour (design 2)."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from demitasse.ui.widgets import focus, painting, theme

REACH = 4
"""How far the ring reaches out: two pixels of distance, and two of the ring."""
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize}


class OuterRing(QWidget):
    """Exists while the button has the focus. It lies over what is around the button, and clicks fall through."""

    def __init__(self, around: QWidget, radius: float) -> None:
        """`radius` is that of the button's corners."""
        host = _host(around)
        super().__init__(host)
        self._host, self._around, self._radius = host, around, radius
        self._was_shown = focus.is_shown()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for widget in _up_to(around, host):
            widget.installEventFilter(self)
        around.destroyed.connect(self.deleteLater)
        self._place()
        self.show()

    def follow(self) -> None:
        """Repaint if rings are shown now and were not, or the other way round."""
        if self._was_shown is not focus.is_shown():
            self._was_shown = focus.is_shown()
            self.update()

    def remove(self) -> None:
        """Hide and delete it."""
        self.hide()
        self.deleteLater()

    def _place(self) -> None:
        place = QRect(self._around.mapTo(self._host, QPoint(0, 0)), self._around.size())
        self.setGeometry(place.marginsAdded(QMargins(REACH, REACH, REACH, REACH)))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the button."""
        if event.type() in _MOVES:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting.painter_for(self) as painter:
            painting.focus_ring(painter, self.rect(), theme.tokens(self).focus, self._radius + REACH - 1)


def _host(around: QWidget) -> QWidget:
    """Return the nearest widget around it with room for the ring, at most what scrolls or the window."""
    needed = QMargins(REACH, REACH, REACH, REACH)
    host = around
    while (above := host.parentWidget()) is not None and not host.isWindow():
        if isinstance(above.parentWidget(), QAbstractScrollArea) and host is not around:
            return host
        host = above
        if host.rect().contains(QRect(around.mapTo(host, QPoint(0, 0)), around.size()).marginsAdded(needed)):
            return host
    return host


def _up_to(around: QWidget, host: QWidget) -> Iterator[QWidget]:
    widget: QWidget | None = around
    while widget is not None and widget is not host:
        yield widget
        widget = widget.parentWidget()
