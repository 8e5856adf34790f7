"""Texts and buttons of notifications. They contain no user text except the names of project and task."""

from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.absence import AbsenceKind, AbsenceQuestion
from demitasse.domain.reminders import Reminder, ReminderKind
from demitasse.domain.timesheet import TimesheetRow
from demitasse.tracker.overview import Overview
from demitasse.ui.text import wording
from demitasse.ui.text.formats import local_datetime
from demitasse.ui.text.wording import translate


class NoticeKind(StrEnum):
    """What a notification is about."""

    AWAY = "away"
    LONG_RUN = "long_run"
    NO_TIMER = "no_timer"
    TARGET_MET = "target_met"


class NoticeAction(StrEnum):
    """What a button of a notification does."""

    OPEN = "default"
    """A click on the notification itself."""
    KEEP = "keep"
    DISCARD = "discard"
    STOP = "stop"
    STILL_WORKING = "still_working"
    CONTINUE = "continue"
    START = "start"
    CLOSE_DAY = "close_day"


class Notice(NamedTuple):
    """A notification, and what it was about when it was shown: a press means that and nothing else."""

    kind: NoticeKind
    title: str
    body: str
    buttons: tuple[tuple[NoticeAction, str], ...]
    where: str
    """Where to answer, for a desktop without buttons."""
    question: AbsenceQuestion | None = None
    entry_id: int | None = None
    """The entry whose timer ran, or that can be continued."""

    def is_true(self, overview: Overview) -> bool:
        """Return whether it is still so; what was answered elsewhere is taken back."""
        if self.kind is NoticeKind.AWAY:
            return any(self.question and question.id == self.question.id for question in overview.ended_questions)
        if self.kind is NoticeKind.NO_TIMER:
            return overview.running is None
        return any(row.id == self.entry_id for row in overview.timers)


def about_absence(question: AbsenceQuestion) -> Notice:
    """Return the notification that asks about an absence."""
    pair, at = wording.task_name(question.row.project, question.row.task), local_datetime(question.began_at)
    body = translate("Telling", "{pair} has been running since {at}.")
    buttons = (
        (NoticeAction.KEEP, translate("Telling", "Keep")),
        (NoticeAction.DISCARD, translate("Telling", "Discard")),
        (NoticeAction.STOP, translate("Telling", "Stop")),
    )
    return _notice(
        NoticeKind.AWAY, away_title(question), body.format(pair=pair, at=wording.time_of_day(at.time())), buttons
    )._replace(question=question, entry_id=question.row.id)


def _notice(kind: NoticeKind, title: str, body: str, buttons: tuple[tuple[NoticeAction, str], ...]) -> Notice:
    opens = (NoticeAction.OPEN, translate("Telling", "Open Demitasse"))
    return Notice(kind, title, body, (opens, *buttons), translate("Telling", "You can answer in Demitasse."))


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


def about_reminder(reminder: Reminder, overview: Overview) -> Notice:
    """Return the notification of a reminder."""
    running = overview.running
    stop = (NoticeAction.STOP, translate("Telling", "Stop"))
    if reminder.kind is ReminderKind.NO_TIMER or running is None:
        return _about_no_timer(overview.continuable)
    if reminder.kind is ReminderKind.TARGET_MET:
        title = translate("Telling", "{total} of {target}").format(
            total=wording.duration(overview.today.total_s), target=wording.duration(overview.today.target_s or 0)
        )
        body = translate("Telling", "You’ve reached today’s target. The timer is still running.")
        close_day = (NoticeAction.CLOSE_DAY, translate("Telling", "Close the day"))
        return _notice(NoticeKind.TARGET_MET, title, body, (close_day, stop))._replace(entry_id=running.id)
    hours = (running.duration_s - running.earlier_s) // 3600
    body = translate("Telling", "{pair} has been running for %n hours.", None, hours)
    still = (NoticeAction.STILL_WORKING, translate("Telling", "Still working"))
    pair = wording.task_name(running.project, running.task)
    title = translate("Telling", "Still working on this?")
    return _notice(NoticeKind.LONG_RUN, title, body.format(pair=pair), (still, stop))._replace(entry_id=running.id)


def _about_no_timer(last: TimesheetRow | None) -> Notice:
    title = translate("Telling", "No timer is running")
    start = (NoticeAction.START, translate("Telling", "Start…"))
    if last is None:
        return _notice(NoticeKind.NO_TIMER, title, translate("Telling", "Start one, or add the time later."), (start,))
    pair = wording.task_name(last.project, last.task)
    body = translate("Telling", "Last: {pair}.").format(pair=pair)
    if last.active_at is not None:
        at = wording.time_of_day(local_datetime(last.active_at).time())
        body = translate("Telling", "Last: {pair}, until {at}.").format(pair=pair, at=at)
    again = (NoticeAction.CONTINUE, translate("Telling", "Continue"))
    return _notice(NoticeKind.NO_TIMER, title, body, (again, start))._replace(entry_id=last.id)
