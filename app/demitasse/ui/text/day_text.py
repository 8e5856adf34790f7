"""The words of a day: its title, how far it is from the target, and the lines of its list."""

from datetime import date, datetime, time, timedelta, tzinfo

from PySide6.QtCore import QLocale

from demitasse.domain.day_view import Progress, shown_times
from demitasse.domain.entries import EntryState
from demitasse.domain.timesheet import Gap, Timesheet, TimesheetRow
from demitasse.ui.text import formats, messages, wording
from demitasse.ui.text.wording import translate

_ROUND_UP = timedelta(seconds=59)
"""Makes of a moment the next full minute: nobody leaves a minute too early."""


def title(day: date, today: date, other_zone: str = "") -> tuple[str, str, str]:
    """Return the name of a day, its date or how long ago it is, and the zone if it is not this computer's."""
    apart = (today - day).days
    name = weekday_date(day, today)
    if apart in {0, 1}:
        name, beside = wording.day_title(day, today), name
    else:
        beside = translate("Day", "%n day(s) ago", None, apart) if apart > 1 else ""
    zone = translate("Day", "{zone} time").format(zone=other_zone) if other_zone else ""
    return name, beside, zone


def weekday_date(day: date, today: date) -> str:
    """Return a day as "Fri 27 Nov", with its year if that is not this year."""
    if day.year != today.year:
        return wording.day_name(day)
    if chosen := formats.short_date(day):
        return f"{QLocale().toString(wording.qdate(day), 'ddd')} {chosen}"
    #: The format of a day of this year with its weekday, in Qt's letters.
    return QLocale().toString(wording.qdate(day), translate("Day", "ddd d MMM"))


def progress_words(work: Progress, day: date, now: datetime, today: date) -> str:
    """Return what is to go or over, and when the target will be or was met, for example "2:48 to go · done at 16:50".

    The moments are those of a running timer, or of today.
    """
    if not work.target_s:
        return translate("Day", "No target today") if day == today else translate("Day", "No target on this day")
    if work.left_s:
        left = formats.duration(work.left_s)
        if work.done_at is not None:
            words = translate("Day", "{time} to go · done at {at}")
            return words.format(time=left, at=wording.local_time(work.done_at + _ROUND_UP, now))
        return (translate("Day", "{time} to go") if day >= today else translate("Day", "{time} under")).format(
            time=left
        )
    met = wording.local_time(work.met_at, now) if work.met_at is not None and day == today else ""
    if work.over_s < 60:
        return translate("Day", "Target met at {at}").format(at=met) if met else translate("Day", "Target met")
    words = translate("Day", "{time} over · target met at {at}") if met else translate("Day", "{time} over")
    return words.format(time=formats.duration(work.over_s), at=met)


def day_words(sheet: Timesheet, work: Progress, now: datetime, today: date) -> str:
    """Return the words about the target, and the absences of the day; a day off has no other words."""
    absences, words = wording.time_off(sheet), progress_words(work, sheet.day, now, today)
    return " · ".join(filter(None, (words if work.target_s or not absences else "", absences)))


def fetch_words(stage: int, *, has_rows: bool) -> str:
    """Return the words of a day of which CoffeeCup may have more: who is asked, and that it takes long.

    `stage` is 0 while that is not worth a word, then 1 and 2.
    """
    if not stage:
        return translate("Day", "Not all of this is on this computer yet.") if has_rows else ""
    return translate("Day", "Asking CoffeeCup…") if stage == 1 else translate("Day", "CoffeeCup is slow today…")


def links() -> tuple[str, ...]:
    """Return all texts of the link."""
    return translate("Day", "Back to today"), translate("Day", "Close the day")


def link_words(day: date, today: date, *, closes: bool) -> str:
    """Return the link of a day: the way back to today, or to the close of the day if it is time for that."""
    if day != today:
        return translate("Day", "Back to today")
    return translate("Day", "Close the day") if closes else ""


def span(start: time, end: time) -> str:
    """Return "09:00–10:30"."""
    return f"{formats.time_of_day(start)}–{formats.time_of_day(end)}"


def gap_words(gap: Gap) -> str:
    """Return "11:45–12:38 · nothing tracked"."""
    return translate("Day", "{span} · nothing tracked").format(span=span(gap.start, gap.end))


def row_times(row: TimesheetRow, zone: tzinfo, now: datetime) -> str:
    """Return "09:00–10:30", or "since 09:00" of a running entry; empty if the times are unknown."""
    if row.running and (since := row.since(zone)):
        return translate("Day", "since {at}").format(at=wording.local_time(since, now))
    times = shown_times(row, zone)
    return span(*times) if times else ""


def second_line(row: TimesheetRow, times: str) -> str:
    """Return the times and the comment of an entry; without both, why it was rejected, or its client."""
    words = " · ".join(filter(None, (times, wording.plain(row.comment))))
    if not words and row.state is EntryState.REJECTED:
        words = messages.cause(row.reason)
    return words or wording.plain(row.client)


def row_name(row: TimesheetRow, second: str) -> str:
    """Return an entry with its second line for screen readers.

    They would read the duration of a running one again and again.
    """
    running = translate("Day", "timer is running") if row.running else wording.spoken_duration(row.duration_s)
    parts = (wording.task_name(row.project, row.task), second, wording.entry_label(row), running)
    return ", ".join(filter(None, parts))


def position(place: int, number: int) -> str:
    """Return the place of a row in its list, for example "2 of 6"."""
    return translate("Day", "{n} of {all}").format(n=place + 1, all=number)
