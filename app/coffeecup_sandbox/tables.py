"""Rows of one resource, with an index per foreign key, so that a day among 100,000 entries is found at once."""

from collections.abc import Iterable, Iterator

from coffeecup_sandbox.fields import Row
from coffeecup_sandbox.resources import Resource


class Table:
    """The records of one resource by id. A stored row is never changed in place: a change stores a new one.

    `texts` holds what `render` made of rows in their usual spelling; a change of a row takes its text away.
    """

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.rows: dict[int, Row] = {}
        self.texts: dict[int, str] = {}
        self.next_id = resource.first_id
        self._indexes: dict[str, dict[object, dict[int, None]]] = {name: {} for name in resource.indexes}

    def __iter__(self) -> Iterator[Row]:
        return iter(list(self.rows.values()))

    def get(self, key: int) -> Row | None:
        """Return one record, or None."""
        return self.rows.get(key)

    def where(self, **wanted: object) -> list[Row]:
        """Return the records whose attributes equal `wanted`, in the order of their ids."""
        return self.select({name: [value] for name, value in wanted.items()})

    def select(self, wanted: dict[str, list[object]]) -> list[Row]:
        """Return the records whose attributes are among the values wanted of them, in the order of their ids."""
        drawers = [
            [index[value] for value in values if value in index]
            for name, values in wanted.items()
            if (index := self._indexes.get(name)) is not None
        ]
        rows = [self.rows[key] for key in _common(drawers)] if drawers else list(self.rows.values())
        rest = [(name, values) for name, values in wanted.items() if name not in self._indexes]
        return [row for row in rows if all(row[name] in values for name, values in rest)] if rest else rows

    def values(self, name: str) -> list[object] | None:
        """Return all that an attribute is in some record; None if there is no index of it."""
        index = self._indexes.get(name)
        return None if index is None else list(index)

    def put(self, row: Row) -> None:
        """Store `row` under its id, new or changed."""
        key = int(row["id"])
        self.texts.pop(key, None)
        before = self.rows.get(key)
        for name, index in self._indexes.items():
            if before is None or before[name] != row[name]:
                self._unindex(index, before, name)
                index.setdefault(row[name], {})[key] = None
        self.rows[key] = row
        self.next_id = max(self.next_id, key + 1)

    def remove(self, key: int) -> None:
        """Forget the record `key`, if there is one."""
        self.texts.pop(key, None)
        before = self.rows.pop(key, None)
        for name, index in self._indexes.items():
            self._unindex(index, before, name)

    def replace(self, rows: Iterable[Row]) -> None:
        """Make `rows` the whole content."""
        for key in list(self.rows):
            self.remove(key)
        for row in rows:
            self.put(row)

    @staticmethod
    def _unindex(index: dict[object, dict[int, None]], row: Row | None, name: str) -> None:
        if row is not None:
            keys = index[row[name]]
            keys.pop(row["id"], None)
            if not keys:
                del index[row[name]]


def _common(found: list[list[dict[int, None]]]) -> list[int]:
    """Return the keys that are in some drawer of each chest, ordered; the emptiest chest is gone through first."""
    best, *others = sorted(found, key=lambda drawers: sum(map(len, drawers)))
    keys = {key for drawer in best for key in drawer}
    for drawers in others:
        keys = set().union(*(keys & drawer.keys() for drawer in drawers))
    return sorted(keys)
