"""What may be meant before it is typed, from what this computer knows."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.entries import Catalog, Project, Task
from demitasse.domain.suggestions import SuggestionReason
from demitasse.tracker.suggestions import Suggestions
from tests.tracker.conftest import CATALOG, DAY

if TYPE_CHECKING:
    from tests.tracker.conftest import Desk


@pytest.fixture
def suggestions(desk: Desk) -> Suggestions:
    return Suggestions(desk.store, desk.clock)


def _mondays(desk: Desk, weeks: int) -> None:
    """A timer each Monday at this time, as the days went by."""
    now = desk.clock.now().wall
    for week in range(weeks, 0, -1):
        desk.clock.set_wall(now - timedelta(weeks=week))
        desk.timer.start(2, 2)
        desk.clock.set_wall(now - timedelta(weeks=week) + timedelta(minutes=20))
        desk.timer.stop()
    desk.clock.set_wall(now)


def test_a_timer_started_on_mondays_is_likely_on_monday(desk: Desk, suggestions: Suggestions) -> None:
    _mondays(desk, 3)
    (guess,) = suggestions.likely()
    assert (guess.pair, guess.reason) == ((2, 2), SuggestionReason.WEEKDAY_AND_HOUR)
    desk.timer.start(2, 2)
    assert suggestions.likely() == [], "it runs"


def test_starts_that_were_written_down_count_too(desk: Desk, suggestions: Suggestions) -> None:
    hour = desk.clock.now().wall.time()
    for back in (2, 4):
        desk.sheets.add(1, 1, 60, day=DAY - timedelta(days=back), start_time=hour)
    (guess,) = suggestions.likely()
    assert (guess.pair, guess.reason) == ((1, 1), SuggestionReason.HOUR)
    desk.sheets.add(1, 1, 60, start_time=time(8))
    assert suggestions.previous_pair() == (1, 1)
    assert suggestions.likely() == []


def test_the_index_is_made_anew_only_when_the_catalogue_was_replaced(desk: Desk, suggestions: Suggestions) -> None:
    index = suggestions.index()
    assert [one.task for one in index.listed] == ["Meetings", "Coding", "Meetings"]
    desk.sheets.add(1, 1, 60)
    assert suggestions.index() is index
    with desk.store.transaction():
        desk.store.catalog.replace(
            Catalog((Project(9, "New", None, "#000000", code="N1"),), (Task(1, "x"),), (), ((9, 1),))
        )
    assert [(one.project, one.code) for one in suggestions.index().listed] == [("New", "N1")]
    with desk.store.transaction():
        desk.store.delete_account_data()
    assert suggestions.index().listed == ()
    with desk.store.transaction():
        desk.store.catalog.replace(CATALOG)
    assert len(suggestions.index().listed) == 3


def test_comments_of_the_pair_come_first_then_of_its_project(desk: Desk, suggestions: Suggestions) -> None:
    for back, (project, task, comment) in enumerate(
        [
            (2, 2, "other"),
            (1, 2, "same project"),
            (1, 1, "same task, older"),
            (1, 1, "same task, oldest"),
            (2, 2, "two\nlines"),
        ]
    ):
        desk.sheets.add(project, task, 60, comment=comment, day=DAY - timedelta(days=back))
    gone = desk.sheets.add(1, 1, 60, comment="deleted")
    desk.sheets.delete(gone.id)
    desk.sheets.add(1, 1, 60, comment="long" * 60)
    assert suggestions.comments((1, 1)) == ["same task, older", "same task, oldest", "same project", "other"]
    assert suggestions.comments(None) == ["other", "same project", "same task, older", "same task, oldest"]
