"""Tokens without a keyring: in a private file, by the person's explicit choice, or in memory until the program ends.

Wherever they are, it stands beside them whose they are.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from typing import TYPE_CHECKING

from demitasse.domain.errors import LocalFault

if TYPE_CHECKING:
    from pathlib import Path

    from demitasse.domain.ports import TokenStore


class FileStore:
    """One file, readable for its owner only; replaced in one step, so it is never half written."""

    def __init__(self, path: Path) -> None:
        """Keep the text at `path`."""
        self._path = path

    def load(self) -> str | None:
        """The stored text; None if there is none. Raises LocalFault."""
        try:
            return self._path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._fault("read", error) from error

    def save(self, text: str) -> None:
        """Replace the stored text; it has reached the disk when this returns. Raises LocalFault."""
        fresh = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}")
        try:
            try:
                _write(fresh, text.encode())
                fresh.replace(self._path)
            finally:
                fresh.unlink(missing_ok=True)
            _sync_folder(self._path.parent)
        except OSError as error:
            raise self._fault("written", error) from error

    def clear(self) -> None:
        """Forget the stored text; harmless if there is none. Raises LocalFault."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise self._fault("removed", error) from error

    def _fault(self, done: str, error: OSError) -> LocalFault:
        return LocalFault(
            f"The file with your session cannot be {done} ({error.strerror}). What you track is saved here.",
            f"Check that {self._path} is yours and that the disk has room.",
        )


class MemoryStore:
    """Tokens that are gone when the program ends."""

    def __init__(self) -> None:
        """Nothing is stored yet."""
        self._text: str | None = None

    def load(self) -> str | None:
        """The stored text; None if there is none."""
        return self._text

    def save(self, text: str) -> None:
        """Replace the stored text."""
        self._text = text

    def clear(self) -> None:
        """Forget the stored text."""
        self._text = None


class OwnedStore:
    """The session of one user in any token store; a session of another user is not returned (reliability U15).

    An interrupted sign-in may have left one, and it would send this user's entries as the other's.
    """

    def __init__(self, store: TokenStore, owner: str) -> None:
        """Keep the text, a JSON object, in `store`; `owner` names server, company and person."""
        self._store = store
        self._owner = owner

    def load(self) -> str | None:
        """The stored text; None if there is none, or it is not this owner's. Raises LocalFault."""
        text = self._store.load()
        try:
            return text if text is not None and json.loads(text).get("owner") == self._owner else None
        except (ValueError, AttributeError):
            return None

    def save(self, text: str) -> None:
        """Replace the stored text. Raises LocalFault."""
        self._store.save(json.dumps(json.loads(text) | {"owner": self._owner}))

    def clear(self) -> None:
        """Forget the stored text, whosever it is. Raises LocalFault."""
        self._store.clear()


def _write(file: Path, content: bytes) -> None:
    fd = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _sync_folder(folder: Path) -> None:
    """The new name must survive a power cut too; Windows has no such call."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
