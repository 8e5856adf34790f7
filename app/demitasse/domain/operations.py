"""The vocabulary of pending writes.

An entry has at most one operation at a time. What it must say is not queued but computed when it leaves, from the
difference between what is shown (`mine`) and what the server last said (`base`). So operations merge by themselves:
ten edits are one update, an edit undone is none, a create deleted before it left never leaves.

                     nothing to tell any more
    (no operation) <───────────────────────────── pending ──────────── definite no ─────────┐
                                                   │   ▲                                     ▼
                           marked, then sent       │   │ unsent, throttled, signed out    rejected ──edited──► pending
                                                   ▼   │                                     ▲
                                                 in_flight ── answered ──► (no operation) ───┘
                                                   │
                          no clear answer, or      │
                          killed meanwhile         ▼
                                                 ambiguous ── found on the server ──► (no operation)
                                                   │  └────── absent for QUIESCE_S ──► pending
                                                   └───────── several may be it ──────► needs_review
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from demitasse.domain.merge import changes

if TYPE_CHECKING:
    from datetime import datetime

    from demitasse.domain.entries import Entry, Fields
    from demitasse.domain.timer import Instant

LATE_START_S = 10
"""A timer that reaches the server later than this after its start says how much it has counted already."""


class Kind(StrEnum):
    """What the server must be told about an entry."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class OpState(StrEnum):
    """How far an operation has come (reliability B.2); a confirmed or cancelled one is gone."""

    PENDING = "pending"
    IN_FLIGHT = "in_flight"
    AMBIGUOUS = "ambiguous"
    REJECTED = "rejected"
    NEEDS_REVIEW = "needs_review"


class Operation(NamedTuple):
    """One row of the outbox.

    `sent` is what the last attempt said, and `high_water` the greatest server id known before the first attempt:
    a row that attempt created has a greater one. `tries` counts attempts that left this machine, `refusals` those
    the server failed on although it could be reached.
    """

    entry_id: int
    kind: Kind
    state: OpState
    seq: int
    queued_at: datetime
    sent: Fields | None = None
    tries: int = 0
    refusals: int = 0
    high_water: int | None = None
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    not_before: datetime | None = None
    reason: str = ""


def needed(entry: Entry) -> Kind | None:
    """What the server must still be told about `entry`, or None if it knows all."""
    if entry.server_id is None:
        return None if entry.deleted else Kind.CREATE
    if entry.deleted:
        return Kind.DELETE
    return Kind.UPDATE if changed(entry) else None


def changed(entry: Entry) -> dict[str, Any]:
    """The fields of `entry` that the server does not know yet, by name."""
    if entry.base is None:
        return entry.mine._asdict()
    return changes(entry.base, entry.mine)


def payload(entry: Entry, now: Instant) -> dict[str, Any]:
    """What a create or update says, by field name.

    A timer that runs for a while already (started offline, or "since nine") also says how long, so that other
    devices show the right figure; so does one whose figure was edited.
    """
    told = changed(entry)
    if entry.mine.running and entry.started is not None:
        counted = entry.duration_at(now)
        starts = told.get("running", False)
        if "duration_s" in told or (starts and counted - entry.mine.duration_s > LATE_START_S):
            fresh = starts and counted <= LATE_START_S
            told["duration_s"] = 0 if fresh else counted
    return told
