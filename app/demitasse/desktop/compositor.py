"""Whether the desktop composites windows, so that a window can have round corners and a shadow (desktop 2.6)."""

import ctypes


def is_compositing(platform: str) -> bool:
    """Return whether windows of Qt's `platform` ("xcb", "wayland", …) may be translucent. On X11 that can change."""
    return _x11_has_compositor() if platform == "xcb" else platform not in {"vnc", "linuxfb", "eglfs"}


def _x11_has_compositor() -> bool:
    """Return whether a program owns the selection of compositors on the X11 screen in use (EWMH)."""
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return False
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultScreen.argtypes = x11.XCloseDisplay.argtypes = (ctypes.c_void_p,)
    x11.XInternAtom.argtypes, x11.XInternAtom.restype = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int), ctypes.c_ulong
    x11.XGetSelectionOwner.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
    x11.XGetSelectionOwner.restype = ctypes.c_ulong
    display = x11.XOpenDisplay(None)
    if not display:
        return False
    name = f"_NET_WM_CM_S{x11.XDefaultScreen(display)}".encode()
    owner = x11.XGetSelectionOwner(display, x11.XInternAtom(display, name, 0))
    x11.XCloseDisplay(display)
    return bool(owner)
