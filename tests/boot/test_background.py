"""The sync thread of a tray app, the handing over of the command line, and the demo, all on a real server."""

from __future__ import annotations

import queue
import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.boot.background import Background
from demitasse.boot.cli_sync import send_changes, sync_now
from demitasse.boot.demo import Demo
from demitasse.boot.profile import Profile, open_profile
from demitasse.domain.errors import BadInput, NetworkFault, NotSignedIn, Refused
from demitasse.domain.events import EventKind, SyncEvent
from demitasse.domain.timesheet import SyncState
from demitasse.support.secret import Secret
from demitasse.tracker.account import Credentials
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coffeecup_sandbox import Sandbox


def credentials(box: Sandbox, **other: object) -> Credentials:
    """The first user's, kept in the token file."""
    person = box.users[0]
    known = {
        "server": box.url,
        "company": box.company,
        "email": person["email"],
        "password": Secret(person["password"]),
    }
    return Credentials(**(known | {"token_store": "file"} | other))  # type: ignore[arg-type]


class App:
    """What a window would be: it gives jobs and hears events."""

    def __init__(self) -> None:
        """Start the thread."""
        self.events: queue.Queue[SyncEvent] = queue.Queue()
        self.background = Background("default", self.events.put)
        self.background.start()
        self.await_(EventKind.CHANGED)

    @contextmanager
    def held(self) -> Iterator[None]:
        """The thread is busy meanwhile."""
        gate = threading.Event()
        self.background._worker.post(lambda _desk: not gate.wait(PATIENCE_S))
        yield
        gate.set()

    def await_(self, kind: EventKind) -> SyncEvent:
        """The next event of a kind."""
        while True:
            event = self.events.get(timeout=PATIENCE_S)
            if event.kind is kind:
                return event


@pytest.fixture
def app() -> Iterator[App]:
    """A running one."""
    one = App()
    yield one
    assert one.background.stop(30)


@pytest.fixture
def profile() -> Iterator[Profile]:
    """The profile, as the window sees it."""
    opened = open_profile()
    yield opened
    opened.close()


def comments(box: Sandbox, profile: Profile) -> list[str]:
    """What the server holds of today."""
    today = str(profile.timesheets.today())
    return [str(one["comment"]) for one in box.entries(box.users[0]["email"]) if one["day"] == today]


def test_signed_in_from_the_window_the_company_appears(app: App, profile: Profile, sandbox: Sandbox) -> None:
    assert profile.status.sync().state is SyncState.SIGNED_OUT
    app.background.sign_in(credentials(sandbox))
    app.await_(EventKind.SIGNED_IN)
    app.await_(EventKind.CHANGED)
    assert profile.timesheets.choices()
    assert profile.status.sync().state is SyncState.SYNCED
    assert profile.account.identity().signed_in


def test_what_the_window_writes_arrives(app: App, profile: Profile, sandbox: Sandbox) -> None:
    app.background.sign_in(credentials(sandbox))
    app.await_(EventKind.SIGNED_IN)
    app.await_(EventKind.CHANGED)
    choice = profile.timesheets.choices()[0]
    profile.timesheets.add(choice.project_id, choice.task_id, 600, comment="from the window")
    app.background.wake()
    app.await_(EventKind.CHANGED)
    assert comments(sandbox, profile) == ["from the window"]


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"password": Secret("wrong")}, Refused),
        ({"company": "nobody-has-this"}, Refused),
        ({"server": "http://coffeecup.example"}, BadInput),
        ({"server": "http://127.0.0.1:9"}, NetworkFault),
        ({"email": " "}, BadInput),
    ],
)
def test_a_sign_in_that_fails_says_why_and_changes_nothing(
    app: App, profile: Profile, sandbox: Sandbox, other: dict[str, object], fault: type[Exception]
) -> None:
    app.background.sign_in(credentials(sandbox, **other))
    event = app.await_(EventKind.SIGN_IN_FAILED)
    assert isinstance(event.fault, fault), event.fault
    assert profile.account.identity().email == ""
    assert not profile.paths.tokens.exists()


def test_signing_out_forgets_the_tokens_and_keeps_the_entries(app: App, profile: Profile, sandbox: Sandbox) -> None:
    app.background.sign_in(credentials(sandbox))
    app.await_(EventKind.SIGNED_IN)
    app.await_(EventKind.CHANGED)
    choice = profile.timesheets.choices()[0]
    profile.timesheets.add(choice.project_id, choice.task_id, 600)
    app.background.sign_out()
    app.await_(EventKind.CHANGED)
    assert profile.status.sync().state is SyncState.SIGNED_OUT
    assert len(profile.timesheets.day().rows) == 1
    assert not profile.paths.tokens.exists()


def test_another_person_does_not_get_unsent_entries(profile: Profile, sandbox: Sandbox) -> None:
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


def test_the_command_line_hands_over_by_itself_when_no_app_runs(profile: Profile, sandbox: Sandbox) -> None:
    send_changes(profile)
    profile.account.sign_in(credentials(sandbox))
    sync_now(profile, 20)
    choice = profile.timesheets.choices()[0]
    profile.timesheets.add(choice.project_id, choice.task_id, 600, comment="by itself")
    send_changes(profile)
    assert comments(sandbox, profile) == ["by itself"]
    assert profile.status.sync().pending == 0


def test_without_a_server_the_command_line_keeps_it(profile: Profile, sandbox: Sandbox) -> None:
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


def test_syncing_without_a_session_says_so(profile: Profile) -> None:
    with pytest.raises(NotSignedIn):
        sync_now(profile, 1)


def test_the_demo_is_signed_in_and_remembers(profile: Profile) -> None:
    with Demo() as demo:
        inside = open_profile(demo.profile_name)
        choice = inside.timesheets.choices()[0]
        inside.timesheets.add(choice.project_id, choice.task_id, 600, comment="in the demo")
        send_changes(inside)
        assert [one.fields.comment for one in demo.server_day()] == ["in the demo"]
        inside.close()
    with Demo() as again:
        assert [one.fields.comment for one in again.server_day()] == ["in the demo"]
    assert not profile.account.identity().signed_in


def test_of_days_walked_past_only_the_last_is_fetched(app: App, profile: Profile, sandbox: Sandbox) -> None:
    app.background.sign_in(credentials(sandbox))
    app.await_(EventKind.SIGNED_IN)
    app.await_(EventKind.CHANGED)
    first = profile.timesheets.today() - timedelta(days=99)
    sandbox.arrivals.clear()
    with app.held():
        for number in range(9):
            app.background.fetch_days(first + timedelta(days=number))
    while not profile.timesheets.day(first + timedelta(days=8)).fetched:
        app.await_(EventKind.CHANGED)
    assert len(sandbox.arrivals) == 1
    assert not profile.timesheets.day(first).fetched
