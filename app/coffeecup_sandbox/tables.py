"""The rows of one resource, with indexes that keep queries fast among 100,000 entries."""

from collections.abc import Iterable, Iterator

from coffeecup_sandbox.schema import Resource, Row


class Table:
    """The rows of one resource by id. A stored row is never changed in place: a change stores a new one.

    `json_cache` holds the JSON of rows without quirks, by id; changing a row drops its entry.
    """

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.rows: dict[int, Row] = {}
        self.json_cache: dict[int, str] = {}
        self.next_id = resource.first_id
        self._indexes: dict[str, dict[object, dict[int, None]]] = {name: {} for name in resource.indexes}

    def __iter__(self) -> Iterator[Row]:
        return iter(list(self.rows.values()))

    def get(self, key: int) -> Row | None:
        """Return the row with this id, or None."""
        return self.rows.get(key)

    def where(self, **criteria: object) -> list[Row]:
        """Return the rows whose attributes have these values, ordered by id."""
        return self.select({name: [value] for name, value in criteria.items()})

    def select(self, criteria: dict[str, list[object]]) -> list[Row]:
        """Return the rows whose attributes are among the listed values, ordered by id."""
        id_sets = [
            [index[value] for value in values if value in index]
            for name, values in criteria.items()
            if (index := self._indexes.get(name)) is not None
        ]
        rows = [self.rows[key] for key in _intersection(id_sets)] if id_sets else list(self.rows.values())
        unindexed = [(name, values) for name, values in criteria.items() if name not in self._indexes]
        return [row for row in rows if all(row[name] in values for name, values in unindexed)] if unindexed else rows

    def values(self, name: str) -> list[object] | None:
        """Return the distinct values of an attribute; None if it has no index."""
        index = self._indexes.get(name)
        return None if index is None else list(index)

    def put(self, row: Row) -> None:
        """Store `row` under its id, new or changed."""
        key = int(row["id"])
        self.json_cache.pop(key, None)
        before = self.rows.get(key)
        for name, index in self._indexes.items():
            if before is None or before[name] != row[name]:
                self._unindex(index, before, name)
                index.setdefault(row[name], {})[key] = None
        self.rows[key] = row
        self.next_id = max(self.next_id, key + 1)

    def remove(self, key: int) -> None:
        """Delete the row `key`, if it exists."""
        self.json_cache.pop(key, None)
        before = self.rows.pop(key, None)
        for name, index in self._indexes.items():
            self._unindex(index, before, name)

    def replace(self, rows: Iterable[Row]) -> None:
        """Replace all rows."""
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


def _intersection(criteria: list[list[dict[int, None]]]) -> list[int]:
    """Return the sorted ids that match every criterion, starting with the one that has the fewest ids."""
    smallest, *others = sorted(criteria, key=lambda id_sets: sum(map(len, id_sets)))
    ids = {key for id_set in smallest for key in id_set}
    for id_sets in others:
        ids = set().union(*(ids & id_set.keys() for id_set in id_sets))
    return sorted(ids)
