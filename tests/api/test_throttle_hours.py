"""The throttle as the server sees it: hours with several processes, stalls, deaths, reboots and other clients.

The processes are threads on a virtual time, each with its own connection to the call log; the server is the throttle of
the local CoffeeCup.
"""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coffeecup_sandbox.http_messages import ApiError
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.throttle import Throttle as ServerThrottle
from demitasse.api.throttle import CAPS, HOLD_S, CallKind, Throttle
from demitasse.domain.errors import Throttled, Unsent
from demitasse.domain.timer import Instant
from demitasse.store.throttle import WINDOW_S, CallLog
from tests.clocks import START, ManualClock
from tests.long.runs import CaseResult
from tests.relay import Relay

if TYPE_CHECKING:
    from datetime import datetime

HOUR_S = 3600.0
MOST = CAPS[CallKind.AUTH]
SPELLINGS = ("seconds", "date", "rfc850", "asctime", "missing", "twice", "word")
LASTS_S, WEIGHTS = (0.1, 0.4, 2.0, 20.0, 44.0), (50, 30, 15, 3, 2)
HAPPENINGS = ("deaths", "stalls", "jumps", "boots", "foreign bursts")
_SOON_S = 1e-3


class Died(BaseException):
    """The process is gone, in the middle of what it did."""


@dataclass
class Call:
    """One call: when its slot was given out, when it arrived and ended (seconds), whether it had an answer."""

    kind: CallKind
    reads: bool
    admitted_s: float
    arrived_s: float = 0.0
    ended_s: float = 0.0
    answered: bool = False


@dataclass
class World:
    """A machine, a server, and everything that was seen."""

    dice: random.Random
    folder: Path
    relay: Relay = field(default_factory=Relay)
    boots: int = 1
    booted_s: float = 0.0
    wall_s: float = 0.0
    stalled_until_s: float = 0.0
    ends_s: float = HOUR_S
    calls: list[Call] = field(default_factory=list)
    silences: list[tuple[float, float]] = field(default_factory=list)
    waits_s: list[float] = field(default_factory=list)
    happened: dict[str, int] = field(default_factory=lambda: dict.fromkeys(HAPPENINGS, 0))

    def __post_init__(self) -> None:
        self.quirks = Quirks({"retry_after": self.dice.choice(SPELLINGS)})
        self.eager = self.dice.random() < 0.4
        self.server = ServerThrottle(self, self.quirks)  # type: ignore[arg-type]

    def now(self) -> float:
        """The server's clock."""
        return START.timestamp() + self.relay.now_s

    def count(self, what: str) -> None:
        self.happened[what] += 1

    def over(self) -> bool:
        return self.relay.now_s >= self.ends_s


class Process(ManualClock):
    """One of ours: a call log of its own, the real throttle, and no manners beyond it."""

    def __init__(self, world: World, kind: CallKind, mortal: float) -> None:
        super().__init__()
        self.world, self.kind, self.mortal = world, kind, mortal

    def run(self) -> None:
        """Work, die, start again."""
        while not self.world.over():
            self._boot, self._dead = self.world.boots, False
            log = _MortalLog(self.world.folder / "calls.db", self)
            log._open().execute("PRAGMA synchronous=OFF")  # no test pulls the plug
            try:
                self._work(Throttle(log, self))
            except Died:
                self.world.count("deaths")
            log.close()

    def now(self) -> Instant:
        world = self.world
        wall = START + timedelta(seconds=world.relay.now_s + world.wall_s)
        return Instant(wall, f"boot {world.boots}", world.relay.now_s - world.booted_s)

    def pause(self, seconds: float) -> None:
        self.world.relay.pause(seconds)
        if self.world.boots != self._boot or self.world.dice.random() < self.mortal:
            self._dead = True
            raise Died

    def _work(self, throttle: Throttle) -> None:
        dice = self.world.dice
        while not self.world.over():
            try:
                self._call(throttle, reads=dice.random() < 0.5)
            except (Throttled, Unsent):
                self.pause(dice.uniform(0.5, 5.0))
            patient = self.kind is not CallKind.BACKGROUND and not self.world.eager
            self.pause(dice.expovariate(1 / 10) if patient else 0.0)

    def _call(self, throttle: Throttle, *, reads: bool) -> None:
        world, wanted_s, free = self.world, self.world.relay.now_s, self._free(throttle)
        with throttle.admitted(self.kind, reads=reads):
            call = Call(self.kind, reads, world.relay.now_s)
            world.calls.append(call)
            if free and self.kind is CallKind.INTERACTIVE:
                world.waits_s.append(call.admitted_s - wanted_s)
            lasts_s = world.dice.choices(LASTS_S, WEIGHTS)[0]
            call.ended_s = call.admitted_s + HOLD_S - WINDOW_S
            until_s = world.dice.uniform(0, lasts_s)
            if world.stalled_until_s > world.relay.now_s:
                until_s = lasts_s = world.stalled_until_s - world.relay.now_s
            self.pause(until_s)
            call.arrived_s = world.relay.now_s
            try:
                world.server.admit("acme")
            except ApiError as error:
                self.pause(lasts_s - until_s)
                raise Throttled(self._froze(throttle, error)) from None
            self.pause(lasts_s - until_s)
            call.ended_s, call.answered = world.relay.now_s, True

    def _free(self, throttle: Throttle) -> bool:
        """Return whether no backoff is known."""
        return throttle._log._last() is None  # type: ignore[attr-defined]

    def _froze(self, throttle: Throttle, error: ApiError) -> datetime:
        headers = [line for one in error.headers.values() for line in one.split("\r\nRetry-After: ")]
        until = throttle.back_off(headers, formatdate(self.world.now(), usegmt=True))
        began_s = self.world.relay.now_s
        self.world.silences.append((began_s, began_s + (until - self.now().wall).total_seconds()))
        return until


class _MortalLog(CallLog):
    """The dead write nothing down; and how many calls a day may have is another test's matter."""

    def __init__(self, path: Path, process: Process) -> None:
        super().__init__(path)
        self._process = process

    def finish(self, slot: int, now: Instant, *, answered: bool = True) -> None:
        if not self._process._dead:
            super().finish(slot, now, answered=answered)

    def calls_today(self, now: Instant) -> dict[str, int]:
        del now
        return {}


def weather(world: World, trouble: str) -> None:
    """The network stalls; the clock jumps, or the machine boots."""
    dice = world.dice
    while not world.over():
        world.relay.pause(dice.uniform(60, 600))
        world.stalled_until_s = world.relay.now_s + dice.uniform(5, 44)
        world.count("stalls")
        world.relay.pause(dice.uniform(0, 300))
        if trouble == "jumps":
            world.wall_s += dice.choice((-1, 1)) * dice.choice((1, 3600, 86_400, 315_000_000))
            world.count("jumps")
        elif trouble == "boots":
            world.boots, world.booted_s = world.boots + 1, world.relay.now_s
            world.count("boots")


def others(world: World) -> None:
    """The web app, phones, colleagues: now and then more than is left."""
    while not world.over():
        world.relay.pause(world.dice.uniform(120, 900))
        world.server.add_calls("acme", world.dice.randint(60, 100))
        world.count("foreign bursts")


def run_case(seed: int) -> CaseResult:
    """An hour of 2 to 8 processes."""
    dice = random.Random(seed)  # noqa: S311 - repeatable
    with tempfile.TemporaryDirectory() as folder:
        world = World(dice, Path(folder))
        trouble = dice.choice(("none", "jumps", "boots"))
        mortal = dice.choice((0.0, 0.001))
        kinds = [CallKind.BACKGROUND, *dice.choices(list(CallKind), (5, 3, 1), k=dice.randint(1, 7))]
        runners = [Process(world, kind, mortal).run for kind in kinds]
        runners.append(lambda: weather(world, trouble))
        if dice.random() < 0.7:
            runners.append(lambda: others(world))
        world.relay.run(runners)
    wrong = crowded(world.calls) or loud(world) or hasty(world) or slow(world)
    noted = {"calls": len(world.calls), "silences": len(world.silences)}
    return CaseResult(f"{trouble}: {wrong}" if wrong else "", world.happened, noted)


def crowded(calls: list[Call]) -> str:
    """More arrivals in a window of the server than the limit, of one kind or of all."""
    for kinds, most in [((kind,), CAPS[kind]) for kind in CallKind] + [(tuple(CallKind), MOST)]:
        arrived = sorted(call.arrived_s for call in calls if call.arrived_s and call.kind in kinds)
        for early, late in zip(arrived, arrived[most:], strict=False):
            if late - early <= WINDOW_S:
                return f"{most + 1} {' and '.join(kinds)} calls from {early:.3f} s on"
    return ""


def loud(world: World) -> str:
    """Return the calls that began during a backoff."""
    for began_s, until_s in world.silences:
        for call in world.calls:
            if began_s < call.admitted_s < until_s - _SOON_S:
                return f"a call at {call.admitted_s:.3f} s, silence from {began_s:.3f} to {until_s:.3f}"
    return ""


def hasty(world: World) -> str:
    """After a silence one read has to have its answer before anybody else calls."""
    for _, until_s in world.silences:
        if any(began_s <= until_s + _SOON_S < ends_s for began_s, ends_s in world.silences if ends_s > until_s):
            continue
        after = [call for call in world.calls if call.admitted_s >= until_s - _SOON_S]
        if after and not after[0].reads:
            return f"the first call after {until_s:.3f} s is a write"
        first, second = (*after, None, None)[:2]
        if first and second and second.admitted_s < first.ended_s - _SOON_S:
            return f"a second call at {second.admitted_s:.3f} s while the first is under way"
    return ""


def slow(world: World) -> str:
    """Return the calls that waited although there was no backoff yet."""
    longest = max(world.waits_s, default=0.0)
    return f"somebody waited {longest:.1f} s" if longest > 2 and not world.eager else ""


@pytest.mark.parametrize("number", [0, 1])
def test_an_hour_of_several_processes(seed: int, number: int) -> None:
    assert run_case(seed + number).wrong == ""
