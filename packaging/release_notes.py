"""Print what changed in a version, from CHANGELOG.md: `python3 packaging/release_notes.py v1.2.3`.

The release workflow runs it with the name of the tag, which must be that of the program's own version.
"""

from __future__ import annotations

import re
import sys

import inventory

CHANGELOG = inventory.ROOT / "CHANGELOG.md"


class NoNotesError(Exception):
    """There is nothing to print; the message says why."""


def notes(tag: str, changelog: str, version: str) -> str:
    """Return the section of `version` in the changelog, without its heading. Raises NoNotesError."""
    if tag != f"v{version}":
        raise NoNotesError(f"The tag is {tag}, but the program says that it is {version} (app/demitasse/__init__.py).")
    sections = re.split(r"^## ", changelog, flags=re.MULTILINE)
    found = [section for section in sections if re.match(rf"\[?{re.escape(version)}\]?(\s|$)", section)]
    text = found[0].partition("\n")[2].strip() if found else ""
    if not text:
        raise NoNotesError(f"CHANGELOG.md has no section {version}: rename [Unreleased], with the date.")
    return text


def main() -> int:
    """Print the notes; return 1 after a message if there are none."""
    try:
        print(notes(sys.argv[1], CHANGELOG.read_text(encoding="utf-8"), inventory.own_version()))
    except NoNotesError as error:
        print(f"release_notes: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
