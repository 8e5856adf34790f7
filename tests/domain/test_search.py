"""Searching choices and comments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.entries import Choice
from demitasse.domain.search import Index, Match, complete_comment, rank


def choice(project: str, task: str, client: str = "", number: int = 1, code: str = "") -> Choice:
    """Return a choice."""
    return Choice(number, project, number, task, client, "#000000", code)


CHOICES = [
    choice("Website relaunch", "Coding", "Acme", 1, "P-104"),
    choice("Website relaunch", "Meetings", "Acme", 2, "P-104"),
    choice("Straßenfest", "Büro", "Müller", 3, "X9"),
]


def _found(query: str) -> list[tuple[str, str]]:
    return [(one.choice.project, one.choice.task) for one in rank(query, CHOICES)]


@pytest.mark.parametrize("query", ["cod web", "WEB cod", "acme coding", "p-104 cod", "cod 104", "rel co ac p"])
def test_letters_of_client_project_task_and_code_in_any_order(query: str) -> None:
    assert _found(query) == [("Website relaunch", "Coding")]


@pytest.mark.parametrize(
    "query",
    ["BURO strase", "buro", "buero", "BÜRO", "strassen", "straßen", "STRASSENFEST", "muller", "mueller", "müller bü"],
)
def test_case_and_accents_do_not_matter(query: str) -> None:
    assert _found(query)[0] == ("Straßenfest", "Büro")


def test_an_umlaut_finds_a_name_that_spells_it_out() -> None:
    assert [one.choice.client for one in rank("müller", [choice("x", "y", "Mueller")])] == ["Mueller"]


@pytest.mark.parametrize(
    "query",
    ["wabsite", "webste", "websiite", "webstie", "ewbsite", "xebsite", "wwebsite", "relaunhc", "codign acme"],
)
def test_one_typo_is_allowed(query: str) -> None:
    found = rank(query, CHOICES)
    assert found[0].choice.project == "Website relaunch"
    assert not found[0].exact


@pytest.mark.parametrize("query", ["wxbsxte", "wxb", "cdo", "zebra", "meetinggsx"])
def test_two_typos_or_one_in_a_short_word_are_not_allowed(query: str) -> None:
    assert _found(query) == []


def test_exact_matches_come_before_typos() -> None:
    found = rank("test", [choice("Text", "a", number=1), choice("Contest", "b", number=2)])
    assert [(one.choice.project, one.exact) for one in found] == [("Contest", True), ("Text", False)]


def test_matched_letters_are_highlighted() -> None:
    assert rank("rel cod", CHOICES)[0].highlights()[1:] == (((8, 11),), ((0, 3),), ())
    assert rank("strasse", CHOICES)[0].highlights()[1:] == (((0, 6),), (), ())
    assert rank("buero", CHOICES)[0].highlights()[1:] == ((), ((0, 4),), ())
    assert rank("codign", CHOICES)[0].highlights()[1:] == ((), ((0, 6),), ())


def test_a_matched_code_or_client_is_the_secondary_text() -> None:
    by_code, by_client = rank("104 cod", CHOICES)[0], rank("cod acm", CHOICES)[0]
    assert (by_code.highlights()[0], by_code.highlights()[3]) == ("P-104", ((2, 5),))
    assert (by_client.highlights()[0], by_client.highlights()[3]) == ("Acme", ((0, 3),))
    assert rank("cod", CHOICES)[0].highlights()[0] == ""


def test_starts_of_words_come_before_letters_inside_them() -> None:
    found = rank(
        "ing", [choice("Coding", "x", number=1), choice("Ingrid", "x", number=2), choice("x-ing", "x", number=3)]
    )
    assert [one.choice.project for one in found] == ["x-ing", "Ingrid", "Coding"]


def test_preferred_pairs_come_first_among_equals() -> None:
    assert [one.choice.task for one in rank("web", CHOICES, [(2, 2)])] == ["Meetings", "Coding"]


def test_an_empty_query_matches_everything() -> None:
    assert len(rank(" .,- ", CHOICES)) == len(CHOICES)
    assert Index(()).find("web") == ([], 0)


def test_typing_letter_by_letter_gives_the_same_result() -> None:
    index, typed = Index(CHOICES), "cod websiet acme"
    for end in [*range(1, len(typed) + 1), 5, 3, len(typed)]:
        assert index.find(typed[:end]) == Index(CHOICES).find(typed[:end])


def test_the_total_ignores_the_limit() -> None:
    found = Index(CHOICES).find("web", 1)
    assert ([one.choice.task for one in found.matches], found.total) == (["Coding"], 2)


NAMES = st.text(alphabet="abßäüÜ\u0308E e-.\u202eж名ﬁ", max_size=8)


@given(st.lists(st.tuples(NAMES, NAMES, NAMES, NAMES), max_size=6), NAMES)
def test_every_word_of_the_query_occurs_in_each_match(rows: list[tuple[str, str, str, str]], query: str) -> None:
    choices = [choice(*row[:3], number, row[3]) for number, row in enumerate(rows)]
    found = rank(query, choices)
    assert len({one.choice.project_id for one in found}) == len(found)
    for one in found:
        _marks_stand_inside(one)


def _marks_stand_inside(match: Match) -> None:
    names = (match.choice.project, match.choice.task, match.highlights()[0])
    for name, marks in zip(names, match.highlights()[1:], strict=True):
        assert all(0 <= start < end <= len(name) for start, end in marks)


@given(NAMES.filter(str.strip), NAMES)
def test_a_name_matches_itself_in_any_case(name: str, other: str) -> None:
    assert rank(name.upper(), [choice(name, other)])


COMMENTS = ["Fix the login redirect", "Weekly planning", "Größere Änderung", "fix typo", "Logs", "Login form"]


def test_comments_match_by_word_starts_in_any_order() -> None:
    assert complete_comment("log", COMMENTS) == ["Fix the login redirect", "Logs", "Login form"]
    assert complete_comment("red FIX", COMMENTS) == ["Fix the login redirect"]
    assert complete_comment("groessere", COMMENTS) == complete_comment("grosse", COMMENTS) == ["Größere Änderung"]
    assert complete_comment("ogin", COMMENTS) == []


def test_a_comment_typed_in_full_is_not_completed() -> None:
    assert complete_comment("weekly planning ", COMMENTS) == []


def test_an_empty_text_completes_to_the_first_comments() -> None:
    assert complete_comment("", COMMENTS, 2) == COMMENTS[:2]
