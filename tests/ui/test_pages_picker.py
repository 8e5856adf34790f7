"""The list of projects and tasks: search, arrow keys, Enter and favourites, on the picker of the forms."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from demitasse.domain.entries import Catalog, Project, Task
from demitasse.domain.search import MOST_MATCHES
from demitasse.ui.pages.destinations import Picker
from demitasse.ui.pages.picker import PickerPage
from demitasse.ui.widgets import theme
from tests.ui import stage as s
from tests.ui.user_input import CTRL, press, write

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover
    from demitasse.ui.widgets.candidates import Item
    from tests.ui.stage import Stage


PICKED: list[tuple[int, int]] = []


def _open(popover: Popover) -> None:
    PICKED.clear()
    popover.open(Picker(lambda *pair: PICKED.append(pair)))


def _picker(popover: Popover) -> PickerPage:
    assert isinstance(popover.page, PickerPage)
    return popover.page


def _lines(popover: Popover) -> list[str]:
    return [_words(item) for item in _picker(popover).list.model_.items]


def _words(item: Item) -> str:
    return f"{item.match.choice.project}/{item.match.choice.task}" if item.match else item.title


def test_without_a_query_favourites_then_recents_then_clients_are_listed(stage: Stage) -> None:
    stage.entry(s.MOBILE, s.DESIGN, 5)
    stage.entry(s.INTERNAL, s.MEETING, 5)
    stage.profile.timesheets.star(s.WEBSHOP, s.COPY, on=True)
    popover = stage.popover()
    _open(popover)
    assert _lines(popover)[:6] == [
        "Favourites", "Webshop/Copy writing", "Recent", "Internal/Meeting", "Mobile app/Design", "Albatros Travel",
    ]  # fmt: skip


def _mondays_at_two(stage: Stage) -> None:
    for weeks in (1, 2, 3):
        stage.entry(s.CONFIGURATOR, s.SUPPORT, 30, day=s.TODAY - timedelta(weeks=weeks), start=time(14, 0))
        stage.entry(s.INTERNAL, s.MEETING, 30, day=s.TODAY - timedelta(weeks=weeks, days=1), start=time(9, 0))


def test_suggestions_follow_favourites_and_show_their_reason(stage: Stage) -> None:
    _mondays_at_two(stage)
    stage.profile.timesheets.star(s.WEBSHOP, s.COPY, on=True)
    popover = stage.popover()
    _open(popover)
    assert _lines(popover)[:6] == [
        "Favourites", "Webshop/Copy writing", "Recent", "Configurator/Support", "Internal/Meeting",
        "Albatros Travel",
    ]  # fmt: skip
    view = _picker(popover).list
    tip = view.model_.index(3).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Configurator · Support, Nordwind Motors, Mondays at 14:00"
    press(popover, Qt.Key.Key_Down)
    assert _picker(popover).field.accessibleDescription() == tip, "a screen reader hears the reason too"
    press(popover, Qt.Key.Key_Return)
    assert PICKED == [(s.CONFIGURATOR, s.SUPPORT)]


def test_among_equal_matches_the_suggestion_comes_first(stage: Stage) -> None:
    _mondays_at_two(stage)
    popover = stage.popover()
    _open(popover)
    write(popover, "config")
    assert _lines(popover)[1:] == ["Configurator/Support", "Configurator/Design", "Configurator/Testing"]


def test_a_typing_error_is_forgiven(stage: Stage) -> None:
    popover = stage.popover()
    _open(popover)
    write(popover, "wbesite codign")
    assert _lines(popover) == ["One letter off", "Website relaunch/Coding"]


def test_a_project_is_found_by_its_code(stage: Stage) -> None:
    coded = tuple(project._replace(code=f"P-10{project.id}") for project in s.CATALOG.projects)
    with stage.store.transaction():
        stage.store.catalog.replace(s.CATALOG._replace(projects=coded))
    popover = stage.popover()
    _open(popover)
    write(popover, "103")
    assert _lines(popover) == ["Best matches", "Internal/Meeting"]
    match = _picker(popover).list.model_.items[1].match
    assert match is not None
    assert match.highlights()[0] == "P-103"


def test_a_poll_keeps_the_highlight_and_lists_only_bookable_tasks(stage: Stage) -> None:
    popover = stage.popover()
    _open(popover)
    write(popover, "website")
    press(popover, Qt.Key.Key_Down)
    chosen = _picker(popover).list.choice()
    fewer = tuple(pair for pair in s.CATALOG.pairs if pair != (s.WEBSITE, s.CODING))
    closed = tuple(project._replace(bookable=project.id != s.MOBILE) for project in s.CATALOG.projects)
    with stage.store.transaction():
        stage.store.catalog.replace(s.CATALOG._replace(pairs=fewer, projects=closed))
    popover.refresh()
    assert _picker(popover).list.choice() == chosen
    assert _picker(popover).field.text() == "website"
    _picker(popover).field.clear()
    assert "Website relaunch/Coding" not in _lines(popover)
    assert not [line for line in _lines(popover) if line.startswith("Mobile app")]


def test_typed_letters_filter_and_are_highlighted(stage: Stage) -> None:
    popover = stage.popover()
    _open(popover)
    write(popover, "TÖCHTER copy")
    items = _picker(popover).list.model_.items
    match = items[1].match
    assert match is not None
    assert (match.choice.project, match.highlights()[2], match.highlights()[0]) == (
        "Webshop",
        ((0, 4),),
        "Seidel & Töchter",
    )


def test_arrows_skip_titles_and_stop_at_the_ends(stage: Stage) -> None:
    stage.entry(s.INTERNAL, s.MEETING, 5)
    popover = stage.popover()
    _open(popover)
    picker = _picker(popover)
    press(popover, Qt.Key.Key_Up)
    assert picker.list.currentIndex().row() == 1
    press(popover, Qt.Key.Key_Down)
    assert picker.list.currentIndex().row() == 3
    for _ in range(3):
        press(popover, Qt.Key.Key_PageDown)
    assert picker.list.currentIndex().row() == len(picker.list.model_.items) - 1


def test_ctrl_d_sets_the_star_and_keeps_the_highlight(stage: Stage) -> None:
    popover = stage.popover()
    _open(popover)
    write(popover, "web")
    press(popover, Qt.Key.Key_Down)
    chosen = _picker(popover).list.choice()
    assert chosen is not None
    press(popover, Qt.Key.Key_D, CTRL)
    assert stage.profile.timesheets.favourites() == {(chosen.project_id, chosen.task_id)}
    assert _picker(popover).list.choice() == chosen
    popover.refresh()
    assert _picker(popover).list.choice() == chosen, "a pull does not move the highlight"
    press(popover, Qt.Key.Key_D, CTRL)
    assert stage.profile.timesheets.favourites() == set()


def test_a_click_picks(stage: Stage) -> None:
    popover = stage.popover()
    _open(popover)
    write(popover, "config test")
    view = _picker(popover).list
    place = view.visualRect(view.model_.index(1)).topLeft() + QPoint(60, 18)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert PICKED == [(s.CONFIGURATOR, s.TESTING)]


def test_a_click_on_the_star_only_sets_the_star(stage: Stage) -> None:
    popover = stage.popover()
    _open(popover)
    write(popover, "config test")
    view = _picker(popover).list
    rect = view.visualRect(view.model_.index(1))
    place = QPoint(theme.WIDTH - 55, rect.center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert stage.profile.timesheets.favourites() == {(s.CONFIGURATOR, s.TESTING)}
    assert stage.profile.timer.running() is None


def test_esc_returns_without_starting(stage: Stage) -> None:
    popover = stage.popover()
    _open(popover)
    write(popover, "web")
    press(popover, Qt.Key.Key_Escape)
    assert popover.page is popover.day
    assert stage.profile.timer.running() is None


def test_enter_with_nothing_found_does_nothing(stage: Stage) -> None:
    popover = stage.popover()
    _open(popover)
    write(popover, "zebra")
    press(popover, Qt.Key.Key_Return)
    assert _picker(popover).nothing.text() == "Nothing you may book matches “zebra”."
    assert stage.profile.timer.running() is None


def test_an_account_without_projects_gets_an_explanation(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.catalog.replace(Catalog((), (), (), ()))
    popover = stage.popover()
    _open(popover)
    assert _picker(popover).nothing.text() == "There is no task yet that you may book on."


def test_of_ten_thousand_tasks_only_the_visible_ones_are_painted(stage: Stage) -> None:
    projects = tuple(Project(number, f"Project {number}", None, "#123456") for number in range(1, 101))
    tasks = tuple(Task(number, f"Task {number}") for number in range(1, 101))
    pairs = tuple((project.id, task.id) for project in projects for task in tasks)
    with stage.store.transaction():
        stage.store.catalog.replace(Catalog(projects, tasks, (), pairs))
    popover = stage.popover()
    _open(popover)
    picker = _picker(popover)
    assert len([item for item in picker.list.model_.items if item.match]) == 10_000
    assert len(picker.list.findChildren(cast("type", type(picker.field)))) == 0
    write(popover, "project 77")
    first = picker.list.choice()
    assert first is not None
    assert "77" in f"{first.project} {first.task}"
    assert len([item for item in picker.list.model_.items if item.match]) == MOST_MATCHES
