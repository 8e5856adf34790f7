"""The number of Python calls for a response; `python -m tests.bench.reply` prints the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.reply import WANTED, reply_calls

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox


def test_a_reply_costs_few_calls_until_the_event(sandbox: Sandbox) -> None:
    counts = reply_calls(sandbox)
    assert all(0 < calls <= WANTED for calls in counts.values()), counts
