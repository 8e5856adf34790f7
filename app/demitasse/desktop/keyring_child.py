"""The child process that uses the keyring: one JSON request on standard input, one JSON reply on standard output.

Only the operating systems' own keyrings are used, by name. No plug-in, configuration file or environment variable can
select a plain-text or null keyring (reliability X2).
"""

import faulthandler
import importlib
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from keyring.backend import KeyringBackend

from demitasse.desktop import keyring_chunks

BACKENDS = (
    "keyring.backends.macOS:Keyring",
    "keyring.backends.Windows:WinVaultKeyring",
    "keyring.backends.SecretService:Keyring",
    "keyring.backends.kwallet:DBusKeyring",
)
"""In order of preference; on any system at most two of them work."""
_SECRET_SERVICE = "SecretService"  # noqa: S105 - a name


class NoKeyring(Exception):
    """None of the backends works here."""


class Locked(Exception):
    """The keyring would have to prompt for its password."""


def main() -> int:
    """Handle one request. The exit code is always 0; the reply has the outcome."""
    request = json.loads(sys.stdin.buffer.read())
    # The parent may have been killed, and no prompt may stay open. This timer ends the process even if Python hangs.
    faulthandler.dump_traceback_later(float(request["deadline_s"]), exit=True, file=_null_device())
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
            found = getattr(importlib.import_module(module), kind)
            if found.viable:
                made: KeyringBackend = found()
                return made
        except Exception:  # noqa: BLE001, S112 - a backend for another system may fail in any way
            continue
    raise NoKeyring


def _load(keyring: KeyringBackend, request: dict[str, str]) -> str | None:
    return keyring_chunks.load(keyring, request["account"]) if _has_readable_items(keyring) else None


def _save(keyring: KeyringBackend, request: dict[str, str]) -> None:
    keyring_chunks.save(keyring, request["account"], request["text"], keyring_chunks.limit(sys.platform))


def _clear(keyring: KeyringBackend, request: dict[str, str]) -> None:
    if _has_readable_items(keyring):
        keyring_chunks.clear(keyring, request["account"])


def _probe(_keyring: KeyringBackend, _question: dict[str, str]) -> None:
    """Do nothing: that a backend was found is the result."""


_JOBS: dict[str, Callable[[KeyringBackend, dict[str, str]], str | None]] = {
    "load": _load,
    "save": _save,
    "clear": _clear,
    "probe": _probe,
}


def _has_readable_items(keyring: KeyringBackend) -> bool:
    """True if there is anything to read. Raises Locked if reading would prompt, which only the Secret Service shows."""
    if _SECRET_SERVICE not in type(keyring).__module__:
        return True
    import secretstorage  # noqa: PLC0415 - Linux only
    from secretstorage.exceptions import ItemNotFoundException  # noqa: PLC0415

    bus = secretstorage.dbus_init()
    try:
        locked = secretstorage.Collection(bus).is_locked()
    except ItemNotFoundException:  # Reading would prompt for a password to create the collection.
        return False
    finally:
        bus.close()
    if locked:
        raise Locked
    return True


def _outcome(error: Exception) -> str:
    return "locked" if type(error).__name__ in {"KeyringLocked", "InitError", "PromptDismissedException"} else "failed"


def _null_device() -> Any:
    return open(os.devnull, "w")  # noqa: PTH123


if __name__ == "__main__":
    raise SystemExit(main())
