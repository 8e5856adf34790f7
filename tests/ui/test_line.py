"""The line of the day and of the pages that switch and change, by keyboard and mouse."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.domain.entries import Catalog, Project, Task
from demitasse.domain.search import MOST_MATCHES
from demitasse.ui.pages.destinations import Day
from demitasse.ui.pages.switch import LinePage
from tests.ui.stage import TODAY
from tests.ui.user_input import CTRL, NO_KEY, click, focused, press, shown, write

if TYPE_CHECKING:
    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.ui.pages.line_control import LineControl
    from demitasse.ui.popover.popover import Popover
    from tests.ui.stage import Stage

Key = Qt.Key
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def _line(popover: Popover) -> LineControl:
    return popover.page.line if isinstance(popover.page, LinePage) else popover.day.timer.line


def _rows(line: LineControl) -> list[str]:
    items = line.list.model_.items
    return [f"{one.match.choice.project}/{one.match.choice.task}" if one.match else one.title for one in items]


def _place(popover: Popover, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(popover, QPoint(0, 0)), widget.size())


def _running(stage: Stage) -> TimesheetRow:
    row = stage.profile.timer.running()
    assert row is not None
    return row


# --- places


def test_the_list_takes_the_place_of_the_day_and_nothing_else_moves(stage: Stage) -> None:
    """Design 2 and 3: header, rule and footer keep their lines; hints stand where the footer was."""
    stage.profile.timer.stop(entry_id=stage.a_day())
    popover = stage.popover()
    popover.resize(popover.sizeHint())
    line, day = _line(popover), popover.day
    kept = (line.field, line.button, line.card, popover.bar)
    QApplication.processEvents()
    before = [_place(popover, widget) for widget in kept]
    below, foot = _place(popover, day.head), _place(popover, day.footer)
    assert not line.list.isVisibleTo(popover), "opening the popover alone does not show the list"
    press(popover, Key.Key_Down)
    for text in ("w", "web", "web cod", "web cod: fix", "9-25 web", "zebra"):
        line.input.setText(text)
        QApplication.processEvents()
        assert [_place(popover, widget) for widget in kept] == before
        assert line.list.isVisibleTo(popover)
        assert not day.head.isVisibleTo(popover)
        assert not day.footer.isVisibleTo(popover)
        assert _place(popover, line.list).top() == below.top()
        assert _place(popover, day._hints) == foot
    press(popover, Key.Key_Escape)
    QApplication.processEvents()
    assert [_place(popover, widget) for widget in kept] == before
    assert (_place(popover, day.head), _place(popover, day.footer)) == (below, foot)


def test_the_headers_have_their_lines_with_and_without_a_timer(stage: Stage) -> None:
    popover = stage.popover()
    popover.resize(popover.sizeHint())
    QApplication.processEvents()
    stopped = _place(popover, popover.day.timer.header), _place(popover, popover.day.timer.button)
    stage.a_day()
    popover.refresh()
    QApplication.processEvents()
    timer = popover.day.timer
    assert (_place(popover, timer.header), _place(popover, timer.button)) == stopped
    fields = _place(popover, timer.running.pair).top(), _place(popover, timer.running._fields)
    timer.open_clock()
    QApplication.processEvents()
    assert _place(popover, timer.running.clock_edit) == fields[1]
    switch, stop = (_place(popover, one) for one in (timer.running.switch_button, timer.running.button))
    assert not switch.intersects(stopped[1]), "Switch is never where Start is"
    assert stop == stopped[1]


# --- typing anywhere


@pytest.mark.parametrize("where", ["page", "footer", "list", "tabs"])
def test_letters_typed_outside_of_a_field_go_to_the_line(stage: Stage, where: str) -> None:
    stage.profile.timer.stop(entry_id=stage.a_day())
    popover = stage.popover()
    places = {
        "page": popover.day,
        "footer": popover.day.footer.gear,
        "list": popover.day.list,
        "tabs": popover.bar.tabs,
    }
    places[where].setFocus()
    for letter in "web cod":
        write(popover, letter)
    line = _line(popover)
    assert (line.input.text(), focused(popover)) == ("web cod", line.input)
    assert line.card.words.first == "Start Website relaunch · Coding"


def test_while_a_timer_runs_letters_open_the_page_that_switches(stage: Stage) -> None:
    stage.a_day()
    popover = stage.popover()
    for letter in "mob des: icons":
        write(popover, letter)
    line = shown(popover, LinePage).line
    assert line.input.text() == "mob des: icons"
    assert line.card.words.first == "Switch to Mobile app · Design"
    press(popover, Key.Key_Return)
    assert popover.page is popover.day
    assert (_running(stage).task, _running(stage).comment) == ("Design", "icons")


def test_letters_on_other_views_do_nothing(stage: Stage) -> None:
    popover = stage.popover()
    popover.open_view(1)
    popover.page.setFocus()
    press(popover, Key.Key_X)
    assert popover.page is not popover.day
    assert _line(popover).input.text() == ""


# --- Enter and its relatives


def test_esc_closes_the_list_then_empties_the_line_then_closes_the_window(stage: Stage) -> None:
    popover = stage.popover()
    closed: list[bool] = []
    popover.close_requested.connect(lambda: closed.append(True))
    write(popover, "web")
    line = _line(popover)
    press(popover, Key.Key_Escape)
    assert (line.is_open, line.input.text(), closed) == (False, "web", [])
    press(popover, Key.Key_Escape)
    assert (line.input.text(), closed) == ("", [])
    press(popover, Key.Key_Escape)
    assert closed == [True]


def test_what_is_one_letter_off_is_listed_below_and_taken_only_with_down(stage: Stage) -> None:
    popover = stage.popover()
    write(popover, "wbesite codign")
    line = _line(popover)
    assert _rows(line)[:2] == ["One letter off", "Website relaunch/Coding"]
    assert (line.card.words.tone, line.button.isEnabled()) == ("danger", False)
    press(popover, Key.Key_Return)
    click(line.button)
    click(line.card)
    assert stage.profile.timer.running() is None
    press(popover, Key.Key_Down)
    assert line.card.words.first == "Start Website relaunch · Coding"
    press(popover, Key.Key_Return)
    assert _running(stage).task == "Coding"


def test_down_takes_the_other_of_two_that_fit_and_typing_begins_anew(stage: Stage) -> None:
    popover = stage.popover()
    write(popover, "copy 45m")
    line = _line(popover)
    first = line.card.words.first
    assert line.card.words.third == "2 tasks fit; ↓ takes the other"
    press(popover, Key.Key_Down)
    assert line.card.words.first != first
    assert "fit" not in line.card.words.third
    press(popover, Key.Key_Up)
    assert line.card.words.first == first
    press(popover, Key.Key_Down)
    write(popover, ": x")
    assert line.card.words.first == first


def test_shift_enter_changes_on_the_page_that_switches_and_switches_on_the_other(stage: Stage) -> None:
    entry_id = stage.a_day()
    popover = stage.popover()
    press(popover, Key.Key_N, CTRL)
    write(popover, "mob des")
    press(popover, Key.Key_Return, SHIFT)
    row = _running(stage)
    assert (row.id, row.task, row.comment) == (entry_id, "Design", "Fix the login redirect on Safari")
    assert row.duration_s == 5047
    click(popover.day.timer.running.pair)
    write(popover, "int meet")
    press(popover, Key.Key_Return, SHIFT)
    assert (_running(stage).task, stage.profile.timesheets.entry(entry_id).running) == ("Meeting", False)


def test_the_project_field_changes_the_running_entry(stage: Stage) -> None:
    entry_id = stage.a_day()
    popover = stage.popover()
    popover.day.timer.running.pair.setFocus()
    press(popover, Key.Key_Return)
    write(popover, "web rev")
    assert shown(popover, LinePage).line.card.words.second == "Keeps its time, 1:24, and its comment"
    press(popover, Key.Key_Return)
    assert (_running(stage).id, _running(stage).task) == (entry_id, "Review")
    popover.day.timer.running.pair.setFocus()
    press(popover, Key.Key_Return)
    press(popover, Key.Key_Escape)
    assert focused(popover) is popover.day.timer.running.pair, "Esc leads back where the page was opened"


def test_an_add_on_the_page_that_switches_leaves_the_timer_alone(stage: Stage) -> None:
    entry_id = stage.a_day()
    popover = stage.popover()
    press(popover, Key.Key_N, CTRL)
    write(popover, "yesterday 1h int meet: review")
    press(popover, Key.Key_Return)
    assert _running(stage).id == entry_id
    (row,) = stage.profile.timesheets.day(TODAY - timedelta(days=1)).rows
    assert (row.task, row.duration_s, row.comment) == ("Meeting", 3600, "review")


def test_enter_on_an_empty_page_that_switches_does_nothing(stage: Stage) -> None:
    entry_id = stage.a_day()
    popover = stage.popover()
    press(popover, Key.Key_N, CTRL)
    press(popover, Key.Key_Return)
    assert _running(stage).id == entry_id
    press(popover, Key.Key_Down)
    press(popover, Key.Key_Return)
    assert _running(stage).id != entry_id


def test_a_click_on_a_row_does_what_enter_would_do_for_it(stage: Stage) -> None:
    popover = stage.popover()
    write(popover, "45m copy: draft")
    line = _line(popover)
    spot = line.list.visualRect(line.list.model_.index(2)).center()
    QTest.mouseClick(line.list.viewport(), Qt.MouseButton.LeftButton, NO_KEY, spot)
    (row,) = stage.rows()
    assert (row.task, row.duration_s, row.comment) == ("Copy writing", 2700, "draft")
    assert line.input.text() == ""


def test_a_click_on_the_card_continues(stage: Stage) -> None:
    entry_id = stage.a_day()
    stage.profile.timer.stop(entry_id=entry_id)
    popover = stage.popover()
    click(_line(popover).card)
    assert _running(stage).id == entry_id


def test_a_hidden_window_watches_no_minute_and_hints_name_only_keys_that_work(stage: Stage) -> None:
    popover = stage.popover()
    line, hints = _line(popover), popover.day.timer.hints
    write(popover, "web cod")
    assert "start" in hints.accessibleName()
    write(popover, " 9-25")
    assert ("start" in hints.accessibleName(), "choose" in hints.accessibleName()) == (False, True)
    assert line._minute.isActive()
    popover.hidden()
    assert not line._minute.isActive()
    assert not line.is_open
    assert line.input.text() == "web cod 9-25", "what was typed stays"


# --- the work of a key


def test_a_key_with_ten_thousand_tasks_reads_nothing_and_compares_each_name_once(stage: Stage) -> None:
    projects = tuple(Project(number, f"Project {number}", None, "#123456") for number in range(1, 101))
    tasks = tuple(Task(number, f"Task {number}") for number in range(1, 10_001))
    pairs = tuple((number % 100 + 1, number) for number in range(1, 10_001))
    with stage.store.transaction():
        stage.store.catalog.replace(Catalog(projects, tasks, (), pairs))
    popover = stage.popover()
    popover.open(Day())
    line = _line(popover)
    line.open_list()
    index = stage.profile.pages.suggestions.index()
    for letter in "task 77 project 5":
        statements: list[str] = []
        stage.store.database._connection.set_trace_callback(statements.append)
        before = index.compared
        write(popover, letter)
        stage.store.database._connection.set_trace_callback(None)
        assert index.compared - before <= len(tasks) + len(projects) + 2, letter
        assert len(statements) <= 2, ("the catalogue is not read again", statements)
    assert len(line.list.model_.items) <= MOST_MATCHES + 2
