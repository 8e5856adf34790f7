"""Run one command line: parse it, run the command, turn what went wrong into a message and an exit code."""

import importlib
import os
import sys
from collections.abc import Sequence

from demitasse import __version__
from demitasse.cli.arguments import Command, Option, Parsed, parse
from demitasse.cli.commands import BUG, DONE, INTERRUPTED, LOCAL, NETWORK, NO_MATCH, OUTPUT, REFUSED, SIGNED_OUT, USAGE
from demitasse.cli.context import App, Context
from demitasse.cli.messages import CliFault
from demitasse.cli.output import Output
from demitasse.domain.errors import BadInput, Fault, LocalFault, NetworkFault, NoMatch, NotSignedIn, Refused
from demitasse.domain.ports import Clock
from demitasse.support.paths import windowed_program

_EXIT_CODES: dict[type[Fault], int] = {
    BadInput: USAGE,
    NotSignedIn: SIGNED_OUT,
    NoMatch: NO_MATCH,
    Refused: REFUSED,
    NetworkFault: NETWORK,
    LocalFault: LOCAL,
}


def main(argv: Sequence[str], app: App, *, clock: Clock | None = None) -> int:
    """Run a command line and return its exit code. The traceback of a bug goes to the log only."""
    out = Output(as_json="--json" in argv)
    profile = "default"
    try:
        parsed = parse(argv)
        profile = parsed.values.get("profile", profile)
        out.as_json = "json" in parsed.values
        code = _run(parsed, app, out, clock)
        out.flush()
    except Fault as fault:
        out.fault(fault)
        if fault.code == CliFault.OUTPUT_UNWRITABLE:
            _ignore_output()
            return OUTPUT
        return next(code for kind, code in _EXIT_CODES.items() if isinstance(fault, kind))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _ignore_output()
    except Exception as error:  # noqa: BLE001 - every bug is logged and reported
        return _bug(error, profile, out)
    return code


def tray(context: Context) -> int:
    """Run the tray app until it is quit; if it runs already, it shows itself. In a console of Windows only start it."""
    if context.has("check"):  # a module of its own, as the tray app does not need it
        code: int = importlib.import_module("demitasse.cli.updates").check_version(context)
        return code
    if not has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        raise LocalFault(CliFault.NO_DISPLAY)
    if windowed_program() is not None:
        importlib.import_module("demitasse.cli.tray").start(context)  # on Windows only, so others need not load it
        return DONE
    return context.app.run(context.profile_name, show=context.has("show"))


COMMANDS = {
    "": Command(
        tray,
        Option("--show", "", "open the window at once"),
        Option("--check", "", "with --version: ask whether there is a newer one, at most once a day"),
    )
}


def has_display() -> bool:
    """Return whether the environment names a display that a person can see."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _run(parsed: Parsed, app: App, out: Output, clock: Clock | None) -> int:
    if "help" in parsed.values:
        out.print(parsed.parser.format_help().rstrip())
        return DONE
    if "version" in parsed.values and "check" not in parsed.values:
        out.answer({"version": __version__})
        out.say(f"demitasse {__version__}")
        return DONE
    context = Context(parsed, app, out, lambda words: main(words, app, clock=clock), clock)
    try:
        code = parsed.command.run(context) or DONE
        context.print_messages()
    finally:
        context.close()
    return code


def _ignore_output() -> int:
    """Discard all further output, also at the interpreter's end: its reader (`| head`) is gone, or the disk is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _bug(error: Exception, profile: str, out: Output) -> int:
    log = importlib.import_module("demitasse.cli.report").record_bug(error, profile)  # logging costs 14 ms: only now
    out.error(
        "A bug in Demitasse",
        f"This is a bug in Demitasse ({type(error).__name__}). What was saved before is safe; the trace is in {log}.",
        "Report it with that trace.",
    )
    return BUG
