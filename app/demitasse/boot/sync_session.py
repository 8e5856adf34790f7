"""What a sync cycle needs, opened on the thread that runs it: profile, access to CoffeeCup, engine."""

import logging
from contextlib import nullcontext, suppress
from datetime import date
from typing import TYPE_CHECKING

from demitasse.api import endpoints
from demitasse.api.transport import Deadlines
from demitasse.boot.api_session import ApiSession
from demitasse.boot.profile import Profile, open_profile, store_of
from demitasse.domain.entries import RemoteEntry
from demitasse.domain.errors import FaultCode, LocalFault, NotSignedIn
from demitasse.domain.ports import Clock, SyncProgress
from demitasse.store import settings
from demitasse.store.database import Damaged
from demitasse.support.locks import FileLock
from demitasse.sync.engine import Engine, Outcome, Result
from demitasse.tracker.account import Account, Credentials
from demitasse.tracker.settings import user

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

BUSY_S = 2.0
"""Seconds until the next try while another process syncs this profile."""


def hurried_session(profile: Profile, clock: Clock, call_s: float) -> "SyncSession":
    """Return a session for somebody who waits: no call takes longer than `call_s`, and no pause than `clock` allows."""
    deadlines = Deadlines(connect_s=min(call_s, 10.0), read_s=min(call_s, 30.0), total_s=min(call_s, 45.0))
    remote = ApiSession(store_of(profile).settings, profile.paths, clock, deadlines)
    return SyncSession(profile, remote, awaited=True)


class SyncSession:
    """Runs cycles for one profile; only one process at a time does (reliability M3)."""

    def __init__(self, profile: Profile, api_session: ApiSession, *, awaited: bool = False) -> None:
        """Sync `profile` through `api_session`; nothing is opened yet. `awaited` gives every call priority."""
        self.profile = profile
        self._api_session = api_session
        self._awaited = awaited
        self._store = store_of(profile)
        self._account = Account(self._store, api_session)
        self._lock = FileLock(profile.paths.lock("drain"))
        self._engine: Engine | None = None
        self._engine_account: tuple[object, ...] = ()
        self._checked = False
        self.report: Callable[[SyncProgress], None] = lambda _progress: None
        """Called whenever the first sync of an account has come further."""
        self.on_sent: Callable[[], None] | None = None
        """Called after each change that was sent."""

    def run(self, *, poll: bool) -> Outcome | None:
        """Run one cycle; return None while another process syncs. Raises LocalFault."""
        if not self._lock.try_acquire():
            return None
        try:
            if not self._checked:  # Check every page before the first cycle of this process.
                self._store.database.check()
                self._checked = True
            engine = self._signed_in_engine()
            with self._api_session.client().interactive() if self._awaited else nullcontext():
                outcome = engine.run(poll=poll)
            self._back_up()
            return outcome  # noqa: TRY300
        except NotSignedIn as fault:
            self._engine = None
            with self._store.transaction():
                self._store.settings.put(settings.SIGNED_IN, False)  # noqa: FBT003
            return Outcome(Result.SIGNED_OUT, None, fault)
        finally:
            self._lock.release()

    def cycle(self, *, poll: bool) -> float | None:
        """Run one cycle; return the seconds until the next one is due. Raises LocalFault."""
        outcome = self.run(poll=poll)
        return BUSY_S if outcome is None else outcome.next_s

    def entries_of(self, day: date) -> tuple[RemoteEntry, ...]:
        """Return the person's entries of a day from the server. Raises NotSignedIn, NetworkFault, LocalFault."""
        client, person_id = self._api_session.client(), self._store.settings.get(settings.USER)["id"]
        with client.interactive():
            return endpoints.entries(client, person_id, day, day)

    def is_poll_due(self) -> bool:
        """True if the last poll is old enough to be repeated."""
        return self._engine is None or self._engine.is_poll_due()

    def fetch_days(self, first: date, last: date) -> bool:
        """Fetch these days (inclusive); return whether they were fetched. Raises Refused, LocalFault."""
        with suppress(NotSignedIn):  # The sync status shows it.
            engine = self._signed_in_engine()
            with self._api_session.client().interactive() if self._awaited else nullcontext():
                return engine.fetch_days(first, last)
        return False

    def refresh_facts(self) -> bool:
        """Update the facts of the account unless that was done too often; return whether it was done.

        Raises LocalFault.
        """
        with suppress(NotSignedIn):  # The sync status shows it.
            engine = self._signed_in_engine()
            with self._api_session.client().interactive():
                return engine.refresh_facts()
        return False

    def sign_in(self, credentials: Credentials) -> None:
        """Sign in; the next cycle syncs the new account. Raises as `Account.sign_in`."""
        self._engine = None
        self._account.sign_in(credentials)

    def sign_out(self) -> None:
        """Delete the session. Raises LocalFault."""
        self._engine = None
        self._account.sign_out()

    def close(self) -> None:
        """Close the connections; the profile stays open."""
        self._api_session.close()

    def _signed_in_engine(self) -> Engine:
        session, person = self._account_facts(), user(self._store)
        if self._engine is None or session != self._engine_account:
            self._api_session.close()
            client = self._api_session.client()
            if person is None:
                raise NotSignedIn(FaultCode.SIGNED_OUT)
            clock = self.profile.clock
            self._engine = Engine(self._store, client, clock, person, self.report, self.on_sent)
            self._engine_account = session
        return self._engine

    def _account_facts(self) -> tuple[object, ...]:
        """Return who is signed in where, which another process may have changed since the last cycle."""
        get = self._store.settings.get
        signed_in = get(settings.SIGNED_IN)
        return get(settings.SERVER), get(settings.COMPANY), get(settings.EMAIL), get(settings.TOKEN_STORE), signed_in

    def _back_up(self) -> None:
        """Back up once a day. Without room on the disk the sync goes on; a damaged database ends the cycle."""
        try:
            self._store.back_up(self.profile.clock.now().wall.date())
        except Damaged:
            raise
        except (LocalFault, OSError) as error:
            log.info("no copy of the database today: %s", type(error).__name__)


class ThreadSyncSession(SyncSession):
    """A session with a profile of its own, for a thread."""

    def __init__(self, profile_name: str, clock: Clock) -> None:
        profile = open_profile(profile_name, clock=clock)
        super().__init__(profile, ApiSession(store_of(profile).settings, profile.paths, profile.clock))

    def close(self) -> None:
        """Close the connections and the database."""
        super().close()
        self.profile.close()
