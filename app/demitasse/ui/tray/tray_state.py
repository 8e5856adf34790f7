"""What the tray shows of an overview."""

from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QUrl

from demitasse.domain.entries import Choice
from demitasse.domain.timesheet import SyncState, Timesheet, TimesheetRow
from demitasse.support.paths import DEFAULT
from demitasse.tracker.account import Identity
from demitasse.tracker.overview import Overview
from demitasse.ui.text import notification_text, wording
from demitasse.ui.text.sync_status_text import sync_status_text
from demitasse.ui.tray.tray_icon import RECENTS, TIMERS, Recent, RunningTimer, TrayMark, TrayState

_USUAL_S = 8 * 3600
"""The time that fills the cup if no target is set."""
_LONG = timedelta(seconds=60)
"""A change that waits for less than this is being sent and gets no mark."""
_MOST = 48
"""The longest name, in characters: Windows cuts off a tool tip after 127."""
_SHARED = "api."
"""Hosts of the API that all companies share; they have no web pages (api-facts 1.1)."""

translate = QCoreApplication.translate


def tray_state(overview: Overview, profile_name: str = DEFAULT) -> TrayState:
    """Return what the tray shows for `overview`."""
    running, sheet = overview.running, overview.today
    return TrayState(
        fill=sheet.total_s / (sheet.target_s or _USUAL_S),
        running=running is not None,
        mark=_mark(overview),
        signed_out=overview.sync.state is SyncState.SIGNED_OUT and running is None,
        tip=_tip(overview, profile_name),
        title=wording.duration(running.duration_s) if running else "",
        action=_action(overview),
        timers=tuple([row.id for row in overview.timers]),
        continue_id=overview.continuable.id if overview.continuable else None,
        stops=_stops(overview),
        recents=_recents(overview),
        has_web_page=timesheet_url(overview.identity) is not None,
    )


def changes_in_s(overview: Overview) -> int:
    """Return in how many seconds the shown minutes change, or today ends."""
    minute_s = [60 - row.duration_s % 60 for row in overview.timers]
    return min(overview.today_ends_in_s, *minute_s, 86_400)


def _mark(overview: Overview) -> TrayMark:
    status = overview.sync
    if status.rejected or status.needs_review or status.conflicts or overview.ended_questions:
        return TrayMark.NEEDS_YOU
    since = status.oldest_pending_at
    if not status.pending or since is None:
        return TrayMark.NONE
    held_up = status.state is not SyncState.WAITING or overview.at.wall - since > _LONG
    return TrayMark.WAITING if held_up else TrayMark.NONE


def _tip(overview: Overview, profile_name: str) -> str:
    """Return the tool tip without markup, which some desktops interpret and others show (desktop 1.8)."""
    status = overview.sync
    timers = [f"{_name(row)}  {wording.duration(row.duration_s)}" for row in reversed(overview.timers)]
    lines = [*(timers or [translate("Tray", "No timer is running")]), _day(overview.today)]
    if profile_name != DEFAULT:  # there may be an icon for each profile
        lines.insert(0, wording.plain(overview.identity.company or profile_name))
    if questions := overview.ended_questions:
        lines.append(notification_text.away_title(questions[0]))
    elif status.state is not SyncState.SYNCED:
        lines.append(sync_status_text(status, overview.at.wall).short)
    return "\n".join(lines).replace("<", "‹")


def _day(sheet: Timesheet) -> str:
    total = wording.duration(sheet.total_s)
    if not sheet.target_s:
        return translate("Tray", "Today {total}").format(total=total)
    return translate("Tray", "Today {total} of {target}").format(total=total, target=wording.duration(sheet.target_s))


def _action(overview: Overview) -> str:
    if len(overview.timers) > 1:
        return ""
    if overview.running is not None:
        return translate("Tray", "Stop {name}").format(name=_name(overview.running))
    if overview.continuable is not None:
        return translate("Tray", "Continue {name}").format(name=_name(overview.continuable))
    return translate("Tray", "Start a timer…")


def _stops(overview: Overview) -> tuple[RunningTimer, ...]:
    """Return an item for each timer, the one started last first, if several run."""
    timers = overview.timers[::-1][:TIMERS] if len(overview.timers) > 1 else ()
    return tuple([RunningTimer(row.id, translate("Tray", "Stop {name}").format(name=_name(row))) for row in timers])


def _recents(overview: Overview) -> tuple[Recent, ...]:
    """Return the tasks used last, without the running one."""
    running = overview.running
    offered = [
        choice
        for choice in overview.recents
        if running is None or (choice.project_id, choice.task_id) != (running.project_id, running.task_id)
    ]
    return tuple([Recent(row.project_id, row.task_id, _name(row), row.color) for row in offered[:RECENTS]])


def _name(row: TimesheetRow | Choice) -> str:
    name = wording.task_name(row.project, row.task)
    return name if len(name) <= _MOST else name[: _MOST - 1] + "…"


def timesheet_url(identity: Identity) -> QUrl | None:
    """Return the URL of the user's timesheet; None if it is unknown or not https."""
    url = QUrl(identity.server, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme() != "https" or not url.host() or url.host().startswith(_SHARED):
        return None
    own = QUrl("https:")
    own.setHost(url.host())
    own.setPort(url.port())
    own.setPath("/")
    return own
