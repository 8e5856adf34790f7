"""The throttle as documented: too many calls block the account, and every call while blocked restarts the block."""

from __future__ import annotations

import math
import re
from collections import deque
from email.utils import formatdate
from time import asctime, gmtime, strftime
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox.exchange import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from coffeecup_sandbox.call import Call
    from coffeecup_sandbox.clock import Clock
    from coffeecup_sandbox.quirks import Quirks


BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "flat": lambda told: told,
    "rooted": lambda told: {"rate_limit_status": told},
    "camel": lambda told: {re.sub("_(.)", lambda found: found[1].upper(), name): told[name] for name in told},
    "empty": lambda told: {},
}


class Throttle:
    """Counts calls per account on the sandbox clock (api-facts 5); every figure is a quirk."""

    def __init__(self, clock: Clock, quirks: Quirks) -> None:
        self._clock = clock
        self._quirks = quirks
        self.clear()

    def clear(self) -> None:
        """Forget all calls and lift all blocks."""
        self._calls: dict[str, deque[float]] = {}
        self._blocked: dict[str, float] = {}
        self._last: dict[str, float] = {}

    def admit(self, key: str) -> None:
        """Count one call of account `key`. Raises Refusal (503) when it is one too many, or during a block."""
        most, now = self._quirks.number("throttle_max"), self._clock.now()
        if not most:
            return
        block = self._quirks.number("throttle_block_s")
        self._last[key] = now
        if now < self._blocked.get(key, 0.0):
            if self._quirks["throttle_restart"] == "yes":
                self._blocked[key] = now + block
            raise self._refusal(self._blocked[key])
        calls = self._window(key, now)
        calls.append(now)
        if len(calls) > most:
            calls.clear()
            self._blocked[key] = now + block
            raise self._refusal(self._blocked[key])

    def key_of(self, call: Call) -> str:
        """Return the account a call counts for: the company, unless a quirk says otherwise."""
        kinds = {"company": call.state.company, "user": f"user {call.me}", "ip": call.request.peer}
        return kinds[self._quirks["throttle_key"]]

    def add_foreign(self, key: str, calls: int) -> None:
        """Count calls of somebody else on the same account, without answering them."""
        window = self._window(key, self._clock.now())
        window.extend([self._clock.now()] * calls)

    def status(self, key: str) -> dict[str, Any]:
        """Answer `/account/rate_limit_status`: a flat object, as in the text it was taken from (api-facts 5)."""
        now = self._clock.now()
        last = self._last.get(key, now)
        blocked = self._blocked.get(key, 0.0)
        most = int(self._quirks.number("throttle_max"))
        lockout = blocked - now if now < blocked else self._quirks.number("throttle_block_s")
        told = {
            "last_access_at": strftime("%Y-%m-%dT%H:%M:%S+00:00", gmtime(last)),
            "count": most + 1 if now < blocked else len(self._window(key, now)),
            "timeframe_limit": int(self._quirks.number("throttle_window_s")),
            "max_calls": most,
            "lockout_seconds": math.ceil(lockout),
        }
        return BODIES[self._quirks["status_body"]](told)

    def _window(self, key: str, now: float) -> deque[float]:
        calls = self._calls.setdefault(key, deque())
        while calls and calls[0] <= now - self._quirks.number("throttle_window_s"):
            calls.popleft()
        return calls

    def _refusal(self, until: float) -> Refusal:
        seconds = max(1, math.ceil(until - self._clock.now()))
        headers = retry_after(self._quirks["retry_after"], seconds, self._clock.now())
        status = int(self._quirks["throttle_status"])
        raw = f"Too many calls. Try again in {seconds} seconds."
        return Refusal(status, raw, "E_THROTTLED", headers=headers)


def retry_after(spelling: str, seconds: int, now: float) -> dict[str, str]:
    """Return the `Retry-After` header in one of the spellings of the quirk; `twice` is two lines of it."""
    moment = gmtime(now + seconds)
    spelled = {
        "seconds": str(seconds),
        "date": formatdate(now + seconds, usegmt=True),
        "rfc850": strftime("%A, %d-%b-%y %H:%M:%S GMT", moment),
        "asctime": asctime(moment),
        "negative": "-5",
        "fraction": "1.5",
        "word": "soon",
        "empty": "",
        "huge": "99999999999",
        "twice": f"{seconds}\r\nRetry-After: {seconds * 2}",
    }
    return {} if spelling == "missing" else {"Retry-After": spelled[spelling]}
