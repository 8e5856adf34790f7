"""`Sandbox`: the local CoffeeCup as an object to start, inspect, write to and stop."""

from __future__ import annotations

import json
import re
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from coffeecup_sandbox import demo_data, entry_rules, seed, serializers
from coffeecup_sandbox.clock import Clock
from coffeecup_sandbox.context import ROLE_NAMES
from coffeecup_sandbox.control import Control
from coffeecup_sandbox.faults import Faults
from coffeecup_sandbox.http_server import Server
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.resources import TIME_ENTRY
from coffeecup_sandbox.service import Service
from coffeecup_sandbox.state import State
from coffeecup_sandbox.state_file import StateFile, private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from typing import Self

    from coffeecup_sandbox.http_messages import Request, Response
    from coffeecup_sandbox.schema import Row

ARRIVALS_KEPT = 20_000
LONG_SECRET = re.compile(r"[\w-]{40,}")  # the address of a calendar feed
SECRET = re.compile("(?i)token|password|secret|authorization|assertion")  # in the names of query parameters
LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # the address for clients of a wildcard address


class Sandbox:
    """A CoffeeCup of one company on this machine. Use it in a `with` statement, or call `start` and `stop`.

    Changes of `clock` (set, advance, travel, release), `quirks` (set, reset) and `faults` (add, clear) take effect at
    once. `arrivals` lists the requests received, with `at` in epoch seconds of the sandbox clock. Their `status` is 0
    if the connection was closed without a response, None while the request is in progress.
    """

    def __init__(  # noqa: PLR0913 - its options
        self,
        port: int = 0,
        seed: int = 1,
        state_file: str | PathLike[str] | None = None,
        quirks: Mapping[str, object] | None = None,
        request_log: str | PathLike[str] | None = None,
        host: str = "127.0.0.1",
        *,
        company: str = demo_data.COMPANY,
    ) -> None:
        """Create a sandbox, not started: it opens no file and no port. Raises ValueError for unknown quirks.

        A state that `state_file` holds already keeps its company.
        """
        self.clock = Clock()
        self.state = State(self.clock)
        self.quirks = Quirks({name: str(value) for name, value in (quirks or {}).items()})
        self.faults = Faults(seed)
        self.arrivals: list[dict[str, Any]] = []
        self.service = Service(self.state, self.quirks, self.faults)
        self._initial_quirks = self.quirks.all()
        self._control = Control(self.service, self.arrivals, self.reset)
        self._file = StateFile(Path(state_file), self.state) if state_file else None
        self._log_path = Path(request_log) if request_log else None
        self._log: TextIO | None = None
        self._log_lock = threading.Lock()
        self._host, self._port, self._seed, self._company = host, port, seed, company
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._filled = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start listening on `port`, or a free one if it is 0. Raises OSError, ValueError.

        After `stop`, it listens on the same port as before.
        """
        if self._server is not None:
            return
        self._load_or_seed()
        if self._log_path and self._log is None:
            self._log = open(self._log_path, "a", encoding="utf-8", buffering=1, opener=private)  # noqa: SIM115
        self.service.stopping.clear()
        self._server = Server((self._host, self._port), self.service, self._answer)
        self._port = self._server.server_port
        self._thread = threading.Thread(target=self._server.run, name="sandbox", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and close every connection. The data stays; `start` continues with it."""
        if self._server is None or self._thread is None:
            return
        self.service.stopping.set()
        self._server.stop()
        self._thread.join()
        self._server = self._thread = None
        self._save()
        with self._log_lock:
            if self._log:
                self._log.close()
            self._log = None

    def reset(self, data: Any = None) -> None:
        """Restore the generated company, or what `State.dump` returned, and the initial quirks.

        Faults, blocks and arrivals are removed. The clock is not reset: the five weeks of work end before its current
        day.
        """
        with self.state.lock:
            self.faults.clear()
            self.faults.seed(self._seed)
            for name, value in self._initial_quirks.items():
                self.quirks.set(name, value)
            if data is None:
                seed.fill(self.state, self._seed, self._company)
            else:
                self.state.load(data)
            self.service.throttle.clear()
            self.arrivals.clear()
        self._save()

    @property
    def url(self) -> str:
        """The base address for clients, without a slash at the end."""
        host = LOOPBACK.get(self._host, self._host)
        return f"http://[{host}]:{self._port}" if ":" in host else f"http://{host}:{self._port}"

    @property
    def company(self) -> str:
        """The name of the company that the sandbox serves."""
        return self.state.company

    @property
    def users(self) -> list[dict[str, str]]:
        """The email, password and role of each user who can sign in; the first is a plain user."""
        self._load_or_seed()
        active = [user for user in self.state["users"] if user["status"] and user.get("_password")]
        return [
            {"email": user["email"], "password": user["_password"], "role": ROLE_NAMES.get(user["role"], "user")}
            for user in active
        ]

    def entries(self, email: str) -> list[Row]:
        """Return the entries of a user, oldest first, in the default format whatever the quirks."""
        with self.state.lock:
            self.state.run_scheduled()
            rows = self.state["timeEntries"].where(user=self._user(email)["id"])
            return [serializers.in_full(self.state, DEFAULT_QUIRKS, TIME_ENTRY, row) for row in rows]

    def add_entry(self, email: str, **values: Any) -> Row:
        """Create an entry as another device would; `project` and `task` are ids. Raises ApiError."""
        with self.state.lock:
            prepared = entry_rules.prepare_new(self.state, self.quirks, self._user(email), values)
            row = self.state.insert("timeEntries", prepared)
        return self._saved_entry(row)

    def update_entry(self, key: int, **values: Any) -> Row:
        """Change an entry as another device would. Raises KeyError, ApiError."""
        with self.state.lock:
            prepared = entry_rules.prepare_change(self.state, self.quirks, self.state["timeEntries"].rows[key], values)
            row = self.state.change("timeEntries", key, prepared)
        return self._saved_entry(row)

    def delete_entry(self, key: int) -> None:
        """Delete an entry as another device would; does nothing if it does not exist."""
        self.state.remove("timeEntries", key)
        self._save()

    def _saved_entry(self, row: Row) -> Row:
        self._save()
        return serializers.in_full(self.state, DEFAULT_QUIRKS, TIME_ENTRY, row)

    def _user(self, email: str) -> Row:
        matches = [user for user in self.state["users"] if user["email"].lower() == email.lower()]
        if not matches:
            raise KeyError(email)
        return matches[0]

    def _load_or_seed(self) -> None:
        if self._filled:
            return
        if self._file is None or not self._file.load():
            seed.fill(self.state, self._seed, self._company)
        self._filled = True
        self._save()

    def _save(self) -> None:
        if self._file is not None:
            self._file.save_if_changed()

    def _answer(self, request: Request) -> Response:
        """Log and answer a request; what it wrote is saved before the response is sent."""
        if self._control.owns(request):
            response = self._control.answer(request)
            self._save()
            return response
        began = time.perf_counter()
        arrival = self._record_arrival(request)
        response = self.service.answer(request)
        self._save()
        arrival["status"] = response.status
        arrival["latency_ms"] = round((time.perf_counter() - began) * 1000, 3)
        with self._log_lock:
            if self._log:
                self._log.write(json.dumps(arrival) + "\n")
        return response

    def _record_arrival(self, request: Request) -> dict[str, Any]:
        query = [(name, "…" if SECRET.search(name) else value) for name, value in request.query]
        arrival: dict[str, Any] = {
            "at": self.clock.now(),
            "method": request.method,
            "path": LONG_SECRET.sub("…", request.path),
            "status": None,
            "latency_ms": None,
            "user_agent": request.headers.get("user-agent", ""),
            "query": "&".join(f"{name}={value}" for name, value in query),
        }
        self.arrivals.append(arrival)
        if len(self.arrivals) > ARRIVALS_KEPT:
            del self.arrivals[: ARRIVALS_KEPT // 2]
        return arrival


DEFAULT_QUIRKS = Quirks()
