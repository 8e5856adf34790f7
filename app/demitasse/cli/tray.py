"""`demitasse` without a command: the tray app."""

import os
import sys

from demitasse.cli.arguments import Command, Option
from demitasse.cli.context import Context
from demitasse.cli.messages import CliFault
from demitasse.domain.errors import LocalFault


def tray(context: Context) -> int:
    """Run the tray app until it is quit; if it runs already, it shows itself."""
    if not has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        raise LocalFault(CliFault.NO_DISPLAY)
    return context.app.run(context.profile_name, show=context.has("show"))


COMMANDS = {"": Command(tray, Option("--show", "", "open the popover at once"))}


def has_display() -> bool:
    """Return whether the environment names a display that a person can see."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
