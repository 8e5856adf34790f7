"""The scenes: every state of the popover with realistic data. Each returns a popover that is shown."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from demitasse.domain.errors import FaultCode, LocalFault
from demitasse.store.throttle import CallLog
from demitasse.ui.pages.destinations import Day
from tests.screenshots.pages import PAGES
from tests.screenshots.scenes_account import ACCOUNT
from tests.screenshots.scenes_close_day import CLOSE_DAY
from tests.screenshots.scenes_day import DAY_SCENES
from tests.screenshots.scenes_desktops import tray
from tests.screenshots.scenes_forms import ENTRY_FORMS
from tests.screenshots.scenes_line import LINE
from tests.screenshots.scenes_views import VIEWS
from tests.screenshots.sheets import SHEETS
from tests.ui import stage
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.user_input import at_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from demitasse.ui.popover.popover import Popover

_FRIDAY = TODAY - timedelta(days=3)
_LONG = "Relaunch of the international customer self-service portal and its content migration"


def _unfocused(popover: Popover) -> Popover:
    popover.day.setFocus(Qt.FocusReason.OtherFocusReason)
    return popover


def running() -> Popover:
    """A running timer (picture 1)."""
    s = Stage()
    s.a_day()
    return _unfocused(s.popover())


def hovered() -> Popover:
    """A running timer, with the keyboard focus on the second entry."""
    s = Stage()
    s.a_day()
    popover = s.popover()
    at_line(popover, s.rows()[1].id)
    return popover


def focused() -> Popover:
    """The comment field with the focus."""
    s = Stage()
    s.a_day()
    return s.popover()


def offline() -> Popover:
    """An empty day offline with three unsent changes (picture 18)."""
    s = Stage()
    s.entry(stage.WEBSITE, stage.CODING, 200, "Header", day=_FRIDAY, sent=False)
    s.entry(stage.INTERNAL, stage.MEETING, 60, "Retro", day=_FRIDAY, sent=False)
    s.entry(stage.MOBILE, stage.DESIGN, 120, "Icons", day=_FRIDAY, sent=False)
    s.offline(NOW - timedelta(minutes=43))
    return _unfocused(s.popover())


def empty() -> Popover:
    """The first day of a new user."""
    return _unfocused(Stage().popover())


def rejected() -> Popover:
    """A rejected entry (picture 47)."""
    s = Stage()
    s.entry(stage.WEBSITE, stage.CODING, 177, "Header", start=time(8))
    s.entry(stage.INTERNAL, stage.MEETING, 60, "Weekly planning", start=time(11))
    s.entry(stage.MOBILE, stage.DESIGN, 45, "Empty states and icons", sent=False)
    wrong = s.entry(stage.CONFIGURATOR, stage.SUPPORT, 30, "Call with the dealer", sent=False)
    s.rejected(wrong, "The task “Support” is archived.")
    return _unfocused(s.popover())


def waiting() -> Popover:
    """Changes that are not sent yet."""
    s = Stage()
    s.entry(stage.WEBSITE, stage.CODING, 177, "Header")
    s.entry(stage.MOBILE, stage.DESIGN, 45, "Empty states and icons", sent=False)
    s.clock.advance(600)
    return _unfocused(s.popover())


def paused() -> Popover:
    """A pause that CoffeeCup asked for (picture 45)."""
    s = Stage()
    s.a_day()
    for number in range(7):
        s.entry(stage.INTERNAL, stage.MEETING, 5, f"Call {number + 1}", sent=False)
    log = CallLog(s.profile.paths.call_log("https://acme.coffeecup.app", "acme"))
    log.back_off(NOW + timedelta(seconds=110), s.clock.now())
    log.close()
    return _unfocused(s.popover())


def undo() -> Popover:
    """The offer to undo a deletion, and the pointer on a row (picture 2)."""
    s = Stage()
    s.a_day()
    popover = s.popover()
    rows = popover.day.list
    popover.day.delete(s.rows()[2].id)
    _unfocused(popover)
    QApplication.processEvents()
    line = next(place for place, line in enumerate(rows.lines()) if line.key == s.rows()[1].id)
    QTest.mouseMove(rows, rows.button_rect(line, 0).center())
    return popover


def disk_full() -> Popover:
    """Something could not be saved."""
    s = Stage()
    s.a_day()
    popover = s.popover()
    popover.day.show_fault(LocalFault(FaultCode.DISK_FULL))
    return popover


def signed_out() -> Popover:
    """A session that has ended while a timer runs (picture 43)."""
    s = Stage()
    s.a_day()
    s.profile.account._gateway.close_session = lambda: None  # type: ignore[method-assign]
    s.entry(stage.INTERNAL, stage.MEETING, 15, "Stand-up", sent=False)
    s.profile.account.sign_out()
    return _unfocused(s.popover())


def long_text() -> Popover:
    """Names that are too long for their line."""
    s = Stage()
    with s.store.transaction():
        s.store.database.write("UPDATE project SET name = ? WHERE id = 1", (_LONG,))
        s.store.database.write("UPDATE task SET label = ? WHERE id = 1", ("Accessibility and performance review",))
    wrong = s.entry(stage.WEBSITE, stage.REVIEW, 605, _LONG * 3, sent=False)
    s.rejected(wrong, "The project is closed.")
    s.running(stage.WEBSITE, stage.CODING, 36300, "<b>Bold</b> & \u202eevil\u202c " + _LONG)
    return _unfocused(s.popover())


def other_day() -> Popover:
    """Another day than today."""
    s = Stage()
    s.entry(stage.WEBSITE, stage.CODING, 312, "Header", day=_FRIDAY)
    s.entry(stage.INTERNAL, stage.MEETING, 190, "Retro", day=_FRIDAY)
    s.running(stage.WEBSITE, stage.CODING, 5047, "Fix the login redirect on Safari")
    popover = s.popover()
    popover.open(Day(date(2026, 11, 20)))
    return _unfocused(popover)


SCENES: dict[str, Callable[[], QWidget]] = {
    scene.__name__: scene
    for scene in (
        running, hovered, focused, offline, empty, rejected, waiting, paused, undo, disk_full, signed_out, long_text,
        other_day, tray, *ACCOUNT, *PAGES, *SHEETS,
        *LINE, *ENTRY_FORMS, *CLOSE_DAY, *VIEWS, *DAY_SCENES,
    )
}  # fmt: skip
