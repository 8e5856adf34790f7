"""`demitasse status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, serializers, text

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """What runs, today's total, what is not sent yet. Never calls CoffeeCup."""
    running, today, sync = call.profile.timer.running(), call.profile.timesheets.day(), call.profile.status.sync()
    questions = call.profile.absences.open_questions()
    call.out.answer(serializers.status(running, today, sync) | serializers.away(questions))
    call.out.say(
        f"Running    {text.line(running) if running else 'nothing'}",
        f"Today      {text.total(today)}",
        f"CoffeeCup  {text.synced(sync, call.profile.clock.today())}",
    )
    if questions:
        call.out.say(*(text.absence(one, call.profile.clock.today()) for one in questions), text.AWAY)
    if sync.rejected or sync.needs_review:
        call.out.say(*(text.trouble(row) for row in call.profile.timesheets.attention()))
    if sync.conflicts or sync.needs_review:
        call.out.say("demitasse conflicts shows what only you can decide.")
    return exit_codes.DONE
