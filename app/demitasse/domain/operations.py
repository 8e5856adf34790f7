"""Pending writes: the operations of the outbox, their states, and the conflicts that only the user can resolve.

An entry has at most one operation at a time. Its content is not queued but computed when it is sent, from the
difference between the local version (`mine`) and the server's (`base`). So operations merge by themselves: ten edits
are one update, a reverted edit is none, and a create deleted before it was sent is never sent.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from demitasse.domain.entries import Entry, Fields
from demitasse.domain.errors import FaultCode, Reason
from demitasse.domain.merge import changed_fields
from demitasse.domain.timer import Instant

LATE_START_S = 10
"""A timer that is sent later than this after its start includes the time counted so far."""


class OpKind(StrEnum):
    """The kind of write that an entry needs."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class OpState(StrEnum):
    """The state of an operation (reliability B.2); confirmed and cancelled ones are deleted."""

    PENDING = "pending"
    IN_FLIGHT = "in_flight"
    AMBIGUOUS = "ambiguous"
    REJECTED = "rejected"
    NEEDS_REVIEW = "needs_review"


TRANSITIONS: dict[tuple[OpState | None, OpState | None], str] = {
    (None, OpState.PENDING): "the user changed something that CoffeeCup has to learn",
    (None, OpState.NEEDS_REVIEW): "an entry that was sent twice exists twice",
    (OpState.PENDING, None): "nothing is left to send",
    (OpState.PENDING, OpState.IN_FLIGHT): "recorded on disk, before the first byte is sent",
    (OpState.PENDING, OpState.PENDING): "the user changed the entry, or the wait changed",
    (OpState.PENDING, OpState.AMBIGUOUS): "another computer, or another copy of this file, may have sent it",
    (OpState.PENDING, OpState.REJECTED): "the server failed on it too often",
    (OpState.PENDING, OpState.NEEDS_REVIEW): "the entry was deleted elsewhere",
    (OpState.IN_FLIGHT, None): "answered",
    (OpState.IN_FLIGHT, OpState.PENDING): "unsent, throttled, signed out; or answered, and changed again since",
    (OpState.IN_FLIGHT, OpState.AMBIGUOUS): "no clear answer, or this computer went off",
    (OpState.IN_FLIGHT, OpState.REJECTED): "a definite no",
    (OpState.AMBIGUOUS, None): "it had arrived",
    (OpState.AMBIGUOUS, OpState.PENDING): "it had not for QUIESCE_S, or it had and was changed again since",
    (OpState.AMBIGUOUS, OpState.AMBIGUOUS): "still unknown: check again later",
    (OpState.AMBIGUOUS, OpState.REJECTED): "the server failed on it too often",
    (OpState.AMBIGUOUS, OpState.NEEDS_REVIEW): "several remote entries match it",
    (OpState.REJECTED, None): "the change was reverted",
    (OpState.REJECTED, OpState.PENDING): "edited, or retried by the user",
    (OpState.NEEDS_REVIEW, None): "resolved: the remote version applies",
    (OpState.NEEDS_REVIEW, OpState.PENDING): "resolved: the local version is sent",
}
"""When an operation goes from one state to another; None is no operation. The outbox checks each transition."""


def check_transition(before: OpState | None, after: OpState | None) -> None:
    """Raise ValueError if `TRANSITIONS` lacks this one: that is a bug."""
    if (before, after) not in TRANSITIONS:
        raise ValueError(f"an operation cannot go from {before} to {after}")


MAX_WAIT_S = 600
"""Longer than any wait between two attempts or two checks."""

OUTCOME_UNKNOWN = frozenset({OpState.IN_FLIGHT, OpState.AMBIGUOUS})
"""States in which the server may have carried out the attempt."""


class Counts(NamedTuple):
    """Number of operations by state, and the time the oldest pending one was queued."""

    pending: int
    rejected: int
    needs_review: int
    oldest_pending_at: datetime | None
    conflicts: int = 0
    """Entries with a conflict for the user to resolve."""


class Operation(NamedTuple):
    """One row of the outbox.

    `sent` is the content of the last attempt. `high_water` is the greatest server id known before the first attempt: an
    entry created by it has a greater one. `tries` counts the attempts that were sent, `refusals` those on which the
    server failed although it was reachable.
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
    reason: Reason | None = None

    def wait_s(self, now: datetime) -> float:
        """Return the seconds until the next attempt.

        A wait longer than `MAX_WAIT_S` means that the wall clock was set back; then it is 0.
        """
        seconds = (self.not_before - now).total_seconds() if self.not_before else 0.0
        return seconds if 0 < seconds <= MAX_WAIT_S else 0.0


def required_kind(entry: Entry) -> OpKind | None:
    """Return the kind of write that `entry` needs, or None if the server is up to date."""
    if entry.server_id is None:
        return None if entry.deleted else OpKind.CREATE
    if entry.deleted:
        return OpKind.DELETE
    return OpKind.UPDATE if unsynced_fields(entry) else None


def unsynced_fields(entry: Entry) -> dict[str, Any]:
    """Return the fields of `entry` that the server does not have yet, by name."""
    if entry.base is None:
        return entry.mine._asdict()
    return changed_fields(entry.base, entry.mine)


def starts_timer(entry: Entry) -> bool:
    """Return whether sending `entry` starts a timer on the server."""
    return entry.mine.running and not entry.deleted and "running" in unsynced_fields(entry)


def concerns_timer(op: Operation, entry: Entry | None) -> bool:
    """Return whether an operation starts or stops a timer, in its last attempt or its next."""
    versions = (op.sent, entry.mine if entry else None, entry.base if entry else None)
    return any(fields is not None and fields.running for fields in versions)


def payload(entry: Entry, now: Instant) -> dict[str, Any]:
    """Return the content of a create or update, by field name.

    A timer that has been running for a while (started offline, or "since nine") includes the time counted so far, so
    that other devices show the right duration. So does one whose duration was edited.
    """
    content = unsynced_fields(entry)
    if entry.mine.running and entry.started is not None:
        counted = entry.duration_at(now)
        starts = content.get("running", False)
        if "duration_s" in content or (starts and counted - entry.mine.duration_s > LATE_START_S):
            fresh = starts and counted <= LATE_START_S
            content["duration_s"] = 0 if fresh else counted
    return content


class ConflictKind(StrEnum):
    """The two sides of a conflict."""

    BOTH_CHANGED = "both_changed"
    """The same fields were changed locally and remotely; one version applies, the other is kept beside it."""
    CUT_OFF = "cut_off"
    """CoffeeCup stored only the beginning of a comment."""
    NOT_KEPT = "not_kept"
    """CoffeeCup answered with other values than those it was sent, so its version applies."""
    LOCKED = "locked"
    """CoffeeCup no longer allows changes to the entry, so its version applies."""
    EDITED_ELSEWHERE = "edited_elsewhere"
    """The entry was deleted locally and edited remotely, so it still exists."""
    DELETED_ELSEWHERE = "deleted_elsewhere"
    """The entry was deleted remotely and edited locally; it is not sent until the user decides."""
    UNSURE = "unsure"
    """A create may have arrived, as a similar entry exists remotely; it is not sent until the user decides."""
    COPY = "copy"
    """A create was sent twice and may have arrived twice; this entry may be the duplicate."""
    REFUSED = "refused"
    """CoffeeCup rejected the local change; it is not sent again until the user decides."""


class Resolution(StrEnum):
    """How to resolve a conflict: local, remote or both (texts one below the other)."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class FieldConflict(NamedTuple):
    """The local and remote versions of an entry when they were found to differ in `field_names`."""

    id: int
    entry_id: int
    kind: ConflictKind
    field_names: tuple[str, ...]
    mine: Fields
    theirs: Fields
    at: datetime
    reason: Reason | None = None


def review_kind(op: Operation) -> ConflictKind | None:
    """Return why an operation waits for the user, or None if it does not."""
    if op.state is OpState.REJECTED:
        return ConflictKind.REFUSED
    if op.state is not OpState.NEEDS_REVIEW:
        return None
    if op.kind is OpKind.DELETE:
        return ConflictKind.COPY
    is_alike = op.reason is not None and op.reason.code == FaultCode.SEVERAL_ALIKE
    return ConflictKind.UNSURE if op.tries or is_alike else ConflictKind.DELETED_ELSEWHERE
