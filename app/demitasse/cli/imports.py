"""`demitasse import`: book the entries of a file, after showing what is booked and what is left out."""

from itertools import groupby
from pathlib import Path

from demitasse.boot.full_profile import FullProfile
from demitasse.cli import messages, online, output, report, serializers, text
from demitasse.cli.arguments import Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.durations import hours_minutes
from demitasse.domain.errors import BadInput, Reason
from demitasse.tracker.imports import ImportPlan

_SHOWN = 20
"""Lines that were left out, of which the terminal shows no more; JSON has all."""


def import_file(context: Context) -> None:
    """Book the entries of a file, or with --stop remove what has not been sent yet of the last import."""
    imports = context.open(FullProfile).pages.imports
    if context.has("stop"):
        stopped = imports.stop()
        report.send(context, f"Stopped: removed {text.counted(stopped, 'entry')} that had not been sent.")
        context.out.answer({"stopped": stopped})
        return
    if (name := context.get("FILE")) is None:
        raise BadInput(CliFault.NO_FILE, usage=context.parsed.parser.usage_line)
    file = imports.read(Path(name))
    if file.lines:
        days = [line.day for line in file.lines]
        online.fetch(context, min(days), max(days), online.EXPORT_S)
    plan = imports.plan(file)
    _show(context, name, plan)
    dry = context.has("dry_run")
    if plan.drafts and not dry:
        imports.book(plan)
        report.send(context, f"Booked {text.counted(len(plan.drafts), 'entry')}, {hours_minutes(plan.seconds)}.")
    sync = context.profile.status.sync()
    context.out.answer(
        {
            "file": name, "dry_run": dry, "entries": len(plan.drafts), "duration_s": plan.seconds,
            "left_out": [{"line": one.number, "reason": _reason(one.reason)} for one in plan.left_out],
            "sync": serializers.sync(sync),
        }
    )  # fmt: skip
    if dry:
        context.out.say("Nothing was booked: this was a dry run.")
    elif sync.pending:
        context.out.say(
            text.waiting(sync), f"{text.counted(sync.pending, 'change')} to send: demitasse sync --wait 3600"
        )
        context.out.say("demitasse undo removes all of it, demitasse import --stop what has not been sent yet.")


COMMANDS = {
    "import": Command(
        import_file,
        Option("--dry-run", "", "only show what would be booked"),
        Option("--stop", "", "remove what has not been sent yet of the last import"),
    )
}


def _show(context: Context, name: str, plan: ImportPlan) -> None:
    """Print a line for each day with what is booked, and the lines that are left out."""
    context.out.say(f"{name}: {text.counted(len(plan.drafts), 'entry')}, {hours_minutes(plan.seconds)}")
    drafts = sorted(plan.drafts, key=lambda draft: draft.fields.day)
    rows = []
    for day, group in groupby(drafts, key=lambda draft: draft.fields.day):
        of_day = list(group)
        tasks = dict.fromkeys(f"{draft.line.project} · {draft.line.task}" for draft in of_day)
        total = hours_minutes(sum(draft.fields.duration_s for draft in of_day))
        rows.append((f"  {day}", str(len(of_day)), total, ", ".join(tasks)))
    context.out.say(*output.table(rows, right=frozenset({1, 2}), flexible=3))
    if plan.left_out:
        context.out.note(f"{text.counted(len(plan.left_out), 'line')} left out:")
        context.out.note(*(f"  line {one.number}: {_reason(one.reason)}" for one in plan.left_out[:_SHOWN]))
        more = len(plan.left_out) - _SHOWN
        if more > 0:
            context.out.note(f"  … and {more} more")


def _reason(reason: Reason) -> str:
    return f"{messages.what_happened(reason)} {messages.next_step(reason)}".rstrip()
