"""About Demitasse: its version, its licences, and diagnostics for a bug report."""

import platform
import threading
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from demitasse import __version__
from demitasse.boot.full_profile import FullProfile
from demitasse.boot.updates import UpdateState, check_for_update
from demitasse.domain import settings
from demitasse.domain.errors import Fault
from demitasse.domain.ports import Clock
from demitasse.support.paths import Paths
from demitasse.ui.pages.destinations import About, Navigator
from demitasse.ui.pages.page import SyncControl, TitledPage, announce, boxed, column, on_surface, row, small
from demitasse.ui.text import messages
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.fields import Box, TextEdit
from demitasse.ui.widgets.labels import Cup, Heading, Label, Rule
from demitasse.ui.widgets.scroll import ScrollColumn, use_overlay_bar
from demitasse.ui.widgets.theme import Role

PARTS = {
    "Python": "PSF-2.0",
    "PySide6_Essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "appdirs": "MIT",
    "backports.tarfile": "MIT",
    "certifi": "MPL-2.0",
    "cffi": "MIT-0",
    "charset-normalizer": "MIT",
    "cryptography": "Apache-2.0",
    "idna": "BSD-3-Clause",
    "importlib_metadata": "Apache-2.0",
    "jaraco.classes": "MIT",
    "jaraco.context": "MIT",
    "jaraco.functools": "MIT",
    "jeepney": "MIT",
    "keyring": "MIT",
    "lazy-importer": "Apache-2.0",
    "more-itertools": "MIT",
    "pycparser": "BSD-3-Clause",
    "pywin32-ctypes": "BSD-3-Clause",
    "requests": "Apache-2.0",
    "SecretStorage": "BSD-3-Clause",
    "typing_extensions": "PSF-2.0",
    "tzdata": "Apache-2.0",
    "tzlocal": "MIT",
    "urllib3": "MIT",
    "zipp": "MIT",
}
"""The parts of a bundle besides Demitasse, and their licences (SPDX identifiers). Qt is in PySide6_Essentials."""


class AboutPage(TitledPage[About]):
    """Licences, or the diagnostics, which are shown before they are copied."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("About and licences"))
        self.parts = ScrollColumn()
        self.preview = TextEdit(self.tr("Diagnostics"))
        self.preview.setReadOnly(True)
        use_overlay_bar(self.preview)
        self.preview.setFont(theme.role_font(Role.SMALL))
        self.diagnose_button = small(Button(self.tr("Diagnostics")))
        self.copy_button = small(Button(self.tr("Copy"), kind="primary"))
        self.log_button = small(Button(self.tr("Log folder")))
        self.news = Label("", Role.SMALL, "muted", wrap=True)
        self.news_button = small(Button(self.tr("What is new")))
        self._page = ""
        self._check = _UpdateCheck(self)
        self._lay_out()
        self.diagnose_button.clicked.connect(self._on_diagnose)
        self.copy_button.clicked.connect(self._on_copy)
        self.log_button.clicked.connect(self._on_log)
        self.news_button.clicked.connect(self._on_news)
        self._check.finished.connect(self._on_checked)

    def _lay_out(self) -> None:
        self.parts.column.addWidget(self._lines())
        self.box = Box(self.preview, grows=True, locks=False)
        words = self.tr("Versions and counts only: no names, no comments, no addresses.")
        promise = Label(words, Role.SMALL, "muted", wrap=True)
        self.details = on_surface(boxed(promise, self.box, margins=(16, 8, 16, 4), gap=6))
        buttons = on_surface(
            row(self.log_button, None, self.diagnose_button, self.copy_button, margins=(16, 8, 16, 10))
        )
        self.foot_px = buttons.sizeHint().height()
        column(self, self.head, self._product(), Rule(), self.parts, Rule(), self.details, buttons)
        self._show_details(on=False)

    def _product(self) -> QWidget:
        words = boxed(
            Heading(f"Demitasse {__version__}", Role.QUESTION),
            Label(self.tr("A small cup for CoffeeCup, under the MIT licence."), Role.SMALL, "muted", wrap=True),
            Label(self.tr("Not made by the makers of CoffeeCup."), Role.SMALL, "muted", wrap=True),
            gap=2,
        )
        cup = boxed(Cup(0.7, steam=True, side=40), QWidget())
        self.news_row = row(self.news, self.news_button, grow=self.news, margins=(52, 0, 0, 0))
        self._show_news("")
        return on_surface(boxed(row(cup, words, grow=words, gap=12), self.news_row, margins=(16, 12, 16, 12), gap=8))

    def _lines(self) -> QWidget:
        title = Label(self.tr("Built with"), Role.SMALL_STRONG)
        parts = [Label(f"{name} · {licence}", Role.SMALL, "muted") for name, licence in PARTS.items()]
        return boxed(title, *parts, margins=(16, 10, 16, 10), gap=2)

    def _show_details(self, *, on: bool) -> None:
        self.details.setVisible(on)
        self.copy_button.setVisible(on)
        self.diagnose_button.setVisible(not on)
        self.parts.setVisible(not on)
        self.parts.fit_height()

    def shown(self) -> None:
        """Look for a newer version, if the person has asked for that in the settings."""
        with self.showing_faults():
            get = self._profile.settings.get
            if get(settings.CHECK_UPDATES):
                self._show_news(self.tr("Looking for a newer version…"))
                self._check.start(get(settings.UPDATE_ADDRESS), self._profile.paths, self._profile.clock)
            else:
                self._show_news("")

    def _show_news(self, words: str, page: str = "") -> None:
        self._page = page
        self.news.setText(words)
        self.news_row.setVisible(bool(words))
        self.news_button.setVisible(bool(page))

    @Slot(object)
    def _on_checked(self, found: UpdateState | Fault) -> None:
        if isinstance(found, Fault):
            self._show_news(messages.whole(found))
        elif found.is_newer:
            words = self.tr("Version {version} is available.").format(version=found.newest.version)
            self._show_news(words, found.newest.page)
            announce(self.news, words)
        else:
            self._show_news(self.tr("There is no newer version."))

    @Slot()
    def _on_news(self) -> None:
        QDesktopServices.openUrl(QUrl(self._page))

    def hidden(self) -> None:
        """Return to the licences: the next diagnostics are collected anew."""
        self._show_details(on=False)

    @Slot()
    def _on_diagnose(self) -> None:
        with self.showing_faults():
            own = self._profile.status.diagnostics(platform.platform())
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


class _UpdateCheck(QObject):
    """Asks for the newest version on a thread."""

    finished = Signal(object)
    """An UpdateState or a Fault."""

    def start(self, address: str, places: Paths, clock: Clock) -> None:
        """Emit `finished` after up to half a minute."""
        threading.Thread(target=self._run, args=(address, places, clock), name="demitasse-update", daemon=True).start()

    def _run(self, address: str, places: Paths, clock: Clock) -> None:
        found: UpdateState | Fault
        try:
            found = check_for_update(address, places, clock)
        except Fault as fault:
            found = fault
        with suppress(RuntimeError):  # the page was deleted in the meantime
            self.finished.emit(found)
