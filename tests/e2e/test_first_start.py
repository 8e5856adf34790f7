"""The first start of a new person: the window opens by itself, and the keyboard is enough to sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desktop_session import DesktopSession, wait_until
from tests.e2e.person import Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.coffeecup import CoffeeCup


@pytest.mark.parametrize("tray", ["sni", "none"])
def test_a_new_person_signs_in_by_keyboard(tray: str, tmp_path: Path, coffeecup: CoffeeCup) -> None:
    with DesktopSession(tray) as desktop:
        person = Person(desktop, tmp_path / "demitasse")
        person.start_app()
        window = person.popover()
        if tray == "sni":  # nobody knows where the icon is
            middle = (window.x + window.width / 2, window.y + window.height / 2)
            assert abs(middle[0] - 640) <= 30
            assert abs(middle[1] - 400) <= 60
        desktop.type(coffeecup.url)
        for words in (coffeecup.company, coffeecup.email, coffeecup.password):
            desktop.keys("Tab")
            desktop.type(words)

        def signed_in() -> bool:
            """Press Enter until it has worked: without a keyring once more, with a place for the session."""
            desktop.keys("Return")
            return bool(person.terminal("status")["sync"]["state"] != "signed_out")

        wait_until(signed_in, "the session")
        assert person.quit_app() == 0
