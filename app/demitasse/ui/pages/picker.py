"""The picker: a search field and a list of projects and tasks."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.entries import Choice
from demitasse.domain.errors import Fault
from demitasse.domain.search import Index, Match
from demitasse.domain.suggestions import Suggestion
from demitasse.ui.pages.destinations import Navigator, Picker
from demitasse.ui.pages.page import Page, SyncControl, boxed, column, on_surface, row
from demitasse.ui.text import messages, wording
from demitasse.ui.widgets.choices import ChoiceList, Item
from demitasse.ui.widgets.fields import Box, LineEdit
from demitasse.ui.widgets.labels import ElidedLabel, KeyCaps, Label, Rule
from demitasse.ui.widgets.shortcuts import native_text
from demitasse.ui.widgets.theme import Role

Pair = tuple[int, int]


class PickerPage(Page[Picker]):
    """Lists favourites, suggestions, recent work and everything by client, or the best matches for what is typed."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator)
        self._index = Index(())
        self._all: tuple[Item, ...] = ()
        self._sources: object = None
        self._picked: Callable[..., None] | None = None
        self._asked = self._beside = self._starts_timer = False
        self.field = LineEdit(self.tr("Search projects and tasks"), self.tr("Client, project or task"))
        self.list = ChoiceList()
        self.nothing = Label("", Role.BODY, "muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.nothing.setContentsMargins(32, 0, 32, 0)
        self.nothing.hide()
        self.count = ElidedLabel("", Role.SMALL, "muted")
        self.keys = KeyCaps()
        box = Box(self.field, icon="search")
        box.row.addWidget(KeyCaps(("Esc", "")))
        top = boxed(box, margins=(16, 16, 16, 12))
        column(self, top, Rule(), on_surface(self.list), on_surface(self.nothing), self._foot())
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_typed)
        self.list.picked.connect(self._on_picked)
        self.list.star_toggled.connect(self._on_star)
        self.list.moved.connect(self._on_moved)

    def _foot(self) -> QWidget:
        line = row(self.count, self.keys, margins=(16, 0, 12, 0), gap=0)
        foot = on_surface(boxed(Rule(), line, margins=(0, 5, 0, 0)))
        foot.setFixedHeight(36)
        return foot

    def open(self, destination: Picker) -> None:
        """Begin a new search."""
        self._picked, self._starts_timer = destination.picked, destination.starts_timer
        self._asked = False
        verb = self.tr("start") if destination.starts_timer else self.tr("choose")
        last = native_text("Ctrl+D"), self.tr("star")
        if destination.starts_timer and self._runs_beside():
            last = f"{native_text('Alt')} ↵", self.tr("beside it")
        self.keys.set_keys(("↑↓", self.tr("choose")), ("↵", verb), last)
        self.field.clear()
        self.list.start_at_top()

    def _runs_beside(self) -> bool:
        """Whether a timer runs and another one may be started beside it."""
        timer = self._profile.timer
        return timer.allows_several() and timer.running() is not None

    def refresh(self) -> None:
        """Read the catalogue again if it has changed, and keep what is typed and highlighted. Raises LocalFault."""
        suggestions, sheets = self._profile.suggestions, self._profile.timesheets
        self._index = suggestions.index()
        likely, recent, starred = suggestions.likely(), sheets.recent(), sheets.favourites()
        sources = (self._index, likely, recent, starred)
        if sources != self._sources:
            self._sources = sources
            self._index.prefer([*(suggestion.pair for suggestion in likely), *recent])
            self._all = tuple(self._sections(likely, recent, starred))
        self._search()

    def take_focus(self) -> None:
        """Focus the search field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, fault: Fault) -> None:
        """Show the fault in place of the list."""
        self._show((), messages.whole(fault))

    @Slot()
    def _on_typed(self) -> None:
        self.list.start_at_top()
        with self.showing_faults():
            self._search()
            if self.field.text().strip() and not self.list.isVisibleTo(self) and not self._asked:
                self._asked = True
                self._sync.compare()  # The project may be new.

    def _search(self) -> None:
        query, number = self.field.text().strip(), len(self._index.choices)
        items = self._all
        if query:
            fits = self._index.fits(query)
            matches = tuple(Item(match=match) for match in (*fits.exact, *fits.near))
            items, number = (Item(self.tr("Best matches")), *matches) if matches else (), len(matches)
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

    def _sections(self, likely: list[Suggestion], recent: list[Pair], starred: set[Pair]) -> Iterator[Item]:
        """Yield the list that is shown before anything is typed; each choice is in one section only."""
        left = {(choice.project_id, choice.task_id): choice for choice in self._index.listed}
        before = left.get(self._profile.suggestions.previous_pair() or (0, 0))
        today = self._profile.timesheets.today()
        task = before.task if before else ""
        why = {item.pair: wording.suggestion_text(item, today, task) for item in likely}
        sections = {
            self.tr("Favourites"): [pair for pair in left if pair in starred],
            self.tr("Likely now"): list(why),
            self.tr("Recent"): recent,
        }
        for title, pairs in sections.items():
            yield from _section(title, [left.pop(pair) for pair in pairs if pair in left], why)
        for client, group in groupby(left.values(), key=lambda choice: choice.client):
            yield from _section(wording.plain(client) or self.tr("Without a client"), group, why)

    @Slot(object)
    def _on_picked(self, choice: Choice) -> None:
        if self._picked is None:
            return
        if self._beside:
            self._picked(choice.project_id, choice.task_id, beside=True)
        else:
            self._picked(choice.project_id, choice.task_id)

    @Slot(object)
    def _on_star(self, choice: Choice) -> None:
        with self.showing_faults():
            starred = (choice.project_id, choice.task_id) in self._profile.timesheets.favourites()
            self._profile.timesheets.star(choice.project_id, choice.task_id, on=not starred)
            self.refresh()

    @Slot(object)
    def _on_moved(self, choice: Choice | None) -> None:
        """Describe the line that Enter takes, for a screen reader in the field."""
        self.field.setAccessibleDescription(self.list.accessible_text() if choice else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass arrows, Enter and Ctrl+D on to the list; the field keeps the focus."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps:
            self.list.step(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._beside = self._starts_timer and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self.list.pick()
            self._beside = False
        elif key == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.list.toggle_star()
        else:
            return False
        return True


def _section(title: str, choices: Iterable[Choice], why: dict[Pair, str]) -> list[Item]:
    lines = [Item(match=Match(item), reason=why.get((item.project_id, item.task_id), "")) for item in choices]
    return [Item(title), *lines] if lines else []
