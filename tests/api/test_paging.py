"""A list is read completely, although pages shrink, grow, overlap, repeat and lie."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from demitasse.api import endpoints, paging
from demitasse.api.client import ApiClient
from demitasse.api.oauth import TokenHolder
from demitasse.api.paging import IncompleteList, fetch_all
from demitasse.domain.errors import NetworkFault
from demitasse.support.locks import FileLock
from tests.api.conftest import PATIENT
from tests.api.raw import RawServer, Talk, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.api.conftest import Session

Rows = list[dict[str, Any]]
LIMIT = 10


class Shelf:
    """A list on a server that gives at most ten rows a page; `meanwhile` happens before each page."""

    def __init__(self, rows: int) -> None:
        self.rows: Rows = [{"id": number} for number in range(1, rows + 1)]
        self.meanwhile: Callable[[int], None] = lambda _: None
        self.page: Callable[[Rows, int], Rows] = lambda rows, skip: rows[skip : skip + LIMIT]
        self.meta: Callable[[int], Any] = lambda total: {"total": total}
        self.calls = 0

    def answer(self, query: dict[str, list[str]]) -> Any:
        self.meanwhile(self.calls)
        self.calls += 1
        page = self.page(self.rows, int(query["skip"][0]))
        found: dict[str, Any] = {"things": page}
        if (meta := self.meta(len(self.rows))) is not None:
            found["meta"] = meta
        return found


@pytest.fixture
def shelf(session: Session) -> Iterator[tuple[Shelf, ApiClient]]:
    shelf = Shelf(35)

    def script(talk: Talk) -> None:
        while request := talk.hear():
            target = request.split(b" ")[1].decode()
            talk.say(whole(json.dumps(shelf.answer(parse_qs(urlsplit(target).query))).encode()))

    with RawServer(script) as server:
        lock = FileLock(session.tokens._path.with_name("tokens.lock"))
        holder = TokenHolder(session.tokens, lock, server.url, "acme", session.throttle, session.clock)
        client = ApiClient(server.url, holder, session.throttle, session.clock, deadlines=PATIENT)
        yield shelf, client
        client.close()


def _ids(client: ApiClient) -> list[int]:
    return [row["id"] for row in fetch_all(client, "things", {})]


def test_page_after_page(shelf: tuple[Shelf, ApiClient]) -> None:
    assert _ids(shelf[1]) == list(range(1, 36))
    assert shelf[0].calls == 4


@pytest.mark.parametrize("rows", [0, 1, 9, 10, 11])
@pytest.mark.parametrize("meta", [True, False])
def test_every_length(shelf: tuple[Shelf, ApiClient], rows: int, meta: bool) -> None:
    del shelf[0].rows[rows:]
    if not meta:
        shelf[0].meta = lambda _: None
    assert _ids(shelf[1]) == list(range(1, rows + 1))


@pytest.mark.parametrize("meta", [None, [], {"total": None}, {"total": "many"}, {"sort": []}, 7])
def test_a_list_without_a_total(shelf: tuple[Shelf, ApiClient], meta: Any) -> None:
    shelf[0].meta = lambda _: meta
    assert _ids(shelf[1]) == list(range(1, 36))


def test_a_row_removed_between_pages_hides_no_other(shelf: tuple[Shelf, ApiClient]) -> None:
    def remove(call: int) -> None:
        if call == 2:
            del shelf[0].rows[4]

    shelf[0].meanwhile = remove
    assert _ids(shelf[1]) == [*range(1, 5), *range(6, 36)]


def test_a_row_added_between_pages_doubles_none(shelf: tuple[Shelf, ApiClient]) -> None:
    def add(call: int) -> None:
        if call == 2:
            shelf[0].rows.insert(0, {"id": 99})

    shelf[0].meanwhile = add
    assert _ids(shelf[1]) == [99, *range(1, 36)]


def test_one_row_added_and_one_removed(shelf: tuple[Shelf, ApiClient]) -> None:
    """The total stays the same, and yet a row would be skipped: the pages no longer meet."""

    def swap(call: int) -> None:
        if call == 2:
            del shelf[0].rows[4]
            shelf[0].rows.append({"id": 99})

    shelf[0].meanwhile = swap
    assert _ids(shelf[1]) == [*range(1, 5), *range(6, 36), 99]


def test_a_list_that_keeps_changing_is_rejected(shelf: tuple[Shelf, ApiClient]) -> None:
    numbers = count(100)
    shelf[0].meanwhile = lambda _: shelf[0].rows.insert(0, {"id": next(numbers)})
    with pytest.raises(IncompleteList):
        _ids(shelf[1])
    assert shelf[0].calls == 2 * paging.TRIES


def test_pages_in_random_order_lose_nothing(shelf: tuple[Shelf, ApiClient], seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    shelf[0].meanwhile = lambda _: dice.shuffle(shelf[0].rows)
    with suppress(IncompleteList):  # now and then the pages meet by luck
        assert sorted(_ids(shelf[1])) == list(range(1, 36))


def test_a_server_that_neither_skips_nor_counts(shelf: tuple[Shelf, ApiClient]) -> None:
    shelf[0].meta = lambda _: None
    shelf[0].page = lambda rows, _: rows[:30]
    with pytest.raises(IncompleteList):
        _ids(shelf[1])
    del shelf[0].rows[29:]
    assert _ids(shelf[1]) == list(range(1, 30))


def test_a_server_that_cannot_skip_is_noticed_at_once(shelf: tuple[Shelf, ApiClient]) -> None:
    shelf[0].page = lambda rows, _: rows[:LIMIT]
    with pytest.raises(IncompleteList):
        _ids(shelf[1])
    assert shelf[0].calls == 2


@pytest.mark.parametrize("lie", [-5, 5])
def test_a_wrong_total_is_rejected(shelf: tuple[Shelf, ApiClient], lie: int) -> None:
    shelf[0].meta = lambda total: {"total": total + lie}
    with pytest.raises(IncompleteList):
        _ids(shelf[1])


def test_duplicate_rows_count_once(shelf: tuple[Shelf, ApiClient]) -> None:
    shelf[0].page = lambda rows, skip: [*rows[skip : skip + LIMIT], *rows[skip : skip + LIMIT][-1:]]
    assert _ids(shelf[1]) == list(range(1, 36))


def test_the_last_version_of_a_row_counts(shelf: tuple[Shelf, ApiClient]) -> None:
    shelf[0].rows[:] = [{"id": 1, "v": "old"}, {"id": 1, "v": "new"}]
    shelf[0].meta = lambda _: {"total": 1}
    assert fetch_all(shelf[1], "things", {}) == ({"id": 1, "v": "new"},)


def test_rows_without_an_id_are_counted_too(shelf: tuple[Shelf, ApiClient]) -> None:
    shelf[0].rows[3], shelf[0].rows[9], shelf[0].rows[20] = {"name": "x"}, {"id": "?"}, {"id": None}
    assert len(fetch_all(shelf[1], "things", {})) == 35


@pytest.mark.parametrize("content", [None, [], {}, {"things": None}, {"other": []}, {"things": {}}])
def test_a_reply_without_a_list_is_not_an_empty_list(
    shelf: tuple[Shelf, ApiClient], content: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf[0], "answer", lambda _: content)
    with pytest.raises(NetworkFault):
        _ids(shelf[1])


# --- the local CoffeeCup's own ways of paging


@pytest.mark.parametrize(
    "quirks",
    [
        {"default_limit": "10", "max_limit": "10"},
        {"max_limit": "10", "meta": "missing"},
        {"max_limit": "10", "sort": "ignored", "order": "newest"},
        {"max_limit": "10", "doubled_rows": "yes"},
        {"max_limit": "30", "skip": "ignored"},
        {"max_limit": "30", "skip": "ignored", "meta": "missing"},
        {"sort": "ignored", "order": "shuffled"},
        {"max_limit": "30", "sort": "ignored", "order": "shuffled"},
        {"max_limit": "10", "numbers": "strings", "meta": "total_only"},
    ],
)
def test_all_entries_whatever_the_pages(session: Session, quirks: dict[str, str]) -> None:
    rows = {row["id"]: row for row in session.sandbox.entries(session.email)}
    for name, value in quirks.items():
        session.sandbox.quirks.set(name, value)
    days = sorted(row["day"] for row in rows.values())
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    found = endpoints.entries(session.client, session.user.id, first, last)
    assert sorted(one.server_id for one in found) == sorted(rows)


def test_an_incomplete_day_raises(session: Session) -> None:
    session.sandbox.quirks.set("max_limit", "1")
    session.sandbox.quirks.set("skip", "ignored")
    day = date.fromisoformat(session.sandbox.entries(session.email)[0]["day"])
    for more in range(3):
        session.sandbox.add_entry(session.email, project=101, task=301, day=day.isoformat(), comment=str(more))
    with pytest.raises(IncompleteList):
        endpoints.entries(session.client, session.user.id, day - timedelta(days=1), day + timedelta(days=1))
