"""Weeks, months and reports are sums by SQL: the same as of the rows that lists show."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.report import Grouping, Scope, filter_words
from demitasse.domain.text_matching import fold, folded_forms
from demitasse.domain.user import Employment
from demitasse.tracker.reports import Query
from tests.tracker.conftest import DAY, Tracker

if TYPE_CHECKING:
    from demitasse.domain.timesheet import TimesheetRow

COMMENTS = (
    "",
    "Fix the login",
    "Für Müller",
    "FIX 50% of it",
    "Straße_frei",
    "Ελληνικά",
    "İstanbul",
    "a'b\"c",
    "re-view",
    "Prüfung:Login\u00a0FIX ÜBER-50%",
)
TYPED = (
    "fix", "fur", "fuer", "MÜLLER", "strasse", "50%", "login fix", "web", "web fix", "acme cod", "ελλην", "istanbul",
    "view", "login", "uber 50", "zzz", "_", "a b c",
)  # fmt: skip


def brute(rows: list[TimesheetRow], typed: str) -> list[TimesheetRow]:
    """Return the rows that pass a filter, by the letter of its rule."""
    found = []
    for row in rows:
        texts = [row.client, row.project, row.task, row.comment]
        forms = [form for text in texts for form in folded_forms(text)]
        if all(any(word in form for form in forms) for word in fold(typed).split()):
            found.append(row)
    return found


@pytest.fixture
def filled(tracker: Tracker, seed: int) -> Tracker:
    """Forty days with random entries, some deleted, and two timers that run over midnight."""
    draw = random.Random(seed)  # noqa: S311
    with tracker.store.transaction():
        tracker.store.catalog.replace_employments([Employment(date(2026, 1, 1), (28_800,) * 5 + (0, 0))])
        tracker.store.entries.mark_synced(DAY - timedelta(days=40), DAY, tracker.clock.now().wall)
    for _ in range(150):
        pair = draw.choice([(1, 1), (1, 2), (2, 2)])
        day = DAY - timedelta(days=draw.randrange(40))
        row = tracker.sheets.add(*pair, draw.randrange(36_000), comment=draw.choice(COMMENTS), day=day)
        if draw.random() < 0.1:
            tracker.sheets.delete(row.id)
    tracker.timer.start(1, 1, "Fix the night")
    tracker.work(20 * 60)
    return tracker


def test_sums_are_those_of_the_rows(filled: Tracker) -> None:
    first, last = DAY - timedelta(days=45), DAY + timedelta(days=3)
    period, days = filled.reports.period(first, last), filled.sheets.days(first, last)
    assert [(one.day, one.total_s, one.target_s, one.fetched, one.is_known) for one in period.days] == [
        (sheet.day, sheet.total_s, sheet.target_s, sheet.fetched, sheet.is_known) for sheet in days
    ]
    assert period.days[46].total_s, "the timer has run over midnight"
    rows = [row for sheet in days for row in sheet.rows]
    assert sum(total.seconds for total in period.project_totals()) == sum(row.duration_s for row in rows)
    assert filled.reports.month(DAY).total_s == sum(row.duration_s for row in rows if row.day.month == DAY.month)


def test_a_filter_finds_what_its_rule_says(filled: Tracker) -> None:
    first, last = DAY - timedelta(days=45), DAY + timedelta(days=3)
    all_rows = [row for sheet in filled.sheets.days(first, last) for row in sheet.rows]
    for typed in ("", *TYPED):
        rows = brute(all_rows, typed)
        for grouping in Grouping:
            report = filled.reports.report(Query(first, last, grouping, typed))
            wanted = (sum(row.duration_s for row in rows), len(rows))
            assert (report.total_s, report.entries) == wanted, filter_words(typed)


def test_a_report_says_which_days_are_missing_and_shows_entries_of_days_to_come(filled: Tracker) -> None:
    month = Query(date(2026, 3, 1), date(2026, 3, 31))
    today = filled.sheets.today()
    report = filled.reports.report(month)
    assert (report.first, report.last, report.missing) == (date(2026, 3, 1), today, (today,))
    filled.sheets.add(1, 1, 60, day=date(2026, 3, 20))
    assert filled.reports.report(month).last == date(2026, 3, 20)
    assert filled.reports.report(month).missing == (today,)
    before = filled.reports.report(Query(date(2020, 1, 1), date(2020, 1, 31)))
    assert (before.is_known, len(before.missing), before.rows) == (False, 31, ())
    to_come = filled.reports.report(Query(date(2026, 5, 1), date(2026, 5, 31)))
    assert (to_come.last, to_come.missing, to_come.is_known) == (date(2026, 5, 1), (), True)


def test_a_scope_limits_a_report_to_a_row_of_another_one(filled: Tracker) -> None:
    first, last = DAY - timedelta(days=45), DAY + timedelta(days=3)
    for grouping in Grouping:
        for row in filled.reports.report(Query(first, last, grouping)).rows:
            scope: tuple[Scope, ...] = (row.scope,)
            inside = filled.reports.report(Query(first, last, Grouping.TASK, scopes=scope))
            assert (inside.total_s, inside.entries) == (row.seconds, row.entries)
