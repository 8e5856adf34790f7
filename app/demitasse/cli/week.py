"""`demitasse week [DATE]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, output, serializers, text
from demitasse.domain.durations import hours_minutes
from demitasse.tracker.user_prefs import formats

if TYPE_CHECKING:
    from datetime import date

    from demitasse.cli.context import Context
    from demitasse.domain.timesheet import Week

_FIRST = {"saturday": 6, "sunday": 7}


def run(call: Context) -> int:
    """The totals of a week by day and by project, or all its entries as CSV."""
    today = call.profile.timesheets.today()
    first = _FIRST.get(formats(call.profile.store).week, 1)
    week = call.profile.timesheets.week(call.day("DATE") or today, first)
    if call.get("csv") is not None and not call.out.as_json:
        from demitasse.tracker.export import as_csv  # noqa: PLC0415 - only for this

        call.out.document(as_csv(week.days))
        return exit_codes.DONE
    call.out.answer(serializers.week(week, today))
    call.out.say(*_lines(week, today))
    return exit_codes.DONE


def _lines(week: Week, today: date) -> list[str]:
    days = [(text.day_title(one.day), *_figures(one.total_s, one.target_s)) for one in week.days]
    shares = [(hours_minutes(one.seconds), one.project or "(unknown project)") for one in week.project_totals()]
    total, target = _figures(week.total_s, week.target_s)
    balance = week.balance_s(today)
    return [
        f"Week {week.number}  {total} {target}".rstrip(),
        *output.table(days, right=frozenset({1})),
        *([""] if shares else []),
        *output.table(shares, right=frozenset({0})),
        *([] if balance is None else ["", f"Balance  {text.signed(balance)}"]),
        *text.incomplete(week.days, today),
    ]


def _figures(total_s: int, target_s: int | None) -> tuple[str, str]:
    return hours_minutes(total_s), f"of {hours_minutes(target_s)}" if target_s else ""
