"""What a sync cycle needs, opened on the thread that runs it: the profile, the way to CoffeeCup, the engine."""

from __future__ import annotations

import logging
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

from demitasse.boot.api_session import ApiSession
from demitasse.boot.profile import open_profile, store_of
from demitasse.domain.errors import FaultCode, LocalFault, NotSignedIn
from demitasse.store import settings
from demitasse.store.database import Damaged
from demitasse.support.locks import FileLock
from demitasse.sync.engine import Engine, Outcome, Result
from demitasse.tracker.account import Account
from demitasse.tracker.settings import user

if TYPE_CHECKING:
    from datetime import date

    from demitasse.boot.profile import Profile
    from demitasse.domain.ports import Clock
    from demitasse.tracker.account import Credentials

log = logging.getLogger(__name__)

BUSY_S = 2.0
"""Another process is sending for this profile: look again so much later."""


class SyncSession:
    """Runs cycles for one profile; only one process at a time does (reliability M3)."""

    def __init__(self, profile: Profile, remote: ApiSession, *, awaited: bool = False) -> None:
        """Work for `profile` through `remote`; nothing is opened yet. `awaited`: somebody waits for every cycle."""
        self.profile = profile
        self._remote = remote
        self._awaited = awaited
        self._store = store_of(profile)
        self._account = Account(self._store, remote)
        self._lock = FileLock(profile.paths.lock("drain"))
        self._engine: Engine | None = None
        self._opened: tuple[object, ...] = ()
        self._checked = False

    def run(self, *, poll: bool) -> Outcome | None:
        """One cycle; None while another process is at it. Raises LocalFault."""
        if not self._lock.try_acquire():
            return None
        try:
            self._check()
            engine = self._signed_in_engine()
            with self._remote.client().interactive() if self._awaited else nullcontext():
                outcome = engine.run(poll=poll)
            self._keep_copy()
            return outcome  # noqa: TRY300
        except NotSignedIn as nobody:
            self._forget_session()
            return Outcome(Result.SIGNED_OUT, None, nobody)
        finally:
            self._lock.release()

    def cycle(self, *, poll: bool) -> float | None:
        """One cycle; in how many seconds the next one is due. Raises LocalFault."""
        outcome = self.run(poll=poll)
        return BUSY_S if outcome is None else outcome.next_s

    def is_poll_due(self) -> bool:
        """Whether a look at what is new is worth its calls now."""
        return self._engine is None or self._engine.is_poll_due()

    def fetch_days(self, first: date, last: date) -> None:
        """Take over days (inclusive), if somebody is signed in. Raises Refused, LocalFault."""
        with suppress(NotSignedIn):  # the status says so
            self._signed_in_engine().fetch_days(first, last)

    def sign_in(self, credentials: Credentials) -> None:
        """Sign in; the next cycle is the new person's. Raises as `Account.sign_in`."""
        self._engine = None
        self._account.sign_in(credentials)

    def sign_out(self) -> None:
        """Forget the session. Raises LocalFault."""
        self._engine = None
        self._account.sign_out()

    def close(self) -> None:
        """Let go of the session; the profile stays open."""
        self._remote.close()

    def _signed_in_engine(self) -> Engine:
        session, person = self._session(), user(self._store)
        if self._engine is None or session != self._opened:
            self._remote.close()
            client = self._remote.client()
            if person is None:
                raise NotSignedIn(FaultCode.SIGNED_OUT)
            self._engine, self._opened = Engine(self._store, client, self.profile.clock, person), session
        return self._engine

    def _session(self) -> tuple[object, ...]:
        """Who is signed in where: another process may have changed it since the last cycle."""
        get = self._store.settings.get
        signed_in = get(settings.SIGNED_IN)
        return get(settings.SERVER), get(settings.COMPANY), get(settings.EMAIL), get(settings.TOKEN_STORE), signed_in

    def _check(self) -> None:
        """Before this process sends anything, every page of the database is looked at. Raises LocalFault."""
        if not self._checked:
            self._store.database.check()
            self._checked = True

    def _keep_copy(self) -> None:
        """Once a day. A disk that has no room for it must not stop the sync; one that damaged it ends this cycle."""
        try:
            self._store.back_up(self.profile.clock.today())
        except Damaged:
            raise
        except (LocalFault, OSError) as error:
            log.info("no copy of the database today: %s", type(error).__name__)

    def _forget_session(self) -> None:
        self._engine = None
        with self._store.transaction():
            self._store.settings.put(settings.SIGNED_IN, False)  # noqa: FBT003


class ThreadSyncSession(SyncSession):
    """A desk with a profile of its own, for a thread of its own."""

    def __init__(self, profile_name: str, clock: Clock) -> None:
        """Open the profile. Raises LocalFault."""
        profile = open_profile(profile_name, clock=clock)
        super().__init__(profile, ApiSession(store_of(profile).settings, profile.paths, profile.clock))

    def close(self) -> None:
        """Let go of the session and the database."""
        super().close()
        self.profile.close()
