"""The day page: start, stop, switch, comment, continue, delete, undo, and the sync status in the footer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.domain.entries import EntryState
from demitasse.store import settings
from demitasse.store.throttle import CallLog
from demitasse.ui.pages.conflicts import ConflictsPage
from demitasse.ui.pages.destinations import Day
from demitasse.ui.pages.sign_in import SignInPage
from demitasse.ui.widgets.tips import tip_of
from tests.ui import stage as s
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.user_input import ALT, CTRL, at_line, click, focused, press, shown, write

if TYPE_CHECKING:
    import sqlite3

    from demitasse.ui.popover.popover import Popover


def test_a_whole_morning_by_keyboard(stage: Stage) -> None:
    popover = stage.popover()
    press(popover, Qt.Key.Key_N, CTRL)
    write(popover, "web cod")
    press(popover, Qt.Key.Key_Return)
    write(popover, ":")
    write(popover, "Fix login")
    press(popover, Qt.Key.Key_Return)
    stage.clock.advance(3600)
    press(popover, Qt.Key.Key_S, CTRL)
    (row,) = stage.rows()
    assert (row.project, row.task, row.comment) == ("Website relaunch", "Coding", "Fix login")
    assert (row.duration_s, row.running, row.state) == (3600, False, EntryState.WAITING)


def test_start_without_a_task_asks_for_one(stage: Stage) -> None:
    popover = stage.popover()
    click(popover.day.timer.button)
    assert popover.day.timer.line.list.isVisibleTo(popover)
    assert stage.profile.timer.running() is None


def test_switching_stores_the_comment_of_the_timer_that_stops(stage: Stage) -> None:
    first = stage.running(s.WEBSITE, s.CODING, 600, "Header")
    popover = stage.popover()
    write(popover, ":")
    press(popover, Qt.Key.Key_End)
    write(popover, " and footer")
    press(popover, Qt.Key.Key_N, CTRL)
    write(popover, "meeting")
    press(popover, Qt.Key.Key_Return)
    stopped, running = stage.profile.timesheets.entry(first), stage.profile.timer.running()
    assert (stopped.comment, stopped.running, stopped.duration_s) == ("Header and footer", False, 600)
    assert running is not None
    assert (running.task, running.comment) == ("Meeting", "")


def test_continue_delete_and_undo_in_the_list(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 30, "Planning")
    wanted = stage.entry(s.MOBILE, s.DESIGN, 45, "Icons")
    popover = stage.popover()
    at_line(popover, wanted)
    press(popover, Qt.Key.Key_Space)
    assert stage.profile.timesheets.entry(wanted).running
    press(popover, Qt.Key.Key_Z, CTRL)
    assert not stage.profile.timesheets.entry(wanted).running
    at_line(popover, wanted)
    press(popover, Qt.Key.Key_Delete)
    assert [row.comment for row in stage.rows()] == ["Planning"]
    assert popover.snackbar.text() == "Deleted Mobile app · Design"
    click(popover.snackbar.buttons[0])
    assert [row.comment for row in stage.rows()] == ["Icons", "Planning"]


def test_arrows_walk_through_the_list_and_tab_passes_it_in_one_step(stage: Stage) -> None:
    ids = [stage.entry(s.INTERNAL, s.MEETING, minutes) for minutes in (5, 10, 15)]
    popover = stage.popover()
    view = popover.day.list
    at_line(popover, ids[0])
    press(popover, Qt.Key.Key_Down)
    assert view.current_line().key == ids[1]  # type: ignore[union-attr]
    press(popover, Qt.Key.Key_Tab)
    assert focused(popover) is popover.day.footer.status
    press(popover, Qt.Key.Key_Backtab)
    assert focused(popover) is view
    press(popover, Qt.Key.Key_Delete)
    assert view.current_line().key == ids[2], "the neighbour of what was deleted"  # type: ignore[union-attr]


def test_tab_order(stage: Stage) -> None:
    stage.a_day()
    popover = stage.popover()
    day = popover.day
    day.timer.running.switch_button.setFocus()
    seen = [focused(popover)]
    for _ in range(13):
        press(popover, Qt.Key.Key_Tab)
        seen.append(focused(popover))
    wanted = [
        day.timer.running.switch_button, day.timer.button, day.timer.running.clock, day.timer.running.pair,
        day.timer.running.comment, day.head.earlier, day.head.later, day.head.title,
        day.list, day.footer.status, day.footer.add, day.footer.gear, popover.bar.tabs, popover.bar.more,
    ]  # fmt: skip
    assert seen == wanted


def test_the_clock_ticks_only_while_the_popover_is_shown(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 59)
    popover = stage.popover()
    assert popover.day.timer.running.digits.text() == "0:00:59"
    stage.clock.advance(1)
    QTest.qWait(0)
    popover.day._on_tick()
    assert popover.day.timer.running.digits.text() == "0:01:00"
    assert _active_timers(popover)
    popover.hidden()
    popover.hide()
    assert not _active_timers(popover)
    popover.show()
    popover.shown()
    assert _active_timers(popover)


def test_no_timer_runs_without_a_running_entry(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 5)
    assert not _active_timers(stage.popover())


def test_undo_offer_ends_when_the_popover_is_hidden(stage: Stage) -> None:
    gone = stage.entry(s.INTERNAL, s.MEETING, 5)
    popover = stage.popover()
    popover.day.delete(gone)
    assert popover.snackbar.isVisible()
    popover.hidden()
    popover.hide()
    assert not _active_timers(popover)


def _active_timers(popover: Popover) -> list[QTimer]:
    ours = [timer for timer in popover.findChildren(QTimer) if timer.isActive()]
    return [timer for timer in ours if timer.parent() in {popover.day, popover.day.footer}]


def test_a_tick_moves_nothing(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 3599)
    popover = stage.popover()
    QApplication.processEvents()
    before = _places(popover)
    height = popover.sizeHint().height()
    stage.clock.advance(5 * 3600)
    popover.day._on_tick()
    QApplication.processEvents()
    after = _places(popover)
    moved = {name for name, place in before.items() if after.get(name, place) != place}
    assert (moved, height) == (set(), popover.sizeHint().height())


def _places(popover: Popover) -> dict[object, QRect]:
    return {widget: widget.geometry() for widget in popover.findChildren(QWidget) if widget.isVisible()}


def test_the_total_is_live_and_compared_with_the_target(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 60)
    stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    assert popover.day.head.figure.text() == "1:10 / 8:00"
    stage.clock.advance(1200)
    popover.day._on_tick()
    assert popover.day.head.figure.text() == "1:30 / 8:00"


def test_a_poll_never_replaces_typed_text(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600, "Header")
    popover = stage.popover()
    popover.day.timer.running.comment.setFocus()
    write(popover, "!")
    typed = popover.day.timer.running.comment.text()
    stage.changed_elsewhere(running, "From the phone")
    popover.refresh()
    assert popover.day.timer.running.comment.text() == typed != "Header"
    press(popover, Qt.Key.Key_Return)
    assert stage.profile.timesheets.entry(running).comment == "From the phone"
    assert "From the phone" in popover.day.notice.words.text()
    assert popover.day.timer.running.comment.text() == typed
    press(popover, Qt.Key.Key_Return)
    assert stage.profile.timesheets.entry(running).comment == typed


def test_esc_restores_the_comment_and_then_closes(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600, "Header")
    popover = stage.popover()
    popover.day.timer.running.comment.setFocus()
    closed: list[bool] = []
    popover.close_requested.connect(lambda: closed.append(True))
    write(popover, "oops")
    press(popover, Qt.Key.Key_Escape)
    assert (popover.day.timer.running.comment.text(), closed) == ("Header", [])
    press(popover, Qt.Key.Key_Escape)
    assert closed == [True]
    assert stage.profile.timesheets.entry(running).comment == "Header"


def test_a_timer_started_elsewhere_keeps_the_line_that_is_typed(stage: Stage) -> None:
    popover = stage.popover()
    write(popover, "mob des")
    stage.running(s.WEBSITE, s.CODING, 1, "From the terminal")
    popover.refresh()
    line = popover.day.timer.line
    assert (line.input.text(), focused(popover)) == ("mob des", line.input)
    assert line.card.words.first == "Switch to Mobile app · Design", "the card says what Enter does now"
    press(popover, Qt.Key.Key_Escape)
    press(popover, Qt.Key.Key_Escape)
    assert popover.day.timer.running.isVisibleTo(popover)


def test_hiding_stores_the_comment(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600)
    popover = stage.popover()
    popover.day.timer.running.comment.setFocus()
    write(popover, "Typed and clicked away")
    popover.hidden()
    assert stage.profile.timesheets.entry(running).comment == "Typed and clicked away"
    assert not _active_timers(popover), "saving the comment does not restart the clock"


def test_a_full_disk_keeps_the_comment_and_is_reported(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600, "Header")
    popover = stage.popover()
    popover.day.timer.running.comment.setFocus()
    connection: sqlite3.Connection = stage.store.database._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    words = "x" * 9000
    popover.day.timer.running.comment.setText(words)
    press(popover, Qt.Key.Key_Return)
    assert popover.day.timer.running.comment.text() == words
    assert popover.day.notice.words.text() == (
        "There is no room left on this computer's disk, so this was not saved. Free some space and do it again."
    )
    assert stage.profile.timesheets.entry(running).comment == "Header"
    connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    press(popover, Qt.Key.Key_Return)
    assert stage.profile.timesheets.entry(running).comment == words
    assert not popover.day.notice.isVisible()


def test_a_comment_that_is_too_long_is_refused_whole(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 600, "Header")
    popover = stage.popover()
    popover.day.timer.running.comment.setFocus()
    words = "\0<b>" + "y" * 100_000
    popover.day.timer.running.comment.setText(words)
    press(popover, Qt.Key.Key_Return)
    assert popover.day.timer.running.comment.text() == words
    assert "at most 10,000 fit" in popover.day.notice.words.text()


def test_another_day_and_back(stage: Stage) -> None:
    friday = TODAY - timedelta(days=3)
    stage.entry(s.WEBSITE, s.CODING, 60, "Header", day=friday)
    popover = stage.popover()
    popover.day.head.earlier.setFocus()
    press(popover, Qt.Key.Key_Left)
    assert popover.day.head.title.text() == "Yesterday"
    click(popover.day.head.earlier)
    click(popover.day.head.earlier)
    assert popover.day.head.title.text() == "Fri 20 Nov"
    assert [popover.day.list.row(row.id) is not None for row in stage.profile.timesheets.day(friday).rows] == [True]
    press(popover, Qt.Key.Key_Home, ALT)
    assert popover.day.head.title.text() == "Today"


def test_an_empty_day_offers_the_entries_of_the_last_day(stage: Stage) -> None:
    old = stage.entry(s.WEBSITE, s.CODING, 60, "Header", day=date(2026, 11, 20))
    popover = stage.popover()
    popover.day.empty.continue_wanted.emit(old)
    running = stage.profile.timer.running()
    assert running is not None
    assert (running.day, running.comment, running.id != old) == (TODAY, "Header", True)


@pytest.mark.parametrize(
    ("scene", "short"),
    [
        ("synced", "Synced 14:02"),
        ("synced yesterday", "Synced Sun 14:00"),
        ("waiting", "2 waiting"),
        ("offline", "Offline · 2 waiting"),
        ("paused", "Paused until 14:05 · 2 waiting"),
        ("rejected", "1 to resolve · 1 waiting"),
        ("signed out", "Signed out · 2 waiting"),
        ("offline and rejected", "Offline · 1 to resolve · 1 waiting"),
        ("paused and rejected", "Paused until 14:05 · 1 to resolve · 1 waiting"),
        ("signed out and rejected", "Signed out · 1 to resolve · 1 waiting"),
    ],
)
def test_the_footer_shows_the_sync_status(stage: Stage, scene: str, short: str) -> None:
    ids = [stage.entry(s.INTERNAL, s.MEETING, 5, sent=scene.startswith("synced")) for _ in range(2)]
    if scene == "synced yesterday":
        stage.synced(NOW.replace(minute=0) - timedelta(days=1))
    if "rejected" in scene:
        stage.rejected(ids[0], "The task is archived.")
    if "offline" in scene:
        stage.offline(NOW - timedelta(minutes=43))
    if "paused" in scene:
        log = CallLog(stage.profile.paths.call_log("https://acme.coffeecup.app", "acme"))
        log.back_off(NOW + timedelta(seconds=110), stage.clock.now())
        log.close()
    if "signed out" in scene:
        _sign_out(stage)
    popover = stage.popover()
    assert popover.day.footer.status.accessibleName() == short
    assert popover.day.footer.status.accessibleName() == short


def _sign_out(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.settings.put(settings.SIGNED_IN, False)


def test_every_problem_has_one_action_even_if_there_are_two_problems(stage: Stage) -> None:
    wrong = stage.entry(s.INTERNAL, s.MEETING, 5, sent=False)
    stage.rejected(wrong, "The task is archived.")
    _sign_out(stage)
    popover = stage.popover()
    assert popover.day.footer.status.accessibleDescription().endswith("Press to sign in.")
    click(popover.day.footer.status)
    assert shown(popover, SignInPage).isVisible()
    popover.open(Day())
    assert popover.day.notice.words.text() == "CoffeeCup rejected an entry: “The task is archived”."
    click(popover.day.notice.action)
    assert shown(popover, ConflictsPage).isVisible()


def test_a_pause_is_explained_in_full(stage: Stage) -> None:
    for _ in range(7):
        stage.entry(s.INTERNAL, s.MEETING, 5, sent=False)
    log = CallLog(stage.profile.paths.call_log("https://acme.coffeecup.app", "acme"))
    log.back_off(NOW + timedelta(seconds=110), stage.clock.now())
    log.close()
    popover = stage.popover()
    status = popover.day.footer.status
    assert (status.accessibleName(), tip_of(status)) == (
        "Paused until 14:05 · 7 waiting",
        "CoffeeCup is busy until 14:05. What you track is saved here and syncs after that.",
    )
    assert not popover.day.notice.isVisible(), "it passes by itself"


def test_a_rejected_entry_is_marked_and_shows_its_reason(stage: Stage) -> None:
    wrong = stage.entry(s.CONFIGURATOR, s.SUPPORT, 30, sent=False)
    stage.rejected(wrong, "The task “Support” is archived.")
    popover = stage.popover()
    assert popover.day.notice.words.text() == "CoffeeCup rejected an entry: “The task “Support” is archived”."
    assert "rejected" in at_line(popover, wrong).name
    click(popover.day.notice.action)
    assert "archived" in shown(popover, ConflictsPage).reason.words.text()
