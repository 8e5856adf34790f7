"""Locks and commands between real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from demitasse.desktop import ipc_client
from demitasse.desktop.ipc_client import send
from demitasse.domain.errors import LocalFault
from demitasse.support import locks
from demitasse.support.locks import FileLock
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="sockets in the file system")

HOLDER = """
import sys
from pathlib import Path
from demitasse.support.locks import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.try_acquire(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock "one" until its standard input closes."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "one")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


def test_a_lock_has_one_holder(tmp_path: Path) -> None:
    mine, yours = FileLock(tmp_path / "one"), FileLock(tmp_path / "one")
    assert mine.try_acquire()
    assert mine.try_acquire(), "it is still held"
    assert not yours.try_acquire()
    mine.release()
    mine.release()
    assert yours.try_acquire()
    assert not mine.try_acquire()
    yours.release()


def test_a_lock_ends_with_its_holder(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    lock = FileLock(tmp_path / "one")
    assert not lock.try_acquire()
    holder.kill()
    holder.wait()
    assert lock.try_acquire()
    lock.release()


def test_a_lock_can_be_waited_for(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    lock = FileLock(tmp_path / "one")
    got = threading.Event()

    def wait() -> None:
        with lock.held():
            got.set()

    thread = threading.Thread(target=wait)
    thread.start()
    assert not got.is_set()
    assert holder.stdin is not None
    holder.stdin.close()
    thread.join(PATIENCE_S)
    assert got.is_set()
    assert FileLock(tmp_path / "one").try_acquire(), "given back after the block"


@pytest.mark.usefixtures("holder")
def test_waiting_for_a_lock_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "WAIT_S", 0.1)
    with pytest.raises(LocalFault, match="other_process_busy"), FileLock(tmp_path / "one").held():
        pytest.fail("it is held by another process")


@posix
def test_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LocalFault):
        FileLock(tmp_path / "one").try_acquire()
    assert not (tmp_path / "elsewhere").exists()


@posix
def test_a_lock_file_is_private(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "one")
    lock.try_acquire()
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o600
    lock.release()


class Listener:
    """A socket that receives one command and replies with `answer`."""

    def __init__(self, address: str, answer: bytes) -> None:
        self.logged_warnings = b""
        self._answer = answer
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(address)
        self._socket.listen()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        caller, _ = self._socket.accept()
        with caller:
            self.logged_warnings = caller.recv(100)
            caller.sendall(self._answer)
            caller.recv(1)  # until the caller hangs up

    def close(self) -> None:
        self._thread.join(PATIENCE_S)
        self._socket.close()


@posix
def test_a_command_is_acknowledged(tmp_path: Path) -> None:
    listener = Listener(str(tmp_path / "s"), b"ok\n")
    assert send(str(tmp_path / "s"), "show")
    listener.close()
    assert listener.logged_warnings == b"show\n"


@posix
def test_an_app_that_hangs_acknowledges_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ipc_client, "SEND_S", 0.1)
    listener = Listener(str(tmp_path / "s"), b"")
    assert not send(str(tmp_path / "s"), "show")
    listener.close()


def test_without_an_app_nothing_is_acknowledged(tmp_path: Path) -> None:
    assert not send(str(tmp_path / "s"), "show")


@posix
def test_a_stale_socket_acknowledges_nothing(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / "s"))
    assert not send(str(tmp_path / "s"), "changed")


@posix
def test_a_frozen_holder_still_holds(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGSTOP)
    assert not FileLock(tmp_path / "one").try_acquire()
    holder.send_signal(signal.SIGCONT)
