"""Where secrets and other people's words must not be: files, arguments, environments (reliability X1, X7)."""

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
    """What of `secrets` is in any file but the token file, and of `words` in any log."""
    found = []
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or file.is_socket():
            continue
        content = file.read_bytes()
        if file.name != TOKEN_FILE:
            found += [f"{file.name} holds a secret" for one in _spelled(secrets) if one in content]
        if ".log" in file.name:
            found += [f"{file.name} holds {one!r}" for one in _spelled(words) if one in content]
    return found


def loose(folder: Path) -> list[str]:
    """What of ours others may read (reliability X9)."""
    if sys.platform == "win32":
        return []
    found = [one for one in folder.rglob("*") if not one.is_socket() and one.lstat().st_mode & 0o077]
    return [str(one.relative_to(folder)) for one in found if not one.is_symlink()]


def told_by_processes(folder: Path, secrets: Iterable[str]) -> list[str]:
    """Which processes that work in `folder` have a secret in their arguments or environment; only Linux tells."""
    if sys.platform != "linux":
        return []
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            arguments, environment = ((place / name).read_bytes() for name in ("cmdline", "environ"))
        except OSError:  # it has ended, or is not ours
            continue
        if str(folder).encode() in environment:
            found += [f"{arguments!r} holds a secret" for one in _spelled(secrets) if one in arguments + environment]
    return found


def _spelled(texts: Iterable[str]) -> Iterator[bytes]:
    for text in {one for one in texts if len(one) >= _TOO_SHORT}:
        plain = text.encode("utf-8", "surrogatepass")
        yield from {plain, quote(text).encode(), base64.b64encode(plain).rstrip(b"="), text.encode("unicode_escape")}
