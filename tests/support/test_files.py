"""Files that another process has open: Windows refuses to replace, delete and open them for a moment."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.boot.profile import open_profile, store_of
from demitasse.desktop.autostart import DesktopEntry, LaunchAgent
from demitasse.desktop.token_stores import FileStore
from demitasse.store import file_identity
from demitasse.store.backups import Backups
from demitasse.support import files
from demitasse.support.clock import SystemClock
from demitasse.tracker import export

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BUSY = 3
"""How often each call is refused."""


def save_twice(folder: Path) -> None:
    store = FileStore(folder / "tokens.json")
    store.save("old")
    store.save("new")
    assert store.load() == "new"


def clear(folder: Path) -> None:
    store = FileStore(folder / "tokens.json")
    store.save("old")
    store.clear()
    assert store.load() is None


def start_at_login(folder: Path) -> None:
    for kind in (DesktopEntry, LaunchAgent) if sys.platform != "win32" else (DesktopEntry,):
        start = kind(folder, "name", [sys.executable])
        start.set_enabled(on=True)
        start.set_enabled(on=True)
        start.set_enabled(on=False)
        assert list(folder.iterdir()) == []


def export_twice(folder: Path) -> None:
    for text in ("old", "new"):
        export.write(folder / "november.csv", text, force=True)
    assert [file.read_bytes()[3:] for file in folder.iterdir()] == [b"new"]


def mark(folder: Path) -> None:
    for generation in (1, 2):
        file_identity.write_marker(folder / "x.db", file_identity.FileMarker(5, generation))
    assert file_identity.read_marker(folder / "x.db") == (5, 2)


def back_up(_folder: Path) -> None:
    with closing(open_profile()) as profile:
        backups = Backups(store_of(profile).database)
        today = SystemClock().now().wall.date()
        backups.daily(today)
        backups.daily(today)
        backups.delete_all()
        assert backups.is_due(today)


def recover(_folder: Path) -> None:
    with closing(open_profile()) as profile:
        place = profile.paths.database
    place.write_bytes(b"damaged" * 1000)
    with closing(open_profile()) as profile:
        assert profile.timesheets.day().rows == ()
    assert (place.parent / "demitasse-damaged-1.db").read_bytes() == b"damaged" * 1000
    assert not [file for file in place.parent.iterdir() if "recovery" in file.name]


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Each file is replaced, deleted and read only after `BUSY` refusals, as on Windows; counts them."""
    from pathlib import Path

    refused: Counter[str] = Counter()

    def refuse_at_first(name: str) -> None:
        really: Callable[..., Any] = getattr(Path, name)

        def method(self: Path, *arguments: Any, **options: Any) -> Any:
            key = f"{name} {self.name}"
            if refused[key] % (BUSY + 1) < BUSY:
                refused[key] += 1
                raise PermissionError(13, "The file is open elsewhere")
            refused[key] += 1
            return really(self, *arguments, **options)

        monkeypatch.setattr(Path, name, method)

    for name in ("replace", "unlink"):
        refuse_at_first(name)
    monkeypatch.setattr(files, "_RETRIES", 50)
    monkeypatch.setattr(files, "STEP_S", 0)
    return refused


@pytest.mark.parametrize("act", [save_twice, clear, start_at_login, export_twice, mark, back_up, recover])
def test_a_file_that_is_open_elsewhere_for_a_moment_delays_and_fails_nothing(
    act: Callable[[Path], None], tmp_path: Path, busy: Counter[str]
) -> None:
    (tmp_path / "work").mkdir()
    act(tmp_path / "work")
    assert busy


@pytest.mark.parametrize("retries", [0, BUSY - 1])
def test_a_file_that_stays_open_cannot_be_deleted(
    retries: int, tmp_path: Path, busy: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_RETRIES", retries)
    with pytest.raises(PermissionError):
        files.remove(tmp_path / "x")
    assert busy["unlink x"] == retries + 1


@pytest.mark.parametrize("act", [save_twice, clear])
def test_a_reader_delays_the_token_file(
    act: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a real reader: only Windows refuses, and `sleep` is what lets the reader end."""
    file = tmp_path / "tokens.json"
    file.write_text("older", encoding="utf-8")
    reader = file.open("rb")
    monkeypatch.setattr("demitasse.support.files.time.sleep", lambda _seconds: reader.close())
    act(tmp_path)
    assert reader.closed == (sys.platform == "win32")
    reader.close()


@pytest.mark.parametrize(("answers", "fsyncs"), [([0], 0), ([OSError(45, "Operation not supported")], 1)])
def test_macos_is_asked_to_empty_the_memory_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: list[int | OSError], fsyncs: int
) -> None:
    """A file system that cannot do that gets fsync(), as on other systems."""
    asked: list[int] = []
    synced: list[int] = []

    def fcntl(_fd: int, command: int) -> int:
        asked.append(command)
        if isinstance(answer := answers[0], OSError):
            raise answer
        return answer

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(files, "fcntl", SimpleNamespace(F_FULLFSYNC=51, fcntl=fcntl), raising=False)
    monkeypatch.setattr("os.fsync", synced.append)
    with (tmp_path / "x").open("wb") as file:
        files.sync(file.fileno())
    assert (asked, len(synced)) == ([51], fsyncs)
