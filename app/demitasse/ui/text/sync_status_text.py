"""The sync status in words: for the footer, its tool tip, and a day that is not available yet."""

from datetime import datetime
from typing import NamedTuple

from demitasse.domain.timesheet import SyncState, SyncStatus
from demitasse.ui.text.wording import local_time, translate

SIGN_IN, FIX, LOOK, OWN_ACCOUNT = "sign in", "fix", "look", "own account"
"""Actions that a press on the status can run."""
BUSY = "busy"
"""The icon that is a turning ring."""


class SyncStatusText(NamedTuple):
    """The sync status as an icon with a colour token, a short and a full text, and the action of a press."""

    icon: str
    color: str
    short: str
    full: str
    act: str = LOOK
    brief: str = ""
    """Used where `short` does not fit."""

    @property
    def tip(self) -> str:
        """Return the full text and a description of the press, unless the text describes it."""
        does = {
            SIGN_IN: translate("Text", "Press to sign in."),
            FIX: translate("Text", "Press to open it."),
            OWN_ACCOUNT: translate("Text", "Press to sign in to your own."),
            LOOK: translate("Text", "Press to sync now.") if self.icon in {"check", "up"} else "",
        }
        return f"{self.full} {does[self.act]}".rstrip()


def sync_status_text(status: SyncStatus, now: datetime, *, busy: bool = False) -> SyncStatusText:
    """Describe the sync status. What prevents syncing comes first, then what needs the user, then what waits.

    `busy` says that the person asked for something that is on its way.
    """
    if status.state is SyncState.SIGNED_OUT:
        return _signed_out(status)
    if status.state is SyncState.PAUSED and status.paused_until:
        return _paused(status, local_time(status.paused_until, now))
    if status.state is SyncState.OFFLINE and status.offline_since:
        return _offline(status, local_time(status.offline_since, now))
    if _needing(status):
        return SyncStatusText("alert", "danger", _short(status), _full(status), FIX, _short(status))
    if busy or status.pending:
        return _on_its_way() if busy else _waiting(status, now)
    return _synced(status, now)


def demo_text() -> SyncStatusText:
    """Return what stands in place of the sync status of the demo."""
    words = translate("Text", "Demo · Sign in")
    return SyncStatusText("info", "accent", words, translate("Text", "This is a CoffeeCup to try."), OWN_ACCOUNT, words)


def fetch_obstacle(status: SyncStatus, now: datetime) -> str:
    """Return why a missing day cannot be fetched now; empty if it can."""
    if status.state is SyncState.SIGNED_OUT:
        return translate("Text", "You are signed out. Sign in to see what CoffeeCup has.")
    if status.state is SyncState.PAUSED and status.paused_until:
        words = translate("Text", "CoffeeCup is busy until {at}. It loads after that.")
        return words.format(at=local_time(status.paused_until, now))
    if status.state is SyncState.OFFLINE and status.offline_since:
        words = translate("Text", "No connection since {at}. It loads when you’re back online.")
        return words.format(at=local_time(status.offline_since, now))
    return ""


def _needing(status: SyncStatus) -> int:
    return status.rejected + status.needs_review + status.conflicts


def _short(status: SyncStatus, first: str = "") -> str:
    """Join the parts, for example "Offline · 1 to resolve · 2 waiting"."""
    needing, waiting = _needing(status), status.pending
    needs = translate("Text", "%n to resolve", None, needing) if needing else ""
    waits = translate("Text", "%n waiting", None, waiting) if waiting else ""
    return " · ".join(filter(None, (first, needs, waits)))


def _full(status: SyncStatus, *sentences: str) -> str:
    needing = _needing(status)
    needs = translate("Text", "%n entry(s) need your decision.", None, needing) if needing else ""
    return " ".join(filter(None, (*sentences, needs)))


def _signed_out(status: SyncStatus) -> SyncStatusText:
    safe = translate("Text", "You are signed out. What you track is saved here and syncs after you sign in.")
    short = _short(status, translate("Text", "Signed out"))
    return SyncStatusText("cloud-off", "warn", short, _full(status, safe), SIGN_IN, short)


def _paused(status: SyncStatus, until: str) -> SyncStatusText:
    busy = translate("Text", "CoffeeCup is busy until {at}. What you track is saved here and syncs after that.")
    short = _short(status, translate("Text", "Paused until {at}").format(at=until))
    brief = _short(status, translate("Text", "Paused"))
    return SyncStatusText("pause", "warn", short, _full(status, busy.format(at=until)), brief=brief)


def _offline(status: SyncStatus, since: str) -> SyncStatusText:
    if status.pending:
        gone = translate(
            "Text",
            "No connection since {at}. %n change(s) are saved here and will sync by themselves. Press to try now.",
            None,
            status.pending,
        )
    else:
        gone = translate("Text", "No connection since {at}. Press to try now.")
    short = _short(status, translate("Text", "Offline"))
    return SyncStatusText("cloud-off", "warn", short, _full(status, gone.format(at=since)), brief=short)


def _on_its_way() -> SyncStatusText:
    words = translate("Text", "Syncing…")
    return SyncStatusText(BUSY, "muted", words, "", brief=words)


def _waiting(status: SyncStatus, now: datetime) -> SyncStatusText:
    short, since = _short(status), local_time(status.oldest_pending_at or now, now)
    full = translate("Text", "Saved here since {at}, not sent yet.").format(at=since)
    return SyncStatusText("up", "warn", short, full, brief=short)


def _synced(status: SyncStatus, now: datetime) -> SyncStatusText:
    if status.last_synced_at is None:
        never = translate("Text", "Not synced yet")
        return SyncStatusText("up", "muted", never, translate("Text", "CoffeeCup was not asked yet."), brief=never)
    at = local_time(status.last_synced_at, now)
    short = translate("Text", "Synced {at}").format(at=at)
    full = translate("Text", "CoffeeCup has everything; last compared at {at}.").format(at=at)
    return SyncStatusText("check", "ok", short, full, brief=short)
