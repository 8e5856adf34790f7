"""Random histories: a user acts, calls fail, computers crash; in the end all faults stop and both sides must agree.

Everything is real but the time: the store in files, the engine, HTTP over a socket (unless `in_process` is set) and the
local CoffeeCup.
"""

from __future__ import annotations

import random
import tempfile
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox import Sandbox
from tests.clocks import START
from tests.long.runs import CaseResult
from tests.sync.call_faults import CHANCE, FAULTS
from tests.sync.device import Device, TwinClock
from tests.sync.random_quirks import random_quirks
from tests.sync.world import WithReference, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEMORY = Path("/dev/shm")  # noqa: S108 - folders of our own in it
MORNINGS = START, *map(datetime.fromisoformat, ("2026-03-28T09Z", "2026-10-03T09Z", "2026-10-31T09Z"))
"""A Monday, and days before a change of the clocks: Europe, Troll; Lord Howe, back in Chatham; North America."""


@cache
def stage(morning: datetime = START) -> tuple[Sandbox, Device, dict[str, Any]]:
    """A service and a signed-in computer, from which all histories of this process and this morning start."""
    sandbox = Sandbox(seed=1)
    sandbox.start()
    sandbox.state.tables["timeEntries"].replace([])
    device = Device(sandbox, _folder() / "one", TwinClock(sandbox, morning))  # with a call log of its own
    device.run()
    device.close()
    return sandbox, device, sandbox.state.dump()


@contextmanager
def world(
    seed: int,
    number: int,
    kind: Callable[[Sandbox, list[Device], random.Random], World],
    *,
    in_process: bool = False,
    morning: datetime = START,
) -> Iterator[World]:
    """Create a world with so many computers; `seed` decides everything."""
    sandbox, like, state = stage(morning)
    random.seed(seed)  # the engine's jitter
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        clock = TwinClock(sandbox, morning)
        sandbox.reset(state)
        sandbox.faults.seed(seed)
        devices = [Device(sandbox, Path(folder) / f"d{n}", clock, like, in_process=in_process) for n in range(number)]
        here = kind(sandbox, devices, random.Random(seed))  # noqa: S311 - a seed that can be given again
        try:
            yield here
        finally:
            here.close()
            for device in devices:
                device.close()


def live_through(
    world: World, steps: int, faults: dict[str, dict[str, Any]], chance: float = CHANCE, *, later: int | None = None
) -> CaseResult:
    """Run a history of so many steps; with a seed `later` it goes on for days, as `World.go_on` says."""
    if later is not None:
        world.go_on(random.Random(-later))  # noqa: S311 - a seed that can be given again
    planned = {}
    for name, more in faults.items():
        fault = dict(more)
        planned[name] = world.sandbox.faults.add(
            fault.pop("kind"), path="/v1/timeEntries", times=None, chance=chance, **fault
        )
    for _ in range(steps):
        world.step()
    world.come_to_rest()
    wrong = "; ".join(world.judged())
    hits = {name: fault.hits for name, fault in planned.items()}
    return CaseResult(wrong, hits | world.acted, dict(world.asked))


def _memory() -> Path | None:
    return MEMORY if MEMORY.is_dir() else None


def _folder() -> Path:
    return Path(tempfile.mkdtemp(dir=_memory()))


def one_device(seed: int, *, in_process: bool = False, later: bool = False) -> CaseResult:
    """Run a history of one computer; `in_process` uses no sockets, `later` goes on for days."""
    with world(seed, 1, WithReference, in_process=in_process, morning=_morning(seed) if later else START) as here:
        return live_through(here, 14 if later else 12, FAULTS, later=seed if later else None)


def two_devices(seed: int, *, in_process: bool = False, later: bool = False) -> CaseResult:
    """Run a history of two computers of one user; `in_process` and `later` as above.

    Only creates may be carried out late, and no replica lags behind. Otherwise a change overwrites what the other
    computer wrote meanwhile, which neither can notice, because there is no ETag (reliability B.5, F3).
    """
    late = FAULTS["N7 late commit"] | {"method": "POST"}
    faults = {name: fault for name, fault in FAULTS.items() if name != "D13 lag"} | {"N7 late commit": late}
    with world(seed, 2, World, in_process=in_process, morning=_morning(seed) if later else START) as here:
        return live_through(here, 14, faults, later=seed if later else None)


def _morning(seed: int) -> datetime:
    return MORNINGS[seed % len(MORNINGS)]


one_in_process, two_in_process = partial(one_device, in_process=True), partial(two_devices, in_process=True)
"""The same without sockets, a third faster (tests.sync.test_in_process compares the two)."""
one_later, two_later = partial(one_in_process, later=True), partial(two_in_process, later=True)
"""The same over several days: nights, journeys, absences, undo and redo."""


def odd_service(seed: int) -> CaseResult:
    """Run a history of one computer with a service that has random quirks."""
    with world(seed, 1, World) as here:
        for name, value in random_quirks(random.Random(seed)).items():  # noqa: S311
            here.sandbox.quirks.set(name, value)
        return live_through(here, 10, FAULTS, CHANCE / 3)
