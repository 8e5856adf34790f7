"""The main job with a screen reader: controls are found by name and pressed over AT-SPI."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.desktop_session import wait_until
from tests.screen_reader import ALWAYS, ScreenReader, launcher

if TYPE_CHECKING:
    from tests.e2e.person import Person


@pytest.fixture
def reader(person: Person) -> ScreenReader:
    """A screen reader that runs before the app starts."""
    if not launcher() and not os.environ.get("DEMITASSE_REQUIRE_DESKTOP"):
        pytest.skip("no bus for screen readers here: at-spi2-core")
    person.desktop.env |= ALWAYS
    return ScreenReader(person.desktop)


def test_start_and_stop_with_a_screen_reader(person: Person, reader: ScreenReader) -> None:
    person.terminal("add", "web cod", "30m", "--comment", "Header")
    person.start_app()
    person.open()
    with reader:
        start = wait_until(lambda: reader.find("push button", "Start"), "the button that starts")
        assert reader.find("list", "Entries of the day")
        assert reader.find("list item", "Website relaunch · Coding, Header, 30 minutes"), "the entry"
        nameless = [one for one in reader.objects() if one.focusable and not one.name]
        assert not nameless
        reader.press(start)
        stop = wait_until(lambda: reader.find("push button", "Stop"), "the button that stops")
        assert reader.find("text", "Comment")
        wait_until(lambda: person.terminal("status")["running"]["duration_s"] >= 3, "three ticks")
        reader.press(stop)
        wait_until(lambda: reader.find("push button", "Start"), "the stopped timer")
        assert person.terminal("status")["running"] is None
        assert len(reader.listen()) == 2, "start and stop are announced, ticks are not"
    assert person.quit_app() == 0


def test_a_setting_is_chosen_with_a_screen_reader(person: Person, reader: ScreenReader) -> None:
    """A combo box has its name and no hidden list, and its rows can be pressed."""
    person.start_app()
    person.open()
    with reader:
        reader.press(wait_until(lambda: reader.find("push button", "Settings"), "the button of the settings"))
        box = wait_until(lambda: reader.find("combo box", "Durations"), "the combo box")
        assert not [one for one in reader.objects() if one.role in {"list", "list item"}]
        reader.press(box)
        row = wait_until(lambda: reader.find("menu item", "1.50"), "its list")
        reader.press(row)
        wait_until(lambda: "1.50" in str(person.terminal("settings")), "the setting")
    assert person.quit_app() == 0


def test_the_list_of_the_day_with_a_screen_reader(person: Person, reader: ScreenReader) -> None:
    for comment in ("Header", "Footer"):
        person.terminal("add", "web cod", "30m", "--comment", comment)
    person.start_app()
    person.open()
    with reader:
        entry = wait_until(lambda: reader.find("list item", "Website relaunch · Coding, Footer"), "the entry")
        assert (entry.focusable, reader.description(entry)) == (True, "2 of 2")
        actions = reader.actions(entry)
        assert actions == ["Press", "continue", "edit", "duplicate", "delete", "more", "SetFocus"]
        reader.press(entry, actions.index("continue"))
        running = wait_until(lambda: person.terminal("status")["running"], "the timer")
        assert running["comment"] == "Footer"
        other = wait_until(lambda: reader.find("list item", "Website relaunch · Coding, Header"), "the other entry")
        reader.press(other, reader.actions(other).index("delete"))
        wait_until(lambda: not reader.find("list item", "Website relaunch · Coding, Header"), "its end")
    assert person.quit_app() == 0


def test_a_row_of_a_report_is_opened_with_a_screen_reader(person: Person, reader: ScreenReader) -> None:
    person.terminal("add", "web cod", "90m", "--comment", "Header")
    person.start_app()
    person.open()
    with reader:
        reader.press(wait_until(lambda: reader.find("page tab", "Report"), "the tab"))
        row = wait_until(lambda: reader.find("list item", "Website relaunch, "), "the row")
        reader.press(row)
        wait_until(lambda: reader.find("push button", "Show all, not only Website relaunch"), "the limit")
        wait_until(lambda: reader.find("list item", "Website relaunch · "), "the rows of the limit")
    assert person.quit_app() == 0
