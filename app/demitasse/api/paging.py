"""A list, whole: page after page, and read again if it changed meanwhile (reliability D5 to D7)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from demitasse.api import faults, wire
from demitasse.domain.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from demitasse.api.client import ApiClient
    from demitasse.api.wire import Row

PAGE = 1000
TRIES = 3
SHORTEST_PAGE = 30
"""The smallest page that was ever seen where more rows were left (api-facts 3.1)."""

_MAX_PAGES = 200


class IncompleteList(Unreadable):
    """A list kept changing, or the server does not hand out all of it; nothing may be concluded from it."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(f"CoffeeCup's list could not be read as a whole. {faults.SAFE}.")


def fetch_all(client: ApiClient, path: str, root: str, criteria: Mapping[str, object]) -> tuple[Row, ...]:
    """All rows of a list, each once. Raises Incomplete, and as `Client.get`."""
    for _ in range(TRIES):
        walk = Paginator(client, path, root, criteria)
        if (found := walk.rows()) is not None:
            return found
        if walk.stuck:
            break
    raise IncompleteList


class Paginator:
    """One way through a list.

    Each page begins with the last row of the page before: if it does not, rows were added or removed in between, and
    the walk is worth nothing.
    """

    def __init__(self, client: ApiClient, path: str, root: str, criteria: Mapping[str, object]) -> None:
        self._client = client
        self._path = path
        self._root = root
        self._criteria = criteria
        self._seen: dict[object, Row] = {}
        self._total: int | None = None
        self.stuck = False

    def rows(self) -> tuple[Row, ...] | None:
        """All rows; None if the list changed underway."""
        for page in range(_MAX_PAGES):
            known = len(self._seen)
            if not self._take_page(first=page == 0):
                return self._short() if self.stuck else None
            if self._total is not None and len(self._seen) >= self._total:
                return tuple(self._seen.values()) if len(self._seen) == self._total else None
            if len(self._seen) == known:  # nothing new came
                return tuple(self._seen.values()) if self._total is None else None
        return None

    def _short(self) -> tuple[Row, ...] | None:
        """A server that neither skips nor counts: what is shorter than any known page is whole nevertheless."""
        short = self._total is None and len(self._seen) < SHORTEST_PAGE
        return tuple(self._seen.values()) if short else None

    def _take_page(self, *, first: bool) -> bool:
        skip = max(0, len(self._seen) - 1)
        query = {**self._criteria, "sort": "id ASC", "limit": PAGE, "skip": skip}
        content = self._client.get(self._path, query)
        page = wire.rows(content, self._root)
        if page is None:
            raise faults.not_coffeecup(200, write=False)
        total = wire.total(content)
        if not first and (total != self._total or not self._follows(page)):
            return False
        self._total = total
        self._seen.update((_key(row), row) for row in page)
        return True

    def _follows(self, page: list[Row]) -> bool:
        if not self._seen:
            return not page
        keys = list(self._seen)
        if not page or _key(page[0]) != keys[-1]:
            self.stuck = bool(page) and _key(page[0]) == keys[0]  # the beginning again: this server cannot skip
            return False
        return True


def _key(row: Row) -> object:
    """The id; a row without one is recognised by what it says."""
    return wire.row_id(row) or json.dumps(row, sort_keys=True, default=str)
