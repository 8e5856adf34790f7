"""`demitasse conflicts` and `demitasse resolve`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from demitasse.boot.profile import open_profile
from demitasse.domain.operations import ConflictKind, FieldConflict

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal


def dispute() -> None:
    """Add a conflict of entry 1."""
    profile = open_profile()
    entry = profile._store.entries.get(1)
    assert entry is not None
    theirs = entry.mine._replace(comment="their words")
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with profile._store.transaction():
        profile._store.conflicts.add(
            FieldConflict(0, 1, ConflictKind.BOTH_CHANGED, ("comment",), entry.mine, theirs, at)
        )
    profile.close()


def test_conflicts_are_listed_and_resolved(known: Terminal) -> None:
    known("add", "webshop", "1:30", "-c", "our words")
    dispute()
    said = known("conflicts").out
    assert "our words" in said
    assert "their words" in said
    assert "demitasse resolve 1 both" in said
    assert known("status", "--json").json["sync"]["conflicts"] == 1
    (conflict,) = known("conflicts", "--json").json["conflicts"]
    assert (conflict["id"], conflict["why"], conflict["stands"], conflict["ways"]) == (
        1, "both_changed", "mine", ["mine", "theirs", "both"]
    )  # fmt: skip
    assert known("resolve", "1", "ours").code == 2
    assert known("resolve", "2", "mine").code == 4
    assert known("resolve", "1", "theirs", "--json").json == {"conflicts": []}
    assert known("today", "--json").json["entries"][0]["comment"] == "their words"
    assert "nothing to decide" in known("conflicts").out
