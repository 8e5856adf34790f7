"""Idle time on X11 from the screen saver extension, in milliseconds. During a pause the next input is an event."""

import ctypes
from contextlib import suppress

_ALL_MASTERS = 1
_RAW_INPUT = sum(1 << event for event in (13, 15, 17))  # XI_RawKeyPress, XI_RawButtonPress, XI_RawMotion
_EVENT_BYTES = 192


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


class _EventMask(ctypes.Structure):
    """XIEventMask."""

    _fields_ = (("device", ctypes.c_int), ("length", ctypes.c_int), ("mask", ctypes.POINTER(ctypes.c_ubyte)))


class X11:
    """A connection of its own, so that it can be used on any thread."""

    def __init__(self, after_s: float) -> None:
        self._after_s = after_s
        self._xi: ctypes.CDLL | None = None
        self._listening = False
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
        self._prepare_events()

    def fileno(self) -> int:
        """Readable when a pause ends; before a pause this source has to be polled."""
        return int(self._x11.XConnectionNumber(self._display)) if self._listening else -1

    def idle_s(self) -> float:
        """Return the seconds since the last input. Raises OSError."""
        info = _Info()
        if not self._xss.XScreenSaverQueryInfo(self._display, self._root, info):
            raise OSError("the X server returned no idle time")
        idle_s = float(info.idle) / 1000
        self._listen(on=idle_s >= self._after_s)
        return idle_s

    def _prepare_events(self) -> None:
        """Load version 2 of the input extension, which reports all input. Without it, the next poll notices."""
        number = ctypes.c_int()
        for name in ("XConnectionNumber", "XPending", "XFlush"):
            getattr(self._x11, name).argtypes = (ctypes.c_void_p,)
        self._x11.XNextEvent.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
        self._x11.XQueryExtension.argtypes = (ctypes.c_void_p, ctypes.c_char_p, *[ctypes.POINTER(ctypes.c_int)] * 3)
        if not self._x11.XQueryExtension(self._display, b"XInputExtension", number, number, number):
            return
        with suppress(OSError):
            xi = ctypes.CDLL("libXi.so.6")
            xi.XIQueryVersion.argtypes = (ctypes.c_void_p, *[ctypes.POINTER(ctypes.c_int)] * 2)
            xi.XISelectEvents.argtypes = (ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(_EventMask), ctypes.c_int)
            if xi.XIQueryVersion(self._display, ctypes.c_int(2), ctypes.c_int(0)) == 0:
                self._xi = xi

    def _listen(self, *, on: bool) -> None:
        """Subscribe during a pause only: otherwise every key would wake this program."""
        if on is self._listening or self._xi is None:
            return
        self._listening = on
        mask = (ctypes.c_ubyte * 4)(*(_RAW_INPUT if on else 0).to_bytes(4, "little"))
        selection = _EventMask(_ALL_MASTERS, len(mask), mask)
        self._xi.XISelectEvents(self._display, self._root, selection, 1)
        self._x11.XFlush(self._display)
        while self._x11.XPending(self._display):
            self._x11.XNextEvent(self._display, ctypes.create_string_buffer(_EVENT_BYTES))

    def close(self) -> None:
        """Disconnect."""
        if self._display:
            self._x11.XCloseDisplay(self._display)
            self._display = None
