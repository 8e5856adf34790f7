"""A text in a keyring whose values may have a size limit: Windows takes 1,280 characters (desktop 7).

A longer text goes into numbered pieces under names of their own, which no earlier text used; then one write of the
head names them. So a process that dies in between leaves the old text whole.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

USER = "tokens"
WINDOWS_LIMIT = 1000
"""Characters; a few hundred below the real limit."""
_WHOLE, _PIECES = "1:", "n:"


def limit(platform: str) -> int | None:
    """How many characters one value may have on `platform` (`sys.platform`); None if any number."""
    return WINDOWS_LIMIT if platform == "win32" else None


def save(keyring: KeyringBackend, account: str, text: str, limit: int | None) -> None:
    """Replace what is stored for `account`."""
    old = _names(account, keyring.get_password(_service(account), USER))
    if limit is None or len(text) < limit:
        head, names = _WHOLE + text, []
    else:
        parts = [text[start : start + limit] for start in range(0, len(text), limit)]
        head = f"{_PIECES}{len(parts)}:{_digest(text)}"
        names = _names(account, head)
        for name, part in zip(names, parts, strict=True):
            keyring.set_password(name, USER, part)
    keyring.set_password(_service(account), USER, head)
    _forget(keyring, set(old) - set(names))


def load(keyring: KeyringBackend, account: str) -> str | None:
    """What is stored for `account`; None if nothing, or if it is not what was saved."""
    head = keyring.get_password(_service(account), USER)
    if head is None or head.startswith(_WHOLE):
        return head and head.removeprefix(_WHOLE)
    text = "".join(keyring.get_password(name, USER) or "" for name in _names(account, head))
    return text if text and head.endswith(_digest(text)) else None


def clear(keyring: KeyringBackend, account: str) -> None:
    """Forget what is stored for `account`; harmless if there is nothing."""
    head = keyring.get_password(_service(account), USER)
    if head is not None:
        _forget(keyring, {_service(account), *_names(account, head)})


def _service(account: str) -> str:
    """One service a secret: Windows moves a second user of a service to another name (desktop 7)."""
    return f"demitasse:{account}"


def _names(account: str, head: str | None) -> list[str]:
    """Where the pieces are that `head` speaks of."""
    fields = (head or "").split(":")
    if fields[0] != _PIECES[0] or len(fields) != 3 or not fields[1].isdigit():
        return []
    return [f"{_service(account)}:{fields[2]}:{number}" for number in range(min(int(fields[1]), 100))]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _forget(keyring: KeyringBackend, services: set[str]) -> None:
    from keyring.errors import PasswordDeleteError  # noqa: PLC0415 - only where a keyring is

    for service in services:
        with suppress(PasswordDeleteError):  # gone already
            keyring.delete_password(service, USER)
