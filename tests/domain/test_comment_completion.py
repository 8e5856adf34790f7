"""Comments from before, by a few letters."""

from __future__ import annotations

from demitasse.domain.comment_completion import complete_comment

KNOWN = ["Fix the login redirect", "Weekly planning", "Größere Änderung", "fix typo", "Logs", "Login form"]


def test_beginnings_of_words_in_any_order() -> None:
    assert complete_comment("log", KNOWN) == ["Fix the login redirect", "Logs", "Login form"]
    assert complete_comment("red FIX", KNOWN) == ["Fix the login redirect"]
    assert complete_comment("groessere", KNOWN) == complete_comment("grosse", KNOWN) == ["Größere Änderung"]
    assert complete_comment("ogin", KNOWN) == []


def test_what_is_typed_already_is_not_offered() -> None:
    assert complete_comment("weekly planning ", KNOWN) == []


def test_nothing_typed_offers_the_first_few() -> None:
    assert complete_comment("", KNOWN, 2) == KNOWN[:2]
