"""What the endpoint tests do, and what they read from the server."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from demitasse.api import endpoints
from demitasse.api.client import ApiClient as Caller
from demitasse.api.oauth import TokenHolder
from demitasse.support.locks import FileLock
from tests.api.conftest import PATIENT

if TYPE_CHECKING:
    from demitasse.domain.entries import RemoteEntry
    from tests.api.conftest import Session


BOOKED = "timeEntries$"


def today(session: Session) -> date:
    """Return today in the server's zone."""
    return datetime.fromtimestamp(session.sandbox.clock.now(), UTC).date()


def month(session: Session) -> tuple[date, date]:
    """Return the days around today."""
    day = today(session)
    return day - timedelta(days=60), day + timedelta(days=2)


def fields_of(session: Session, **changes: Any) -> dict[str, Any]:
    """Return the fields of an entry of today, with changes."""
    values = {
        "day": today(session),
        "project_id": 101,
        "task_id": 301,
        "comment": "A cup of “coffee” ☕",
        "duration_s": 1500,
        "running": False,
        "start_time": None,
        "end_time": None,
    }
    return values | changes


def create(session: Session, **changes: Any) -> RemoteEntry:
    """Create an entry."""
    return endpoints.create(session.client, session.user.id, fields_of(session, **changes))


def mine(session: Session) -> dict[int, dict[str, Any]]:
    """Return the server's entries of this person, by id."""
    return {row["id"]: row for row in session.sandbox.entries(session.email)}


def listed(session: Session) -> endpoints.Listing:
    """Return what a list contains."""
    return endpoints.entries(session.client, session.user.id, *month(session))


def caller(session: Session, url: str) -> Caller:
    """Return a client of another server with the same session."""
    lock = FileLock(session.tokens._path.with_name("tokens.lock"))
    holder = TokenHolder(session.tokens, lock, url, session.sandbox.company, session.throttle, session.clock)
    return Caller(url, holder, session.throttle, session.clock, deadlines=PATIENT)
