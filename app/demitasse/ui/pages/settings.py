"""The settings page: groups of lines from `settings_schema`, then the account. Each change holds at once."""

import sys
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from demitasse import __version__
from demitasse.boot.full_profile import FullProfile
from demitasse.desktop.autostart import AutostartState, autostart
from demitasse.domain import settings
from demitasse.domain.hotkeys import SETTINGS, HotkeyState
from demitasse.domain.settings import Setting
from demitasse.support.paths import DEMO
from demitasse.ui.pages.destinations import (
    About,
    Accounts,
    Doctor,
    Import,
    Keys,
    Navigator,
    Settings,
    SignIn,
    SyncLog,
)
from demitasse.ui.pages.message import Message, Offer
from demitasse.ui.pages.page import SyncControl, TitledPage, column, on_surface, row, small
from demitasse.ui.pages.settings_probe import SettingsProbe
from demitasse.ui.pages.settings_schema import (
    GROUPS,
    OBSTACLES,
    OPTIONS,
    SHORTCUT_STATES,
    SHORTCUTS,
    Facts,
    Option,
    words,
)
from demitasse.ui.pages.sign_out import SignOutSheet
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.buttons import Button, Link
from demitasse.ui.widgets.labels import Label, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.shortcut_field import ShortcutField
from demitasse.ui.widgets.shortcuts import cap_text
from demitasse.ui.widgets.switches import DropDown, Note, SettingLine, Switch, group_header
from demitasse.ui.widgets.theme import Role

_BY_NAME: dict[str, Setting[Any]] = {setting.name: setting for setting in settings.USER_SETTINGS}
_BOUND_MS = 500
"""After this time the system has said what becomes of a global shortcut."""
_START = "start"
"""The name of the start at login among the settings; the system has it, not the database."""


class SettingsPage(TitledPage[Settings]):
    """Stores every change at once, and offers to undo it."""

    changed = Signal(str)
    """The name of a setting that was stored with another value."""
    quit_wanted = Signal()
    foot_px = theme.FOOTER

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Settings"))
        self._focused_setting = ""
        self._autostart = autostart(profile.name)
        self._probe = SettingsProbe(profile, self)
        self.list = ScrollColumn()
        self.controls: dict[str, Switch | DropDown] = {}
        self.notes: dict[str, Note] = {}
        self.shortcuts: dict[str, ShortcutField] = {}
        self._shortcut_states: dict[str, str] = {}
        self.start = Switch(self.tr("Start when I log in"))
        self.where = Note()
        self.start_detail = Note()
        self.sign_button = small(Button(""))
        self.accounts_button = small(Button(self.tr("Accounts…")))
        self.history_button = small(Button(self.tr("Show…")))
        self.import_button = small(Button(self.tr("Choose…")))
        self.doctor_button = small(Button(self.tr("Check…")))
        self.keys_button = small(Button(self.tr("Show…")))
        self.reset_button = small(Button(self.tr("Reset…")))
        self.about_button = Link(self.tr("About"), side=2)
        self.quit_button = small(Button(self.tr("Quit"), kind="quiet"))
        self._fill_list()
        column(self, self.head, self.list, Rule(), self._foot())
        self.sheet = SignOutSheet(profile, sync, self)
        self._connect()

    def _connect(self) -> None:
        self.start.clicked.connect(self._on_start)
        self._probe.finished.connect(self._on_obstacles)
        self.sign_button.clicked.connect(self._on_sign)
        self.sheet.closed.connect(self.sign_button.setFocus)
        self.sheet.signed_out.connect(partial(self._navigator.open, SignIn()))
        self.accounts_button.clicked.connect(partial(self._navigator.open, Accounts()))
        self.history_button.clicked.connect(partial(self._navigator.open, SyncLog()))
        self.import_button.clicked.connect(partial(self._navigator.open, Import()))
        self.doctor_button.clicked.connect(partial(self._navigator.open, Doctor()))
        self.keys_button.clicked.connect(partial(self._navigator.open, Keys()))
        self.reset_button.clicked.connect(self._on_reset)
        self.about_button.clicked.connect(partial(self._navigator.open, About()))
        self.quit_button.clicked.connect(self.quit_wanted)

    def _fill_list(self) -> None:
        for group in GROUPS:
            self._add_header(translate("Settings", group))
            if group == GROUPS[0] and self._profile.name != DEMO:  # its local CoffeeCup is not started at login
                self._add(SettingLine(self.start.accessibleName(), self.start, self.start_detail))
            for option in OPTIONS:
                if option.group == group and option.system in {"", sys.platform}:
                    self._add(self._option_line(option))
        self._add_header(self.tr("Global shortcuts"))
        for words_, setting in SHORTCUTS:
            self._add(self._shortcut_line(translate("Settings", words_), setting.name))
        self._add(self._button_line(self.tr("All shortcuts"), self.keys_button))
        self._add_header(self.tr("Account"))
        self.account = SettingLine("", self.sign_button, self.where)
        self._add(self.account)
        for title, button, *about in (
            (self.tr("Other accounts"), self.accounts_button, self.tr("Each has its own cup in the tray.")),
            (self.tr("Activity"), self.history_button, self.tr("Each change of the last 30 days")),
            (self.tr("Import"), self.import_button, self.tr("Entries of a CSV or JSON file")),
            (self.tr("Doctor"), self.doctor_button, self.tr("What works on this desktop, and what helps")),
            (self.tr("Reset all settings"), self.reset_button),
        ):
            self._add(self._button_line(title, button, *about))
        self.list.column.addStretch(1)

    @staticmethod
    def _button_line(title: str, button: Button, *about: str) -> SettingLine:
        button.setAccessibleName(f"{title}: {button.text()}")
        return SettingLine(title, button, *map(Note, about))

    def _shortcut_line(self, title: str, name: str) -> SettingLine:
        field = self.shortcuts[name] = ShortcutField(title)
        note = self.notes[name] = Note("")
        note.hide()
        field.picked.connect(partial(self._on_keys, name))
        field.recording_changed.connect(self._show_shortcuts)
        return SettingLine(title, field, note)

    def _add_header(self, title: str) -> None:
        for widget in [Rule()] * bool(self.list.column.count()) + [group_header(title)]:
            self.list.column.addWidget(widget)

    def _add(self, line: SettingLine) -> None:
        for widget in (Rule(), line):
            self.list.column.addWidget(widget)

    def _option_line(self, option: Option) -> SettingLine:
        title = translate("Settings", option.title)
        note = self.notes[option.setting.name] = Note(translate("Settings", option.words) if option.words else "")
        if not option.words:
            note.hide()
        details: list[QWidget] = [note]
        if option.detail is not None and not getattr(option.detail, "pattern", ""):
            details.insert(0, self._pick(self.tr("{title}: when").format(title=title), option.detail.name, quiet=True))
        if isinstance(option.setting.default, bool) and option.choice is None:
            switch = self.controls[option.setting.name] = Switch(title)
            switch.clicked.connect(partial(self._on_switched, option.setting.name))
            return SettingLine(title, switch, *details)
        pick = self._pick(title, *(one.name for one in option.settings if one is not option.detail))
        return SettingLine(title, pick, *details)

    def _pick(self, title: str, *names: str, quiet: bool = False) -> DropDown:
        """Return a list for a setting, or for a switch and the choice that it has while it is on."""
        pick = DropDown(title, quiet=quiet)
        self.controls.update(dict.fromkeys(names, pick))
        pick.picked.connect(partial(self._on_picked, names))
        return pick

    def _foot(self) -> QWidget:
        version = Label(f"Demitasse {__version__} ·", Role.SMALL, "muted")
        foot = on_surface(row(version, self.about_button, None, self.quit_button, margins=(16, 0, 6, 0), gap=2))
        foot.setFixedHeight(theme.FOOTER - 1)
        return foot

    # --- what is shown

    def open(self, destination: Settings) -> None:
        """Remember which control gets the focus, and offer to undo what was just changed."""
        self._focused_setting = destination.setting
        if destination.before:
            undo = Offer(self.tr("Undo"), partial(self._put_back, destination.before), "Ctrl+Z", takes_key=True)
            self._navigator.say(Message(self._what_changed(destination.setting), (undo,)))

    def _what_changed(self, name: str) -> str:
        control = self.start if name == _START else self.controls.get(name)
        if name in self.shortcuts:
            title = next(title for title, setting in SHORTCUTS if setting.name == name)
            return self.tr("Changed {pair}").format(pair=translate("Settings", title))
        if control is None:
            return self.tr("All settings were reset")
        return self.tr("Changed {pair}").format(pair=control.accessibleName())

    def refresh(self) -> None:
        """Read the account, the settings and the state of the start at login. Raises LocalFault."""
        identity = self._profile.account.identity()
        self.account.title.setText(identity.name or identity.email or self.tr("Nobody is signed in"))
        self.where.setText(" · ".join(filter(None, (identity.email, identity.server.split("://")[-1]))))
        self.sign_button.setText(self.tr("Sign out…") if identity.signed_in else self.tr("Sign in"))
        self._show_values()
        self._show_shortcuts()
        self._show_start()
        self.sheet.refresh()

    def _show_values(self) -> None:
        today = self._profile.timesheets.today()
        facts = Facts(today, self._profile.timesheets.employment(today))
        get = self._profile.settings.get
        for option in OPTIONS:
            for name in (one.name for one in option.settings if one.name in self.controls):
                control, setting = self.controls[name], _BY_NAME[name]
                if isinstance(control, Switch):
                    control.setChecked(bool(get(setting)))
                elif option.choice is None or setting is option.detail:
                    choices = [(choice, words(setting, choice, facts)) for choice in setting.choices]
                    control.set_choices(choices, get(setting))
                else:
                    shown = [(choice, words(option.choice, choice, facts)) for choice in option.choice.choices]
                    is_on = bool(get(_BY_NAME[option.setting.name]))
                    control.set_choices([(False, self.tr("Off")), *shown], get(option.choice) if is_on else False)
        host = urlsplit(get(settings.UPDATE_ADDRESS)).hostname
        asked = self.tr("About asks {host} at most once a day, without saying who you are.").format(host=host)
        note = self.notes[settings.CHECK_UPDATES.name]
        note.setText(asked if host else self.tr("No address is set where new versions are announced."))
        note.show()

    @Slot()
    def _show_shortcuts(self) -> None:
        """Show the keys, and what became of them."""
        for action, setting in SETTINGS.items():
            field, note = self.shortcuts[setting.name], self.notes[setting.name]
            keys = self._profile.settings.get(setting)
            state = self._shortcut_states.get(action, "") if keys else ""
            field.set_keys("" if state == HotkeyState.TAKEN else keys)
            sentence = translate("Settings", SHORTCUT_STATES.get(state, "")) if SHORTCUT_STATES.get(state) else ""
            sentence = sentence.format(keys=cap_text(keys))
            note.setText(self.tr("Esc leaves it, Delete clears it.") if field.is_recording else sentence)
            note.set_color("muted" if field.is_recording else "danger")
            note.setVisible(bool(note.text()))

    def _show_start(self) -> None:
        state = self._autostart.state()
        blocked = self.tr("It is switched off in the system's own settings.") if state is AutostartState.BLOCKED else ""
        self.start.setChecked(state is AutostartState.ON)
        self.start_detail.setText(blocked)
        self.start_detail.setVisible(bool(blocked))

    def shown(self) -> None:
        """Find out which settings have no effect on this desktop; that may take a second."""
        self._probe.start()

    @Slot(object, object)
    def _on_obstacles(self, found: dict[str, str], shortcuts: dict[str, str] | None = None) -> None:
        """Show what has no effect here, by the name of the setting, and what became of the global shortcuts."""
        self._shortcut_states = shortcuts or {}
        with self.showing_faults():
            self._show_shortcuts()
        for option in OPTIONS:
            if (note := self.notes.get(option.setting.name)) and option.setting.name != settings.CHECK_UPDATES.name:
                code = next((found[one.name] for one in option.settings if one.name in found), "")
                sentence = OBSTACLES.get(code, "") or option.words
                note.setText(translate("Settings", sentence) if sentence else "")
                note.setVisible(bool(sentence))

    def take_focus(self) -> None:
        """Focus the control of the setting in the destination, else the back button."""
        name = self._focused_setting
        control = self.start if name == _START else self.controls.get(name) or self.shortcuts.get(name)
        if control is not None:
            control.setFocus(Qt.FocusReason.TabFocusReason)
            self.list.ensureWidgetVisible(control)
        else:
            self.head.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def after_message(self) -> QWidget | None:
        """Reach the buttons of a message after the list."""
        return self.about_button

    def set_room_below(self, px: int) -> None:
        """Let the list scroll further, below a message."""
        self.list.set_room_below(px)

    # --- what is changed

    @Slot()
    def _on_switched(self, name: str) -> None:
        self._put({name: cast("Switch", self.controls[name]).isChecked()})

    @Slot(object)
    def _on_picked(self, names: tuple[str, ...], value: object) -> None:
        if len(names) == 1:
            self._put({names[0]: value})
        else:  # a switch, and the choice while it is on
            self._put({names[0]: value is not False} | ({} if value is False else {names[1]: value}))

    @Slot(str)
    def _on_keys(self, name: str, keys: str) -> None:
        self._put({name: keys})
        QTimer.singleShot(_BOUND_MS, self, self._probe.start)

    @Slot()
    def _on_start(self) -> None:
        self._put({_START: self.start.isChecked()})

    @Slot()
    def _on_reset(self) -> None:
        self._put({name: setting.default for name, setting in _BY_NAME.items()}, focus="")

    def _put_back(self, before: tuple[tuple[str, object], ...]) -> None:
        """Undo a change, and offer to do it again."""
        after = self._write_all(dict(before))
        self._navigator.open(Settings(before[0][0]))
        again = Offer(self.tr("Redo"), partial(self._put, dict(after)), "Ctrl+Shift+Z", takes_key=True)
        self._navigator.say(Message(self.tr("Undone: {what}").format(what=self.tr("setting")), (again,)))
        self._tell(before)

    def _put(self, values: dict[str, object], focus: str | None = None) -> None:
        """Store values by name, and offer to undo that; if it fails, show the old ones."""
        before = self._write_all(values)
        if before:
            self._navigator.open(Settings(before[0][0] if focus is None else focus, before))
            self._tell(before)

    def _write_all(self, values: dict[str, object]) -> tuple[tuple[str, object], ...]:
        """Store what differs, and return the names with the values before."""
        before: list[tuple[str, object]] = []
        with self.showing_faults():
            for name, value in values.items():
                was = self._value(name)
                if was != value:
                    self._write(name, value)
                    before.append((name, was))
        self.reload()
        return tuple(before)

    def _value(self, name: str) -> object:
        if name == _START:
            return self._autostart.state() is AutostartState.ON
        return self._profile.settings.get(_BY_NAME[name])

    def _write(self, name: str, value: object) -> None:
        if name == _START:
            self._autostart.set_enabled(on=bool(value))
        else:
            self._profile.settings.put(_BY_NAME[name], value)

    def _tell(self, changed: tuple[tuple[str, object], ...]) -> None:
        for name, _ in changed:
            if name != _START:
                self.changed.emit(name)

    # --- the account

    @Slot()
    def _on_sign(self) -> None:
        with self.showing_faults():
            if self._profile.account.identity().signed_in:
                self.sheet.ask()
            else:
                self._navigator.open(SignIn())

    def leave(self) -> None:
        """Close the question, else go back."""
        if self.sheet.isVisible():
            self.sheet.close_question()
        else:
            super().leave()
