"""`demitasse status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exits, shapes, words

if TYPE_CHECKING:
    from demitasse.cli.call import Call


def run(call: Call) -> int:
    """What runs, today's total, what is not sent yet. Never calls CoffeeCup."""
    running, today, sync = call.profile.timer.running(), call.profile.timesheets.day(), call.profile.status.sync()
    questions = call.profile.absences.open_questions()
    call.out.answer(shapes.status(running, today, sync) | shapes.away(questions))
    call.out.say(
        f"Running    {words.line(running) if running else 'nothing'}",
        f"Today      {words.total(today)}",
        f"CoffeeCup  {words.synced(sync, call.profile.clock.today())}",
    )
    if questions:
        call.out.say(*(words.absence(one, call.profile.clock.today()) for one in questions), words.AWAY)
    if sync.rejected or sync.needs_review:
        call.out.say(*(words.trouble(row) for row in call.profile.timesheets.attention()))
    if sync.conflicts or sync.needs_review:
        call.out.say("demitasse conflicts shows what only you can decide.")
    return exits.DONE
