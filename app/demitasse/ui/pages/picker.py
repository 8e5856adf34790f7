"""The picker: one field; a few letters, arrows and Enter."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.domain.search import Index, Match
from demitasse.ui.pages.destinations import Picker
from demitasse.ui.pages.page import Page, column, on_surface
from demitasse.ui.text import messages, suggestion_text, wording
from demitasse.ui.widgets import painting
from demitasse.ui.widgets.buttons import native_text
from demitasse.ui.widgets.choices import ChoiceList, Item
from demitasse.ui.widgets.fields import Box, LineEdit
from demitasse.ui.widgets.key_caps import KeyCaps
from demitasse.ui.widgets.labels import ElidedLabel, Label, Rule
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from demitasse.boot.profile import Profile
    from demitasse.domain.entries import Choice
    from demitasse.domain.errors import Fault
    from demitasse.domain.suggestions import Suggestion
    from demitasse.ui.pages.destinations import Navigator

Pair = tuple[int, int]

_LIST_PX = 336
_MATCHES = 100
"""More than anybody scrolls through; a few more letters are quicker."""


class PickerPage(Page[Picker]):
    """Favourites, what is likely now, recents, everything by client; once something is typed, the best matches."""

    def __init__(self, profile: Profile, navigator: Navigator) -> None:
        """Build the page; nothing is read before `open`."""
        super().__init__(navigator)
        self._profile = profile
        self._index = Index(())
        self._all: tuple[Item, ...] = ()
        self._made_of: object = None
        self._picked: Callable[[int, int], None] | None = None
        self.field = LineEdit(self.tr("Search projects and tasks"), self.tr("Client, project or task"))
        self.list = ChoiceList(_LIST_PX)
        self.nothing = Label("", Role.BODY, "muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setFixedHeight(_LIST_PX)
        self.nothing.setContentsMargins(32, 0, 32, 0)
        self.nothing.hide()
        self.count = ElidedLabel("", Role.SMALL, "muted")
        self.keys = KeyCaps()
        box = Box(self.field, icon="search")
        box.row.addWidget(KeyCaps(("Esc", "")))
        column(self, self._padded(box), Rule(), on_surface(self.list), on_surface(self.nothing), self._foot())
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_typed)
        self.list.picked.connect(self._on_picked)
        self.list.star_toggled.connect(self._on_star)
        self.list.moved.connect(self._on_moved)

    def _padded(self, box: QWidget) -> QWidget:
        top = QWidget()
        column(top, box, margins=(16, 16, 16, 12))
        return top

    def _foot(self) -> QWidget:
        foot = on_surface(QWidget())
        foot.setFixedHeight(36)
        row = QHBoxLayout()
        painting.set_margins(row, 16, 0, 12, 0)
        row.addWidget(self.count)
        row.addWidget(self.keys)
        outer = column(foot, Rule())
        outer.addLayout(row, 1)
        return foot

    def open(self, destination: Picker) -> None:
        """Begin a new search."""
        self._picked = destination.picked
        verb = self.tr("start") if destination.starts_timer else self.tr("choose")
        self.keys.set_keys(("↑↓", self.tr("choose")), ("↵", verb), (native_text("Ctrl+D"), self.tr("star")))
        self.field.clear()
        self.list.reset()

    def refresh(self) -> None:
        """Read the catalogue again if it was replaced; what is typed and highlighted stay. Raises LocalFault."""
        suggestions, sheets = self._profile.suggestions, self._profile.timesheets
        self._index = suggestions.index()
        guesses, recent, starred = suggestions.likely(), sheets.recent(), sheets.favourites()
        made_of = (self._index, guesses, recent, starred)
        if made_of != self._made_of:
            self._made_of = made_of
            self._index.prefer([*(guess.pair for guess in guesses), *recent])
            self._all = tuple(self._everything(guesses, recent, starred))
        self._search()

    def take_focus(self) -> None:
        """Typing searches."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, fault: Fault) -> None:
        """In place of the list."""
        self._show((), messages.whole(fault))

    @Slot()
    def _on_typed(self) -> None:
        self.list.reset()
        with self.showing_faults():
            self._search()

    def _search(self) -> None:
        query, number = self.field.text().strip(), len(self._index.choices)
        items = self._all
        if query:
            found = self._index.find(query, _MATCHES)
            matches = tuple(Item(match=match) for match in found.matches)
            items, number = (Item(self.tr("Best matches")), *matches) if matches else (), found.total
        self._show(items, self._why_nothing(query))
        self.count.set_text(self.tr("{found} of {all}").format(found=number, all=len(self._index.choices)))

    def _show(self, items: tuple[Item, ...], why_nothing: str) -> None:
        self.list.show_items(items, self._profile.timesheets.favourites() if items else set())
        self.nothing.setText(why_nothing)
        self.list.setVisible(bool(items))
        self.nothing.setVisible(not items)

    def _why_nothing(self, query: str) -> str:
        if self._index.choices:
            return self.tr("Nothing you may book matches “{query}”.").format(query=wording.plain(query[:60]))
        return self.tr("Your projects and tasks arrive with the first sync.")

    def _everything(self, guesses: list[Suggestion], recent: list[Pair], starred: set[Pair]) -> Iterator[Item]:
        """The sections before anything is typed; what stands in one is not repeated in the next."""
        left = {(one.project_id, one.task_id): one for one in self._index.listed}
        before = left.get(self._profile.suggestions.before() or (0, 0))
        today = self._profile.timesheets.today()
        why = {
            guess.pair: suggestion_text.suggestion_text(guess, today, before.task if before else "")
            for guess in guesses
        }
        sections = {
            self.tr("Favourites"): [pair for pair in left if pair in starred],
            self.tr("Likely now"): list(why),
            self.tr("Recent"): recent,
        }
        for title, pairs in sections.items():
            yield from _section(title, [left.pop(pair) for pair in pairs if pair in left], why)
        for client, group in groupby(left.values(), key=lambda one: one.client):
            yield from _section(wording.plain(client) or self.tr("Without a client"), group, why)

    @Slot(object)
    def _on_picked(self, choice: Choice) -> None:
        if self._picked is not None:
            self._picked(choice.project_id, choice.task_id)

    @Slot(object)
    def _on_star(self, choice: Choice) -> None:
        with self.showing_faults():
            starred = (choice.project_id, choice.task_id) in self._profile.timesheets.favourites()
            self._profile.timesheets.star(choice.project_id, choice.task_id, on=not starred)
            self.refresh()

    @Slot(object)
    def _on_moved(self, choice: Choice | None) -> None:
        """A screen reader in the field hears which line Enter would take."""
        self.field.setAccessibleDescription(self.list.accessible_text() if choice else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field keeps the focus; arrows, Enter and Ctrl+D belong to the list."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps:
            self.list.step(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.list.pick()
        elif key == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.list.toggle_star()
        else:
            return False
        return True


def _section(title: str, choices: Iterable[Choice], why: dict[Pair, str]) -> list[Item]:
    lines = [Item(match=Match(one), reason=why.get((one.project_id, one.task_id), "")) for one in choices]
    return [Item(title), *lines] if lines else []
