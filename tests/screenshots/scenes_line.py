"""The scenes of the header: the line with its card and list, the pages that switch and change, clock and comment."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from demitasse.domain.entries import Catalog
from demitasse.ui.pages.destinations import Picker
from tests.ui import stage
from tests.ui.stage import TODAY, Stage

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover


def _stopped() -> Stage:
    s = Stage()
    for weeks in (1, 2, 3):
        s.entry(stage.MOBILE, stage.DESIGN, 30, day=TODAY - timedelta(weeks=weeks), start=time(14))
    for back, comment in enumerate(("Fix the login form on small screens", "Fix logout"), start=1):
        s.entry(stage.WEBSITE, stage.CODING, 30, comment, day=TODAY - timedelta(days=back))
    entry_id = s.a_day()
    s.profile.timer.stop(entry_id=entry_id)
    s.sent(entry_id)
    s.profile.timesheets.star(stage.WEBSITE, stage.CODING, on=True)
    s.profile.timesheets.star(stage.INTERNAL, stage.MEETING, on=True)
    return s


def _typed(words: str) -> Popover:
    popover = _stopped().popover()
    for end in range(1, len(words) + 1):  # letter by letter: a wrong line leaves the button as it was
        popover.day.timer.line.input.setText(words[:end])
    return popover


def stopped() -> Popover:
    """Stopped: one field, empty; Enter continues (picture 3)."""
    return _stopped().popover()


def line_start() -> Popover:
    """Typing a start (picture 4)."""
    return _typed("web cod: fix login")


def line_overlap() -> Popover:
    """Typing a booking that overlaps (picture 5)."""
    return _typed("8-10:30 config sup")


def line_other_day() -> Popover:
    """Another day, and several tasks fit (picture 6)."""
    return _typed("yesterday 1.5h design")


def line_wrong() -> Popover:
    """A time that is none (picture 7)."""
    return _typed("9-13:75 web")


def line_near() -> Popover:
    """Nothing fits as typed; what is one letter off is listed."""
    return _typed("wbesite codign")


def line_nothing() -> Popover:
    """A line without matches."""
    return _typed("zebra")


def line_no_tasks() -> Popover:
    """Nothing can be booked yet."""
    s = Stage()
    with s.store.transaction():
        s.store.catalog.replace(Catalog((), (), (), ()))
    return s.popover()


def line_list() -> Popover:
    """The field opened empty: favourites, recent tasks, all by client (picture 8)."""
    popover = _stopped().popover()
    popover.day.timer.line.open_list()
    return popover


def line_details() -> Popover:
    """After Tab: project and comment of what starts, and comments from before (picture 9)."""
    popover = _typed("web cod: fix log")
    QTest.keyClick(popover.day.timer.line.input, Qt.Key.Key_Tab)
    comment = popover.day.timer.stopped.details.comment
    comment.textEdited.emit(comment.text())
    return popover


def _running() -> Popover:
    s = Stage()
    s.entry(stage.MOBILE, stage.DESIGN, 30, "Fixed header on phones", day=TODAY - timedelta(days=1))
    s.a_day()
    return s.popover()


def picker() -> Popover:
    """The list of a form, with a query."""
    popover = _stopped().popover()
    popover.open(Picker(lambda *_: None))
    page: Any = popover.page
    page.field.setText("web co")
    return popover


def line_change() -> Popover:
    """The task of the running entry is changed (picture 10)."""
    popover = _running()
    popover.day.timer.change()
    page: Any = popover.page
    page.line.input.setText("mob test")
    return popover


def line_switch() -> Popover:
    """The timer is switched to another task (picture 11)."""
    popover = _running()
    popover.day.timer.type("m")
    page: Any = popover.page
    page.line.input.setText("mob des: icons")
    return popover


def switched() -> Popover:
    """Within a minute of a switch (picture 12)."""
    popover = line_switch()
    page: Any = popover.page
    page.line.input.setText("mob des")
    QTest.keyClick(page.line.input, Qt.Key.Key_Return)
    popover.day.setFocus()
    return popover


def clock() -> Popover:
    """The start time is changed (picture 14)."""
    popover = _running()
    popover.day.timer.open_clock()
    edit = popover.day.timer.running.clock_edit
    edit.total.setFocus()
    edit.total.setText("abc")
    edit.total.textEdited.emit("abc")
    return popover


def recall() -> Popover:
    """Comments from before, for the running entry."""
    popover = _running()
    field = popover.day.timer.running.comment
    field.setFocus()
    field.setText("fi")
    field.textEdited.emit("fi")
    return popover


LINE = (
    stopped, line_start, line_overlap, line_other_day, line_wrong, line_near, line_nothing, line_no_tasks, line_list,
    line_details, picker, line_change, line_switch, switched, clock, recall,
)  # fmt: skip
"""All scenes of this module."""
