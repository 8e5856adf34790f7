"""Settings on a real desktop: what opens over the popover does not close it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from tests.e2e.person import Person


def test_a_language_is_picked_from_its_list_by_keyboard(person: Person) -> None:
    assert any(_picked(person) for _ in range(3)), "a desktop under load may lose a key, but not three times"


def _picked(person: Person) -> bool:
    """Open the settings, walk to the language, open its list, take German; the popover stays open."""
    person.start_app()
    person.open()
    person.desktop.keys("ctrl+comma", *["Tab"] * 11, "space", "End", "Return")
    try:
        wait_until(lambda: person.terminal("settings", "language")["settings"]["language"] == "de", "German", 3)
        person.popover()
    except AssertionError:
        return False
    finally:
        assert person.quit_app() == 0
    return True
