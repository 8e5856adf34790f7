"""The rules of time entries: what may be booked, changed and deleted, and the refusals with their sentences."""

import unicodedata
from typing import Any

from coffeecup_sandbox import timer
from coffeecup_sandbox.call import ADMIN, MANAGER, Call
from coffeecup_sandbox.clock import local
from coffeecup_sandbox.exchange import Refusal
from coffeecup_sandbox.fields import Row
from coffeecup_sandbox.quirks import Quirks
from coffeecup_sandbox.state import State

TEAM = 402
UNLOCKING = frozenset(("lockedAt", "billedAt", "validationStatus", "approvedOn", "approvedBy"))


def refuse(quirks: Quirks, raw: str) -> Refusal:
    """Return a business refusal: an error object whose `raw` tells a person what is wrong."""
    return Refusal(int(quirks["business_status"]), raw, "E_BUSINESS_RULE")


def before_create(call: Call, values: Row) -> Row:
    """Complete and check a new entry. Raises Refusal."""
    values.setdefault("user", call.me)
    user = call.state["users"].get(values["user"]) or call.user
    return prepared(call.state, call.quirks, user, values)


def prepared(state: State, quirks: Quirks, user: Row, values: Row) -> Row:
    """Return a new entry ready to be stored, stopping other timers if it runs. Raises Refusal."""
    values = {**values, "user": user["id"]}
    values["trackingType"] = values.get("trackingType") or "WORK"
    _require_booking(quirks, values)
    check_booking(state, quirks, values)
    _defaults(state, quirks, user, values)
    if "duration" not in values and not values.get("running") and timer.span(values) is not None:
        values["duration"] = timer.span(values)
    done = timer.settled(None, written(quirks, values), state, quirks)
    if done.get("running"):
        timer.stop_others(done, state, quirks, user)
    return done


def before_update(call: Call, row: Row, values: Row) -> Row:
    """Check and complete a change of an entry. Raises Refusal."""
    check_open(call, row, values)
    if call.quirks["owner_only"] in values and row["user"] != call.me:
        raise Refusal(403, "Only the owner of an entry may change its comment.")
    if call.role != ADMIN and values.get("user", row["user"]) != row["user"]:
        raise Refusal(403, "Only an admin may hand an entry to somebody else.")
    return changed(call.state, call.quirks, row, values)


def changed(state: State, quirks: Quirks, row: Row, values: Row) -> Row:
    """Return the changes of an entry ready to be stored, stopping other timers if it starts. Raises Refusal."""
    merged = {**row, **values}
    check_booking(state, quirks, row)
    _require_booking(quirks, merged)
    check_booking(state, quirks, merged)
    done = timer.settled(row, written(quirks, values), state, quirks)
    if quirks["timer_times"] == "derived" and not merged["running"] and timer.span({**row, **done}) is not None:
        done["duration"] = timer.span({**row, **done})
    if merged["running"] and not row["running"]:
        user = state["users"].get(merged["user"])
        timer.stop_others(row, state, quirks, user or {"id": 0}, resumed=True)
    return done


def before_delete(call: Call, row: Row) -> None:
    """Check that an entry may be deleted. Raises Refusal."""
    check_open(call, row, {})
    project = call.state["projects"].get(row["project"] or 0)
    if project is not None and project["status"] == 0:
        _check_project(call.quirks, project)
    if row["running"] and call.quirks["delete_running"] == "refused":
        raise refuse(call.quirks, "A running entry cannot be deleted.")


def check_open(call: Call, row: Row, values: Row) -> None:
    """Refuse to touch a locked or billed entry, unless it is an admin or manager who undoes just that."""
    if call.quirks["locks"] == "ignored":
        return
    unlocks = values and set(values) <= UNLOCKING and call.role in (ADMIN, MANAGER)
    approved = row["validationStatus"] == "APPROVED" and call.quirks["approved"] == "locked"
    if unlocks or not (row["billedAt"] or row["lockedAt"] or approved):
        return
    name = (row["comment"] or "").split("\n")[0][:40]
    word = "billed" if row["billedAt"] else "locked" if row["lockedAt"] else "approved"
    title = f"The entry “{name}”" if name else "The entry"
    raise refuse(call.quirks, f"{title} of {row['day']} is {word} and cannot be changed.")


def check_booking(state: State, quirks: Quirks, entry: Row) -> None:
    """Refuse what cannot be booked: completed projects, archived tasks and missing or archived assignments."""
    project = state["projects"].get(entry.get("project") or 0)
    task = state["tasks"].get(entry.get("task") or 0)
    if project is not None:
        _check_project(quirks, project)
        _check_person(state, quirks, entry, project)
    if task is not None and task["status"] == 0:
        raise refuse(quirks, f"The task {task['label']} is archived.")
    if project is None or task is None:
        return
    found = state["taskAssignments"].where(project=project["id"], task=task["id"])
    if not found:
        raise refuse(quirks, f"The task {task['label']} is not assigned to the project {project['name']}.")
    if not any(row["status"] for row in found):
        raise refuse(quirks, f"The task {task['label']} is no longer assigned to the project {project['name']}.")


def _check_project(quirks: Quirks, project: Row) -> None:
    if project["status"] == 0:
        word = "archived" if project["projectState"] is None else "completed"
        raise refuse(quirks, f"The project {project['name']} is {word}.")
    if project["projectState"] not in (None, 2):
        raise refuse(quirks, f"The project {project['name']} is not in progress.")


def _check_person(state: State, quirks: Quirks, entry: Row, project: Row) -> None:
    found = state["userAssignments"].where(user=entry["user"], project=project["id"])
    if any(row["status"] for row in found):
        return
    user = state["users"].get(entry["user"])
    name = f"{user['firstname']} {user['lastname']}" if user else "This user"
    word = "no longer" if found else "not"
    raise refuse(quirks, f"{name} is {word} assigned to the project {project['name']}.")


def _require_booking(quirks: Quirks, values: Row) -> None:
    needs = {"both": ("project", "task"), "project": ("project",), "nothing": ()}[quirks["booking_needs"]]
    if values["trackingType"] == quirks["break_word"]:
        needs = ()
    missing = [name for name in needs if values.get(name) is None]
    if missing:
        raise invalid("TimeEntry", {name: [("required", f"`{name}` is required")] for name in missing})


def invalid(model: str, found: dict[str, list[tuple[str, str]]]) -> Refusal:
    """Return a validation refusal: E_VALIDATION with `invalidAttributes` and no `raw` (api-facts 4)."""
    attributes = {name: [{"rule": rule, "message": text} for rule, text in each] for name, each in found.items()}
    summary = f"{len(found)} attribute{'s are' if len(found) > 1 else ' is'} invalid"
    return Refusal(400, None, "E_VALIDATION", summary=summary, model=model, invalidAttributes=attributes)


def _defaults(state: State, quirks: Quirks, user: Row, values: Row) -> None:
    if values.get("day") is None and quirks["day_default"] != "null":
        zone = user["timezone"] if quirks["day_default"] == "user" else "UTC"
        values["day"] = local(state.clock.now(), zone).date().isoformat()
    if values.get("team") is None and quirks["team"] == "filled":
        values["team"] = TEAM
    if values.get("team") is None and quirks["team"] == "required":
        raise invalid("TimeEntry", {"team": [("required", "`team` is required")]})
    if values.get("team") not in (None, TEAM) and quirks["team"] == "checked":
        raise invalid("TimeEntry", {"team": [("in", "`team` must be one of the user's teams")]})
    same_day = state["timeEntries"].where(user=user["id"], day=values.get("day"))
    if quirks["sorting_kept"] == "no":
        values["sorting"] = len(same_day) + 1
    taken = values.get("sorting") in [row["sorting"] for row in same_day]
    if quirks["sorting"] != "optional" and (values.get("sorting") is None or (taken and quirks["sorting"] == "unique")):
        raise invalid("TimeEntry", {"sorting": [(quirks["sorting"], "`sorting` is missing or taken")]})
    task = state["tasks"].get(values.get("task") or 0)
    if "billable" not in values and task is not None:
        values["billable"] = task["billable"]


def written(quirks: Quirks, values: Row) -> Row:
    """Return values as the service would keep them: rewritten text, a forgotten external id."""
    done = dict(values)
    if quirks["external_id"] == "refused" and done.get("externalId") is not None:
        raise invalid("TimeEntry", {"externalId": [("forbidden", "`externalId` cannot be set")]})
    if quirks["external_id"] == "dropped":
        done.pop("externalId", None)
    if isinstance(done.get("comment"), str):
        done["comment"] = REWRITES[quirks["rewrite_text"]](done["comment"])
    return done


REWRITES: dict[str, Any] = {
    "none": lambda text: text,
    "trim": lambda text: text.strip(),
    "nfc": lambda text: unicodedata.normalize("NFC", text),
    "crlf": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    "cut255": lambda text: text[:255],
}
