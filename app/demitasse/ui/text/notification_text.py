"""Texts of notifications. They contain no user text except the names of project and task."""

from demitasse.domain.absence import AbsenceKind, AbsenceQuestion
from demitasse.domain.reminders import Reminder, ReminderKind
from demitasse.domain.timesheet import TimesheetRow
from demitasse.ui.text import wording
from demitasse.ui.text.formats import local_datetime
from demitasse.ui.text.wording import translate


def about_absence(question: AbsenceQuestion) -> tuple[str, str]:
    """Return title and body of the notification that asks about an absence."""
    name = wording.task_name(question.row.project, question.row.task)
    body = translate("Telling", "{name} kept running. Open Demitasse to say whether that time was worked.")
    return away_title(question), body.format(name=name)


def away_title(question: AbsenceQuestion) -> str:
    """Return how long the user was away."""
    minutes = question.away_s // 60
    if minutes < 90:
        return translate("Telling", "You were away for %n minute(s)", None, minutes)
    return translate("Telling", "You were away for {time} hours").format(time=wording.duration(question.away_s))


def away_detail(question: AbsenceQuestion) -> str:
    """Return from when to when the user was away, and which timer ran meanwhile."""
    began, ended = (local_datetime(at or question.began_at) for at in (question.began_at, question.ended_at))
    sentence = {
        AbsenceKind.IDLE: translate("Telling", "From {from} to {to}. The timer for {pair} kept running."),
        AbsenceKind.ASLEEP: translate(
            "Telling", "The computer slept from {from} to {to}. The timer for {pair} kept running."
        ),
        AbsenceKind.OFF: translate(
            "Telling", "Demitasse was off from {from} to {to}. The timer for {pair} kept running."
        ),
    }[question.kind]
    first, last = wording.time_of_day(began.time()), wording.time_of_day(ended.time())
    if began.date() != ended.date():
        first, last = f"{wording.day_name(began.date())}, {first}", f"{wording.day_name(ended.date())}, {last}"
    pair = wording.task_name(question.row.project, question.row.task)
    return sentence.format(**{"from": first, "to": last, "pair": pair})


def about_reminder(reminder: Reminder, row: TimesheetRow | None) -> tuple[str, str]:
    """Return title and body of a reminder."""
    if reminder.kind is ReminderKind.NO_TIMER or row is None:
        return (
            translate("Telling", "No timer is running"),
            translate("Telling", "Start one from the tray, or add the time later."),
        )
    name = wording.task_name(row.project, row.task)
    if reminder.kind is ReminderKind.TARGET_MET:
        body = translate("Telling", "Your target for today is met, and {name} is running.")
        return translate("Telling", "That is the day"), body.format(name=name)
    body = translate("Telling", "{name} has been running for a long time. Is it still what you do?")
    return translate("Telling", "A long timer"), body.format(name=name)
