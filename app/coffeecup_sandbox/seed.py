"""Fills the state with the demo company and five weeks of its work, the same for the same seed and day."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox import demo_data
from coffeecup_sandbox.clock import Clock, local, timestamp
from coffeecup_sandbox.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coffeecup_sandbox.demo_data import Person, Project
    from coffeecup_sandbox.schema import Row

ZONE = "Europe/Berlin"
WEEKS = 5
QUARTER_S = 900


def earliest_today(instant: float) -> date:
    """Return the earliest current date among those of the company, UTC and this computer; the seed ends before it."""
    local_day = datetime.fromtimestamp(instant, UTC).astimezone().date()
    return min(local(instant, ZONE).date(), datetime.fromtimestamp(instant, UTC).date(), local_day)


def fill(state: State, seed: int, company: str = demo_data.COMPANY) -> None:
    """Replace all data in `state` by the demo company, called `company`, with work up to yesterday."""
    with state.lock:
        state.load(_company(seed, earliest_today(state.clock.now()), company))
        state.clear_history()


@lru_cache(maxsize=4)  # tests create hundreds of sandboxes with the same company
def _company(seed: int, today: date, name: str) -> dict[str, Any]:
    state = State(Clock())
    state.company = name
    _Generator(state, seed, today).run()
    return state.dump()


class _Generator:
    """Generates the records in a fixed order, so that the same seed gives the same company."""

    def __init__(self, state: State, seed: int, today: date) -> None:
        self.state = state
        self.rng = random.Random(f"company {seed}")  # noqa: S311  # must be repeatable, not secret
        self.today = today
        self.created_at = timestamp(datetime(today.year - 1, 1, 8, 9, tzinfo=UTC).timestamp())
        self.ids: dict[tuple[str, str], int] = {}

    def run(self) -> None:
        """Insert all records."""
        for name, hex_digits in demo_data.PALETTE.items():
            self.add("colors", name, label=name.capitalize(), hex=hex_digits)
        for name, code in demo_data.CLIENTS.items():
            self.add("clients", name, name=name, code=code, hourlyRate=self.rng.choice((85, 90, 95.5, 110)))
        self.add_people()
        for label, color in demo_data.TASKS.items():
            self.add_task(label, color)
        for position, project in enumerate(demo_data.PROJECTS):
            self.add_project(position, project)
        for person in demo_data.PEOPLE:
            for day in self.working_days():
                self.add_workday(person, day)
        self.add_office_data()
        self.add_archive()

    def add(self, plural: str, key: str, **values: Any) -> Row:
        """Insert a record, keep its id under `key`, and return it."""
        if "createdAt" in self.state[plural].resource.by_name:
            values = {"createdAt": self.created_at, "updatedAt": self.created_at, **values}
        row = self.state.insert(plural, values)
        self.ids[plural, key] = row["id"]
        return row

    def add_people(self) -> None:
        """Add the employees with their employments; one has left the company."""
        for person in demo_data.PEOPLE:
            row = self.add(
                "users",
                person.key,
                firstname=person.first,
                lastname=person.last,
                email=f"{person.first}@{self.state.company}.example".lower(),
                role=person.role,
                status=0 if person.has_left else 1,
                jobLabel=person.job_title,
                timezone=ZONE,
                hourlyRate=90,
                canManageAbsenceRequests=person.role < 3,
                showInPlanner=not person.has_left,
                passwordStatus=2,
                _password=person.password,
            )
            start = date(self.today.year - 2, 3, 1)
            self.add("userEmployments", person.key, user=row["id"], validFrom=start.isoformat())
            if person.has_left:
                left_on = date(self.today.year - 1, 7, 1).isoformat()
                self.add("userEmployments", "left", user=row["id"], validFrom=left_on, employmentType=2)

    def add_task(self, label: str, color: str) -> None:
        """Add a task, billable and active unless it is listed otherwise."""
        billable, status = label not in demo_data.UNPAID_TASKS, int(label not in demo_data.ARCHIVED_TASKS)
        color_id = self.ids["colors", color]
        self.add("tasks", label, label=label, code=label[:3].upper(), color=color_id, billable=billable, status=status)

    def add_project(self, position: int, project: Project) -> None:
        """Add a project with its task and user assignments."""
        status = 0 if project.completed else 1
        row = self.add(
            "projects",
            project.name,
            name=project.name,
            code=f"P{position + 101}",
            client=self.ids["clients", project.client] if project.client else None,
            color=self.ids["colors", project.color],
            status=status,
            projectState=3 if project.completed else 2,
            completedAt=self.created_at if project.completed else None,
            billBy=1 if project.client else 0,
            budgetBy=1 if project.budget_hours else 0,
            budgetHours=project.budget_hours or 0,
            startDate=date(self.today.year - 1, 1 + position % 12, 1).isoformat(),
        )
        for label in project.tasks:
            active = int(status and label not in demo_data.ARCHIVED_TASKS)
            paid = project.client is not None and label not in demo_data.UNPAID_TASKS
            key, task = f"{project.name}/{label}", self.ids["tasks", label]
            self.add("taskAssignments", key, project=row["id"], task=task, status=active, billable=paid)
        for person_key in project.team:
            key, leads = f"{project.name}/{person_key}", person_key == "robin"
            user = self.ids["users", person_key]
            self.add("userAssignments", key, project=row["id"], user=user, status=status, isProjectManager=leads)

    def working_days(self) -> Iterator[date]:
        """Yield the working days of the five weeks that end yesterday."""
        for days_ago in range(WEEKS * 7, 0, -1):
            day = self.today - timedelta(days=days_ago)
            if day.weekday() < 5:
                yield day

    def add_workday(self, person: Person, day: date) -> None:
        """Add entries of about eight hours for one person and day, on projects of that person."""
        projects = [project for project in demo_data.PROJECTS if person.key in project.team and not project.completed]
        if not projects or person.has_left:
            return
        remaining = 32 + self.rng.choice((-2, -1, 0, 0, 0, 1, 1, 2))
        start = datetime(day.year, day.month, day.day, 8, self.rng.choice((0, 15, 30)), tzinfo=UTC)
        position = 0
        while remaining > 0:
            position += 1
            quarters = (
                remaining
                if remaining < 4 or position == 6
                else min(remaining, self.rng.choice((2, 3, 4, 5, 6, 8, 9, 12)))
            )
            meeting = position == 1 and day.weekday() in (0, 3)
            project = (
                demo_data.PROJECTS[2]
                if meeting
                else self.rng.choices(projects, [project.weight for project in projects])[0]
            )
            label = "Meeting" if meeting else self.rng.choice(self.open_tasks(project))
            self.add_entry(person, day, project, label, position, quarters * QUARTER_S, start)
            start += timedelta(seconds=quarters * QUARTER_S)
            remaining -= quarters

    @staticmethod
    def open_tasks(project: Project) -> list[str]:
        """Return the bookable tasks of a project to choose from; the first two have three times the chance."""
        usable = [label for label in project.tasks if label not in demo_data.ARCHIVED_TASKS]
        return usable[:2] * 2 + usable

    def add_entry(  # noqa: PLR0913, PLR0917
        self, person: Person, day: date, project: Project, label: str, position: int, seconds: int, start: datetime
    ) -> None:
        """Add one entry; it is approved after four weeks, and billed if it is for a client."""
        is_closed = (self.today - day).days > 28
        billable = project.client is not None and label not in demo_data.UNPAID_TASKS
        end = timestamp((start + timedelta(seconds=seconds)).timestamp())
        self.state.insert(
            "timeEntries",
            {
                "user": self.ids["users", person.key],
                "project": self.ids["projects", project.name],
                "task": self.ids["tasks", label],
                "day": day.isoformat(),
                "duration": seconds,
                "comment": self.rng.choice(demo_data.COMMENTS[label]),
                "sorting": position,
                "billable": billable,
                "hourlyRate": 90,
                "billedAt": self.billed_at(day) if is_closed and billable else None,
                "validationStatus": "APPROVED" if is_closed else "NOTSUBMITTED",
                "createdAt": timestamp(start.timestamp()),
                "updatedAt": end,
            },
        )

    def billed_at(self, day: date) -> str:
        """Return when the work of a day was billed, 14 days later."""
        return timestamp(datetime(day.year, day.month, day.day, 18, tzinfo=UTC).timestamp() + 14 * 86400)

    def add_archive(self) -> None:
        """Add what a company has gathered in earlier years: archived records, other rates, and comments on projects."""
        client = self.add("clients", "archive", name="Tannhof Hotels", code="TAN", hourlyRate=75, status=0)
        old = {"status": 0, "projectState": None, "completedAt": self.created_at}
        comment = "Relaunch of 2024.\nThe contract ended in spring."
        project = self.add(
            "projects",
            "archive",
            name="Booking system",
            code="P090",
            client=client["id"],
            color=self.ids["colors", "brown"],
            billBy=3,
            comment=comment,
            **old,
        )
        kim, task = self.ids["users", "kim"], self.ids["tasks", "Support"]
        self.add(
            "taskAssignments", "archive", project=project["id"], task=task, status=0, hourlyRate=70, budgetHours=12.5
        )
        self.add("userAssignments", "archive", project=project["id"], user=kim, status=0, hourlyRate=82.5)
        self.add("absenceTypes", "archive", label="Parental leave (old)", color=self.ids["colors", "grey"], status=0)
        day = (self.today - timedelta(days=400)).isoformat()
        times = {"day": day, "duration": 5400, "createdAt": f"{day}T08:00:00.000Z", "updatedAt": f"{day}T09:30:00.000Z"}
        entry = {"user": kim, "project": project["id"], "task": task, "status": 0, "comment": "Last round\nof tests"}
        billed = {"billedAt": self.created_at, "validationStatus": "APPROVED", "hourlyRate": 82.5}
        self.state.insert("timeEntries", {**entry, **times, **billed})

    def add_office_data(self) -> None:
        """Add absences, vacation budgets, tags and expenses."""
        for label, color, vacation, overtime in demo_data.ABSENCE_TYPES:
            more = {"defaultCountsAsVacation": vacation, "defaultReducesOvertime": overtime, "icon": 1}
            self.add("absenceTypes", label, label=label, color=self.ids["colors", color], **more)
        vacation_id, jane = self.ids["absenceTypes", "Vacation"], self.ids["users", "jane"]
        vacation_start = self.today + timedelta(days=7 - self.today.weekday() + 14)
        for person in demo_data.PEOPLE[:5]:
            user = self.ids["users", person.key]
            first, last = (
                vacation_start.isoformat(),
                (vacation_start + timedelta(days=self.rng.choice((1, 4)))).isoformat(),
            )
            flags = {"countsAsVacation": True, "remunerationActive": True}
            self.add("absences", person.key, user=user, absenceType=vacation_id, startDate=first, endDate=last, **flags)
            year = date(self.today.year, 1, 1).isoformat()
            self.add("vacationBudgets", person.key, user=user, quantity=30, startDate=year)
        request_day = (vacation_start + timedelta(days=30)).isoformat()
        request: Row = {"absenceType": vacation_id, "sender": jane, "receiver": self.ids["users", "alex"]}
        request.update(startDate=request_day, endDate=request_day)
        self.add("absenceRequests", "jane", senderComment="A long weekend", **request)
        for label in demo_data.TAGS:
            self.add("tags", label, label=label)
        self.add(
            "tagAssignments", "1", tag=self.ids["tags", "fixed price"], record=self.ids["projects", "Configurator"]
        )
        for label, unit in demo_data.EXPENSE_CATEGORIES:
            self.add("expenseCategories", label, label=label, unit=unit)
        expense = {
            "project": self.ids["projects", "Configurator"],
            "expenseCategory": self.ids["expenseCategories", "Train"],
        }
        day = (self.today - timedelta(days=9)).isoformat()
        self.add("expenses", "1", description="Train to the dealer", quantity=2, priceInternal=49.9, day=day, **expense)
