"""Random actions, undone and redone, with CoffeeCup in between: both sides end up with exactly the same."""

from __future__ import annotations

import pytest

from demitasse.tracker.reports import Reports
from tests.sync import oracles
from tests.sync.histories import world
from tests.sync.world import World
from tests.tracker.conftest import Tracker
from tests.tracker.test_history_machine import Machine, caught_up


@pytest.mark.seeded
@pytest.mark.parametrize("case", range(12))
def test_undo_and_redo_of_all_actions_reach_coffeecup(case: int, seed: int) -> None:
    with world(seed * 100 + case, 1, World, in_process=True) as here:
        (device,) = here.devices
        parts = device.timer, device.sheets, device.absences, device.history, Reports(device.store, device.clock)
        tracker = Tracker(device.store, device.clock, device.history._actions, *parts)
        pairs = [(choice.project_id, choice.task_id) for choice in device.sheets.choices()[:3]]
        machine = Machine(tracker, seed * 100 + case, pairs)
        machine.crashes = False

        def perhaps_sync() -> None:
            if machine.dice.random() < 0.6:
                device.settle()
                device.run(poll=True)

        done = []
        for _ in range(10):
            machine.wait()
            caught_up(machine)
            perhaps_sync()
            if label := machine.act():
                done.append(label)
        if device.timer.running():
            device.timer.stop_all(whole=True)
            done.append("stop")
        perhaps_sync()
        end = machine.shown()
        for label in reversed(done):
            assert device.history.undo().label == label
            perhaps_sync()
        here.look(device)
        assert (machine.shown(), oracles.on_server(device)) == ({}, [])
        for label in done:
            assert device.history.redo().label == label
            perhaps_sync()
        here.look(device)
        assert machine.shown() == end
        assert oracles.on_server(device) == oracles.shown(device)
