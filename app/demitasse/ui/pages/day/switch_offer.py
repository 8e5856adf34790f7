"""What is offered after a switch: to change the entry instead, or to drop a timer that ran for a few seconds only."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.timesheet import TimesheetRow
from demitasse.ui.pages.destinations import Navigator
from demitasse.ui.pages.message import Message, Offer
from demitasse.ui.pages.page import Page
from demitasse.ui.text import wording
from demitasse.ui.text.wording import translate

_LASTS_S = 60
"""How long a switch can become a change."""


class SwitchOffer(QObject):
    """Says what a switch did, with what may have been meant instead."""

    written = Signal(str, object)
    """The label of what was done, and its entry."""

    def __init__(
        self, page: Page[Any], profile: FullProfile, navigator: Navigator, save_comment: Callable[[], bool]
    ) -> None:
        """`save_comment` stores the comment that is typed; False if that fails."""
        super().__init__(page)
        self._page, self._profile, self._navigator, self._save_comment = page, profile, navigator, save_comment

    def offer(self, row: TimesheetRow) -> None:
        """Say that the timer runs for `row` now. Raises LocalFault."""
        changed = [one for one in self._profile.timer.last_changed() if one.id != row.id and not one.running]
        replaced = changed[-1] if changed else None
        words, offers = wording.action_done("switch", row, row.day), []
        if replaced is not None and self._profile.pages.lines.offers_discard(replaced):
            words = wording.ran_for(replaced)
            offers.append(Offer(translate("Switch", "Discard"), partial(self._discard, replaced)))
            offers.append(Offer(translate("Switch", "Keep"), lambda: None))
        elif replaced is not None:
            instead = partial(self._change_instead, row.id, replaced.id)
            offers.append(Offer(translate("Switch", "Change the entry instead"), instead))
        self._navigator.say(Message(words, tuple(offers), _LASTS_S))

    def _change_instead(self, entry_id: int, replaced_id: int) -> None:
        if self._save_comment():
            with self._page.showing_faults():
                self.written.emit("edit", self._profile.timer.change_instead(entry_id, replaced_id))

    def _discard(self, row: TimesheetRow) -> None:
        with self._page.showing_faults():
            self.written.emit("delete", self._profile.timesheets.delete(row.id, row))
