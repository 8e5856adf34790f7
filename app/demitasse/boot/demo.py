"""The demo: a local CoffeeCup as a child process, and a profile of its own that is signed in to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from demitasse.boot.cli_sync import sync_now
from demitasse.boot.profile import open_profile, store_of
from demitasse.desktop.ipc_client import send
from demitasse.desktop.process import Service
from demitasse.store import settings
from demitasse.support.paths import DEMO, paths
from demitasse.support.secret import Secret
from demitasse.tracker.account import Credentials
from demitasse.tracker.settings import user

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from demitasse.boot.profile import Profile
    from demitasse.domain.entries import RemoteEntry

PROFILE = DEMO

_FIRST_S = 10.0
"""How long the first look may take, so that the demo opens with something in it."""


def is_demo_running() -> bool:
    """Whether the demo's tray app runs; if so, it shows itself."""
    return send(paths(PROFILE).socket, "show")


def run_sandbox(argv: list[str]) -> int:
    """Run the local CoffeeCup in this process until it is interrupted; return the exit code."""
    from coffeecup_sandbox.__main__ import main  # noqa: PLC0415 - brings an HTTP server

    return main(argv, prog="demitasse sandbox")


class Demo:
    """A context: inside, the local CoffeeCup runs and profile "demo" is signed in to it.

    What was tracked in the demo is still there the next time. The token file is in order here: these tokens open
    nothing but the local CoffeeCup.
    """

    profile_name = PROFILE

    def __init__(self) -> None:
        """Nothing starts yet."""
        self.url = ""
        self._service: Service | None = None

    def __enter__(self) -> Self:
        """Start it and sign in. Raises LocalFault."""
        places = paths(PROFILE)
        state, errors = places.data / "coffeecup.json", places.logs / "coffeecup.log"
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
        """Stop the local CoffeeCup; it has written down its state."""
        if self._service:
            self._service.stop()

    def server_day(self) -> tuple[RemoteEntry, ...]:
        """Today as it stands on the server, read over HTTP. Raises NetworkFault."""
        from demitasse.api import endpoints  # noqa: PLC0415 - brings the HTTP library
        from demitasse.boot.api_session import ApiSession  # noqa: PLC0415

        profile = open_profile(PROFILE)
        remote = ApiSession(store_of(profile).settings, profile.paths, profile.clock)
        try:
            person, day = user(store_of(profile)), profile.timesheets.today()
            client = remote.client()
            with client.interactive():
                return endpoints.entries(client, person.id, day, day) if person else ()
        finally:
            remote.close()
            profile.close()

    def _sign_in(self, ready: dict[str, object]) -> None:
        self.url = str(ready["url"])
        profile = open_profile(PROFILE)
        try:
            _move(profile, self.url)
            profile.account.sign_in(_credentials(ready))
            sync_now(profile, _FIRST_S)
        finally:
            profile.close()


def _move(profile: Profile, url: str) -> None:
    """The same local CoffeeCup has another port each time."""
    store = store_of(profile)
    with store.transaction():
        store.settings.put(settings.SERVER, url)


def _credentials(ready: dict[str, object]) -> Credentials:
    people = ready["users"]
    if not isinstance(people, list):
        raise TypeError("the local CoffeeCup named no users")
    someone = next(one for one in people if one["role"] == "user")
    return Credentials(
        str(ready["url"]),
        str(ready["company"]),
        someone["email"],
        Secret(someone["password"]),
        token_store="file",  # noqa: S106 - the name of a place
    )
