"""Which version is newer, and what documents of the web say about the newest one."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from demitasse import __version__
from demitasse.domain.releases import Release, is_newer, newest

ASCENDING = (
    "0.1.0-alpha", "0.1.0-alpha.1", "0.1.0-alpha.beta", "0.1.0-beta", "0.1.0-beta.2", "0.1.0-beta.11", "0.1.0-rc.1",
    "0.1.0", "0.1.1", "0.2", "0.9.9", "0.10.0", "1.0.0-rc.1", "1", "1.0.0.1", "10.0.0", "26.12.1",
)  # fmt: skip
PAGE = "https://example.org/demitasse/0.2.0"
GITHUB = {"tag_name": "v0.2.0", "html_url": PAGE, "draft": False, "prerelease": False, "assets": []}


@pytest.mark.parametrize(("older", "newer"), list(pairwise(ASCENDING)))
def test_versions_have_the_order_of_semver(older: str, newer: str) -> None:
    assert is_newer(newer, older)
    assert not is_newer(older, newer)


@pytest.mark.parametrize(("first", "second"), [("1.0", "1.0.0"), ("v1.2.3", "1.2.3"), ("1.2.3+build.5", "1.2.3")])
def test_different_spellings_of_a_version_are_one(first: str, second: str) -> None:
    assert not is_newer(first, second)
    assert not is_newer(second, first)


@pytest.mark.parametrize("text", ["", "newest", "1.", ".1", "1..2", "1.2.3.4.5", "1.0 ", "1.0\n", "٣.١", "9" * 99])
def test_what_is_no_version_is_never_newer(text: str) -> None:
    assert not is_newer(text, "0.1.0")
    assert not is_newer("99.0.0", text)
    assert newest({"version": text}) is None


def test_this_program_has_a_version_that_can_be_compared() -> None:
    assert is_newer("9999", __version__)
    assert is_newer(__version__, "0.0.0")


@pytest.mark.parametrize(
    ("document", "release"),
    [
        ({"version": "0.2.0", "page": PAGE}, Release("0.2.0", PAGE)),
        ({"version": "v0.2.0"}, Release("0.2.0")),
        (GITHUB, Release("0.2.0", PAGE)),
        ([GITHUB | {"tag_name": "v0.1.9"}, GITHUB, GITHUB | {"tag_name": "v0.0.1"}], Release("0.2.0", PAGE)),
        ([GITHUB | {"tag_name": "v9.0.0", "prerelease": True}, GITHUB], Release("0.2.0", PAGE)),
        ([GITHUB | {"tag_name": "v9.0.0", "draft": True}, GITHUB], Release("0.2.0", PAGE)),
        (GITHUB | {"prerelease": True}, None),
        ([], None),
        ({}, None),
        (None, None),
        ("0.2.0", None),
        ([["0.2.0"]], None),
        ({"version": 2}, None),
        ({"tag_name": "nightly"}, None),
        ({"message": "Not Found"}, None),
    ],
)
def test_a_document_names_the_newest_release(document: object, release: Release | None) -> None:
    assert newest(document) == release


@pytest.mark.parametrize(
    "page",
    ["http://example.org", "file:///etc/passwd", "javascript:alert(1)", "https://", "https://exa mple", 7, None, "",
     "https://example.org/\n", "https://example.org/" + "x" * 600],
)  # fmt: skip
def test_only_a_secure_page_is_kept(page: object) -> None:
    assert newest({"version": "0.2.0", "page": page}) == Release("0.2.0", "")


def test_the_order_is_total() -> None:
    for first, second, third in product(ASCENDING, repeat=3):
        assert not (is_newer(second, first) and is_newer(third, second)) or is_newer(third, first)
