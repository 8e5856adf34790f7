"""Undo and redo in the window: each says in a message what it took back or did again, and offers the way back."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.timesheet import TimesheetRow
from demitasse.tracker.history import ASK_S
from demitasse.tracker.undo import Undone
from demitasse.ui.pages.destinations import Day, Navigator
from demitasse.ui.pages.message import Message, Offer
from demitasse.ui.pages.page import Page
from demitasse.ui.text import wording
from demitasse.ui.text.wording import translate


class WindowUndo(QObject):
    """Takes back the last actions one by one, on any page. A button stands for the action that it was shown for."""

    def __init__(
        self, profile: FullProfile, navigator: Navigator, page: Callable[[], Page[Any]], parent: QObject
    ) -> None:
        """`page` returns the page that is shown; it is told of a change, and shows faults."""
        super().__init__(parent)
        self._profile = profile
        self._navigator = navigator
        self._page = page

    @Slot()
    def undo(self, action_id: int | None = None) -> None:
        """Undo the last action, or the action `action_id`; ask before an entry would lose the time of its timer."""
        with self._page().showing_faults():
            found = self._profile.history.preview(action_id)
            if found is None:
                self._say(self.tr("Nothing to undo"))
            elif found.loss_s < ASK_S or found.row is None:
                self._undo(found.action_id)
            else:
                self._ask(found, found.row)

    def _ask(self, found: Undone, row: TimesheetRow) -> None:
        """Say what undoing would do to the time of an entry, and offer it."""
        words, verb = self.tr("Undo would delete {time} of {task}"), self.tr("Delete")
        task, other = wording.plain(row.task or row.project), ""
        if found.resumed is not None:
            words, verb = self.tr("Undo would move {time} of {task} to {other}"), self.tr("Move")
            task, other = wording.short_names(row, found.resumed)
        words = words.format(time=wording.duration(found.loss_s), task=task, other=other)
        self._say(words, Offer(verb, partial(self._undo, found.action_id)))

    def _undo(self, action_id: int) -> None:
        with self._page().showing_faults():
            undone = self._profile.history.undo(action_id=action_id)
            self._page().written()
            words = self.tr("Undone: {what}") if undone.changed else self.tr("Nothing was left to undo: {what}")
            words = words.format(what=wording.action_name(undone))
            self._say(words, Offer(self.tr("Redo"), self.redo, "Ctrl+Shift+Z"))

    @Slot()
    def redo(self) -> None:
        """Redo what was undone last."""
        with self._page().showing_faults():
            if not self._profile.history.redoable():
                self._say(self.tr("Nothing to redo"))
                return
            redone = self._profile.history.redo()
            self._page().written()
            words = self.tr("Redone: {what}").format(what=wording.action_name(redone))
            self._say(words, self._offer(redone.action_id))

    def offer(self, label: str, row: TimesheetRow | None = None) -> None:
        """Say what was done last, and offer to undo it; what was added to another day can be shown."""
        with self._page().showing_faults():
            if row is None and label != "import":  # thousands of entries would be read, and its words name none
                done = self._profile.history.preview()
                row = done.row if done else None
            offers = [self._offer(self._profile.history.last_id())]
            if label == "stop" and row is not None and self._profile.pages.lines.offers_discard(row):
                discard = Offer(translate("Switch", "Discard"), partial(self._discard, row))
                self._say(wording.ran_for(row), discard, *offers)
                return
            today = date.min
            if label == "add" and row is not None:  # the only sentence that names a day
                today = self._profile.timesheets.today()
                if row.day != (self._page().day_in_view() or today):
                    offers.insert(0, Offer(self.tr("Show"), partial(self._navigator.open, Day(row.day))))
            self._say(wording.action_done(label, row, today), *offers)

    def _discard(self, row: TimesheetRow) -> None:
        with self._page().showing_faults():
            deleted = self._profile.timesheets.delete(row.id, row)
            self._page().written()
            self.offer("delete", deleted)

    def _offer(self, action_id: int) -> Offer:
        return Offer(self.tr("Undo"), partial(self.undo, action_id), "Ctrl+Z")

    def _say(self, words: str, *offers: Offer) -> None:
        self._navigator.say(Message(words, offers))
