"""The pages conflicts and activity on a real store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.domain.operations import ConflictKind, OpState, Resolution
from demitasse.tracker.conflicts import RESOLUTIONS
from demitasse.ui.pages.conflicts import ConflictsPage, resolution_label
from demitasse.ui.pages.destinations import Day, EditEntry, Settings
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.pages.settings import SettingsPage
from demitasse.ui.pages.sync_log import SyncLogPage
from demitasse.ui.widgets.tips import tip_of
from tests.ui import stage as scene
from tests.ui.stage import TODAY
from tests.ui.user_input import Opened, click, press, shown

if TYPE_CHECKING:
    from demitasse.ui.pages.page import Page
    from demitasse.ui.popover.popover import Popover
    from demitasse.ui.widgets.buttons import Button
    from tests.ui.stage import Stage


def opened(page: Page[Any]) -> Page[Any]:
    page.show()
    page.activateWindow()
    page.refresh()
    QApplication.processEvents()
    return page


def dispute(stage: Stage, why: ConflictKind, names: tuple[str, ...], lock: str | None = None, **theirs: object) -> int:
    """Add an entry with a conflict."""
    number = stage.entry(scene.MOBILE, scene.DESIGN, 45, "Icons")
    stage.disputed(number, why, names, lock, **theirs)
    return number


def _on(popover: Popover) -> str:
    return type(popover.page).__name__


def button(page: ConflictsPage, words: str) -> Button:
    (found,) = [each for card in page.cards for each in card.buttons if each.text() == words]
    return found


@pytest.fixture
def navigator() -> Opened:
    return Opened()


@pytest.fixture
def decisions(stage: Stage, navigator: Opened) -> ConflictsPage:
    return ConflictsPage(stage.profile, stage.bridge, navigator)


def test_both_versions_are_shown_and_one_can_be_chosen(
    stage: Stage, decisions: ConflictsPage, navigator: Opened
) -> None:
    number = dispute(
        stage, ConflictKind.BOTH_CHANGED, ("comment", "duration_s"), comment="Icons <b>only</b>", duration_s=3600
    )
    opened(decisions)
    (card,) = decisions.cards
    assert "changed here and on CoffeeCup" in card.sentence.text()
    click(button(decisions, "Take CoffeeCup's"))
    after = stage.existing(number).mine
    assert (after.comment, after.duration_s) == ("Icons <b>only</b>", 3600)
    assert (navigator.destinations, navigator.messages) == ([Day()], ["edit"])
    stage.profile.history.undo()
    assert stage.existing(number).mine.comment == "Icons"


def test_both_comments_can_be_kept(stage: Stage, decisions: ConflictsPage) -> None:
    number = dispute(stage, ConflictKind.BOTH_CHANGED, ("comment",), comment="Drawings")
    opened(decisions)
    click(button(decisions, "Keep both comments"))
    assert stage.existing(number).mine.comment == "Drawings\nIcons"


def test_conflicts_are_resolved_one_after_the_other(stage: Stage, decisions: ConflictsPage, navigator: Opened) -> None:
    dispute(stage, ConflictKind.LOCKED, ("duration_s",), FaultCode.ENTRY_BILLED, duration_s=60)
    dispute(stage, ConflictKind.BOTH_CHANGED, ("comment",), comment="Drawings")
    opened(decisions)
    assert "billed" in decisions.cards[0].sentence.text()
    click(button(decisions, "Leave it so"))
    assert navigator.destinations == []
    assert len(decisions.cards) == 1
    assert decisions.focusWidget() is decisions.cards[0].buttons[0]


def test_a_refused_entry_can_be_edited_first(stage: Stage, decisions: ConflictsPage, navigator: Opened) -> None:
    number = stage.entry(scene.CONFIGURATOR, scene.SUPPORT, 30, sent=False)
    stage.rejected(number, "The task is archived.")
    opened(decisions)
    decisions.take_focus()
    focused = decisions.focusWidget()
    assert focused is button(decisions, "Change it…")
    QApplication.sendEvent(focused, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier))
    assert navigator.destinations == [EditEntry(number)]
    click(button(decisions, "Give it up"))
    assert stage.existing(number).deleted


def test_a_page_without_conflicts(decisions: ConflictsPage) -> None:
    opened(decisions)
    assert decisions.cards == []
    decisions.take_focus()
    assert decisions.focusWidget() is decisions.head.back


def test_a_fault_is_shown_above_the_list(decisions: ConflictsPage) -> None:
    opened(decisions)
    decisions.show_fault(LocalFault(FaultCode.DISK_FULL))
    assert decisions.notice.isVisible()
    decisions.notice.closed.emit()
    assert not decisions.notice.isVisible()


@pytest.mark.parametrize("why", list(ConflictKind))
def test_every_resolution_has_a_text(why: ConflictKind) -> None:
    assert all(resolution_label(why, way) for way in RESOLUTIONS[why])
    assert resolution_label(why, Resolution.BOTH)


def test_activity_is_listed_latest_first(stage: Stage) -> None:
    stage.entry(scene.WEBSITE, scene.CODING, 30, "<i>markup</i>")
    number = stage.entry(scene.CONFIGURATOR, scene.SUPPORT, 30, "Call", sent=False)
    stage.rejected(number, "The task is archived.")
    page = SyncLogPage(stage.profile, stage.bridge, Opened())
    opened(page)
    first, second = page.lines
    assert "refused (“The task is archived.”)" in first.standing.text()
    assert "arrived" in second.standing.text()
    assert "<i>" in tip_of(second)
    assert first.undo.isVisible()
    click(first.undo)
    assert stage.existing(number).deleted
    assert "taken back here" in page.lines[0].standing.text()


def test_long_activity_is_built_in_parts(stage: Stage) -> None:
    for n in range(45):
        stage.entry(scene.WEBSITE, scene.CODING, 30, f"n{n}", day=TODAY)
    page = SyncLogPage(stage.profile, stage.bridge, Opened())
    opened(page)
    assert len(page.lines) == 40
    click(page.more)
    assert len(page.lines) == 45
    assert not page.more.isVisible()


def test_activity_without_changes(stage: Stage) -> None:
    page = SyncLogPage(stage.profile, stage.bridge, Opened())
    opened(page)
    assert page.lines == []
    page.show_fault(LocalFault(FaultCode.DISK_FULL))
    assert page.notice.isVisible()
    page.notice.closed.emit()
    page.hidden()


def test_an_unclear_change_asks_for_a_decision(stage: Stage, decisions: ConflictsPage) -> None:
    number = stage.entry(scene.CONFIGURATOR, scene.DESIGN, 30, "Tunnel", sent=False)
    with stage.store.transaction():
        stage.store.outbox.transition(number, OpState.NEEDS_REVIEW, tries=1)
    opened(decisions)
    click(button(decisions, "Send it again"))
    op = stage.store.outbox.get(number)
    assert op is not None
    assert op.state is OpState.PENDING


def test_the_day_reports_conflicts_and_opens_them(stage: Stage) -> None:
    dispute(stage, ConflictKind.BOTH_CHANGED, ("comment",), comment="Drawings")
    popover = stage.popover()
    assert "1 needs you" in popover.day.footer.status.accessibleName()
    popover.day.notice.acted.emit()
    assert _on(popover) == "ConflictsPage"
    click(button(shown(popover, ConflictsPage), "Keep what is here"))
    assert _on(popover) == "DayPage"
    assert "needs you" not in popover.day.footer.status.accessibleName()


def test_one_refused_entry_is_opened_at_once(stage: Stage) -> None:
    number = stage.entry(scene.CONFIGURATOR, scene.SUPPORT, 30, sent=False)
    stage.rejected(number, "The task is archived.")
    popover = stage.popover()
    popover.day.notice.acted.emit()
    shown(popover, EditorPage)


def test_the_settings_open_the_activity(stage: Stage) -> None:
    stage.entry(scene.WEBSITE, scene.CODING, 30)
    popover = stage.popover()
    popover.open(Settings())
    click(shown(popover, SettingsPage).history_button)
    assert _on(popover) == "SyncLogPage"
    press(popover, Qt.Key.Key_Escape)
    assert _on(popover) == "SettingsPage"
