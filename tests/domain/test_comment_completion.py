"""Comments from before, by a few letters."""

from __future__ import annotations

from demitasse.domain.comment_completion import recall

KNOWN = ["Fix the login redirect", "Weekly planning", "Größere Änderung", "fix typo", "Logs", "Login form"]


def test_beginnings_of_words_in_any_order() -> None:
    assert recall("log", KNOWN) == ["Fix the login redirect", "Logs", "Login form"]
    assert recall("red FIX", KNOWN) == ["Fix the login redirect"]
    assert recall("groessere", KNOWN) == recall("grosse", KNOWN) == ["Größere Änderung"]
    assert recall("ogin", KNOWN) == []


def test_what_is_typed_already_is_not_offered() -> None:
    assert recall("weekly planning ", KNOWN) == []


def test_nothing_typed_offers_the_first_few() -> None:
    assert recall("", KNOWN, 2) == KNOWN[:2]
