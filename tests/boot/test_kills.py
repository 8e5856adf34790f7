"""Real processes, killed at any moment, lose nothing that was reported as saved, and send nothing twice."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.boot.killed_program import SCRIPTS
from tests.boot.kills import KilledProcesses
from tests.long.runs import CaseResult

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are forked, and killed by a signal"),
]
KILLS = 50
LONGEST_S = 0.2


def killed(seed: int, kills: int = KILLS) -> CaseResult:
    """Run `kills` processes on one computer, each killed at a random moment."""
    dice = random.Random(seed)  # noqa: S311 - a seed that can be given again
    with tempfile.TemporaryDirectory() as folder, KilledProcesses(Path(folder)) as processes:
        ends = [(dice.uniform(0, LONGEST_S), bool(n % 3)) for n in range(kills)]
        born = [
            processes.run("at_random", seed + n, kill_after_s=after_s, opened=opened)
            for n, (after_s, opened) in enumerate(ends)
        ]
        dead = sum("over" not in said for said in born)
        noted = {"saved actions": processes.saved, "starts over 2 s": processes.slow_starts}
        return CaseResult(processes.wrong(), {"kills": dead}, noted | {"signed out": processes.signed_out})


def cut_short(seed: int, scripts: Sequence[str] = SCRIPTS) -> CaseResult:
    """Run the scripts, killed before and after each of their commits."""
    number = 0
    with tempfile.TemporaryDirectory() as folder, KilledProcesses(Path(folder)) as processes:
        for name in scripts:
            over, boundary = False, 0
            while not over:
                said = processes.run(name, seed + number, boundary)
                over, boundary, number = "over" in said, boundary + 1, number + 1
            assert boundary > 4, f"{name} hardly writes"
            if wrong := processes.wrong():
                return CaseResult(f"{name}: {wrong}", {"kills": number})
        return CaseResult("", {"kills": number - len(scripts)})


def test_killed_at_random_moments(seed: int) -> None:
    result = killed(seed)
    assert result.wrong == ""
    assert result.injected["kills"] > KILLS / 2


def test_killed_before_and_after_every_commit(seed: int) -> None:
    """Of half of the scripts, those in which every kind of request is sent or lost; the long run takes all of them."""
    scripts = (
        "add send edit send", "add send delete send", "start send stop send", "twin twin send",
        "lose_post add send send", "add send lose_put edit send send",
    )  # fmt: skip
    result = cut_short(seed, scripts)
    assert result.wrong == ""
    assert result.injected["kills"] > 50


def test_commands_killed_at_random_moments(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)  # noqa: S311
    with KilledProcesses(tmp_path) as processes:
        for number in range(8):
            processes.command(("add", "web cod", "10", "-c", f"run 0, words {number}"), dice.uniform(0.05, 0.8))
        assert processes.wrong() == ""
