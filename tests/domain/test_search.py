"""Ranking for the picker."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.entries import Choice
from demitasse.domain.search import fold, rank


def choice(project: str, task: str, client: str = "", number: int = 1) -> Choice:
    """One line of the picker."""
    return Choice(number, project, number, task, client, "#000000")


CHOICES = [
    choice("Website relaunch", "Coding", "Acme", 1),
    choice("Website relaunch", "Meetings", "Acme", 2),
    choice("Straßenfest", "Büro", "Müller", 3),
]


def test_letters_of_project_and_task_in_any_order() -> None:
    assert [one.choice.task for one in rank("cod web", CHOICES)] == ["Coding"]


def test_case_and_accents_do_not_matter() -> None:
    assert [one.choice.project for one in rank("BURO strase", CHOICES)] == ["Straßenfest"]
    assert [one.choice.project for one in rank("muller", CHOICES)] == ["Straßenfest"]


def test_matched_letters_are_marked_where_they_stand() -> None:
    found = rank("rel cod", CHOICES)[0]
    assert found.project_marks == ((8, 11),)
    assert found.task_marks == ((0, 3),)


def test_starts_of_words_come_before_letters_inside_them() -> None:
    found = rank("ing", [choice("Coding", "x", number=1), choice("Ingrid", "x", number=2)])
    assert [one.choice.project for one in found] == ["Ingrid", "Coding"]


def test_recent_ones_come_first_among_equals() -> None:
    assert [one.choice.task for one in rank("web", CHOICES, [(2, 2)])] == ["Meetings", "Coding"]


def test_no_words_means_everything() -> None:
    assert len(rank("  ", CHOICES)) == len(CHOICES)


@given(st.text(max_size=20))
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
