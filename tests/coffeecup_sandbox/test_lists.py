"""Filters, sorting, paging and `meta` of lists (api-facts 3.1 and 3.2)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from coffeecup_sandbox.resources import ALL

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.coffeecup_sandbox.client import Client


def test_meta_of_a_list(jane: Client) -> None:
    response = jane.get("/v1/timeEntries", skip=2, limit=3)
    meta = response.json["meta"]
    assert (meta["skip"], meta["limit"], len(response.json["timeEntries"])) == (2, 3, 3)
    assert meta["total"] > 50
    assert set(meta) == {"skip", "limit", "total", "sort", "criteria"}


def test_a_list_without_limit_is_as_long_as_documented(sandbox: Sandbox, alex: Client) -> None:
    documented = {"calendarFeeds": 1000}
    for resource in ALL:
        meta = alex.get(f"/v1/{resource.plural}").json["meta"]
        assert meta["limit"] == documented.get(resource.plural, 10_000), resource.plural
    sandbox.quirks.set("default_limit", "30")
    assert len(alex.get("/v1/timeEntries").json["timeEntries"]) == 30


def test_paging_returns_every_row_once(jane: Client) -> None:
    whole = [row["id"] for row in jane.rows("timeEntries")]
    paged: list[int] = []
    while page := jane.rows("timeEntries", limit=17, skip=len(paged)):
        paged += [row["id"] for row in page]
    assert paged == whole
    assert len(set(paged)) == len(paged)


def test_paths_ignore_case_and_a_trailing_slash(jane: Client) -> None:
    whole = jane.get("/v1/timeEntries").json
    assert jane.get("/v1/timeentries/").json == whole
    assert jane.get("/v1/taskassignments").status == 200


@pytest.mark.parametrize(
    "query",
    [
        {"day": "2026-02-26"},
        {"day[]": ["2026-02-26"]},
        {"where": '{"day":"2026-02-26"}'},
        {"where": '{"day":{">=":"2026-02-26","<=":"2026-02-26"}}'},
        {"where": '{"day":["2026-02-26"],"user":"11"}'},
        {"day": "2026-02-26", "user": "11"},
        {"where": '{"day":"2026-02-26"}', "user": "99"},  # `where` has precedence
        {"where": '{"or":[{"day":"2026-02-26"},{"id":0}]}'},
    ],
)
def test_all_forms_of_a_filter_return_the_same_rows(jane: Client, query: dict[str, object]) -> None:
    expected = [row["id"] for row in jane.rows("timeEntries") if row["day"] == "2026-02-26"]
    assert expected
    assert [row["id"] for row in jane.rows("timeEntries", **query)] == expected


def test_filters_with_several_values(jane: Client) -> None:
    ids = [row["id"] for row in jane.rows("timeEntries", limit=4)]
    assert [row["id"] for row in jane.rows("timeEntries", **{"id[]": ids[::2]})] == ids[::2]
    both = jane.rows("projects", **{"status[]": [0, 1]})
    assert {row["status"] for row in both} == {1}  # a plain user sees no completed project


def test_lists_include_archived_records(alex: Client) -> None:
    assert {row["status"] for row in alex.rows("projects")} == {0, 1}
    assert {row["status"] for row in alex.rows("projects", status=1)} == {1}


def test_null_is_a_criterion(jane: Client) -> None:
    assert [row["name"] for row in jane.rows("projects", where='{"client":null}')] == ["Internal"]


def test_running_can_be_filtered(jane: Client) -> None:
    assert jane.rows("timeEntries", running="true") == []
    entry = jane.entry(running=True)
    assert [row["id"] for row in jane.rows("timeEntries", running="true", user=11)] == [entry["id"]]


def test_sorting_by_several_keys(jane: Client) -> None:
    rows = jane.rows("timeEntries", sort="day DESC,sorting ASC")
    assert rows == sorted(rows, key=lambda row: (-int(row["day"].replace("-", "")), row["sorting"]))


def test_an_unknown_attribute_matches_nothing(jane: Client) -> None:
    assert jane.rows("timeEntries", _="12345") == []


def test_the_criteria_are_echoed(jane: Client) -> None:
    query = {"user": "11", "project[]": ["101"]}
    assert jane.get("/v1/timeEntries", **query).json["meta"]["criteria"] == {"user": "11", "project": "101"}


@pytest.mark.parametrize(
    "where",
    [
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"id":1e999}',
        '{"id":NaN}',
        '{"day":{"~":1}}',
        '{"or":[1]}',
        '{"or":[{"or":[]}]}',
    ],
)
def test_a_bad_where_is_refused(jane: Client, where: str) -> None:
    assert jane.get("/v1/timeEntries", where=where[:20_000]).status == 400


@pytest.mark.parametrize(
    "query", [{"limit": "-1"}, {"limit": "x"}, {"skip": "1.5"}, {"sort": "nonsense"}, {"sort": "day UP"}]
)
def test_bad_paging_is_refused(jane: Client, query: dict[str, str]) -> None:
    assert jane.get("/v1/timeEntries", **query).status == 400


@pytest.mark.parametrize("value", ["'; DROP TABLE timeEntries;--", "../../etc/passwd", "\x00", "%", "ü" * 300])
def test_hostile_values_match_nothing(jane: Client, value: str) -> None:
    assert jane.rows("timeEntries", comment=value) == []
    assert jane.rows("timeEntries", where=json.dumps({"comment": {"contains": value + value}})) == []


def test_text_operators(jane: Client) -> None:
    entry = jane.entry(comment="Xylem the 100% LOGON page")
    for where in ({"contains": "logon"}, {"startsWith": "xyl"}, {"endsWith": "logon PAGE"}, {"like": "%100%logon%"}):
        assert [row["id"] for row in jane.rows("timeEntries", where=json.dumps({"comment": where}))] == [entry["id"]]
    others = jane.rows("timeEntries", where=json.dumps({"id": {"!": entry["id"]}}))
    assert entry["id"] not in [row["id"] for row in others]


def test_updated_at_is_a_criterion(sandbox: Sandbox, jane: Client) -> None:
    sandbox.clock.advance(60)
    entry = jane.entry()
    rows = jane.rows("timeEntries", where='{"updatedAt":{">=":"2026-03-02T09:00:30.000Z"}}')
    assert [row["id"] for row in rows] == [entry["id"]]


@pytest.mark.parametrize(
    ("name", "value", "count"),
    [
        ("where_with_others", "and", 0),
        ("unknown_filter", "ignored", None),
        ("bad_where", "all", None),
    ],
)
def test_quirks_of_lists(sandbox: Sandbox, jane: Client, name: str, value: str, count: int | None) -> None:
    sandbox.quirks.set(name, value)
    if name == "where_with_others":
        assert len(jane.rows("timeEntries", where="{}", user=99)) == count
    elif name == "unknown_filter":
        assert jane.rows("timeEntries", _="1")
    else:
        assert jane.rows("timeEntries", where="{")
