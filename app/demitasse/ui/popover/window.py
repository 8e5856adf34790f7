"""The window around the popover: frameless beside the tray icon, or a normal window where there is no tray.

It closes by itself when it loses the focus. Desktops report focus changes in different orders (desktop 2.5), so the
window is *armed* once it has had the focus, and a loss of focus counts only while it is armed.
"""

import sys

from PySide6.QtCore import QEvent, QMargins, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QCloseEvent,
    QGuiApplication,
    QHideEvent,
    QIcon,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QVBoxLayout, QWidget

from demitasse.desktop import macos, session
from demitasse.desktop.xcb import keep_out_of_task_bar
from demitasse.ui.pages.destinations import SignIn
from demitasse.ui.popover.popover import Popover
from demitasse.ui.popover.window_frame import (
    Edges,
    Look,
    dragged,
    flags_of,
    look_of,
    margins_of,
    moved_into,
    paint_around,
)
from demitasse.ui.tray.aim import ClosingClick
from demitasse.ui.tray.placement import MARGIN, Area, Edge, panel_edge, place
from demitasse.ui.tray.screens import area_of, is_wayland
from demitasse.ui.widgets import accessible, painting, theme
from demitasse.ui.widgets.focus import FocusWatch
from demitasse.ui.widgets.icons import app_icon
from demitasse.ui.widgets.motion import WindowFade

_ARM_MS = 400
"""Arm after this time if the desktop never reports the window as active."""
_SETTLE_MS = 100
"""Ignore a loss of focus that is shorter than this."""
_COMPOSITOR_MS = 1000
"""How often an open window looks whether the desktop composites windows: X11 tells only the window manager."""
_UNPLACED = 100
"""Room around a window that the desktop places: more than any shadow needs."""
_ANY_SIZE = QSize(16_777_215, 16_777_215)
"""Qt's QWIDGETSIZE_MAX."""


class PopoverWindow(QWidget):
    """A window that is built once, and then hidden and shown."""

    closed = Signal()
    """The person closed the normal window."""
    height_chosen = Signal(int)
    """The person gave the window another height, in device-independent pixels and without its shadow."""

    def __init__(self, popover: Popover, height: int = theme.HEIGHT + 2 * theme.EDGE) -> None:
        """Hold `popover`, not shown yet. `height` is the one that the person chose last."""
        super().__init__(None)
        self._height = self._dragged_from = height
        self._look, self._margins = Look.SQUARE, QMargins()
        self._anchor: QRect | None = None
        self._free = False
        self._free_until_left = False
        self._armed = False
        self._may_map_again = False
        self._had_focus = False
        self._closing_click = ClosingClick()
        self._arm = QTimer(self, singleShot=True, interval=_ARM_MS)
        self._arm.timeout.connect(self._on_arm)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._on_focus_window_changed)
        self._layout = QVBoxLayout(self)
        self._edges = Edges(self)
        self._edges.grip.dragged.connect(self._on_dragged)
        self._edges.grip.dropped.connect(self._on_dropped)
        self._focus_watch = FocusWatch(self)
        self._compositor = QTimer(self, interval=_COMPOSITOR_MS)
        self._compositor.timeout.connect(self._on_compositor_due)
        self.setWindowTitle("Demitasse")
        accessible.install()
        self.setAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)  # macOS hides a Tool of an inactive program
        self._be(free=False)
        self._fade = WindowFade(self)
        self._hold(popover)

    def accessible_object(self) -> QAccessibleInterface:
        """Return what screen readers see: a dialog, which they read when it opens, instead of a frame."""
        return QAccessibleWidget(self, QAccessible.Role.Dialog, self.windowTitle())

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
        self._place_edges()
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
            self._be(free=free)

    def _be(self, *, free: bool) -> None:
        """Take the flags of a native window that is still to be created."""
        self.setWindowFlags(flags_of(free=free))
        self.setWindowIcon(app_icon() if free else QIcon())
        # Painted without a hole, such a window is an ordinary one where nothing composites it.
        translucent = not free and sys.platform == "linux"
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, translucent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground, translucent)

    def toggle(self, anchor: QRect | None) -> None:
        """Open or close on a click on the icon; ignore the click that has already closed it."""
        if self.isVisible() and not self.isMinimized() and not self._fade.is_leaving:
            self._close_popover()
        elif not self._closing_click.is_this():
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
        self._had_focus = False
        if self._may_map_again and self._is_out_of_reach():
            self._unmap()
        if not self.isVisible():
            self._popover.prepare()
        self._fit()
        if QGuiApplication.platformName() == "xcb" and not self._free and not self.isVisible():
            keep_out_of_task_bar(int(self.winId()))
        if self.isMinimized():
            self.showNormal()
        elif self.isVisible():
            self._fade.stay()
        else:
            self._fade.appear(self.show)
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
            self._fade.leave(self.hide)

    @property
    def box(self) -> QRect:
        """The window without its shadow, in the coordinates of the desktop."""
        return self.geometry().marginsRemoved(self._margins)

    def _fit(self) -> None:
        """Set size and position in one step, so that the edge at the panel does not move."""
        area = area_of(self._anchor)
        self._look = look_of(free=self._free)
        size = QSize(theme.WIDTH + 2 * theme.EDGE, self._allowed(self._height, area))
        is_placed = not self._free and not is_wayland()
        box = place(self._anchor, size, area) if is_placed else QRect(self.box.topLeft(), size)
        if is_placed and self._anchor is None and isinstance(self._popover.navigator.destination, SignIn):
            box.moveCenter(area.available.center())  # a first start, of which nobody knows the icon yet
        self._dragged_from = box.height()
        self._take(box, moves=is_placed)

    def _keep_whole(self) -> None:
        """Bring a normal window onto the screen with the desktop's frame, the size of which is known only now."""
        if not self._free or is_wayland() or not self.isVisible():
            return
        available = area_of(self._anchor).available
        if self.frameGeometry().height() > available.height() - 2 * MARGIN:
            self._fit()
        if not available.contains(self.frameGeometry()):
            self.move(moved_into(self.frameGeometry(), available))

    def _allowed(self, height: int, area: Area) -> int:
        """Return the height, within what a person may choose and the screen has room for; only the lists give way."""
        frame = self.frameGeometry().height() - self.height() if self._free else 0
        most = area.available.height() - 2 * MARGIN - frame
        return min(max(height, theme.LEAST_HEIGHT + 2 * theme.EDGE), most)

    def _take(self, box: QRect, *, moves: bool) -> None:
        """Become as large as `box` and its shadow, and move there if this desktop lets windows do that."""
        around = area_of(self._anchor).available if moves else box.marginsAdded(QMargins() + _UNPLACED)
        self._margins = margins_of(self._look, box, around)
        geometry = box.marginsAdded(self._margins)
        least = min(geometry.height(), theme.LEAST_HEIGHT + 2 * theme.EDGE) if self._free else geometry.height()
        self.setMinimumSize(geometry.width(), least)
        # Mutter takes a maximum for the size with the title bar (desktop 2.2).
        self.setMaximumSize(_ANY_SIZE if self._free else geometry.size())
        self._layout.setContentsMargins(self._margins + theme.EDGE)
        if moves:
            self.setGeometry(geometry)
        else:
            self.resize(geometry.size())
        self._place_edges()

    def _place_edges(self) -> None:
        """Put the corners and the grip over the popover."""
        self._edges.place(self.rect().marginsRemoved(self._margins), self._look, self._far_edge())

    def _far_edge(self) -> Edge:
        """Return the edge away from the panel."""
        if is_wayland():
            return Edge.BOTTOM  # there a window cannot move its upper edge
        is_below = panel_edge(self._anchor, area_of(self._anchor)) is Edge.BOTTOM
        return Edge.TOP if is_below else Edge.BOTTOM

    @Slot(int)
    def _on_dragged(self, higher: int) -> None:
        area = area_of(self._anchor)
        height = self._allowed(self._dragged_from + higher, area)
        self._take(dragged(self.box, height, self._edges.grip.edge, area.available), moves=not is_wayland())

    @Slot()
    def _on_dropped(self) -> None:
        """Remember the height."""
        self._height = self._dragged_from = self.box.height()
        self.height_chosen.emit(self._height)

    @Slot()
    def _on_compositor_due(self) -> None:
        """Look as the desktop allows: a compositor has come or gone."""
        if look_of(free=self._free) is not self._look:
            box = QRect(self.box)
            self._look = look_of(free=self._free)
            self._take(box, moves=not is_wayland())
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Remember the height that a normal window was given."""
        super().resizeEvent(event)
        if self._free and self.isVisible() and event.spontaneous() and not self.isMinimized():
            self._height = self.height()
            self.height_chosen.emit(self._height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a click into the shadow, which looks like one beside the window."""
        if not self.rect().marginsRemoved(self._margins).contains(event.position().toPoint()):
            self._close_popover()

    def event(self, event: QEvent) -> bool:
        """Arm when the window is activated, and close it when it is deactivated for long enough."""
        if event.type() == QEvent.Type.WindowActivate:
            self._armed = True
            self._settle.stop()
            self._keep_whole()
        elif event.type() == QEvent.Type.WindowDeactivate and self._armed:
            self._settle.start()
        return super().event(event)

    @Slot()
    def _on_focus_window_changed(self) -> None:
        """Notice a loss that Qt reports for no widget: on sway a hidden window keeps the focus (desktop 2.5)."""
        if self.isActiveWindow():
            self._had_focus = True
        elif self._had_focus and self.isVisible():
            self._settle.start()

    @Slot()
    def _on_arm(self) -> None:
        """Arm although no focus was reported: from now on the focus of another window closes this one.

        On Wayland the compositor may not have accepted the token; a new native window gets the focus.
        """
        self._had_focus = self._had_focus or self.isActiveWindow()
        self._keep_whole()
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
        is_closed = not self.isVisible() or self._fade.is_leaving  # by a key, after which the focus goes, too
        if is_closed or self.isActiveWindow() or busy is not None:
            return
        if self._free_until_left:
            self.set_free(free=False)
        elif not self._free:
            self._closing_click.note_closed()
            self._fade.leave(self.hide)

    @Slot()
    def _on_close_requested(self) -> None:
        if self._free and not self._free_until_left:
            self.showMinimized()
        else:
            self._fade.leave(self.hide)

    def showEvent(self, event: QShowEvent) -> None:
        """Start the timers of the popover."""
        super().showEvent(event)
        if not event.spontaneous():
            if QGuiApplication.platformName() == "xcb":
                self._compositor.start()
            self.windowHandle().installEventFilter(self._focus_watch)
            self._popover.shown()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the timers of the popover."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._arm.stop()
            self._settle.stop()
            self._compositor.stop()
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
        with painting.painter_for(self) as painter:
            paint_around(painter, self, self.rect().marginsRemoved(self._margins), self._look)
