"""What the sync costs in calls, which no machine decides: `pytest -s tests/sync/test_cost.py` prints the ratios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.api.throttle import CAPS, CallKind
from demitasse.store.throttle import WINDOW_S
from tests.sync.device import Device, TwinClock
from tests.sync.test_working_day import Worker, work

if TYPE_CHECKING:
    from pathlib import Path

    from demitasse.sandbox import Sandbox

DAY_S = 4 * 3600
ENTRIES = 8


def calls(box: Sandbox) -> int:
    """How many there were since the last question; the catalogue, read every six hours, has no part in it."""
    number = sum(str(one["path"]).startswith("/v1/timeEntries") for one in box.arrivals)
    box.arrivals.clear()
    return number


def test_a_cycle_with_nothing_to_do_costs_at_most_two_calls(device: Device, box: Sandbox) -> None:
    device.run()
    assert calls(box) == 0
    device.run(look=True)
    looked = calls(box)
    device.restart()
    device.run(look=True)
    first = calls(box)
    print(f"\na cycle with nothing to do: 0 calls, with a look {looked}, the first of a process {first}")
    assert max(looked, first) <= 2


def test_a_tracked_entry_costs_at_most_two_and_a_half_calls(device: Device, box: Sandbox) -> None:
    """More than a day without it: looks are due on that one, too."""
    worker = Worker(device)
    worker.act()
    worker.wait(DAY_S)
    idle = calls(box)
    choices = device.sheets.choices()
    for n in range(ENTRIES):
        device.timer.start(choices[n].project_id, choices[n].task_id, f"words {n}")
        worker.act()
        worker.wait(worked_s := 900 + n * 137 % 600)
        if n % 2:
            device.timer.stop()
            worker.act()
        worker.wait(DAY_S / ENTRIES - worked_s)
    more = calls(box) - idle
    print(f"\n{ENTRIES} tracked entries cost {more / ENTRIES:.2f} calls each (wanted at most 2.5); {idle} are looks")
    assert len(device.mine()) == ENTRIES
    assert more / ENTRIES <= 2.5


def test_a_switch_with_words_written_later_costs_little_more(device: Device, box: Sandbox) -> None:
    worker = Worker(device)
    worker.act()
    worker.wait(DAY_S)
    idle = calls(box)
    work(device, worker, ENTRIES, DAY_S / 60 / ENTRIES)
    device.timer.stop()
    worker.act()
    more = calls(box) - idle
    print(f"\n{ENTRIES} entries with words written later cost {more / ENTRIES:.2f} calls each")
    assert more / ENTRIES <= 5


def test_queued_creates_drain_as_fast_as_our_own_cap_allows(box: Sandbox, tmp_path: Path) -> None:
    device = Device(box, tmp_path / "one", TwinClock(box))
    device.run()
    choice = device.sheets.choices()[0]
    for n in range(500):
        device.sheets.add(choice.project_id, choice.task_id, 60, comment=f"words {n}")
    device.clock.advance(600)
    calls(box)
    began = device.clock.now().boot_s
    while device.store.outbox.live():
        outcome = device.run()
        if device.store.outbox.live():
            device.clock.advance(outcome.next_s or 1.0)
    taken_s = device.clock.now().boot_s - began
    allowed = CAPS[CallKind.BACKGROUND] / WINDOW_S
    rate = 500 / taken_s
    share = rate / allowed
    print(f"\n500 queued creates: {rate:.2f} / {allowed:.2f} a second = {share:.2f} x (wanted at least 0.85 x)")
    assert len(device.mine()) == 500
    assert share >= 0.85
    assert calls(box) <= 510
    device.close()
