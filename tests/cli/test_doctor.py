"""`demitasse doctor`: each check has words, the exit code tells, and a bundle holds no names."""

from __future__ import annotations

import os
import socket
import string
import sys
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.boot.doctor import WITHIN_S, examine
from demitasse.boot.profile import open_profile
from demitasse.cli import doctor_words
from demitasse.cli.commands import DONE, LOCAL, UNWELL, USAGE
from demitasse.desktop.ipc_client import ipc_address
from demitasse.domain import settings
from demitasse.domain.doctor import CHECKS, PRIVATE, RESULTS, CheckState, Finding, Found, worst
from demitasse.domain.errors import FaultCode
from demitasse.store.settings import USER
from demitasse.support.paths import paths
from tests.cli.conftest import login, secrets, words
from tests.cli.test_online import _converse
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path

    from coffeecup_sandbox import Sandbox
    from tests.cli.conftest import Terminal

CODES = {value for name, value in vars(Found).items() if name.isupper()}


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No check in this process is too slow on a loaded machine."""
    monkeypatch.setattr(examine, "__defaults__", (PATIENCE_S,))


def found(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["check"]: one for one in answer["checks"]}


def test_every_result_has_words_for_its_figures() -> None:
    assert set(doctor_words.WORDS) == set(RESULTS) == CODES
    for code, (words_, remedy) in doctor_words.WORDS.items():
        holes = {name for text in (words_, remedy) for _, name, _, _ in string.Formatter().parse(text) if name}
        assert holes <= set(RESULTS[code][1]), code
        bad = RESULTS[code][0] is CheckState.BROKEN
        assert remedy or not bad, f"{code}: what is broken has a remedy"


def test_a_new_computer_is_well(terminal: Terminal) -> None:
    answer = terminal("doctor", "--json")
    checks = found(answer.json)
    assert tuple(checks) == CHECKS
    assert (answer.code, answer.json["worst"]) == (DONE, "limited")
    states = {name: one["state"] for name, one in checks.items()}
    assert states["server"] == states["clock"] == "off"
    assert states["disk"] == states["database"] == states["installation"] == "ok"
    lines = terminal("doctor").out.splitlines()
    assert len(lines) == len(CHECKS)
    assert all(line.split()[0] in {"ok", "off", "limited"} for line in lines)


def test_the_server_is_asked_once_and_its_clock_compared(terminal: Terminal, sandbox: Sandbox) -> None:
    login(terminal, sandbox)
    before = len(sandbox.arrivals)
    checks = found(terminal("doctor", "--json").json)
    assert (checks["server"]["state"], checks["server"]["figures"]["host"]) == ("ok", "127.0.0.1")
    assert checks["clock"]["code"] == Found.CLOCK_RIGHT
    assert checks["clock"]["figures"]["offset_ms"] <= 1500
    assert len(sandbox.arrivals) == before + 1
    assert checks["throttle"]["figures"]["used"] >= 1


def test_what_is_broken_is_told_by_the_exit_code(terminal: Terminal, sandbox: Sandbox) -> None:
    login(terminal, sandbox)
    sandbox.stop()
    answer = terminal("doctor", "--json")
    assert (answer.code, answer.json["worst"]) == (UNWELL, "broken")
    checks = found(answer.json)
    assert checks["server"]["code"] == FaultCode.UNREACHABLE
    assert checks["clock"]["code"] == Found.CLOCK_UNCHECKED
    assert "BROKEN   Server" in terminal("doctor").out


def test_a_damaged_database_is_a_finding(terminal: Terminal) -> None:
    open_profile().close()
    paths().database.write_bytes(b"not a database" * 100)
    paths().database.chmod(0o400)
    assert set(found(terminal("doctor", "--json").json)) == set(CHECKS)


def test_a_zone_that_is_not_known_here_is_broken(terminal: Terminal, sandbox: Sandbox) -> None:
    login(terminal, sandbox)
    profile = open_profile()
    user = profile._store.settings.get(USER) | {"timezone": "Mars/Olympus"}
    with profile._store.transaction():
        profile._store.settings.put(USER, user)
    profile.close()
    assert found(terminal("doctor", "--json").json)["zone"]["code"] == Found.ZONE_NOT_HERE


@pytest.mark.skipif(sys.platform == "win32", reason="sockets with a path")
def test_a_tray_app_that_hangs_counts_as_none() -> None:
    address = ipc_address(paths())
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen(1)
        findings = {finding.check: finding.code for finding in examine("default", WITHIN_S / 2)}
    assert findings["clicks"] == Found.NOT_RUNNING
    assert set(findings) == set(CHECKS)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], CheckState.OK),
        ([Found.TRAY_HOST, Found.LOGIN_OFF], CheckState.OFF),
        ([Found.IDLE_UNKNOWN, Found.TRAY_HOST], CheckState.LIMITED),
        ([FaultCode.DATABASE_DAMAGED, Found.IDLE_UNKNOWN], CheckState.BROKEN),
    ],
)
def test_the_worst_state_counts(states: list[str], expected: CheckState) -> None:
    assert worst(tuple(Finding("tray", code) for code in states)) is expected


@pytest.mark.parametrize(("number", "shown"), [(0, "0 B"), (999, "999 B"), (3_100_000, "3 MB"), (12e12, "12000 GB")])
def test_sizes_are_read_at_a_glance(number: int, shown: str) -> None:
    assert doctor_words.size(number) == shown


def test_a_bundle_holds_no_names_and_no_secrets(terminal: Terminal, sandbox: Sandbox, tmp_path: Path) -> None:
    login(terminal, sandbox)
    terminal("settings", "update_address", "https://acme.example/versions.json")
    file = tmp_path / "bundle.txt"
    answer = terminal("doctor", "--bundle", str(file), "--yes")
    written = file.read_text(encoding="utf-8")
    assert all(line in answer.out for line in written.splitlines()), "it is shown"
    tables = ("projects", "tasks", "clients", "users", "companies")
    names = [str(value) for table in tables if table in sandbox.state.tables for row in sandbox.state[table]
             for value in row.values() if isinstance(value, str)]  # fmt: skip
    for text in {*words(sandbox), *secrets(sandbox), *names, sandbox.company, "acme.example", str(tmp_path)}:
        if len(text) > 3 and text not in {"Europe/Berlin", "user", "true"}:
            assert text not in written, text
    assert "server: ok, server_answered took_ms=" in written
    assert all(f"{name}: " in written for name in CHECKS)


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_bundle_that_nobody_sees_is_not_written(terminal: Terminal, tmp_path: Path, more: list[str]) -> None:
    file = tmp_path / "bundle.txt"
    answer = terminal("doctor", "--bundle", str(file), *more)
    assert (answer.code, file.exists()) == (USAGE, False)
    assert "--yes" in answer.err


def test_a_bundle_replaces_nothing_and_needs_its_folder(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "bundle.txt"
    file.write_text("mine", encoding="utf-8")
    assert terminal("doctor", "--bundle", str(file), "--yes").code == USAGE
    assert file.read_text(encoding="utf-8") == "mine"
    assert terminal("doctor", "--bundle", str(tmp_path / "gone" / "b.txt"), "--yes").code == LOCAL


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("typed", "written"), [("y", True), ("", False), ("no", False)])
def test_a_person_decides_after_reading(tmp_path: Path, typed: str, *, written: bool) -> None:
    import pty

    file = tmp_path / "bundle.txt"
    pid, shown = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-m", "demitasse", "doctor", "--bundle", str(file)])  # noqa: S606
    said = _converse(shown, [("[y/N]", typed)])
    expected = UNWELL if "BROKEN" in said else DONE  # A check may be too slow on a loaded machine.
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == expected, said
    assert said.index("installation: ok") < said.index("[y/N]")
    assert (file.exists(), "Nothing was written." in said) == (written, not written)


def test_the_settings_of_a_bundle_are_those_that_were_changed(terminal: Terminal, tmp_path: Path) -> None:
    terminal("settings", settings.THEME.name, "dark")
    terminal("doctor", "--bundle", str(tmp_path / "b"), "--yes")
    assert "theme: dark" in (tmp_path / "b").read_text(encoding="utf-8")


def test_the_words_of_a_fault_are_in_no_bundle() -> None:
    params = {"message": "Anna Meier has left", "path": "/home/anna", "status": 503}
    finding = Finding("server", FaultCode.SERVER_TEXT, params).without_names()
    assert finding.params == {"status": 503}


def test_private_figures_are_declared() -> None:
    assert {"host"} == {name for _, names in RESULTS.values() for name in names if name in PRIVATE}
