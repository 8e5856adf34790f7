"""Give the seat of a wlroots compositor a pointer, until this program ends: `python -m tests.desktops.wlroots_pointer`.

The compositor's own commands then move and click it. There is no tool for it, so this speaks the protocol itself.
"""

from __future__ import annotations

import os
import socket
import struct
from pathlib import Path

_DISPLAY, _REGISTRY, _CALLBACK, _SEAT, _MANAGER, _POINTER = range(1, 7)
_HEADER = struct.Struct("=IHH")


def main() -> None:
    """Create the pointer, move it once, and wait for the end of the compositor."""
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(str(Path(os.environ["XDG_RUNTIME_DIR"]) / os.environ["WAYLAND_DISPLAY"]))
        _send(server, _DISPLAY, 1, _uint(_REGISTRY))
        _send(server, _DISPLAY, 0, _uint(_CALLBACK))
        known = _globals(server)
        for interface, number in (("wl_seat", _SEAT), ("zwlr_virtual_pointer_manager_v1", _MANAGER)):
            _send(server, _REGISTRY, 0, _uint(known[interface]), _text(interface), _uint(1, number))
        _send(server, _MANAGER, 0, _uint(_SEAT, _POINTER))
        _send(server, _POINTER, 0, _uint(0), struct.pack("=ii", 256, 256))
        _send(server, _POINTER, 4)
        while server.recv(65536):
            pass


def _globals(server: socket.socket) -> dict[str, int]:
    """Return the numbers of the compositor's interfaces."""
    buffer, found = b"", dict[str, int]()
    while True:
        buffer += server.recv(65536)
        while len(buffer) >= _HEADER.size:
            sender, opcode, length = _HEADER.unpack_from(buffer)
            if len(buffer) < length:
                break
            body, buffer = buffer[_HEADER.size : length], buffer[length:]
            if sender == _CALLBACK:
                return found
            if sender == _REGISTRY and opcode == 0:
                number, size = struct.unpack_from("=II", body)
                found[body[8 : 8 + size - 1].decode()] = number


def _send(server: socket.socket, target: int, opcode: int, *arguments: bytes) -> None:
    body = b"".join(arguments)
    server.sendall(_HEADER.pack(target, opcode, _HEADER.size + len(body)) + body)


def _uint(*numbers: int) -> bytes:
    return struct.pack(f"={len(numbers)}I", *numbers)


def _text(text: str) -> bytes:
    data = text.encode() + b"\0"
    return _uint(len(data)) + data + b"\0" * (-len(data) % 4)


if __name__ == "__main__":
    main()
