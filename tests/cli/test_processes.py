"""`demitasse` as a process of its own: what it imports, what it leaves behind, how it ends."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from demitasse.boot.profile import open_profile
from demitasse.cli.commands import COMMANDS
from demitasse.store import settings
from demitasse.store.migrations import stamp
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Terminal

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
_EXAMPLES = {
    "start": ["web cod", "-c", "x"], "add": ["webshop", "1:30"], "edit": ["1", "-c", "y"], "delete": ["1"],
    "retry": ["2"], "resolve": ["2", "mine"], "day": ["-1"], "continue": ["1"], "sync": ["--wait", "0"],
    "sandbox": ["--help"], "toggle": ["nothing"],  # which starts no tray app that would stay
    "login": ["--email", "ada@example.org", "--server", "http://example.invalid", "--token-store", "file"],
}  # fmt: skip
_WATCHED = """
import sys
from demitasse.__main__ import main
code = main(sys.argv[1:])
print("\\nIMPORTED", *sorted({name.partition(".")[0] for name in sys.modules} | set(sys.modules)))
"""


def imported(*words: str) -> set[str]:
    line = [sys.executable, "-c", _WATCHED, *words]
    done = subprocess.run(line, capture_output=True, text=True, input="secret\n", check=False, timeout=PATIENCE_S)
    return set(done.stdout.rpartition("IMPORTED")[2].split())


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in {"", "demo"}])
def test_no_command_imports_qt(name: str) -> None:
    found = imported(name, *_EXAMPLES.get(name, []))
    assert "demitasse.cli.main" in found or name == "sandbox"
    assert not {one for one in found if one.startswith(("PySide6", "shiboken6", "demitasse.ui"))}


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("words", [["status"], ["today"], ["tasks"], ["log"], ["--help"], ["status", "--json"]])
def test_reading_commands_stay_light(words: list[str]) -> None:
    heavy = {
        "requests",
        "urllib3",
        "keyring",
        "logging",
        "subprocess",
        "socket",
        "http",
        "email",
        "hashlib",
        "platform",
        "statistics",
        "shutil",
        "threading",
    }
    too_much = imported(*words) & heavy
    assert not too_much, "move what needs them to a module that these commands do not import"


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("words", [["status"], ["today", "--json"]])
def test_status_and_today_import_no_further_use_cases(words: list[str]) -> None:
    further = {"demitasse.boot.full_profile", "demitasse.domain.search", "demitasse.api", "demitasse.sync"}
    too_much = imported(*words) & further
    assert not too_much, "move what needs them to a module that these commands do not import"


@POSIX
def test_files_are_private(terminal: Terminal, home: Path) -> None:
    assert terminal.process("status", DEMITASSE_HOME=str(home / "new")).code == 0
    found = list((home / "new").rglob("*"))
    assert any(one.is_file() for one in found)
    loose = [one for one in found if not one.is_socket() and stat.S_IMODE(one.stat().st_mode) & 0o077]
    assert not loose


@POSIX
@pytest.mark.usefixtures("known")
def test_a_closed_pipe_is_no_bug() -> None:
    for words in ("tasks", "--help", "today --json"):
        line = f"{sys.executable} -m demitasse {words} | true; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, timeout=PATIENCE_S)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@POSIX
def test_ctrl_c_ends_quietly() -> None:
    script = (
        "import os, signal, sys; from demitasse.cli.main import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\nclass App:\n"  # a shell may have it ignored
        " def run(self, profile, show):\n  os.kill(os.getpid(), signal.SIGINT)\n  import time; time.sleep(30)\n"
        "sys.exit(main([], App()))"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=PATIENCE_S, env=environment
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_bug_is_reported_and_its_traceback_is_only_in_the_log(known: Terminal, home: Path) -> None:
    with closing(open_profile()) as profile, profile._store.transaction():
        profile._store.settings.put(settings.LAST_SYNCED_AT, "soon")  # nobody writes this
    answer = known.process("status")
    log = home / "demitasse" / "logs" / "default" / "demitasse.log"
    assert answer.code == 1
    assert "a bug in Demitasse" in answer.err
    assert str(log) in answer.err
    assert "Traceback" not in answer.err + answer.out
    assert "ValueError" in log.read_text(encoding="utf-8")


def test_a_damaged_database_is_recovered_kept_and_reported_once(known: Terminal, home: Path) -> None:
    place = home / "demitasse" / "data" / "default" / "demitasse.db"
    known("add", "webshop", "1h", "-c", "before")
    content = b"this is not a database" * 4 + place.read_bytes()[88:]
    place.write_bytes(content)
    answer = known("today", "--json")
    assert answer.json["entries"][0]["comment"] == "before"
    assert answer.err == ""
    answer = known("start", "webshop")
    assert answer.code == 0
    assert "Entries taken over: 1. It is kept as demitasse-damaged-1.db" in answer.err
    assert (place.parent / "demitasse-damaged-1.db").read_bytes() == content
    assert known("status").err == ""


def test_a_newer_database_is_refused_and_unchanged(known: Terminal, home: Path) -> None:
    place = home / "demitasse" / "data" / "default" / "demitasse.db"
    with closing(open_profile()) as profile, profile._store.transaction():
        stamp(profile._store.database, 999)
    before = place.read_bytes()
    answer = known("start", "webshop")
    assert answer.code == 7
    assert "newer Demitasse" in answer.err
    assert place.read_bytes() == before


@POSIX
@pytest.mark.skipif("os.geteuid() == 0", reason="root may write anywhere")
def test_a_folder_without_permission_is_reported(terminal: Terminal, home: Path) -> None:
    (home / "demitasse").chmod(0o500)
    answer = terminal("status")
    (home / "demitasse").chmod(0o700)
    assert answer.code == 7


def test_a_home_that_is_a_file_is_reported(terminal: Terminal, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "a-file").write_text("")
    monkeypatch.setenv("DEMITASSE_HOME", str(home / "a-file"))
    answer = terminal("status")
    assert answer.code == 7
    assert str(home / "a-file") in answer.err


@POSIX
def test_a_full_disk_is_reported_and_changes_nothing(known: Terminal) -> None:
    known("add", "webshop", "1h")
    before = known("today", "--json").json
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from demitasse.__main__ import main\n"
        "import demitasse.boot.profile\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "add", "webshop", "2h", "-c", "x" * 9000],
        capture_output=True, text=True, check=False, timeout=PATIENCE_S,
    )  # fmt: skip
    assert done.returncode == 7, done.stderr
    assert "was not saved" in done.stderr
    assert "Traceback" not in done.stderr
    assert known("today", "--json").json == before


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("words", ["today", "week --csv", "log", "status", "tasks"])
def test_pipes_get_utf8_whatever_the_system_writes(known: Terminal, words: str, encoding: str) -> None:
    known("start", "rel cod", "-c", "Łódź € ☕ 日本")
    answer = known.process(*words.split(), PYTHONIOENCODING=f"{encoding}:strict")
    assert (answer.code, "--csv" in words) == (0, bool(answer.err))
    assert ("Łódź € ☕ 日本" in answer.out) == (words != "tasks")


def test_errors_are_utf8_too(known: Terminal) -> None:
    answer = known.process("start", "Łódź☕", PYTHONIOENCODING="ascii")
    assert (answer.code, answer.out) == (4, "")
    assert "“Łódź☕”" in answer.err


@POSIX
def test_a_terminal_gets_its_own_encoding(known: Terminal) -> None:
    import pty

    known("add", "webshop", "1h", "-c", "Größe ☕")
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "demitasse", "today"], stdout=theirs, check=False, timeout=PATIENCE_S,
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
    )  # fmt: skip
    os.close(theirs)
    assert "Größe ?".encode("latin-1") in os.read(ours, 100_000)
    os.close(ours)


_WITHOUT_STREAMS = """
import os, sys
sys.stdin = sys.stdout = sys.stderr = None
from demitasse import __main__ as program
from demitasse.cli import lists
def crash(context): raise ZeroDivisionError
lists.COMMANDS["log"].run = crash
program.start()
"""


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("status", 0), ("status --json", 0), ("--help", 0), ("--version", 0), ("week --csv", 0), ("tasks", 0),
        ("add webshop 1h", 0), ("nonsense", 2), ("start nowhere", 4), ("nonsense --json", 2), ("log", 1),
        ("login --server acme --email a@b.example --token-store file", 2),
        ("login --server http://127.0.0.1:9 --email a@b.example --token-store file --password-stdin", 2),
    ],
)  # fmt: skip
def test_a_program_without_streams_ends_as_usual(words: str, code: int, home: Path) -> None:
    """As a windowed program on Windows does, and one that was started at login."""
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_STREAMS, *words.split()], capture_output=True, check=False, timeout=PATIENCE_S
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", b"")
    logged = [file for file in home.rglob("demitasse.log") if "a bug" in file.read_text(encoding="utf-8")]
    assert bool(logged) == (code == 1)


_FROZEN = """
import json, os, sys
sys.frozen = True
from demitasse.__main__ import main
main(["--version"])
print(json.dumps(dict(os.environ)))
"""


@pytest.mark.parametrize("before", [{}, {"LD_LIBRARY_PATH_ORIG": "/opt/mine"}, {"LD_LIBRARY_PATH_ORIG": ""}])
def test_a_bundle_hides_its_environment_from_the_programs_it_starts(before: dict[str, str]) -> None:
    launcher = {"LD_LIBRARY_PATH": "/usr/lib/demitasse/_internal", "_PYI_ARCHIVE_FILE": "x", "_PYI_PARENT": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _FROZEN], env=os.environ | launcher | before, capture_output=True, text=True,
        check=True, timeout=PATIENCE_S,
    )  # fmt: skip
    left = json.loads(done.stdout.splitlines()[-1])
    ours = {name: value for name, value in left.items() if name.startswith(("_PYI", "LD_LIBRARY"))}
    assert list(ours.values()) == [path for path in before.values() if path]


@POSIX
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_damage_no_file(known: Terminal, closed: str) -> None:
    line = f"{sys.executable} -m demitasse add webshop 1h {closed}"
    assert subprocess.run(["bash", "-c", line], capture_output=True, check=False, timeout=PATIENCE_S).returncode == 0
    assert known("today", "--json").json["total_s"] == 3600


@POSIX
@pytest.mark.usefixtures("known")
def test_nobody_needs_to_read_the_errors() -> None:
    line = f"{sys.executable} -m demitasse nonsense 2>&1 | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


@pytest.mark.skipif(sys.platform != "linux", reason="a file that is always full")
@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("words", ["status", "status --json", "--help", "week --csv"])
def test_a_full_disk_below_the_output_is_no_bug(words: str) -> None:
    line = f"{sys.executable} -m demitasse {words} >/dev/full"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    assert done.returncode == 9
    assert "The output could not be written: No space left on device." in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="a file that is always full")
@pytest.mark.parametrize("words", ["add webshop 10m", "add webshop 10m --json", "start webshop"])
@pytest.mark.parametrize("target", [">/dev/full", ">&-"])
def test_an_entry_is_saved_once_though_nobody_can_be_told(known: Terminal, words: str, target: str) -> None:
    """A script that repeats a failed command must be able to see that this one has not failed."""
    before = len(known("today", "--json").json["entries"])
    line = f"{sys.executable} -m demitasse {words} {target}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    assert done.returncode == (9 if "full" in target else 0), done.stderr
    assert len(known("today", "--json").json["entries"]) == before + 1


@POSIX
def test_a_narrow_terminal_cuts_comments_and_nothing_else(known: Terminal) -> None:
    import fcntl
    import pty
    import struct
    import termios

    known("add", "webshop", "1h", "-c", "word " * 40)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 70, 0, 0))
    done = subprocess.run([sys.executable, "-m", "demitasse", "today"], stdout=theirs, check=False, timeout=PATIENCE_S)
    os.close(theirs)
    lines = os.read(ours, 100_000).decode().splitlines()
    os.close(ours)
    assert done.returncode == 0
    assert max(len(line) for line in lines) < 70
    assert lines[1].startswith("1    1:00  Webshop · Meetings  word word")
    assert lines[1].endswith("…  not sent yet")


def test_changes_survive_a_kill(known: Terminal) -> None:
    script = (
        "import os, signal, sys; from demitasse.cli import report\n"
        "report.finish = lambda *_: os.kill(os.getpid(), signal.SIGTERM)\n"
        "from demitasse.__main__ import main; main(sys.argv[1:])"
    )
    subprocess.run(
        [sys.executable, "-c", script, "start", "webshop"], check=False, timeout=PATIENCE_S, capture_output=True
    )
    assert known("status", "--json").json["running"]["project"] == "Webshop"
