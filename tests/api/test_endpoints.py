"""What sync asks for, against the local CoffeeCup as documented, and with every switch of it turned."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.api import endpoints, wire
from demitasse.api.client import Client as Caller
from demitasse.api.client import Deadlines
from demitasse.api.oauth import TokenHolder
from demitasse.desktop.instance import FileLock
from demitasse.domain.entries import Catalog, Client, Fields
from demitasse.domain.errors import NetworkFault, NotFound, Refused, Throttled, Unclear, Unsent
from demitasse.sandbox.quirks import CATALOGUE, NUMBER
from tests.api.conftest import HASTY
from tests.api.raw import RawServer, Talk, whole

if TYPE_CHECKING:
    from demitasse.domain.entries import RemoteEntry
    from tests.api.conftest import Session

BOOKED = "timeEntries$"


def _today(session: Session) -> date:
    return datetime.fromtimestamp(session.box.clock.now(), UTC).date()


def _month(session: Session) -> tuple[date, date]:
    today = _today(session)
    return today - timedelta(days=60), today + timedelta(days=2)


def _fields(session: Session, **changes: Any) -> dict[str, Any]:
    told = {
        "day": _today(session),
        "project_id": 101,
        "task_id": 301,
        "comment": "A cup of “coffee” ☕",
        "duration_s": 1500,
        "running": False,
        "start_time": None,
        "end_time": None,
    }
    return told | changes


def _create(session: Session, **changes: Any) -> RemoteEntry:
    return endpoints.create(session.client, session.user.id, _fields(session, **changes))


def _mine(session: Session) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in session.box.entries(session.email)}


def _list(session: Session) -> endpoints.Listing:
    return endpoints.entries(session.client, session.user.id, *_month(session))


def _caller(session: Session, url: str) -> Caller:
    """A client of another server, with the same session."""
    lock = FileLock(session.tokens._path.with_name("tokens.lock"))
    holder = TokenHolder(session.tokens, lock, url, session.box.company, session.throttle, session.clock)
    return Caller(url, holder, session.throttle, session.clock, deadlines=HASTY)


# --- as documented


def test_me(session: Session) -> None:
    assert (session.user.email, session.user.timezone) == (session.email, "Europe/Berlin")


def test_target_hours(session: Session) -> None:
    (found,) = endpoints.employments(session.client, session.user.id)
    assert found.target_s == (28800,) * 5 + (0, 0)


def test_target_hours_that_may_not_be_read_are_on_the_person(session: Session) -> None:
    session.box.quirks.set("rows_userEmployments", "forbidden")
    (found,) = endpoints.employments(session.client, session.user.id)
    assert found.target_s == (28800,) * 5 + (0, 0)


def test_the_catalogue(session: Session) -> None:
    found = endpoints.catalog(session.client, session.user.id)
    names = {one.id: one for one in found.projects}
    assert names[101].name == "Website relaunch"
    assert names[101].color == "#c2185b"
    assert Client(61, "Harbour Books") in found.clients
    assert (101, 301) in found.pairs
    assert all(names[project].bookable for project, _ in found.pairs)
    archived = {one.id for one in found.tasks if not one.bookable}
    assert archived
    assert not archived & {task for _, task in found.pairs}


def test_every_pair_of_the_catalogue_can_be_booked(session: Session) -> None:
    for project, task in endpoints.catalog(session.client, session.user.id).pairs[:12]:
        assert _create(session, project_id=project, task_id=task).server_id


@pytest.mark.parametrize("rows", ["filtered", "all", "forbidden"])
@pytest.mark.parametrize("table", ["projects", "taskAssignments", "userAssignments", "clients"])
def test_the_catalogue_from_any_subset(session: Session, table: str, rows: str) -> None:
    before = endpoints.catalog(session.client, session.user.id)
    session.box.quirks.set(f"rows_{table}", rows)
    if (table, rows) == ("projects", "forbidden"):
        with pytest.raises(Refused):
            endpoints.catalog(session.client, session.user.id)
        return
    found = endpoints.catalog(session.client, session.user.id)
    assert found.pairs
    if (table, rows) == ("clients", "forbidden"):
        assert found == Catalog(before.projects, before.tasks, (), before.pairs)
    if (table, rows) == ("taskAssignments", "forbidden"):
        assert set(found.pairs) < set(before.pairs)
    elif (table, rows) != ("userAssignments", "forbidden"):
        assert set(found.pairs) == set(before.pairs)


def test_all_entries_of_a_span_of_days(session: Session) -> None:
    found = _list(session)
    assert {one.server_id for one in found} == set(_mine(session))
    assert not found.unreadable
    assert len(session.calls()) == 1
    day = found[0].fields.day
    just = endpoints.entries(session.client, session.user.id, day, day)
    assert {one.server_id for one in just} == {one.server_id for one in found if one.fields.day == day}


def test_create_update_read_delete(session: Session) -> None:
    made = _create(session, start_time=time(9), end_time=time(9, 25))
    row = _mine(session)[made.server_id]
    assert (row["comment"], row["duration"], row["startTime"]) == ("A cup of “coffee” ☕", 1500, "09:00:00")
    assert made.fields == Fields(**_fields(session, start_time=time(9), end_time=time(9, 25)))
    changed = endpoints.update(session.client, made.server_id, {"comment": "tea", "end_time": None})
    assert changed is not None
    assert (changed.fields.comment, changed.fields.end_time) == ("tea", None)
    assert endpoints.entry(session.client, made.server_id).fields == changed.fields
    endpoints.delete(session.client, made.server_id)
    assert made.server_id not in _mine(session)
    endpoints.delete(session.client, made.server_id)
    with pytest.raises(NotFound):
        endpoints.entry(session.client, made.server_id)
    with pytest.raises(NotFound):
        endpoints.update(session.client, made.server_id, {"comment": "gone"})


def test_an_update_says_only_what_changed(session: Session) -> None:
    made = _create(session)
    session.box.update_entry(made.server_id, task=302)
    endpoints.update(session.client, made.server_id, {"comment": "tea"})
    assert _mine(session)[made.server_id]["task"] == 302


def test_a_timer(session: Session) -> None:
    made = _create(session, running=True, duration_s=0)
    assert made.fields.running
    session.box.clock.advance(600)
    stopped = endpoints.update(session.client, made.server_id, {"running": False})
    assert stopped is not None
    assert stopped.fields.duration_s in range(600, 603)


def test_a_refusal_has_the_servers_words(session: Session) -> None:
    with pytest.raises(Refused, match="not assigned") as refused:
        _create(session, task_id=303)
    assert refused.value.status == 400
    with pytest.raises(Refused, match="project"):
        _create(session, project_id=None)


@pytest.mark.parametrize("status", ["400", "403", "409", "422"])
@pytest.mark.parametrize("body", ["object", "empty", "html", "text", "oauth"])
def test_a_refusal_is_definite_whatever_its_spelling(session: Session, status: str, body: str) -> None:
    session.box.quirks.set("business_status", status)
    session.box.quirks.set("error_body", body)
    before = _mine(session)
    with pytest.raises(Refused) as refused:
        _create(session, task_id=303)
    assert refused.value.status == int(status)
    assert _mine(session) == before
    assert not session.calls("oauth2")


def test_an_entry_of_somebody_else_is_not_there(session: Session) -> None:
    other = session.box.entries(session.box.users[1]["email"])[0]["id"]
    for status in ("404", "403"):
        session.box.quirks.set("foreign_id", status)
        with pytest.raises(Refused):
            endpoints.entry(session.client, other)


def test_the_throttles_state(session: Session) -> None:
    assert endpoints.rate_limit_status(session.client)["max_calls"] == 100
    session.box.quirks.set("status_path", "404")
    assert endpoints.rate_limit_status(session.client) == {}


# --- with every switch turned

_NUMBERS = {
    "default_limit": "1",
    "max_limit": "7",
    "duration_step_s": "60",
    "token_life_s": "100",
    "refresh_life_s": "900",
    "refresh_grace_s": "0",
    "keep_alive_s": "0.2",
}
_OF_THEIR_OWN = {
    ("client_check", "registered"),
    ("password_grant", "refused"),
    ("team", "required"),
    ("refresh", "dead"),
    ("company_from", "host"),
    ("rows_projects", "forbidden"),
}
_SWITCHES = [
    (quirk.name, value)
    for quirk in CATALOGUE
    for value in (quirk.values if quirk.values != NUMBER else (_NUMBERS.get(quirk.name, ""),))
    if value and value != quirk.default and (quirk.name, value) not in _OF_THEIR_OWN
]


@pytest.mark.parametrize(("name", "value"), _SWITCHES)
def test_with_every_switch_turned(session: Session, name: str, value: str) -> None:
    """Whatever the answer to an open question is, the day's work arrives once, and is read back as it was meant."""
    session.box.quirks.set(name, value)
    client = session.client
    assert endpoints.me(client).id == session.user.id
    assert endpoints.employments(client, session.user.id)[0].target_s[:5] == (28800,) * 5
    found = endpoints.catalog(client, session.user.id)
    assert (101, 301) in found.pairs
    before = set(_mine(session))
    try:
        made = _create(session, comment="Späti")
    except Unclear:
        assert (name, value) in {("create_reply", "null"), ("create_reply", "empty")}
    else:
        assert (made.fields.comment, made.fields.duration_s, made.fields.project_id) == ("Späti", 1500, 101)
    (one,) = set(_mine(session)) - before
    answer = endpoints.update(client, one, {"comment": "changed"})
    assert answer is None or answer.fields.comment == "changed"
    assert endpoints.entry(client, one).fields.comment == "changed"
    listed = {each.server_id: each.fields.comment for each in _list(session)}
    assert listed.keys() == before | {one}
    assert listed[one] == "changed"
    endpoints.delete(client, one)
    assert one not in _mine(session)


@pytest.mark.parametrize("casing", ["camel", "lower", "both"])
def test_times_of_day_in_both_casings(session: Session, casing: str) -> None:
    session.box.quirks.set("times_casing", casing)
    assert _create(session, start_time=time(9, 5)).fields.start_time == time(9, 5)


@pytest.mark.parametrize("rule", ["optional", "required", "unique"])
def test_the_order_of_a_day(session: Session, rule: str) -> None:
    session.box.quirks.set("sorting", rule)
    for _ in range(3):
        session.clock.advance(5)
        assert _create(session).server_id
    assert len({row["sorting"] for row in list(_mine(session).values())[-3:]}) == (3 if rule == "unique" else 1)


# --- what goes wrong


@pytest.mark.parametrize("kind", ["drop_after", "truncate", "garble", "portal", "redirect", "reset"])
def test_a_create_without_a_clear_answer_is_unclear(session: Session, kind: str) -> None:
    before = set(_mine(session))
    session.box.faults.add(kind, method="POST", path=BOOKED)
    with pytest.raises(Unclear):
        _create(session)
    carried_out = kind not in {"portal", "redirect"}
    assert len(set(_mine(session)) - before) == int(carried_out)
    assert len(session.calls(BOOKED[:-1])) == 1


@pytest.mark.parametrize("kind", ["drop_before", "truncate", "garble", "portal", "redirect", "reset", "wrong_type"])
def test_a_listing_without_a_clear_answer_is_no_listing(
    session: Session, kind: str, heard: list[logging.LogRecord]
) -> None:
    session.box.faults.add(kind, method="GET", path=BOOKED)
    if kind == "wrong_type":
        with suppress(NetworkFault):
            found = _list(session)
            assert all(found.may_hold(each) for each in _mine(session))
        heard.clear()
        return
    with pytest.raises(NetworkFault, match="saved here"):
        _list(session)


def test_the_right_json_under_a_wrong_label_is_right(session: Session) -> None:
    session.box.faults.add("html_type", times=None)
    assert _create(session).server_id


def test_a_drip_and_a_delay_end_in_time(session: Session) -> None:
    hasty = session.again(Deadlines(0.3, 0.3, 0.3))
    for kind in ("drip", "delay"):
        session.box.faults.add(kind, method="POST", seconds=1)
        with pytest.raises(Unclear):
            endpoints.create(hasty, session.user.id, _fields(session))
        hasty.close()


def test_nobody_there(session: Session) -> None:
    session.box.stop()
    with pytest.raises(Unsent):
        _create(session)
    session.box.start()
    assert _create(session).server_id


@pytest.mark.parametrize("status", [500, 502, 504, 408])
def test_a_server_error_is_unclear_and_keeps_its_status(session: Session, status: int) -> None:
    session.box.faults.add("status", method="POST", status=status, after=True)
    with pytest.raises(Unclear) as trouble:
        _create(session)
    assert trouble.value.status == status
    assert "Demitasse looks" in trouble.value.message


def test_the_throttle_means_silence(session: Session) -> None:
    session.box.faults.add("status", method="POST", status=503, retry_after="120")
    with pytest.raises(Throttled) as told:
        _create(session)
    assert 120 < (told.value.until - session.clock.now().wall).total_seconds() < 140
    calls = len(session.box.arrivals)
    for _ in range(5):
        with pytest.raises(Throttled):
            _list(session)
    assert len(session.box.arrivals) == calls
    session.clock.advance(140)
    assert _create(session).server_id


def test_an_outage_without_a_date_may_have_begun_after_the_write(session: Session) -> None:
    session.box.faults.add("status", method="POST", status=503, after=True)
    with pytest.raises(Unclear):
        _create(session)
    with pytest.raises(Throttled):
        _list(session)


BARE = b"HTTP/1.1 %d No\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"


@pytest.mark.parametrize(
    ("status", "known", "expected"),
    [(404, True, NotFound), (404, False, Unclear), (403, True, Refused), (403, False, Unsent)],
)
def test_a_bare_no_is_believed_only_from_coffeecup(
    session: Session, status: int, known: bool, expected: type[Exception]
) -> None:
    """A server that knows nothing of us must not make us believe that an entry was deleted."""

    def script(talk: Talk) -> None:
        while request := talk.hear():
            about_me = b"/users/me" in request
            talk.say(whole(b'{"user":{"id":11}}') if known and about_me else BARE % status)

    with RawServer(script) as server:
        client = _caller(session, server.url)
        with pytest.raises(expected) as trouble:
            endpoints.update(client, 9001, {"comment": "x"})
        client.close()
        assert type(trouble.value) is expected


def test_a_row_that_cannot_be_read_has_not_vanished(session: Session, heard: list[logging.LogRecord]) -> None:
    before = _list(session)
    broken, *_ = _mine(session)
    with session.box.state.lock:
        session.box.state["timeEntries"].put(session.box.state["timeEntries"].rows[broken] | {"duration": "long"})
    found = _list(session)
    assert len(found) == len(before) - 1
    assert found.unreadable == {broken}
    assert found.may_hold(broken)
    assert not found.may_hold(999_999)
    assert [str(broken) in record.getMessage() for record in heard] == [True]
    heard.clear()
    nameless = endpoints.Listing((), nameless=True)
    assert nameless.may_hold(7)


def test_the_answer_for_another_entry_is_not_taken(session: Session) -> None:
    row = b'{"id":5,"user":99,"project":1,"task":1,"day":"2026-03-02","duration":1,"running":0}'

    def script(talk: Talk) -> None:
        while talk.hear():
            talk.say(whole(b'{"timeEntry":%s}' % row))

    with RawServer(script) as server:
        client = _caller(session, server.url)
        with pytest.raises(NetworkFault):
            endpoints.entry(client, 6)
        assert endpoints.update(client, 6, {"duration_s": 1}) is None
        with pytest.raises(Unclear):
            endpoints.create(client, session.user.id, {"duration_s": 1})
        client.close()


def test_no_secret_and_no_content_is_logged(session: Session, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    made = _create(session, comment="canary-comment")
    session.box.faults.add("drop_after")
    with pytest.raises(Unclear) as trouble:
        endpoints.update(session.client, made.server_id, {"comment": "canary-two"})
    token = session.holder.access().reveal()
    told = caplog.text + repr(trouble.value) + repr(trouble.value.__cause__) + repr(session.client)
    for secret in ("canary", token):
        assert secret not in told


def test_who_waits_goes_first(session: Session) -> None:
    """The background has used up its share; what somebody waits for goes on at once."""
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


def test_what_is_sent_is_polite(session: Session) -> None:
    def script(talk: Talk) -> None:
        talk.hear()
        talk.say(whole(b'{"user":{"id":1,"email":"x"}}'))

    with RawServer(script) as server:
        client = _caller(session, server.url)
        endpoints.me(client)
        client.close()
    (request,) = server.requests
    head = request.decode().lower()
    assert "get /v1/users/me http/1.1" in head
    assert "user-agent: demitasse/" in head
    assert "accept: application/json" in head
    assert f"origin: https://{session.box.company}." in head
    assert f"companyurl: https://{session.box.company}." in head
    assert session.email not in head


def test_rows_of_all_kinds_survive_the_catalogue(session: Session, heard: list[logging.LogRecord]) -> None:
    with session.box.state.lock:
        tables = session.box.state
        tables["projects"].put(tables["projects"].rows[102] | {"client": "nobody"})
        tables["tasks"].put(tables["tasks"].rows[302] | {"label": ["x"]})
    found = endpoints.catalog(session.client, session.user.id)
    assert 102 not in {one.id for one in found.projects}
    assert 302 not in {one.id for one in found.tasks}
    assert (101, 301) in found.pairs
    assert all(project != 102 and task != 302 for project, task in found.pairs)
    assert len(heard) == 2
    heard.clear()


def test_every_field_of_an_entry_has_a_remote_name(session: Session) -> None:
    fields = _fields(session)
    assert set(fields) == set(Fields.__annotations__)
    assert len(set(wire.outgoing(fields))) == len(fields)
