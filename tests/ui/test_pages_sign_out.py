"""Signing out asks, names what is not sent, and needs a click that nobody makes by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.store import settings
from demitasse.ui.pages.destinations import Settings
from demitasse.ui.pages.settings import SettingsPage
from demitasse.ui.pages.sign_in import SignInPage
from tests.ui import stage as stages
from tests.ui.user_input import click, press, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage


class Control:
    """A sync worker that only remembers what was asked of it."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: self.calls.append(name)


@pytest.fixture
def control() -> Control:
    return Control()


def _asked(stage: Stage, control: Control) -> tuple[Popover, SettingsPage]:
    stage.bridge = control  # type: ignore[assignment]
    popover = stage.popover()
    popover.open(Settings())
    page = shown(popover, SettingsPage)
    click(page.sign_button)
    assert page.sheet.isVisible()
    control.calls.clear()
    return popover, page


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
    stage: Stage, control: Control, unsent: int, what: str, rest: str, *, runs: bool
) -> None:
    if runs:
        _timer(stage)
    _unsent(stage, unsent)
    _, page = _asked(stage, control)
    assert page.sheet.question.text() == "Sign out jane@acme.example?"
    assert (page.sheet.what.text(), page.sheet.rest.text()) == (what, rest)
    assert page.sheet.send_button.isVisible() is bool(runs or unsent)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space])
def test_enter_and_escape_stay_signed_in(stage: Stage, control: Control, key: Qt.Key) -> None:
    _unsent(stage)
    popover, page = _asked(stage, control)
    assert page.sheet.stay_button.hasFocus()
    press(popover, key)
    assert not page.sheet.isVisible()
    assert shown(popover, SettingsPage) is page
    assert page.sign_button.hasFocus()
    assert control.calls == []
    assert stage.profile.account.identity().signed_in


def test_tab_stays_in_the_question(stage: Stage, control: Control) -> None:
    _unsent(stage)
    popover, page = _asked(stage, control)
    seen = []
    for _ in range(4):
        seen.append(popover.focusWidget())
        press(popover, Qt.Key.Key_Tab)
    sheet = page.sheet
    assert seen == [sheet.stay_button, sheet.send_button, sheet.leave_button, sheet.stay_button]
    press(popover, Qt.Key.Key_Backtab)
    assert sheet.stay_button.hasFocus() or sheet.leave_button.hasFocus()


def test_signing_out_at_once_keeps_everything_here(stage: Stage, control: Control) -> None:
    _timer(stage)
    _unsent(stage)
    popover, page = _asked(stage, control)
    click(page.sheet.leave_button)
    assert control.calls == ["sign_out"]
    shown(popover, SignInPage)
    assert stage.profile.overview.read().timers, "the timer goes on"
    assert stage.profile.status.sync().pending


def test_stop_send_and_sign_out(stage: Stage, control: Control) -> None:
    """The worker is told to send; only when everything has arrived it is told to sign out."""
    _timer(stage)
    _unsent(stage)
    popover, page = _asked(stage, control)
    click(page.sheet.send_button)
    assert not stage.profile.overview.read().timers, "the timer is stopped"
    assert control.calls == ["wake"]
    assert (page.sheet.why.text(), page.sheet.send_button.isEnabled()) == ("Sending…", False)
    first, *others = stage.profile.status.unsent()
    stage.sent(first)
    popover.handle(SyncEvent(EventKind.CHANGED))
    assert control.calls == ["wake"], "one is still missing"
    for entry_id in others:
        stage.sent(entry_id)
    popover.handle(SyncEvent(EventKind.CHANGED))
    assert control.calls == ["wake", "sign_out"]
    shown(popover, SignInPage)


def test_a_connection_that_breaks_while_it_is_sent_stops_it(stage: Stage, control: Control) -> None:
    _unsent(stage)
    popover, page = _asked(stage, control)
    click(page.sheet.send_button)
    stage.offline(stages.NOW)
    popover.handle(SyncEvent(EventKind.CHANGED))
    assert (page.sheet.isVisible(), page.sheet.why.text()) == (True, "Sending needs a connection.")
    assert "sign_out" not in control.calls
    with stage.store.transaction():
        stage.store.settings.put(settings.OFFLINE_SINCE, "")
    for entry_id in stage.profile.status.unsent():
        stage.sent(entry_id)
    popover.handle(SyncEvent(EventKind.CHANGED))
    assert "sign_out" not in control.calls, "what was given up is not done later"
    assert page.sheet.what.text() == "Everything has reached CoffeeCup."


def test_without_a_connection_sending_is_off_with_the_reason(stage: Stage, control: Control) -> None:
    _unsent(stage)
    stage.offline(stages.NOW)
    _, page = _asked(stage, control)
    assert not page.sheet.send_button.isEnabled()
    assert page.sheet.why.isVisible()
    assert page.sheet.send_button.accessibleDescription() == "Sending needs a connection."


def test_an_entry_that_was_rejected_counts_as_unsent(stage: Stage, control: Control) -> None:
    stage.rejected(stage.entry(stages.CONFIGURATOR, stages.SUPPORT, 30, sent=False), "archived")
    _, page = _asked(stage, control)
    assert page.sheet.what.text() == "1 entry has not reached CoffeeCup yet: Configurator · Support, 0:30."


def test_the_question_covers_the_page_in_any_size(stage: Stage, control: Control) -> None:
    popover, page = _asked(stage, control)
    popover.resize(popover.width(), popover.height() - 100)
    QApplication.processEvents()
    assert page.sheet.geometry() == page.rect()
