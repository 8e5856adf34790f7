"""`demitasse undo` and `redo`: take the last actions back, and do them again."""

from demitasse.cli import report, serializers, text
from demitasse.cli.arguments import Command, Option
from demitasse.cli.context import Context
from demitasse.tracker.undo import Undone

_NAMES = {"edit": "change", "away": "answer about being away"}
"""Names of actions for people, where they differ from those in JSON."""


def undo(context: Context) -> None:
    """Undo the last action, or the last one on the entry ID; keep the time of a timer, unless told to discard it."""
    entry_id = None if context.get("ID") is None else context.entry_id()
    undone = context.profile.history.undo(entry_id, keep=not context.has("discard"))
    rows = [context.profile.timesheets.entry(kept_id) for kept_id in undone.kept_ids]
    if rows:
        undone = undone._replace(row=rows[0])
        hint = "To delete it, too: " + "; ".join(f"demitasse delete {row.id}" for row in rows)
        if undone.resumed is not None:
            hint = f"To give it to entry {undone.resumed.id} instead: demitasse redo, then demitasse undo --discard"
        lines = [f"Undone: {_named(undone)}. Its time is kept: {text.line(rows[0])}"]
        lines += [f"Its time is kept: {text.line(row)}" for row in rows[1:]]
        report.send(context, *lines, hint)
    elif undone.changed:
        report.send(context, f"Undone: {_named(undone)}{_about(undone)}", *_running(context))
    else:
        report.send(context, f"Nothing was left to undo: {_named(undone)}{_about(undone)}")
    more = {"entries": [serializers.entry(row) for row in rows]} if len(rows) > 1 else {}
    context.out.answer({"undone": undone.label} | _answer(undone) | {"kept": undone.kept} | more)


def redo(context: Context) -> None:
    """Redo what was undone last."""
    redone = context.profile.history.redo()
    words = "Redone" if redone.changed else "Nothing was left to redo"
    report.send(context, f"{words}: {_named(redone)}{_about(redone)}")
    context.out.answer({"redone": redone.label} | _answer(redone))


COMMANDS = {
    "undo": Command(
        undo,
        Option(
            "--discard", "", "delete the time of a timer whose start is undone, or give it to the timer that it stopped"
        ),
    ),
    "redo": Command(redo),
}


def _named(undone: Undone) -> str:
    return _NAMES.get(undone.label, undone.label)


def _about(undone: Undone) -> str:
    return f"  {text.line(undone.row)}" if undone.row else ""


def _running(context: Context) -> list[str]:
    """Return a line for each timer that runs now: undoing a stop or a switch starts one."""
    return [f"Running  {text.line(row)}" for row in context.profile.timer.all_running()]


def _answer(undone: Undone) -> dict[str, object]:
    return {"entry": serializers.entry(undone.row) if undone.row else None, "changed": undone.changed}
