"""Suggestions for what to work on now."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from demitasse.domain.suggestions import Suggestion, SuggestionReason, WorkedSlot, suggest

NOW = datetime(2026, 11, 23, 9, 5)  # noqa: DTZ001 - the user's wall clock, on a Monday
TODAY = NOW.date()
STANDUP, CODING, REVIEW, MEETING = (1, 1), (2, 2), (3, 3), (4, 4)


def _past(days_ago: int, hour: int | None, pair: tuple[int, int], minute: int = 0) -> WorkedSlot:
    return WorkedSlot(TODAY - timedelta(days=days_ago), None if hour is None else hour * 60 + minute, pair)


def test_an_entry_of_mondays_at_nine_is_suggested() -> None:
    past = [_past(7, 9, STANDUP, 10), _past(14, 9, STANDUP, 0), _past(6, 14, CODING), _past(5, 14, CODING)]
    assert suggest(past, NOW, None) == [Suggestion(STANDUP, SuggestionReason.WEEKDAY_AND_HOUR, 540)]


def test_an_entry_of_other_days_at_nine_is_suggested() -> None:
    assert suggest([_past(6, 9, CODING, 20), _past(5, 8, CODING, 50)], NOW, None) == [
        Suggestion(CODING, SuggestionReason.HOUR, 540)
    ]


def test_an_entry_that_often_follows_is_suggested() -> None:
    past = [_past(5, 14, STANDUP), _past(5, 15, REVIEW), _past(6, 11, STANDUP), _past(6, 12, REVIEW)]
    assert suggest(past, NOW, STANDUP) == [Suggestion(REVIEW, SuggestionReason.AFTER)]
    assert suggest(past, NOW, CODING) == []


def test_the_running_entry_is_not_suggested() -> None:
    past = [_past(7, 9, STANDUP), _past(14, 9, STANDUP)]
    assert suggest(past, NOW, STANDUP) == []


def test_without_times_weekday_and_order_decide() -> None:
    past = [_past(7, None, CODING), _past(14, None, CODING)]
    assert suggest(past, NOW, None) == [Suggestion(CODING, SuggestionReason.WEEKDAY)]


def test_a_single_day_and_today_do_not_count() -> None:
    assert suggest([_past(7, 9, STANDUP), _past(0, 9, STANDUP), _past(0, 9, STANDUP)], NOW, None) == []
    assert suggest([_past(7, 9, CODING), _past(7, 9, CODING)], NOW, None) == [], "twice on one day is one day"


def test_recent_patterns_come_first_and_the_number_is_limited() -> None:
    past = [
        _past(weeks * 7, 9, pair)
        for pair, since in ((STANDUP, 1), (CODING, 4), (REVIEW, 7))
        for weeks in (since, since + 1)
    ]
    past += [_past(70, 9, MEETING), _past(77, 9, MEETING)]
    past.sort(key=lambda one: one.day, reverse=True)
    assert [guess.pair for guess in suggest(past, NOW, None)] == [STANDUP, CODING, REVIEW]


def test_without_history_nothing_is_suggested() -> None:
    assert suggest([], NOW, None) == []
    assert suggest([WorkedSlot(date(2026, 1, 1), None, CODING)], NOW, CODING) == []
