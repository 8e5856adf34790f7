"""The HTTP library, without what no call of ours uses: 3 MB.

These are the tables for guessing how a text is encoded (what we read is JSON, RFC 8259; `requests` does without them
where they are not installed, which is what it is told here), those for names in other scripts, and the list of what is
installed (urllib3 asks before it speaks HTTP/2). Whoever needs these two later gets them: they are left out only here.
"""

from __future__ import annotations

import sys
import warnings
from types import ModuleType

_installed = ModuleType("importlib.metadata")
_installed.version = str  # type: ignore[attr-defined] # imported, and never called
_INSTEAD: dict[str, ModuleType | None] = {
    "chardet": None,  # which stands for a module that is not there
    "charset_normalizer": None,
    "idna": ModuleType("idna"),
    "importlib.metadata": _installed,
}

_hidden = {name: instead for name, instead in _INSTEAD.items() if name not in sys.modules}
sys.modules.update(_hidden)  # type: ignore[arg-type]
try:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Unable to find acceptable character detection")
        import requests
        import urllib3
finally:
    for _name in _hidden:
        del sys.modules[_name]

__all__ = ["requests", "urllib3"]
