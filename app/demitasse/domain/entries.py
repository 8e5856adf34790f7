"""Entries, and the projects, tasks and clients they belong to."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from demitasse.domain.timer import Instant, elapsed_s

UNKNOWN_S = -1
"""Marks a duration in `Entry.base` that the server has but that was overridden locally."""


class EntryState(StrEnum):
    """The sync state of an entry, in the words of the JSON output."""

    SYNCED = "synced"
    WAITING = "waiting"
    CHECKING = "checking"
    REJECTED = "rejected"
    NEEDS_REVIEW = "needs_review"


class Fields(NamedTuple):
    """The fields of an entry that the user can change and that are sent (api-facts 7.1).

    `duration_s` is whole seconds; for a running entry it excludes the time since the timer was last started.
    `start_time` and `end_time` are wall-clock times and often absent; if they contradict the duration, the duration
    counts.
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
    """A time entry: `mine` is the local version, `base` the latest version received from the server.

    `started` is when the timer was last started, on this machine's clocks; None unless `mine.running`. `started_here`
    is True if it was started on this computer: only then do sleep and midnight split it here. `active_at` is when its
    timer was last stopped (aware UTC); None if no timer is known. `locked` says why the server does not allow changes,
    as of its last reply; empty if it does.
    """

    id: int
    server_id: int | None
    mine: Fields
    base: Fields | None = None
    started: Instant | None = None
    deleted: bool = False
    started_here: bool = False
    active_at: datetime | None = None
    locked: str = ""

    def duration_at(self, now: Instant) -> int:
        """Return the seconds worked on this entry, as of `now`."""
        if self.started is None:
            return self.mine.duration_s
        return self.mine.duration_s + elapsed_s(self.started, now)

    def stopped(self, at: Instant) -> "Entry":
        """Return the entry with its timer stopped at `at`."""
        mine = self.mine._replace(running=False, duration_s=self.duration_at(at))
        active_at = self.active_at if self.started is None else at.wall
        return self._replace(mine=mine, started=None, active_at=active_at)


class RemoteEntry(NamedTuple):
    """An entry as the server's reply describes it.

    `locked` says why the server does not allow changes (billed, locked, approved); None if it does. `tag` is the
    identifier set by the client that created the entry; None if it has none or the server does not store it (api-facts
    13.32).
    """

    server_id: int
    user_id: int
    fields: Fields
    created_at: datetime | None = None
    updated_at: datetime | None = None
    locked: str | None = None
    tag: str | None = None


class Client(NamedTuple):
    """A customer."""

    id: int
    name: str


class Project(NamedTuple):
    """A project; `color` is "#rrggbb", and completed or archived ones are not `bookable` (api-facts 7.2)."""

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
    """Everything that can be booked; `pairs` are the (project id, task id) this user may book on now."""

    projects: tuple[Project, ...]
    tasks: tuple[Task, ...]
    clients: tuple[Client, ...]
    pairs: tuple[tuple[int, int], ...]


class Choice(NamedTuple):
    """A bookable pair of project and task, with all names."""

    project_id: int
    project: str
    task_id: int
    task: str
    client: str
    color: str
    code: str = ""
