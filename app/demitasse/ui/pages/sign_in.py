"""The sign-in form, which also starts the demo."""

import os

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import BadInput, Fault, LocalFault
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.support.address import check_address, company_of
from demitasse.support.secret import Secret
from demitasse.tracker.account import Credentials
from demitasse.ui.pages.destinations import Day, Navigator, SignIn
from demitasse.ui.pages.page import Page, SyncControl, column, field_of
from demitasse.ui.text import messages
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets.buttons import Button, Radio
from demitasse.ui.widgets.fields import Box, Labelled, LineEdit
from demitasse.ui.widgets.labels import Cup, ErrorLabel, Label
from demitasse.ui.widgets.theme import Role


class SignInPage(Page[SignIn]):
    """Asks for company address, email and password. The password is not stored; signing in empties its field."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator)
        self._busy = False
        self.server = LineEdit(self.tr("Company address"), "acme.coffeecup.app")
        self.company = LineEdit(self.tr("Company"), "acme")
        self.email = LineEdit(self.tr("Email"), "jane@acme.example")
        self.password = LineEdit(self.tr("Password"))
        self.password.setEchoMode(LineEdit.EchoMode.Password)
        self.password.setStyleSheet("lineedit-password-character: 8226; background: transparent")
        self._labelled = {
            "server": Labelled(self.tr("Company address"), Box(self.server)),
            "company": Labelled(self.tr("Company"), Box(self.company)),
            "email": Labelled(self.tr("Email"), Box(self.email)),
            "password": Labelled(self.tr("Password"), Box(self.password)),
        }
        self.trouble = ErrorLabel()
        self.where = _TokenStoreChoice()
        self.submit_button = Button(self.tr("Sign in"), kind="primary")
        self.submit_button.height_px = 36
        self.demo_button = Button(self.tr("Try it without an account"), kind="quiet")
        self._lay_out()
        self._connect()
        self._prefill()

    def _lay_out(self) -> None:
        title = Label(self.tr("Sign in to CoffeeCup"), Role.TITLE)
        promise = Label(self.tr("Your password is used once and never stored."), Role.SMALL, "muted", wrap=True)
        for label in (title, promise):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = column(self, margins=(24, 28, 24, 20), gap=4)
        layout.addWidget(Cup(0.7, steam=True), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(4)
        layout.addWidget(title)
        layout.addWidget(promise)
        layout.addSpacing(12)
        form = QWidget()
        column(form, *self._labelled.values(), gap=12)
        layout.addWidget(form)
        layout.addSpacing(4)
        layout.addWidget(self.trouble)
        layout.addWidget(self.where)
        layout.addSpacing(8)
        layout.addWidget(self.submit_button)
        layout.addWidget(self.demo_button)
        layout.addStretch(1)
        self.where.hide()

    def _connect(self) -> None:
        self.server.textChanged.connect(self._on_server)
        self.submit_button.clicked.connect(self.submit)
        self.demo_button.clicked.connect(self._on_demo)
        for field in (self.server, self.company, self.email, self.password):
            field.returnPressed.connect(self.submit)

    def _prefill(self) -> None:
        identity = self._profile.account.identity()
        self.server.set_text(identity.server.removeprefix("https://"))
        self.company.set_text(identity.company)
        self.email.set_text(identity.email)
        self._on_server()

    @property
    def busy(self) -> bool:
        """Whether a sign-in is under way."""
        return self._busy

    def take_focus(self) -> None:
        """Focus the first empty field."""
        fields = [self.server, *([self.company] if self._needs_company() else []), self.email, self.password]
        next((field for field in fields if not field.text()), self.password).setFocus(Qt.FocusReason.OtherFocusReason)

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
        for name, field in (("email", self.email), ("password", self.password)):
            if not field.text().strip():
                raise BadInput(UiFault.FIELD_EMPTY, field=name)
        company = self.company.text().strip() if self._needs_company() else company_of(server)
        return Credentials(
            server, company, self.email.text().strip(), Secret(self.password.text()), self.where.chosen()
        )

    @Slot()
    def _on_demo(self) -> None:
        self._clear_trouble()
        self._set_busy(busy=True, demo=True)
        self._sync.try_demo()

    def handle(self, event: SyncEvent) -> None:
        """Forget the password and go to the day, or say why the sign-in failed."""
        if event.kind is EventKind.SIGN_IN_FAILED:
            self._on_failed(event.fault)
            return
        self._set_busy(busy=False)
        self.password.clear()
        self.where.hide()
        if not self.isHidden():
            self._navigator.open(Day())

    def _on_failed(self, fault: Fault | None) -> None:
        """Show why it failed, and keep what was typed."""
        self._set_busy(busy=False)
        if fault is None:
            self._show_trouble(self.tr("Something went wrong in Demitasse itself. It is in the log."))
            return
        if isinstance(fault, LocalFault) and self.where.chosen() == "keyring":
            self.where.show()
        self.show_fault(fault)
        if self._labelled["password"].isVisible() and not isinstance(fault, BadInput):
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
            self.password.selectAll()

    def show_fault(self, fault: Fault) -> None:
        """Show the fault at its field, else under the form."""
        labelled = self._labelled.get(field_of(fault))
        if labelled is not None and not labelled.isHidden():
            labelled.set_note(messages.whole(fault), wrong=True)
            labelled.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._show_trouble(messages.whole(fault))
        self.resized.emit()

    def _show_trouble(self, words: str) -> None:
        self.trouble.show_error(words)
        self.resized.emit()

    def _clear_trouble(self) -> None:
        self._show_trouble("")
        for labelled in self._labelled.values():
            labelled.set_note("")

    def _set_busy(self, *, busy: bool, demo: bool = False) -> None:
        self._busy = busy
        for field in (self.server, self.company, self.email, self.password, self.submit_button, self.demo_button):
            field.setEnabled(not busy)
        if busy:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # Esc needs a focus while all fields are disabled
        self.submit_button.setText(self.tr("Signing in…") if busy and not demo else self.tr("Sign in"))
        self.demo_button.setText(self.tr("Starting the demo…") if demo else self.tr("Try it without an account"))

    def _needs_company(self) -> bool:
        """Return True if the server hosts several companies, because its address names none."""
        typed = self.server.text().strip()
        try:
            return bool(typed) and not company_of(check_address(typed))
        except BadInput:
            return False

    @Slot()
    def _on_server(self) -> None:
        self._labelled["company"].setVisible(self._needs_company())
        self.resized.emit()


class _TokenStoreChoice(QWidget):
    """Asks where to keep the tokens; shown only if there is no keyring."""

    def __init__(self) -> None:
        super().__init__()
        words = Label(
            self.tr("This computer offers no keyring to keep you signed in. You can choose:"),
            Role.SMALL,
            "text",
            wrap=True,
        )
        self.memory = Radio(self.tr("Only until Demitasse quits"))
        private = os.name == "posix"  # elsewhere files have no modes
        self.file = Radio(self.tr("In a file that only you can read") if private else self.tr("In a file"))
        self._group = QButtonGroup(self)
        for button in (self.memory, self.file):
            self._group.addButton(button)
        column(self, words, self.memory, self.file, margins=(0, 8, 0, 0), gap=6)

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
