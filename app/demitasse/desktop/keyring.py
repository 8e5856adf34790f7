"""The operating system's keyring, accessed by a child process that can be killed.

A keyring may hang forever (a frozen service, a prompt that nobody sees), and its library costs 8 MB (desktop 7). The
secret travels through pipes, never as an argument or in the environment. See `keyring_child`.
"""

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from demitasse.desktop.process import command
from demitasse.domain.errors import FaultCode, LocalFault

DEADLINE_S = 15.0
"""Seconds that the keyring may take without a prompt."""
PROMPT_S = 60.0
"""Seconds that the user may take to unlock the keyring while signing in."""
CHILD_FLAG = "--keyring-child"
"""The argument that makes this program the child."""

_FAULTS = {
    "none": FaultCode.KEYRING_MISSING,
    "locked": FaultCode.KEYRING_LOCKED,
    "slow": FaultCode.KEYRING_SLOW,
    "failed": FaultCode.KEYRING_FAILED,
}


class KeyringStore:
    """One text in the keyring."""

    def __init__(self, account: str, child: Sequence[str] | None = None, *, load_s: float = DEADLINE_S) -> None:
        """Store the text under the name `account`; `child` is the command line of the child process.

        A caller that must not wait long for a keyring that hangs passes a shorter `load_s`.
        """
        self._account = account
        self._load_s = load_s
        self._child = list(child) if child else command(CHILD_FLAG)

    def load(self) -> str | None:
        """Return the stored text, None if there is none. Never opens a prompt. Raises LocalFault."""
        text = _run(self._child, {"do": "load", "account": self._account}, self._load_s).get("text")
        return text if isinstance(text, str) else None

    def save(self, text: str) -> None:
        """Replace the stored text. May open the keyring's prompt. Raises LocalFault."""
        _run(self._child, {"do": "save", "account": self._account, "text": text}, PROMPT_S)

    def clear(self) -> None:
        """Delete the stored text if there is any. Raises LocalFault."""
        _run(self._child, {"do": "clear", "account": self._account}, DEADLINE_S)


def available(child: Sequence[str] | None = None) -> bool:
    """True if this computer has a usable keyring. Takes 0.3 s, at worst `DEADLINE_S`."""
    try:
        _run(child or command(CHILD_FLAG), {"do": "probe", "account": ""}, DEADLINE_S)
    except LocalFault:
        return False
    return True


def probe(within_s: float, child: Sequence[str] | None = None) -> dict[str, Any]:
    """Return the `name` of the keyring and whether it is `unlocked`, without a prompt. Raises LocalFault."""
    described = _run(child or command(CHILD_FLAG), {"do": "describe", "account": ""}, within_s).get("text")
    try:
        found = json.loads(str(described))
        return {"name": str(found["name"]), "unlocked": bool(found["unlocked"])}
    except (ValueError, TypeError, KeyError):
        raise LocalFault(FaultCode.KEYRING_FAILED) from None


def _run(child: Sequence[str], request: dict[str, str], deadline_s: float) -> dict[str, Any]:
    """Run a child for `request` and return its reply. Raises LocalFault."""
    request["deadline_s"] = str(deadline_s)
    try:
        reply = _run_child(child, json.dumps(request).encode("ascii"), deadline_s)
        outcome = reply["outcome"]
    except subprocess.TimeoutExpired:  # run() has killed the child.
        reply, outcome = {}, "slow"
    except (OSError, ValueError, TypeError, KeyError):  # It could not be started, or it crashed.
        reply, outcome = {}, "failed"
    if outcome != "ok":
        raise LocalFault(_FAULTS.get(outcome, FaultCode.KEYRING_FAILED))
    return reply


def _run_child(child: Sequence[str], request: bytes, deadline_s: float) -> dict[str, Any]:
    completed = subprocess.run(
        child,
        input=request,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=deadline_s,
        check=False,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Without this flag, Windows flashes a console.
    )
    return dict(json.loads(completed.stdout))
