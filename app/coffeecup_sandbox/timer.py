"""Timer arithmetic (api-facts 8): a running entry keeps a base and a start mark, its duration is computed."""

from datetime import date, timedelta

from coffeecup_sandbox.clock import local, midnight, timestamp
from coffeecup_sandbox.exchange import Refusal
from coffeecup_sandbox.fields import Row
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.state import State


def measured(row: Row, now: float, quirks: Quirks) -> int:
    """Return the worked seconds of an entry: stored, or base plus elapsed while it runs."""
    if not row["running"] or row.get("_started") is None:
        return int(row["duration"])
    step = max(1, int(quirks.number("duration_step_s")))
    elapsed = max(0, int(now - row["_started"]))
    return int(row["duration"]) + elapsed // step * step


def settled(row: Row | None, values: Row, state: State, quirks: Quirks) -> Row:
    """Return `values` completed by what starting, stopping or re-basing does to an entry; `row` is None on create."""
    now = state.clock.now()
    was = bool(row and row["running"])
    runs = bool(values.get("running", was))
    done = dict(values)
    sent = done.get("duration")
    if was and runs and sent is not None and quirks["put_duration"] == "ignored":
        sent = None
    done["duration"] = _bounded(sent, quirks) if sent is not None else (measured(row, now, quirks) if row else 0)
    if runs and was and row and sent is None:
        done.pop("duration")
    elif runs and was and quirks["put_duration"] == "store":
        done["_started"] = row["_started"] if row else now
    else:
        done["_started"] = now if runs else None
    if runs != was or row is None:
        _times(row, done, was, runs, state, quirks)
    return done


def stop(entry: Row, state: State, quirks: Quirks, at: float | None = None) -> Row:
    """Stop a running entry now, or as of `at`, and return it."""
    now = state.clock.now() if at is None else at
    values: Row = {"running": False, "duration": measured(entry, now, quirks), "_started": None}
    if quirks["timer_times"] != "empty":
        values["endTime"] = _wall(now, entry, state)
    return state.change("timeEntries", entry["id"], values)


def stop_others(row: Row, state: State, quirks: Quirks, user: Row, *, resumed: bool = False) -> list[Row]:
    """Deal with other running entries of the user before `row` starts. Raises Refusal where only one may run."""
    others = [each for each in state["timeEntries"].where(user=user["id"], running=True) if each["id"] != row.get("id")]
    if not others or user["allowConcurrentTimeEntries"] or quirks["second_timer"] == "both":
        return []
    if resumed and quirks["resume_counts_as_start"] == "no":
        return []
    if quirks["second_timer"] == "refused":
        raise Refusal(int(quirks["business_status"]), "Another time entry is already running.", "E_BUSINESS_RULE")
    return [stop(each, state, quirks) for each in others]


def pass_midnight(state: State, quirks: Quirks) -> None:
    """Split or stop the timers that ran into another day, where the quirk `midnight` says so."""
    if quirks["midnight"] == "kept":
        return
    now = state.clock.now()
    for entry in state["timeEntries"].where(running=True):
        user = state["users"].get(entry["user"])
        if user is None or entry["day"] is None:
            continue
        following = date.fromisoformat(entry["day"]) + timedelta(days=1)
        end = midnight(following, user["timezone"])
        if now < end or entry["_started"] >= end:
            continue
        stop(entry, state, quirks, end)
        if quirks["midnight"] == "split":
            kept = {name: entry[name] for name in ("user", "project", "task", "comment", "sorting", "team", "billable")}
            mark = {"day": following.isoformat(), "running": True, "_started": end, "createdAt": timestamp(end)}
            state.insert("timeEntries", {**kept, **mark})
            pass_midnight(state, quirks)
            return


def _bounded(seconds: int, quirks: Quirks) -> int:
    longest = quirks.number("longest_hours") * 3600
    if longest and seconds > longest:
        raise Refusal(400, f"A duration may not be longer than {longest / 3600:g} hours.", "E_BUSINESS_RULE")
    step = int(quirks.number("round_minutes") * 60)
    return seconds if not step else -(-seconds // step) * step


def _times(row: Row | None, done: Row, was: bool, runs: bool, state: State, quirks: Quirks) -> None:
    """Fill in start and end of day where the company records them (quirk `timer_times`)."""
    if quirks["timer_times"] == "empty" or was == runs:
        return
    entry = {**(row or {}), **done}
    now = _wall(state.clock.now(), entry, state)
    if runs:
        done.update({"startTime": entry.get("startTime") or now, "endTime": None})
    else:
        done["endTime"] = now


def _wall(instant: float, entry: Row, state: State) -> str:
    user = state["users"].get(entry["user"]) or {"timezone": "UTC"}
    return local(instant, user["timezone"]).strftime("%H:%M:%S")


def span(row: Row) -> int | None:
    """Return the seconds from start to end time of an entry, over midnight where the end is earlier, or None."""
    if not row.get("startTime") or not row.get("endTime"):
        return None
    start, end = (
        sum(int(part) * unit for part, unit in zip(row[name].split(":"), (3600, 60, 1), strict=True))
        for name in ("startTime", "endTime")
    )
    return (end - start) % 86400
