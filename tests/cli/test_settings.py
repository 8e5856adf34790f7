"""`demitasse settings`: the same choices as on the settings page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from demitasse.boot.profile import open_profile
from demitasse.cli.commands import USAGE
from demitasse.domain.doctor import Found
from demitasse.domain.settings import AWAY_S, DURATION_FORMAT, USER_SETTINGS, WARN_LONG, Setting

if TYPE_CHECKING:
    from tests.cli.conftest import Terminal


def stored(setting: Setting[str] | Setting[int] | Setting[bool]) -> object:
    profile = open_profile()
    try:
        return profile._store.settings.get(setting)  # type: ignore[misc]
    finally:
        profile.close()


def test_all_settings_are_listed_with_their_choices(known: Terminal) -> None:
    assert known("settings", "--json").json["settings"].keys() == {one.name for one in USER_SETTINGS}
    lines = known("settings").out.splitlines()
    assert len(lines) == len(USER_SETTINGS)
    assert next(line for line in lines if line.startswith("duration_format")).split() == [
        "duration_format", "default", "default,", "1:30,", "1.50",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "typed", "value"),
    [(AWAY_S, "900", 900), (WARN_LONG, "off", False), (WARN_LONG, "Yes", True), (DURATION_FORMAT, "1.50", "1.50")],
)
def test_a_setting_is_changed_and_reset(
    known: Terminal, setting: Setting[str] | Setting[int] | Setting[bool], typed: str, value: object
) -> None:
    assert known("settings", setting.name, typed, "--json").json == {"settings": {setting.name: value}}
    assert stored(setting) == value
    known("settings", setting.name, "default")
    assert stored(setting) == setting.default


@pytest.mark.parametrize(
    ("name", "value"),
    [("away_s", "7"), ("away_s", "soon"), ("away_s", "9" * 5000), ("warn_long", "900"), ("server", "x"), ("", "on")],
)
def test_an_invalid_setting_changes_nothing(known: Terminal, name: str, value: str) -> None:
    before = known("settings", "--json").json
    refused = known("settings", name, value)
    assert refused.code == USAGE
    assert len(refused.err) < 500
    assert known("settings", "--json").json == before


@pytest.mark.skipif(sys.platform != "linux", reason="the desktops of Linux")
@pytest.mark.parametrize(
    ("name", "value", "code", "words"),
    [
        ("ask_away", "on", Found.IDLE_UNKNOWN, "Only sleep is noticed"),
        ("remind_end", "on", Found.NOTES_NONE, "No program shows them."),
        ("menu_bar_time", "on", Found.ONLY_MACOS, "Only macOS shows it."),
    ],
)
def test_a_setting_without_effect_here_says_so(
    known: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: str, words: str
) -> None:
    monkeypatch.setenv("DISPLAY", ":97")
    assert known("settings", name, value, "--json").json["no_effect"] == {name: code}
    assert words in known("settings", name).err
    assert known("settings", name, "off").err == "", "what is off has no effect anyway"
    assert "no_effect" not in known("settings", "--json").json
