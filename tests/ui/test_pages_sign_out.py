"""Signing out asks, names what is not sent, and needs a click that nobody makes by accident."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.store import settings
from demitasse.support.secret import Secret
from demitasse.tracker.account import Credentials
from demitasse.ui.app.bridge import Bridge
from demitasse.ui.pages.destinations import Settings
from demitasse.ui.pages.message import Message
from demitasse.ui.pages.settings import SettingsPage
from demitasse.ui.pages.sign_in import SignInPage
from demitasse.ui.popover.popover import Popover
from tests.deadlines import PATIENCE_S
from tests.ui import stage as stages
from tests.ui.user_input import Events, click, press, shown

if TYPE_CHECKING:
    from coffeecup_sandbox import Sandbox
    from tests.ui.stage import Stage


def _asked(stage: Stage) -> tuple[Popover, SettingsPage]:
    popover = stage.popover()
    popover.open(Settings())
    page = shown(popover, SettingsPage)
    click(page.sign_button)
    assert page.sheet.isVisible()
    return popover, page


def _jobs(stage: Stage) -> int:
    """Return how many jobs the sync worker has got; it is not started, so none is done."""
    return stage.bridge._worker._jobs.qsize()


def _timer(stage: Stage) -> None:
    stage.running(stages.WEBSITE, stages.CODING, 5047)


def _unsent(stage: Stage, number: int = 1) -> None:
    for _ in range(number):
        stage.entry(stages.MOBILE, stages.DESIGN, 45, sent=False)


_DESIGN = "Mobile app · Design, 0:45"
_STATES: list[tuple[bool, int, str, str]] = [
    (False, 0, "Everything has reached CoffeeCup.", ""),
    (True, 0, "A timer is running (1:24).", "It stays on this computer and syncs when Jane signs in again."),
    (False, 1, "1 entry has not reached CoffeeCup yet: Mobile app · Design, 0:45.",
     "It stays on this computer and syncs when Jane signs in again."),
    (True, 1, "A timer is running (1:24), and 1 entry has not reached CoffeeCup yet: Mobile app · Design, 0:45.",
     "Both stay on this computer and sync when Jane signs in again."),
    (True, 2, "A timer is running (1:24), and 2 entries have not reached CoffeeCup yet: " + f"{_DESIGN}; {_DESIGN}.",
     "They stay on this computer and sync when Jane signs in again."),
    (False, 5, "5 entries have not reached CoffeeCup yet: " + "; ".join([*[_DESIGN] * 3, "…."]),
     "They stay on this computer and sync when Jane signs in again."),
]  # fmt: skip


@pytest.mark.parametrize(("runs", "unsent", "what", "rest"), _STATES)
def test_it_names_what_runs_and_what_is_not_sent(
    stage: Stage, unsent: int, what: str, rest: str, *, runs: bool
) -> None:
    if runs:
        _timer(stage)
    _unsent(stage, unsent)
    _, page = _asked(stage)
    assert page.sheet.question.text() == "Sign out jane@acme.example?"
    assert (page.sheet.what.text(), page.sheet.rest.text()) == (what, rest)
    assert page.sheet.send_button.isVisible() is bool(runs or unsent)


def test_no_message_covers_the_answers(stage: Stage) -> None:
    popover = stage.popover()
    popover.navigator.say(Message("Started"))
    popover.open(Settings())
    click(shown(popover, SettingsPage).sign_button)
    assert not popover.snackbar.is_shown


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space])
def test_enter_and_escape_stay_signed_in(stage: Stage, key: Qt.Key) -> None:
    _unsent(stage)
    popover, page = _asked(stage)
    assert page.sheet.stay_button.hasFocus()
    jobs = _jobs(stage)
    press(popover, key)
    assert not page.sheet.isVisible()
    assert shown(popover, SettingsPage) is page
    assert page.sign_button.hasFocus()
    assert _jobs(stage) == jobs
    assert stage.profile.account.identity().signed_in


def test_tab_stays_in_the_question(stage: Stage) -> None:
    _unsent(stage)
    popover, page = _asked(stage)
    seen = []
    for _ in range(4):
        seen.append(popover.focusWidget())
        press(popover, Qt.Key.Key_Tab)
    sheet = page.sheet
    assert seen == [sheet.stay_button, sheet.send_button, sheet.leave_button, sheet.stay_button]
    press(popover, Qt.Key.Key_Backtab)
    assert sheet.stay_button.hasFocus() or sheet.leave_button.hasFocus()


def test_signing_out_at_once_keeps_everything_here(stage: Stage) -> None:
    _timer(stage)
    _unsent(stage)
    popover, page = _asked(stage)
    jobs = _jobs(stage)
    click(page.sheet.leave_button)
    assert _jobs(stage) == jobs + 1
    shown(popover, SignInPage)
    assert stage.profile.overview.read().timers, "the timer goes on"
    assert stage.profile.status.sync().pending


def test_stop_send_and_sign_out(stage: Stage) -> None:
    """The worker is told to send; only when everything has arrived it is told to sign out."""
    _timer(stage)
    _unsent(stage)
    popover, page = _asked(stage)
    jobs = _jobs(stage)
    click(page.sheet.send_button)
    assert not stage.profile.overview.read().timers, "the timer is stopped"
    assert _jobs(stage) == jobs + 1
    assert (page.sheet.why.text(), page.sheet.send_button.isEnabled()) == ("Sending…", False)
    first, *others = stage.profile.status.unsent()
    stage.sent(first)
    popover.handle(SyncEvent(EventKind.CHANGED))
    assert _jobs(stage) == jobs + 1, "one is still missing"
    for entry_id in others:
        stage.sent(entry_id)
    popover.handle(SyncEvent(EventKind.CHANGED))
    assert _jobs(stage) == jobs + 2
    shown(popover, SignInPage)


def test_a_connection_that_breaks_while_it_is_sent_stops_it(stage: Stage) -> None:
    _unsent(stage)
    popover, page = _asked(stage)
    click(page.sheet.send_button)
    stage.offline(stages.NOW)
    popover.handle(SyncEvent(EventKind.CHANGED))
    assert (page.sheet.isVisible(), page.sheet.why.text()) == (True, "Sending needs a connection.")
    jobs = _jobs(stage)
    with stage.store.transaction():
        stage.store.settings.put(settings.OFFLINE_SINCE, "")
    for entry_id in stage.profile.status.unsent():
        stage.sent(entry_id)
    popover.handle(SyncEvent(EventKind.CHANGED))
    assert _jobs(stage) == jobs, "what was given up is not done later"
    assert page.sheet.what.text() == "Everything has reached CoffeeCup."


def test_without_a_connection_sending_is_off_with_the_reason(stage: Stage) -> None:
    _unsent(stage)
    stage.offline(stages.NOW)
    _, page = _asked(stage)
    assert not page.sheet.send_button.isEnabled()
    assert page.sheet.why.isVisible()
    assert page.sheet.send_button.accessibleDescription() == "Sending needs a connection."


def test_an_entry_that_was_rejected_counts_as_unsent(stage: Stage) -> None:
    stage.rejected(stage.entry(stages.CONFIGURATOR, stages.SUPPORT, 30, sent=False), "archived")
    _, page = _asked(stage)
    assert page.sheet.what.text() == "1 entry has not reached CoffeeCup yet: Configurator · Support, 0:30."


def test_the_question_covers_the_page_in_any_size(stage: Stage) -> None:
    popover, page = _asked(stage)
    popover.resize(popover.width(), popover.height() - 100)
    QApplication.processEvents()
    assert page.sheet.geometry() == page.rect()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows always has a keyring")
@pytest.mark.usefixtures("home", "app")
def test_everything_is_on_coffeecup_when_the_session_ends(sandbox: Sandbox) -> None:
    """With a real worker and a local CoffeeCup."""
    user = sandbox.users[0]
    profile, bridge = FullProfile("default"), Bridge("default")
    events = Events(bridge)
    bridge.start()
    try:
        password = Secret(user["password"])
        bridge.sign_in(Credentials(sandbox.url, sandbox.company, user["email"], password, "file"))
        while profile.status.sync().last_synced_at is None:
            events.next()
        popover = Popover(profile, bridge)
        popover.show()
        popover.shown()
        choice = profile.timesheets.choices()[0]
        profile.timer.begin(choice.project_id, choice.task_id)
        popover.open(Settings())
        page = shown(popover, SettingsPage)
        click(page.sign_button)
        click(page.sheet.send_button)
        while profile.account.identity().signed_in:
            popover.handle(events.next())
        shown(popover, SignInPage)
        assert profile.status.sync().pending == 0
        assert not [entry for entry in sandbox.entries(user["email"]) if entry["running"]]
        popover.close()
    finally:
        assert bridge.stop(PATIENCE_S)
        profile.close()
