"""Clocks, paths, the log and secrets."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import TZPATH

import pytest

from demitasse.desktop.ipc_client import ipc_address, send
from demitasse.domain.errors import BadInput
from demitasse.support import clock, log
from demitasse.support.clock import SystemClock
from demitasse.support.log import log_to
from demitasse.support.paths import DEVICES, paths, private_file, profiles
from demitasse.support.secret import Secret
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_demitasse_home_puts_everything_in_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMITASSE_HOME", str(tmp_path / "h"))
    found = paths()
    for folder in (found.data, found.config, found.cache, found.logs, found.shared):
        assert folder.is_relative_to(tmp_path / "h")
        assert sys.platform == "win32" or stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform != "linux", reason="folders of Linux")
def test_without_demitasse_home_files_are_in_the_system_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEMITASSE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", "relative/must/be/ignored")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "gone"))
    found = paths("work")
    assert found.database == tmp_path / ".local/share/demitasse/work/demitasse.db"
    assert found.tokens == tmp_path / ".config/demitasse/work/tokens.json"
    assert found.lock("app").parent == found.database.parent, "under cron, su or ssh there is another runtime folder"


def test_profiles_are_separate_but_share_the_call_log() -> None:
    one, other = paths("one"), paths("other")
    assert one.database != other.database
    assert ipc_address(one) != ipc_address(other)
    assert one.call_log("host", "acme") == other.call_log("host", "acme") != one.call_log("host", "other")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no folder")
@pytest.mark.parametrize("made", ["link", "open", "file", "nothing", "ours"])
def test_the_folder_for_sockets_must_be_ours_alone(made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path beside the database that is too long for a socket is replaced by one in the shared temporary folder."""
    long = paths()._replace(data=tmp_path / ("x" * 100))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    folder, elsewhere = tmp_path / f"demitasse-{os.getuid()}", tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if made == "link":
        folder.symlink_to(elsewhere, target_is_directory=True)
    elif made == "file":
        folder.write_text("")
    elif made != "nothing":
        folder.mkdir(mode=0o700)
        folder.chmod(0o777 if made == "open" else 0o700)
    address = ipc_address(long)
    assert bool(address) == (made in {"nothing", "ours"})
    assert not send(address, "show")
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("name", ["", "../x", "a/b", "x" * 33, ".", "nul\0"])
def test_a_path_is_no_profile_name(name: str) -> None:
    with pytest.raises(BadInput):
        paths(name)


def timesheet(home: Path, name: str) -> None:
    """Leave a profile as an earlier version did: in a folder of exactly that name."""
    folder = home / "demitasse" / "data" / name
    folder.mkdir(parents=True)
    (folder / "demitasse.db").write_bytes(b"")


@pytest.mark.parametrize("name", "logs Logs cache run con CON prn aux nul com1 Lpt9 com0".split())
def test_a_reserved_name_is_refused_for_a_new_profile(name: str, home: Path) -> None:
    if name.lower() not in DEVICES:
        (home / "demitasse" / "data" / name).mkdir(parents=True)  # as `logs` exists on Windows
    with pytest.raises(BadInput, match="profile_reserved"):
        paths(name)
    assert not profiles()


@pytest.mark.parametrize("name", ["company", "logs2", "con-1", "com10", "-", "nul_", "0"])
def test_a_name_that_only_resembles_a_reserved_one_is_fine(name: str) -> None:
    assert paths(name).profile == name


@pytest.mark.parametrize("existing", ["Work", "WORK", "work"])
@pytest.mark.parametrize("typed", ["work", "Work", "wORK", "WORK"])
def test_names_of_profiles_ignore_case(existing: str, typed: str, home: Path) -> None:
    timesheet(home, existing)
    found = paths(typed)
    assert found == paths(existing)
    assert found.profile == existing
    assert ipc_address(found) == ipc_address(paths(existing))
    assert profiles() == [existing]


def test_a_new_profile_is_written_in_lower_case() -> None:
    assert paths("WORK").profile == "work"
    assert paths("Work") == paths("work")


@pytest.mark.skipif(sys.platform != "linux", reason="two folders that differ in case only")
def test_two_profiles_that_differ_in_case_stay_two(home: Path) -> None:
    timesheet(home, "Work")
    timesheet(home, "work")
    assert [paths(name).profile for name in ("Work", "work", "WORK")] == ["Work", "work", "Work"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such folder can exist")
@pytest.mark.parametrize("name", ["logs", "Cache", "con", "COM1"])
def test_an_existing_profile_with_a_reserved_name_stays_reachable(name: str, home: Path) -> None:
    timesheet(home, name)
    assert paths(name).profile == name
    assert paths(name.swapcase()).profile == name
    (paths(name).database).unlink()
    with pytest.raises(BadInput):
        paths(name)
    (paths("work").data.parent / name / "backups").mkdir()
    assert paths(name).profile == name, "it can be recovered from the backups"


def test_a_long_home_still_has_a_socket_that_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMITASSE_HOME", str(tmp_path / ("long" * 30)))
    monkeypatch.setenv("TMPDIR", str(tmp_path.parent))  # the test's own name is too long for a socket
    assert len(ipc_address(paths()).encode()) <= 108


@pytest.mark.skipif(sys.platform == "win32", reason="file modes")
def test_private_files_are_accessible_to_the_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("x")
    file.chmod(0o666)
    assert stat.S_IMODE(private_file(file).stat().st_mode) == 0o600
    assert file.read_text() == "x"


def test_a_secret_is_never_printed() -> None:
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "hunter2"
    assert secret == Secret("hunter2") != Secret("other")
    assert not Secret("")
    assert hash(secret) == hash(Secret("hunter2"))


BIRD = "legovneiranak"[::-1]  # reversed, so that source lines in the traceback do not contain it


@pytest.mark.parametrize("words", [f"'{BIRD}'", f'"{BIRD}"', f"“{BIRD}”", f"'{BIRD}\n{BIRD}'"])
def test_a_traceback_is_logged_without_quoted_text(tmp_path: Path, words: str) -> None:
    log_to(tmp_path / "log")
    try:
        try:
            raise ValueError(f"bad: {words}")
        except ValueError as error:
            raise RuntimeError(f"worse: {words}") from error
    except RuntimeError:
        logging.getLogger("demitasse.x").info("a bug", exc_info=True)
    text = (tmp_path / "log").read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "ValueError: bad: '…'" in text
    assert "RuntimeError: worse: '…'" in text
    assert BIRD not in text


WRITER = """
import logging, sys
from pathlib import Path
from demitasse.support import log
log._MAX_BYTES, log._BACKUPS = 2000, 100
log.log_to(Path(sys.argv[1]))
for number in range(200):
    logging.getLogger("demitasse.test").info("%s %03d", sys.argv[2], number)
"""


def test_processes_that_share_a_log_lose_no_line(tmp_path: Path) -> None:
    file = tmp_path / "log"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, file, name]) for name in ("one", "two", "three")]
    assert [writer.wait(PATIENCE_S) for writer in writers] == [0, 0, 0]
    lines = [line for part in tmp_path.glob("log*") for line in part.read_text().splitlines()]
    told = sorted(line.rpartition(": ")[2] for line in lines)
    assert told == sorted(f"{name} {number:03}" for name in ("one", "two", "three") for number in range(200))
    assert sys.platform == "win32" or len(list(tmp_path.glob("log.*"))) > 10, "Windows renames no open file"


def test_tokens_are_redacted(tmp_path: Path) -> None:
    file = tmp_path / "log"
    root = logging.getLogger("demitasse")
    before, propagate = root.handlers[:], root.propagate
    try:
        log_to(file)
        logging.getLogger("demitasse.x").info("sent Bearer abc.def and refresh_token=s3cret&x")
        text = file.read_text()
    finally:
        for handler in [one for one in root.handlers if one not in before]:
            root.removeHandler(handler)
            handler.close()
        root.propagate = propagate
    assert "abc.def" not in text
    assert "s3cret" not in text
    assert "sent" in text


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a log that is rotated after each line."""
    monkeypatch.setattr(log, "_MAX_BYTES", 100)
    root = logging.getLogger("demitasse")
    before, propagate = root.handlers[:], root.propagate
    log_to(tmp_path / "log")
    yield tmp_path
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()
    root.propagate = propagate


def test_a_full_log_is_rotated_and_stays_private(logs: Path) -> None:
    for number in range(8):
        logging.getLogger("demitasse.x").info("line %d %s", number, "x" * 60)
    files = {file.name: file for file in logs.glob("log*")}
    assert sorted(files) == ["log", "log.1", "log.2"]
    assert "line 7" in files["log"].read_text(encoding="utf-8")
    assert "line 5" in files["log.2"].read_text(encoding="utf-8")
    assert sys.platform == "win32" or {stat.S_IMODE(file.stat().st_mode) for file in files.values()} == {0o600}


def test_a_log_that_cannot_be_rotated_is_continued(logs: Path) -> None:
    (logs / "log").write_text("")
    (logs / "log.1").mkdir()
    (logs / "log.2").write_text("")  # a directory cannot replace a file
    with (logs / "log").open():  # on Windows an open file cannot be renamed
        for number in range(3):
            logging.getLogger("demitasse.x").info("line %d %s", number, "x" * 60)
    assert (logs / "log").read_text(encoding="utf-8").count("line") == 3


def test_now_has_all_clocks() -> None:
    now = SystemClock().now()
    assert now.wall.tzinfo is UTC
    assert now.boot_id
    assert now.boot_s > 0


def test_the_boot_id_is_the_same_in_every_process() -> None:
    program = "from demitasse.support.clock import SystemClock; print(SystemClock().now().boot_id)"
    process = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE_S, check=True
    )
    assert process.stdout.strip() == SystemClock().now().boot_id
    assert sys.platform != "linux" or len(process.stdout.strip()) == 36


@pytest.mark.skipif(sys.platform != "linux", reason="clocks of Linux")
def test_the_clock_since_boot_includes_suspend() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    shown = SystemClock().now().boot_s
    assert before <= shown <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_without_a_system_id_the_boot_id_is_its_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_BOOT_ID", tmp_path / "none")
    monkeypatch.setattr(clock, "_BOOT_KEY", "None such")
    if sys.platform != "darwin":
        assert SystemClock().now().boot_id.startswith("boot-")


@pytest.fixture
def localtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of this computer's zone file, which does not exist yet."""
    if sys.platform == "win32":
        pytest.skip("Windows has no zone file")
    monkeypatch.delenv("TZ", raising=False)
    monkeypatch.setattr(clock, "_LOCALTIME", tmp_path / "localtime")
    monkeypatch.setattr(clock, "_TIMEZONE", tmp_path / "timezone")
    return tmp_path / "localtime"


def _zone_file(name: str) -> Path:
    return next(folder for root in TZPATH if (folder := Path(root) / name).exists())


def test_the_zone_of_the_system_is_followed_while_the_program_runs(localtime: Path) -> None:
    clocks, shown = SystemClock(), []
    for name in ("Europe/Berlin", "America/New_York", "Asia/Kathmandu"):
        localtime.unlink(missing_ok=True)
        localtime.symlink_to(_zone_file(name))
        shown.append(str(clocks.zone()))
    assert shown == ["Europe/Berlin", "America/New_York", "Asia/Kathmandu"]
    assert str(clocks.zone("Pacific/Chatham")) == "Pacific/Chatham"
    assert str(clocks.zone("Middle/Earth")) == "Asia/Kathmandu", "an unknown zone"


def test_a_copied_zone_file_is_followed_too(localtime: Path) -> None:
    winter, offsets = datetime(2026, 1, 1, 12, tzinfo=UTC), []
    for number, name in enumerate(("Europe/Berlin", "America/New_York")):
        localtime.write_bytes(_zone_file(name).read_bytes())
        os.utime(localtime, (number, number))
        offsets.append(winter.astimezone(SystemClock().zone()).hour)
    assert offsets == [13, 7]
    localtime.unlink()
    assert winter.astimezone(SystemClock().zone()).hour == 12, "without any zone it is UTC"


@pytest.mark.parametrize(
    ("rule", "summer", "winter"),
    [("Europe/Berlin", 14, 13), (":America/New_York", 8, 7), ("EST5EDT,M3.2.0,M11.1.0", 8, 7), ("Asia/Tokyo", 21, 21)],
)
def test_a_zone_of_the_environment_counts(rule: str, summer: int, winter: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows knows no rules")
    with monkeypatch.context() as patched:
        patched.setenv("TZ", rule)
        time.tzset()
        zone = SystemClock().zone()
        hours = [datetime(2026, month, 1, 12, tzinfo=UTC).astimezone(zone).hour for month in (7, 1)]
        night = datetime(2026, 11, 1, 4, tzinfo=UTC)
        for minute in (night + timedelta(minutes=number) for number in range(240)):
            assert minute.astimezone(zone).astimezone(UTC) == minute, "also when an hour is repeated"
    time.tzset()
    assert hours == [summer, winter]
