"""The child process that uses the keyring: one JSON request on standard input, one JSON reply on standard output.

Only the operating systems' own keyrings are used, by name. No plug-in, configuration file or environment variable can
select a plain-text or null keyring (reliability X2).

The values of a keyring may be limited in size: Windows takes 1,280 characters (desktop 7). A longer text is written in
numbered chunks under names that no earlier text used; then one write of the head refers to them. A process that dies in
between leaves the old text intact.
"""

import faulthandler
import hashlib
import importlib
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

BACKENDS = (
    "keyring.backends.macOS:Keyring",
    "keyring.backends.Windows:WinVaultKeyring",
    "keyring.backends.SecretService:Keyring",
    "keyring.backends.kwallet:DBusKeyring",
)
"""In order of preference; on any system at most two of them work."""
_LABELS = {
    "macOS": "Keychain",
    "Windows": "Credential Manager",
    "SecretService": "Secret Service",
    "kwallet": "KWallet",
}
_SECRET_SERVICE = "SecretService"  # noqa: S105 - a name

USER = "tokens"
WINDOWS_LIMIT = 1000
"""In characters; a few hundred below the real limit."""
_WHOLE, _CHUNKS = "1:", "n:"


class NoKeyring(Exception):
    """None of the backends works here."""


class Locked(Exception):
    """The keyring would have to prompt for its password."""


class NotKept(Exception):
    """The keyring took a text and returns another one, as one does whose values are too small."""


def main() -> int:
    """Handle one request. The exit code is always 0; the reply has the outcome."""
    request = json.loads(sys.stdin.buffer.read())
    # The parent may have been killed, and no prompt may stay open. This timer ends the process even if Python hangs.
    faulthandler.dump_traceback_later(float(request["deadline_s"]), exit=True, file=open(os.devnull, "w"))  # noqa: PTH123, SIM115
    try:
        reply = {"outcome": "ok", "text": _JOBS[request["do"]](backend(), request)}
    except NoKeyring:
        reply = {"outcome": "none"}
    except Locked:
        reply = {"outcome": "locked"}
    except Exception as error:  # noqa: BLE001 - backends raise whatever their D-Bus library raises (desktop 7)
        reply = {"outcome": _outcome(error)}
    sys.stdout.buffer.write(json.dumps(reply).encode("ascii"))
    sys.stdout.buffer.flush()
    os._exit(0)  # The exit handlers of a library may hang too.


def backend() -> KeyringBackend:
    """Return the best keyring that works here. Raises NoKeyring."""
    for name in BACKENDS:
        module, _, kind = name.partition(":")
        try:
            backend_class: type[KeyringBackend] = getattr(importlib.import_module(module), kind)
            if backend_class.viable:
                return backend_class()
        except Exception:  # noqa: BLE001, S112 - a backend for another system may fail in any way
            continue
    raise NoKeyring


def _load(keyring: KeyringBackend, request: dict[str, str]) -> str | None:
    return load(keyring, request["account"]) if _has_readable_items(keyring) else None


def _save(keyring: KeyringBackend, request: dict[str, str]) -> None:
    limit = WINDOWS_LIMIT if sys.platform == "win32" else None
    save(keyring, request["account"], request["text"], limit)
    if load(keyring, request["account"]) != request["text"]:
        raise NotKept


def _clear(keyring: KeyringBackend, request: dict[str, str]) -> None:
    if _has_readable_items(keyring):
        clear(keyring, request["account"])


def _describe(keyring: KeyringBackend, request: dict[str, str]) -> str:
    """Return the name of the keyring, and whether it can be read now, as JSON."""
    try:
        _load(keyring, request)
    except Locked:
        return json.dumps({"name": _label(keyring), "unlocked": False})
    return json.dumps({"name": _label(keyring), "unlocked": True})


def _label(keyring: KeyringBackend) -> str:
    return _LABELS.get(type(keyring).__module__.rpartition(".")[2], type(keyring).__name__)


_JOBS: dict[str, Callable[[KeyringBackend, dict[str, str]], str | None]] = {
    "load": _load,
    "save": _save,
    "clear": _clear,
    "describe": _describe,
    "probe": lambda _keyring, _request: None,  # That a backend was found is the result.
}


def _has_readable_items(keyring: KeyringBackend) -> bool:
    """True if there is anything to read. Raises Locked if reading would prompt, which only the Secret Service shows."""
    if _SECRET_SERVICE not in type(keyring).__module__:
        return True
    import secretstorage  # noqa: PLC0415 - Linux only

    bus = secretstorage.dbus_init()
    try:
        locked = secretstorage.Collection(bus).is_locked()
    except secretstorage.ItemNotFoundException:  # Reading would prompt for a password to create the collection.
        return False
    finally:
        bus.close()
    if locked:
        raise Locked
    return True


def _outcome(error: Exception) -> str:
    return "locked" if type(error).__name__ in {"KeyringLocked", "InitError", "PromptDismissedException"} else "failed"


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


if __name__ == "__main__":
    raise SystemExit(main())
