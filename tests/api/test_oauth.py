"""Staying signed in, across processes, lost responses and locked keyrings."""

from __future__ import annotations

import json
import random
import threading
from typing import TYPE_CHECKING

import pytest

from demitasse.api import endpoints, oauth
from demitasse.api.oauth import TokenHolder, parse_pair
from demitasse.api.throttle import Throttle
from demitasse.desktop.token_stores import FileStore
from demitasse.domain.errors import Fault, FaultCode, LocalFault, NetworkFault, NotSignedIn, Refused, Throttled, Unsent
from demitasse.store.throttle import CallLog
from demitasse.support.locks import FileLock
from demitasse.support.secret import Secret
from tests.api.raw import JSON_HEAD, RawServer, Talk, whole
from tests.clocks import ManualClock
from tests.mangler import INVALID, STRANGE, Mangler

if TYPE_CHECKING:
    import logging
    from collections.abc import Iterator
    from pathlib import Path

    from tests.api.conftest import Session

TOKEN = "/oauth2/token"


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Throttle]:
    log = CallLog(tmp_path / "door.db")
    yield Throttle(log, ManualClock())
    log.close()


def _kill_access(session: Session) -> None:
    """CoffeeCup forgets the access tokens."""
    session.sandbox.state.revoke(kinds=("access",))


def _refreshes(session: Session) -> int:
    return len(session.calls(TOKEN))


def test_an_expiring_token_is_renewed_before_use(session: Session) -> None:
    endpoints.me(session.client)
    assert _refreshes(session) == 0
    session.clock.advance(3600)
    endpoints.me(session.client)
    endpoints.me(session.client)
    assert _refreshes(session) == 1
    assert {one["status"] for one in session.sandbox.arrivals} == {200}


@pytest.mark.parametrize(
    ("quirk", "status"),
    [("invalid_token", "403"), ("invalid_token", "401"), ("expired_token", "401"), ("expired_token", "403")],
)
def test_a_rejected_token_is_renewed_once_and_the_call_repeated(session: Session, quirk: str, status: str) -> None:
    session.sandbox.quirks.set(quirk, status)
    if quirk == "invalid_token":
        _kill_access(session)
    else:
        session.sandbox.clock.advance(4000)
    assert endpoints.me(session.client) == session.user
    assert _refreshes(session) == 1
    assert len(session.sandbox.arrivals) == 3


@pytest.mark.parametrize("body", ["empty", "html", "oauth", "text"])
@pytest.mark.parametrize("status", ["403", "401"])
def test_a_rejected_token_is_recognised_without_a_message(session: Session, status: str, body: str) -> None:
    session.sandbox.quirks.set("invalid_token", status)
    session.sandbox.quirks.set("error_body", body)
    _kill_access(session)
    assert session.client.get("/account/rate_limit_status")["max_calls"] == 100
    assert _refreshes(session) == 1


def test_another_refusal_renews_nothing(session: Session) -> None:
    for body in ("object", "empty"):
        session.sandbox.quirks.set("error_body", body)
        with pytest.raises(Refused):
            session.client.write("POST", "/v1/projects", {"project": {"name": "mine"}})
    assert _refreshes(session) == 0


def test_a_token_that_is_refused_right_after_renewal_ends_it(session: Session) -> None:
    session.sandbox.faults.add("status", path="/v1/", status=401, times=None)
    with pytest.raises(NotSignedIn):
        endpoints.me(session.client)
    assert [path for _, path in session.calls()] == ["/v1/users/me", TOKEN, "/v1/users/me"]


def test_a_dead_refresh_token_ends_the_session_for_good(session: Session) -> None:
    session.sandbox.quirks.set("refresh", "dead")
    _kill_access(session)
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            endpoints.me(session.client)
    assert _refreshes(session) == 1
    assert session.tokens.load() is None


@pytest.mark.parametrize("text", [None, "", "{}", "[]", "null", '{"version":1,"access":"x"}', "\x00"])
def test_no_readable_session_is_no_session(session: Session, text: str | None) -> None:
    session.tokens.clear()
    if text is not None:
        session.tokens.save(text)
    holder = _another(session)
    with pytest.raises(NotSignedIn):
        holder.access()
    assert session.calls() == []


@pytest.mark.parametrize("status", [500, 502, 404, 429, 503, 302, 418])
def test_a_server_in_trouble_does_not_end_the_session(session: Session, status: int) -> None:
    before = session.tokens.load()
    _kill_access(session)
    session.sandbox.faults.add("status", path=TOKEN, status=status, times=None)
    with pytest.raises(Throttled if status in {429, 503} else Unsent):
        endpoints.me(session.client)
    assert session.tokens.load() == before
    session.sandbox.faults.clear()
    session.clock.advance(600)
    assert endpoints.me(session.client) == session.user


def test_a_lost_response_is_requested_once_more(session: Session) -> None:
    _kill_access(session)
    session.sandbox.faults.add("drop_after", path=TOKEN)
    assert endpoints.me(session.client) == session.user
    assert _refreshes(session) == 2


def test_a_lost_response_with_strict_rotation_needs_a_new_sign_in(session: Session) -> None:
    session.sandbox.quirks.set("refresh_grace_s", "0")
    _kill_access(session)
    session.sandbox.faults.add("drop_after", path=TOKEN)
    with pytest.raises(NotSignedIn):
        endpoints.me(session.client)
    assert _refreshes(session) == 2


def test_a_renewed_pair_is_stored_before_it_is_used(session: Session) -> None:
    stored: list[str | None] = []
    _kill_access(session)
    session.sandbox.faults.add("status", path="/v1/", status=500, skip=1, times=1)
    with pytest.raises(NetworkFault):
        endpoints.me(session.client)
    stored.append(session.tokens.load())
    pair = parse_pair(stored[0])
    assert pair is not None
    endpoints.me(session.again())
    assert _refreshes(session) == 1


def test_a_keyring_that_is_locked_just_then(session: Session, logged_warnings: list[logging.LogRecord]) -> None:
    class Locked(FileStore):
        locked = True

        def save(self, text: str) -> None:
            if self.locked:
                raise LocalFault(FaultCode.KEYRING_LOCKED)
            super().save(text)

    store = Locked(session.tokens._path)
    holder = _another(session, store)
    first = holder.access()
    second = holder.renew(first)
    third = holder.renew(second)
    assert len({first, second, third}) == 3
    assert parse_pair(store.load()).access == first  # type: ignore[union-attr]
    store.locked = False
    assert holder.access() == third
    assert parse_pair(store.load()).access == third  # type: ignore[union-attr]
    assert len(logged_warnings) == 2
    logged_warnings.clear()


def test_a_reply_without_a_new_refresh_token_keeps_the_old_one(tmp_path: Path, gate: Throttle) -> None:
    answers = iter([b'{"access_token":"b","expires_in":60}', b'{"access_token":"c"}'])

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(whole(next(answers), JSON_HEAD + b"Connection: close\r\n"))

    clock = ManualClock()
    store = FileStore(tmp_path / "tokens.json")
    store.save(oauth.TokenPair(Secret("a"), Secret("old"), 3600, clock.now(), Secret("x:y")).to_json())
    with RawServer(script) as server:
        holder = TokenHolder(store, FileLock(tmp_path / "lock"), server.url, "acme", gate, clock)
        assert holder.renew(Secret("a")).reveal() == "b"
        assert holder.renew(Secret("b")).reveal() == "c"
        assert b"refresh_token=old" in server.requests[1]
    assert json.loads(store.load() or "")["refresh"] == "old"


@pytest.mark.parametrize("name", sorted(INVALID.keys() - {"bare no"}))
def test_a_garbled_response_does_not_end_the_session(session: Session, name: str, seed: int) -> None:
    with Mangler(session.sandbox.url, random.Random(seed), spared=b"/v1/") as server:  # noqa: S311
        server.kinds = {name: INVALID[name]}
        holder, before = _another(session, url=server.url), session.tokens.load()
        with pytest.raises(Unsent):
            holder.renew(holder.access())
    assert session.tokens.load() == before


def test_an_unexpected_response_is_a_session_or_none(session: Session, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    session.sandbox.quirks.set("throttle_max", "0")
    with Mangler(session.sandbox.url, dice, spared=b"/v1/") as server:
        server.kinds = {**STRANGE}
        for _ in range(150):
            before = session.tokens.load()
            try:
                holder = _another(session, url=server.url)
                holder.renew(holder.access())
            except Fault:
                session.tokens.save(before or "")
            assert parse_pair(session.tokens.load()) is not None
            session.clock.advance(20)


def test_threads_renew_once(session: Session) -> None:
    stale, found = session.holder.access(), []
    threads = [threading.Thread(target=lambda: found.append(session.holder.renew(stale))) for _ in range(6)]
    session.log.close()
    session.throttle._log = _AnyThread()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 6
    assert _refreshes(session) == 1


def test_a_late_refusal_keeps_the_pair_of_another_process(session: Session) -> None:
    """Even if the lock failed: a process whose token is rejected first checks whether a newer one is stored."""
    session.sandbox.quirks.set("refresh_grace_s", "0")
    slow = _another(session)
    stale = slow.access()
    before = session.tokens.load()
    fresh = session.holder.renew(session.holder.access())
    after = session.tokens.load()

    class Late(FileStore):
        texts = iter([before])

        def load(self) -> str | None:
            return next(self.texts, after)

    late = _another(session, Late(session.tokens._path))
    assert late.renew(stale) == fresh
    assert session.tokens.load() == after


def _another(session: Session, store: FileStore | None = None, url: str = "") -> TokenHolder:
    lock = FileLock(session.tokens._path.with_name("tokens.lock"))
    return TokenHolder(
        store or session.tokens,
        lock,
        url or session.sandbox.url,
        session.sandbox.company,
        session.throttle,
        session.clock,
    )


class _AnyThread:
    """A call log that admits everything, from any thread."""

    def admit(self, *_: object, **__: object) -> tuple[int, float]:
        return 1, 0.0

    def finish(self, *_: object, **__: object) -> None:
        return

    def wait_s(self, *_: object) -> float:
        return 0.0

    def backoff_level(self, *_: object) -> int:
        return 0

    def half_open(self, *_: object) -> bool:
        return False

    def calls_today(self, *_: object) -> dict[str, int]:
        return {}

    def back_off(self, *_: object) -> None:
        return

    def backoff_until(self, *_: object) -> None:
        return
