"""Keeps the state in a file: whole or not at all, and before the reply to the write goes out."""

from __future__ import annotations

import json
import os
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from coffeecup_sandbox.fields import Row
    from coffeecup_sandbox.state import State


class StateFile:
    """A state file. Texts of unchanged rows are remembered: rows never change in place, so a save stays cheap."""

    def __init__(self, path: Path, state: State) -> None:
        self.path = path
        self._state = state
        self._lock = threading.Lock()
        self._texts: dict[str, dict[int, tuple[Row, str]]] = {}

    def load(self) -> bool:
        """Load the file if there is one. Raises ValueError when it is damaged, OSError when it cannot be read."""
        if not self.path.exists():
            return False
        with self.path.open(encoding="utf-8") as file:
            self._state.load(json.load(file))
        self._state.changed.clear()
        return True

    def save_if_changed(self) -> None:
        """Save unless nothing was written since. Concurrent callers share one save."""
        if not self._state.changed.is_set():
            return
        with self._lock:
            if not self._state.changed.is_set():
                return
            self._state.changed.clear()
            text = self._text(self._state.dump())
            fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            with open(fresh, "w", encoding="utf-8", opener=_private) as file:
                file.write(text)
            fresh.replace(self.path)

    def _text(self, saved: dict[str, Any]) -> str:
        tables = {plural: self._rows(plural, rows) for plural, rows in saved.pop("tables").items()}
        head = json.dumps(saved)[:-1]
        body = ",\n".join(f'"{plural}":[\n{rows}]' for plural, rows in tables.items())
        return f'{head}, "tables": {{\n{body}}}}}\n'

    def _rows(self, plural: str, rows: list[Row]) -> str:
        known = self._texts.get(plural, {})
        fresh: dict[int, tuple[Row, str]] = {}
        for row in rows:
            found = known.get(row["id"])
            fresh[row["id"]] = found if found and found[0] is row else (row, json.dumps(row, separators=(",", ":")))
        self._texts[plural] = fresh
        return ",\n".join(text for _, text in fresh.values())


def _private(path: str, flags: int) -> int:
    """Open for the owner alone: the file holds tokens."""
    return os.open(path, flags, 0o600)
