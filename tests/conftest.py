"""The fixtures of every test: a home of its own, no network but loopback, and no unexpected warning.

home        a temporary home, for this process and its children (used by every test)
sandbox     a local CoffeeCup, started and seeded, on a port of its own
logged_warnings       the warnings that Demitasse logged; a test that expects one removes it from the list
seed        where a randomised test starts: always the same number, unless DEMITASSE_SEED names another
desktop     a virtual desktop with an XEmbed tray (tests.desktop_session); the test is skipped where there is none
"""

from __future__ import annotations

import ipaddress
import logging
import os
import random
import socket
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Before anything imports Qt, which aborts without a display and reads the language of the system only once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.update({"LC_ALL": "C.UTF-8", "LANGUAGE": ""})

import hypothesis.core
import pytest
from coverage import Coverage

from demitasse.cli.formats import use_zone
from tests.desktop_session import MEASURING, DesktopSession, missing

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

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
_REFUSED: list[str] = []
_DRAWN = os.environ.get("DEMITASSE_SEED", "")
"""Empty in an ordinary run, which must not fail by chance; `python3 bootstrap.py long seeds` draws numbers."""

hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("drawn", deadline=None, database=None, print_blob=True)
hypothesis.settings.load_profile("drawn" if _DRAWN else "fixed")
if _DRAWN:
    setattr(hypothesis.core, "global_force_seed", int(_DRAWN))  # noqa: B010 - what --hypothesis-seed sets, and untyped


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home without settings, keyring and session bus."""
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
    """A local CoffeeCup with a seeded company."""
    from coffeecup_sandbox import Sandbox

    with Sandbox(port=0, seed=1) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def logged_warnings() -> Iterator[list[logging.LogRecord]]:
    """Collect the warnings that Demitasse logs and fail the test if any is left; restore the logger afterwards."""
    records: list[logging.LogRecord] = []
    ours = logging.getLogger("demitasse")
    before = (ours.handlers[:], ours.level, ours.propagate, logging.raiseExceptions)
    ours.addHandler(_Collector(records))
    yield records
    for handler in ours.handlers:
        if handler not in before[0]:
            handler.close()
    ours.handlers[:], level, ours.propagate, logging.raiseExceptions = before
    ours.setLevel(level)  # also forgets what the loggers below cached
    if records:
        pytest.fail("logged: " + "; ".join(f"{record.name}: {record.getMessage()}" for record in records))


@pytest.fixture(scope="session")
def seed() -> int:
    """The number a randomised test starts from."""
    return int(_DRAWN or 1)


@pytest.fixture(autouse=True)
def _fixed_jitter() -> None:
    """Give the program's own pauses and back-offs the same jitter in each run."""
    random.seed(int(_DRAWN or 1))


@pytest.fixture(autouse=True)
def _shown_in_utc() -> None:
    """Show times in UTC at first, whatever zone the test before has used."""
    use_zone(UTC)


@pytest.fixture
def desktop() -> Iterator[DesktopSession]:
    """A virtual desktop with an XEmbed tray."""
    with DesktopSession() as session:
        yield session


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test whose cases depend on a seed."""
    if "seed" in getattr(item, "fixturenames", ()) or hasattr(getattr(item, "obj", None), "hypothesis"):
        item.add_marker("seeded")


_UNMEASURED = frozenset({"test_forms_fit", "test_scenes_words", "test_scenes_access", "test_scenes_golden"})
"""Every scene again, in another form."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure no coverage in long and random tests, which run through what others reach as well.

    Its trace function makes a test and its fixtures twice as long.
    """
    left_out = item.path.stem in _UNMEASURED or any(item.get_closest_marker(name) for name in ("seeded", "slow"))
    stopped: list[Coverage] = []
    while left_out and (measuring := Coverage.current()):  # in a worker two, one of which resumes when the other stops
        measuring.stop()
        stopped.append(measuring)
    try:
        return (yield)
    finally:
        for measuring in reversed(stopped):
            measuring.start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run slow tests first: at the end there are short ones left, which the workers can share."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip tests of a virtual desktop where there is none, unless DEMITASSE_REQUIRE_DESKTOP is set."""
    if item.get_closest_marker("desktop") is None and "desktop" not in getattr(item, "fixturenames", ()):
        return
    if (lacking := missing()) and not os.environ.get("DEMITASSE_REQUIRE_DESKTOP"):
        pytest.skip("no virtual desktop here: " + ", ".join(lacking))


class _Collector(logging.Handler):
    """Keeps the records at WARNING and above."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)


# --- Loopback only. The functions of the socket module are replaced for the whole process. An audit hook works as well,
# but in Python 3.11 it lets threads switch inside `sys.settrace`, which then fails in a thread that coverage traces.


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    """Fail a test that used the network, even if the program swallowed the exception."""
    _REFUSED.clear()
    yield
    if _REFUSED:
        pytest.fail("used the network: " + ", ".join(_REFUSED))


def _restrict(name: str) -> None:
    """Let a method of sockets, whose last argument is an address, use loopback addresses only."""
    original = getattr(socket.socket, name)

    def restricted(self: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1]
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(str(address[0])):
            _refuse(f"{address[0]}:{address[1]}")
        return original(self, *arguments)

    setattr(socket.socket, name, restricted)


def _resolve(host: str | bytes | None, *arguments: Any, **options: Any) -> Any:
    """Resolve names of this machine only."""
    name = host.decode() if isinstance(host, bytes) else host
    if name is not None and name.endswith(".invalid"):  # never exists (RFC 6761): answer without a query
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    if name is not None and not _is_loopback(name):
        _refuse(name)
    return _getaddrinfo(host, *arguments, **options)


def _is_loopback(host: str) -> bool:
    if host.lower() in {"localhost", ""}:
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == socket.gethostname()


def _refuse(where: str) -> None:
    _REFUSED.append(where)
    raise PermissionError(f"Tests may use loopback only, not {where}.")


_getaddrinfo = socket.getaddrinfo
socket.getaddrinfo = _resolve
for _method in ("connect", "connect_ex", "sendto"):
    _restrict(_method)
