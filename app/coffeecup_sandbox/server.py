"""The local CoffeeCup as an object: start it, look inside, write to it as another device would, stop it."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from coffeecup_sandbox import entries, render, seed
from coffeecup_sandbox.call import ROLE_NAMES
from coffeecup_sandbox.clock import Clock
from coffeecup_sandbox.control import Control
from coffeecup_sandbox.faults import Faults
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.resources import TIME_ENTRY
from coffeecup_sandbox.saving import StateFile
from coffeecup_sandbox.service import Service
from coffeecup_sandbox.sockets import Server
from coffeecup_sandbox.state import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from typing import Self

    from coffeecup_sandbox.exchange import Reply, Request
    from coffeecup_sandbox.fields import Row

ARRIVALS_KEPT = 20_000
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # where a client reaches a wildcard address


class Sandbox:
    """A CoffeeCup of one company on this machine. Use it in a `with` statement, or call `start` and `stop`.

    `clock` (now, set, advance, travel, release), `quirks` (set, reset) and `faults` (add, clear) act at once;
    `arrivals` lists every request that came in, with `at` in epoch seconds of the sandbox clock and `status` 0
    where no answer was sent, None where it is still under way.
    """

    def __init__(
        self,
        port: int = 0,
        seed: int = 1,
        state_file: str | PathLike[str] | None = None,
        quirks: Mapping[str, object] | None = None,
        request_log: str | PathLike[str] | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        """Prepare a sandbox; nothing is listening or read before `start`. Raises ValueError for unknown quirks."""
        self.clock = Clock()
        self.state = State(self.clock)
        self.quirks = Quirks({name: str(value) for name, value in (quirks or {}).items()})
        self.faults = Faults(seed)
        self.arrivals: list[dict[str, Any]] = []
        self.service = Service(self.state, self.quirks, self.faults)
        self._given = self.quirks.all()
        self._control = Control(self.service, self.arrivals, self.reset)
        self._file = StateFile(Path(state_file), self.state) if state_file else None
        self._log_path = Path(request_log) if request_log else None
        self._log: TextIO | None = None
        self._log_lock = threading.Lock()
        self._host, self._port, self._seed = host, port, seed
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._filled = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen; the first time on the port asked for (0: any), later on the same one. Raises OSError, ValueError."""
        if self._server is not None:
            return
        self._fill()
        if self._log_path and self._log is None:
            self._log = self._log_path.open("a", encoding="utf-8", buffering=1)
        self.service.leaving.clear()
        self._server = Server((self._host, self._port), self.service, self._answer)
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.run, name="sandbox", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and cut every connection. What was written stays; `start` goes on from there."""
        if self._server is None or self._thread is None:
            return
        self.service.leaving.set()
        self._server.stop()
        self._thread.join()
        self._server = self._thread = None
        self._save()
        with self._log_lock:
            if self._log:
                self._log.close()
            self._log = None

    def reset(self) -> None:
        """Go back to a freshly seeded company, without faults, blocks and arrivals, and with the first quirks.

        The clock stays where it is: set it and reset, and the five weeks of work lie before that day.
        """
        with self.state.lock:
            self.faults.clear()
            self.faults.seed(self._seed)
            for name, value in self._given.items():
                self.quirks.set(name, value)
            seed.fill(self.state, self._seed)
            self.service.throttle.clear()
            self.arrivals.clear()
        self._save()

    @property
    def url(self) -> str:
        """The address clients use, without a slash at the end."""
        host = ANYWHERE.get(self._host, self._host)
        return f"http://[{host}]:{self._port}" if ":" in host else f"http://{host}:{self._port}"

    @property
    def company(self) -> str:
        """The name of the one company that lives here."""
        return self.state.company

    @property
    def users(self) -> list[dict[str, str]]:
        """Everybody who can sign in: email, password, role; the first is the plain user the demo signs in."""
        self._fill()
        able = [user for user in self.state["users"] if user["status"] and user.get("_password")]
        return [
            {"email": user["email"], "password": user["_password"], "role": ROLE_NAMES.get(user["role"], "user")}
            for user in able
        ]

    def entries(self, email: str) -> list[Row]:
        """Return the entries of a user, oldest first, as the service stands (quirks of spelling do not touch them)."""
        with self.state.lock:
            self.state.settle()
            rows = self.state["timeEntries"].where(user=self._user(email)["id"])
            return [render.plain(self.state, PLAIN, TIME_ENTRY, row) for row in rows]

    def add_entry(self, email: str, **values: Any) -> Row:
        """Book an entry as another device would; `project` and `task` are ids. Raises Refusal."""
        with self.state.lock:
            done = entries.prepared(self.state, self.quirks, self._user(email), values)
            row = self.state.insert("timeEntries", done)
        return self._shown(row)

    def update_entry(self, key: int, **values: Any) -> Row:
        """Change an entry as another device would. Raises KeyError, Refusal."""
        with self.state.lock:
            done = entries.changed(self.state, self.quirks, self.state["timeEntries"].rows[key], values)
            row = self.state.change("timeEntries", key, done)
        return self._shown(row)

    def delete_entry(self, key: int) -> None:
        """Delete an entry as another device would; harmless if it is gone."""
        self.state.remove("timeEntries", key)
        self._save()

    def _shown(self, row: Row) -> Row:
        self._save()
        return render.plain(self.state, PLAIN, TIME_ENTRY, row)

    def _user(self, email: str) -> Row:
        found = [user for user in self.state["users"] if user["email"].lower() == email.lower()]
        if not found:
            raise KeyError(email)
        return found[0]

    def _fill(self) -> None:
        if self._filled:
            return
        if self._file is None or not self._file.load():
            seed.fill(self.state, self._seed)
        self._filled = True
        self._save()

    def _save(self) -> None:
        if self._file is not None:
            self._file.save_if_changed()

    def _answer(self, request: Request) -> Reply:
        """Answer a request for the server: log it, answer it, and save what it wrote before the reply leaves."""
        if self._control.owns(request):
            reply = self._control.answer(request)
            self._save()
            return reply
        began = time.perf_counter()
        arrival = self._arrived(request)
        reply = self.service.answer(request)
        self._save()
        arrival["status"] = reply.status
        arrival["latency_ms"] = round((time.perf_counter() - began) * 1000, 3)
        with self._log_lock:
            if self._log:
                self._log.write(json.dumps(arrival) + "\n")
        return reply

    def _arrived(self, request: Request) -> dict[str, Any]:
        shown = [(name, "…" if name == "access_token" else value) for name, value in request.query]
        arrival: dict[str, Any] = {
            "at": self.clock.now(),
            "method": request.method,
            "path": request.path,
            "status": None,
            "latency_ms": None,
            "user_agent": request.headers.get("user-agent", ""),
            "query": "&".join(f"{name}={value}" for name, value in shown),
        }
        self.arrivals.append(arrival)
        if len(self.arrivals) > ARRIVALS_KEPT:
            del self.arrivals[: ARRIVALS_KEPT // 2]
        return arrival


PLAIN = Quirks()
