"""Three-way merge of local changes with the server's copy of an entry: base, mine, theirs."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from demitasse.domain.entries import UNKNOWN_S, Entry, Fields
from demitasse.domain.timer import Instant

STOP_TOLERANCE_S = 60
"""Two stops of the same timer that differ by at most this many seconds are not a conflict."""

MIN_TRUNCATED_LENGTH = 200
"""Shorter comments are not considered truncated by the server."""

ROUNDING_STEPS_S = (60, 300, 360, 600, 900, 1800, 3600)
"""Steps to which servers round durations."""


def changed_fields(base: Fields, mine: Fields) -> dict[str, Any]:
    """Return the fields of `mine` that differ from `base`, by name.

    The growing duration of a running entry is no change unless the user set it (`UNKNOWN_S`). A stop always includes
    the duration, as the server may have counted longer than the user worked.
    """
    if mine == base:
        return {}
    names = {name for name in mine._fields if getattr(mine, name) != getattr(base, name)}
    if base.running and mine.running and base.duration_s != UNKNOWN_S:
        names.discard("duration_s")
    if base.running and not mine.running:
        names.add("duration_s")
    return {name: getattr(mine, name) for name in sorted(names)}


class MergeResult(NamedTuple):
    """A merged entry; `conflicting` names the fields of which one side's value was dropped."""

    entry: Entry
    conflicting: tuple[str, ...] = ()


def merge_remote(entry: Entry, agreed: Fields, theirs: Fields, now: Instant) -> MergeResult:
    """Merge the server's version `theirs` into `entry`; local changes since `agreed` stay (reliability B.7, B.8).

    `agreed` is the last version known to both sides: the server's previous copy, or what was sent. A timer that runs on
    both sides keeps the local start. One that only the server knows starts as long ago as the server has counted.
    """
    ours = changed_fields(agreed, entry.mine)
    conflicting = _conflicting(agreed, entry.mine, theirs, ours)
    dropped = {name for name in conflicting if _theirs_wins(name, agreed, entry.mine, theirs)}
    mine = theirs._replace(**{name: value for name, value in ours.items() if name not in dropped})
    kept = tuple(name for name in conflicting if not _is_lossless(name, mine, entry.mine, theirs))
    started = None
    if agreed.duration_s == UNKNOWN_S and mine.running and theirs.running:
        theirs = theirs._replace(duration_s=UNKNOWN_S)  # the clock was set locally, and that is not sent yet
    if mine.running and entry.started is not None:
        counted_on = agreed.running or theirs.running or agreed.duration_s == UNKNOWN_S
        moved_s = 0 if counted_on else theirs.duration_s - agreed.duration_s
        mine, started = mine._replace(duration_s=entry.mine.duration_s + moved_s), entry.started
    elif mine.running:
        mine, started = mine._replace(duration_s=0), now.shifted(-mine.duration_s)
    started_here = entry.started_here and started is entry.started
    active_at = _stopped_at(entry, mine) if entry.started is not None and not mine.running else entry.active_at
    after = entry._replace(mine=mine, base=theirs, started=started, started_here=started_here, active_at=active_at)
    return MergeResult(after, kept)


def _stopped_at(entry: Entry, stopped: Fields) -> datetime | None:
    """Return when the running timer of `entry` was stopped elsewhere, as its duration says."""
    counted_s = max(0, stopped.duration_s - entry.mine.duration_s)
    return entry.started.shifted(counted_s).wall if entry.started else None


def _conflicting(agreed: Fields, mine: Fields, theirs: Fields, ours: dict[str, Any]) -> list[str]:
    """Return the fields changed on both sides to different values, and a comment truncated by the server."""
    other = changed_fields(agreed, theirs)
    if agreed.duration_s == UNKNOWN_S:
        other.pop("duration_s", None)  # the duration was set locally, and that is not sent yet
    both = [name for name in ours if name in other and not _same(name, mine, theirs)]
    cut = "comment" not in ours and is_truncated(mine.comment, theirs.comment)
    return [*both, "comment"] if cut else both


def _same(name: str, mine: Fields, theirs: Fields) -> bool:
    if name == "comment":
        return same_comment(mine.comment, theirs.comment) and not is_truncated(mine.comment, theirs.comment)
    same: bool = getattr(mine, name) == getattr(theirs, name)
    return same


def _theirs_wins(name: str, agreed: Fields, mine: Fields, theirs: Fields) -> bool:
    """Return whether the remote value wins: the earlier of two stops, or the text that contains the other."""
    if name == "duration_s" and agreed.running and not mine.running and not theirs.running:
        return theirs.duration_s < mine.duration_s
    return name == "comment" and contains_comment(theirs.comment, mine.comment)


def _is_lossless(name: str, kept: Fields, mine: Fields, theirs: Fields) -> bool:
    """Return whether the merged value loses nothing of either side."""
    if name == "duration_s" and not mine.running:
        return abs(mine.duration_s - theirs.duration_s) <= STOP_TOLERANCE_S
    if name == "comment":
        return all(contains_comment(kept.comment, side.comment) for side in (mine, theirs))
    return name == "running"


def was_edited(agreed: Fields, theirs: Fields) -> bool:
    """Return True if the remote copy has edits that deleting would discard. Stopping the timer does not count."""
    known_s = theirs.duration_s if agreed.duration_s == UNKNOWN_S else agreed.duration_s
    return not matches_sent(agreed._replace(duration_s=known_s), theirs)


def superseded(running: Iterable[Entry]) -> list[Entry]:
    """Return all but the timer started last, each stopped when the next one began.

    For accounts that allow only one running timer.
    """
    starts = sorted([(entry.started.wall, entry) for entry in running if entry.started], key=itemgetter(0))
    return [older.stopped(Instant(stop)) for (_, older), (stop, _) in pairwise(starts)]


def matches_sent(sent: Fields, found: Fields) -> bool:
    """Return whether `found` can be what the server stored for `sent` (reliability B.3, B.4.5).

    The server may change whitespace, truncate long comments and round the duration. The duration of a running timer is
    not compared, as it has grown meanwhile.
    """
    if match_key(sent) != match_key(found) or not same_comment(sent.comment, found.comment):
        return False
    return sent.running or (not found.running and _rounded(sent.duration_s, found.duration_s))


def match_key(fields_: Fields) -> tuple[object, ...]:
    """Return the fields that identify a sent entry even if it was edited elsewhere since."""
    return fields_.day, fields_.project_id, fields_.task_id


def same_comment(ours: str, theirs: str) -> bool:
    """Return whether `theirs` can be what the server stored for the comment `ours`."""
    return _normalized(ours) == _normalized(theirs) or is_truncated(ours, theirs)


def contains_comment(text: str, part: str) -> bool:
    """Return whether `text` holds all of `part`, so that replacing `part` by it loses nothing."""
    return _normalized(part) in _normalized(text)


def is_truncated(ours: str, theirs: str) -> bool:
    """Return whether `theirs` is the beginning of a comment that was too long for the server."""
    return MIN_TRUNCATED_LENGTH <= len(theirs) < len(ours) and _normalized(ours).startswith(_normalized(theirs))


def _normalized(comment: str) -> str:
    return " ".join(unicodedata.normalize("NFC", comment).split())


def _rounded(sent_s: int, found_s: int) -> bool:
    return sent_s == found_s or any(found_s % step == 0 and abs(found_s - sent_s) < step for step in ROUNDING_STEPS_S)
