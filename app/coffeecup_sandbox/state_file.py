"""Saves the state in a file, atomically, before the reply to a write is sent."""

from __future__ import annotations

import json
import os
import secrets
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from coffeecup_sandbox.schema import Row
    from coffeecup_sandbox.state import State


class StateFile:
    """A state file. The JSON of unchanged rows is cached, which is safe because rows never change in place."""

    def __init__(self, path: Path, state: State) -> None:
        self.path = path
        self._state = state
        self._lock = threading.Lock()
        self._json_by_id: dict[str, dict[int, tuple[Row, str]]] = {}

    def load(self) -> bool:
        """Load the file and return whether it exists. Raises ValueError if it is damaged, OSError if unreadable."""
        if not self.path.exists():
            return False
        with self.path.open(encoding="utf-8") as file:
            self._state.load(json.load(file))
        self._state.changed.clear()
        return True

    def save_if_changed(self) -> None:
        """Save the state if it has changed since the last save. Concurrent callers share one save."""
        if not self._state.changed.is_set():
            return
        with self._lock:
            if not self._state.changed.is_set():
                return
            self._state.changed.clear()
            text = self._to_json(self._state.dump())
            temporary = self.path.with_name(f".{self.path.name[:100]}.{secrets.token_hex(8)}")
            try:
                with open(temporary, "x", encoding="utf-8", opener=private) as file:
                    file.write(text)
                _replace(temporary, self.path)
            finally:
                temporary.unlink(missing_ok=True)

    def _to_json(self, dump: dict[str, Any]) -> str:
        tables = {plural: self._rows_to_json(plural, rows) for plural, rows in dump.pop("tables").items()}
        head = json.dumps(dump)[:-1]
        body = ",\n".join(f'"{plural}":[\n{rows}]' for plural, rows in tables.items())
        return f'{head}, "tables": {{\n{body}}}}}\n'

    def _rows_to_json(self, plural: str, rows: list[Row]) -> str:
        cached = self._json_by_id.get(plural, {})
        rows_json: dict[int, tuple[Row, str]] = {}
        for row in rows:
            entry = cached.get(row["id"])
            rows_json[row["id"]] = entry if entry and entry[0] is row else (row, json.dumps(row, separators=(",", ":")))
        self._json_by_id[plural] = rows_json
        return ",\n".join(text for _, text in rows_json.values())


def _replace(source: Path, target: Path) -> None:
    """Rename a file. Windows refuses that while another process reads the target, so try for about a second."""
    for _ in range(50 if sys.platform == "win32" else 0):
        with suppress(PermissionError):
            source.replace(target)
            return
        time.sleep(0.02)
    source.replace(target)


def private(path: str, flags: int) -> int:
    """Open a file that only its owner can read, because it contains tokens."""
    return os.open(path, flags, 0o600)
