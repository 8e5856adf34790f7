"""The scenes of input: the clock, the comment, the picker, the editor."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from demitasse.domain.errors import FaultCode
from demitasse.ui.pages.destinations import AddEntry, EditEntry
from tests.ui import stage
from tests.ui.stage import TODAY, Stage

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover

_FRIDAY = TODAY - timedelta(days=3)


def clock() -> Popover:
    """The duration of the running timer in its field."""
    s = Stage()
    s.a_day()
    popover = s.popover()
    popover.day.block.open_clock()
    popover.day.block.clock_edit.start.setFocus()
    popover.day.block.clock_edit.start.setText("9:10")
    popover.day.block.clock_edit.start.textEdited.emit("9:10")
    return popover


def recall() -> Popover:
    """Completions of a comment."""
    s = Stage()
    for back, comment in enumerate(("Fix the login form", "Fixed header on phones", "Figures for the footer"), start=1):
        s.entry(stage.WEBSITE, stage.CODING, 30, comment, day=TODAY - timedelta(days=back))
    s.a_day()
    popover = s.popover()
    field = popover.day.block.comment
    field.setText("fi")
    field.textEdited.emit("fi")
    popover.day.block.recall.step_down()
    return popover


def picker() -> Popover:
    """The picker (picture 3)."""
    s = Stage()
    s.a_day()
    s.profile.timesheets.star(stage.WEBSITE, stage.CODING, on=True)
    popover = s.popover()
    popover.day.pick()
    popover.page.field.setText("web co")  # type: ignore[attr-defined]
    return popover


def picker_all() -> Popover:
    """The picker with an empty query."""
    s = Stage()
    for weeks in (1, 2, 3):
        s.entry(stage.CONFIGURATOR, stage.SUPPORT, 30, day=TODAY - timedelta(weeks=weeks), start=time(14))
    s.a_day()
    s.profile.timesheets.star(stage.WEBSHOP, stage.COPY, on=True)
    popover = s.popover()
    popover.day.pick()
    popover.page.list.step(2)  # type: ignore[attr-defined]
    return popover


def picker_slip() -> Popover:
    """Matches by a misspelt name, a code and a client."""
    s = Stage()
    coded = tuple(project._replace(code=f"P-10{project.id}") for project in stage.CATALOG.projects)
    with s.store.transaction():
        s.store.catalog.replace(stage.CATALOG._replace(projects=coded))
    popover = s.popover()
    popover.day.pick()
    popover.page.field.setText("nordw 105 desing")  # type: ignore[attr-defined]
    return popover


def picker_nothing() -> Popover:
    """A query without matches."""
    s = Stage()
    popover = s.popover()
    popover.day.pick()
    popover.page.field.setText("zebra")  # type: ignore[attr-defined]
    return popover


def editor() -> Popover:
    """The editor (picture 4)."""
    s = Stage()
    entry = s.entry(stage.MOBILE, stage.DESIGN, 45, "Empty states and icons", start=time(10, 15))
    popover = s.popover()
    popover.open(EditEntry(entry))
    page: Any = popover.page
    page.duration.setText("45m")
    page.duration.textEdited.emit("45m")
    return popover


def editor_locked() -> Popover:
    """A billed entry, which cannot be changed."""
    s = Stage()
    entry = s.entry(stage.MOBILE, stage.DESIGN, 45, "Empty states and icons", start=time(10, 15))
    with s.store.transaction():
        s.store.entries.save(s.existing(entry), locked=FaultCode.ENTRY_BILLED)
    popover = s.popover()
    popover.open(EditEntry(entry))
    return popover


def editor_moved() -> Popover:
    """The preview of a change, and a change made elsewhere meanwhile."""
    s = Stage()
    entry = s.entry(stage.MOBILE, stage.DESIGN, 45, "Empty states and icons", start=time(10, 15))
    s.entry(stage.INTERNAL, stage.MEETING, 60, day=_FRIDAY, start=time(10))
    popover = s.popover()
    popover.open(EditEntry(entry))
    page = popover.page
    page.duration.setText("9-10:30")  # type: ignore[attr-defined]
    page.duration.textEdited.emit("9-10:30")  # type: ignore[attr-defined]
    page.day.setDate(page.day.date().addDays(-3))  # type: ignore[attr-defined]
    page.comment.setPlainText("Icons")  # type: ignore[attr-defined]
    s.changed_elsewhere(entry, "From the phone")
    page.save()  # type: ignore[attr-defined]
    return popover


def editor_wrong() -> Popover:
    """Invalid input."""
    popover = editor()
    page: Any = popover.page
    page.duration.setText("25:99")
    page.duration.textEdited.emit("25:99")
    page.start.setText("noon")
    page.start.textEdited.emit("noon")
    page.duration.setFocus()
    return popover


def editor_rejected() -> Popover:
    """An entry that CoffeeCup refused."""
    s = Stage()
    entry = s.entry(stage.CONFIGURATOR, stage.SUPPORT, 30, "Call with the dealer", sent=False)
    s.rejected(entry, "The task “Support” is archived.")
    popover = s.popover()
    popover.open(EditEntry(entry))
    return popover


def add() -> Popover:
    """The editor for a new entry."""
    s = Stage()
    s.a_day()
    popover = s.popover()
    popover.open(AddEntry())
    return popover


FORMS = (
    clock, recall, picker, picker_all, picker_slip, picker_nothing, editor, editor_locked, editor_moved, editor_wrong,
    editor_rejected, add,
)  # fmt: skip
"""All scenes of this module."""
