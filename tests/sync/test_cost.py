"""The number of calls that the sync costs; `python -m tests.bench.calls` prints the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.calls import DRAIN, ENTRY, POLL, drain_share, entry_calls, poll_calls

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.sync.device import Device


def test_a_cycle_with_nothing_to_do_costs_at_most_two_calls(device: Device) -> None:
    assert 1 <= poll_calls(device) <= POLL


def test_a_cycle_right_after_a_poll_costs_no_call(device: Device, sandbox: Sandbox) -> None:
    device.run()
    assert sandbox.arrivals == []


def test_a_tracked_entry_costs_at_most_two_and_a_half_calls(device: Device) -> None:
    assert 1 <= entry_calls(device) <= ENTRY


def test_a_queue_drains_as_fast_as_our_cap_allows(device: Device) -> None:
    assert drain_share(device, 250) >= DRAIN
