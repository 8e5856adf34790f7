"""What can go wrong in the world, in words for the person in front of the screen.

    Fault                     title, message (what happened, what is safe), next step
    ├── BadInput              the person typed something that cannot be meant
    ├── NoMatch               no project, task or entry fits, or several do
    ├── NotSignedIn           nobody is signed in, or the session is gone for good
    ├── Refused               CoffeeCup understood and said no
    │   └── NotFound          ... because there is no such thing (any more)
    ├── NetworkFault          the call did not get through
    │   ├── Unsent            no byte of it left this machine
    │   ├── Unclear           it may have arrived: nobody knows
    │   ├── Unreadable        CoffeeCup is there, and what it says about this one thing cannot be understood
    │   └── Throttled         CoffeeCup asked for silence
    └── LocalFault            this computer: disk full, damaged or newer database, locked keyring

Bugs of ours are ordinary exceptions: logged with a trace, never dressed up as one of these.
"""

from datetime import datetime
from typing import ClassVar


class Fault(Exception):
    """Something outside the program failed; safe to show as it is."""

    title: ClassVar[str] = "Something went wrong"

    def __init__(self, message: str, next_step: str = "") -> None:
        """Take one sentence that says what happened and what is safe, and one that says what to do."""
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        """Both sentences, as a terminal shows them."""
        return f"{self.message} {self.next_step}".strip()


class BadInput(Fault):
    """Input that cannot be meant; `field` names where it was typed."""

    title = "That does not work"

    def __init__(self, message: str, next_step: str = "", *, field: str = "") -> None:
        """Name the field so that a form can mark it."""
        super().__init__(message, next_step)
        self.field = field


class NoMatch(Fault):
    """Nothing fits what was asked for, or several things do (`candidates`)."""

    title = "No single match"

    def __init__(self, message: str, next_step: str = "", *, candidates: tuple[str, ...] = ()) -> None:
        """List what the person may have meant."""
        super().__init__(message, next_step)
        self.candidates = candidates


class NotSignedIn(Fault):
    """There is no session, or the server no longer accepts it."""

    title = "Not signed in"


class Refused(Fault):
    """The server answered with a definite no; `status` is the HTTP status."""

    title = "CoffeeCup refused"

    def __init__(self, message: str, next_step: str = "", *, status: int = 0) -> None:
        """Keep the server's own words in `message`."""
        super().__init__(message, next_step)
        self.status = status


class NotFound(Refused):
    """The thing is not there (any more)."""


class NetworkFault(Fault):
    """The call did not get through; everything tracked stays here and is sent later."""

    title = "No connection"


class Unsent(NetworkFault):
    """No byte of the request left this machine, so repeating it is harmless."""


class Unclear(NetworkFault):
    """The request may have been carried out; `status` is the HTTP status, 0 without an answer.

    `alone` tells that CoffeeCup is there and fails on what the request is about, so that others may get through.
    """

    def __init__(self, message: str, next_step: str = "", *, status: int = 0, alone: bool = False) -> None:
        """Remember how the server failed."""
        super().__init__(message, next_step)
        self.status = status
        self.alone = alone


class Unreadable(NetworkFault):
    """CoffeeCup is there, and what it says about this one thing cannot be understood."""


class Throttled(NetworkFault):
    """No call may be made before `until` (aware UTC)."""

    title = "CoffeeCup asks for a pause"

    def __init__(self, until: datetime) -> None:
        """Say until when, and that nothing is lost."""
        super().__init__("CoffeeCup asks for a pause. What you track is saved here and sent afterwards.")
        self.until = until


class LocalFault(Fault):
    """This computer cannot store or open something."""

    title = "This computer needs attention"
