"""The block of a day, its banner and its footer: words, figures, bar, places, and what a press does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtWidgets import QLineEdit

from demitasse.domain.day_view import Progress
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.domain.user import Formats
from demitasse.domain.workplan import TimeOff
from demitasse.store import settings
from demitasse.ui.pages import problem_banner
from demitasse.ui.pages.close_day.page import CloseDayPage
from demitasse.ui.pages.destinations import Day
from demitasse.ui.pages.month import MonthPage
from demitasse.ui.text import day_text, formats, wording
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.day_block import DayBar, DayBlock, Piece
from tests.domain.test_timesheet import sheet
from tests.ui import stage as s
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.user_input import at_line, click, focused, press, shown, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget

    from demitasse.ui.popover.popover import Popover

H = 3600
_YESTERDAY, _TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
_AT = datetime(2026, 11, 23, 16, 50, 30, tzinfo=UTC)
_MIDNIGHT = datetime(2026, 11, 24, 0, 20, tzinfo=UTC)


@pytest.fixture
def language(request: pytest.FixtureRequest, app: QApplication) -> Iterator[None]:
    """Speak English or German."""
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    loaded = wording.install(app, QLocale(request.param))
    yield
    for translator in loaded:
        app.removeTranslator(translator)
    QLocale.setDefault(before)


ENGLISH, GERMAN = "en_GB", "de_DE"
_WORDS = [
    # day, work, English, German
    (TODAY, Progress(0, 8 * H), "8:00 to go", "Noch 8:00"),
    (TODAY, Progress(5 * H + 12 * 60, 8 * H), "2:48 to go", "Noch 2:48"),
    (TODAY, Progress(5 * H + 12 * 60 + 59, 8 * H, _AT), "2:48 to go · done at 16:51", "Noch 2:48 · fertig um 16:51"),
    (TODAY, Progress(1, 8 * H, _MIDNIGHT), "8:00 to go · done at Tue 00:20", "Noch 8:00 · fertig um Di. 00:20"),
    (TODAY, Progress(8 * H, 8 * H), "Target met", "Soll erreicht"),
    (TODAY, Progress(8 * H + 59, 8 * H, None, _AT), "Target met at 16:50", "Soll erreicht um 16:50"),
    (TODAY, Progress(9 * H + 12 * 60, 8 * H), "1:12 over", "1:12 über dem Soll"),
    (
        TODAY, Progress(9 * H + 12 * 60, 8 * H, None, _AT),
        "1:12 over · target met at 16:50", "1:12 über dem Soll · erreicht um 16:50",
    ),
    (TODAY, Progress(3 * H, 0), "No target today", "Heute kein Soll"),
    (_YESTERDAY, Progress(8 * H + 780, 8 * H, None, _AT), "0:13 over", "0:13 über dem Soll"),
    (_YESTERDAY, Progress(7 * H + 43 * 60, 8 * H), "0:17 under", "0:17 unter dem Soll"),
    (_YESTERDAY, Progress(7 * H, 8 * H, _AT), "1:00 to go · done at 16:51", "Noch 1:00 · fertig um 16:51"),
    (_YESTERDAY, Progress(3 * H, 0), "No target on this day", "An diesem Tag kein Soll"),
    (_TOMORROW, Progress(0, 8 * H), "8:00 to go", "Noch 8:00"),
]  # fmt: skip


@pytest.mark.parametrize("language", [ENGLISH, GERMAN], indirect=True, ids=["en", "de"])
@pytest.mark.usefixtures("language")
def test_the_words_of_every_state() -> None:
    english = QLocale().language() is QLocale.Language.English
    said = [day_text.progress_words(work, day, NOW, TODAY) for day, work, *_ in _WORDS]
    assert said == [words[0 if english else 1] for _, _, *words in _WORDS]


def test_absences_are_named_beside_the_target_and_in_place_of_none() -> None:
    off = TimeOff(TODAY, TODAY, "Sick", half_day=True)
    day = sheet()._replace(time_off=(off,))
    assert day_text.day_words(day, Progress(0, 4 * H), NOW, TODAY) == "4:00 to go · Sick, half a day"
    day = day._replace(time_off=(off._replace(name="Vacation", half_day=False),))
    assert day_text.day_words(day, Progress(0, 0), NOW, TODAY) == "Vacation"


_TITLES = [
    (TODAY, "", ("Today", "Mon 23 Nov", ""), ("Heute", "Mo. 23. Nov.", "")),
    (TODAY, "New York", ("Today", "Mon 23 Nov", "New York time"), ("Heute", "Mo. 23. Nov.", "Zeit von New York")),
    (_YESTERDAY, "", ("Yesterday", "Sun 22 Nov", ""), ("Gestern", "So. 22. Nov.", "")),
    (date(2026, 11, 11), "", ("Wed 11 Nov", "12 days ago", ""), ("Mi. 11. Nov.", "vor 12 Tagen", "")),
    (_TOMORROW, "", ("Tue 24 Nov", "", ""), ("Di. 24. Nov.", "", "")),
    (date(2025, 11, 11), "", ("Tue 11 Nov 2025", "377 days ago", ""), ("Di. 11. Nov. 2025", "vor 377 Tagen", "")),
]


@pytest.mark.parametrize("language", [ENGLISH, GERMAN], indirect=True, ids=["en", "de"])
@pytest.mark.usefixtures("language")
def test_the_title_of_a_day() -> None:
    english = QLocale().language() is QLocale.Language.English
    said = [day_text.title(day, TODAY, zone) for day, zone, *_ in _TITLES]
    assert said == [words[0 if english else 1] for _, _, *words in _TITLES]


def test_the_title_has_the_date_format_of_the_account() -> None:
    formats.use(Formats(date="DD.MM.YYYY"))
    try:
        assert day_text.title(TODAY, TODAY)[1] == "Mon 23.11."
    finally:
        formats.use(Formats())


# --- the bar


def _bar(target_h: float, *hours: float) -> DayBar:
    bar = DayBar()
    bar.resize(346, 14)
    colors = ("#C2185B", "#00897B", "#1E88C7")
    pieces = [Piece(f"P{number}", colors[number % 3], int(hour * H)) for number, hour in enumerate(hours)]
    bar.show_day(tuple(pieces), int(target_h * H))
    return bar


@pytest.mark.parametrize(
    ("target", "hours", "segments", "tick"),
    [
        (8, (), [], None),
        (8, (2, 2), [(0, 0.25, False), (0.25, 0.5, False)], None),
        (8, (4, 4), [(0, 0.5, False), (0.5, 1, False)], None),
        (8, (6, 4), [(0, 0.6, False), (0.6, 0.8, False), (0.8, 1, True)], 0.8),
        (4, (8, 8), [(0, 0.25, False), (0.25, 0.5, True), (0.5, 1, True)], 0.25),
        (0, (3,), [], None),
    ],
)
def test_the_bar_is_as_wide_as_the_larger_of_target_and_total(
    target: float, hours: tuple[float, ...], segments: list[tuple[float, float, bool]], tick: float | None
) -> None:
    bar = _bar(target, *hours)
    assert [(left, right, past) for left, right, _, past in bar.segments()] == segments
    assert bar.tick() == tick


def test_what_is_past_the_target_is_hatched_behind_a_tick() -> None:
    picture = _bar(8, 10).grab().toImage()
    middle, tick = 7, round(0.8 * 346)

    def colors(first: int, last: int) -> set[str]:
        return {picture.pixelColor(x, middle).name() for x in range(first, last)}

    assert colors(10, tick - 2) == {"#c2185b"}, "one colour below the target"
    assert colors(tick + 4, 336) == {"#c2185b", "#e497b5"}, "lines on the colour mixed with the ground above it"
    assert picture.pixelColor(tick, 1).name().upper() == theme.LIGHT.text, "the tick is higher than the bar"


def test_the_bar_says_its_projects() -> None:
    assert _bar(8, 2, 1).accessibleName() == "P0 2 hours, P1 1 hour"


# --- places


def test_the_parts_stay_at_their_places_whatever_is_shown() -> None:
    block = DayBlock(day_text.links())
    block.resize(theme.WIDTH, theme.DAY_BLOCK)
    seen: dict[str, set[tuple[int, int, int, int]]] = {}
    for title, total, words, link in (
        (("Today", "Mon 23 Nov"), 0, "", ""),
        (("Wed 11 Nov", "16 days ago", "Berlin time"), 45 * H, "1:12 over · target met at 16:50", "Close the day"),
        (("Yesterday", "Thu 26 Nov"), None, "Asking CoffeeCup…", "Back to today"),
    ):
        block.set_title(*title)
        block.show_figures(total, 8 * H, known=True)
        block.words.set_text(words)
        block.set_link(link)
        for name in ("earlier", "later", "bar", "words"):
            seen.setdefault(name, set()).add(getattr(block, name).geometry().getRect())
        assert block.title.x() == 64
        assert _end(block.figure) == theme.WIDTH - 16
        assert not block.title.geometry().intersects(block.figure.geometry())
        assert not block.link.isVisibleTo(block) or not block.link.geometry().intersects(block.words.geometry())
    assert seen == {
        "earlier": {(8, 8, 28, 28)}, "later": {(36, 8, 28, 28)}, "bar": {(16, 37, 346, 14)}, "words": seen["words"],
    }  # fmt: skip
    assert len(seen["words"]) == 1


def _end(widget: QWidget) -> int:
    return widget.x() + widget.width()


def test_other_days_entries_and_messages_move_no_part_of_the_page(stage: Stage) -> None:
    stage.a_day()
    popover = stage.popover()
    places = _places(popover)
    stage.rejected(stage.entry(s.CONFIGURATOR, s.SUPPORT, 30, sent=False), "Closed.")
    popover.refresh()
    assert _places(popover) == places
    for day in (_YESTERDAY, date(2026, 8, 3), _TOMORROW):
        popover.open(Day(day))
        assert _places(popover) == places
    popover.day._view._fetch._on_timeout()
    assert _places(popover) == places


def _places(popover: Popover) -> list[QRect]:
    day = popover.day
    parts = (day.header, day.head, day.slot, day.footer, day.head.earlier, day.head.later, day.head.bar, day.footer.add)
    return [QRect(part.mapTo(popover, part.rect().topLeft()), part.size()) for part in parts]


# --- what a press does


def test_the_link_leads_back_to_today_and_to_the_close_of_the_day(stage: Stage) -> None:
    stage.entry(s.WEBSITE, s.CODING, 8 * 60, start=time(6))
    popover = stage.popover()
    popover.open(Day(_YESTERDAY))
    link = popover.day.head.link
    assert link.text() == "Back to today"
    link.setFocus(Qt.FocusReason.TabFocusReason)
    press(popover, Qt.Key.Key_Return)
    assert (popover.day.day, focused(popover)) == (TODAY, popover.day.head.title)
    assert (popover.day.head.words.text(), link.text()) == ("Target met at 14:00", "Close the day")
    click(link)
    assert shown(popover, CloseDayPage).isVisible()


def test_the_close_of_the_day_is_offered_at_five_without_a_refresh(stage: Stage) -> None:
    stage.running(s.WEBSITE, s.CODING, 60)
    popover = stage.popover()
    link = popover.day.head.link
    assert not link.isVisible()
    stage.clock.set_wall(NOW.replace(hour=16, minute=59))
    popover.day._on_tick()
    assert not link.isVisible()
    stage.clock.advance(60)
    popover.day._on_tick()
    assert (link.isVisible(), link.text()) == (True, "Close the day")


def test_a_press_on_the_date_shows_the_month(stage: Stage) -> None:
    popover = stage.popover()
    popover.open(Day(_YESTERDAY))
    click(popover.day.head.title)
    assert shown(popover, MonthPage).isVisible()


def test_the_zone_is_named_where_it_is_another(stage: Stage) -> None:
    popover = stage.popover()
    assert popover.day.head.title.accessibleName() == "Today · Mon 23 Nov"
    stage.clock.here = ZoneInfo("America/New_York")
    stage.clock.advance(2)
    popover.refresh()
    assert popover.day.head.title.accessibleName() == "Today · Mon 23 Nov · UTC time"


def test_left_and_right_change_the_day_in_the_block_and_the_list_and_down_enters_the_list(stage: Stage) -> None:
    entry = stage.entry(s.WEBSITE, s.CODING, 60, start=time(6))
    stage.entry(s.WEBSITE, s.CODING, 60, start=time(6), day=_YESTERDAY)
    popover = stage.popover()
    day = popover.day
    day.head.title.setFocus()
    press(popover, Qt.Key.Key_Left)
    assert day.day == _YESTERDAY
    press(popover, Qt.Key.Key_Right)
    assert day.day == TODAY
    press(popover, Qt.Key.Key_Down)
    assert (focused(popover), day.list.current_line()) == (day.list, at_line(popover, entry))
    press(popover, Qt.Key.Key_Left)
    assert (day.day, focused(popover)) == (_YESTERDAY, day.list)
    press(popover, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert day.day == _YESTERDAY - timedelta(days=1)


def test_a_press_on_the_status_compares_and_says_so_until_it_is_done(stage: Stage) -> None:
    stage.entry(s.WEBSITE, s.CODING, 60)
    popover = stage.popover()
    status = popover.day.footer.status
    assert status.accessibleName() == "Synced 14:02"
    click(status)
    assert status.accessibleName() == "Syncing…"
    popover.refresh()
    assert status.accessibleName() == "Syncing…"
    popover.handle(SyncEvent(EventKind.CHANGED))
    assert status.accessibleName() == "Synced 14:02"


def test_hints_for_keys_leave_nothing_to_press_in_the_footer(stage: Stage) -> None:
    day = stage.popover().day
    day.timer.line.open_list()
    assert (day.timer.hints.isVisible(), day.footer.isVisible()) == (True, False)
    day.timer.line.close_list()
    assert (day.timer.hints.isVisible(), day.footer.isVisible()) == (False, True)


def test_the_banner_shows_one_problem_whole_and_passing_news_have_none(stage: Stage) -> None:
    stage.rejected(stage.entry(s.CONFIGURATOR, s.SUPPORT, 30, sent=False), "The task is archived. " * 6)
    with stage.store.transaction():
        stage.store.settings.put(settings.SIGNED_IN, False)
    popover = stage.popover()
    notice = popover.day.notice
    assert notice.words.text().startswith("CoffeeCup rejected an entry: “The task is archived.")
    assert notice.words.heightForWidth(notice.words.width()) <= notice.words.height() + 1
    assert notice.height() >= 44
    assert popover.day.list.geometry().top() >= notice.geometry().bottom()


def test_signed_out_is_said_without_alarm(stage: Stage) -> None:
    stage.entry(s.CONFIGURATOR, s.SUPPORT, 30, sent=False)
    with stage.store.transaction():
        stage.store.settings.put(settings.SIGNED_IN, False)
    popover = stage.popover()
    notice = popover.day.notice
    assert (notice.words.text(), notice.action.text(), notice._tone.ink) == (
        "You are signed out. What you track is saved here and syncs after you sign in.", "Sign in", "text",
    )  # fmt: skip
    assert popover.day.footer.status.accessibleName() == "Signed out · 1 waiting"


def test_an_empty_day_offers_each_task_of_the_last_day_once(stage: Stage) -> None:
    for task, minutes in ((s.CODING, 60), (s.REVIEW, 30), (s.CODING, 10)):
        stage.entry(s.WEBSITE, task, minutes, day=_YESTERDAY)
    popover = stage.popover()
    empty = popover.day.empty
    assert empty.words().endswith("or continue from yesterday:")
    offers = empty.offers()
    assert [offer.accessibleName() for offer in offers] == [
        "Continue Website relaunch · Coding", "Continue Website relaunch · Review"
    ]  # fmt: skip
    assert {offer.height() for offer in offers} == {36}
    offers[1].setFocus()
    press(popover, Qt.Key.Key_Return)
    assert [row.task for row in stage.rows()] == ["Review"]
    write(popover, "")
    popover.open(Day(_TOMORROW))
    assert (empty.words(), empty.offers()) == ("Nothing tracked on this day", [])


def test_the_demo_leads_to_an_own_account(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(problem_banner, "start_detached", lambda *words: started.append(words))
    monkeypatch.setattr(stage.profile, "name", "demo")
    popover = stage.popover()
    status = popover.day.footer.status
    assert status.accessibleName() == "Demo · Sign in"
    click(status)
    assert started == [("--profile", "default", "--show")]
    stage.rejected(stage.entry(s.CONFIGURATOR, s.SUPPORT, 30, sent=False), "Closed.")
    popover.refresh()
    assert status.accessibleName() == "1 to resolve", "what needs the person comes first"


def test_down_leads_from_the_comment_of_the_running_timer_into_the_list(stage: Stage) -> None:
    running = stage.running(s.WEBSITE, s.CODING, 600, "Header")
    popover = stage.popover()
    next(field for field in popover.findChildren(QLineEdit) if field.text() == "Header").setFocus()
    press(popover, Qt.Key.Key_Down)
    assert focused(popover) is popover.day.list
    press(popover, Qt.Key.Key_Space)
    assert not stage.profile.timesheets.entry(running).running
