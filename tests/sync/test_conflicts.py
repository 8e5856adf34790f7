"""No text is lost: what both sides changed is kept, shown and resolved by the user (reliability B.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demitasse.domain.entries import EntryState
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Reason, Refused
from demitasse.domain.operations import ConflictKind, Resolution
from demitasse.store import settings
from tests.sync.test_exactly_once import add, writes
from tests.sync.test_two_devices import server_id, synced

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from demitasse.tracker.conflicts import Conflict
    from tests.sync.device import Device


def only(device: Device) -> Conflict:
    """Return the single open conflict."""
    (one,) = device.conflicts.all()
    return one


def both_edited(device: Device, sandbox: Sandbox, theirs: str = "their words") -> int:
    """Create an entry with a comment of ours and another that was written elsewhere meanwhile."""
    entry = synced(device, "words")
    sandbox.update_entry(server_id(device, entry), comment=theirs)
    device.sheets.edit(entry, comment="our words")
    device.settle()
    return entry


@pytest.mark.parametrize(
    ("way", "stands"),
    [(Resolution.MINE, "our words"), (Resolution.THEIRS, "their words"), (Resolution.BOTH, "their words\nour words")],
)
def test_a_comment_changed_on_both_sides_is_kept_twice(
    device: Device, sandbox: Sandbox, way: Resolution, stands: str
) -> None:
    entry = both_edited(device, sandbox)
    one = only(device)
    assert device.mine() == [("our words", 600)]
    assert (one.entry_id, one.kind, one.field_names, one.shown_side) == (
        entry,
        ConflictKind.BOTH_CHANGED,
        ("comment",),
        Resolution.MINE,
    )
    assert one.theirs is not None
    assert (one.mine.fields.comment, one.theirs.fields.comment) == ("our words", "their words")
    assert one.theirs.project == device.sheets.entry(entry).project
    device.conflicts.resolve(entry, way)
    device.settle()
    assert device.mine() == [(stands, 600)]
    assert device.conflicts.all() == ()


def test_a_stale_replica_hides_no_edit(device: Device, sandbox: Sandbox) -> None:
    entry = add(device, "words")
    device.run(poll=True)
    number = server_id(device, entry)
    device.clock.advance(5)
    sandbox.update_entry(number, comment="their words")
    device.sheets.edit(entry, comment="our words")
    sandbox.faults.add("status", method="GET", path=f"timeEntries/{number}", status=404)
    device.run()
    assert device.mine() == [("their words", 600)], "nothing is written over what could not be seen"
    device.settle()
    assert device.mine() == [("our words", 600)]
    assert only(device).theirs is not None


def test_two_conflicts_of_one_entry_are_settled_together(device: Device, sandbox: Sandbox) -> None:
    entry = both_edited(device, sandbox)
    device.clock.advance(1)
    sandbox.update_entry(server_id(device, entry), comment="their new words")
    device.sheets.edit(entry, comment="our new words")
    device.settle()
    assert len(device.conflicts.all()) == 2
    device.conflicts.resolve(entry, Resolution.BOTH)
    device.settle()
    assert device.mine() == [("their words\nour words\ntheir new words\nour new words", 600)]


@pytest.mark.parametrize(("theirs", "stands"), [("and our words too", "and our words too"), ("our", "our words")])
def test_a_comment_that_contains_the_other_is_no_conflict(
    device: Device, sandbox: Sandbox, theirs: str, stands: str
) -> None:
    both_edited(device, sandbox, theirs)
    assert device.mine() == [(stands, 600)]
    assert device.conflicts.all() == ()


def test_durations_changed_on_both_sides_are_not_added(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "words")
    sandbox.update_entry(server_id(device, entry), duration=1800)
    device.sheets.edit(entry, duration_s=1200)
    device.settle()
    assert device.mine() == [("words", 1200)]
    assert only(device).field_names == ("duration_s",)
    device.conflicts.resolve(entry, Resolution.THEIRS)
    device.settle()
    assert device.mine() == [("words", 1800)]
    device.history.undo()
    device.settle()
    assert device.mine() == [("words", 1200)]


@pytest.mark.parametrize(
    ("theirs_s", "stands_s", "asked"), [(300, 300, 1), (570, 570, 0), (630, 600, 0), (900, 600, 1)]
)
def test_of_two_stops_the_first_one_counts(
    device: Device, sandbox: Sandbox, theirs_s: int, stands_s: int, asked: int
) -> None:
    choice = device.sheets.choices()[0]
    entry = device.timer.start(choice.project_id, choice.task_id, "work").id
    device.settle()
    device.clock.advance(600)
    device.timer.stop()
    sandbox.update_entry(server_id(device, entry), running=False, duration=theirs_s)
    device.settle()
    assert device.mine() == [("work", stands_s)]
    assert len(device.conflicts.all()) == asked


def test_what_was_deleted_here_and_edited_elsewhere_stays(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "words")
    sandbox.update_entry(server_id(device, entry), comment="their words")
    device.sheets.delete(entry)
    device.settle()
    assert device.mine() == [("their words", 600)]
    assert [row.comment for row in device.rows()] == ["their words"]
    assert only(device).kind is ConflictKind.EDITED_ELSEWHERE
    device.conflicts.resolve(entry, Resolution.MINE)
    device.settle()
    assert (device.mine(), device.conflicts.all()) == ([], ())


def test_a_timer_deleted_here_and_stopped_elsewhere_goes(device: Device, sandbox: Sandbox) -> None:
    choice = device.sheets.choices()[0]
    entry = device.timer.start(choice.project_id, choice.task_id, "work").id
    device.settle()
    device.clock.advance(400)
    sandbox.update_entry(server_id(device, entry), running=False)
    device.sheets.delete(entry)
    device.settle()
    assert (device.mine(), device.conflicts.all()) == ([], ())


@pytest.mark.parametrize(("way", "stands"), [(Resolution.MINE, [("our words", 600)]), (Resolution.THEIRS, [])])
def test_what_was_edited_here_and_deleted_elsewhere_waits(
    device: Device, sandbox: Sandbox, way: Resolution, stands: list[tuple[str, int]]
) -> None:
    entry = synced(device, "words")
    sandbox.delete_entry(server_id(device, entry))
    device.sheets.edit(entry, comment="our words")
    device.settle()
    one = only(device)
    assert (one.kind, one.mine.fields.comment, one.theirs) == (ConflictKind.DELETED_ELSEWHERE, "our words", None)
    assert device.mine() == []
    device.conflicts.resolve(entry, way)
    device.settle()
    assert (device.mine(), device.conflicts.all()) == (stands, ())


def test_an_unclear_edit_of_an_entry_deleted_elsewhere_creates_nothing(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "words")
    sandbox.faults.add("drop_before", method="PUT")
    device.sheets.edit(entry, comment="our words")
    device.run()
    sandbox.delete_entry(server_id(device, entry))
    device.settle()
    assert device.mine() == []
    assert only(device).kind is ConflictKind.DELETED_ELSEWHERE


def test_a_locked_entry_keeps_the_server_version_and_our_text(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "words")
    sandbox.update_entry(server_id(device, entry), lockedAt="2026-03-02T09:00:00.000Z")
    device.sheets.edit(entry, comment="our words")
    device.settle()
    assert [row.comment for row in device.rows()] == ["words"]
    one = only(device)
    assert (one.kind, one.mine.fields.comment, one.reason) == (
        ConflictKind.LOCKED,
        "our words",
        Reason(FaultCode.ENTRY_LOCKED),
    )
    with pytest.raises(Refused):
        device.conflicts.resolve(entry, Resolution.MINE)
    sandbox.update_entry(server_id(device, entry), lockedAt=None)
    device.run(poll=True)
    device.conflicts.resolve(entry, Resolution.MINE)
    device.settle()
    assert device.mine() == [("our words", 600)]


def test_a_comment_that_the_server_truncates_is_kept(device: Device, sandbox: Sandbox) -> None:
    sandbox.quirks.set("rewrite_text", "cut255")
    words = "many words " * 40
    entry = add(device, words)
    device.settle()
    assert device.mine() == [(words[:255], 600)]
    one = only(device)
    assert (one.kind, one.mine.fields.comment, one.resolutions) == (ConflictKind.CUT_OFF, words, (Resolution.THEIRS,))
    device.conflicts.resolve(entry, Resolution.THEIRS)
    device.run(poll=True)
    assert device.conflicts.all() == ()


def test_a_refused_change_can_be_discarded(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "words")
    sandbox.faults.add("status", method="PUT", status=400)
    device.sheets.edit(entry, comment="our words")
    device.settle()
    assert only(device).kind is ConflictKind.REFUSED
    device.conflicts.resolve(entry, Resolution.THEIRS)
    assert device.conflicts.all() == ()
    assert device.sheets.entry(entry).comment == "words"
    assert device.sheets.entry(entry).state is EntryState.SYNCED


def unclear_and_edited(device: Device, sandbox: Sandbox) -> int:
    """Create an entry whose sending ended unclear, and that was edited elsewhere before any check."""
    sandbox.faults.add("drop_after", method="POST", path="timeEntries")
    entry = add(device, "words")
    device.run()
    device.clock.advance(1)
    sandbox.update_entry(max(int(str(one["id"])) for one in sandbox.entries(device.email)), comment="their words")
    device.settle()
    return entry


def test_a_new_entry_from_elsewhere_on_the_same_task_is_a_separate_entry(device: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("drop_before", method="POST", path="timeEntries")
    add(device, "words")
    device.run()
    choice, day = device.sheets.choices()[0], str(device.sheets.today())
    sandbox.add_entry(
        device.email, day=day, project=choice.project_id, task=choice.task_id, duration=60, comment="theirs"
    )
    device.settle()
    assert device.conflicts.all() == ()
    assert device.mine() == [("theirs", 60), ("words", 600)]


def test_an_unclear_delete_does_not_discard_a_remote_edit(device: Device, sandbox: Sandbox) -> None:
    entry = synced(device, "words")
    number = server_id(device, entry)
    sandbox.faults.add("drop_before", method="DELETE")
    device.sheets.delete(entry)
    device.run()
    device.clock.advance(1)
    sandbox.update_entry(number, comment="their words")
    device.settle()
    assert device.mine() == [("their words", 600)]
    assert only(device).kind is ConflictKind.EDITED_ELSEWHERE


@pytest.mark.parametrize(
    ("way", "stands"),
    [(Resolution.MINE, [("their words", 600), ("words", 600)]), (Resolution.THEIRS, [("their words", 600)])],
)
def test_an_unclear_create_that_was_edited_there_needs_review(
    device: Device, sandbox: Sandbox, way: Resolution, stands: list[tuple[str, int]]
) -> None:
    entry = unclear_and_edited(device, sandbox)
    assert only(device).kind is ConflictKind.UNSURE
    device.conflicts.resolve(entry, way)
    device.settle()
    device.run(poll=True)
    assert device.mine() == stands
    assert sorted((row.comment, row.duration_s) for row in device.rows()) == stands


@pytest.mark.parametrize(("way", "number"), [(Resolution.MINE, 1), (Resolution.THEIRS, 2)])
def test_a_late_second_copy_needs_review_once(device: Device, sandbox: Sandbox, way: Resolution, number: int) -> None:
    sandbox.faults.add("late", method="POST", path="timeEntries", seconds=400)
    add(device, "once")
    device.settle()
    device.clock.advance(600)
    device.run(poll=True)
    assert device.mine() == [("once", 600)] * 2
    one = only(device)
    assert (one.kind, one.mine.fields.comment) == (ConflictKind.COPY, "once")
    device.clock.advance(400)
    device.run(poll=True)
    assert only(device) == one
    device.conflicts.resolve(one.entry_id, way)
    device.settle()
    device.run(poll=True)
    assert device.mine() == [("once", 600)] * number
    assert device.conflicts.all() == ()


def test_two_copies_in_one_poll_are_one_entry_and_one_review(device: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("late", method="POST", path="timeEntries", seconds=400)
    sandbox.faults.add("drop_after", method="POST", path="timeEntries", skip=1)
    add(device, "once")
    device.run()
    for _ in range(3):
        device.clock.advance(130)
        device.run()
    device.clock.advance(600)
    device.settle()
    device.run(poll=True)
    assert only(device).kind is ConflictKind.COPY
    assert sorted(row.state for row in device.rows()) == [EntryState.NEEDS_REVIEW, EntryState.SYNCED]


@pytest.fixture
def marked(device: Device, sandbox: Sandbox) -> Device:
    """A computer whose CoffeeCup is known to keep tags."""
    sandbox.quirks.set("external_id", "kept")
    gone = add(device, "first")
    device.settle()
    device.clock.advance(400)
    device.run(poll=True)
    assert device.store.settings.get(settings.TAGS) == "kept"
    device.sheets.delete(gone)
    device.settle()
    sandbox.arrivals.clear()
    return device


def test_a_late_duplicate_with_our_mark_goes(marked: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("late", method="POST", path="timeEntries", seconds=400)
    add(marked, "once")
    marked.settle()
    marked.clock.advance(600)
    marked.run(poll=True)
    marked.settle()
    assert marked.mine() == [("once", 600)]
    assert [row.comment for row in marked.rows()] == ["once"]
    assert marked.conflicts.all() == ()


def test_an_edited_duplicate_with_our_tag_needs_review(marked: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("late", method="POST", path="timeEntries", seconds=400)
    add(marked, "once")
    marked.settle()
    marked.clock.advance(600)
    sandbox.update_entry(max(int(str(one["id"])) for one in sandbox.entries(marked.email)), comment="their words")
    marked.run(poll=True)
    marked.settle()
    assert marked.mine() == [("once", 600), ("their words", 600)]
    assert only(marked).kind is ConflictKind.COPY


def test_a_tagged_entry_is_recognised_after_an_edit(marked: Device, sandbox: Sandbox) -> None:
    entry = unclear_and_edited(marked, sandbox)
    assert marked.conflicts.all() == ()
    assert marked.mine() == [("their words", 600)]
    assert marked.sheets.entry(entry).comment == "their words"


def test_an_entry_deleted_while_unclear_is_removed_even_if_it_arrives_late(marked: Device, sandbox: Sandbox) -> None:
    sandbox.faults.add("late", method="POST", path="timeEntries", seconds=3600)
    entry = add(marked, "never meant")
    marked.run()
    marked.sheets.delete(entry)
    marked.settle()
    marked.clock.advance(4000)
    marked.run(poll=True)
    marked.settle()
    assert marked.mine() == []
    assert (marked.rows(), marked.conflicts.all()) == ((), ())


@pytest.mark.parametrize("quirk", ["dropped", "refused"])
def test_a_server_that_drops_tags_gets_none(device: Device, sandbox: Sandbox, quirk: str) -> None:
    sandbox.quirks.set("external_id", quirk)
    add(device, "first")
    device.settle()
    device.clock.advance(400)
    device.run(poll=True)
    assert device.store.settings.get(settings.TAGS) == "dropped"
    before = len(writes(sandbox))
    add(device, "second")
    device.settle()
    assert len(writes(sandbox)) == before + 1
    assert device.mine() == [("first", 600), ("second", 600)]


def test_an_entry_without_a_conflict_cannot_be_resolved(device: Device, sandbox: Sandbox) -> None:
    entry = both_edited(device, sandbox)
    with pytest.raises(NoMatch):
        device.conflicts.resolve(entry + 1, Resolution.MINE)
    in_dispute = device.conflicts.all()
    device.sheets.delete(entry)
    (gone,) = device.conflicts.all()
    assert gone.resolutions == (Resolution.THEIRS,)
    with pytest.raises(BadInput):
        device.conflicts.resolve(entry, Resolution.BOTH)
    device.history.undo()
    assert device.conflicts.all() == in_dispute
