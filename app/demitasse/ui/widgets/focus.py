"""Whether the focus is shown: after a key that moves it or a shortcut, until the next click.

A person who clicks knows where, and a ring around what was clicked would only be in the way. Text fields show the focus
always (`painting.edge_ring`).
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_SHOWN = "focus_is_shown"
_MOVING = {
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right,
    Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
}  # fmt: skip
_FUNCTION = range(Qt.Key.Key_F1, Qt.Key.Key_F35 + 1)
_MODIFIED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_KEYS = {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}
"""A key of a shortcut comes as the second only."""
_ALONE = {Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_Shift}


def is_shown() -> bool:
    """Return whether widgets draw the ring of the focus."""
    app = QGuiApplication.instance()
    return app is not None and bool(app.property(_SHOWN))


def show(*, shown: bool) -> None:
    """Draw the ring from now on, or draw none."""
    app = QApplication.instance()
    if not isinstance(app, QApplication) or shown == is_shown():
        return
    app.setProperty(_SHOWN, shown)
    focused: QWidget | None = QApplication.focusWidget()
    if focused is not None:
        focused.update()


def is_a_move(event: QKeyEvent) -> bool:
    """Return whether a key moves the focus or is a shortcut, rather than typing."""
    if event.key() in _ALONE:
        return False
    return event.key() in _MOVING or event.key() in _FUNCTION or bool(event.modifiers() & _MODIFIED)


class FocusWatch(QObject):
    """Watches the keys and clicks of a native window, before its widgets handle them."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Show the focus after a key, hide it after a click; pass both on."""
        if event.type() is QEvent.Type.MouseButtonPress:
            show(shown=False)
        elif event.type() in _KEYS and isinstance(event, QKeyEvent) and is_a_move(event):
            show(shown=True)
        return False
