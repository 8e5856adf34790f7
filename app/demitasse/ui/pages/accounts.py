"""The accounts on this computer: each is a profile with its own files and its own tray icon."""

from functools import partial

from PySide6.QtCore import Qt, Slot

from demitasse.boot.full_profile import FullProfile
from demitasse.desktop.process import start_detached
from demitasse.domain.errors import BadInput, Fault
from demitasse.support.paths import DEMO, paths, profiles
from demitasse.ui.pages.destinations import Accounts, Navigator
from demitasse.ui.pages.page import SyncControl, TitledPage, boxed, column, row, small
from demitasse.ui.text import messages, wording
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.fields import Box, Labelled, LineEdit
from demitasse.ui.widgets.labels import ElidedLabel, Label, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.switches import SettingLine
from demitasse.ui.widgets.theme import Role


class AccountsPage(TitledPage[Accounts]):
    """Starts the tray app of another profile, or of a new one, beside this one."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Accounts"))
        self._shown: list[str] = []
        self.list = ScrollColumn()
        self.buttons: dict[str, Button] = {}
        self.name = LineEdit(self.tr("A name for another account"), "work")
        self.labelled = Labelled(self.tr("A name for another account"), Box(self.name))
        self.add_button = Button(self.tr("Add"), kind="primary")
        self._lay_out()
        self.add_button.clicked.connect(self._on_add)
        self.name.returnPressed.connect(self._on_add)
        self.name.textEdited.connect(self._on_edited)

    def _lay_out(self) -> None:
        words = self.tr("Each account has its own cup in the tray. Sign in there; nothing is mixed.")
        about = Label(words, Role.SMALL, "muted", wrap=True)
        add = row(self.labelled, self.add_button, grow=self.labelled)
        foot = boxed(about, add, margins=(16, 10, 16, 8), gap=8)
        column(self, self.head, Rule(), self.list, Rule(), foot)

    def refresh(self) -> None:
        """List the profiles. Raises LocalFault."""
        names = [name for name in profiles() if name != DEMO or name == self._profile.name]
        if names == self._shown:
            return
        self._shown, self.buttons = names, {}
        self.list.set_widgets([widget for name in names for widget in (Rule(), self._line(name))][1:])

    def _line(self, name: str) -> SettingLine:
        who, where = self._identity(name)
        detail = ElidedLabel(" · ".join(part for part in (name, where) if part), Role.SMALL, "muted")
        if name == self._profile.name:
            return SettingLine(who, Label(self.tr("this one"), Role.SMALL, "muted"), detail)
        button = self.buttons[name] = small(Button(self.tr("Open")))
        button.setAccessibleName(self.tr("Open {name}").format(name=who))
        button.clicked.connect(partial(self.open_profile, name))
        return SettingLine(who, button, detail)

    def _identity(self, name: str) -> tuple[str, str]:
        """Return the email address and the server of a profile; only its name if it cannot be opened."""
        try:
            other = self._profile if name == self._profile.name else FullProfile(name)
        except Fault:
            return wording.plain(name), ""
        try:
            identity = other.account.identity()
        finally:
            if other is not self._profile:
                other.close()
        return wording.plain(identity.email) or self.tr("Not signed in"), identity.server.split("://")[-1]

    def open_profile(self, name: str) -> None:
        """Start the tray app of a profile; one that runs shows its popover."""
        with self.showing_faults():
            paths(name)  # raises BadInput for a name that cannot be one
            start_detached("--profile", name, "--show")
            self.leave()

    def show_fault(self, fault: Fault) -> None:
        """Show the fault at the field, if the name is wrong, else in the notice."""
        if isinstance(fault, BadInput):
            self.labelled.set_note(messages.whole(fault), wrong=True)
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
        self.labelled.set_note("")
