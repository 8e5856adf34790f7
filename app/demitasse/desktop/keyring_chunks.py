"""Store a text in a keyring whose values may be limited in size: Windows takes 1,280 characters (desktop 7).

A longer text is written in numbered chunks under names that no earlier text used; then one write of the head refers to
them. A process that dies in between leaves the old text intact.
"""

import hashlib
from contextlib import suppress

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

USER = "tokens"
WINDOWS_LIMIT = 1000
"""In characters; a few hundred below the real limit."""
_WHOLE, _CHUNKS = "1:", "n:"


def limit(platform: str) -> int | None:
    """Return how many characters a value may have on `platform` (`sys.platform`), None if unlimited."""
    return WINDOWS_LIMIT if platform == "win32" else None


def save(keyring: KeyringBackend, account: str, text: str, limit: int | None) -> None:
    """Replace the text of `account`."""
    old = _names(account, keyring.get_password(_service(account), USER))
    if limit is None or len(text) < limit:
        head, names = _WHOLE + text, []
    else:
        chunks = [text[start : start + limit] for start in range(0, len(text), limit)]
        head = f"{_CHUNKS}{len(chunks)}:{_digest(text)}"
        names = _names(account, head)
        for name, chunk in zip(names, chunks, strict=True):
            keyring.set_password(name, USER, chunk)
    keyring.set_password(_service(account), USER, head)
    _delete(keyring, set(old) - set(names))


def load(keyring: KeyringBackend, account: str) -> str | None:
    """Return the text of `account`; None if there is none, or if it is not what was saved."""
    head = keyring.get_password(_service(account), USER)
    if head is None or head.startswith(_WHOLE):
        return head and head.removeprefix(_WHOLE)
    text = "".join(keyring.get_password(name, USER) or "" for name in _names(account, head))
    return text if text and head.endswith(_digest(text)) else None


def clear(keyring: KeyringBackend, account: str) -> None:
    """Delete the text of `account` if there is any."""
    head = keyring.get_password(_service(account), USER)
    if head is not None:
        _delete(keyring, {_service(account), *_names(account, head)})


def _service(account: str) -> str:
    """Return a service name for one secret: Windows renames the entry if a service has a second user (desktop 7)."""
    return f"demitasse:{account}"


def _names(account: str, head: str | None) -> list[str]:
    """Return the service names of the chunks that `head` refers to."""
    fields = (head or "").split(":")
    if fields[0] != _CHUNKS[0] or len(fields) != 3 or not fields[1].isdigit():
        return []
    return [f"{_service(account)}:{fields[2]}:{number}" for number in range(min(int(fields[1]), 100))]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _delete(keyring: KeyringBackend, services: set[str]) -> None:
    for service in services:
        with suppress(PasswordDeleteError):  # It does not exist.
            keyring.delete_password(service, USER)
