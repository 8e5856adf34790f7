"""Searching choices and comments."""

from __future__ import annotations

import random

import pytest

from demitasse.domain.entries import Choice
from demitasse.domain.search import MOST_MATCHES, Index, rank


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
    assert Index(()).find("web") == []
    assert Index(()).fits("web") == ((), (), 0)


def test_typing_letter_by_letter_gives_the_same_result() -> None:
    index, typed = Index(CHOICES), "cod websiet acme"
    for end in [*range(1, len(typed) + 1), 5, 3, len(typed)]:
        assert index.find(typed[:end]) == Index(CHOICES).find(typed[:end])


def test_equal_fits_are_counted_beyond_the_longest_list() -> None:
    index = Index(choice(f"Website {number}", "Coding", number=number) for number in range(MOST_MATCHES + 50))
    fits = index.fits("web cod")
    assert (len(fits.exact), fits.near, fits.equal) == (MOST_MATCHES, (), MOST_MATCHES + 50)


@pytest.mark.parametrize(
    ("query", "best", "equal"),
    [
        ("web cod", "Coding", 1),
        ("website relaunch", "Coding", 2),
        ("meetings", "Meetings", 1),
        ("codign", None, 0),
        ("04 cod", None, 0),
        ("104 cod", "Coding", 1),
        ("zebra", None, 0),
        ("", None, 0),
    ],
)
def test_only_what_fits_as_typed_may_be_taken(query: str, best: str | None, equal: int) -> None:
    fits = Index(CHOICES).fits(query)
    assert ((fits.best.task if fits.best else None), fits.equal) == (best, equal)
    assert all(match.exact for match in fits.exact)
    assert not any(match.exact for match in fits.near)


def test_a_further_letter_is_compared_only_with_what_fitted_before(seed: int) -> None:
    """The work of a key is counted, not timed: with 10,000 tasks no key may compare them all twice."""
    dice = random.Random(seed)  # noqa: S311 - names, not secrets
    names = [" ".join("".join(dice.choices("abcdefgh", k=5)) for _ in range(2)) for _ in range(10_000)]
    index = Index(choice(f"Project {number % 400}", name, number=number) for number, name in enumerate(names))
    for name in dice.sample(names, 30):
        first, before = name.split()[0], index.compared
        index.fits(first[0])
        among = index.compared - before
        for end in range(2, len(first) + 1):
            fitted, before = index.number_of_fits(first[: end - 1]), index.compared
            index.fits(first[:end])
            assert index.compared - before <= fitted + 400 + 2, "the distinct projects, codes and clients count too"
        assert among <= 10_402
