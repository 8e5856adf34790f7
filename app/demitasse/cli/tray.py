"""`demitasse` by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.cli import display
from demitasse.domain.errors import LocalFault

if TYPE_CHECKING:
    from demitasse.cli.context import Context


def run(call: Context) -> int:
    """Open the tray app."""
    if not display.can_open():
        raise LocalFault(
            "There is no display here, so the tray app cannot open.",
            "demitasse --help lists what works in a terminal; demitasse demo shows it.",
        )
    return call.app.run(call.profile_name, show=call.get("show") is not None)
