"""Sync status text, for the footer, the tray and days that are not available yet."""

from datetime import datetime
from typing import NamedTuple

from demitasse.domain.timesheet import SyncState, SyncStatus
from demitasse.ui.text.wording import local_time, translate

SIGN_IN, FIX, LOOK = "sign in", "fix", "look"
"""Actions that a click on the status can run."""


class SyncStatusText(NamedTuple):
    """The sync status as an icon with a colour token, a short and a full text, and the action of a click."""

    icon: str
    color: str
    short: str
    full: str
    act: str = LOOK
    brief: str = ""
    """Used where `short` does not fit."""

    @property
    def tip(self) -> str:
        """Return the full text and a description of the click."""
        does = {
            SIGN_IN: translate("Text", "Press to sign in."),
            FIX: translate("Text", "Press to open it."),
            LOOK: translate("Text", "Press to compare with CoffeeCup now."),
        }
        return f"{self.full}\n{does[self.act]}"


def sync_status_text(status: SyncStatus, now: datetime) -> SyncStatusText:
    """Describe the sync status. What prevents syncing comes first, then what needs the user, then what waits."""
    if status.state is SyncState.SIGNED_OUT:
        return _signed_out(status)
    if status.state is SyncState.PAUSED and status.paused_until:
        return _paused(status, local_time(status.paused_until, now))
    if status.state is SyncState.OFFLINE and status.offline_since:
        return _offline(status, local_time(status.offline_since, now))
    if _needing(status):
        return SyncStatusText("alert", "danger", _short(status), _full(status), FIX, _short(status))
    if status.pending:
        return _waiting(status, now)
    return _synced(status, now)


def fetch_obstacle(status: SyncStatus, now: datetime) -> str:
    """Return why a missing day cannot be fetched now; empty if it can."""
    if status.state is SyncState.SIGNED_OUT:
        return translate("Text", "You are signed out. Sign in to see what CoffeeCup has.")
    if status.state is SyncState.PAUSED and status.paused_until:
        words = translate("Text", "CoffeeCup asks for a pause until {time}. It is fetched after that.")
        return words.format(time=local_time(status.paused_until, now))
    if status.state is SyncState.OFFLINE and status.offline_since:
        words = translate("Text", "No connection since {time}. It is fetched as soon as there is one.")
        return words.format(time=local_time(status.offline_since, now))
    return ""


def _needing(status: SyncStatus) -> int:
    return status.rejected + status.needs_review + status.conflicts


def _short(status: SyncStatus, first: str = "") -> str:
    """Join the parts, for example "Offline since 13:20 · 1 needs you · 2 waiting"."""
    needing, waiting = _needing(status), status.pending
    needs = translate("Text", "%n need(s) you", None, needing) if needing else ""
    waits = translate("Text", "%n waiting", None, waiting) if waiting else ""
    return " · ".join(filter(None, (first, needs, waits)))


def _full(status: SyncStatus, *sentences: str) -> str:
    needing = _needing(status)
    needs = translate("Text", "CoffeeCup did not take %n entry(s). Open it to see why.", None, needing)
    return " ".join([*filter(None, sentences), *([needs] if needing else [])])


def _nothing_lost(pending: int) -> str:
    return translate("Text", "%n change(s) wait; nothing is lost.", None, pending) if pending else ""


def _signed_out(status: SyncStatus) -> SyncStatusText:
    safe = translate("Text", "You are signed out. What you track is saved here and sent after you sign in.")
    short = _short(status, translate("Text", "Signed out"))
    full = _full(status, safe, _nothing_lost(status.pending))
    return SyncStatusText("person-off", "muted", short, full, SIGN_IN, short)


def _paused(status: SyncStatus, until: str) -> SyncStatusText:
    pause = translate("Text", "CoffeeCup asks for a pause until {time}.").format(time=until)
    short = _short(status, translate("Text", "Paused until {time}").format(time=until))
    brief = _short(status, translate("Text", "Paused"))
    return SyncStatusText("pause", "warn", short, _full(status, pause, _nothing_lost(status.pending)), brief=brief)


def _offline(status: SyncStatus, since: str) -> SyncStatusText:
    gone = translate("Text", "No connection since {time}. Everything you track is saved here.").format(time=since)
    sent = translate("Text", "%n change(s) will be sent by themselves.", None, status.pending) if status.pending else ""
    short = _short(status, translate("Text", "Offline since {time}").format(time=since))
    brief = _short(status, translate("Text", "Offline"))
    return SyncStatusText("cloud-off", "warn", short, _full(status, gone, sent), brief=brief)


def _waiting(status: SyncStatus, now: datetime) -> SyncStatusText:
    since = local_time(status.oldest_pending_at or now, now)
    short = translate("Text", "%n waiting since {time}", None, status.pending).format(time=since)
    full = translate("Text", "%n change(s) saved here and not sent yet, the oldest since {time}.", None, status.pending)
    return SyncStatusText("up", "warn", short, full.format(time=since), brief=_short(status))


def _synced(status: SyncStatus, now: datetime) -> SyncStatusText:
    if status.last_synced_at is None:
        never = translate("Text", "Not synced yet")
        return SyncStatusText("up", "muted", never, translate("Text", "CoffeeCup was not asked yet."), brief=never)
    time = local_time(status.last_synced_at, now)
    short = translate("Text", "Synced {time}").format(time=time)
    full = translate("Text", "CoffeeCup has everything; last compared at {time}.").format(time=time)
    return SyncStatusText("check", "ok", short, full, brief=short)
