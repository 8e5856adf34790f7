"""Own the selection of compositors on the X11 display, as a compositing window manager does, until killed.

python tests/compositor.py
"""

from __future__ import annotations

import ctypes
import signal

_POINTER, _NUMBER = ctypes.c_void_p, ctypes.c_ulong


def main() -> None:
    """Take the selection, and wait."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = _POINTER
    x11.XInternAtom.argtypes, x11.XInternAtom.restype = (_POINTER, ctypes.c_char_p, ctypes.c_int), _NUMBER
    x11.XDefaultRootWindow.argtypes, x11.XDefaultRootWindow.restype = (_POINTER,), _NUMBER
    x11.XCreateSimpleWindow.argtypes = (_POINTER, _NUMBER, *[ctypes.c_int] * 2, *[ctypes.c_uint] * 3, *[_NUMBER] * 2)
    x11.XCreateSimpleWindow.restype = _NUMBER
    x11.XSetSelectionOwner.argtypes = (_POINTER, _NUMBER, _NUMBER, _NUMBER)
    x11.XSync.argtypes = (_POINTER, ctypes.c_int)
    display = x11.XOpenDisplay(None)
    window = x11.XCreateSimpleWindow(display, x11.XDefaultRootWindow(display), 0, 0, 1, 1, 0, 0, 0)
    x11.XSetSelectionOwner(display, x11.XInternAtom(display, b"_NET_WM_CM_S0", 0), window, 0)
    x11.XSync(display, 0)
    signal.pause()


if __name__ == "__main__":
    main()
