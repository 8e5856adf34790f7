"""The transitions of an operation, as Hypothesis finds them, with a real store and a real engine.

Each write that arrives at the service is checked against what is on the disk at that moment.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from demitasse.domain.merge import matches_sent
from demitasse.domain.operations import TRANSITIONS, OpState, check_transition, concerns_timer
from tests.sync.histories import world
from tests.sync.world import WithReference

if TYPE_CHECKING:
    from coffeecup_sandbox.http_messages import Request, Response
    from demitasse.domain.operations import Operation

POISONS: tuple[dict[str, Any], ...] = (
    {"kind": "status", "status": 500},
    {"kind": "status", "status": 422},
    {"kind": "wrong_type"},
    {"kind": "garble"},
)
FAULTS = st.sampled_from(["", "drop_before", "drop_after", "late", "status", "garble"])


class Machine(RuleBasedStateMachine):
    """A user, a computer and a service, of whose responses about half fail."""

    def __init__(self) -> None:
        """Create a world."""
        super().__init__()
        self._open = ExitStack()
        self.world = self._open.enter_context(world(1, 1, WithReference, in_process=True))
        (self.device,) = self.world.devices
        self.posts: dict[int, int] = {}
        self.calls = Counter[int]()
        self.trouble: list[str] = []
        service: Any = self.world.sandbox.service
        self._answer = service.answer
        service.answer = self._watched
        self._open.callback(setattr, service, "answer", self._answer)

    def teardown(self) -> None:
        """Stop all faults; then both sides must agree."""
        try:
            self.world.come_to_rest()
            assert self.world.judged() == []
        finally:
            self._open.close()

    @rule(act=st.sampled_from(["start", "stop", "resume", "add", "add_twins", "edit", "delete", "undo", "die"]),
          dice=st.integers(0, 9))  # fmt: skip
    def user_acts(self, act: str, dice: int) -> None:
        """Let the user do something."""
        self.world.dice = random.Random(dice)  # noqa: S311
        getattr(self.world, act)(self.device)

    @rule(seconds=st.sampled_from([1, 40, 130]))
    def time_passes(self, seconds: int) -> None:
        """Advance both clocks."""
        self.world.clock.advance(seconds)

    @rule(fault=FAULTS, poll=st.booleans())
    def it_syncs(self, fault: str, poll: bool) -> None:
        """Run a cycle in which the first write fails."""
        if fault:
            more = {"seconds": 40} if fault == "late" else {"status": 500} if fault == "status" else {}
            self.world.sandbox.faults.add(fault, method="POST", path="timeEntries", **more)
        self._cycle(poll=poll)
        self.world.sandbox.faults.clear()

    @rule(number=st.integers(0, 9), poison=st.sampled_from(POISONS), poll=st.booleans())
    def it_syncs_around_a_poison(self, number: int, poison: dict[str, Any], poll: bool) -> None:
        """Run a cycle in which every call about one entry fails: all others must succeed."""
        self.world.dice = random.Random(number)  # noqa: S311
        self.world.edit(self.device)
        self.world.add(self.device)
        changed = [self.device.store.entries.get(op.entry_id) for op in self._live()]
        entries = [one for one in changed if one and one.server_id]
        if not entries:
            return
        poisoned = self.world.dice.choice(entries)
        self.world.sandbox.faults.add(**poison, path=f"timeEntries/{poisoned.server_id}$", times=None)
        due = {op.entry_id for op in self._live() if not op.wait_s(self.device.clock.now().wall)}
        self._cycle(poll=poll)
        self.world.sandbox.faults.clear()
        held_up = self._doubts_of_timers() | self._equals_of_doubts() | {poisoned.id}
        left = {op.entry_id for op in self._live() if op.state is OpState.PENDING and op.not_before is None}
        if late := (due & left) - held_up:
            self.trouble.append(f"the poison of {poisoned.id} held up {late}")

    def _cycle(self, *, poll: bool) -> None:
        """Run a cycle. All changes of an entry so far must be one call (reliability B.6)."""
        self.calls.clear()
        self.device.run(poll=poll)
        if several := [entry for entry, number in self.calls.items() if number > 1]:
            self.trouble.append(f"several calls in a cycle about {several}")

    def _live(self) -> list[Operation]:
        return self.device.store.outbox.active()

    def _doubts_of_timers(self) -> set[int]:
        """Return the unclear operations of timers, for which other timers wait."""
        get = self.device.store.entries.get
        unclear = [op for op in self._live() if concerns_timer(op, get(op.entry_id))]
        return {op.entry_id for op in unclear} if len(unclear) > 1 else set()

    def _equals_of_doubts(self) -> set[int]:
        """Return the entries that equal one being sent. Only one of them is sent at a time."""
        sent = [op.sent for op in self._live() if op.sent]
        entries = [self.device.store.entries.get(op.entry_id) for op in self._live()]
        return {one.id for one in entries if one and any(matches_sent(each, one.mine) for each in sent)}

    @invariant()
    def nothing_is_wrong(self) -> None:
        """No check of a call has failed."""
        assert self.trouble == []

    def _watched(self, request: Request) -> Response:
        if request.path.endswith("/timeEntries") and request.method == "GET":
            self.posts = dict.fromkeys(self.posts, 0)
        if "/timeEntries" in request.path and request.method != "GET":
            self._look_at_disk(request.method)
        response: Response = self._answer(request)
        return response

    def _look_at_disk(self, method: str) -> None:
        with closing(sqlite3.connect(self.device.folder / "demitasse.db")) as disk:
            flying = disk.execute("SELECT entry_id, kind, sent FROM outbox WHERE state = 'in_flight'").fetchall()
            unclear = [row[0] for row in disk.execute("SELECT sent FROM outbox WHERE state = 'ambiguous'")]
            deleted = dict(disk.execute("SELECT id, deleted FROM entry"))
        if len(flying) != 1:
            self.trouble.append(f"{method}: {len(flying)} operations are marked on disk")
            return
        ((entry, kind, sent),) = flying
        if kind == "create" and self.posts.get(entry):
            self.trouble.append(f"entry {entry} was sent twice without a look")
        if kind == "create" and sent in unclear:
            self.trouble.append(f"entry {entry} was sent while its equal was unclear")
        if deleted[entry] != (method == "DELETE"):
            self.trouble.append(f"{method} of entry {entry}, which is {'gone' if deleted[entry] else 'there'}")
        self.posts[entry] = self.posts.get(entry, 0) + 1
        self.calls[entry] += 1


@pytest.mark.slow
def test_an_operation_makes_only_documented_transitions(logged_warnings: list[object]) -> None:
    run_state_machine_as_test(Machine, settings=settings(max_examples=30, stateful_step_count=14, deadline=None))
    logged_warnings.clear()  # of responses that cannot be read


@pytest.mark.parametrize("before", [None, *OpState])
def test_any_other_transition_raises(before: OpState | None) -> None:
    for after in [after for after in (None, *OpState) if (before, after) not in TRANSITIONS]:
        with pytest.raises(ValueError, match="cannot go"):
            check_transition(before, after)
