"""Texts of closing a day: what is open, its answers, what was answered, and the day as text to copy."""

from datetime import date, datetime, time

from demitasse.domain.close_day import AWAY_ANSWERS, Answer, AnswerKind, Step, StepKind
from demitasse.domain.timesheet import SyncState, Timesheet, TimesheetRow
from demitasse.tracker.close_day import DayReview
from demitasse.ui.text import formats, messages, wording
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets.answers import AnswerLook

_MINUS = "−"


def step_title(step: Step, *, now: bool) -> str:
    """Return what is open; `now` while its answers are shown."""
    if step.kind is StepKind.GAP:
        return translate("CloseDay", "A gap: {span}").format(span=step_span(step))
    if step.kind is StepKind.OVERLAP:
        return translate("CloseDay", "Two entries overlap") if now else translate("CloseDay", "An overlap")
    return {
        StepKind.AWAY: translate("CloseDay", "An open absence"),
        StepKind.COMMENT: translate("CloseDay", "An entry without a comment"),
        StepKind.REJECTED: translate("CloseDay", "A rejected entry"),
        StepKind.REVIEW: translate("CloseDay", "An entry with two versions"),
        StepKind.WAITING: translate("CloseDay", "%n waiting: saved here, not sent yet", None, len(step.rows)),
        StepKind.TIMER: translate("CloseDay", "The timer is running"),
    }[step.kind]


def step_span(step: Step) -> str:
    """Return when a gap or an overlap begins and ends."""
    return span(step.start or time(), step.end or time())


def span(start: time, end: time) -> str:
    """Return two times of day, for example "11:45–12:38"."""
    return f"{wording.time_of_day(start)}–{wording.time_of_day(end)}"


def gap_detail(step: Step) -> str:
    """Return which entries are before and after a gap."""
    before, after = (wording.task_name(row.project, row.task) for row in (step.rows[0], step.rows[-1]))
    return translate("CloseDay", "After {before}, before {after}.").format(before=before, after=after)


def answer_look(step: Step, answer: Answer, now: datetime) -> AnswerLook:
    """Return an answer as it is shown; `now` is the present, for the figures of a running timer."""
    if answer.kind in AWAY_ANSWERS and step.question is not None:
        seconds = step.question.seconds_after(AWAY_ANSWERS[answer.kind], now)
        kind = "primary" if answer.kind is AnswerKind.KEEP else "plain"
        stopped = answer.kind is AnswerKind.DISCARD and not step.question.row.running
        words = translate("CloseDay", "Remove it") if stopped else _words(answer)
        return AnswerLook(words, wording.duration(seconds), kind=kind, spoken=wording.spoken_duration(seconds))
    if answer.kind in {AnswerKind.AS_BEFORE, AnswerKind.AS_AFTER} and answer.row is not None:
        as_before = answer.kind is AnswerKind.AS_BEFORE
        note = translate("CloseDay", "as before") if as_before else translate("CloseDay", "as after")
        pair = answer.row.project, answer.row.task
        return AnswerLook(wording.task_name(*pair), note, answer.row.color, pair=pair)
    kind = "danger" if answer.kind is AnswerKind.DELETE else "plain"
    kind = "primary" if answer.kind is AnswerKind.MOVE else kind
    change = _MINUS + wording.duration(-answer.change_s) if step.kind is StepKind.OVERLAP and answer.change_s else ""
    words = (
        translate("CloseDay", "Delete it") if step.kind is StepKind.REJECTED and kind == "danger" else _words(answer)
    )
    return AnswerLook(words, change, kind=kind)


def rejection(row: TimesheetRow) -> str:
    """Return why CoffeeCup did not take an entry."""
    return translate("CloseDay", "CoffeeCup rejected it: {reason}").format(reason=messages.cause(row.reason))


def answered(step: Step, answer: Answer, pair: str = "") -> str:
    """Return what was answered; `pair` is the project and task that was picked."""
    gap = step.kind is StepKind.GAP and answer.kind is not AnswerKind.BREAK
    if gap and answer.row is not None:
        pair = wording.task_name(answer.row.project, answer.row.task)
    if gap:
        return translate("CloseDay", "The gap is {pair}").format(pair=pair)
    if answer.kind in {AnswerKind.MOVE, AnswerKind.BOOK_AWAY}:
        return translate("CloseDay", "Moved to {pair}").format(pair=pair)
    if answer.kind is AnswerKind.WRITE:
        return translate("CloseDay", "Comment saved")
    return _words(answer)


def end_sentence(review: DayReview, *, is_open: bool) -> str:
    """Return whether everything has reached CoffeeCup; empty if it has, but something was left open."""
    waiting = review.sync.pending
    if waiting and (is_open or review.sync.state in {SyncState.OFFLINE, SyncState.SIGNED_OUT, SyncState.PAUSED}):
        return translate("CloseDay", "%n waiting: saved here, not sent yet.", None, waiting)
    if is_open:
        return ""
    if waiting:
        return translate("CloseDay", "Nothing open. %n entry(s) are on the way.", None, waiting)
    return translate("CloseDay", "Nothing open, everything is on CoffeeCup.")


def day_as_text(sheet: Timesheet) -> str:
    """Return a day as lines of a table, separated by tabs, that can be pasted into a mail or a spreadsheet."""
    lines = [f"{wording.day_name(sheet.day)}\t{wording.duration(sheet.total_s)}"]
    for row in reversed(sheet.rows):
        cells = (row_span(row), wording.duration(row.duration_s), row.project, row.task, row.comment)
        lines.append("\t".join(wording.plain(cell) for cell in cells))
    return "\n".join(lines) + "\n"


def row_span(row: TimesheetRow) -> str:
    """Return start and end of an entry as far as they are known."""
    start, end = row.start_and_end(formats.zone())
    if start is not None and end is not None:
        return span(start, end)
    return translate("CloseDay", "since {at}").format(at=wording.time_of_day(start)) if start and row.running else ""


def row_detail(row: TimesheetRow, today: date) -> str:
    """Return day, times and comment of an entry."""
    when = ", ".join(filter(None, (wording.day_title(row.day, today), row_span(row))))
    return " · ".join(filter(None, (when, wording.plain(row.comment))))


def _words(answer: Answer) -> str:
    """Return the label of an answer."""
    task = wording.plain(answer.row.task or answer.row.project) if answer.row else ""
    at = wording.time_of_day(answer.at) if answer.at else ""
    if answer.kind is AnswerKind.DELETE:
        return translate("CloseDay", "Delete {task}").format(task=task)
    words = {
        AnswerKind.BREAK: translate("CloseDay", "That was a break"),
        AnswerKind.BOOK_GAP: translate("CloseDay", "Something else…"),
        AnswerKind.END_AT: translate("CloseDay", "{task} ends at {at}"),
        AnswerKind.BEGIN_AT: translate("CloseDay", "{task} starts at {at}"),
        AnswerKind.BOTH_RIGHT: translate("CloseDay", "Both are right"),
        AnswerKind.KEEP: translate("CloseDay", "Keep the time"),
        AnswerKind.DISCARD: translate("CloseDay", "Remove it and keep tracking"),
        AnswerKind.STOP_THEN: translate("CloseDay", "Remove it and stop"),
        AnswerKind.BOOK_AWAY: translate("CloseDay", "Move it to another task…"),
        AnswerKind.WRITE: translate("CloseDay", "Save"),
        AnswerKind.NOT_NEEDED: translate("CloseDay", "Not needed"),
        AnswerKind.MOVE: translate("CloseDay", "Move it to another task…"),
        AnswerKind.RETRY: translate("CloseDay", "Send it again"),
        AnswerKind.COPY: translate("CloseDay", "Copy its text"),
        AnswerKind.DECIDE: translate("CloseDay", "Choose a version…"),
        AnswerKind.SEND: translate("CloseDay", "Sync now"),
        AnswerKind.SIGN_IN: translate("CloseDay", "Sign in"),
        AnswerKind.STOP: translate("CloseDay", "Stop"),
        AnswerKind.GO_ON: translate("CloseDay", "Keep it running"),
    }[answer.kind]
    return words.format(task=task, at=at)
