"""Bugs of ours: the trace goes to the log, where it can be found; never at the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def record(error: Exception, profile: str) -> Path | str:
    """Write the trace to the log of `profile`; where it is."""
    import logging  # noqa: PLC0415 - 24 ms that only a bug costs

    from demitasse.domain.errors import Fault  # noqa: PLC0415
    from demitasse.support.log import log_to  # noqa: PLC0415
    from demitasse.support.paths import paths  # noqa: PLC0415

    try:
        file = paths(profile).log
        log_to(file)
    except (OSError, Fault):
        return "no log, because none could be opened"
    logging.getLogger("demitasse.cli").critical("a bug", exc_info=error)
    return file
