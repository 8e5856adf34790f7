"""The scenes of the settings, the pages behind them, and the idle question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from demitasse.domain.errors import FaultCode
from demitasse.domain.operations import ConflictKind
from demitasse.ui.pages.destinations import About, Conflicts, Keys, SyncLog
from tests.ui import stage
from tests.ui.stage import Stage

if TYPE_CHECKING:
    from demitasse.ui.popover.popover import Popover


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


PAGES = (keys, about, diagnostics, away, away_later, decisions, history)
