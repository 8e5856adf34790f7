"""The last sign of life of the tray app: a few bytes beside the database, overwritten in place and never synced.

After a power cut an older one may be found. That costs a minute of advice, not of data, and spares the disk a commit
a minute (reliability B.9).
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from demitasse.domain.timer import Instant
from demitasse.store.encoding import decode_instant, encode_instant
from demitasse.support.paths import private_file

_SIZE = 200
"""Always so many bytes: what is overwritten in place never shows a mixture of two lengths."""


class Heartbeat(NamedTuple):
    """When the app was last alive, the entries whose timers ran then, and whether it was this very process."""

    at: Instant
    entry_ids: frozenset[int]
    ours: bool


class HeartbeatFile:
    """Reads and writes the sign."""

    def __init__(self, path: Path) -> None:
        """Keep it at `path`; nothing is opened yet."""
        self._path = path

    def read(self) -> Heartbeat | None:
        """The last sign; None if there is none that can be read."""
        try:
            pid, text, entry_ids = json.loads(self._path.read_bytes())
            at = decode_instant(text)
            return None if at is None else Heartbeat(at, frozenset(entry_ids), pid == os.getpid())
        except (OSError, ValueError, TypeError):
            return None

    def write(self, now: Instant, entry_ids: Iterable[int]) -> None:
        """Be alive at `now` with these timers. A disk that cannot take it is no reason to stop anything."""
        text = json.dumps([os.getpid(), encode_instant(now), list(entry_ids)]).ljust(_SIZE).encode()
        try:
            with private_file(self._path).open("r+b", buffering=0) as file:
                file.write(text)
        except OSError:
            return
