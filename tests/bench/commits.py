"""`python -m tests.bench.commits`: how long until a start or stop is on the disk, beside a bare commit of two rows.

Both use synchronous=FULL and the same journal mode on the same disk, in turns. The database has 100,000 entries.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from demitasse.domain.entries import Fields
from demitasse.store.store import Store
from demitasse.tracker.timer import Timer
from demitasse.tracker.undo import UndoManager
from tests.clocks import START, ManualClock

if TYPE_CHECKING:
    from collections.abc import Callable

HISTORY, ROUNDS, WANTED = 100_000, 200, 3.0


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        store, clock = _with_history(Path(folder) / "demitasse.db"), ManualClock()
        timer, bare = Timer(store, clock, UndoManager(store, clock)), Bare(Path(folder) / "bare.db", store)
        times: dict[str, list[float]] = {"start": [], "bare": [], "stop": []}
        for _ in range(ROUNDS):
            times["start"].append(_took_ms(lambda: timer.start(1, 2, "words")))
            times["bare"].append(_took_ms(bare.commit))
            clock.advance(60)
            times["stop"].append(_took_ms(timer.stop))
        store.close()
        bare.close()
    other = statistics.median(times["bare"])
    for name in ("start", "stop"):
        ours = statistics.median(times[name])
        what = f"a {name} on the disk at {HISTORY:,} entries, ms (against two bare rows)"
        print(f"{what}: {ours:.2f} / {other:.2f} = {ours / other:.2f} x (wanted at most {WANTED:.2f} x)")
    return 0


class Bare:
    """The smallest durable change of two rows."""

    def __init__(self, path: Path, like: Store) -> None:
        """A database with the journal mode of another."""
        self._connection = sqlite3.connect(path, isolation_level=None)
        (mode,) = like.database.rows("PRAGMA journal_mode")
        for statement in (f"PRAGMA journal_mode={mode[0]}", "PRAGMA synchronous=FULL", "CREATE TABLE t (words TEXT)"):
            self._connection.execute(statement)

    def commit(self) -> None:
        """Commit two rows."""
        self._connection.execute("BEGIN IMMEDIATE")
        for _ in range(2):
            self._connection.execute("INSERT INTO t VALUES ('an entry, and that it has to be sent')")
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


def _with_history(path: Path) -> Store:
    store = Store(path)
    with store.transaction():
        for number in range(HISTORY):
            day = START.date() - timedelta(days=1 + number // 12)
            store.entries.add_remote(number + 1, Fields(day, 1, 2, f"words {number}", 600), None, None)
    return store


def _took_ms(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
