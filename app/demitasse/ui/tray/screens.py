"""The screens of the desktop, and where the tray icon is among them."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QCursor, QGuiApplication, QScreen

from demitasse.desktop.xcb import Reserved, reserved_by_panels
from demitasse.ui.tray.placement import Area, available_on_x11, is_in_panel, is_near_edge, tray_area


def area_of(anchor: QRect | None) -> Area:
    """Return the screen for a popover at `anchor`, which is None if nothing tells where the icon is."""
    areas = _areas()
    if anchor is None:
        return tray_area(QCursor.pos(), areas)
    return next((area for area in areas if area.screen.contains(anchor.center())), areas[0])


def is_wayland() -> bool:
    """Return whether a Wayland compositor places the windows, and tells nothing about places."""
    return QGuiApplication.platformName().startswith("wayland")


class AnchorMemory:
    """Where the tray icon is: as the system says, if that can be, else where the person has clicked it last."""

    def __init__(self) -> None:
        self._clicked: QPoint | None = None

    def note_click(self) -> None:
        """Remember the pointer, which is on the icon, unless the keyboard has clicked it."""
        pointer = QCursor.pos()
        if not is_wayland() and self._is_in_reach(pointer):
            self._clicked = pointer

    def anchor(self, reported: QRect, *, clicked: bool) -> QRect | None:
        """Return the place of the icon in device-independent pixels; `reported` is what Qt says, which may be empty.

        The pointer stands for an icon that has just been `clicked`, wherever a panel has it.
        """
        areas = _areas()
        at = [area for area in areas if area.screen.contains(reported.center())]
        if not reported.isEmpty() and at and is_in_panel(reported, at[0]):
            return reported
        place = QCursor.pos() if clicked and not is_wayland() else self._clicked
        if place is None or not (clicked or self._is_in_reach(place)):
            return None
        return QRect(place.x(), place.y(), 1, 1)

    def _is_in_reach(self, point: QPoint) -> bool:
        """Return whether a panel can be at a point: it is reserved, or near an edge."""
        at = [area for area in _areas() if area.screen.contains(point)]
        return bool(at) and (not at[0].available.contains(point) or is_near_edge(point, at[0].screen))


def _areas() -> list[Area]:
    """Return all screens, the primary one first. With several, Qt does not know the panels of X11 (desktop 2.3)."""
    screens = QGuiApplication.screens()
    is_guess = QGuiApplication.platformName() == "xcb" and len(screens) > 1
    reserved = reserved_by_panels() if is_guess else Reserved()
    return [Area(screen.geometry(), _available(screen, reserved)) for screen in screens]


def _available(screen: QScreen, reserved: Reserved) -> QRect:
    known = screen.availableGeometry()
    if known != screen.geometry():
        return known
    return available_on_x11(known, screen.devicePixelRatio(), reserved)
