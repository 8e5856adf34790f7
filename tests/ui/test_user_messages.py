"""Messages about the database file are shown once, when the popover opens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from demitasse.domain.errors import FaultCode, Reason
from tests.ui.stage import CODING, WEBSITE

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


def test_the_window_says_what_was_tracked_while_the_clock_was_ahead(stage: Stage) -> None:
    now = stage.clock.now().wall
    stage.clock.set_wall(now + timedelta(days=365))
    stage.profile.settings.note_clock()
    stage.profile.timer.start(WEBSITE, CODING)
    stage.clock.advance(600)
    stage.profile.timer.stop()
    stage.clock.set_wall(now + timedelta(seconds=600))
    stage.profile.settings.note_clock()
    popover = stage.popover()
    popover.shown()
    assert popover.day.notice.words.text().startswith("An entry is in the future, on ")
