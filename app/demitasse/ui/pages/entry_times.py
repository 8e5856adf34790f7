"""Duration, start and end of a form: any two of them decide the third (domain.time_ranges)."""

from collections.abc import Callable, Sequence
from datetime import time
from typing import NamedTuple

from demitasse.domain import time_ranges
from demitasse.domain.errors import BadInput, Fault, FaultCode
from demitasse.domain.time_ranges import TimeRange
from demitasse.domain.wall_time import DayClock
from demitasse.ui.text import formats, wording
from demitasse.ui.text.messages import UiFault
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets.fields import LineEdit

_FOLLOWS = {
    "duration": ("end_time", "start_time"),
    "start_time": ("duration", "end_time"),
    "end_time": ("duration", "start_time"),
}
"""For each field the other two, first the one that follows from it while nothing else was typed."""


class TimerFacts(NamedTuple):
    """What a form asks about the running timer of its entry."""

    seconds_since: Callable[[time], int]
    """For how long it has run if it started then. Raises Fault."""
    start_for: Callable[[int], time]
    """When it started if it has run for so many seconds."""


class EntryTimes:
    """The three fields. What was typed last stays; of the other two, the one that was typed longer ago follows."""

    def __init__(self, fields: dict[str, LineEdit], clock: Callable[[], DayClock], facts: TimerFacts) -> None:
        """`fields` are "duration", "start_time" and "end_time"; `clock` returns the day in the form."""
        self.fields = fields
        self.running = False
        """Whether the timer of the entry runs: it has no end, and its start and duration follow each other."""
        self.typed: list[str] = []
        """The names of the fields that were typed, the last one at the end."""
        self._latest = ("", "")
        """The field that was edited last, and the one that followed from it."""
        self._clock = clock
        self._facts = facts

    def reset(self, typed: Sequence[str] = ()) -> None:
        """Begin anew, with the names of fields that were typed before."""
        self.typed, self._latest = list(typed), ("", "")

    def follow(self, name: str) -> None:
        """Update the field that follows from `name`, which was just edited, and one of the others."""
        self.typed = [*(one for one in self.typed if one != name), name]
        if self.running:
            self._follow_timer(name)
            return
        if name == "duration" and (span := self._span_in_duration()) is not None:
            self._write("start_time", span.start)
            self._write("end_time", span.end)
            return
        follower = self._follower(name)
        other = next(one for one in _FOLLOWS[name] if one != follower)
        try:
            if self.fields[name].text().strip() and self.fields[other].text().strip():
                self._derive(follower)
                self._latest = (name, follower)
        except BadInput:
            return  # half a word; what follows stays as it was

    def _follower(self, name: str) -> str:
        """Return the field that follows from `name`: the same one from the first letter to the last."""
        if self._latest[0] == name:
            return self._latest[1]
        first, second = sorted(_FOLLOWS[name], key=self._age)
        return first if self.fields[second].text().strip() else second  # an empty field decides nothing

    def _follow_timer(self, name: str) -> None:
        try:
            if name == "duration":
                self._write("start_time", self._facts.start_for(self._seconds()))
            elif (start := self._time("start_time")) is not None:
                self.fields["duration"].set_text(wording.duration(self._facts.seconds_since(start)))
        except Fault:
            return  # said when the field is left

    def _age(self, name: str) -> int:
        """Return the place of a field among those that were typed, the last one highest."""
        return self.typed.index(name) if name in self.typed else -1

    def _derive(self, name: str) -> None:
        """Set a field from the two others. Raises BadInput if one of them is wrong."""
        if name == "duration":
            start, end = self._time("start_time"), self._time("end_time")
            if start is not None and end is not None:
                seconds = time_ranges.seconds_between(start, end, self._clock())
                self.fields[name].set_text(wording.duration(seconds))
            return
        other = self._time("end_time" if name == "start_time" else "start_time")
        derive = time_ranges.start_before if name == "start_time" else time_ranges.end_after
        if other is not None:
            self._write(name, derive(other, self._seconds(), self._clock()))

    def _write(self, name: str, moment: time | None) -> None:
        self.fields[name].set_text(formats.time_or_empty(moment))

    def _time(self, name: str) -> time | None:
        return formats.parse_time(self.fields[name].text(), name)

    def _seconds(self) -> int:
        """Return the typed duration; of a start and an end, the time that passes between them. Raises BadInput."""
        span = time_ranges.parse(self.fields["duration"].text())
        if span.start is None or span.end is None:
            return span.duration_s
        return time_ranges.seconds_between(span.start, span.end, self._clock())

    def _span_in_duration(self) -> TimeRange | None:
        """Return the start and end that are typed as the duration, or None."""
        try:
            span = time_ranges.parse(self.fields["duration"].text())
        except BadInput:
            return None
        return span if span.start is not None else None

    def span(self) -> TimeRange:
        """Return the duration, with start and end if they are known. Raises BadInput with the name of the field."""
        return TimeRange(self._seconds(), self._time("start_time"), self._time("end_time"))

    def check(self, name: str, *, missing: bool) -> None:
        """Raise the fault of a field; with `missing` also that it is empty and must not be."""
        if name != "duration":
            moment = self._time(name)
            if self.running and moment is not None:
                self._facts.seconds_since(moment)
            elif not self.running:
                self._check_order(name)
        elif missing or self.fields[name].text().strip():
            seconds = self._seconds()
            if self.running and self._span_in_duration() is not None:
                raise BadInput(UiFault.TIMER_HAS_NO_END, field=name)
            if not self.running:
                self._check_midnight(seconds)

    def _check_order(self, name: str) -> None:
        """Raise BadInput if the end is not later than the start, and `name` is the one that was typed last."""
        try:
            start, end = self._time("start_time"), self._time("end_time")
        except BadInput:
            return  # said at its own field
        if start is None or end is None or name != max(("end_time", "start_time"), key=self._age):
            return
        try:
            time_ranges.seconds_between(start, end, self._clock())
        except BadInput as fault:
            raise BadInput(fault.code, field=name) from None

    def _check_midnight(self, seconds: int) -> None:
        try:
            start = self._time("start_time")
        except BadInput:
            return  # said at its own field
        if start is not None and time_ranges.end_after(start, seconds, self._clock()) is None:
            raise BadInput(FaultCode.OVER_MIDNIGHT, field="duration")

    def settle(self) -> None:
        """Replace a start and an end that were typed as the duration; they are in their own fields."""
        if self._span_in_duration() is not None:
            self.fields["duration"].set_text(wording.duration(self._seconds()))

    def result(self, end_before: str) -> str:
        """Return what follows from the fields, for example "= 0:45, end stays 11:45"; empty while one is wrong."""
        try:
            span = self.span()
            for name in self.fields:
                self.check(name, missing=False)
        except BadInput:
            return ""
        figures = {"time": wording.duration(span.duration_s), "at": formats.time_or_empty(span.end)}
        if span.end is None:
            typed = self.fields["duration"].text().strip()
            return "" if typed == figures["time"] else f"= {figures['time']}"
        stays = figures["at"] == end_before
        words = (
            translate("EditPreview", "= {time}, end stays {at}")
            if stays
            else translate("EditPreview", "= {time}, end becomes {at}")
        )
        return words.format(**figures)
