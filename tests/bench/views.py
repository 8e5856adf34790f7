"""`python -m tests.bench.views`: week, month and report with 25,000 entries, until they are painted.

Prints CPU and wall time beside 100 ms, the median of a few openings: with all entries in one month, and in ten years.
With --profile also prints the expensive functions.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.stage import Stage

ROOT = Path(__file__).parents[2]
WANTED_MS = 100.0
ENTRIES = 25_000
MONTH, TEN_YEARS = 23, 3650
_WORDS = "fix login header für Müller weekly planning review pull request basket Straße Größe prüfen".split()


def main() -> int:
    """Open the views, and print the times."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.views", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="openings of each view (default 7)")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    os.environ.update(QT_QPA_PLATFORM="offscreen")
    sys.path.insert(0, str(ROOT / "app"))
    from PySide6.QtWidgets import QApplication

    from demitasse.ui.widgets import theme

    app = QApplication([])
    theme.apply(app, "light")
    for days, where in ((MONTH, "one month"), (TEN_YEARS, "ten years")):
        with tempfile.TemporaryDirectory() as home:
            os.environ["DEMITASSE_HOME"] = home
            _measure(days, where, options.runs, profile=options.profile)
    return 0


def filled(entries: int, days: int) -> Stage:
    """Return a stage with so many entries in the last days, each with a comment of its own."""
    from demitasse.domain.entries import Fields
    from tests.ui.stage import CATALOG, TODAY, Stage

    dice, stage = random.Random(1), Stage()  # noqa: S311 - comments, not secrets
    with stage.store.transaction():
        stage.store.entries.mark_synced(TODAY - timedelta(days=days), TODAY, stage.clock.now().wall)
        for number in range(entries):
            project, task = dice.choice(CATALOG.pairs)
            comment = f"{' '.join(dice.sample(_WORDS, 4))} {number}"
            day = TODAY - timedelta(days=number * days // entries)
            stage.store.entries.add(Fields(day, project, task, comment, 60 * (number % 50), running=False))
    return stage


def _measure(days: int, where: str, runs: int, *, profile: bool) -> None:
    from PySide6.QtWidgets import QApplication

    from demitasse.domain.report import Grouping, Span, SpanKind
    from demitasse.ui.pages.destinations import Day, Month, Report, Week
    from tests.ui.stage import TODAY

    stage, profiler = filled(ENTRIES, days), cProfile.Profile()
    popover = stage.popover()
    popover.open(Report(TODAY))
    page = popover.page
    page._view = page._view._replace(span=Span(SpanKind.CUSTOM, date(2016, 1, 1), TODAY))  # type: ignore[attr-defined]

    def group(grouping: Grouping) -> None:
        page.groups.picked.emit(list(Grouping).index(grouping))  # type: ignore[attr-defined]

    def typed(words: str) -> None:
        page.filter.setText(words)  # type: ignore[attr-defined]
        page._on_typed()  # type: ignore[attr-defined]

    views: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "week": (lambda: popover.open(Day(TODAY)), lambda: popover.open(Week(TODAY))),
        "month": (lambda: popover.open(Day(TODAY)), lambda: popover.open(Month(TODAY))),
        "report of all by project": (lambda: popover.open(Day(TODAY)), lambda: popover.open(Report(TODAY))),
        "the same by task": (lambda: group(Grouping.CLIENT), lambda: group(Grouping.TASK)),
        "the same by day": (lambda: group(Grouping.CLIENT), lambda: group(Grouping.DAY)),
        "by project again": (lambda: group(Grouping.CLIENT), lambda: group(Grouping.PROJECT)),
        "by project with a filter": (lambda: typed(""), lambda: typed("login")),
        "with a filter of two words": (lambda: typed(""), lambda: typed("muller zebra")),
    }
    for name, (before, act) in views.items():
        took: list[tuple[float, float]] = []
        for _ in range(runs):
            before()
            QApplication.processEvents()
            if profile:
                profiler.enable()
            began, busy = time.perf_counter(), time.thread_time()
            act()
            popover.grab()
            took.append(((time.thread_time() - busy) * 1000, (time.perf_counter() - began) * 1000))
            profiler.disable()
        cpu, wall = (statistics.median(values) for values in zip(*took, strict=True))
        print(f"{name}, {ENTRIES} entries in {where}: CPU {cpu:.0f} ms, wall {wall:.0f} ms (wanted at most"
              f" {WANTED_MS:.0f})", flush=True)  # fmt: skip
    if profile:
        profiler.print_stats("tottime")
    popover.hidden()
    popover.close()
    stage.close()


if __name__ == "__main__":
    raise SystemExit(main())
