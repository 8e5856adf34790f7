"""Faults on demand: what can go wrong between a client and the service, by route, count and probability."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coffeecup_sandbox.exchange import Request

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
    "portal": "answer 200 with an HTML page, as a captive portal does; the call is not carried out",
}
DEFAULT_STATUS = {"status": 503, "late": 504, "redirect": 302}


@dataclass
class Fault:
    """One thing that goes wrong; `hits` counts how often it did."""

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
        try:
            self.pattern = re.compile(self.path, re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"path is not a regular expression: {error}") from None
        self.status = int(self.status or DEFAULT_STATUS.get(self.kind, 0))
        self.retry_after = None if self.retry_after is None else str(self.retry_after)
        self.seconds, self.fraction, self.chance = float(self.seconds), float(self.fraction), float(self.chance)

    def fits(self, request: Request) -> bool:
        """Say whether this fault is about such a request and not used up."""
        return (
            not self.is_used_up()
            and self.method in ("*", request.method)
            and self.pattern.search(request.path) is not None
        )

    def is_used_up(self) -> bool:
        """Say whether it never strikes again."""
        return self.times is not None and self.hits >= self.times

    def told(self) -> dict[str, Any]:
        """Return the fault in plain JSON types."""
        return {name: getattr(self, name) for name in argument_names()}


def argument_names() -> tuple[str, ...]:
    """Return the names of the arguments of a fault, and `hits`."""
    return tuple(name for name in Fault.__dataclass_fields__ if name != "pattern")


class Faults:
    """The faults that are planned. Chance is drawn from a seed, so a run can be repeated."""

    def __init__(self, seed: int = 1) -> None:
        self._lock = threading.Lock()
        self._planned: list[Fault] = []
        self._armed: list[Fault] = []
        self.seed(seed)

    def seed(self, seed: int) -> None:
        """Start the dice anew."""
        self._dice = random.Random(f"faults {seed}")  # noqa: S311  # repeatable is what counts

    def add(self, kind: str, *, method: str = "*", path: str = "", times: int | None = 1, **more: Any) -> Fault:
        """Plan a fault and return it (its `hits` tells how often it struck). Raises ValueError for nonsense.

        kind       one of KINDS: delay, drop_before, drop_after, reset, truncate, garble, wrong_type, html_type,
                   drip, late, lag, status, redirect, portal
        method     "GET", "POST", "PUT", "DELETE", or "*" for all
        path       a regular expression searched for in the path without its query, case-insensitive
                   ("timeEntries$", "/oauth2/token"); "" for every path (the control paths are never hit)
        times      how often it strikes, None for ever
        skip=0     let this many fitting requests pass first
        chance=1.0 the probability for each fitting request
        seconds=1.0  delay, drip: real seconds; late, lag: seconds on the sandbox clock
        status     for "status" (503), "late" (504; -1 closes the connection) and "redirect" (302)
        retry_after=None  the text of a Retry-After header of "status"
        after=False  "status": carry the call out first, then answer the error
        fraction=0.5  reset, truncate: the part of the body that still arrives
        location   "redirect": where to

        Several faults may strike one request: `box.faults.add("delay", seconds=2)` and `add("drop_after")` together.
        """
        fault = Fault(kind, method.upper(), path, times, **more)
        with self._lock:
            self._planned.append(fault)
            self._armed.append(fault)
        return fault

    def plan(self, wish: Any) -> Fault:
        """Plan the fault that a JSON object describes: the arguments of `add`. Raises ValueError, TypeError."""
        if not isinstance(wish, dict) or "kind" not in wish or "hits" in wish:
            raise ValueError("a fault is an object with a kind; GET /_sandbox tells what else it may have")
        unknown = sorted(set(wish) - set(argument_names()))
        if unknown:
            raise ValueError(f"a fault has no {unknown[0]!r}; it has {', '.join(argument_names())}")
        return self.add(str(wish["kind"]), **{name: value for name, value in wish.items() if name != "kind"})

    def clear(self) -> None:
        """Plan nothing any more."""
        with self._lock:
            self._planned.clear()
            self._armed.clear()

    def all(self) -> list[Fault]:
        """Return what is planned, used up or not."""
        with self._lock:
            return list(self._planned)

    def strike(self, request: Request) -> dict[str, Fault]:
        """Return the faults that hit this request, by kind, and count them."""
        if not self._armed:
            return {}
        found: dict[str, Fault] = {}
        with self._lock:
            for fault in self._armed:
                if fault.kind in found or not fault.fits(request):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                elif self._dice.random() < fault.chance:
                    fault.hits += 1
                    found[fault.kind] = fault
            if found:
                self._armed = [fault for fault in self._armed if not fault.is_used_up()]
        return found
