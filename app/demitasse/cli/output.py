"""Printing: plain lines for people or one JSON object for programs, and faults on standard error.

Texts from CoffeeCup or other people may contain escape sequences that control the terminal, or characters that reverse
the direction of text to disguise it. Plain lines show a "�" in their place.
"""

import errno
import json
import os
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from demitasse.cli import messages
from demitasse.cli.messages import CliFault
from demitasse.domain.errors import Fault, LocalFault, NoMatch

_BREAKS = dict.fromkeys([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], " ")
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], "\ufffd")
_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
_NEUTRAL = str.maketrans(_CONTROLS | _BIDI | _BREAKS)
_JOINER, _EMOJI_STYLE, _SKIN_TONES = "\u200d", "\ufe0f", {chr(tone) for tone in range(0x1F3FB, 0x1F400)}
_MIN_FLEXIBLE = 12
_SHOWN = 12


class Output:
    """The output of one command."""

    def __init__(self, *, as_json: bool) -> None:
        """Print JSON if `as_json`, else plain lines. Pipes and files get UTF-8, a terminal its own encoding."""
        self.as_json = as_json
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # "replace": a character that cannot be printed must not stop a command
                stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")

    def say(self, *lines: str) -> None:
        """Print lines, unless the output is JSON."""
        if not self.as_json:
            _print(_lines(lines))

    def print(self, text: str) -> None:
        """Print a text with line breaks, such as the help, also if the output is JSON."""
        _print(_lines(text.split("\n")))

    def document(self, text: str) -> None:
        """Print a file such as CSV: unchanged but for the ends of lines, and as plain text on a terminal."""
        lines = text.replace("\r\n", "\n")
        _print(_lines(lines.splitlines()) if sys.stdout.isatty() else lines)

    def note(self, *lines: str) -> None:
        """Print lines on standard error, unless the output is JSON."""
        if not self.as_json:
            _complain(_lines(lines))

    @property
    def shows_progress(self) -> bool:
        """Whether `progress` shows anything: a person is at a terminal."""
        return not self.as_json and sys.stderr.isatty()

    def progress(self, line: str) -> None:
        """Show what goes on in a line of its own that the next call replaces; an empty one removes it.

        Only people at a terminal see it.
        """
        if self.shows_progress:
            sys.stderr.write(f"\r\x1b[K{clean(line)}")
            sys.stderr.flush()

    def answer(self, shape: Mapping[str, Any]) -> None:
        """Print the answer as JSON, if the output is JSON."""
        if self.as_json:
            _print(_json(shape))

    def fault(self, fault: Fault) -> None:
        """Print the message of a fault, and the candidates of a NoMatch."""
        candidates = list(fault.candidates) if isinstance(fault, NoMatch) else []
        self.error(messages.title(fault), messages.what_happened(fault), messages.next_step(fault), candidates)

    def error(self, title: str, message: str, next_step: str, candidates: Sequence[str] = ()) -> None:
        """Print an error on standard error, as JSON or as a sentence with at most 12 candidates."""
        if self.as_json:
            error = {"title": title, "message": message, "next_step": next_step, "candidates": list(candidates)}
            _complain(_json({"error": error}))
        else:
            more = [f"  … and {len(candidates) - _SHOWN} more"] if len(candidates) > _SHOWN else []
            shown = (f"  {candidate}" for candidate in candidates[:_SHOWN])
            _complain(_lines([f"{message} {next_step}".strip(), *shown, *more]))

    def flush(self) -> None:
        """Flush standard output. Raises BrokenPipeError if the reader has closed the pipe, LocalFault if it is full."""
        _print("", flush=True)


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
    """Return how many columns `text` takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns(letter, before) for letter, before in zip(text, " " + text, strict=False))


def _columns(letter: str, before: str) -> int:
    """Return how many columns a character takes behind another: an emoji may consist of several."""
    if letter == _EMOJI_STYLE:
        return 1 if _columns(before, "") == 1 else 0
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    wide = unicodedata.east_asian_width(letter) in "WF"
    return 0 if wide and (before == _JOINER or letter in _SKIN_TONES) else 1 + wide


def _print(text: str, *, flush: bool = False) -> None:
    """Write to standard output. Raises BrokenPipeError, LocalFault."""
    try:
        sys.stdout.write(text)
        if flush:
            sys.stdout.flush()
    except OSError as error:
        if isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == errno.EINVAL):
            raise BrokenPipeError from error
        raise LocalFault(CliFault.OUTPUT_UNWRITABLE, reason=str(error.strerror)) from error


def _complain(text: str) -> None:
    """Write to standard error; if nobody can read that, the exit code says it alone."""
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"{clean(line)}\n" for line in lines)


def _json(shape: Mapping[str, Any]) -> str:
    return json.dumps(shape) + "\n"  # ASCII only, so every encoding can print it.
