"""`python -m tests.bench.keystrokes`: a key in the line among 10,000 tasks, until its lines are painted.

Prints the slowest of a hundred keystrokes (p99) beside one frame (16 ms), and the ratio to a scan of 10,000 names with
Python's `in`, which is the least that a search costs. With --profile also prints the expensive functions.
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
from pathlib import Path

ROOT = Path(__file__).parents[2]
FRAME_MS = 16.0
PROJECTS, TASKS = 400, 10_000
_SYLLABLES = "ba co di fu ge ha in jo ka lu me no or pi qua re sto tu va wi xe yo zu grün straße müll".split()


def main() -> int:
    """Type, and print the time of each key."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.keystrokes", description=__doc__)
    parser.add_argument("--queries", type=int, default=40, help="how many things are looked for (default 40)")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    os.environ.update(QT_QPA_PLATFORM="offscreen")
    sys.path.insert(0, str(ROOT / "app"))
    with tempfile.TemporaryDirectory() as home:
        os.environ["DEMITASSE_HOME"] = home
        profiler = cProfile.Profile() if options.profile else None
        _type(random.Random(1), options.queries, profiler)  # noqa: S311 - names, not secrets
        if profiler:
            profiler.print_stats("tottime")
    return 0


def _type(dice: random.Random, queries: int, profiler: cProfile.Profile | None) -> None:
    from PySide6.QtCore import QLocale, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    from demitasse.ui.widgets import theme
    from tests.ui.stage import Stage

    app = QApplication([])
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(app, "light")
    stage = Stage()
    names = _fill(stage, dice)
    popover = stage.popover()
    began = time.perf_counter()
    popover.day.timer.pick()
    app.processEvents()
    opened = (time.perf_counter() - began) * 1000
    field = popover.day.timer.line.input
    compared = stage.profile.pages.suggestions.index().compared
    took: list[tuple[float, float]] = []
    floor: list[float] = []
    for _ in range(queries):
        field.clear()
        app.processEvents()
        for letter in _query(dice, names):
            if profiler:
                profiler.enable()
            began, busy = time.perf_counter(), time.thread_time()
            press = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            app.sendEvent(field, press)  # QTest types ASCII only
            app.processEvents()
            took.append(((time.thread_time() - busy) * 1000, (time.perf_counter() - began) * 1000))
            if profiler:
                profiler.disable()
            floor.append(_scan(names))
    compared = stage.profile.pages.suggestions.index().compared - compared
    stage.close()
    print(f"names compared for a key: {compared / len(took):.0f} of {TASKS + 2 * PROJECTS + 100}")
    tell(opened, took, statistics.median(floor))


def _fill(stage: object, dice: random.Random) -> list[str]:
    """Store ten thousand tasks with different names in 400 projects."""
    from demitasse.domain.entries import Catalog, Client, Project, Task

    def name(words: int) -> str:
        return " ".join(
            "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(1, 4))).capitalize() for _ in range(words)
        )

    clients = tuple(Client(number, name(2)) for number in range(1, 101))
    projects = tuple(
        Project(number, name(2), number % 100 + 1, "#C2185B", code=f"P{number:04}") for number in range(1, PROJECTS + 1)
    )
    tasks = tuple(Task(number, name(dice.randint(1, 3))) for number in range(1, TASKS + 1))
    pairs = tuple((number % PROJECTS + 1, number) for number in range(1, TASKS + 1))
    store = stage.store  # type: ignore[attr-defined]
    with store.transaction():
        store.catalog.replace(Catalog(projects, tasks, clients, pairs))
    return [f"{projects[task % PROJECTS].name} {tasks[task - 1].label}".lower() for _, task in pairs]


def _query(dice: random.Random, names: list[str]) -> str:
    """Return a few beginnings of words, half of the times with a wrong letter."""
    words = dice.choice(names).split()
    query = " ".join(word[: dice.randint(2, 8)] for word in dice.sample(words, min(3, len(words))))
    place = dice.randrange(len(query))
    return query if dice.random() < 0.5 else query[:place] + dice.choice("abc") + query[place + 1 :]


def _scan(names: list[str]) -> float:
    began = time.thread_time()
    sum(1 for name in names if "müll" in name)
    return (time.thread_time() - began) * 1000


def tell(opened: float, took: list[tuple[float, float]], floor: float) -> None:
    """Print CPU time, which the program needs, and wall time, which depends on the load of the machine."""
    print(f"list with {TASKS} tasks, first opened: {opened:.0f} ms")
    for what, values in zip(("CPU", "wall"), zip(*took, strict=True), strict=True):
        p50, p99 = statistics.median(values), sorted(values)[int(len(values) * 0.99)]
        print(
            f"a keystroke, {what} ms: p50 {p50:.1f}, p99 {p99:.1f} (wanted at most {FRAME_MS:.0f}), {len(values)} keys"
        )
        print(f"  p99 to a scan with `in` ({floor:.2f} ms CPU): {p99 / floor:.1f} x")


if __name__ == "__main__":
    raise SystemExit(main())
