"""One cycle: look back, push, pull.

A cycle sends what is queued and, if asked to, looks at what is new. The first one of a process, and one that starts a
timer, look first if the last look (of any process) is old: the greatest id then known is what makes an entry
recognisable if its sending ends unclear, and a timer that runs elsewhere has to be stopped.
"""

from __future__ import annotations

import logging
import random
from contextlib import nullcontext
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from demitasse.domain.errors import NetworkFault, NotSignedIn, Refused, Throttled, Unreadable
from demitasse.domain.operations import OpState
from demitasse.store import settings
from demitasse.store.encoding import decode_datetime, encode_datetime
from demitasse.sync.pull import Pull
from demitasse.sync.push import Push
from demitasse.sync.reconcile import Reconciler
from demitasse.sync.verify_sent import SentVerifier

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from demitasse.api.client import ApiClient
    from demitasse.domain.errors import Fault
    from demitasse.domain.ports import Clock
    from demitasse.domain.user import User
    from demitasse.store.store import Store

POLL_S = 300
"""How often to look at what is new when nothing happens here."""

STALE_S = 60
"""A look older than this is repeated before a timer starts, and when somebody opens the popover."""

_BACKOFF_S = 2.0
_MAX_BACKOFF_S = 300.0

log = logging.getLogger(__name__)


class Result(StrEnum):
    """How a cycle ended."""

    DONE = "done"
    OFFLINE = "offline"
    PAUSED = "paused"
    SIGNED_OUT = "signed_out"
    REFUSED = "refused"


class Outcome(NamedTuple):
    """How a cycle ended, why, and in how many seconds the next one makes sense (None: only when poked)."""

    result: Result
    next_s: float | None
    fault: Fault | None = None


class Engine:
    """Keeps one account's store and CoffeeCup in step. Owned by one thread; holds no lock of its own."""

    def __init__(self, store: Store, client: ApiClient, clock: Clock, user: User) -> None:
        """Everything it needs; nothing happens yet."""
        self._store = store
        self._client = client
        self._clock = clock
        self._timezone = user.timezone
        settlement = Reconciler(store, clock)
        self._push = Push(store, client, clock, user, settlement)
        self._pull = Pull(store, client, clock, user, settlement)
        self._read_back = SentVerifier(store, client, clock, settlement, self._pull.days)
        self._looked_at: float | None = None
        self._failures = 0
        self._refusal: Refused | Unreadable | None = None

    def run(self, *, poll: bool = False) -> Outcome:
        """One cycle, with a look at what is new if that is due or wanted.

        The world's faults end up in the outcome and in the store, not in the caller's face.
        """
        try:
            self._cycle(look=poll)
        except Throttled as pause:
            wait_s = (pause.until - self._clock.now().wall).total_seconds()
            return Outcome(Result.PAUSED, max(1.0, wait_s), pause)
        except NetworkFault as trouble:
            return self._offline(trouble)
        except NotSignedIn as gone:
            with self._store.transaction():
                self._store.settings.put(settings.SIGNED_IN, False)  # noqa: FBT003
            return Outcome(Result.SIGNED_OUT, None, gone)
        self._failures = 0
        if self._refusal is not None:
            return Outcome(Result.REFUSED, self._next_s(), self._refusal)
        return Outcome(Result.DONE, self._next_s())

    def fetch_days(self, first: date, last: date) -> None:
        """Take over days (inclusive) somebody looks at; without a connection the status says so. Raises Refused."""
        try:
            self._pull.days(first, last)
        except Throttled:
            log.info("a look has to wait for the end of a pause")
        except NetworkFault as trouble:
            self._offline(trouble)

    def is_poll_due(self) -> bool:
        """Whether the last look is old enough to be worth repeating."""
        return self._age_s() > STALE_S

    def _age_s(self) -> float:
        """Seconds since the last look, ours or another process's; a wall clock that was set back tells nothing."""
        now = self._clock.now()
        if self._looked_at is not None:
            return now.boot_s - self._looked_at
        synced_at = decode_datetime(self._store.settings.get(settings.LAST_SYNCED_AT) or None)
        age_s = (now.wall - synced_at).total_seconds() if synced_at else -1.0
        return age_s if age_s >= 0 else float("inf")

    def _cycle(self, *, look: bool) -> None:
        began = self._clock.now().wall
        self._push.recover()
        looked = self.is_poll_due() and (self._looked_at is None or self._client.half_open() or self._should_know())
        if looked:
            with self._client.interactive() if self._push.urgent() else nullcontext():
                self._look()
        self._attempt(self._read_back.run)
        finished = self._push.run(known_since=began)
        cut_off = bool(self._store.settings.get(settings.OFFLINE_SINCE))  # that is over when something answers
        if finished and not looked and (look or cut_off or self._age_s() >= POLL_S):
            self._look()
        if cut_off:
            self._remember_offline(offline=False)

    def _look(self) -> None:
        self._refusal = None
        self._attempt(self._pull.catalog)
        self._attempt(lambda: self._pull.regular(self._clock.today(self._timezone)))
        self._looked_at = self._clock.now().boot_s

    def _attempt(self, read: Callable[[], object]) -> None:
        """A read that is refused (this account may not look) or not understood must not hold up what is to be sent."""
        try:
            read()
        except (Refused, Unreadable) as refusal:
            log.info("a read led to nothing: %s", type(refusal).__name__)
            self._refusal = refusal

    def _should_know(self) -> bool:
        """Whether something waits that is not sent blindly: a timer, or a change of what others may have changed.

        One look tells about all of them, and the next one comes later for it.
        """
        waiting = [op for op in self._store.outbox.active() if op.state is OpState.PENDING]
        entries = [self._store.entries.get(op.entry_id) for op in waiting]
        return any(entry is not None and (entry.server_id or entry.mine.running) for entry in entries)

    def _offline(self, trouble: NetworkFault) -> Outcome:
        self._failures += 1
        log.info("no connection: %s", type(trouble).__name__)
        self._remember_offline(offline=True)
        longest = min(_MAX_BACKOFF_S, _BACKOFF_S * 2 ** min(self._failures - 1, 10))
        return Outcome(Result.OFFLINE, longest * random.uniform(0.5, 1.0), trouble)  # noqa: S311 - jitter

    def _remember_offline(self, *, offline: bool) -> None:
        if bool(self._store.settings.get(settings.OFFLINE_SINCE)) == offline:
            return
        since = encode_datetime(self._clock.now().wall) if offline else None
        with self._store.transaction():
            self._store.settings.put(settings.OFFLINE_SINCE, since or "")

    def _next_s(self) -> float:
        """When something queued becomes due, or the next regular look; what waits behind an unclear one is not due."""
        now, live = self._clock.now().wall, self._store.outbox.active()
        unclear = [op for op in live if op.state is OpState.AMBIGUOUS or op.not_before]
        due = [op.wait_s(now) for op in live if op.not_before or op in unclear or not unclear]
        return max(1.0, min([POLL_S, *due]))
