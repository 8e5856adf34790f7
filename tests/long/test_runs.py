"""A long run counts failures, and fails if a class of faults was never injected."""

from __future__ import annotations

import pytest

from tests.long import __main__ as long
from tests.long.__main__ import main
from tests.long.runs import RUNS, CaseResult, Run


def odd(seed: int) -> CaseResult:
    """Fail with every other seed, and crash with one."""
    if seed == 8:
        raise ZeroDivisionError("eight")
    return CaseResult("odd" if seed % 2 else "", injected={"cut": 1, "kill": 0}, noted={"asked": 2})


def even(_: int) -> CaseResult:
    """Pass."""
    return CaseResult(injected={"cut": 1})


def test_each_run_of_the_table_has_cases_and_a_description() -> None:
    assert all(run.cases > 0 and run.about and ":" in run.case for run in RUNS.values())


@pytest.mark.parametrize(
    ("case", "status", "said"),
    [
        ("odd", 1, "tiny from seed 7: 3 cases, 3 wrong; injected: cut 2, kill 0; asked 4"),
        ("even", 0, "tiny from seed 7: 3 cases, 0 wrong; injected: cut 3"),
    ],
)
def test_a_run_prints_one_figure(
    case: str, status: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(RUNS, "tiny", Run(10, f"tests.long.test_runs:{case}", "a test"))
    monkeypatch.setattr(long, "revision", lambda: "abc")
    monkeypatch.setattr(long, "EVERY", 2)
    assert main(["tiny", "--cases", "3", "--seed", "7", "--cores", "1"]) == status
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"{said}; commit abc"
    assert any("so far: 2 cases" in line for line in lines)
    assert ("tiny, seed 8: ZeroDivisionError: eight" in lines) == (case == "odd")


def test_a_fault_that_was_never_injected_fails_a_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(RUNS, "tiny", Run(10, "tests.long.test_runs:odd", "a test"))
    assert main(["tiny", "--cases", "1", "--seed", "6", "--cores", "1"]) == 1
    assert "0 wrong; injected: cut 1, kill 0" in capsys.readouterr().out
