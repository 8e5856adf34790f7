"""A disk damages the database: the app opens, reports it, and sends nothing that is damaged and nothing twice."""

from __future__ import annotations

import random
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coffeecup_sandbox import Sandbox
from demitasse.domain.operations import OpState
from demitasse.store import file_identity, settings
from demitasse.store.store import Store
from tests.long.runs import CaseResult
from tests.sync.device import Device, TwinClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILES = 20
"""The number of damaged files in a case."""
PAGE = 4096
Content = bytearray


def bit(content: Content, dice: random.Random) -> None:
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)


def burst(content: Content, dice: random.Random) -> None:
    at = dice.randrange(len(content) - 64)
    content[at : at + 64] = dice.randbytes(64)


def blank_page(content: Content, dice: random.Random) -> None:
    at = _page(content, dice)
    content[at : at + PAGE] = bytes(PAGE)


def swapped_pages(content: Content, dice: random.Random) -> None:
    one, other = _page(content, dice), _page(content, dice)
    content[one : one + PAGE], content[other : other + PAGE] = (
        content[other : other + PAGE], content[one : one + PAGE],
    )  # fmt: skip


def cut_off(content: Content, dice: random.Random) -> None:
    del content[dice.randrange(len(content)) :]


def header(content: Content, dice: random.Random) -> None:
    content[dice.randrange(100)] = dice.randrange(256)


def noise(content: Content, dice: random.Random) -> None:
    content[:] = dice.randbytes(dice.choice([0, 1, 50, 100, 4096, 20_000]))


def _page(content: Content, dice: random.Random) -> int:
    return dice.randrange(len(content) // PAGE) * PAGE


KINDS: tuple[Callable[[Content, random.Random], None], ...] = (
    bit, bit, burst, blank_page, swapped_pages, cut_off, header, noise,
)  # fmt: skip


class World:
    """A computer after half of a working day was sent, and its server."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox, self.folder = sandbox, folder
        self.device = Device(sandbox, folder / "one", TwinClock(sandbox))
        self.device.run()
        for number in range(30):
            self._add(f"sent {number} " + "and more " * number)
        self.device.settle()
        self.device.store.back_up(self.device.sheets.today())
        unsent = [self._add(f"unsent {number}") for number in range(4)]
        cut_off = self.device.store.entries.get(unsent[0])
        assert cut_off is not None
        with self.device.store.transaction():
            self.device.store.outbox.transition(cut_off.id, OpState.IN_FLIGHT, tries=1, high_water=0, sent=cut_off.mine)
        self.said = {row.comment: row.duration_s for row in self.device.rows()}
        self.device.close()
        self.content = (folder / "one" / "demitasse.db").read_bytes()
        self.server, self.now = sandbox.state.dump(), self.device.clock.now()
        self.session = self.device._tokens.load() or ""

    def _add(self, words: str) -> int:
        choice = self.device.sheets.choices()[len(words) % 3]
        return self.device.sheets.add(choice.project_id, choice.task_id, 60 * len(words), comment=words).id

    @contextmanager
    def with_file(self, content: bytes) -> Iterator[Device]:
        """Start the computer with this file as its database; half of the times without yesterday's backup."""
        self.sandbox.state.load(self.server)
        self.sandbox.service.throttle.clear()
        clock = TwinClock(self.sandbox)
        clock.advance(self.now.boot_s - clock.now().boot_s)
        self.device._tokens.save(self.session)
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "one"
            shutil.copytree(self.folder / "one", place, ignore=lambda *_: ["backups"] if len(content) % 2 else [])
            (place / "demitasse.db").write_bytes(content)
            marked = file_identity.FileMarker(
                (place / "demitasse.db").stat().st_ino, 1
            )  # it was damaged in place, so it is not a copy
            file_identity.write_marker(place / "demitasse.db", marked)
            Store(place / "demitasse.db", clock, thorough=True).close()  # as the tray app does before anything else
            device = self.device.moved(place, clock)
            if not device.store.settings.get(settings.USER):  # the user was lost; the app asks for a sign-in
                device.sign_in()
            try:
                yield device
            finally:
                device.close()


def damage_a_file(world: World, dice: random.Random) -> tuple[str, CaseResult]:
    """Damage a file; return the kind of damage and the result."""
    kind, content = dice.choice(KINDS), bytearray(world.content)
    kind(content, dice)
    with world.with_file(bytes(content)) as device:
        device.run(poll=True)
        device.settle()
        news = device.store.user_messages.take("window")
        there = device.mine()
        strange = [words for words, seconds in there if world.said.get(words) != seconds]
        twice = len(there) - len(set(there))
        asked = {row.comment for row in device.sheets.attention()}
        missing = len(world.said.keys() - {words for words, _ in there} - asked)
    wrong = ""
    if strange or twice:
        wrong = f"{kind.__name__}: {len(strange)} damaged entries were sent, {twice} doubled"
    elif missing and not news:
        wrong = f"{kind.__name__}: {missing} entries were lost without a message"
    return kind.__name__, CaseResult(
        wrong, noted={"unsent": 4, "of these recovered": 4 - missing, "asked": len(asked), "reported": bool(news)}
    )


def damaged(seed: int, files: int = FILES) -> CaseResult:
    """Damage `files` copies of one database."""
    dice = random.Random(seed)  # noqa: S311 - a seed that can be given again
    wrong: list[str] = []
    injected: dict[str, int] = {}
    noted: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder, Sandbox(seed=1) as sandbox:
        world = World(sandbox, Path(folder))
        for _ in range(files):
            kind, result = damage_a_file(world, dice)
            injected[kind] = injected.get(kind, 0) + 1
            wrong += [result.wrong] if result.wrong else []
            for name, number in result.noted.items():
                noted[name] = noted.get(name, 0) + number
    return CaseResult("; ".join(wrong), injected, noted)


@pytest.mark.parametrize("number", range(2))
@pytest.mark.slow
def test_a_damaged_file_is_repaired_and_reported(number: int, seed: int) -> None:
    assert damaged(seed + number).wrong == ""
