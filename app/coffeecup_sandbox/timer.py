"""Starting and stopping timers (api-facts 8).

A running entry stores the seconds worked before it was started (`duration`) and the instant of the start (`_started`,
never in replies). What it shows as its duration is computed.
"""

from datetime import date

from coffeecup_sandbox.clock import day_after, local, midnight, timestamp
from coffeecup_sandbox.http_messages import ApiError
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.schema import Row
from coffeecup_sandbox.state import State


def duration_at(row: Row, now: float, quirks: Quirks) -> int:
    """Return the duration of an entry in seconds at `now`, including the time since a running one was started."""
    if not row["running"] or row.get("_started") is None:
        return int(row["duration"])
    step = max(1, int(quirks.number("duration_step_s")))
    elapsed = max(0, int(now - row["_started"]))
    return int(row["duration"]) + elapsed // step * step


def apply_timer_change(row: Row | None, values: Row, state: State, quirks: Quirks) -> Row:
    """Return `values` with what starting, stopping or a new duration changes beside them; `row` is None on create."""
    now = state.clock.now()
    was_running = bool(row and row["running"])
    runs_now = bool(values.get("running", was_running))
    changes = dict(values)
    sent_s = changes.get("duration")
    if was_running and runs_now and sent_s is not None and quirks["put_duration"] == "ignored":
        sent_s = None
    changes["duration"] = (
        _checked_duration(sent_s, quirks) if sent_s is not None else (duration_at(row, now, quirks) if row else 0)
    )
    if runs_now and was_running and row and sent_s is None:
        changes.pop("duration")
    elif runs_now and was_running and quirks["put_duration"] == "store":
        changes["_started"] = row["_started"] if row else now
    else:
        changes["_started"] = now if runs_now else None
    if runs_now != was_running or row is None:
        _set_times(row, changes, was_running, runs_now, state, quirks)
    return changes


def stop(entry: Row, state: State, quirks: Quirks, at: float | None = None) -> Row:
    """Stop a running entry now, or at the instant `at` in the past, and return it."""
    now = state.clock.now() if at is None else at
    values: Row = {"running": False, "duration": duration_at(entry, now, quirks), "_started": None}
    if quirks["timer_times"] != "empty":
        values["endTime"] = _time_of_day(now, entry, state)
    return state.change("timeEntries", entry["id"], values)


def stop_others(row: Row, state: State, quirks: Quirks, user: Row, *, resumed: bool = False) -> list[Row]:
    """Stop the other running entries of the user before `row` starts, and return them.

    Raises ApiError if the quirk `second_timer` refuses a second timer.
    """
    others = [
        other for other in state["timeEntries"].where(user=user["id"], running=True) if other["id"] != row.get("id")
    ]
    if not others or user["allowConcurrentTimeEntries"] or quirks["second_timer"] == "both":
        return []
    if resumed and quirks["resume_counts_as_start"] == "no":
        return []
    if quirks["second_timer"] == "refused":
        raise ApiError(int(quirks["business_status"]), "Another time entry is already running.", "E_BUSINESS_RULE")
    return [stop(other, state, quirks) for other in others]


def handle_midnight(state: State, quirks: Quirks) -> None:
    """Split or stop the timers that ran past midnight, if the quirk `midnight` says so."""
    if quirks["midnight"] == "kept":
        return
    now = state.clock.now()
    for entry in state["timeEntries"].where(running=True):
        user = state["users"].get(entry["user"])
        if user is None or entry["day"] is None:
            continue
        next_day = day_after(date.fromisoformat(entry["day"]))
        end = midnight(next_day, user["timezone"])
        if now < end or entry["_started"] >= end:
            continue
        stop(entry, state, quirks, end)
        if quirks["midnight"] == "split":
            copied = {
                name: entry[name] for name in ("user", "project", "task", "comment", "sorting", "team", "billable")
            }
            start = {"day": next_day.isoformat(), "running": True, "_started": end, "createdAt": timestamp(end)}
            state.insert("timeEntries", {**copied, **start})
            handle_midnight(state, quirks)
            return


def _checked_duration(seconds: int, quirks: Quirks) -> int:
    longest_s = quirks.number("longest_hours") * 3600
    if longest_s and seconds > longest_s:
        raise ApiError(400, f"A duration may not be longer than {longest_s / 3600:g} hours.", "E_BUSINESS_RULE")
    step_s = int(quirks.number("round_minutes") * 60)
    return seconds if not step_s else -(-seconds // step_s) * step_s


def _set_times(row: Row | None, changes: Row, was_running: bool, runs_now: bool, state: State, quirks: Quirks) -> None:
    """Set the start and end times of a timer, unless the quirk `timer_times` leaves them empty."""
    if quirks["timer_times"] == "empty" or was_running == runs_now:
        return
    entry = {**(row or {}), **changes}
    now = _time_of_day(state.clock.now(), entry, state)
    if runs_now:
        changes.update({"startTime": entry.get("startTime") or now, "endTime": None})
    else:
        changes["endTime"] = now


def _time_of_day(instant: float, entry: Row, state: State) -> str:
    user = state["users"].get(entry["user"]) or {"timezone": "UTC"}
    return local(instant, user["timezone"]).strftime("%H:%M:%S")


def seconds_between_times(row: Row) -> int | None:
    """Return the seconds between the times of an entry, over midnight if the end is earlier; None without both."""
    if not row.get("startTime") or not row.get("endTime"):
        return None
    start, end = (
        sum(int(part) * unit for part, unit in zip(row[name].split(":"), (3600, 60, 1), strict=True))
        for name in ("startTime", "endTime")
    )
    return (end - start) % 86400
