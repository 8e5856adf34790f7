"""The states of a keyring, each with a real service: what a program that reads, writes or examines it is told."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from demitasse.desktop import diagnosis, keyring
from demitasse.desktop.keyring import KeyringStore
from demitasse.desktop.process import command
from demitasse.domain.doctor import Found
from demitasse.domain.errors import FaultCode, LocalFault
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

if sys.platform != "linux" or not shutil.which("dbus-daemon"):
    pytest.skip("Linux, with a bus", allow_module_level=True)

from tests.desktop_services import Bus
from tests.secret_service import GnomeKeyring, SecretService

CHILD = command(keyring.CHILD_FLAG)
TEXT = '{"access": "Grüße"}' * 30
real = pytest.mark.skipif(not shutil.which("gnome-keyring-daemon"), reason="no gnome-keyring here")


@contextmanager
def none(_bus: Bus, _folder: Path) -> Iterator[None]:
    yield


@contextmanager
def gnome(bus: Bus, folder: Path, then: Callable[[GnomeKeyring], object] = bool) -> Iterator[None]:
    """gnome-keyring with the text, after `then`."""
    with GnomeKeyring(bus, folder) as service:
        KeyringStore("mine", CHILD).save(TEXT)
        then(service)
        yield


@contextmanager
def locked(bus: Bus, folder: Path) -> Iterator[None]:
    with gnome(bus, folder, GnomeKeyring.lock):
        yield


@contextmanager
def frozen(bus: Bus, folder: Path) -> Iterator[None]:
    with gnome(bus, folder, GnomeKeyring.freeze):
        yield


@contextmanager
def slow(bus: Bus, _folder: Path) -> Iterator[None]:
    with SecretService(bus.address, delay_s=0.05):
        KeyringStore("mine", CHILD).save(TEXT)
        yield


@contextmanager
def refusing(bus: Bus, _folder: Path) -> Iterator[None]:
    with SecretService(bus.address, refuses=True):
        yield


@contextmanager
def garbled(bus: Bus, _folder: Path) -> Iterator[None]:
    with SecretService(bus.address) as service:
        service.secret = b"1:\xff\xfe\x00"
        yield


@contextmanager
def foreign(bus: Bus, _folder: Path) -> Iterator[None]:
    with SecretService(bus.address) as service:
        service.secret = b"what another program keeps"
        yield


@contextmanager
def small(bus: Bus, _folder: Path) -> Iterator[None]:
    with SecretService(bus.address, limit=100):
        yield


F = FaultCode
_ROWS = {
    # state: what a read returns, what a write says ("" if it works), what doctor finds
    none: (F.KEYRING_MISSING, F.KEYRING_MISSING, Found.KEYRING_ABSENT),
    gnome: (TEXT, "", Found.KEYRING_OPEN),
    locked: (F.KEYRING_LOCKED, None, Found.KEYRING_SHUT),  # a write asks for the password of the keyring
    frozen: (F.KEYRING_SLOW, F.KEYRING_SLOW, Found.TOO_SLOW),
    slow: (TEXT, "", Found.KEYRING_OPEN),
    refusing: (F.KEYRING_FAILED, F.KEYRING_FAILED, F.KEYRING_FAILED),
    garbled: (F.KEYRING_FAILED, F.KEYRING_FAILED, F.KEYRING_FAILED),
    foreign: (None, "", Found.KEYRING_OPEN),
    small: (None, F.KEYRING_FAILED, Found.KEYRING_OPEN),
}


@pytest.mark.parametrize(
    "state", [pytest.param(state, marks=[real] if state in {gnome, locked, frozen} else []) for state in _ROWS]
)
def test_each_state_is_told_from_the_others(
    state: Callable[[Bus, Path], AbstractContextManager[None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    reads, writes, found = _ROWS[state]
    patience_s = 2.0 if state is frozen else PATIENCE_S
    monkeypatch.setattr(keyring, "PROMPT_S", PATIENCE_S)  # The state begins with a text that was saved.
    with ExitStack() as stack:
        bus = stack.enter_context(Bus(tmp_path))
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        stack.enter_context(state(bus, tmp_path))
        monkeypatch.setattr(keyring, "PROMPT_S", patience_s)
        store = KeyringStore("mine", CHILD, load_s=patience_s)
        assert outcome(store.load) == reads
        assert diagnosis.system_keyring(patience_s).code == found
        if writes is not None:
            assert (outcome(lambda: store.save(TEXT)) or "") == writes


def outcome(use: Callable[[], object]) -> object:
    """Return what `use` returns, or the code of its fault."""
    try:
        return use()
    except LocalFault as fault:
        return fault.code
