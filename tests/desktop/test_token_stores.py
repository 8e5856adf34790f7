"""The token file: private, whole, and replaced in one step."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from demitasse.desktop.token_stores import FileStore, MemoryStore
from demitasse.domain.errors import LocalFault

if TYPE_CHECKING:
    from pathlib import Path

SAVER = """
import itertools, sys
from pathlib import Path
from demitasse.desktop.token_stores import FileStore
store = FileStore(Path(sys.argv[1]))
for number in itertools.count():
    store.save(f"{number:09d}" * 5000)
    if number == 3:
        print("going", flush=True)
"""


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_a_stored_text_is_loaded(kind: str, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "tokens.json") if kind == "file" else MemoryStore()
    store.clear()
    assert store.load() is None
    store.save('{"access": "Grüße"}')
    store.save('{"access": "Grüße 2"}')
    assert store.load() == '{"access": "Grüße 2"}'
    store.clear()
    assert store.load() is None


def test_the_file_is_private_and_alone(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    file = tmp_path / "ours" / "tokens.json"
    before = os.umask(0)
    try:
        FileStore(file).save("secret")
    finally:
        os.umask(before)
    assert os.name != "posix" or file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_others_could_read_becomes_private(tmp_path: Path) -> None:
    (tmp_path / "tokens.json").write_text("old", encoding="utf-8")
    (tmp_path / "tokens.json").chmod(0o644)
    FileStore(tmp_path / "tokens.json").save("secret")
    assert os.name != "posix" or (tmp_path / "tokens.json").stat().st_mode & 0o777 == 0o600


def test_a_missing_folder_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(LocalFault, match="session_un"):
        FileStore(tmp_path / "gone" / "tokens.json").save("secret")


def test_a_kill_leaves_the_file_intact(tmp_path: Path) -> None:
    file = tmp_path / "tokens.json"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", SAVER, str(file)], stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "going\n"
            process.kill()
        text = FileStore(file).load()
        assert text is not None
        assert text == text[:9] * 5000
