"""The bridge: signals of the GUI thread, and the worker against a real server."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import BadInput, NetworkFault, Refused
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.domain.timesheet import SyncState
from demitasse.support.secret import Secret
from demitasse.ui.app.bridge import Bridge
from tests.boot.test_cli_sync import comments, credentials
from tests.deadlines import PATIENCE_S
from tests.ui.user_input import Events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from coffeecup_sandbox import Sandbox


class Running:
    """A bridge whose worker has run its first cycle."""

    def __init__(self) -> None:
        """Start the worker."""
        self.bridge = Bridge("default")
        self._events = Events(self.bridge)
        self.bridge.start()
        self.next(EventKind.CHANGED)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Keep the worker busy inside the block."""
        gate = threading.Event()
        self.bridge._worker.post(lambda _session: not gate.wait(PATIENCE_S))
        yield
        gate.set()

    def next(self, kind: EventKind) -> SyncEvent:
        """Return the next event of a kind."""
        while (event := self._events.next()).kind is not kind:
            pass
        return event


@pytest.fixture
def running(app: QApplication) -> Iterator[Running]:  # noqa: ARG001 - delivers the events
    bridge = Running()
    yield bridge
    assert bridge.bridge.stop(PATIENCE_S)


@pytest.fixture
def profile() -> Iterator[FullProfile]:
    """The same profile, as the window opens it."""
    opened = FullProfile()
    yield opened
    opened.close()


def test_a_poll_is_no_write() -> None:
    """Opening the popover must not redraw the tray icon before it shows."""
    bridge, written = Bridge("default"), []
    bridge.written.connect(lambda: written.append("now"))
    bridge.wake(poll=True)
    assert written == []
    bridge.wake()
    assert written == ["now"]


def test_after_sign_in_the_catalogue_is_there(running: Running, profile: FullProfile, sandbox: Sandbox) -> None:
    assert profile.status.sync().state is SyncState.SIGNED_OUT
    running.bridge.sign_in(credentials(sandbox))
    running.next(EventKind.SIGNED_IN)
    running.next(EventKind.CHANGED)
    assert profile.timesheets.choices()
    assert profile.status.sync().state is SyncState.SYNCED
    assert profile.account.identity().signed_in


def test_a_written_entry_is_sent(running: Running, profile: FullProfile, sandbox: Sandbox) -> None:
    running.bridge.sign_in(credentials(sandbox))
    running.next(EventKind.SIGNED_IN)
    running.next(EventKind.CHANGED)
    choice = profile.timesheets.choices()[0]
    profile.timesheets.add(choice.project_id, choice.task_id, 600, comment="from the window")
    running.bridge.wake()
    running.next(EventKind.CHANGED)
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
def test_a_failed_sign_in_reports_the_fault_and_changes_nothing(
    running: Running, profile: FullProfile, sandbox: Sandbox, other: dict[str, object], fault: type[Exception]
) -> None:
    running.bridge.sign_in(credentials(sandbox, **other))
    event = running.next(EventKind.SIGN_IN_FAILED)
    assert isinstance(event.fault, fault), event.fault
    assert profile.account.identity().email == ""
    assert not profile.paths.tokens.exists()


def test_sign_out_deletes_the_tokens_and_keeps_the_entries(
    running: Running, profile: FullProfile, sandbox: Sandbox
) -> None:
    running.bridge.sign_in(credentials(sandbox))
    running.next(EventKind.SIGNED_IN)
    running.next(EventKind.CHANGED)
    choice = profile.timesheets.choices()[0]
    profile.timesheets.add(choice.project_id, choice.task_id, 600)
    running.bridge.sign_out()
    running.next(EventKind.CHANGED)
    assert profile.status.sync().state is SyncState.SIGNED_OUT
    assert len(profile.timesheets.day().rows) == 1
    assert not profile.paths.tokens.exists()


def test_only_the_last_of_many_days_is_fetched(running: Running, profile: FullProfile, sandbox: Sandbox) -> None:
    running.bridge.sign_in(credentials(sandbox))
    running.next(EventKind.SIGNED_IN)
    running.next(EventKind.CHANGED)
    first = profile.timesheets.today() - timedelta(days=99)
    sandbox.arrivals.clear()
    with running.paused():
        for number in range(9):
            running.bridge.fetch_days(first + timedelta(days=number))
    while not profile.timesheets.day(first + timedelta(days=8)).fetched:
        running.next(EventKind.CHANGED)
    assert len(sandbox.arrivals) == 1
    assert not profile.timesheets.day(first).fetched
