"""The words of weeks, months and reports: their dates, how far they are from the target, and their absences."""

from datetime import date, timedelta

from PySide6.QtCore import QLocale

from demitasse.domain.period import DayTotal, Period, week_number
from demitasse.domain.report import Grouping, Report, Scope, Span, SpanKind, name_of
from demitasse.domain.workplan import TimeOff
from demitasse.ui.text import formats, wording
from demitasse.ui.text.wording import translate


def dates(first: date, last: date, today: date) -> str:
    """Return the days of a span, for example "23–29 Nov"; the year is named if it is not this year."""
    if first == last:
        return _date(first, today)
    if formats.date_format() or (first.year, first.month) != (last.year, last.month):
        begin = wording.short_day(first) if first.year == last.year else _date(first, today)
        return f"{begin} – {_date(last, today)}"
    #: The format of a day of the month in Qt's letters, for the first day of a span such as "23–29 Nov".
    pattern = translate("Span", "d")
    return f"{QLocale().toString(wording.qdate(first), pattern)}–{_date(last, today)}"


def _date(day: date, today: date) -> str:
    if day.year == today.year:
        return wording.short_day(day)
    #: The format of a day with its year, in Qt's letters.
    return QLocale().toString(wording.qdate(day), formats.date_format() or translate("Span", "d MMM yyyy"))


def month(day: date) -> str:
    """Return a month with its year, for example "November 2026"."""
    return QLocale().toString(wording.qdate(day), "MMMM yyyy")


def span_name(span: Span, today: date) -> str:
    """Return the name of a span, such as "This month"; empty if it has only its dates."""
    known = {
        "today": translate("Span", "Today"),
        "yesterday": translate("Span", "Yesterday"),
        "this week": translate("Span", "This week"),
        "last week": translate("Span", "Last week"),
        "this month": translate("Span", "This month"),
        "last month": translate("Span", "Last month"),
        "this year": translate("Span", "This year"),
        "last year": translate("Span", "Last year"),
    }.get(name_of(span, today, formats.first_weekday()))
    if known is not None:
        return known
    if span.kind is SpanKind.WEEK:
        return translate("Span", "Week {number}").format(number=week_number(span.first))
    if span.kind is SpanKind.MONTH:
        return month(span.first)
    return str(span.first.year) if span.kind is SpanKind.YEAR else ""


def balance_words(period: Period, today: date) -> str:
    """Return what is to go or over, and the balance until yesterday: "1:08 to go · 1:40 over until yesterday"."""
    first, last, over_s = period.days[0].day, period.days[-1].day, period.over_s
    if over_s is None or not (period.target_s or period.total_s or period.from_overtime_s):
        return ""
    words = [_difference(over_s, past=last < today)]
    if first < today <= last:
        words.append(_until_yesterday(period.balance_s(today - timedelta(days=1)) or 0))
    elif last < today and period.from_overtime_s:
        taken = translate("Span", "{time} taken from overtime")
        words.append(taken.format(time=wording.duration(period.from_overtime_s)))
    return " · ".join(filter(None, words))


def _difference(over_s: int, *, past: bool) -> str:
    if not over_s:
        return translate("Span", "target met")
    under = translate("Span", "{time} under") if past else translate("Span", "{time} to go")
    words = translate("Span", "{time} over") if over_s > 0 else under
    return words.format(time=wording.duration(abs(over_s)))


def _until_yesterday(balance_s: int) -> str:
    whole_s = balance_s // 60 * 60
    if not whole_s:
        return ""
    over, under = (
        translate("Span", "{time} over until yesterday"),
        translate("Span", "{time} under until yesterday"),
    )
    return (over if whole_s > 0 else under).format(time=wording.duration(abs(whole_s)))


def column_difference(total: DayTotal, today: date) -> tuple[str, str]:
    """Return the figure and the word below a day of the week: ("0:12", "over"); empty on its target or without one."""
    over_s = total.over_s
    if not over_s or (over_s < 0 and total.day > today) or not total.is_known:
        return "", ""
    if over_s > 0:
        word = translate("Span", "over")
    else:
        word = translate("Span", "to go") if total.day == today else translate("Span", "under")
    return wording.duration(abs(over_s)), word


def day_words(total: DayTotal, today: date) -> str:
    """Return the total of a day against its target: "8:17 of 8:00, 0:17 over"; of a day to come its target."""
    if not total.is_known and total.day <= today:
        return translate("Span", "not on this computer yet")
    worked, over_s = wording.duration(total.total_s), total.over_s
    if over_s is None or not total.target_s:
        return worked if total.total_s else ""
    if total.day > today and not total.total_s:
        return translate("Span", "target {time}").format(time=wording.duration(total.target_s))
    if not over_s:
        words = translate("Span", "{total} of {target}, target met")
    elif over_s > 0:
        words = translate("Span", "{total} of {target}, {time} over")
    elif total.day >= today:
        words = translate("Span", "{total} of {target}, {time} to go")
    else:
        words = translate("Span", "{total} of {target}, {time} under")
    target, time = wording.duration(total.target_s), wording.duration(abs(over_s))
    return words.format(total=worked, target=target, time=time)


def day_name(total: DayTotal, today: date) -> str:
    """Return a day with its date, its total and its absences, for screen readers."""
    date_name = QLocale().toString(wording.qdate(total.day), QLocale.FormatType.LongFormat)
    parts = [date_name, translate("Span", "today") if total.day == today else ""]
    return ", ".join(filter(None, [*parts, day_words(total, today), wording.time_off(total)]))


def time_off_line(absence: TimeOff) -> str:
    """Return an absence with its days: "Thu 12–Fri 13 · Vacation", "Thu 19 · Sick, half a day"."""
    #: The format of a day of the shown month with its weekday, in Qt's letters.
    pattern = translate("Span", "ddd d")
    days = [QLocale().toString(wording.qdate(day), pattern) for day in dict.fromkeys((absence.first, absence.last))]
    return f"{'–'.join(days)} · {wording.absence_name(absence)}"


def scope_title(scope: Scope, today: date) -> tuple[str, str]:
    """Return what a row of a report stands for: its name, and the task behind it."""
    like = scope.like
    if scope.grouping is Grouping.CLIENT:
        return wording.plain(like.client) or translate("Span", "Without a client"), ""
    if scope.grouping is Grouping.DAY:
        weekday = QLocale().toString(wording.qdate(like.day), "ddd")
        return f"{weekday} {_date(like.day, today)}", ""
    name = wording.plain(like.project) or wording.task_name("", "")
    return name, wording.plain(like.task) if scope.grouping is Grouping.TASK else ""


def share(part: float) -> str:
    """Return a share as whole percents."""
    return translate("Span", "{number} %").format(number=QLocale().toString(round(part * 100)))


REPORT_FIGURES = 2
"""How many columns of `report_cells` are figures."""


def report_cells(report: Report) -> list[list[str]]:
    """Return a report as a table, with a head and the total as its last row."""
    names = {
        "client": translate("Span", "Client"), "project": translate("Span", "Project"),
        "task": translate("Span", "Task"), "day": translate("Span", "Day"),
    }  # fmt: skip
    columns = list(report.rows[0].names()) if report.rows else [report.grouping.value]
    head = [*(names[column] for column in columns), translate("Span", "Duration"), translate("Span", "Share")]
    rows = [[*row.names().values(), wording.duration(row.seconds), share(report.share(row))] for row in report.rows]
    total = [translate("Span", "Total"), *[""] * (len(columns) - 1), wording.duration(report.total_s), ""]
    return [head, *rows, total]
