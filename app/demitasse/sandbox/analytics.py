"""Analytics, computed from the entries: what was worked and what it is worth (api-facts 7.11)."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from demitasse.sandbox import roles, timer
from demitasse.sandbox.call import ADMIN, MANAGER
from demitasse.sandbox.exchange import Refusal, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from demitasse.sandbox.call import Call
    from demitasse.sandbox.fields import Row


def projects(call: Call) -> Reply:
    """Answer the figures of one project (`project=`), or a short list for several (`project[]=`)."""
    several = [value for key, value in call.request.query if key == "project[]"]
    if several:
        return Reply(200, {"analyticsProjects": [_figures(call, _project(call, key)) for key in several]})
    row = _project(call, call.request.asked("project") or "")
    entries = call.state["timeEntries"].where(project=row["id"])
    figures = _figures(call, row)
    figures["monthlyHistogram"] = [
        {
            "date": f"{month}-01",
            "timestamp": _stamp(f"{month}-01"),
            "hours": _hours(call, found)["total"],
            "amount": _amount(call, found)["spent"],
        }
        for month, found in sorted(_grouped(entries, lambda entry: str(entry["day"])[:7]).items())
    ]
    figures["users"] = _parts(call, _grouped(entries, lambda entry: entry["user"]))
    figures["tasks"] = _parts(call, _grouped(entries, lambda entry: entry["task"]))
    budgets = {each["task"]: each["budgetHours"] for each in call.state["taskAssignments"].where(project=row["id"])}
    for task in figures["tasks"]:
        budget = budgets.get(task["id"])
        task["hours"].update(budget=budget, outOfBudget=_beyond(task["hours"]["spent"], budget))
    return Reply(200, {"analyticsProject": figures})


def time_entries(call: Call) -> Reply:
    """Answer the figures of a range of days; the filters are lists of users, projects, tasks and clients."""
    start, end = (_day(call, name) for name in ("start_date", "end_date"))
    scope = roles.readable(call, "timeEntries")
    clients = {row["id"]: row["client"] for row in call.state["projects"]}
    wanted = {
        name: {value for key, value in call.request.query if key in {name, f"{name}[]"}}
        for name in ("user", "project", "task", "project.client")
    }
    found = [
        row
        for row in call.state["timeEntries"]
        if scope.allows(row) and row["day"] is not None and start <= row["day"] <= end and _fits(row, clients, wanted)
    ]
    figures = {
        "startTimestamp": _stamp(start),
        "endTimestamp": _stamp(end) + 86_400_000 - 1,
        "hours": _hours(call, found),
        "amount": _amount(call, found),
    }
    return Reply(200, {"analyticsTimeEntries": figures})


def _fits(row: Row, clients: dict[int, Any], wanted: dict[str, set[str]]) -> bool:
    values = {**row, "project.client": clients.get(row["project"])}
    return all(not asked or str(values[name]) in asked for name, asked in wanted.items())


def _day(call: Call, name: str) -> str:
    raw = call.request.asked(name) or ""
    try:
        return datetime.fromisoformat(raw).date().isoformat()
    except ValueError:
        raise Refusal(400, f"`{name}` must be a date.") from None


def _project(call: Call, raw: str) -> Row:
    row = call.state["projects"].get(int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 16 else None
    if row is None:
        raise Refusal(404, "No project has this id.")
    manages = call.role == MANAGER and row["id"] in roles.my_projects(call, managed=True)
    if call.role != ADMIN and not manages:
        raise Refusal(403, "Your role may not read the figures of this project.")
    return row


def _figures(call: Call, project: Row) -> dict[str, Any]:
    entries = call.state["timeEntries"].where(project=project["id"])
    hours, amount = _hours(call, entries), _amount(call, entries)
    budget_hours = project["budgetHours"] if project["budgetBy"] == 1 else None
    budget = project["budget"] if project["budgetBy"] == 2 else None
    hours.update(budget=budget_hours, outOfBudget=_beyond(hours["spent"], budget_hours))
    amount.update(budget=budget, outOfBudget=_beyond(amount["spent"], budget))
    return {"id": project["id"], "project": project["id"], "hours": hours, "amount": amount}


def _parts(call: Call, groups: dict[Any, list[Row]]) -> list[dict[str, Any]]:
    return [
        {"id": key, "hours": _hours(call, found), "amount": _amount(call, found)}
        for key, found in sorted(groups.items(), key=lambda item: item[0] or 0)
    ]


def _grouped(entries: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return groups


def _hours(call: Call, entries: list[Row]) -> dict[str, Any]:
    now = call.now()
    seconds = [(entry, timer.measured(entry, now, call.quirks)) for entry in entries]
    total = sum(each for _, each in seconds)
    unpaid = sum(each for entry, each in seconds if not entry["billable"])
    billed = sum(each for entry, each in seconds if entry["billedAt"])
    parts = {"total": total, "spent": total - unpaid, "nonBillable": unpaid, "billed": billed}
    return {name: round(each / 3600, 4) for name, each in parts.items()}


def _amount(call: Call, entries: list[Row]) -> dict[str, Any]:
    now = call.now()
    worth = [
        (entry, timer.measured(entry, now, call.quirks) / 3600 * _rate(call, entry))
        for entry in entries
        if entry["billable"]
    ]
    billed = sum(each for entry, each in worth if entry["billedAt"])
    return {"spent": round(sum(each for _, each in worth), 2), "billed": round(billed, 2)}


def _rate(call: Call, entry: Row) -> float:
    """Return the money an hour of an entry is worth, after the project's `billBy` (api-facts 7.2)."""
    project = call.state["projects"].get(entry["project"] or 0)
    if project is None:
        return 0.0
    tables: dict[int, Callable[[], list[Row | None]]] = {
        1: lambda: [call.state["clients"].get(project["client"] or 0)],
        2: lambda: [project],
        3: lambda: [*call.state["userAssignments"].where(project=project["id"], user=entry["user"])],
        4: lambda: [*call.state["taskAssignments"].where(project=project["id"], task=entry["task"])],
    }
    found = tables[project["billBy"]]() if project["billBy"] in tables else []
    return float((found[0] or {}).get("hourlyRate") or 0) if found else 0.0


def _beyond(spent: float, budget: float | None) -> float | None:
    return None if budget is None else round(max(0.0, spent - budget), 4)


def _stamp(day: str) -> int:
    """Return the first millisecond of a day, or 0 where the day is not one."""
    try:
        return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)
    except ValueError:
        return 0
