"""Words: how times, durations, states and faults are said to a person, in their language.

Lower floors hand up data and faults; every sentence about them that the window shows is made here. Text that came from
a server passes `plain` first, and is painted as plain text only.
"""

from datetime import date, datetime, time

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLibraryInfo, QLocale, QTranslator

from demitasse.domain.entries import Choice, EntryState
from demitasse.domain.errors import FaultCode, Reason
from demitasse.domain.suggestions import Suggestion, SuggestionReason
from demitasse.domain.timesheet import TimesheetRow
from demitasse.support.clock import local_datetime
from demitasse.support.paths import resource
from demitasse.ui.text import formats, messages

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""The complete languages, in their own words. English has a file too: its plurals."""

translate = QCoreApplication.translate
plain = formats.plain


def install(app: QCoreApplication, locale: QLocale | None = None) -> list[QTranslator]:
    """Make the program speak the language of `locale` (the desktop's), or English. Keep what is returned alive."""
    spoken = locale or QLocale()
    language = QLocale.languageToCode(spoken.language())
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ours = language if language in LANGUAGES else "en"
    files = [f"{qt}/qtbase_{ours}.qm", str(resource(f"translations/demitasse_{ours}.qm"))]
    loaded = []
    for file in files:
        translator = QTranslator(app)
        if translator.load(file):
            app.installTranslator(translator)
            loaded.append(translator)
    return loaded


def tool_tip(words: str) -> str:
    """Words that a tool tip shows letter for letter, even where they look like markup."""
    if "<" not in words:
        return words
    from html import escape  # noqa: PLC0415 - its table of all entities is large, and this is rare

    return f"<qt>{escape(words).replace(chr(10), '<br>')}</qt>"


def duration(seconds: int) -> str:
    """A duration in a column: "1:30", or "1.50" for who prefers that."""
    return formats.duration(seconds)


def spoken_duration(seconds: int) -> str:
    """A duration to be read aloud: "1 hour 30 minutes"."""
    whole, minutes = max(0, seconds) // 3600, max(0, seconds) // 60 % 60
    parts = [translate("Text", "%n hour(s)", None, whole)] if whole else []
    if minutes or not whole:
        parts.append(translate("Text", "%n minute(s)", None, minutes))
    return " ".join(parts)


def qdate(day: date) -> QDate:
    """A day as Qt wants it."""
    return QDate(day.year, day.month, day.day)


def day_title(day: date, today: date) -> str:
    """What stands over a day's list: "Today", "Yesterday" or its date."""
    apart = (today - day).days
    if apart == 0:
        return translate("Text", "Today")
    return translate("Text", "Yesterday") if apart == 1 else day_name(day)


def weekday(day: date) -> str:
    """ "Friday"."""
    return QLocale().toString(qdate(day), "dddd")


def day_name(day: date) -> str:
    """ "Mon 23 Nov 2026", in the order of the language."""
    return QLocale().toString(qdate(day), day_format())


def day_format() -> str:
    """How a day with its weekday is written."""
    if chosen := formats.date_format():
        return f"ddd {chosen}"
    #: The format of a day with its weekday, in Qt's letters.
    return translate("Text", "ddd d MMM yyyy")


def time_of_day(moment: time) -> str:
    """A wall-clock time, as this person writes it."""
    return formats.time_of_day(moment)


def first_weekday() -> int:
    """The day a week begins with: 1 is Monday, 7 is Sunday."""
    return formats.first_weekday()


def local_time(moment: datetime, now: datetime) -> str:
    """An instant on this machine's wall clock: the time alone if it is of today, else with its weekday or date."""
    local, today = local_datetime(moment), local_datetime(now).date()
    clock = time_of_day(local.time())
    apart = abs((today - local.date()).days)
    if apart == 0:
        return clock
    return f"{_weekday_or_date(local.date(), apart)} {clock}"


def short_day(day: date) -> str:
    """ "23 Nov", in the order of the language or as the person chose."""
    return formats.short_date(day) or QLocale().toString(qdate(day), translate("Text", "d MMM"))


def _weekday_or_date(day: date, apart: int) -> str:
    return short_day(day) if apart >= 7 else QLocale().toString(qdate(day), "ddd")


def task_name(project: str, task: str) -> str:
    """A project and a task on one line."""
    return " · ".join(filter(None, (plain(project), plain(task)))) or translate("Text", "No project")


def choice_name(choice: Choice, reason: str = "") -> str:
    """A line of the picker, for tool tips and screen readers; `reason` says why it is offered."""
    parts = (task_name(choice.project, choice.task), plain(choice.client), plain(choice.code), reason)
    return ", ".join(filter(None, parts))


def row_name(row: TimesheetRow) -> str:
    """A line of the day, for screen readers; a running one without its figure, which would be read again and again."""
    parts = [task_name(row.project, row.task), plain(row.comment), entry_label(row)]
    parts.append(translate("Text", "timer is running") if row.running else spoken_duration(row.duration_s))
    return ", ".join(filter(None, parts))


def state_label(of: EntryState) -> str:
    """The mark on a line; empty for an entry that CoffeeCup has as it is shown."""
    return {
        EntryState.SYNCED: "",
        EntryState.WAITING: translate("Text", "waiting"),
        EntryState.CHECKING: translate("Text", "checking"),
        EntryState.REJECTED: translate("Text", "rejected"),
        EntryState.NEEDS_REVIEW: translate("Text", "look at it"),
    }[of]


def entry_label(row: TimesheetRow) -> str:
    """What is marked on a line: how far it is on its way, or that it cannot be changed."""
    if row.state is not EntryState.SYNCED or not row.locked:
        return state_label(row.state)
    return {
        FaultCode.ENTRY_BILLED: translate("Text", "billed"),
        FaultCode.ENTRY_APPROVED: translate("Text", "approved"),
        FaultCode.ENTRY_ARCHIVED: translate("Text", "archived"),
    }.get(row.locked, translate("Text", "locked"))


def lock_reason(row: TimesheetRow) -> str:
    """Why CoffeeCup does not let an entry be changed, and what to do; empty if it does."""
    return messages.whole(Reason(row.locked)) if row.locked else ""


def explanation(row: TimesheetRow, now: datetime) -> str:
    """The sentences behind a line's mark, for its tool tip: what holds it up, what to do, why it cannot be changed."""
    told = (sync_problem(row, now), _remedy(row), lock_reason(row))
    return " ".join(filter(None, told))


def _remedy(row: TimesheetRow) -> str:
    return {
        EntryState.REJECTED: translate("Text", "Open it to change it, or send it again."),
        EntryState.NEEDS_REVIEW: translate("Text", "Send what is here again, or delete it."),
    }.get(row.state, "")


def sync_problem(row: TimesheetRow, now: datetime) -> str:
    """Why CoffeeCup does not have an entry as it is shown; empty if it has."""
    if row.state is EntryState.SYNCED:  # nearly all are: a long day asks this of every line
        return ""
    since, reason = local_time(row.unsent_since, now) if row.unsent_since else "", messages.cause(row.reason)
    return {
        EntryState.WAITING: translate("Text", "Saved here since {time}, not sent yet.").format(time=since),
        EntryState.CHECKING: translate(
            "Text", "The connection broke while this was sent. Whether it arrived is being checked."
        ),
        EntryState.REJECTED: translate("Text", "CoffeeCup did not take it: {reason}").format(reason=reason),
        EntryState.NEEDS_REVIEW: translate("Text", "It needs your decision: {reason}").format(reason=reason),
    }[row.state]


def action_done(label: str) -> str:
    """What was just done, beside "Undo"; `label` is the tracker's word."""
    return {
        "start": translate("Text", "Timer started"),
        "stop": translate("Text", "Timer stopped"),
        "continue": translate("Text", "Entry continued"),
        "add": translate("Text", "Time added"),
        "edit": translate("Text", "Entry changed"),
        "delete": translate("Text", "Entry deleted"),
        "away": translate("Text", "Time away settled"),
        "split": translate("Text", "Entry split"),
        "duplicate": translate("Text", "Entry duplicated"),
    }.get(label, translate("Text", "Done"))


_WEEKDAYS = (
    QT_TRANSLATE_NOOP("Reasons", "Mondays"),
    QT_TRANSLATE_NOOP("Reasons", "Tuesdays"),
    QT_TRANSLATE_NOOP("Reasons", "Wednesdays"),
    QT_TRANSLATE_NOOP("Reasons", "Thursdays"),
    QT_TRANSLATE_NOOP("Reasons", "Fridays"),
    QT_TRANSLATE_NOOP("Reasons", "Saturdays"),
    QT_TRANSLATE_NOOP("Reasons", "Sundays"),
)


def suggestion_text(suggestion: Suggestion, today: date, before: str) -> str:
    """Return the strongest reason for `suggestion`; `before` is the name of the task worked on before."""
    days = translate("Reasons", str(_WEEKDAYS[today.weekday()]))
    clock = time_of_day(time(*divmod(suggestion.minute or 0, 60)))
    return {
        SuggestionReason.WEEKDAY_AND_HOUR: translate("Reasons", "{days} about {time}").format(days=days, time=clock),
        SuggestionReason.AFTER: translate("Reasons", "often after {task}").format(task=plain(before)),
        SuggestionReason.HOUR: translate("Reasons", "often about {time}").format(time=clock),
        SuggestionReason.WEEKDAY: translate("Reasons", "often on {days}").format(days=days),
    }[suggestion.reason]
