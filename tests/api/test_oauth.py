"""Signing in once, and staying signed in: across processes, lost answers and locked keyrings."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from demitasse.api import endpoints, oauth
from demitasse.api.oauth import TokenHolder, pair_of
from demitasse.api.throttle import Throttle
from demitasse.desktop.instance import FileLock
from demitasse.desktop.tokenfile import FileStore
from demitasse.domain.errors import LocalFault, NetworkFault, NotSignedIn, Refused, Throttled, Unsent
from demitasse.store.throttle import CallLog
from demitasse.support.secret import Secret
from tests.api.raw import JSON_HEAD, RawServer, Talk, whole
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demitasse.sandbox import Sandbox
    from tests.api.conftest import Session

TOKEN = "/oauth2/token"
RENEWER = """
import sys
from pathlib import Path
from demitasse.api.oauth import TokenHolder
from demitasse.api.throttle import Throttle
from demitasse.desktop.instance import FileLock
from demitasse.desktop.tokenfile import FileStore
from demitasse.store.throttle import CallLog
from demitasse.support.clock import SystemClock

home, url = Path(sys.argv[1]), sys.argv[2]
clock = SystemClock()
throttle = Throttle(CallLog(home / "calls.db"), clock)
holder = TokenHolder(FileStore(home / "tokens.json"), FileLock(home / "tokens.lock"), url, "acme", throttle, clock)
token = holder.access()
print("ready", flush=True)
sys.stdin.readline()
for _ in range(3):
    token = holder.renew(token)
print(token.reveal())
"""


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Throttle]:
    log = CallLog(tmp_path / "door.db")
    yield Throttle(log, ManualClock())
    log.close()


def _sign_in(box: Sandbox, gate: Throttle, password: str = "", company: str = "") -> str:
    person = box.users[0]
    secret = Secret(password or person["password"])
    return oauth.sign_in(box.url, company or box.company, person["email"], secret, gate, ManualClock())


def _kill_access(session: Session) -> None:
    """CoffeeCup forgets the access tokens."""
    session.box.service.oauth.revoke(kinds=("access",))


def _refreshes(session: Session) -> int:
    return len(session.calls(TOKEN))


# --- signing in


def test_signing_in_is_one_request_that_holds_all(sandbox: Sandbox, gate: Throttle) -> None:
    pair = pair_of(_sign_in(sandbox, gate))
    assert pair is not None
    assert len(pair.access.reveal()) == 40
    assert pair.life_s == 3600
    assert len(sandbox.arrivals) == 1


@pytest.mark.parametrize("way", ["any", "origin", "companyurl", "query"])
@pytest.mark.parametrize("needed", ["password", "required", "refresh", "everywhere"])
def test_the_company_is_named_in_every_way(session: Session, way: str, needed: str) -> None:
    session.box.quirks.set("company_from", way)
    session.box.quirks.set("company_needed", needed)
    _kill_access(session)
    if needed == "everywhere" and way == "query":  # on other calls it is named in headers only
        return
    assert endpoints.me(session.client) == session.user
    assert _sign_in(session.box, session.throttle)


@pytest.mark.parametrize("spelling", ["number", "missing", "string", "zero", "negative", "huge", "ms"])
def test_every_spelling_of_a_tokens_life(sandbox: Sandbox, gate: Throttle, spelling: str) -> None:
    sandbox.quirks.set("expires_in", spelling)
    pair = pair_of(_sign_in(sandbox, gate))
    assert pair is not None
    assert pair.life_s == (86400 if spelling in {"huge", "ms"} else 3600)


@pytest.mark.parametrize("status", ["400", "401", "403"])
@pytest.mark.parametrize("text", ["raw", "error_description", "summary", "message", "error"])
def test_a_wrong_password_is_refused_once_in_the_servers_words(
    sandbox: Sandbox, gate: Throttle, status: str, text: str
) -> None:
    sandbox.quirks.set("login_failure", status)
    sandbox.quirks.set("login_text", text)
    with pytest.raises(Refused) as refused:
        _sign_in(sandbox, gate, "wrong")
    assert refused.value.status == int(status)
    assert refused.value.message
    assert len(sandbox.arrivals) == 1


@pytest.mark.parametrize("body", ["empty", "html", "oauth", "text"])
def test_a_wrong_password_without_words(sandbox: Sandbox, gate: Throttle, body: str) -> None:
    sandbox.quirks.set("error_body", body)
    with pytest.raises(Refused) as refused:
        _sign_in(sandbox, gate, "wrong")
    assert len(refused.value.message) > 10
    assert "<" not in refused.value.message


def test_an_unknown_company_is_refused(sandbox: Sandbox, gate: Throttle) -> None:
    with pytest.raises(Refused, match="unknown"):
        _sign_in(sandbox, gate, company="nobody")
    sandbox.quirks.set("error_body", "empty")
    with pytest.raises(Refused, match="no CoffeeCup at"):
        _sign_in(sandbox, gate, company="nobody")


def test_a_company_that_signs_in_elsewhere_says_so(sandbox: Sandbox, gate: Throttle) -> None:
    sandbox.quirks.set("password_grant", "refused")
    with pytest.raises(Refused, match="single sign-on"):
        _sign_in(sandbox, gate)


def test_a_registered_client_can_be_named(sandbox: Sandbox, gate: Throttle, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.quirks.set("client_check", "registered")
    with pytest.raises(Refused, match=r"[Cc]lient"):
        _sign_in(sandbox, gate)
    monkeypatch.setenv(oauth.CLIENT_VARIABLE, "coffeecup-cli:public")
    assert _sign_in(sandbox, gate)


@pytest.mark.parametrize("kind", ["portal", "redirect", "drop_before", "drop_after", "garble", "truncate"])
def test_a_sign_in_that_gets_no_answer_changes_nothing(sandbox: Sandbox, gate: Throttle, kind: str) -> None:
    sandbox.faults.add(kind, path=TOKEN)
    with pytest.raises(NetworkFault):
        _sign_in(sandbox, gate)
    assert len(sandbox.arrivals) == 1, "a password is never sent again by itself"


def test_a_sign_in_while_coffeecup_wants_silence(sandbox: Sandbox, gate: Throttle) -> None:
    sandbox.faults.add("status", path=TOKEN, status=503, retry_after="120")
    for _ in range(2):
        with pytest.raises(Throttled):
            _sign_in(sandbox, gate)
    assert len(sandbox.arrivals) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b"[]",
        b"{}",
        b'{"access_token":7}',
        b'{"access_token":""}',
        b"<html>",
        b'{"token":"x"}',
        b'{"access_token":"a\\nb"}',
    ],
)
def test_an_answer_without_a_token_is_not_coffeecup(gate: Throttle, body: bytes) -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(whole(body))

    with RawServer(script) as server, pytest.raises(NetworkFault, match="not CoffeeCup"):
        oauth.sign_in(server.url, "acme", "jane", Secret("x"), gate, ManualClock())


def test_no_secret_is_logged_or_kept(
    sandbox: Sandbox, gate: Throttle, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    text = _sign_in(sandbox, gate)
    password = sandbox.users[0]["password"]
    with pytest.raises(Refused) as refused:
        _sign_in(sandbox, gate, "wrong-canary")
    pair = pair_of(text)
    assert pair is not None
    told = caplog.text + repr(refused.value) + repr(pair) + str(pair.access)
    for secret in (password, "wrong-canary", pair.access.reveal(), pair.refresh.reveal()):
        assert secret not in told
    assert password not in text
    assert all(password.encode() not in file.read_bytes() for file in tmp_path.glob("*.db"))


# --- staying signed in


def test_a_worn_token_is_renewed_before_it_is_used(session: Session) -> None:
    endpoints.me(session.client)
    assert _refreshes(session) == 0
    session.clock.advance(3600)
    endpoints.me(session.client)
    endpoints.me(session.client)
    assert _refreshes(session) == 1
    assert {one["status"] for one in session.box.arrivals} == {200}


@pytest.mark.parametrize(
    ("quirk", "status"),
    [("invalid_token", "403"), ("invalid_token", "401"), ("expired_token", "401"), ("expired_token", "403")],
)
def test_a_dead_token_is_renewed_once_and_the_call_repeated(session: Session, quirk: str, status: str) -> None:
    session.box.quirks.set(quirk, status)
    if quirk == "invalid_token":
        _kill_access(session)
    else:
        session.box.clock.advance(4000)
    assert endpoints.me(session.client) == session.user
    assert _refreshes(session) == 1
    assert len(session.box.arrivals) == 3


@pytest.mark.parametrize("body", ["empty", "html", "oauth", "text"])
@pytest.mark.parametrize("status", ["403", "401"])
def test_a_dead_token_is_recognised_without_words(session: Session, status: str, body: str) -> None:
    session.box.quirks.set("invalid_token", status)
    session.box.quirks.set("error_body", body)
    _kill_access(session)
    assert endpoints.rate_limit_status(session.client)["max_calls"] == 100
    assert _refreshes(session) == 1


def test_a_refusal_that_is_no_dead_token_renews_nothing(session: Session) -> None:
    for body in ("object", "empty"):
        session.box.quirks.set("error_body", body)
        with pytest.raises(Refused):
            session.client.write("POST", "/v1/projects", {"project": {"name": "mine"}})
    assert _refreshes(session) == 0


def test_a_token_that_is_refused_right_after_renewal_ends_it(session: Session) -> None:
    session.box.faults.add("status", path="/v1/", status=401, times=None)
    with pytest.raises(NotSignedIn):
        endpoints.me(session.client)
    assert [path for _, path in session.calls()] == ["/v1/users/me", TOKEN, "/v1/users/me"]


def test_a_dead_refresh_token_ends_the_session_for_good(session: Session) -> None:
    session.box.quirks.set("refresh", "dead")
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
    session.box.faults.add("status", path=TOKEN, status=status, times=None)
    with pytest.raises(Throttled if status in {429, 503} else Unsent):
        endpoints.me(session.client)
    assert session.tokens.load() == before
    session.box.faults.clear()
    session.clock.advance(600)
    assert endpoints.me(session.client) == session.user


def test_an_answer_that_got_lost_is_asked_for_once_more(session: Session) -> None:
    _kill_access(session)
    session.box.faults.add("drop_after", path=TOKEN)
    assert endpoints.me(session.client) == session.user
    assert _refreshes(session) == 2


def test_a_lost_answer_with_strict_rotation_means_signing_in_again(session: Session) -> None:
    session.box.quirks.set("refresh_grace_s", "0")
    _kill_access(session)
    session.box.faults.add("drop_after", path=TOKEN)
    with pytest.raises(NotSignedIn):
        endpoints.me(session.client)
    assert _refreshes(session) == 2


def test_a_renewed_pair_is_stored_before_it_is_used(session: Session) -> None:
    stored: list[str | None] = []
    _kill_access(session)
    session.box.faults.add("status", path="/v1/", status=500, skip=1, times=1)
    with pytest.raises(NetworkFault):
        endpoints.me(session.client)
    stored.append(session.tokens.load())
    pair = pair_of(stored[0])
    assert pair is not None
    endpoints.me(session.again())
    assert _refreshes(session) == 1


def test_a_keyring_that_is_locked_just_then(session: Session, heard: list[logging.LogRecord]) -> None:
    class Locked(FileStore):
        locked = True

        def save(self, text: str) -> None:
            if self.locked:
                raise LocalFault("locked")
            super().save(text)

    store = Locked(session.tokens._path)
    holder = _another(session, store)
    first = holder.access()
    second = holder.renew(first)
    third = holder.renew(second)
    assert len({first, second, third}) == 3
    assert pair_of(store.load()).access == first  # type: ignore[union-attr]
    store.locked = False
    assert holder.access() == third
    assert pair_of(store.load()).access == third  # type: ignore[union-attr]
    assert len(heard) == 2
    heard.clear()


def test_a_reply_without_a_new_refresh_token_keeps_the_old_one(tmp_path: Path, gate: Throttle) -> None:
    answers = iter([b'{"access_token":"b","expires_in":60}', b'{"access_token":"c"}'])

    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(whole(next(answers), JSON_HEAD + b"Connection: close\r\n"))

    clock = ManualClock()
    store = FileStore(tmp_path / "tokens.json")
    store.save(oauth.TokenPair(Secret("a"), Secret("old"), 3600, clock.now(), Secret("x:y")).text())
    with RawServer(script) as server:
        holder = TokenHolder(store, FileLock(tmp_path / "lock"), server.url, "acme", gate, clock)
        assert holder.renew(Secret("a")).reveal() == "b"
        assert holder.renew(Secret("b")).reveal() == "c"
        assert b"refresh_token=old" in server.requests[1]
    assert json.loads(store.load() or "")["refresh"] == "old"


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


def test_processes_use_each_others_new_pair(session: Session, tmp_path: Path) -> None:
    """Two processes, three renewals each, strict rotation: nobody uses a refresh token twice, nobody is signed out."""
    session.box.quirks.set("refresh_grace_s", "0")
    session.tokens.save(_fresh(session))
    command = [sys.executable, "-c", RENEWER, str(tmp_path), session.box.url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    renewers = [subprocess.Popen(command, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    assert [renewer.stdout.readline() for renewer in renewers] == ["ready\n"] * 2
    outcomes = [renewer.communicate("go\n", timeout=60) for renewer in renewers]
    assert [renewer.returncode for renewer in renewers] == [0, 0]
    assert all(len(out.strip()) == 40 for out, _ in outcomes)
    assert {one["status"] for one in session.box.arrivals} == {200}
    assert 3 <= _refreshes(session) <= 6


def test_a_stale_refusal_does_not_throw_away_another_processes_pair(session: Session) -> None:
    """Even if the lock failed: whoever is told that his token is dead looks first whether there is a newer one."""
    session.box.quirks.set("refresh_grace_s", "0")
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


def _another(session: Session, store: FileStore | None = None) -> TokenHolder:
    lock = FileLock(session.tokens._path.with_name("tokens.lock"))
    return TokenHolder(
        store or session.tokens, lock, session.box.url, session.box.company, session.throttle, session.clock
    )


def _fresh(session: Session) -> str:
    """The stored pair as if it had been got now, on the system's clock."""
    from dataclasses import replace

    from demitasse.support.clock import SystemClock

    pair = pair_of(session.tokens.load())
    assert pair is not None
    return replace(pair, got=SystemClock().now()).text()


class _AnyThread:
    """A call log that admits everything, from any thread."""

    def admit(self, *_: object) -> tuple[int, float]:
        return 1, 0.0

    def finish(self, *_: object) -> None:
        return

    def freeze(self, *_: object) -> None:
        return

    def frozen_until(self, *_: object) -> None:
        return
