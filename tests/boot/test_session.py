"""Which session is used, and what an ended session costs."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from demitasse.api.transport import Deadlines
from demitasse.boot.api_session import ApiSession
from demitasse.boot.cli_sync import sync_now
from demitasse.boot.full_profile import FullProfile
from demitasse.boot.profile import store_of
from demitasse.boot.sync_session import SyncSession
from demitasse.desktop.keyring import KeyringStore
from demitasse.domain.errors import NetworkFault, NotSignedIn, Refused
from demitasse.domain.timesheet import SyncState
from demitasse.support.secret import Secret
from tests.api.raw import whole
from tests.boot.test_cli_sync import credentials
from tests.clocks import ManualClock
from tests.deadlines import PATIENCE_S
from tests.mangler import Mangler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coffeecup_sandbox import Sandbox
    from demitasse.tracker.account import Credentials

TOKEN = "/oauth2/token"
DIES_BEFORE_IT_REMEMBERS = """
import os, sys
from demitasse.boot.full_profile import FullProfile
from demitasse.support.secret import Secret
from demitasse.tracker.account import Account, Credentials
Account._remember = lambda *_: os._exit(9)
server, company, email, password = sys.argv[1:4] + [sys.stdin.readline().strip()]
FullProfile().account.sign_in(Credentials(server, company, email, Secret(password), "file"))
"""


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def profile(sandbox: Sandbox, clock: ManualClock) -> Iterator[FullProfile]:
    """The profile of the first person, signed in; nothing waits."""
    sandbox.clock.set(clock.now().wall.timestamp())
    opened = FullProfile(clock=clock)
    opened.account.sign_in(credentials(sandbox))
    sync_now(opened, 20)
    yield opened
    opened.close()


@pytest.fixture
def session(profile: FullProfile) -> Iterator[SyncSession]:
    opened = SyncSession(profile, ApiSession(profile._store.settings, profile.paths, profile.clock))
    yield opened
    opened.close()


def theirs(sandbox: Sandbox) -> Credentials:
    other = sandbox.users[1]
    return credentials(sandbox, email=other["email"], password=Secret(other["password"]))


def book(profile: FullProfile, comment: str) -> None:
    choice = profile.timesheets.choices()[0]
    profile.timesheets.add(choice.project_id, choice.task_id, 600, comment=comment)


def commented(sandbox: Sandbox, number: int, comment: str) -> int:
    return sum(row["comment"] == comment for row in sandbox.entries(sandbox.users[number]["email"]))


def tokens_asked_for(sandbox: Sandbox) -> int:
    return sum(one["path"] == TOKEN for one in sandbox.arrivals)


def days(session: SyncSession, clock: ManualClock, number: int) -> None:
    """Run the tray app for so many days, polling every five minutes."""
    for _ in range(number * 288):
        session.run(poll=True)
        clock.advance(300)


def test_an_interrupted_sign_in_sends_nothing_as_somebody_else(profile: FullProfile, sandbox: Sandbox) -> None:
    other = sandbox.users[1]
    command = [sys.executable, "-c", DIES_BEFORE_IT_REMEMBERS, sandbox.url, sandbox.company, other["email"]]
    done = subprocess.run(command, input=other["password"] + "\n", text=True, check=False, timeout=PATIENCE_S)
    assert done.returncode == 9
    book(profile, "mine")
    with pytest.raises(NotSignedIn):
        sync_now(profile, 5)
    assert [commented(sandbox, number, "mine") for number in (0, 1)] == [0, 0]
    assert profile.account.identity().email == sandbox.users[0]["email"], "it says who has to sign in"
    profile.account.sign_in(credentials(sandbox))
    assert sync_now(profile, 20).pending == 0
    assert [commented(sandbox, number, "mine") for number in (0, 1)] == [1, 0]


@pytest.mark.parametrize("path", ["users/me", "userEmployments"])
def test_a_sign_in_without_a_response_keeps_the_former_session(
    profile: FullProfile, sandbox: Sandbox, path: str
) -> None:
    sandbox.faults.add("drop_before", path=path)
    with pytest.raises(NetworkFault):
        profile.account.sign_in(theirs(sandbox))
    book(profile, "mine")
    assert sync_now(profile, 20).pending == 0
    assert [commented(sandbox, number, "mine") for number in (0, 1)] == [1, 0]


def test_a_refused_sign_in_keeps_the_former_session(profile: FullProfile, sandbox: Sandbox) -> None:
    book(profile, "mine")
    with pytest.raises(Refused, match="unsent_of_other"):
        profile.account.sign_in(theirs(sandbox))
    assert sync_now(profile, 20).pending == 0
    assert [commented(sandbox, number, "mine") for number in (0, 1)] == [1, 0]


def test_data_requested_for_one_person_is_not_stored_for_the_next(sandbox: Sandbox, clock: ManualClock) -> None:
    """The tray app waits for an answer while somebody else signs in on the terminal."""
    sandbox.clock.set(clock.now().wall.timestamp())
    for person in sandbox.users[:2]:
        sandbox.add_entry(person["email"], project=101, task=301, duration=600)

    def change_people(body: bytes, _dice: random.Random) -> bytes:
        server.kinds = {}
        terminal = FullProfile(clock=clock)
        terminal.account.sign_in(theirs(sandbox)._replace(server=server.url))
        terminal.close()
        return whole(body)

    with Mangler(sandbox.url, random.Random(1), spared=b"users/me") as server:  # noqa: S311
        profile = FullProfile(clock=clock)
        profile.account.sign_in(credentials(sandbox, server=server.url))
        session = SyncSession(profile, ApiSession(profile._store.settings, profile.paths, profile.clock))
        session.run(poll=True)
        assert profile._store.database.rows("SELECT 1 FROM entry")
        clock.advance(400)
        server.kinds = {"change": change_people}
        session.run(poll=True)
        assert profile.account.identity().email == sandbox.users[1]["email"]
        assert profile._store.database.rows("SELECT 1 FROM entry") == []
        session.run(poll=True)
        own = {row["id"] for row in sandbox.entries(sandbox.users[1]["email"])}
        here = {row["server_id"] for row in profile._store.database.rows("SELECT server_id FROM entry")}
        assert here
        assert here <= own
        session.close()
        profile.close()


def test_the_tokens_of_the_former_store_are_deleted(profile: FullProfile, sandbox: Sandbox) -> None:
    assert profile.paths.tokens.exists()
    profile.account.sign_in(credentials(sandbox, token_store="memory"))
    assert not profile.paths.tokens.exists()


def test_a_dead_session_costs_one_call_in_a_week(
    profile: FullProfile, session: SyncSession, sandbox: Sandbox, clock: ManualClock
) -> None:
    sandbox.state.revoke()
    sandbox.arrivals.clear()
    book(profile, "kept")
    days(session, clock, 7)
    assert tokens_asked_for(sandbox) == 1
    assert len(sandbox.arrivals) <= 2
    assert profile.status.sync().state is SyncState.SIGNED_OUT
    assert profile.status.sync().pending == 1


def test_a_token_rejected_right_after_renewal_ends_all_calls(
    profile: FullProfile, session: SyncSession, sandbox: Sandbox, clock: ManualClock
) -> None:
    sandbox.faults.add("status", path="/v1/", status=401, times=None)
    sandbox.arrivals.clear()
    days(session, clock, 1)
    assert [one["path"] for one in sandbox.arrivals][1:] == [TOKEN, sandbox.arrivals[0]["path"]]
    assert profile.status.sync().state is SyncState.SIGNED_OUT


@pytest.mark.parametrize(("total_s", "load_s"), [(3.0, 3.0), (30.0, 15.0), (45.0, 15.0)])
def test_a_keyring_delays_a_caller_no_longer_than_a_call(total_s: float, load_s: float) -> None:
    """A command that only hands its changes over waits 3 seconds; a frozen keyring must not add to that."""
    deadlines = Deadlines(connect_s=total_s, read_s=total_s, total_s=total_s)
    with closing(FullProfile()) as profile:
        session = ApiSession(store_of(profile).settings, profile.paths, profile.clock, deadlines)
        keyring = session._tokens("keyring")
    assert isinstance(keyring, KeyringStore)
    assert keyring._load_s == load_s
