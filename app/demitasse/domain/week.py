"""Seven days together: totals by day and by project, and the balance against the target."""

from datetime import date, timedelta
from typing import NamedTuple

from demitasse.domain.timesheet import Timesheet


class ProjectTotal(NamedTuple):
    """What one project has of some time."""

    project_id: int | None
    project: str
    color: str
    seconds: int


class Week(NamedTuple):
    """Seven days in a row, the first one being whatever day a week begins with."""

    days: tuple[Timesheet, ...]

    @property
    def number(self) -> int:
        """The week's number after ISO 8601, which is that of its Thursday."""
        return next(one.day for one in self.days if one.day.isoweekday() == 4).isocalendar().week

    @property
    def total_s(self) -> int:
        """Seconds worked in these days."""
        return sum(one.total_s for one in self.days)

    @property
    def target_s(self) -> int | None:
        """Seconds to work in these days; None if nobody set a target for any of them."""
        known = [one.target_s for one in self.days if one.target_s is not None]
        return sum(known) if known else None

    def balance_s(self, today: date) -> int | None:
        """Seconds worked above (or below) the target of the days up to `today`; None where none of them has one."""
        told = [(one.total_s, one.target_s) for one in self.days if one.day <= today and one.target_s is not None]
        return sum(worked - target for worked, target in told) if told else None

    def project_totals(self) -> tuple[ProjectTotal, ...]:
        """Each project's part of the week, the greatest first."""
        return project_totals(*self.days)


def project_totals(*days: Timesheet) -> tuple[ProjectTotal, ...]:
    """Each project's part of these days, the greatest first, equal ones by name."""
    found: dict[int | None, ProjectTotal] = {}
    for row in (row for one in days for row in one.rows):
        before = found.get(row.project_id)
        seconds = row.duration_s + (before.seconds if before else 0)
        found[row.project_id] = ProjectTotal(row.project_id, row.project, row.color, seconds)
    return tuple(sorted(found.values(), key=lambda share: (-share.seconds, share.project)))


def week_start(day: date, first_weekday: int) -> date:
    """The day on which the week of `day` begins; `first_weekday` is 1 for Monday to 7 for Sunday."""
    return day - timedelta(days=(day.isoweekday() - first_weekday) % 7)
