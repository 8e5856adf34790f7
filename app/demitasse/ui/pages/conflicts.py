"""What only the person can decide: both versions of an entry, and the ways out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.domain.conflicts import ConflictKind, Resolution
from demitasse.ui.pages.destinations import Conflicts, Day, EditEntry
from demitasse.ui.pages.page import Head, NoticePage, boxed, column
from demitasse.ui.text import wording
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.labels import Label, Line, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from datetime import date

    from demitasse.boot.profile import Profile
    from demitasse.tracker.conflicts import Conflict, Version
    from demitasse.ui.pages.destinations import Navigator
    from demitasse.ui.pages.page import SyncControl

_LIST_PX = 420


class ConflictsPage(NoticePage[Conflicts]):
    """One card a question; the last answer leads back to the day, which offers to take it back."""

    def __init__(self, profile: Profile, sync: SyncControl, navigator: Navigator) -> None:
        """Build the page; `refresh` fills it."""
        super().__init__(navigator)
        self._profile = profile
        self._sync = sync
        self._shown: tuple[Conflict, ...] | None = None
        self.cards: list[Card] = []
        self.head = Head(self.tr("Needs you"))
        self.list = ScrollColumn(_LIST_PX)
        self.head.back.clicked.connect(self.leave)
        column(self, boxed(self.head, margins=(16, 16, 16, 8)), self.notice, Rule(), self.list)

    def refresh(self) -> None:
        """Read again what is open; a card that stays keeps its place. Raises LocalFault."""
        found = self._profile.conflicts.all()
        if found == self._shown:
            return
        self._shown = found
        today = self._profile.timesheets.today()
        self.cards = [Card(one, today) for one in found]
        for card in self.cards:
            card.chosen.connect(self._on_chosen)
            card.edit_wanted.connect(self._on_edit_wanted)
        nothing = Label(self.tr("There is nothing to decide."), Role.BODY, "muted", wrap=True)
        self.list.fill(self.cards or [boxed(nothing, margins=(16, 20, 16, 20))])
        self.resized.emit()

    def take_focus(self) -> None:
        """The first way out of the first question."""
        target = next((card.buttons[0] for card in self.cards if card.buttons), self.head.back)
        target.setFocus()

    @Slot(int)
    def _on_edit_wanted(self, entry_id: int) -> None:
        self._navigator.open(EditEntry(entry_id))

    @Slot(int, str)
    def _on_chosen(self, entry_id: int, way: str) -> None:
        with self.telling():
            self._profile.conflicts.resolve(entry_id, Resolution(way))
            self._sync.wake()
            label = self._profile.timesheets.undoable()
            self.refresh()
            if self._shown:
                self.take_focus()
            else:
                self._navigator.open(Day(undo_label=label))


class Card(QWidget):
    """One question: what happened, what is here, what is there, and a button for each way out."""

    chosen = Signal(int, str)
    edit_wanted = Signal(int)

    def __init__(self, conflict: Conflict, today: date) -> None:
        """Show it."""
        super().__init__()
        self.conflict = conflict
        self._today = today
        self.title = Line(wording.pair(conflict.mine.project, conflict.mine.task), Role.STRONG)
        self.sentence = Label(said(conflict), Role.SMALL, "muted", wrap=True)
        lines: list[QWidget] = [self._version(self.tr("Here"), conflict.mine)]
        if conflict.theirs is not None:
            lines.append(self._version("CoffeeCup", conflict.theirs))
        self.buttons = self._buttons()
        self.setAccessibleName(f"{self.title.text()}. {self.sentence.text()}")
        column(
            self,
            boxed(self.title, self.sentence, *lines, self._row(), margins=(16, 12, 16, 12), gap=6),
            Rule(),
        )

    def _version(self, whose: str, version: Version) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        name = Label(whose, Role.SMALL, "muted")
        name.setFixedWidth(68)
        layout.addWidget(name)
        layout.addWidget(Line(told(version, self.conflict.names, self._today), Role.SMALL), 1)
        return row

    def _buttons(self) -> list[Button]:
        buttons = []
        for way in self.conflict.ways:
            button = Button(way_out(self.conflict.why, way))
            button.clicked.connect(partial(self.chosen.emit, self.conflict.entry_id, way.value))
            buttons.append(button)
        if self.conflict.why is ConflictKind.REFUSED:
            button = Button(self.tr("Change it…"), kind="primary")
            button.clicked.connect(partial(self.edit_wanted.emit, self.conflict.entry_id))
            buttons.insert(0, button)
        return buttons

    def _row(self) -> QWidget:
        """Short ways share a line; where they would be cut off each gets its own."""
        row = QWidget()
        wide = sum(button.sizeHint().width() + 8 for button in self.buttons) > _ROW_PX
        if wide:
            column(row, *self.buttons, margins=(0, 4, 0, 0), gap=6)
            return row
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(8)
        for button in self.buttons:
            layout.addWidget(button)
        layout.addStretch(1)
        return row


_ROW_PX = 328


def said(conflict: Conflict) -> str:
    """What happened to this entry, in a sentence, and CoffeeCup's words if it gave any."""
    words = {
        ConflictKind.BOTH_CHANGED: translate("Decisions", "It was changed here and on CoffeeCup."),
        ConflictKind.CUT_OFF: translate(
            "Decisions", "The comment was too long for CoffeeCup, which kept its beginning."
        ),
        ConflictKind.LOCKED: translate("Decisions", "It cannot be changed on CoffeeCup any more."),
        ConflictKind.EDITED_ELSEWHERE: translate("Decisions", "It was deleted here, but changed on CoffeeCup."),
        ConflictKind.DELETED_ELSEWHERE: translate("Decisions", "It was changed here, but deleted on CoffeeCup."),
        ConflictKind.UNSURE: translate("Decisions", "It was sent, and may be on CoffeeCup already."),
        ConflictKind.COPY: translate("Decisions", "It may be a copy that a slow connection made."),
        ConflictKind.REFUSED: translate("Decisions", "CoffeeCup did not take it."),
    }[conflict.why]
    own = conflict.why in {ConflictKind.LOCKED, ConflictKind.REFUSED} and conflict.reason
    return f"{words} {wording.sentence(conflict.reason)}" if own else words


def way_out(why: ConflictKind, way: Resolution) -> str:
    """What a way does to an entry of this kind, as a button says it."""
    if way is Resolution.BOTH:
        return translate("Decisions", "Keep both comments")
    mine = way is Resolution.MINE
    return {
        ConflictKind.BOTH_CHANGED: (
            translate("Decisions", "Keep what is here"),
            translate("Decisions", "Take CoffeeCup's"),
        ),
        ConflictKind.CUT_OFF: ("", translate("Decisions", "Leave it so")),
        ConflictKind.LOCKED: (translate("Decisions", "Try again"), translate("Decisions", "Leave it so")),
        ConflictKind.EDITED_ELSEWHERE: (translate("Decisions", "Delete it"), translate("Decisions", "Keep it")),
        ConflictKind.DELETED_ELSEWHERE: (translate("Decisions", "Book it again"), translate("Decisions", "Let it go")),
        ConflictKind.UNSURE: (translate("Decisions", "Send it again"), translate("Decisions", "It is there")),
        ConflictKind.COPY: (translate("Decisions", "Delete it"), translate("Decisions", "Keep both")),
        ConflictKind.REFUSED: (translate("Decisions", "Send it again"), translate("Decisions", "Give it up")),
    }[why][0 if mine else 1]


def told(version: Version, names: tuple[str, ...], today: date) -> str:
    """What one side says; where only the fields `names` differ, those."""
    fields = version.fields
    parts = {
        "day": wording.day_title(fields.day, today),
        "duration_s": translate("Decisions", "running") if fields.running else wording.hours(fields.duration_s),
        "project_id": wording.pair(version.project, version.task),
        "comment": fields.comment or translate("Decisions", "no comment"),
    }
    shown = [parts[_PART.get(name, "")] for name in names if _PART.get(name)]
    whole = (parts["day"], parts["duration_s"], fields.comment)
    return " · ".join(part for part in dict.fromkeys(shown or whole) if part)


_PART = {
    "day": "day",
    "duration_s": "duration_s",
    "running": "duration_s",
    "start_time": "duration_s",
    "end_time": "duration_s",
    "project_id": "project_id",
    "task_id": "project_id",
    "comment": "comment",
}
"""Which part of a line says a field."""
