"""The HTTP library, without its tables for guessing how a text is encoded: 2 MB, and what we read is JSON (RFC 8259).

`requests` does without them where they are not installed, which is what it is told here.
"""

from __future__ import annotations

import sys
import warnings

_GUESSERS = ("chardet", "charset_normalizer")

_hidden = [name for name in _GUESSERS if name not in sys.modules]
sys.modules.update(dict.fromkeys(_hidden))  # type: ignore[arg-type] # None stands for a module that is not there
try:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Unable to find acceptable character detection")
        import requests
finally:
    for _name in _hidden:
        del sys.modules[_name]

__all__ = ["requests"]
