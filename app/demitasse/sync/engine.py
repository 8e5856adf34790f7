"""One sync cycle: verify unclear attempts, push, poll.

A cycle sends what is queued and polls if asked to. The first cycle of a process, and one that starts a timer, poll
before they send if the last poll (of any process) is old. The greatest server id known by then identifies an entry
whose creation ends unclear, and a timer that runs elsewhere has to be stopped.
"""

import logging
import random
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from demitasse.api import endpoints
from demitasse.api.client import ApiClient
from demitasse.domain.errors import Fault, NetworkFault, NotSignedIn, Refused, Throttled, Unreadable
from demitasse.domain.operations import OpState
from demitasse.domain.ports import Clock, SyncProgress
from demitasse.domain.user import User
from demitasse.store import settings
from demitasse.store.encoding import decode_datetime, encode_datetime
from demitasse.store.store import Store
from demitasse.sync.account_facts import MAX_LOOKUPS, REFRESH_CALLS, AccountFacts
from demitasse.sync.pull import FIRST_DAYS_BACK, Pull
from demitasse.sync.push import Push
from demitasse.sync.reconcile import Reconciler
from demitasse.sync.verify_sent import SentVerifier

POLL_S = 300
"""Seconds between polls when nothing happens here."""

FRESH_POLL_S = 60
"""An older poll is repeated before a timer starts, and when the popover opens. In seconds."""

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
    """The result of a cycle, the seconds until the next one makes sense (None: when woken), and the fault if any."""

    result: Result
    next_s: float | None
    fault: Fault | None = None


class Engine:
    """Synchronises the store of one account with CoffeeCup. Belongs to one thread; holds no lock."""

    def __init__(
        self,
        store: Store,
        client: ApiClient,
        clock: Clock,
        user: User,
        report: Callable[[SyncProgress], None] = lambda _progress: None,
        on_sent: Callable[[], None] | None = None,
    ) -> None:
        """`report` is called whenever the first sync of an account has come further, `on_sent` after each change."""
        self._report = report
        self._store = store
        self._client = client
        self._clock = clock
        reconciler = Reconciler(store, clock)
        self._facts = AccountFacts(store, client, clock, user.id)
        self._push = Push(store, client, clock, user, reconciler)
        self._push.on_sent = on_sent
        self._pull = Pull(store, client, clock, self._facts, reconciler)
        self._verifier = SentVerifier(store, client, clock, reconciler, self._pull.days)
        self._polled_at_s: float | None = None
        self._failures = 0
        self._facts_asked = False
        self._refusal: Refused | Unreadable | None = None

    def run(self, *, poll: bool = False) -> Outcome:
        """Run one cycle, with a poll if `poll` or if one is due.

        Faults of the network and of the session are returned in the outcome and recorded in the store, not raised.
        """
        try:
            self._cycle(poll=poll)
        except Throttled as fault:
            wait_s = (fault.until - self._clock.now().wall).total_seconds()
            return Outcome(Result.PAUSED, max(1.0, wait_s), fault)
        except NetworkFault as fault:
            return self._offline(fault)
        except NotSignedIn as fault:
            with self._store.transaction():
                self._store.settings.put(settings.SIGNED_IN, False)  # noqa: FBT003
            return Outcome(Result.SIGNED_OUT, None, fault)
        self._failures = 0
        return Outcome(Result.REFUSED if self._refusal else Result.DONE, self._next_s(), self._refusal)

    def fetch_days(self, first: date, last: date) -> bool:
        """Update these days (inclusive) and return True; without a connection only the sync status changes.

        Raises Refused.
        """

        def fetch() -> None:
            self._pull.days(first, last)
            self._try_read(lambda: self._facts.look_up_unknown(first, last, 10 * MAX_LOOKUPS))

        return self._read_out_of_turn(fetch)

    def refresh_facts(self) -> bool:
        """Update what is known about the account, because the person asks; return whether CoffeeCup answered.

        It is not asked too often. Without a connection only the sync status changes.
        """
        if not self._facts.may_refresh(asked=True):
            return False
        return self._read_out_of_turn(lambda: self._try_read(self._facts.refresh))

    def _read_out_of_turn(self, read: Callable[[], object]) -> bool:
        try:
            self._check_pause()
            read()
        except Throttled:
            log.info("a read has to wait for the end of a backoff")
        except NetworkFault as fault:
            self._offline(fault)
        else:
            return True
        return False

    def is_poll_due(self) -> bool:
        """True if the last poll is old enough to be repeated."""
        return self._poll_age_s() > FRESH_POLL_S

    def _poll_age_s(self) -> float:
        """Seconds since the last poll of any process; infinite if the wall clock was set back."""
        now = self._clock.now()
        if self._polled_at_s is not None:
            return now.boot_s - self._polled_at_s
        synced_at = decode_datetime(self._store.settings.get(settings.LAST_SYNCED_AT) or None)
        age_s = (now.wall - synced_at).total_seconds() if synced_at else -1.0
        return age_s if age_s >= 0 else float("inf")

    def _cycle(self, *, poll: bool) -> None:
        started = self._clock.now().wall
        self._facts_asked |= poll and self._polled_at_s is None  # a start of the program, or a command that syncs
        self._push.recover()
        self._check_pause()
        polled = self.is_poll_due() and (
            self._polled_at_s is None or self._client.half_open() or self._must_poll_before_sending()
        )
        if polled:
            with self._client.interactive() if self._push.has_recent() else nullcontext():
                self._poll()
        self._try_read(self._verifier.run)
        finished = self._push.run(polled_since=started)
        was_offline = bool(self._store.settings.get(settings.OFFLINE_SINCE))
        if finished and not polled and (poll or was_offline or self._poll_age_s() >= POLL_S):
            polled = True
            self._poll()
        # If the push has not finished, somebody waits for what was queued meanwhile.
        if finished and (polled or self._facts_asked or self._push.was_refused):
            self._update_facts(polled=polled)
        if was_offline:
            self._remember_offline(offline=False)

    def _check_pause(self) -> None:
        """After a pause, ask CoffeeCup whether it is really over, before other calls lengthen it. Raises Throttled."""
        if not self._client.half_open():
            return
        figures = endpoints.rate_limit_status(self._client)
        if not figures:
            return
        with self._store.transaction():
            at = encode_datetime(self._clock.now().wall)
            self._store.settings.put(settings.RATE_LIMIT, {"at": at, **figures})
        if figures.get("count", 0) > figures.get("max_calls", 0) > 0 and figures.get("lockout_seconds", 0) > 0:
            raise self._client.lengthen_backoff(figures["lockout_seconds"])

    def _poll(self) -> None:
        self._refusal = None
        if not self._store.settings.get(settings.CATALOG_AT):  # no entry has a name before
            self._try_read(lambda: self._facts.refresh(self._report))
            self._facts_asked = False
        today = self._store.today()
        self._try_read(lambda: self._pull.regular(today, self._report))
        self._polled_at_s = self._clock.now().boot_s

    def _update_facts(self, *, polled: bool) -> None:
        """Refresh the account's facts if they may be out of date.

        That comes after sending, and waits until it takes no slot from what the person does meanwhile.
        """
        refused = self._push.was_refused and self._facts.may_refresh(asked=False)
        self._facts_asked = refused or (self._facts_asked and self._facts.may_refresh(asked=True))
        if (self._facts_asked or (polled and self._facts.is_due())) and not self._client.wait_s(REFRESH_CALLS):
            self._facts_asked = False
            self._try_read(self._facts.refresh)
        if polled:
            today = self._store.today()
            self._try_read(lambda: self._facts.look_up_unknown(today - timedelta(days=FIRST_DAYS_BACK), today))

    def _try_read(self, read: Callable[[], object]) -> None:
        """Run a read whose refusal or nonsensical response must not hold up what has to be sent."""
        try:
            read()
        except (Refused, Unreadable) as refusal:
            log.info("a read led to nothing: %s", type(refusal).__name__)
            self._refusal = refusal

    def _must_poll_before_sending(self) -> bool:
        """True if anything but new finished entries waits: a timer, or a change to what others may have changed.

        One poll covers all of them, and postpones the next regular one.
        """
        waiting = [op for op in self._store.outbox.active() if op.state is OpState.PENDING]
        entries = [self._store.entries.get(op.entry_id) for op in waiting]
        return any(entry is not None and (entry.server_id or entry.mine.running) for entry in entries)

    def _offline(self, fault: NetworkFault) -> Outcome:
        self._failures += 1
        log.info("no connection: %s", type(fault).__name__)
        self._remember_offline(offline=True)
        longest = min(_MAX_BACKOFF_S, _BACKOFF_S * 2 ** min(self._failures - 1, 10))
        return Outcome(Result.OFFLINE, longest * random.uniform(0.5, 1.0), fault)  # noqa: S311 - jitter

    def _remember_offline(self, *, offline: bool) -> None:
        if bool(self._store.settings.get(settings.OFFLINE_SINCE)) == offline:
            return
        since = encode_datetime(self._clock.now().wall) if offline else ""
        with self._store.transaction():
            self._store.settings.put(settings.OFFLINE_SINCE, since or "")

    def _next_s(self) -> float:
        """Return the seconds until something queued is due, or the next regular poll.

        What waits behind an unclear operation is not due.
        """
        now, live = self._clock.now().wall, self._store.outbox.active()
        first = [op for op in live if op.state is OpState.AMBIGUOUS or op.wait_s(now) > 0]
        due = [op.wait_s(now) for op in first or live]
        if self._facts_asked:
            due.append(self._client.wait_s(REFRESH_CALLS))
        return max(1.0, min([POLL_S, *due]))
