"""Make the installer for Windows from the bundle: `python packaging/windows/package.py FOLDER OUT`.

FOLDER holds demitasse.exe and Demitasse-tray.exe, OUT gets the installer. Needs NSIS (makensis), which also runs on
Linux. dist/icons/demitasse.ico must be there (packaging/icons.py).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from version import numbers  # the file beside this one

from demitasse import __version__

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ICON = ROOT / "dist" / "icons" / "demitasse.ico"
_OFFICIAL = Path("C:/Program Files (x86)/NSIS/makensis.exe")
_STUBS_64 = Path("/usr/share/nsis/Stubs/lzma_solid-amd64-unicode")
"""Debian's NSIS makes 64-bit installers, which Wine without 32-bit libraries can run; the official NSIS cannot."""


def main(argv: list[str] | None = None) -> int:
    """Run makensis; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args(argv)
    values = {
        "VERSION": __version__,
        "NUMBERS": ".".join(map(str, numbers(__version__))),
        "SOURCE": str(options.folder.resolve()),
        "ICON": str(ICON),
        "OUT": str(options.out.resolve() / f"demitasse-{__version__}-windows-setup.exe"),
    }
    defines = [f"-D{name}={value}" for name, value in values.items()]
    if _STUBS_64.exists():
        defines.append("-DTARGET=amd64-unicode")
    program = shutil.which("makensis") or str(_OFFICIAL)
    return subprocess.run([program, "-V2", *defines, str(HERE / "demitasse.nsi")], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
