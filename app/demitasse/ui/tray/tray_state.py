"""The state of a profile at one glance, for the tray."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from demitasse.domain.timesheet import SyncState
from demitasse.support.paths import DEFAULT
from demitasse.ui.text import notification_text, wording
from demitasse.ui.text.sync_status_text import sync_status_text
from demitasse.ui.tray.tray_icon import RECENTS, Recent, TrayState
from demitasse.ui.tray.tray_icon_painter import TrayMark
from demitasse.ui.tray.web_links import timesheet

if TYPE_CHECKING:
    from demitasse.boot.profile import Profile
    from demitasse.domain.absence import AbsenceQuestion
    from demitasse.domain.timesheet import SyncStatus, Timesheet, TimesheetRow

_USUAL_S = 8 * 3600
"""A full cup where nobody set a target."""
_LONG = timedelta(seconds=60)
"""What waits for less than this is just being sent."""
_MOST = 48
"""Characters of a name: Windows cuts a tool tip off after 127 in all."""

translate = QCoreApplication.translate


def tray_state(profile: Profile) -> TrayState:
    """What the tray shows now. Raises LocalFault."""
    running = profile.timer.running()
    sheet = profile.timesheets.day()
    status = profile.status.sync()
    return TrayState(
        fill=sheet.total_s / (sheet.target_s or _USUAL_S),
        running=running is not None,
        mark=_mark(status, profile),
        signed_out=status.state is SyncState.SIGNED_OUT and running is None,
        tip=_tip(running, sheet, status, profile),
        action=_action(running, sheet, profile),
        recents=_recents(running, profile),
        web=timesheet(profile.account.identity()) is not None,
    )


def changes_in_s(profile: Profile) -> int:
    """When the shown minutes change next, or today is over. Raises LocalFault."""
    running = profile.timer.running()
    minute_s = [] if running is None else [60 - running.duration_s % 60]
    return min(profile.timesheets.today_is_over_in_s(), *minute_s, 86_400)


def _mark(status: SyncStatus, profile: Profile) -> TrayMark:
    if status.rejected or status.needs_review or status.conflicts or _asks(profile):
        return TrayMark.NEEDS_YOU
    since = status.oldest_pending_at
    if not status.pending or since is None:
        return TrayMark.NONE
    held_up = status.state is not SyncState.WAITING or profile.clock.now().wall - since > _LONG
    return TrayMark.WAITING if held_up else TrayMark.NONE


def _tip(running: TimesheetRow | None, sheet: Timesheet, status: SyncStatus, profile: Profile) -> str:
    """Plain text in every desktop: some take markup for markup, others show it (desktop 1.8)."""
    if running is None:
        first = translate("Tray", "No timer is running")
    else:
        first = f"{_name(running)}  {wording.hours(running.duration_s)}"
    lines = [first, _day(sheet)]
    if profile.name != DEFAULT:  # somebody has several cups in the tray
        lines.insert(0, wording.plain(profile.account.identity().company or profile.name))
    if asks := _asks(profile):
        lines.append(notification_text.away_title(asks[0]))
    elif status.state is not SyncState.SYNCED:
        lines.append(sync_status_text(status, profile.clock.now().wall).short)
    return "\n".join(lines).replace("<", "‹")


def _asks(profile: Profile) -> list[AbsenceQuestion]:
    """What the person is asked about time in which they were not there."""
    return [one for one in profile.absences.open_questions() if one.ended_at is not None]


def _day(sheet: Timesheet) -> str:
    total = wording.hours(sheet.total_s)
    if not sheet.target_s:
        return translate("Tray", "Today {total}").format(total=total)
    return translate("Tray", "Today {total} of {target}").format(total=total, target=wording.hours(sheet.target_s))


def _action(running: TimesheetRow | None, sheet: Timesheet, profile: Profile) -> str:
    if running is not None:
        return translate("Tray", "Stop {name}").format(name=_name(running))
    last = sheet if sheet.rows else profile.timesheets.last_day()
    if last is not None and last.rows:
        return translate("Tray", "Continue {name}").format(name=_name(last.rows[0]))
    return translate("Tray", "Start a timer…")


def _recents(running: TimesheetRow | None, profile: Profile) -> tuple[Recent, ...]:
    """What was worked on last, without what is offered already."""
    found = []
    for pair in profile.timesheets.recent():
        choice = profile.timesheets.choice(*pair)
        if choice and (running is None or pair != (running.project_id, running.task_id)):
            found.append(Recent(*pair, _short(wording.pair(choice.project, choice.task)), choice.color))
    return tuple(found[:RECENTS])


def _name(row: TimesheetRow) -> str:
    return _short(wording.pair(row.project, row.task))


def _short(name: str) -> str:
    return name if len(name) <= _MOST else name[: _MOST - 1] + "…"
