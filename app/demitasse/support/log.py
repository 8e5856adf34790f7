"""The log file: ids and counts, never comments, names, bodies or tokens (reliability X7)."""

from __future__ import annotations

import logging
import os
import re
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from demitasse.support.paths import private_file

if TYPE_CHECKING:
    from pathlib import Path

_MAX_BYTES, _KEPT = 5_000_000, 2
_SECRETS = re.compile(r"(?i)(bearer\s+|password=|refresh_token=|access_token=)\S+|\b[0-9a-f]{40}\b")
_QUOTED = re.compile(r"""(?s)'.*'|".*"|“.*”""")
_MESSAGES = re.compile(r"(?m)^(?!  ).*(?:\n(?!  ).*)*")  # the lines of a trace that are no code of ours
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


class _Redacting(logging.Formatter):
    """The second net: the first is that nobody logs secrets or what somebody wrote."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRETS.sub("••••", super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """A trace; what the exception quotes may be a comment or a name."""
        return _MESSAGES.sub(lambda found: _QUOTED.sub("'…'", found[0]), super().formatException(ei))


class _Rotating(logging.FileHandler):
    """Begins anew when the file is long enough, and keeps the former ones as `file.1`, `file.2`.

    The library has one too, in a module that brings sockets and pickles: 0.6 MB.
    """

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
            if self.stream is not None and os.fstat(self.stream.fileno()).st_size >= _MAX_BYTES:
                self._begin_anew()
        except OSError:  # no room; or somebody else holds a file open (Windows), then the next record tries again
            self.handleError(record)

    def _begin_anew(self) -> None:
        self.close()  # the next record opens it
        names = [self.baseFilename, *(f"{self.baseFilename}.{number}" for number in range(1, _KEPT + 1))]
        for newer, older in reversed(list(pairwise(names))):
            with suppress(FileNotFoundError):
                os.replace(newer, older)  # noqa: PTH105 - the library keeps names, not paths


def log_to(file: Path, level: int = logging.INFO) -> None:
    """Write this process's log to `file`, rotating. A full disk must not stop tracking (reliability S3)."""
    logging.raiseExceptions = False
    handler = _Rotating(private_file(file), encoding="utf-8", delay=True)
    handler.setFormatter(_Redacting(_FORMAT))
    root = logging.getLogger("demitasse")
    root.setLevel(level)
    root.addHandler(handler)
    root.propagate = False
