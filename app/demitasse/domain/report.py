"""Reports: what was worked in a span of days, by client, project, task or day, as far as it passes a filter."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.days import parse, resolve
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.domain.period import Work, month_of, week_start
from demitasse.domain.text_matching import fold, matched_words
from demitasse.domain.timesheet import UNKNOWN_NAME

MAX_WORDS = 8
"""How many words of a filter count."""


class Grouping(StrEnum):
    """What the rows of a report stand for."""

    CLIENT = "client"
    PROJECT = "project"
    TASK = "task"
    DAY = "day"


_KEYS: dict[Grouping, Callable[[Work], Hashable]] = {
    Grouping.CLIENT: lambda work: work.client,
    Grouping.PROJECT: lambda work: work.project_id,
    Grouping.TASK: lambda work: (work.project_id, work.task_id),
    Grouping.DAY: lambda work: work.day,
}
NAME_COLUMNS = {
    Grouping.CLIENT: ("client",),
    Grouping.PROJECT: ("client", "project"),
    Grouping.TASK: ("client", "project", "task"),
    Grouping.DAY: ("day",),
}
"""The names of a row, by what it stands for."""
_ALIKE = {
    Grouping.CLIENT: ("client", "color"),
    Grouping.PROJECT: ("client", "project_id", "project", "color"),
    Grouping.TASK: ("client", "project_id", "project", "task_id", "task", "color"),
    Grouping.DAY: ("day",),
}
"""What all work of a row has in common."""
_NOBODY = Work(date.min, "", None, "", None, "", "", 0, 0)
FINER = {
    Grouping.CLIENT: Grouping.PROJECT,
    Grouping.PROJECT: Grouping.TASK,
    Grouping.TASK: Grouping.DAY,
    Grouping.DAY: Grouping.TASK,
}
"""How the report that a row opens is grouped."""


class Scope(NamedTuple):
    """One client, project, task or day to which a report is limited, with the names to show it by."""

    grouping: Grouping
    key: Hashable
    like: Work
    """What all of it has in common: names, colour or day, and no figures."""


class ReportRow(NamedTuple):
    """A row: the seconds and the number of the entries in its scope."""

    scope: Scope
    seconds: int
    entries: int

    def names(self) -> dict[str, str]:
        """Return what the row stands for, by NAME_COLUMNS; a name that is not known yet is empty."""
        like = self.scope.like
        cells = {"client": like.client, "project": like.project, "task": like.task, "day": like.day.isoformat()}
        return {name: "" if cells[name] == UNKNOWN_NAME else cells[name] for name in NAME_COLUMNS[self.scope.grouping]}


class Report(NamedTuple):
    """The rows, the largest first (days in their order), and their sums.

    `first` and `last` are the days it is about, without days to come that have no entry. `missing` are the days that
    were never fetched from CoffeeCup, which may have more entries.
    """

    first: date
    last: date
    grouping: Grouping
    rows: tuple[ReportRow, ...]
    missing: tuple[date, ...] = ()

    @property
    def total_s(self) -> int:
        """Seconds of all rows."""
        return sum([row.seconds for row in self.rows])

    @property
    def entries(self) -> int:
        """The number of entries that passed the filter."""
        return sum([row.entries for row in self.rows])

    @property
    def is_known(self) -> bool:
        """Whether anything is known of these days: there are entries, or at least a day that was fetched."""
        return bool(self.rows) or len(self.missing) <= (self.last - self.first).days

    def share(self, row: ReportRow) -> float:
        """Return the share of a row in the total, 0.0 to 1.0."""
        return row.seconds / self.total_s if self.total_s else 0.0


def filter_words(typed: str) -> tuple[str, ...]:
    """Return the words of a filter, folded as for searching."""
    return tuple(fold(typed).split())[:MAX_WORDS]


def grouped(work: Iterable[Work], grouping: Grouping) -> tuple[ReportRow, ...]:
    """Return the rows of a report: the largest first, and days in their order."""
    key_of, groups = _KEYS[grouping], dict[Hashable, list[Work]]()
    for one in work:
        groups.setdefault(key_of(one), []).append(one)
    rows = [_row(grouping, key, group) for key, group in groups.items()]
    if grouping is Grouping.DAY:
        return tuple(sorted(rows, key=lambda row: row.scope.like.day))
    return tuple(sorted(rows, key=lambda row: (-row.seconds, *_names(row.scope.like))))


def is_within(work: Work, scopes: Iterable[Scope]) -> bool:
    """Return whether work lies in all of these scopes."""
    return all(_KEYS[scope.grouping](work) == scope.key for scope in scopes)


def matched_names(work: Work, words: tuple[str, ...]) -> int:
    """Return which words of a filter occur in the names of client, project or task, as a bit for each.

    An entry passes the filter if the others occur in its comment.
    """
    return matched_words(" ".join(_names(work)), words)


def _row(grouping: Grouping, key: Hashable, group: list[Work]) -> ReportRow:
    """Return the row of a group. A client has the colour of its first project, whatever is filtered."""
    one = min(group, key=lambda each: each.project_id or 0)
    like = _NOBODY._replace(**{name: getattr(one, name) for name in _ALIKE[grouping]})
    seconds, entries = sum([each.seconds for each in group]), sum([each.entries for each in group])
    return ReportRow(Scope(grouping, key, like), seconds, entries)


def _names(work: Work) -> tuple[str, str, str]:
    return work.client, work.project, work.task


class SpanKind(StrEnum):
    """What a span of days is a piece of; its neighbours are of the same kind."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    CUSTOM = "custom"


class Span(NamedTuple):
    """The days of a report, `first` to `last` (inclusive)."""

    kind: SpanKind
    first: date
    last: date

    def shifted(self, steps: int, first_weekday: int) -> "Span":
        """Return the span of the same kind `steps` later, or earlier if that is negative."""
        if self.kind is SpanKind.CUSTOM:
            step = timedelta(days=steps * ((self.last - self.first).days + 1))
            return Span(self.kind, self.first + step, self.last + step)
        if self.kind in {SpanKind.MONTH, SpanKind.YEAR}:
            months = self.first.year * 12 + self.first.month - 1 + steps * (12 if self.kind is SpanKind.YEAR else 1)
            return span_of(self.kind, date(months // 12, months % 12 + 1, 1), first_weekday)
        return span_of(self.kind, self.first + timedelta(days=steps * (7 if self.kind is SpanKind.WEEK else 1)),
                       first_weekday)  # fmt: skip


NAMED_SPANS = {
    "today": (SpanKind.DAY, 0),
    "yesterday": (SpanKind.DAY, -1),
    "this week": (SpanKind.WEEK, 0),
    "last week": (SpanKind.WEEK, -1),
    "this month": (SpanKind.MONTH, 0),
    "last month": (SpanKind.MONTH, -1),
    "this year": (SpanKind.YEAR, 0),
    "last year": (SpanKind.YEAR, -1),
}
"""The spans with a name: the kind, and how many of it before the present one."""


def span_of(kind: SpanKind, day: date, first_weekday: int) -> Span:
    """Return the day, week, month or year of `day`."""
    if kind is SpanKind.WEEK:
        first = week_start(day, first_weekday)
        return Span(kind, first, first + timedelta(days=6))
    if kind is SpanKind.MONTH:
        return Span(kind, *month_of(day))
    if kind is SpanKind.YEAR:
        return Span(kind, date(day.year, 1, 1), date(day.year, 12, 31))
    return Span(kind, day, day)


def named_span(name: str, today: date, first_weekday: int) -> Span:
    """Return one of NAMED_SPANS."""
    kind, steps = NAMED_SPANS[name]
    return span_of(kind, today, first_weekday).shifted(steps, first_weekday)


def name_of(span: Span, today: date, first_weekday: int) -> str:
    """Return the name of a span; empty if it has none."""
    return next((name for name in NAMED_SPANS if named_span(name, today, first_weekday) == span), "")


def parse_span(typed: str, today: date, first_weekday: int) -> Span:
    """Return the span that is meant by a name ("last month"), a day, or two days ("monday today").

    The second day may be before the first. Raises BadInput if it is none of these.
    """
    words = typed.split()
    if (name := " ".join(words).lower()) in NAMED_SPANS:
        return named_span(name, today, first_weekday)
    for cut in range(len(words), 0, -1):
        try:
            days = [resolve(parse(" ".join(part)), today) for part in (words[:cut], words[cut:]) if part]
        except BadInput:
            if cut == 1:
                raise
        else:
            return Span(SpanKind.DAY if days[0] == days[-1] else SpanKind.CUSTOM, days[0], days[-1])
    raise BadInput(FaultCode.NOT_A_DAY, text=typed[:40], field="day")
