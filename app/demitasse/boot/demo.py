"""The demo: a local CoffeeCup as a child process, and a profile that is signed in to it."""

import json
from types import TracebackType
from typing import Self

from demitasse.boot.cli_sync import sync_now
from demitasse.boot.full_profile import FullProfile
from demitasse.boot.profile import Profile, store_of
from demitasse.desktop.ipc_client import send
from demitasse.desktop.process import Service
from demitasse.domain.entries import RemoteEntry
from demitasse.store import settings
from demitasse.support.ipc_address import ipc_address
from demitasse.support.paths import DEMO, paths
from demitasse.support.secret import Secret
from demitasse.tracker.account import Credentials
from demitasse.tracker.settings import user

PROFILE = DEMO

_FIRST_S = 10.0
"""Seconds that the first poll may take, so that the demo opens with entries."""


def is_demo_running() -> bool:
    """Return True if the tray app of the demo runs, and let it show itself."""
    return send(ipc_address(paths(PROFILE)), "show")


def run_sandbox(argv: list[str]) -> int:
    """Run the local CoffeeCup in this process until it is interrupted; return the exit code."""
    from coffeecup_sandbox.__main__ import main  # noqa: PLC0415 - brings an HTTP server

    return main(argv, prog="demitasse sandbox")


class Demo:
    """Context manager: inside, the local CoffeeCup runs and profile "demo" is signed in to it.

    What was tracked in the demo is kept for the next time. The tokens may be in a file, since they give access to
    nothing but the local CoffeeCup.
    """

    profile_name = PROFILE

    def __init__(self) -> None:
        """Prepare; nothing starts yet."""
        self.url = ""
        self._service: Service | None = None

    def __enter__(self) -> Self:
        """Start the local CoffeeCup and sign in. Raises LocalFault."""
        folders = paths(PROFILE)
        state, errors = folders.data / "coffeecup.json", folders.logs / "coffeecup.log"
        self._service = Service("sandbox", "--port", "0", "--state", str(state), "--exit-on-eof", errors=errors)
        try:
            self._sign_in(json.loads(self._service.first_line()))
        except BaseException:
            self._service.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the local CoffeeCup, which saves its state."""
        if self._service:
            self._service.stop()

    def server_day(self) -> tuple[RemoteEntry, ...]:
        """Return the entries of today, read from the server. Raises NetworkFault."""
        from demitasse.api import endpoints  # noqa: PLC0415 - brings the HTTP library
        from demitasse.boot.api_session import ApiSession  # noqa: PLC0415

        profile = FullProfile(PROFILE)
        session = ApiSession(store_of(profile).settings, profile.paths, profile.clock)
        try:
            person, day = user(store_of(profile)), profile.timesheets.today()
            client = session.client()
            with client.interactive():
                return endpoints.entries(client, person.id, day, day) if person else ()
        finally:
            session.close()
            profile.close()

    def _sign_in(self, ready: dict[str, object]) -> None:
        self.url = str(ready["url"])
        profile = FullProfile(PROFILE)
        try:
            _set_address(profile, self.url)
            profile.account.sign_in(_credentials(ready))
            sync_now(profile, _FIRST_S)
        finally:
            profile.close()


def _set_address(profile: Profile, url: str) -> None:
    """Update the address: the local CoffeeCup has another port each time."""
    store = store_of(profile)
    with store.transaction():
        store.settings.put(settings.SERVER, url)


def _credentials(ready: dict[str, object]) -> Credentials:
    people = ready["users"]
    if not isinstance(people, list):
        raise TypeError("the local CoffeeCup named no users")
    person = next(user for user in people if user["role"] == "user")
    return Credentials(
        str(ready["url"]),
        str(ready["company"]),
        person["email"],
        Secret(person["password"]),
        token_store="file",  # noqa: S106 - the name of a place
    )
