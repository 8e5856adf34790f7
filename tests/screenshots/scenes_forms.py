"""The scenes of the forms of an entry: edit, add, split (pictures 24 to 27)."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from demitasse.domain.errors import FaultCode
from demitasse.ui.pages.destinations import AddEntry, EditEntry, SplitEntry
from tests.ui import stage
from tests.ui.stage import TODAY, Stage

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover

_FRIDAY = TODAY - timedelta(days=3)


def _type(field: Any, words: str) -> None:
    """Replace the text of a field as a person does."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    QApplication.processEvents()


def _editing() -> tuple[Popover, Any, Stage, int]:
    s = Stage()
    entry = s.entry(stage.MOBILE, stage.DESIGN, 45, "Empty states and icons", start=time(11, 0))
    popover = s.popover()
    popover.open(EditEntry(entry))
    return popover, popover.page, s, entry


def editor() -> Popover:
    """A duration that was just typed (picture 24)."""
    popover, page, _, _ = _editing()
    _type(page.duration, "45m")
    return popover


def editor_wrong() -> Popover:
    """A new entry with mistakes (picture 25)."""
    popover = Stage().popover()
    popover.open(AddEntry())
    page: Any = popover.page
    _type(page.duration, "1:3x")
    _type(page.start, "13:75")
    page.save()
    page.start.setFocus()
    return popover


def editor_overlap() -> Popover:
    """An entry that overlaps another one (picture 26, without the picker over it)."""
    popover, page, s, _ = _editing()
    s.entry(stage.INTERNAL, stage.MEETING, 75, start=time(10, 0))
    _type(page.comment, "Icons")
    page.day.setFocus()
    return popover


def editor_locked() -> Popover:
    """A billed entry, which cannot be changed."""
    popover, page, s, entry = _editing()
    with s.store.transaction():
        s.store.entries.save(s.existing(entry), locked=FaultCode.ENTRY_BILLED)
    page.reload()
    return popover


def editor_moved() -> Popover:
    """A change made elsewhere meanwhile."""
    popover, page, s, entry = _editing()
    s.entry(stage.INTERNAL, stage.MEETING, 60, day=_FRIDAY, start=time(10))
    _type(page.duration, "9-10:30")
    page.day.set_day(_FRIDAY)
    _type(page.comment, "Icons")
    s.changed_elsewhere(entry, "From the phone")
    page.save()
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
    """A new entry."""
    s = Stage()
    s.a_day()
    popover = s.popover()
    popover.open(AddEntry())
    return popover


def _splitting() -> tuple[Popover, Any]:
    s = Stage()
    entry = s.entry(stage.WEBSITE, stage.REVIEW, 123, "Pull requests", start=time(7, 57))
    popover = s.popover()
    popover.open(SplitEntry(entry))
    return popover, popover.page


def split() -> Popover:
    """An entry that is split, the rest for another task (picture 27)."""
    popover, page = _splitting()
    page.rest.click()
    page._on_picked(stage.WEBSITE, stage.CODING)
    return popover


def split_wrong() -> Popover:
    """A first part that is too long."""
    popover, page = _splitting()
    _type(page.first, "3:00")
    page.rest.setFocus()
    return popover


ENTRY_FORMS = (
    editor, editor_wrong, editor_overlap, editor_locked, editor_moved, editor_rejected, add, split, split_wrong,
)  # fmt: skip
"""All scenes of this module."""
