"""The command line's door: read it, carry it out, tell how it went."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING

from demitasse import __version__
from demitasse.cli import exit_codes
from demitasse.cli.arguments import parse
from demitasse.cli.commands import COMMANDS, detail, overview
from demitasse.cli.context import Context
from demitasse.cli.output import Output
from demitasse.domain.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from demitasse.cli.arguments import Parsed
    from demitasse.cli.context import App
    from demitasse.domain.ports import Clock


def main(argv: Sequence[str], app: App, *, clock: Clock | None = None) -> int:
    """Carry out one command line; its exit code. The world's faults become sentences, bugs a trace in the log."""
    out = Output(as_json="--json" in argv)
    profile = "default"
    try:
        parsed = parse(argv, COMMANDS)
        profile = parsed.values.get("profile", profile)
        out.as_json = "json" in parsed.values
        code = _run(parsed, app, out, clock)
        out.flush()
    except Fault as fault:
        out.fault(fault)
        return exit_codes.exit_code(fault)
    except KeyboardInterrupt:
        return exit_codes.INTERRUPTED
    except BrokenPipeError:
        return _unheard()
    except Exception as error:  # noqa: BLE001 - the last line of defence: told, logged, never swallowed
        return _bug(error, profile, out)
    return code


def _run(parsed: Parsed, app: App, out: Output, clock: Clock | None) -> int:
    if "help" in parsed.values:
        out.print(detail(parsed.command) if parsed.command.name else overview())
        return exit_codes.DONE
    if "version" in parsed.values:
        return _version(out)
    context = Context(parsed, app, out, lambda words: main(words, app, clock=clock), clock)
    try:
        module, function = parsed.command.room.split(".")
        code: int = getattr(importlib.import_module(f"demitasse.cli.{module}"), function)(context)
        context.tell_news()
    finally:
        context.close()
    return code


def _version(out: Output) -> int:
    out.answer({"version": __version__})
    out.say(f"demitasse {__version__}")
    return exit_codes.DONE


def _unheard() -> int:
    """Whoever listened has left (`| head`): say no more, not even at the interpreter's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return exit_codes.DONE


def _bug(error: Exception, profile: str, out: Output) -> int:
    log = importlib.import_module("demitasse.cli.report").record_bug(error, profile)
    out.error(
        "A bug in Demitasse",
        f"This is a bug in Demitasse ({type(error).__name__}). What was saved before is safe; the trace is in {log}.",
        "Please report it with that trace.",
    )
    return exit_codes.BUG
