"""The bell of the running app, rung by real processes, by strangers' noise, and after a crash."""

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
from demitasse.ui.app.ipc_server import SocketIpcServer
from demitasse.ui.app.ipc_server_windows import QtIpcServer
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets in the file system")

RING = "import sys; from demitasse.desktop.ipc_client import send; sys.exit(not send(sys.argv[1], sys.argv[2]))"


class Heard:
    """A bell, and what it has told."""

    def __init__(self, kind: type[SocketIpcServer | QtIpcServer], address: str) -> None:
        self.address = address
        self.verbs: list[str] = []
        self.bell = kind(address)
        self.bell.message_received.connect(self.verbs.append)
        assert self.bell.listen()

    def ring(self, verb: str) -> int:
        """Another process rings; its exit code."""
        with subprocess.Popen([sys.executable, "-c", RING, self.address, verb]) as process:
            wait_until(lambda: QTest.qWait(1) is None and process.poll() is not None, "the one who rang")
        return process.returncode

    def send(self, noise: bytes) -> bytes:
        """Send something; everything that comes back until the bell hangs up."""
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(self.address)
            caller.sendall(noise)
            caller.setblocking(False)
            return wait_until(lambda: QTest.qWait(1) is None and read(caller), "the end")[1:]  # type: ignore[no-any-return]


def read(caller: socket.socket) -> bytes:
    """What came, after a mark; nothing while the line is open."""
    try:
        return b"." + caller.recv(100)
    except BlockingIOError:
        return b""
    except ConnectionResetError:
        return b"."


@pytest.fixture(params=[SocketIpcServer, QtIpcServer])
def heard(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Heard]:
    """A bell that listens."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication(["tests"])
    (tmp_path / "run").mkdir(mode=0o700)
    made = Heard(request.param, str(tmp_path / "run" / "s"))
    yield made
    made.bell.close()
    made.bell.deleteLater()
    assert app is not None


@pytest.mark.parametrize("verb", ["show", "changed", "quit"])
def test_another_process_rings(heard: Heard, verb: str) -> None:
    assert heard.ring(verb) == 0
    assert heard.verbs == [verb]


def test_words_that_it_does_not_know_are_no_bell(heard: Heard) -> None:
    assert heard.ring("format") == 1
    assert heard.send(b"show\n") == ACKNOWLEDGED
    assert heard.verbs == ["show"]


@pytest.mark.parametrize("noise", [b"\n", b"\xff\xfe\x00\n", b"A" * 1000, b"quit" + b" " * 200 + b"\n", b"SHOW\n"])
def test_noise_is_hung_up_on(heard: Heard, noise: bytes) -> None:
    assert heard.send(noise) == b""
    assert heard.verbs == []
    assert heard.ring("show") == 0


def test_somebody_who_says_nothing_holds_nobody_up(heard: Heard) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(heard.address)
        assert heard.ring("show") == 0


def test_the_socket_is_private(heard: Heard) -> None:
    assert Path(heard.address).stat().st_mode & 0o077 == 0
    heard.bell.close()
    assert not Path(heard.address).exists()


def test_a_dead_ones_socket_is_taken_over(heard: Heard) -> None:
    heard.bell.close()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(heard.address)
    assert heard.bell.listen()
    assert heard.ring("show") == 0
