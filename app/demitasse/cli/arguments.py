"""Reading a command line: data about the commands, and one loop.

Not argparse: importing and filling it takes longer than `python -c pass`, and longer than all that `status` does.
It also takes "-1" for an option, where ours is yesterday or a duration that deserves a sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.domain.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Option:
    """An option: `flags` as typed ("-c", "--comment"), `value` what follows it (empty for a switch)."""

    __slots__ = ("about", "flags", "value")

    def __init__(self, flags: str, value: str, about: str) -> None:
        """Declare one."""
        self.flags = tuple(flags.split())
        self.value = value
        self.about = about

    @property
    def name(self) -> str:
        """What its value is found under: the long flag without dashes."""
        return self.flags[-1].lstrip("-")


class Command:
    """A command: `places` are what it takes by position ("QUERY..." several words, "[ID]" may be left out).

    `room` is the module in this package that carries it out; `raw` hands everything after its name on unread.
    """

    __slots__ = ("about", "name", "options", "places", "raw", "room")

    def __init__(self, name: str, places: str, about: str, *options: Option, room: str = "", raw: bool = False) -> None:
        """Declare one."""
        self.name = name
        self.places = tuple(places.split())
        self.about = about
        self.options = options
        self.room = room or name
        self.raw = raw

    @property
    def usage(self) -> str:
        """How it is typed."""
        options = [f"[{' '.join([one.flags[0], one.value]).strip()}]" for one in self.options]
        return " ".join(["demitasse", *([self.name] if self.name else []), *self.places, *options])


EVERYWHERE = (
    Option("--json", "", "answer with one JSON object"),
    Option("--profile", "NAME", "use another account, kept apart (default: default)"),
    Option("-h --help", "", "say what there is"),
)


class Parsed:
    """A command line, read: `values` by place and option name, `rest` for a raw command."""

    __slots__ = ("command", "rest", "values")

    def __init__(self, command: Command, values: dict[str, str], rest: Sequence[str] = ()) -> None:
        """Hold what was read."""
        self.command = command
        self.values = values
        self.rest = list(rest)


def parse(argv: Sequence[str], commands: Iterable[Command]) -> Parsed:
    """What `argv` means. Raises BadInput if it cannot be meant."""
    table = {command.name: command for command in commands}
    reader = _Reader(list(argv), table)
    command = reader.read()
    if command.raw:
        return Parsed(command, reader.values, reader.waiting)
    if "help" not in reader.values:
        reader.values.update(_placed(command, reader.words))
    return Parsed(command, reader.values)


class _Reader:
    """Takes word after word; the first that is no option names the command."""

    def __init__(self, waiting: list[str], table: dict[str, Command]) -> None:
        self.waiting = waiting
        self.words: list[str] = []
        self.values: dict[str, str] = {}
        self._table = table
        self._command = table[""]
        self._named = False

    def read(self) -> Command:
        while self.waiting:
            word = self.waiting.pop(0)
            if word == "--":
                self._rest()
            elif word.startswith("-") and word != "-" and not word[1].isdigit():
                self._option(word)
            else:
                self._word(word)
            if self._command.raw:
                break
        return self._command

    def _rest(self) -> None:
        """Behind "--" nothing is an option."""
        while self.waiting and not self._command.raw:
            self._word(self.waiting.pop(0))

    def _word(self, word: str) -> None:
        if self._named:
            self.words.append(word)
            return
        if word not in self._table:
            raise BadInput(f"There is no command “{word[:40]}”.", "demitasse --help lists the commands.")
        self._command, self._named = self._table[word], True

    def _option(self, word: str) -> None:
        flag, joined, value = word.partition("=")
        if not word.startswith("--") and len(word) > 2:
            flag, joined, value = word[:2], "=", word[2:].removeprefix("=")
        option = self._declared(flag)
        if not option.value:
            if joined:
                raise BadInput(f"{flag} takes no value.", _how(self._command))
            self.values[option.name] = "yes"
            return
        if not joined:
            if not self.waiting:
                raise BadInput(f"{flag} needs {option.value} after it.", _how(self._command))
            value = self.waiting.pop(0)
        self.values[option.name] = value

    def _declared(self, flag: str) -> Option:
        for option in (*EVERYWHERE, *self._command.options):
            if flag in option.flags:
                return option
        raise BadInput(f"“{flag[:40]}” is no option here.", _how(self._command))


def _placed(command: Command, words: list[str]) -> dict[str, str]:
    """Words by place; a place that takes several gets what the others leave."""
    values: dict[str, str] = {}
    words = list(words)
    for number, place in enumerate(command.places):
        optional, several = place.startswith("["), "..." in place
        name = place.strip("[].")
        after = sum(not later.startswith("[") for later in command.places[number + 1 :])
        taken = words[: max(0, len(words) - after)] if several else words[:1]
        if not taken and not optional:
            raise BadInput(f"{name} is missing.", _how(command))
        words = words[len(taken) :]
        if taken:
            values[name] = " ".join(taken)
    if words:
        raise BadInput(f"“{words[0][:40]}” is one word too many.", _how(command))
    return values


def _how(command: Command) -> str:
    return f"Usage: {command.usage}"
