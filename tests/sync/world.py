"""A person who does random things on one or several computers, and a record of what must be left of it."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from demitasse.domain.absence import AbsenceAnswer, AbsenceKind
from demitasse.domain.errors import BadInput
from demitasse.domain.operations import OUTCOME_UNKNOWN, ConflictKind, OpKind, Resolution
from demitasse.domain.settings import TIME_ZONE
from demitasse.domain.wall_time import first_instant
from demitasse.store import settings
from demitasse.store.store import Store
from demitasse.sync.engine import Result
from demitasse.tracker.absence import Absences
from demitasse.tracker.history import History
from demitasse.tracker.timer import Timer
from demitasse.tracker.timesheets import Timesheets
from demitasse.tracker.undo import UndoManager
from tests.sync import oracles
from tests.sync.oracles import origin

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from coffeecup_sandbox import Sandbox
    from demitasse.domain.timesheet import TimesheetRow
    from tests.sync.device import Device


class Recorder(NamedTuple):
    """Where an action is recorded."""

    sheets: Timesheets
    timer: Timer
    history: History
    absences: Absences


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Antarctica/Troll",
         "Africa/Casablanca", "Asia/Kolkata", "Pacific/Kiritimati", "UTC")  # fmt: skip
"""Where a person travels to; the dates of histories are close to changes of the clocks in most of them."""


class World:
    """A service, the computers of one user, and a record of what this user did."""

    def __init__(self, sandbox: Sandbox, devices: list[Device], dice: random.Random) -> None:
        """Start with nothing done."""
        self.sandbox, self.devices, self.dice = sandbox, devices, dice
        self.turns: random.Random | None = None
        """Draws from LATER now and then; None to draw from ACTS only."""
        self.split: Counter[str] = Counter()
        """Of timers that ran over midnight, the largest number of entries, by origin."""
        self.clock = devices[0].clock
        self.story = oracles.Story()
        self.asked: Counter[str] = Counter()
        self.acted: dict[str, int] = {}
        """How often each action of LATER was drawn; empty without them."""
        self._number = 0

    @property
    def one(self) -> Device:
        """Pick a computer."""
        return self.dice.choice(self.devices)

    def recorders(self, device: Device) -> list[Recorder]:
        """Return where an action on a computer is recorded."""
        return [Recorder(device.sheets, device.timer, device.history, device.absences)]

    def go_on(self, turns: random.Random) -> None:
        """Draw also from LATER; in half of the histories, days and times are those of the computer's zone."""
        self.turns, self.acted = turns, dict.fromkeys(self.LATER, 0)
        if turns.random() < 0.5:
            for store in self.stores():
                with store.transaction():
                    store.settings.put(TIME_ZONE, "computer")

    def stores(self) -> list[Store]:
        """Return all stores of this user."""
        return [device.store for device in self.devices]

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
                with suppress(BadInput):  # an entry with times would go over midnight
                    recorder.sheets.edit(called(recorder.sheets, row.comment), duration_s=seconds)
            elif row:
                recorder.sheets.edit(called(recorder.sheets, row.comment), comment=words)
        others = [each for each in self.devices if each is not device]
        if words and origin(words) in self._doubted(OpKind.DELETE, others):  # written into an entry that was deleted
            self.story.live -= {words}

    def delete(self, device: Device) -> None:
        """Delete an entry."""
        row = self.some(device)
        for recorder in self.recorders(device):
            if row:
                recorder.sheets.delete(called(recorder.sheets, row.comment))
                if row.comment in oracles.texts(device):
                    continue  # a timer that ran over midnight had another part
                self.story.threw_away(row.comment, device.folder.name)
                if origin(row.comment) in self._doubted(OpKind.CREATE):  # it may come back once (reliability M9)
                    self.story.brought_back.add(row.comment)
                    self.story.ghosts.add(origin(row.comment))

    def _doubted(self, kind: OpKind, devices: Sequence[Device] | None = None) -> set[str]:
        """Return the origins of the entries for which some computer has an unclear call of this kind."""
        doubts = [
            op for one in devices or self.devices for op in one.store.outbox.active() if op.state in OUTCOME_UNKNOWN
        ]
        return {origin(op.sent.comment) for op in doubts if op.kind is kind and op.sent}

    def undo(self, device: Device) -> None:
        """Undo the last action on this computer."""
        self._turn_back(device, lambda recorder: recorder.history.undoable() and recorder.history.undo())

    def redo(self, device: Device) -> None:
        """Redo what was undone last on this computer."""
        self._turn_back(device, lambda recorder: recorder.history.redoable() and recorder.history.redo())

    def midnight(self, device: Device) -> None:
        """Go on with the next day, at times with a timer running into it; undo then reaches the day before."""
        assert self.turns is not None
        for each in self.devices:
            self.stop(each)
        self._note_splits()
        self.clock.advance(60)  # what is carried out late is so by seconds, not by a night
        now, zone = self.clock.now().wall, device.store.zone()
        tomorrow = now.astimezone(zone).date() + timedelta(days=1)
        self.clock.advance((first_instant(tomorrow, zone) - now).total_seconds() - 600)
        if self.turns.random() < 0.5:
            self.start(device)
            device.run()
        self.clock.advance(660)
        for recorder in self.recorders(device):
            recorder.absences.heartbeat()
        self._note_splits()
        self._turn_back(device, lambda recorder: recorder.history.undoable() and recorder.history.undo())

    def travel(self, _: Device) -> None:
        """Move to another zone with all computers."""
        assert self.turns is not None
        self.clock.here = ZoneInfo(self.turns.choice(ZONES))

    def leave(self, device: Device) -> None:
        """Leave the computer for a while, come back and answer the question about a timer that ran."""
        assert self.turns is not None
        answer, pair, recorders = self.turns.choice(list(AbsenceAnswer)), self.pair(device), self.recorders(device)
        before = oracles.texts(device)
        for recorder in recorders:
            recorder.absences.on_idle(AbsenceKind.IDLE, self.clock.now())
        self.clock.advance(self.turns.choice([200, 700, 5000]))
        for recorder in recorders:
            recorder.absences.on_active()
            for question in recorder.absences.ended_questions():
                recorder.absences.answer(question.id, answer, pair)
        self.story.booked(oracles.texts(device) - before)

    def _turn_back(self, device: Device, turn: Callable[[Recorder], object]) -> None:
        before, doubted = oracles.texts(device), self._doubted(OpKind.CREATE)
        asked = [op for op in device.store.outbox.needing_review() if op.kind is OpKind.CREATE and op.sent]
        for recorder in self.recorders(device):
            turn(recorder)
        after = oracles.texts(device)
        self.story.turned_back(before, after, device.folder.name)
        # What may be on the server is undone only here: it needs review, or may come back (reliability M9).
        removed = before.keys() - after.keys()
        gone = {origin(words) for words in removed}
        self.story.brought_back |= {op.sent.comment for op in asked if op.sent and origin(op.sent.comment) in gone}
        self.story.brought_back |= {words for words in removed if origin(words) in doubted}
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
    LATER: tuple[str, ...] = ("redo", "undo", "redo", "midnight", "travel", "leave", "leave")
    """Drawn now and then in place of the others."""

    def step(self) -> None:
        """Let the user do something, let time pass, and run the computers."""
        device = self.one
        act = "unplug" if self.dice.random() < 0.02 else self.dice.choice(self.ACTS)
        if self.turns is not None and self.turns.random() < 0.25:
            act = self.turns.choice(self.LATER)
            self.acted[act] += 1
        getattr(self, act)(device)
        self._note_splits()
        self.clock.advance(self.dice.choice([1, 2, 30, 400]))
        for each in self.devices:
            if self.dice.random() < 0.7:
                each.run(poll=self.dice.random() < 0.3)

    def _note_splits(self) -> None:
        for device in self.devices:
            self.split |= oracles.pieces(device)

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
        """Pick an entry. Twins are left out, as an edit would make them different; so is what has no text."""
        rows = [row for row in device.rows() if running is None or row.running is running]
        rows = [row for row in rows if not oracles.is_twin(row.comment)]
        return self.dice.choice(rows) if rows else None

    # --- the end

    def come_to_rest(self) -> None:
        """Stop all faults and timers, and run all computers until nothing changes."""
        self.sandbox.faults.clear()
        for device in self.devices:
            self.stop(device)
        self._note_splits()
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
        found += [f"doubled: {each}" for each in oracles.doubled(self.story, self.devices, self.split)]
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
        self.reference = Recorder(Timesheets(*parts), Timer(*parts), History(*parts), Absences(*parts))

    def stores(self) -> list[Store]:
        """Return those stores, and that of the reference."""
        return [*super().stores(), self._reference_store]

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
        today = device.sheets.today()
        sheets = self.reference.sheets.days(today - timedelta(days=60), today + timedelta(days=2))  # after a journey
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
