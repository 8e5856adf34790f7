"""What the tray shows of an overview."""

from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QUrl

from demitasse.domain.entries import Choice
from demitasse.domain.timesheet import SyncState, Timesheet, TimesheetRow
from demitasse.support.paths import DEFAULT
from demitasse.tracker.account import Identity
from demitasse.tracker.overview import Overview
from demitasse.ui.text import notification_text, wording
from demitasse.ui.text.formats import local_datetime
from demitasse.ui.text.sync_status_text import sync_status_text
from demitasse.ui.tray.tray_icon import TASKS, TIMERS, Offered, RunningTimer, TrayMark, TrayState

_USUAL_S = 8 * 3600
"""The time that fills the cup if no target is set."""
_LONG = timedelta(seconds=60)
"""A change that waits for less than this is being sent and gets no mark."""
_MOST = 48
"""The longest name of a pair in a menu, in characters; the project gives way, not the task."""
_FEW = 6
_TIP = 127
"""What Windows shows of a tool tip (desktop 1.8)."""
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
        head=_head(overview),
        detail=_since(overview),
        action=_action(overview),
        timers=tuple([row.id for row in overview.timers]),
        continue_id=overview.continuable.id if overview.continuable else None,
        stops=_stops(overview),
        favourites=_offered(overview)[0],
        recents=_offered(overview)[1],
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
    status, running = overview.sync, overview.running
    lines = [_since(overview)] if running is not None else [_no_timer(overview.today)]
    if profile_name != DEFAULT:  # there may be an icon for each profile
        lines.insert(0, wording.plain(overview.identity.company or profile_name))
    if questions := overview.ended_questions:
        lines.append(notification_text.away_title(questions[0]))
    elif _mark(overview) is TrayMark.WAITING:
        lines.append(translate("Tray", "%n waiting: saved here, not sent yet", None, status.pending))
    elif status.state is not SyncState.SYNCED:
        lines.append(sync_status_text(status, overview.at.wall).short)
    if running is not None:
        room = max(_MOST, _TIP - sum(len(line) + 1 for line in lines))
        lines.insert(lines.index(_since(overview)), _cut(_with_comment(overview, running), room))
    return "\n".join(lines).replace("<", "‹")


def _with_comment(overview: Overview, running: TimesheetRow) -> str:
    pair = _head(overview)
    if not running.comment or len(overview.timers) > 1:
        return pair
    return translate("Tray", "{pair} – {comment}").format(pair=pair, comment=wording.plain(running.comment))


def _head(overview: Overview) -> str:
    """Return what runs."""
    if len(overview.timers) > 1:
        return translate("Tray", "%n timers are running", None, len(overview.timers))
    return _name(overview.running) if overview.running is not None else translate("Tray", "No timer is running")


def _since(overview: Overview) -> str:
    """Return since when the timer runs, and today's total."""
    running, sheet = overview.running, overview.today
    since = running.since(overview.zone) if running is not None else None
    if running is None or since is None or len(overview.timers) > 1:
        return _today(sheet)
    text = translate("Tray", "since {at} ({time}) · today {total} of {target}")
    if not sheet.target_s:
        text = translate("Tray", "since {at} ({time}) · today {total}")
    at = wording.time_of_day(local_datetime(since).time())
    return text.format(at=at, time=wording.duration(running.duration_s), **_figures(sheet))


def _no_timer(sheet: Timesheet) -> str:
    if not sheet.target_s:
        return translate("Tray", "No timer is running · today {total}").format(**_figures(sheet))
    return translate("Tray", "No timer is running · today {total} of {target}").format(**_figures(sheet))


def _today(sheet: Timesheet) -> str:
    if not sheet.target_s:
        return translate("Tray", "today {total}").format(**_figures(sheet))
    return translate("Tray", "today {total} of {target}").format(**_figures(sheet))


def _figures(sheet: Timesheet) -> dict[str, str]:
    return {"total": wording.duration(sheet.total_s), "target": wording.duration(sheet.target_s or 0)}


def _action(overview: Overview) -> str:
    if len(overview.timers) > 1:
        return ""
    if overview.running is not None:
        return translate("Tray", "Stop")
    if overview.continuable is not None:
        return translate("Tray", "Continue {pair}").format(pair=_name(overview.continuable))
    return ""


def _stops(overview: Overview) -> tuple[RunningTimer, ...]:
    """Return an item for each timer, the one started last first, if several run."""
    timers = overview.timers[::-1][:TIMERS] if len(overview.timers) > 1 else ()
    return tuple([RunningTimer(row.id, translate("Tray", "Stop {name}").format(name=_name(row))) for row in timers])


def _offered(overview: Overview) -> tuple[tuple[Offered, ...], tuple[Offered, ...]]:
    """Return favourites, and the tasks used last, without what runs or Continue offers; together at most `TASKS`."""
    shown = overview.running or overview.continuable
    seen = {(shown.project_id, shown.task_id)} if shown is not None else set()
    found: tuple[list[Offered], list[Offered]] = ([], [])
    for choices, into in zip((overview.favourites, overview.recents), found, strict=True):
        for choice in choices:
            if (choice.project_id, choice.task_id) not in seen and len(found[0]) + len(found[1]) < TASKS:
                seen.add((choice.project_id, choice.task_id))
                into.append(Offered(choice.project_id, choice.task_id, _name(choice), choice.color))
    return tuple(found[0]), tuple(found[1])


def _name(row: TimesheetRow | Choice) -> str:
    """Return project and task; of a long name the project is cut, down to a few letters, then the task."""
    name = wording.task_name(row.project, row.task)
    over = len(name) - _MOST
    if over <= 0:
        return name
    kept = max(_FEW, len(row.project) - over - 1)
    return _cut(wording.task_name(row.project[:kept].rstrip() + "…", row.task), _MOST)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


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
