"""Settings on a real desktop: lists do not close the popover, and a login item starts the app."""

from __future__ import annotations

import itertools
from contextlib import suppress
from typing import TYPE_CHECKING

from demitasse.desktop.autostart import split_exec
from demitasse.domain.settings import LANGUAGE
from demitasse.ui.pages.settings_schema import OPTIONS
from tests.deadlines import RETRY_S
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.person import Person


def test_a_language_is_picked_from_its_list_by_keyboard(person: Person) -> None:
    assert any(_picked(person) for _ in range(3)), "a desktop under load may lose a key, but not three times"


def _picked(person: Person) -> bool:
    """Choose German from the list of languages by keyboard; return whether it worked and the popover stayed open."""
    person.start_app()
    person.open()
    person.desktop.keys("ctrl+comma", *["Tab"] * _tabs_to(LANGUAGE), "space", "End", "Return")
    try:
        wait_until(lambda: person.terminal("settings", "language")["settings"]["language"] == "de", "German", RETRY_S)
        person.popover()
    except AssertionError:
        return False
    finally:
        assert person.quit_app() == 0
    return True


def _tabs_to(wanted: object) -> int:
    """Return how often Tab is pressed from the top of the page; before all options is the start at login."""
    shown = [option for option in OPTIONS if option.system in {"", "linux"}]
    before = list(itertools.takewhile(lambda option: option.setting is not wanted, shown))
    return 2 + sum(1 + (option.detail is not None and not option.detail.pattern) for option in before)


def _switched_on(person: Person, folder: Path) -> bool:
    person.start_app()
    person.open()
    person.desktop.keys("ctrl+comma", "Tab", "space")
    with suppress(AssertionError):
        wait_until(lambda: list(folder.glob("*.desktop")), "the login item", RETRY_S)
    assert person.quit_app() == 0
    return bool(list(folder.glob("*.desktop")))


def test_what_is_switched_on_here_starts_the_app_at_the_next_login(person: Person) -> None:
    folder = person.desktop.folder / "home" / ".config" / "autostart"
    assert any(_switched_on(person, folder) for _ in range(3)), "the login item"
    (file,) = folder.glob("*.desktop")
    line = next(line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("Exec="))
    assert not person.desktop.has_tray_icon()
    person.desktop.start(*split_exec(line.removeprefix("Exec=")), DEMITASSE_HOME=str(person.home))
    person.open()
    assert person.terminal("status")["sync"], "it is the same profile"
