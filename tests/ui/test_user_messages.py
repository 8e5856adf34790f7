"""What happened to the timesheet's file is told when the popover opens, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ui.stage import Stage


def test_the_popover_tells_it_once(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.user_messages.add("The timesheet's file was damaged.", "Nothing has to be done.")
    popover = stage.popover()
    popover.shown()
    assert popover.day.notice.words.text() == "The timesheet's file was damaged. Nothing has to be done."
    popover.day.notice.close_button.click()
    popover.hidden()
    popover.shown()
    assert not popover.day.notice.isVisible()
