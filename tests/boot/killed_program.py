"""A program that tracks time and sends it, until it is killed: `python -m tests.boot.killed_program`.

It reads lines of JSON: {"do": methods of Run, "seed": n, "url": the server's, "boundary": n}. For each it forks a
process that writes what it does on lines of its own: {"pid"}, {"open"} when it has started, {"try": {words: how often
they must exist}} before each action, {"saved"} when the screen would confirm it; at its end {"over"}, or {"state"} if
it had to settle. When the process has ended, the program writes {"gone"}. The process uses the server's clock: where it
would wait, it moves that on.
"""

from __future__ import annotations

import gc
import json
import os
import random
import signal
import sys
import time
from datetime import date, timedelta
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from demitasse.boot.api_session import ApiSession
from demitasse.boot.profile import open_profile
from demitasse.boot.sync_session import SyncSession
from demitasse.domain.timesheet import SyncState
from demitasse.support.clock import SystemClock
from tests.deadlines import PATIENCE_S
from tests.disk import Disk, Event

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from demitasse.domain.timer import Instant

ROUNDS = 60


def say(**fields: Any) -> None:
    """Write one line at once."""
    os.write(1, json.dumps(fields).encode() + b"\n")


class ServerClock(SystemClock):
    """The server's time; a pause advances it for both sides."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._port = urlsplit(url).port or 0
        self._ahead_s = float(self.control("clock")["now"]) - time.time()

    def now(self) -> Instant:
        now = super().now()
        return now._replace(wall=now.wall + timedelta(seconds=self._ahead_s), boot_s=now.boot_s + self._ahead_s)

    def today(self, timezone: str = "") -> date:  # noqa: ARG002 - no run is longer than a day
        return self.now().wall.date()

    def pause(self, seconds: float) -> None:
        self._ahead_s += max(0.0, seconds)
        self.control("clock", "PUT", {"advance": max(0.0, seconds)})

    def control(self, what: str, method: str = "GET", body: Mapping[str, Any] | None = None) -> Any:
        """Use one of the server's own controls."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_S)
        try:
            headers = {"Content-Type": "application/json"}
            connection.request(method, f"/_sandbox/{what}", json.dumps(body) if body else None, headers)
            reply = connection.getresponse()
            answer = json.load(reply)
            assert reply.status == 200, answer
            return answer
        finally:
            connection.close()


class Run:
    """One process: a profile, and what a person does with it."""

    def __init__(self, seed: int, url: str) -> None:
        """Open the profile as the tray app does."""
        self.dice = random.Random(seed)  # noqa: S311 - a seed that can be given again
        self._prefix, self._number = f"{seed}", 0
        self.clock = ServerClock(url)
        self.clock.pause(20)  # the server's window of calls is a new one for each run
        self.profile = open_profile(clock=self.clock, thorough=True)
        self._sync = SyncSession(
            self.profile, ApiSession(self.profile._store.settings, self.profile.paths, self.profile.clock)
        )
        self._mine: list[tuple[int, str]] = []
        say(open=True)

    def words(self) -> str:
        """Return a text that no other run uses."""
        self._number += 1
        return f"run {self._prefix}, words {self._number}"

    def perform(self, wanted: dict[str, int], action: Callable[[], Any]) -> Any:
        """Announce an action, after which so many entries with this text must exist, and perform it."""
        say(**{"try": wanted})
        done = action()
        say(saved=True)
        return done

    def add(self) -> None:
        self._add(self.words(), 1)

    def twin(self) -> None:
        """Add an entry that equals others."""
        self._number += 1
        self._add(f"run {self._prefix}, twins", self._number)

    def _add(self, words: str, number: int) -> None:
        sheets, choice = self.profile.timesheets, self.profile.timesheets.choices()[0]
        row = self.perform({words: number}, lambda: sheets.add(choice.project_id, choice.task_id, 600, comment=words))
        self._mine.append((row.id, words))

    def start(self) -> None:
        words, choice = self.words(), self.profile.timesheets.choices()[0]
        self.perform({words: 1}, lambda: self.profile.timer.start(choice.project_id, choice.task_id, words))

    def stop(self) -> None:
        if self.profile.timer.running():
            self.perform({}, self.profile.timer.stop)

    def edit(self) -> None:
        if self._mine:
            entry, before = self._mine.pop()
            words = self.words()
            self.perform({before: 0, words: 1}, lambda: self.profile.timesheets.edit(entry, comment=words))
            self._mine.append((entry, words))

    def delete(self) -> None:
        if self._mine:
            entry, before = self._mine.pop()
            self.perform({before: 0}, lambda: self.profile.timesheets.delete(entry))

    def undo(self) -> None:
        _, before = self._mine.pop()
        self.perform({before: 0}, self.profile.history.undo)

    def send(self) -> None:
        """Run a cycle, as the worker does."""
        self._sync.run(poll=False)

    def lose_post(self) -> None:
        """Lose the server's next response to a create."""
        self.clock.control("faults", "POST", {"kind": "drop_after", "method": "POST", "path": "timeEntries"})

    def lose_put(self) -> None:
        """Lose the next update before it arrives."""
        self.clock.control("faults", "POST", {"kind": "drop_before", "method": "PUT", "path": "timeEntries"})

    def settle(self) -> None:
        """Send until nothing waits."""
        status = self.profile.status.sync()
        for _ in range(ROUNDS):
            outcome = self._sync.run(poll=False)
            status = self.profile.status.sync()
            if status.state is SyncState.SIGNED_OUT or not status.pending:
                break
            self.clock.pause((outcome and outcome.next_s) or 60.0)
        say(state=status.state, pending=status.pending, review=status.needs_review, rejected=status.rejected)

    def at_random(self) -> None:
        """Act at random until killed; the run is short in any case."""
        for _ in range(40):
            self.dice.choice([self.add, self.add, self.start, self.stop, self.edit, self.delete])()
            if self.dice.random() < 0.6:
                self.send()


SCRIPTS = (
    "add send", "add edit send", "add send edit send", "add send delete send", "add undo send", "add send undo send",
    "start send stop send", "start stop send", "start send start send stop send", "twin twin send",
    "lose_post add send send", "add send lose_put edit send send",
)  # fmt: skip
"""What a run does, by its methods."""


class Boundary:
    """Kills this process just before (even numbers) or just after (odd ones) a commit becomes final."""

    def __init__(self, number: int) -> None:
        self.armed = False
        self._left = number
        self._emptied = False

    def before(self, event: Event) -> int:
        if event.path.endswith("demitasse.db-journal"):
            if event.kind == "truncate":
                self._pass()
            self._emptied = event.kind == "truncate" or (self._emptied and event.kind == "sync")
        elif event.path.endswith("demitasse.db-wal") and event.kind == "sync":
            self._emptied = True
            self._pass()
        return 0

    def after(self, event: Event) -> None:
        if self._emptied and event.kind == "sync":
            self._emptied = False
            self._pass()

    def _pass(self) -> None:
        if self.armed and self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= self.armed


def run_script(order: dict[str, Any]) -> None:
    """Do what one line of input says."""
    say(pid=os.getpid())
    boundary = Boundary(order["boundary"])
    with Disk(boundary.before, boundary.after):
        run = Run(order["seed"], order["url"])
        if order["do"] in SCRIPTS:
            run.settle()
            boundary.armed = True
        for name in order["do"].split():
            getattr(run, name)()
    say(over=True)


def main() -> None:
    """Fork a process for each line."""
    gc.disable()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            try:
                run_script(json.loads(line))
            finally:
                os._exit(1)
        os.waitpid(pid, 0)
        say(gone=True)


if __name__ == "__main__":
    main()
