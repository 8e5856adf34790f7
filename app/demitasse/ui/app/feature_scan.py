"""Keeps Qt for Python from reading the source of every module that is imported after it.

It looks there for the word "PySide6", to know where `from __feature__ import …` may have changed how Qt is spelled
(PYSIDE-2029). We never do that, and the texts stay in memory: 9 MB once the HTTP library has been imported, and 0.2 ms
a module on the way to the icon. Where a later version does it otherwise, nothing is changed.
"""

from __future__ import annotations


def switch_off() -> None:
    """Every module counts as one that spells Qt in the plain way; doing it again is harmless."""
    import linecache  # noqa: PLC0415 - the package needs it

    import PySide6  # noqa: F401, PLC0415 - brings the package that the next line names
    from shibokensupport import feature  # noqa: PLC0415

    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = _spells_qt_plainly  # noqa: SLF001 - there is no public switch
    linecache.clearcache()  # what was read before this


def _spells_qt_plainly(_module: object) -> bool:
    return True
