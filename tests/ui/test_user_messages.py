"""Messages about the database file are shown once, when the popover opens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

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


def test_the_popover_says_once_that_the_computer_is_in_another_zone(stage: Stage) -> None:
    stage.clock.here = ZoneInfo("America/New_York")
    for _ in range(2):
        stage.profile.settings.note_zones()
    popover = stage.popover()
    popover.shown()
    assert popover.day.notice.words.text() == (
        "Days and times are in CoffeeCup’s time zone, UTC; this computer is in New York. Choose in the settings."
    )
    popover.day.notice.close_button.click()
    popover.hidden()
    stage.profile.settings.note_zones()
    popover.shown()
    assert not popover.day.notice.isVisible()
