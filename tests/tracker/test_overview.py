"""The overview: read again exactly when something may have changed."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from demitasse.domain import settings
from demitasse.store.settings import COMPANY, USER
from demitasse.store.store import Store
from demitasse.tracker.conflicts import Conflicts
from demitasse.tracker.overview import OverviewReader
from demitasse.tracker.settings import Settings
from demitasse.tracker.status import Status
from tests.tracker.conftest import DAY

if TYPE_CHECKING:
    from tests.tracker.conftest import Tracker


@pytest.fixture
def reader(tracker: Tracker) -> OverviewReader:
    store, clock = tracker.store, tracker.clock
    return OverviewReader(store, clock, Status(store, lambda: None), Conflicts(store, clock, tracker.actions))


def test_an_unchanged_overview_is_returned_again(tracker: Tracker, reader: OverviewReader) -> None:
    first = reader.read()
    assert reader.read() is first
    tracker.clock.advance(2)
    assert reader.read() is not first, "its durations are out of date"


def test_a_write_here_is_seen(tracker: Tracker, reader: OverviewReader) -> None:
    before = reader.read()
    row = tracker.timer.start(1, 1, "words")
    assert not reader.is_current(before)
    after = reader.read()
    assert after.running == row
    assert [entry.id for entry in after.today.rows] == [row.id]
    assert after.recents[0].task == "Coding"
    assert after.sync.pending == 1


def test_a_write_of_another_process_is_seen(tracker: Tracker, reader: OverviewReader) -> None:
    before = reader.read()
    other = Store(tracker.store.database.path, tracker.clock)
    with other.transaction():
        other.settings.put(COMPANY, "acme")
    other.close()
    assert (before.identity.company, reader.read().identity.company) == ("", "acme")


def test_settings_that_were_rolled_back_are_forgotten(tracker: Tracker, reader: OverviewReader) -> None:
    assert reader.read().watch.away_s == 300

    def fail() -> None:
        with tracker.store.transaction():
            tracker.store.settings.put(settings.AWAY_S, 600)
            assert tracker.store.settings.get(settings.AWAY_S) == 600
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert reader.read().watch.away_s == 300
    Settings(tracker.store).put(settings.AWAY_S, 900)
    assert reader.read().watch.away_s == 900


def test_another_day_can_be_selected(tracker: Tracker, reader: OverviewReader) -> None:
    yesterday = DAY - timedelta(days=1)
    row = tracker.sheets.add(1, 2, 600, day=yesterday)
    overview = reader.read()
    assert (overview.sheet.day, overview.sheet.rows) == (DAY, ())
    assert overview.last_day is not None
    assert overview.last_day.day == yesterday
    reader.select(yesterday)
    assert [entry.id for entry in reader.read().sheet.rows] == [row.id]
    assert reader.read().today.day == DAY


def test_the_city_is_named_if_the_clock_of_the_account_differs_from_that_of_the_computer(
    tracker: Tracker, reader: OverviewReader
) -> None:
    def city(account: str, computer: str) -> str:
        tracker.clock.here = ZoneInfo(computer)
        with tracker.store.transaction():
            tracker.store.settings.put(USER, {"timezone": account})
        return reader.read().other_zone

    assert city("Europe/Berlin", "Europe/Berlin") == ""
    assert city("Europe/Berlin", "Europe/Paris") == "", "they show the same time"
    assert city("America/New_York", "Europe/Paris") == "New York"
    assert city("UTC", "Europe/Paris") == "UTC"
    assert city("", "Europe/Paris") == "", "nothing is known of the account"


def test_the_usual_stop_is_that_of_earlier_days(tracker: Tracker, reader: OverviewReader) -> None:
    for back in range(1, 6):
        tracker.sheets.add(1, 1, 600, day=DAY - timedelta(days=back), start_time=time(8), end_time=time(8, 10))
        tracker.sheets.add(1, 1, 600, day=DAY - timedelta(days=back), start_time=time(15), end_time=time(15, 10))
    tracker.sheets.add(1, 1, 600, start_time=time(9), end_time=time(9, 10))
    assert reader.read().usual_stop == time(15, 10)
