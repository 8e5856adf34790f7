"""Fills an empty state with the made-up company and five weeks of its work, the same for the same seed and day."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox import company
from coffeecup_sandbox.clock import Clock, local, timestamp
from coffeecup_sandbox.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coffeecup_sandbox.company import Person, Plan
    from coffeecup_sandbox.fields import Row

ZONE = "Europe/Berlin"
WEEKS = 5
QUARTER_S = 900


def today_everywhere(instant: float) -> date:
    """Return the earliest day it is for the company, in UTC and here: the seed books nothing on it or after it."""
    here = datetime.fromtimestamp(instant, UTC).astimezone().date()
    return min(local(instant, ZONE).date(), datetime.fromtimestamp(instant, UTC).date(), here)


def fill(state: State, seed: int) -> None:
    """Replace everything in `state` by the company as it stands this morning."""
    with state.lock:
        state.load(_company(seed, today_everywhere(state.clock.now())))
        state.forget_past()


@lru_cache(maxsize=4)  # a test run fills hundreds of sandboxes with the same company
def _company(seed: int, today: date) -> dict[str, Any]:
    state = State(Clock())
    state.company = company.COMPANY
    _Seeding(state, seed, today).run()
    return state.dump()


class _Seeding:
    """One run; dice are thrown in a fixed order, so the same seed gives the same company."""

    def __init__(self, state: State, seed: int, today: date) -> None:
        self.state = state
        self.dice = random.Random(f"company {seed}")  # noqa: S311  # repeatable is what counts
        self.today = today
        self.born = timestamp(datetime(today.year - 1, 1, 8, 9, tzinfo=UTC).timestamp())
        self.ids: dict[tuple[str, str], int] = {}
        self.names: dict[str, dict[int, str]] = {}

    def run(self) -> None:
        """Fill table after table, then the timesheets."""
        for name, shade in company.PALETTE.items():
            self.add("colors", name, label=name.capitalize(), hex=shade)
        for name, code in company.CLIENTS.items():
            self.add("clients", name, name=name, code=code, hourlyRate=self.dice.choice((85, 90, 95.5, 110)))
        self.people()
        for label, color in company.TASKS.items():
            self.task(label, color)
        for place, plan in enumerate(company.PROJECTS):
            self.project(place, plan)
        for person in company.PEOPLE:
            for day in self.working_days():
                self.workday(person, day)
        self.office()

    def add(self, plural: str, key: str, **values: Any) -> Row:
        """Insert a record and remember its id under `key`."""
        if "createdAt" in self.state[plural].resource.by_name:
            values = {"createdAt": self.born, "updatedAt": self.born, **values}
        row = self.state.insert(plural, values)
        self.ids[plural, key] = row["id"]
        return row

    def people(self) -> None:
        """Hire everybody; one has left since."""
        for person in company.PEOPLE:
            row = self.add(
                "users",
                person.key,
                firstname=person.first,
                lastname=person.last,
                email=f"{person.first}@{company.COMPANY}.example".lower(),
                role=person.role,
                status=0 if person.gone else 1,
                jobLabel=person.job,
                timezone=ZONE,
                hourlyRate=90,
                canManageAbsenceRequests=person.role < 3,
                showInPlanner=not person.gone,
                _password=person.password,
            )
            start = date(self.today.year - 2, 3, 1)
            self.add("userEmployments", person.key, user=row["id"], validFrom=start.isoformat())
            if person.gone:
                left = date(self.today.year - 1, 7, 1).isoformat()
                self.add("userEmployments", "left", user=row["id"], validFrom=left, employmentType=2)

    def task(self, label: str, color: str) -> None:
        """Add a task."""
        paid, status = label not in company.UNPAID_TASKS, int(label not in company.ARCHIVED_TASKS)
        color_id = self.ids["colors", color]
        self.add("tasks", label, label=label, code=label[:3].upper(), color=color_id, billable=paid, status=status)

    def project(self, place: int, plan: Plan) -> None:
        """Add a project with its assignments."""
        status = 0 if plan.done else 1
        row = self.add(
            "projects",
            plan.name,
            name=plan.name,
            code=f"P{place + 101}",
            client=self.ids["clients", plan.client] if plan.client else None,
            color=self.ids["colors", plan.color],
            status=status,
            projectState=3 if plan.done else 2,
            completedAt=self.born if plan.done else None,
            billBy=1 if plan.client else 0,
            budgetBy=1 if plan.budget_hours else 0,
            budgetHours=plan.budget_hours or 0,
            startDate=date(self.today.year - 1, 1 + place % 12, 1).isoformat(),
        )
        for label in plan.tasks:
            active = int(status and label not in company.ARCHIVED_TASKS)
            paid = plan.client is not None and label not in company.UNPAID_TASKS
            key, task = f"{plan.name}/{label}", self.ids["tasks", label]
            self.add("taskAssignments", key, project=row["id"], task=task, status=active, billable=paid)
        for who in plan.team:
            key, leads = f"{plan.name}/{who}", who == "robin"
            user = self.ids["users", who]
            self.add("userAssignments", key, project=row["id"], user=user, status=status, isProjectManager=leads)

    def working_days(self) -> Iterator[date]:
        """Yield Monday to Friday of five weeks, up to yesterday."""
        for back in range(WEEKS * 7, 0, -1):
            day = self.today - timedelta(days=back)
            if day.weekday() < 5:
                yield day

    def workday(self, person: Person, day: date) -> None:
        """Book about eight hours of a person on what the person is assigned to."""
        mine = [plan for plan in company.PROJECTS if person.key in plan.team and not plan.done]
        if not mine or person.gone:
            return
        left = 32 + self.dice.choice((-2, -1, 0, 0, 0, 1, 1, 2))
        begin = datetime(day.year, day.month, day.day, 8, self.dice.choice((0, 15, 30)), tzinfo=UTC)
        place = 0
        while left > 0:
            place += 1
            quarters = left if left < 4 or place == 6 else min(left, self.dice.choice((2, 3, 4, 5, 6, 8, 9, 12)))
            meeting = place == 1 and day.weekday() in (0, 3)
            plan = company.PROJECTS[2] if meeting else self.dice.choices(mine, [each.weight for each in mine])[0]
            label = "Meeting" if meeting else self.dice.choice(self.open_tasks(plan))
            self.entry(person, day, plan, label, place, quarters * QUARTER_S, begin)
            begin += timedelta(seconds=quarters * QUARTER_S)
            left -= quarters

    @staticmethod
    def open_tasks(plan: Plan) -> list[str]:
        """Return the tasks of a project that can be booked; the first ones are booked most."""
        usable = [label for label in plan.tasks if label not in company.ARCHIVED_TASKS]
        return usable[:2] * 2 + usable

    def entry(  # noqa: PLR0913, PLR0917
        self, person: Person, day: date, plan: Plan, label: str, place: int, seconds: int, begin: datetime
    ) -> None:
        """Book one entry. Work for clients is billed after four weeks, and locked with that."""
        closed = (self.today - day).days > 28
        paid = plan.client is not None and label not in company.UNPAID_TASKS
        end = timestamp((begin + timedelta(seconds=seconds)).timestamp())
        self.state.insert(
            "timeEntries",
            {
                "user": self.ids["users", person.key],
                "project": self.ids["projects", plan.name],
                "task": self.ids["tasks", label],
                "day": day.isoformat(),
                "duration": seconds,
                "comment": self.dice.choice(company.COMMENTS[label]),
                "sorting": place,
                "billable": paid,
                "hourlyRate": 90,
                "billedAt": self.month_end(day) if closed and paid else None,
                "validationStatus": "APPROVED" if closed else "NOTSUBMITTED",
                "createdAt": timestamp(begin.timestamp()),
                "updatedAt": end,
            },
        )

    def month_end(self, day: date) -> str:
        """Return when the work of a day was billed."""
        return timestamp(datetime(day.year, day.month, day.day, 18, tzinfo=UTC).timestamp() + 14 * 86400)

    def office(self) -> None:
        """Add what lies around the timesheets: absences, budgets, tags and expenses."""
        for label, color, vacation, overtime in company.ABSENCE_TYPES:
            more = {"defaultCountsAsVacation": vacation, "defaultReducesOvertime": overtime, "icon": 1}
            self.add("absenceTypes", label, label=label, color=self.ids["colors", color], **more)
        kind, jane = self.ids["absenceTypes", "Vacation"], self.ids["users", "jane"]
        soon = self.today + timedelta(days=7 - self.today.weekday() + 14)
        for person in company.PEOPLE[:5]:
            user = self.ids["users", person.key]
            first, last = soon.isoformat(), (soon + timedelta(days=self.dice.choice((1, 4)))).isoformat()
            copies = {"countsAsVacation": True, "remunerationActive": True}
            self.add("absences", person.key, user=user, absenceType=kind, startDate=first, endDate=last, **copies)
            year = date(self.today.year, 1, 1).isoformat()
            self.add("vacationBudgets", person.key, user=user, quantity=30, startDate=year)
        later = (soon + timedelta(days=30)).isoformat()
        wish: Row = {"absenceType": kind, "sender": jane, "receiver": self.ids["users", "alex"]}
        wish.update(startDate=later, endDate=later)
        self.add("absenceRequests", "jane", senderComment="A long weekend", **wish)
        for label in company.TAGS:
            self.add("tags", label, label=label)
        self.add(
            "tagAssignments", "1", tag=self.ids["tags", "fixed price"], record=self.ids["projects", "Configurator"]
        )
        for label, unit in company.EXPENSE_CATEGORIES:
            self.add("expenseCategories", label, label=label, unit=unit)
        trip = {
            "project": self.ids["projects", "Configurator"],
            "expenseCategory": self.ids["expenseCategories", "Train"],
        }
        day = (self.today - timedelta(days=9)).isoformat()
        self.add("expenses", "1", description="Train to the dealer", quantity=2, priceInternal=49.9, day=day, **trip)
