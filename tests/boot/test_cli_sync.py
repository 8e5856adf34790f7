"""Sync from the command line, and the demo, against a real server."""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from demitasse.boot.cli_sync import fetch, read_day, send_changes, sync_now
from demitasse.boot.demo import Demo
from demitasse.boot.full_profile import FullProfile
from demitasse.boot.profile import store_of
from demitasse.desktop.ipc_client import ACKNOWLEDGED, ipc_address
from demitasse.domain.errors import LocalFault, NetworkFault, NotSignedIn, Refused
from demitasse.store.settings import SIGNED_IN
from demitasse.support.locks import FileLock
from demitasse.support.secret import Secret
from demitasse.tracker.account import Credentials
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coffeecup_sandbox import Sandbox


def credentials(sandbox: Sandbox, **other: object) -> Credentials:
    """Return the credentials of the first user, with the token file as their store."""
    person = sandbox.users[0]
    known = {
        "server": sandbox.url,
        "company": sandbox.company,
        "email": person["email"],
        "password": Secret(person["password"]),
    }
    return Credentials(**(known | {"token_store": "file"} | other))  # type: ignore[arg-type]


@pytest.fixture
def profile() -> Iterator[FullProfile]:
    """The same profile, as the window opens it."""
    opened = FullProfile()
    yield opened
    opened.close()


def comments(sandbox: Sandbox, profile: FullProfile) -> list[str]:
    """Return the comments of today on the server."""
    today = str(profile.timesheets.today())
    return [str(one["comment"]) for one in sandbox.entries(sandbox.users[0]["email"]) if one["day"] == today]


def test_unsent_entries_are_not_given_to_another_person(profile: FullProfile, sandbox: Sandbox) -> None:
    profile.account.sign_in(credentials(sandbox))
    sync_now(profile, 20)
    choice = profile.timesheets.choices()[0]
    profile.timesheets.add(choice.project_id, choice.task_id, 600)
    other = next(one for one in sandbox.users[1:])
    theirs = credentials(sandbox, email=other["email"], password=Secret(other["password"]))
    with pytest.raises(Refused, match="unsent_of_other"):
        profile.account.sign_in(theirs)
    assert len(profile.timesheets.day().rows) == 1
    profile.account.sign_in(credentials(sandbox))
    sync_now(profile, 20)
    profile.account.sign_in(theirs)
    assert profile.timesheets.day().rows == ()
    assert profile.account.identity().email == other["email"]


def test_without_an_app_the_command_line_sends_itself(profile: FullProfile, sandbox: Sandbox) -> None:
    send_changes(profile)
    profile.account.sign_in(credentials(sandbox))
    sync_now(profile, 20)
    choice = profile.timesheets.choices()[0]
    profile.timesheets.add(choice.project_id, choice.task_id, 600, comment="by itself")
    send_changes(profile)
    assert comments(sandbox, profile) == ["by itself"]
    assert profile.status.sync().pending == 0


def test_without_a_server_the_change_stays_queued(profile: FullProfile, sandbox: Sandbox) -> None:
    profile.account.sign_in(credentials(sandbox))
    sync_now(profile, 20)
    sandbox.stop()
    choice = profile.timesheets.choices()[0]
    profile.timesheets.add(choice.project_id, choice.task_id, 600, comment="kept")
    send_changes(profile)
    assert profile.status.sync().pending == 1
    with pytest.raises(NetworkFault):
        sync_now(profile, 1)
    sandbox.start()
    assert sync_now(profile, 20).pending == 0
    assert comments(sandbox, profile) == ["kept"]


def test_sync_without_a_session_raises(profile: FullProfile) -> None:
    with pytest.raises(NotSignedIn):
        sync_now(profile, 1)


def test_the_demo_keeps_its_entries(profile: FullProfile) -> None:
    with Demo() as demo:
        inside = FullProfile(demo.profile_name)
        choice = inside.timesheets.choices()[0]
        inside.timesheets.add(choice.project_id, choice.task_id, 600, comment="in the demo")
        send_changes(inside)
        assert [one.fields.comment for one in read_day(inside, inside.timesheets.today())] == ["in the demo"]
        inside.close()
    with Demo() as again, closing(FullProfile(again.profile_name)) as inside:
        assert [one.fields.comment for one in read_day(inside, inside.timesheets.today())] == ["in the demo"]
    assert not profile.account.identity().signed_in


@pytest.mark.skipif(sys.platform == "win32", reason="a socket in the file system")
def test_a_session_in_the_memory_of_the_tray_app_is_left_to_it(profile: FullProfile, sandbox: Sandbox) -> None:
    profile.account.sign_in(credentials(sandbox, token_store="memory"))
    app = FileLock(profile.paths.lock("app"))
    assert app.try_acquire()
    with pytest.raises(LocalFault, match="not_answering"):
        sync_now(profile, 1)
    send_changes(profile)
    fetch(profile, [(profile.timesheets.today(),) * 2], 1, lambda _number, _until: None)
    assert store_of(profile).settings.get(SIGNED_IN)
    received: list[bytes] = []

    def answer() -> None:
        connection, _ = tray.accept()
        with connection:
            received.append(connection.recv(64))
            connection.sendall(ACKNOWLEDGED)

    with socket.socket(socket.AF_UNIX) as tray:
        tray.bind(ipc_address(profile.paths))
        tray.listen()
        thread = threading.Thread(target=answer)
        thread.start()
        sync_now(profile, 20)
        thread.join(PATIENCE_S)
    assert received == [b"changed\n"]
    assert store_of(profile).settings.get(SIGNED_IN)
    app.release()
    with pytest.raises(NotSignedIn):
        sync_now(profile, 1)
    assert not store_of(profile).settings.get(SIGNED_IN), "the session ended with the tray app"
