"""Messages about the database file are shown once, when the popover opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.domain.errors import FaultCode, Reason

if TYPE_CHECKING:
    from tests.ui.stage import Stage


def test_the_popover_shows_a_message_once(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.user_messages.add(Reason(FaultCode.ROWS_PUT_ASIDE))
    popover = stage.popover()
    popover.shown()
    assert popover.day.notice.words.text().startswith("Something in the timesheet on this computer was damaged")
    popover.day.notice.close_button.click()
    popover.hidden()
    popover.shown()
    assert not popover.day.notice.isVisible()
