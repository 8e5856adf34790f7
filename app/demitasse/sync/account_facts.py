"""Keep what is known about the account up to date: the person, target hours, absences, projects and tasks.

These facts are read after a sign-in, on each new day and every few hours. They are read earlier if the person asks (an
explicit sync, a search without result), if an entry names a project or task that is not known here, and after a
refusal, which may be due to an archived project. How often is limited, also across processes (reliability C.5).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from demitasse.api import endpoints
from demitasse.api.client import ApiClient
from demitasse.domain.errors import FaultCode, Refused, Unreadable, Unsent
from demitasse.domain.ports import Clock, SyncProgress, SyncStep
from demitasse.domain.wall_time import day_of
from demitasse.store import settings
from demitasse.store.encoding import decode_datetime, encode_datetime
from demitasse.store.store import Store

FACTS_S = 6 * 3600
"""Seconds between two regular refreshes of one day."""

RETRY_S = 1800
"""Seconds until a refresh is repeated of which a part failed."""

UNASKED_S = 300
"""Seconds that must have passed before facts are refreshed because of an unknown id or a refusal."""

ASKED_NUMBER, ASKED_S = 3, 600
"""A person who asks gets at most so many refreshes in so many seconds."""

FACTS_SHARE = 0.4
"""The part of a first sync that the facts take."""

REFRESH_CALLS = 12
"""The calls of a refresh, unless lists are longer than a page."""

MAX_LOOKUPS = 10
"""The most unknown projects, and tasks, that are looked up one by one after a poll."""


class AccountFacts:
    """Reads the facts of one account into the store."""

    def __init__(self, store: Store, client: ApiClient, clock: Clock, user_id: int) -> None:
        self._store = store
        self._client = client
        self._clock = clock
        self.user_id = user_id

    @property
    def allow_concurrent(self) -> bool:
        """Whether several timers of the account may run at once."""
        return bool(self._store.settings.get(settings.USER).get("allow_concurrent"))

    def is_due(self) -> bool:
        """Return whether the facts are from another day or too old."""
        now, zone = self._clock.now().wall, self._store.zone()
        last = decode_datetime(self._store.settings.get(settings.CATALOG_AT) or None)
        if last is None:
            return True
        same_day = day_of(last, zone) == day_of(now, zone)
        if same_day and 0 <= (now - last).total_seconds() < FACTS_S:
            return False
        return all(age_s >= RETRY_S for age_s in self._ages_s(now))

    def may_refresh(self, *, asked: bool) -> bool:
        """Return whether the facts may be refreshed out of turn; `asked` if the person waits for it."""
        ages_s = self._ages_s(self._clock.now().wall)
        if asked:
            return sum(age_s < ASKED_S for age_s in ages_s) < ASKED_NUMBER
        return all(age_s >= UNASKED_S for age_s in ages_s)

    def refresh(self, report: Callable[[SyncProgress], None] = lambda _progress: None) -> None:
        """Read all facts, as far as they may be read. Raises NetworkFault, NotSignedIn, and Refused at the end.

        `report` is called after each part of a first sync.
        """
        failed: Refused | Unreadable | None = None
        parts = (self._read_person, self._read_catalog, self._read_hours, self._read_time_off)
        for number, part in enumerate(parts, start=1):
            try:
                part()
            except (Refused, Unreadable) as fault:
                failed = fault
            if number > 1:
                catalog = self._store.catalog
                step = SyncStep.CATALOG if number == 2 else SyncStep.FACTS
                known = catalog.choices() if number == 2 else (*catalog.employments(), *catalog.time_off())
                report(SyncProgress(step, len(known), FACTS_SHARE * number / len(parts), number in {2, len(parts)}))
        if not isinstance(failed, Unreadable):
            now = encode_datetime(self._clock.now().wall) or ""
            self._write(lambda: self._store.settings.put(settings.CATALOG_AT, now))
        if failed is not None:
            raise failed

    def look_up_unknown(self, first: date, last: date, most: int = MAX_LOOKUPS) -> None:
        """Learn the names that entries of these days (inclusive) lack here, at most so many of each kind.

        What CoffeeCup does not show is named by its number, and not asked for again before the next refresh. Raises
        NetworkFault.
        """
        if any(self._store.catalog.unknown_ids(first, last)) and self.may_refresh(asked=False):
            self.refresh()
        unknown = self._store.catalog.unknown_ids(first, last)
        projects = [endpoints.project(self._client, number) for number in unknown[0][:most]]
        tasks = [endpoints.task(self._client, number) for number in unknown[1][:most]]
        if projects or tasks:
            self._write(lambda: self._store.catalog.add_names(projects, tasks))

    def _read_person(self) -> None:
        person = endpoints.me(self._client)
        if person.id != self.user_id:
            raise Unsent(FaultCode.OTHER_PERSON)

        def write() -> None:
            self._count_refresh()
            if self._store.settings.get(settings.USER) != person._asdict():
                self._store.settings.put(settings.USER, person._asdict())

        self._write(write)

    def _read_hours(self) -> None:
        employments = endpoints.employments(self._client, self.user_id)
        if set(employments) != set(self._store.catalog.employments()):
            self._write(lambda: self._store.catalog.replace_employments(employments))

    def _read_time_off(self) -> None:
        time_off = endpoints.time_off(self._client, self.user_id)
        if list(time_off) != self._store.catalog.time_off():
            self._write(lambda: self._store.catalog.replace_time_off(time_off))

    def _read_catalog(self) -> None:
        catalog = endpoints.catalog(self._client, self.user_id)
        self._write(lambda: self._store.catalog.replace(catalog))

    def _ages_s(self, now: datetime) -> list[float]:
        """Return how long ago the latest refreshes were; those that the clock puts into the future are left out."""
        times: list[str] = self._store.settings.get(settings.REFRESHED).get("at", [])
        ages_s = [(now - at).total_seconds() for text in times if (at := decode_datetime(text))]
        return [age_s for age_s in ages_s if age_s >= 0]

    def _count_refresh(self) -> None:
        now = self._clock.now().wall
        known = [encode_datetime(now - timedelta(seconds=age_s)) for age_s in self._ages_s(now)]
        times = [*known, encode_datetime(now)][-ASKED_NUMBER:]
        self._store.settings.put(settings.REFRESHED, {"at": times})

    def _write(self, write: Callable[[], None]) -> None:
        with user_transaction(self._store, self.user_id):
            write()


@contextmanager
def user_transaction(store: Store, user_id: int) -> Iterator[None]:
    """Open a transaction; raises Unsent if another person has signed in since the data was requested."""
    with store.transaction():
        if store.settings.get(settings.USER).get("id") != user_id:
            raise Unsent(FaultCode.OTHER_PERSON)
        yield
