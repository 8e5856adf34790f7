"""One command being carried out: what was typed, the profile it works on, where its answer goes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from demitasse.domain.errors import BadInput, NoMatch, NotSignedIn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from demitasse.boot.profile import Profile
    from demitasse.cli.arguments import Parsed
    from demitasse.cli.output import Output
    from demitasse.domain.entries import Choice
    from demitasse.domain.ports import Clock
    from demitasse.domain.timer import Instant
    from demitasse.domain.timesheet import SyncStatus, Timesheet

_FETCH_S = 20.0
"""How long days are fetched that are not here yet."""


class App(Protocol):
    """The tray app, which the command line starts but does not know."""

    def run(self, profile: str, *, show: bool) -> int:
        """Run it until it is quit; its exit code."""
        ...

    def render(self, profile: str, file: Path) -> None:
        """Draw the popover into a PNG, without a display."""
        ...


class Context:
    """What a command's `run` is given. The profile is opened when it is first asked for."""

    def __init__(
        self, parsed: Parsed, app: App, out: Output, again: Callable[[list[str]], int], clock: Clock | None = None
    ) -> None:
        """`again` carries out another command line, as if it had been typed; `clock` is this machine's if not given."""
        self.parsed = parsed
        self.app = app
        self.out = out
        self.again = again
        self._clock = clock
        self._profile: Profile | None = None
        self._logged = False

    @property
    def profile_name(self) -> str:
        """Whose time it is."""
        return self.parsed.values.get("profile", "default")

    @property
    def profile(self) -> Profile:
        """The profile, open. Raises BadInput, LocalFault."""
        if self._profile is None:
            from demitasse.boot.profile import open_profile  # noqa: PLC0415 - demo, sandbox and help need none

            self._profile = open_profile(self.profile_name, clock=self._clock)
        return self._profile

    def tell_news(self) -> None:
        """What happened to the timesheet's file, once, beside whatever was asked. Raises LocalFault."""
        if self._profile is not None and not self.out.as_json:
            for news in self._profile.store.user_messages.take("terminal"):
                self.out.note(str(news))

    def close(self) -> None:
        """Close what was opened."""
        if self._profile is not None:
            self._profile.close()
            self._profile = None

    def get(self, name: str) -> str | None:
        """What was typed at a place ("QUERY") or behind an option ("comment"); None if nothing was."""
        return self.parsed.values.get(name)

    def entry_id(self) -> int:
        """The entry's number. Raises BadInput."""
        text = self.get("ID") or ""
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            message = f"“{text[:40]}” is not an entry's number."
            raise BadInput(message, "demitasse today lists the entries with their numbers.", field="id")
        return int(text)

    def choice(self, query: str) -> Choice:
        """The one project and task that `query` means. Raises NoMatch; NotSignedIn before the first sign-in."""
        self.require_account()
        return self.profile.timesheets.resolve(query)

    def require_account(self) -> None:
        """What can be booked is known from the first sign-in on. Raises NotSignedIn, NoMatch."""
        if not self.profile.account.identity().email:
            raise NotSignedIn(
                "Nobody has signed in yet, so it is not known what can be booked.",
                "Sign in with demitasse login, or look around with demitasse demo.",
            )
        if not self.profile.timesheets.choices():
            raise NoMatch("CoffeeCup has not told yet what can be booked.", "demitasse sync asks for it.")

    def day(self, name: str) -> date | None:
        """The day typed under `name`, if any. Raises BadInput."""
        from demitasse.cli import times  # noqa: PLC0415 - most commands name no time

        text = self.get(name)
        return None if text is None else times.day(text, self.profile.timesheets.today())

    def moment(self) -> Instant | None:
        """The moment typed behind --at, if any. Raises BadInput."""
        from demitasse.cli import times  # noqa: PLC0415

        text = self.get("at")
        return None if text is None else times.moment(text, self.profile.clock.today())

    def hand_over(self) -> None:
        """Have what was written sent, now if that is possible."""
        from demitasse.boot.cli_sync import send_changes  # noqa: PLC0415 - only commands that write

        self._log()
        send_changes(self.profile)

    def sync_now(self, wait_s: float) -> SyncStatus:
        """Send and fetch, for so long at most. Raises NotSignedIn, NetworkFault, LocalFault."""
        from demitasse.boot.cli_sync import sync_now  # noqa: PLC0415

        self._log()
        return sync_now(self.profile, wait_s)

    def fetch(self, days: Sequence[Timesheet]) -> Sequence[Timesheet]:
        """These days again, after CoffeeCup was asked about those it was never asked about, if it can be reached."""
        unknown = [one.day for one in days if not one.known and one.day <= self.profile.timesheets.today()]
        if not unknown:
            return days
        from demitasse.boot.cli_sync import fetch  # noqa: PLC0415 - only where something is missing

        self._log()
        fetch(self.profile, unknown[0], unknown[-1], _FETCH_S)
        return self.profile.timesheets.days(days[0].day, days[-1].day)

    def _log(self) -> None:
        """What the sync has to say goes to the log, not between the person's lines."""
        from demitasse.support.log import log_to  # noqa: PLC0415 - 24 ms that reading commands save

        if not self._logged:
            with suppress(OSError):  # a log that cannot be written must not stop tracking
                log_to(self.profile.paths.log)
            self._logged = True
