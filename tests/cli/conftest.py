"""A terminal that runs command lines in this process and returns their output and exit code."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.boot.profile import open_profile
from demitasse.cli.main import main
from demitasse.domain.entries import Catalog, Client, Project, Task
from demitasse.store import settings
from tests import canary
from tests.clocks import ManualClock
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coffeecup_sandbox import Sandbox
    from demitasse.domain.ports import Clock

CATALOG = Catalog(
    projects=(Project(1, "Website relaunch", 1, "#aa0000"), Project(2, "Webshop", 1, "#00aa00")),
    tasks=(Task(1, "Coding"), Task(2, "Meetings")),
    clients=(Client(1, "Acme"),),
    pairs=((1, 1), (1, 2), (2, 2)),
)


@dataclass(frozen=True)
class Answer:
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def error(self) -> dict[str, Any]:
        """The one object on standard error."""
        found: dict[str, Any] = json.loads(self.err)["error"]
        return found


class Window:
    """A tray app that only remembers how it was called."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def run(self, profile: str, *, show: bool) -> int:
        self.calls.append(("run", profile, show))
        return 0

    def render(self, profile: str, file: Path) -> None:
        self.calls.append(("render", profile, file.name))


class Terminal:
    """Types command lines into this process, or into one of their own (`process`)."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.window = Window()
        self.clock: Clock | None = None

    def __call__(self, *words: str, typed: str = "") -> Answer:
        self._capsys.readouterr()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO(typed))
            code = main(words, self.window, clock=self.clock)
        said = self._capsys.readouterr()
        return Answer(code, said.out, said.err)

    def process(self, *words: str, typed: str = "", **environment: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "demitasse", *words],
            input=typed,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            env=os.environ | environment,
            timeout=PATIENCE_S,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Nobody has signed in yet."""
    return Terminal(capsys)


@pytest.fixture(autouse=True)
def _nothing_leaks(request: pytest.FixtureRequest, home: Path) -> Iterator[None]:
    """After every test with a CoffeeCup: no secret on the disk, no words in a log."""
    if "sandbox" not in request.fixturenames:
        yield
        return
    sandbox: Sandbox = request.getfixturevalue("sandbox")
    mask = os.umask(0o077)  # as the program does
    yield
    os.umask(mask)
    assert canary.leaks(home, secrets(sandbox), words(sandbox)) == []
    assert canary.exposed_by_processes(home, secrets(sandbox)) == []
    assert canary.loose(home / "demitasse") == []


def secrets(sandbox: Sandbox) -> list[str]:
    """Every password and token of this CoffeeCup."""
    return [*(user["password"] for user in sandbox.users), *sandbox.state.tokens]


def words(sandbox: Sandbox) -> list[str]:
    """What people wrote there, and what they and their projects are called."""
    columns = (("timeEntries", "comment"), ("projects", "name"), ("users", "email"), ("users", "lastname"))
    return [str(row.get(name) or "") for table, name in columns for row in sandbox.state[table]]


def on_a_terminal(*words: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a command whose standard error is a terminal; return what it did, and what the terminal got."""
    import pty

    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "demitasse", *words]
    done = subprocess.run(line, stderr=theirs, stdout=subprocess.PIPE, text=True, check=False, timeout=PATIENCE_S)
    os.close(theirs)
    shown = os.read(ours, 4096).decode()
    os.close(ours)
    return done, shown


@pytest.fixture
def known(terminal: Terminal) -> Terminal:
    """Somebody was signed in once: it is known what can be booked, and nothing is ever sent."""
    stock("default")
    return terminal


def stock(profile_name: str) -> None:
    """Fill a profile with what a sign-in, long ago, would have left there."""
    profile = open_profile(profile_name)
    with profile._store.transaction():
        profile._store.catalog.replace(CATALOG)
        profile._store.settings.put(settings.EMAIL, "ada@example.org")
    profile.close()


@pytest.fixture
def signed_in(terminal: Terminal, sandbox: Sandbox) -> Terminal:
    """The first user of the local CoffeeCup is signed in, with a token file."""
    done = login(terminal, sandbox)
    assert done.code == 0, done.err
    return terminal


def login(terminal: Terminal, sandbox: Sandbox, *more: str, password: str | None = None) -> Answer:
    """Sign in as a person would from a script: the password comes through standard input."""
    user = sandbox.users[0]
    return terminal(
        "login", "--server", sandbox.url, "--company", sandbox.company, "--email", user["email"],
        "--password-stdin", "--token-store", "file", *more, typed=f"{password or user['password']}\n",
    )  # fmt: skip


@pytest.fixture
def nine(known: Terminal) -> Iterator[Terminal]:
    """Monday, 2 March 2026, nine o'clock, in a place where the clocks show UTC."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        _clocks_follow()
        known.clock = ManualClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
        yield known
    _clocks_follow()


def _clocks_follow() -> None:
    if sys.platform != "win32":
        time.tzset()


def pass_time(terminal: Terminal, **much: int) -> None:
    assert isinstance(terminal.clock, ManualClock)
    terminal.clock.advance(timedelta(**much).total_seconds())
