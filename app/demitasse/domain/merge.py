"""Base, mine, theirs: what is left of a local change when the server's copy arrives."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from demitasse.domain.entries import UNKNOWN_S, Entry, Fields
from demitasse.domain.timer import Instant

STOP_TOLERANCE_S = 60
"""Two stops of one timer so close to each other are no matter to ask about."""

MIN_TRUNCATED_LENGTH = 200
"""No service cuts comments that are shorter."""

ROUNDING_STEPS_S = (60, 300, 360, 600, 900, 1800, 3600)
"""To what services round durations."""


def changed_fields(base: Fields, mine: Fields) -> dict[str, Any]:
    """The fields of `mine` that differ from `base`, by name.

    A running entry's duration grows on both sides and is no change, unless somebody edited it (`UNKNOWN_S`).
    A stop always says its duration: the server may have counted longer than the person worked.
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
    """An entry after both sides were heard; `disputed` names the fields of which it can hold only one side's value."""

    entry: Entry
    conflicting: tuple[str, ...] = ()


def merge_remote(entry: Entry, agreed: Fields, theirs: Fields, now: Instant) -> MergeResult:
    """`entry` after the server said `theirs`; what was changed here since `agreed` stays (reliability B.7, B.8).

    `agreed` is what both sides last knew: the server's previous copy, or what we sent. A timer that runs on both
    sides keeps our clock; one that only the server knows to run began as long ago as it has counted.
    """
    ours = changed_fields(agreed, entry.mine)
    disputed = _disputed(agreed, entry.mine, theirs, ours)
    given_up = {name for name in disputed if _theirs_stands(name, agreed, entry.mine, theirs)}
    mine = theirs._replace(**{name: value for name, value in ours.items() if name not in given_up})
    kept = tuple(name for name in disputed if not _says_all(name, mine, entry.mine, theirs))
    started = None
    if agreed.duration_s == UNKNOWN_S and mine.running and theirs.running:
        theirs = theirs._replace(duration_s=UNKNOWN_S)  # somebody set the clock here, and that is not told yet
    if mine.running and entry.started is not None:
        counted_on = agreed.running or theirs.running or agreed.duration_s == UNKNOWN_S
        moved_s = 0 if counted_on else theirs.duration_s - agreed.duration_s
        mine, started = mine._replace(duration_s=entry.mine.duration_s + moved_s), entry.started
    elif mine.running:
        mine, started = mine._replace(duration_s=0), now.shifted(-mine.duration_s)
    started_here = entry.started_here and started is entry.started
    return MergeResult(entry._replace(mine=mine, base=theirs, started=started, started_here=started_here), kept)


def _disputed(agreed: Fields, mine: Fields, theirs: Fields, ours: dict[str, Any]) -> list[str]:
    """The fields that have three values, and a comment that the server cut off."""
    other = changed_fields(agreed, theirs)
    if agreed.duration_s == UNKNOWN_S:
        other.pop("duration_s", None)  # the figure was set here, and that is not told yet
    both = [name for name in ours if name in other and not _same(name, mine, theirs)]
    cut = "comment" not in ours and is_truncated(mine.comment, theirs.comment)
    return [*both, "comment"] if cut else both


def _same(name: str, mine: Fields, theirs: Fields) -> bool:
    if name == "comment":
        return same_comment(mine.comment, theirs.comment) and not is_truncated(mine.comment, theirs.comment)
    same: bool = getattr(mine, name) == getattr(theirs, name)
    return same


def _theirs_stands(name: str, agreed: Fields, mine: Fields, theirs: Fields) -> bool:
    """Of two stops the first one counts, of two texts the one that holds the other; else it is ours."""
    if name == "duration_s" and agreed.running and not mine.running and not theirs.running:
        return theirs.duration_s < mine.duration_s
    return name == "comment" and _words(mine.comment) in _words(theirs.comment)


def _says_all(name: str, kept: Fields, mine: Fields, theirs: Fields) -> bool:
    """Whether nothing is lost by keeping only what was kept."""
    if name == "duration_s" and not mine.running:
        return abs(mine.duration_s - theirs.duration_s) <= STOP_TOLERANCE_S
    if name == "comment":
        return all(_words(each.comment) in _words(kept.comment) for each in (mine, theirs))
    return name == "running"


def was_edited(agreed: Fields, theirs: Fields) -> bool:
    """Whether somebody else wrote something that deleting the entry would throw away; a stopped timer is no words."""
    known_s = theirs.duration_s if agreed.duration_s == UNKNOWN_S else agreed.duration_s
    return not matches_sent(agreed._replace(duration_s=known_s), theirs)


def superseded(running: Iterable[Entry]) -> list[Entry]:
    """Where several timers run but only one may: all but the one started last, each stopped when the next began."""
    order = sorted((one for one in running if one.started), key=_start)
    pairs = pairwise(order)
    return [older.stopped(Instant(newer.started.wall)) for older, newer in pairs if newer.started]


def _start(entry: Entry) -> datetime:
    if entry.started is None:
        raise ValueError("a timer that does not run has no start")
    return entry.started.wall


def matches_sent(sent: Fields, found: Fields) -> bool:
    """Whether `found` is what a server makes of `sent` (reliability B.3, B.4.5).

    It may set blanks otherwise, cut long words off and round the figure. What a timer counts has changed by the time
    it is looked for, so its figure is left out.
    """
    if match_key(sent) != match_key(found) or not same_comment(sent.comment, found.comment):
        return False
    return sent.running or (not found.running and _rounded(sent.duration_s, found.duration_s))


def match_key(fields_: Fields) -> tuple[object, ...]:
    """What even an entry that was edited elsewhere meanwhile has in common with the one that was sent."""
    return fields_.day, fields_.project_id, fields_.task_id


def same_comment(ours: str, theirs: str) -> bool:
    """Whether `theirs` is what a server makes of the comment `ours`."""
    return _words(ours) == _words(theirs) or is_truncated(ours, theirs)


def is_truncated(ours: str, theirs: str) -> bool:
    """Whether `theirs` is the beginning of a comment that was too long for the server."""
    return MIN_TRUNCATED_LENGTH <= len(theirs) < len(ours) and _words(ours).startswith(_words(theirs))


def _words(comment: str) -> str:
    return " ".join(unicodedata.normalize("NFC", comment).split())


def _rounded(sent_s: int, found_s: int) -> bool:
    return sent_s == found_s or any(found_s % grid == 0 and abs(found_s - sent_s) < grid for grid in ROUNDING_STEPS_S)
