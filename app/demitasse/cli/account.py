"""`demitasse login` and `logout`. The password comes from the terminal or standard input, never from an option."""

import io
import os
import sys
from getpass import getpass

from demitasse.boot.full_profile import FullProfile
from demitasse.cli import messages, report, serializers, text
from demitasse.cli.arguments import Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.desktop import keyring
from demitasse.domain.errors import BadInput, LocalFault, NetworkFault
from demitasse.support.secret import Secret
from demitasse.tracker.account import Credentials

_TOKEN_STORES = ("keyring", "file")
_FIRST_SYNC_S = 20.0


def login(context: Context) -> None:
    """Sign in, and fetch the bookable tasks."""
    place = context.get("token_store") or "keyring"
    if place not in _TOKEN_STORES:
        raise BadInput(CliFault.NOT_A_STORE, text=place[:40], field="token-store")
    credentials = _credentials(context, place)
    person = context.open(FullProfile).account.sign_in(credentials)
    context.out.say(f"Signed in at {person.server} as {person.name or person.email}.")
    if place == "file":
        private = ", which only you can read" if os.name == "posix" else ""
        context.out.say(f"The session is kept in {context.profile.paths.tokens}{private}.")
    context.out.flush()
    try:
        report.sync_now(context, _FIRST_SYNC_S)
    except NetworkFault as fault:  # Only a note, because the sign-in itself has worked.
        context.out.note(f"{messages.what_happened(fault)} The projects come with the next demitasse sync.")
    context.out.answer(serializers.identity(person))


def logout(context: Context) -> None:
    """Delete the session; tracked time stays on this computer."""
    person = context.open(FullProfile).account.identity()
    if not person.signed_in:
        context.out.answer(serializers.identity(person))
        context.out.say("Nobody was signed in.")
        return
    context.open(FullProfile).account.sign_out()
    report.send(context)
    context.out.answer(serializers.identity(person))
    pending = context.profile.status.sync().pending
    unsent = f" {text.counted(pending, 'change')} not sent yet stay here until you sign in again." if pending else ""
    context.out.say(f"Signed out {person.email}.{unsent}")


COMMANDS = {
    "login": Command(
        login,
        Option("--server", "URL", "its https address, like https://acme.aerion.app, or just acme"),
        Option("--email", "EMAIL", "who signs in"),
        Option("--company", "COMPANY", "the company's name in its CoffeeCup address"),
        Option("--password-stdin", "", "read the password from standard input"),
        Option("--token-store", "keyring|file", "where the session is kept (default: keyring)"),
    ),
    "logout": Command(logout),
}


def _credentials(context: Context, place: str) -> Credentials:
    """Return what the options name; the rest comes from the last sign-in, or is asked for on the terminal."""
    known, company = context.open(FullProfile).account.identity(), context.get("company")
    server = context.get("server") or known.server or company or _ask("Address of CoffeeCup, or company", "server")
    if company is None:
        company = known.company if server == known.server else ""
    email = context.get("email") or known.email or _ask("Email", "email")
    if place == "keyring" and not keyring.available():  # a file is never chosen silently
        raise LocalFault(CliFault.KEYRING_NEEDED)
    return Credentials(server, company, email, _password(context), place)


def _ask(question: str, option: str) -> str:
    """Ask on the terminal. Raises BadInput if standard input is none."""
    if not sys.stdin.isatty():
        raise BadInput(CliFault.OPTION_MISSING, name=option, field=option)
    sys.stderr.write(f"{question}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _piped_line() -> str:
    """Return the first line of standard input, which is UTF-8, perhaps with a byte order mark. Raises BadInput."""
    if isinstance(sys.stdin, io.TextIOWrapper) and not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="strict")
    try:
        return sys.stdin.readline().rstrip("\r\n")
    except UnicodeDecodeError:
        raise BadInput(CliFault.NOT_UTF8, field="password") from None


def _password(context: Context) -> Secret:
    if context.has("password_stdin"):
        return Secret(_piped_line())
    if not sys.stdin.isatty():
        raise BadInput(CliFault.NO_TERMINAL, field="password")
    return Secret(getpass("Password: "))
