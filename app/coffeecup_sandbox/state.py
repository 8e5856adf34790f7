"""The data of the service: tables, tokens, pictures, recent changes for delayed reads, and scheduled writes."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox.clock import Clock, timestamp
from coffeecup_sandbox.resources import ALL
from coffeecup_sandbox.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from coffeecup_sandbox.schema import Row

FORMAT = 1
HISTORY_LIMIT = 10_000  # changes kept for reads of an earlier state (the fault `lag`)


class State:
    """The company's data behind one lock. Attributes whose names start with `_` are never in replies."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.changed = threading.Event()
        self.company = "acme"
        self.tables: dict[str, Table] = {}
        self.tokens: dict[str, Row] = {}
        self.images: dict[str, str] = {}
        self._history: deque[tuple[float, str, int, Row | None]] = deque(maxlen=HISTORY_LIMIT)
        self._scheduled: list[tuple[float, Callable[[], object]]] = []
        self.clear()

    def clear(self) -> None:
        """Remove all data and scheduled writes."""
        with self.lock:
            self.tables = {resource.plural: Table(resource) for resource in ALL}
            self.tokens = {}
            self.images = {}
            self._history.clear()
            self._scheduled.clear()

    def __getitem__(self, plural: str) -> Table:
        return self.tables[plural]

    def insert(self, plural: str, values: Row) -> Row:
        """Insert a record and return it; a missing id and missing timestamps are filled in."""
        with self.lock:
            table = self.tables[plural]
            row = {**table.resource.defaults(), **values}
            row["id"] = row["id"] or table.next_id
            for name in ("createdAt", "updatedAt"):
                if name in table.resource.by_name and row[name] is None:
                    row[name] = timestamp(self.clock.now())
            self._store(plural, row)
            return row

    def change(self, plural: str, key: int, values: Row, *, touch: bool = True) -> Row:
        """Change attributes of a record and return it; `touch` sets `updatedAt` to now. Raises KeyError."""
        with self.lock:
            row = {**self.tables[plural].rows[key], **values}
            if touch and "updatedAt" in row and "updatedAt" not in values:
                row["updatedAt"] = timestamp(self.clock.now())
            self._store(plural, row)
            return row

    def remove(self, plural: str, key: int) -> None:
        """Delete a record, if there is one."""
        with self.lock:
            table = self.tables[plural]
            self._history.append((self.clock.now(), plural, key, table.get(key)))
            table.remove(key)
            self.changed.set()

    def revoke(self, user: int | None = None, kinds: tuple[str, ...] = ("access", "refresh")) -> None:
        """Delete the tokens of one user, or of all users."""
        with self.lock:
            self.tokens = {
                token: row
                for token, row in self.tokens.items()
                if row["kind"] not in kinds or user not in (None, row["user"])
            }
            self.changed.set()

    def clear_history(self) -> None:
        """Forget past changes: reads of an earlier state see the current one."""
        with self.lock:
            self._history.clear()

    def as_of(self, plural: str, instant: float) -> dict[int, Row]:
        """Return the rows of a table as of `instant`, as a delayed replica would, as far as the history goes."""
        with self.lock:
            view = dict(self.tables[plural].rows)
            for at, name, key, before in reversed(self._history):
                if at <= instant:
                    break
                if name == plural and before is None:
                    view.pop(key, None)
                elif name == plural and before is not None:
                    view[key] = before
            return dict(sorted(view.items()))

    def schedule(self, due: float, write: Callable[[], object]) -> None:
        """Call `write` when the sandbox clock reaches `due`, for commits that happen after the client gave up."""
        with self.lock:
            self._scheduled.append((due, write))

    @property
    def has_scheduled(self) -> bool:
        """Whether a write waits for its time."""
        return bool(self._scheduled)

    def run_scheduled(self) -> None:
        """Execute the scheduled writes that are due. Call before each read."""
        with self.lock:
            if not self._scheduled:
                return
            now = self.clock.now()
            ready = sorted((item for item in self._scheduled if item[0] <= now), key=lambda item: item[0])
            self._scheduled = [item for item in self._scheduled if item[0] > now]
            for _, write in ready:
                write()

    def dump(self) -> dict[str, Any]:
        """Return all data in plain JSON types. Rows are shared, not copied, because they never change in place."""
        with self.lock:
            return {
                "format": FORMAT,
                "company": self.company,
                "tables": {name: list(table.rows.values()) for name, table in self.tables.items()},
                "next": {name: table.next_id for name, table in self.tables.items()},
                "tokens": dict(self.tokens),
                "images": dict(self.images),
            }

    def load(self, saved: Any) -> None:
        """Replace all data by what `dump` returned. Raises ValueError for anything else."""
        if not isinstance(saved, dict) or saved.get("format") != FORMAT:
            raise ValueError("this is not a state of the sandbox, or of a newer one")
        fresh = {resource.plural: Table(resource) for resource in ALL}
        try:
            company, tokens, images = str(saved["company"]), dict(saved["tokens"]), dict(saved.get("images", {}))
            for name, table in fresh.items():
                table.replace({**table.resource.defaults(), **row} for row in saved["tables"].get(name, []))
                table.next_id = max(table.next_id, int(saved["next"].get(name, 1)))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"this state of the sandbox is damaged: {error!r}") from error
        with self.lock:
            self.clear()
            self.company, self.tables, self.tokens, self.images = company, fresh, tokens, images
            self.changed.set()

    def _store(self, plural: str, row: Row) -> None:
        table = self.tables[plural]
        self._history.append((self.clock.now(), plural, row["id"], table.get(row["id"])))
        table.put(row)
        self.changed.set()
