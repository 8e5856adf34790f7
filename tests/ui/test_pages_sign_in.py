"""Signing in and out with the real worker and a local CoffeeCup."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QObject, QPoint, QRect, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.boot.profile import Profile
from demitasse.domain.errors import BadInput, Fault, FaultCode, LocalFault, Refused, Unsent
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.store import settings
from demitasse.support.address import check_address, company_of
from demitasse.ui.app.bridge import Bridge
from demitasse.ui.pages.destinations import Settings
from demitasse.ui.pages.first_sync import FirstSyncPage
from demitasse.ui.pages.settings import SettingsPage
from demitasse.ui.pages.sign_in import SignInPage
from demitasse.ui.popover.popover import Popover
from demitasse.ui.text import messages
from tests.desktop_session import wait_until
from tests.ui.stage import Stage
from tests.ui.user_input import Events, click, press, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coffeecup_sandbox import Sandbox


@pytest.fixture
def new_user(home: Path, app: QApplication) -> Iterator[Stage]:  # noqa: ARG001 - both have to be there
    """A profile that was never signed in."""
    stage = Stage(signed_in=False)
    yield stage
    stage.close()


def _form(popover: Popover) -> SignInPage:
    assert isinstance(popover.page, SignInPage)
    return popover.page


def _shown(popover: Popover) -> QWidget:
    return popover.page


def _places(page: SignInPage) -> list[QRect]:
    """Return where the fields and buttons are, of those that are shown."""
    controls = (*page.fields.values(), page.eye, page.forgot, page.submit_button, page.demo_button)
    return [QRect(one.mapTo(page, QPoint()), one.size()) for one in controls]


def wait_for_probe(page: SignInPage) -> None:
    wait_until(lambda: (QApplication.processEvents(), page._has_keyring is not None)[1], "the look for a keyring")


def has_keyring(page: SignInPage) -> None:
    """Let a keyring be found, whatever this computer has."""
    wait_for_probe(page)
    page._on_probed(True)
    QApplication.processEvents()


def write_in(field: QWidget, words: str) -> None:
    QTest.keyClicks(field, words)


def press_in(field: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(field, key)


def _filled(popover: Popover, server: str = "acme.coffeecup.app") -> SignInPage:
    page = _form(popover)
    page.server.setText(server)
    page.email.setText("jane@acme.example")
    page.password.setText("secret")
    has_keyring(page)
    return page


def test_a_new_user_sees_the_form_first(new_user: Stage) -> None:
    popover = new_user.popover()
    assert _form(popover).server.hasFocus()
    closed: list[bool] = []
    popover.close_requested.connect(lambda: closed.append(True))
    press(popover, Qt.Key.Key_Escape)
    assert closed == [True]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows always has a keyring")
def test_a_real_sign_in_by_keyboard(new_user: Stage, sandbox: Sandbox) -> None:
    bridge = Bridge("default")
    events = Events(bridge)
    popover = Popover(new_user.profile, bridge)
    popover.show()
    popover.activateWindow()
    QApplication.processEvents()
    popover.shown()
    page = _form(popover)
    user: Any = sandbox.users[0]
    bridge.start()
    try:
        write(popover, sandbox.url)
        press(popover, Qt.Key.Key_Tab)
        assert (page.company.hasFocus(), page.company.text()) == (True, ""), "another server does not name the company"
        write(popover, sandbox.company)
        press(popover, Qt.Key.Key_Tab)
        write(popover, user["email"])
        press(popover, Qt.Key.Key_Tab)
        write(popover, "wrong")
        wait_for_probe(page)
        press(popover, Qt.Key.Key_Return)
        popover.handle(_answer(events, EventKind.SIGN_IN_FAILED))
        assert not page.busy
        assert page.notes["password"].text() == "Email or password isn’t right. Check both, and the company."
        assert page.password.text() == "wrong", "what was typed is still there"
        assert page.where.isVisible(), "without a keyring the user is asked"
        page.password.setText(user["password"])
        click(page.where.memory)
        click(page.submit_button)
        popover.handle(_answer(events, EventKind.SIGNED_IN))
        first = _shown(popover)
        assert isinstance(first, FirstSyncPage)
        while _shown(popover) is first:
            popover.handle(events.next())
        assert _shown(popover) is popover.day
        assert {line.state() for line in first.steps.values()} == {"done"}
        assert first.bar.value() == 100
        assert page.password.text() == ""
        assert new_user.profile.account.identity().email == user["email"]
    finally:
        assert bridge.stop(10)
        popover.close()


def _answer(events: Events, kind: EventKind) -> SyncEvent:
    while (event := events.next()).kind in {EventKind.CHANGED, EventKind.PROGRESS}:
        pass
    assert event.kind is kind, event
    return event


def test_an_http_address_is_refused_before_anything_is_sent(new_user: Stage) -> None:
    popover = new_user.popover()
    page = _filled(popover, "http://time.acme.example")
    page.company.setText("acme")
    page.submit()
    assert not page.busy
    assert page.notes["server"].text() == "Over http your password could be read on the way. Use https."
    assert page.server.hasFocus()


@pytest.mark.parametrize(
    ("name", "note"), [("server", "server"), ("company", "server"), ("email", "email"), ("password", "password")]
)
def test_an_empty_field_is_named(new_user: Stage, name: str, note: str) -> None:
    page = _filled(new_user.popover())
    page.fields[name].clear()
    page.submit()
    assert not page.busy
    assert page.notes[note].text() == "Required."
    assert page.fields[name].hasFocus()
    write_in(page.fields[name], "x")
    assert page.notes[note].text() == "", "a mistake goes while it is mended"


_TROUBLES: list[tuple[Fault, str, str, str]] = [
    (Refused(FaultCode.SIGN_IN_REFUSED), "password", "password",
     "Email or password isn’t right. Check both, and the company."),
    (Refused(FaultCode.SIGN_IN_TEXT, text="invalid_grant"), "password", "password", "CoffeeCup says: “invalid_grant”"),
    (Refused(FaultCode.NO_SUCH_COMPANY, url="https://acme.aerion.app"), "server", "company", "There is no CoffeeCup"),
    (BadInput(FaultCode.ADDRESS_PORT, field="server"), "server", "server", "The port of the address is not a number"),
    (Unsent(FaultCode.UNREACHABLE), "password", "password", "CoffeeCup cannot be reached."),
    (Refused(FaultCode.UNSENT_OF_OTHER, email="joe@acme.example"), "password", "password", "This profile holds unsent"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "note", "focus", "words"), _TROUBLES)
def test_a_failure_is_shown_where_it_is_and_keeps_the_form(
    new_user: Stage, fault: Fault, note: str, focus: str, words: str
) -> None:
    popover = new_user.popover()
    page = _filled(popover)
    before = _places(page)
    page.submit()
    assert (page.busy, page.submit_button.isEnabled()) == (True, False)
    popover.handle(SyncEvent(EventKind.SIGN_IN_FAILED, fault))
    QApplication.processEvents()
    assert page.notes[note].text().startswith(words)
    assert sum(bool(one.text()) for one in page.notes.values()) == 1
    assert page.fields[focus].hasFocus()
    assert (page.email.text(), page.password.text()) == ("jane@acme.example", "secret")
    assert page.submit_button.isEnabled()
    assert _places(page) == before, "nothing moves"


@pytest.mark.parametrize(
    ("typed", "company"),
    [
        ("acme.coffeecup.app", "acme"), ("https://acme.aerion.app/login", ""), ("studio-1.aerion.app", "studio-1"),
        ("acme", "acme"), ("api.coffeecupapp.com", ""), ("http://127.0.0.1:8080", ""), ("https://", ""), ("a b", ""),
    ],
)  # fmt: skip
def test_the_company_fills_itself_until_it_is_edited(new_user: Stage, typed: str, company: str) -> None:
    page = _form(new_user.popover())
    write_in(page.server, typed)
    assert page.company.text() == company_of(check_address(typed)) if company else page.company.text() in {"", "acme"}
    page.company.clear()
    write_in(page.company, "mine")
    page.server.clear()
    write_in(page.server, "other.coffeecup.app")
    assert page.company.text() == "mine"
    page.company.clear()
    write_in(page.company, "x")
    press_in(page.company, Qt.Key.Key_Backspace)
    write_in(page.server, "x")
    assert page.company.text() == "", "the address names none now"


def test_nothing_appears_or_moves_while_somebody_types(new_user: Stage) -> None:
    popover = new_user.popover()
    page = _form(popover)
    has_keyring(page)
    before = _places(page)
    for key in "http://time.acme.example":
        write(popover, key)
        page._on_probed(bool(len(page.server.text()) % 2))
        assert _places(page) == before
        assert page.server.hasFocus()
    assert page.server.text() == "http://time.acme.example", "no key went elsewhere"


def test_tab_goes_from_field_to_field(new_user: Stage) -> None:
    popover = new_user.popover()
    page = _form(popover)
    has_keyring(page)
    order = [page.server, page.company, page.email, page.password, page.eye, page.submit_button, page.demo_button]
    for widget in order:
        assert popover.focusWidget() is widget
        press(popover, Qt.Key.Key_Tab)


def test_the_eye_shows_the_password_and_signing_in_hides_it(new_user: Stage) -> None:
    popover = new_user.popover()
    page = _filled(popover)
    assert page.password.displayText() == "•" * 6
    click(page.eye)
    assert (page.password.displayText(), page.eye.accessibleName()) == ("secret", "Hide the password")
    popover.handle(SyncEvent(EventKind.SIGNED_IN))
    assert (page.password.text(), page.eye.isChecked()) == ("", False)


@pytest.mark.parametrize(
    ("address", "opened"),
    [("acme.coffeecup.app", "https://acme.coffeecup.app"), ("acme", "https://acme.aerion.app"), ("", "")],
)
def test_a_forgotten_password_leads_to_the_page_of_the_company(new_user: Stage, address: str, opened: str) -> None:
    page = _form(new_user.popover())
    write_in(page.server, address)
    handler = _Browser()
    QDesktopServices.setUrlHandler("https", handler, cast("bytes", "open"))
    try:
        click(page.forgot)
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert handler.opened == ([opened] if opened else [])
    assert page.notes["server"].text() == ("" if opened else "Required.")


class _Browser(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


def test_without_a_keyring_the_choice_is_there_from_the_start(new_user: Stage) -> None:
    page = _form(new_user.popover())
    assert page.where.chosen() == "keyring"
    wait_for_probe(page)
    page._on_probed(False)
    assert page.where.isVisible()
    assert page.where.chosen() == "memory", "a file is never used without asking"
    page.where.file.setChecked(True)
    for field in page.fields.values():
        field.setText("acme.coffeecup.app")
    assert page._credentials().token_store == "file"


@pytest.mark.parametrize("code", [FaultCode.KEYRING_MISSING, FaultCode.KEYRING_LOCKED, FaultCode.KEYRING_SLOW])
def test_a_keyring_that_fails_brings_the_choice(new_user: Stage, code: str) -> None:
    popover = new_user.popover()
    page = _filled(popover)
    popover.handle(SyncEvent(EventKind.SIGN_IN_FAILED, LocalFault(code)))
    assert page.where.isVisible()
    assert page.notes["password"].text() == messages.whole(LocalFault(code))


def test_the_password_is_not_in_the_credentials_repr(new_user: Stage) -> None:
    popover = new_user.popover()
    assert "secret" not in repr(_filled(popover)._credentials())


def test_signing_out_asks_to_sign_in_again_and_tracking_goes_on(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(Settings())
    page = popover.page
    assert isinstance(page, SettingsPage)
    click(page.sign_button)
    click(page.sheet.leave_button)
    assert isinstance(_shown(popover), SignInPage)
    press(popover, Qt.Key.Key_Escape)
    assert _shown(popover) is page
    press(popover, Qt.Key.Key_Escape)
    assert _shown(popover) is popover.day


def test_a_session_that_ended_leaves_the_day_usable(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.settings.put(settings.SIGNED_IN, False)
    popover = stage.popover()
    assert popover.page is popover.day
    click(popover.day.notice.action)
    assert isinstance(popover.page, SignInPage)
    assert popover.page.email.text() == "jane@acme.example"
    assert popover.page.password.hasFocus()


def test_the_demo_ends_this_program(new_user: Stage) -> None:
    popover = new_user.popover()
    quits: list[bool] = []
    popover.quit_requested.connect(lambda: quits.append(True))
    click(_form(popover).demo_button)
    assert _form(popover).busy
    popover.handle(SyncEvent(EventKind.DEMO_STARTED))
    assert quits == [True]


def test_a_profile_can_be_opened_twice(stage: Stage) -> None:
    """The terminal writes while the popover is open."""
    popover = stage.popover()
    other = Profile("default", stage.clock)
    other.timer.start(1, 1, "From the terminal")
    popover.handle(SyncEvent(EventKind.CHANGED))
    assert popover.day.timer.running.comment.text() == "From the terminal"
    other.close()


def test_a_wrong_address_is_said_when_its_field_is_left(new_user: Stage) -> None:
    popover = new_user.popover()
    page = _form(popover)
    press(popover, Qt.Key.Key_Tab)
    assert page.notes["server"].text() == "", "nothing was typed yet"
    press(popover, Qt.Key.Key_Backtab)
    write(popover, "no address")
    assert page.notes["server"].text() == "", "it is still being typed"
    press(popover, Qt.Key.Key_Tab)
    said = page.notes["server"].text()
    assert "acme" in said
    assert page.server.accessibleDescription() == said
    write(popover, "acme")
    assert page.notes["server"].text() == said, "another field does not mend it"
    page.server.setFocus()
    press(popover, Qt.Key.Key_Backspace)
    assert page.notes["server"].text() == ""
