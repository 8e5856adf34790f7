"""The IPC server of the running app: verbs of real processes, invalid input, and the socket of a crashed app."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from demitasse.desktop.ipc_client import ACKNOWLEDGED
from demitasse.ui.app.ipc_server import MAX_BYTES, SocketIpcServer
from demitasse.ui.app.ipc_server_windows import QtIpcServer
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets in the file system")

SEND = "import sys; from demitasse.desktop.ipc_client import send; sys.exit(not send(sys.argv[1], sys.argv[2]))"


class Listener:
    """An IPC server, and the verbs it received."""

    def __init__(self, kind: type[SocketIpcServer | QtIpcServer], address: str) -> None:
        self.address = address
        self.verbs: list[str] = []
        self.server = kind(address)
        self.server.message_received.connect(self.verbs.append)
        assert self.server.listen()

    def send_from_process(self, verb: str) -> int:
        """Send a verb from another process, and return its exit code."""
        with subprocess.Popen([sys.executable, "-c", SEND, self.address, verb]) as process:
            wait_until(lambda: QTest.qWait(1) is None and process.poll() is not None, "the sender")
        return process.returncode

    def send(self, noise: bytes) -> bytes:
        """Send bytes, and return what comes back until the server hangs up."""
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(self.address)
            caller.sendall(noise)
            caller.setblocking(False)
            return wait_until(lambda: QTest.qWait(1) is None and read(caller), "the end")[1:]  # type: ignore[no-any-return]


def read(caller: socket.socket) -> bytes:
    """Return b"." and the received bytes, or b"" while nothing has been received and the connection is open."""
    try:
        return b"." + caller.recv(100)
    except BlockingIOError:
        return b""
    except ConnectionResetError:
        return b"."


@pytest.fixture(params=[SocketIpcServer, QtIpcServer])
def listener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Listener]:
    """A listening IPC server of each kind."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication(["tests"])
    (tmp_path / "run").mkdir(mode=0o700)
    made = Listener(request.param, str(tmp_path / "run" / "s"))
    yield made
    made.server.close()
    made.server.deleteLater()
    assert app is not None


@pytest.mark.parametrize("verb", ["show", "changed", "quit"])
def test_another_process_can_send_a_verb(listener: Listener, verb: str) -> None:
    assert listener.send_from_process(verb) == 0
    assert listener.verbs == [verb]


def test_unknown_verbs_are_ignored(listener: Listener) -> None:
    assert listener.send_from_process("format") == 1
    assert listener.send(b"show\n") == ACKNOWLEDGED
    assert listener.verbs == ["show"]


@pytest.mark.parametrize("noise", [b"\n", b"\xff\xfe\x00\n", b"A" * MAX_BYTES, b"quit" + b" " * 200 + b"\n", b"SHOW\n"])
def test_invalid_input_closes_the_connection(listener: Listener, noise: bytes) -> None:
    assert listener.send(noise) == b""
    assert listener.verbs == []
    assert listener.send_from_process("show") == 0


def test_a_silent_client_does_not_block_others(listener: Listener) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(listener.address)
        assert listener.send_from_process("show") == 0


def test_the_socket_is_private(listener: Listener) -> None:
    assert Path(listener.address).stat().st_mode & 0o077 == 0
    listener.server.close()
    assert not Path(listener.address).exists()


def test_the_socket_of_a_crashed_app_is_taken_over(listener: Listener) -> None:
    listener.server.close()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(listener.address)
    assert listener.server.listen()
    assert listener.send_from_process("show") == 0


def test_a_request_from_another_session_is_told_the_place(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    if not isinstance(listener.server, SocketIpcServer):
        pytest.skip("Windows has one session for each user")
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.delenv("XDG_VTNR", raising=False)
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    for verb in (b"show", b"toggle", b"switch", b"add"):
        assert listener.send(verb + b" x11=:8\n") == b"elsewhere :7\n"
    assert listener.verbs == [], "no window opens where nobody sees it"
    assert listener.send(b"show token=abc x11=:7\n") == ACKNOWLEDGED
    assert listener.verbs == ["show"]
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "abc"
