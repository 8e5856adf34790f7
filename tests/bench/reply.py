"""`python -m tests.bench.reply`: Python calls of ours from CoffeeCup's reply to a write until the "changed" event."""

from __future__ import annotations

import os
import queue
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import demitasse
from coffeecup_sandbox import Sandbox
from demitasse.api.transport import Transport
from demitasse.boot.full_profile import FullProfile
from demitasse.boot.sync_session import ThreadSyncSession
from demitasse.boot.worker import Worker, WorkerClock
from demitasse.domain.ports import EventKind
from demitasse.support.secret import Secret
from demitasse.tracker.account import Credentials

if TYPE_CHECKING:
    from types import FrameType

    from demitasse.domain.ports import SyncEvent

WANTED = 180
_OURS = str(Path(demitasse.__file__).parent)


class _CallCounter:
    """Counts calls on the worker thread, from the reply to a POST or PUT of an entry until the next event."""

    def __init__(self) -> None:
        self._calls = -1
        self._counts: queue.SimpleQueue[int] = queue.SimpleQueue()

    def open_session(self) -> ThreadSyncSession:
        """Start to watch the thread."""
        sys.setprofile(self._watch)
        return ThreadSyncSession("default", WorkerClock())

    def on_event(self, event: SyncEvent) -> None:
        """Store the count; -1 if nothing was written."""
        assert event.kind is EventKind.CHANGED, event
        self._counts.put(self._calls)
        self._calls = -1

    def next(self) -> int:
        """Return the count of the next cycle."""
        return self._counts.get(timeout=120)

    def _watch(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and self._calls >= 0:
            self._calls += frame.f_code.co_filename.startswith(_OURS)
        elif event == "return" and frame.f_code is Transport.call.__code__:
            request = frame.f_locals["request"]
            if request.method in {"POST", "PUT"} and request.path.startswith("/v1/timeEntries"):
                self._calls = 0


def reply_calls(sandbox: Sandbox) -> dict[str, int]:
    """Return the calls after the response to each kind of write, in the default profile."""
    profile, counter, person = FullProfile(), _CallCounter(), sandbox.users[0]
    profile.account.sign_in(
        Credentials(sandbox.url, sandbox.company, person["email"], Secret(person["password"]), "file")
    )
    worker = Worker(counter.open_session, counter.on_event)
    worker.start()
    counts: dict[str, int] = {}

    def count(kind: str) -> None:
        worker.post(lambda _session: False)
        counts[kind] = counter.next()

    try:
        counter.next()
        choice = profile.timesheets.choices()[0]
        row = profile.timesheets.add(choice.project_id, choice.task_id, 600, comment="added")
        count("create")
        profile.timesheets.edit(row.id, comment="edited")
        count("update")
        profile.timer.start(choice.project_id, choice.task_id, "timed")
        count("start")
        profile.timer.stop()
        count("stop")
    finally:
        worker.stop(120)
        profile.close()
    return counts


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(seed=1) as sandbox:
        os.environ["DEMITASSE_HOME"] = folder
        for kind, calls in reply_calls(sandbox).items():
            print(f'from the reply to a {kind} to the "changed" event: {calls} calls (wanted at most {WANTED})')


if __name__ == "__main__":
    main()
