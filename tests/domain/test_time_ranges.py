"""Parsing times of day and time ranges."""

from __future__ import annotations

from contextlib import suppress
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.durations import MAX_S
from demitasse.domain.errors import BadInput
from demitasse.domain.time_ranges import TimeRange, end_after, parse, seconds_between, time_of_day
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


def test_a_range_until_midnight_has_no_end() -> None:
    assert parse("22-24") == TimeRange(7200, time(22), None)
    assert parse("0-24:00") == TimeRange(MAX_S, time(0), None)


@pytest.mark.parametrize(("text", "seconds"), [("1:30", 5400), ("1,5", 5400), ("1h 30m", 5400), ("90", 5400)])
def test_a_duration_alone(text: str, seconds: int) -> None:
    assert parse(text) == TimeRange(seconds)


@pytest.mark.parametrize(
    "text",
    ["", "9-", "-1", "9-25", "9:60-10", "24-25", "13pm-2pm", "1e9", "9--10", "9-10-11", "a-b", "0am-1", "9" * 60],
)
def test_other_text_is_refused_for_the_duration_field(text: str) -> None:
    with pytest.raises(BadInput, match="not_a_span") as caught:
        parse(text)
    assert caught.value.field == "duration"


@pytest.mark.parametrize("text", ["10-9", "9-9", "2pm-1pm", "22-2"])
def test_a_range_that_ends_before_it_starts_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="end_before_start"):
        parse(text)


def test_end_after_a_duration() -> None:
    assert end_after(time(10, 15), 5400) == time(11, 45)
    assert end_after(time(22), 7200) is None


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
