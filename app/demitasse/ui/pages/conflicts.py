"""Conflicts: entries that only the person can decide about, with both versions and the ways to resolve them."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.operations import ConflictKind, Resolution
from demitasse.tracker.conflicts import Conflict, Version
from demitasse.ui.pages.destinations import Conflicts, Day, EditEntry, Navigator
from demitasse.ui.pages.page import SyncControl, TitledPage, boxed, column, row
from demitasse.ui.text import messages, wording
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.labels import ElidedLabel, Label, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.theme import Role

_ROW_PX = 328
"""The width of a row of buttons."""


class ConflictsPage(TitledPage[Conflicts]):
    """A card for each conflict; resolving the last one leads to the day page, which offers to undo it."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Needs you"))
        self._shown: tuple[Conflict, ...] | None = None
        self.cards: list[Card] = []
        self.list = ScrollColumn()
        column(self, self.head, self.notice, Rule(), self.list)

    def refresh(self) -> None:
        """Read the conflicts, and build the cards again if they have changed. Raises LocalFault."""
        conflicts = self._profile.conflicts.all()
        if conflicts == self._shown:
            return
        self._shown = conflicts
        today = self._profile.timesheets.today()
        self.cards = [Card(conflict, today) for conflict in conflicts]
        for card in self.cards:
            card.chosen.connect(self._on_chosen)
            card.edit_wanted.connect(self._on_edit_wanted)
        nothing = Label(self.tr("There is nothing to decide."), Role.BODY, "muted", wrap=True)
        self.list.set_widgets(self.cards or [boxed(nothing, margins=(16, 20, 16, 20))])
        self.resized.emit()

    def take_focus(self) -> None:
        """Focus the first button of the first card."""
        target = next((card.buttons[0] for card in self.cards if card.buttons), self.head.back)
        target.setFocus()

    @Slot(int)
    def _on_edit_wanted(self, entry_id: int) -> None:
        self._navigator.open(EditEntry(entry_id))

    @Slot(int, str)
    def _on_chosen(self, entry_id: int, way: str) -> None:
        with self.showing_faults():
            shown = next((conflict for conflict in self._shown or () if conflict.entry_id == entry_id), None)
            self._profile.conflicts.resolve(entry_id, Resolution(way), shown)
            self._sync.wake()
            label = self._profile.history.undoable()
            self.refresh()
            if self._shown:
                self.take_focus()
            else:
                self._navigator.open(Day())
                self._navigator.offer_undo(label)


class Card(QWidget):
    """One conflict: what happened, the local and the remote version, and a button for each resolution."""

    chosen = Signal(int, str)
    """The id of the entry, and the value of a `Resolution`."""
    edit_wanted = Signal(int)

    def __init__(self, conflict: Conflict, today: date) -> None:
        super().__init__()
        self.conflict = conflict
        self._today = today
        self.title = ElidedLabel(wording.task_name(conflict.mine.project, conflict.mine.task), Role.STRONG)
        self.sentence = Label(conflict_text(conflict), Role.SMALL, "muted", wrap=True)
        lines: list[QWidget] = [self._version(self.tr("Here"), conflict.mine)]
        if conflict.theirs is not None:
            lines.append(self._version("CoffeeCup", conflict.theirs))
        self.buttons = self._buttons()
        self.setAccessibleName(f"{self.title.text()}. {self.sentence.text()}")
        column(
            self,
            boxed(self.title, self.sentence, *lines, self._button_row(), margins=(16, 12, 16, 12), gap=6),
            Rule(),
        )

    def _version(self, whose: str, version: Version) -> QWidget:
        name = Label(whose, Role.SMALL, "muted")
        name.setFixedWidth(68)
        text = ElidedLabel(version_text(version, self.conflict.field_names, self._today), Role.SMALL)
        return row(name, text, grow=text)

    def _buttons(self) -> list[Button]:
        buttons = []
        for way in self.conflict.resolutions:
            button = Button(resolution_label(self.conflict.kind, way))
            button.clicked.connect(partial(self.chosen.emit, self.conflict.entry_id, way.value))
            buttons.append(button)
        if self.conflict.kind is ConflictKind.REFUSED:
            button = Button(self.tr("Change it…"), kind="primary")
            button.clicked.connect(partial(self.edit_wanted.emit, self.conflict.entry_id))
            buttons.insert(0, button)
        return buttons

    def _button_row(self) -> QWidget:
        """Return the buttons side by side, or one below the other if they are too wide."""
        if sum(button.sizeHint().width() + 8 for button in self.buttons) > _ROW_PX:
            return boxed(*self.buttons, margins=(0, 4, 0, 0), gap=6)
        return row(*self.buttons, None, margins=(0, 4, 0, 0))


def conflict_text(conflict: Conflict) -> str:
    """Say what happened to the entry, with CoffeeCup's reason if it gave one."""
    words = {
        ConflictKind.BOTH_CHANGED: translate("Conflicts", "It was changed here and on CoffeeCup."),
        ConflictKind.CUT_OFF: translate(
            "Conflicts", "The comment was too long for CoffeeCup, which kept its beginning."
        ),
        ConflictKind.NOT_KEPT: translate("Conflicts", "CoffeeCup stored other values than it was sent."),
        ConflictKind.LOCKED: translate("Conflicts", "It cannot be changed on CoffeeCup any more."),
        ConflictKind.EDITED_ELSEWHERE: translate("Conflicts", "It was deleted here, but changed on CoffeeCup."),
        ConflictKind.DELETED_ELSEWHERE: translate("Conflicts", "It was changed here, but deleted on CoffeeCup."),
        ConflictKind.UNSURE: translate("Conflicts", "It was sent, and may be on CoffeeCup already."),
        ConflictKind.COPY: translate("Conflicts", "It may be a copy that a slow connection made."),
        ConflictKind.REFUSED: translate("Conflicts", "CoffeeCup did not take it."),
    }[conflict.kind]
    own = conflict.kind in {ConflictKind.LOCKED, ConflictKind.REFUSED} and conflict.reason
    return f"{words} {messages.what_happened(conflict.reason)}" if own else words


def resolution_label(kind: ConflictKind, resolution: Resolution) -> str:
    """Return the label of the button that resolves a conflict."""
    if resolution is Resolution.BOTH:
        return translate("Conflicts", "Keep both comments")
    mine = resolution is Resolution.MINE
    return {
        ConflictKind.BOTH_CHANGED: (
            translate("Conflicts", "Keep what is here"),
            translate("Conflicts", "Take CoffeeCup's"),
        ),
        ConflictKind.CUT_OFF: ("", translate("Conflicts", "Leave it so")),
        ConflictKind.NOT_KEPT: (translate("Conflicts", "Send it again"), translate("Conflicts", "Leave it so")),
        ConflictKind.LOCKED: (translate("Conflicts", "Try again"), translate("Conflicts", "Leave it so")),
        ConflictKind.EDITED_ELSEWHERE: (translate("Conflicts", "Delete it"), translate("Conflicts", "Keep it")),
        ConflictKind.DELETED_ELSEWHERE: (translate("Conflicts", "Book it again"), translate("Conflicts", "Let it go")),
        ConflictKind.UNSURE: (translate("Conflicts", "Send it again"), translate("Conflicts", "It is there")),
        ConflictKind.COPY: (translate("Conflicts", "Delete it"), translate("Conflicts", "Keep both")),
        ConflictKind.REFUSED: (translate("Conflicts", "Send it again"), translate("Conflicts", "Give it up")),
    }[kind][0 if mine else 1]


def version_text(version: Version, names: tuple[str, ...], today: date) -> str:
    """Return the fields `names` of one version as text; day, duration and comment if there are no names."""
    fields = version.fields
    parts = {
        "day": wording.day_title(fields.day, today),
        "duration_s": translate("Conflicts", "running") if fields.running else wording.duration(fields.duration_s),
        "project_id": wording.task_name(version.project, version.task),
        "comment": fields.comment or translate("Conflicts", "no comment"),
    }
    shown = [parts[part] for name in names if (part := _PART.get(name, name)) in parts]
    whole = (parts["day"], parts["duration_s"], fields.comment)
    return " · ".join(part for part in dict.fromkeys(shown or whole) if part)


_PART = dict.fromkeys(("running", "start_time", "end_time"), "duration_s") | {"task_id": "project_id"}
"""Fields that a version's text shows in the part of another field."""
