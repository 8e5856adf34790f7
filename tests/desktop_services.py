"""Stand-ins for services of a desktop: a session bus, services on it, and a Wayland compositor."""

from __future__ import annotations

import shutil
import socket
import struct
import subprocess
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from jeepney import DBusAddress, HeaderFields, MessageType, message_bus, new_error, new_method_return, new_signal
from jeepney.io.blocking import open_dbus_connection

from tests.deadlines import PATIENCE_S
from tests.desktop_session import wait_until
from tests.status_notifier import BUS_CONFIG, answers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jeepney import Message


class Bus:
    """A session bus without a desktop, with its socket in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "bus"
        self._config = folder / "bus.conf"
        self._daemon: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._config.write_text(BUS_CONFIG.format(path=self.path), encoding="utf-8")
        daemon = shutil.which("dbus-daemon")
        assert daemon is not None
        self._daemon = subprocess.Popen([daemon, "--nofork", "--nopidfile", f"--config-file={self._config}"])
        wait_until(lambda: answers(self.path), "the session bus")
        return self

    def __exit__(self, *_: object) -> None:
        assert self._daemon is not None
        self._daemon.terminate()
        self._daemon.wait(PATIENCE_S)

    @property
    def address(self) -> str:
        """The value of DBUS_SESSION_BUS_ADDRESS."""
        return f"unix:path={self.path}"


class BusError(Exception):
    """What a method of a service raises to answer with an error, by its name."""


class BusService:
    """A service that owns `name`; `answers` maps a method to a function that returns (signature, values).

    Such a function may raise BusError.
    """

    def __init__(self, address: str, name: str, answers: dict[str, Callable[..., tuple[str, tuple[Any, ...]]]]) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.silent = False
        """Answer no call at all."""
        self.asked = 0
        """How many calls have come, answered or not."""
        self._answers = answers
        self._caller = ""
        self._bus = open_dbus_connection(bus=address)
        self.name = str(self._bus.unique_name)
        self._bus.send_and_get_reply(message_bus.RequestName(name))
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bus.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE_S)
        self._bus.close()

    def tell(self, signal: Message) -> None:
        """Broadcast a signal."""
        self._bus.send(signal)

    def tell_last_caller(self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> None:
        """Send a signal to the last caller only."""
        signal = new_signal(DBusAddress(path, interface=interface), member, signature, body)
        signal.header.fields[HeaderFields.destination] = self._caller
        self._bus.send(signal)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                message = self._bus.receive()
                if message.header.message_type is not MessageType.method_call:
                    continue
                self.asked += 1
                if self.silent:
                    continue
                member = message.header.fields[HeaderFields.member]
                if member not in self._answers:
                    self._bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
                    continue
                self._caller = message.header.fields[HeaderFields.sender]
                self.calls.append((member, tuple(message.body)))
                try:
                    signature, values = self._answers[member](*message.body)
                except BusError as error:
                    self._bus.send(new_error(message, str(error)))
                else:
                    self._bus.send(new_method_return(message, signature or None, values))


class Compositor:
    """The part of a Wayland compositor that sends idle notifications to one client; `offers` are its globals.

    It speaks the protocol of the first idle notifier that it offers, and refuses the other one's requests.
    """

    def __init__(self, path: Path, offers: tuple[str, ...] = ("wl_seat", "wl_output", "ext_idle_notifier_v1")) -> None:
        self.timeout_ms = 0
        self.seat = 0
        self.noted = threading.Event()
        self._offers = offers
        self._note = 0
        self._client: socket.socket | None = None
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(path))
        self._server.listen()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.vanish()
        self._server.close()
        self._thread.join(PATIENCE_S)

    def idled(self) -> None:
        """Notify the client that the idle time it asked for has passed."""
        self._send(self._note, 0)

    def resumed(self) -> None:
        """Notify the client that the user is active again."""
        self._send(self._note, 1)

    def vanish(self) -> None:
        """Close the connection as a crash does."""
        for one in (self._client, self._server):
            if one is not None:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def _send(self, target: int, opcode: int, body: bytes = b"") -> None:
        assert self._client is not None
        self._client.sendall(struct.pack("=IHH", target, opcode, 8 + len(body)) + body)

    def _serve(self) -> None:
        with suppress(OSError):
            self._client, _ = self._server.accept()
            with self._client as client:
                while head := client.recv(8, socket.MSG_WAITALL):
                    target, opcode, size = struct.unpack("=IHH", head)
                    body = client.recv(size - 8, socket.MSG_WAITALL) if size > 8 else b""
                    self._take(target, opcode, body)

    def _take(self, target: int, opcode: int, body: bytes) -> None:
        if (target, opcode) == (1, 1):  # wl_display.get_registry
            (registry,) = struct.unpack("=I", body)
            for number, name in enumerate(self._offers, 1):
                raw = name.encode() + b"\0"
                raw += b"\0" * (-len(raw) % 4)
                self._send(registry, 0, struct.pack("=II", number, len(name) + 1) + raw + struct.pack("=I", 9))
        elif (target, opcode) == (1, 0):  # wl_display.sync
            self._send(struct.unpack("=I", body)[0], 0, struct.pack("=I", 1))
        elif opcode == 1 and "ext_idle_notifier_v1" in self._offers:  # get_idle_notification
            self._note, self.timeout_ms, self.seat = struct.unpack("=III", body)
            self.noted.set()
        elif (target, opcode, len(body)) == (5, 0, 12):  # org_kde_kwin_idle.get_idle_timeout
            self._note, self.seat, self.timeout_ms = struct.unpack("=III", body)
            self.noted.set()
