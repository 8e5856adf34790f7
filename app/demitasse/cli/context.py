"""What a command works with: the parsed command line, the profile, and the output."""

import importlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from demitasse.cli import messages
from demitasse.cli.arguments import Parsed
from demitasse.cli.formats import use_zone
from demitasse.cli.messages import CliFault
from demitasse.cli.output import Output
from demitasse.domain import days
from demitasse.domain.errors import BadInput
from demitasse.domain.ports import Clock

if TYPE_CHECKING:
    from demitasse.boot.profile import Profile
    from demitasse.domain.timesheet import Timesheet

ProfileT = TypeVar("ProfileT", bound="Profile")


class App(Protocol):
    """The tray app, as the command line starts it: it imports nothing of `ui` itself."""

    def run(self, profile: str, *, show: bool) -> int:
        """Run it until it is quit; return its exit code."""

    def render(self, profile: str, file: Path) -> None:
        """Draw the popover into the PNG `file`, without a display."""


class Online(Protocol):
    """The module `cli.online`, which imports sockets and logging."""

    SHORT_S: float

    def fetch(self, context: "Context", first: date, last: date, wait_s: float = ...) -> "tuple[Timesheet, ...]":
        """Return these days, after fetching those that were never fetched."""

    def refresh_facts(self, context: "Context") -> bool:
        """Ask CoffeeCup what can be booked now; return whether it answered."""


class Context:
    """The argument of every command. The profile is opened on first use."""

    def __init__(
        self, parsed: Parsed, app: App, out: Output, again: Callable[[list[str]], int], clock: Clock | None = None
    ) -> None:
        """`again` runs another command line; without `clock` the time is that of this computer."""
        self.parsed = parsed
        self.app = app
        self.out = out
        self.again = again
        self._clock = clock
        self._profile: Profile | None = None

    @property
    def profile_name(self) -> str:
        """The name given with --profile, or "default"."""
        return str(self.parsed.values.get("profile", "default"))

    @property
    def profile(self) -> "Profile":
        """The profile, with the use cases that most commands need. Opened on first use: raises BadInput, LocalFault."""
        from demitasse.boot.profile import Profile  # noqa: PLC0415 - the tray app shows its icon first, 20 ms sooner

        return self.open(Profile)

    def open(self, kind: type[ProfileT]) -> ProfileT:
        """Return the profile as a `kind` that has more use cases (FullProfile). Raises BadInput, LocalFault."""
        if not isinstance(self._profile, kind):
            self.close()
            self._profile = kind(self.profile_name, self._clock)
            use_zone(self._profile.settings.zone())
        return self._profile

    @property
    def online(self) -> Online:
        """What fetches from CoffeeCup. Commands that mostly read import it only when they need it, for their speed."""
        module: Any = importlib.import_module("demitasse.cli.online")
        online: Online = module
        return online

    def print_messages(self) -> None:
        """Print, once, what happened to the database, such as a recovery. Raises LocalFault."""
        if self._profile is not None and not self.out.as_json:
            for message in self._profile.take_messages("terminal"):
                self.out.note(f"{messages.what_happened(message)} {messages.next_step(message)}".rstrip())

    def close(self) -> None:
        """Close the profile if it was opened."""
        if self._profile is not None:
            self._profile.close()
            self._profile = None

    def get(self, name: str) -> str | None:
        """Return the value of a positional argument ("QUERY") or an option ("token_store"); None if not given."""
        value: str | None = self.parsed.values.get(name)
        return value

    def has(self, name: str) -> bool:
        """Return whether an option without a value was given."""
        return name in self.parsed.values

    def entry_id(self) -> int:
        """Return the ID argument as a number. Raises BadInput."""
        text = self.get("ID") or ""
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            raise BadInput(CliFault.NOT_A_NUMBER, text=text[:40], field="id")
        return int(text)

    def day(self, name: str) -> date | None:
        """Return the day given as "yesterday", "friday", "27.11." …; None if not given. Raises BadInput."""
        if (typed := self.get(name)) is None:
            return None
        return days.resolve(days.parse(typed), self.profile.timesheets.today())
