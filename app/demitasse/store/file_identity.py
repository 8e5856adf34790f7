"""Whether this file is the one that was written to last, by a small mark beside it.

The mark holds the file's own number on its disk and a count that grows every day. A file that another took the place
of, a copy and a restored one differ from it, and then nobody knows what was sent from the original meanwhile
(reliability S12). And where there is a mark there was data, so an empty file is no fresh start (reliability S6).
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from demitasse.store.database import Database
from demitasse.store.outbox import Outbox
from demitasse.store.settings import GENERATION, SettingsTable
from demitasse.support.paths import private_file


class FileMarker(NamedTuple):
    """What is in the mark: the number of the file, and how often it was copied."""

    file: int
    generation: int


def read_marker(path: Path) -> FileMarker | None:
    """The mark of the database at `path`; None if there is none that can be read."""
    try:
        file, generation = _place(path).read_text(encoding="utf-8").split()
        return FileMarker(int(file), int(generation))
    except (OSError, ValueError):
        return None


def verify(database: Database, outbox: Outbox) -> None:
    """If `database` is not the file that was marked, doubt what it believes unsent; then mark it. Raises LocalFault."""
    path = database.path
    marked = read_marker(path)
    here = FileMarker(path.stat().st_ino, SettingsTable(database).get(GENERATION))
    if here == marked:
        return
    if marked is not None and (here.file != marked.file or here.generation < marked.generation):
        with database.transaction():
            outbox.mark_all_ambiguous()  # guard: restored-copy-verifies-first
    with suppress(OSError):  # a full disk; the next start marks it
        write_marker(path, here)


def bump_generation(database: Database, outbox: Outbox) -> None:
    """A copy was made: from now on it is older than this. Raises LocalFault."""
    settings = SettingsTable(database)
    with database.transaction():
        settings.put(GENERATION, settings.get(GENERATION) + 1)
    verify(database, outbox)


def write_marker(path: Path, mark: FileMarker) -> None:
    """Leave this mark beside the database at `path`. Raises OSError."""
    place = _place(path)
    fresh = private_file(place.with_suffix(".part"))
    with fresh.open("w", encoding="utf-8") as file:
        file.write(f"{mark.file} {mark.generation}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(place)


def _place(path: Path) -> Path:
    return path.with_name(f"{path.name}.mark")
