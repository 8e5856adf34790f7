"""What is printed: plain lines for people, one JSON object for programs, and faults on standard error.

Text from CoffeeCup, or from anybody else, may hold escape sequences that would drive the terminal, or marks that
turn the writing around so that a line reads as something else: people see a "�" in their place.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from typing import TYPE_CHECKING

from demitasse.cli import messages
from demitasse.domain.errors import NoMatch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TextIO

    from demitasse.domain.errors import Fault

_BREAKS = dict.fromkeys([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], " ")
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "\ufffd")
_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
_NEUTRAL = str.maketrans(_CONTROLS | _BIDI | _BREAKS)
_MIN_FLEXIBLE = 12
_SHOWN = 12


class Output:
    """Where the answers of one command go."""

    def __init__(self, *, as_json: bool) -> None:
        """Print for a program (`as_json`) or for a person."""
        self.as_json = as_json
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # an old code page must not stop a command

    def say(self, *lines: str) -> None:
        """Lines for a person; a program does not get them."""
        if not self.as_json:
            _write(sys.stdout, lines)

    def print(self, text: str) -> None:
        """A text of ours with its own line breaks, the same for a person and a program."""
        _write(sys.stdout, text.split("\n"))

    def document(self, text: str) -> None:
        """A text of ours for another program, as it is but for the system's line ends."""
        sys.stdout.write(text.replace("\r\n", "\n"))

    def note(self, *lines: str) -> None:
        """Something beside the answer, for a person, on standard error."""
        if not self.as_json:
            _write(sys.stderr, lines)

    def answer(self, shape: Mapping[str, Any]) -> None:
        """The answer for a program; a person does not get it."""
        if self.as_json:
            _write_json(sys.stdout, shape)

    def fault(self, fault: Fault) -> None:
        """What went wrong, in one sentence or two, with what may have been meant."""
        candidates = list(fault.candidates) if isinstance(fault, NoMatch) else []
        self.error(messages.title(fault), messages.what_happened(fault), messages.next_step(fault), candidates)

    def error(self, title: str, message: str, next_step: str, candidates: Sequence[str] = ()) -> None:
        """A fault or a bug, on standard error."""
        if self.as_json:
            told = {"title": title, "message": message, "next_step": next_step, "candidates": list(candidates)}
            _write_json(sys.stderr, {"error": told})
        else:
            more = [f"  … and {len(candidates) - _SHOWN} more"] if len(candidates) > _SHOWN else []
            _write(sys.stderr, [f"{message} {next_step}".strip(), *(f"  {one}" for one in candidates[:_SHOWN]), *more])

    def flush(self) -> None:
        """Let the person see what was said so far. Raises BrokenPipeError if nobody listens any more."""
        sys.stdout.flush()


def clean(text: str) -> str:
    """`text` as one line that cannot steer a terminal."""
    return text if text.isascii() and text.isprintable() else text.translate(_NEUTRAL)


def columns() -> int | None:
    """How wide the terminal is; None if nobody watches, and then nothing is cut."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else None
    except (OSError, ValueError):
        return None


def table(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset(), flexible: int = -1) -> list[str]:
    """Rows with their columns one below the other; column `flexible` is cut if the terminal is narrow."""
    rows = [[clean(cell) for cell in row] for row in rows]
    if not rows:
        return []
    widths = [max(_width(row[number]) for row in rows) for number in range(len(rows[0]))]
    room = columns()
    if room is not None and flexible >= 0:
        others = sum(widths) - widths[flexible] + 2 * (len(widths) - 1)
        widths[flexible] = min(widths[flexible], max(_MIN_FLEXIBLE, room - others - 1))
    return ["  ".join(_cell(row[n], widths[n], right=n in right) for n in range(len(widths))).rstrip() for row in rows]


def _cell(text: str, width: int, *, right: bool) -> str:
    if _width(text) > width:
        while _width(text) > width - 1:
            text = text[:-1]
        text += "…"
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank


def _width(text: str) -> int:
    """Columns that `text` takes: wide letters two, marks that stand above others none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) != 0 for letter in text)


def _write(stream: TextIO, lines: Sequence[str]) -> None:
    stream.write("".join(f"{clean(line)}\n" for line in lines))


def _write_json(stream: TextIO, shape: Mapping[str, Any]) -> None:
    stream.write(json.dumps(shape) + "\n")  # pure ASCII: no code page can spoil it, no terminal be steered by it
