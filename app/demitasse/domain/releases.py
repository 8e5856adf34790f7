"""Versions of Demitasse: what a web address says about the newest one, and which of two is newer."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_VERSION = re.compile(r"v?(\d{1,9}(?:\.\d{1,9}){0,3})(?:-([0-9A-Za-z.-]{1,40}))?(?:\+[0-9A-Za-z.-]{1,40})?", re.ASCII)
_PAGE = re.compile(r"https://[!-~]{1,500}")
_Order = tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]


class Release(NamedTuple):
    """A version that was published; `page` is a web page about it (https), or empty."""

    version: str
    page: str = ""


def newest(document: object) -> Release | None:
    """Return the newest release that a JSON document names; None if it names none.

    It is `{"version": "1.2.0", "page": "https://…"}`, or what GitHub's API returns for one release (`tag_name`,
    `html_url`) or for a list. Drafts and prereleases of GitHub are left out.
    """
    found = list(_releases(document if isinstance(document, list) else [document]))
    return max(found, key=lambda release: _order(release.version), default=None)


def is_newer(version: str, than: str) -> bool:
    """Return whether `version` comes after `than`, as Semantic Versioning orders them; False if one is no version."""
    return bool(_VERSION.fullmatch(version) and _VERSION.fullmatch(than)) and _order(version) > _order(than)


def _releases(documents: list[Any]) -> Iterator[Release]:
    for document in documents:
        if not isinstance(document, dict) or document.get("draft") is True or document.get("prerelease") is True:
            continue
        version, page = (document.get(own) or document.get(github) for own, github in _KEYS)
        if isinstance(version, str) and _VERSION.fullmatch(version):
            is_page = isinstance(page, str) and _PAGE.fullmatch(page)
            yield Release(version.removeprefix("v"), str(page) if is_page else "")


_KEYS = (("version", "tag_name"), ("page", "html_url"))


def _order(version: str) -> _Order:
    """Return what versions are sorted by: 1.0-rc.2 < 1.0-rc.10 < 1.0 = 1.0.0 < 1.0.1."""
    match = _VERSION.fullmatch(version)
    assert match is not None
    numbers = [int(part) for part in match[1].split(".")]
    parts = (match[2] or "").split(".") if match[2] else []
    candidate = tuple([(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts])
    return tuple([*numbers, 0, 0, 0][:4]), not candidate, candidate
