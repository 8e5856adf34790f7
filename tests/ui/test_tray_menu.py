"""The menu of the tray icon: recent tasks, the account page, and the order of its actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale

from demitasse.store import settings
from demitasse.tracker.account import Identity
from demitasse.ui.text import wording
from demitasse.ui.tray.tray_icon import KEYS, TrayIcon
from demitasse.ui.tray.tray_state import timesheet_url, tray_state
from demitasse.ui.widgets.shortcuts import ANYWHERE, DAY
from tests.ui.stage import CODING, DESIGN, INTERNAL, MEETING, MOBILE, REVIEW, ROSE, WEBSITE, Stage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def menu(tray: TrayIcon) -> list[str]:
    """Return the actions that can be chosen, in order."""
    return [each.text() for each in tray._menu.actions() if each.isVisible() and each.isEnabled() and each.text()]


def told(tray: TrayIcon) -> list[str]:
    """Return the lines that only tell something, in order."""
    return [each.text() for each in tray._menu.actions() if each.isVisible() and not each.isEnabled() and each.text()]


def keys(tray: TrayIcon) -> dict[str, str]:
    """Return the shortcuts of the visible actions by their text."""
    actions = [each for each in tray._menu.actions() if each.isVisible()]
    return {each.text(): each.shortcut().toString() for each in actions if not each.shortcut().isEmpty()}


@pytest.fixture
def tray(stage: Stage) -> TrayIcon:
    """A tray icon with its menu in the middle of a day."""
    stage.a_day()
    stage.profile.timesheets.star(WEBSITE, REVIEW, on=True)
    tray = TrayIcon("unknown")
    tray.build_menu()
    tray.update_state(tray_state(stage.profile.overview.read()))
    return tray


def test_the_menu_has_all_actions_in_the_order_of_the_design(tray: TrayIcon) -> None:
    assert menu(tray) == [
        "Stop",
        "Switch…",
        "Website relaunch · Review",
        "Mobile app · Design",
        "Internal · Meeting",
        "Open Demitasse",
        "Add time…",
        "Close the day…",
        "Open timesheet in browser",
        "Settings…",
        "Quit",
    ]
    assert tray._menu.defaultAction().text() == "Open Demitasse"


def test_two_lines_and_two_headers_only_tell(tray: TrayIcon) -> None:
    head, detail, *headers = told(tray)
    assert head == "Website relaunch · Coding"
    assert detail.startswith("since ")
    assert " · today " in detail
    assert headers == ["Favourites", "Recent"]


def test_the_menu_names_the_keys_of_the_popover(tray: TrayIcon) -> None:
    assert keys(tray) == {
        "Stop": "Ctrl+S",
        "Switch…": "Ctrl+N",
        "Website relaunch · Review": "Ctrl+1",
        "Mobile app · Design": "Ctrl+2",
        "Internal · Meeting": "Ctrl+3",
        "Add time…": "Ctrl+Shift+N",
        "Close the day…": "Ctrl+E",
        "Settings…": "Ctrl+,",
        "Quit": "Ctrl+Q",
    }
    assert KEYS["verb"] in DAY["toggle"].keys
    assert KEYS["switch"] in DAY["pick"].keys
    assert KEYS["add"] in DAY["add"].keys
    assert KEYS["close_day"] in DAY["close_day"].keys
    assert KEYS["settings"] in DAY["settings"].keys
    assert KEYS["quit"] in ANYWHERE["quit"].keys


def test_a_stopped_timer_is_not_offered_twice(stage: Stage, tray: TrayIcon) -> None:
    stage.profile.timer.stop()
    tray.update_state(tray_state(stage.profile.overview.read()))
    assert menu(tray)[:2] == ["Continue Website relaunch · Coding", "Start…"]
    assert "Website relaunch · Coding" not in menu(tray)
    assert told(tray)[:2][0] == "No timer is running"


def test_a_recent_task_is_started_by_its_action(stage: Stage, tray: TrayIcon) -> None:
    asked: list[tuple[int, int]] = []
    tray.start_requested.connect(lambda project, task: asked.append((project, task)))
    lines = {each.text(): each for each in tray._menu.actions()}
    lines["Internal · Meeting"].trigger()
    stage.profile.timer.start(INTERNAL, MEETING)
    tray.update_state(tray_state(stage.profile.overview.read()))
    assert "Website relaunch · Coding" in menu(tray), "the running task is not offered, the one before is"
    lines["Mobile app · Design"].trigger()
    assert asked == [(INTERNAL, MEETING), (WEBSITE, CODING)], "an action starts the task that it names now"


def test_a_recent_task_has_its_colour(tray: TrayIcon) -> None:
    dot = next(each for each in tray._menu.actions() if each.text() == "Website relaunch · Review").icon()
    assert dot.pixmap(16).toImage().pixelColor(8, 8).name() == ROSE.lower()
    assert dot.pixmap(16).toImage().pixelColor(0, 0).alpha() == 0


def test_a_change_of_language_keeps_the_actions(tray: TrayIcon, app: QApplication) -> None:
    before = len(tray._menu.actions())
    german = wording.install(app, QLocale("de_DE"))
    tray.build_menu()
    assert "Beenden" in menu(tray)
    for translator in german:
        app.removeTranslator(translator)
    tray.build_menu()
    assert len(tray._menu.actions()) == before
    assert menu(tray)[3] == "Mobile app · Design"


def test_tasks_that_can_no_longer_be_booked_are_not_offered(stage: Stage) -> None:
    stage.entry(MOBILE, DESIGN, 5)
    stage.entry(WEBSITE, REVIEW, 5)
    with stage.store.transaction():
        stage.store.database.write("UPDATE project SET bookable = 0 WHERE id = ?", (MOBILE,))
    assert [each.name for each in tray_state(stage.profile.overview.read()).recents] == []


@pytest.mark.parametrize(
    ("server", "page"),
    [
        ("https://acme.coffeecup.app", "https://acme.coffeecup.app/"),
        ("https://time.acme.example:8443/deep?x=1", "https://time.acme.example:8443/"),
        ("http://127.0.0.1:8080", ""),
        ("https://api.coffeecupapp.com", ""),
        ("https://user:secret@acme.coffeecup.app", "https://acme.coffeecup.app/"),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_only_the_page_of_the_account_is_opened(server: str, page: str) -> None:
    url = timesheet_url(Identity(server, "acme", "jane@acme.example", "Jane", signed_in=True))
    assert (url.toString() if url else "") == page


def test_without_an_account_page_there_is_no_action_for_it(stage: Stage, tray: TrayIcon) -> None:
    with stage.store.transaction():
        stage.store.settings.put(settings.SERVER, "http://127.0.0.1:8080")
    tray.update_state(tray_state(stage.profile.overview.read()))
    assert "Open timesheet in browser" not in menu(tray)
