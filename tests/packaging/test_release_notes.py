"""The notes of a release are a section of the changelog."""

from __future__ import annotations

import pytest

import inventory
import release_notes

CHANGELOG = """# Changelog

## [Unreleased]

### Added

- Something new.

## [1.2.3] - 2026-12-01

### Changed

- Faster.

### Fixed

- A bug.

## 1.2.0

- No brackets.

## [1.1.0] - 2026-01-01

"""


@pytest.mark.parametrize(
    ("version", "text"),
    [("1.2.3", "### Changed\n\n- Faster.\n\n### Fixed\n\n- A bug."), ("1.2.0", "- No brackets.")],
)
def test_the_section_of_the_version_is_printed(version: str, text: str) -> None:
    assert release_notes.notes(f"v{version}", CHANGELOG, version) == text


@pytest.mark.parametrize(
    ("tag", "version", "says"),
    [
        ("v1.2.3", "1.2.4", "app/demitasse/__init__.py"),
        ("1.2.3", "1.2.3", "app/demitasse/__init__.py"),
        ("v1.2", "1.2", "no section"),
        ("v1.1.0", "1.1.0", "no section"),
        ("v1x2x3", "1x2x3", "no section"),
    ],
)
def test_a_tag_without_notes_is_refused(tag: str, version: str, says: str) -> None:
    with pytest.raises(release_notes.NoNotesError, match=says):
        release_notes.notes(tag, CHANGELOG, version)


def test_our_changelog_has_this_form() -> None:
    text = release_notes.CHANGELOG.read_text(encoding="utf-8").replace("## [Unreleased]", "## [0.0.7] - 2026-12-01")
    assert "### Added" in release_notes.notes("v0.0.7", text, "0.0.7")
    assert inventory.own_version()
