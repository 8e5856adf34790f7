"""What sync asks for, when the response is lost, late, malformed or a refusal."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.api import endpoints, wire
from demitasse.api.transport import Deadlines
from demitasse.domain.entries import Fields
from demitasse.domain.errors import FaultCode, NetworkFault, NotFound, Refused, Throttled, Unclear, Unsent
from demitasse.store.throttle import CallLog
from tests.api.operations import BOOKED, caller, create, fields_of, listed, mine
from tests.api.raw import RawServer, Talk, whole
from tests.deadlines import PATIENCE_S

if TYPE_CHECKING:
    from tests.api.conftest import Session


@pytest.mark.parametrize("kind", ["drop_after", "truncate", "garble", "portal", "redirect", "reset"])
def test_a_create_without_a_clear_response_is_unclear(session: Session, kind: str) -> None:
    before = set(mine(session))
    session.sandbox.faults.add(kind, method="POST", path=BOOKED)
    with pytest.raises(Unclear):
        create(session)
    carried_out = kind not in {"portal", "redirect"}
    assert len(set(mine(session)) - before) == int(carried_out)
    assert len(session.calls(BOOKED[:-1])) == 1


@pytest.mark.parametrize("kind", ["drop_before", "truncate", "garble", "portal", "redirect", "reset", "wrong_type"])
def test_a_listing_without_a_clear_response_raises(
    session: Session, kind: str, logged_warnings: list[logging.LogRecord]
) -> None:
    session.sandbox.faults.add(kind, method="GET", path=BOOKED)
    if kind == "wrong_type":
        with suppress(NetworkFault):
            found = listed(session)
            assert all(found.may_contain(each) for each in mine(session))
        logged_warnings.clear()
        return
    with pytest.raises(NetworkFault):
        listed(session)


def test_valid_json_with_a_wrong_content_type_is_accepted(session: Session) -> None:
    session.sandbox.faults.add("html_type", times=None)
    assert create(session).server_id


def test_slow_responses_end_in_time(session: Session) -> None:
    hasty = session.again(Deadlines(PATIENCE_S, PATIENCE_S, 1.0))
    for kind in ("drip", "delay"):
        session.sandbox.faults.add(kind, method="POST", seconds=3)
        with pytest.raises(Unclear):
            endpoints.create(hasty, session.user.id, fields_of(session))
        hasty.close()


def test_no_server(session: Session) -> None:
    session.sandbox.stop()
    with pytest.raises(Unsent):
        create(session)
    session.sandbox.start()
    assert create(session).server_id


@pytest.mark.parametrize("status", [500, 502, 504, 408])
def test_a_server_error_is_unclear_and_keeps_its_status(session: Session, status: int) -> None:
    session.sandbox.faults.add("status", method="POST", status=status, after=True)
    with pytest.raises(Unclear) as trouble:
        create(session)
    assert trouble.value.status == status
    assert trouble.value.params["write"]


def test_the_throttle_starts_a_backoff(session: Session) -> None:
    session.sandbox.faults.add("status", method="POST", status=503, retry_after="120")
    with pytest.raises(Throttled) as refused:
        create(session)
    assert 120 < (refused.value.until - session.clock.now().wall).total_seconds() < 140
    calls = len(session.sandbox.arrivals)
    for _ in range(5):
        with pytest.raises(Throttled):
            listed(session)
    assert len(session.sandbox.arrivals) == calls
    session.clock.advance(140)
    assert create(session).server_id


def test_after_a_backoff_a_write_sends_a_read_first(session: Session) -> None:
    session.throttle.back_off(["1"])
    session.clock.advance(60)
    create(session)
    create(session, comment="another")
    assert session.calls() == [("GET", "/v1/users/me"), ("POST", "/v1/timeEntries"), ("POST", "/v1/timeEntries")]


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "truncate"])
def test_a_write_is_not_sent_if_the_read_before_it_fails(session: Session, kind: str) -> None:
    session.throttle.back_off(["1"])
    session.clock.advance(60)
    session.sandbox.faults.add(kind, method="GET")
    with pytest.raises(Unsent):
        create(session)
    assert session.calls() == [("GET", "/v1/users/me")]
    session.sandbox.faults.add("status", method="GET", status=503, retry_after="60")
    with pytest.raises(Throttled):
        create(session)
    assert session.calls() == [("GET", "/v1/users/me")] * 2


def test_an_outage_without_a_date_may_have_begun_after_the_write(session: Session) -> None:
    session.sandbox.faults.add("status", method="POST", status=503, after=True)
    with pytest.raises(Unclear):
        create(session)
    with pytest.raises(Throttled):
        listed(session)


BARE = b"HTTP/1.1 %d No\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"


@pytest.mark.parametrize(
    ("status", "known", "expected"),
    [(404, True, NotFound), (404, False, Unclear), (403, True, Refused), (403, False, Unclear)],
)
def test_a_bare_refusal_counts_only_from_coffeecup(
    session: Session, status: int, known: bool, expected: type[Exception]
) -> None:
    """A 404 of another server does not mean that an entry was deleted."""

    def script(talk: Talk) -> None:
        while request := talk.hear():
            about_me = b"/users/me" in request
            talk.say(whole(b'{"user":{"id":11}}') if known and about_me else BARE % status)

    with RawServer(script) as server:
        client = caller(session, server.url)
        with pytest.raises(expected) as trouble:
            endpoints.update(client, 9001, {"comment": "x"})
        client.close()
        assert type(trouble.value) is expected


FILTERED = [400, 401, 402, 405, 406, 407, 409, 411, 413, 414, 415, 422, 431, 451]


@pytest.mark.parametrize("status", FILTERED)
@pytest.mark.parametrize("scope", ["everything", "all but the sign-in", "entries", "one write"])
def test_a_page_of_a_filter_refuses_nothing_and_ends_no_session(session: Session, status: int, scope: str) -> None:
    """A filter between us and CoffeeCup answers with a page of its own."""

    def is_blocked(request: bytes) -> bool:
        if scope == "one write":
            return request.startswith(b"PUT")
        return scope == "everything" or (b"timeEntries/" if scope == "entries" else b"/v1/") in request

    tokens = b'{"access_token":"fresh","refresh_token":"next","expires_in":3600}'

    def script(talk: Talk) -> None:
        while request := talk.hear():
            if is_blocked(request):
                talk.say(BARE % status)
            else:
                talk.say(whole(tokens if b"/oauth2/" in request else b'{"user":{"id":11}}'))

    with RawServer(script) as server:
        client = caller(session, server.url)
        with pytest.raises(Unclear) as unclear:
            endpoints.update(client, 9001, {"comment": "x"})
        reached = scope in {"entries", "one write"}
        assert unclear.value.alone == reached, "only what CoffeeCup itself answers concerns a single entry"
        assert unclear.value.code == (FaultCode.OUTCOME_UNKNOWN if reached else FaultCode.NOT_COFFEECUP)
        with pytest.raises(NetworkFault) as unread:
            endpoints.entry(client, 9001)
        assert not isinstance(unread.value, NotFound)
        client.close()
    assert session.tokens.load() is not None


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("after", ["nobody", "no slot", "silence"])
def test_a_bare_refusal_of_a_write_stays_unclear(session: Session, status: int, after: str) -> None:
    """It has left; that the question about us did not leave changes nothing about that."""

    def script(talk: Talk) -> None:
        talk.hear()
        spare = CallLog(session.log._path)
        if after == "nobody":
            talk.server._listener.close()
        elif after == "no slot":
            for _ in range(30):
                spare.admit("others", 99, session.clock.now(), 299.0)
        else:
            spare.back_off(session.clock.now().wall + timedelta(seconds=60), session.clock.now())
        spare.close()
        talk.say((BARE % status).replace(b"Content-Type", b"Connection: close\r\nContent-Type"))

    with RawServer(script) as server:
        client = caller(session, server.url)
        with pytest.raises(Unclear):
            endpoints.create(client, session.user.id, fields_of(session))
        client.close()


def test_a_row_that_cannot_be_read_has_not_vanished(session: Session, logged_warnings: list[logging.LogRecord]) -> None:
    before = listed(session)
    broken, *_ = mine(session)
    with session.sandbox.state.lock:
        session.sandbox.state["timeEntries"].put(
            session.sandbox.state["timeEntries"].rows[broken] | {"duration": "long"}
        )
    found = listed(session)
    assert len(found) == len(before) - 1
    assert found.unreadable == {broken}
    assert found.may_contain(broken)
    assert not found.may_contain(999_999)
    assert [str(broken) in record.getMessage() for record in logged_warnings] == [True]
    logged_warnings.clear()
    nameless = endpoints.Listing((), has_unknown_ids=True)
    assert nameless.may_contain(7)


def test_a_response_with_another_entry_is_rejected(session: Session) -> None:
    row = b'{"id":5,"user":99,"project":1,"task":1,"day":"2026-03-02","duration":1,"running":0}'

    def script(talk: Talk) -> None:
        while talk.hear():
            talk.say(whole(b'{"timeEntry":%s}' % row))

    with RawServer(script) as server:
        client = caller(session, server.url)
        with pytest.raises(NetworkFault):
            endpoints.entry(client, 6)
        with pytest.raises(Unclear):
            endpoints.update(client, 6, {"duration_s": 1})
        with pytest.raises(Unclear):
            endpoints.create(client, session.user.id, {"duration_s": 1})
        client.close()


def test_no_secret_and_no_content_is_logged(session: Session, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    made = create(session, comment="canary-comment")
    session.sandbox.faults.add("drop_after")
    with pytest.raises(Unclear) as trouble:
        endpoints.update(session.client, made.server_id, {"comment": "canary-two"})
    token = session.holder.access().reveal()
    shown = caplog.text + repr(trouble.value) + repr(trouble.value.__cause__) + repr(session.client)
    for secret in ("canary", token):
        assert secret not in shown


def test_interactive_calls_go_first(session: Session) -> None:
    """Interactive calls continue when background calls have used up their share."""
    for _ in range(20):
        session.log.admit("others", 99, session.clock.now(), 60.0)
    before = session.clock.now()
    with session.client.interactive():
        endpoints.me(session.client)
    assert session.clock.now() == before
    for _ in range(22):
        session.log.admit("others", 99, session.clock.now(), 290.0)
    with session.client.interactive(), pytest.raises(Unsent):
        endpoints.me(session.client)


def test_requests_identify_the_client(session: Session) -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(whole(b'{"user":{"id":1,"email":"x"}}'))

    with RawServer(script) as server:
        client = caller(session, server.url)
        endpoints.me(client)
        client.close()
    (request,) = server.requests
    head = request.decode().lower()
    assert "get /v1/users/me http/1.1" in head
    assert "user-agent: demitasse/" in head
    assert "accept: application/json" in head
    assert f"origin: https://{session.sandbox.company}." in head
    assert f"companyurl: https://{session.sandbox.company}." in head
    assert session.email not in head


def test_rows_of_all_kinds_survive_the_catalogue(session: Session, logged_warnings: list[logging.LogRecord]) -> None:
    with session.sandbox.state.lock:
        tables = session.sandbox.state
        tables["projects"].put(tables["projects"].rows[102] | {"client": "nobody"})
        tables["tasks"].put(tables["tasks"].rows[302] | {"label": ["x"]})
    found = endpoints.catalog(session.client, session.user.id)
    assert 102 not in {one.id for one in found.projects}
    assert 302 not in {one.id for one in found.tasks}
    assert (101, 301) in found.pairs
    assert all(project != 102 and task != 302 for project, task in found.pairs)
    assert len(logged_warnings) == 2
    logged_warnings.clear()


def test_every_field_of_an_entry_has_a_remote_name(session: Session) -> None:
    fields = fields_of(session)
    assert set(fields) == set(Fields.__annotations__)
    assert len(set(wire.to_remote(fields))) == len(fields)
