"""The scenes of closing a day (pictures 29 to 31), decisions (46, 48) import (58) and activity (59)."""

from __future__ import annotations

import os
from datetime import time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale

from demitasse.domain.close_day import AnswerKind
from demitasse.domain.operations import ConflictKind, Resolution
from demitasse.ui.pages.close_day.page import CloseDayPage
from demitasse.ui.pages.conflicts import ConflictsPage
from demitasse.ui.pages.destinations import CloseDay, Conflicts, Forgotten, Import, SyncLog
from demitasse.ui.pages.import_page import ImportPage
from demitasse.ui.widgets.progress import time_left
from tests.ui import stage
from tests.ui.stage import NOW, Stage

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover


def evening(*, sent: bool = True) -> Stage:
    """A day with a gap, an overlap, an entry without a comment, and a timer that ran while nobody was there."""
    s = Stage()
    s.entry(stage.WEBSITE, stage.REVIEW, 123, "Pull requests", start=time(7, 57))
    s.entry(stage.INTERNAL, stage.MEETING, 75, "Weekly planning", start=time(10))
    s.entry(stage.MOBILE, stage.DESIGN, 45, start=time(11), sent=sent)
    s.running(stage.WEBSITE, stage.CODING, 5100, "Fix the login redirect on Safari")
    s.was_away(38)
    return s


def _closing(s: Stage) -> tuple[Popover, CloseDayPage]:
    popover = s.popover()
    popover.open(CloseDay())
    page = popover.page
    assert isinstance(page, CloseDayPage)
    return popover, page


def _answer(page: CloseDayPage, *kinds: AnswerKind) -> None:
    for kind in kinds:
        assert page.detail is not None
        number = [answer.kind for answer in page.detail.step.answers].index(kind)
        page.detail.answers.buttons[number].click()


def close_gap() -> Popover:
    """Closing the day: a gap (picture 29)."""
    return _closing(evening())[0]


def close_overlap() -> Popover:
    """Closing the day: an overlap, the gap is answered (picture 30)."""
    popover, page = _closing(evening())
    _answer(page, AnswerKind.AS_AFTER)
    return popover


def close_away() -> Popover:
    """Closing the day: time away."""
    popover, page = _closing(evening())
    _answer(page, AnswerKind.BREAK, AnswerKind.END_AT)
    return popover


def close_comment() -> Popover:
    """Closing the day: an entry without a comment, and the field that must not be empty."""
    popover, page = _closing(evening())
    _answer(page, AnswerKind.BREAK, AnswerKind.BOTH_RIGHT, AnswerKind.KEEP, AnswerKind.WRITE)
    return popover


def close_rejected() -> Popover:
    """Closing the day: an entry that CoffeeCup rejected."""
    s = evening(sent=False)
    s.rejected(s.rows()[1].id, "The task is archived.")
    popover, page = _closing(s)
    _answer(page, AnswerKind.BREAK, AnswerKind.BOTH_RIGHT, AnswerKind.KEEP, AnswerKind.NOT_NEEDED)
    return popover


def close_timer() -> Popover:
    """Closing the day: the timer, and a step that was left open."""
    popover, page = _closing(evening())
    page.leave_open.click()
    _answer(page, AnswerKind.BOTH_RIGHT, AnswerKind.KEEP, AnswerKind.NOT_NEEDED)
    return popover


def close_end() -> Popover:
    """The end of the day (picture 31)."""
    s = Stage()
    for task, start in (((stage.WEBSITE, stage.REVIEW), 8), ((stage.INTERNAL, stage.MEETING), 10)):
        s.entry(*task, 120, "Pull requests", start=time(start))
    s.entry(stage.WEBSITE, stage.CODING, 240, "Fix the login redirect on Safari", start=time(12))
    return _closing(s)[0]


def close_end_waiting() -> Popover:
    """The end of the day, with an entry on its way."""
    s = Stage()
    s.entry(stage.WEBSITE, stage.REVIEW, 120, "Pull requests", start=time(8), sent=False)
    return _closing(s)[0]


def close_end_open() -> Popover:
    """The end of the day, with something left open and no connection."""
    s = evening(sent=False)
    s.offline(NOW - timedelta(minutes=43))
    popover, page = _closing(s)
    while page.detail is not None:
        page.leave_open.click()
    return popover


def decision() -> Popover:
    """An entry that was changed in two places (picture 46)."""
    s = Stage()
    one = s.entry(stage.MOBILE, stage.DESIGN, 45, "Empty states and icons", start=time(11))
    s.entry(stage.CONFIGURATOR, stage.SUPPORT, 30, "Call", sent=False)
    theirs: dict[str, Any] = {"comment": "Icons only", "duration_s": 3600, "end_time": time(12)}
    s.disputed(one, ConflictKind.BOTH_CHANGED, ("comment", "duration_s", "end_time"), **theirs)
    s.rejected(s.rows()[0].id if s.rows()[0].id != one else s.rows()[1].id, "The task is archived.")
    popover = s.popover()
    popover.open(Conflicts())
    page = popover.page
    assert isinstance(page, ConflictsPage)
    if page.conflict is not None and page.conflict.entry_id != one:
        page.postpone.click()
    return popover


def decision_rejected() -> Popover:
    """An entry that CoffeeCup rejected (picture 48)."""
    s = Stage()
    one = s.entry(stage.CONFIGURATOR, stage.SUPPORT, 30, "Call with the dealer", start=time(13, 30), sent=False)
    s.rejected(one, "The task Support is archived.")
    popover = s.popover()
    popover.open(Conflicts())
    return popover


def activity() -> Popover:
    """Each change with its way back (picture 59)."""
    s = Stage()
    one = s.entry(stage.CONFIGURATOR, stage.SUPPORT, 30, "Call", sent=False)
    s.rejected(one, "The task is archived.")
    s.running(stage.WEBSITE, stage.CODING, 5047, "Fix the login redirect on Safari")
    s.clock.advance(60)
    two = s.entry(stage.MOBILE, stage.DESIGN, 45, "Icons", start=time(11))
    s.profile.timesheets.edit(two, comment="Empty states and icons")
    three = s.entry(stage.INTERNAL, stage.MEETING, 60, "Weekly planning", start=time(10))
    s.clock.advance(120)
    s.profile.timesheets.delete(three)
    s.disputed(two, ConflictKind.BOTH_CHANGED, ("comment",), comment="Icons only")
    s.profile.conflicts.resolve(two, Resolution.MINE)
    popover = s.popover()
    popover.open(SyncLog())
    return popover


def forgotten() -> Popover:
    """A timer that ran longer than a working day."""
    s = Stage()
    s.running(stage.WEBSITE, stage.CODING, 11 * 3600, "Fix the login redirect on Safari")
    s.clock.advance(4 * 3600)
    popover = s.popover()
    popover.open(Forgotten())
    return popover


def _importing() -> tuple[Popover, ImportPage]:
    """A file with five entries and two lines that cannot be read."""
    s = Stage()
    place = Path(os.environ["DEMITASSE_HOME"]) / "times-2026.csv"
    lines = [f"2026-11-23,{number}:00,{number + 1}:00,Website relaunch,Coding,Part {number}" for number in range(8, 13)]
    lines += ["soon,9:00,10:00,Website relaunch,Coding,", "2026-11-23,9:00,10:00,Website,Coding,"]
    place.write_text("\n".join(["day,start,end,project,task,comment", *lines]), encoding="utf-8")
    popover = s.popover()
    popover.open(Import(str(place)))
    page = popover.page
    assert isinstance(page, ImportPage)
    return popover, page


def import_plan() -> Popover:
    """What an import would book, and the lines that it leaves out."""
    popover, page = _importing()
    page.show_lines.click()
    return popover


def importing() -> Popover:
    """A long import (picture 58)."""
    popover, page = _importing()
    page.book.click()
    sent, total = (QLocale().toString(number) for number in (1240, 2010))
    page.share.set_text(page.tr("{n} of {all}").format(n=sent, all=total))
    page.left.set_text(time_left(300_000, 0.62))
    page.bar.setValue(62)
    return popover


CLOSE_DAY = (
    close_gap, close_overlap, close_away, close_comment, close_rejected, close_timer, close_end, close_end_waiting,
    close_end_open, decision, decision_rejected, activity, forgotten, import_plan, importing,
)  # fmt: skip
