"""The words of the card below the line: what Enter does, in three lines, or why it does nothing."""

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP as T

from demitasse.domain.errors import Fault, FaultCode
from demitasse.domain.preview import AddEntries, ChangeEntry, Command, Preview, StartTimer
from demitasse.domain.timer import Instant
from demitasse.domain.timesheet import SyncState, SyncStatus, TimesheetRow
from demitasse.ui.text import messages, wording
from demitasse.ui.text.formats import local_datetime
from demitasse.ui.text.wording import translate

_APART = " · "
PLAIN, WARN, DANGER = "", "warn", "danger"

# fmt: off
_SHORT = {
    FaultCode.LEFT_OVER: (T("Card", "“{text}” is not understood here."),
        T("Card", "Put it in quotes if it is part of the name. A comment goes behind a colon.")),
    FaultCode.TWO_READINGS: (T("Card", "“{text}” can mean “{first}” or “{second}”."),
        T("Card", "Write the one that you mean.")),
    FaultCode.NOT_TOGETHER: (T("Card", "“{first}” and “{second}” cannot both be meant."),
        T("Card", "Leave one of them out, or put it in quotes.")),
    FaultCode.NO_TASK: (T("Card", "Nothing you may book matches “{query}”."), ""),
    FaultCode.TASK_MISSING: (T("Card", "Type a few letters of a project or task."),
        T("Card", "Or choose one below.")),
}
"""Shorter messages than those of `messages`, as the card has little room, and says anyway that nothing is booked."""
# fmt: on


class CardText(NamedTuple):
    """What a card shows.

    `verb` is the translated first line, in which "{pair}" stands for the project and task of `pair` (with its colour).
    Without a pair, it is a sentence.
    """

    verb: str = ""
    pair: tuple[str, str, str] | None = None
    second: str = ""
    third: str = ""
    tone: str = PLAIN
    is_possible: bool = False

    @property
    def first(self) -> str:
        """The first line as one text."""
        return self.verb.format(pair=wording.task_name(*self.pair[:2])) if self.pair else self.verb

    def spoken(self) -> str:
        """Return all lines, for screen readers."""
        return ". ".join(line.removesuffix(".") for line in (self.first, self.second, self.third) if line)


def card_text(preview: Preview, now: Instant, today: date, reason: str = "") -> CardText:
    """Return the words of a preview as of `now`; `reason` says why its task is suggested."""
    command = preview.command
    if command is None or preview.pair is None:
        return _of_nothing(preview)
    lines = _lines(preview, command, now, today, reason)
    tone = WARN if preview.overlap else PLAIN
    return CardText(_verb(preview, command), preview.pair, *lines, tone, is_possible=True)


def without_tasks(status: SyncStatus) -> CardText:
    """Return why there is no task at all to choose."""
    if status.state is SyncState.SIGNED_OUT:
        return CardText(second=translate("Card", "Your projects and tasks arrive when you sign in."))
    if status.last_synced_at is None:
        return CardText(second=translate("Card", "Your projects and tasks arrive with the first sync."))
    return CardText(second=translate("Card", "There is no task yet that you may book on."))


def _of_nothing(preview: Preview) -> CardText:
    if preview.near is not None:
        task = wording.plain(preview.near.task or preview.near.project)
        return CardText(translate("Card", "Nothing fits exactly; ↓ takes “{task}”").format(task=task), tone=DANGER)
    if preview.fault is None:
        return CardText(second=translate("Card", "Also understood: a time span, a duration, a day."))
    tone = PLAIN if preview.is_unfinished else DANGER
    return CardText(*fault_lines(preview.fault), tone=tone)


def fault_lines(fault: Fault) -> tuple[str, None, str]:
    """Return what is wrong, no pair, and what to do, in the words of the card."""
    if fault.code not in _SHORT:
        return messages.what_happened(fault), None, messages.next_step(fault)
    params = {name: wording.plain(str(value)) for name, value in fault.params.items()}
    what, then = (translate("Card", str(words)).format(query=params.get("text", ""), **params) if words else ""
                  for words in _SHORT[fault.code])  # fmt: skip
    return what, None, then


def _verb(preview: Preview, command: Command) -> str:
    if preview.continued is not None:
        return translate("Card", "Continue {pair}")
    if isinstance(command, ChangeEntry):
        return translate("Card", "Change to {pair}")
    if isinstance(command, AddEntries):
        seconds = sum(part.seconds for part in command.times)
        return translate("Card", "Add {time} · {pair}").replace("{time}", wording.duration(seconds))
    return translate("Card", "Switch to {pair}") if preview.timers else translate("Card", "Start {pair}")


def _lines(preview: Preview, command: Command, now: Instant, today: date, reason: str) -> tuple[str, str]:
    """Return the second and the third line."""
    if preview.continued is not None:
        return wording.plain(preview.continued.comment), _last(preview.continued, today)
    comment = wording.plain(getattr(command, "comment", None) or "")
    several = translate("Card", "%n tasks fit; ↓ takes the other", None, preview.equal) if preview.equal > 1 else ""
    if isinstance(command, AddEntries):
        overlap = _overlap(preview)
        also = several if overlap else ""
        return _joined(_when_added(command, today), comment, also), overlap or several or reason
    if isinstance(command, ChangeEntry):
        keeps = translate("Card", "Keeps its time, {time}, and its comment")
        keeps = keeps.format(time=wording.duration(preview.timers[-1].seconds))
        instead = translate("Card", "Shift Enter switches instead: a new entry from now")
        return comment or keeps, several or instead
    assert isinstance(command, StartTimer)
    if preview.timers:
        begins = _when_started(command, now) if command.at else ""
        instead = translate("Card", "Shift Enter changes the running entry instead") if preview.instead else ""
        return _joined(begins, comment, *_stops(preview)), several or instead
    begins = _when_started(command, now)
    return (_joined(begins, comment), several) if several else (comment, begins)


def _stops(preview: Preview) -> list[str]:
    words = translate("Card", "stops {task} at {time}")
    return [
        words.format(task=wording.plain(timer.row.task or timer.row.project), time=wording.duration(timer.seconds))
        for timer in preview.timers
    ]


def _when_started(command: StartTimer, now: Instant) -> str:
    if command.at is None:
        return translate("Card", "from now, {at}").format(at=wording.local_time(now.wall, now.wall))
    return translate("Card", "since {at}").format(at=wording.local_time(command.at, now.wall))


def _when_added(command: AddEntries, today: date) -> str:
    first, last = command.times[0], command.times[-1]
    if first.start is None or last.end is None:
        return translate("Card", "{day} · without times").format(day=day_label(first.day, today))
    span = f"{wording.time_of_day(first.start)}–{wording.time_of_day(last.end)}"
    if first.day == today:
        return translate("Card", "{span} today").format(span=span)
    return translate("Card", "{day} · {span}").format(day=day_label(first.day, today), span=span)


def day_label(day: date, today: date) -> str:
    """Return "Today", or a day with its date: "Yesterday, Thu 26 Nov", "Mon 23 Nov 2026"."""
    apart = (today - day).days
    if apart != 1:
        return wording.day_title(day, today)
    return translate("Card", "Yesterday, {date}").format(date=wording.weekday_and_day(day))


def _last(row: TimesheetRow, today: date) -> str:
    """Return when an entry was worked on last."""
    stopped = local_datetime(row.active_at) if row.active_at else None
    at = stopped.time() if stopped and stopped.date() == today else row.end_time
    if row.day != today or at is None:
        return translate("Card", "Last on {day}").format(day=wording.day_without_year(row.day, today))
    words = translate("Card", "Stopped at {at} after {time}")
    return words.format(at=wording.time_of_day(at), time=wording.duration(row.duration_s))


def _overlap(preview: Preview) -> str:
    if preview.overlap is None:
        return ""
    row, seconds = preview.overlap
    words = translate("Card", "Overlaps {pair} by {time}")
    return words.format(pair=wording.task_name(row.project, row.task), time=wording.duration(seconds))


def _joined(*parts: str) -> str:
    return _APART.join(filter(None, parts))
