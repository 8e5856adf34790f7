"""Signing in and out with the real worker and a local CoffeeCup."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.boot.profile import Profile
from demitasse.domain.errors import BadInput, FaultCode, LocalFault, Refused, Unsent
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.store import settings
from demitasse.ui.app.bridge import Bridge
from demitasse.ui.pages.destinations import Settings
from demitasse.ui.pages.settings import SettingsPage
from demitasse.ui.pages.sign_in import SignInPage
from demitasse.ui.popover.popover import Popover
from demitasse.ui.text import messages
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


def _filled(popover: Popover, server: str = "acme.coffeecup.app") -> SignInPage:
    page = _form(popover)
    page.server.setText(server)
    page.email.setText("jane@acme.example")
    page.password.setText("secret")
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
        assert page.company.hasFocus(), "another server does not name the company"
        write(popover, sandbox.company)
        press(popover, Qt.Key.Key_Tab)
        write(popover, user["email"])
        press(popover, Qt.Key.Key_Tab)
        write(popover, "wrong")
        press(popover, Qt.Key.Key_Return)
        popover.handle(_answer(events, EventKind.SIGN_IN_FAILED))
        assert not page.busy
        assert page.trouble.text()
        assert page.password.text() == "wrong", "what was typed is still there"
        page.password.setText(user["password"])
        press(popover, Qt.Key.Key_Return)
        popover.handle(_answer(events, EventKind.SIGN_IN_FAILED))
        assert page.where.isVisible(), "without a keyring the user is asked"
        click(page.where.memory)
        click(page.submit_button)
        popover.handle(_answer(events, EventKind.SIGNED_IN))
        assert _shown(popover) is popover.day
        assert page.password.text() == ""
        assert new_user.profile.account.identity().email == user["email"]
    finally:
        assert bridge.stop(10)
        popover.close()


def _answer(events: Events, kind: EventKind) -> SyncEvent:
    while (event := events.next()).kind is EventKind.CHANGED:
        pass
    assert event.kind is kind, event
    return event


def test_an_http_address_is_refused_before_anything_is_sent(new_user: Stage) -> None:
    popover = new_user.popover()
    page = _filled(popover, "http://time.acme.example")
    page.company.setText("acme")
    page.submit()
    assert not page.busy
    assert page._labelled["server"].note.text() == "Over http your password could be read on the way. Use https."
    assert page.server.hasFocus()


@pytest.mark.parametrize("empty", ["server", "email", "password"])
def test_an_empty_field_is_named(new_user: Stage, empty: str) -> None:
    popover = new_user.popover()
    page = _filled(popover)
    getattr(page, empty).clear()
    page.submit()
    assert not page.busy
    assert page._labelled[empty].note.text() == "Please fill this in."


@pytest.mark.parametrize(
    "fault",
    [Refused(FaultCode.SIGN_IN_REFUSED), Unsent(FaultCode.UNREACHABLE)],
)
def test_a_failure_is_shown_in_one_sentence_and_keeps_the_form(new_user: Stage, fault: Refused | Unsent) -> None:
    popover = new_user.popover()
    page = _filled(popover)
    page.submit()
    assert page.busy
    assert not page.submit_button.isEnabled()
    popover.handle(SyncEvent(EventKind.SIGN_IN_FAILED, fault))
    assert page.trouble.text() == messages.whole(fault)
    assert (page.email.text(), page.password.text()) == ("jane@acme.example", "secret")
    assert page.submit_button.isEnabled()


def test_a_fault_about_a_field_is_shown_there(new_user: Stage) -> None:
    popover = new_user.popover()
    page = _filled(popover)
    page.submit()
    popover.handle(SyncEvent(EventKind.SIGN_IN_FAILED, BadInput(FaultCode.ADDRESS_PORT, field="server")))
    assert page._labelled["server"].note.text().startswith("The port of the address is not a number")


def test_without_a_keyring_the_choice_is_explained(new_user: Stage) -> None:
    popover = new_user.popover()
    page = _filled(popover)
    assert page.where.chosen() == "keyring"
    popover.handle(SyncEvent(EventKind.SIGN_IN_FAILED, LocalFault(FaultCode.KEYRING_MISSING)))
    assert page.where.isVisible()
    assert page.where.chosen() == "memory", "a file is never used without asking"
    page.where.file.setChecked(True)
    assert page._credentials().token_store == "file"


def test_the_password_is_not_in_the_credentials_repr(new_user: Stage) -> None:
    popover = new_user.popover()
    assert "secret" not in repr(_filled(popover)._credentials())


def test_signing_out_asks_to_sign_in_again_and_tracking_goes_on(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(Settings())
    page = popover.page
    assert isinstance(page, SettingsPage)
    click(page.sign_button)
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
    assert popover.day.block.comment.text() == "From the terminal"
    other.close()
