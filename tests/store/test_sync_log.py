"""The sync log: the steps of every operation, in bounded space."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demitasse.domain.entries import Catalog, Project, Task
from demitasse.domain.operations import OpKind, OpState
from demitasse.domain.sync_log import KEPT_DAYS, LogStep, group_changes
from demitasse.store.store import Store
from tests.clocks import ManualClock
from tests.store.test_outbox import FIELDS, WHY, add, mark, record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY_S = 86_400


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def store(tmp_path: Path, clock: ManualClock) -> Iterator[Store]:
    opened = Store(tmp_path / "demitasse.db", clock)
    yield opened
    opened.close()


def steps(store: Store) -> list[LogStep]:
    return [event.step for event in store.sync_log.events()]


def rows(store: Store) -> int:
    found = store.database.row("SELECT COUNT(*) AS n FROM ledger")
    assert found is not None
    return int(found["n"])


def test_a_step_keeps_the_names_of_its_time(store: Store) -> None:
    with store.transaction():
        store.catalog.replace(Catalog((Project(1, "Web", None, "#aa0000"),), (Task(2, "Coding"),), (), ((1, 2),)))
    entry = add(store)
    mark(store, entry, OpState.REJECTED)
    (course,) = group_changes(store.sync_log.events())
    assert [event.step for event in course.events] == [LogStep.QUEUED, LogStep.REFUSED]
    assert (course.kind, course.last.reason, course.is_open) == (OpKind.CREATE, WHY, True)
    assert course.described is not None
    assert (course.described.fields, course.described.project, course.described.task) == (FIELDS, "Web", "Coding")


def test_a_rolled_back_step_is_not_logged(store: Store) -> None:
    entry = add(store)

    def half_done() -> None:
        with store.transaction():
            store.outbox.transition(entry.id, OpState.IN_FLIGHT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    assert steps(store) == [LogStep.QUEUED]


def test_an_unsent_attempt_is_not_logged(store: Store) -> None:
    entry = add(store)
    for _ in range(500):
        mark(store, entry, OpState.IN_FLIGHT)
        mark(store, entry, OpState.PENDING)
    assert steps(store) == [LogStep.QUEUED]


def test_a_repeated_step_is_logged_once(store: Store, clock: ManualClock) -> None:
    entry = add(store)
    mark(store, entry, OpState.IN_FLIGHT)
    for _ in range(50):
        clock.advance(120)
        mark(store, entry, OpState.AMBIGUOUS)
    assert steps(store) == [LogStep.QUEUED, LogStep.SENT, LogStep.LOOKED_UP]
    assert store.sync_log.events()[-1].at == clock.now().wall


def test_ten_edits_before_sending_are_one_step(store: Store) -> None:
    entry = add(store)
    for n in range(10):
        record(store, entry._replace(mine=FIELDS._replace(comment=str(n))))
    assert steps(store) == [LogStep.QUEUED]
    record(store, entry._replace(deleted=True))
    assert steps(store) == [LogStep.QUEUED, LogStep.UNDONE]


def test_operations_of_one_entry_are_separate(store: Store) -> None:
    with store.transaction():
        entry = store.entries.add_remote(10, FIELDS, None, None)
    changed = entry._replace(mine=FIELDS._replace(comment="x"))
    for _ in range(3):
        record(store, changed)
        record(store, entry)
    assert [course.is_open for course in group_changes(store.sync_log.events())] == [False] * 3


def test_an_update_that_became_a_delete_is_one_operation(store: Store) -> None:
    with store.transaction():
        entry = store.entries.add_remote(10, FIELDS, None, None)
    record(store, entry._replace(mine=FIELDS._replace(comment="x")))
    record(store, entry._replace(deleted=True))
    (course,) = group_changes(store.sync_log.events())
    assert (course.kind, [event.step for event in course.events]) == (OpKind.DELETE, [LogStep.QUEUED])
    with store.transaction():
        store.outbox.remove(entry.id)
    (course,) = group_changes(store.sync_log.events())
    assert course.last.step is LogStep.CONFIRMED, "gone there, as it should"


def test_the_log_of_a_year_is_as_long_as_that_of_a_month(store: Store, clock: ManualClock) -> None:
    sizes = []
    for _ in range(100):
        for _ in range(5):
            entry = add(store)
            mark(store, entry, OpState.IN_FLIGHT)
            with store.transaction():
                sent = entry._replace(server_id=entry.id, base=entry.mine)
                store.outbox.finish_attempt(sent, store.outbox.get(entry.id), clock.now())
        clock.advance(DAY_S)
        sizes.append(rows(store))
    assert max(sizes[KEPT_DAYS + 2 :]) == max(sizes) <= (KEPT_DAYS + 1) * 5 * 3
    assert len(group_changes(store.sync_log.events(days=7))) == 35


def test_a_new_account_has_an_empty_sync_log(store: Store) -> None:
    add(store)
    with store.transaction():
        store.delete_account_data()
    assert rows(store) == 0
