"""Turn a response, or the lack of one, into a fault.

Statuses are compared as numbers. The server's own text is a parameter of the fault, as one line of plain text.
"""

import unicodedata
from typing import Any, Final
from urllib.parse import urlsplit

from demitasse.api.transport import NotJson, Response, TransportError
from demitasse.domain.errors import (
    Fault,
    FaultCode,
    NetworkFault,
    NotFound,
    NotSignedIn,
    Param,
    Refused,
    Unclear,
    Unsent,
)

MAX_TEXT = 300

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
_HOST_GONE_STATUS = 410
"""The status of an address that CoffeeCup has left; a missing record is a 404 (api-facts 13.7)."""
_RETRY_STATUSES = (408, 425)
_FOREIGN_STATUSES = (407, 451)
"""A proxy that wants a password, and a block by law: CoffeeCup gives neither."""
_ENTRY_STATUS = 500
"""The only server error that may concern a single entry. After any other, continuing would be pointless."""
_TOKEN_NAMES = ("access token", "access_token")


def transport_fault(error: TransportError, *, write: bool) -> NetworkFault:
    """Return the fault for a call without a complete response."""
    if not error.request_sent:
        return Unsent(_UNSENT.get(error.reason, FaultCode.UNREACHABLE))
    return _lost(_UNCLEAR.get(error.reason, FaultCode.CONNECTION_CUT), 0, write=write)


def not_coffeecup(status: int, *, write: bool) -> Unclear:
    """Return the fault for a response that cannot come from CoffeeCup."""
    return Unclear(FaultCode.NOT_COFFEECUP, status=status, write=write)


def is_not_coffeecup(error: Unclear) -> bool:
    """True if there was a response, and its content makes no sense."""
    return error.code == FaultCode.NOT_COFFEECUP or 0 < error.status < 300


def signed_out() -> NotSignedIn:
    """Return the fault for a session that has ended for good."""
    return NotSignedIn(FaultCode.SESSION_ENDED)


def fault(response: Response, *, write: bool) -> Fault | None:
    """Return the fault for a response, None if it is a success."""
    status = status_of(response)
    if 200 <= status < 300:
        return None
    if status in _RETRY_STATUSES or status >= 500:
        text = message_of(response)
        code = FaultCode.SERVER_ERROR_TEXT if text else FaultCode.SERVER_ERROR
        return _lost(code, status, write=write, **({"text": text} if text else {}))
    if status >= 400 and status != _HOST_GONE_STATUS:
        return refusal(response)
    return _moved(response, write=write) if status >= 300 else not_coffeecup(status, write=write)


def refusal(response: Response) -> Refused:
    """Return the fault for a 4xx response."""
    status, text = status_of(response), message_of(response)
    if status == 404:
        return NotFound(FaultCode.REFUSED_MISSING, status=status)
    if text:
        return Refused(FaultCode.SERVER_TEXT, text=text, status=status)
    return Refused(_REFUSED.get(status, FaultCode.REFUSED), status=status)


def blames_credentials(response: Response) -> bool:
    """True if the token endpoint rejects the email or the password (api-facts 2.4)."""
    return response.error.get("error") == "invalid_grant"


def status_of(response: Response) -> int:
    """Return the effective status: a 200 may hide an error object with a status of its own (api-facts 4)."""
    error = response.error
    status = error.get("status")
    if 200 <= response.status < 300 and isinstance(status, int) and 400 <= status < 600 and error.get("error"):
        return status
    return response.status


def asks_for_backoff(response: Response) -> bool:
    """True for the throttle, and for an outage that is treated in the same way (api-facts 5)."""
    return status_of(response) in {429, 503}


def token_rejected(response: Response) -> bool:
    """True for a 401, and for a 403 or 400 that names the access token (api-facts 2.4)."""
    status = status_of(response)
    if status in {400, 403}:
        text = _text_of(response.error).lower() or _plain_text(response).lower()
        return any(name in text for name in _TOKEN_NAMES)
    return status == 401


def is_vague(response: Response) -> bool:
    """True for a refusal without an error object, which a proxy or a filter may have given instead of CoffeeCup."""
    status = status_of(response)
    refuses = 400 <= status < 500 and status not in {401, 429, _HOST_GONE_STATUS, *_RETRY_STATUSES}
    return refuses and not response.error


def is_foreign(response: Response) -> bool:
    """True for a refusal that CoffeeCup cannot have given: a web page, or a status that only proxies and filters use.

    A missing record is an exception: even a service that speaks JSON often has a page for what it does not have.
    """
    status = status_of(response)
    is_page = response.kind == "text/html" or response.body.lstrip()[:1] == b"<"
    looks_foreign = bool(response.body.strip()) and is_page and not response.error and status not in {403, 404}
    return 400 <= status < 500 and (status in _FOREIGN_STATUSES or looks_foreign)


def message_of(response: Response) -> str:
    """Return the server's message as one line of plain text; empty if there is none."""
    return _clean(_text_of(response.error) or _plain_text(response))


def json_object(response: Response) -> dict[str, Any]:
    """Return the object that is the content of a response; empty if that is anything else."""
    try:
        content = response.json
    except NotJson:
        return {}
    return content if isinstance(content, dict) else {}


def _text_of(error: dict[str, Any]) -> str:
    """Return the first text among the known places (api-facts 2.4), with the attributes that it concerns."""
    places = ("raw", "error_description", "summary", "message", "error")
    text = next((error[name] for name in places if isinstance(error.get(name), str) and error[name].strip()), "")
    details = "; ".join(_attributes(error.get("invalidAttributes")))
    return f"{text}: {details}" if details else text


def _attributes(invalid: object) -> list[str]:
    """Return the messages of a validation for single attributes: `{"project": [{"rule": …, "message": …}]}`."""
    lists = [rules for rules in invalid.values() if isinstance(rules, list)] if isinstance(invalid, dict) else []
    rules = [rule for rules in lists for rule in rules if isinstance(rule, dict)]
    return [rule["message"] for rule in rules if isinstance(rule.get("message"), str)]


def _plain_text(response: Response) -> str:
    return response.body[:4000].decode("utf-8", "replace") if response.kind == "text/plain" else ""


def _clean(text: str) -> str:
    """Return one line of at most `MAX_TEXT` characters, without control characters (reliability H5, X12)."""
    visible = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text[: MAX_TEXT * 10])
    line = " ".join(visible.split())
    return line if len(line) <= MAX_TEXT else line[: MAX_TEXT - 1].rstrip() + "…"


def _lost(code: str, status: int, *, write: bool, **params: Param) -> NetworkFault:
    if write or status:
        return Unclear(code, status=status, alone=status == _ENTRY_STATUS, write=write, **params)
    return NetworkFault(code, **params)


def _moved(response: Response, *, write: bool) -> NetworkFault:
    """Return the fault for a redirect. None is followed, or the token would leave its server (api-facts 13.7)."""
    try:
        host = urlsplit(response.location).hostname or ""
    except ValueError:
        host = ""
    code = FaultCode.MOVED_TO if host else FaultCode.MOVED
    params: dict[str, Param] = {"host": _clean(host)[:80]} if host else {}
    return Unclear(code, status=response.status, write=True, **params) if write else NetworkFault(code, **params)


def outcome_unknown() -> Unclear:
    """Return the fault for a write that CoffeeCup answered without showing its outcome (reliability H6)."""
    return Unclear(FaultCode.OUTCOME_UNKNOWN, status=200, alone=True, write=True)


def other_entry() -> Unclear:
    """Return the fault for a create whose response shows another entry than the one that was sent."""
    return Unclear(FaultCode.OTHER_ENTRY, status=200, alone=True)
