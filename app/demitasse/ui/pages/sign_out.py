"""The question before signing out: it names what runs and what is not sent, and a slip of a key changes nothing."""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import NoMatch
from demitasse.domain.timesheet import SyncState, TimesheetRow
from demitasse.ui.pages.page import Page, SyncControl, announce, column
from demitasse.ui.text import wording
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.labels import Heading, Label
from demitasse.ui.widgets.theme import Role

_SIDE_PX, _PADDING_PX, _RADIUS_PX = 16, 16, 12
_NAMED = 3
"""So many unsent entries are named."""
_SCRIM = QColor(20, 14, 10, 115)


class Unsent(NamedTuple):
    """What a sign-out leaves on this computer."""

    running: tuple[TimesheetRow, ...]
    waiting: tuple[TimesheetRow, ...]
    """Entries without the timers."""
    state: SyncState

    @property
    def is_nothing(self) -> bool:
        """Whether everything has reached CoffeeCup."""
        return not self.running and not self.waiting


def unsent(profile: FullProfile) -> Unsent:
    """Return what runs and what is not sent. Raises LocalFault."""
    running = profile.overview.read().timers
    ids, rows = {row.id for row in running}, []
    for entry_id in profile.status.unsent():
        with suppress(NoMatch):  # it is deleted here, and that is not sent yet
            if entry_id not in ids:
                rows.append(profile.timesheets.entry(entry_id))
    return Unsent(tuple(running), tuple(rows), profile.status.sync().state)


class SignOutSheet(QWidget):
    """Covers its page and asks. Enter and Esc stay signed in."""

    closed = Signal()
    """The person stays signed in."""
    signed_out = Signal()

    def __init__(self, profile: FullProfile, sync: SyncControl, page: Page) -> None:  # type: ignore[type-arg]
        super().__init__(page)
        self._profile, self._sync, self._page = profile, sync, page
        self._is_sending = False
        self.question = Heading("", Role.QUESTION, wrap=True)
        self.what = Label("", wrap=True)
        self.rest = Label("", Role.BODY, "muted", wrap=True)
        self.why = Label("", Role.SMALL, "muted", wrap=True)
        self.stay_button = Button(translate("SignOut", "Stay signed in"), kind="primary")
        self.send_button = Button(translate("SignOut", "Stop, send, then sign out"))
        self.leave_button = Button(translate("SignOut", "Sign out now"), kind="danger_plain")
        self._card = _Card()
        column(self._card, self.question, self.what, self.rest, margins=(_PADDING_PX,) * 4, gap=6).addSpacing(10)
        for widget in (self.stay_button, self.send_button, self.why, self.leave_button):
            self._card.layout().addWidget(widget)  # type: ignore[union-attr]
        for button in self._buttons():
            button.height_px = 36
        column(self, None, self._card, margins=(_SIDE_PX,) * 4)
        self.stay_button.clicked.connect(self.close_question)
        self.send_button.clicked.connect(self._on_send)
        self.leave_button.clicked.connect(self._on_leave)
        page.installEventFilter(self)
        self.hide()

    def _buttons(self) -> tuple[Button, ...]:
        return self.stay_button, self.send_button, self.leave_button

    def ask(self) -> None:
        """Ask, and name what would stay here. Raises LocalFault."""
        self._is_sending = False
        self._page.clear_message()  # it would cover the answers
        self._show_facts()
        self.setGeometry(self._page.rect())
        self.show()
        self.raise_()
        self.stay_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._set_behind(enabled=False)
        announce(self, f"{self.question.text()} {self.what.text()} {self.rest.text()}")

    @Slot()
    def close_question(self) -> None:
        """Stay signed in."""
        self._hide()
        self.closed.emit()

    def _set_behind(self, *, enabled: bool) -> None:
        """Leave nothing of the page but the question to the keyboard and to screen readers."""
        for part in self._page.children():
            if isinstance(part, QWidget) and part is not self:
                part.setEnabled(enabled)

    def _hide(self) -> None:
        self._set_behind(enabled=True)
        focused: QWidget | None = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):  # hiding would look for the next button, without end
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def refresh(self) -> None:
        """Show what is left by now, and sign out once everything is sent if that was wanted. Raises LocalFault."""
        if not self.isVisible():
            return
        left = self._show_facts()
        if self._is_sending and left.is_nothing:
            self._leave()
        elif self._is_sending and not _can_send(left.state):
            self._is_sending = False
            self._show_facts()

    def _show_facts(self) -> Unsent:
        left = unsent(self._profile)
        identity = self._profile.account.identity()
        question = translate("SignOut", "Sign out {email}?").format(email=wording.plain(identity.email))
        self.question.setText(question)
        self.what.setText(what_is_left(left))
        self.rest.setText(what_becomes_of_it(left, wording.plain(identity.name.split(" ")[0] or identity.email)))
        self.rest.setVisible(bool(self.rest.text()))
        self.send_button.setVisible(not left.is_nothing)
        self.send_button.setEnabled(_can_send(left.state) and not self._is_sending)
        offline = translate("SignOut", "Sending needs a connection.")
        sending = translate("SignOut", "Sending…")
        self.why.setText(sending if self._is_sending else "" if _can_send(left.state) else offline)
        self.why.setVisible(bool(self.why.text()) and not left.is_nothing)
        self.send_button.setAccessibleDescription(self.why.text())
        return left

    @Slot()
    def _on_send(self) -> None:
        """Stop what runs and send everything; the events of the sync lead on."""
        with self._page.showing_faults():
            if unsent(self._profile).running:
                self._profile.timer.stop_all()
            self._is_sending = True
            self._sync.wake()
            self.refresh()

    @Slot()
    def _on_leave(self) -> None:
        self._leave()

    def _leave(self) -> None:
        self._is_sending = False
        self._hide()
        self._sync.sign_out()
        self.signed_out.emit()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's
        """Keep the focus among the buttons."""
        ways = [button for button in self._buttons() if button.isVisible() and button.isEnabled()]
        here = QApplication.focusWidget()
        place = ways.index(here) if here in ways else -1
        ways[(place + (1 if next else -1)) % len(ways)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the page in any size."""
        if watched is self._page and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._page.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting.painter_for(self) as painter:
            painter.fillRect(self.rect(), _SCRIM)


class _Card(QWidget):
    """The ground of the question."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painting.rounded_box(painter, QRectF(self.rect()).toRect(), colors.bg, colors.line, _RADIUS_PX)


def _can_send(state: SyncState) -> bool:
    return state in {SyncState.SYNCED, SyncState.WAITING}


def what_is_left(left: Unsent) -> str:
    """Return the sentence that names what runs and what is not sent."""
    number, entries = len(left.waiting), _named(left.waiting)
    time = wording.duration(sum(row.duration_s for row in left.running))
    if left.running and number:
        words = translate(
            "SignOut",
            "A timer is running ({time}), and %n entries have not reached CoffeeCup yet: {entries}.",
            None,
            number,
        )
    elif number:
        words = translate("SignOut", "%n entries have not reached CoffeeCup yet: {entries}.", None, number)
    elif left.running:
        words = translate("SignOut", "A timer is running ({time}).")
    else:
        words = translate("SignOut", "Everything has reached CoffeeCup.")
    return words.format(time=time, entries=entries)


def what_becomes_of_it(left: Unsent, name: str) -> str:
    """Return what happens to what is left; empty if there is nothing."""
    number = len(left.running) + len(left.waiting)
    if not number:
        return ""
    if left.running and left.waiting and number == 2:
        words = translate("SignOut", "Both stay on this computer and sync when {name} signs in again.")
    elif number == 1:
        words = translate("SignOut", "It stays on this computer and syncs when {name} signs in again.")
    else:
        words = translate("SignOut", "They stay on this computer and sync when {name} signs in again.")
    return words.format(name=name)


def _named(rows: Sequence[TimesheetRow]) -> str:
    names = [f"{wording.task_name(row.project, row.task)}, {wording.duration(row.duration_s)}" for row in rows[:_NAMED]]
    return "; ".join(names) + ("; …" if len(rows) > _NAMED else "")
