"""The keyring: a real one where there is one, and what happens without."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from demitasse.desktop import keyring, keyring_child
from demitasse.desktop.keyring import KeyringStore, available
from demitasse.desktop.process import command
from demitasse.domain.errors import LocalFault

if sys.platform == "linux":
    from tests.desktop_services import Bus
    from tests.secret_service import GnomeKeyring

CHILD = command(keyring.CHILD_FLAG)
linux = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service")
real = pytest.mark.skipif(shutil.which("gnome-keyring-daemon") is None, reason="no gnome-keyring here")


@pytest.fixture(autouse=True)
def ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let child processes find the program."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A computer without a session bus."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")


@linux
@real
def test_a_real_keyring_stores_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Bus(tmp_path) as bus, GnomeKeyring(bus, tmp_path):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        mine, other = KeyringStore("mine", CHILD), KeyringStore("other", CHILD)
        assert available(CHILD)
        assert mine.load() is None
        mine.clear()
        mine.save('{"access": "Grüße"}' * 300)
        other.save("another")
        assert mine.load() == '{"access": "Grüße"}' * 300
        mine.clear()
        assert mine.load() is None
        assert other.load() == "another"


@linux
@pytest.mark.usefixtures("no_bus")
def test_no_keyring_is_a_fault() -> None:
    assert not available(CHILD)
    for use in (KeyringStore("mine", CHILD).load, lambda: KeyringStore("mine", CHILD).save("secret")):
        with pytest.raises(LocalFault, match="keyring_missing"):
            use()


@linux
@pytest.mark.usefixtures("no_bus")
@pytest.mark.parametrize("backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_no_setting_selects_another_keyring(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "python_keyring"
    config.mkdir(parents=True)
    (config / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring={backend}\n", encoding="utf-8")
    assert not available(CHILD)


def test_a_keyring_that_hangs_is_a_fault(tmp_path: Path) -> None:
    hangs = (
        "import os, pathlib, time; "
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid())); time.sleep(60)"
    )
    with pytest.raises(LocalFault, match="keyring_slow"):
        KeyringStore("mine", [sys.executable, "-S", "-c", hangs], load_s=2.0).load()
    pid = int((tmp_path / "pid").read_text(encoding="ascii"))
    if sys.platform != "win32":  # where this would end the process
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize("code", ["raise SystemExit(3)", "print('{}')", "print('[]')", "print('no')", "import nothing"])
def test_a_child_that_dies_is_a_fault(code: str) -> None:
    with pytest.raises(LocalFault, match="keyring_failed"):
        KeyringStore("mine", [sys.executable, "-S", "-c", code]).load()


def test_a_missing_program_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(LocalFault, match="keyring_failed"):
        KeyringStore("mine", [str(tmp_path / "gone")]).load()


def test_the_secret_is_in_no_argument_and_no_variable(tmp_path: Path) -> None:
    spy = (
        "import json, os, pathlib, sys; "
        f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(json.dumps([sys.orig_argv, dict(os.environ)])); "
        "print(json.dumps({'outcome': 'ok', 'text': json.loads(sys.stdin.read())['text']}))"
    )
    KeyringStore("mine", [sys.executable, "-S", "-c", spy]).save("canary-7f3a")
    assert "canary-7f3a" not in (tmp_path / "seen").read_text(encoding="utf-8")
    assert len(json.loads((tmp_path / "seen").read_text(encoding="utf-8"))) == 2


class Small(KeyringBackend):
    """A keyring in memory with the limit of Windows, which fails before its write number `dies_at`."""

    priority = 0

    def __init__(self, dies_at: int = 10_000) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has no types for it
        self.kept: dict[tuple[str, str], str] = {}
        self._left = dies_at

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._live()
        assert len(password.encode("utf-16-le")) <= 2560
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._live()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _live(self) -> None:
        if self._left == 0:
            raise InterruptedError
        self._left -= 1


LIMIT = keyring_child.WINDOWS_LIMIT


@pytest.mark.parametrize("length", [0, 1, LIMIT - 1, LIMIT, LIMIT + 1, 5 * LIMIT, 5 * LIMIT + 7])
def test_any_length_fits_into_a_small_keyring(length: int) -> None:
    kept = Small()
    text = ("0123456789Ä" * length)[:length]
    keyring_child.save(kept, "mine", text, LIMIT)
    assert keyring_child.load(kept, "mine") == text
    keyring_child.clear(kept, "mine")
    assert kept.kept == {}
    assert keyring_child.load(kept, "mine") is None


def test_nothing_of_the_old_text_stays() -> None:
    kept = Small()
    for length in (3 * LIMIT, 2 * LIMIT, 5, 4 * LIMIT, 4 * LIMIT):
        keyring_child.save(kept, "mine", "x" * length, LIMIT)
        assert keyring_child.load(kept, "mine") == "x" * length
    assert len(kept.kept) == 5


@pytest.mark.parametrize("dies_at", range(6))
def test_a_crash_between_two_chunks_loses_nothing(dies_at: int) -> None:
    before = Small()
    keyring_child.save(before, "mine", "a" * 2500, LIMIT)
    kept = Small(dies_at)
    kept.kept = dict(before.kept)
    with pytest.raises(InterruptedError):
        keyring_child.save(kept, "mine", "b" * 2400, LIMIT)
    assert keyring_child.load(kept, "mine") in {"a" * 2500, "b" * 2400}


def test_chunks_that_do_not_fit_together_are_ignored() -> None:
    kept = Small()
    keyring_child.save(kept, "mine", "a" * 2500, LIMIT)
    name = next(name for name in kept.kept if name[0] != "demitasse:mine")
    kept.kept[name] = "somebody else's"
    assert keyring_child.load(kept, "mine") is None


@pytest.mark.parametrize("head", ["", "rubbish", "n:", "n:x:y", "n:99999999:0000"])
def test_rubbish_in_the_keyring_is_ignored(head: str) -> None:
    kept = Small()
    kept.kept["demitasse:mine", keyring_child.USER] = head
    assert keyring_child.load(kept, "mine") is None
    keyring_child.clear(kept, "mine")
