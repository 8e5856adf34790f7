"""Each guard is missed when it is gone: some in every run, all of them in `python3 bootstrap.py long sabotage`."""

from __future__ import annotations

import random

import pytest

from tests.long.runs import Told
from tests.sabotage.guards import GUARDS
from tests.sabotage.workshop import stands, survives

AT_ONCE = 5


def sabotaged(seed: int) -> Told:
    """The guard whose turn it is."""
    name = list(GUARDS)[seed % len(GUARDS)]
    return Told(wrong=f"nobody misses: {name}. {told}" if (told := survives(GUARDS[name])) else "", noted={"guards": 1})


@pytest.mark.parametrize("name", list(GUARDS))
def test_the_table_names_code_that_is_there(name: str) -> None:
    assert stands(GUARDS[name]) == 1
    assert GUARDS[name].instead not in {"", GUARDS[name].there}


def test_somebody_misses_what_is_taken_out(seed: int) -> None:
    for name in random.Random(seed).sample(list(GUARDS), AT_ONCE):  # noqa: S311 - a seed that can be given again
        assert survives(GUARDS[name]) == "", name
