"""The throttle: too many calls block the account, and each call during the block restarts it (api-facts 5)."""

from __future__ import annotations

import math
import re
from collections import deque
from email.utils import formatdate
from time import asctime, gmtime, strftime
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox.http_messages import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable

    from coffeecup_sandbox.clock import Clock
    from coffeecup_sandbox.context import Context
    from coffeecup_sandbox.quirks import Quirks


BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "flat": lambda body: body,
    "rooted": lambda body: {"rate_limit_status": body},
    "camel": lambda body: {re.sub("_(.)", lambda match: match[1].upper(), name): body[name] for name in body},
    "empty": lambda body: {},
}


class Throttle:
    """Counts the calls of each account on the sandbox clock; every limit is a quirk."""

    def __init__(self, clock: Clock, quirks: Quirks) -> None:
        self._clock = clock
        self._quirks = quirks
        self.clear()

    def clear(self) -> None:
        """Reset all counters and blocks."""
        self._calls: dict[str, deque[float]] = {}
        self._blocked: dict[str, float] = {}
        self._last: dict[str, float] = {}

    def admit(self, key: str) -> None:
        """Count one call of account `key`. Raises ApiError (503) if it exceeds the limit or falls into a block."""
        limit, now = self._quirks.number("throttle_max"), self._clock.now()
        if not limit:
            return
        block = self._quirks.number("throttle_block_s")
        self._last[key] = now
        if now < self._block_end(key, now):
            if self._quirks["throttle_restart"] == "yes":
                self._blocked[key] = now + block
            raise self._blocked_error(self._blocked[key])
        calls = self._window(key, now)
        calls.append(now)
        if len(calls) > limit:
            calls.clear()
            self._blocked[key] = now + block
            raise self._blocked_error(self._blocked[key])

    def account_of(self, context: Context) -> str:
        """Return the account that a call counts for: the company, unless the quirk `throttle_key` says otherwise."""
        kinds = {"company": context.state.company, "user": f"user {context.user_id}", "ip": context.request.peer}
        return kinds[self._quirks["throttle_key"]]

    def add_calls(self, key: str, calls: int) -> None:
        """Count calls of other clients of the same account."""
        window = self._window(key, self._clock.now())
        window.extend([self._clock.now()] * calls)

    def status(self, key: str) -> dict[str, Any]:
        """Return the body of `/account/rate_limit_status`; its form is assumed (api-facts 5)."""
        now = self._clock.now()
        last = self._last.get(key, now)
        blocked = self._block_end(key, now)
        limit = int(self._quirks.number("throttle_max"))
        lockout = blocked - now if now < blocked else self._quirks.number("throttle_block_s")
        body = {
            "last_access_at": strftime("%Y-%m-%dT%H:%M:%S+00:00", gmtime(last)),
            "count": limit + 1 if now < blocked else len(self._window(key, now)),
            "timeframe_limit": int(self._quirks.number("throttle_window_s")),
            "max_calls": limit,
            "lockout_seconds": math.ceil(lockout),
        }
        return BODIES[self._quirks["status_body"]](body)

    def _window(self, key: str, now: float) -> deque[float]:
        """Return the calls of the window. After the clock went back, those of the future no longer count."""
        begin = now - self._quirks.number("throttle_window_s")
        calls = self._calls[key] = deque(at for at in self._calls.get(key, ()) if begin < at <= now)
        return calls

    def _block_end(self, key: str, now: float) -> float:
        """Return when the block ends; no block is longer than a new one, also after the clock went back."""
        return min(self._blocked.get(key, 0.0), now + self._quirks.number("throttle_block_s"))

    def _blocked_error(self, until: float) -> ApiError:
        seconds = max(1, math.ceil(until - self._clock.now()))
        headers = retry_after(self._quirks["retry_after"], seconds, self._clock.now())
        status = int(self._quirks["throttle_status"])
        text = f"Too many calls. Try again in {seconds} seconds."
        return ApiError(status, text, "E_THROTTLED", headers=headers)


def retry_after(form: str, seconds: int, now: float) -> dict[str, str]:
    """Return the `Retry-After` header in a format of the quirk `retry_after`; `twice` sends two of them."""
    moment = gmtime(now + seconds)
    formatted = {
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
    return {} if form == "missing" else {"Retry-After": formatted[form]}
