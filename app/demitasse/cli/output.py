"""Printing: plain lines for people or one JSON object for programs, and faults on standard error.

Texts from CoffeeCup or other people may contain escape sequences that control the terminal, or characters that reverse
the direction of text to disguise it. Plain lines show a "�" in their place.
"""

import json
import os
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from demitasse.cli import messages
from demitasse.domain.errors import Fault, NoMatch

_BREAKS = dict.fromkeys([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], " ")
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "\ufffd")
_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
_NEUTRAL = str.maketrans(_CONTROLS | _BIDI | _BREAKS)
_MIN_FLEXIBLE = 12
_SHOWN = 12


class Output:
    """The output of one command."""

    def __init__(self, *, as_json: bool) -> None:
        """Print JSON if `as_json`, else plain lines."""
        self.as_json = as_json
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # An encoding without a character must not stop a command.

    def say(self, *lines: str) -> None:
        """Print lines, unless the output is JSON."""
        if not self.as_json:
            _write(sys.stdout, lines)

    def print(self, text: str) -> None:
        """Print a text with line breaks, such as the help, also if the output is JSON."""
        _write(sys.stdout, text.split("\n"))

    def document(self, text: str) -> None:
        """Print a file such as CSV unchanged, except that lines end as usual on this system."""
        sys.stdout.write(text.replace("\r\n", "\n"))

    def note(self, *lines: str) -> None:
        """Print lines on standard error, unless the output is JSON."""
        if not self.as_json:
            _write(sys.stderr, lines)

    def answer(self, shape: Mapping[str, Any]) -> None:
        """Print the answer as JSON, if the output is JSON."""
        if self.as_json:
            _write_json(sys.stdout, shape)

    def fault(self, fault: Fault) -> None:
        """Print the message of a fault, and the candidates of a NoMatch."""
        candidates = list(fault.candidates) if isinstance(fault, NoMatch) else []
        self.error(messages.title(fault), messages.what_happened(fault), messages.next_step(fault), candidates)

    def error(self, title: str, message: str, next_step: str, candidates: Sequence[str] = ()) -> None:
        """Print an error on standard error, as JSON or as a sentence with at most 12 candidates."""
        if self.as_json:
            error = {"title": title, "message": message, "next_step": next_step, "candidates": list(candidates)}
            _write_json(sys.stderr, {"error": error})
        else:
            more = [f"  … and {len(candidates) - _SHOWN} more"] if len(candidates) > _SHOWN else []
            _write(
                sys.stderr,
                [f"{message} {next_step}".strip(), *(f"  {candidate}" for candidate in candidates[:_SHOWN]), *more],
            )

    def flush(self) -> None:
        """Flush standard output. Raises BrokenPipeError if the reader has closed the pipe."""
        sys.stdout.flush()


def clean(text: str) -> str:
    """Return `text` as one line without characters that control a terminal."""
    return text if text.isascii() and text.isprintable() else text.translate(_NEUTRAL)


def columns() -> int | None:
    """Return the width of the terminal, or None if standard output is none: then nothing is cut."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else None
    except (OSError, ValueError):
        return None


def table(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset(), flexible: int = -1) -> list[str]:
    """Return rows with aligned columns; the column `flexible` is cut to fit the terminal."""
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
    """Return how many columns `text` takes: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) != 0 for letter in text)


def _write(stream: TextIO, lines: Sequence[str]) -> None:
    stream.write("".join(f"{clean(line)}\n" for line in lines))


def _write_json(stream: TextIO, shape: Mapping[str, Any]) -> None:
    stream.write(json.dumps(shape) + "\n")  # ASCII only, so every encoding can print it.
