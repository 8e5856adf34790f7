"""The heartbeat of the tray app: a few bytes beside the database, overwritten in place and never synced to disk.

After a power cut an older one may be found, which shifts an absence by a minute. In return there is no commit every
minute (reliability B.9).
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
"""A constant length, so that overwriting never leaves bytes of a longer one."""


class Heartbeat(NamedTuple):
    """When the app last ran, the entries whose timers ran then, and whether it was this process."""

    at: Instant
    entry_ids: frozenset[int]
    ours: bool


class HeartbeatFile:
    """The heartbeat file at `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Heartbeat | None:
        """Return the last heartbeat, or None if there is none or it is unreadable."""
        try:
            pid, text, entry_ids = json.loads(self._path.read_bytes())
            at = decode_instant(text)
            return None if at is None else Heartbeat(at, frozenset(entry_ids), pid == os.getpid())
        except (OSError, ValueError, TypeError):
            return None

    def write(self, now: Instant, entry_ids: Iterable[int]) -> None:
        """Write a heartbeat. Disk errors are ignored."""
        text = json.dumps([os.getpid(), encode_instant(now), list(entry_ids)]).ljust(_SIZE).encode()
        try:
            with private_file(self._path).open("r+b", buffering=0) as file:
                file.write(text)
        except OSError:
            return
