"""The window: tray icon, popover and pages. The only package that imports Qt."""

import linecache

import PySide6  # noqa: F401 - makes shibokensupport importable
from shibokensupport import feature


def _skip_feature_scan() -> None:
    """Keep PySide6 from reading the source of every module imported after it, which would cost 10 MB.

    It looks there for `from __feature__ import …`, which would change how Qt is spelled (PYSIDE-2029), and keeps the
    text. Demitasse never uses that.
    """
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _never_uses_feature  # noqa: SLF001 - PySide6 has no public switch
    linecache.clearcache()  # drops the texts of modules that were imported earlier


def _never_uses_feature(_module: object) -> bool:
    """Return True, which PySide6 takes for "spells Qt in the plain way"."""
    return True


_skip_feature_scan()
