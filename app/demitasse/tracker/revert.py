"""What undo makes of an entry: its fields before an action, and which automatic actions go with it. Pure functions."""

from collections.abc import Iterable

from demitasse.domain.entries import Entry, Fields
from demitasse.domain.merge import same_comment
from demitasse.domain.timer import Instant, elapsed_s
from demitasse.store.undo_log import Change, EntryImage, LoggedAction


def split_since(action: LoggedAction, later: Iterable[LoggedAction]) -> list[LoggedAction]:
    """Return the automatic actions of `later`, latest first, that continued what `action` did with a timer."""
    entries, found = set(action.entry_ids), list[LoggedAction]()
    for one in sorted(later):
        if one.is_automatic and entries & one.entry_ids:
            entries |= one.entry_ids
            found.insert(0, one)
    return found


def all_entry_ids(actions: Iterable[LoggedAction]) -> frozenset[int]:
    """Return the entries that some actions changed."""
    return frozenset().union(*[action.entry_ids for action in actions])


def stops(change: Change) -> bool:
    """Return whether a change stops a timer."""
    return change.before is not None and change.before.mine.running and not change.after.mine.running


def runs_taken_back(action: LoggedAction, changes: Iterable[Change]) -> frozenset[int]:
    """Return the entries that `action` set running, and that do not run any more after `changes` have reverted it."""
    started = {change.entry_id for change in action.changes if change.after.mine.running and not _ran_before(change)}
    return frozenset([change.entry_id for change in changes if not change.after.mine.running]) & started


def _ran_before(change: Change) -> bool:
    return change.before is not None and change.before.mine.running


def counted_s(entry: Entry | None, now: Instant) -> int:
    """Return the seconds that an entry adds to its day; 0 if it is deleted."""
    return 0 if entry is None or entry.deleted else entry.duration_at(now)


def before_change(entry: Entry, change: Change, now: Instant) -> Entry:
    """Return `entry` with what an action changed as it was before.

    What somebody else has changed again since stays as it is.
    """
    before, after = change.before, change.after
    if before is None:
        return entry.stopped(now)._replace(deleted=True)
    names = [name for name in _WORDS if _differs(name, before, after) and _is_as_left(name, entry.mine, after.mine)]
    mine = entry.mine._replace(**{name: getattr(before.mine, name) for name in names})
    deleted = before.deleted if before.deleted != after.deleted else entry.deleted
    return _with_clock_before(entry._replace(mine=mine, deleted=deleted), before, after)


def _with_clock_before(entry: Entry, before: EntryImage, after: EntryImage) -> Entry:
    """Return `entry` with its timer as it was before, if an action changed that.

    If it was started or stopped elsewhere since, it stays so; only a difference in duration is taken back.
    """
    if _clock(before) == _clock(after):
        return entry
    if entry.mine.running == after.mine.running:
        mine = entry.mine._replace(**{name: getattr(before.mine, name) for name in _CLOCK})
        entry = entry._replace(mine=mine, started=before.started)
        return entry._replace(started_here=before.started_here, active_at=before.active_at)
    if before.mine.running != after.mine.running:
        return entry
    longer_s = before.mine.duration_s - after.mine.duration_s
    if before.started is not None and after.started is not None:
        longer_s += elapsed_s(before.started, after.started) - elapsed_s(after.started, before.started)
    mine = entry.mine._replace(duration_s=max(0, entry.mine.duration_s + longer_s))
    return entry._replace(mine=mine)


_WORDS = ("day", "project_id", "task_id", "comment")
_CLOCK = ("duration_s", "running", "start_time", "end_time")


def _clock(of: EntryImage) -> tuple[object, ...]:
    return (*(getattr(of.mine, name) for name in _CLOCK), of.started)


def _differs(name: str, before: EntryImage, after: EntryImage) -> bool:
    return bool(getattr(before.mine, name) != getattr(after.mine, name))


def _is_as_left(name: str, now: Fields, left: Fields) -> bool:
    if name == "comment":
        return same_comment(left.comment, now.comment)
    return bool(getattr(now, name) == getattr(left, name))
