"""The command line is read by argparse. Only the parser of the command in use is built."""

import argparse
import importlib
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn

from demitasse.cli.commands import COMMANDS, exit_code_lines, overview
from demitasse.cli.messages import CliFault
from demitasse.domain.errors import BadInput

_NARGS = {(False, False): None, (False, True): "?", (True, False): "+", (True, True): "*"}
"""How argparse writes that an argument takes several words, and may be left out."""
_BYTES = re.compile("[\udc80-\udcff]+")
_LITERAL = "\0"
"""Put before a word that is no option though it may begin with a dash. No argument of a process can hold a NUL."""


class Option:
    """An option: its `flags` in one string ("-c --comment"), its value's name (empty for a switch) and its help."""

    def __init__(self, flags: str, value: str, about: str) -> None:
        self.flags = flags.split()
        self.value = value
        self.about = about

    def add_to(self, group: argparse._ArgumentGroup) -> None:
        """Declare it to argparse. An option that is not given is missing from the namespace."""
        kind: dict[str, Any] = {"metavar": self.value} if self.value else {"action": "store_true"}
        group.add_argument(*self.flags, help=self.about, default=argparse.SUPPRESS, **kind)


class Command:
    """What a module declares about a command: its options, and the function that runs it.

    `run` takes a Context, and returns an exit code, or None if all went well. The words after a `raw` command are not
    parsed.
    """

    def __init__(self, run: Callable[..., int | None], *options: Option, raw: bool = False) -> None:
        self.run = run
        self.options = options
        self.raw = raw


COMMENT = Option("-c --comment", "COMMENT", "what was done")
TASK = Option("--task", "QUERY", "the project and task, in words that are never read as a time")
STRICT = Option("--strict", "", "end with 8 if not all of it could be fetched")
EVERYWHERE = (
    Option("--json", "", "answer with one JSON object"),
    Option("--profile", "NAME", "use another account, kept apart (default: default)"),
    Option("--version", "", "show the version"),
    Option("-h --help", "", "show this help"),
)


class Parser(argparse.ArgumentParser):
    """The parser of one command. Its errors are BadInput, and repeat no value: it may be a password."""

    def __init__(self, name: str, options: Iterable[Option]) -> None:
        positionals, about, _module = COMMANDS[name]
        self._valued = [option for option in (*options, *EVERYWHERE) if option.value]
        self._files = {"FILE"} | {
            option.flags[-1].strip("-").replace("-", "_") for option in self._valued if option.value == "FILE"
        }
        flags = [f"[{' '.join([option.flags[0], option.value]).strip()}]" for option in options]
        self.usage_line = " ".join(filter(None, ["demitasse", name or "[COMMAND]", positionals, *flags]))
        super().__init__(
            usage=self.usage_line,
            description=f"{about[0].upper()}{about[1:]}." if name else overview(),
            epilog=None if name else exit_code_lines(),
            formatter_class=_HelpFormatter,
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
        )
        for title, group in (("Options", options), ("With every command", EVERYWHERE)):
            section = self.add_argument_group(title)
            for option in group:
                option.add_to(section)

    def read(self, words: Sequence[str], positionals: Sequence[str]) -> dict[str, Any]:
        """Return the values by name: first those of the options, wherever they stand, then the positional ones.

        Raises BadInput. Positional arguments may be missing if there is only help to print.
        """
        try:
            namespace, left = self.parse_known_args(self._mark_literals(words))
        except argparse.ArgumentError as error:
            raise self._complaint(error) from None
        for word in left:
            if word.startswith("-") and word != "-":
                raise self._refusal(CliFault.NO_SUCH_OPTION, text=word.partition("=")[0][:40])
        if (left or positionals) and not {"help", "version"} & set(vars(namespace)):
            for text in positionals:
                several, optional = "..." in text, text.startswith("[")
                self.add_argument(text.strip("[]."), nargs=_NARGS[several, optional])
            try:
                namespace, left = self.parse_known_args(left, namespace)
            except argparse.ArgumentError as error:  # from Python 3.13 on; before, argparse calls `error`
                self.error(error.message)
            if left:
                raise self._refusal(CliFault.WORD_TOO_MANY, text=left[0].removeprefix(_LITERAL)[:40])
        given = {name: _plain(value) for name, value in vars(namespace).items() if value not in (None, [])}
        return {name: value if name in self._files else readable(value) for name, value in given.items()}

    def error(self, message: str) -> NoReturn:
        """Raise BadInput instead of ending the process: a positional argument is missing."""
        raise self._refusal(CliFault.WRONG_USAGE, text=f"{message[0].upper()}{message[1:]}.")

    def _refusal(self, code: str, **params: str) -> BadInput:
        return BadInput(code, usage=self.usage_line, **params)

    def _complaint(self, error: argparse.ArgumentError) -> BadInput:
        """Return what is wrong with an option: argparse's own message would quote the value."""
        flags = (error.argument_name or "").split("/")
        for option in self._valued:
            if option.flags == flags:
                return self._refusal(CliFault.VALUE_MISSING, name=flags[-1], value=option.value)
        return self._refusal(CliFault.VALUE_NOT_WANTED, name=flags[-1])

    def _mark_literals(self, words: Sequence[str]) -> list[str]:
        """Mark the words that argparse would take for options: a value such as "-fix", "-15m", and all behind "--"."""
        flags = {flag for option in self._valued for flag in option.flags}
        marked: list[str] = []
        is_value = only_words = False
        for word in words:
            if is_value or only_words or word[1:2].isdigit():
                marked.append(_LITERAL + word)
                is_value = False
            elif word == "--":
                only_words = True
            else:
                marked.append(word)
                is_value = word in flags
        return marked


class Parsed(NamedTuple):
    """A parsed command line: `values` by option ("token_store") and positional ("QUERY"), `rest` of a raw command."""

    command: Command
    parser: Parser
    values: dict[str, Any]
    rest: Sequence[str] = ()


def parse(argv: Sequence[str]) -> Parsed:
    """Parse a command line. Raises BadInput."""
    at = _command_index(argv)
    before, after = argv[:at], argv[at + 1 :]
    name = argv[at] if at < len(argv) else ""
    if name not in COMMANDS:
        raise BadInput(CliFault.NO_COMMAND, text=name[:40])
    command = load(name)
    parser = Parser(name, command.options)
    if command.raw:
        return Parsed(command, parser, parser.read(before, ()), after)
    return Parsed(command, parser, parser.read([*before, *after], COMMANDS[name][0].split()))


def load(name: str) -> Command:
    """Import the module of a command, and return what it declares."""
    command: Command = importlib.import_module(f"demitasse.cli.{COMMANDS[name][2]}").COMMANDS[name]
    return command


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of the description. Its width is fixed: asking the terminal costs an import of 5 ms each time."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=34, width=120)


def _command_index(argv: Sequence[str]) -> int:
    """Return the index of the first word that is neither an option nor the value of --profile."""
    at = 0
    while at < len(argv) and argv[at].startswith("-"):
        at += 2 if argv[at] == "--profile" else 1
    return at


def readable(value: Any) -> Any:
    """Return text with the bytes that are none in the locale's encoding (PEP 383) read as UTF-8, else as Windows-1252.

    They come from a file or a terminal of another encoding, and nobody means a "?" by them.
    """
    return _BYTES.sub(lambda run: _decoded(run[0]), value) if isinstance(value, str) else value


def _decoded(escaped: str) -> str:
    raw = escaped.encode("ascii", "surrogateescape")
    for encoding in ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("latin-1")


def _plain(value: Any) -> Any:
    """Return the words of a positional argument as one text, without marks."""
    if isinstance(value, bool):
        return value
    return " ".join(word.removeprefix(_LITERAL) for word in ([value] if isinstance(value, str) else value))
