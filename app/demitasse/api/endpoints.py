"""One typed function for each thing we ask CoffeeCup. All raise as `api.client.Client` says."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from demitasse.api import faults, wire
from demitasse.api.client import ME
from demitasse.api.paging import IncompleteList, fetch_all
from demitasse.domain.entries import Catalog, RemoteEntry
from demitasse.domain.errors import Fault, NotFound, Refused, Unclear

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from typing import Self

    from demitasse.api.client import ApiClient
    from demitasse.api.wire import Row
    from demitasse.domain.entries import Fields
    from demitasse.domain.timer import Instant
    from demitasse.domain.user import Employment, User

T = TypeVar("T")

_ENTRIES = "/v1/timeEntries"
_FIRST = 1

log = logging.getLogger(__name__)


class Listing(tuple[RemoteEntry, ...]):  # noqa: SLOT001 - a tuple cannot have slots
    """All entries of a span of days. Some rows may not have been readable: they are there nevertheless.

    `unreadable` are their ids; `nameless` tells of rows whose id could not be read either.
    """

    unreadable: frozenset[int]
    nameless: bool
    _ids: frozenset[int]

    def __new__(
        cls, entries: Iterable[RemoteEntry] = (), unreadable: Iterable[int] = (), *, nameless: bool = False
    ) -> Self:
        """Keep what could be read, and remember what could not."""
        listing = super().__new__(cls, entries)
        listing.unreadable = frozenset(unreadable)
        listing.nameless = nameless
        listing._ids = listing.unreadable | {one.server_id for one in listing}
        return listing

    @property
    def clear(self) -> bool:
        """Whether every row could be read."""
        return not self.nameless and not self.unreadable

    def may_hold(self, server_id: int) -> bool:
        """Whether the server may have this entry: only what it certainly has not has vanished."""
        return self.nameless or server_id in self._ids


def me(client: ApiClient) -> User:
    """The signed-in person."""
    return _understood(wire.user, _my_row(client))


def employments(client: ApiClient, user_id: int) -> tuple[Employment, ...]:
    """Target hours; where employments may not be read, the copies on the person (api-facts 7.8)."""
    try:
        found = _all(client, wire.EMPLOYMENTS)
    except Refused:
        found = ()
    mine = [row for row in found if wire.owner(row) == user_id]
    read = [one for row in mine or [_my_row(client) or {}] if (one := wire.employment(row)) is not None]
    return tuple(read)


def entries(client: ApiClient, user_id: int, first: date, last: date) -> Listing:
    """All entries of a person from `first` to `last`, inclusive. Raises Unreadable if they cannot be had complete."""
    try:
        with _believed(client):
            found = fetch_all(client, _ENTRIES, wire.ENTRIES, wire.own_entries(user_id, first, last))
    except IncompleteList:
        if first >= last:
            raise
        middle = first + (last - first) // 2  # a server that cannot page: fewer days at a time
        parts = (entries(client, user_id, first, middle), entries(client, user_id, _after(middle), last))
        return _joined(parts)
    return _listing(found, user_id, first, last)


def entry(client: ApiClient, server_id: int) -> RemoteEntry:
    """One entry. Raises NotFound if it is gone, Unreadable if only this one cannot be understood."""
    with _believed(client):
        row = wire.one(client.get(f"{_ENTRIES}/{server_id}"), wire.ENTRY)
        found = _understood(wire.entry, row)
        if found.server_id != server_id:
            raise faults.not_coffeecup(200, write=False)
    return found


def create(client: ApiClient, user_id: int, fields: dict[str, Any], tag: str = "") -> RemoteEntry:
    """Make an entry of `fields` (names of `domain.entries.Fields`), marked with `tag`; what the server made of it.

    Raises:
        Unclear: also if the answer does not tell what was made; it has to be looked for.
    """
    try:
        content, sent = _post(client, wire.new_entry(user_id, fields, _FIRST, tag))
    except Refused as refusal:
        if wire.TAG in refusal.message:
            return create(client, user_id, fields)
        if "sorting" not in refusal.message:
            raise
        content, sent = _post(client, wire.new_entry(user_id, fields, _place(client.clock.now()), tag))
    made = wire.told_entry(content, sent) or _look_up(client, wire.told_id(content))
    if made.user_id != user_id:
        raise faults.not_coffeecup(200, write=True)
    return made


def update(client: ApiClient, server_id: int, fields: dict[str, Any], *, running: bool = False) -> RemoteEntry:
    """Change `fields` of an entry, which is `running` then; what it is now. Raises Unclear if that is not found out."""
    sent = wire.outgoing(fields)
    told = wire.told_entry(_written(client, "PUT", f"{_ENTRIES}/{server_id}", {wire.ENTRY: sent}), sent)
    if told is not None and told.server_id == server_id:
        return told
    found = _look_up(client, server_id)
    if not _shows(found.fields, fields | {"running": running}):
        raise faults.outcome_unknown()  # a copy that lags behind, or it was not carried out
    return found


def delete(client: ApiClient, server_id: int) -> None:
    """Delete an entry; one that is gone already is deleted."""
    try:
        _written(client, "DELETE", f"{_ENTRIES}/{server_id}")
    except NotFound:
        return


def catalog(client: ApiClient, user_id: int) -> Catalog:
    """Everything that can be booked, and the names of what could once (api-facts 7.2 to 7.5)."""
    colors = wire.colors(_allowed(client, wire.COLORS) or ())
    projects = _read(_all(client, wire.PROJECTS), lambda row: wire.project(row, colors))
    tasks = _read(_all(client, wire.TASKS), wire.task)
    clients = _read(_allowed(client, wire.CLIENTS) or (), wire.client)
    open_projects = {one.id for one in projects if one.bookable} & _assigned(client, user_id, {p.id for p in projects})
    open_tasks = {one.id for one in tasks if one.bookable}
    pairs = {pair for pair in _pairs(client, user_id) if pair[0] in open_projects and pair[1] in open_tasks}
    return Catalog(tuple(projects), tuple(tasks), tuple(clients), tuple(sorted(pairs)))


def rate_limit_status(client: ApiClient) -> dict[str, int]:
    """What the throttle says about itself: numbers by name; empty if it says nothing. Counts as a call."""
    try:
        return wire.rate_limit(client.get("/account/rate_limit_status"))
    except Refused:
        return {}


def _my_row(client: ApiClient) -> Row | None:
    return wire.one(client.get(ME), wire.USER)


def _post(client: ApiClient, sent: Row) -> tuple[Any, Row]:
    return _written(client, "POST", _ENTRIES, {wire.ENTRY: sent}), sent


def _place(now: Instant) -> int:
    """A place in the day that nobody else has, later ones after earlier ones: its milliseconds."""
    midnight = now.wall.replace(hour=0, minute=0, second=0, microsecond=0)
    return int((now.wall - midnight).total_seconds() * 1000) + _FIRST


def _shows(found: Fields, sent: dict[str, Any]) -> bool:
    """Whether an entry is as it was sent; what a timer counts has changed by now."""
    told = {name: value for name, value in sent.items() if name != "duration_s" or not found.running}
    return all(getattr(found, name) == value for name, value in told.items())


def _look_up(client: ApiClient, server_id: int | None) -> RemoteEntry:
    """The entry that was just made, if the answer told its id. Whatever fails here, the entry may be there."""
    try:
        if server_id is not None:
            return entry(client, server_id)
    except Fault as trouble:
        raise faults.outcome_unknown() from trouble
    raise faults.outcome_unknown()


@contextmanager
def _believed(client: ApiClient) -> Iterator[None]:
    """An answer that makes no sense is CoffeeCup's own only if CoffeeCup still knows us: then it is Unreadable."""
    try:
        yield
    except Unclear as trouble:
        if not faults.is_not_coffeecup(trouble):
            raise
        me(client)
        raise faults.unreadable() from trouble


def _written(client: ApiClient, method: str, path: str, content: object = None) -> Any:
    """What the answer to a write says; one that makes no sense is CoffeeCup's own if CoffeeCup still knows us."""
    try:
        return client.write(method, path, content)
    except Unclear as trouble:
        if not faults.is_not_coffeecup(trouble) or not _is_known(client):
            raise
        raise faults.outcome_unknown() from trouble


def _is_known(client: ApiClient) -> bool:
    try:
        me(client)
    except Fault:
        return False
    return True


def _assigned(client: ApiClient, user_id: int, everything_: set[int]) -> set[int]:
    """The projects a person is assigned to; all of them where assignments are forbidden or not used."""
    found = _allowed(client, wire.USER_ASSIGNMENTS) or ()
    mine = [row for row in found if wire.owner(row) == user_id]
    if not mine:
        return everything_
    return {project for _, project in _read(filter(wire.active, mine), wire.user_assignment)}


def _pairs(client: ApiClient, user_id: int) -> Iterable[tuple[int, int]]:
    """Which task belongs to which project; where that is forbidden, what this person booked before."""
    found = _allowed(client, wire.TASK_ASSIGNMENTS)
    if found is not None:
        return _read(filter(wire.active, found), wire.task_assignment)
    booked = wire.rows(client.get(_ENTRIES, wire.latest_entries(user_id)), wire.ENTRIES) or []
    mine = _read((row for row in booked if wire.owner(row) == user_id), wire.entry)
    return [(p, t) for one in mine if (p := one.fields.project_id) and (t := one.fields.task_id)]


def _all(client: ApiClient, plural: str) -> tuple[Row, ...]:
    with _believed(client):
        return fetch_all(client, f"/v1/{plural}", plural, {})


def _allowed(client: ApiClient, plural: str) -> tuple[Row, ...] | None:
    """All rows, or None if this account may not read them."""
    try:
        return _all(client, plural)
    except Refused as refusal:
        log.info("%s may not be read: %s", plural, refusal.status)
        return None


def _listing(found: Iterable[Row], user_id: int, first: date, last: date) -> Listing:
    """The rows that are meant, whatever the server made of the query."""
    troubles: list[wire.InvalidRow] = []
    read = [one for one in _readable(found, wire.entry, troubles.append) if one.user_id == user_id]
    ids = [trouble.row_id for trouble in troubles]
    known = [row_id for row_id in ids if row_id is not None]
    return Listing((one for one in read if first <= one.fields.day <= last), known, nameless=len(known) < len(ids))


def _joined(parts: Iterable[Listing]) -> Listing:
    parts = tuple(parts)
    unreadable = [row_id for part in parts for row_id in part.unreadable]
    return Listing((one for part in parts for one in part), unreadable, nameless=any(part.nameless for part in parts))


def _read(found: Iterable[Row], reader: Callable[[Row], T]) -> list[T]:
    return list(_readable(found, reader, lambda _: None))


def _readable(
    found: Iterable[Row], reader: Callable[[Row], T], on_trouble: Callable[[wire.InvalidRow], None]
) -> Iterator[T]:
    for row in found:
        try:
            yield reader(row)
        except wire.InvalidRow as trouble:
            log.warning("a row of CoffeeCup cannot be read: %s", trouble)
            on_trouble(trouble)


def _understood(reader: Callable[[Row], T], row: Row | None) -> T:
    try:
        if row is not None:
            return reader(row)
    except wire.InvalidRow as trouble:
        log.warning("an answer of CoffeeCup cannot be read: %s", trouble)
    raise faults.not_coffeecup(200, write=False)


def _after(day: date) -> date:
    return day.fromordinal(day.toordinal() + 1)
