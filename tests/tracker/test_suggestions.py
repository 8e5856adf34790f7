"""Suggestions from past entries on this computer."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.entries import Catalog, Project, Task
from demitasse.domain.suggestions import SuggestionReason
from demitasse.tracker.suggestions import Suggestions
from tests.tracker.conftest import CATALOG, DAY

if TYPE_CHECKING:
    from tests.tracker.conftest import Tracker


@pytest.fixture
def suggestions(tracker: Tracker) -> Suggestions:
    return Suggestions(tracker.store, tracker.clock)


def _mondays(tracker: Tracker, weeks: int) -> None:
    """Start and stop a timer at this time on each Monday."""
    now = tracker.clock.now().wall
    for week in range(weeks, 0, -1):
        tracker.clock.set_wall(now - timedelta(weeks=week))
        tracker.timer.start(2, 2)
        tracker.clock.set_wall(now - timedelta(weeks=week) + timedelta(minutes=20))
        tracker.timer.stop()
    tracker.clock.set_wall(now)


def test_a_timer_started_on_mondays_is_likely_on_monday(tracker: Tracker, suggestions: Suggestions) -> None:
    _mondays(tracker, 3)
    (guess,) = suggestions.likely()
    assert (guess.pair, guess.reason) == ((2, 2), SuggestionReason.WEEKDAY_AND_HOUR)
    tracker.timer.start(2, 2)
    assert suggestions.likely() == [], "it runs"


def test_recorded_start_times_count_too(tracker: Tracker, suggestions: Suggestions) -> None:
    hour = tracker.clock.now().wall.time()
    for back in (2, 4):
        tracker.sheets.add(1, 1, 60, day=DAY - timedelta(days=back), start_time=hour)
    (guess,) = suggestions.likely()
    assert (guess.pair, guess.reason) == ((1, 1), SuggestionReason.HOUR)
    tracker.sheets.add(1, 1, 60, start_time=time(8))
    assert suggestions.previous_pair() == (1, 1)
    assert suggestions.likely() == []


def test_the_index_is_rebuilt_only_after_a_catalogue_change(tracker: Tracker, suggestions: Suggestions) -> None:
    index = suggestions.index()
    assert [one.task for one in index.listed] == ["Meetings", "Coding", "Meetings"]
    tracker.sheets.add(1, 1, 60)
    assert suggestions.index() is index
    with tracker.store.transaction():
        tracker.store.catalog.replace(
            Catalog((Project(9, "New", None, "#000000", code="N1"),), (Task(1, "x"),), (), ((9, 1),))
        )
    assert [(one.project, one.code) for one in suggestions.index().listed] == [("New", "N1")]
    with tracker.store.transaction():
        tracker.store.delete_account_data()
    assert suggestions.index().listed == ()
    with tracker.store.transaction():
        tracker.store.catalog.replace(CATALOG)
    assert len(suggestions.index().listed) == 3


def test_comments_of_the_pair_come_first_then_of_its_project(tracker: Tracker, suggestions: Suggestions) -> None:
    for back, (project, task, comment) in enumerate(
        [
            (2, 2, "other"),
            (1, 2, "same project"),
            (1, 1, "same task, older"),
            (1, 1, "same task, oldest"),
            (2, 2, "two\nlines"),
        ]
    ):
        tracker.sheets.add(project, task, 60, comment=comment, day=DAY - timedelta(days=back))
    gone = tracker.sheets.add(1, 1, 60, comment="deleted")
    tracker.sheets.delete(gone.id)
    tracker.sheets.add(1, 1, 60, comment="long" * 60)
    assert suggestions.comments((1, 1)) == ["same task, older", "same task, oldest", "same project", "other"]
    assert suggestions.comments(None) == ["other", "same project", "same task, older", "same task, oldest"]
