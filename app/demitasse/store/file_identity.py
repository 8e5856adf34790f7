"""Detect a restored or copied database by a marker file beside it.

The marker holds the inode of the database and a generation that grows every day. After a restore or a copy they differ,
and it is unknown what was sent from the original meanwhile (reliability S12). A marker beside an empty file means that
data was lost (reliability S6).
"""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from demitasse.store.database import Database
from demitasse.store.outbox import Outbox
from demitasse.store.settings import GENERATION, SettingsTable
from demitasse.support import files
from demitasse.support.paths import private_file


class FileMarker(NamedTuple):
    """The content of the marker: the inode of the database, and the number of backups made of it."""

    file: int
    generation: int


def read_marker(path: Path) -> FileMarker | None:
    """Return the marker of the database at `path`, or None if there is none or it is unreadable."""
    try:
        file, generation = files.read_text(_marker_path(path)).split()
        return FileMarker(int(file), int(generation))
    except (OSError, ValueError):
        return None


def verify(database: Database, outbox: Outbox) -> None:
    """Mark unsent creates as ambiguous if `database` is not the marked file, and update the marker.

    Raises LocalFault.
    """
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
    """Record that a backup was made, which is older than the database from now on. Raises LocalFault."""
    settings = SettingsTable(database)
    with database.transaction():
        settings.put(GENERATION, settings.get(GENERATION) + 1)
    verify(database, outbox)


def write_marker(path: Path, mark: FileMarker) -> None:
    """Write the marker of the database at `path`. Raises OSError."""
    target = _marker_path(path)
    fresh = private_file(target.with_suffix(".part"))
    with fresh.open("w", encoding="utf-8") as file:
        file.write(f"{mark.file} {mark.generation}\n")
        file.flush()
        files.sync(file.fileno())
    files.replace(fresh, target)


def _marker_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.mark")
