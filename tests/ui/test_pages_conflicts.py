"""The pages conflicts and activity on a real store."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.domain.operations import ConflictKind, OpState, Resolution
from demitasse.domain.sync_log import LogStep
from demitasse.tracker.conflicts import RESOLUTIONS
from demitasse.ui.pages.conflict_views import resolution_label
from demitasse.ui.pages.conflicts import ConflictsPage
from demitasse.ui.pages.destinations import Conflicts, Settings
from demitasse.ui.pages.editor import EditorPage
from demitasse.ui.pages.picker import PickerPage
from demitasse.ui.pages.settings import SettingsPage
from demitasse.ui.pages.sync_log import SyncLogPage
from demitasse.ui.text import messages
from demitasse.ui.widgets.tips import tip_of
from tests.ui import stage as scene
from tests.ui.stage import TODAY
from tests.ui.user_input import Opened, click, press, shown

if TYPE_CHECKING:
    from demitasse.ui.pages.page import Page
    from demitasse.ui.popover.popover import Popover
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


def choices(page: ConflictsPage) -> list[str]:
    """The answers as they are shown."""
    return [button.text() for button in page.answers.buttons]


def answer(page: ConflictsPage, words: str) -> None:
    click(page.answers.buttons[choices(page).index(words)])


@pytest.fixture
def navigator() -> Opened:
    return Opened()


@pytest.fixture
def decisions(stage: Stage, navigator: Opened) -> ConflictsPage:
    return ConflictsPage(stage.profile, stage.bridge, navigator)


@pytest.mark.parametrize(
    ("side", "both", "result", "kept"),
    [
        ("mine", True, ("Icons\nIcons <b>only</b>", 2700), "Icons <b>only</b>"),
        ("mine", False, ("Icons", 2700), "Icons <b>only</b>"),
        ("theirs", True, ("Icons <b>only</b>\nIcons", 3600), "Icons"),
        ("theirs", False, ("Icons <b>only</b>", 3600), "Icons"),
    ],
)
def test_a_version_is_chosen_its_result_shown_and_the_other_one_kept(
    stage: Stage, decisions: ConflictsPage, side: str, both: bool, result: tuple[str, int], kept: str
) -> None:
    comment, duration_s = result
    number = dispute(
        stage, ConflictKind.BOTH_CHANGED, ("comment", "duration_s"), comment="Icons <b>only</b>", duration_s=3600
    )
    opened(decisions)
    assert decisions.sentence.text() == "Changed here and on CoffeeCup. Which version do you want to keep?"
    assert decisions.versions.theirs.texts()[:2] == [("Icons <b>only</b>", True), ("1:00", True)]
    assert not any(differs for _, differs in decisions.versions.mine.texts()[2:])
    click(getattr(decisions.versions, side))
    if not both:
        click(decisions.versions.both)
    shown_comment, shown_duration = decisions.versions.result.texts()
    click(decisions.keep)
    after = stage.existing(number).mine
    assert (after.comment, after.duration_s) == (comment, duration_s)
    assert (shown_comment, shown_duration) == (
        comment.replace("\n", " / "),
        f"{duration_s // 3600}:{duration_s % 3600 // 60:02}",
    )
    page = SyncLogPage(stage.profile, stage.bridge, Opened())
    opened(page)
    (line,) = [line for line in page.lines if line.record.state is LogStep.SET_ASIDE]
    assert line.record.subject.comment == kept
    click(line.undo)
    assert stage.existing(number).mine.comment == kept
    stage.profile.history.undo()
    assert stage.existing(number).mine.comment == comment


def test_a_version_is_chosen_by_keyboard(stage: Stage) -> None:
    number = dispute(stage, ConflictKind.BOTH_CHANGED, ("comment",), comment="Drawings")
    popover = stage.popover()
    popover.open(Conflicts())
    press(popover, Qt.Key.Key_2)
    press(popover, Qt.Key.Key_Return)
    assert stage.existing(number).mine.comment == "Drawings\nIcons"
    assert popover.page is popover.day


def test_a_choice_stays_when_another_conflict_comes(stage: Stage, decisions: ConflictsPage) -> None:
    dispute(stage, ConflictKind.BOTH_CHANGED, ("comment",), comment="Drawings")
    opened(decisions)
    click(decisions.versions.theirs)
    click(decisions.versions.both)
    before = decisions.versions.choice()
    dispute(stage, ConflictKind.BOTH_CHANGED, ("comment",), comment="Later")
    decisions.refresh()
    assert decisions.count.text() == "1 of 2"
    assert decisions.versions.choice() == before == (Resolution.THEIRS, False)


def test_one_comment_only_is_no_question_about_two(stage: Stage, decisions: ConflictsPage) -> None:
    dispute(stage, ConflictKind.BOTH_CHANGED, ("duration_s",), duration_s=60)
    opened(decisions)
    assert decisions.versions.both_line.isHidden()
    assert decisions.versions.choice()[1] is False
    assert decisions.line.texts()[1] == "Mon 23 Nov", "the title names the date without its year"


def test_conflicts_are_resolved_one_after_the_other(stage: Stage, decisions: ConflictsPage, navigator: Opened) -> None:
    dispute(stage, ConflictKind.LOCKED, ("duration_s",), FaultCode.ENTRY_BILLED, duration_s=60)
    dispute(stage, ConflictKind.BOTH_CHANGED, ("comment",), comment="Drawings")
    opened(decisions)
    assert decisions.count.text() == "1 of 2"
    assert "billed" in decisions.sentence.text()
    click(decisions.versions.theirs)
    click(decisions.keep)
    assert navigator.destinations == []
    assert decisions.count.text() == "2 of 2"
    assert decisions.focusWidget() is decisions.versions.mine
    click(decisions.later)
    assert decisions.conflict is None, "the last one was put off"
    assert len(stage.profile.conflicts.all()) == 1


def test_later_goes_on_with_the_next_conflict(stage: Stage, decisions: ConflictsPage) -> None:
    first = dispute(stage, ConflictKind.BOTH_CHANGED, ("comment",), comment="Drawings")
    second = stage.entry(scene.CONFIGURATOR, scene.SUPPORT, 30, sent=False)
    stage.rejected(second, "The task is archived.")
    opened(decisions)
    assert decisions.conflict is not None
    before = decisions.conflict.entry_id
    click(decisions.later if before == first else decisions.postpone)
    assert decisions.conflict is not None
    assert {before, decisions.conflict.entry_id} == {first, second}


def test_a_rejected_entry_has_four_answers(stage: Stage) -> None:
    number = stage.entry(scene.CONFIGURATOR, scene.SUPPORT, 30, "Call with the dealer", start=time(13, 30), sent=False)
    stage.rejected(number, "The task is archived.")
    popover = stage.popover()
    popover.open(Conflicts())
    page = shown(popover, ConflictsPage)
    assert page.line.texts() == ("Configurator · Support", "0:30")
    assert page.about.text() == "Today, 13:30–14:00 · Call with the dealer"
    assert page.reason.words.text() == "CoffeeCup rejected it: “The task is archived.”"
    assert choices(page) == ["Move it to another task…", "Send it again", "Copy its text", "Delete it"]
    press(popover, Qt.Key.Key_3)
    assert QGuiApplication.clipboard().text() == "Call with the dealer"
    assert _on(popover) == "ConflictsPage"
    press(popover, Qt.Key.Key_1)
    picker = shown(popover, PickerPage)
    QTest.keyClicks(picker.field, "internal meeting")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert stage.existing(number).mine.project_id == scene.INTERNAL
    assert popover.page is popover.day
    assert not stage.profile.conflicts.all()


@pytest.mark.parametrize(("key", "deleted", "waiting"), [(Qt.Key.Key_2, False, True), (Qt.Key.Key_4, True, False)])
def test_a_rejected_entry_is_sent_again_or_deleted_with_one_key(
    stage: Stage, key: Qt.Key, deleted: bool, waiting: bool
) -> None:
    number = stage.entry(scene.CONFIGURATOR, scene.SUPPORT, 30, sent=False)
    stage.rejected(number, "The task is archived.")
    popover = stage.popover()
    popover.open(Conflicts())
    press(popover, key)
    assert stage.existing(number).deleted is deleted
    assert (stage.store.outbox.get(number) is not None) is waiting


def test_a_rejected_change_can_be_discarded_but_not_deleted(stage: Stage, decisions: ConflictsPage) -> None:
    number = stage.entry(scene.CONFIGURATOR, scene.SUPPORT, 30, "Call")
    stage.profile.timesheets.edit(number, comment="Call with the dealer")
    stage.rejected(number, "The task is archived.")
    opened(decisions)
    assert choices(decisions) == ["Move it to another task…", "Send it again", "Copy its text", "Discard"]
    answer(decisions, "Discard")
    assert stage.existing(number).mine.comment == "Call"
    (kept,) = [one for one in stage.profile.sync_log.changes() if one.state is LogStep.SET_ASIDE]
    assert kept.subject.comment == "Call with the dealer"


def test_a_page_without_conflicts(decisions: ConflictsPage) -> None:
    opened(decisions)
    assert decisions.nothing.isVisible()
    decisions.take_focus()
    assert decisions.focusWidget() is decisions.head.back


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
    assert first.standing == "Added 14:03 · rejected: “The task is archived.”"
    assert second.standing == "Added 14:03 · synced 14:03"
    assert "<i>" in tip_of(second)
    assert first.undo.isVisible()
    click(first.undo)
    assert stage.existing(number).deleted
    assert page.lines[0].standing == "Added 14:03 · undone 14:03"


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
    navigator = Opened()
    page = SyncLogPage(stage.profile, stage.bridge, navigator)
    opened(page)
    assert page.lines == []
    page.show_fault(LocalFault(FaultCode.DISK_FULL))
    assert navigator.messages == [messages.whole(LocalFault(FaultCode.DISK_FULL))]
    page.hidden()


def test_an_unclear_change_asks_for_a_decision(stage: Stage, decisions: ConflictsPage) -> None:
    number = stage.entry(scene.CONFIGURATOR, scene.DESIGN, 30, "Tunnel", sent=False)
    with stage.store.transaction():
        stage.store.outbox.transition(number, OpState.NEEDS_REVIEW, tries=1)
    opened(decisions)
    answer(decisions, "Send it anyway")
    op = stage.store.outbox.get(number)
    assert op is not None
    assert op.state is OpState.PENDING


def test_the_day_reports_conflicts_and_opens_them(stage: Stage) -> None:
    dispute(stage, ConflictKind.BOTH_CHANGED, ("comment",), comment="Drawings")
    popover = stage.popover()
    assert "1 to resolve" in popover.day.footer.status.accessibleName()
    popover.day.notice.acted.emit()
    assert _on(popover) == "ConflictsPage"
    page = shown(popover, ConflictsPage)
    click(page.versions.mine)
    click(page.keep)
    assert _on(popover) == "DayPage"
    assert "to resolve" not in popover.day.footer.status.accessibleName()


def test_an_edit_from_the_decision_settles_it_and_keeps_both_versions(stage: Stage) -> None:
    number = dispute(stage, ConflictKind.BOTH_CHANGED, ("comment",), comment="Drawings")
    popover = stage.popover()
    popover.open(Conflicts())
    page = shown(popover, ConflictsPage)
    click(page.edit)
    shown(popover, EditorPage)
    press(popover, Qt.Key.Key_Escape)
    assert len(stage.profile.conflicts.all()) == 1, "nothing was edited"
    click(page.edit)
    stage.profile.timesheets.edit(number, comment="Icons and drawings")
    press(popover, Qt.Key.Key_Escape)
    assert stage.profile.conflicts.all() == ()
    assert stage.existing(number).mine.comment == "Icons and drawings"
    kept = [one.subject.comment for one in stage.profile.sync_log.changes() if one.state is LogStep.SET_ASIDE]
    assert sorted(kept) == ["Drawings", "Icons"]
    assert _on(popover) == "DayPage"


def test_one_refused_entry_shows_its_answers_at_once(stage: Stage) -> None:
    number = stage.entry(scene.CONFIGURATOR, scene.SUPPORT, 30, sent=False)
    stage.rejected(number, "The task is archived.")
    popover = stage.popover()
    popover.day.notice.acted.emit()
    assert choices(shown(popover, ConflictsPage))[0] == "Move it to another task…"


def test_the_settings_open_the_activity(stage: Stage) -> None:
    stage.entry(scene.WEBSITE, scene.CODING, 30)
    popover = stage.popover()
    popover.open(Settings())
    click(shown(popover, SettingsPage).history_button)
    assert _on(popover) == "SyncLogPage"
    press(popover, Qt.Key.Key_Escape)
    assert _on(popover) == "SettingsPage"
