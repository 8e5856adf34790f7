"""The tray app as another process: `demitasse` in a console of Windows, and `demitasse quit`."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from demitasse.cli import tray
from demitasse.desktop.autostart import autostart
from demitasse.desktop.ipc_client import ipc_address, is_running, send
from demitasse.support.locks import FileLock
from demitasse.support.paths import paths, windowed_program
from tests.deadlines import PATIENCE_S
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Terminal

_TELL = '#!/bin/sh\nprintf "%s\\n" "$@" > "$0.part"\nmv "$0.part" "$0.told"\n'


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tray app takes long to start and to end on a loaded machine."""
    monkeypatch.setattr(tray, "_QUIT_S", PATIENCE_S)


@contextmanager
def app(profile: str, *, ready: bool = True) -> Iterator[subprocess.Popen[bytes]]:
    """A tray app without a display, once it holds its lock; with `ready`, once it listens."""
    line = [
        sys.executable,
        "-c",
        "from demitasse.__main__ import _App; _App().run(__import__('sys').argv[1], show=False)",
    ]
    with subprocess.Popen([*line, profile], env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}) as process:
        try:
            places = paths(profile)
            wait_until(lambda: is_running(places), "its lock")
            if ready:
                wait_until(lambda: send(ipc_address(places), "changed"), "its answer")
            yield process
        finally:
            process.kill()


def test_quit_ends_the_tray_apps_of_all_profiles_and_waits(terminal: Terminal) -> None:
    paths("never-started")
    with app("default") as one, app("Work") as other:
        answer = terminal("quit", "--json")
        assert (answer.code, answer.json) == (0, {"quit": ["default", "work"]})
        assert [one.wait(PATIENCE_S), other.wait(PATIENCE_S)] == [0, 0]
    assert terminal("quit", "--json").json == {"quit": []}
    assert terminal("quit").out == "No tray app was running.\n"


@pytest.mark.parametrize("what", ["", "window", "timer", "switch", "add"])
def test_toggle_reaches_the_running_tray_app(terminal: Terminal, what: str) -> None:
    with app("default") as one:
        answer = terminal("toggle", *([what] if what else []), "--json")
        assert (answer.code, answer.json) == (0, {"toggled": what or "window"})
        assert terminal("quit", "--json").json == {"quit": ["default"]}
        assert one.wait(PATIENCE_S) == 0


def test_toggle_refuses_what_it_does_not_know(terminal: Terminal) -> None:
    answer = terminal("toggle", "everything")
    assert answer.code == 2
    assert "window, timer, switch, add" in answer.err


@pytest.mark.skipif(sys.platform != "linux", reason="what Linux desktops have")
def test_uninstall_leaves_only_the_timesheets(terminal: Terminal, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_DIRS", str(home / "system"))
    launcher = home / ".local" / "share" / "applications" / "app.demitasse.Demitasse.desktop"
    autostart("default").set_enabled(on=True)
    with app("default"):
        wait_until(launcher.exists, "the launcher of a first start")
        answer = terminal("uninstall", "--json").json
    assert answer == {"quit": ["default"], "login": ["default"], "launcher": True}
    assert not launcher.exists()
    assert not list((home / ".config" / "autostart").iterdir())
    assert paths("default").database.exists()


def test_quit_with_a_profile_ends_that_one_only(terminal: Terminal) -> None:
    with app("default") as one, app("work") as other:
        answer = terminal("--profile", "WORK", "quit")
        assert (answer.code, answer.out) == (0, "The tray app of work has ended.\n")
        assert other.wait(PATIENCE_S) == 0
        assert one.poll() is None
        assert terminal("quit").out == "The tray app of default has ended.\n"


def test_quit_waits_for_one_that_is_starting(terminal: Terminal) -> None:
    with app("default", ready=False) as process:
        assert terminal("quit").out == "The tray app of default has ended.\n"
        assert process.wait(PATIENCE_S) == 0


def test_one_that_does_not_end_is_reported(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tray, "_QUIT_S", 0.2)
    lock = FileLock(paths().lock("app"))
    assert lock.try_acquire()
    answer = terminal("quit", "--json")
    lock.release()
    assert (answer.code, answer.out) == (7, "")
    assert answer.error["message"] == "The tray app does not end (default). What you track is saved."


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installed Demitasse on Windows, whose windowed program only writes down how it was called."""
    folder = tmp_path / "Programs"
    folder.mkdir()
    for name in ("demitasse.exe", "Demitasse-tray.exe"):
        (folder / name).write_text(_TELL, encoding="utf-8")
        (folder / name).chmod(0o700)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "demitasse.exe"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")  # there is a display
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the program")
@pytest.mark.parametrize(
    ("words", "passed"),
    [([], [""]), (["--show"], ["--show"]), (["--profile", "Work", "--show"], ["--profile", "work", "--show"])],
)
def test_in_a_console_the_windowed_program_is_started(
    words: list[str], passed: list[str], terminal: Terminal, console: Path
) -> None:
    answer = terminal(*words)
    assert (answer.code, terminal.window.calls) == (0, [])
    assert "opens in the tray" in answer.out
    told = console / "Demitasse-tray.exe.told"
    wait_until(told.exists, "the other program")
    assert told.read_text(encoding="utf-8").splitlines() == passed


def test_a_wrong_name_is_reported_in_the_console(terminal: Terminal, console: Path) -> None:
    assert terminal("--profile", "con").code == 2
    assert not (console / "Demitasse-tray.exe.told").exists()


@pytest.mark.parametrize(
    ("program", "frozen", "beside", "found"),
    [
        ("demitasse.exe", True, "Demitasse-tray.exe", True),
        ("Demitasse.exe", True, "Demitasse-tray.exe", True),
        ("Demitasse-tray.exe", True, "demitasse.exe", False),
        ("demitasse.exe", True, "pythonw.exe", False),
        ("python.exe", False, "pythonw.exe", True),
        ("pythonw.exe", False, "python.exe", False),
        ("python.exe", True, "pythonw.exe", False),
        ("demitasse", True, "Demitasse-tray.exe", False),
        ("python3", False, "pythonw.exe", False),
    ],
)
def test_the_program_without_a_console_is_found(
    program: str, frozen: bool, beside: str, found: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / beside).touch()
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / program))
    assert windowed_program() == (tmp_path / beside if found else None)
