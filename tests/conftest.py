"""What every test stands on: a home of its own, no network but loopback, and silence.

The fixtures:

    home        a throw-away home, for this process and its children (used by every test)
    sandbox     a local CoffeeCup, started and seeded, on a port of its own
    heard       the warnings of ours that were logged; a test that expects one takes it out of the list
    seed        the number that starts a randomised test; printed when the test fails, given by DEMITASSE_SEED
    desktop     a virtual desktop with an XEmbed tray (tests.desktop_session); skipped where there can be none
"""

from __future__ import annotations

import ipaddress
import logging
import os
import random
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt: without a display it aborts

import pytest

from tests.desktop_session import MEASURING, DesktopSession, missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coffeecup_sandbox import Sandbox

ROOT = Path(__file__).parents[1]
_FOLDERS = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_CACHE_HOME": ".cache",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": "run",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "DEMITASSE_HOME": "demitasse",
}
_OUTSIDE: list[str] = []


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that nobody has lived in: no settings, no keyring, no session bus."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    for name, place in _FOLDERS.items():
        (folder / place).mkdir(mode=0o700, parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(folder / place))
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
        monkeypatch.setenv(name, f"unix:path={folder / 'run' / 'no-bus'}")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "app"))  # for children: `python -m demitasse`
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", *MEASURING):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A local CoffeeCup with its seeded company."""
    from coffeecup_sandbox import Sandbox

    with Sandbox(port=0, seed=1) as box:
        yield box


@pytest.fixture(autouse=True)
def heard() -> Iterator[list[logging.LogRecord]]:
    """Warnings of ours that nobody expected fail the test; what a test did to the log is undone."""
    records: list[logging.LogRecord] = []
    ours = logging.getLogger("demitasse")
    before = (ours.handlers[:], ours.level, ours.propagate, logging.raiseExceptions)
    ear = _Ear(records)
    ours.addHandler(ear)
    yield records
    for handler in ours.handlers:
        if handler not in before[0]:
            handler.close()
    ours.handlers[:], ours.level, ours.propagate, logging.raiseExceptions = before
    if records:
        pytest.fail("logged: " + "; ".join(f"{each.name}: {each.getMessage()}" for each in records))


@pytest.fixture
def seed() -> int:
    """Where a randomised test starts."""
    number = int(os.environ.get("DEMITASSE_SEED") or random.SystemRandom().randrange(2**32))
    print(f"DEMITASSE_SEED={number} repeats this")
    return number


@pytest.fixture
def desktop() -> Iterator[DesktopSession]:
    """A virtual desktop with an XEmbed tray."""
    with DesktopSession() as session:
        yield session


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a virtual desktop where there is none, unless somebody insists on it."""
    if item.get_closest_marker("desktop") is None and "desktop" not in getattr(item, "fixturenames", ()):
        return
    if (lacking := missing()) and not os.environ.get("DEMITASSE_REQUIRE_DESKTOP"):
        pytest.skip("no virtual desktop here: " + ", ".join(lacking))


class _Ear(logging.Handler):
    """Keeps what is said at WARNING and above."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)


# --- loopback only. An audit hook sees every road to the network, and stays for the life of the process.


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    """Fail the test that went outside, even if somebody swallowed the refusal."""
    _OUTSIDE.clear()
    yield
    if _OUTSIDE:
        pytest.fail("went outside loopback: " + ", ".join(_OUTSIDE))


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        sock, address = arguments
        if sock.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(str(address[0])):
            _refuse(f"{address[0]}:{address[1]}")
    elif event == "socket.getaddrinfo" and arguments[0] is not None:
        _look_up(arguments[0].decode() if isinstance(arguments[0], bytes) else str(arguments[0]))


def _look_up(host: str) -> None:
    if host.endswith(".invalid"):  # never exists (RFC 6761), so nobody needs to be asked
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    if not _is_loopback(host):
        _refuse(host)


def _is_loopback(host: str) -> bool:
    if host.lower() in {"localhost", ""}:
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == socket.gethostname()


def _refuse(where: str) -> None:
    _OUTSIDE.append(where)
    raise PermissionError(f"A test may not leave this machine ({where}).")


sys.addaudithook(_audit)
