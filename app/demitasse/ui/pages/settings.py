"""The few settings there are: the account, and how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from demitasse import __version__
from demitasse.store import settings
from demitasse.ui import text, theme
from demitasse.ui.pages.page import Head, Page, column, on_surface
from demitasse.ui.theme import Role
from demitasse.ui.widgets.bars import Notice
from demitasse.ui.widgets.buttons import Button, Radio
from demitasse.ui.widgets.labels import Label, Line, Rule

if TYPE_CHECKING:
    from demitasse.boot.profile import Profile
    from demitasse.domain.errors import Fault
    from demitasse.ui.pages.page import Background


class SettingsPage(Page):
    """Every change holds at once."""

    theme_picked = Signal(str)
    sign_in_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, profile: Profile, background: Background) -> None:
        """Build the page; `refresh` fills it."""
        super().__init__()
        self._profile = profile
        self._background = background
        self.notice = Notice()
        self.head = Head(self.tr("Settings"))
        self.name = Line("", Role.BODY)
        self.email = Line("", Role.SMALL, "muted")
        self.server = Line("", Role.SMALL, "muted")
        self.sign_button = Button("")
        self.sign_button.height_px = 28
        self.themes = {choice: Radio(words) for choice, words in zip(theme.CHOICES, self._words(), strict=True)}
        self.quit_button = Button(self.tr("Quit Demitasse"), kind="quiet")
        self.quit_button.height_px = 28
        top = QWidget()
        column(top, self.head, margins=(16, 16, 16, 8))
        column(self, top, self.notice, Rule(), self._account_row(), Rule(), self._theme_row(), Rule(), self._foot())
        self.head.back.clicked.connect(self.left)
        self.sign_button.clicked.connect(self._on_sign)
        self.quit_button.clicked.connect(self.quit_wanted)
        self.notice.closed.connect(self._on_closed)

    def _words(self) -> tuple[str, str, str]:
        return self.tr("As the desktop"), self.tr("Light"), self.tr("Dark")

    def _account_row(self) -> QWidget:
        row = on_surface(QWidget())
        names = QVBoxLayout()
        names.setSpacing(0)
        for line in (self.name, self.email, self.server):
            names.addWidget(line)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(12)
        layout.addLayout(names, 1)
        layout.addWidget(self.sign_button)
        return row

    def _theme_row(self) -> QWidget:
        row = on_surface(QWidget())
        group = QButtonGroup(self)
        layout = column(row, Label(self.tr("Appearance")), margins=(16, 10, 16, 12), gap=8)
        line = QHBoxLayout()
        line.setSpacing(16)
        for button in self.themes.values():
            button.clicked.connect(self._on_theme)
            group.addButton(button)
            line.addWidget(button)
        line.addStretch(1)
        layout.addLayout(line)
        return row

    def _foot(self) -> QWidget:
        foot = on_surface(QWidget())
        layout = QHBoxLayout(foot)
        layout.setContentsMargins(16, 4, 8, 4)
        layout.addWidget(Line(f"Demitasse {__version__}", Role.SMALL, "muted"))
        layout.addWidget(self.quit_button)
        return foot

    def refresh(self) -> None:
        """Read the account and the settings. Raises LocalFault."""
        identity = self._profile.account.identity()
        self.name.say(identity.name or self.tr("Nobody is signed in"))
        self.email.say(identity.email)
        self.server.say(identity.server.split("://")[-1])
        for line in (self.email, self.server):
            line.setVisible(bool(line.text()))
        self.sign_button.setText(self.tr("Sign out") if identity.signed_in else self.tr("Sign in"))
        self.themes.get(self._profile.store.settings.get(settings.THEME), self.themes["system"]).setChecked(True)

    def take_focus(self) -> None:
        """The way back."""
        self.head.back.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_theme(self) -> None:
        choice = next(name for name, button in self.themes.items() if button.isChecked())
        with self.telling(), self._profile.store.transaction():
            self._profile.store.settings.put(settings.THEME, choice)
        self.theme_picked.emit(choice)

    @Slot()
    def _on_sign(self) -> None:
        with self.telling():
            if self._profile.account.identity().signed_in:
                self._background.sign_out()
            self.sign_in_wanted.emit()

    @Slot()
    def _on_closed(self) -> None:
        self.notice.say("")
        self.resized.emit()

    def say(self, fault: Fault) -> None:
        """Over the settings."""
        self.notice.say(text.fault(fault), closable=True)
        self.resized.emit()
