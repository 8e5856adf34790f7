"""The launcher and icons in the home of a person: written at a start, kept up to date, and removed again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from demitasse.desktop import launcher
from demitasse.desktop.autostart import read_keys, split_exec
from demitasse.desktop.launcher import NAME, install_launcher, remove_launcher
from demitasse.desktop.process import login_command

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="desktops of Linux")


@pytest.fixture
def data(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the person's programs, on a system that knows no Demitasse."""
    monkeypatch.setenv("XDG_DATA_DIRS", str(home / "system"))
    return home / ".local" / "share"


def entry(data: Path) -> Path:
    return data / "applications" / f"{NAME}.desktop"


def test_a_start_puts_it_among_the_programs_and_uninstalling_removes_it(data: Path) -> None:
    before = {file for file in data.rglob("*") if file.is_file()}
    install_launcher()
    keys = read_keys(entry(data).read_text())
    assert split_exec(keys["Exec"]) == login_command("--show"), "a click on it opens the window at once"
    assert (keys["Name"], keys["Icon"], keys["TryExec"]) == ("Demitasse", NAME, login_command()[0])
    picture = data / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg"
    assert b"<svg" in picture.read_bytes()
    assert remove_launcher()
    assert {file for file in data.rglob("*") if file.is_file()} == before
    assert not remove_launcher()


def test_a_package_has_its_own(data: Path, home: Path) -> None:
    system = home / "system" / "applications"
    system.mkdir(parents=True)
    (system / f"{NAME}.desktop").write_text("[Desktop Entry]\n")
    install_launcher()
    assert not entry(data).exists()


@pytest.mark.parametrize(
    ("text", "is_replaced"),
    [
        ("[Desktop Entry]\nExec=/usr/bin/env demitasse\nX-Demitasse-Installed=true\n", False),
        ("[Desktop Entry]\nExec=/gone/demitasse --show\nX-Demitasse-Installed=true\n", True),
        ("[Desktop Entry]\nExec={program} --old\nX-Demitasse-Installed=true\n", True),
        ("[Desktop Entry]\nExec=/gone/demitasse --show\n", False),
    ],
)
def test_only_an_outdated_launcher_of_ours_is_written_again(data: Path, text: str, is_replaced: bool) -> None:
    entry(data).parent.mkdir(parents=True)
    entry(data).write_text(text.format(program=login_command()[0]))
    install_launcher()
    assert ("--show" in entry(data).read_text() and "TryExec" in entry(data).read_text()) is is_replaced
    remove_launcher()
    assert entry(data).exists() is ("X-Demitasse" not in text), "what somebody else wrote stays"


def test_a_notification_names_a_file_that_exists() -> None:
    assert launcher.icon().startswith("file:///")
    assert launcher.icon().endswith("demitasse.svg")
