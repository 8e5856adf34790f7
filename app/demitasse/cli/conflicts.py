"""`demitasse conflicts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, serializers, text
from demitasse.domain.conflicts import ConflictKind, Resolution
from demitasse.domain.durations import hours_minutes

if TYPE_CHECKING:
    from demitasse.cli.context import Context
    from demitasse.tracker.conflicts import Conflict, Version

_SAID = {
    ConflictKind.BOTH_CHANGED: ("was changed here and on CoffeeCup", "what is here", "what CoffeeCup has"),
    ConflictKind.CUT_OFF: ("was too long for CoffeeCup, which kept its beginning", "", "leave it so"),
    ConflictKind.LOCKED: ("cannot be changed on CoffeeCup any more", "try it again", "leave it as CoffeeCup has it"),
    ConflictKind.EDITED_ELSEWHERE: ("was deleted here, but changed on CoffeeCup", "delete it", "keep it"),
    ConflictKind.DELETED_ELSEWHERE: ("was changed here, but deleted on CoffeeCup", "book it again", "let it go"),
    ConflictKind.UNSURE: ("was sent, and may be on CoffeeCup already", "send it again", "it is there already"),
    ConflictKind.COPY: ("may be a copy that a slow connection made", "delete it", "keep both"),
    ConflictKind.REFUSED: ("was refused by CoffeeCup", "send it again", "give it up"),
}


def run(call: Context) -> int:
    """Everything that only the person can decide, and the ways out."""
    found = call.profile.conflicts.all()
    call.out.answer(serializers.conflicts(found))
    for one in found:
        call.out.say(*told(one))
    if not found:
        call.out.say("There is nothing to decide.")
    return exit_codes.DONE


def told(one: Conflict) -> list[str]:
    """A conflict in a few lines: what it is about, both versions, and what to type."""
    about, mine, theirs = _SAID[one.why]
    lines = [f"Entry {one.entry_id} {about}. {one.reason}".strip(), f"  here       {_version(one.mine)}"]
    if one.theirs is not None:
        lines.append(f"  CoffeeCup  {_version(one.theirs)}")
    meanings = {Resolution.MINE: mine, Resolution.THEIRS: theirs, Resolution.BOTH: "both comments"}
    return [*lines, *(f"  demitasse resolve {one.entry_id} {way:6}  {meanings[way]}" for way in one.ways)]


def _version(one: Version) -> str:
    booked = " · ".join(name for name in (one.project, one.task) if name)
    fields = one.fields
    parts = [fields.day.isoformat(), hours_minutes(fields.duration_s), booked, text.cut(fields.comment)]
    return "  ".join(part for part in parts if part)
