"""The demo: a local CoffeeCup as a child process, and a profile that is signed in to it."""

import json
from contextlib import closing
from typing import Any, Self

from demitasse.boot.cli_sync import sync_now
from demitasse.boot.full_profile import FullProfile
from demitasse.boot.profile import store_of
from demitasse.desktop.ipc_client import ipc_address, send
from demitasse.desktop.process import Service
from demitasse.store import settings
from demitasse.support.paths import DEMO, paths
from demitasse.support.secret import Secret
from demitasse.tracker.account import Credentials

_FIRST_S = 10.0
"""Seconds that the first poll may take, so that the demo opens with entries."""


def is_demo_running() -> bool:
    """Return True if the tray app of the demo runs, and let it show itself."""
    return send(ipc_address(paths(DEMO)), "show")


def run_sandbox(argv: list[str]) -> int:
    """Run the local CoffeeCup in this process until it is interrupted; return the exit code."""
    from coffeecup_sandbox.__main__ import main  # noqa: PLC0415 - brings an HTTP server

    return main(argv, prog="demitasse sandbox")


class Demo:
    """Context manager: inside, the local CoffeeCup runs and profile "demo" is signed in to it.

    What was tracked in the demo is kept for the next time.
    """

    profile_name = DEMO

    def __init__(self) -> None:
        self.url = ""
        self._service: Service | None = None

    def __enter__(self) -> Self:
        """Start the local CoffeeCup and sign in. Raises LocalFault."""
        folders = paths(DEMO)
        state, errors = folders.data / "coffeecup.json", folders.logs / "coffeecup.log"
        self._service = Service("sandbox", "--port", "0", "--state", str(state), "--exit-on-eof", errors=errors)
        try:
            self._sign_in(json.loads(self._service.first_line()))
        except BaseException:
            self._service.stop()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop the local CoffeeCup, which saves its state."""
        if self._service:
            self._service.stop()

    def _sign_in(self, ready: dict[str, Any]) -> None:
        self.url = ready["url"]
        person = next(user for user in ready["users"] if user["role"] == "user")
        email, password = person["email"], Secret(person["password"])
        with closing(FullProfile(DEMO)) as profile:
            store = store_of(profile)
            with store.transaction():  # The local CoffeeCup has another port each time.
                store.settings.put(settings.SERVER, self.url)
            # The tokens may be in a file, since they give access to nothing but the local CoffeeCup.
            profile.account.sign_in(Credentials(self.url, ready["company"], email, password, "file"))
            sync_now(profile, _FIRST_S)
