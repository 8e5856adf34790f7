"""The command line and CoffeeCup over real sockets: entries arrive once, now or later."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import login
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coffeecup_sandbox import Sandbox
    from tests.cli.conftest import Terminal

QUERY = "relaunch"


def on_server(sandbox: Sandbox) -> list[dict[str, Any]]:
    """The signed-in person's entries of today, as CoffeeCup has them."""
    today = max((row["day"] for row in sandbox.entries(sandbox.users[0]["email"])), default="")
    return [dict(row) for row in sandbox.entries(sandbox.users[0]["email"]) if row["day"] == today]


def comments(sandbox: Sandbox) -> list[str]:
    return [row["comment"] for row in sandbox.entries(sandbox.users[0]["email"])]


def pick(terminal: Terminal) -> str:
    """A query that means one task."""
    first = terminal("tasks", QUERY, "--json").json["tasks"][0]
    return f"{first['project']} {first['task']}"


# --- signing in


def test_login_names_the_user_and_fetches_the_tasks(terminal: Terminal, sandbox: Sandbox) -> None:
    done = login(terminal, sandbox, "--json")
    assert (done.code, done.err) == (0, "")
    assert list(done.json) == ["server", "company", "email", "name"]
    assert (done.json["server"], done.json["email"]) == (sandbox.url, sandbox.users[0]["email"])
    assert terminal("tasks", "--json").json["tasks"]
    assert terminal("status", "--json").json["sync"]["state"] == "synced"


def test_login_names_the_token_file_which_is_private(terminal: Terminal, sandbox: Sandbox, home: Path) -> None:
    done = login(terminal, sandbox)
    file = home / "demitasse" / "config" / "default" / "tokens.json"
    assert str(file) in done.out
    assert file.exists()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_password_is_stored_nowhere(terminal: Terminal, sandbox: Sandbox, home: Path) -> None:
    done = login(terminal, sandbox)
    password = sandbox.users[0]["password"]
    assert password not in done.out + done.err
    for file in home.rglob("*"):
        if file.is_file():
            assert password.encode() not in file.read_bytes(), file


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_the_password_is_in_no_list_of_processes(sandbox: Sandbox) -> None:
    """While it is being used: CoffeeCup takes its time to answer, and we look meanwhile."""
    sandbox.faults.add("delay", path="oauth2/token", seconds=1.0)
    user = sandbox.users[0]
    words = ["login", "--server", sandbox.url, "--email", user["email"], "--company", sandbox.company]
    process = subprocess.Popen(
        [sys.executable, "-m", "demitasse", *words, "--password-stdin", "--token-store", "file"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    place = Path("/proc") / str(process.pid)
    visible = (place / "cmdline").read_bytes()  # before the password, as the process may end soon after it
    process.stdin.write(user["password"].encode() + b"\n")
    process.stdin.flush()
    while not any("token" in one["path"] for one in sandbox.arrivals):
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            pytest.fail("it ended before it signed in")
    with suppress(OSError):
        visible += (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
    assert process.communicate(timeout=PATIENCE_S)[1] == b""
    assert b"login" in visible
    assert user["password"].encode() not in visible


@pytest.mark.parametrize(("written", "code"), [("{}\n", 0), ("\ufeff{}\r\n", 0), ("{}", 0), ("{}\udcfc\n", 2)])
def test_a_piped_password_is_utf8(terminal: Terminal, sandbox: Sandbox, written: str, code: int) -> None:
    """With a byte order mark, as PowerShell writes it, or without; and never guessed at."""
    user = sandbox.users[0]
    answer = terminal.process(
        "login", "--server", sandbox.url, "--company", sandbox.company, "--email", user["email"],
        "--password-stdin", "--token-store", "file", typed=written.format(user["password"]),
        PYTHONIOENCODING="latin-1",
    )  # fmt: skip
    assert answer.code == code, answer.err
    assert ("The password on standard input is not UTF-8." in answer.err) == (code == 2)


def test_a_wrong_password_is_refused_once(terminal: Terminal, sandbox: Sandbox) -> None:
    answer = login(terminal, sandbox, "--json", password="wrong")
    assert (answer.code, answer.out) == (5, "")
    assert list(answer.error) == ["title", "message", "next_step", "candidates"]
    assert "wrong" not in answer.error["message"].lower().replace("wrong password", "")
    assert len([one for one in sandbox.arrivals if "token" in one["path"]]) == 1
    assert terminal("tasks").code == 3


def test_an_unknown_company_is_refused(terminal: Terminal, sandbox: Sandbox) -> None:
    assert login(terminal, sandbox, "--company", "nobody-knows-it").code == 5


@pytest.mark.parametrize("address", ["http://coffeecup.invalid", "ftp://x.invalid", "not an address", ""])
def test_an_address_that_is_not_https_is_refused_before_anything_is_sent(terminal: Terminal, address: str) -> None:
    answer = terminal.process(
        "login", "--server", address, "--email", "a@b.c", "--password-stdin", "--token-store", "file", typed="x\n"
    )
    assert answer.code == 2, answer.err
    assert answer.err.count("\n") == 1


def test_login_without_a_server_fails(terminal: Terminal, sandbox: Sandbox) -> None:
    sandbox.stop()
    answer = login(terminal, sandbox)
    assert answer.code == 6
    assert answer.err.count("\n") == 1
    sandbox.start()


@pytest.fixture
def website() -> Iterator[str]:
    """A web server that is not CoffeeCup."""

    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            body = b"<!doctype html><title>Hotel</title><h1>Please accept our terms</h1>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_login_refuses_a_server_that_answers_html(terminal: Terminal, website: str) -> None:
    answer = terminal.process(
        "login", "--server", website, "--email", "a@b.c", "--password-stdin", "--token-store", "file", typed="x\n"
    )
    assert answer.code in {5, 6}, answer.err
    assert answer.err.count("\n") == 1
    assert "<" not in answer.err


def test_without_a_keyring_the_choice_is_explained_and_nothing_is_stored(
    terminal: Terminal, sandbox: Sandbox, home: Path
) -> None:
    user = sandbox.users[0]
    answer = terminal.process(
        "login", "--server", sandbox.url, "--company", sandbox.company, "--email", user["email"], "--password-stdin",
        typed=user["password"] + "\n",
    )  # fmt: skip
    assert answer.code == 7
    assert "--token-store file" in answer.err
    assert not (home / "demitasse" / "config" / "default" / "tokens.json").exists()
    assert sandbox.arrivals == []
    assert terminal("status", "--json").json["sync"]["state"] == "signed_out"


def test_login_without_a_terminal_needs_all_options(terminal: Terminal) -> None:
    answer = terminal.process("login", "--company", "acme", "--email", "a@b.c", "--token-store", "file", typed="x\n")
    assert answer.code == 2
    assert "--password-stdin" in answer.err
    assert terminal.process("login", "--token-store", "file").code == 2
    assert terminal.process("login", "--server", "https://x.invalid", "--token-store", "file").code == 2
    assert terminal.process("login", "--email", "a@b.c", "--token-store", "memory").code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_login_asks_for_the_password_without_echo(terminal: Terminal, sandbox: Sandbox) -> None:
    import pty

    user = sandbox.users[0]
    words = ["login", "--server", sandbox.url, "--company", sandbox.company, "--token-store", "file"]
    pid, shown = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-m", "demitasse", *words])  # noqa: S606 - no shell is the point
    said = _converse(shown, [("Email:", user["email"]), ("Password:", user["password"])])
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, said
    assert "Signed in at" in said
    assert user["password"] not in said
    assert terminal("status", "--json").json["sync"]["state"] == "synced"


def _converse(terminal: int, answers: list[tuple[str, str]]) -> str:
    said = b""
    while True:
        try:
            said += os.read(terminal, 4096)
        except OSError:  # Linux: the other end has closed
            break
        if answers and answers[0][0].encode() in said:
            os.write(terminal, answers.pop(0)[1].encode() + b"\n")
    os.close(terminal)
    return said.decode()


# --- tracking


def test_tracked_entries_reach_the_server(signed_in: Terminal, sandbox: Sandbox) -> None:
    started = signed_in("start", pick(signed_in), "-c", "Fix login", "--json").json
    assert started["state"] == "synced"
    assert isinstance(started["server_id"], int)
    there = on_server(sandbox)[-1]
    assert (there["id"], there["comment"], there["running"]) == (started["server_id"], "Fix login", True)
    stopped = signed_in("stop", "--json").json
    assert stopped["state"] == "synced"
    there = on_server(sandbox)[-1]
    assert (there["id"], there["running"]) == (started["server_id"], False)


def test_a_sent_entry_is_reported_in_one_line(signed_in: Terminal) -> None:
    assert signed_in("add", pick(signed_in), "1:30").out.count("\n") == 1


def test_edit_delete_and_undo_reach_the_server(signed_in: Terminal, sandbox: Sandbox) -> None:
    made = signed_in("add", pick(signed_in), "1:30", "-c", "first", "--json").json
    number = str(made["id"])
    signed_in("edit", number, "-c", "second", "--duration", "45")
    there = [row for row in on_server(sandbox) if row["id"] == made["server_id"]]
    assert [(row["comment"], row["duration"]) for row in there] == [("second", 2700)]
    signed_in("delete", number)
    assert "second" not in comments(sandbox)
    signed_in("undo")
    assert comments(sandbox).count("second") == 1


def test_offline_everything_works_and_arrives_later_once(signed_in: Terminal, sandbox: Sandbox) -> None:
    query = pick(signed_in)
    sandbox.stop()
    started = signed_in("start", query, "-c", "offline timer")
    assert started.code == 0
    assert "Saved here; it will be sent when CoffeeCup answers again." in started.out
    assert signed_in("stop").code == 0
    assert signed_in("add", query, "20", "-c", "offline entry", "--json").json["state"] == "waiting"
    assert signed_in("sync", "--wait", "0").code == 6
    status = signed_in("status", "--json").json["sync"]
    assert (status["state"], status["pending"]) == ("offline", 2)
    assert "no answer; 2 changes saved here since" in signed_in("status").out
    sandbox.start()
    done = signed_in("sync", "--json")
    assert done.code == 0, done.err
    assert (done.json["sync"]["state"], done.json["sync"]["pending"]) == ("synced", 0)
    assert comments(sandbox).count("offline timer") == comments(sandbox).count("offline entry") == 1


def test_an_expired_token_is_renewed_silently(signed_in: Terminal, sandbox: Sandbox) -> None:
    sandbox.clock.advance(7200)
    answer = signed_in("add", pick(signed_in), "5", "-c", "after two hours", "--json")
    assert (answer.code, answer.json["state"]) == (0, "synced")


def test_a_lost_session_loses_no_entries(signed_in: Terminal, sandbox: Sandbox, logged_warnings: list[Any]) -> None:
    query = pick(signed_in)
    sandbox.clock.advance(7200)
    sandbox.quirks.set("refresh", "dead")
    answer = signed_in("add", query, "5", "-c", "kept")
    assert answer.code == 0
    assert "when you sign in" in answer.out
    assert signed_in("sync", "--wait", "1").code == 3
    assert signed_in("status", "--json").json["sync"]["state"] == "signed_out"
    sandbox.quirks.set("refresh", "works")
    assert login(signed_in, sandbox).code == 0
    assert comments(sandbox).count("kept") == 1
    logged_warnings.clear()


def test_an_entry_on_a_closed_project_is_refused_with_a_hint(signed_in: Terminal, sandbox: Sandbox) -> None:
    row = signed_in("tasks", QUERY, "--json").json["tasks"][0]
    sandbox.stop()
    signed_in("add", f"{row['project']} {row['task']}", "25", "-c", "too late")
    sandbox.state.change("projects", row["project_id"], {"projectState": 3})
    sandbox.start()
    done = signed_in("sync")
    assert "is safe here, but CoffeeCup rejected it" in done.err
    assert signed_in("status", "--json").json["sync"]["rejected"] == 1
    assert "rejected" in signed_in("today").out
    sandbox.state.change("projects", row["project_id"], {"projectState": 2})
    number = next(one["id"] for one in signed_in("today", "--json").json["entries"] if one["state"] == "rejected")
    assert signed_in("retry", str(number), "--json").json["state"] == "synced"
    assert comments(sandbox).count("too late") == 1


def test_an_entry_that_is_locked_is_refused(terminal: Terminal, sandbox: Sandbox) -> None:
    last = sandbox.entries(sandbox.users[0]["email"])[-1]
    sandbox.state.change("timeEntries", last["id"], {"lockedAt": "2026-01-01T00:00:00.000Z"})
    login(terminal, sandbox)
    before = terminal("day", last["day"], "--json").json
    number = next(str(row["id"]) for row in before["entries"] if row["server_id"] == last["id"])
    for words in (["edit", number, "-c", "x"], ["delete", number]):
        answer = terminal(*words, "--json")
        assert (answer.code, answer.out) == (5, ""), words
        assert answer.error["next_step"]
    assert terminal("day", last["day"], "--json").json == before


def test_a_pause_is_kept_and_reported(signed_in: Terminal, sandbox: Sandbox) -> None:
    query = pick(signed_in)
    sandbox.faults.add("status", status=503, retry_after="120", times=None)
    answer = signed_in("add", query, "5", "-c", "patience")
    assert answer.code == 0
    assert "asks for a pause until" in answer.out
    calls = len(sandbox.arrivals)
    assert signed_in("sync", "--wait", "1").code == 6
    status = signed_in("status", "--json").json["sync"]
    assert (status["state"], status["pending"]) == ("paused", 1)
    assert status["paused_until"].endswith("Z")
    until = datetime.fromisoformat(status["paused_until"]).astimezone(ZoneInfo("Europe/Berlin"))
    sentence = "asks for a pause until {}; 1 change waits, nothing is lost"
    status = signed_in("status").out
    assert any(sentence.format(f"{moment:%H:%M}") in status for moment in (until, until + timedelta(seconds=1)))
    assert len(sandbox.arrivals) == calls


def test_logging_out_keeps_what_was_tracked(signed_in: Terminal, sandbox: Sandbox, home: Path) -> None:
    query = pick(signed_in)
    assert signed_in("logout", "--json").json["email"] == sandbox.users[0]["email"]
    assert not (home / "demitasse" / "config" / "default" / "tokens.json").exists()
    answer = signed_in("add", query, "5", "-c", "later")
    assert answer.code == 0
    assert "when you sign in" in answer.out
    assert signed_in("sync").code == 3
    assert "later" not in comments(sandbox)
    assert login(signed_in, sandbox).code == 0
    assert comments(sandbox).count("later") == 1


def test_logout_without_a_session_does_nothing(terminal: Terminal) -> None:
    assert terminal("logout").out == "Nobody was signed in.\n"


def test_two_profiles_are_two_people(signed_in: Terminal, sandbox: Sandbox) -> None:
    other = sandbox.users[3]
    signed_in(
        "login", "--profile", "other", "--server", sandbox.url, "--company", sandbox.company, "--email", other["email"],
        "--password-stdin", "--token-store", "file", typed=other["password"] + "\n",
    )  # fmt: skip
    first = signed_in("tasks", "--profile", "other", "--json").json["tasks"][0]
    signed_in("add", f"{first['project']} {first['task']}", "5", "-c", "theirs", "--profile", "other")
    assert "theirs" in [row["comment"] for row in sandbox.entries(other["email"])]
    assert "theirs" not in comments(sandbox)
    assert "theirs" not in signed_in("today").out
