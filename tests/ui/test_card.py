"""The card says what Enter does, in English and German, and Enter does that and nothing else."""

from __future__ import annotations

import random
from contextlib import contextmanager
from datetime import time, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from demitasse.domain.entries import Catalog
from demitasse.domain.preview import AddEntries, Mode
from demitasse.store.encoding import encode_datetime
from demitasse.store.settings import LAST_SYNCED_AT, SIGNED_IN
from demitasse.ui.text import wording
from demitasse.ui.text.card_text import DANGER, CardText, card_text, day_label
from tests.ui import stage as s
from tests.ui.user_input import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demitasse.domain.preview import Command, Preview
    from demitasse.domain.timesheet import TimesheetRow
    from tests.ui.stage import Stage


@contextmanager
def _language(name: str) -> Iterator[None]:
    app, before = QCoreApplication.instance(), QLocale()
    assert app is not None
    QLocale.setDefault(QLocale(name))
    loaded = wording.install(app, QLocale(name))
    yield
    for translator in loaded:
        app.removeTranslator(translator)
    QLocale.setDefault(before)


def _preview(stage: Stage, text: str, mode: Mode = Mode.START, pick: int | None = None) -> Preview:
    lines, overview = stage.profile.pages.lines, stage.profile.overview.read()
    lines.candidates()
    typed = lines.interpret(text)
    listed = [match.choice for match in (*typed.fits.exact, *typed.fits.near)]
    return lines.preview(typed, overview, mode, None if pick is None else listed[pick], s.TODAY)


def _card(stage: Stage, found: Preview) -> CardText:
    return card_text(found, stage.clock.now(), s.TODAY)


def _lines(card: CardText) -> list[str]:
    return [line for line in (card.first, card.second, card.third) if line]


class Case(NamedTuple):
    """A line, what the card says in both languages, and what is booked: task, day, comment, times, seconds."""

    text: str
    english: list[str]
    german: list[str]
    booked: list[str]


WEB, MOB = "Website relaunch", "Mobile app"
STOPPED = [
    Case("", [f"Continue {WEB} · Coding", "Fix the login", "Stopped at 14:03 after 1:24"],
         [f"Fortsetzen: {WEB} · Coding", "Fix the login", "Gestoppt um 14:03 nach 1:24"],
         ["runs Coding 23 'Fix the login' 14:03:12"]),
    Case("web cod: fix logout", [f"Start {WEB} · Coding", "fix logout", "from now, 14:03"],
         [f"Starten: {WEB} · Coding", "fix logout", "ab jetzt, 14:03"], ["runs Coding 23 'fix logout' 14:03:12"]),
    Case("web cod fix logout", [f"Start {WEB} · Coding", "fix logout", "from now, 14:03"],
         [f"Starten: {WEB} · Coding", "fix logout", "ab jetzt, 14:03"], ["runs Coding 23 'fix logout' 14:03:12"]),
    Case("since 13:50 int meet", ["Start Internal · Meeting", "since 13:50"],
         ["Starten: Internal · Meeting", "seit 13:50"], ["runs Meeting 23 '' 13:50:00"]),
    Case("-15m int meet: sync", ["Start Internal · Meeting", "sync", "since 13:48"],
         ["Starten: Internal · Meeting", "sync", "seit 13:48"], ["runs Meeting 23 'sync' 13:48:12"]),
    Case("9-10:30 config sup", ["Add 1:30 · Configurator · Support", "09:00–10:30 today",
                                f"Overlaps {WEB} · Review by 1:03"],
         ["1:30 eintragen · Configurator · Support", "Heute, 09:00–10:30", f"Überlappt {WEB} · Review um 1:03"],
         ["Support 23 '' 09:00-10:30 5400"]),
    Case("yesterday 1.5h web rev", [f"Add 1:30 · {WEB} · Review", "Yesterday, Sun 22 Nov · without times"],
         [f"1:30 eintragen · {WEB} · Review", "Gestern, So. 22. Nov. · ohne Uhrzeiten"], ["Review 22 '' - 5400"]),
    Case("gestern 1,5h review: Folien", [f"Add 1:30 · {WEB} · Review",
                                        "Yesterday, Sun 22 Nov · without times · Folien"],
         [f"1:30 eintragen · {WEB} · Review", "Gestern, So. 22. Nov. · ohne Uhrzeiten · Folien"],
         ["Review 22 'Folien' - 5400"]),
    Case("20.11. 9-10 int meet", ["Add 1:00 · Internal · Meeting", "Fri 20 Nov 2026 · 09:00–10:00"],
         ["1:00 eintragen · Internal · Meeting", "Fr. 20. Nov. 2026 · 09:00–10:00"],
         ["Meeting 20 '' 09:00-10:00 3600"]),
    Case("20.11. 22-2 int meet", ["Add 4:00 · Internal · Meeting", "Fri 20 Nov 2026 · 22:00–02:00"],
         ["4:00 eintragen · Internal · Meeting", "Fr. 20. Nov. 2026 · 22:00–02:00"],
         ["Meeting 20 '' 22:00-00:00 7200", "Meeting 21 '' 00:00-02:00 7200"]),
    Case("design 30m", [f"Add 0:30 · {MOB} · Design", "Today · without times", "3 tasks fit; ↓ takes the other"],
         [f"0:30 eintragen · {MOB} · Design", "Heute · ohne Uhrzeiten", "3 Aufgaben passen; ↓ nimmt die andere"],
         ["Design 23 '' - 1800"]),
    Case("design: icons", [f"Start {MOB} · Design", "from now, 14:03 · icons", "3 tasks fit; ↓ takes the other"],
         [f"Starten: {MOB} · Design", "ab jetzt, 14:03 · icons", "3 Aufgaben passen; ↓ nimmt die andere"],
         ["runs Design 23 'icons' 14:03:12"]),
]  # fmt: skip
NOTHING = [
    Case("9-13:75 web", ["“13:75” is not a time of day."], ["„13:75“ ist keine Uhrzeit."], []),
    Case("wbesite codign", ["Nothing fits exactly; ↓ takes “Coding”"], ["Nichts passt genau; ↓ nimmt „Coding“"], []),
    Case("zebra", ["Nothing you may book matches “zebra”."],
         ["Nichts, worauf du buchen darfst, passt zu „zebra“."], []),
    Case("web cod 45", ["“45” can mean “45m” or “: 45”.", "Write the one that you mean."],
         ["„45“ kann „45m“ oder „: 45“ heißen.", "Schreibe, was du meinst."], []),
    Case("web cod since 15:00", ["That time is in the future."], ["Dieser Zeitpunkt liegt in der Zukunft."], []),
    Case("web cod 1.30", ["“1.30” can mean “1.30h” or “1:30”."], ["„1.30“ kann „1.30h“ oder „1:30“ heißen."], []),
    Case("web cod 9-5", ["The end has to be later than the start."],
         ["Das Ende muss nach dem Beginn liegen."], []),
    Case("yesterday web cod", ["“yesterday” names a day, but no time of day."], ["„yesterday“"], []),
    Case("web cod since 1:00", ["A timer since then would count 13:03 at once."], ["13:03"], []),
    Case("9-10:30", ["Type a few letters of a project or task."], ["Tippe ein paar Buchstaben"], []),
]  # fmt: skip
RUNNING = [
    Case("mob des: icons", [f"Switch to {MOB} · Design", "icons · stops Coding at 1:24",
                            "Shift Enter changes the running entry instead"],
         [f"Wechseln zu {MOB} · Design", "icons · stoppt Coding bei 1:24",
          "Umschalt Enter ändert den laufenden Eintrag"],
         ["Coding 23 'Fix the login' 12:39-14:03 5047", "runs Design 23 'icons' 14:03:12"]),
    Case("since 14:00 mob des", [f"Switch to {MOB} · Design", "since 14:00 · stops Coding at 1:20"],
         [f"Wechseln zu {MOB} · Design", "seit 14:00 · stoppt Coding bei 1:20"],
         ["Coding 23 'Fix the login' 12:39-14:00 4855", "runs Design 23 '' 14:00:00"]),
    Case("yesterday 1h mob des", [f"Add 1:00 · {MOB} · Design", "Yesterday, Sun 22 Nov · without times"],
         [f"1:00 eintragen · {MOB} · Design", "Gestern, So. 22. Nov. · ohne Uhrzeiten"], ["Design 22 '' - 3600"]),
]  # fmt: skip
CHANGING = [
    Case("mob des", [f"Change to {MOB} · Design", "Keeps its time, 1:24, and its comment",
                     "Shift Enter switches instead: a new entry from now"],
         [f"Ändern zu {MOB} · Design", "Zeit (1:24) und Kommentar bleiben",
          "Umschalt Enter wechselt: neuer Eintrag ab jetzt"], ["runs Design 23 'Fix the login' 12:39:05"]),
    Case("mob des: icons", [f"Change to {MOB} · Design", "icons",
                            "Shift Enter switches instead: a new entry from now"],
         [f"Ändern zu {MOB} · Design", "icons", "Umschalt Enter wechselt: neuer Eintrag ab jetzt"],
         ["runs Design 23 'icons' 12:39:05"]),
]  # fmt: skip


def _a_day(stage: Stage) -> int:
    stage.entry(s.WEBSITE, s.REVIEW, 63, "Pull requests", start=time(9, 0))
    stage.entry(s.MOBILE, s.DESIGN, 30, day=s.TODAY - timedelta(days=3), start=time(11, 0))
    return stage.running(s.WEBSITE, s.CODING, 5047, "Fix the login")


def _booked(row: TimesheetRow) -> str:
    what = f"{'runs ' if row.running else ''}{row.task} {row.day.day} {row.comment!r}"
    if row.running:
        return f"{what} {row.started_at:%H:%M:%S}"
    times = f"{row.start_time:%H:%M}-{row.end_time:%H:%M}" if row.start_time and row.end_time else "-"
    return f"{what} {times} {row.duration_s}"


def _all(stage: Stage) -> dict[int, TimesheetRow]:
    days = stage.profile.timesheets.days(s.TODAY - timedelta(days=5), s.TODAY + timedelta(days=1))
    return {row.id: row for sheet in days for row in sheet.rows}


def _check(stage: Stage, case: Case, mode: Mode) -> None:
    before, found = _all(stage), _preview(stage, case.text, mode)
    card = _card(stage, found)
    assert _lines(card)[: len(case.english)] == case.english
    with _language("de_DE"):
        german = _lines(_card(stage, found))
    assert all(said.startswith(wanted) or wanted in said for said, wanted in zip(german, case.german, strict=False))
    assert len(german) == len(_lines(card)) >= len(case.german)
    assert card.is_possible == (found.command is not None) == bool(case.booked)
    if found.command is not None:
        stage.profile.pages.lines.perform(found.command)
    changed = [row for row in _all(stage).values() if before.get(row.id) != row]
    assert sorted(map(_booked, changed)) == sorted(case.booked)


@pytest.mark.parametrize("case", STOPPED, ids=lambda case: case.text)
def test_stopped_enter_does_what_the_card_says(case: Case, stage: Stage) -> None:
    stage.profile.timer.stop(entry_id=_a_day(stage))
    _check(stage, case, Mode.START)


@pytest.mark.parametrize("case", NOTHING, ids=lambda case: case.text)
def test_what_is_not_understood_does_nothing(case: Case, stage: Stage) -> None:
    stage.profile.timer.stop(entry_id=_a_day(stage))
    _check(stage, case, Mode.START)
    card = _card(stage, _preview(stage, case.text))
    assert card.tone == ("" if case.text == "9-10:30" else DANGER)


@pytest.mark.parametrize("case", RUNNING, ids=lambda case: case.text)
def test_running_enter_switches_or_adds(case: Case, stage: Stage) -> None:
    _a_day(stage)
    _check(stage, case, Mode.SWITCH)


@pytest.mark.parametrize("case", CHANGING, ids=lambda case: case.text)
def test_changing_keeps_the_time(case: Case, stage: Stage) -> None:
    _a_day(stage)
    _check(stage, case, Mode.CHANGE)


def test_shift_enter_does_what_the_third_line_says(stage: Stage) -> None:
    """Of the switch it is the change, of the change the switch; a booking and a start in the past have none."""
    _a_day(stage)
    for text, mode, wanted in (
        ("mob des: icons", Mode.SWITCH, "ChangeEntry"), ("mob des: icons", Mode.CHANGE, "StartTimer"),
        ("mob des since 14:00", Mode.SWITCH, "NoneType"), ("mob des 1h", Mode.SWITCH, "NoneType"),
        ("mob des 1h", Mode.CHANGE, "NoneType"),
    ):  # fmt: skip
        assert type(_preview(stage, text, mode).instead).__name__ == wanted
    change = _preview(stage, "mob des: icons", Mode.SWITCH).instead
    assert change == _preview(stage, "mob des: icons", Mode.CHANGE).command
    assert _preview(stage, "mob des since 14:00", Mode.CHANGE).command is None, "changing the task keeps the time"


def test_a_fit_with_a_typo_is_done_only_if_it_is_picked(stage: Stage) -> None:
    found = _preview(stage, "wbesite codign", pick=0)
    assert _card(stage, found).first == f"Start {WEB} · Coding"
    assert _preview(stage, "wbesite codign").command is None


def test_a_line_of_times_books_what_is_picked(stage: Stage) -> None:
    overview, lines = stage.profile.overview.read(), stage.profile.pages.lines
    choice = stage.profile.timesheets.choice(s.INTERNAL, s.MEETING)
    found = lines.preview(lines.interpret("9-10:30: planning"), overview, Mode.START, choice, s.TODAY)
    assert _lines(_card(stage, found)) == ["Add 1:30 · Internal · Meeting", "09:00–10:30 today · planning"]
    command: Command | None = found.command
    assert isinstance(command, AddEntries)
    row = lines.perform(command)
    assert row is not None
    assert row.comment == "planning"


def test_a_booking_without_a_day_is_on_the_day_that_is_shown(stage: Stage) -> None:
    overview, lines = stage.profile.overview.read(), stage.profile.pages.lines
    shown = s.TODAY - timedelta(days=4)
    for text in ("9-10 int meet", "1h int meet"):
        found = lines.preview(lines.interpret(text), overview, Mode.START, None, shown)
        assert "Thu 19 Nov 2026" in _card(stage, found).second
        assert found.command is not None
        row = lines.perform(found.command)
        assert row is not None
        assert row.day == shown
    start = lines.preview(lines.interpret("int meet"), overview, Mode.START, None, shown)
    assert start.command is not None
    assert lines.perform(start.command) is None, "the overview shows it"
    running = stage.profile.overview.read().running
    assert running is not None
    assert running.day == s.TODAY, "starting is always now"


_PIECES = (
    "web cod|mob des|int meet|review|design|config|zebra|websiet|9-10:30|10-11|22-1|1:30|45m|1.5h|1,5h|since 13:30|"
    "-20m|at 9|yesterday|gestern|20.11.|fri|-1|: fix|: call at 9|fix login|45|1.30|add|start|to max|tomorrow|13:75"
).split("|")


@pytest.mark.parametrize("mode", Mode)
def test_whatever_is_typed_what_the_card_said_is_what_was_booked(stage: Stage, mode: Mode, seed: int) -> None:
    """Random lines: without a command nothing changes; with one, the card names all that does."""
    dice, done = random.Random(f"{seed} {mode}"), 0  # noqa: S311 - lines, not secrets
    entry_id = _a_day(stage)
    if mode is Mode.START:
        stage.profile.timer.stop(entry_id=entry_id)
    for _ in range(150):
        text = " ".join(dice.sample(_PIECES, dice.randint(1, 4)))
        before, found = _all(stage), _preview(stage, text, mode)
        card = _card(stage, found)
        assert card.is_possible == (found.command is not None), text
        if found.command is None:
            assert card.first or card.second, "it says why"
            continue
        stage.profile.pages.lines.perform(found.command)
        done += 1
        changed = [row for row in _all(stage).values() if before.get(row.id) != row]
        _check_said(text, card, before, changed)
        if changed:  # a change to what it is already is none
            stage.profile.history.undo()
        assert {key: _booked(row) for key, row in _all(stage).items()} == {
            key: _booked(row) for key, row in before.items()
        }, text
    assert done >= 10, "enough of them mean something"


def _check_said(text: str, card: CardText, before: dict[int, TimesheetRow], changed: list[TimesheetRow]) -> None:
    """Compare the lines of a card with the entries that were added or changed."""
    assert card.pair is not None
    lines, named = " | ".join(_lines(card)), [row for row in changed if (row.project, row.task) == card.pair[:2]]
    added = [row for row in changed if row.id not in before]
    if card.verb.startswith("Add"):
        assert added == changed == named, text
        assert wording.duration(sum(row.duration_s for row in added)) in card.first, text
        assert all(not row.running for row in added)
        assert day_label(added[0].day, s.TODAY).removesuffix("ay") in lines.replace("today", "Today"), text
    elif card.verb.startswith("Change"):
        assert (added, changed) == ([], named), text
        return
    else:
        (runs,) = (row for row in changed if row.running)
        assert runs in named, text
        assert runs.started_at is not None
        assert "from now" in lines or "Switch" in lines or f"since {runs.started_at:%H:%M}" in lines, text
        assert all(row.task in lines for row in changed if row.id != runs.id), "what is stopped is named"
    assert all(row.comment in lines for row in added), text


@pytest.mark.parametrize("text", ["", "web cod", "9-10", "9-25:00"])
@pytest.mark.parametrize(
    ("signed_in", "synced", "says"),
    [
        (False, False, "Your projects and tasks arrive when you sign in."),
        (True, False, "Your projects and tasks arrive with the first sync."),
        (True, True, "There is no task yet that you may book on."),
    ],
)
def test_without_any_task_the_card_says_why(stage: Stage, text: str, signed_in: bool, synced: bool, says: str) -> None:
    with stage.store.transaction():
        stage.store.catalog.replace(Catalog((), (), (), ()))
        stage.store.settings.put(SIGNED_IN, signed_in)
        stage.store.settings.put(LAST_SYNCED_AT, str(encode_datetime(stage.clock.now().wall)) if synced else "")
    popover = stage.popover()
    write(popover, text)
    card = popover.day.timer.line.card
    assert card.words == CardText(second=says)
