"""Times, durations, states and faults as text in the language of the user.

Lower layers return data and faults; the sentences about them are written here. Text that came from a server passes
`plain` first and is painted as plain text only.
"""

from datetime import date, datetime, time

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLibraryInfo, QLocale, QTranslator

from demitasse.domain.entries import Choice, EntryState
from demitasse.domain.errors import FaultCode, Reason
from demitasse.domain.period import DayTotal
from demitasse.domain.suggestions import Suggestion, SuggestionReason
from demitasse.domain.timesheet import Timesheet, TimesheetRow
from demitasse.domain.workplan import TimeOff
from demitasse.support.paths import resource
from demitasse.tracker.undo import Undone
from demitasse.ui.text import formats, messages
from demitasse.ui.text.formats import local_datetime

LANGUAGES = {"en": "English", "de": "Deutsch"}
"""The complete languages by their own names. English has a file too, for its plurals."""

translate = QCoreApplication.translate
plain, duration, time_of_day = formats.plain, formats.duration, formats.time_of_day
first_weekday = formats.first_weekday


def install(app: QCoreApplication, locale: QLocale | None = None) -> list[QTranslator]:
    """Install the translators of `locale`, or English ones, and return them; the caller keeps them alive."""
    language = QLocale.languageToCode((locale or QLocale()).language())
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


def time_off(sheet: Timesheet | DayTotal) -> str:
    """Return the absences of a day as CoffeeCup names them, for example "Vacation"; mostly empty."""
    return ", ".join(dict.fromkeys([absence_name(one) for one in sheet.time_off]))


def absence_name(absence: TimeOff) -> str:
    """Return an absence as CoffeeCup names it: "Vacation", "Sick leave, half a day"."""
    name = plain(absence.name) or translate("Text", "Absent")
    return translate("Text", "{absence}, half a day").format(absence=name) if absence.half_day else name


def spoken_duration(seconds: int) -> str:
    """Return a duration for screen readers, for example "1 hour 30 minutes"."""
    whole, minutes = max(0, seconds) // 3600, max(0, seconds) // 60 % 60
    parts = [translate("Text", "%n hour(s)", None, whole)] if whole else []
    if minutes or not whole:
        parts.append(translate("Text", "%n minute(s)", None, minutes))
    return " ".join(parts)


def qdate(day: date) -> QDate:
    """Return a day as a QDate."""
    return QDate(day.year, day.month, day.day)


def day_title(day: date, today: date) -> str:
    """Return the heading of a day: "Today", "Yesterday" or its date."""
    apart = (today - day).days
    if apart == 0:
        return translate("Text", "Today")
    return translate("Text", "Yesterday") if apart == 1 else day_name(day)


def weekday(day: date) -> str:
    """Return the name of the weekday, for example "Friday"."""
    return QLocale().toString(qdate(day), "dddd")


def day_name(day: date) -> str:
    """Return a day with its weekday, for example "Mon 23 Nov 2026"."""
    return QLocale().toString(qdate(day), day_format())


def day_format() -> str:
    """Return Qt's pattern of a day with its weekday."""
    if chosen := formats.date_format():
        return f"ddd {chosen}"
    #: The format of a day with its weekday, in Qt's letters.
    return translate("Text", "ddd d MMM yyyy")


def local_time(moment: datetime, now: datetime) -> str:
    """Return an instant in local time: the time alone if it is today, otherwise after its weekday or date."""
    local, today = local_datetime(moment), local_datetime(now).date()
    clock = time_of_day(local.time())
    apart = abs((today - local.date()).days)
    if apart == 0:
        return clock
    day = short_day(local.date()) if apart >= 7 else QLocale().toString(qdate(local.date()), "ddd")
    return f"{day} {clock}"


def short_day(day: date) -> str:
    """Return a date without its year, for example "23 Nov"."""
    return formats.short_date(day) or QLocale().toString(qdate(day), translate("Text", "d MMM"))


def weekday_and_day(day: date) -> str:
    """Return a date with its weekday, without its year, for example "Mon 23 Nov"."""
    return f"{QLocale().toString(qdate(day), 'ddd')} {short_day(day)}"


def day_without_year(day: date, today: date) -> str:
    """Return a date with its weekday, and with its year only if that is not this one."""
    return weekday_and_day(day) if day.year == today.year else day_name(day)


def task_name(project: str, task: str) -> str:
    """Return a project and a task on one line."""
    return " · ".join(filter(None, (plain(project), plain(task)))) or translate("Text", "No project")


def short_names(one: TimesheetRow, other: TimesheetRow) -> tuple[str, str]:
    """Return the tasks of two rows, with their projects only if that tells them apart."""
    short, others = plain(one.task or one.project), plain(other.task or other.project)
    if short != others:
        return short, others
    return task_name(one.project, one.task), task_name(other.project, other.task)


def choice_name(choice: Choice, reason: str = "") -> str:
    """Return a row of the picker, for tool tips and screen readers; `reason` says why it is suggested."""
    parts = (task_name(choice.project, choice.task), plain(choice.client), plain(choice.code), reason)
    return ", ".join(filter(None, parts))


def row_name(row: TimesheetRow) -> str:
    """Return a row of the day for screen readers, which would read the duration of a running entry again and again."""
    parts = [task_name(row.project, row.task), plain(row.comment), entry_label(row)]
    parts.append(translate("Text", "timer is running") if row.running else spoken_duration(row.duration_s))
    return ", ".join(filter(None, parts))


def state_label(of: EntryState) -> str:
    """Return the label of a sync state; empty for a synced entry."""
    return {
        EntryState.SYNCED: "",
        EntryState.WAITING: translate("Text", "waiting"),
        EntryState.CHECKING: translate("Text", "checking"),
        EntryState.REJECTED: translate("Text", "rejected"),
        EntryState.NEEDS_REVIEW: translate("Text", "unconfirmed"),
    }[of]


def entry_label(row: TimesheetRow) -> str:
    """Return the label of an entry: its sync state, or why it is locked; empty if neither applies."""
    if row.state is not EntryState.SYNCED or not row.locked:
        return state_label(row.state)
    return {
        FaultCode.ENTRY_BILLED: translate("Text", "billed"),
        FaultCode.ENTRY_APPROVED: translate("Text", "approved"),
        FaultCode.ENTRY_ARCHIVED: translate("Text", "archived"),
    }.get(row.locked, translate("Text", "locked"))


def lock_reason(row: TimesheetRow) -> str:
    """Return why CoffeeCup does not allow changes of an entry, and what to do; empty if it does."""
    return messages.whole(Reason(row.locked)) if row.locked else ""


def explanation(row: TimesheetRow, now: datetime) -> str:
    """Return what prevents syncing, what to do, and why the entry is locked, for the tool tip of its label."""
    return " ".join(filter(None, (sync_problem(row, now), _remedy(row), lock_reason(row))))


def _remedy(row: TimesheetRow) -> str:
    return {
        EntryState.REJECTED: translate("Text", "Open it to change it, or send it again."),
        EntryState.NEEDS_REVIEW: translate("Text", "Send what is here again, or delete it."),
    }.get(row.state, "")


def sync_problem(row: TimesheetRow, now: datetime) -> str:
    """Return why an entry is not synced; empty if it is."""
    if row.state is EntryState.SYNCED:  # saves time on a long day, of which nearly all entries are synced
        return ""
    since, reason = local_time(row.unsent_since, now) if row.unsent_since else "", messages.cause(row.reason)
    return {
        EntryState.WAITING: translate("Text", "Saved here since {time}, not sent yet.").format(time=since),
        EntryState.CHECKING: translate(
            "Text", "The connection broke while this was sent. Whether it arrived is being checked."
        ),
        EntryState.REJECTED: translate("Text", "CoffeeCup rejected it: {reason}").format(reason=reason),
        EntryState.NEEDS_REVIEW: translate("Text", "It needs your decision: {reason}").format(reason=reason),
    }[row.state]


def action_done(label: str, row: TimesheetRow | None, today: date) -> str:
    """Return what was just done with the entry `row`, for the text beside "Undo"; `label` comes from the tracker."""
    words = {
        "start": translate("Text", "Started {pair}"),
        "switch": translate("Text", "Switched to {task}"),
        "stop": translate("Text", "Stopped {pair}, {time}"),
        "continue": translate("Text", "Continued {pair}"),
        "add": translate("Text", "Added {time} on {day}"),
        "edit": translate("Text", "Changed {pair}"),
        "delete": translate("Text", "Deleted {pair}"),
        "away": translate("Text", "Time away sorted"),
        "split": translate("Text", "Split {pair}"),
        "duplicate": translate("Text", "Duplicated {pair}"),
        "settle": translate("Text", "Answered"),
        "import": translate("Text", "Imported"),
    }.get(label, "")
    if not words or (row is None and "{" in words):
        return translate("Text", "Done")
    if row is None:
        return words
    if label == "add" and row.day == today:
        words = translate("Text", "Added {time} today")
    figures = {"time": duration(row.duration_s), "day": day_without_year(row.day, today)} if "{time}" in words else {}
    return words.format(pair=task_name(row.project, row.task), task=plain(row.task or row.project), **figures)


def ran_for(row: TimesheetRow) -> str:
    """Return how short a timer was that has ended within a minute."""
    words = translate("Switch", "{task} ran for %n seconds", None, row.duration_s)
    return words.format(task=plain(row.task or row.project))


def action_name(undone: Undone) -> str:
    """Return the name of an action, with project and task, for "Undone: …" and "Redone: …"."""
    name = {
        "start": translate("Actions", "start"),
        "switch": translate("Actions", "switch"),
        "stop": translate("Actions", "stop"),
        "continue": translate("Actions", "continue"),
        "add": translate("Actions", "add"),
        "edit": translate("Actions", "change"),
        "delete": translate("Actions", "delete"),
        "away": translate("Actions", "answer about being away"),
        "split": translate("Actions", "split"),
        "duplicate": translate("Actions", "duplicate"),
        "settle": translate("Actions", "answer"),
        "import": translate("Actions", "import"),
    }.get(undone.label, undone.label)
    return f"{name}, {task_name(undone.row.project, undone.row.task)}" if undone.row else name


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
        SuggestionReason.WEEKDAY_AND_HOUR: translate("Reasons", "{days} at {time}").format(days=days, time=clock),
        SuggestionReason.AFTER: translate("Reasons", "often after {task}").format(task=plain(before)),
        SuggestionReason.HOUR: translate("Reasons", "often about {time}").format(time=clock),
        SuggestionReason.WEEKDAY: days,
    }[suggestion.reason]
