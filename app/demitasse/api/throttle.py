"""Limits the rate of calls. Every call to CoffeeCup passes through here (reliability C).

The documented limit is 100 calls in 15 seconds per account, shared with the web app, phones and the browser, so this
program stays below half of it. When CoffeeCup asks for a backoff, every process keeps it.
"""

import logging
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from demitasse.domain.errors import FaultCode, Throttled, Unsent
from demitasse.domain.ports import CallLog, Clock
from demitasse.domain.timer import Instant


class CallKind(StrEnum):
    """How urgent a call is."""

    BACKGROUND = "background"
    INTERACTIVE = "interactive"
    AUTH = "auth"


CAPS = {CallKind.BACKGROUND: 20, CallKind.INTERACTIVE: 40, CallKind.AUTH: 42}
"""A call of a kind is admitted while fewer slots than this are held by calls of all kinds."""

PATIENCE_S = {CallKind.BACKGROUND: 60.0, CallKind.INTERACTIVE: 30.0, CallKind.AUTH: 4.0}
"""The longest wait for a slot. A token refresh blocks other processes, so it gives up early."""

HOLD_S = 60.0
"""The longest time that a slot is held: the longest call (45 s) and the server's window after it."""

DAY_CALLS = 5000
"""Calls per day that no working day needs; reaching it means a bug, so calls stop until tomorrow (reliability T14)."""

_STEP_S = 2.0
_MIN_S, _MAX_S = 1.0, 3600.0
_DEFAULT_S, _MAX_DEFAULT_S = 60.0, 900.0
_SECONDS = re.compile(r"[0-9]{1,9}")

log = logging.getLogger(__name__)


class Throttle:
    """Admits calls to one account. Processes that share the call log share the limit."""

    def __init__(self, log: CallLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._reported_day = ""

    @contextmanager
    def admitted(self, kind: CallKind, *, reads: bool = True) -> Iterator[None]:
        """Wait for a slot and hold it during the block; `reads` if the call changes nothing at CoffeeCup.

        A block that ends without an exception counts as answered.

        Raises:
            Throttled: CoffeeCup asked for a backoff.
            Unsent: no slot became free in time, the calls of today are used up, or the program is closing.
        """
        slot, answered = self._acquire(kind, reads=reads), False
        try:
            yield
            answered = True
        finally:
            self._log.finish(slot, self._clock.now(), answered=answered)

    def wait_s(self, kind: CallKind, calls: int = 1) -> float:
        """Seconds until there is a slot for so many calls of this kind."""
        return self._log.wait_s(CAPS[kind] - calls + 1, self._clock.now())

    def half_open(self) -> bool:
        """True if a backoff has ended and a read has to test whether CoffeeCup answers again."""
        return self._log.half_open(self._clock.now())

    def back_off(self, retry_after: Sequence[str], date: str = "") -> datetime:
        """Record that CoffeeCup asked for a backoff; return its end (aware UTC).

        `retry_after` are the values of that header. A date in it refers to the server's clock, so it is compared with
        `date`, the `Date` header of the same response. Without a readable value the backoff doubles each time.
        """
        now = self._clock.now()
        requested = [seconds for text in retry_after if (seconds := _retry_after_s(text, date, now)) is not None]
        level = min(self._log.backoff_level(now), 10)
        seconds = max(requested) if requested else min(_MAX_DEFAULT_S, _DEFAULT_S * 2**level)
        seconds += max(2.0, seconds * 0.05) + random.uniform(0.0, 10.0)  # noqa: S311 - spreads the returning clients
        until = now.wall + timedelta(seconds=seconds)
        self._log.back_off(until, now)
        return until

    def _acquire(self, kind: CallKind, *, reads: bool) -> int:
        started = self._clock.now()
        while True:
            now = self._clock.now()
            if (until := self._log.backoff_until(now)) is not None:
                raise Throttled(until)
            self._check_day(now)
            slot, wait_s = self._log.admit(kind, CAPS[kind], now, HOLD_S, reads=reads)
            if slot:
                return slot
            if now.boot_s - started.boot_s >= PATIENCE_S[kind]:
                raise Unsent(FaultCode.CALLS_QUEUED)
            pause_s = min(max(wait_s, 0.01), _STEP_S)
            before_s = self._clock.now().boot_s
            self._clock.pause(pause_s)
            if self._clock.now().boot_s - before_s < pause_s / 2:  # A pause ends early when the program closes.
                raise Unsent(FaultCode.CLOSING)

    def _check_day(self, now: Instant) -> None:
        tally = self._log.calls_today(now)
        if sum(tally.values()) < DAY_CALLS:
            return
        day = now.wall.date().isoformat()
        if self._reported_day != day:
            self._reported_day = day
            log.error("the calls of %s are used up, this is a bug: %s", day, tally)
        raise Unsent(FaultCode.CALLS_SPENT)


def _retry_after_s(text: str, date: str, now: Instant) -> float | None:
    """Return the seconds of a `Retry-After` value (number or date), clamped; None if it cannot be read."""
    text = text.strip()
    if _SECONDS.fullmatch(text):
        seconds = float(text)
    elif until := moment_of(text):
        seconds = (until - (moment_of(date) or now.wall)).total_seconds()
    else:
        return None
    return min(max(seconds, _MIN_S), _MAX_S)


def moment_of(text: str) -> datetime | None:
    """Parse an HTTP date in any of its three forms; without a zone it means GMT (RFC 9110 5.6.7)."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
