"""Starting at login: the files that are written, and the state that is read back."""

from __future__ import annotations

import configparser
import os
import plistlib
import shutil
import subprocess
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from demitasse.desktop.autostart import (
    NAME,
    AutostartState,
    DesktopEntry,
    LaunchAgent,
    autostart,
    is_temporary,
    join_exec,
    program_of,
    run_key_state,
    split_exec,
)
from demitasse.desktop.process import login_command
from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.support.paths import autostart_folder
from tests.deadlines import PATIENCE_S
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from pathlib import Path

linux = pytest.mark.skipif(sys.platform != "linux", reason="the desktops of Linux")
posix = pytest.mark.skipif(sys.platform == "win32", reason="launchd, and a shell")
LAUNCHCTL = """#!/bin/sh
cd "${0%/*}"
if [ "$1" = enable ]; then
    sed "s|\\"${2##*/}\\" => [a-z]*|\\"${2##*/}\\" => enabled|" launchctl.list > new && mv new launchctl.list
elif [ "$1 $2" = "print-disabled gui/$(id -u)" ]; then
    cat launchctl.list
fi
"""
ODD = ["/opt/my app/demitasse", "--profile", 'a "b" $HOME `id` 100% \\ c', "plain"]


@pytest.fixture(autouse=True)
def launchctl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A launchctl with a list of its own: that of macOS would change the session of whoever runs the tests."""
    program = tmp_path / "bin" / "launchctl"
    program.parent.mkdir()
    program.write_text(LAUNCHCTL, encoding="utf-8")
    program.chmod(0o755)
    program.with_name("launchctl.list").touch()
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    return program


def entry(folder: Path) -> DesktopEntry:
    return DesktopEntry(folder, NAME, [sys.executable, "-m", "demitasse"])


def lines(folder: Path, *extra: str) -> None:
    file = folder / f"{NAME}.desktop"
    file.write_text("\n".join(["[Desktop Entry]", f"Exec={sys.executable} -m demitasse", *extra]), encoding="utf-8")


@linux
def test_it_is_off_until_it_is_switched_on(home: Path) -> None:
    start = autostart()
    assert start.state() is AutostartState.OFF
    start.set_enabled(on=True)
    assert [file.name for file in (home / ".config" / "autostart").iterdir()] == [f"{NAME}.desktop"]
    assert start.state() is AutostartState.ON
    start.set_enabled(on=False)
    start.set_enabled(on=False)
    assert start.state() is AutostartState.OFF


@linux
def test_the_entry_starts_this_program_from_any_folder(home: Path) -> None:
    autostart("work").set_enabled(on=True)
    text = (autostart_folder() / f"{NAME}.work.desktop").read_text(encoding="utf-8")
    line = next(each.removeprefix("Exec=") for each in text.splitlines() if each.startswith("Exec="))
    assert split_exec(line)[-2:] == ["--profile", "work"]
    for name in ("demitasse", "secrets", "requests"):
        (home / f"{name}.py").write_text("raise SystemExit('not what was meant')", encoding="utf-8")
    completed = subprocess.run(
        [*split_exec(line), "--version"], capture_output=True, text=True, cwd=home, timeout=PATIENCE_S, check=True
    )
    assert completed.stdout.startswith("demitasse ")


@linux
@pytest.mark.parametrize("program", ["/opt/demitasse", "/opt/my app/demitasse", r"/opt/back\slash", "/opt/100%"])
def test_a_desktop_skips_the_entry_of_a_program_that_was_removed(program: str, home: Path) -> None:
    """As GLib reads the key TryExec: an absolute path in which only backslashes are escaped."""
    DesktopEntry(home, NAME, [program, "--profile", "work"]).set_enabled(on=True)
    keys = configparser.RawConfigParser()
    keys.read(home / f"{NAME}.desktop", encoding="utf-8")
    assert keys["Desktop Entry"]["TryExec"].replace("\\\\", "\\") == program


@linux
def test_each_profile_has_an_entry_of_its_own() -> None:
    autostart("work").set_enabled(on=True)
    assert (autostart("work").state(), autostart().state()) == (AutostartState.ON, AutostartState.OFF)


@linux
def test_an_unusual_command_is_quoted_for_the_shell() -> None:
    """Its quotes are those of the specification; the entry's own escapes come off before."""
    line = join_exec(ODD).replace("\\\\", "\\").replace("%%", "%")
    completed = subprocess.run(["sh", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True, check=True)
    assert completed.stdout.splitlines() == ODD
    assert split_exec(join_exec(ODD)) == ODD


@linux
@pytest.mark.skipif(not shutil.which("gio"), reason="GLib's own starter")
@pytest.mark.parametrize("name", ["plain", "a b", "100%", 'quo"te', "back\\slash", "dol$lar", "tick`s", "üml", "a'b"])
def test_glib_starts_what_the_entry_says(tmp_path: Path, home: Path, name: str) -> None:
    program, seen = tmp_path / name / "program", tmp_path / "seen"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{seen}.new" && mv "{seen}.new" "{seen}"\n', encoding="utf-8")
    program.chmod(0o700)
    entry = DesktopEntry(home, NAME, [str(program), "--profile", name])
    entry.set_enabled(on=True)
    assert entry.state() is AutostartState.ON
    subprocess.run(["gio", "launch", str(home / f"{NAME}.desktop")], check=True)
    wait_until(seen.exists, "the program")
    assert seen.read_text(encoding="utf-8").splitlines() == ["--profile", name]


@pytest.mark.parametrize(
    "key", ["Hidden=true", "X-GNOME-Autostart-enabled=false", "OnlyShowIn=KDE;", "NotShowIn=X;GNOME;"]
)
def test_an_entry_that_the_desktop_switched_off_is_blocked(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
    lines(tmp_path, key)
    start = entry(tmp_path)
    assert start.state() is AutostartState.BLOCKED
    start.set_enabled(on=True)
    assert start.state() is AutostartState.ON


def test_keys_of_other_groups_are_ignored(tmp_path: Path) -> None:
    lines(tmp_path, "# Hidden=true", "Hidden=false", "[Desktop Action Stop]", "Hidden=true")
    assert entry(tmp_path).state() is AutostartState.ON


def test_an_entry_without_its_program_is_off(tmp_path: Path) -> None:
    DesktopEntry(tmp_path, NAME, [str(tmp_path / "gone"), "-m", "demitasse"]).set_enabled(on=True)
    assert entry(tmp_path).state() is AutostartState.OFF


COMMANDS = [
    ("the same", [sys.executable, "-m", "demitasse"], True),
    ("other arguments", [sys.executable, "-m", "demitasse", "--old"], True),
    ("moved away", ["/gone/demitasse", "-m", "demitasse"], True),
    ("another installation", ["/bin/sh", "-m", "demitasse"], False),
]


@posix
@pytest.mark.parametrize("kind", [DesktopEntry, LaunchAgent])
@pytest.mark.parametrize(("found", "renewed"), [case[1:] for case in COMMANDS], ids=[case[0] for case in COMMANDS])
def test_an_entry_is_renewed_unless_it_is_of_another_installation(
    tmp_path: Path, kind: type[DesktopEntry | LaunchAgent], found: list[str], renewed: bool
) -> None:
    ours = kind(tmp_path, NAME, [sys.executable, "-m", "demitasse"])
    ours.renew()
    assert list(tmp_path.glob(f"{NAME}*")) == [], "it was never enabled, so it stays disabled"
    kind(tmp_path, NAME, found).set_enabled(on=True)
    assert (ours.state() is AutostartState.ON) == (found == [sys.executable, "-m", "demitasse"])
    before = next(tmp_path.glob(f"{NAME}*")).read_bytes()
    ours.renew()
    assert (ours.state() is AutostartState.ON) == renewed
    assert renewed or next(tmp_path.glob(f"{NAME}*")).read_bytes() == before


@pytest.mark.parametrize("key", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_an_entry_that_the_desktop_switched_off_is_not_renewed(tmp_path: Path, key: str) -> None:
    file = tmp_path / f"{NAME}.desktop"
    file.write_text(f"[Desktop Entry]\nExec=/gone/demitasse\n{key}\n", encoding="utf-8")
    entry(tmp_path).renew()
    assert "/gone/demitasse" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "program"),
    [
        (
            r'"C:\Program Files\Demitasse\Demitasse-tray.exe" --profile work',
            r"C:\Program Files\Demitasse\Demitasse-tray.exe",
        ),
        (r"C:\Demitasse\Demitasse-tray.exe --profile work", r"C:\Demitasse\Demitasse-tray.exe"),
        ("", ""),
    ],
)
def test_the_program_of_a_windows_command_line(command: str, program: str) -> None:
    assert program_of(command) == program


def test_a_folder_that_is_a_file_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("", encoding="utf-8")
    with pytest.raises(LocalFault):
        entry(tmp_path / "autostart").set_enabled(on=True)


def test_an_appimage_is_started_by_its_file_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert login_command("--profile", "work") == [sys.executable, "--profile", "work"]
    monkeypatch.setenv("APPIMAGE", "/opt/Demitasse.AppImage")
    assert login_command() == ["/opt/Demitasse.AppImage"]


@posix
def test_a_launch_agent_has_the_keys_that_launchd_reads(tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path, NAME, [sys.executable, "-m", "demitasse"])
    assert agent.state() is AutostartState.OFF
    agent.set_enabled(on=True)
    file = tmp_path / f"{NAME}.plist"
    written = plistlib.loads(file.read_bytes())
    assert written["Label"] == NAME
    assert written["ProgramArguments"] == [sys.executable, "-m", "demitasse"]
    assert agent.state() is AutostartState.ON
    file.write_bytes(plistlib.dumps({**written, "Disabled": True}))
    assert agent.state() is AutostartState.BLOCKED
    file.write_bytes(plistlib.dumps({**written, "ProgramArguments": [str(tmp_path / "gone")]}))
    assert agent.state() is AutostartState.OFF
    file.write_bytes(b"no list")
    assert agent.state() is AutostartState.OFF
    agent.set_enabled(on=False)
    assert not file.exists()


@posix
@pytest.mark.parametrize(
    ("line", "means"),
    [
        (f'"{NAME}" => disabled', AutostartState.BLOCKED),
        (f'"{NAME}" => true', AutostartState.BLOCKED),
        (f'"{NAME}" => enabled', AutostartState.ON),
        (f'"{NAME}" => false', AutostartState.ON),
        (f'"{NAME}.work" => disabled', AutostartState.ON),
        ("", AutostartState.ON),
    ],
)
def test_a_switch_in_the_settings_of_macos_is_seen_and_cleared(
    tmp_path: Path, launchctl: Path, line: str, means: AutostartState
) -> None:
    agent = LaunchAgent(tmp_path, NAME, [sys.executable, "-m", "demitasse"])
    agent.set_enabled(on=True)
    listed = f'disabled services = {{\n\t"com.example.other" => disabled\n\t{line}\n}}\n'
    launchctl.with_name("launchctl.list").write_text(listed, encoding="utf-8")
    assert agent.state() is means
    agent.set_enabled(on=True)
    assert agent.state() is AutostartState.ON


@posix
def test_an_agent_of_the_installed_program_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / f"{NAME}.plist"
    LaunchAgent(tmp_path, NAME, [sys.executable]).set_enabled(on=True)
    assert "AssociatedBundleIdentifiers" not in plistlib.loads(file.read_bytes())
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    LaunchAgent(tmp_path, NAME, [sys.executable]).set_enabled(on=True)
    assert plistlib.loads(file.read_bytes())["AssociatedBundleIdentifiers"] == [NAME]


@posix
@pytest.mark.parametrize(
    ("program", "temporary"),
    [
        ("/private/var/folders/x/T/AppTranslocation/7F-1/d/Demitasse.app/Contents/MacOS/Demitasse", True),
        ("/Volumes/Demitasse/Demitasse.app/Contents/MacOS/Demitasse", True),
        ("/Applications/Demitasse.app/Contents/MacOS/Demitasse", False),
        ("/Users/ada/Applications/Demitasse.app/Contents/MacOS/Demitasse", False),
        ("/opt/homebrew/bin/python3.13", False),
    ],
)
def test_a_program_that_will_be_gone_is_not_started_at_login(tmp_path: Path, program: str, temporary: bool) -> None:
    assert is_temporary(program) is temporary
    agent = LaunchAgent(tmp_path, NAME, [program])
    with pytest.raises(LocalFault) if temporary else nullcontext() as refused:
        agent.set_enabled(on=True)
    assert (tmp_path / f"{NAME}.plist").exists() is not temporary
    assert refused is None or refused.value.code == FaultCode.AUTOSTART_TEMPORARY
    agent.set_enabled(on=False)


@pytest.mark.parametrize(
    ("command", "approval", "means"),
    [
        (None, None, AutostartState.OFF),
        (None, b"\x02" + bytes(11), AutostartState.OFF),
        ("demitasse.exe", None, AutostartState.ON),
        ("demitasse.exe", b"\x02" + bytes(11), AutostartState.ON),
        ("other.exe", None, AutostartState.OFF),
        ("demitasse.exe", b"\x03" + bytes(11), AutostartState.BLOCKED),
        ("demitasse.exe", b"\x07" + bytes(11), AutostartState.BLOCKED),
    ],
)
def test_task_manager_can_block_the_entry(command: str | None, approval: bytes | None, means: AutostartState) -> None:
    assert run_key_state(command, approval, "demitasse.exe") is means
