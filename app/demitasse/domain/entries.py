"""What is tracked: entries, and the projects, tasks and people they belong to."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.timer import Instant, elapsed_s

UNKNOWN_S = -1
"""A duration in `Entry.base` that the server holds but that we no longer believe."""


class EntryState(StrEnum):
    """Where an entry stands on its way to CoffeeCup, as people and scripts are told."""

    SYNCED = "synced"
    WAITING = "waiting"
    CHECKING = "checking"
    REJECTED = "rejected"
    NEEDS_REVIEW = "needs_review"


class Fields(NamedTuple):
    """The part of an entry that a person can change, and that travels (api-facts 7.1).

    `duration_s` is whole seconds; of a running entry it is what was counted before the timer last started.
    `start_time` and `end_time` are wall-clock times, often absent; the duration wins over them.
    """

    day: date
    project_id: int | None
    task_id: int | None
    comment: str = ""
    duration_s: int = 0
    running: bool = False
    start_time: time | None = None
    end_time: time | None = None


class Entry(NamedTuple):
    """One time entry: `mine` is what is shown, `base` is what the server last said.

    `started` is when the timer was last started, on this machine's clocks; None unless `mine.running`. `here` tells
    that it was started on this computer, whose sleep and midnights it then shares.
    """

    id: int
    server_id: int | None
    mine: Fields
    base: Fields | None = None
    started: Instant | None = None
    deleted: bool = False
    started_here: bool = False

    def duration_at(self, now: Instant) -> int:
        """Seconds worked on this entry, as of `now`."""
        if self.started is None:
            return self.mine.duration_s
        return self.mine.duration_s + elapsed_s(self.started, now)

    def stopped(self, at: Instant) -> "Entry":
        """The same entry with its timer stopped at `at`."""
        mine = self.mine._replace(running=False, duration_s=self.duration_at(at))
        return self._replace(mine=mine, started=None)


class RemoteEntry(NamedTuple):
    """An entry as one reply of the server described it.

    `locked` is a sentence if the server will not let it be changed (billed, locked, approved), else empty.
    `tag` is the mark of the client that made it; None if it has none or the server keeps none (api-facts 13.32).
    """

    server_id: int
    user_id: int
    fields: Fields
    created_at: datetime | None = None
    updated_at: datetime | None = None
    locked: str = ""
    tag: str | None = None


class Client(NamedTuple):
    """A customer."""

    id: int
    name: str


class Project(NamedTuple):
    """A project; `color` is "#rrggbb"; `bookable` is false once it is completed or archived (api-facts 7.2)."""

    id: int
    name: str
    client_id: int | None
    color: str
    bookable: bool = True
    code: str = ""


class Task(NamedTuple):
    """A kind of work; only active ones are `bookable` (api-facts 7.3)."""

    id: int
    label: str
    bookable: bool = True


class Catalog(NamedTuple):
    """Everything that can be booked: `pairs` are (project id, task id) this person may book on now."""

    projects: tuple[Project, ...]
    tasks: tuple[Task, ...]
    clients: tuple[Client, ...]
    pairs: tuple[tuple[int, int], ...]


class Choice(NamedTuple):
    """One line of the picker: a project and a task with all names spelled out."""

    project_id: int
    project: str
    task_id: int
    task: str
    client: str
    color: str
    code: str = ""
