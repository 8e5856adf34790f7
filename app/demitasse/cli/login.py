"""`demitasse login`. The password is read from the terminal or standard input, never from the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from demitasse.cli import exit_codes, serializers
from demitasse.domain.errors import BadInput, LocalFault, NetworkFault
from demitasse.support.secret import Secret
from demitasse.tracker.account import Credentials

if TYPE_CHECKING:
    from demitasse.cli.context import Context

_PLACES = ("keyring", "file")
_FIRST_SYNC_S = 20.0


def run(call: Context) -> int:
    """Sign in, and fetch what can be booked."""
    place = call.get("token-store") or "keyring"
    if place not in _PLACES:
        raise BadInput(f"“{place[:40]}” is no place for a session.", "It is keyring or file.", field="token-store")
    credentials = _credentials(call, place)
    person = call.profile.account.sign_in(credentials)
    call.out.say(f"Signed in at {person.server} as {person.name or person.email}.")
    if place == "file":
        call.out.say(f"The session is kept in {call.profile.paths.tokens}, which only you can read.")
    call.out.flush()
    _first_sync(call)
    call.out.answer(serializers.identity(person))
    return exit_codes.DONE


def _credentials(call: Context, place: str) -> Credentials:
    known, company = call.profile.account.identity(), call.get("company")
    server = call.get("server") or known.server or company or _ask("Address of CoffeeCup, or company", "server")
    if company is None:
        company = known.company if server == known.server else ""
    email = call.get("email") or known.email or _ask("Email", "email")
    if place == "keyring":
        _require_keyring()
    return Credentials(server, company, email, _password(call), place)


def _ask(question: str, option: str) -> str:
    """Ask on the terminal. Raises BadInput where there is none."""
    if not sys.stdin.isatty():
        raise BadInput(f"--{option} is missing.", "demitasse login --help tells what can be named.", field=option)
    sys.stderr.write(f"{question}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _password(call: Context) -> Secret:
    if call.get("password-stdin"):
        return Secret(sys.stdin.readline().rstrip("\r\n"))
    if not sys.stdin.isatty():
        raise BadInput(
            "There is no terminal to ask for the password.",
            "Hand it over on standard input, with --password-stdin.",
            field="password",
        )
    from getpass import getpass  # noqa: PLC0415 - only where a person types

    return Secret(getpass("Password: "))


def _require_keyring() -> None:
    """Before the password is typed in vain: where to keep the session is the person's choice, never made silently."""
    from demitasse.desktop.keyring import available  # noqa: PLC0415 - starts a process

    if not available():
        raise LocalFault(
            "This computer has no keyring that Demitasse can use now, so nothing was stored and nobody signed in.",
            "Unlock or install one; or choose a file that only you can read, with --token-store file.",
        )


def _first_sync(call: Context) -> None:
    """Fetch the projects, so that the next command can name one; the person is signed in either way."""
    try:
        call.sync_now(_FIRST_SYNC_S)
    except NetworkFault as fault:
        call.out.note(f"{fault.message} The projects come with the next demitasse sync.")
