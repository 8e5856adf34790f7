"""What a bundle of Demitasse contains besides itself, and under which licences (names as SPDX writes them)."""

from __future__ import annotations

PARTS = {
    "Python": "PSF-2.0",
    "PySide6_Essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "appdirs": "MIT",
    "backports.tarfile": "MIT",
    "certifi": "MPL-2.0",
    "cffi": "MIT-0",
    "charset-normalizer": "MIT",
    "cryptography": "Apache-2.0",
    "idna": "BSD-3-Clause",
    "importlib_metadata": "Apache-2.0",
    "jaraco.classes": "MIT",
    "jaraco.context": "MIT",
    "jaraco.functools": "MIT",
    "jeepney": "MIT",
    "keyring": "MIT",
    "lazy-importer": "Apache-2.0",
    "more-itertools": "MIT",
    "pycparser": "BSD-3-Clause",
    "pywin32-ctypes": "BSD-3-Clause",
    "requests": "Apache-2.0",
    "SecretStorage": "BSD-3-Clause",
    "typing_extensions": "PSF-2.0",
    "tzdata": "Apache-2.0",
    "urllib3": "MIT",
    "zipp": "MIT",
}
"""Qt itself is in PySide6_Essentials, under the same licence."""
