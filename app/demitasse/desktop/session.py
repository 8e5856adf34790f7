"""The session of the desktop that this process belongs to: its display, and the right to come to the front.

On Wayland a window comes to the front only with a token of the program that the person used (desktop 2.4). Qt takes it
from the environment, where desktops put it for a program that they start.
"""

import os
import re
import sys
from typing import NamedTuple

_TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - the name of a variable
_WORD = re.compile(r"[!-~]{1,200}")
"""What a token or the name of a display may look like in a message."""
_SCREEN = re.compile(r"(:\d+)\.\d+$")
"""The screen at the end of an X display, which says nothing about the session."""


class Request(NamedTuple):
    """What a process that wants the running tray app to show itself says about its own session."""

    token: str = ""
    wayland: str = ""
    x11: str = ""

    def line(self) -> str:
        """Return it as words of a message, "token=… wayland=… x11=…"; what is unknown or odd is left out."""
        return " ".join([f"{name}={value}" for name, value in self._asdict().items() if _WORD.fullmatch(value)])


def request() -> Request:
    """Return what this process knows of its session. The token can be used once, so it is taken."""
    if sys.platform != "linux":
        return Request()
    token = os.environ.pop(_TOKEN, "")
    return Request(token, os.environ.get("WAYLAND_DISPLAY", ""), _display())


def parse(words: list[str]) -> Request:
    """Return the request in the words of a message; unknown words are ignored."""
    pairs = dict([word.partition("=")[::2] for word in words])
    return Request(*[pairs.get(name, "") for name in Request._fields])


def place_elsewhere(asked: Request) -> str:
    """Return where this process runs, such as ":0 (tty2)", if that is not the session of `asked`; else "".

    A request without a display, or a process without one, counts as of the same session.
    """
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY", ""), _display()
    is_same = (wayland and wayland == asked.wayland) or (x11 and x11 == asked.x11)
    if is_same or not (asked.wayland or asked.x11) or not (wayland or x11):
        return ""
    terminal = os.environ.get("XDG_VTNR", "")
    return (wayland or x11) + (f" (tty{terminal})" if terminal.isdigit() else "")


def keep_token(token: str) -> None:
    """Let the next window that opens use `token`, if it is one."""
    if _WORD.fullmatch(token):
        os.environ[_TOKEN] = token


def has_token() -> bool:
    """Return whether the next window may come to the front."""
    return bool(os.environ.get(_TOKEN))


def drop_token() -> None:
    """Forget a token that was used, so that no other program uses it again."""
    os.environ.pop(_TOKEN, None)


def _display() -> str:
    return _SCREEN.sub(r"\1", os.environ.get("DISPLAY", ""))
