"""The operating system's keyring, asked by a child process that can be killed.

A keyring may hang for ever (a frozen service, a prompt that nobody sees), and its library costs 8 MB (desktop 7). So
a short-lived child does the asking (`keyring_child`); the secret travels through pipes, never as an argument or in
the environment.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from demitasse.desktop.process import command
from demitasse.domain.errors import LocalFault

if TYPE_CHECKING:
    from collections.abc import Sequence

DEADLINE_S = 15.0
"""How long the keyring may take where nobody is asked anything."""
PROMPT_S = 60.0
"""How long a person may take who is signing in and has to unlock the keyring."""
CHILD_FLAG = "--keyring-child"
"""The argument that makes this program the child."""

_SAFE = "What you track is saved on this computer."
_SENTENCES = {
    "none": (
        "This computer has no keyring that Demitasse can use.",
        "Choose where to keep the session when you sign in.",
    ),
    "locked": (f"Your keyring is locked. {_SAFE}", "Unlock it, or sign in again."),
    "slow": (f"Your keyring does not answer. {_SAFE}", "Unlock it if it asks for a password, or sign in again."),
    "failed": (f"Your keyring failed. {_SAFE}", "Unlock it, or choose another place for the session when you sign in."),
}


class KeyringStore:
    """One text in the keyring."""

    def __init__(self, account: str, child: Sequence[str] | None = None) -> None:
        """Keep the text under the name `account`; `child` is the command line of the process that asks."""
        self._account = account
        self._child = list(child) if child else command(CHILD_FLAG)

    def load(self) -> str | None:
        """The stored text; None if there is none. Never opens a prompt. Raises LocalFault."""
        text = _answer(self._child, {"do": "load", "account": self._account}, DEADLINE_S).get("text")
        return text if isinstance(text, str) else None

    def save(self, text: str) -> None:
        """Replace the stored text; may open the keyring's prompt. Raises LocalFault."""
        _answer(self._child, {"do": "save", "account": self._account, "text": text}, PROMPT_S)

    def clear(self) -> None:
        """Forget the stored text; harmless if there is none. Raises LocalFault."""
        _answer(self._child, {"do": "clear", "account": self._account}, DEADLINE_S)


def available(child: Sequence[str] | None = None) -> bool:
    """Whether this computer has a keyring that can be used. Takes 0.3 s, at worst `DEADLINE_S`."""
    try:
        _answer(child or command(CHILD_FLAG), {"do": "probe", "account": ""}, DEADLINE_S)
    except LocalFault:
        return False
    return True


def _answer(child: Sequence[str], question: dict[str, str], deadline_s: float) -> dict[str, Any]:
    """What the child answers. Raises LocalFault."""
    question["deadline_s"] = str(deadline_s)
    try:
        answer = _ask(child, json.dumps(question).encode("ascii"), deadline_s)
        outcome = answer["outcome"]
    except subprocess.TimeoutExpired:  # the child has been killed
        answer, outcome = {}, "slow"
    except (OSError, ValueError, TypeError, KeyError):  # it could not be started, or it died
        answer, outcome = {}, "failed"
    if outcome != "ok":
        message, next_step = _SENTENCES.get(outcome, _SENTENCES["failed"])
        raise LocalFault(message, next_step)
    return answer


def _ask(child: Sequence[str], question: bytes, deadline_s: float) -> dict[str, Any]:
    done = subprocess.run(
        child,
        input=question,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=deadline_s,
        check=False,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would flash a console
    )
    return dict(json.loads(done.stdout))
