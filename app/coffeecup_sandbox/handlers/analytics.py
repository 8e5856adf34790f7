"""Analytics computed from the time entries: hours, amounts and budgets (api-facts 7.11)."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox import permissions, timer
from coffeecup_sandbox.clock import day_after, midnight, timestamp
from coffeecup_sandbox.context import ADMIN, MANAGER
from coffeecup_sandbox.http_messages import ApiError, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coffeecup_sandbox.context import Context
    from coffeecup_sandbox.schema import Row


def projects(context: Context) -> Response:
    """Answer the figures of one project (`project=`), or shorter ones of several (`project[]=`)."""
    project_ids = [value for key, value in context.request.query if key == "project[]"]
    if project_ids:
        return Response(200, {"analyticsProjects": [_figures(context, _project(context, key)) for key in project_ids]})
    row = _project(context, context.request.query_value("project") or "")
    entries = context.state["timeEntries"].where(project=row["id"])
    months = _grouped(entries, lambda entry: str(entry["day"])[:7])
    details = {
        "monthlyHistogram": [
            {**_month_start(month), **_hours_and_amount(context, group)} for month, group in sorted(months.items())
        ],
        "users": _figures_by_group(context, _grouped(entries, lambda entry: entry["user"])),
        "tasks": [
            _with_budget(context, row, part)
            for part in _figures_by_group(context, _grouped(entries, lambda entry: entry["task"]))
        ],
    }
    return Response(200, {"analyticsProject": {**_figures(context, row), **details}})


def time_entries(context: Context) -> Response:
    """Answer the figures of a range of days, filtered by users, projects, tasks and clients."""
    start, end = (_day(context, name) for name in ("start_date", "end_date"))
    scope = permissions.readable_scope(context, "timeEntries")
    clients = {row["id"]: row["client"] for row in context.state["projects"]}
    filters = {
        name: {value for key, value in context.request.query if key in {name, f"{name}[]"}}
        for name in ("user", "project", "task", "project.client")
    }
    entries = [
        row
        for row in context.state["timeEntries"]
        if scope.allows(row)
        and row["day"] is not None
        and start <= row["day"] <= end
        and _matches(row, clients, filters)
    ]
    zone = context.user.get("timezone")
    figures: dict[str, Any] = {
        "startTimestamp": int(midnight(date.fromisoformat(start), zone) * 1000),
        "endTimestamp": int(midnight(day_after(date.fromisoformat(end)), zone) * 1000) - 1000,
        **_hours_and_amount(context, entries),
    }
    by_project = _grouped(entries, lambda entry: entry["project"])
    budgets = [_budgets(context, context.state["projects"].get(key or 0), group) for key, group in by_project.items()]
    for kind in ("hours", "amount"):
        for name in ("budget", "outOfBudget"):
            known = [budget[kind][name] for budget in budgets if budget[kind][name] is not None]
            figures[kind][name] = round(sum(known), 4) if known or kind == "amount" else None
    return Response(200, {"analyticsTimeEntries": figures})


def _matches(row: Row, clients: dict[int, Any], filters: dict[str, set[str]]) -> bool:
    values = {**row, "project.client": clients.get(row["project"])}
    return all(not allowed or str(values[name]) in allowed for name, allowed in filters.items())


def _day(context: Context, name: str) -> str:
    raw = context.request.query_value(name) or ""
    try:
        return datetime.fromisoformat(raw).date().isoformat()
    except ValueError:
        raise ApiError(400, f"`{name}` must be a date.") from None


def _project(context: Context, raw: str) -> Row:
    row = context.state["projects"].get(int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 16 else None
    if row is None:
        raise ApiError(404, "No project has this id.")
    manages = context.role == MANAGER and row["id"] in permissions.project_ids_of_user(context, managed=True)
    if context.role != ADMIN and not manages:
        raise ApiError(403, "Your role may not read the figures of this project.")
    return row


def _figures(context: Context, project: Row) -> dict[str, Any]:
    """Return the figures that both forms have: hours and amounts worked, budgeted and billed."""
    entries = context.state["timeEntries"].where(project=project["id"])
    worked, budgets = _hours_and_amount(context, entries), _budgets(context, project, entries)
    billed = _hours_and_amount(context, [entry for entry in entries if entry["billedAt"]])
    hours = {**worked["hours"], **budgets["hours"], "billed": billed["hours"]["spent"]}
    amount = {**worked["amount"], **budgets["amount"], "billed": billed["amount"]["spent"]}
    return {"id": project["id"], "project": project["id"], "hours": hours, "amount": amount}


def _budgets(context: Context, project: Row | None, entries: list[Row]) -> dict[str, Any]:
    """Return the budget of a project in hours and money, and by how much `entries` exceed it.

    Without a budget the hours are null and the amounts 0, because a typed client has no null there (api-facts 7.11).
    """
    by, worked = (project or {}).get("budgetBy"), _hours_and_amount(context, entries)
    hours, money = (
        project[name] if project and by == kind else None for kind, name in ((1, "budgetHours"), (2, "budget"))
    )
    return {
        "hours": {"budget": hours, "outOfBudget": _excess(worked["hours"]["spent"], hours)},
        "amount": {"budget": money or 0, "outOfBudget": _excess(worked["amount"]["spent"], money) or 0},
    }


def _with_budget(context: Context, project: Row, part: dict[str, Any]) -> dict[str, Any]:
    """Add the budget of the task assignment to the figures of a task, in hours and money."""
    assignments = context.state["taskAssignments"].where(project=project["id"], task=part["id"])
    hours = assignments[0]["budgetHours"] if assignments else None
    money = (
        None
        if hours is None
        else round(hours * _rate(context, {"project": project["id"], "task": part["id"], "user": 0}), 2)
    )
    part["hours"].update(budget=hours, outOfBudget=_excess(part["hours"]["spent"], hours))
    part["amount"].update(budget=money or 0, outOfBudget=_excess(part["amount"]["spent"], money) or 0)
    return part


def _figures_by_group(context: Context, groups: dict[Any, list[Row]]) -> list[dict[str, Any]]:
    ordered = sorted(groups.items(), key=lambda item: item[0] or 0)
    return [{"id": key, **_hours_and_amount(context, entries)} for key, entries in ordered]


def _grouped(entries: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return groups


def _hours_and_amount(context: Context, entries: list[Row]) -> dict[str, Any]:
    """Return the hours and the amount of entries. Only billable hours count as spent, which is an assumption."""
    hours, money = {True: 0.0, False: 0.0}, 0.0
    for entry in entries:
        duration_h = timer.duration_at(entry, context.now(), context.quirks) / 3600
        hours[bool(entry["billable"])] += duration_h
        money += duration_h * _rate(context, entry) if entry["billable"] else 0
    total = round(hours[True] + hours[False], 4)
    figures = {"total": total, "spent": round(hours[True], 4), "nonBillable": round(hours[False], 4)}
    return {"hours": figures, "amount": {"spent": round(money, 2)}}


def _rate(context: Context, entry: Row) -> float:
    """Return the hourly rate of an entry, according to `billBy` of its project (api-facts 7.2)."""
    project = context.state["projects"].get(entry["project"] or 0)
    if project is None:
        return 0.0
    tables: dict[int, Callable[[], list[Row | None]]] = {
        1: lambda: [context.state["clients"].get(project["client"] or 0)],
        2: lambda: [project],
        3: lambda: [*context.state["userAssignments"].where(project=project["id"], user=entry["user"])],
        4: lambda: [*context.state["taskAssignments"].where(project=project["id"], task=entry["task"])],
    }
    rows = tables[project["billBy"]]() if project["billBy"] in tables else []
    return float((rows[0] or {}).get("hourlyRate") or 0) if rows else 0.0


def _excess(spent: float, budget: float | None) -> float | None:
    return None if budget is None else round(max(0.0, spent - budget), 4)


def _month_start(month: str) -> dict[str, Any]:
    """Return the start of a month such as `2026-03` in both formats; 1970 for entries without a day."""
    try:
        first = datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC).timestamp()
    except ValueError:
        first = 0.0
    return {"date": timestamp(first), "timestamp": int(first * 1000)}
