"""Write the man page and the completions of shells: `documents.py FOLDER`, run by build.py.

Both come from the tables that the program parses its command line with.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from demitasse import __version__
from demitasse.cli.arguments import EVERYWHERE, load
from demitasse.cli.commands import COMMANDS, EXIT_CODES
from demitasse.domain.absence import AbsenceAnswer
from demitasse.domain.operations import Resolution
from demitasse.domain.settings import USER_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from demitasse.cli.arguments import Option

SHELLS = {"bash": "demitasse", "zsh": "_demitasse", "fish": "demitasse.fish"}
"""The shells, and what they call the file of completions for a program."""
FILE = {"bash": "_shtab_compgen_files", "zsh": "_files", "fish": "(__fish_complete_path (commandline -ct))"}
"""What shtab calls the completion of a file's name in each shell."""
CHOICES = {
    ("away", "ANSWER"): [str(answer) for answer in AbsenceAnswer],
    ("resolve", "WAY"): [str(way) for way in Resolution],
    ("settings", "NAME"): [setting.name for setting in USER_SETTINGS],
}
"""What completes a positional argument of a command. Options that take a FILE complete the names of files."""
_EXAMPLES = (
    ("Start a timer for the task that matches these words.", 'demitasse start "web cod" -c "Fix login"'),
    ("Book an hour and a half on yesterday.", 'demitasse add "web meet" 1:30 --day yesterday'),
    ("Print the state as JSON, for a script or a status bar.", "demitasse status --json"),
)
_FILES = (
    ("~/.local/share/demitasse", "the timesheet, a folder for each profile"),
    ("~/.config/demitasse", "the configuration, and the session if you chose to keep it in a file"),
    ("~/.cache/demitasse/log", "the logs"),
    ("~/.config/autostart/app.demitasse.Demitasse.desktop", "present if Demitasse starts at login"),
)


def parser() -> argparse.ArgumentParser:
    """Return one parser of all commands, which shtab reads."""
    whole = argparse.ArgumentParser(prog="demitasse", add_help=False)
    _declare(whole, "")
    commands = whole.add_subparsers(metavar="COMMAND")
    for name, (_positionals, about, _module) in COMMANDS.items():
        if name:
            _declare(commands.add_parser(name, help=about, description=about, add_help=False), name)
    return whole


def _declare(target: argparse.ArgumentParser, name: str) -> None:
    options = target.add_argument_group("Options")
    for option in (*load(name).options, *EVERYWHERE):
        option.add_to(options)
    for text in COMMANDS[name][0].split():
        word = text.strip("[].")
        if word != "OPTIONS":
            target.add_argument(word, nargs="?" if text.startswith("[") else None, choices=CHOICES.get((name, word)))
    for action in target._actions:  # noqa: SLF001 - where shtab reads what to complete
        if action.metavar == "FILE":
            action.complete = FILE  # type: ignore[attr-defined]
        elif action.option_strings and "|" in str(action.metavar):
            action.choices = str(action.metavar).split("|")


def man_page(day: str) -> str:
    """Return the man page, in the macros of man(7). `day` is the date of the version."""
    name = "demitasse \\- track your working time from the tray or a terminal"
    lines = [f'.TH DEMITASSE 1 "{day}" "demitasse {__version__}" "User Commands"', ".SH NAME", name]
    lines += [".SH SYNOPSIS", ".B demitasse", _roman("[COMMAND] [OPTIONS]")]
    lines += [
        ".SH DESCRIPTION",
        "Demitasse books working hours in CoffeeCup, also without a network: what is tracked offline is sent later,",
        "once. Without a command it opens the tray app; if that runs already, it shows itself.",
        ".PP",
        "A timer and the tray app are independent: a timer that was started here runs on when the program ends.",
        ".SH COMMANDS",
    ]
    for command, (positionals, about, _module) in COMMANDS.items():
        if command:
            lines += [".TP", " ".join(filter(None, [_bold(command), _roman(positionals)])), _sentence(about)]
            lines += [".RS", *_options(load(command).options), ".RE"] if load(command).options else []
    lines += [".SH OPTIONS", "Without a command:", *_options(load("").options)]
    lines += [".PP", "With every command:", *_options(EVERYWHERE)]
    lines += [".SH EXIT STATUS", *_table((_bold(str(code)), meaning) for code, meaning in EXIT_CODES.items())]
    lines += [".SH ENVIRONMENT", ".TP", _bold("DEMITASSE_HOME"), "Keeps all files in this folder instead."]
    lines += [".SH FILES", *_table((f".I {_escaped(file)}", about) for file, about in _FILES)]
    lines += [".SH EXAMPLES"]
    for about, words in _EXAMPLES:
        lines += [".PP", about, ".PP", ".nf", ".RS", _escaped(words), ".RE", ".fi"]
    return "\n".join(lines) + "\n"


def _table(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Return a list of terms and what they mean."""
    return [line for term, meaning in rows for line in (".TP", term, _sentence(meaning))]


def _options(options: Iterable[Option]) -> list[str]:
    terms = [(", ".join(map(_bold, option.flags)), _roman(option.value), option.about) for option in options]
    return _table((f"{flags} {value}".rstrip(), about) for flags, value, about in terms)


def _sentence(text: str) -> str:
    return _escaped(f"{text[0].upper()}{text[1:]}.")


def _bold(text: str) -> str:
    return f"\\fB{_escaped(text)}\\fR"


def _roman(text: str) -> str:
    """Return the text with its names in italics and brackets and dots in roman type."""
    return " ".join(_name(word) for word in text.split())


def _name(word: str) -> str:
    inner = word.strip("[].")
    before, _, after = word.partition(inner)
    return f"{before}\\fI{inner}\\fR{after}"


def _escaped(text: str) -> str:
    """Return the text with what roff would read as commands made literal."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text[:1] in {".", "'"} else text


def main() -> int:
    """Write the files."""
    folder = Path(sys.argv[1])
    day = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC).date().isoformat()
    import shtab  # noqa: PLC0415 - in the build environment only

    texts = {f"{shell}/{name}": shtab.complete(parser(), shell) for shell, name in SHELLS.items()}
    texts["man/demitasse.1"] = man_page(day)
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
