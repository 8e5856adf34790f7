"""Problems on the day and the week: the most important one in the notice, the sync status in the footer."""

import re
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from demitasse.boot.full_profile import FullProfile
from demitasse.desktop.process import start_detached
from demitasse.domain.errors import Fault
from demitasse.domain.operations import ConflictKind
from demitasse.domain.timesheet import SyncState, SyncStatus
from demitasse.support.paths import DEFAULT, DEMO
from demitasse.tracker.conflicts import Conflict
from demitasse.tracker.overview import Overview
from demitasse.ui.pages.destinations import Away, Conflicts, Navigator, SignIn
from demitasse.ui.pages.page import Page, announce
from demitasse.ui.text import messages, notification_text, wording
from demitasse.ui.text.sync_status_text import (
    FIX,
    LOOK,
    OWN_ACCOUNT,
    SIGN_IN,
    SyncStatusText,
    demo_text,
    sync_status_text,
)
from demitasse.ui.widgets.banner import Notice
from demitasse.ui.widgets.footer import Footer

_ANSWER = "answer"
_STOP = re.compile(r"\.([”“\"’]?)$")
"""The full stop of a sentence that is quoted in another one."""


class ProblemBanner(QObject):
    """Fills the notice and the footer of a page, and opens the page that solves a problem."""

    look_wanted = Signal()
    """The person asked to fetch what is new."""

    def __init__(
        self, page: Page[Any], profile: FullProfile, navigator: Navigator, notice: Notice, footer: Footer
    ) -> None:
        """Fill `notice` and `footer`, which belong to `page`."""
        super().__init__(page)
        self._page = page
        self._profile = profile
        self._navigator = navigator
        self._notice = notice
        self._footer = footer
        self._fault: Fault | None = None
        self._action = LOOK
        self._shown: tuple[str, str, str] | None = None
        notice.acted.connect(self._on_acted)
        notice.closed.connect(self._on_closed)
        footer.status.clicked.connect(self._on_status)

    def refresh(self, overview: Overview, *, busy: bool = False) -> None:
        """Show the sync status and the problem of `overview`; `busy` says that something is being fetched."""
        status = overview.sync
        self._footer.status.show_status(self._status_text(status, overview.at.wall, busy=busy))
        if self._fault is not None:
            return
        if conflicts := overview.conflicts:
            self._say(self._conflict_text(conflicts), FIX, self._conflict_action(conflicts))
        elif away := overview.ended_questions:
            words = self.tr("{away}. Were you working?").format(away=notification_text.away_title(away[0]))
            self._say(words, _ANSWER, self.tr("Answer"), tone="warn")
        elif status.state is SyncState.SIGNED_OUT:
            words = self.tr("You are signed out. What you track is saved here and syncs after you sign in.")
            self._say(words, SIGN_IN, self.tr("Sign in"), tone="info")
        else:
            self._say("", self._action)

    def _status_text(self, status: SyncStatus, now: datetime, *, busy: bool = False) -> SyncStatusText:
        """Return the sync status in words; that of the demo tells how to leave it, unless there is something to fix."""
        text = sync_status_text(status, now, busy=busy)
        return demo_text() if self._profile.name == DEMO and text.act == LOOK and not busy else text

    @property
    def fault(self) -> Fault | None:
        """The fault that is shown."""
        return self._fault

    def show_fault(self, fault: Fault) -> None:
        """Show a fault in place of other problems, and have it spoken."""
        self._fault = fault
        self._shown = None
        announce(self._page, messages.whole(fault))
        self._notice.show_notice(messages.whole(fault), closable=True)

    def clear_fault(self) -> None:
        """Forget the fault, because an action has succeeded."""
        self._fault = None

    def _say(self, words: str, action: str, button: str = "", *, tone: str = "danger") -> None:
        self._action = action
        if (words, button, tone) != self._shown:
            self._shown = words, button, tone
            self._notice.show_notice(words, button, tone=tone)

    def _conflict_text(self, conflicts: tuple[Conflict, ...]) -> str:
        if not _one_refusal(conflicts):
            return self.tr("%n entry(s) need your decision.", "", len(conflicts))
        mine = conflicts[0].mine
        reason = messages.cause(conflicts[0].reason) or wording.task_name(mine.project, mine.task)
        return self.tr("CoffeeCup rejected an entry: {reason}.").format(reason=_STOP.sub(r"\1", reason))

    def _conflict_action(self, conflicts: tuple[Conflict, ...]) -> str:
        return self.tr("Fix") if _one_refusal(conflicts) else self.tr("Decide")

    def _carry_out(self, action: str) -> None:
        if action == SIGN_IN:
            self._navigator.open(SignIn())
        elif action == OWN_ACCOUNT:
            start_detached("--profile", DEFAULT, "--show")
        elif action == _ANSWER:
            self._navigator.open(Away())
        elif action == FIX:
            self._navigator.open(Conflicts())
        else:
            self.look_wanted.emit()

    @Slot()
    def _on_acted(self) -> None:
        with self._page.showing_faults():
            self._carry_out(self._action)

    @Slot()
    def _on_status(self) -> None:
        with self._page.showing_faults():
            self._carry_out(self._status_text(self._profile.status.sync(), self._profile.clock.now().wall).act)

    @Slot()
    def _on_closed(self) -> None:
        self._fault = None
        with self._page.showing_faults():
            self.refresh(self._profile.overview.read())


def _one_refusal(conflicts: tuple[Conflict, ...]) -> bool:
    """Return True if one refused entry is all; it is opened at once, because the editor shows the reason."""
    return len(conflicts) == 1 and conflicts[0].kind is ConflictKind.REFUSED
