"""Totals, targets and balances of weeks, months and other spans of days.

All front ends get their figures here. They come from sums (`Work`), so that their cost does not grow with the number of
entries.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from demitasse.domain.workplan import TimeOff, Workday

_MINUTE_S = 60


class Work(NamedTuple):
    """The seconds of some entries of one day on one project and task, and how many entries these are."""

    day: date
    client: str
    project_id: int | None
    project: str
    task_id: int | None
    task: str
    color: str
    seconds: int
    entries: int = 1


class ProjectTotal(NamedTuple):
    """The total of one project over some days."""

    project_id: int | None
    project: str
    color: str
    seconds: int


class DayTotal(NamedTuple):
    """The total and the target of one day in seconds, and the totals of its projects.

    `fetched` is False if the day was never read from CoffeeCup, which may then have more entries. `target_s`,
    `from_overtime_s` and `time_off` are those of `domain.workplan.Workday`.
    """

    day: date
    total_s: int
    target_s: int | None
    fetched: bool = True
    from_overtime_s: int = 0
    time_off: tuple[TimeOff, ...] = ()
    projects: tuple[ProjectTotal, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the day: it was fetched, or has entries here."""
        return self.fetched or bool(self.projects)

    @property
    def over_s(self) -> int | None:
        """Whole minutes in seconds above (or below) the target; None without a target."""
        return over_s(self.total_s, self.target_s)

    @property
    def balance_s(self) -> int | None:
        """Seconds worked above (or below) the target, less what absences take from overtime; None without a target."""
        return None if self.target_s is None else self.total_s - self.target_s - self.from_overtime_s


class Period(NamedTuple):
    """Consecutive days, such as a week or a month."""

    days: tuple[DayTotal, ...]

    @property
    def week_number(self) -> int:
        """The number of a week."""
        return week_number(self.days[0].day)

    @property
    def total_s(self) -> int:
        """Seconds worked in these days."""
        return sum([one.total_s for one in self.days])

    @property
    def target_s(self) -> int | None:
        """Seconds to work in these days; None if no day has a target."""
        targets = [one.target_s for one in self.days if one.target_s is not None]
        return sum(targets) if targets else None

    @property
    def over_s(self) -> int | None:
        """Whole minutes in seconds above (or below) the target of all days; None without a target."""
        return over_s(self.total_s, self.target_s)

    @property
    def from_overtime_s(self) -> int:
        """Seconds that absences in these days take from overtime."""
        return sum([one.from_overtime_s for one in self.days])

    @property
    def is_known(self) -> bool:
        """Whether anything is known of these days."""
        return any(one.is_known for one in self.days)

    def missing(self, today: date) -> list[date]:
        """Return the days up to `today` that were never fetched. Nobody expects entries on later ones."""
        return [one.day for one in self.days if not one.fetched and one.day <= today]

    def balance_s(self, until: date) -> int | None:
        """Return the seconds worked above (or below) the targets up to `until` (inclusive), less overtime taken.

        None without a target, and if a day was never fetched.
        """
        past = [one for one in self.days if one.day <= until]
        balances = [one.balance_s for one in past if one.balance_s is not None]
        if not all(one.fetched for one in past):
            return None
        return sum(balances) if balances else None

    def project_totals(self) -> tuple[ProjectTotal, ...]:
        """Return the total of each project in these days, the largest first."""
        return _joined(total for one in self.days for total in one.projects)

    def time_off(self) -> tuple[TimeOff, ...]:
        """Return the absences of these days, cut to them, the earliest first."""
        found = dict.fromkeys(absence for one in self.days for absence in one.time_off)
        first, last = self.days[0].day, self.days[-1].day
        return tuple(each._replace(first=max(each.first, first), last=min(each.last, last)) for each in found)


def over_s(total_s: int, target_s: int | None) -> int | None:
    """Return how much a total is above (or below) its target in whole minutes, as seconds; None without a target.

    Totals are shown without the seconds of an unfinished minute, and the difference fits what is shown: 7:43:30 of 8:00
    is 0:17 under.
    """
    return None if target_s is None else (total_s - target_s) // _MINUTE_S * _MINUTE_S


def period(days: Iterable[tuple[date, Workday, bool]], work: Iterable[Work]) -> Period:
    """Build a period of what is expected on each day, whether it was fetched, and what was worked."""
    by_day: dict[date, list[ProjectTotal]] = {}
    for one in work:
        total = ProjectTotal(one.project_id, one.project, one.color, one.seconds)
        by_day.setdefault(one.day, []).append(total)
    made = []
    for day, plan, fetched in days:
        projects = _joined(by_day.get(day, ()))
        total_s = sum([each.seconds for each in projects])
        made.append(DayTotal(day, total_s, plan.target_s, fetched, *plan[1:], projects))
    return Period(tuple(made))


def week_start(day: date, first_weekday: int) -> date:
    """Return the first day of the week of `day`; `first_weekday` is 1 for Monday to 7 for Sunday."""
    return day - timedelta(days=(day.isoweekday() - first_weekday) % 7)


def week_number(first: date) -> int:
    """Return the ISO 8601 number of the week that begins on `first`, which is that of its Thursday."""
    return (first + timedelta(days=(3 - first.weekday()) % 7)).isocalendar().week


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of `day`."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _joined(totals: Iterable[ProjectTotal]) -> tuple[ProjectTotal, ...]:
    """Return one total for each project, the largest first, equal ones by name."""
    by_id: dict[int | None, ProjectTotal] = {}
    for total in totals:
        before = by_id.get(total.project_id)
        by_id[total.project_id] = total._replace(seconds=total.seconds + before.seconds) if before else total
    return tuple(sorted(by_id.values(), key=lambda total: (-total.seconds, total.project)))
