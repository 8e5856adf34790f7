"""Parsing times of day and time ranges."""

from __future__ import annotations

from contextlib import suppress
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.durations import MAX_S
from demitasse.domain.errors import BadInput
from demitasse.domain.time_ranges import (
    TimeRange,
    end_after,
    parse,
    retimed,
    seconds_between,
    start_before,
    time_of_day,
    time_range,
)
from tests.domain.texts import NEARLY_TIMES


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("9-10:30", time(9), time(10, 30)),
        ("9:00–10:30", time(9), time(10, 30)),
        ("9am-10.30", time(9), time(10, 30)),
        (" 09.15 — 0945 ", time(9, 15), time(9, 45)),
        ("9h30-11h", time(9, 30), time(11)),
        ("from 9 to 10:30", time(9), time(10, 30)),
        ("von 9 Uhr bis 10 Uhr", time(9), time(10)),
        ("1-3pm", time(13), time(15)),
        ("11-1pm", time(11), time(13)),
        ("9-5pm", time(9), time(17)),
        ("12-1pm", time(12), time(13)),
        ("10am-2", time(10), time(14)),
        ("2pm-3", time(14), time(15)),
        ("12am-1", time(0), time(1)),
        ("8am-20", time(8), time(20)),
        ("10 a.m. - 11 a.m.", time(10), time(11)),
    ],
)
def test_a_start_and_an_end(text: str, start: time, end: time) -> None:
    assert parse(text) == TimeRange(seconds_between(start, end), start, end)


@pytest.mark.parametrize("text", ["22-24", "22-0:00", "22-00", "10pm-12am", "22 bis 24 Uhr"])
def test_a_range_until_midnight_ends_at_the_end_of_the_day(text: str) -> None:
    assert parse(text) == TimeRange(7200, time(22), time(0))
    assert parse("0-24:00") == TimeRange(MAX_S, time(0), time(0))


def test_a_range_over_midnight_has_at_most_twelve_hours() -> None:
    assert time_range("22-6", overnight=True) == TimeRange(8 * 3600, time(22), time(6))
    for text, overnight in (("22-6", False), ("9-5", True), ("22-10:01", True)):
        with pytest.raises(BadInput, match="end_before_start"):
            time_range(text, overnight=overnight)


@pytest.mark.parametrize(("text", "seconds"), [("1:30", 5400), ("1,5", 5400), ("1h 30m", 5400), ("90", 5400)])
def test_a_duration_alone(text: str, seconds: int) -> None:
    assert parse(text) == TimeRange(seconds)


@pytest.mark.parametrize(
    "text",
    ["", "9-", "-1", "1e9", "9--10", "9-10-11", "a-b", "1.5h" * 20],
)
def test_other_text_is_refused_for_the_duration_field(text: str) -> None:
    with pytest.raises(BadInput, match="not_a_span") as caught:
        parse(text)
    assert caught.value.field == "duration"


@pytest.mark.parametrize("text", ["9-25", "9:60-10", "24-25", "13pm-2pm", "0am-1"])
def test_a_range_of_no_times_names_the_wrong_one(text: str) -> None:
    with pytest.raises(BadInput, match="not_a_time") as caught:
        parse(text)
    assert caught.value.params["text"] in text
    assert caught.value.field == "duration"


@pytest.mark.parametrize("text", ["10-9", "9-9", "2pm-1pm", "22-2"])
def test_a_range_that_ends_before_it_starts_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="end_before_start"):
        parse(text)


def test_end_after_a_duration() -> None:
    assert end_after(time(10, 15), 5400) == time(11, 45)
    assert end_after(time(22), 7200) == time(0)
    assert end_after(time(22), 7260) is None
    assert start_before(time(0), 7200) == time(22)
    assert start_before(time(1), 3660) is None


def _times(text: str) -> TimeRange:
    """Read "09:00-10:00 3600", with "…" for a time that is not known."""
    span, seconds = text.split()
    start, end = (None if one == "…" else time.fromisoformat(one) for one in span.split("-"))
    return TimeRange(int(seconds), start, end)


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        ("09:00-10:00 3600", {"duration_s": 7200}, "09:00-11:00 7200"),
        ("09:00-10:00 3600", {"start_time": time(9, 30)}, "09:30-10:00 1800"),
        ("09:00-10:00 3600", {"end_time": time(11)}, "09:00-11:00 7200"),
        ("09:00-10:00 3600", {"start_time": time(8), "duration_s": 7200}, "08:00-10:00 7200"),
        ("09:00-10:00 3600", {"end_time": time(12), "duration_s": 7200}, "10:00-12:00 7200"),
        ("09:00-10:00 3600", {"start_time": time(11), "end_time": time(12)}, "11:00-12:00 3600"),
        ("09:00-10:00 3600", {"start_time": time(8), "end_time": time(10), "duration_s": 7200}, "08:00-10:00 7200"),
        ("09:00-10:00 3600", {"end_time": time(0)}, "09:00-00:00 54000"),
        ("09:00-10:00 3600", {"start_time": None, "end_time": None}, "…-… 3600"),
        ("09:00-10:00 3600", {"end_time": None}, "09:00-… 3600"),
        ("09:00-10:00 3600", {"start_time": None, "duration_s": 60}, "…-10:00 60"),
        ("…-… 3600", {"duration_s": 7200}, "…-… 7200"),
        ("…-… 3600", {"start_time": time(9)}, "09:00-10:00 3600"),
        ("…-… 3600", {"end_time": time(9)}, "08:00-09:00 3600"),
        ("…-… 3600", {"start_time": time(9), "duration_s": 60}, "09:00-09:01 60"),
        ("22:00-23:00 3600", {"duration_s": 7200}, "22:00-00:00 7200"),
        ("09:00-10:30 5430", {"duration_s": 5430}, "09:00-10:30 5430"),
    ],
)
def test_two_of_start_end_and_duration_decide_the_third(before: str, changes: dict[str, Any], after: str) -> None:
    assert retimed(_times(before), changes) == _times(after)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"start_time": time(9), "end_time": time(10), "duration_s": 7200}, "times_disagree"),
        ({"end_time": time(9)}, "end_before_start"),
        ({"start_time": time(12)}, "end_before_start"),
        ({"duration_s": 16 * 3600}, "over_midnight"),
        ({"end_time": time(1), "duration_s": 7200}, "over_midnight"),
    ],
)
def test_times_that_contradict_are_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput, match=code):
        retimed(_times("09:00-10:00 3600"), changes)


@given(
    st.times(),
    st.times(),
    st.dictionaries(st.sampled_from(["start_time", "end_time"]), st.times()),
    st.integers(60, 60_000),
)
def test_an_entry_never_contradicts_itself(start: time, end: time, moved: dict[str, Any], duration_s: int) -> None:
    with suppress(BadInput):
        before = TimeRange(seconds_between(start, end), start, end)
        for changes in (moved, {**moved, "duration_s": duration_s}, {"duration_s": duration_s}):
            after = retimed(before, changes)
            assert after.start is not None
            assert after.end is not None
            assert abs(seconds_between(after.start, after.end) - after.duration_s) < 120


_TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
_24 = ("{0.hour}:{0.minute:02}", "{0:%H.%M}", "{0:%H%M}", "{0:%Hh%M}")
_12 = ("{0:%I:%M%p}", "{0:%I.%M %p}")
_FORMS = st.sampled_from(_24 + _12)
_PAIRS = st.sampled_from([(one, other) for forms in (_24, _12) for one in forms for other in forms])


@given(_TIMES, _TIMES, _PAIRS, st.sampled_from(("-", " – ", " bis ", " TO ")))
def test_all_forms_of_a_range_are_equivalent(one: time, other: time, forms: tuple[str, str], dash: str) -> None:
    start, end = min(one, other), max(one, other)
    text = forms[0].format(start) + dash + forms[1].format(end)
    if start == end:
        with pytest.raises(BadInput):
            parse(text)
    else:
        assert parse(text) == TimeRange(seconds_between(start, end), start, end)


@given(_TIMES, _FORMS)
def test_a_time_of_day_in_any_form(moment: time, form: str) -> None:
    assert time_of_day(form.format(moment), "start") == moment


@given(NEARLY_TIMES)
def test_any_text_is_parsed_or_refused(text: str) -> None:
    with suppress(BadInput):
        span = parse(text)
        assert 0 <= span.duration_s <= MAX_S
        assert span.start is None or end_after(span.start, span.duration_s) == span.end
