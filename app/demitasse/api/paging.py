"""Read a list page by page, again from the start if it changes meanwhile (reliability D5 to D7)."""

import json
from collections.abc import Mapping

from demitasse.api import faults, wire
from demitasse.api.client import ApiClient
from demitasse.api.wire import Row
from demitasse.domain.errors import FaultCode, Unreadable

PAGE = 1000
TRIES = 3
SHORTEST_PAGE = 30
"""Rows of the smallest page that any server sent while more rows were left (api-facts 3.1)."""

_MAX_PAGES = 200
_MAX_CHARACTERS = 100_000_000
"""The largest list, as JSON. All entries of a person are a tenth of it."""


class IncompleteList(Unreadable):
    """A list kept changing, is too large, or is not returned as a whole, so no conclusion may be drawn from it."""


def fetch_all(client: ApiClient, plural: str, criteria: Mapping[str, object]) -> tuple[Row, ...]:
    """Return every row of the list `plural` once. Raises IncompleteList, and as `ApiClient.get`."""
    for _ in range(TRIES):
        paginator = Paginator(client, plural, criteria)
        if (rows := paginator.rows()) is not None:
            return rows
        if paginator.cannot_skip:
            break
    raise IncompleteList(FaultCode.LIST_INCOMPLETE)


class Paginator:
    """One pass over a list.

    Each page begins with the last row of the previous page. If it does not, rows were added or removed meanwhile, and
    the pass is discarded.
    """

    def __init__(self, client: ApiClient, plural: str, criteria: Mapping[str, object]) -> None:
        self._client = client
        self._plural = plural
        self._criteria = criteria
        self._rows: dict[object, Row] = {}
        self._total: int | None = None
        self._characters = 0
        self.cannot_skip = False

    def rows(self) -> tuple[Row, ...] | None:
        """Return all rows, None if the list changed during the pass."""
        for page in range(_MAX_PAGES):
            known = len(self._rows)
            if not self._fetch_page(first=page == 0):
                return self._rows_of_short_list() if self.cannot_skip else None
            if self._total is not None and len(self._rows) >= self._total:
                return tuple(self._rows.values()) if len(self._rows) == self._total else None
            if len(self._rows) == known:
                return tuple(self._rows.values()) if self._total is None else None
        return None

    def _rows_of_short_list(self) -> tuple[Row, ...] | None:
        """Accept a list that is shorter than any known page, for servers that neither skip nor count."""
        is_short = self._total is None and len(self._rows) < SHORTEST_PAGE
        return tuple(self._rows.values()) if is_short else None

    def _fetch_page(self, *, first: bool) -> bool:
        query = {**self._criteria, "sort": "id ASC", "limit": PAGE, "skip": max(0, len(self._rows) - 1)}
        content = self._client.get(f"/v1/{self._plural}", query)
        page = wire.rows(content, self._plural)
        if page is None:
            raise faults.not_coffeecup(200, write=False)
        total = wire.total(content)
        if not first and (total != self._total or not self._continues(page)):
            return False
        self._characters += len(json.dumps(page))
        if self._characters > _MAX_CHARACTERS:
            raise IncompleteList(FaultCode.ANSWER_TOO_LARGE)
        self._total = total
        self._rows.update((_key(row), row) for row in page)
        return True

    def _continues(self, page: list[Row]) -> bool:
        if not self._rows:
            return not page
        keys = list(self._rows)
        if not page or _key(page[0]) != keys[-1]:
            self.cannot_skip = bool(page) and _key(page[0]) == keys[0]  # The first page again: `skip` is ignored.
            return False
        return True


def _key(row: Row) -> object:
    """Return the id of a row, or its content if it has none."""
    return wire.row_id(row) or json.dumps(row, sort_keys=True, default=str)
