"""Reports: spans, groups, filters and scopes."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.errors import BadInput
from demitasse.domain.period import Work
from demitasse.domain.report import (
    NAMED_SPANS,
    Grouping,
    Report,
    Span,
    SpanKind,
    filter_words,
    grouped,
    is_within,
    matched_names,
    name_of,
    named_span,
    parse_span,
    span_of,
)

FRIDAY = date(2026, 11, 27)
NAMES = {1: ("Albatros", "Website"), 2: ("Albatros", "Mobile app"), 3: ("", "Internal")}
TASKS = {1: "Coding", 2: "Büro"}


def work(project: int, task: int, minutes: int, day: date = FRIDAY, *, entries: int = 1) -> Work:
    client, name = NAMES[project]
    return Work(day, client, project, name, task, TASKS[task], f"#00000{project}", minutes * 60, entries)


DONE = (work(1, 1, 60, entries=2), work(1, 2, 30), work(2, 1, 45, FRIDAY - timedelta(days=1)), work(3, 1, 90))


def rows(grouping: Grouping) -> list[tuple[str, int, int]]:
    """Return the name, the minutes and the number of entries of each row."""
    found = []
    for row in grouped(DONE, grouping):
        like = row.scope.like
        name = {"client": like.client, "project": like.project, "task": f"{like.project} {like.task}",
                "day": like.day.isoformat()}[grouping]  # fmt: skip
        found.append((name, row.seconds // 60, row.entries))
    return found


def test_rows_are_grouped_and_the_largest_is_first_but_days_are_in_order() -> None:
    assert rows(Grouping.CLIENT) == [("Albatros", 135, 4), ("", 90, 1)]
    assert rows(Grouping.PROJECT) == [("Internal", 90, 1), ("Website", 90, 3), ("Mobile app", 45, 1)]
    assert rows(Grouping.TASK) == [
        ("Internal Coding", 90, 1), ("Website Coding", 60, 2), ("Mobile app Coding", 45, 1), ("Website Büro", 30, 1),
    ]  # fmt: skip
    assert rows(Grouping.DAY) == [("2026-11-26", 45, 1), ("2026-11-27", 180, 4)]


@pytest.mark.parametrize(
    ("typed", "matched"),
    [
        ("albatros", 0b1),
        ("WEB", 0b1),
        ("coding web", 0b11),
        ("login web", 0b10),
        ("web login", 0b01),
        ("  ", 0),
        ("-!", 0),
    ],
)
def test_words_are_looked_for_in_all_names(typed: str, matched: int) -> None:
    assert matched_names(DONE[0], filter_words(typed)) == matched


def test_accents_and_case_make_no_difference() -> None:
    for typed in ("buro", "BUERO", "Büro"):
        assert matched_names(DONE[1], filter_words(typed)) == 1


def test_work_lies_within_the_row_that_it_belongs_to_alone() -> None:
    for grouping in Grouping:
        for row in grouped(DONE, grouping):
            inside = [one for one in DONE if is_within(one, (row.scope,))]
            assert sum(one.seconds for one in inside) == row.seconds
            assert sum(one.entries for one in inside) == row.entries


def test_a_client_keeps_its_colour_whatever_is_filtered() -> None:
    mobile = (work(2, 1, 500), *DONE)
    assert {grouped(of, Grouping.CLIENT)[0].scope.like.color for of in (DONE, mobile)} == {"#000001"}


@given(st.lists(st.tuples(st.sampled_from(sorted(NAMES)), st.sampled_from(sorted(TASKS)), st.integers(0, 600),
                          st.integers(0, 40)), max_size=30))  # fmt: skip
def test_every_grouping_has_the_same_sum(figures: list[tuple[int, int, int, int]]) -> None:
    done = [work(project, task, minutes, FRIDAY - timedelta(days=back)) for project, task, minutes, back in figures]
    for grouping in Grouping:
        report = Report(FRIDAY, FRIDAY, grouping, grouped(done, grouping))
        assert (report.total_s, report.entries) == (sum(one.seconds for one in done), len(done))
        shares = sum(report.share(row) for row in report.rows)
        assert not report.total_s or abs(shares - 1) < 1e-9


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("today", "2026-11-27", "2026-11-27"),
        ("Yesterday", "2026-11-26", "2026-11-26"),
        ("this week", "2026-11-23", "2026-11-29"),
        ("last  week", "2026-11-16", "2026-11-22"),
        ("this month", "2026-11-01", "2026-11-30"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("monday", "2026-11-23", "2026-11-23"),
        ("last friday", "2026-11-20", "2026-11-20"),
        ("2026-11-01 today", "2026-11-01", "2026-11-27"),
        ("last friday yesterday", "2026-11-20", "2026-11-26"),
        ("1.11. last friday", "2026-11-01", "2026-11-20"),
    ],
)
def test_a_span_is_typed_by_name_or_by_its_days(typed: str, first: str, last: str) -> None:
    assert parse_span(typed, FRIDAY, 1)[1:] == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("typed", ["", "next month", "monday and", "99.99.", "tomorrow"])
def test_other_words_are_no_span(typed: str) -> None:
    with pytest.raises(BadInput):
        parse_span(typed, FRIDAY, 1)


def test_neighbours_of_a_span_touch_it(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    for _ in range(200):
        day = date(2020, 1, 1) + timedelta(days=draw.randrange(4000))
        span = span_of(draw.choice(list(SpanKind)), day, draw.choice([1, 6, 7]))
        if span.kind is SpanKind.CUSTOM:
            span = Span(SpanKind.CUSTOM, day, day + timedelta(days=draw.randrange(50)))
        for weekday in (1, 6, 7):
            if span.kind is SpanKind.WEEK and span.first.isoweekday() != weekday:
                continue
            after = span.shifted(1, weekday)
            assert after.first == span.last + timedelta(days=1), span
            assert after.shifted(-1, weekday) == span


def test_named_spans_are_recognised() -> None:
    for name in NAMED_SPANS:
        assert name_of(named_span(name, FRIDAY, 1), FRIDAY, 1) == name
    assert name_of(Span(SpanKind.CUSTOM, FRIDAY, FRIDAY), FRIDAY, 1) == ""
