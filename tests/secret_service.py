"""Keyrings for tests: GNOME's own with a throw-away home, and one that misbehaves as a test wants."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Any, Self

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.deadlines import PATIENCE_S
from tests.desktop_services import BusError, BusService
from tests.desktop_session import wait_until
from tests.status_notifier import Panel

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop_services import Bus

SECRETS = "org.freedesktop.secrets"
_DAEMON = "gnome-keyring-daemon"
_ITEM = "/org/freedesktop/secrets/collection/login/1"
_PROPERTIES: dict[str, tuple[str, Any]] = {"Locked": ("b", False), "Label": ("s", "Login")}
_DEFAULT = "/org/freedesktop/secrets/aliases/default"


class GnomeKeyring:
    """gnome-keyring, unlocked and empty, on a bus of its own."""

    def __init__(self, bus: Bus, folder: Path) -> None:
        self._bus = bus
        self._folder = folder
        self._daemon: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        program = shutil.which(_DAEMON)
        assert program is not None
        (self._folder / "control").mkdir(mode=0o700)
        places = {"HOME": str(self._folder), "XDG_RUNTIME_DIR": str(self._folder / "control")}
        self._daemon = subprocess.Popen(
            [program, "--foreground", "--unlock", "--components=secrets"],
            env=os.environ | places | {"DBUS_SESSION_BUS_ADDRESS": self._bus.address},
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self._daemon.stdin is not None
        self._daemon.stdin.write(b"throw-away\n")
        self._daemon.stdin.close()
        panel = Panel(self._bus.address)
        wait_until(lambda: panel.owned(SECRETS), "the Secret Service")
        panel.close()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._daemon is not None
        self._daemon.kill()
        self._daemon.wait(PATIENCE_S)

    def lock(self) -> None:
        """Lock it, as a desktop does when the session is locked."""
        service = DBusAddress("/org/freedesktop/secrets", SECRETS, "org.freedesktop.Secret.Service")
        with open_dbus_connection(bus=self._bus.address) as bus:
            bus.send_and_get_reply(new_method_call(service, "Lock", "ao", ([_DEFAULT],)), timeout=PATIENCE_S)

    def freeze(self) -> None:
        """Let it take calls and answer none."""
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGSTOP)


class SecretService(BusService):
    """A Secret Service with one secret, kept as it comes.

    It refuses every call with `refuses`, keeps no more than `limit` bytes, and waits `delay_s` before each answer.
    """

    def __init__(self, address: str, *, refuses: bool = False, limit: int | None = None, delay_s: float = 0.0) -> None:
        self.secret: bytes | None = None
        self._refuses, self._limit, self._delay_s = refuses, limit, delay_s
        answers: dict[str, Any] = {
            "Get": lambda _interface, name: ("v", (_PROPERTIES[name],)),
            "OpenSession": self._open_session,
            "Unlock": lambda paths: ("aoo", (paths, "/")),
            "SearchItems": self._search,
            "GetSecret": lambda session: ("(oayays)", ((session, b"", self.secret, "text/plain"),)),
            "CreateItem": self._create,
            "Delete": self._delete,
        }
        super().__init__(address, SECRETS, {name: self._guarded(answer) for name, answer in answers.items()})

    def _guarded(self, answer: Any) -> Any:
        def guarded(*words: Any) -> Any:
            if self._refuses:
                raise BusError("org.freedesktop.DBus.Error.AccessDenied")
            time.sleep(self._delay_s)
            return answer(*words)

        return guarded

    def _open_session(self, algorithm: str, _given: Any) -> tuple[str, tuple[Any, ...]]:
        if algorithm != "plain":
            raise BusError("org.freedesktop.DBus.Error.NotSupported")
        return "vo", (("s", ""), "/org/freedesktop/secrets/session/1")

    def _search(self, _attributes: Any) -> tuple[str, tuple[list[str]]]:
        return "ao", ([_ITEM] if self.secret is not None else [],)

    def _create(self, _properties: Any, secret: Any, _replace: bool) -> tuple[str, tuple[str, str]]:
        self.secret = bytes(secret[2])[: self._limit]
        return "oo", (_ITEM, "/")

    def _delete(self) -> tuple[str, tuple[str]]:
        self.secret = None
        return "o", ("/",)
