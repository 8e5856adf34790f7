"""The first sync: figures, a share, the time left once it was measured, and the way to the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from demitasse.domain.ports import EventKind, SyncEvent, SyncProgress, SyncStep
from demitasse.store import settings
from demitasse.ui.pages.destinations import FirstSync
from demitasse.ui.pages.first_sync import FirstSyncPage
from demitasse.ui.widgets.progress import MEASURED_MS, time_left
from tests.ui.user_input import press

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage


def _shown(popover: Popover) -> QWidget:
    return popover.page


def _first_sync(stage: Stage) -> tuple[Popover, FirstSyncPage]:
    with stage.store.transaction():
        stage.store.settings.reset(settings.LAST_SYNCED_AT)
    popover = stage.popover()
    popover.open(FirstSync())
    assert isinstance(popover.page, FirstSyncPage)
    return popover, popover.page


def test_the_first_sync_shows_figures_and_a_share(stage: Stage) -> None:
    popover, page = _first_sync(stage)
    assert page.start_button.hasFocus()
    seen = []
    for progress in (
        SyncProgress(SyncStep.CATALOG, 214, 0.2),
        SyncProgress(SyncStep.FACTS, 10, 0.3, is_done=False),
        SyncProgress(SyncStep.ENTRIES, 1240, 0.62, is_done=False),
    ):
        popover.handle(SyncEvent(EventKind.PROGRESS, progress=progress))
        seen.append((page.share.text(), [line.state() for line in page.steps.values()]))
    assert seen == [
        ("20 %", ["done", "running", "waiting", "waiting"]),
        ("30 %", ["done", "running", "waiting", "waiting"]),
        ("62 %", ["done", "running", "running", "waiting"]),
    ]
    assert page.steps[SyncStep.ENTRIES].figure.text() == "1,240"
    assert page.left.text() == "", "nothing is told before it was measured"


@pytest.mark.parametrize(
    ("passed_ms", "share", "words"),
    [
        (MEASURED_MS - 1, 0.5, ""), (MEASURED_MS, 0.0, ""), (MEASURED_MS, 0.5, "about 3 seconds left"),
        (20_000, 0.62, "about 12 seconds left"), (60_000, 0.1, "about 9 minutes left"), (5000, 1.0, ""),
        (4000, 0.8, "about 1 second left"),
    ],
)  # fmt: skip
def test_the_time_left_is_told_once_it_was_measured(passed_ms: int, share: float, words: str) -> None:
    assert time_left(passed_ms, share) == words


@pytest.mark.parametrize("ending", ["synced", "offline", "pressed"])
def test_the_first_sync_leads_to_the_day(stage: Stage, ending: str) -> None:
    popover, page = _first_sync(stage)
    popover.handle(SyncEvent(EventKind.CHANGED))
    assert _shown(popover) is page, "it goes on"
    if ending == "pressed":
        press(popover, Qt.Key.Key_Return)
    else:
        (stage.synced if ending == "synced" else stage.offline)(stage.clock.now().wall)
        popover.handle(SyncEvent(EventKind.CHANGED))
    assert _shown(popover) is popover.day


def test_who_signs_in_again_goes_on_with_the_day(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(FirstSync())
    assert _shown(popover) is popover.day
