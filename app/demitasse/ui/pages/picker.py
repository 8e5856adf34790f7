"""The picker: a search field and a list of projects and tasks, for the forms that need one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.entries import Choice
from demitasse.domain.errors import Fault
from demitasse.domain.search import Fits
from demitasse.ui.pages.candidate_items import CandidateItems
from demitasse.ui.pages.destinations import Navigator, Picker
from demitasse.ui.pages.page import SyncControl, TitledPage, boxed, column, hint_bar, on_surface
from demitasse.ui.text import messages, wording
from demitasse.ui.text.card_text import without_tasks
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.candidates import CandidateList, Item
from demitasse.ui.widgets.fields import Box, LineEdit
from demitasse.ui.widgets.labels import KeyCaps, Label, Rule
from demitasse.ui.widgets.shortcuts import cap_text
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from collections.abc import Callable

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class PickerPage(TitledPage[Picker]):
    """Lists favourites, recent work and everything by client, or the best matches for what is typed."""

    foot_px = theme.FOOTER

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Choose a task"))
        self._rows = CandidateItems(profile)
        self._picked: Callable[..., None] | None = None
        self._asked = False
        self.field = LineEdit(self.tr("Search projects and tasks"), self.tr("Client, project or task"))
        self.list = CandidateList(self.tr("Projects and tasks"))
        self.nothing = Label("", Role.BODY, "muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.nothing.setContentsMargins(32, 0, 32, 0)
        self.nothing.hide()
        star = cap_text("Ctrl+D"), self.tr("favourite")
        self.keys = KeyCaps(("↑↓", self.tr("choose")), ("↵", self.tr("choose")), star, spread=True)
        box = boxed(Box(self.field, icon="search"), margins=(16, 4, 16, 12))
        column(self, self.head, box, Rule(), on_surface(self.list), on_surface(self.nothing), hint_bar(self.keys))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_typed)
        self.list.taken.connect(self._on_taken)
        self.list.star_toggled.connect(self._on_star)

    def open(self, destination: Picker) -> None:
        """Begin a new search."""
        self._picked, self._asked = destination.picked, False
        self.list.show_items(())
        self.field.setText(destination.text)

    def refresh(self) -> None:
        """Read the catalogue again if it has changed, and keep what is typed and chosen. Raises LocalFault."""
        self._rows.refresh()
        self._search()

    def take_focus(self) -> None:
        """Focus the search field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, fault: Fault) -> None:
        """Show the fault in place of the list."""
        self._show((), messages.whole(fault))

    @Slot()
    def _on_typed(self) -> None:
        with self.showing_faults():
            self.list.show_current(None)
            self._search()
            if self.field.text().strip() and not self.list.isVisibleTo(self) and not self._asked:
                self._asked = True
                self._sync.compare()  # The project may be new.

    def _search(self) -> None:
        query = self.field.text().strip()
        fits = self._rows.known.tasks.fits(query) if query else Fits()
        self._show(self._rows.of_fits(fits) if query else self._rows.all(), self._why_nothing(query))

    def _show(self, items: tuple[Item, ...], why_nothing: str) -> None:
        kept, current = [item.key for item in items], self.list.current_item()
        first = next((item.key for item in items if item.is_choice), None)
        self.list.show_items(items, self._rows.favourites, current.key if current and current.key in kept else first)
        self._describe()
        self.nothing.setText(why_nothing)
        self.list.setVisible(bool(items))
        self.nothing.setVisible(not items)

    def _why_nothing(self, query: str) -> str:
        if not self._rows.known.tasks.listed:
            return without_tasks(self._profile.status.sync()).second
        return self.tr("Nothing you may book matches “{query}”.").format(query=wording.plain(query[:60]))

    def _describe(self) -> None:
        """Describe the row that Enter takes, for a screen reader in the field."""
        item = self.list.current_item()
        self.field.setAccessibleDescription(item.spoken() if item else "")

    @Slot(object)
    def _on_taken(self, item: Item) -> None:
        if self._picked is not None and item.match is not None:
            self._picked(item.match.choice.project_id, item.match.choice.task_id)

    @Slot(object)
    def _on_star(self, choice: Choice) -> None:
        with self.showing_faults():
            self._rows.toggle_star((choice.project_id, choice.task_id))
            self._search()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass arrows, Enter and Ctrl+D on to the list; the field keeps the focus."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, current = Qt.Key(event.key()), self.list.current_item()
        if key in _STEPS:
            self.list.step(_STEPS[key])
            self._describe()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if current is not None:
                self._on_taken(current)
        elif key == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if (choice := self.list.choice()) is not None:
                self._on_star(choice)
        else:
            return False
        return True
