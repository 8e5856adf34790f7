"""The scenes of the settings, the pages behind them, and the idle question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from demitasse.boot.profile import Profile
from demitasse.domain.errors import FaultCode
from demitasse.domain.operations import ConflictKind
from demitasse.ui.pages.destinations import About, Accounts, Conflicts, Keys, Settings, SyncLog
from tests.desktop_session import wait_until
from tests.ui import stage
from tests.ui.stage import Stage

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover


def settings() -> Popover:
    """The settings (picture 10), on a desktop with idle detection."""
    popover = Stage().popover()
    found: list[bool] = []
    page: Any = popover._pages.page(Settings())
    page._probe.finished.connect(found.append)
    popover.open(Settings())
    wait_until(lambda: (QApplication.processEvents(), found)[1], "what this desktop says")
    page._on_probe_finished(True)
    return popover


def about() -> Popover:
    """The page About."""
    popover = Stage().popover()
    popover.open(About())
    return popover


def diagnostics() -> Popover:
    """The diagnostics that would be copied."""
    popover = about()
    page: Any = popover.page
    page.diagnose_button.click()
    return popover


def accounts() -> Popover:
    """Two accounts on one computer."""
    Profile("work").close()
    popover = Stage().popover()
    popover.open(Accounts())
    return popover


def away() -> Popover:
    """The idle question (picture 6)."""
    s = Stage()
    s.running(stage.WEBSITE, stage.CODING, 5047, "Fix the login redirect on Safari")
    s.was_away(38)
    return s.popover()


def away_later() -> Popover:
    """The idle question, postponed."""
    popover = away()
    popover.page.leave()
    popover.day.setFocus(Qt.FocusReason.OtherFocusReason)
    return popover


def decisions() -> Popover:
    """Conflicts of several kinds."""
    s = Stage()
    s.a_day()
    rows = s.rows()
    s.disputed(rows[1].id, ConflictKind.BOTH_CHANGED, ("comment", "duration_s"), comment="Icons only", duration_s=3600)
    s.disputed(rows[2].id, ConflictKind.LOCKED, ("duration_s",), FaultCode.ENTRY_BILLED, duration_s=1800)
    s.rejected(s.entry(stage.CONFIGURATOR, stage.SUPPORT, 30, "Call", sent=False), "The task is archived.")
    popover = s.popover()
    popover.open(Conflicts())
    return popover


def history() -> Popover:
    """The sync log."""
    s = Stage()
    s.a_day()
    s.rejected(s.entry(stage.CONFIGURATOR, stage.SUPPORT, 30, "Call", sent=False), "The task is archived.")
    s.entry(stage.MOBILE, stage.DESIGN, 45, "In the tunnel", sent=False)
    popover = s.popover()
    popover.open(SyncLog())
    return popover


def keys() -> Popover:
    """The keyboard shortcuts."""
    popover = Stage().popover()
    popover.open(Keys())
    return popover


PAGES = (keys, settings, about, diagnostics, accounts, away, away_later, decisions, history)
