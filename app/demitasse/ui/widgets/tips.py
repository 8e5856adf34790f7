"""Tool tips in our frame, below what they explain.

Qt's own tool tips open over the widget, and a screen reader reads them after the name, which they often repeat. Widgets
set theirs with `set_tip` instead of `setToolTip`, and the window shows it.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QHelpEvent,
    QMouseEvent,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.frames import PopupFrame, free_area, place_beside
from demitasse.ui.widgets.shortcuts import native_text
from demitasse.ui.widgets.theme import Role

_TIP, _KEY = "tip", "tip_key"
_WIDEST = 300
_SIDE, _TOP = 11, 7
_POINTER_PX = 20
"""The height of the pointer, which the tip must not touch."""
_SHOWN_MS, _A_LETTER_MS = 10_000, 40
_HIDES = {
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.WindowDeactivate,
    QEvent.Type.ApplicationDeactivate,
}  # fmt: skip


def set_tip(widget: QWidget, words: str, shortcut: str = "") -> None:
    """Explain `widget` to the pointer in plain text, with its shortcut in Qt's notation; an empty text is no tip.

    Screen readers do not read it: what matters to them is in the name or the description.
    """
    widget.setProperty(_TIP, words)
    widget.setProperty(_KEY, native_text(shortcut) if shortcut else "")


def tip_of(widget: QWidget) -> str:
    """Return the tip of `widget`, with its shortcut behind it; mostly empty."""
    return "  ".join(part for part in _parts(widget) if part)


def serve_tips(window: QWidget) -> None:
    """Show the tips of all widgets in `window`."""
    window.installEventFilter(_Server(window))


def show_item_tip(view: QAbstractItemView, event: QHelpEvent) -> bool:
    """Show the tip of the item under the pointer. Call it for a `ToolTip` event of the viewport."""
    index = view.indexAt(event.pos())
    words = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
    if words:
        show_tip(view.viewport(), view.visualRect(index), words, event)
    return bool(words)


def show_tip(widget: QWidget, area: QRect, words: str, event: QHelpEvent, shortcut: str = "") -> None:
    """Show a tip for a part of a widget, `area`. Call it for a `ToolTip` event of the widget."""
    _show(widget, area, words, native_text(shortcut) if shortcut else "", event)


def _show(widget: QWidget, area: QRect, words: str, key: str, event: QHelpEvent) -> None:
    window = widget.window()
    tip = window.findChild(_Tip, options=Qt.FindChildOption.FindDirectChildrenOnly) or _Tip(window)
    tip.explain(widget, words, key, QRect(widget.mapToGlobal(area.topLeft()), area.size()), event.globalPos())


def _parts(widget: QWidget) -> tuple[str, str]:
    return str(widget.property(_TIP) or ""), str(widget.property(_KEY) or "")


class _Server(QObject):
    """Shows a tip when Qt asks a window for one, as no widget inside it has an own answer."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return False
        assert isinstance(watched, QWidget)
        widget: QWidget | None = watched.childAt(event.pos())
        while widget is not None and not _parts(widget)[0]:
            widget = widget.parentWidget() if widget is not watched else None
        if widget is None:
            return False
        _show(widget, widget.rect(), *_parts(widget), event)
        event.accept()
        return True


class _Tip(PopupFrame):
    """The tip of one window, shown for one widget at a time."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.ToolTip)
        self._about: QWidget | None = None
        self._around = QRect()
        self._text = painting.Paragraph("", Role.SMALL, 0)
        self._size = QSize()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(self.hide)

    def explain(self, widget: QWidget, words: str, key: str, around: QRect, pointer: QPoint) -> None:
        """Show `words` below `around` and below the pointer, in global coordinates."""
        self._about, self._around = widget, around
        self._lay_out(words, key)
        at_end = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        anchor = QRect(around)
        if at_end:
            anchor.setRight(pointer.x() + _SIDE)
        else:
            anchor.setLeft(pointer.x() - _SIDE)
        anchor.setBottom(max(around.bottom(), pointer.y() + _POINTER_PX))
        place = place_beside(anchor, self.frame_size(), free_area(around.center()), at_end=at_end)
        self.resize(self.sizeHint())
        self.move(place - QPoint(self.room.left(), self.room.top()))
        self.show()
        self._end.start(_SHOWN_MS + _A_LETTER_MS * len(words))

    def _lay_out(self, words: str, key: str) -> None:
        """Break the words into lines; the key behind them is fainter."""
        behind = QTextLayout.FormatRange()
        behind.start, behind.length, behind.format = len(words), len(key) + 2, QTextCharFormat()
        behind.format.setForeground(theme.tokens(self).color("faint"))
        option = painting.option_for(Qt.AlignmentFlag.AlignLeading, self.layoutDirection())
        whole, room = f"{words}  {key}" if key else words, float(_WIDEST - 2 * _SIDE)
        text = painting.Paragraph(whole, Role.SMALL, room, option, [behind] if key else ())
        # Again in the width that it takes, so that lines from right to left end at the edge.
        self._text = painting.Paragraph(whole, Role.SMALL, int(text.width) + 1, option, [behind] if key else ())
        self._size = QSize(int(text.width) + 1 + 2 * _SIDE, int(text.height) + 2 * _TOP)

    def sizeHint(self) -> QSize:
        return self._size.grownBy(self.room)

    def showEvent(self, _event: QEvent) -> None:
        """Watch for the end while the tip is shown."""
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def hideEvent(self, _event: QEvent) -> None:
        self._end.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide when the pointer leaves what is explained, and on any key, click or scroll."""
        kind = event.type()
        left = watched is self._about and kind in {QEvent.Type.Leave, QEvent.Type.Hide}
        moved = kind is QEvent.Type.MouseMove and isinstance(event, QMouseEvent)
        if moved and not self._around.contains(event.globalPosition().toPoint()):  # type: ignore[attr-defined]
            left = True
        if left or kind in _HIDES:
            self.hide()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with painting.painter_for(self) as painter:
            painter.setPen(theme.tokens(self).color("text"))
            inside = QRectF(self.rect().marginsRemoved(self.room)).adjusted(_SIDE, _TOP, 0, 0)
            self._text.draw(painter, inside, at_top=True)
