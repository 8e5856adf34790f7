"""Undo and redo on the day page: what was done, in the footer, with a button that takes it back or does it again."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.timesheet import TimesheetRow
from demitasse.tracker.history import ASK_S
from demitasse.ui.pages.page import Page, announce
from demitasse.ui.text import wording
from demitasse.ui.widgets.headers import Footer


class UndoOffer(QObject):
    """Undoes and redoes actions, and always says which. Its button stands for the action that it was shown for."""

    def __init__(self, page: Page[Any], profile: FullProfile, footer: Footer, written: Callable[[], None]) -> None:
        """Use the `footer` of `page`; `written` refreshes it after a change."""
        super().__init__(page)
        self._page = page
        self._profile = profile
        self._footer = footer
        self._written = written
        self._then: Callable[[], None] | None = None
        self.today = date.min
        footer.undo_requested.connect(self._on_taken)

    @Slot()
    def undo(self, action_id: int | None = None) -> None:
        """Undo the last action, or the action `action_id`; ask before tracked time would be deleted."""
        with self._page.showing_faults():
            found = self._profile.history.preview(action_id)
            if found is None:
                self._say(self.tr("Nothing to undo"))
            elif found.loss_s < ASK_S or found.row is None:
                self._undo(found.action_id)
            else:
                task = wording.plain(found.row.task) or wording.plain(found.row.project)
                words = self.tr("Undo would delete {time} of {task}")
                words = words.format(time=wording.duration(found.loss_s), task=task)
                self._say(words, self.tr("Delete"), then=partial(self._undo, found.action_id))

    def _undo(self, action_id: int) -> None:
        with self._page.showing_faults():
            undone = self._profile.history.undo(action_id=action_id)
            self._written()
            words = self.tr("Undone: {what}") if undone.changed else self.tr("Nothing was left to undo: {what}")
            self._say(words.format(what=wording.action_name(undone)), self.tr("Redo"), "redo", then=self.redo)

    @Slot()
    def redo(self) -> None:
        """Redo what was undone last."""
        with self._page.showing_faults():
            if not self._profile.history.redoable():
                self._say(self.tr("Nothing to redo"))
                return
            redone = self._profile.history.redo()
            self._written()
            words = self.tr("Redone: {what}").format(what=wording.action_name(redone))
            self._say(words, self.tr("Undo"), "undo", then=partial(self.undo, redone.action_id))

    def offer(self, label: str, row: TimesheetRow | None) -> None:
        """Say what was done last, and offer to undo it."""
        words = wording.action_done(label, row, self.today)
        self._say(words, self.tr("Undo"), "undo", then=partial(self.undo, self._profile.history.last_id()))

    def _say(self, words: str, button: str = "", key: str = "", then: Callable[[], None] | None = None) -> None:
        self._then = then
        self._footer.offer(words, button, key)
        announce(self._page, words)

    @Slot()
    def _on_taken(self) -> None:
        self._footer.hide_undo()
        if self._then is not None:
            self._then()
