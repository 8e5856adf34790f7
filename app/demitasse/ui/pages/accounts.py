"""The accounts on this computer: each is a profile with its own files and its own tray icon."""

from contextlib import closing
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.desktop.process import start_detached
from demitasse.domain.errors import BadInput, Fault
from demitasse.support.paths import DEMO, paths, profiles
from demitasse.tracker.account import Identity
from demitasse.ui.pages.destinations import Accounts, Navigator
from demitasse.ui.pages.page import SyncControl, TitledPage, boxed, column, row, small
from demitasse.ui.text import wording
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.entry_lines import Chip, ChipLabel
from demitasse.ui.widgets.fields import Box, Labelled, LineEdit, MessageLine
from demitasse.ui.widgets.labels import Cup, ElidedLabel, Label, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.switches import SettingLine
from demitasse.ui.widgets.theme import Role

_CUP_PX = 20


class AccountsPage(TitledPage[Accounts]):
    """Starts the tray app of another profile, or of a new one, beside this one."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Accounts"))
        self._shown: list[str] = []
        self.list = ScrollColumn()
        self.buttons: dict[str, Button] = {}
        self.name = LineEdit(self.tr("A name for another account"), "work")
        self._box = Box(self.name)
        self.labelled = Labelled(self.tr("A name for another account"), self._box, lines=0)
        self.note = MessageLine()
        self.add_button = Button(self.tr("Add"), kind="primary")
        self._lay_out()
        self.add_button.clicked.connect(self._on_add)
        self.name.returnPressed.connect(self._on_add)
        self.name.textEdited.connect(self._on_edited)

    def _lay_out(self) -> None:
        words = self.tr("Each account has its own cup in the tray. Nothing is mixed.")
        about = boxed(Label(words, Role.SMALL, "muted", wrap=True), margins=(16, 8, 16, 12))
        add = row(self.labelled, self.add_button, grow=self.labelled)
        layout = add.layout()
        assert layout is not None
        layout.setAlignment(self.add_button, Qt.AlignmentFlag.AlignBottom)
        foot = boxed(add, self.note, margins=(16, 12, 16, 0))
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.foot_px = foot.sizeHint().height()
        column(self, self.head, about, self.list, Rule(), foot)

    def refresh(self) -> None:
        """List the profiles. Raises LocalFault."""
        names = [name for name in profiles() if name != DEMO or name == self._profile.name]
        if names == self._shown:
            return
        self._shown, self.buttons = names, {}
        lines = [widget for name in names for widget in (Rule(), self._line(name))]
        self.list.set_widgets([*lines, Rule(), filler := QWidget()])
        self.list.column.setStretchFactor(filler, 1)

    def _line(self, name: str) -> SettingLine:
        identity = self._identity(name)
        is_known = identity is not None and bool(identity.email)
        here = identity is not None and identity.signed_in
        who = wording.plain((identity.name or identity.email) if identity and is_known else name)
        where = wording.plain(identity.server.split("://")[-1]) if identity and here else self.tr("Not signed in")
        detail = ElidedLabel(where, Role.SMALL, "muted")
        if name == self._profile.name:
            this = ChipLabel(Chip(self.tr("this one"), "check", "ok", "raised"))
            return SettingLine(who, this, detail, lead=Cup(0.65, steam=True, side=_CUP_PX))
        button = self.buttons[name] = small(Button(self.tr("Open") if here else self.tr("Sign in")))
        button.setAccessibleName(f"{button.text()}: {who} ({name})")
        button.clicked.connect(partial(self.open_profile, name))
        return SettingLine(who, button, detail, lead=Cup(0.2 if here else 0.0, ink="muted", side=_CUP_PX))

    def _identity(self, name: str) -> Identity | None:
        """Return who uses a profile; None if it cannot be opened."""
        if name == self._profile.name:
            return self._profile.account.identity()
        try:
            with closing(FullProfile(name)) as other:
                return other.account.identity()
        except Fault:
            return None

    def open_profile(self, name: str) -> None:
        """Start the tray app of a profile; one that runs shows its popover."""
        with self.showing_faults():
            paths(name)  # raises BadInput for a name that cannot be one
            start_detached("--profile", name, "--show")
            self.leave()

    def show_fault(self, fault: Fault) -> None:
        """Show the fault at the field, if the name is wrong, else in the notice."""
        if isinstance(fault, BadInput):
            self._say(fault)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().show_fault(fault)

    @Slot()
    def _on_add(self) -> None:
        name = self.name.text().strip()
        if name.lower() in map(str.lower, self._shown):
            self.show_fault(BadInput(UiFault.NAME_TAKEN, field="profile"))
            return
        self.open_profile(name)

    @Slot()
    def _on_edited(self) -> None:
        self._say(None)

    def _say(self, mistake: Fault | None) -> None:
        self.note.show_fault(mistake)
        self._box.set_mistake(self.note.text())
