"""Search files, arguments and environments for secrets and private texts (reliability X1, X7)."""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TOKEN_FILE = "tokens.json"
_TOO_SHORT = 5


def leaks(folder: Path, secrets: Iterable[str], words: Iterable[str] = ()) -> list[str]:
    """Return a line for each of `secrets` in any file but the token file, and each of `words` in any log."""
    found = []
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or file.is_socket():
            continue
        content = file.read_bytes()
        if file.name != TOKEN_FILE:
            found += [f"{file.name} holds a secret" for secret in _spelled(secrets) if secret in content]
        if ".log" in file.name:
            found += [f"{file.name} holds {word!r}" for word in _spelled(words) if word in content]
    return found


def loose(folder: Path) -> list[str]:
    """Return the files that other users may read (reliability X9)."""
    if sys.platform == "win32":
        return []
    found = [entry for entry in folder.rglob("*") if not entry.is_socket() and entry.lstat().st_mode & 0o077]
    return [str(entry.relative_to(folder)) for entry in found if not entry.is_symlink()]


def exposed_by_processes(folder: Path, secrets: Iterable[str]) -> list[str]:
    """Return the processes that use `folder` and have a secret in arguments or environment. Linux only."""
    if sys.platform != "linux":
        return []
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            arguments, environment = ((place / name).read_bytes() for name in ("cmdline", "environ"))
        except OSError:  # it has ended, or belongs to another user
            continue
        if str(folder).encode() in environment:
            found += [
                f"{arguments!r} holds a secret" for secret in _spelled(secrets) if secret in arguments + environment
            ]
    return found


def _spelled(texts: Iterable[str]) -> Iterator[bytes]:
    for text in {entry for entry in texts if len(entry) >= _TOO_SHORT}:
        plain = text.encode("utf-8", "surrogatepass")
        yield from {plain, quote(text).encode(), base64.b64encode(plain).rstrip(b"="), text.encode("unicode_escape")}
