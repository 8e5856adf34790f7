"""Fetching what this computer does not know yet, for commands that otherwise only read."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from demitasse.boot import cli_sync
from demitasse.cli import formats, report, text
from demitasse.cli.context import Context
from demitasse.domain.timer import exact_s
from demitasse.domain.timesheet import Timesheet

SHORT_S = 20.0
"""The longest that fetching a few days may take."""

EXPORT_S = 6 * 3600.0
"""The longest that fetching days for an export may take, with the pauses that CoffeeCup asks for."""


def fetch(context: Context, first: date, last: date, wait_s: float = SHORT_S) -> tuple[Timesheet, ...]:
    """Return these days (inclusive), after fetching those that were never fetched, year by year.

    What was fetched is kept if CoffeeCup stops answering, and the rest stays unknown. Shows the progress on a terminal.
    """
    timesheets = context.profile.timesheets
    days = timesheets.days(first, last)
    spans = _missing_spans(days)
    if not spans:
        return days
    report.open_log(context)
    progress = _Progress(context, spans)
    try:
        cli_sync.fetch(context.profile, spans, wait_s, progress.show)
    finally:
        context.out.progress("")
    return timesheets.days(first, last)


def refresh_facts(context: Context) -> bool:
    """Ask CoffeeCup what can be booked now; return whether it answered."""
    report.open_log(context)
    return cli_sync.refresh_facts(context.profile)


def _missing_spans(days: Sequence[Timesheet]) -> list[tuple[date, date]]:
    """Return the first and last day of each year that was never fetched: one span for each year."""
    missing = (sheet.day for sheet in days if not sheet.fetched)
    years = [list(group) for _, group in groupby(missing, key=lambda day: day.year)]
    return [(year[0], year[-1]) for year in years]


class _Progress:
    """One line on the terminal: what is being fetched, the share, and the time left once it can be estimated."""

    def __init__(self, context: Context, spans: Sequence[tuple[date, date]]) -> None:
        self._context = context
        self._spans = spans
        self._began = context.profile.clock.now()

    def show(self, number: int, paused_until: datetime | None) -> None:
        """Show that the span with this number is fetched next, when the pause that CoffeeCup asked for is over."""
        days = [(last - first).days + 1 for first, last in self._spans]
        done = sum(days[:number]) / sum(days)
        first, last = self._spans[number]
        span = f"{first.year}" if len(self._spans) > 1 else f"{first.isoformat()} to {last.isoformat()}"
        passed_s = exact_s(self._began, self._context.profile.clock.now())
        parts = [f"Fetching {span} from CoffeeCup", f"{done:.0%}", text.time_left(passed_s, done)]
        if paused_until is not None:
            parts.append(f"CoffeeCup asks for a pause until {formats.clock_time(paused_until)}")
        self._context.out.progress(", ".join(filter(None, parts)))
