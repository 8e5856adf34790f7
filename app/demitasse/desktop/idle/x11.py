"""X11: the screen saver extension knows it to the millisecond."""

from __future__ import annotations

import ctypes


class _Info(ctypes.Structure):
    """XScreenSaverInfo; `idle` is in milliseconds."""

    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("til_or_since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("event_mask", ctypes.c_ulong),
    )


class X11:
    """A connection of its own, so that it can be asked on any thread."""

    def __init__(self) -> None:
        """Connect. Raises OSError where a library, the server or the extension is missing."""
        self._x11, self._xss = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XDefaultRootWindow.argtypes = self._x11.XCloseDisplay.argtypes = (ctypes.c_void_p,)
        self._x11.XDefaultRootWindow.restype = ctypes.c_ulong
        number = ctypes.POINTER(ctypes.c_int)
        self._xss.XScreenSaverQueryExtension.argtypes = (ctypes.c_void_p, number, number)
        self._xss.XScreenSaverQueryInfo.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(_Info))
        self._display: int | None = self._x11.XOpenDisplay(None)
        if not self._display:
            raise OSError("no X server")
        if not self._xss.XScreenSaverQueryExtension(self._display, ctypes.c_int(), ctypes.c_int()):
            self.close()
            raise OSError("no screen saver extension")
        self._root = self._x11.XDefaultRootWindow(self._display)

    def fileno(self) -> int:
        """It has to be asked."""
        return -1

    def idle_s(self) -> float:
        """Seconds since the last touch. Raises OSError."""
        info = _Info()
        if not self._xss.XScreenSaverQueryInfo(self._display, self._root, info):
            raise OSError("the X server does not say")
        return float(info.idle) / 1000

    def close(self) -> None:
        """Disconnect."""
        if self._display:
            self._x11.XCloseDisplay(self._display)
            self._display = None
