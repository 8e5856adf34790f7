"""Several accounts: each is a profile with its own files and its own cup in the tray."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.boot.profile import open_profile
from demitasse.desktop.process import start_detached
from demitasse.domain.errors import BadInput, Fault
from demitasse.support.paths import DEMO, paths, profiles
from demitasse.ui.pages.destinations import Accounts
from demitasse.ui.pages.page import Head, NoticePage, column
from demitasse.ui.text import wording
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.fields import Box, Labelled, LineEdit
from demitasse.ui.widgets.labels import Label, Line, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.switches import SettingLine
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from demitasse.boot.profile import Profile
    from demitasse.ui.pages.destinations import Navigator

_LIST_PX = 220


class AccountsPage(NoticePage[Accounts]):
    """Opens another profile's tray app, or that of a new one; this one goes on."""

    def __init__(self, profile: Profile, navigator: Navigator) -> None:
        """Build the page; `refresh` fills it."""
        super().__init__(navigator)
        self._profile = profile
        self._shown: list[str] = []
        self.head = Head(self.tr("Accounts"))
        self.list = ScrollColumn(_LIST_PX)
        self.buttons: dict[str, Button] = {}
        self.name = LineEdit(self.tr("A name for another account"), "work")
        self.labelled = Labelled(self.tr("A name for another account"), Box(self.name), hint=True)
        self.add_button = Button(self.tr("Add"), kind="primary")
        self._lay_out()
        self.head.back.clicked.connect(self.leave)
        self.add_button.clicked.connect(self._on_add)
        self.name.returnPressed.connect(self._on_add)
        self.name.textEdited.connect(self._on_edited)

    def _lay_out(self) -> None:
        top, foot, row = QWidget(), QWidget(), QWidget()
        about = self.tr("Each account has its own cup in the tray. Sign in there; nothing is mixed.")
        column(top, self.head, margins=(16, 16, 16, 8))
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.labelled, 1)
        line.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignVCenter)
        column(foot, Label(about, Role.SMALL, "muted", wrap=True), row, margins=(16, 10, 16, 8), gap=8)
        column(self, top, self.notice, Rule(), self.list, Rule(), foot)

    def refresh(self) -> None:
        """Read which profiles there are. Raises LocalFault."""
        found = [name for name in profiles() if name != DEMO or name == self._profile.name]
        if found == self._shown:
            return
        self._shown, self.buttons = found, {}
        lines: list[QWidget] = []
        for name in found:
            lines += [Rule(), self._line(name)]
        self.list.fill(lines[1:])
        self.resized.emit()

    def _line(self, name: str) -> SettingLine:
        who, where = self._identity(name)
        detail = Line(" · ".join(part for part in (name, where) if part), Role.SMALL, "muted")
        if name == self._profile.name:
            return SettingLine(who, Label(self.tr("this one"), Role.SMALL, "muted"), detail)
        button = self.buttons[name] = Button(self.tr("Open"))
        button.height_px = 28
        button.setAccessibleName(self.tr("Open {name}").format(name=who))
        button.clicked.connect(partial(self.open_profile, name))
        return SettingLine(who, button, detail)

    def _identity(self, name: str) -> tuple[str, str]:
        """Who uses a profile, and where; one that cannot be read is listed all the same."""
        try:
            other = self._profile if name == self._profile.name else open_profile(name)
        except Fault:
            return wording.plain(name), ""
        try:
            found = other.account.identity()
        finally:
            if other is not self._profile:
                other.close()
        return wording.plain(found.email) or self.tr("Not signed in"), found.server.split("://")[-1]

    def open_profile(self, name: str) -> None:
        """Start its tray app; one that runs shows itself."""
        with self.telling():
            paths(name)  # raises BadInput for a name that cannot be one
            start_detached("--profile", name, "--show")
            self.leave()

    def take_focus(self) -> None:
        """The way back."""
        self.head.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, fault: Fault) -> None:
        """At the name if it is about that, else over the page."""
        if isinstance(fault, BadInput):
            self.labelled.say(wording.fault(fault), wrong=True)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.resized.emit()
        else:
            super().say(fault)

    @Slot()
    def _on_add(self) -> None:
        name = self.name.text().strip()
        if name in self._shown:
            self.say(BadInput(self.tr("There is one of that name already."), field="profile"))
            return
        self.open_profile(name)

    @Slot()
    def _on_edited(self) -> None:
        self.labelled.say("")
