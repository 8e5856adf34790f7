"""What a lower floor needs and an upper floor brings."""

from contextlib import AbstractContextManager
from datetime import date, datetime, tzinfo
from typing import Protocol

from demitasse.domain.timer import Instant


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> Instant:
        """This moment on all clocks."""
        ...

    def today(self, timezone: str = "") -> date:
        """The calendar day it is in an IANA zone; in this machine's zone if empty or unknown."""
        ...

    def zone(self, timezone: str = "") -> tzinfo | None:
        """The IANA zone of that name; None, which stands for this machine's, if empty or unknown."""
        ...

    def pause(self, seconds: float) -> None:
        """Let so many seconds pass on the calling thread; ends early when the program stops."""
        ...


class TokenStore(Protocol):
    """Where the session's tokens live between starts: one opaque text, or nothing."""

    def load(self) -> str | None:
        """The stored text; None if there is none. Raises LocalFault if it cannot be read now."""
        ...

    def save(self, text: str) -> None:
        """Replace the stored text. Raises LocalFault."""
        ...

    def clear(self) -> None:
        """Forget the stored text; harmless if there is none."""
        ...


class Lock(Protocol):
    """A lock between processes that the kernel releases when its holder dies."""

    def try_acquire(self) -> bool:
        """Take it if it is free; True if this process holds it now."""
        ...

    def release(self) -> None:
        """Give it back; harmless if it is not held."""
        ...

    def held(self) -> AbstractContextManager[None]:
        """Wait for it (bounded), hold it for the block. Raises LocalFault after the bound."""
        ...


class CallLog(Protocol):
    """The calls of all processes to one account, and the silence it asked for (reliability C.2)."""

    def admit(self, kind: str, limit: int, now: Instant, hold_s: float, *, reads: bool = True) -> tuple[int, float]:
        """Take a slot if fewer than `limit` are held: (slot, 0.0), else (0, seconds to wait).

        After a silence there is less for everybody for a while, and the first call is one that `reads`.
        """
        ...

    def wait_s(self, limit: int, now: Instant) -> float:
        """In how many seconds fewer than `limit` slots will be held; 0.0 if that is so now."""
        ...

    def finish(self, slot: int, now: Instant, *, answered: bool = True) -> None:
        """The call of `slot` has ended; with an answer that is no request for silence (`answered`), or without one."""
        ...

    def back_off(self, until: datetime, now: Instant) -> None:
        """Nobody calls before `until`; never shortens a longer silence."""
        ...

    def backoff_level(self, now: Instant) -> int:
        """How many silences in a row there will have been before one that is asked for now."""
        ...

    def backoff_until(self, now: Instant) -> datetime | None:
        """When the present silence ends; None if there is none."""
        ...

    def half_open(self, now: Instant) -> bool:
        """Whether a silence is over and nobody knows yet whether CoffeeCup answers again."""
        ...

    def calls_today(self, now: Instant) -> dict[str, int]:
        """How many slots were given out on this day (UTC), by kind."""
        ...
