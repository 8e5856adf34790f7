"""Undo and redo of the user's last actions, with what follows from the clock."""

from demitasse.domain.errors import BadInput
from demitasse.domain.ports import Clock
from demitasse.store.store import Store
from demitasse.tracker.absence import Absences
from demitasse.tracker.day_split import DaySplit
from demitasse.tracker.undo import UndoManager, Undone, UseCases

ASK_S = 60
"""Undoing a start or a switch after this many seconds is a loss: views ask, and the terminal keeps the time."""


class History(UseCases):
    """Undoes and redoes actions, one by one."""

    def __init__(self, store: Store, clock: Clock, actions: UndoManager) -> None:
        super().__init__(store, clock, actions)
        self._absences = Absences(store, clock, actions)
        self._day_split = DaySplit(store)

    def undo(self, entry_id: int | None = None, *, action_id: int | None = None, keep: bool = False) -> Undone:
        """Undo the last action, the last one on an entry, or the action `action_id`.

        With `keep`, a timer whose start is undone after `ASK_S` seconds or more is stopped, and its entry kept.

        Raises NoMatch if there is none, Overtaken if the named action cannot be undone by itself any more, Refused if
        CoffeeCup has locked an entry, LocalFault, and BadInput if it would keep the time of a forgotten timer.
        """
        try:
            return self._undo(entry_id, action_id, keep=keep)
        except BadInput:  # an answer about the absence is one of the ways out
            self._absences.on_active()
            self._absences.ask_unseen()
            raise

    def _undo(self, entry_id: int | None, action_id: int | None, *, keep: bool) -> Undone:
        with self._store.transaction():
            running, now = self._absences.update_timers(), self._clock.now()
            found = self._actions.preview(entry_id, action_id)
            keeps = keep and found is not None and found.loss_s >= ASK_S
            for entry in running if keeps else ():
                if found and found.row and entry.id == found.row.id:
                    self._day_split.require_plausible(entry, now, now)
            undone = self._actions.undo(entry_id, action_id, keep=keeps)
            self._absences.catch_up()
        return undone

    def preview(self, action_id: int | None = None) -> Undone | None:
        """Return what `undo` would undo; None if there is nothing. Raises Overtaken, Refused, LocalFault."""
        return self._actions.preview(None, action_id)

    def redo(self) -> Undone:
        """Redo what was undone last. Raises NoMatch if there is none, Refused if an entry is locked, LocalFault."""
        with self._store.transaction():
            self._absences.update_timers()
            redone = self._actions.redo()
            self._absences.catch_up()
        return redone

    def undoable(self) -> str:
        """Return the label of the action that `undo` would undo ("start", "add", "split" …); empty if there is none."""
        return self._actions.undoable()

    def redoable(self) -> str:
        """Return the label of the action that `redo` would redo; empty if there is none."""
        return self._actions.redoable()

    def last_id(self) -> int:
        """Return the id of the action that was done last in this process; 0 if there is none."""
        return self._actions.last_id
