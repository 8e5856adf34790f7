"""Where tokens are kept without a keyring: in a private file, if the user chose that, or in memory."""

import json
import os
import secrets
import sys
from pathlib import Path

from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.domain.ports import TokenStore
from demitasse.support import files


class FileStore:
    """A file that only its owner can read, replaced atomically."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> str | None:
        """Return the stored text, None if there is none. Raises LocalFault."""
        try:
            return files.read_text(self._path, errors="replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._fault(FaultCode.SESSION_UNREADABLE, error) from error

    def save(self, text: str) -> None:
        """Replace the stored text; it is on the disk when this returns. Raises LocalFault."""
        draft = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}")
        try:
            try:
                _write(draft, text.encode())
                files.replace(draft, self._path)
            finally:
                files.remove(draft)
            _sync_folder(self._path.parent)
        except OSError as error:
            raise self._fault(FaultCode.SESSION_UNWRITABLE, error) from error

    def clear(self) -> None:
        """Delete the stored text if there is any. Raises LocalFault."""
        try:
            files.remove(self._path)
        except OSError as error:
            raise self._fault(FaultCode.SESSION_UNDELETABLE, error) from error

    def _fault(self, code: str, error: OSError) -> LocalFault:
        return LocalFault(code, reason=str(error.strerror), file=str(self._path))


class MemoryStore:
    """Tokens that last until the program ends."""

    def __init__(self) -> None:
        self._text: str | None = None

    def load(self) -> str | None:
        """Return the stored text, None if there is none."""
        return self._text

    def save(self, text: str) -> None:
        """Replace the stored text."""
        self._text = text

    def clear(self) -> None:
        """Delete the stored text."""
        self._text = None


class OwnedStore:
    """Adds the owner to the tokens in any store, and returns them to that owner only (reliability U15).

    Without this, after an interrupted sign-in, the entries of one person could be sent as those of another.
    """

    def __init__(self, store: TokenStore, owner: str) -> None:
        """Store the text, a JSON object, in `store`; `owner` names server, company and person."""
        self._store = store
        self._owner = owner

    def load(self) -> str | None:
        """Return the stored text; None if there is none, or it belongs to somebody else. Raises LocalFault."""
        text = self._store.load()
        try:
            return text if text is not None and json.loads(text).get("owner") == self._owner else None
        except (ValueError, AttributeError):
            return None

    def save(self, text: str) -> None:
        """Replace the stored text. Raises LocalFault."""
        self._store.save(json.dumps(json.loads(text) | {"owner": self._owner}))

    def clear(self) -> None:
        """Delete the stored text, whoever owns it. Raises LocalFault."""
        self._store.clear()


def _write(file: Path, content: bytes) -> None:
    fd = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "wb") as out:
        out.write(content)
        out.flush()
        files.sync(out.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut too; Windows has no such call."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        files.sync(fd)
    finally:
        os.close(fd)
