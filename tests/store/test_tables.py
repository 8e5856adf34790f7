"""Entries, catalogue, settings and undo log on a real file."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.entries import Catalog, Client, Fields, Project, Task
from demitasse.domain.errors import FaultCode
from demitasse.domain.timer import Instant
from demitasse.domain.user import Employment
from demitasse.store import settings
from demitasse.store.undo_log import DEPTH, Change, image

if TYPE_CHECKING:
    from demitasse.store.store import Store

DAY = date(2026, 3, 2)
NOW = Instant(datetime(2026, 3, 2, 12, tzinfo=UTC), "boot", 50_000.0)
FULL = Fields(DAY, 1, 2, "wörds\n🙂 <b>", 3600, running=True, start_time=time(9), end_time=time(10, 30))
CATALOG = Catalog(
    projects=(Project(1, "Website", 5, "#ff0000"), Project(2, "Old", 5, "#00ff00", bookable=False)),
    tasks=(Task(1, "Coding"), Task(2, "Gone", bookable=False)),
    clients=(Client(5, "Acme"),),
    pairs=((1, 1), (1, 2), (2, 1)),
)


def test_an_entry_is_read_as_it_was_saved(store: Store) -> None:
    with store.transaction():
        made = store.entries.add(FULL, started=NOW)
        known = made._replace(server_id=77, base=FULL, deleted=True)
        store.entries.save(known, locked=FaultCode.ENTRY_BILLED, confirmed_at=NOW.wall)
    known = known._replace(locked=FaultCode.ENTRY_BILLED)
    assert store.entries.get(made.id) == known
    assert store.entries.by_server_id(77) == known
    assert store.entries.confirmed_at(made.id) == NOW.wall


def test_a_day_shows_the_running_timer_first(store: Store) -> None:
    still = FULL._replace(running=False)
    with store.transaction():
        run = store.entries.add(FULL, started=NOW)
        done = store.entries.add(still)
        store.entries.add(still._replace(day=DAY + timedelta(days=1)))
        store.entries.save(store.entries.add(still)._replace(deleted=True))
    later = Instant(NOW.wall, NOW.boot_id, NOW.boot_s + 60)
    rows = store.entries.rows_between(DAY, DAY, later)
    assert [(row.id, row.duration_s) for row in rows] == [(run.id, 3660), (done.id, 3600)]


def test_recent_pairs_and_the_last_day(store: Store) -> None:
    with store.transaction():
        for back, task in ((0, 1), (1, 2), (3, 1), (400, 9)):
            store.entries.add(Fields(DAY - timedelta(days=back), 1, task))
    assert store.entries.recent(DAY) == [(1, 1), (1, 2)]
    assert [row.day for row in store.entries.last_day(DAY, NOW)] == [DAY - timedelta(days=1)]
    assert store.entries.last_day(DAY - timedelta(days=400), NOW) == ()


def test_only_synced_deletions_are_purged(store: Store) -> None:
    with store.transaction():
        gone = store.entries.add(FULL)
        store.entries.save(gone._replace(deleted=True))
        kept = store.entries.add(FULL)
        untold = store.entries.add_remote(5, FULL, None, None)
        deleted = untold._replace(deleted=True)
        store.entries.save(deleted)
        store.outbox.record_change(deleted, NOW)
        store.entries.purge(DAY + timedelta(days=1))
    assert store.entries.get(gone.id) is None
    assert store.entries.get(kept.id) is not None
    assert store.entries.get(untold.id) is not None


def test_only_bookable_pairs_are_choices(store: Store) -> None:
    with store.transaction():
        store.catalog.replace(CATALOG)
    (one,) = store.catalog.choices()
    assert (one.project, one.task, one.client, one.color) == ("Website", "Coding", "Acme", "#ff0000")
    assert store.catalog.choice(1, 1) == one
    assert store.catalog.choice(1, 2) is None


def test_names_of_removed_projects_and_tasks_stay(store: Store) -> None:
    with store.transaction():
        store.catalog.replace(CATALOG)
        store.catalog.replace(Catalog((), (), (), ()))
        made = store.entries.add(Fields(DAY, 1, 1))
    assert store.catalog.choices() == []
    row = store.entries.row(made.id, NOW)
    assert row is not None
    assert (row.project, row.task, row.client) == ("Website", "Coding", "Acme")


def test_favourites_and_target_hours(store: Store) -> None:
    hours = [Employment(date(2026, 1, 1), (1, 2, 3, 4, 5, 6, 7))]
    with store.transaction():
        store.catalog.set_favourite(1, 1, on=True)
        store.catalog.set_favourite(1, 1, on=True)
        store.catalog.set_favourite(2, 1, on=True)
        store.catalog.set_favourite(2, 1, on=False)
        store.catalog.replace_employments(hours)
    assert store.catalog.favourites() == {(1, 1)}
    assert store.catalog.employments() == hours


@pytest.mark.parametrize("wrong", ['"text"', "null", "[1]"])
def test_a_setting_of_the_wrong_type_counts_as_its_default(store: Store, wrong: str) -> None:
    with store.transaction():
        store.settings.put(settings.HIGH_WATER, json.loads(wrong))
    assert store.settings.get(settings.HIGH_WATER) == 0


def test_settings_are_stored_and_reset(store: Store) -> None:
    with store.transaction():
        store.settings.put(settings.EMAIL, "ä@b.c")
    assert store.settings.get(settings.EMAIL) == "ä@b.c"
    with store.transaction():
        store.settings.reset(settings.EMAIL)
    assert store.settings.get(settings.EMAIL) == ""


def test_the_undo_log_is_limited(store: Store) -> None:
    with store.transaction():
        made = store.entries.add(FULL, started=NOW)
        for n in range(DEPTH + 5):
            store.undo_log.add(str(n), [Change(made.id, None, image(made))])
    last = store.undo_log.actions()[0]
    assert (last.label, last.changes) == (str(DEPTH + 4), (Change(made.id, None, image(made)),))
    count = store.database.row("SELECT COUNT(*) FROM journal")
    assert count is not None
    assert count[0] == DEPTH


def test_deleting_account_data_leaves_nothing(store: Store) -> None:
    with store.transaction():
        store.catalog.replace(CATALOG)
        entry = store.entries.add(FULL)
        store.outbox.record_change(entry, NOW)
        store.settings.put(settings.HIGH_WATER, 5)
        store.delete_account_data()
    assert store.entries.rows_between(DAY, DAY, NOW) == ()
    assert store.outbox.active() == []
    assert store.catalog.choices() == []
    assert store.settings.get(settings.HIGH_WATER) == 0
