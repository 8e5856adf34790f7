"""Formats of dates, times, durations and weeks, chosen by the language, the account or the user."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale

from demitasse.api import wire
from demitasse.domain import settings
from demitasse.domain.durations import parse
from demitasse.domain.user import Formats, account_formats
from demitasse.store.settings import USER
from demitasse.ui.app import preferences
from demitasse.ui.text import formats, wording
from tests.ui.stage import NOW, TODAY, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("app")

_USER = {"id": 1, "firstname": "Jane", "dateformat": "DD.MM.YYYY", "timeformat": "hh:mma", "durationformat": 1}


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    formats.use(Formats())
    preferences.set_language(QLocale("en_GB"))


def test_without_a_choice_the_language_decides() -> None:
    formats.use(Formats())
    assert wording.duration(5400) == "1:30"
    assert wording.time_of_day(time(14, 3)) == "14:03"
    assert wording.day_name(TODAY) == "Mon 23 Nov 2026"
    assert wording.first_weekday() == 1


def test_every_format_can_be_chosen() -> None:
    formats.use(Formats("MM/DD/YYYY", "12", "1.50", "sunday"))
    assert wording.duration(5400 + 59) == "1.50"
    assert wording.time_of_day(time(14, 3)).lower().replace("\u202f", " ") == "2:03 pm"
    assert wording.day_name(TODAY) == "Mon 11/23/2026"
    assert wording.first_weekday() == 7


@pytest.mark.parametrize(
    ("chosen", "shown"), [("", "9 Nov"), ("DD.MM.YYYY", "09.11."), ("YYYY-MM-DD", "11-09"), ("DD/MM/YYYY", "09/11")]
)
def test_a_day_some_weeks_ago_has_no_year(chosen: str, shown: str) -> None:
    formats.use(Formats(chosen))
    then = datetime.combine(date(2026, 11, 9), time(8, 0), UTC)
    assert wording.local_time(then, NOW).startswith(shown)


@pytest.mark.parametrize("clock", ["", "12", "24"])
def test_a_time_that_is_shown_can_be_typed(clock: str) -> None:
    formats.use(Formats(clock=clock))
    for moment in (time(0, 5), time(9, 30), time(12, 0), time(23, 59)):
        assert formats.parse_time(formats.time_or_empty(moment), "start_time") == moment


@pytest.mark.parametrize("duration", ["1:30", "1.50"])
@pytest.mark.parametrize("language", ["en_GB", "de_DE"])
def test_a_duration_that_is_shown_can_be_typed(duration: str, language: str) -> None:
    QLocale.setDefault(QLocale(language))
    formats.use(Formats(duration=duration))
    for minutes in range(24 * 60):
        assert parse(wording.duration(minutes * 60)) == minutes * 60


def test_the_account_decides_until_the_user_chooses(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.settings.put(USER, wire.user(_USER)._asdict())
        stage.store.settings.put(settings.LANGUAGE, "en")
    preferences.apply(stage.profile)
    assert (wording.duration(5400), wording.day_name(TODAY)[-10:]) == ("1.50", "23.11.2026")
    with stage.store.transaction():
        stage.store.settings.put(settings.DURATION_FORMAT, "1:30")
    preferences.apply(stage.profile)
    assert wording.duration(5400) == "1:30"
    assert wording.local_time(NOW - timedelta(hours=2), NOW).lower().endswith("m"), (
        "the 12-hour clock of the account is kept"
    )


def test_unknown_formats_are_ignored() -> None:
    odd = wire.user({"id": 1, "dateformat": "YYYY年", "timeformat": "13h", "beginningofweek": "MONTAG"})
    assert account_formats(odd) == Formats(duration="1:30")


def test_the_language_can_be_changed_to_german_and_back(stage: Stage) -> None:
    for language, word in (("de", "Gestern"), ("en", "Yesterday")):
        with stage.store.transaction():
            stage.store.settings.put(settings.LANGUAGE, language)
        preferences.apply(stage.profile)
        assert wording.day_title(TODAY - timedelta(days=1), TODAY) == word
