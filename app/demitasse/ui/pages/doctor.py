"""What works on this computer, each part tried when the page opens, and what helps."""

import threading
from contextlib import suppress
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from demitasse.boot.doctor import examine
from demitasse.boot.full_profile import FullProfile
from demitasse.desktop.autostart import autostart
from demitasse.desktop.notifier import Note, Notifier
from demitasse.domain.doctor import CHECKS, CheckState, Finding, Found
from demitasse.domain.errors import Fault
from demitasse.ui.pages.destinations import Doctor, Navigator
from demitasse.ui.pages.page import SyncControl, TitledPage, announce, button_bar, column, small
from demitasse.ui.text import doctor_text, formats
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.labels import ElidedLabel, Label, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.switches import SettingLine
from demitasse.ui.widgets.theme import Role

_SIGN_PX = 16
_SIGNS = {CheckState.OK: ("check", "ok"), CheckState.OFF: ("minus", "muted"), CheckState.LIMITED: ("alert", "warn"),
          CheckState.BROKEN: ("alert", "danger")}  # fmt: skip


class DoctorPage(TitledPage[Doctor]):
    """Shows all checks at once, and fills them in when they have ended."""

    foot_px = theme.BUTTON_BAR

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Doctor"))
        self.findings: tuple[Finding, ...] = ()
        self._examination = _Examination(profile.name, self)
        self._examination.finished.connect(self._on_finished)
        self.list = ScrollColumn()
        self.lines = {name: CheckLine(doctor_text.title(name)) for name in CHECKS}
        for line in self.lines.values():
            for widget in (Rule(), line):
                self.list.column.addWidget(widget)
        self.list.column.addStretch(1)
        self.at = ElidedLabel("", Role.SMALL, "muted")
        self.at.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the buttons come first
        self.copy_button = Button(self.tr("Copy report"))
        self.again_button = Button(self.tr("Check again"), kind="primary")
        bar = button_bar(self.at, self.copy_button, self.again_button)
        column(self, self.head, self.list, bar)
        self.copy_button.clicked.connect(self._on_copy)
        self.again_button.clicked.connect(self.check)

    def shown(self) -> None:
        """Try each part."""
        self.check()

    @Slot()
    def check(self) -> None:
        """Try each part on threads; what was found before stays until then."""
        self.again_button.setEnabled(False)
        self.copy_button.setEnabled(bool(self.findings))
        self.at.set_text(self.tr("Checking…"))
        self._examination.start()

    @Slot(object)
    def _on_finished(self, found: tuple[Finding, ...] | Fault) -> None:
        self.again_button.setEnabled(True)
        if isinstance(found, Fault):
            self.show_fault(found)
            return
        self.findings = found
        for finding in found:
            self.lines[finding.check].show_finding(finding, self._help(finding))
        self._at(self._profile.clock.now().wall)
        self.copy_button.setEnabled(True)
        broken = [self.lines[one.check].accessibleName() for one in found if one.state is CheckState.BROKEN]
        announce(self, ". ".join([self.at.text(), *broken]))

    def _at(self, moment: datetime) -> None:
        at = formats.time_of_day(formats.local_datetime(moment).time())
        self.at.set_text(self.tr("Checked {at}").format(at=at))

    def _help(self, finding: Finding) -> Button | None:
        """Return the button that does what helps, if there is one."""
        if finding.code == Found.LOGIN_OFF:
            return self._button(self.tr("Switch on"), finding, self._on_switch_on)
        if finding.code in {Found.NOTES_WITH_BUTTONS, Found.NOTES_WITHOUT_BUTTONS}:
            return self._button(self.tr("Try"), finding, self._on_try)
        if finding.code == Found.SHORTCUTS_NONE:
            return self._button(self.tr("Copy"), finding, partial(self._copy, str(finding.params["command"])))
        return None

    def _button(self, words: str, finding: Finding, then: object) -> Button:
        button = small(Button(words))
        button.setAccessibleName(f"{doctor_text.title(finding.check)}: {words}")
        button.clicked.connect(then)
        return button

    @Slot()
    def _on_switch_on(self) -> None:
        with self.showing_faults():
            autostart(self._profile.name).set_enabled(on=True)
        self.check()

    @Slot()
    def _on_try(self) -> None:
        """Show a notification; Linux only, as the button is."""
        Notifier().show(Note("Demitasse", self.tr("This is how Demitasse tells you something.")))

    @Slot()
    def _on_copy(self) -> None:
        """Copy states, versions and counts, without names."""
        states = (f"{one.check}: {one.state.value}, {one.code} {_figures(one)}".rstrip() for one in self.findings)
        with self.showing_faults():
            self._copy("\n".join([*states, *self._profile.status.diagnostics(QGuiApplication.platformName())]))

    def _copy(self, text: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - an argument of Qt's signal
        QGuiApplication.clipboard().setText(text)
        announce(self, self.tr("Copied"))

    def take_focus(self) -> None:
        """Focus the back button."""
        self.head.back.setFocus(Qt.FocusReason.OtherFocusReason)


def _figures(finding: Finding) -> str:
    return " ".join(f"{name}={value}" for name, value in finding.without_names().params.items())


class CheckLine(SettingLine):
    """One check: a sign, its name, what was found, and a button that helps."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._sign = _Sign()
        self.words = Label("", Role.SMALL, "muted", wrap=True)
        self._slot = QWidget()
        self._buttons = column(self._slot)
        self.help: Button | None = None
        self.state = ""
        super().__init__(name, self._slot, self.words, lead=self._sign)

    def show_finding(self, finding: Finding, helping: Button | None) -> None:
        """Show what was found, and a button that helps."""
        self.state = finding.state.value
        self._sign.show_state(finding.state)
        self.words.setText(doctor_text.said(finding))
        state = translate("Doctor", str(doctor_text.STATES[finding.state]))
        self.setAccessibleName(f"{self._name}: {state}. {self.words.text()}")
        if self.help is not None:
            self.help.hide()
            self.help.deleteLater()
        self.help = helping
        self._slot.setVisible(helping is not None)
        if helping is not None:
            self._buttons.addWidget(helping)
            helping.show()


class _Sign(QWidget):
    """A tick, a dash, or a warning sign."""

    def __init__(self) -> None:
        super().__init__()
        self._state: CheckState | None = None
        self.setFixedSize(_SIGN_PX, _SIGN_PX)

    def show_state(self, state: CheckState) -> None:
        """Show a state."""
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._state is not None:
            icon, color = _SIGNS[self._state]
            with painting.painter_for(self) as painter:
                box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
                icons.paint(painter, icon, getattr(theme.tokens(self), color), box)


class _Examination(QObject):
    """Runs all checks on threads, one examination at a time."""

    finished = Signal(object)
    """A tuple of findings, or a Fault."""

    def __init__(self, profile: str, parent: QObject) -> None:
        super().__init__(parent)
        self._profile = profile
        self._running = False
        self.finished.connect(self._on_finished)

    def start(self) -> None:
        """Emit `finished` within three seconds."""
        if not self._running:
            self._running = True
            threading.Thread(target=self._run, name="demitasse-doctor", daemon=True).start()

    def _run(self) -> None:
        found: tuple[Finding, ...] | Fault
        try:
            found = examine(self._profile)
        except Fault as fault:
            found = fault
        with suppress(RuntimeError):  # the page was deleted in the meantime
            self.finished.emit(found)

    @Slot(object)
    def _on_finished(self, _found: object) -> None:
        self._running = False
