"""The moves of an operation, as Hypothesis finds them: over a real store, a real engine, and a socket.

What is checked whenever a write arrives at the service is what a reader of the disk would find at that moment.
"""

from __future__ import annotations

import random
import re
import sqlite3
from collections import Counter
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from demitasse.domain import operations
from demitasse.domain.operations import MOVES, OpState, check_move
from tests.sync.histories import OnPaper, world

if TYPE_CHECKING:
    from demitasse.sandbox.exchange import Reply, Request

FAULTS = st.sampled_from(["", "drop_before", "drop_after", "late", "status", "garble"])


class Machine(RuleBasedStateMachine):
    """A person, a computer and a service of whose answers every second one goes wrong."""

    def __init__(self) -> None:
        """A fresh world."""
        super().__init__()
        self._open = ExitStack()
        self.world = self._open.enter_context(world(1, 1, OnPaper))
        (self.device,) = self.world.devices
        self.posts: dict[int, int] = {}
        self.trouble: list[str] = []
        service: Any = self.world.box.service
        self._answer = service.answer
        service.answer = self._watched
        self._open.callback(setattr, service, "answer", self._answer)

    def teardown(self) -> None:
        """Peace, and the verdict."""
        try:
            self.world.come_to_rest()
            assert self.world.judged() == []
        finally:
            self._open.close()

    @rule(act=st.sampled_from(["start", "stop", "resume", "add", "add_twins", "edit", "delete", "undo", "die"]),
          dice=st.integers(0, 9))  # fmt: skip
    def somebody_acts(self, act: str, dice: int) -> None:
        """Anything a person does."""
        self.world.dice = random.Random(dice)  # noqa: S311
        getattr(self.world, act)(self.device)

    @rule(seconds=st.sampled_from([1, 40, 130]))
    def time_passes(self, seconds: int) -> None:
        """On both clocks."""
        self.world.clock.advance(seconds)

    @rule(fault=FAULTS, look=st.booleans())
    def it_syncs(self, fault: str, look: bool) -> None:
        """A cycle, in which the first write meets a fault."""
        if fault:
            more = {"seconds": 40} if fault == "late" else {"status": 500} if fault == "status" else {}
            self.world.box.faults.add(fault, method="POST", path="timeEntries", **more)
        self.device.run(look=look)
        self.world.box.faults.clear()

    @invariant()
    def nothing_is_wrong(self) -> None:
        """What the watcher saw."""
        assert self.trouble == []

    def _watched(self, request: Request) -> Reply:
        if request.path.endswith("/timeEntries") and request.method == "GET":
            self.posts = dict.fromkeys(self.posts, 0)
        if "/timeEntries" in request.path and request.method != "GET":
            self._look_at_disk(request.method)
        reply: Reply = self._answer(request)
        return reply

    def _look_at_disk(self, method: str) -> None:
        with closing(sqlite3.connect(self.device.folder / "demitasse.db")) as disk:
            flying = disk.execute("SELECT entry_id, kind, sent FROM outbox WHERE state = 'in_flight'").fetchall()
            unclear = [row[0] for row in disk.execute("SELECT sent FROM outbox WHERE state = 'ambiguous'")]
        if len(flying) != 1:
            self.trouble.append(f"{method}: {len(flying)} operations are marked on disk")
            return
        ((entry, kind, sent),) = flying
        if kind == "create" and self.posts.get(entry):
            self.trouble.append(f"entry {entry} was sent twice without a look")
        if kind == "create" and sent in unclear:
            self.trouble.append(f"entry {entry} was sent while its equal was unclear")
        self.posts[entry] = self.posts.get(entry, 0) + 1


def test_an_operation_moves_only_as_it_may(heard: list[object]) -> None:
    run_state_machine_as_test(Machine, settings=settings(max_examples=60, stateful_step_count=14, deadline=None))
    heard.clear()  # garbled answers are told


def test_the_table_in_the_text_is_the_table_of_the_program() -> None:
    rows = re.findall(r"^    (\w+) +(\w+) +\S", operations.__doc__ or "", re.MULTILINE)
    told = {(before, after) for before, after in rows if before != "from"}
    names = {None: "none"} | {state: state.value for state in OpState}
    assert told == {(names[before], names[after]) for before, allowed in MOVES.items() for after in allowed}
    assert max(Counter(rows).values()) == 1


@pytest.mark.parametrize("before", [None, *OpState])
def test_any_other_move_is_a_bug(before: OpState | None) -> None:
    for after in {None, *OpState} - MOVES[before]:
        with pytest.raises(ValueError, match="does not go"):
            check_move(before, after)
