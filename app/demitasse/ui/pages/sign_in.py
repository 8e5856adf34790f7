"""The sign-in form, which also starts the demo. All its fields are there from the start, and nothing in it moves."""

import os
import threading
from contextlib import suppress
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.desktop import keyring
from demitasse.domain.errors import BadInput, Fault, FaultCode, LocalFault, NetworkFault
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.support.address import check_address, company_of, company_url
from demitasse.support.secret import Secret
from demitasse.tracker.account import Credentials
from demitasse.ui.pages.destinations import FirstSync, Navigator, SignIn
from demitasse.ui.pages.page import Page, SyncControl, column, field_of, row
from demitasse.ui.text import messages
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets import painting
from demitasse.ui.widgets.buttons import Button, IconButton, Link, Radio
from demitasse.ui.widgets.fields import Box, LineEdit, MessageLine
from demitasse.ui.widgets.labels import Cup, Heading, Label, Rule
from demitasse.ui.widgets.scroll import ScrollForm
from demitasse.ui.widgets.theme import Role

_SIDE_PX, _TOP_PX, _TOP_WITH_CHOICE_PX = 24, 32, 10
_BOTTOM_PX = 14
_CUP_PX, _CUP_WITH_CHOICE_PX = 56, 40
_COMPANY_PX = 112
_FIELD_OF_CODE = {
    FaultCode.SIGN_IN_REFUSED: "password",
    FaultCode.SIGN_IN_TEXT: "password",
    FaultCode.NO_SUCH_COMPANY: "company",
}


class SignInPage(Page[SignIn]):
    """Asks for address, company, email and password. The password is not stored; signing in empties its field."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator)
        self._busy = False
        self._has_keyring: bool | None = None
        self._company_edited = False
        self.server = LineEdit(self.tr("Address"), "acme.coffeecup.app")
        self.company = LineEdit(self.tr("Company"), "acme")
        self.email = LineEdit(self.tr("Email"), "jane@acme.example")
        self.password = LineEdit(self.tr("Password"))
        self.password.setStyleSheet("lineedit-password-character: 8226; background: transparent")
        self.eye = IconButton("eye", self.tr("Show the password"))
        self.eye.setCheckable(True)
        self.fields = {"server": self.server, "company": self.company, "email": self.email, "password": self.password}
        self._boxes = {name: Box(field) for name, field in self.fields.items()}
        self._boxes["password"].row.addWidget(self.eye)
        painting.set_margins(self._boxes["password"].row, 10, 2, 2, 2)
        self.notes = {"server": MessageLine(), "email": MessageLine(1), "password": MessageLine()}
        self.forgot = Link(self.tr("Forgot password?"), side=2)
        self.where = _TokenStoreChoice()
        self.submit_button = Button(self.tr("Sign in"), kind="primary")
        self.demo_button = Button(self.tr("Try it without an account"), kind="outline")
        self.promise = Label("", Role.SMALL, "muted", wrap=True)
        self._probe = _KeyringProbe(self)
        self._lay_out()
        self._connect()
        self._prefill()
        self._show_choice(needed=False)

    def _lay_out(self) -> None:
        for button in (self.submit_button, self.demo_button):
            button.height_px = 36
        self._cup, self._small_cup = Cup(0.7, steam=True), Cup(0.7, steam=True, side=_CUP_WITH_CHOICE_PX)
        title = Heading(self.tr("Sign in to CoffeeCup"), Role.TITLE)
        for label in (title, self.promise):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        form = QWidget()
        self._layout = layout = column(form, margins=(_SIDE_PX, _TOP_PX, _SIDE_PX, _BOTTOM_PX))
        for cup in (self._cup, self._small_cup):
            layout.addWidget(cup, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(4)
        layout.addWidget(title)
        layout.addSpacing(14)
        server, company = self._titled("server"), self._titled("company")
        company.setFixedWidth(_COMPANY_PX)
        for part in (
            row(server, company, grow=server, gap=12), self.notes["server"], self._titled("email"), self.notes["email"],
            self._titled("password", self.forgot), self.notes["password"], self.where, self.submit_button, self._or(),
            self.demo_button,
        ):  # fmt: skip
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addSpacing(4)
        layout.addWidget(self.promise)
        column(self, ScrollForm(form, 0, 0, 0, 0))
        # Tab leads from the email to the password, and to the link above it at the end.
        self.forgot.setProperty("goes_last", True)  # noqa: FBT003 - a value
        order = (*self._boxes.values(), self.eye, self.where.memory, self.where.file, self.submit_button,
                 self.demo_button, self.forgot)  # fmt: skip
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _titled(self, name: str, *more: QWidget) -> QWidget:
        """Return a field under its label, which `more` follow at the end of the line."""
        label = Label(self.fields[name].accessibleName(), Role.SMALL, "muted")
        label.setBuddy(self.fields[name])
        titled = QWidget()
        column(titled, row(label, None, *more, gap=8), self._boxes[name], gap=4)
        return titled

    def _or(self) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(Rule(), 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(Label(self.tr("or"), Role.SMALL, "faint"))
        layout.addWidget(Rule(), 1, Qt.AlignmentFlag.AlignVCenter)
        return line

    def _connect(self) -> None:
        self.server.textChanged.connect(self._on_server)
        self.company.textEdited.connect(self._on_company_edited)
        self._boxes["server"].left.connect(self._check_address)
        for field in self.fields.values():
            field.textEdited.connect(self._on_typed)
        self.eye.toggled.connect(self._on_eye)
        self.forgot.clicked.connect(self._on_forgot)
        self.submit_button.clicked.connect(self.submit)
        self.demo_button.clicked.connect(self._on_demo)
        self._probe.finished.connect(self._on_probed)

    def _prefill(self) -> None:
        identity = self._profile.account.identity()
        self._on_eye(False)  # noqa: FBT003 - a signal's
        self.server.set_text(identity.server.removeprefix("https://"))
        self._company_edited = identity.company not in {"", self._company_named()}
        if self._company_edited:
            self.company.set_text(identity.company)
        self.email.set_text(identity.email)

    @property
    def busy(self) -> bool:
        """Whether a sign-in is under way."""
        return self._busy

    def shown(self) -> None:
        """Find out, once, whether there is a keyring."""
        if self._has_keyring is None:
            self._probe.start()

    @Slot(bool)
    def _on_probed(self, found: bool) -> None:  # noqa: FBT001 - a signal's
        """Offer the choice of another place, but move nothing under somebody who types already."""
        self._has_keyring = found
        if not any(field.isModified() for field in self.fields.values()):
            self._show_choice(needed=not found)

    def _show_choice(self, *, needed: bool) -> None:
        self.where.setVisible(needed)
        self._cup.setVisible(not needed)
        self._small_cup.setVisible(needed)
        self.notes["password"].keep_room(2 if needed else 3)
        painting.set_margins(self._layout, _SIDE_PX, _TOP_WITH_CHOICE_PX if needed else _TOP_PX, _SIDE_PX, _BOTTOM_PX)
        short = self.tr("Your password is used once and never stored.")
        long = self.tr(
            "Stored on this computer: your entries, and a session in its keyring. "
            "Your password is used once and never stored."
        )
        self.promise.setText(short if needed else long)

    def take_focus(self) -> None:
        """Focus the first empty field."""
        empty = (field for field in self.fields.values() if not field.text())
        next(empty, self.password).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Sign in on Enter, also where a place for the session is chosen."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def submit(self) -> None:
        """Sign in; the result arrives as an event."""
        if self._busy:
            return
        self._clear_trouble()
        with self.showing_faults():
            credentials = self._credentials()
            self._set_busy(busy=True)
            self._sync.sign_in(credentials)

    def _credentials(self) -> Credentials:
        server = check_address(self.server.text())
        for name in ("company", "email", "password"):
            if not self.fields[name].text().strip():
                raise BadInput(UiFault.FIELD_EMPTY, field=name)
        password = Secret(self.password.text())
        return Credentials(
            server, self.company.text().strip(), self.email.text().strip(), password, self.where.chosen()
        )

    @Slot()
    def _on_demo(self) -> None:
        self._clear_trouble()
        self._set_busy(busy=True, demo=True)
        self._sync.try_demo()

    @Slot()
    def _on_forgot(self) -> None:
        """Open the company's page, where a new password can be asked for."""
        self._clear_trouble()
        with self.showing_faults():
            server = check_address(self.server.text())
            QDesktopServices.openUrl(QUrl(company_url(server, self.company.text()) or server))

    def handle(self, event: SyncEvent) -> None:
        """Forget the password and go on, or say why the sign-in failed."""
        if event.kind is EventKind.SIGN_IN_FAILED:
            self._on_failed(event.fault)
            return
        self._set_busy(busy=False)
        self.password.clear()
        self.eye.setChecked(False)
        if not self.isHidden():
            self._navigator.open(FirstSync())

    def _on_failed(self, fault: Fault | None) -> None:
        """Show why it failed, and keep what was typed."""
        self._set_busy(busy=False)
        if fault is None:
            self._say("password", self.tr("Something went wrong in Demitasse itself. It is in the log."))
            return
        if self._has_keyring is False or (isinstance(fault, LocalFault) and self.where.chosen() == "keyring"):
            self._show_choice(needed=True)
        self.show_fault(fault)

    def show_fault(self, fault: Fault) -> None:
        """Show the fault at the field that it is about, else above the buttons."""
        name = field_of(fault) or _FIELD_OF_CODE.get(fault.code, "")
        is_short = isinstance(fault, BadInput | NetworkFault)  # the form itself shows what to do next
        words = messages.sentence(fault) if is_short else messages.whole(fault)
        note = "server" if name == "company" else name if name in self.notes else "password"
        self._say(note, words, messages.sentence(fault))
        field = self.fields.get(name)
        if field is not None:
            self._boxes[name].set_mistake(words)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            if field is self.password:
                field.selectAll()
        elif self.where.isVisibleTo(self):
            self.where.memory.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, note: str, words: str, brief: str = "") -> None:
        self.notes[note].show_message(words, "danger", brief=brief)

    @Slot()
    def _check_address(self) -> None:
        """Say at once that what was typed is no address, but not yet that one is missing."""
        try:
            if self.server.text().strip():
                check_address(self.server.text())
        except BadInput as fault:
            words = messages.sentence(fault)
            self._say("server", words)
            self._boxes["server"].set_mistake(words)

    @Slot()
    def _on_typed(self) -> None:
        """End all messages but that of an address that is still wrong."""
        self._clear_trouble()
        if not self.server.hasFocus():
            self._check_address()

    @Slot()
    def _clear_trouble(self) -> None:
        for note in self.notes.values():
            note.show_message("")
        for box in self._boxes.values():
            box.set_mistake("")

    def _set_busy(self, *, busy: bool, demo: bool = False) -> None:
        self._busy = busy
        for widget in (*self.fields.values(), self.eye, self.where, self.submit_button, self.demo_button):
            widget.setEnabled(not busy)
        if busy:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # Esc needs a focus while all fields are disabled
        self.submit_button.setText(self.tr("Signing in…") if busy and not demo else self.tr("Sign in"))
        self.demo_button.setText(self.tr("Starting the demo…") if demo else self.tr("Try it without an account"))

    def _company_named(self) -> str:
        """Return the company that the typed address names."""
        with suppress(BadInput):
            return company_of(check_address(self.server.text()))
        return ""

    @Slot()
    def _on_server(self) -> None:
        """Fill in the company until it was edited."""
        if not self._company_edited:
            self.company.set_text(self._company_named())

    @Slot()
    def _on_company_edited(self) -> None:
        self._company_edited = bool(self.company.text())

    @Slot(bool)
    def _on_eye(self, shown: bool) -> None:  # noqa: FBT001 - a signal's
        self.password.setEchoMode(LineEdit.EchoMode.Normal if shown else LineEdit.EchoMode.Password)
        self.eye.set_label(self.tr("Hide the password") if shown else self.tr("Show the password"))
        self.eye.set_icon("eye", "accent" if shown else "muted")


class _TokenStoreChoice(QWidget):
    """Asks where to keep the session; shown only if there is no keyring."""

    def __init__(self) -> None:
        super().__init__()
        words = Label(self.tr("There is no keyring here. Stay signed in:"), Role.SMALL, "muted", wrap=True)
        self.memory = Radio(self.tr("until Demitasse quits"))
        private = os.name == "posix"  # elsewhere files have no modes
        self.file = Radio(self.tr("in a file only you can read") if private else self.tr("in a file"))
        self._group = QButtonGroup(self)
        for button in (self.memory, self.file):
            self._group.addButton(button)
        column(self, words, self.memory, self.file, margins=(0, 2, 0, 8))

    def chosen(self) -> str:
        """Return the token store: "keyring", "file" or "memory"."""
        if self.isHidden():
            return "keyring"
        return "file" if self.file.isChecked() else "memory" if self.memory.isChecked() else "keyring"

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's
        """Preselect the safer choice."""
        super().setVisible(visible)
        if visible and self._group.checkedButton() is None:
            self.memory.setChecked(True)


class _KeyringProbe(QObject):
    """Looks for a keyring on a thread."""

    finished = Signal(bool)
    """Whether this computer has one, locked or not."""

    def start(self) -> None:
        """Emit `finished` after some tenths of a second, at most fifteen."""
        threading.Thread(target=self._run, name="demitasse-keyring", daemon=True).start()

    def _run(self) -> None:
        found = keyring.available()
        with suppress(RuntimeError):  # the page was deleted in the meantime
            self.finished.emit(found)
