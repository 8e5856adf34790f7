"""`demitasse sync`, `conflicts` and `resolve`: exchange changes with CoffeeCup, and decide what it leaves open."""

import math

from demitasse.boot.full_profile import FullProfile
from demitasse.cli import messages, report, serializers, text
from demitasse.cli.arguments import Command, Option
from demitasse.cli.commands import DONE, NETWORK
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.durations import hours_minutes
from demitasse.domain.errors import BadInput
from demitasse.domain.operations import ConflictKind, Resolution
from demitasse.tracker.conflicts import Conflict, Version

_DEFAULT_S = 30.0
_MAX_S = 3600.0
_WORDING = {
    ConflictKind.BOTH_CHANGED: ("was changed here and on CoffeeCup", "keep mine", "use CoffeeCup's"),
    ConflictKind.CUT_OFF: ("was too long for CoffeeCup, which kept its beginning", "", "leave as is"),
    ConflictKind.NOT_KEPT: ("has other values on CoffeeCup than were sent", "send it again", "leave as is"),
    ConflictKind.LOCKED: ("cannot be changed on CoffeeCup any more", "try it again", "use CoffeeCup's"),
    ConflictKind.EDITED_ELSEWHERE: ("was deleted here, but changed on CoffeeCup", "delete it", "keep it"),
    ConflictKind.DELETED_ELSEWHERE: ("was changed here, but deleted on CoffeeCup", "book it again", "delete it"),
    ConflictKind.UNSURE: ("may be on CoffeeCup already", "send it anyway", "it is there already"),
    ConflictKind.COPY: ("may be a copy that a slow connection made", "delete it", "keep both"),
    ConflictKind.REFUSED: ("was rejected by CoffeeCup", "send it again", "discard"),
}


def sync(context: Context) -> int:
    """Send and fetch now; the exit code is NETWORK if something could not be sent."""
    wait_s = _wait_s(context.get("wait"))
    status = report.sync_now(context, wait_s)
    context.out.answer({"sync": serializers.sync(status)})
    context.out.say(f"CoffeeCup  {text.synced(status, context.profile.timesheets.today())}")
    context.out.note(*(text.trouble(row) for row in context.profile.timesheets.attention()))
    if status.pending:
        context.out.note("Not everything could be sent yet. It is saved here; try demitasse sync again in a while.")
        return NETWORK
    return DONE


def conflicts(context: Context) -> None:
    """List the conflicts, and how each can be resolved."""
    open_conflicts = context.open(FullProfile).conflicts.all()
    context.out.answer(serializers.conflicts(open_conflicts))
    for conflict in open_conflicts:
        context.out.say(*_conflict_lines(conflict))
    if not open_conflicts:
        context.out.say("There is nothing to decide.")


def resolve(context: Context) -> None:
    """Resolve the conflict of an entry."""
    context.open(FullProfile).conflicts.resolve(context.entry_id(), _resolution(context.get("WAY") or ""))
    report.send(context, "Settled.")
    context.out.answer(serializers.conflicts(context.open(FullProfile).conflicts.all()))


COMMANDS = {
    "sync": Command(sync, Option("--wait", "SECONDS", "how long to try (default: 30)")),
    "conflicts": Command(conflicts),
    "resolve": Command(resolve),
}


def _wait_s(typed: str | None) -> float:
    try:
        wait_s = _DEFAULT_S if typed is None else float(typed)
    except ValueError:
        wait_s = math.nan
    if not 0 <= wait_s <= _MAX_S:
        raise BadInput(CliFault.NOT_SECONDS, text=(typed or "")[:40], field="wait")
    return wait_s


def _resolution(typed: str) -> Resolution:
    try:
        return Resolution(typed)
    except ValueError:
        raise BadInput(CliFault.NOT_A_SIDE, text=typed[:40], field="way") from None


def _conflict_lines(conflict: Conflict) -> list[str]:
    """Return what the conflict is about, both versions, and the commands that resolve it."""
    about, mine, theirs = _WORDING[conflict.kind]
    entry_id = conflict.entry_id
    lines = [
        f"Entry {entry_id} {about}. {messages.what_happened(conflict.reason)}".strip(),
        f"  here       {_version(conflict.mine)}",
    ]
    if conflict.theirs is not None:
        lines.append(f"  CoffeeCup  {_version(conflict.theirs)}")
    meanings = {Resolution.MINE: mine, Resolution.THEIRS: theirs, Resolution.BOTH: "both comments"}
    return [*lines, *(f"  demitasse resolve {entry_id} {way:6}  {meanings[way]}" for way in conflict.resolutions)]


def _version(version: Version) -> str:
    booked = " · ".join(name for name in (version.project, version.task) if name)
    fields = version.fields
    parts = [fields.day.isoformat(), hours_minutes(fields.duration_s), booked, text.cut(fields.comment)]
    return "  ".join(part for part in parts if part)
