"""Signing in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from demitasse.api import endpoints, oauth
from demitasse.api.oauth import parse_pair
from demitasse.api.throttle import Throttle
from demitasse.domain.errors import FaultCode, NetworkFault, Refused, Throttled
from demitasse.store.throttle import CallLog
from demitasse.support.secret import Secret
from tests.api.raw import RawServer, Talk, whole
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coffeecup_sandbox import Sandbox
    from tests.api.conftest import Session

TOKEN = "/oauth2/token"


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Throttle]:
    log = CallLog(tmp_path / "door.db")
    yield Throttle(log, ManualClock())
    log.close()


def _sign_in(sandbox: Sandbox, gate: Throttle, password: str = "", company: str = "") -> str:
    person = sandbox.users[0]
    secret = Secret(password or person["password"])
    return oauth.sign_in(sandbox.url, company or sandbox.company, person["email"], secret, gate, ManualClock())


def _kill_access(session: Session) -> None:
    """CoffeeCup forgets the access tokens."""
    session.sandbox.state.revoke(kinds=("access",))


def test_sign_in_is_one_request(sandbox: Sandbox, gate: Throttle) -> None:
    pair = parse_pair(_sign_in(sandbox, gate))
    assert pair is not None
    assert len(pair.access.reveal()) == 40
    assert pair.lifetime_s == 3600
    assert len(sandbox.arrivals) == 1


@pytest.mark.parametrize("way", ["any", "origin", "companyurl", "query"])
@pytest.mark.parametrize("needed", ["password", "required", "refresh", "everywhere"])
def test_the_company_is_named_in_every_way(session: Session, way: str, needed: str) -> None:
    session.sandbox.quirks.set("company_from", way)
    session.sandbox.quirks.set("company_needed", needed)
    _kill_access(session)
    if needed == "everywhere" and way == "query":  # on other calls it is named in headers only
        return
    assert endpoints.me(session.client) == session.user
    assert _sign_in(session.sandbox, session.throttle)


@pytest.mark.parametrize("spelling", ["number", "missing", "string", "zero", "negative", "huge", "ms"])
def test_every_spelling_of_a_tokens_life(sandbox: Sandbox, gate: Throttle, spelling: str) -> None:
    sandbox.quirks.set("expires_in", spelling)
    pair = parse_pair(_sign_in(sandbox, gate))
    assert pair is not None
    assert pair.lifetime_s == (86400 if spelling in {"huge", "ms"} else 3600)


@pytest.mark.parametrize("status", ["400", "401", "403"])
@pytest.mark.parametrize("text", ["raw", "error_description", "summary", "message", "error"])
def test_a_wrong_password_is_refused_once(sandbox: Sandbox, gate: Throttle, status: str, text: str) -> None:
    sandbox.quirks.set("login_failure", status)
    sandbox.quirks.set("login_text", text)
    with pytest.raises(Refused) as refused:
        _sign_in(sandbox, gate, "wrong")
    assert refused.value.status == int(status)
    assert refused.value.code in {FaultCode.SIGN_IN_REFUSED, FaultCode.SIGN_IN_TEXT}
    assert len(sandbox.arrivals) == 1


@pytest.mark.parametrize("body", ["empty", "oauth", "text"])
def test_a_wrong_password_without_words(sandbox: Sandbox, gate: Throttle, body: str) -> None:
    sandbox.quirks.set("error_body", body)
    with pytest.raises(Refused) as refused:
        _sign_in(sandbox, gate, "wrong")
    assert "<" not in refused.value.text


def test_an_unknown_company_is_refused(sandbox: Sandbox, gate: Throttle) -> None:
    with pytest.raises(Refused) as refused:
        _sign_in(sandbox, gate, company="nobody")
    assert "unknown" in refused.value.text
    sandbox.quirks.set("error_body", "empty")
    with pytest.raises(Refused, match="no_such_company"):
        _sign_in(sandbox, gate, company="nobody")


def test_a_company_with_another_sign_in(sandbox: Sandbox, gate: Throttle) -> None:
    sandbox.quirks.set("password_grant", "refused")
    with pytest.raises(Refused) as refused:
        _sign_in(sandbox, gate)
    assert "single sign-on" in refused.value.text


def test_a_registered_client_can_be_named(sandbox: Sandbox, gate: Throttle, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.quirks.set("client_check", "registered")
    with pytest.raises(Refused) as refused:
        _sign_in(sandbox, gate)
    assert "client" in refused.value.text.lower()
    monkeypatch.setenv(oauth.CLIENT_VARIABLE, "coffeecup-cli:public")
    assert _sign_in(sandbox, gate)


@pytest.mark.parametrize("kind", ["portal", "redirect", "drop_before", "drop_after", "garble", "truncate"])
def test_a_sign_in_without_a_response_changes_nothing(sandbox: Sandbox, gate: Throttle, kind: str) -> None:
    sandbox.faults.add(kind, path=TOKEN)
    with pytest.raises(NetworkFault):
        _sign_in(sandbox, gate)
    assert len(sandbox.arrivals) == 1, "a password is never sent again by itself"


def test_a_sign_in_during_a_backoff(sandbox: Sandbox, gate: Throttle) -> None:
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
def test_a_response_without_a_token_is_not_coffeecup(gate: Throttle, body: bytes) -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(whole(body))

    with RawServer(script) as server, pytest.raises(NetworkFault, match="not_coffeecup"):
        oauth.sign_in(server.url, "acme", "jane", Secret("x"), gate, ManualClock())


def test_no_secret_is_logged_or_kept(
    sandbox: Sandbox, gate: Throttle, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    text = _sign_in(sandbox, gate)
    password = sandbox.users[0]["password"]
    with pytest.raises(Refused) as refused:
        _sign_in(sandbox, gate, "wrong-canary")
    pair = parse_pair(text)
    assert pair is not None
    shown = caplog.text + repr(refused.value) + repr(pair) + str(pair.access)
    for secret in (password, "wrong-canary", pair.access.reveal(), pair.refresh.reveal()):
        assert secret not in shown
    assert password not in text
    assert all(password.encode() not in file.read_bytes() for file in tmp_path.glob("*.db"))


def test_a_web_page_does_not_refuse_a_password(sandbox: Sandbox, gate: Throttle) -> None:
    sandbox.quirks.set("error_body", "html")
    with pytest.raises(NetworkFault, match="not_coffeecup"):
        _sign_in(sandbox, gate, "wrong")
