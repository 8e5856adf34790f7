"""The behaviour of a line with its card and its list: at each key it shows what Enter does."""

from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.entries import Choice
from demitasse.domain.line import Verb
from demitasse.domain.preview import AddEntries, ChangeEntry, Command, Mode, Preview, StartTimer, Typed
from demitasse.tracker.overview import Overview
from demitasse.ui.pages.candidate_items import CandidateItems
from demitasse.ui.pages.page import Page, SyncControl, announce
from demitasse.ui.text.card_text import card_text, without_tasks
from demitasse.ui.widgets.buttons import RoundButton
from demitasse.ui.widgets.candidates import CandidateList, Item
from demitasse.ui.widgets.line_field import Card, LineField
from demitasse.ui.widgets.shortcuts import shortcut_for

Pair = tuple[int, int]

_TAKES_TAB = "takes_tab"
"""The property of a field in which Tab does something else than to move the focus."""
_PAUSE_MS = 700
"""A screen reader is told what Enter does once the typing pauses."""
_MINUTE_S = 60
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_ENTERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class LineControl(QObject):
    """Connects a line with its round button, its card and its list. The page carries out what Enter does."""

    submitted = Signal(object, bool)
    """The command of Enter, and whether the timers that run go on beside it."""
    details_wanted = Signal()
    """Tab was pressed, and there is a command."""
    list_toggled = Signal(bool)
    """The list is to be shown or hidden."""
    changed = Signal()
    """Enter does something else."""

    def __init__(
        self, page: Page[Any], profile: FullProfile, sync: SyncControl, mode: Mode = Mode.START, *, listed: bool = False
    ) -> None:
        """Build the field, the button, the card and the list for `page`, which lays them out.

        `listed` says that the list is always shown.
        """
        super().__init__(page)
        self._page, self._profile, self._sync, self._mode = page, profile, sync, mode
        self.field = LineField(self.tr("What are you working on?"))
        self.input = self.field.input
        self.button = RoundButton()
        self.card = Card()
        self.list = CandidateList(self.tr("Projects and tasks"))
        self.preview = Preview()
        self._listed = self.is_open = listed
        self._typed = Typed()
        self._picked: Choice | None = None
        self._overview: Overview | None = None
        self._day = date.min
        self._rows = CandidateItems(profile)
        self._asked = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._minute = QTimer(self, singleShot=True)
        self._connect()

    def _connect(self) -> None:
        self.button.set_label(self.tr("Start"), shortcut_for("toggle"))
        self.input.installEventFilter(self)
        self.input.textChanged.connect(self._on_typed)
        self.input.pressed.connect(self.open_list)
        self.button.clicked.connect(self._on_button)
        self.card.clicked.connect(self.submit)
        self.list.taken.connect(self._on_taken)
        self.list.star_toggled.connect(self.toggle_star)
        self._pause.timeout.connect(self._on_pause)
        self._minute.timeout.connect(self._on_minute)

    # --- what is shown

    def refresh(self, overview: Overview, day: date) -> None:
        """Show what Enter does in the present state of the world. Raises LocalFault."""
        self._overview, self._day = overview, day
        if self.is_open or self.input.text():
            self._rows.refresh()
        self._interpret()

    def reset(self, text: str = "") -> None:
        """Empty the line and close the list, or show another text."""
        self._picked, self._asked = None, False
        self.input.setText(text)
        if not text:
            self.close_list()

    def pause(self) -> None:
        """Stop the timers, because nobody looks."""
        self._minute.stop()
        self._pause.stop()

    @Slot()
    def open_list(self) -> None:
        """Show the list."""
        if not self.is_open:
            self.is_open = True
            with self._page.showing_faults():
                self._rows.refresh()
                self._show()
            self.list_toggled.emit(True)  # noqa: FBT003 - a signal's value

    def close_list(self) -> None:
        """Hide the list; what was picked from it is not picked any more."""
        if not self.is_open and self._picked is None:
            return
        self._picked = None
        if self.is_open and not self._listed:
            self.is_open = False
            self.list_toggled.emit(False)  # noqa: FBT003 - a signal's value
        self._show()

    def _interpret(self) -> None:
        self._typed = self._profile.pages.lines.interpret(self.input.text())
        self._show()

    def _show(self) -> None:
        """Show the preview on the card and the button, and the list if it is open."""
        if self._overview is None:
            return
        lines, now = self._profile.pages.lines, self._profile.clock.now()
        self.preview = lines.preview(self._typed, self._overview, self._mode, self._picked, self._day)
        words = card_text(self.preview, now, self._overview.today.day, self._rows.reason(self._pair()))
        if not words.is_possible and not lines.has_tasks():
            words = without_tasks(self._overview.sync)
        if self.card.show_words(words):
            self.input.setAccessibleDescription(self.card.words.spoken())
            self._pause.start()
        self._show_button()
        self.input.setProperty(_TAKES_TAB, self.is_open and self.preview.command is not None)
        if self.is_open:
            self.list.show_items(self._items(), self._rows.favourites, self._pair())
        self._minute.start((_MINUTE_S - now.wall.second) * 1000 + 20)
        self.changed.emit()

    def _show_button(self) -> None:
        command, line = self.preview.command, self._typed.line
        icon, words = "play", self.tr("Start")
        if isinstance(command, AddEntries) or (command is None and line is not None and line.verb is Verb.ADD):
            icon, words = "plus", self.tr("Add time")
        elif isinstance(command, ChangeEntry) or (command is None and self._mode is Mode.CHANGE):
            icon, words = "check", self.tr("Change")
        elif self._mode is Mode.SWITCH:
            icon, words = "swap", self.tr("Switch")
        is_empty = not self.input.text().strip()
        is_read = command is not None or line is not None or is_empty
        if is_read and words != self.button.accessibleName():
            self.button.set_icon(icon)  # a wrong line leaves the button as it was, but off
            self.button.set_label(words, shortcut_for("toggle") if self._mode is Mode.START else "")
        self.button.setEnabled(command is not None or is_empty)

    def _pair(self) -> Pair | None:
        """Return project and task of what Enter does."""
        command = self.preview.command
        if isinstance(command, StartTimer | ChangeEntry | AddEntries):
            return command.project_id, command.task_id
        row = self.preview.continued
        return (row.project_id, row.task_id) if row and row.project_id and row.task_id else None

    # --- the list

    def _items(self) -> tuple[Item, ...]:
        fits, line = self._typed.fits, self._typed.line
        if fits.exact or fits.near:
            timed = line is None or {line.day, line.start, line.ago_s, line.duration_s} != {None}
            plain = not timed and self._mode is Mode.START
            return self._rows.of_fits(fits, with_help=plain)
        unnamed = line is None or not line.query
        return self._rows.all() if unnamed and (not self._typed.fault or self.preview.is_unfinished) else ()

    # --- what a person does

    @Slot()
    def _on_typed(self) -> None:
        self._picked = None
        text = self.input.text()
        with self._page.showing_faults():
            self._interpret()
            fits = self._typed.fits
            if text.strip() and not (fits.exact or fits.near) and not self.preview.is_unfinished and not self._asked:
                self._asked = True
                self._sync.compare()  # The project may be new.
        if text:
            self.open_list()

    @Slot()
    def submit(self) -> None:
        """Do what the card says."""
        self._submit(self.preview.command)

    def _submit(self, command: Command | None, *, beside: bool = False) -> None:
        if command is not None:
            self.submitted.emit(command, beside)
        else:
            announce(self.card, self.card.words.spoken())

    @Slot()
    def _on_button(self) -> None:
        if self.preview.command is None and not self.input.text().strip():
            self.input.setFocus(Qt.FocusReason.OtherFocusReason)
            self.open_list()
        else:
            self.submit()

    @Slot(object)
    def _on_taken(self, item: Item) -> None:
        """Do for the clicked task what Enter would do for it."""
        self._pick(item)
        self.submit()

    def _pick(self, item: Item | None) -> None:
        if item is not None and item.match is not None:
            self._picked = item.match.choice
            with self._page.showing_faults():
                self._show()

    @Slot(object)
    def toggle_star(self, choice: Choice | None = None) -> None:
        """Add the current task to the favourites, or remove it."""
        choice = choice or self.list.choice()
        if choice is not None:
            with self._page.showing_faults():
                self._rows.toggle_star((choice.project_id, choice.task_id))
                self._show()

    @Slot()
    def _on_pause(self) -> None:
        if self.input.hasFocus() and self.input.text():
            announce(self.card, self.card.words.spoken())

    @Slot()
    def _on_minute(self) -> None:
        with self._page.showing_faults():
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the keys of the line that are not for its text."""
        if watched is self.input and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = not modifiers
        if key in _STEPS and plain:
            self._step(_STEPS[key])
        elif key in _ENTERS:
            self._enter(modifiers)
        elif key == Qt.Key.Key_D and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.toggle_star()
        elif key == Qt.Key.Key_Tab and plain and self.input.property(_TAKES_TAB):
            self.details_wanted.emit()
        elif key == Qt.Key.Key_Escape and plain and self.is_open and not self._listed:
            self.close_list()
        elif key == Qt.Key.Key_Escape and plain and self.input.text():
            self.reset()
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        if not self.is_open:
            self.open_list()
            if self.list.currentIndex().isValid() or by < 0:
                return
        self._pick(self.list.step(by, self._pair()))

    def _enter(self, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers == Qt.KeyboardModifier.ShiftModifier:
            self._submit(self.preview.instead)
        elif modifiers == Qt.KeyboardModifier.AltModifier and isinstance(self.preview.command, StartTimer):
            self._submit(self.preview.command, beside=True)
        elif not modifiers:
            self.submit()
