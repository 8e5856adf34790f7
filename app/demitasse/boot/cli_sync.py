"""Sync from the command line: through the running tray app if there is one, else in this process for a short time."""

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from demitasse.boot.profile import Profile, store_of
from demitasse.desktop.ipc_client import ipc_address, is_running, send
from demitasse.domain.entries import RemoteEntry
from demitasse.domain.errors import Fault, FaultCode, LocalFault, Unsent
from demitasse.domain.ports import Clock
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import SyncState, SyncStatus
from demitasse.store.settings import SIGNED_IN, TOKEN_STORE

if TYPE_CHECKING:  # It brings the HTTP library.
    from demitasse.boot.sync_session import SyncSession

_CALL_S = 3.0
"""Seconds that a command waits for one response when it only hands its changes over."""

_RETRY_S = 0.2


def send_changes(profile: Profile, wait_s: float = _CALL_S, on_sent: Callable[[], None] = lambda: None) -> None:
    """Send what was written. What cannot be sent now stays queued, so failures are not raised.

    `on_sent` is called after each change, unless the tray app sends.
    """
    if send(ipc_address(profile.paths), "changed") or not _has_session(profile):
        return
    # The fault may be a locked keyring, for example. `status` shows that something waits.
    with _open_session(profile, wait_s, call_s=wait_s) as session, suppress(Fault):
        session.on_sent = on_sent
        session.run(poll=False)


def sync_now(profile: Profile, wait_s: float, on_sent: Callable[[], None] = lambda: None) -> SyncStatus:
    """Send and poll until nothing waits, for at most `wait_s`; `on_sent` is called when something may have been sent.

    Raises:
        NotSignedIn, NetworkFault, LocalFault: what waits stays queued.
    """
    if _is_session_elsewhere(profile):
        _sync_through_tray(profile, _LimitedClock(profile.clock, wait_s), on_sent)
        return profile.status.sync()
    with _open_session(profile, wait_s, call_s=max(_CALL_S, wait_s)) as session:
        session.on_sent = on_sent
        _sync(profile, session, _LimitedClock(profile.clock, wait_s), on_sent)
    send(ipc_address(profile.paths), "changed")
    return profile.status.sync()


def fetch(
    profile: Profile,
    spans: Sequence[tuple[date, date]],
    wait_s: float,
    on_progress: Callable[[int, datetime | None], None],
) -> None:
    """Fetch spans of days (first and last) one after the other, and wait for pauses that CoffeeCup asks for.

    `on_progress` is called before each with its number, and with the end of a pause. If CoffeeCup cannot be reached, or
    `wait_s` is over, the rest stays as it is.
    """
    if not _has_session(profile):
        return
    # The fault may be a refusal or a locked keyring. The command works without these days.
    with _open_session(profile, wait_s, call_s=wait_s) as session, suppress(Fault):
        clock = _LimitedClock(profile.clock, wait_s)
        for number, (first, last) in enumerate(spans):
            on_progress(number, None)
            while not session.fetch_days(first, last):
                paused_until = profile.status.sync().paused_until
                if paused_until is None:
                    return
                on_progress(number, paused_until)
                clock.pause((paused_until - clock.now().wall).total_seconds())


def refresh_facts(profile: Profile, wait_s: float = _CALL_S) -> bool:
    """Ask what can be booked now, after a search without result; return whether CoffeeCup was asked and answered."""
    if not _has_session(profile):
        return False
    with _open_session(profile, wait_s, call_s=wait_s) as session, suppress(Fault):
        if session.refresh_facts():
            send(ipc_address(profile.paths), "changed")
            return True
    return False


def _has_session(profile: Profile) -> bool:
    return bool(store_of(profile).settings.get(SIGNED_IN)) and not _is_session_elsewhere(profile)


def _is_session_elsewhere(profile: Profile) -> bool:
    """Return whether the session is in the memory of the running tray app, where this process cannot use it."""
    return store_of(profile).settings.get(TOKEN_STORE) == "memory" and is_running(profile.paths)


def _sync_through_tray(profile: Profile, clock: "_LimitedClock", on_sent: Callable[[], None]) -> None:
    """Let the tray app send, and wait until nothing waits. Raises LocalFault if it does not answer."""
    if not send(ipc_address(profile.paths), "changed"):
        raise LocalFault(FaultCode.NOT_ANSWERING)
    while clock.left_s() > _RETRY_S and profile.status.sync().state is SyncState.WAITING:
        profile.clock.pause(_RETRY_S)
        on_sent()


def _sync(profile: Profile, session: "SyncSession", clock: "_LimitedClock", on_sent: Callable[[], None]) -> None:
    outcome = session.run(poll=True)
    while clock.left_s() > 0 and (outcome is None or outcome.fault or profile.status.sync().state is SyncState.WAITING):
        next_s = _RETRY_S if outcome is None else outcome.next_s
        if next_s is None or next_s > clock.left_s():
            break
        profile.clock.pause(next_s)
        on_sent()  # another process may send
        outcome = session.run(poll=False)
    if outcome is not None and outcome.fault is not None:
        raise outcome.fault


def read_day(profile: Profile, day: date) -> tuple[RemoteEntry, ...]:
    """Return the person's entries of a day from the server. Raises NotSignedIn, NetworkFault, LocalFault."""
    with _open_session(profile, _CALL_S, call_s=_CALL_S) as session:
        return session.entries_of(day)


def _open_session(profile: Profile, wait_s: float, call_s: float) -> "closing[SyncSession]":
    from demitasse.boot.sync_session import hurried_session  # noqa: PLC0415 - brings the HTTP library

    return closing(hurried_session(profile, _LimitedClock(profile.clock, wait_s), call_s))


class _LimitedClock:
    """A clock whose pauses end the sync when the user would wait longer than `wait_s`."""

    def __init__(self, clock: Clock, wait_s: float) -> None:
        self._clock = clock
        self._started = clock.now()
        self._wait_s = wait_s

    def left_s(self) -> float:
        return self._wait_s - (self.now().wall - self._started.wall).total_seconds()

    def now(self) -> Instant:
        return self._clock.now()

    def zone(self, name: str = "") -> tzinfo:
        return self._clock.zone(name)

    def pause(self, seconds: float) -> None:
        if seconds > max(0.0, self.left_s()):
            raise Unsent(FaultCode.CALLS_ELSEWHERE)
        self._clock.pause(seconds)
