"""The scenes of input: the clock, the comment, the picker."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

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


FORMS = (clock, recall, picker, picker_all, picker_slip, picker_nothing)
"""All scenes of this module."""
