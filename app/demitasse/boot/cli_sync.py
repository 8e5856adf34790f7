"""Sending from the command line: by the running tray app if there is one, else by ourselves, for a moment."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from demitasse.boot.profile import store_of
from demitasse.desktop.ipc_client import send
from demitasse.domain.errors import Fault, FaultCode, Unsent
from demitasse.domain.timesheet import SyncState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, tzinfo

    from demitasse.boot.profile import Profile
    from demitasse.boot.sync_session import SyncSession
    from demitasse.domain.ports import Clock
    from demitasse.domain.timer import Instant
    from demitasse.domain.timesheet import SyncStatus

_CALL_S = 3.0
"""The longest that a command which only wants to hand over waits for one answer."""

_BUSY_S = 0.2


def send_changes(profile: Profile, wait_s: float = _CALL_S) -> None:
    """Something was written: have it sent. What cannot be sent now stays queued, so nothing is raised for that."""
    if send(profile.paths.socket, "changed") or not profile.account.identity().signed_in:
        return
    with _desk(profile, wait_s, call_s=wait_s) as desk:
        try:
            desk.run(poll=False)
        except Fault:  # a locked keyring, say; `status` tells that something waits
            return


def sync_now(profile: Profile, wait_s: float) -> SyncStatus:
    """Send and fetch until nothing waits any more, or `wait_s` is over.

    Raises:
        NotSignedIn, NetworkFault, LocalFault: what waits is still here.
    """
    with _desk(profile, wait_s, call_s=max(_CALL_S, wait_s)) as desk:
        _sync(profile, desk, _Hurry(profile.clock, wait_s))
    send(profile.paths.socket, "changed")
    return profile.status.sync()


def fetch(profile: Profile, first: date, last: date, wait_s: float) -> None:
    """Ask CoffeeCup about these days (inclusive); where it cannot be reached, what is known here stays what it was."""
    if not profile.account.identity().signed_in:
        return
    with _desk(profile, wait_s, call_s=wait_s) as desk:
        try:
            desk.fetch_days(first, last)
        except Fault:  # refused, or a locked keyring: nothing was asked for that cannot wait
            return


def _sync(profile: Profile, desk: SyncSession, hurry: _Hurry) -> None:
    outcome = desk.run(poll=True)
    while hurry.left_s() > 0 and (outcome is None or outcome.fault or profile.status.sync().state is SyncState.WAITING):
        next_s = _BUSY_S if outcome is None else outcome.next_s
        if next_s is None or next_s > hurry.left_s():
            break
        profile.clock.pause(next_s)
        outcome = desk.run(poll=False)
    if outcome is not None and outcome.fault is not None:
        raise outcome.fault


@contextmanager
def _desk(profile: Profile, wait_s: float, call_s: float) -> Iterator[SyncSession]:
    from demitasse.api.client import Deadlines  # noqa: PLC0415 - brings the HTTP library
    from demitasse.boot.api_session import ApiSession  # noqa: PLC0415
    from demitasse.boot.sync_session import SyncSession  # noqa: PLC0415

    deadlines = Deadlines(connect_s=min(call_s, 10.0), read_s=min(call_s, 30.0), total_s=min(call_s, 45.0))
    clock = _Hurry(profile.clock, wait_s)
    remote = ApiSession(store_of(profile).settings, profile.paths, clock, deadlines)
    desk = SyncSession(profile, remote, awaited=True)
    try:
        yield desk
    finally:
        desk.close()


class _Hurry:
    """A clock for somebody who waits at a prompt: it does not pause longer than he wants to wait."""

    def __init__(self, clock: Clock, wait_s: float) -> None:
        self._clock = clock
        self._started = clock.now()
        self._wait_s = wait_s

    def left_s(self) -> float:
        return self._wait_s - (self.now().wall - self._started.wall).total_seconds()

    def now(self) -> Instant:
        return self._clock.now()

    def today(self, timezone: str = "") -> date:
        return self._clock.today(timezone)

    def zone(self, timezone: str = "") -> tzinfo | None:
        return self._clock.zone(timezone)

    def pause(self, seconds: float) -> None:
        if seconds > max(0.0, self.left_s()):
            raise Unsent(FaultCode.CALLS_ELSEWHERE)
        self._clock.pause(seconds)
