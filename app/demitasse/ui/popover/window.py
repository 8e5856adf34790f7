"""The window around the popover: frameless beside the tray icon, or a normal window where there is no tray.

It closes by itself when it loses the focus. Desktops report focus changes in different orders (desktop 2.5), so the
window is *armed* once it has had the focus, and a loss of focus counts only while it is armed.
"""

from PySide6.QtCore import QElapsedTimer, QEvent, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QHideEvent,
    QIcon,
    QPainter,
    QPaintEvent,
    QPalette,
    QShowEvent,
    QWindow,
)
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from demitasse.desktop import macos, session
from demitasse.desktop.xcb import keep_out_of_task_bar
from demitasse.ui.pages.destinations import SignIn
from demitasse.ui.popover.popover import Popover
from demitasse.ui.tray.placement import MARGIN, place
from demitasse.ui.tray.screens import area_of, is_wayland
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.icons import app_icon

_ARM_MS = 400
"""Arm after this time if the desktop never reports the window as active."""
_SETTLE_MS = 100
"""Ignore a loss of focus that is shorter than this."""
_SAME_CLICK_MS = 300
"""A click on the icon this soon after the popover closed itself is the click that took its focus."""
_ANY_SIZE = QSize(16_777_215, 16_777_215)
"""Qt's QWIDGETSIZE_MAX."""


class PopoverWindow(QWidget):
    """A window that is built once, and then hidden and shown."""

    closed = Signal()
    """The person closed the normal window."""

    def __init__(self, popover: Popover) -> None:
        """Hold `popover`, not shown yet."""
        super().__init__(None)
        self._anchor: QRect | None = None
        self._free = False
        self._free_until_left = False
        self._armed = False
        self._may_map_again = False
        self._since_hidden = QElapsedTimer()  # only since it closed by itself
        self._arm = QTimer(self, singleShot=True, interval=_ARM_MS)
        self._arm.timeout.connect(self._on_arm)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.EDGE, theme.EDGE, theme.EDGE, theme.EDGE)
        self.setWindowTitle("Demitasse")
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)  # macOS hides a Tool of an inactive program
        self.setWindowFlags(_flags(free=False))
        self._hold(popover)

    @property
    def popover(self) -> Popover:
        """The popover in the window."""
        return self._popover

    def hold(self, popover: Popover) -> None:
        """Replace the popover, without a flicker if it is on the screen."""
        before = self._popover
        self.setUpdatesEnabled(False)
        self._layout.removeWidget(before)
        before.hide()
        before.deleteLater()
        self._hold(popover)
        if self.isVisible():
            popover.shown()
            self._fit()
        self.setUpdatesEnabled(True)

    def _hold(self, popover: Popover) -> None:
        self._popover = popover
        self._layout.addWidget(popover)
        popover.close_requested.connect(self._on_close_requested)

    def set_free(self, *, free: bool) -> None:
        """Become a normal window with a title bar (`free`) or a frameless one; a change hides it.

        A normal window in which the person is working becomes a popover when they leave it, and until then it may be
        closed like one, since the tray icon leads back to it.
        """
        self._free_until_left = not free and self._free and self.isVisible() and self.isActiveWindow()
        if free != self._free and not self._free_until_left:
            self.hide()
            self.destroy()  # GNOME never shows a surface that gets another role (desktop 2.2)
            self._free = free
            self.setWindowFlags(_flags(free=free))
            self.setWindowIcon(app_icon() if free else QIcon())

    def toggle(self, anchor: QRect | None) -> None:
        """Open or close on a click on the icon; ignore the click that has already closed it."""
        if self.isVisible() and not self.isMinimized():
            self._close_popover()
        elif not self._since_hidden.isValid() or self._since_hidden.elapsed() > _SAME_CLICK_MS:
            self.open(anchor)

    def open(self, anchor: QRect | None, *, quiet: bool = False) -> None:
        """Show the window on top, beside `anchor`, which is None if the place of the icon is unknown.

        `quiet` leaves the focus where it is, because the person may be typing in another window.
        """
        if self._free_until_left:
            self.set_free(free=False)
        self._anchor = anchor
        self._set_quiet(quiet)
        self._armed, self._may_map_again = False, not quiet and is_wayland()
        if self._may_map_again and self._is_out_of_reach():
            self._unmap()
        if not self.isVisible():
            self._popover.prepare()
        self._fit()
        if QGuiApplication.platformName() == "xcb" and not self._free and not self.isVisible():
            keep_out_of_task_bar(int(self.winId()))
        if self.isMinimized():
            self.showNormal()
        else:
            self.show()
        self.raise_()
        if not quiet:
            macos.activate()
            self.activateWindow()
            session.drop_token()
        self._arm.start()

    def _set_quiet(self, quiet: bool) -> None:  # noqa: FBT001 - as of an attribute
        """Show without the focus, or with it. Qt passes the attribute on to a new native window only (desktop 2.2)."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, quiet)
        native: QWindow | None = self.windowHandle()
        if native is not None:
            native.setProperty("_q_showWithoutActivating", quiet)

    def _is_out_of_reach(self) -> bool:
        """Return whether the compositor would not bring the open window to the front."""
        return self.isMinimized() or (self.isVisible() and not self.isActiveWindow() and not session.has_token())

    def _unmap(self) -> None:
        """Hide and drop the native window: a new one comes to the front where an old one may not (desktop 2.4)."""
        self.hide()
        self.destroy()
        self.setWindowState(Qt.WindowState.WindowNoState)

    def _close_popover(self) -> None:
        if not self._free:
            self.hide()

    def _fit(self) -> None:
        """Set size and position in one step, so that the edge at the panel does not move."""
        area = area_of(self._anchor)
        size = self._wanted(area.available)
        is_placed = not self._free and not is_wayland()
        geometry = place(self._anchor, size, area) if is_placed else QRect(self.pos(), size)
        if is_placed and self._anchor is None and isinstance(self._popover.navigator.destination, SignIn):
            geometry.moveCenter(area.available.center())  # a first start, of which nobody knows the icon yet
        self.setMinimumSize(geometry.size())
        # Mutter takes a maximum for the size with the title bar (desktop 2.2).
        self.setMaximumSize(_ANY_SIZE if self._free and is_wayland() else geometry.size())
        if is_placed:
            self.setGeometry(geometry)
        else:
            self.resize(size)

    def _wanted(self, available: QRect) -> QSize:
        """Return one size for all pages; where the screen has less room, only the lists give way."""
        edge = 2 * theme.EDGE
        most = available.height() - 2 * MARGIN
        return QSize(theme.WIDTH + edge, min(theme.HEIGHT + edge, most))

    def event(self, event: QEvent) -> bool:
        """Arm when the window is activated, and close it when it is deactivated for long enough."""
        if event.type() == QEvent.Type.WindowActivate:
            self._armed = True
            self._settle.stop()
        elif event.type() == QEvent.Type.WindowDeactivate and self._armed:
            self._settle.start()
        return super().event(event)

    @Slot()
    def _on_arm(self) -> None:
        """Arm although no focus was reported: from now on the focus of another window closes this one.

        On Wayland the compositor may not have accepted the token; a new native window gets the focus.
        """
        if self._armed or not self.isVisible():
            return
        if self._may_map_again and not self.isActiveWindow():
            self._may_map_again = False
            self._unmap()
            self._fit()
            self.show()
            self.activateWindow()
            self._arm.start()
            return
        self._armed = True
        if QGuiApplication.focusWindow() is not None and not self.isActiveWindow():
            self._settle.start()

    @Slot()
    def _on_settled(self) -> None:
        busy = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if self.isActiveWindow() or busy is not None:
            return
        if self._free_until_left:
            self.set_free(free=False)
        elif not self._free:
            self._since_hidden.start()
            self.hide()

    @Slot()
    def _on_close_requested(self) -> None:
        if self._free and not self._free_until_left:
            self.showMinimized()
        else:
            self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Start the timers of the popover."""
        super().showEvent(event)
        if not event.spontaneous():
            self._popover.shown()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the timers of the popover."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._arm.stop()
            self._settle.stop()
            self._popover.hidden()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self._free and self.isVisible():
            if self.isMinimized():
                self._popover.hidden()
            else:
                self._popover.shown()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Accept: refusing would delay the end of the desktop session (desktop 2.9)."""
        super().closeEvent(event)
        if self._free and not self._free_until_left and event.spontaneous():
            self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        if not self._free:
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def _flags(*, free: bool) -> Qt.WindowType:
    """Avoid Qt's Popup: Wayland closes it at once. A Tool is a normal window there (desktop 2.2)."""
    if free:
        return Qt.WindowType.Window | Qt.WindowType.WindowMinimizeButtonHint | Qt.WindowType.WindowCloseButtonHint
    if is_wayland():
        return Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint
    return Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
