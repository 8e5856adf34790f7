"""From an answer, or from none, to a fault.

Statuses are compared as numbers; the server's own words travel as a figure, as one line of plain text.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from demitasse.api.transport import NotJson, Response, TransportError
from demitasse.domain.errors import FaultCode, NetworkFault, NotFound, NotSignedIn, Refused, Unclear, Unreadable, Unsent

if TYPE_CHECKING:
    from demitasse.domain.errors import Fault, Param

MAX_WORDS = 300

_UNSENT: Final = {
    "name": FaultCode.HOST_NOT_FOUND,
    "connect": FaultCode.UNREACHABLE,
    "certificate": FaultCode.BAD_CERTIFICATE,
    "proxy": FaultCode.PROXY_FAILED,
}
_UNCLEAR: Final = {
    "timeout": FaultCode.TIMEOUT,
    "late": FaultCode.TOO_SLOW,
    "large": FaultCode.ANSWER_TOO_LARGE,
    "packed": FaultCode.ANSWER_PACKED,
    "cut": FaultCode.CONNECTION_CUT,
}
_REFUSED: Final = {
    401: FaultCode.REFUSED_SESSION,
    403: FaultCode.REFUSED_RIGHTS,
    404: FaultCode.REFUSED_MISSING,
    409: FaultCode.REFUSED_CHANGED,
    413: FaultCode.REFUSED_TOO_LARGE,
}
_CREDENTIALS = frozenset({"invalid_grant"})
"""What the token endpoint answers to a wrong email or password (api-facts 2.4)."""
_HOST_GONE = 410
"""A record that is not there is a 404; this is what an address says that CoffeeCup has left (api-facts 13.7)."""
_MAYBE_LATER = (408, 425)
_POISON = 500
"""The one server error that may concern only this entry; with any other going on would be pointless."""
_TOKEN_WORDS = ("access token", "access_token")


def transport_fault(trouble: TransportError, *, write: bool) -> NetworkFault:
    """The fault of a call without a whole answer."""
    if not trouble.request_sent:
        return Unsent(_UNSENT.get(trouble.reason, FaultCode.UNREACHABLE))
    return _lost(_UNCLEAR.get(trouble.reason, FaultCode.CONNECTION_CUT), 0, write=write)


def not_coffeecup(status: int, *, write: bool) -> Unclear:
    """The fault of an answer that CoffeeCup cannot have given."""
    return Unclear(FaultCode.NOT_COFFEECUP, status=status, write=write)


def is_not_coffeecup(trouble: Unclear) -> bool:
    """Whether there was an answer, and only its content makes no sense."""
    return 0 < trouble.status < 300


def unreadable() -> Unreadable:
    """The fault of an answer that makes no sense although CoffeeCup itself gave it."""
    return Unreadable(FaultCode.ANSWER_UNREADABLE)


def signed_out() -> NotSignedIn:
    """The session is gone for good."""
    return NotSignedIn(FaultCode.SESSION_ENDED)


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
    """The definite no of a 4xx answer."""
    status, text = status_of(answer), words(answer)
    if status == 404:
        return NotFound(FaultCode.REFUSED_MISSING, status=status)
    if text:
        return Refused(FaultCode.SERVER_TEXT, text=text, status=status)
    return Refused(_REFUSED.get(status, FaultCode.REFUSED), status=status)


def blames_credentials(answer: Response) -> bool:
    """Whether the token endpoint rejects the email or the password, whatever words it uses."""
    return _error_object(answer).get("error") in _CREDENTIALS


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
    if text := words(answer):
        return _lost(FaultCode.SERVER_ERROR_TEXT, status, write=write, text=text)
    return _lost(FaultCode.SERVER_ERROR, status, write=write)


def _lost(code: FaultCode, status: int, *, write: bool, **params: Param) -> NetworkFault:
    if write or status:
        return Unclear(code, status=status, alone=status == _POISON, write=write, **params)
    return NetworkFault(code, **params)


def _moved(answer: Response, *, write: bool) -> NetworkFault:
    """Redirects are not followed: a token goes nowhere but where the person signed in (api-facts 13.7)."""
    try:
        host = urlsplit(answer.location).hostname or ""
    except ValueError:
        host = ""
    code = FaultCode.MOVED_TO if host else FaultCode.MOVED
    params: dict[str, Param] = {"host": _clean(host)[:80]} if host else {}
    if write:
        return Unclear(code, status=answer.status, write=True, **params)
    return NetworkFault(code, **params)


def outcome_unknown() -> Unclear:
    """CoffeeCup answered a write, and the answer does not tell what became of it (reliability H6)."""
    return Unclear(FaultCode.OUTCOME_UNKNOWN, status=200, alone=True, write=True)
