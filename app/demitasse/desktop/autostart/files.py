"""Login items that are files: written whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from demitasse.domain.errors import FaultCode, LocalFault

if TYPE_CHECKING:
    from pathlib import Path


def write(file: Path, content: bytes) -> None:
    """Replace `file`. Raises LocalFault."""
    draft = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_bytes(content)
        os.replace(draft, file)  # noqa: PTH105 - atomic, also over a file that is there
    except OSError as error:
        raise _fault(file, error) from error


def remove(file: Path) -> None:
    """Delete `file`; harmless if it is gone. Raises LocalFault."""
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise _fault(file, error) from error


def _fault(file: Path, error: OSError) -> LocalFault:
    return LocalFault(FaultCode.FILE_UNWRITABLE, file=str(file), reason=str(error.strerror))
