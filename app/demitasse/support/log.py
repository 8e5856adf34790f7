"""The log file: ids and counts, never comments, names, bodies or tokens (reliability X7)."""

import io
import logging
import re
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

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


class _PrivateRotatingFileHandler(RotatingFileHandler):
    """Creates each file with mode 0600, and goes on with the current file if rotation fails.

    Rotation fails on Windows while another process has the file open.
    """

    def doRollover(self) -> None:  # noqa: N802 - overrides a method of the standard library
        with suppress(OSError):
            super().doRollover()

    def _open(self) -> io.TextIOWrapper:
        private_file(Path(self.baseFilename))
        return super()._open()


def log_to(file: Path) -> None:
    """Write this process's log to `file`, with rotation. Errors while logging are ignored (reliability S3)."""
    logging.raiseExceptions = False
    handler = _PrivateRotatingFileHandler(file, maxBytes=_MAX_BYTES, backupCount=_BACKUPS, encoding="utf-8", delay=True)
    handler.setFormatter(_RedactingFormatter(_FORMAT))
    root = logging.getLogger("demitasse")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    root.propagate = False
