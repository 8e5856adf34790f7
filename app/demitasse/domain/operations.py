"""The vocabulary of pending writes.

An entry has at most one operation at a time. What it must say is not queued but computed when it leaves, from the
difference between what is shown (`mine`) and what the server last said (`base`). So operations merge by themselves:
ten edits are one update, an edit undone is none, a create deleted before it left never leaves.

    from            to              when
    none            pending         a person changed something that CoffeeCup must be told
    none            needs_review    what was sent twice turned up twice
    pending         none            nothing is left to tell
    pending         in_flight       it is marked on disk, then its first byte leaves
    pending         pending         the person changed what it must say, or how long it waits
    pending         ambiguous       it may have been sent from another copy of this file
    pending         rejected        the server failed on it too often
    pending         needs_review    the entry was deleted elsewhere
    in_flight       none            answered
    in_flight       pending         unsent, throttled, signed out; or answered, and more is to be told by now
    in_flight       ambiguous       no clear answer, or this computer went off
    in_flight       rejected        a definite no
    ambiguous       none            it had arrived
    ambiguous       pending         it had not for QUIESCE_S, or had and more is to be told by now
    ambiguous       ambiguous       nobody knows yet: look again later
    ambiguous       rejected        the server failed on it too often
    ambiguous       needs_review    several things there may be it
    rejected        none            the change was taken back
    rejected        pending         edited, or told to try again
    needs_review    none            decided: what CoffeeCup has stands
    needs_review    pending         decided: what is here is told

`MOVES` is this table as data, and the outbox obeys it.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from demitasse.domain.entries import Entry, Fields
from demitasse.domain.merge import changed_fields
from demitasse.domain.timer import Instant

LATE_START_S = 10
"""A timer that reaches the server later than this after its start says how much it has counted already."""


class OpKind(StrEnum):
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


TRANSITIONS: dict[OpState | None, frozenset[OpState | None]] = {
    None: frozenset({OpState.PENDING, OpState.NEEDS_REVIEW}),
    OpState.PENDING: frozenset(OpState) | {None},
    OpState.IN_FLIGHT: frozenset({None, OpState.PENDING, OpState.AMBIGUOUS, OpState.REJECTED}),
    OpState.AMBIGUOUS: frozenset({None, OpState.PENDING, OpState.AMBIGUOUS, OpState.REJECTED, OpState.NEEDS_REVIEW}),
    OpState.REJECTED: frozenset({None, OpState.PENDING}),
    OpState.NEEDS_REVIEW: frozenset({None, OpState.PENDING}),
}
"""Where an operation may go from each state; None is no operation."""


def check_transition(before: OpState | None, after: OpState | None) -> None:
    """Raise ValueError if an operation does not go from `before` to `after`: that would be a bug of ours."""
    if after not in TRANSITIONS[before]:
        raise ValueError(f"an operation does not go from {before} to {after}")


MAX_WAIT_S = 600
"""Longer than any wait between two attempts, or two looks."""

OUTCOME_UNKNOWN = frozenset({OpState.IN_FLIGHT, OpState.AMBIGUOUS})
"""Nobody knows yet what the server has made of the attempt."""


class Counts(NamedTuple):
    """How many operations stand where, and since when the oldest waits."""

    pending: int
    rejected: int
    needs_review: int
    oldest_pending_at: datetime | None


class Operation(NamedTuple):
    """One row of the outbox.

    `sent` is what the last attempt said, and `high_water` the greatest server id known before the first attempt:
    a row that attempt created has a greater one. `tries` counts attempts that left this machine, `refusals` those
    the server failed on although it could be reached.
    """

    entry_id: int
    kind: OpKind
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

    def wait_s(self, now: datetime) -> float:
        """Seconds until it may be done.

        Nothing is put off for longer than `MAX_WAIT_S`: if the wall clock was set back since, it may be done now.
        """
        seconds = (self.not_before - now).total_seconds() if self.not_before else 0.0
        return seconds if 0 < seconds <= MAX_WAIT_S else 0.0


def required_kind(entry: Entry) -> OpKind | None:
    """What the server must still be told about `entry`, or None if it knows all."""
    if entry.server_id is None:
        return None if entry.deleted else OpKind.CREATE
    if entry.deleted:
        return OpKind.DELETE
    return OpKind.UPDATE if unsynced_fields(entry) else None


def unsynced_fields(entry: Entry) -> dict[str, Any]:
    """The fields of `entry` that the server does not know yet, by name."""
    if entry.base is None:
        return entry.mine._asdict()
    return changed_fields(entry.base, entry.mine)


def starts_timer(entry: Entry) -> bool:
    """Whether telling about `entry` starts a timer there."""
    return entry.mine.running and not entry.deleted and "running" in unsynced_fields(entry)


def concerns_timer(op: Operation, entry: Entry | None) -> bool:
    """Whether what an operation says, or said, starts or stops a timer."""
    said = (op.sent, entry.mine if entry else None, entry.base if entry else None)
    return any(fields is not None and fields.running for fields in said)


def payload(entry: Entry, now: Instant) -> dict[str, Any]:
    """What a create or update says, by field name.

    A timer that runs for a while already (started offline, or "since nine") also says how long, so that other
    devices show the right figure; so does one whose figure was edited.
    """
    told = unsynced_fields(entry)
    if entry.mine.running and entry.started is not None:
        counted = entry.duration_at(now)
        starts = told.get("running", False)
        if "duration_s" in told or (starts and counted - entry.mine.duration_s > LATE_START_S):
            fresh = starts and counted <= LATE_START_S
            told["duration_s"] = 0 if fresh else counted
    return told
