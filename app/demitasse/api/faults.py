"""From an answer, or from none, to a sentence for the person: what happened, what is safe, what to do next.

Statuses are compared as numbers; the words a refusal shows are the server's own, as plain text.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from demitasse.api.transport import NotJson, Response, TransportError
from demitasse.domain.errors import NetworkFault, NotFound, NotSignedIn, Refused, Unclear, Unreadable, Unsent

if TYPE_CHECKING:
    from demitasse.domain.errors import Fault

SAFE = "What you track is saved here"
MAX_WORDS = 300

_LATER = "It is sent by itself as soon as that works again."
_UNSENT: Final = {
    "name": (f"The address of CoffeeCup cannot be found. {SAFE}.", "Check the network. " + _LATER),
    "connect": (f"CoffeeCup cannot be reached. {SAFE}.", "Check the network. " + _LATER),
    "certificate": (
        f"Whoever answers on this network cannot prove to be CoffeeCup, so nothing was sent. {SAFE}.",
        "If this network asks for a login, open a browser and log in there.",
    ),
    "proxy": (f"The proxy of this network lets nothing through. {SAFE}.", "Ask who runs the proxy. " + _LATER),
}
_UNCLEAR: Final = {
    "timeout": "CoffeeCup did not answer in time.",
    "late": "CoffeeCup took too long to answer.",
    "large": "CoffeeCup answered with more than it can mean.",
    "packed": "CoffeeCup answered in a form that cannot be read.",
    "cut": "The connection to CoffeeCup was cut.",
}
_STRANGER = "That is not CoffeeCup answering: perhaps this network asks for a login."
_OPEN_BROWSER = "Open a browser and log in to the network, or check the address you signed in with."
_LOOKS = f"{SAFE}; Demitasse looks whether it arrived before anything is sent again."
_REFUSED: Final = {
    400: "CoffeeCup did not accept this.",
    401: "CoffeeCup does not know this session.",
    403: "CoffeeCup does not allow this to your account.",
    404: "CoffeeCup has no such thing (any more).",
    409: "CoffeeCup did not accept this, because something changed there.",
    413: "This is more than CoffeeCup takes.",
    422: "CoffeeCup did not accept this.",
}
_ASK = "Change it and try again, or ask who looks after CoffeeCup in your company."
_HOST_GONE = 410
"""A record that is not there is a 404; this is what an address says that CoffeeCup has left (api-facts 13.7)."""
_MAYBE_LATER = (408, 425)
_POISON = 500
"""The one server error that may concern only this entry; with any other going on would be pointless."""
_TOKEN_WORDS = ("access token", "access_token")


def transport_fault(trouble: TransportError, *, write: bool) -> NetworkFault:
    """The fault of a call without a whole answer."""
    if not trouble.request_sent:
        message, step = _UNSENT.get(trouble.reason, _UNSENT["connect"])
        return Unsent(message, step)
    return _lost(_UNCLEAR.get(trouble.reason, _UNCLEAR["cut"]), 0, write=write)


def not_coffeecup(status: int, *, write: bool) -> Unclear:
    """The fault of an answer that CoffeeCup cannot have given."""
    return Unclear(f"{_STRANGER} {_LOOKS if write else f'{SAFE}.'}", _OPEN_BROWSER, status=status)


def is_not_coffeecup(trouble: Unclear) -> bool:
    """Whether there was an answer, and only its content makes no sense."""
    return 0 < trouble.status < 300


def unreadable() -> Unreadable:
    """The fault of an answer that makes no sense although CoffeeCup itself gave it."""
    return Unreadable(f"What CoffeeCup says about this cannot be understood. {SAFE}.", _LATER)


def signed_out() -> NotSignedIn:
    """The session is gone for good."""
    return NotSignedIn(f"CoffeeCup has ended your session. {SAFE}.", "Sign in again, then it is sent.")


def fault(answer: Response, *, write: bool) -> Fault | None:
    """The fault that an answer amounts to; None if it is a success."""
    status = status_of(answer)
    if 200 <= status < 300:
        return None
    if status in _MAYBE_LATER or status >= 500:
        return _failed(answer, status, write=write)
    if status >= 400 and status != _HOST_GONE:
        return refusal(answer)
    return _moved(answer, write=write) if status >= 300 else not_coffeecup(status, write=write)


def refusal(answer: Response) -> Refused:
    """The definite no of a 4xx answer, in the server's words."""
    status = status_of(answer)
    message = words(answer) or f"{_REFUSED.get(status, _REFUSED[400])} ({status})"
    return (NotFound if status == 404 else Refused)(message, _ASK, status=status)


def status_of(answer: Response) -> int:
    """The status that counts: an error object may hide behind a 200 (api-facts 4)."""
    found = _error_object(answer)
    told = found.get("status")
    if 200 <= answer.status < 300 and isinstance(told, int) and 400 <= told < 600 and found.get("error"):
        return told
    return answer.status


def asks_for_backoff(answer: Response) -> bool:
    """Whether this is the throttle, or an outage that is best treated alike (api-facts 5)."""
    return status_of(answer) in {429, 503}


def token_rejected(answer: Response) -> bool:
    """Whether the access token is dead: 401, or a 403 or 400 that blames the token (api-facts 2.4)."""
    status = status_of(answer)
    if status in {400, 403}:
        told = _told(_error_object(answer)).lower() or _plain(answer).lower()
        return any(each in told for each in _TOKEN_WORDS)
    return status == 401


def is_vague(answer: Response) -> bool:
    """A bare 403 or 404 may be a permission, a dead token, a missing record or another server altogether."""
    return answer.status in {403, 404} and not _error_object(answer)


def words(answer: Response) -> str:
    """What the server says, as one line of plain text; empty if it says nothing for people."""
    return _clean(_told(_error_object(answer)) or _plain(answer))


def _error_object(answer: Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except NotJson:
        return {}
    return found if isinstance(found, dict) and isinstance(found.get("error"), str) else {}


def _told(found: dict[str, Any]) -> str:
    """The first of the places where texts of errors are (api-facts 2.4), and which attributes it is about."""
    places = ("raw", "error_description", "summary", "message", "error")
    text = next((found[name] for name in places if isinstance(found.get(name), str) and found[name].strip()), "")
    details = "; ".join(_attributes(found.get("invalidAttributes")))
    return f"{text}: {details}" if details else text


def _attributes(about: object) -> list[str]:
    """What a validation says about single attributes: `{"project": [{"rule": …, "message": …}]}`."""
    lists = [each for each in about.values() if isinstance(each, list)] if isinstance(about, dict) else []
    rules = [rule for each in lists for rule in each if isinstance(rule, dict)]
    return [rule["message"] for rule in rules if isinstance(rule.get("message"), str)]


def _plain(answer: Response) -> str:
    return answer.body[:4000].decode("utf-8", "replace") if answer.kind == "text/plain" else ""


def _clean(text: str) -> str:
    """One line, no control or formatting characters, of bounded length (reliability H5, X12)."""
    visible = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text[: MAX_WORDS * 10])
    line = " ".join(visible.split())
    return line if len(line) <= MAX_WORDS else line[: MAX_WORDS - 1].rstrip() + "…"


def _failed(answer: Response, status: int, *, write: bool) -> NetworkFault:
    told = words(answer)
    message = f"CoffeeCup has a problem of its own ({status}{': ' + told if told else ''})."
    return _lost(message, status, write=write)


def _lost(message: str, status: int, *, write: bool) -> NetworkFault:
    if write or status:
        return Unclear(f"{message} {_LOOKS if write else f'{SAFE}.'}", status=status, alone=status == _POISON)
    return NetworkFault(f"{message} {SAFE}.")


def _moved(answer: Response, *, write: bool) -> NetworkFault:
    """Redirects are not followed: a token goes nowhere but where the person signed in (api-facts 13.7)."""
    try:
        host = urlsplit(answer.location).hostname or ""
    except ValueError:
        host = ""
    message = f"CoffeeCup answers that it lives elsewhere{f' ({_clean(host)[:80]})' if host else ''}."
    step = "If your company's CoffeeCup has moved, sign in with its new address. Else this network may ask for a login."
    if write:
        return Unclear(f"{message} {_LOOKS}", step, status=answer.status)
    return NetworkFault(f"{message} {SAFE}.", step)


def outcome_unknown() -> Unclear:
    """CoffeeCup answered a write, and the answer does not tell what became of it (reliability H6)."""
    return Unclear(f"CoffeeCup does not tell what became of the entry. {_LOOKS}", status=200, alone=True)
