"""Idle time on KDE, Sway, COSMIC and others on Wayland: ext-idle-notify-v1, on a connection of its own.

The compositor sends an event after a given time without input, and another one on the next input. A video call that
keeps the screen on counts as being present. Older compositors, such as Sway 1.7, have KDE's protocol instead, which is
the same but for names and the order of arguments.
"""

import os
import socket
import struct
from pathlib import Path

from demitasse.support.clock import SystemClock

_SETUP_S = 1.0
_DISPLAY, _REGISTRY, _FIRST_CALLBACK, _SEAT, _NOTIFIER, _NOTE, _SECOND_CALLBACK = range(1, 8)
_SYNC, _GET_REGISTRY, _BIND = 0, 1, 0
_EXT, _KDE = "ext_idle_notifier_v1", "org_kde_kwin_idle"
_GET_NOTIFICATION = {_EXT: 1, _KDE: 0}
_IDLED, _RESUMED = 0, 1
_HEADER = struct.Struct("=IHH")


class Wayland:
    """Reports pauses longer than `after_s` only."""

    def __init__(self, after_s: float) -> None:
        """Connect and subscribe. Raises OSError without a compositor that supports it."""
        self._after_s = after_s
        self._clock = SystemClock()
        self._idle_since_s: float | None = None
        self._buffer = b""
        self._globals: dict[str, int] = {}
        self._done: set[int] = set()
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._socket.settimeout(_SETUP_S)
            folder = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"))  # For a relative name of the socket.
            self._socket.connect(str(folder / os.environ["WAYLAND_DISPLAY"]))
            self._subscribe()
            self._socket.settimeout(0)
        except OSError:
            self.close()
            raise

    def fileno(self) -> int:
        """Readable when a pause begins or ends."""
        return self._socket.fileno()

    def idle_s(self) -> float:
        """Return the seconds since the last input, 0.0 until the pause is longer than `after_s`. Raises OSError."""
        try:
            while True:
                self._receive()
        except BlockingIOError:
            pass
        if self._idle_since_s is None:
            return 0.0
        return self._after_s + self._clock.now().boot_s - self._idle_since_s

    def close(self) -> None:
        """Disconnect."""
        self._socket.close()

    def _subscribe(self) -> None:
        self._send(_DISPLAY, _GET_REGISTRY, _uint(_REGISTRY))
        self._wait(_FIRST_CALLBACK)
        notifier = _EXT if _EXT in self._globals else _KDE
        for interface, number in (("wl_seat", _SEAT), (notifier, _NOTIFIER)):
            if interface not in self._globals:
                raise OSError(f"the compositor has no {interface}")
            self._send(_REGISTRY, _BIND, _uint(self._globals[interface]), _string(interface), _uint(1), _uint(number))
        timeout_ms = round(self._after_s * 1000)
        what = (timeout_ms, _SEAT) if notifier == _EXT else (_SEAT, timeout_ms)
        self._send(_NOTIFIER, _GET_NOTIFICATION[notifier], _uint(_NOTE), *map(_uint, what))
        self._wait(_SECOND_CALLBACK)

    def _wait(self, callback: int) -> None:
        """Wait until the compositor has handled all requests so far."""
        self._send(_DISPLAY, _SYNC, _uint(callback))
        while callback not in self._done:
            self._receive()

    def _send(self, target: int, opcode: int, *arguments: bytes) -> None:
        body = b"".join(arguments)
        self._socket.sendall(_HEADER.pack(target, opcode, _HEADER.size + len(body)) + body)

    def _receive(self) -> None:
        received = self._socket.recv(65536)
        if not received:
            raise OSError("the compositor closed the connection")
        self._buffer += received
        while len(self._buffer) >= _HEADER.size:
            sender, opcode, length = _HEADER.unpack_from(self._buffer)
            if length < _HEADER.size:
                raise OSError("invalid message length")
            if len(self._buffer) < length:
                return
            body, self._buffer = self._buffer[_HEADER.size : length], self._buffer[length:]
            self._handle(sender, opcode, body)

    def _handle(self, sender: int, opcode: int, body: bytes) -> None:
        if sender == _DISPLAY and opcode == 0:
            raise OSError("the compositor refused")
        if sender in {_FIRST_CALLBACK, _SECOND_CALLBACK}:
            self._done.add(sender)
        elif sender == _REGISTRY and opcode == 0:
            number, size = struct.unpack_from("=II", body)
            self._globals.setdefault(body[8 : 8 + size - 1].decode("ascii", "replace"), number)
        elif sender == _NOTE:
            self._idle_since_s = self._clock.now().boot_s if opcode == _IDLED else None


def _uint(number: int) -> bytes:
    return struct.pack("=I", number)


def _string(text: str) -> bytes:
    data = text.encode() + b"\0"
    return _uint(len(data)) + data + b"\0" * (-len(data) % 4)
