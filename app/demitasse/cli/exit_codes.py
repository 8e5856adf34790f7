"""The exit codes (docs/command-line.md)."""

from demitasse.domain.errors import BadInput, Fault, LocalFault, NetworkFault, NoMatch, NotSignedIn, Refused

DONE, BUG, USAGE, SIGNED_OUT, NO_MATCH, REFUSED, NETWORK, LOCAL, INTERRUPTED = 0, 1, 2, 3, 4, 5, 6, 7, 130

MEANINGS = {
    DONE: "done; of a command that writes: it is saved here",
    BUG: "a bug in Demitasse; the trace is in the log",
    USAGE: "the command line, or something typed in it, cannot be meant",
    SIGNED_OUT: "nobody is signed in",
    NO_MATCH: "nothing matches, or several things do",
    REFUSED: "CoffeeCup refused",
    NETWORK: "CoffeeCup could not be reached, or asks for a pause",
    LOCAL: "this computer: disk, database or keyring",
    INTERRUPTED: "interrupted with Ctrl+C",
}

_BY_FAULT: tuple[tuple[type[Fault], int], ...] = (
    (BadInput, USAGE),
    (NotSignedIn, SIGNED_OUT),
    (NoMatch, NO_MATCH),
    (Refused, REFUSED),
    (NetworkFault, NETWORK),
    (LocalFault, LOCAL),
)


def exit_code(fault: Fault) -> int:
    """Return the exit code of a fault."""
    return next((code for kind, code in _BY_FAULT if isinstance(fault, kind)), LOCAL)
