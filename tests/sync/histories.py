"""Random histories: a user acts, calls fail, computers crash; in the end all faults stop and both sides must agree.

Everything is real but the time: the store in files, the engine, HTTP over a socket (unless `in_process` is set) and the
local CoffeeCup.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coffeecup_sandbox import Sandbox
from demitasse.domain.operations import OUTCOME_UNKNOWN, ConflictKind, OpKind, Resolution
from demitasse.store import settings
from demitasse.store.store import Store
from demitasse.sync.engine import Result
from demitasse.tracker.history import History
from demitasse.tracker.timer import Timer
from demitasse.tracker.timesheets import Timesheets
from demitasse.tracker.undo import UndoManager
from tests.long.runs import CaseResult
from tests.sync import oracles
from tests.sync.call_faults import CHANCE, FAULTS
from tests.sync.device import Device, TwinClock
from tests.sync.oracles import origin
from tests.sync.random_quirks import random_quirks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from demitasse.domain.timesheet import TimesheetRow

MEMORY = Path("/dev/shm")  # noqa: S108 - folders of our own in it


class Recorder(NamedTuple):
    """Where an action is recorded."""

    sheets: Timesheets
    timer: Timer
    history: History


class World:
    """A service, the computers of one user, and a record of what this user did."""

    def __init__(self, sandbox: Sandbox, devices: list[Device], dice: random.Random) -> None:
        """Start with nothing done."""
        self.sandbox, self.devices, self.dice = sandbox, devices, dice
        self.turns: random.Random | None = None
        """Draws from LATER now and then; None to draw from ACTS only."""
        self.split: set[str] = set()
        """Origins of timers that were split at midnight: each is two entries."""
        self.clock = devices[0].clock
        self.story = oracles.Story()
        self.asked: Counter[str] = Counter()
        self._number = 0

    @property
    def one(self) -> Device:
        """Pick a computer."""
        return self.dice.choice(self.devices)

    def recorders(self, device: Device) -> list[Recorder]:
        """Return where an action on a computer is recorded."""
        return [Recorder(device.sheets, device.timer, device.history)]

    # --- what the user does

    def start(self, device: Device) -> None:
        """Start a timer."""
        pair, words = self.pair(device), self.words()
        for recorder in self.recorders(device):
            recorder.timer.start(*pair, words, whole=True)

    def stop(self, device: Device) -> None:
        """Stop the running timer, if any."""
        for recorder in self.recorders(device):
            if recorder.timer.running():
                recorder.timer.stop_all(whole=True)

    def resume(self, device: Device) -> None:
        """Continue an entry that is not running."""
        row = self.some(device, running=False)
        for recorder in self.recorders(device):
            if row:
                recorder.timer.continue_entry(called(recorder.sheets, row.comment, running=False), whole=True)

    def add(self, device: Device) -> None:
        """Add a finished entry."""
        pair, seconds, words = self.pair(device), self.dice.randrange(60, 7200), self.words()
        for recorder in self.recorders(device):
            recorder.sheets.add(*pair, seconds, comment=words)

    def add_twins(self, device: Device) -> None:
        """Add the same entry twice, on purpose."""
        self._number += 1
        words, pair = f"twins {self._number}", self.pair(device)
        for recorder in (*self.recorders(device), *self.recorders(device)):
            recorder.sheets.add(*pair, 900, comment=words)
        self.story.twins[words] += 2

    def edit(self, device: Device) -> None:
        """Edit the comment or the duration of an entry."""
        row, seconds = self.some(device), self.dice.choice([0, 0, self.dice.randrange(60, 7200)])
        words = self.words(row.comment, device.folder.name) if row and not seconds else ""
        for recorder in self.recorders(device):
            if row and seconds:
                recorder.sheets.edit(called(recorder.sheets, row.comment), duration_s=seconds)
            elif row:
                recorder.sheets.edit(called(recorder.sheets, row.comment), comment=words)
        if words and origin(words) in self._doubted(
            OpKind.DELETE
        ):  # written into an entry that another computer has deleted
            self.story.live -= {words}

    def delete(self, device: Device) -> None:
        """Delete an entry."""
        row = self.some(device)
        for recorder in self.recorders(device):
            if row:
                recorder.sheets.delete(called(recorder.sheets, row.comment))
                self.story.threw_away(row.comment, device.folder.name)
                if origin(row.comment) in self._doubted(OpKind.CREATE):  # it may come back once (reliability M9)
                    self.story.brought_back.add(row.comment)
                    self.story.ghosts.add(origin(row.comment))

    def _doubted(self, kind: OpKind) -> set[str]:
        """Return the origins of the entries for which some computer has an unclear call of this kind."""
        doubts = [op for one in self.devices for op in one.store.outbox.active() if op.state in OUTCOME_UNKNOWN]
        return {origin(op.sent.comment) for op in doubts if op.kind is kind and op.sent}

    def undo(self, device: Device) -> None:
        """Undo the last action on this computer."""
        self._turn_back(device, lambda recorder: recorder.history.undoable() and recorder.history.undo())

    def redo(self, device: Device) -> None:
        """Redo what was undone last on this computer."""
        self._turn_back(device, lambda recorder: recorder.history.redoable() and recorder.history.redo())

    def midnight(self, device: Device) -> None:
        """Go on with the next day; undo and redo then reach the day before."""
        for each in self.devices:
            self.stop(each)
        self._note_splits()
        self.clock.advance(60)
        self.sandbox.state.run_scheduled()  # what is carried out late is so by seconds, not by a night
        self.clock.advance(86_460 - self.clock.now().wall.timestamp() % 86_400)
        self._turn_back(device, lambda recorder: recorder.history.undoable() and recorder.history.undo())

    def _turn_back(self, device: Device, turn: Callable[[Recorder], object]) -> None:
        before, doubted = oracles.texts(device), self._doubted(OpKind.CREATE)
        asked = [op for op in device.store.outbox.needing_review() if op.kind is OpKind.CREATE and op.sent]
        for recorder in self.recorders(device):
            turn(recorder)
        after = oracles.texts(device)
        self.story.turned_back(before, after, device.folder.name)
        # What may be on the server is undone only here: it needs review, or may come back (reliability M9).
        gone = {origin(words) for words in before - after}
        self.story.brought_back |= {op.sent.comment for op in asked if op.sent and origin(op.sent.comment) in gone}
        self.story.brought_back |= {words for words in before - after if origin(words) in doubted}
        self.story.ghosts |= gone & doubted

    def die(self, device: Device) -> None:
        """Cut the computer off in the middle of whatever it does."""
        device.crash()

    def unplug(self, device: Device) -> None:
        """Stop the server for a while."""
        self.sandbox.stop()
        device.run()
        self.clock.advance(20)
        self.sandbox.start()

    ACTS: tuple[str, ...] = (
        "start", "start", "stop", "resume", "add", "add", "add_twins", "edit", "edit", "delete", "undo", "die",
    )  # fmt: skip
    LATER: tuple[str, ...] = ("redo", "undo", "redo", "midnight")  # drawn now and then in place of the others

    def step(self) -> None:
        """Let the user do something, let time pass, and run the computers."""
        device = self.one
        act = "unplug" if self.dice.random() < 0.02 else self.dice.choice(self.ACTS)
        if self.turns is not None and self.turns.random() < 0.2:
            act = self.turns.choice(self.LATER)
        getattr(self, act)(device)
        self._note_splits()
        self.clock.advance(self.dice.choice([1, 2, 30, 400]))
        for each in self.devices:
            if self.dice.random() < 0.7:
                each.run(poll=self.dice.random() < 0.3)

    def _note_splits(self) -> None:
        self.split |= {origin(words) for device in self.devices for words in oracles.split_at_midnight(device)}

    def words(self, instead_of: str = "", who: str = "") -> str:
        """Return a new text, for a new entry or one that had another text."""
        self._number += 1
        words = f"{oracles.origin(instead_of) if instead_of else f'o{self._number}'} v{self._number}"
        self.story.wrote(words, instead_of, who)
        return words

    def pair(self, device: Device) -> tuple[int, int]:
        """Return a project and a task to book on."""
        choice = self.dice.choice(device.sheets.choices()[:3])
        return choice.project_id, choice.task_id

    def some(self, device: Device, *, running: bool | None = None) -> TimesheetRow | None:
        """Pick an entry. Twins are left out, as an edit would make them different."""
        rows = [row for row in device.rows() if running is None or row.running is running]
        rows = [row for row in rows if not row.comment.startswith("twins")]
        return self.dice.choice(rows) if rows else None

    # --- the end

    def come_to_rest(self) -> None:
        """Stop all faults and timers, and run all computers until nothing changes."""
        self.sandbox.faults.clear()
        for device in self.devices:
            self.stop(device)
        for _ in range(4):
            self.clock.advance(700)
            for device in self.devices:
                self.look(device)
                self.answer(device)
            if not any(device.store.outbox.active() for device in self.devices):
                break
        self.clock.advance(200)
        for device in [*self.devices, *self.devices]:
            self.look(device)

    def look(self, device: Device) -> None:
        """Poll and send until everything is known on this computer; sign in again if the session has ended."""
        device.settle(rounds=100)
        if device.run(poll=True).result is Result.SIGNED_OUT:
            device.sign_in()
            device.run(poll=True)
        device.settle(rounds=100)

    def answer(self, device: Device) -> None:
        """Send again what was refused by mistake; leave other decisions open."""
        for one in device.conflicts.all():
            if one.kind is ConflictKind.REFUSED:
                device.conflicts.resolve(one.entry_id, Resolution.MINE)

    def close(self) -> None:
        """Close everything but the computers."""

    def judged(self) -> list[str]:
        """Return what is wrong, as text."""
        for device in self.devices:
            self.asked.update(f"asked {one.kind}" for one in device.conflicts.all())
        found = [f"lost: {each}" for each in oracles.lost(self.story, self.devices)]
        self._note_splits()
        found += [f"doubled: {each}" for each in oracles.doubled(self.story, self.devices) if each not in self.split]
        return found + oracles.apart(self.devices)


class WithReference(World):
    """One computer, and a reference: a second timesheet, never sent, with the same actions."""

    def __init__(self, sandbox: Sandbox, devices: list[Device], dice: random.Random) -> None:
        """Start with an empty reference."""
        super().__init__(sandbox, devices, dice)
        (device,) = devices
        store = self._reference_store = Store(device.folder / "reference.db", self.clock)
        with store.transaction():  # the zone of the account decides on days
            store.settings.put(settings.USER, device.store.settings.get(settings.USER))
        parts = store, self.clock, UndoManager(store, self.clock)
        self.reference = Recorder(Timesheets(*parts), Timer(*parts), History(*parts))

    def recorders(self, device: Device) -> list[Recorder]:
        """Record here and in the reference."""
        return [*super().recorders(device), self.reference]

    def answer(self, device: Device) -> None:
        """Decide as in the reference."""
        there = {oracles.origin(line.words) for line in oracles.on_server(device)}
        for one in device.conflicts.all():
            if one.kind is not ConflictKind.REFUSED:
                self.asked[f"asked {one.kind}"] += 1
            arrived = one.kind is ConflictKind.UNSURE and oracles.origin(one.mine.fields.comment) in there
            device.conflicts.resolve(one.entry_id, Resolution.THEIRS if arrived else Resolution.MINE)

    def judged(self) -> list[str]:
        """Return what is wrong, including differences in durations only."""
        (device,) = self.devices
        sheets = self.reference.sheets.days(device.sheets.today() - timedelta(days=60), device.sheets.today())
        rows = [row for sheet in sheets for row in sheet.rows]
        wanted = Counter(oracles.Line(row.comment, row.duration_s, row.running) for row in rows)
        there = Counter(oracles.on_server(device))
        found = [f"only in the reference: {line}" for line in (wanted - there).elements()]
        return [*super().judged(), *found, *(f"not in the reference: {line}" for line in (there - wanted).elements())]

    def close(self) -> None:
        """Close the reference."""
        self._reference_store.close()


def called(sheets: Timesheets, words: str, *, running: bool | None = None) -> int:
    """Return the entry with this text; of two, the one that was meant."""
    found = [row for row in sheets.day().rows if row.comment == words]
    return min(found, key=lambda row: running is not None and row.running is not running).id


@cache
def stage() -> tuple[Sandbox, Device, dict[str, Any]]:
    """A service and a signed-in computer, from which all histories of this process start."""
    sandbox = Sandbox(seed=1)
    sandbox.start()
    sandbox.state.tables["timeEntries"].replace([])
    device = Device(sandbox, _folder() / "one", TwinClock(sandbox))  # with a call log of its own
    device.run()
    device.close()
    return sandbox, device, sandbox.state.dump()


@contextmanager
def world(
    seed: int, number: int, kind: Callable[[Sandbox, list[Device], random.Random], World], *, in_process: bool = False
) -> Iterator[World]:
    """Create a world with so many computers; `seed` decides everything."""
    sandbox, like, state = stage()
    random.seed(seed)  # the engine's jitter
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        clock = TwinClock(sandbox)
        sandbox.reset()
        sandbox.state.load(state)
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
    """Run a history of so many steps; with a seed `later` it goes on for days, with undo and redo."""
    world.turns = None if later is None else random.Random(-later)  # noqa: S311 - a seed that can be given again
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
    return CaseResult(wrong, {name: fault.hits for name, fault in planned.items()}, dict(world.asked))


def _memory() -> Path | None:
    return MEMORY if MEMORY.is_dir() else None


def _folder() -> Path:
    return Path(tempfile.mkdtemp(dir=_memory()))


def one_device(seed: int, *, in_process: bool = False, later: bool = False) -> CaseResult:
    """Run a history of one computer; `in_process` uses no sockets, `later` goes on for days, with undo and redo."""
    with world(seed, 1, WithReference, in_process=in_process) as here:
        return live_through(here, 14 if later else 12, FAULTS, later=seed if later else None)


def two_devices(seed: int, *, in_process: bool = False, later: bool = False) -> CaseResult:
    """Run a history of two computers of one user; `in_process` and `later` as above.

    Only creates may be carried out late, and no replica lags behind. Otherwise a change overwrites what the other
    computer wrote meanwhile, which neither can notice, because there is no ETag (reliability B.5, F3).
    """
    late = FAULTS["N7 late commit"] | {"method": "POST"}
    faults = {name: fault for name, fault in FAULTS.items() if name != "D13 lag"} | {"N7 late commit": late}
    with world(seed, 2, World, in_process=in_process) as here:
        return live_through(here, 14, faults, later=seed if later else None)


one_in_process, two_in_process = partial(one_device, in_process=True), partial(two_devices, in_process=True)
"""The same without sockets, a third faster (tests.sync.test_in_process compares the two)."""
one_later, two_later = partial(one_in_process, later=True), partial(two_in_process, later=True)  # over several days


def odd_service(seed: int) -> CaseResult:
    """Run a history of one computer with a service that has random quirks."""
    with world(seed, 1, World) as here:
        for name, value in random_quirks(random.Random(seed)).items():  # noqa: S311
            here.sandbox.quirks.set(name, value)
        return live_through(here, 10, FAULTS, CHANCE / 3)
