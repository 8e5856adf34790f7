"""The table of long runs: many cases, each with a seed, that report failures and count injected faults."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class CaseResult(NamedTuple):
    """The result of one case.

    `wrong` is empty if all was well. `injected` counts what it was put to by class (faults, kills, jumps): a class
    that nothing was injected of in a whole run fails it. `noted` counts anything else worth a figure.
    """

    wrong: str = ""
    injected: Mapping[str, int] = {}
    noted: Mapping[str, int] = {}


class Run(NamedTuple):
    """A line of the table: the number of cases, and the "module:function" that runs the case of a seed."""

    cases: int
    case: str
    about: str


RUNS: dict[str, Run] = {
    "histories": Run(20_000, "tests.sync.histories:one_later", "random histories of one computer, most calls faulty"),
    "devices": Run(10_000, "tests.sync.histories:two_later", "random histories of two computers of one person"),
    "quirks": Run(2_000, "tests.sync.histories:odd_service", "random histories with random quirks of the service"),
    "kills": Run(100, "tests.boot.test_kills:killed", "computers with 50 programs killed at random moments each"),
    "boundaries": Run(4, "tests.boot.test_kills:cut_short", "12 scenes killed before and after every commit"),
    "damaged": Run(250, "tests.sync.test_damaged_files:damaged", "days with 20 damaged files each"),
    "dark": Run(400, "tests.sync.test_power_cuts:dark", "days of syncing with 12 power cuts each"),
    "power": Run(200, "tests.store.test_power_cuts:cut", "histories with 50 power cuts each"),
    "throttle": Run(200, "tests.api.test_throttle_hours:run_case", "hours of 2 to 8 processes at one throttle"),
    "tokens": Run(200, "tests.api.test_oauth_processes:run_case", "races for a refresh, and crashes at its lines"),
    "year": Run(200, "tests.sync.test_year:run_case", "years at work, in ten zones"),
    "zones": Run(600, "tests.domain.test_day_split_zones:run_case", "a timer over every midnight of a year in a zone"),
    "sabotage": Run(30, "tests.sabotage.test_sabotage:sabotaged", "the guards, taken out one by one"),
    "seeds": Run(25, "tests.long.seeds:drawn", "all randomised tests of the suite, with other seeds"),
    "malformed": Run(200, "tests.sync.test_malformed:run_case", "an engine and 250 spoilt replies each"),
}


def run_case(case: str, seed: int) -> CaseResult:
    """Run the case of a seed; an exception is a failure."""
    module, _, function = case.partition(":")
    case_of: Callable[[int], CaseResult] = getattr(import_module(module), function)
    try:
        return case_of(seed)
    except Exception as error:  # noqa: BLE001 - a run ends with figures, not with a crash
        return CaseResult(f"{type(error).__name__}: {error}")


class Figure:
    """The sum of all results so far."""

    def __init__(self) -> None:
        self.cases = self.wrong = 0
        self.injected: Counter[str] = Counter()
        self.noted: Counter[str] = Counter()

    def add(self, one: CaseResult) -> None:
        """Add the result of a case."""
        self.cases += 1
        self.wrong += bool(one.wrong)
        self.injected.update(one.injected)
        self.noted.update(one.noted)

    def passed(self) -> bool:
        """Return whether no case failed and every class of faults was injected."""
        return not self.wrong and all(self.injected.values())

    def __str__(self) -> str:
        """Return one line of figures."""
        parts = [f"{self.cases:,} cases, {self.wrong} wrong"]
        parts += [f"{title}: {_listed(counts)}" for title, counts in (("injected", self.injected), ("", self.noted))]
        return "; ".join(part.removeprefix(": ") for part in parts if not part.endswith(": "))


def _listed(counts: Mapping[str, int]) -> str:
    pairs: Iterable[tuple[str, int]] = sorted(counts.items())
    return ", ".join(f"{name} {number:,}" for name, number in pairs)
