"""A session signed in to the local CoffeeCup, on a clock that tests advance."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from coffeecup_sandbox import Sandbox
from demitasse.api import endpoints, oauth
from demitasse.api.client import ApiClient
from demitasse.api.oauth import TokenHolder
from demitasse.api.throttle import Throttle
from demitasse.api.transport import Deadlines
from demitasse.desktop.token_stores import FileStore
from demitasse.store.throttle import CallLog
from demitasse.support.locks import FileLock
from demitasse.support.secret import Secret
from tests.clocks import ManualClock
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demitasse.domain.user import User

PATIENT = Deadlines(PATIENCE_S, PATIENCE_S, PATIENCE_S)


@dataclass
class Session:
    """Everything between a person and the local CoffeeCup."""

    sandbox: Sandbox
    clock: ManualClock
    log: CallLog
    throttle: Throttle
    tokens: FileStore
    holder: TokenHolder
    client: ApiClient
    user: User
    email: str

    def calls(self, part: str = "") -> list[tuple[str, str]]:
        """Return the requests so far as (method, path), where the path contains `part`."""
        return [(one["method"], one["path"]) for one in self.sandbox.arrivals if part in one["path"]]

    def again(self, deadlines: Deadlines = PATIENT) -> ApiClient:
        """Return another client of the same session, with other deadlines."""
        return ApiClient(self.sandbox.url, self.holder, self.throttle, self.clock, deadlines=deadlines)


@pytest.fixture(scope="module")
def _shared_sandbox() -> Iterator[tuple[Sandbox, dict[str, Any]]]:
    """One local CoffeeCup for all tests of a file, and its initial state: seeding takes longer than a test."""
    with Sandbox(port=0, seed=1) as sandbox:
        yield sandbox, sandbox.state.dump()


@pytest.fixture
def sandbox(_shared_sandbox: tuple[Sandbox, dict[str, Any]]) -> Sandbox:
    """The local CoffeeCup in its initial state."""
    sandbox, new = _shared_sandbox
    for _ in range(500):
        if all(one["status"] is not None for one in sandbox.arrivals):
            break
        threading.Event().wait(0.01)  # a call of the test before is still being carried out
    sandbox.start()
    sandbox.clock.release()
    sandbox.faults.clear()
    sandbox.quirks.reset()
    sandbox.service.throttle.clear()
    sandbox.state.load(new)
    sandbox.state.clear_history()
    sandbox.arrivals.clear()
    return sandbox


@pytest.fixture
def session(sandbox: Sandbox, tmp_path: Path) -> Iterator[Session]:
    """The plain user of the local CoffeeCup, signed in."""
    clock = ManualClock()
    log = CallLog(tmp_path / "calls.db")
    log._open().execute("PRAGMA synchronous=OFF")  # no test pulls the plug
    throttle = Throttle(log, clock)
    person = sandbox.users[0]
    password = Secret(person["password"])
    text = oauth.sign_in(sandbox.url, sandbox.company, person["email"], password, throttle, clock)
    tokens = FileStore(tmp_path / "tokens.json")
    tokens.save(text)
    lock = FileLock(tmp_path / "tokens.lock")
    holder = TokenHolder(tokens, lock, sandbox.url, sandbox.company, throttle, clock)
    client = ApiClient(sandbox.url, holder, throttle, clock, deadlines=PATIENT)
    user = endpoints.me(client)
    sandbox.arrivals.clear()
    yield Session(sandbox, clock, log, throttle, tokens, holder, client, user, person["email"])
    client.close()
    log.close()
