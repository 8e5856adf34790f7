"""One command being carried out: what was typed, the profile it works on, where its answer goes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from demitasse.boot.profile import open_profile
from demitasse.cli import messages
from demitasse.cli.messages import CliFault
from demitasse.domain.errors import BadInput, NoMatch, NotSignedIn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from demitasse.boot.profile import Profile
    from demitasse.cli.arguments import Parsed
    from demitasse.cli.output import Output
    from demitasse.domain.entries import Choice
    from demitasse.domain.ports import Clock

_DAYS_BACK = re.compile(r"-\d{1,4}")


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

    @property
    def profile_name(self) -> str:
        """Whose time it is."""
        name = self.get("profile")
        return "default" if name is None else name

    @property
    def profile(self) -> Profile:
        """The profile, open. Raises BadInput, LocalFault."""
        if self._profile is None:
            self._profile = open_profile(self.profile_name, clock=self._clock)
        return self._profile

    def tell_news(self) -> None:
        """What happened to the timesheet's file, once, beside whatever was asked. Raises LocalFault."""
        if self._profile is not None and not self.out.as_json:
            for news in self._profile.take_messages("terminal"):
                self.out.note(f"{messages.what_happened(news)} {messages.next_step(news)}".rstrip())

    def close(self) -> None:
        """Close what was opened."""
        if self._profile is not None:
            self._profile.close()
            self._profile = None

    def get(self, name: str) -> str | None:
        """What was typed at a place ("QUERY") or behind an option ("comment"); None if nothing was."""
        value: str | None = self.parsed.values.get(name)
        return value

    def has(self, name: str) -> bool:
        """Return whether an option without a value was given."""
        return name in self.parsed.values

    def entry_id(self) -> int:
        """The entry's number. Raises BadInput."""
        text = self.get("ID") or ""
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            raise BadInput(CliFault.NOT_A_NUMBER, text=text[:40], field="id")
        return int(text)

    def choice(self, query: str) -> Choice:
        """The one project and task that `query` means. Raises NoMatch; NotSignedIn before the first sign-in."""
        self.require_account()
        return self.profile.timesheets.resolve(query)

    def require_account(self) -> None:
        """What can be booked is known from the first sign-in on. Raises NotSignedIn, NoMatch."""
        if not self.profile.account.identity().email:
            raise NotSignedIn(CliFault.NEVER_SIGNED_IN)
        if not self.profile.timesheets.choices():
            raise NoMatch(CliFault.NO_TASKS_YET)

    def day(self, name: str) -> date | None:
        """Return the day given as "2026-11-23", "today", "yesterday" or "-1"; None if not given. Raises BadInput."""
        if (typed := self.get(name)) is None:
            return None
        word = typed.strip().lower()
        back = {"today": "-0", "yesterday": "-1"}.get(word, word)
        try:
            if _DAYS_BACK.fullmatch(back):
                return self.profile.timesheets.today() + timedelta(days=int(back))
            return date.fromisoformat(word)
        except (ValueError, OverflowError):
            raise BadInput(CliFault.NOT_A_DAY, text=typed[:40], field="day") from None
