"""The picker: one field; a few letters, arrows and Enter."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.domain.search import Match
from demitasse.ui import text
from demitasse.ui.pages.page import Page, column, on_surface
from demitasse.ui.theme import Role
from demitasse.ui.widgets.buttons import native
from demitasse.ui.widgets.choices import ChoiceList, Item
from demitasse.ui.widgets.fields import Box, LineEdit
from demitasse.ui.widgets.keys import Keys
from demitasse.ui.widgets.labels import Label, Line, Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from demitasse.boot.profile import Profile
    from demitasse.domain.entries import Choice
    from demitasse.domain.errors import Fault

_LIST_PX = 336
_MATCHES = 200
"""More than anybody scrolls through; a few more letters are quicker."""


def _ignored(_project_id: int, _task_id: int) -> None:
    """Nobody asked for anything."""


class PickerPage(Page):
    """Favourites, recents, then everything by client; once something is typed, the best matches."""

    def __init__(self, profile: Profile) -> None:
        """Build the page; nothing is read before `open`."""
        super().__init__()
        self._profile = profile
        self._choices: list[Choice] = []
        self.taken: Callable[[int, int], None] = _ignored
        self.field = LineEdit(self.tr("Search projects and tasks"), self.tr("Client, project or task"))
        self.list = ChoiceList(_LIST_PX)
        self.nothing = Label("", Role.BODY, "muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setFixedHeight(_LIST_PX)
        self.nothing.setContentsMargins(32, 0, 32, 0)
        self.nothing.hide()
        self.count = Line("", Role.SMALL, "muted")
        self.keys = Keys()
        box = Box(self.field, icon="search")
        box.row.addWidget(Keys(("Esc", "")))
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
        row.setContentsMargins(16, 0, 12, 0)
        row.addWidget(self.count)
        row.addWidget(self.keys)
        outer = column(foot, Rule())
        outer.addLayout(row, 1)
        return foot

    def open(self, verb: str) -> None:
        """Begin anew; `verb` says what Enter does."""
        self.keys.say(("↑↓", self.tr("choose")), ("↵", verb), (native("Ctrl+D"), self.tr("star")))
        self.field.clear()
        self.list.forget()

    def refresh(self) -> None:
        """Read the catalogue again; what is typed and what is highlighted stay. Raises LocalFault."""
        self._choices = self._profile.timesheets.choices()
        self._search()

    def take_focus(self) -> None:
        """Typing searches."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, fault: Fault) -> None:
        """In place of the list."""
        self._show((), text.fault(fault))

    @Slot()
    def _on_typed(self) -> None:
        self.list.forget()
        with self.telling():
            self._search()

    def _search(self) -> None:
        query = self.field.text().strip()
        if query:
            found = self._profile.timesheets.search(query)
            items = [Item(self.tr("Best matches")), *(Item(match=match) for match in found[:_MATCHES])] if found else []
            number = len(found)
        else:
            items, number = self._everything(), len(self._choices)
        self._show(tuple(items), self._why_nothing(query))
        self.count.say(self.tr("{found} of {all}").format(found=number, all=len(self._choices)))

    def _show(self, items: tuple[Item, ...], why_nothing: str) -> None:
        self.list.show_items(items, self._profile.timesheets.favourites() if items else set())
        self.nothing.setText(why_nothing)
        self.list.setVisible(bool(items))
        self.nothing.setVisible(not items)

    def _why_nothing(self, query: str) -> str:
        if self._choices:
            return self.tr("Nothing you may book matches “{query}”.").format(query=text.plain(query[:60]))
        return self.tr("Your projects and tasks arrive with the first sync.")

    def _everything(self) -> list[Item]:
        by_pair = {(one.project_id, one.task_id): one for one in self._choices}
        starred = self._profile.timesheets.favourites()
        stars = [one for pair, one in by_pair.items() if pair in starred]
        recent = [by_pair[p] for p in self._profile.timesheets.recent() if p in by_pair and p not in starred]
        items = [*_section(self.tr("Favourites"), stars), *_section(self.tr("Recent"), recent)]
        shown = {(one.project_id, one.task_id) for one in (*stars, *recent)}
        rest = [one for pair, one in by_pair.items() if pair not in shown]
        for client, group in groupby(rest, key=lambda one: one.client):
            items += _section(text.plain(client) or self.tr("Without a client"), list(group))
        return items

    @Slot(object)
    def _on_picked(self, choice: Choice) -> None:
        self.taken(choice.project_id, choice.task_id)

    @Slot(object)
    def _on_star(self, choice: Choice) -> None:
        with self.telling():
            starred = (choice.project_id, choice.task_id) in self._profile.timesheets.favourites()
            self._profile.timesheets.star(choice.project_id, choice.task_id, on=not starred)
            self._search()

    @Slot(object)
    def _on_moved(self, choice: Choice | None) -> None:
        """A screen reader in the field hears which line Enter would take."""
        self.field.setAccessibleDescription(text.choice_name(choice) if choice else "")

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


def _section(title: str, choices: list[Choice]) -> list[Item]:
    return [Item(title), *(Item(match=Match(one, 0)) for one in choices)] if choices else []
