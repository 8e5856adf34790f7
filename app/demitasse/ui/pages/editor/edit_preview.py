"""Describe the effect of saving an edit, such as "0:45 → 1:30, moved to Monday"."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from demitasse.domain.time_ranges import TimeRange
from demitasse.domain.timesheet import TimesheetRow
from demitasse.ui.text import wording

_WEEK = 7


def of_entry(row: TimesheetRow, changes: dict[str, Any], pair: str) -> str:
    """Return how `changes` change an entry, or an empty string. `pair` is the new project and task in words."""
    parts = [*_duration(row, changes), *_times(row, changes)]
    if "project_id" in changes:
        parts.append(wording.translate("EditPreview", "booked on {pair}").format(pair=pair))
    if "day" in changes:
        parts.append(wording.translate("EditPreview", "moved to {day}").format(day=_day(changes["day"], row.day)))
    if "comment" in changes:
        parts.append(_comment(row, changes["comment"]))
    return ", ".join(parts)


def of_new(span: TimeRange, day: date, today: date) -> str:
    """Return what adding a new entry books."""
    words = wording.translate("EditPreview", "Adds {time} on {day}").format(
        time=wording.duration(span.duration_s), day=wording.day_title(day, today)
    )
    return ", ".join([words, *([_from_to(span.start, span.end)] if span.start or span.end else [])])


def overlap(rows: Iterable[TimesheetRow], own_id: int | None, start: time | None, end: time | None) -> str:
    """Return which of `rows` overlaps start and end, or an empty string. The entry `own_id` does not count."""
    for row in rows:
        if start and end and row.start_time and row.end_time and row.id != own_id:
            if start >= row.end_time or row.start_time >= end:
                continue
            words = wording.translate("EditPreview", "overlaps {pair}, {times}")
            return words.format(
                pair=wording.task_name(row.project, row.task), times=_from_to(row.start_time, row.end_time)
            )
    return ""


def _duration(row: TimesheetRow, changes: dict[str, Any]) -> list[str]:
    if "duration_s" not in changes:
        return []
    return [f"{wording.duration(row.duration_s)} → {wording.duration(changes['duration_s'])}"]


def _times(row: TimesheetRow, changes: dict[str, Any]) -> list[str]:
    """Return start and end if they change."""
    if not changes.keys() & {"start_time", "end_time"}:
        return []
    start, end = changes.get("start_time", row.start_time), changes.get("end_time", row.end_time)
    if start is None and end is None:
        return [wording.translate("EditPreview", "without start and end")]
    return [_from_to(start, end)]


def _from_to(start: time | None, end: time | None) -> str:
    return "–".join(wording.time_of_day(moment) if moment else "…" for moment in (start, end))


def _day(day: date, before: date) -> str:
    """Return a day as its weekday if it is less than a week away from `before`."""
    return wording.weekday(day) if abs((day - before).days) < _WEEK else wording.day_name(day)


def _comment(row: TimesheetRow, comment: str) -> str:
    if not comment.strip():
        return wording.translate("EditPreview", "without its comment")
    if not row.comment:
        return wording.translate("EditPreview", "new comment")
    return wording.translate("EditPreview", "other comment")
