"""A year at work in fast time: a real store, engine and tracker, the local CoffeeCup over real sockets, one clock.

250 working days of a dozen entries, with sleeps, crashes, reboots, idle hours, nights, both DST changes, clocks set by
hand, journeys, outages, backoffs that CoffeeCup asks for, and calls whose response is lost. What was really
worked is recorded in true seconds; in the end the computer and the server must hold the same, day by day.
"""

from __future__ import annotations

import gc
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from demitasse.domain.absence import AbsenceAnswer, AbsenceKind
from demitasse.domain.operations import ConflictKind, Resolution
from tests.sync.device import Device
from tests.sync.work_record import WorkRecord, differs
from tests.sync.year_clock import YearClock, move_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coffeecup_sandbox import Sandbox
    from demitasse.domain.entries import Entry

QUIRKS = {"second_timer": "both"}
"""A server that stops timers by itself acts like another device."""

FIRST, DAYS, FREE = date(2026, 1, 1), 365, 11
"""A year has 261 weekdays; on eleven of them nobody works."""

OUTAGES, PAUSES, JUMPS = 30, 10, 40
"""In a year with all its days at work; fewer days have their share."""
PLACES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo")
"""The zones that the computer travels to; the zone of the account stays the same."""

FAULTS = ("drop_before", "drop_after", "reset", "late")
TICK_S = 290
"""Seconds between heartbeats. The app writes one each minute; here it is enough that no gap raises a question."""


class Story(NamedTuple):
    """The result of a year: figures to print, and the number of events by kind."""

    wrong: str
    happened: Counter[str]
    figures: dict[str, int]


class Year:
    """The year of one user."""

    def __init__(
        self,
        sandbox: Sandbox,
        folder: Path,
        seed: int,
        zone: str = "Europe/Berlin",
        *,
        whole: int = 1,
        in_process: bool = False,
    ) -> None:
        """Begin on a morning in the account's zone.

        On every `whole`th day the worker polls as often as in reality; on most others the computer is offline until the
        evening, which is faster to run. With `in_process`, calls use no sockets.
        """
        self.whole, self.hurried, self.unplugged = whole, False, False
        self.seed, self.dice = seed, random.Random(seed)  # noqa: S311 - a seed that can be given again
        self.zone = ZoneInfo(zone)
        self.sandbox = sandbox
        for user in list(sandbox.state["users"].rows):
            sandbox.state.change("users", user, {"timezone": zone})
        sandbox.state.tables["timeEntries"].replace([])
        self.clock = YearClock(sandbox)
        self.clock.set_wall(self.local(FIRST, 0))
        sandbox.clock.set(self.clock.now().wall.timestamp())
        self.device = Device(sandbox, folder, self.clock, in_process=in_process)
        self.record = WorkRecord(self.zone)
        self.words, self.number = "", 0
        self.began: float | None = None
        self.due = self.ticked = 0.0
        self.ends: float | None = None
        self.happened: Counter[str] = Counter()
        self.calls: list[int] = []
        self.memory: list[int] = []

    # --- time

    def local(self, day: date, seconds: float) -> datetime:
        """Return a time so many seconds after eight o'clock of a day."""
        return datetime(day.year, day.month, day.day, 8, tzinfo=self.zone).astimezone(UTC) + timedelta(seconds=seconds)

    @property
    def true(self) -> float:
        """Return the true second."""
        return self.sandbox.clock.now()

    def cycle(self, *, poll: bool = False) -> None:
        """Run what the worker runs when it is woken or due."""
        if self.unplugged and not poll:
            self.due = float("inf")
            return
        outcome = self.device.run(poll=poll)
        due_s = outcome.next_s or 300.0
        if self.hurried and not self.device.store.outbox.active():
            due_s = 7200.0  # a worker with nothing to send would poll again and again
        self.due = self.clock.now().boot_s + due_s

    def wait(self, seconds: float) -> None:
        """Work for a while, with the heartbeats and cycles that fall due."""
        end = self.clock.now().boot_s + seconds
        while (now := self.clock.now().boot_s) < end:
            step = min(end, self.due, self.ticked + TICK_S)
            self.clock.advance(max(1, round(step - now)) if step < end else end - now)
            self.tick()
            if self.ends is not None and self.true >= self.ends:
                self.online()
            if self.clock.now().boot_s >= self.due:
                self.cycle()

    def tick(self) -> None:
        """Write a heartbeat."""
        self.device.absences.heartbeat()
        self.ticked = self.clock.now().boot_s

    # --- tracking

    def start(self) -> None:
        """Start a new timer, which stops the running one."""
        choice = self.dice.choice(self.device.sheets.choices())
        self.note()
        self.number += 1
        self.words = f"words {self.number}"
        at_once = self.dice.random() < (0.9 if self.hurried else 0.5)
        row = self.device.timer.start(choice.project_id, choice.task_id, self.words if at_once else "")
        self.began = self.true
        self.cycle()
        if not row.comment:
            self.wait(45)
            self.device.sheets.edit(row.id, comment=self.words)
            self.cycle()

    def stop(self) -> None:
        """Take a break, or end the day."""
        if self.began is not None:
            self.device.timer.stop()
            self.note()
            self.cycle()

    def resume(self) -> None:
        """Continue an entry of today."""
        rows = [row for row in self.device.rows() if row.comment and not row.running]
        if rows:
            row = self.dice.choice(rows)
            self.note()
            self.device.timer.continue_entry(row.id)
            self.words, self.began = row.comment, self.true
            self.cycle()

    def add(self) -> None:
        """Add a finished entry."""
        choice, seconds = self.dice.choice(self.device.sheets.choices()), self.dice.randrange(60, 7200)
        self.number += 1
        row = self.device.sheets.add(choice.project_id, choice.task_id, seconds, comment=f"words {self.number}")
        if self.dice.random() < 0.2:
            self.device.sheets.delete(row.id)
        else:
            self.record.seconds[row.day, row.comment] += seconds
        self.cycle()

    def note(self) -> None:
        """Record the work until now."""
        if self.began is not None:
            self.record.worked(self.began, self.true, self.words)
        self.began = None

    # --- what happens to a computer

    def sleep(self, seconds: float, kind: str = "sleep") -> None:
        """Let the computer sleep, be off, or hang."""
        self.happened[kind] += 1
        self.tick()
        left = self.true
        self.absent(round(seconds), kind)
        self.tick()
        if self.began is not None:
            self.settle_absence(left)
        self.cycle(poll=kind != "idle")

    def absent(self, seconds: float, kind: str) -> None:
        """Leave a timer running while nobody is there, then answer the question about it."""
        if kind in {"crash", "reboot"}:
            self.happened["boot"] += 1
            self.clock.reboot(f"boot {self.happened['boot']}", seconds)
        elif kind == "idle":
            since = self.clock.now()
            self.wait(600)
            self.device.absences.on_idle(AbsenceKind.IDLE, since)
            self.wait(seconds)
            self.device.absences.on_active()
        else:
            self.clock.advance(seconds)
        if kind not in {"sleep", "idle"}:
            self.device.restart()
        self.due = self.ticked = self.clock.now().boot_s

    def settle_absence(self, left: float) -> None:
        """Answer the open questions, and record the answers. Short absences raise no question and count as work."""
        asked, back = self.device.absences.open_questions(), self.true
        assert len(asked) <= 1, f"asked {len(asked)} times about one absence"
        if not asked:
            return
        one = asked[0]
        assert one.away_s == round(back - left), f"away for {back - left} s, asked about {one.away_s} s"
        answer = self.dice.choice(list(AbsenceAnswer))
        self.happened[f"answer {answer}"] += 1
        if self.dice.random() < 0.3 and answer is not AbsenceAnswer.STOP:
            self.wait(self.dice.randrange(60, 1200))
        choice = self.dice.choice(self.device.sheets.choices())
        self.device.absences.answer(one.id, answer, (choice.project_id, choice.task_id))
        if self.began is not None:
            self.record.worked(self.began, left, self.words)
        if answer in {AbsenceAnswer.KEEP, AbsenceAnswer.BOOK}:
            self.record.worked(left, back, self.words if answer is AbsenceAnswer.KEEP else "")
        self.began = None if answer is AbsenceAnswer.STOP else back

    def jump(self) -> None:
        """Set the clock wrong; after a while it is right again.

        A timer that ran over a reboot, and that nobody was asked about, has only the wall clock (reliability B.9).
        """
        self.happened["jump"] += 1
        if any(one.started and one.started.boot_id != self.clock.now().boot_id for one in self.running()):
            self.start()
        days, minutes = self.dice.choice([-3, 0, 3]), self.dice.choice([-30, -1, 0.5, 20])
        self.clock.set_wall(self.clock.now().wall + timedelta(days=days, minutes=minutes))
        self.tick()
        self.wait(self.dice.randrange(30, 900))
        self.clock.correct()
        self.tick()
        self.due = self.clock.now().boot_s

    def running(self) -> list[Entry]:
        """Return the running entry, if any."""
        return self.device.store.entries.running()

    def outage(self) -> None:
        """Disconnect the network for a while."""
        if self.ends is None:
            self.happened["outage"] += 1
            self.sandbox.stop()
            self.ends = self.true + self.dice.choice([300, 3600, 86400])

    def online(self) -> None:
        """Connect the network."""
        self.ends = None
        self.sandbox.start()

    def pause(self) -> None:
        """Let CoffeeCup ask for a backoff."""
        self.happened["pause"] += 1
        self.sandbox.faults.add("status", path="/v1/", status=503, retry_after="120")

    def fault(self) -> None:
        """Let a call fail."""
        self.happened["fault"] += 1
        self.sandbox.faults.add(self.dice.choice(FAULTS), path="/v1/timeEntries", seconds=40)

    def travel(self) -> None:
        """Set another zone on the computer."""
        self.happened["journey"] += 1
        move_to(self.dice.choice(PLACES))

    # --- days

    def entry(self) -> None:
        """Work for a twelfth of a day."""
        dice = self.dice.random()
        if dice < 0.75:
            self.start()
        elif dice < 0.85:
            self.resume()
        elif dice < 0.95:
            self.stop()
        else:
            self.add()
        self.wait(self.dice.randrange(300, 3900))

    def day(self, day: date, events: list[str]) -> None:
        """Work from morning to evening; the computer sleeps or is off until the next day."""
        morning = self.local(day, self.dice.randrange(3600)).timestamp() - self.true
        self.sleep(max(60.0, morning), self.dice.choice(["night", "reboot"]))
        self.sandbox.arrivals.clear()
        for number in range(12):
            for event in events[number::12]:
                {"jump": self.jump, "outage": self.outage, "pause": self.pause}[event]()
            self.entry()
            dice = self.dice.random()
            if dice < 0.10:
                self.sleep(self.dice.randrange(30, 5400), self.dice.choice(["sleep", "sleep", "crash", "idle"]))
            elif dice < 0.25:
                self.fault()
        dice = self.dice.random()
        if dice < 0.05:
            self.happened["late evening"] += 1
            self.wait(self.local(day, 16.2 * 3600).timestamp() + self.dice.randrange(3600) - self.true)
        if dice < 0.95:
            self.stop()
        elif self.began is not None:
            self.happened["forgotten"] += 1
        self.tick()
        self.cycle(poll=True)
        self.answer()
        if not self.hurried:
            self.calls.append(sum("Demitasse" in one["user_agent"] for one in self.sandbox.arrivals))

    def answer(self) -> None:
        """Send again what CoffeeCup failed on three times."""
        for one in self.device.conflicts.all():
            assert one.kind is ConflictKind.REFUSED, f"asked because of {one.kind}"
            self.happened["sent again"] += 1
            self.device.conflicts.resolve(one.entry_id, Resolution.MINE)

    def run(self) -> Story:
        """Run the whole year and return the verdict."""
        wrong = [self.verdict() for _ in self.quarters()]
        return Story("; ".join(filter(None, wrong)), self.happened, self.figures())

    def quarters(self, every: int = 1) -> Iterator[int]:
        """Work on `every`th weekday, and stop at the end of each quarter, when nothing runs."""
        weekdays = [day for n in range(DAYS) if (day := FIRST + timedelta(days=n)).weekday() < 5][::every]
        worked = sorted(self.dice.sample(weekdays, len(weekdays) - FREE // every))
        share = len(worked) / 250
        kinds = [("jump", JUMPS), ("outage", OUTAGES), ("pause", PAUSES)]
        names = [name for name, number in kinds for _ in range(max(1, round(number * share)))]
        events = [self.dice.choice(worked) for _ in names]
        self.cycle(poll=True)
        for number, day in enumerate(worked):
            self.hurried = bool(number % self.whole)
            self.unplugged = self.hurried and bool(number % 16)
            if self.dice.random() < 0.03 or not number:
                self.travel()
            self.day(day, [name for name, on in zip(names, events, strict=True) if on == day])
            if (quarter := 4 * (number + 1) // len(worked)) > 4 * number // len(worked):
                self.stop()
                gc.collect()
                self.memory.append(memory_kb())
                yield quarter

    def figures(self) -> dict[str, int]:
        """Return what the year cost."""
        return {
            "entries": len(self.sandbox.entries(self.device.email)),
            "calls on the busiest day": max(self.calls),
            "calls a day": round(sum(self.calls) / len(self.calls)),
            "kB of memory more": self.memory[-1] - self.memory[0],
            "kB of database": (self.device.folder / "demitasse.db").stat().st_size // 1024,
        }

    def verdict(self) -> str:
        """Stop all faults; then the record, the computer and the server must agree."""
        if self.ends is not None:
            self.online()
        self.clock.advance(700)
        self.device.settle(rounds=100)
        self.answer()
        self.device.settle(rounds=100)
        self.clock.advance(400)
        self.device.run(poll=True)
        here: Counter[tuple[date, str]] = Counter()
        there: Counter[tuple[date, str]] = Counter()
        for n in range(DAYS + 1):
            for row in self.device.sheets.day(FIRST + timedelta(days=n)).rows:
                here[row.day, row.comment] += row.duration_s
        for one in self.sandbox.entries(self.device.email):
            there[date.fromisoformat(str(one["day"])[:10]), str(one["comment"] or "")] += int(str(one["duration"]))
        return differs("computer", here, self.record.seconds) or differs("server", there, self.record.seconds)


def memory_kb() -> int:
    """Return the memory of this process; 0 where the system does not provide it."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text(encoding="ascii").split()[1]) * 4 if statm.exists() else 0
