"""The settings page, built from `settings_schema`, with the start at login before and the account after it."""

import sys
import threading
from functools import partial
from typing import cast
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from demitasse import __version__
from demitasse.boot.full_profile import FullProfile
from demitasse.desktop.autostart import AutostartState, autostart
from demitasse.desktop.idle import open_source
from demitasse.domain import settings
from demitasse.domain.settings import AnySetting, Setting
from demitasse.support.paths import DEMO
from demitasse.ui.pages.destinations import About, Accounts, Keys, Navigator, Settings, SignIn, SyncLog
from demitasse.ui.pages.page import SyncControl, TitledPage, boxed, column, on_surface, row, small
from demitasse.ui.pages.settings_schema import OPTIONS, Facts, Option, words
from demitasse.ui.text import wording
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.labels import ElidedLabel, Label, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.shortcuts import native_text, shortcut_for
from demitasse.ui.widgets.switches import DropDown, SettingLine, Switch
from demitasse.ui.widgets.theme import Role

_ANY_S = 300.0

_BY_NAME = {setting.name: setting for setting in settings.USER_SETTINGS}


class SettingsPage(TitledPage[Settings]):
    """Stores every change at once."""

    changed = Signal(str)
    """The name of a setting that was stored with another value."""
    quit_wanted = Signal()

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Settings"))
        self._focused_setting = ""
        self._autostart = autostart(profile.name)
        self.list = ScrollColumn()
        self.controls: dict[str, Switch | DropDown] = {}
        self.start = Switch(self.tr("Start when I log in"))
        self.start_detail = Label("", Role.SMALL, "muted", wrap=True)
        words = self.tr("This desktop does not tell who is there; a sleep is still noticed.")
        self.silent = Label(words, Role.SMALL, "muted", wrap=True)
        self.asked = Label("", Role.SMALL, "muted", wrap=True)
        self._probe = _Probe()
        self.name = ElidedLabel("", Role.BODY)
        self.email = ElidedLabel("", Role.SMALL, "muted")
        self.server = ElidedLabel("", Role.SMALL, "muted")
        self.sign_button = small(Button(""))
        self.accounts_button = small(Button(self.tr("Accounts…")))
        self.history_button = small(Button(self.tr("Show…")))
        self.keys_button = small(Button(self.tr("Show…")))
        self.history_button.setAccessibleName(self.tr("What happened"))
        self.keys_button.setAccessibleName(self.tr("All shortcuts"))
        self.about_button = small(Button(self.tr("Demitasse {version} · About"), kind="quiet"))
        self.quit_button = small(Button(self.tr("Quit"), kind="quiet"))
        self._fill_list()
        self.silent.hide()
        column(self, self.head, Rule(), self.list, Rule(), self._account_row(), Rule(), self._foot())
        self._connect()

    def _connect(self) -> None:
        self.start.clicked.connect(self._on_start)
        self._probe.finished.connect(self._on_probe_finished)
        self.sign_button.clicked.connect(self._on_sign)
        self.accounts_button.clicked.connect(partial(self._navigator.open, Accounts()))
        self.history_button.clicked.connect(partial(self._navigator.open, SyncLog()))
        self.keys_button.clicked.connect(partial(self._navigator.open, Keys()))
        self.about_button.clicked.connect(partial(self._navigator.open, About()))
        self.quit_button.clicked.connect(self.quit_wanted)

    def _fill_list(self) -> None:
        start = SettingLine(self.start.accessibleName(), self.start, self.start_detail)
        self._line(start)
        if self._profile.name == DEMO:  # its local CoffeeCup is not started at login
            start.hide()
        for option in (option for option in OPTIONS if option.system in {"", sys.platform}):
            self._line(Rule())
            self._line(self._option_line(option))
        by_keyboard = self.tr("Everything can be done by keyboard")
        keys = f"{by_keyboard} ({native_text(shortcut_for('keys'))})"
        for title, button, about in (
            (self.tr("Other accounts"), self.accounts_button, self.tr("A second CoffeeCup, in a tray icon of its own")),
            (
                self.tr("What happened"),
                self.history_button,
                self.tr("Each change of the last 30 days, and what became of it"),
            ),
            (self.tr("All shortcuts"), self.keys_button, keys),
        ):
            self._line(Rule())
            self._line(SettingLine(title, button, Label(about, Role.SMALL, "muted", wrap=True)))

    def _line(self, widget: QWidget) -> None:
        self.list.column.addWidget(widget)

    def _option_line(self, option: Option) -> SettingLine:
        title = wording.translate("Settings", option.title)
        details: list[QWidget] = []
        if option.detail is settings.UPDATE_ADDRESS:
            details.append(self.asked)
        elif option.detail is not None:
            details.append(self._pick(option.detail, title, quiet=True))
        if option.setting is settings.ASK_AWAY:
            details.append(self.silent)
        if not isinstance(option.setting.default, bool):
            return SettingLine(title, self._pick(option.setting, title))
        switch = self.controls[option.setting.name] = Switch(title)
        switch.setObjectName(option.setting.name)
        switch.clicked.connect(self._on_switched)
        return SettingLine(title, switch, *details)

    def _pick(self, setting: AnySetting, title: str, *, quiet: bool = False) -> DropDown:
        pick = self.controls[setting.name] = DropDown(title, quiet=quiet)
        pick.setObjectName(setting.name)
        pick.picked.connect(self._on_picked)
        return pick

    def _account_row(self) -> QWidget:
        names = boxed(self.name, self.email, self.server)
        return on_surface(row(names, self.sign_button, grow=names, margins=(16, 10, 16, 10), gap=12))

    def _foot(self) -> QWidget:
        self.about_button.setText(self.about_button.text().format(version=__version__))
        return on_surface(row(self.about_button, None, self.quit_button, margins=(8, 4, 8, 4), gap=4))

    def open(self, destination: Settings) -> None:
        """Remember which control gets the focus."""
        self._focused_setting = destination.setting

    def refresh(self) -> None:
        """Read the account, the settings and the state of the start at login. Raises LocalFault."""
        identity = self._profile.account.identity()
        self.name.set_text(identity.name or self.tr("Nobody is signed in"))
        self.email.set_text(identity.email)
        self.server.set_text(identity.server.split("://")[-1])
        for line in (self.email, self.server):
            line.setVisible(bool(line.text()))
        self.sign_button.setText(self.tr("Sign out") if identity.signed_in else self.tr("Sign in"))
        self._show_values()
        self._show_start()
        self.list.fit_height()

    def _show_values(self) -> None:
        today = self._profile.timesheets.today()
        facts = Facts(today, self._profile.timesheets.employment(today))
        for name, control in self.controls.items():
            setting = cast("Setting[str]", _BY_NAME[name])
            value: object = self._profile.settings.get(setting)
            if isinstance(control, Switch):
                control.setChecked(bool(value))
            else:
                control.set_choices([(choice, words(setting, choice, facts)) for choice in setting.choices], value)

        host = urlsplit(self._profile.settings.get(settings.UPDATE_ADDRESS)).hostname
        asked = self.tr("About asks {host} at most once a day, without saying who you are.").format(host=host)
        self.asked.setText(asked if host else self.tr("No address is set where new versions are announced."))

    def _show_start(self) -> None:
        state = self._autostart.state()
        words = self.tr("It is switched off in the system's own settings.")
        blocked = words if state is AutostartState.BLOCKED else ""
        self.start.setChecked(state is AutostartState.ON)
        self.start.setAccessibleDescription(blocked)
        self.start_detail.setText(blocked)
        self.start_detail.setVisible(bool(blocked))

    def shown(self) -> None:
        """Find out whether the desktop reports idle time; that may take a second."""
        self._probe.start()

    @Slot(bool)
    def _on_probe_finished(self, available: bool) -> None:  # noqa: FBT001 - a signal's
        self.silent.setVisible(not available)
        self.list.fit_height()

    def take_focus(self) -> None:
        """Focus the control of the setting in the destination, else the back button."""
        if control := self.controls.get(self._focused_setting):
            control.setFocus(Qt.FocusReason.TabFocusReason)
            self.list.ensureWidgetVisible(control)
        else:
            self.head.back.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_start(self) -> None:
        """Turn the start at login on or off, and show the state that the system then reports."""
        with self.showing_faults():
            self._autostart.set_enabled(on=self.start.isChecked())
        self._show_start()
        self.list.fit_height()

    @Slot()
    def _on_switched(self) -> None:
        switch = self.sender()
        assert isinstance(switch, Switch)
        self._put(switch.objectName(), value=switch.isChecked())

    @Slot(object)
    def _on_picked(self, value: object) -> None:
        self._put(self.sender().objectName(), value=value)

    def _put(self, name: str, *, value: object) -> None:
        """Store a value; if that fails, show the old one."""
        with self.showing_faults():
            self._profile.settings.put(cast("Setting[str]", _BY_NAME[name]), cast("str", value))
        with self.showing_faults():
            self._show_values()
        self.changed.emit(name)

    @Slot()
    def _on_sign(self) -> None:
        with self.showing_faults():
            if self._profile.account.identity().signed_in:
                self._sync.sign_out()
            self._navigator.open(SignIn())


class _Probe(QObject):
    """Tries the idle detection of the desktop on a thread."""

    finished = Signal(bool)
    """Whether the desktop reports idle time."""

    def start(self) -> None:
        """Emit `finished` after up to a second."""
        threading.Thread(target=self._run, name="demitasse-probe", daemon=True).start()

    def _run(self) -> None:
        source = open_source(_ANY_S)
        if source is not None:
            source.close()
        self.finished.emit(source is not None)
