"""A profile with realistic entries: a real database file, a manual clock, no network."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.absence import AbsenceKind
from demitasse.domain.entries import Catalog, Client, Fields, Project, Task
from demitasse.domain.errors import FaultCode, Reason
from demitasse.domain.operations import FieldConflict, OpState
from demitasse.domain.timer import Instant
from demitasse.domain.user import Employment
from demitasse.store import settings
from demitasse.store.encoding import encode_datetime
from demitasse.ui.app.bridge import Bridge
from demitasse.ui.popover.popover import Popover
from tests.clocks import ManualClock

if TYPE_CHECKING:
    from demitasse.domain.entries import Entry
    from demitasse.domain.operations import ConflictKind
    from demitasse.domain.timesheet import TimesheetRow

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 14, 3, 12, tzinfo=UTC)

ROSE, BLUE, TEAL, VIOLET, AMBER = "#C2185B", "#1E88C7", "#00897B", "#7E57C2", "#D98E04"
WEBSITE, MOBILE, INTERNAL, WEBSHOP, CONFIGURATOR = range(1, 6)
CODING, DESIGN, MEETING, REVIEW, CONCEPT, COPY, TESTING, SUPPORT = range(1, 9)

CATALOG = Catalog(
    projects=(
        Project(WEBSITE, "Website relaunch", 1, ROSE),
        Project(MOBILE, "Mobile app", 1, BLUE),
        Project(INTERNAL, "Internal", None, TEAL),
        Project(WEBSHOP, "Webshop", 3, VIOLET),
        Project(CONFIGURATOR, "Configurator", 2, AMBER),
    ),
    tasks=tuple(
        Task(number, label)
        for number, label in enumerate(
            ("Coding", "Design", "Meeting", "Review", "Concept", "Copy writing", "Testing", "Support"), start=1
        )
    ),
    clients=(Client(1, "Albatros Travel"), Client(2, "Nordwind Motors"), Client(3, "Seidel & Töchter")),
    pairs=(
        *((WEBSITE, task) for task in (CODING, REVIEW, CONCEPT, COPY)),
        *((MOBILE, task) for task in (CODING, DESIGN, TESTING)),
        (INTERNAL, MEETING),
        (WEBSHOP, COPY),
        (WEBSHOP, DESIGN),
        (WEBSHOP, CONCEPT),
        *((CONFIGURATOR, task) for task in (TESTING, SUPPORT, DESIGN)),
    ),
)


class Stage:
    """A profile whose content tests set directly, as if a user and CoffeeCup had made it, and its popover."""

    def __init__(self, now: datetime = NOW, *, signed_in: bool = True) -> None:
        """Open the profile and store the catalogue and the facts of the account."""
        self.clock = ManualClock(now)
        self.profile = FullProfile("default", self.clock)
        self.store = self.profile._store
        self.bridge = Bridge("default")  # never started, so nothing is sent
        self._server_id = 100
        if signed_in:
            self.sign_in()

    def sign_in(self) -> None:
        """Store what a sign-in and a first poll would store."""
        with self.store.transaction():
            self.store.catalog.replace(CATALOG)
            self.store.catalog.replace_employments([Employment(date(2020, 1, 1), (28800,) * 5 + (0, 0))])
            put = self.store.settings.put
            put(settings.SERVER, "https://acme.coffeecup.app")
            put(settings.COMPANY, "acme")
            put(settings.EMAIL, "jane@acme.example")
            put(settings.USER, {"id": 1, "name": "Jane Doe", "email": "jane@acme.example", "timezone": "UTC"})
            put(settings.SIGNED_IN, True)
            self.store.entries.mark_synced(TODAY - timedelta(days=30), TODAY + timedelta(days=1), NOW)
        self.synced(self.clock.now().wall - timedelta(seconds=50))

    def synced(self, at: datetime) -> None:
        """Set the time of the last poll."""
        with self.store.transaction():
            self.store.settings.put(settings.LAST_SYNCED_AT, encode_datetime(at) or "")

    def offline(self, since: datetime) -> None:
        """Set the time since when there is no network."""
        with self.store.transaction():
            self.store.settings.put(settings.OFFLINE_SINCE, encode_datetime(since) or "")

    def entry(
        self,
        project: int,
        task: int,
        minutes: float,
        comment: str = "",
        *,
        day: date = TODAY,
        start: time | None = None,
        sent: bool = True,
    ) -> int:
        """Add an entry, already on the server if `sent`, and return its id."""
        end = (datetime.combine(day, start) + timedelta(minutes=minutes)).time() if start else None
        row = self.profile.timesheets.add(
            project, task, int(minutes * 60), comment=comment, day=day, start_time=start, end_time=end
        )
        if sent:
            self.sent(row.id)
        return row.id

    def sent(self, entry_id: int) -> None:
        """Mark an entry as created on the server."""
        entry = self.existing(entry_id)
        self._server_id += 1
        with self.store.transaction():
            known = entry._replace(server_id=entry.server_id or self._server_id, base=entry.mine)
            self.store.entries.save(known)
            self.store.outbox.finish_attempt(known, self.store.outbox.get(known.id), self.clock.now())

    def rejected(self, entry_id: int, reason: str) -> None:
        """Mark an entry as rejected by CoffeeCup."""
        with self.store.transaction():
            self.store.outbox.transition(
                entry_id, OpState.REJECTED, reason=Reason(FaultCode.SERVER_TEXT, {"text": reason})
            )

    def disputed(
        self, entry_id: int, why: ConflictKind, names: tuple[str, ...], lock: str | None = None, **theirs: Any
    ) -> None:
        """Add a conflict in which CoffeeCup's values of an entry are `theirs`."""
        mine = self.existing(entry_id).mine
        with self.store.transaction():
            other, reason = mine._replace(**theirs), Reason(lock) if lock else None
            one = FieldConflict(0, entry_id, why, names, mine, other, self.clock.now().wall, reason)
            self.store.conflicts.add(one)

    def changed_elsewhere(self, entry_id: int, comment: str) -> None:
        """Change a comment as a poll does."""
        entry = self.existing(entry_id)
        mine: Fields = entry.mine._replace(comment=comment)
        with self.store.transaction():
            self.store.entries.save(entry._replace(mine=mine, base=mine))

    def existing(self, entry_id: int) -> Entry:
        """Return an entry that exists."""
        entry = self.store.entries.get(entry_id)
        assert entry is not None
        return entry

    def running(self, project: int, task: int, seconds: int, comment: str = "") -> int:
        """Start a timer `seconds` ago that is on the server, and return its id."""
        now = self.clock.now()
        began = Instant(now.wall - timedelta(seconds=seconds), now.boot_id, now.boot_s - seconds)
        row = self.profile.timer.start(project, task, comment, at=began)
        self.sent(row.id)
        return row.id

    def was_away(self, minutes: int) -> None:
        """Record an idle time of `minutes` that has just ended."""
        now = self.clock.now()
        self.profile.absences.on_idle(AbsenceKind.IDLE, now.shifted(-60 * minutes))
        self.profile.absences.on_active(now)

    def a_day(self) -> int:
        """Add three entries and a running timer, as in the design, and return the id of the timer."""
        self.entry(WEBSITE, REVIEW, 123, "Pull requests", start=time(8, 0))
        self.entry(INTERNAL, MEETING, 60, "Weekly planning", start=time(10, 0))
        self.entry(MOBILE, DESIGN, 45, "Empty states and icons", start=time(11, 0))
        return self.running(WEBSITE, CODING, 5047, "Fix the login redirect on Safari")

    def rows(self) -> tuple[TimesheetRow, ...]:
        """Return the rows of today."""
        return self.profile.timesheets.day().rows

    def popover(self) -> Popover:
        """Return the popover, shown and active."""
        popover = self._shown = Popover(self.profile, self.bridge)  # a page does not keep its popover alive
        popover.resize(popover.sizeHint())
        popover.show()
        popover.activateWindow()
        QApplication.processEvents()
        popover.shown()
        return popover

    def close(self) -> None:
        """Close the profile."""
        self.profile.close()
