"""`demitasse doctor` on a real desktop: what the running tray app knows is asked of it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from demitasse.domain.doctor import Found
from tests.deadlines import PATIENCE_S
from tests.desktop_session import DesktopSession, wait_until
from tests.e2e.person import PROFILE, Person

if TYPE_CHECKING:
    from pathlib import Path


def _checks(person: Person) -> dict[str, str]:
    """Return the code of each check."""
    done = subprocess.run(
        [*person.program, *PROFILE, "doctor", "--json"],
        env=person.desktop.env | {"DEMITASSE_HOME": str(person.home)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return {check["check"]: check["code"] for check in answer["checks"]}


@pytest.mark.parametrize("tray", ["xembed", "sni"])
def test_the_tray_is_tried(tray: str, tmp_path: Path) -> None:
    with DesktopSession(tray) as desktop:
        person = Person(desktop, tmp_path / "demitasse")
        assert _checks(person)["tray"] == Found.TRAY_HOST
        person.start_app()
        wait_until(lambda: _checks(person)["tray"] == Found.TRAY_SHOWN, "the icon")
        desktop.click_tray()
        wait_until(lambda: _checks(person)["clicks"] == Found.CLICKS_ARRIVE, "the click")
        checks = _checks(person)
        assert checks["placement"] in {Found.PLACED_AT_ICON, Found.PLACED_AT_PANEL}
        assert checks["idle"] == Found.IDLE_KNOWN
        assert person.quit_app() == 0


def test_without_a_tray_it_says_so(tmp_path: Path) -> None:
    with DesktopSession("none") as desktop:
        person = Person(desktop, tmp_path / "demitasse")
        assert _checks(person)["tray"] == Found.TRAY_NONE
