"""The child process that asks the keyring: one JSON question on standard input, one JSON answer on standard output.

Only the operating systems' own keyrings are used, by name: whatever plug-ins, settings or environment variables say,
a plain-text or null keyring is never chosen (reliability X2).
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from demitasse.desktop import keyring_chunks

if TYPE_CHECKING:
    from collections.abc import Callable

    from keyring.backend import KeyringBackend

BACKENDS = (
    "keyring.backends.macOS:Keyring",
    "keyring.backends.Windows:WinVaultKeyring",
    "keyring.backends.SecretService:Keyring",
    "keyring.backends.kwallet:DBusKeyring",
)
"""In the order of preference; on any one system at most two of them work."""
_SECRET_SERVICE = "SecretService"  # noqa: S105 - a name


class NoKeyring(Exception):
    """None of the backends works here."""


class Locked(Exception):
    """The keyring would have to ask for its password."""


def main() -> int:
    """Answer one question; the exit code is always 0, the answer says how it went."""
    question = json.loads(sys.stdin.buffer.read())
    # Whoever asked may be dead, and a prompt must not stay behind: this thread is not held up by anything in Python.
    faulthandler.dump_traceback_later(float(question["deadline_s"]), exit=True, file=_nowhere())
    try:
        answer = {"outcome": "ok", "text": _JOBS[question["do"]](backend(), question)}
    except NoKeyring:
        answer = {"outcome": "none"}
    except Locked:
        answer = {"outcome": "locked"}
    except Exception as error:  # noqa: BLE001 - backends raise what their D-Bus library raises (desktop 7)
        answer = {"outcome": _outcome(error)}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    sys.stdout.buffer.flush()
    os._exit(0)  # a library's exit handlers may hang as well


def backend() -> KeyringBackend:
    """The best keyring that works here. Raises NoKeyring."""
    for name in BACKENDS:
        module, _, kind = name.partition(":")
        try:
            found = getattr(importlib.import_module(module), kind)
            if found.viable:
                made: KeyringBackend = found()
                return made
        except Exception:  # noqa: BLE001, S112 - a backend for another system may fail in any way while it is looked at
            continue
    raise NoKeyring


def _load(keyring: KeyringBackend, question: dict[str, str]) -> str | None:
    return keyring_chunks.load(keyring, question["account"]) if _readable(keyring) else None


def _save(keyring: KeyringBackend, question: dict[str, str]) -> None:
    keyring_chunks.save(keyring, question["account"], question["text"], keyring_chunks.limit(sys.platform))


def _clear(keyring: KeyringBackend, question: dict[str, str]) -> None:
    if _readable(keyring):
        keyring_chunks.clear(keyring, question["account"])


def _probe(_keyring: KeyringBackend, _question: dict[str, str]) -> None:
    """That there is a backend is the answer."""


_JOBS: dict[str, Callable[[KeyringBackend, dict[str, str]], str | None]] = {
    "load": _load,
    "save": _save,
    "clear": _clear,
    "probe": _probe,
}


def _readable(keyring: KeyringBackend) -> bool:
    """Whether there is anything to read. Raises Locked if that would open a prompt; only the Secret Service tells."""
    if _SECRET_SERVICE not in type(keyring).__module__:
        return True
    import secretstorage  # noqa: PLC0415 - Linux only
    from secretstorage.exceptions import ItemNotFoundException  # noqa: PLC0415

    bus = secretstorage.dbus_init()
    try:
        locked = secretstorage.Collection(bus).is_locked()
    except ItemNotFoundException:  # there is no collection yet, and a read would ask for a password to make one
        return False
    finally:
        bus.close()
    if locked:
        raise Locked
    return True


def _outcome(error: Exception) -> str:
    return "locked" if type(error).__name__ in {"KeyringLocked", "InitError", "PromptDismissedException"} else "failed"


def _nowhere() -> Any:
    return open(os.devnull, "w")  # noqa: PTH123


if __name__ == "__main__":
    raise SystemExit(main())
