"""Opening a database so that it is whole, whatever happened to its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.store import file_identity
from demitasse.store.database import Damaged, Database, damage_mark, is_empty
from demitasse.store.migrations import migrate

if TYPE_CHECKING:
    from pathlib import Path

    from demitasse.domain.ports import Clock


def opened(path: Path, clock: Clock, *, thorough: bool) -> Database:
    """The database at `path`, brought up to date; a damaged, emptied or vanished one is mended first.

    `thorough` looks at every page before; otherwise only what was found damaged before, or cannot be read at all,
    counts as damaged. Raises LocalFault.
    """
    if not _is_suspect(path):
        try:
            return _up_to_date(path, thorough=thorough)
        except Damaged:
            pass
    from demitasse.store.recovery import recover  # noqa: PLC0415 - hardly ever

    recover(path, clock, lambda: _is_broken(path))
    return _up_to_date(path, thorough=False)


def _up_to_date(path: Path, *, thorough: bool) -> Database:
    database = Database(path)
    try:
        migrate(database)
        if thorough:
            database.check()
    except BaseException:
        database.close()
        raise
    return database


def _is_suspect(path: Path) -> bool:
    """Whether somebody found it damaged, or it is empty although there was data."""
    return damage_mark(path).exists() or _is_lost(path)


def _is_broken(path: Path) -> bool:
    """Whether it still is: another process may have been faster."""
    if _is_lost(path):
        return True
    try:
        _up_to_date(path, thorough=True).close()
    except Damaged:
        return True
    return False


def _is_lost(path: Path) -> bool:
    return file_identity.read(path) is not None and is_empty(path)
