"""Workarounds for two defects of PySide6, applied before the first call into Qt.

1. PySide6 6.12 is built for Pythons in which None, True, False and NotImplemented are immortal (3.12 and later) and
   returns them without counting the reference, but it also installs on 3.11. There, each call of a Qt method that
   returns nothing takes one reference from None, and after some six thousand calls (a minute with the popover open)
   the interpreter aborts with "none_dealloc". Raising their reference counts once makes them immortal there too.
2. PySide6 reads the source of every module imported after it and keeps the text, because `from __feature__ import …`
   could change how Qt is spelled there (PYSIDE-2029). Demitasse never uses that; skipping the scan saves 9 MB.
"""

import ctypes
import linecache
import sys

_IMMORTAL_SINCE = (3, 12)
_IMMORTAL_COUNT = 1 << 60 if sys.maxsize > 1 << 32 else 1 << 29


def apply() -> None:
    """Apply both workarounds where this Python and this PySide6 need them; repeated calls are harmless."""
    _make_singletons_immortal()
    _skip_feature_scan()


def _make_singletons_immortal() -> None:
    if sys.version_info >= _IMMORTAL_SINCE or sys.implementation.name != "cpython":
        return
    for singleton in (None, True, False, NotImplemented):
        if sys.getrefcount(singleton) < _IMMORTAL_COUNT // 2:
            ctypes.c_ssize_t.from_address(id(singleton)).value += _IMMORTAL_COUNT


def _skip_feature_scan() -> None:
    import PySide6  # noqa: F401, PLC0415 - makes shibokensupport importable
    from shibokensupport import feature  # noqa: PLC0415

    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _never_uses_feature  # noqa: SLF001 - PySide6 has no public switch
    linecache.clearcache()  # drops the texts of modules that were imported earlier


def _never_uses_feature(_module: object) -> bool:
    """Return True, which PySide6 takes for "spells Qt in the plain way"."""
    return True
