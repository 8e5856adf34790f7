"""`demitasse demo` and `sandbox`: the local CoffeeCup, with the tray app or by itself."""

import gc
import shlex
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from demitasse.boot.cli_sync import read_day
from demitasse.boot.demo import Demo, run_sandbox
from demitasse.boot.profile import open_profile
from demitasse.cli import output
from demitasse.cli.arguments import Command, Option
from demitasse.cli.commands import DONE
from demitasse.cli.context import Context
from demitasse.cli.formats import local_datetime
from demitasse.cli.main import has_display
from demitasse.domain.durations import hours_minutes


def demo(context: Context) -> int:
    """Open the tray app on a local CoffeeCup; without a display, run the commands of a short day in the terminal."""
    picture = context.get("screenshot")
    with Demo() as demo:
        if has_display() and picture is None:
            return context.app.run(demo.profile_name, show=True)
        code = _short_day(context, demo)
        if code == DONE and picture is not None:
            context.app.render(demo.profile_name, Path(picture))
            context.out.say(f"The window is drawn in {picture}.")
        return code


def sandbox(context: Context) -> int:
    """Run the local CoffeeCup until it is interrupted; its options are not read here."""
    gc.enable()  # `start` in __main__ has switched it off.
    return run_sandbox(list(context.parsed.rest))


COMMANDS = {
    "demo": Command(demo, Option("--screenshot", "FILE", "draw the window into a PNG, without a display")),
    "sandbox": Command(sandbox, raw=True),
}


def _short_day(context: Context, demo: Demo) -> int:
    if not has_display():
        context.out.say("There is no display here, so this is the demo on the command line.")
    context.out.say(f"A local CoffeeCup answers at {demo.url}; this is a short working day on it.")
    for words in _day(demo.profile_name):
        context.out.say("", "$ " + shlex.join(["demitasse", *words]))
        context.out.flush()
        code = context.again(["--profile", demo.profile_name, *words])
        if code != DONE:
            return code
    context.out.say("", "The day as it stands on the server, read over HTTP:")
    context.out.say(*_table(demo))
    return DONE


def _day(profile_name: str) -> Iterator[list[str]]:
    """Yield the command lines of a short day. Just after midnight they start no timer in the past."""
    with closing(open_profile(profile_name)) as profile:
        choices, now = profile.timesheets.choices(), local_datetime(profile.clock.now().wall)
    first = choices[0]
    second = next((choice for choice in choices if choice.task in {"Coding", "Development"}), choices[-1])
    early = _ago(95, now)
    later = _ago(20, now) if early else []
    yield ["tasks", first.project]
    yield ["add", f"{first.project} {first.task}", "1:30", "-c", "Planning"]
    yield ["start", f"{second.project} {second.task}", "-c", "Fix the login form", *early]
    yield ["start", f"{first.project} {first.task}", "-c", "Call with the customer", *later]
    yield ["status"]
    yield ["stop"]
    with closing(open_profile(profile_name)) as profile:
        last = str(max(row.id for row in profile.timesheets.day().rows))
    yield ["edit", last, "--duration", "45m", "-c", "Call with the customer, and notes"]
    yield ["delete", last]
    yield ["undo"]
    yield ["sync"]
    yield ["today"]


def _ago(minutes: int, now: datetime) -> list[str]:
    """Return the options for a time `minutes` ago; none if that was yesterday."""
    then = now - timedelta(minutes=minutes)
    return ["--at", f"{then:%H:%M}"] if then.date() == now.date() else []


def _table(demo: Demo) -> list[str]:
    with closing(open_profile(demo.profile_name)) as profile:
        choices, entries = profile.timesheets.choices(), read_day(profile, profile.timesheets.today())
    names = {(choice.project_id, choice.task_id): f"{choice.project} · {choice.task}" for choice in choices}
    rows = []
    for entry in entries:
        fields = entry.fields
        booked = names.get((fields.project_id or 0, fields.task_id or 0), "(not bookable any more)")
        rows.append((str(entry.server_id), hours_minutes(fields.duration_s), booked, fields.comment))
    return output.table(rows, right=frozenset({0, 1}), flexible=3)
