"""A keyring that does not answer: the window does not wait for it, and neither does the end of the program."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from demitasse.boot.profile import open_profile, store_of
from demitasse.store import settings
from tests.desktop_session import wait_until
from tests.e2e.person import PROFILE
from tests.secret_service import SecretService

if TYPE_CHECKING:
    import pytest

    from tests.e2e.person import Person


def test_the_window_opens_and_works_while_the_keyring_is_silent(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.terminal("sync")
    monkeypatch.setenv("DEMITASSE_HOME", str(person.home))
    with closing(open_profile(PROFILE[1])) as profile, store_of(profile).transaction():
        store_of(profile).settings.put(settings.TOKEN_STORE, "keyring")
    with SecretService(person.desktop.env["DBUS_SESSION_BUS_ADDRESS"]) as keyring:
        keyring.silent = True
        person.start_app()
        wait_until(lambda: keyring.asked, "a question to the keyring")
        person.open()
        person.start_timer("web cod", "while nobody answers")
        assert person.terminal("status")["sync"]["pending"] > 0
        assert person.quit_app() == 0
