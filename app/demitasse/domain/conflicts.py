"""Differences between this computer and CoffeeCup that only the user can resolve (reliability B.8)."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.entries import Fields
from demitasse.domain.errors import Reason
from demitasse.domain.operations import Operation, OpKind, OpState


class ConflictKind(StrEnum):
    """The two sides of a conflict."""

    BOTH_CHANGED = "both_changed"
    """The same fields were changed locally and remotely; one version applies, the other is kept beside it."""
    CUT_OFF = "cut_off"
    """CoffeeCup stored only the beginning of a comment."""
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
    return ConflictKind.UNSURE if op.tries else ConflictKind.DELETED_ELSEWHERE
