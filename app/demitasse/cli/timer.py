"""`demitasse start`, `stop` and `continue`: the timer."""

from datetime import timedelta

from demitasse.cli import report, text
from demitasse.cli.arguments import COMMENT, Command, Option
from demitasse.cli.context import Context
from demitasse.domain import time_ranges
from demitasse.domain.timer import Instant
from demitasse.support.clock import at_wall_time


def start(context: Context) -> int:
    """Start a timer, and say which one that stopped."""
    choice, at = context.choice(context.get("QUERY") or ""), _moment(context)
    before = context.profile.timer.running()
    row = context.profile.timer.start(choice.project_id, choice.task_id, context.get("comment") or "", at)
    if before is not None:
        context.out.say(f"Stopped  {text.line(context.profile.timesheets.entry(before.id))}")
    return report.finish(context, "Started", row)


def stop(context: Context) -> int:
    """Stop the timer."""
    return report.finish(context, "Stopped", context.profile.timer.stop(_stop_moment(context)))


def continue_(context: Context) -> int:
    """Start a timer on an entry, by default the last one."""
    entry_id = context.entry_id() if context.get("ID") is not None else None
    return report.finish(context, "Started", context.profile.timer.continue_entry(entry_id))


_AT = Option("--at", "HH:MM", "as of this time of day, which has passed")
COMMANDS = {"start": Command(start, COMMENT, _AT), "stop": Command(stop, _AT), "continue": Command(continue_)}


def _stop_moment(context: Context) -> Instant | None:
    """Return the moment of --at: yesterday's if today's has not come yet and the timer ran by then."""
    at = _moment(context)
    if at is None or at.wall <= context.profile.clock.now().wall:
        return at
    yesterday = _moment(context, days_ago=1)
    return yesterday if yesterday is not None and context.profile.timer.ran_at(yesterday) else at


def _moment(context: Context, days_ago: int = 0) -> Instant | None:
    """Return when this computer's clock shows the time of --at; None if not given. Raises BadInput."""
    if (typed := context.get("at")) is None:
        return None
    at = time_ranges.time_of_day(typed, "at")
    return at_wall_time(context.profile.clock.today() - timedelta(days=days_ago), at.hour, at.minute)
