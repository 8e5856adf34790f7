"""`demitasse week [DATE]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exits, output, shapes, words
from demitasse.domain.durations import hours_minutes
from demitasse.tracker.person import formats

if TYPE_CHECKING:
    from datetime import date

    from demitasse.cli.call import Call
    from demitasse.domain.week import Week

_FIRST = {"saturday": 6, "sunday": 7}


def run(call: Call) -> int:
    """The totals of a week by day and by project, or all its entries as CSV."""
    today = call.profile.timesheets.today()
    first = _FIRST.get(formats(call.profile.store).week, 1)
    week = call.profile.timesheets.week(call.day("DATE") or today, first)
    if call.get("csv") is not None and not call.out.as_json:
        from demitasse.tracker.export import as_csv  # noqa: PLC0415 - only for this

        call.out.document(as_csv(week.days))
        return exits.DONE
    call.out.answer(shapes.week(week, today))
    call.out.say(*_lines(week, today))
    return exits.DONE


def _lines(week: Week, today: date) -> list[str]:
    days = [(words.day_title(one.day), *_figures(one.total_s, one.target_s)) for one in week.days]
    shares = [(hours_minutes(one.seconds), one.project or "(unknown project)") for one in week.shares()]
    total, target = _figures(week.total_s, week.target_s)
    balance = week.balance_s(today)
    return [
        f"Week {week.number}  {total} {target}".rstrip(),
        *output.table(days, right=frozenset({1})),
        *([""] if shares else []),
        *output.table(shares, right=frozenset({0})),
        *([] if balance is None else ["", f"Balance  {words.signed(balance)}"]),
        *words.incomplete(week.days, today),
    ]


def _figures(total_s: int, target_s: int | None) -> tuple[str, str]:
    return hours_minutes(total_s), f"of {hours_minutes(target_s)}" if target_s else ""
