"""Where this computer and CoffeeCup say different things, and only the person can decide (reliability B.8)."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.entries import Fields
from demitasse.domain.operations import Operation, OpKind, OpState


class ConflictKind(StrEnum):
    """What two sides there are."""

    BOTH_CHANGED = "both_changed"
    """Some fields were changed here and there; one of the two values stands, the other is kept beside it."""
    CUT_OFF = "cut_off"
    """CoffeeCup kept only the beginning of a comment."""
    LOCKED = "locked"
    """CoffeeCup does not let it be changed any more, so its version stands."""
    EDITED_ELSEWHERE = "edited_elsewhere"
    """It was deleted here and edited there, so it is still there."""
    DELETED_ELSEWHERE = "deleted_elsewhere"
    """It was deleted there and edited here; it waits here."""
    UNSURE = "unsure"
    """It was sent and may have arrived: something there looks like it. It waits here."""
    COPY = "copy"
    """It was sent twice and may have arrived twice: this one may be the second copy."""
    REFUSED = "refused"
    """CoffeeCup does not take what was changed here; it waits here."""


class Resolution(StrEnum):
    """Whose version shall stand: this computer's, CoffeeCup's, or both (texts one below the other)."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class FieldConflict(NamedTuple):
    """What an entry said here and there when the two were found to differ in the fields `names`."""

    id: int
    entry_id: int
    kind: ConflictKind
    field_names: tuple[str, ...]
    mine: Fields
    theirs: Fields
    at: datetime
    reason: str = ""


def review_kind(op: Operation) -> ConflictKind | None:
    """What an operation waits for a person for; None if it does not."""
    if op.state is OpState.REJECTED:
        return ConflictKind.REFUSED
    if op.state is not OpState.NEEDS_REVIEW:
        return None
    if op.kind is OpKind.DELETE:
        return ConflictKind.COPY
    return ConflictKind.UNSURE if op.tries else ConflictKind.DELETED_ELSEWHERE
