"""Messages: what a page has to say in the snackbar, given to its navigator."""

from collections.abc import Callable
from typing import NamedTuple

MESSAGE_S = 10
"""How long a message stays."""


class Offer(NamedTuple):
    """A button of a message."""

    words: str
    then: Callable[[], None]
    shortcut: str = ""
    """In Qt's notation."""
    takes_key: bool = False
    """Whether the shortcut does this while the message is shown, as for a dropped form, which no history has."""


class Message(NamedTuple):
    """What was just done, for the snackbar. It stays longer while the pointer is over it or a button has the focus."""

    words: str
    """An empty text only takes back a message that stays; with `lasts_s` 0 any message."""
    offers: tuple[Offer, ...] = ()
    lasts_s: int | None = MESSAGE_S
    """None is until the person closes it."""
