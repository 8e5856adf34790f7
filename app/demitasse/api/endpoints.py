"""One typed function for each thing that CoffeeCup is asked for. All raise as `api.client.ApiClient` says."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, Self, TypeVar

from demitasse.api import faults, wire
from demitasse.api.client import ME, ApiClient
from demitasse.api.paging import IncompleteList, fetch_all
from demitasse.api.wire import Row
from demitasse.domain.entries import Catalog, Fields, Project, RemoteEntry, Task
from demitasse.domain.errors import Fault, FaultCode, NotFound, Refused, Unclear, Unreadable
from demitasse.domain.timer import Instant
from demitasse.domain.user import Employment, User
from demitasse.domain.workplan import TimeOff

T = TypeVar("T")

_ENTRIES = "/v1/timeEntries"
_FIRST_POSITION = 1
_TIMES = ("start_time", "end_time")

log = logging.getLogger(__name__)


class Listing(tuple[RemoteEntry, ...]):  # noqa: SLOT001 - a tuple cannot have slots
    """The entries of a span of days. Rows that cannot be parsed are present on the server nevertheless.

    `unreadable` holds the ids of those rows; `has_unknown_ids` is true if even an id could not be parsed.
    """

    unreadable: frozenset[int]
    has_unknown_ids: bool
    _ids: frozenset[int]

    def __new__(
        cls, entries: Iterable[RemoteEntry] = (), unreadable: Iterable[int] = (), *, has_unknown_ids: bool = False
    ) -> Self:
        """Keep the parsed entries and the ids of the others."""
        listing = super().__new__(cls, entries)
        listing.unreadable = frozenset(unreadable)
        listing.has_unknown_ids = has_unknown_ids
        listing._ids = listing.unreadable | {entry.server_id for entry in listing}
        return listing

    @property
    def is_complete(self) -> bool:
        """True if every row could be parsed."""
        return not self.has_unknown_ids and not self.unreadable

    def may_contain(self, server_id: int) -> bool:
        """True unless the server certainly has no such entry."""
        return self.has_unknown_ids or server_id in self._ids


def me(client: ApiClient) -> User:
    """Return the signed-in person."""
    return _parsed(wire.user, _my_row(client))


def employments(client: ApiClient, user_id: int) -> tuple[Employment, ...]:
    """Return the target hours, from the person's own row if employments may not be read (api-facts 7.8)."""
    try:
        rows = _fetch_list(client, wire.EMPLOYMENTS)
    except Refused:
        rows = ()
    own = [row for row in rows if wire.owner(row) == user_id] or [_my_row(client) or {}]
    return tuple(wire.employment(row) for row in own)


def time_off(client: ApiClient, user_id: int) -> tuple[TimeOff, ...]:
    """Return the absences of a person, and those that belong to nobody, as far as they may be read (api-facts 7.9)."""
    kinds = _parse_all(_fetch_if_permitted(client, wire.ABSENCE_TYPES) or (), wire.task)  # an id and a label, as a task
    labels = {kind.id: kind.label for kind in kinds}
    found = []
    for owner in (user_id, None):
        rows = _fetch_if_permitted(client, wire.ABSENCES, wire.owned_by(owner)) or ()
        found += _parse_all((row for row in rows if wire.owner(row) == owner), lambda row: wire.absence(row, labels))
    return tuple(sorted(found))


def entries(client: ApiClient, user_id: int, first: date, last: date) -> Listing:
    """Return the entries of a person from `first` to `last`, inclusive. Raises Unreadable if the list is incomplete."""
    rows = _entry_rows(client, user_id, first, last)
    invalid: list[wire.InvalidRow] = []
    own = [entry for entry in _parse_each(rows, wire.entry, invalid.append) if entry.user_id == user_id]
    ids = [error.row_id for error in invalid if error.row_id is not None]
    # Only what was asked for, and only once, whatever the server made of the query.
    wanted = {entry.server_id: entry for entry in own if first <= entry.fields.day <= last}
    return Listing(wanted.values(), ids, has_unknown_ids=len(ids) < len(invalid))


def entry(client: ApiClient, server_id: int) -> RemoteEntry:
    """Return one entry. Raises NotFound if it is gone, Unreadable if only this one cannot be parsed."""
    with _verified_read(client):
        row = wire.single(client.get(f"{_ENTRIES}/{server_id}"), wire.ENTRY)
        parsed = _parsed(wire.entry, row)
        if parsed.server_id != server_id:
            raise faults.not_coffeecup(200, write=False)
    return parsed


def create(client: ApiClient, user_id: int, fields: dict[str, Any], tag: str = "") -> RemoteEntry:
    """Create an entry of `fields` (names of `domain.entries.Fields`), marked with `tag`; return what the server stored.

    Raises:
        Unclear: also if the response does not show what was created, so that it has to be searched for.
    """
    try:
        content, sent = _post(client, wire.new_entry(user_id, fields, _FIRST_POSITION, tag))
    except Refused as refusal:
        if wire.TAG in refusal.text:
            return create(client, user_id, fields)
        if others := _without_refused_times(fields, refusal):
            return create(client, user_id, others, tag)
        if "sorting" not in refusal.text:
            raise
        content, sent = _post(client, wire.new_entry(user_id, fields, _sort_position(client.clock.now()), tag))
    created = wire.echoed_entry(content, sent) or _read_written(client, wire.echoed_id(content))
    if created.user_id != user_id:
        raise faults.not_coffeecup(200, write=True)
    return created


def update(client: ApiClient, server_id: int, fields: dict[str, Any], *, running: bool = False) -> RemoteEntry:
    """Change `fields` of an entry that is `running` afterwards; return it as the server has it.

    Raises:
        Unclear: also if the server does not show the change.
    """
    sent = wire.to_remote(fields)
    try:
        content = _verified_write(client, "PUT", f"{_ENTRIES}/{server_id}", {wire.ENTRY: sent})
    except Refused as refusal:
        if others := _without_refused_times(fields, refusal):
            return update(client, server_id, others, running=running)
        raise
    updated = wire.echoed_entry(content, sent)
    if updated is not None and updated.server_id == server_id:
        return updated
    current = _read_written(client, server_id)
    if not _has_values(current.fields, fields | {"running": running}):
        raise faults.outcome_unknown()  # It was not carried out, or a stale replica has answered.
    return current


def delete(client: ApiClient, server_id: int) -> None:
    """Delete an entry. One that is gone already counts as deleted."""
    try:
        _verified_write(client, "DELETE", f"{_ENTRIES}/{server_id}")
    except NotFound:
        return


def catalog(client: ApiClient, user_id: int) -> Catalog:
    """Return everything that can be booked, and the names of what used to be (api-facts 7.2 to 7.5)."""
    colors = wire.colors(_fetch_if_permitted(client, wire.COLORS) or ())
    projects = _parse_all(_fetch_list(client, wire.PROJECTS), lambda row: wire.project(row, colors))
    tasks = _parse_all(_fetch_list(client, wire.TASKS), wire.task)
    clients = _parse_all(_fetch_if_permitted(client, wire.CLIENTS) or (), wire.client)
    assigned = _assigned_projects(client, user_id, {project.id for project in projects})
    open_projects = {project.id for project in projects if project.bookable} & assigned
    open_tasks = {task.id for task in tasks if task.bookable}
    pairs = {pair for pair in _pairs(client, user_id) if pair[0] in open_projects and pair[1] in open_tasks}
    return Catalog(tuple(projects), tuple(tasks), tuple(clients), tuple(sorted(pairs)))


def project(client: ApiClient, project_id: int) -> Project:
    """Return one project, which need not be bookable; one without a name if it may not be read."""
    row = _single_if_permitted(client, f"/v1/{wire.PROJECTS}/{project_id}", wire.PROJECT)
    try:
        return wire.project(row or {}, {})._replace(id=project_id)
    except wire.InvalidRow:
        return Project(project_id, "", None, wire.NO_COLOR, bookable=False)


def task(client: ApiClient, task_id: int) -> Task:
    """Return one task; one without a label if it may not be read."""
    row = _single_if_permitted(client, f"/v1/{wire.TASKS}/{task_id}", wire.TASK)
    try:
        return wire.task(row or {})._replace(id=task_id)
    except wire.InvalidRow:
        return Task(task_id, "", bookable=False)


def rate_limit_status(client: ApiClient) -> dict[str, int]:
    """Return the numbers that the server publishes about its throttle, if any. This counts as a call."""
    try:
        with _verified_read(client):
            return wire.rate_limit(client.get("/account/rate_limit_status"))
    except (Refused, Unreadable):
        return {}


def _my_row(client: ApiClient) -> Row | None:
    return wire.single(client.get(ME), wire.USER)


def _post(client: ApiClient, sent: Row) -> tuple[Any, Row]:
    return _verified_write(client, "POST", _ENTRIES, {wire.ENTRY: sent}), sent


def _sort_position(now: Instant) -> int:
    """Return a sort position that is unique in the day and ascends with the time: milliseconds since midnight."""
    midnight = now.wall.replace(hour=0, minute=0, second=0, microsecond=0)
    return int((now.wall - midnight).total_seconds() * 1000) + _FIRST_POSITION


def _has_values(fields: Fields, sent: dict[str, Any]) -> bool:
    """True if an entry has the values that were sent.

    The duration of a running timer has changed since, and a company need not record times.
    """
    names = sent.keys() - ({"duration_s"} if fields.running else set())
    names = {name for name in names if name not in _TIMES or getattr(fields, name) is not None or sent[name] is None}
    return all(getattr(fields, name) == sent[name] for name in names)


def _without_refused_times(fields: dict[str, Any], refusal: Refused) -> dict[str, Any]:
    """Return `fields` without start and end if the company does not record them; empty if that is not the reason."""
    names = [name for name in _TIMES if name in fields]
    if not any(remote in refusal.text for remote in wire.to_remote(dict.fromkeys(names))):
        return {}
    return {name: value for name, value in fields.items() if name not in _TIMES}


def _read_written(client: ApiClient, server_id: int | None) -> RemoteEntry:
    """Return the entry that was just written, if the response named its id. Raises Unclear whatever fails here."""
    try:
        if server_id is not None:
            return entry(client, server_id)
    except Fault as fault:
        raise faults.outcome_unknown() from fault
    raise faults.outcome_unknown()


@contextmanager
def _verified_read(client: ApiClient) -> Iterator[None]:
    """Turn a nonsensical response into Unreadable if CoffeeCup itself sent it, which reading the own user shows."""
    try:
        yield
    except Unclear as fault:
        if not faults.is_not_coffeecup(fault):
            raise
        me(client)
        raise Unreadable(FaultCode.ANSWER_UNREADABLE) from fault


def _verified_write(client: ApiClient, method: str, path: str, content: object = None) -> Any:
    """Send a write; a nonsensical response from CoffeeCup itself leaves the outcome unknown."""
    try:
        return client.write(method, path, content)
    except Unclear as fault:
        if not faults.is_not_coffeecup(fault):
            raise
        try:
            me(client)
        except Fault:
            raise fault from None
        raise faults.outcome_unknown() from fault


def _assigned_projects(client: ApiClient, user_id: int, all_projects: set[int]) -> set[int]:
    """Return the projects that a person is assigned to, all if assignments are forbidden or not in use."""
    own = [row for row in _fetch_if_permitted(client, wire.USER_ASSIGNMENTS) or () if wire.owner(row) == user_id]
    if not own:
        return all_projects
    return {project for project, _ in _parse_all(filter(wire.active, own), lambda row: wire.assignment(row, wire.USER))}


def _pairs(client: ApiClient, user_id: int) -> Iterable[tuple[int, int]]:
    """Return the (project, task) pairs; where that list is forbidden, those that this person booked before."""
    assignments = _fetch_if_permitted(client, wire.TASK_ASSIGNMENTS)
    if assignments is not None:
        return _parse_all(filter(wire.active, assignments), lambda row: wire.assignment(row, wire.TASK))
    rows = (
        wire.rows(
            client.get(_ENTRIES, wire.owned_by(user_id) | {"sort": "day DESC", "limit": 500, "skip": 0}), wire.ENTRIES
        )
        or []
    )
    booked = [entry.fields for entry in _parse_all((row for row in rows if wire.owner(row) == user_id), wire.entry)]
    return [(fields.project_id, fields.task_id) for fields in booked if fields.project_id and fields.task_id]


def _entry_rows(client: ApiClient, user_id: int, first: date, last: date) -> tuple[Row, ...]:
    """Return the rows of `entries`. A server that cannot page is asked for fewer days at a time."""
    try:
        with _verified_read(client):
            return fetch_all(client, wire.ENTRIES, wire.own_entries(user_id, first, last))
    except IncompleteList:
        if first >= last:
            raise
    middle = first + (last - first) // 2
    earlier = _entry_rows(client, user_id, first, middle)
    return earlier + _entry_rows(client, user_id, middle + timedelta(days=1), last)


def _fetch_list(client: ApiClient, plural: str, criteria: Mapping[str, object] | None = None) -> tuple[Row, ...]:
    with _verified_read(client):
        return fetch_all(client, plural, criteria or {})


def _single_if_permitted(client: ApiClient, path: str, root: str) -> Row | None:
    """Return one record, None if there is none that may and can be read."""
    try:
        with _verified_read(client):
            return wire.single(client.get(path), root)
    except (Refused, Unreadable):
        return None


def _fetch_if_permitted(
    client: ApiClient, plural: str, criteria: Mapping[str, object] | None = None
) -> tuple[Row, ...] | None:
    """Return all rows, None if this account may not read them."""
    try:
        return _fetch_list(client, plural, criteria)
    except Refused as refusal:
        log.info("%s may not be read: %s", plural, refusal.status)
        return None


def _parse_all(rows: Iterable[Row], parser: Callable[[Row], T]) -> list[T]:
    return list(_parse_each(rows, parser, lambda _: None))


def _parse_each(
    rows: Iterable[Row], parser: Callable[[Row], T], on_invalid: Callable[[wire.InvalidRow], None]
) -> Iterator[T]:
    for row in rows:
        try:
            yield parser(row)
        except wire.InvalidRow as error:
            log.warning("a row of CoffeeCup cannot be read: %s", error)
            on_invalid(error)


def _parsed(parser: Callable[[Row], T], row: Row | None) -> T:
    try:
        if row is not None:
            return parser(row)
    except wire.InvalidRow as error:
        log.warning("an answer of CoffeeCup cannot be read: %s", error)
    raise faults.not_coffeecup(200, write=False)
