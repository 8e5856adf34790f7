"""The log file: ids and counts, never comments, names, bodies or tokens (reliability X7)."""

import io
import logging
import os
import re
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from demitasse.domain.errors import LocalFault
from demitasse.support.locks import FileLock
from demitasse.support.paths import private_file

_MAX_BYTES, _BACKUPS = 5_000_000, 2
_SECRETS = re.compile(r"(?i)(bearer\s+|password=|refresh_token=|access_token=)\S+|\b[0-9a-f]{40}\b")
_QUOTED = re.compile(r"""(?s)'.*'|".*"|“.*”""")
_MESSAGES = re.compile(r"(?m)^(?!  ).*(?:\n(?!  ).*)*")  # the lines of a traceback that are not source code
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


class _RedactingFormatter(logging.Formatter):
    """Removes secrets and quoted text, in case a caller logs them against the rule of this module."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRETS.sub("••••", super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - overrides a method of the standard library
        """Format a traceback without quoted text, which may be a comment or a name."""
        return _MESSAGES.sub(lambda match: _QUOTED.sub("'…'", match[0]), super().formatException(ei))


class _SharedRotatingFileHandler(RotatingFileHandler):
    """Creates each file with mode 0600, and shares it with other processes, of which one at a time rotates it.

    Rotation fails on Windows while another process has the file open; then it goes on with the current one.
    """

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: N802 - overrides a method of the library
        """Return whether the file is full, after another process may have moved the open one aside."""
        if self.stream is not None and not self._is_current():
            self.stream.close()
            self.stream = self._open()
        return bool(super().shouldRollover(record))

    def doRollover(self) -> None:  # noqa: N802 - overrides a method of the standard library
        with suppress(OSError, LocalFault), FileLock(Path(self.baseFilename).with_name(".rotation.lock")).held():
            if self._is_current():  # else another process was first
                super().doRollover()

    def _is_current(self) -> bool:
        """Return whether the open file is still the one of that name."""
        if self.stream is None:
            return False
        try:
            return os.path.samestat(os.fstat(self.stream.fileno()), Path(self.baseFilename).stat())
        except OSError:
            return False

    def _open(self) -> io.TextIOWrapper:
        private_file(Path(self.baseFilename))
        return super()._open()


def log_to(file: Path) -> None:
    """Write this process's log to `file`, with rotation. Errors while logging are ignored (reliability S3)."""
    logging.raiseExceptions = False
    handler = _SharedRotatingFileHandler(file, maxBytes=_MAX_BYTES, backupCount=_BACKUPS, encoding="utf-8", delay=True)
    handler.setFormatter(_RedactingFormatter(_FORMAT))
    root = logging.getLogger("demitasse")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    root.propagate = False
