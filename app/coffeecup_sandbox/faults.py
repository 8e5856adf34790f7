"""Planned faults: what can go wrong between a client and the service, by route, count and probability."""

from __future__ import annotations

import json
import random
import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox.http_messages import HTML_ERROR_PAGE, JSON_TYPE, ApiError, Response

if TYPE_CHECKING:
    from coffeecup_sandbox.http_messages import Request

KINDS = {
    "delay": "wait `seconds` before the call is looked at",
    "drop_before": "close the connection; the call is never carried out",
    "drop_after": "carry the call out, then close the connection without an answer",
    "reset": "carry the call out, send `fraction` of the body, then reset the connection",
    "truncate": "carry the call out, promise the whole body, send `fraction` of it and close",
    "garble": "carry the call out, then damage the JSON of the answer",
    "wrong_type": "carry the call out, then change the types of values in the answer",
    "html_type": "carry the call out, answer the right JSON labelled text/html",
    "drip": "carry the call out, send the body a few bytes at a time over `seconds`",
    "late": "answer `status` (-1: close) at once; carry the call out `seconds` later on the sandbox clock",
    "lag": "answer a read as of `seconds` ago",
    "status": "answer error `status`; with `after` the call is carried out first",
    "redirect": "answer `status` (3xx) to `location`; the call is not carried out",
    "portal": "answer `status` with an HTML page, as a captive portal or a filter does; the call is not carried out",
}
PATH_LIMIT = 2000  # the part of a path that a pattern is searched for in
DEFAULT_STATUS = {"status": 503, "late": 504, "redirect": 302, "portal": 200}
REPEATS, REPEATED_GROUP = re.compile(r"[*+{]"), re.compile(r"\)[*+?{]")
PORTAL_PAGE = (
    b"<!DOCTYPE html><html><head><title>Welcome to Cafe WiFi</title></head>"
    b"<body><h1>Please accept our terms to go online</h1><form><button>Accept</button></form></body></html>"
)


@dataclass
class Fault:
    """One planned fault; `hits` counts how often it was applied. `Faults.add` explains the other attributes."""

    kind: str
    method: str = "*"
    path: str = ""
    times: int | None = 1
    skip: int = 0
    chance: float = 1.0
    seconds: float = 1.0
    status: int = 0
    retry_after: str | None = None
    location: str = "http://127.0.0.1:9/"
    after: bool = False
    fraction: float = 0.5
    hits: int = 0
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no fault {self.kind!r}; there are {', '.join(KINDS)}")
        if len(REPEATS.findall(self.path)) > 2 or REPEATED_GROUP.search(self.path):
            raise ValueError("path may have two repeats at most, and none behind a group: it could take for ever")
        try:
            self.pattern = re.compile(self.path, re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"path is not a regular expression: {error}") from None
        self.status = int(self.status or DEFAULT_STATUS.get(self.kind, 0))
        self.retry_after = None if self.retry_after is None else str(self.retry_after)
        self.seconds, self.fraction, self.chance = float(self.seconds), float(self.fraction), float(self.chance)

    def matches(self, request: Request) -> bool:
        """Return whether the method and path fit, and the fault is not used up."""
        return (
            not self.is_used_up()
            and self.method in ("*", request.method)
            and self.pattern.search(request.path[:PATH_LIMIT]) is not None
        )

    def is_used_up(self) -> bool:
        """Return whether the fault was applied `times` times already."""
        return self.times is not None and self.hits >= self.times

    def to_json(self) -> dict[str, Any]:
        """Return the arguments of the fault and `hits` in plain JSON types."""
        return {name: getattr(self, name) for name in argument_names()}


def argument_names() -> tuple[str, ...]:
    """Return the names of the arguments of a fault, and `hits`."""
    return tuple(name for name in Fault.__dataclass_fields__ if name != "pattern")


class Faults:
    """The planned faults. Chance is drawn from a seeded generator, so that a run can be repeated."""

    def __init__(self, seed: int = 1) -> None:
        self._lock = threading.Lock()
        self._planned: list[Fault] = []
        self._active: list[Fault] = []
        self.seed(seed)

    def seed(self, seed: int) -> None:
        """Restart the random numbers behind `chance`."""
        self._random = random.Random(f"faults {seed}")  # noqa: S311  # must be repeatable, not secret

    def add(self, kind: str, *, method: str = "*", path: str = "", times: int | None = 1, **more: Any) -> Fault:
        """Plan a fault and return it; its `hits` counts how often it was applied. Raises ValueError, TypeError.

        kind       one of KINDS: delay, drop_before, drop_after, reset, truncate, garble, wrong_type, html_type,
                   drip, late, lag, status, redirect, portal
        method     "GET", "POST", "PUT", "DELETE", or "*" for all
        path       a regular expression that is searched for in the path without its query, ignoring case
                   ("timeEntries$", "/oauth2/token"); "" for every path. Control paths never have faults
        times      how often the fault is applied, None for no limit
        skip=0     the number of matching requests that pass unharmed first
        chance=1.0 the probability for each matching request
        seconds=1.0  delay, drip: real seconds; late, lag: seconds on the sandbox clock
        status     for "status" (503), "late" (504; -1 closes the connection), "redirect" (302) and "portal" (200)
        retry_after=None  the value of a Retry-After header for "status"
        after=False  "status": carry the call out first, then answer the error
        fraction=0.5  reset, truncate: the part of the body that still arrives
        location   "redirect": the value of the Location header

        Several faults can apply to one request: `box.faults.add("delay", seconds=2)` and `add("drop_after")` together.
        """
        fault = Fault(kind, method.upper(), path, times, **more)
        with self._lock:
            self._planned.append(fault)
            self._active.append(fault)
        return fault

    def add_from_json(self, arguments: Any) -> Fault:
        """Plan the fault that a JSON object describes by the arguments of `add`. Raises ValueError, TypeError."""
        if not isinstance(arguments, dict) or "kind" not in arguments or "hits" in arguments:
            raise ValueError("a fault is an object with a kind; GET /_sandbox tells what else it may have")
        unknown = sorted(set(arguments) - set(argument_names()))
        if unknown:
            raise ValueError(f"a fault has no {unknown[0]!r}; it has {', '.join(argument_names())}")
        return self.add(str(arguments["kind"]), **{name: value for name, value in arguments.items() if name != "kind"})

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._planned.clear()
            self._active.clear()

    def all(self) -> list[Fault]:
        """Return every planned fault, also those that are used up."""
        with self._lock:
            return list(self._planned)

    def take(self, request: Request) -> dict[str, Fault]:
        """Return the faults to apply to a request, by kind, and count them."""
        if not self._active:
            return {}
        taken: dict[str, Fault] = {}
        with self._lock:
            for fault in self._active:
                if fault.kind in taken or not fault.matches(request):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                elif self._random.random() < fault.chance:
                    fault.hits += 1
                    taken[fault.kind] = fault
            if taken:
                self._active = [fault for fault in self._active if not fault.is_used_up()]
        return taken


def response_before_call(faults: dict[str, Fault]) -> Response | None:
    """Return the response of a proxy or network that never forwards the request, or None."""
    if "drop_before" in faults:
        return Response(0)
    if "portal" in faults:
        return Response(faults["portal"].status, body=PORTAL_PAGE, content_type="text/html")
    if "redirect" in faults:
        return Response(faults["redirect"].status, body=b"", headers={"Location": faults["redirect"].location})
    fault = faults.get("status")
    return error_response(fault) if fault is not None and not fault.after else None


def error_response(fault: Fault) -> Response:
    """Return the error response of a fault: HTML as from a gateway for 502 and 504, otherwise an error object."""
    headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
    error = ApiError(fault.status, "This is a planned fault.", headers=headers)
    if fault.status in (502, 504):
        page = HTML_ERROR_PAGE.format(fault.status, error.body["summary"])
        return Response(fault.status, body=page.encode(), content_type="text/html", headers=headers)
    return Response(fault.status, error.body, headers=headers)


def damaged(response: Response, faults: dict[str, Fault]) -> Response:
    """Return the response as it arrives after the faults that damage it in transit."""
    fault = faults.get("status")
    if fault is not None:
        response = error_response(fault)
    if "wrong_type" in faults and response.content_type == JSON_TYPE:
        payload = _with_wrong_types(json.loads(response.content() or b"null"))
        response = Response(response.status, payload, headers=response.headers)
    if "garble" in faults:
        content = response.content()
        response.body = content[: len(content) // 2] + b"\xff\x00}{" + content[len(content) // 2 :]
    if "html_type" in faults:
        response.content_type = "text/html"
    if "drop_after" in faults:
        return Response(0)
    response.delivery_faults = {kind: faults[kind] for kind in ("reset", "truncate", "drip") if kind in faults}
    return response


def _with_wrong_types(value: Any) -> Any:
    """Replace every value of the innermost objects by one of another type."""
    if isinstance(value, dict):
        return {name: _with_wrong_types(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_wrong_types(item) for item in value]
    if value is None or isinstance(value, bool):
        return {"was": value}
    return ["?"] if isinstance(value, str) else f"about {value}"
