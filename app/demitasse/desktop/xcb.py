"""The X server through its C library: what Qt does not offer of window managers and panels.

Errors are answers here; with Xlib one would end the program.
"""

import ctypes
import struct
from collections.abc import Sequence
from typing import Any, NamedTuple

_APPEND = 2
_ATOM = 4
_ANY_TYPE = 0
_MOST_WORDS = 4096
_LIBRARY = "libxcb.so.1"
_ASYNC = 1
_SETUP_BYTES, _MIN_KEYCODE = 40, 34
"""The size of xcb_setup_t, and where its first and last key code are."""


class Strut(NamedTuple):
    """_NET_WM_STRUT_PARTIAL: how far a panel reaches in from each edge of the root window, and from where to where.

    All in device pixels; the ends are inclusive.
    """

    left: int
    right: int
    top: int
    bottom: int
    left_from: int
    left_to: int
    right_from: int
    right_to: int
    top_from: int
    top_to: int
    bottom_from: int
    bottom_to: int


class Reserved(NamedTuple):
    """What panels reserve on X11: the size of the root window, their struts, and work areas (x, y, width, height).

    Work areas are those of each monitor, which only Mutter and its relatives tell; their panels have no struts.
    """

    root: tuple[int, int] = (0, 0)
    struts: tuple[Strut, ...] = ()
    work_areas: tuple[tuple[int, int, int, int], ...] = ()


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Screen(ctypes.Structure):
    """The beginning of xcb_screen_t."""

    _fields_ = (
        ("root", ctypes.c_uint32),
        ("colors", ctypes.c_uint32 * 4),
        ("width", ctypes.c_uint16),
        ("height", ctypes.c_uint16),
    )


class _Screens(ctypes.Structure):
    """xcb_screen_iterator_t."""

    _fields_ = (("data", ctypes.POINTER(_Screen)), ("rem", ctypes.c_int), ("index", ctypes.c_int))


class Connection:
    """A connection to the X server of $DISPLAY, for one thread. Close it after use."""

    def __init__(self) -> None:
        """Connect. Raises OSError without an X server or its library."""
        self.xcb = ctypes.CDLL(_LIBRARY)
        self._free = ctypes.CDLL(None).free
        self._free.argtypes = (ctypes.c_void_p,)
        self.xcb.xcb_connect.restype = self.xcb.xcb_get_setup.restype = ctypes.c_void_p
        self.handle: int = self.xcb.xcb_connect(None, None)
        if self._call("xcb_connection_has_error", ctypes.c_int):
            self.close()
            raise OSError("no X server")
        setup = self._call("xcb_get_setup", ctypes.c_void_p)
        self.xcb.xcb_setup_roots_iterator.argtypes = (ctypes.c_void_p,)
        self.xcb.xcb_setup_roots_iterator.restype = _Screens
        screen = self.xcb.xcb_setup_roots_iterator(setup).data.contents
        self.root, self.width, self.height = int(screen.root), int(screen.width), int(screen.height)
        self._atoms: dict[str, int] = {}

    def close(self) -> None:
        """Disconnect, and give back all keys."""
        self.xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
        self.xcb.xcb_disconnect(self.handle)

    def atom(self, name: str) -> int:
        """Return the number of a name."""
        if name not in self._atoms:
            reply = self.ask("xcb_intern_atom", ctypes.c_uint8(0), ctypes.c_uint16(len(name)), name.encode(), size=12)
            self._atoms[name] = struct.unpack_from("=I", reply, 8)[0] if reply else 0
        return self._atoms[name]

    def numbers(self, window: int, name: str) -> list[int]:
        """Return a property of 32-bit numbers; empty if the window or the property does not exist."""
        cookie = self._call(
            "xcb_get_property", _Cookie, ctypes.c_uint8(0), ctypes.c_uint32(window), ctypes.c_uint32(self.atom(name)),
            ctypes.c_uint32(_ANY_TYPE), ctypes.c_uint32(0), ctypes.c_uint32(_MOST_WORDS),
        )  # fmt: skip
        reply = self._call("xcb_get_property_reply", ctypes.c_void_p, cookie, None)
        if not reply:
            return []
        bits, count = struct.unpack_from("=xB14xI", ctypes.string_at(reply, 20))
        found = list(struct.unpack(f"={count}I", ctypes.string_at(reply + 32, 4 * count))) if bits == 32 else []
        self._free(reply)
        return found

    def append_atoms(self, window: int, name: str, values: Sequence[str]) -> None:
        """Append to a property that is a list of names, and wait until the X server has done so."""
        known = self.numbers(window, name)
        new = [number for number in map(self.atom, values) if number not in known]
        if new:
            self._call(
                "xcb_change_property", _Cookie, ctypes.c_uint8(_APPEND), ctypes.c_uint32(window),
                ctypes.c_uint32(self.atom(name)), ctypes.c_uint32(_ATOM), ctypes.c_uint8(32), ctypes.c_uint32(len(new)),
                (ctypes.c_uint32 * len(new))(*new),
            )  # fmt: skip
            self.numbers(window, name)

    def reserved(self) -> Reserved:
        """Return what the panels on the screen reserve."""
        found = [
            self.numbers(window, "_NET_WM_STRUT_PARTIAL") for window in self.numbers(self.root, "_NET_CLIENT_LIST")
        ]
        struts = [Strut(*numbers[:12]) for numbers in found if len(numbers) >= len(Strut._fields) and any(numbers[:4])]
        desktop = (self.numbers(self.root, "_NET_CURRENT_DESKTOP") or [0])[0]
        sides = iter(self.numbers(self.root, f"_GTK_WORKAREAS_D{desktop}"))
        return Reserved((self.width, self.height), tuple(struts), tuple(zip(sides, sides, sides, sides, strict=False)))

    def descriptor(self) -> int:
        """Readable when an event has arrived."""
        return int(self._call("xcb_get_file_descriptor", ctypes.c_int))

    def is_broken(self) -> bool:
        """Return whether the X server has gone."""
        return bool(self._call("xcb_connection_has_error", ctypes.c_int))

    def next_event(self) -> bytes:
        """Return the next event, of 32 bytes; empty if there is none."""
        event = self._call("xcb_poll_for_event", ctypes.c_void_p)
        if not event:
            return b""
        found = ctypes.string_at(event, 32)
        self._free(event)
        return found

    def keysyms(self) -> dict[int, tuple[int, ...]]:
        """Return the symbols of each key code in the present layout, those of the first group first."""
        setup = ctypes.string_at(self._call("xcb_get_setup", ctypes.c_void_p), _SETUP_BYTES)
        first, last = setup[_MIN_KEYCODE], setup[_MIN_KEYCODE + 1]
        cookie = self._call(
            "xcb_get_keyboard_mapping", _Cookie, ctypes.c_uint8(first), ctypes.c_uint8(last - first + 1)
        )
        reply = self._call("xcb_get_keyboard_mapping_reply", ctypes.c_void_p, cookie, None)
        if not reply:
            return {}
        per_code, count = struct.unpack("=xBxxI", ctypes.string_at(reply, 8))
        symbols = struct.unpack(f"={count}I", ctypes.string_at(reply + 32, 4 * count))
        self._free(reply)
        starts = range(0, count, per_code) if per_code else range(0)
        return {first + number: symbols[at : at + per_code] for number, at in enumerate(starts)}

    def grab_key(self, code: int, modifiers: int) -> bool:
        """Take a key of all windows; return False if another program has it."""
        cookie = self._call(
            "xcb_grab_key_checked", _Cookie, ctypes.c_uint8(0), ctypes.c_uint32(self.root), ctypes.c_uint16(modifiers),
            ctypes.c_uint8(code), ctypes.c_uint8(_ASYNC), ctypes.c_uint8(_ASYNC),
        )  # fmt: skip
        error = self._call("xcb_request_check", ctypes.c_void_p, cookie)
        if error:
            self._free(error)
        return not error

    def ungrab_key(self, code: int, modifiers: int) -> None:
        """Give a key back."""
        arguments = (ctypes.c_uint8(code), ctypes.c_uint32(self.root), ctypes.c_uint16(modifiers))
        self._call("xcb_ungrab_key", _Cookie, *arguments)
        self._call("xcb_flush", ctypes.c_int)

    def ask(self, request: str, *arguments: Any, size: int) -> bytes:
        """Send a request and return the first `size` bytes of its reply; empty if the X server refused it."""
        cookie = self._call(request, _Cookie, *arguments)
        reply = self._call(f"{request}_reply", ctypes.c_void_p, cookie, None)
        if not reply:
            return b""
        found = ctypes.string_at(reply, size)
        self._free(reply)
        return found

    def _call(self, name: str, result: Any, *arguments: Any) -> Any:
        """Call a function of the library with this connection, and pass numbers in the given C types."""
        function = getattr(self.xcb, name)
        function.restype = result
        function.argtypes = None
        return function(ctypes.c_void_p(self.handle), *arguments)


def reserved_by_panels() -> Reserved:
    """Return what the panels on the screen reserve; nothing without an X server."""
    try:
        connection = Connection()
    except OSError:
        return Reserved()
    try:
        return connection.reserved()
    finally:
        connection.close()


def keep_out_of_task_bar(window: int) -> None:
    """Keep a window that is not mapped yet out of task bars and pagers; some list a Qt.Tool (desktop 2.2)."""
    try:
        connection = Connection()
    except OSError:
        return
    connection.append_atoms(window, "_NET_WM_STATE", ("_NET_WM_STATE_SKIP_TASKBAR", "_NET_WM_STATE_SKIP_PAGER"))
    connection.close()
