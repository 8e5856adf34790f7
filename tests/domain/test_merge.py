"""Three-way merges: base, mine, theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.entries import UNKNOWN_S, Entry, Fields
from demitasse.domain.merge import changed_fields, matches_sent, merge_remote, superseded
from demitasse.domain.operations import OpKind, payload, required_kind, unsynced_fields
from demitasse.domain.timer import Instant

NOW = Instant(datetime(2026, 3, 2, 12, tzinfo=UTC), "boot", 50_000.0)
BASE = Fields(date(2026, 3, 2), 1, 2, "words", 3600)
some_fields = st.builds(
    Fields,
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    project_id=st.integers(1, 3),
    task_id=st.integers(1, 3),
    comment=st.sampled_from(["", "a", "b"]),
    duration_s=st.integers(0, 3),
    running=st.just(False),
    start_time=st.none(),
    end_time=st.none(),
)


def later(seconds: float) -> Instant:
    """Return the moment this long after NOW, in the same boot."""
    return Instant(NOW.wall + timedelta(seconds=seconds), NOW.boot_id, NOW.boot_s + seconds)


@given(some_fields, some_fields, some_fields)
def test_local_changes_survive_and_all_else_is_remote(base: Fields, mine: Fields, theirs: Fields) -> None:
    after = merge_remote(Entry(1, 10, mine, base), base, theirs, NOW).entry
    mine_changed = changed_fields(base, mine)
    if base.comment != theirs.comment and mine.comment in theirs.comment:
        mine_changed.pop("comment", None)  # the remote comment contains the local one
    for name in ("day", "project_id", "task_id", "comment", "duration_s"):
        wanted = mine if name in mine_changed else theirs
        assert getattr(after.mine, name) == getattr(wanted, name)
    assert after.base == theirs


@given(some_fields, some_fields)
def test_sending_the_changes_makes_the_server_agree(base: Fields, mine: Fields) -> None:
    entry = Entry(1, 10, mine, base)
    agreed = base._replace(**payload(entry, NOW))
    assert required_kind(entry._replace(base=agreed)) is None


def test_a_timer_running_on_both_sides_is_no_change() -> None:
    running = BASE._replace(running=True)
    assert changed_fields(running, running._replace(duration_s=99)) == {}


def test_a_timer_set_by_the_user_is_a_change() -> None:
    doubted = BASE._replace(running=True, duration_s=UNKNOWN_S)
    assert changed_fields(doubted, doubted._replace(duration_s=99)) == {"duration_s": 99}


def test_a_stop_always_includes_the_duration() -> None:
    assert changed_fields(BASE._replace(running=True), BASE) == {"duration_s": 3600, "running": False}


def test_a_remote_timer_starts_as_long_ago_as_it_has_counted() -> None:
    theirs = BASE._replace(running=True, duration_s=600)
    after = merge_remote(Entry(1, 10, BASE, BASE), BASE, theirs, NOW).entry
    assert after.started == NOW.shifted(-600)
    assert after.duration_at(later(60)) == 660


def test_a_local_timer_is_not_replaced_by_the_servers_duration() -> None:
    mine = BASE._replace(running=True, duration_s=0)
    theirs = mine._replace(duration_s=4711)
    after = merge_remote(Entry(1, 10, mine, mine, started=NOW), mine, theirs, NOW).entry
    assert (after.started, after.duration_at(later(30))) == (NOW, 30)


def test_each_of_several_timers_ends_where_the_next_began() -> None:
    run = BASE._replace(running=True, duration_s=0)
    first, second, third = (Entry(n, n, run, run, started=later(n * 600)) for n in range(3))
    stopped = superseded([third, first, second])
    assert [(one.id, one.mine.duration_s, one.mine.running) for one in stopped] == [(0, 600, False), (1, 600, False)]


def test_an_entry_normalized_by_the_server_matches() -> None:
    run, long = BASE._replace(running=True), BASE._replace(comment="long words " * 40)
    assert matches_sent(run, run._replace(duration_s=5, comment=" words\n"))
    assert matches_sent(run, BASE._replace(duration_s=5))
    assert matches_sent(long, long._replace(comment=long.comment[:255]))
    assert matches_sent(BASE._replace(comment="e\u0301"), BASE._replace(comment="\u00e9"))
    assert matches_sent(BASE._replace(duration_s=610), BASE._replace(duration_s=900))
    assert not matches_sent(BASE, BASE._replace(duration_s=5))
    assert not matches_sent(BASE, run)
    assert not matches_sent(BASE, BASE._replace(comment="word"))
    assert not matches_sent(BASE, BASE._replace(task_id=3))


def test_operations_merge_by_themselves() -> None:
    new = Entry(1, None, BASE)
    known = Entry(1, 10, BASE, BASE)
    assert required_kind(new) is OpKind.CREATE
    assert required_kind(new._replace(deleted=True)) is None
    assert required_kind(known) is None
    assert required_kind(known._replace(mine=BASE._replace(comment="x"))) is OpKind.UPDATE
    assert required_kind(known._replace(deleted=True)) is OpKind.DELETE
    assert unsynced_fields(known._replace(mine=BASE._replace(comment="x"))) == {"comment": "x"}


def test_a_timer_sent_late_includes_the_time_counted() -> None:
    run = BASE._replace(running=True, duration_s=0)
    entry = Entry(1, None, run, started=NOW)
    assert payload(entry, later(3))["duration_s"] == 0
    assert payload(entry, later(3000))["duration_s"] == 3000


def test_a_synced_timer_sends_its_duration_only_if_it_was_set() -> None:
    run = BASE._replace(running=True, duration_s=0)
    known = Entry(1, 10, run._replace(comment="new words"), run, started=NOW)
    assert payload(known, later(3000)) == {"comment": "new words"}
    doubted = known._replace(base=run._replace(duration_s=UNKNOWN_S))
    assert payload(doubted, later(3000)) == {"comment": "new words", "duration_s": 3000}


def test_a_timer_that_was_set_drops_the_time_counted_before() -> None:
    stopped = BASE._replace(duration_s=490)
    mine = stopped._replace(running=True, duration_s=4000)
    entry = Entry(1, 10, mine, stopped._replace(duration_s=UNKNOWN_S), started=NOW)
    assert merge_remote(entry, entry.base or stopped, stopped, NOW).entry.mine.duration_s == 4000
    assert (
        merge_remote(entry._replace(base=stopped), stopped, stopped._replace(duration_s=600), NOW).entry.mine.duration_s
        == 4110
    )
