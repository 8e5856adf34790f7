"""What this is, what it is made of, and what helps whoever looks into a problem: shown before it is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Slot, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse import __version__
from demitasse.support.licences import PARTS
from demitasse.ui.pages.destinations import About
from demitasse.ui.pages.page import Head, NoticePage, column, on_surface
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.fields import Box, TextEdit
from demitasse.ui.widgets.labels import Cup, Label, Rule
from demitasse.ui.widgets.scroll import ScrollColumn, SlimBar
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from demitasse.boot.profile import Profile
    from demitasse.ui.pages.destinations import Navigator

_LIST_PX = 190


class AboutPage(NoticePage[About]):
    """Reached from the settings."""

    def __init__(self, profile: Profile, navigator: Navigator) -> None:
        """Build the page."""
        super().__init__(navigator)
        self._profile = profile
        self.head = Head(self.tr("About and licences"))
        self.parts = ScrollColumn(_LIST_PX)
        self.preview = TextEdit(self.tr("Diagnostics"))
        self.preview.setReadOnly(True)
        self.preview.setVerticalScrollBar(SlimBar())
        self.preview.setFixedHeight(_LIST_PX)
        self.preview.setFont(theme.of(Role.SMALL))
        self.diagnose_button = _small(Button(self.tr("Diagnostics")))
        self.copy_button = _small(Button(self.tr("Copy"), kind="primary"))
        self.log_button = _small(Button(self.tr("Log folder")))
        self._lay_out()
        self.head.back.clicked.connect(self.leave)
        self.diagnose_button.clicked.connect(self._on_diagnose)
        self.copy_button.clicked.connect(self._on_copy)
        self.log_button.clicked.connect(self._on_log)

    def _lay_out(self) -> None:
        top = QWidget()
        column(top, self.head, margins=(16, 16, 16, 8))
        self.parts.column.addWidget(self._lines())
        self.box = Box(self.preview)
        promise = Label(self.tr("Versions and counts only: no names, no comments, no addresses."), Role.SMALL, "muted")
        promise.setWordWrap(True)
        self.details = on_surface(QWidget())
        column(self.details, promise, self.box, margins=(16, 8, 16, 4), gap=6)
        column(self, top, self.notice, self._who(), Rule(), self.parts, Rule(), self.details, self._buttons())
        self._show_details(on=False)

    def _who(self) -> QWidget:
        who = on_surface(QWidget())
        words = QWidget()
        lines = (
            Label(f"Demitasse {__version__}", Role.QUESTION),
            Label(self.tr("A small cup for CoffeeCup, under the MIT licence."), Role.SMALL, "muted", wrap=True),
            Label(self.tr("Not made by the makers of CoffeeCup."), Role.SMALL, "muted", wrap=True),
        )
        column(words, *lines, gap=2)
        row = QHBoxLayout(who)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(Cup(0.7, steam=True, side=40), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return who

    def _lines(self) -> QWidget:
        inner = QWidget()
        title = Label(self.tr("It is built on"), Role.SMALL_STRONG)
        parts = [Label(f"{name} · {licence}", Role.SMALL, "muted") for name, licence in PARTS.items()]
        column(inner, title, *parts, margins=(16, 10, 16, 10), gap=2)
        return inner

    def _buttons(self) -> QWidget:
        foot = on_surface(QWidget())
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 8, 16, 10)
        row.setSpacing(8)
        row.addWidget(self.log_button)
        row.addStretch(1)
        for button in (self.diagnose_button, self.copy_button):
            row.addWidget(button)
        return foot

    def _show_details(self, *, on: bool) -> None:
        self.details.setVisible(on)
        self.copy_button.setVisible(on)
        self.diagnose_button.setVisible(not on)
        self.parts.setVisible(not on)
        self.parts.settle()
        self.resized.emit()

    def hidden(self) -> None:
        """The next look is a fresh one."""
        self._show_details(on=False)

    def take_focus(self) -> None:
        """The way back."""
        self.head.back.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_diagnose(self) -> None:
        """What is shown is what is copied, letter for letter."""
        with self.telling():
            own = self._profile.diagnostics()
            qt = f"qt {qVersion()} on {QGuiApplication.platformName()}"
            self.preview.setPlainText("\n".join([*own, qt]))
            self._show_details(on=True)
            self.copy_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.preview.toPlainText())
        self.copy_button.setText(self.tr("Copied"))

    @Slot()
    def _on_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._profile.paths.logs)))


def _small(button: Button) -> Button:
    button.height_px = 28
    return button
