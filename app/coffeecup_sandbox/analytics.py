"""Analytics, computed from the entries: what was worked and what it is worth (api-facts 7.11)."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox import roles, timer
from coffeecup_sandbox.call import ADMIN, MANAGER
from coffeecup_sandbox.clock import midnight, timestamp
from coffeecup_sandbox.exchange import Refusal, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coffeecup_sandbox.call import Call
    from coffeecup_sandbox.fields import Row


def projects(call: Call) -> Reply:
    """Answer the figures of one project (`project=`), or a short list for several (`project[]=`)."""
    several = [value for key, value in call.request.query if key == "project[]"]
    if several:
        return Reply(200, {"analyticsProjects": [_figures(call, _project(call, key)) for key in several]})
    row = _project(call, call.request.asked("project") or "")
    entries = call.state["timeEntries"].where(project=row["id"])
    months = _grouped(entries, lambda entry: str(entry["day"])[:7])
    parts = {
        "monthlyHistogram": [{**_month(month), **_worked(call, found)} for month, found in sorted(months.items())],
        "users": _parts(call, _grouped(entries, lambda entry: entry["user"])),
        "tasks": [
            _with_budget(call, row, each) for each in _parts(call, _grouped(entries, lambda entry: entry["task"]))
        ],
    }
    return Reply(200, {"analyticsProject": {**_figures(call, row), **parts}})


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
    zone = call.user.get("timezone")
    figures: dict[str, Any] = {
        "startTimestamp": int(midnight(date.fromisoformat(start), zone) * 1000),
        "endTimestamp": int(midnight(date.fromisoformat(end) + timedelta(days=1), zone) * 1000) - 1000,
        **_worked(call, found),
    }
    by_project = _grouped(found, lambda entry: entry["project"])
    budgets = [_budgets(call, call.state["projects"].get(key or 0), each) for key, each in by_project.items()]
    for kind in ("hours", "amount"):
        for name in ("budget", "outOfBudget"):
            known = [each[kind][name] for each in budgets if each[kind][name] is not None]
            figures[kind][name] = round(sum(known), 4) if known else None
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
    """Return the figures that a project has in both forms: what was worked, its budget, and what was billed."""
    entries = call.state["timeEntries"].where(project=project["id"])
    worked, budgets = _worked(call, entries), _budgets(call, project, entries)
    billed = _worked(call, [entry for entry in entries if entry["billedAt"]])
    hours = {**worked["hours"], **budgets["hours"], "billed": billed["hours"]["spent"]}
    amount = {**worked["amount"], **budgets["amount"], "billed": billed["amount"]["spent"]}
    return {"id": project["id"], "project": project["id"], "hours": hours, "amount": amount}


def _budgets(call: Call, project: Row | None, entries: list[Row]) -> dict[str, Any]:
    """Return a project's budget in hours and money, and how far `entries` are beyond it."""
    by, worked = (project or {}).get("budgetBy"), _worked(call, entries)
    hours, money = (
        project[name] if project and by == kind else None for kind, name in ((1, "budgetHours"), (2, "budget"))
    )
    return {
        "hours": {"budget": hours, "outOfBudget": _beyond(worked["hours"]["spent"], hours)},
        "amount": {"budget": money, "outOfBudget": _beyond(worked["amount"]["spent"], money)},
    }


def _with_budget(call: Call, project: Row, part: dict[str, Any]) -> dict[str, Any]:
    """Add to the figures of a task what its assignment allows for it, in hours and in money."""
    found = call.state["taskAssignments"].where(project=project["id"], task=part["id"])
    hours = found[0]["budgetHours"] if found else None
    money = (
        None
        if hours is None
        else round(hours * _rate(call, {"project": project["id"], "task": part["id"], "user": 0}), 2)
    )
    part["hours"].update(budget=hours, outOfBudget=_beyond(part["hours"]["spent"], hours))
    part["amount"].update(budget=money, outOfBudget=_beyond(part["amount"]["spent"], money))
    return part


def _parts(call: Call, groups: dict[Any, list[Row]]) -> list[dict[str, Any]]:
    ordered = sorted(groups.items(), key=lambda item: item[0] or 0)
    return [{"id": key, **_worked(call, found)} for key, found in ordered]


def _grouped(entries: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return groups


def _worked(call: Call, entries: list[Row]) -> dict[str, Any]:
    """Return the hours and the money that entries are worth; what is not billable is not spent (api-facts 7.11)."""
    hours, money = {True: 0.0, False: 0.0}, 0.0
    for entry in entries:
        spent = timer.measured(entry, call.now(), call.quirks) / 3600
        hours[bool(entry["billable"])] += spent
        money += spent * _rate(call, entry) if entry["billable"] else 0
    total = round(hours[True] + hours[False], 4)
    spelled = {"total": total, "spent": round(hours[True], 4), "nonBillable": round(hours[False], 4)}
    return {"hours": spelled, "amount": {"spent": round(money, 2)}}


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


def _month(month: str) -> dict[str, Any]:
    """Spell the first instant of a month, `2026-03`, in both ways; entries without a day are of none."""
    try:
        first = datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC).timestamp()
    except ValueError:
        first = 0.0
    return {"date": timestamp(first), "timestamp": int(first * 1000)}
