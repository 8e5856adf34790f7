"""A computer with Demitasse on it: a real store and a real engine, talking to the local CoffeeCup over real sockets.

Its clock and the server's are one, and tests turn it by hand.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from demitasse.api import endpoints, oauth
from demitasse.api.client import ApiClient
from demitasse.api.throttle import Throttle
from demitasse.desktop.token_stores import MemoryStore
from demitasse.domain.errors import Unsent
from demitasse.domain.operations import OpState
from demitasse.store.store import Store
from demitasse.store.throttle import WINDOW_S, CallLog
from demitasse.support.locks import FileLock
from demitasse.support.secret import Secret
from demitasse.sync.engine import Engine, Outcome, Result
from demitasse.tracker.absence import Absences
from demitasse.tracker.account import Account, Credentials, Welcome
from demitasse.tracker.conflicts import Conflicts
from demitasse.tracker.timer import Timer
from demitasse.tracker.timesheets import Timesheets
from demitasse.tracker.undo import UndoManager
from tests.clocks import ManualClock
from tests.sync.inside import InProcessTransport

if TYPE_CHECKING:
    from pathlib import Path

    from coffeecup_sandbox import Sandbox
    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.domain.user import User


class TwinClock(ManualClock):
    """One time for the computer and the server."""

    def __init__(self, box: Sandbox) -> None:
        """Take the server's time over, and stop it."""
        super().__init__()
        self._box = box
        box.clock.set(self.now().wall.timestamp())

    def advance(self, seconds: float) -> None:
        """Both clocks."""
        super().advance(seconds)
        left = max(0.0, seconds)
        while left > 0:
            self._box.clock.advance(min(left, 10.0))
            self._box.state.run_scheduled()  # what the server carries out late, it carries out in time
            left -= 10.0


class Device:
    """One person's computer."""

    def __init__(
        self, box: Sandbox, folder: Path, clock: TwinClock, like: Device | None = None, *, inside: bool = False
    ) -> None:
        """Sign the first user of `box` in, or go on where another computer stood when it was closed.

        `inside`: its calls take no socket.
        """
        self._inside = inside
        folder.mkdir(exist_ok=True)
        self.box, self.folder, self.clock = box, folder, clock
        self.email = box.users[0]["email"]
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
        """The first user, again if the session is gone; whoever is told that many calls wait tries again later."""
        box, secret = self.box, Secret(self.box.users[0]["password"])
        credentials = Credentials(box.url, box.company, self.email, secret, "memory")
        for tries_left in reversed(range(10)):
            try:
                Account(self.store, self).sign_in(credentials)
                break
            except Unsent:
                if not tries_left:
                    raise
                self.clock.advance(WINDOW_S)
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
        lock = FileLock(self.folder / "tokens.lock")
        holder = oauth.TokenHolder(self._tokens, lock, self.box.url, self.box.company, self._throttle, self.clock)
        self.client = ApiClient(self.box.url, holder, self._throttle, self.clock)
        if self._inside:
            self.client._transport = InProcessTransport(self.box, self.clock)

    def open_session(self, credentials: Credentials) -> Welcome:
        """The door of the account."""
        pair = oauth.sign_in(
            credentials.server, credentials.company, credentials.email, credentials.password, self._throttle, self.clock
        )
        self._tokens.save(pair)
        person = endpoints.me(self.client)
        self.user = person
        return Welcome(credentials.server, credentials.company, person, endpoints.employments(self.client, person.id))

    def keep_session(self, token_store: str) -> None:
        """The door of the account: they are kept already."""
        assert token_store == "memory"

    def tokens(self) -> str | None:
        """What keeps it signed in."""
        return self._tokens.load()

    def close_session(self) -> None:
        """The door of the account."""
        self._tokens.clear()

    def _work(self) -> None:
        self.engine = Engine(self.store, self.client, self.clock, self.user)

    def close(self) -> None:
        """Switch it off."""
        self.client.close()
        self._calls.close()
        self.store.close()

    def restart(self) -> None:
        """Off and on again: only what is on disk (and the tokens) is left."""
        self.close()
        self._open()
        self._work()

    def crash(self) -> None:
        """The power goes while every call is under way whose outcome is unclear, and comes back."""
        with self.store.transaction():
            for op in self.store.outbox.active():
                if op.state is OpState.AMBIGUOUS:
                    self.store.outbox._table.update(op.entry_id, {"state": "in_flight"})
        self.restart()

    def moved(self, folder: Path, clock: TwinClock) -> Device:
        """The same person and session with the files in `folder`, at another time; this one was closed before."""
        other = object.__new__(Device)
        other.box, other.folder, other.clock, other.email = self.box, folder, clock, self.email
        other.user, other._tokens, other._inside = self.user, self._tokens, self._inside
        other._open()
        other._work()
        return other

    def run(self, *, look: bool = False) -> Outcome:
        """One cycle."""
        return self.engine.run(poll=look)

    def settle(self, rounds: int = 40) -> None:
        """Cycles, as the worker would run them, until nothing waits any more."""
        for _ in range(rounds):
            outcome = self.run()
            if outcome.result is Result.SIGNED_OUT:
                self.sign_in()
            if not self.store.outbox.active():
                return
            self.clock.advance(outcome.next_s or 60.0)
        raise AssertionError(f"still waiting: {self.store.outbox.active()}")

    def rows(self) -> tuple[TimesheetRow, ...]:
        """Today, as shown."""
        return self.sheets.day().rows

    def on_server(self) -> list[tuple[object, ...]]:
        """What the server holds of the days around today: (day, comment, seconds, running)."""
        days = {str(self.sheets.today())}
        found = [one for one in self.box.entries(self.email) if str(one["day"])[:10] in days]
        return [(str(one["day"])[:10], one["comment"], one["duration"], one["running"]) for one in found]

    def mine(self) -> list[tuple[str, int]]:
        """What the server holds of today: comment and seconds, in order."""
        return sorted((str(comment), int(str(seconds))) for _, comment, seconds, _ in self.on_server())
