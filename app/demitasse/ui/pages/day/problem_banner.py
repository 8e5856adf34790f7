"""What needs attention: one problem in the notice over the list, the whole standing in the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from demitasse.domain.conflicts import ConflictKind
from demitasse.domain.timesheet import SyncState
from demitasse.ui.pages.destinations import Away, Conflicts, EditEntry, SignIn
from demitasse.ui.pages.page import announce
from demitasse.ui.text import messages, notification_text, wording
from demitasse.ui.text.sync_status_text import FIX, LOOK, SIGN_IN, sync_status_text

if TYPE_CHECKING:
    from demitasse.boot.profile import Profile
    from demitasse.domain.errors import Fault
    from demitasse.tracker.conflicts import Conflict
    from demitasse.tracker.overview import Overview
    from demitasse.ui.pages.destinations import Navigator
    from demitasse.ui.pages.page import Page
    from demitasse.ui.widgets.headers import Footer, Notice


_ANSWER = "answer"


class ProblemBanner(QObject):
    """Says it on a page. A fault stays until the next action succeeds or the person closes it."""

    look_wanted = Signal()

    def __init__(self, page: Page[Any], profile: Profile, navigator: Navigator, notice: Notice, footer: Footer) -> None:
        """Speak through the page's notice and footer."""
        super().__init__(page)
        self._page = page
        self._profile = profile
        self._navigator = navigator
        self._notice = notice
        self._footer = footer
        self._fault: Fault | None = None
        self._does = LOOK
        self._said: tuple[str, str, str] | None = None
        notice.acted.connect(self._on_acted)
        notice.closed.connect(self._on_closed)
        footer.status.clicked.connect(self._on_status)

    def refresh(self, overview: Overview) -> None:
        """Show the sync status and the problem of `overview`."""
        status = overview.sync
        text = sync_status_text(status, overview.at.wall)
        self._footer.status.show_status(text)
        if self._fault is not None:
            return
        if conflicts := overview.conflicts:
            self._say(self._attention(conflicts), FIX, self._way_out(conflicts))
        elif away := overview.over_questions:
            words = self.tr("{away}. Was that time worked?").format(away=notification_text.away_title(away[0]))
            self._say(words, _ANSWER, self.tr("Answer"), tone="warn")
        elif status.state is SyncState.SIGNED_OUT:
            words = self.tr("You are signed out; everything is saved here.")
            self._say(words, SIGN_IN, self.tr("Sign in"), tone="warn")
        elif status.state is SyncState.PAUSED:
            self._say(text.full, LOOK, tone="warn")
        else:
            self._say("", self._does)

    @property
    def fault(self) -> Fault | None:
        """What went wrong and was neither closed nor overtaken."""
        return self._fault

    def show_fault(self, fault: Fault) -> None:
        """Show a fault."""
        self._fault = fault
        self._said = None
        announce(self._page, messages.whole(fault))
        self._notice.show_notice(messages.whole(fault), closable=True)
        self._page.resized.emit()

    def clear_fault(self) -> None:
        """An action succeeded: what went wrong before is over."""
        self._fault = None

    def _say(self, words: str, does: str, button: str = "", *, tone: str = "danger") -> None:
        self._does = does
        if (words, button, tone) != self._said:
            self._said = words, button, tone
            self._notice.show_notice(words, button, tone=tone)

    def _attention(self, asks: tuple[Conflict, ...]) -> str:
        if any(one.kind is not ConflictKind.REFUSED for one in asks):
            return self.tr("%n entry(s) need your decision.", "", len(asks))
        words = self.tr("CoffeeCup did not take %n entry(s): {reason}", "", len(asks))
        mine = asks[0].mine
        return words.format(reason=messages.cause(asks[0].reason) or wording.task_name(mine.project, mine.task))

    def _way_out(self, asks: tuple[Conflict, ...]) -> str:
        return self.tr("Fix") if _one_refusal(asks) else self.tr("Decide")

    def _do(self, what: str) -> None:
        if what == SIGN_IN:
            self._navigator.open(SignIn())
        elif what == _ANSWER:
            self._navigator.open(Away())
        elif what == FIX:
            asks = self._profile.conflicts.all()
            if _one_refusal(asks):
                self._navigator.open(EditEntry(asks[0].entry_id))
            else:
                self._navigator.open(Conflicts())
        else:
            self.look_wanted.emit()

    @Slot()
    def _on_acted(self) -> None:
        with self._page.showing_faults():
            self._do(self._does)

    @Slot()
    def _on_status(self) -> None:
        with self._page.showing_faults():
            self._do(sync_status_text(self._profile.status.sync(), self._profile.clock.now().wall).act)

    @Slot()
    def _on_closed(self) -> None:
        self._fault = None
        with self._page.showing_faults():
            self.refresh(self._profile.overview.read())
        self._page.resized.emit()


def _one_refusal(asks: tuple[Conflict, ...]) -> bool:
    """The common case needs no list: the entry itself shows what is wrong."""
    return len(asks) == 1 and asks[0].kind is ConflictKind.REFUSED
