"""A computer with Demitasse: a real store and engine that talk to the local CoffeeCup over real sockets.

It shares one clock with the server, which tests advance.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from demitasse.api import endpoints, oauth
from demitasse.api.client import ApiClient
from demitasse.api.throttle import Throttle
from demitasse.desktop.token_stores import MemoryStore
from demitasse.domain.errors import Throttled, Unsent
from demitasse.domain.operations import OpState
from demitasse.store.store import Store
from demitasse.store.throttle import WINDOW_S, CallLog
from demitasse.support.locks import FileLock
from demitasse.support.secret import Secret
from demitasse.sync.engine import Engine, Outcome, Result
from demitasse.tracker.absence import Absences
from demitasse.tracker.account import Account, Credentials, Welcome
from demitasse.tracker.conflicts import Conflicts
from demitasse.tracker.history import History
from demitasse.tracker.timer import Timer
from demitasse.tracker.timesheets import Timesheets
from demitasse.tracker.undo import UndoManager
from tests.clocks import START, ManualClock
from tests.sync.in_process import InProcessTransport

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from coffeecup_sandbox import Sandbox
    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.domain.user import User


class TwinClock(ManualClock):
    """One clock for the computer and the server."""

    def __init__(self, sandbox: Sandbox, wall: datetime = START) -> None:
        """Stop the server's clock at the same time."""
        super().__init__(wall)
        self._sandbox = sandbox
        sandbox.clock.set(self.now().wall.timestamp())

    def advance(self, seconds: float) -> None:
        """Advance both clocks."""
        super().advance(seconds)
        left = max(0.0, seconds)
        while left > 0:
            step = min(left, 10.0) if self._sandbox.state.has_scheduled else left
            self._sandbox.clock.advance(step)
            self._sandbox.state.run_scheduled()  # Carry out what the server delays.
            left -= step


class Device:
    """The computer of one person."""

    def __init__(
        self, sandbox: Sandbox, folder: Path, clock: TwinClock, like: Device | None = None, *, in_process: bool = False
    ) -> None:
        """Sign in the first user of `sandbox`, or continue where another computer was closed.

        With `in_process`, calls use no socket.
        """
        self._in_process = in_process
        folder.mkdir(exist_ok=True)
        self.sandbox, self.folder, self.clock = sandbox, folder, clock
        self.email = sandbox.users[0]["email"]
        self._tokens = MemoryStore()
        if like is None:
            self._open()
            self.sign_in()
            return
        shutil.copy(like.folder / "demitasse.db", folder)
        self._tokens.save(like.tokens() or "")
        self.user: User = like.user
        self._open()
        self._work()

    def sign_in(self) -> None:
        """Sign in the first user, again if the session has ended. Waits for slots, and for the end of a pause."""
        sandbox, secret = self.sandbox, Secret(self.sandbox.users[0]["password"])
        credentials = Credentials(sandbox.url, sandbox.company, self.email, secret, "memory")
        for tries_left in reversed(range(10)):
            try:
                Account(self.store, self).sign_in(credentials)
                break
            except (Unsent, Throttled) as fault:
                if not tries_left:
                    raise
                until = fault.until if isinstance(fault, Throttled) else self.clock.now().wall
                self.clock.advance(max(WINDOW_S, (until - self.clock.now().wall).total_seconds()))
        self._work()

    def _open(self) -> None:
        self.store = Store(self.folder / "demitasse.db", self.clock)
        self._calls = CallLog(self.folder.parent / "calls.db")
        self._throttle = Throttle(self._calls, self.clock)
        actions = UndoManager(self.store, self.clock)
        self.timer = Timer(self.store, self.clock, actions)
        self.sheets = Timesheets(self.store, self.clock, actions)
        self.conflicts = Conflicts(self.store, self.clock, actions)
        self.absences = Absences(self.store, self.clock, actions)
        self.history = History(self.store, self.clock, actions)
        lock = FileLock(self.folder / "tokens.lock")
        holder = oauth.TokenHolder(
            self._tokens, lock, self.sandbox.url, self.sandbox.company, self._throttle, self.clock
        )
        self.client = ApiClient(self.sandbox.url, holder, self._throttle, self.clock)
        if self._in_process:
            self.client._transport = InProcessTransport(self.sandbox, self.clock)

    def open_session(self, credentials: Credentials) -> Welcome:
        """Sign in, for the tracker's account."""
        pair = oauth.sign_in(
            credentials.server, credentials.company, credentials.email, credentials.password, self._throttle, self.clock
        )
        self._tokens.save(pair)
        person = endpoints.me(self.client)
        self.user = person
        return Welcome(credentials.server, credentials.company, person, endpoints.employments(self.client, person.id))

    def keep_session(self, token_store: str) -> None:
        """Do nothing, for the tracker's account: the tokens are stored already."""
        assert token_store == "memory"

    def tokens(self) -> str | None:
        """Return the stored tokens."""
        return self._tokens.load()

    def close_session(self) -> None:
        """Delete the tokens, for the tracker's account."""
        self._tokens.clear()

    def _work(self) -> None:
        self.engine = Engine(self.store, self.client, self.clock, self.user)

    def close(self) -> None:
        """Switch the computer off."""
        self.client.close()
        self._calls.close()
        self.store.close()

    def restart(self) -> None:
        """Switch it off and on: only the disk and the tokens remain."""
        self.close()
        self._open()
        self._work()

    def crash(self) -> None:
        """Cut the power during every call whose outcome is unclear, and restart."""
        with self.store.transaction():
            for op in self.store.outbox.active():
                if op.state is OpState.AMBIGUOUS:
                    self.store.outbox._table.update(op.entry_id, {"state": "in_flight"})
        self.restart()

    def moved(self, folder: Path, clock: TwinClock) -> Device:
        """Continue with the files in `folder`, at another time; this computer was closed before."""
        other = object.__new__(Device)
        other.sandbox, other.folder, other.clock, other.email = self.sandbox, folder, clock, self.email
        other.user, other._tokens, other._in_process = self.user, self._tokens, self._in_process
        other._open()
        other._work()
        return other

    def run(self, *, poll: bool = False) -> Outcome:
        """Run one cycle."""
        return self.engine.run(poll=poll)

    def settle(self, rounds: int = 40) -> None:
        """Run cycles as the worker does, until nothing waits."""
        for _ in range(rounds):
            outcome = self.run()
            if outcome.result is Result.SIGNED_OUT:
                self.sign_in()
            if not self.store.outbox.active():
                return
            self.clock.advance(outcome.next_s or 60.0)
        raise AssertionError(f"still waiting: {self.store.outbox.active()}")

    def rows(self) -> tuple[TimesheetRow, ...]:
        """Return the rows of today."""
        return self.sheets.day().rows

    def on_server(self) -> list[tuple[object, ...]]:
        """Return the server's entries of today as (day, comment, seconds, running)."""
        days = {str(self.sheets.today())}
        found = [one for one in self.sandbox.entries(self.email) if str(one["day"])[:10] in days]
        return [(str(one["day"])[:10], one["comment"], one["duration"], one["running"]) for one in found]

    def mine(self) -> list[tuple[str, int]]:
        """Return the server's entries of today as sorted (comment, seconds)."""
        return sorted((str(comment), int(str(seconds))) for _, comment, seconds, _ in self.on_server())
