"""The doctor page: what the checks found, in words, with one thing that helps."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from demitasse.desktop.autostart import AutostartState, autostart
from demitasse.domain.doctor import CHECKS, RESULTS, CheckState, Finding, Found
from demitasse.domain.errors import FaultCode
from demitasse.store.settings import SERVER
from demitasse.ui.pages.destinations import Doctor
from demitasse.ui.pages.doctor import DoctorPage
from demitasse.ui.text import doctor_text
from tests.desktop_session import wait_until
from tests.ui.user_input import click, shown

if TYPE_CHECKING:
    from tests.ui.stage import Stage


def _page(stage: Stage) -> DoctorPage:
    with stage.store.transaction():
        stage.store.settings.put(SERVER, "http://127.0.0.1:1")  # nobody answers there
    popover = stage.popover()
    popover.open(Doctor())
    page = shown(popover, DoctorPage)
    _wait(page)
    return page


def _wait(page: DoctorPage) -> None:
    wait_until(lambda: (QApplication.processEvents(), page.again_button.isEnabled())[1], "the checks")


def test_every_result_has_words_for_its_figures() -> None:
    assert set(doctor_text.WORDS) == set(RESULTS)
    assert set(doctor_text.TITLES) == set(CHECKS)
    for code, texts in doctor_text.WORDS.items():
        holes = {name for text in texts for _, name, _, _ in string.Formatter().parse(str(text)) if name}
        assert holes <= set(RESULTS[code][1]), code


def test_opening_the_page_tries_each_part(stage: Stage) -> None:
    page = _page(stage)
    assert {finding.check for finding in page.findings} == set(CHECKS)
    assert all(line.words.text() and line.state for line in page.lines.values())
    assert page.at.text() == "Checked 14:03"


@pytest.mark.parametrize("state", list(CheckState))
def test_a_line_tells_its_state_also_without_colours(stage: Stage, state: CheckState) -> None:
    page = _page(stage)
    code = next(code for code, (of, names) in RESULTS.items() if of is state and not names)
    page._on_finished((Finding("tray", code),))
    line = page.lines["tray"]
    assert line.state == state.value
    assert line.accessibleName() == f"Tray icon: {doctor_text.STATES[state]}. {line.words.text()}"


def test_a_fault_is_told_with_its_own_words(stage: Stage) -> None:
    page = _page(stage)
    page._on_finished((Finding("server", FaultCode.UNREACHABLE, {}),))
    assert page.lines["server"].words.text().startswith("CoffeeCup cannot be reached.")
    assert page.lines["server"].state == "broken"


_FIGURES: list[tuple[str, str, dict[str, Any], str]] = [
    ("clock", Found.CLOCK_RIGHT, {"offset_ms": 400, "zone": "Europe/Berlin"},
     "0.4 s from CoffeeCup’s, zone Europe/Berlin"),
    ("disk", Found.DISK_ROOMY, {"free_bytes": 12_000_000_000, "size_bytes": 3_000_000}, "12 GB free, timesheet 3 MB"),
    ("server", Found.SERVER_ANSWERED, {"host": "acme.coffeecup.app", "took_ms": 210},
     "acme.coffeecup.app answered in 0.2 s"),
    ("clicks", Found.CLICKS_ARRIVE, {"buttons": ("left", "right")}, "These have arrived: left, right"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "code", "figures", "words"), _FIGURES)
def test_figures_are_written_as_the_language_does(check: str, code: str, figures: dict[str, Any], words: str) -> None:
    assert doctor_text.said(Finding(check, code, figures)) == words


def test_the_start_at_login_can_be_switched_on_here(stage: Stage) -> None:
    page = _page(stage)
    button = page.lines["login"].help
    assert button is not None
    assert button.accessibleName() == "Start at login: Switch on"
    click(button)
    _wait(page)
    assert autostart().state() is AutostartState.ON
    assert (page.lines["login"].words.text(), page.lines["login"].help) == ("On", None)


def test_the_command_for_a_shortcut_can_be_copied(stage: Stage) -> None:
    page = _page(stage)
    page._on_finished((Finding("shortcuts", Found.SHORTCUTS_NONE, {"command": "demitasse --show"}),))
    button = page.lines["shortcuts"].help
    assert button is not None
    click(button)
    assert QGuiApplication.clipboard().text() == "demitasse --show"


def test_the_copied_report_holds_no_names(stage: Stage) -> None:
    stage.a_day()
    page = _page(stage)
    page._on_finished((Finding("server", Found.SERVER_ANSWERED, {"host": "acme.coffeecup.app", "took_ms": 9}),))
    click(page.copy_button)
    report = QGuiApplication.clipboard().text()
    assert "server: ok, server_answered took_ms=9" in report
    for name in ("acme", "Jane", "Website", "Coding", "login redirect"):
        assert name not in report


def test_checking_again_keeps_what_was_found_until_then(stage: Stage) -> None:
    page = _page(stage)
    before = page.lines["disk"].words.text()
    page.check()
    assert (page.at.text(), page.again_button.isEnabled()) == ("Checking…", False)
    assert page.lines["disk"].words.text() == before
    _wait(page)
    assert page.at.text() == "Checked 14:03"
