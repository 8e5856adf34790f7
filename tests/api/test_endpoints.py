"""What sync asks for, against the local CoffeeCup as documented and with each of its switches changed."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from coffeecup_sandbox.quirks import CATALOGUE, NUMBER
from demitasse.api import endpoints
from demitasse.domain.entries import Catalog, Client, Fields
from demitasse.domain.errors import FaultCode, NetworkFault, NotFound, Refused, Unclear
from tests.api.operations import create, fields_of, listed, mine

if TYPE_CHECKING:
    from tests.api.conftest import Session


def test_me(session: Session) -> None:
    assert (session.user.email, session.user.timezone) == (session.email, "Europe/Berlin")


def test_target_hours(session: Session) -> None:
    (found,) = endpoints.employments(session.client, session.user.id)
    assert found.target_s == (28800,) * 5 + (0, 0)


def test_forbidden_target_hours_are_read_from_the_person(session: Session) -> None:
    session.sandbox.quirks.set("rows_userEmployments", "forbidden")
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
        assert create(session, project_id=project, task_id=task).server_id


@pytest.mark.parametrize("rows", ["filtered", "all", "forbidden"])
@pytest.mark.parametrize("table", ["projects", "taskAssignments", "userAssignments", "clients"])
def test_the_catalogue_from_any_subset(session: Session, table: str, rows: str) -> None:
    before = endpoints.catalog(session.client, session.user.id)
    session.sandbox.quirks.set(f"rows_{table}", rows)
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
    found = listed(session)
    assert {one.server_id for one in found} == set(mine(session))
    assert not found.unreadable
    assert len(session.calls()) == 1
    day = found[0].fields.day
    just = endpoints.entries(session.client, session.user.id, day, day)
    assert {one.server_id for one in just} == {one.server_id for one in found if one.fields.day == day}


def test_create_update_read_delete(session: Session) -> None:
    made = create(session, start_time=time(9), end_time=time(9, 25))
    row = mine(session)[made.server_id]
    assert (row["comment"], row["duration"], row["startTime"]) == ("A cup of “coffee” ☕", 1500, "09:00:00")
    assert made.fields == Fields(**fields_of(session, start_time=time(9), end_time=time(9, 25)))
    changed = endpoints.update(session.client, made.server_id, {"comment": "tea", "end_time": None})
    assert (changed.fields.comment, changed.fields.end_time) == ("tea", None)
    assert endpoints.entry(session.client, made.server_id).fields == changed.fields
    endpoints.delete(session.client, made.server_id)
    assert made.server_id not in mine(session)
    endpoints.delete(session.client, made.server_id)
    with pytest.raises(NotFound):
        endpoints.entry(session.client, made.server_id)
    with pytest.raises(NotFound):
        endpoints.update(session.client, made.server_id, {"comment": "gone"})


def test_an_update_sends_only_what_changed(session: Session) -> None:
    made = create(session)
    session.sandbox.update_entry(made.server_id, task=302)
    endpoints.update(session.client, made.server_id, {"comment": "tea"})
    assert mine(session)[made.server_id]["task"] == 302


def test_a_timer(session: Session) -> None:
    made = create(session, running=True, duration_s=0)
    assert made.fields.running
    session.sandbox.clock.advance(600)
    stopped = endpoints.update(session.client, made.server_id, {"running": False})
    assert stopped is not None
    assert stopped.fields.duration_s in range(600, 603)


def test_a_refusal_has_the_servers_words(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        create(session, task_id=303)
    assert refused.value.status == 400
    assert "not assigned" in refused.value.text
    with pytest.raises(Refused) as refused:
        create(session, project_id=None)
    assert "project" in refused.value.text


@pytest.mark.parametrize("status", ["400", "403", "409", "422"])
@pytest.mark.parametrize("body", ["object", "empty", "text", "oauth"])
def test_a_refusal_is_definite_whatever_its_spelling(session: Session, status: str, body: str) -> None:
    session.sandbox.quirks.set("business_status", status)
    session.sandbox.quirks.set("error_body", body)
    before = mine(session)
    with pytest.raises(Refused) as refused:
        create(session, task_id=303)
    assert refused.value.status == int(status)
    assert mine(session) == before
    assert not session.calls("oauth2")


def test_an_entry_of_another_user_is_not_found(session: Session) -> None:
    other = session.sandbox.entries(session.sandbox.users[1]["email"])[0]["id"]
    for status in ("404", "403"):
        session.sandbox.quirks.set("foreign_id", status)
        with pytest.raises(Refused):
            endpoints.entry(session.client, other)


def test_the_throttles_state(session: Session) -> None:
    assert endpoints.rate_limit_status(session.client)["max_calls"] == 100
    session.sandbox.quirks.set("status_path", "404")
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
    ("put_ignored", "comment"),
    *(("old_hosts", moved) for moved in ("301", "302", "307", "308", "410")),  # 127.0.0.1 is one of them
}
_SWITCHES = [
    (quirk.name, value)
    for quirk in CATALOGUE
    for value in (quirk.values if quirk.values != NUMBER else (_NUMBERS.get(quirk.name, ""),))
    if value and value != quirk.default and (quirk.name, value) not in _OF_THEIR_OWN and quirk.name != "old_hosts"
]


@pytest.mark.parametrize("value", ["301", "302", "307", "308", "410"])
def test_an_address_that_coffeecup_has_left_is_not_trusted(session: Session, value: str) -> None:
    """Its responses do not mean that an entry is gone or that a call was refused."""
    (one, *_) = mine(session)
    session.sandbox.quirks.set("old_hosts", value)
    with pytest.raises(NetworkFault, match=r"moved|not_coffeecup"):
        endpoints.entry(session.client, one)
    with pytest.raises(Unclear, match=r"moved|not_coffeecup"):
        endpoints.delete(session.client, one)
    session.sandbox.quirks.set("old_hosts", "serve")
    assert one in mine(session)


@pytest.mark.parametrize(("name", "value"), _SWITCHES)
def test_a_day_with_every_quirk_changed(session: Session, name: str, value: str) -> None:
    """With each value of a quirk, entries arrive once and are read back unchanged."""
    session.sandbox.quirks.set(name, value)
    client = session.client
    assert endpoints.me(client).id == session.user.id
    assert endpoints.employments(client, session.user.id)[0].target_s[:5] == (28800,) * 5
    found = endpoints.catalog(client, session.user.id)
    assert (101, 301) in found.pairs
    before = set(mine(session))
    try:
        made = create(session, comment="Späti")
    except Unclear:
        assert (name, value) in {("create_reply", "null"), ("create_reply", "empty")}
    else:
        assert (made.fields.comment, made.fields.duration_s, made.fields.project_id) == ("Späti", 1500, 101)
    (one,) = set(mine(session)) - before
    answer = endpoints.update(client, one, {"comment": "changed"})
    assert answer.fields.comment == "changed"
    assert endpoints.entry(client, one).fields.comment == "changed"
    by_id = {each.server_id: each.fields.comment for each in listed(session)}
    assert by_id.keys() == before | {one}
    assert by_id[one] == "changed"
    endpoints.delete(client, one)
    assert one not in mine(session)


@pytest.mark.parametrize("casing", ["camel", "lower", "both"])
def test_times_of_day_in_both_casings(session: Session, casing: str) -> None:
    session.sandbox.quirks.set("times_casing", casing)
    assert create(session, start_time=time(9, 5)).fields.start_time == time(9, 5)


@pytest.mark.parametrize("rule", ["optional", "required", "unique"])
def test_the_order_of_a_day(session: Session, rule: str) -> None:
    session.sandbox.quirks.set("sorting", rule)
    for _ in range(3):
        session.clock.advance(5)
        assert create(session).server_id
    assert len({row["sorting"] for row in list(mine(session).values())[-3:]}) == (3 if rule == "unique" else 1)


@pytest.mark.parametrize("status", ["400", "409", "422"])
def test_a_refusal_as_a_web_page_is_not_taken_for_coffeecups(session: Session, status: str) -> None:
    session.sandbox.quirks.set("business_status", status)
    session.sandbox.quirks.set("error_body", "html")
    with pytest.raises(Unclear) as unclear:
        create(session, task_id=303)
    assert (unclear.value.code, unclear.value.alone) == (FaultCode.OUTCOME_UNKNOWN, True)
