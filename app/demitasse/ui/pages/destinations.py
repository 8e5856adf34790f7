"""Destinations: values that name a page and carry what it needs, such as the id of an entry.

A page opens a destination through its navigator and knows no other page. Which page shows a destination is decided in
`ui.popover.page_registry`.
"""

from collections.abc import Callable
from datetime import date, time
from typing import NamedTuple, Protocol

from demitasse.domain.preview import AddEntries
from demitasse.domain.timesheet import TimesheetRow
from demitasse.ui.pages.message import Message


class Day(NamedTuple):
    """The first page, where the way back ends."""

    day: date | None = None
    """None leaves the day that is shown."""
    returns: bool = False
    """Whether the focus goes back to what had opened the page that is done now."""


class Week(NamedTuple):
    """The week of a day."""

    day: date


class Month(NamedTuple):
    """A month in which a day can be picked for the day page."""

    day: date


class Report(NamedTuple):
    """What was worked in a span of days, which begins with one that has this day."""

    day: date


class EditEntry(NamedTuple):
    """The editor with all fields of an entry."""

    entry_id: int


class AddEntry(NamedTuple):
    """The editor for an entry that does not exist yet."""

    day: date | None = None
    """None is today."""
    span: tuple[time, time] | None = None
    """Start and end, if they are known."""
    filled: AddEntries | None = None
    """What a line says of the entry."""


class SplitEntry(NamedTuple):
    """The page that cuts an entry in two."""

    entry_id: int


class Picker(NamedTuple):
    """The search for a project and task."""

    picked: Callable[..., None]
    """Called with the ids of the project and the task; moves on to another page."""
    text: str = ""
    """What was typed already."""


class Switch(NamedTuple):
    """The line that switches the timer to another task."""

    perform: Callable[..., None]
    """Called with the command; `beside=True` lets the running timer go on."""
    text: str = ""
    """What was typed already."""


class Change(NamedTuple):
    """The line that changes the task of the running entry."""

    perform: Callable[..., None]
    """Called with the command."""


class Away(NamedTuple):
    """The open questions about absences."""

    postponed_too: bool = True
    """Ask the questions again that were answered with "Later"."""


class Forgotten(NamedTuple):
    """The question about a timer that ran longer than a working day."""


class Conflicts(NamedTuple):
    """Entries that need a decision."""


class CloseDay(NamedTuple):
    """What is still open on a day, one question after the other."""

    day: date | None = None
    """None is today."""


class Import(NamedTuple):
    """The entries of a file to book, or how far the last import is."""

    file: str = ""
    """The path of the file; empty for the last import."""


class SignIn(NamedTuple):
    """The sign-in form."""


class FirstSync(NamedTuple):
    """How far the first sync of an account is."""


class Settings(NamedTuple):
    """The settings."""

    setting: str = ""
    """The name of the setting whose control gets the focus."""
    before: tuple[tuple[str, object], ...] = ()
    """Settings that were just changed, by name, and their values before: the page offers to undo that."""


class Doctor(NamedTuple):
    """What works on this computer, and what helps."""


class SyncLog(NamedTuple):
    """What became of each change."""


class Accounts(NamedTuple):
    """The profiles on this computer."""


class About(NamedTuple):
    """Version, licences and diagnostics."""


class Keys(NamedTuple):
    """All keyboard shortcuts."""


Destination = (
    Day | Week | Month | Report | EditEntry | AddEntry | SplitEntry | Picker | Switch | Change | Away | Forgotten
    | Conflicts | CloseDay | Import | SignIn | FirstSync | Settings | SyncLog | Accounts | Doctor | About | Keys
)  # fmt: skip
VIEWS: tuple[type[Day] | type[Week] | type[Month] | type[Report], ...] = (Day, Week, Month, Report)
"""The views in the order of their tabs. Above the day at most one of them is open."""


class Navigator(Protocol):
    """Moves from page to page, and shows messages on any of them."""

    def open(self, destination: Destination) -> None:
        """Show the page of `destination`; `back` leads from there to the present page."""

    def back(self) -> None:
        """Return to the page that opened the present one."""

    def say(self, message: Message) -> None:
        """Show a message in the snackbar, in place of the one before, and have it read out."""

    def offer_undo(self, label: str, row: TimesheetRow | None = None) -> None:
        """Say what was done, and offer to undo it. `label` comes from the tracker; the default `row` is its entry."""
