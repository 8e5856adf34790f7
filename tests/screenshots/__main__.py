"""Render every state of the popover: `python -m tests.screenshots [--out DIR] [--only NAME] [--readme] [--renew]`.

Offscreen, at 1x and 2x, light and dark, in English, German, a language of longer words, and from right to left, with
the font "Inter" (Debian: fonts-inter) where it is installed. `--readme` renews the pictures in resources/screenshots,
`--renew` those that tests compare with (tests/ui/golden).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Render the pictures and print their folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--only", default="", help="only scenes whose name contains this")
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README, into resources")
    parser.add_argument("--renew", action="store_true", help="only the pictures that tests compare with")
    options = parser.parse_args()
    os.environ.update(QT_QPA_PLATFORM="offscreen", TZ="UTC")
    if hasattr(time, "tzset"):
        time.tzset()
    sys.path.insert(0, str(ROOT / "app"))
    with tempfile.TemporaryDirectory() as home:
        os.environ["DEMITASSE_HOME"] = home
        from tests.screenshots.camera import Camera

        camera = Camera()
        if options.renew:
            made = camera.renew()
        elif options.readme:
            made = camera.readme(ROOT / "resources" / "screenshots")
        else:
            made = camera.all(options.out, options.only)
    print(f"{made} pictures")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
