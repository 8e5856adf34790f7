"""Base, mine, theirs: what is left of a local change when the server's copy arrives."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from demitasse.domain.entries import UNKNOWN_S, Entry, Fields
from demitasse.domain.timer import Instant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


def changes(base: Fields, mine: Fields) -> dict[str, Any]:
    """The fields of `mine` that differ from `base`, by name.

    A running entry's duration grows on both sides and is no change, unless somebody edited it (`UNKNOWN_S`).
    A stop always says its duration: the server may have counted longer than the person worked.
    """
    names = {name for name in mine._fields if getattr(mine, name) != getattr(base, name)}
    if base.running and mine.running and base.duration_s != UNKNOWN_S:
        names.discard("duration_s")
    if base.running and not mine.running:
        names.add("duration_s")
    return {name: getattr(mine, name) for name in sorted(names)}


def merged(entry: Entry, agreed: Fields, theirs: Fields, now: Instant) -> Entry:
    """`entry` after the server said `theirs`; what was changed here since `agreed` stays (reliability B.7).

    `agreed` is what both sides last knew: the server's previous copy, or what we sent. A timer that runs on both
    sides keeps our clock; one that only the server knows to run began as long ago as it has counted.
    """
    mine = theirs._replace(**changes(agreed, entry.mine))
    started = None
    if agreed.duration_s == UNKNOWN_S and mine.running and theirs.running:
        theirs = theirs._replace(duration_s=UNKNOWN_S)  # somebody set the clock here, and that is not told yet
    if mine.running and entry.started is not None:
        mine, started = mine._replace(duration_s=entry.mine.duration_s), entry.started
    elif mine.running:
        mine, started = mine._replace(duration_s=0), before(now, mine.duration_s)
    return entry._replace(mine=mine, base=theirs, started=started, here=entry.here and started is entry.started)


def before(now: Instant, seconds: int) -> Instant:
    """The moment so many seconds ago, on all clocks."""
    return Instant(now.wall - timedelta(seconds=seconds), now.boot_id, now.boot_s - seconds)


def overtaken(running: Iterable[Entry]) -> list[Entry]:
    """Where several timers run but only one may: all but the one started last, each stopped when the next began."""
    order = sorted((one for one in running if one.started), key=_start)
    pairs = pairwise(order)
    return [older.stopped(Instant(newer.started.wall)) for older, newer in pairs if newer.started]


def _start(entry: Entry) -> datetime:
    if entry.started is None:
        raise ValueError("a timer that does not run has no start")
    return entry.started.wall


def fingerprint(fields_: Fields) -> tuple[object, ...]:
    """What makes an entry on the server recognisable as the one that was sent (reliability B.3).

    A timer's duration and whether it still runs may have changed by the time it is looked for.
    """
    counted = None if fields_.running else fields_.duration_s
    return (*kinship(fields_), " ".join(fields_.comment.split()), counted)


def kinship(fields_: Fields) -> tuple[object, ...]:
    """What even an entry that was edited elsewhere meanwhile has in common with the one that was sent."""
    return fields_.day, fields_.project_id, fields_.task_id
