"""The pages about, diagnostics and accounts, which the settings open."""

from __future__ import annotations

import re
import threading
from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication

from demitasse.boot.profile import Profile
from demitasse.desktop.ipc_client import ipc_address, send
from demitasse.domain import settings
from demitasse.support.paths import paths, profiles
from demitasse.ui.pages.about import PARTS, AboutPage
from demitasse.ui.pages.accounts import AccountsPage
from demitasse.ui.pages.destinations import Accounts, Settings
from demitasse.ui.pages.settings import SettingsPage
from tests.deadlines import PATIENCE_S
from tests.desktop_session import wait_until
from tests.ui.stage import CONFIGURATOR, SUPPORT, Stage
from tests.ui.user_input import click, press
from tests.update_server import UpdateServer

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover


NEW = {"version": "99.1.0", "page": "https://example.org/new"}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _needed(of: str, known: dict[str, str]) -> dict[str, str]:
    """Return the packages that are installed because of `of`, each with its licence."""
    for requirement in distribution(of).requires or []:
        name = re.split(r"[\s<>=!;\[(~]", requirement)[0]
        if "extra ==" in requirement or _plain(name) in known:
            continue
        try:
            facts = distribution(name).metadata
        except PackageNotFoundError:  # of another system
            known[_plain(name)] = ""
            continue
        known[_plain(name)] = (facts.get_all("License-Expression") or [""])[0]
        _needed(name, known)
    return known


def _about(stage: Stage) -> tuple[Popover, AboutPage]:
    popover = stage.popover()
    popover.open(Settings())
    settings_page = popover.page
    assert isinstance(settings_page, SettingsPage)
    click(settings_page.about_button)
    page = popover.page
    assert isinstance(page, AboutPage)
    return popover, page


def _news(stage: Stage, server: UpdateServer, *, on: bool = True) -> AboutPage:
    stage.profile.settings.put(settings.CHECK_UPDATES, on)
    stage.profile.settings.put(settings.UPDATE_ADDRESS, server.url)
    return _about(stage)[1]


def test_nothing_is_asked_unless_the_person_switched_it_on(stage: Stage) -> None:
    assert settings.CHECK_UPDATES.default is False
    with UpdateServer(NEW) as server:
        page = _news(stage, server, on=False)
        assert not [thread for thread in threading.enumerate() if thread.name == "demitasse-update"]
        assert server.requests == []
    assert not page.news.isVisible()
    assert not page.news_button.isVisible()


def test_a_newer_version_is_told_with_its_page(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    with UpdateServer(NEW) as server:
        page = _news(stage, server)
        wait_until(
            lambda: (QApplication.processEvents(), page.news.text())[1] == "Version 99.1.0 is available.", "news"
        )
    click(page.news_button)
    assert opened == ["https://example.org/new"]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"version": "0.0.1"}, "There is no newer version."),
        ({"version": "99.1.0", "page": "http://example.org"}, "Version 99.1.0 is available."),
        ({}, "127.0.0.1 answered, but named no version."),
    ],
)
def test_every_answer_has_its_sentence(stage: Stage, document: object, says: str) -> None:
    with UpdateServer(document) as server:
        page = _news(stage, server)
        wait_until(lambda: (QApplication.processEvents(), page.news.text())[1] == says, says)
    assert not page.news_button.isVisible()


def test_a_page_that_is_left_meanwhile_is_no_fault(stage: Stage) -> None:
    with UpdateServer(NEW) as server:
        _news(stage, server)
        stage.close()
        for thread in [thread for thread in threading.enumerate() if thread.name == "demitasse-update"]:
            thread.join(PATIENCE_S)
    assert len(server.requests) == 1


def test_every_shipped_package_is_named_with_its_licence() -> None:
    needed = _needed("demitasse", {})
    named = {_plain(name): licence for name, licence in PARTS.items()}
    assert needed.keys() <= named.keys()
    assert named.keys() - needed.keys() <= {
        "python",
        "backports-tarfile",
        "importlib-metadata",
        "zipp",
        "typing-extensions",
        "tzlocal",
    }
    wrong = {name: said for name, said in needed.items() if said and named[name] not in re.split(r" OR ", said)}
    assert wrong == {}


def test_diagnostics_are_shown_before_they_are_copied_and_hold_no_names(stage: Stage) -> None:
    stage.rejected(stage.entry(CONFIGURATOR, SUPPORT, 30, "Call with the secret dealer", sent=False), "No secret")
    with stage.store.transaction():
        stage.store.settings.put(settings.AWAY_S, 900)
    _popover, page = _about(stage)
    click(page.diagnose_button)
    shown = page.preview.toPlainText()
    assert "1 rejected" in shown
    assert "entry: 1" in shown
    assert "away_s: 900" in shown
    for secret in ("secret", "acme", "jane", "Jane", "Configurator", "Support", str(stage.profile.paths.data)):
        assert secret not in shown
    click(page.copy_button)
    assert QGuiApplication.clipboard().text() == shown
    assert page.preview.isReadOnly()
    rest = page.height() - page.head.height() - page.preview.height()
    assert rest < 240, "the text takes the height that is left"


def test_back_returns_to_the_settings(stage: Stage) -> None:
    popover, _page = _about(stage)
    press(popover, Qt.Key.Key_Escape)
    assert isinstance(popover.page, SettingsPage)
    popover.open(Accounts())
    press(popover, Qt.Key.Key_Escape)
    assert isinstance(popover.page, SettingsPage)


def _accounts(stage: Stage) -> AccountsPage:
    popover = stage.popover()
    popover.open(Accounts())
    page = popover.page
    assert isinstance(page, AccountsPage)
    return page


def test_all_profiles_but_the_demo_are_listed(stage: Stage) -> None:
    for name in ("work", "demo"):
        Profile(name).close()
    assert profiles() == ["default", "demo", "work"]
    page = _accounts(stage)
    assert set(page.buttons) == {"work"}, "this one needs no button"
    assert page.buttons["work"].accessibleName() == "Sign in: work (work)"


def test_an_unreadable_profile_is_listed_too(stage: Stage) -> None:
    Profile("broken").close()
    paths("broken").database.write_bytes(b"This is no database. " * 1000)
    assert set(_accounts(stage).buttons) == {"broken"}


@pytest.mark.parametrize("name", ["", "../elsewhere", "two words", "x" * 33])
def test_an_invalid_name_is_reported_at_its_field(stage: Stage, name: str) -> None:
    page = _accounts(stage)
    page.name.setText(name)
    click(page.add_button)
    assert "32" in page.note.text()
    assert page.name.hasFocus()
    assert profiles() == ["default"]


def test_a_reserved_name_is_said_at_the_field(stage: Stage) -> None:
    page = _accounts(stage)
    page.name.setText("Logs")
    click(page.add_button)
    assert page.note.text() == "The name “Logs” is reserved. Choose another one."


@pytest.mark.parametrize("name", ["default", "Default"])
def test_a_used_name_is_reported_at_its_field(stage: Stage, name: str) -> None:
    page = _accounts(stage)
    page.name.setText(name)
    click(page.add_button)
    assert page.note.text() == "An account with that name already exists."


def test_another_account_opens_another_tray_app(stage: Stage) -> None:
    page = _accounts(stage)
    page.name.setText("work")
    click(page.add_button)
    address = ipc_address(paths("work"))
    wait_until(lambda: send(address, "show"), "the other app")
    assert send(address, "quit")
    wait_until(lambda: not send(address, "show"), "its end")
    assert "work" in profiles()
