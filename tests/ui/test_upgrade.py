"""The program notices that its package was upgraded or removed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from demitasse.ui.app import upgrade
from demitasse.ui.app.upgrade import UpgradeWatch
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the installer ends the program there")


class Installed:
    """A program file, and what its watch has told."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.told: list[str] = []
        self.watch = UpgradeWatch()
        self.watch.replaced.connect(lambda: self.told.append("replaced"))
        self.watch.removed.connect(lambda: self.told.append("removed"))
        self.watch.start()

    def write(self, name: str) -> Path:
        """Put a file into its folder, with the time that every build of one commit has."""
        file = self.file.with_name(name)
        file.write_text("program", encoding="utf-8")
        os.utime(file, (0, 0))
        return file


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installed]:
    """A bundle that runs."""
    file = tmp_path / "bundle" / "demitasse"
    file.parent.mkdir()
    file.write_text("program", encoding="utf-8")
    os.utime(file, (0, 0))
    monkeypatch.setattr(sys, "executable", str(file))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    for pause in ("_SETTLED_MS", "_RETRY_MS"):
        monkeypatch.setattr(upgrade, pause, 1)
    program = Installed(file)
    yield program
    program.watch.deleteLater()


def told(installed: Installed, app: QApplication) -> list[str]:
    def heard() -> list[str]:
        app.processEvents()
        return installed.told

    return list(wait_until(heard, "a signal"))


def test_a_program_that_was_replaced_starts_again(installed: Installed, app: QApplication) -> None:
    installed.write("demitasse.dpkg-new").replace(installed.file)
    assert told(installed, app) == ["replaced"]
    installed.told.clear()
    installed.watch.retry()
    assert told(installed, app) == ["replaced"], "asked for later"


def test_it_waits_until_all_files_are_replaced(installed: Installed, app: QApplication) -> None:
    """The program file may be the first of hundreds; the new program would not find the libraries it needs."""
    libraries = installed.file.parent / "_internal"
    libraries.mkdir()
    installed.write("demitasse.dpkg-new").replace(installed.file)
    for number in range(50):
        (libraries / f"{number}.so").touch()
        installed.watch._on_settled()
        assert installed.told == []
    assert told(installed, app) == ["replaced"]


def test_a_program_that_was_removed_ends(installed: Installed, app: QApplication) -> None:
    installed.file.unlink()
    assert told(installed, app) == ["removed"]


def test_other_changes_of_the_folder_mean_nothing(installed: Installed) -> None:
    """What counts is the file at the end: here the old one, put back by an upgrade that failed."""
    backup = installed.file.with_name("demitasse.dpkg-tmp")
    os.link(installed.file, backup)
    installed.write("demitasse.dpkg-new").replace(installed.file)
    backup.replace(installed.file)
    installed.watch._on_settled()
    assert installed.told == []
