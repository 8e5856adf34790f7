"""Reading typed lines: nothing is booked on a guess."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demitasse.domain.days import DayOfYear, DaysAgo, Weekday
from demitasse.domain.durations import MAX_S
from demitasse.domain.entries import Choice
from demitasse.domain.errors import BadInput, NoMatch
from demitasse.domain.line import Line, Verb
from demitasse.domain.line_reader import names_in, read, write
from demitasse.domain.search import Index, resolve
from demitasse.domain.text_matching import fold
from demitasse.domain.time_ranges import MAX_NIGHT_S

NAMES = (
    ("Website", "Coding", "Acme", ""), ("Website", "Review", "Acme", ""), ("Mobile app", "Coding", "", "M2"),
    ("Mobile app", "Design", "", "M2"), ("Intranet", "Documentation", "Acme", "INT"), ("Acme", "Kick-off", "Acme", ""),
    ("Support: L1", "Calls", "", ""), ("1-2 Migration", "Coding", "", ""), ("2024 Website", "Design", "", ""),
    ("A 15", "Design", "", "A 15"), ("Ten", "Coding", "", "10"), ("Monday Meeting", "Talk", "", ""),
    ("Move to cloud", "Planning", "", ""), ("3D", "Modelling", "", ""), ("Level One", "Talk", "", ""),
)  # fmt: skip
INDEX = Index(Choice(number, *name[:1], number, *name[1:3], "", name[3]) for number, name in enumerate(NAMES, 1))


class Row(NamedTuple):
    verb: str
    text: str
    wanted: tuple[str, ...]


def _table() -> list[Row]:
    lines = Path(__file__).with_name("line_table.txt").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if "|" in line and not line.startswith("#")]
    return [Row(verb, text, tuple(wanted)) for verb, text, *wanted in cells]


TABLE = _table()


def _read(row: Row) -> Line:
    return read(row.text, Verb(row.verb) if row.verb else None, INDEX)


def test_each_line_of_the_table_is_read_or_refused() -> None:
    read_as = {row: _told(row)[: len(row.wanted)] for row in TABLE}
    assert {row: told for row, told in read_as.items() if told != list(row.wanted)} == {}


def _told(row: Row) -> list[str]:
    """Return the reading of a row, or its refusal with both readings if there are two."""
    try:
        line = _read(row)
    except BadInput as refusal:
        readings = [refusal.params[name] for name in ("first", "second") if refusal.code == "two_readings"]
        return [f"! {refusal.code}", *readings]
    text = write(line, INDEX)
    return [text if row.verb else f"{line.verb} {text}".strip()]


def test_a_letter_typed_as_two_characters_is_the_same_letter() -> None:
    spelled = [row for row in TABLE if not row.text.isascii()]
    composed = [_outcome(row) for row in spelled]
    assert [_outcome(row._replace(text=unicodedata.normalize("NFD", row.text))) for row in spelled] == composed
    assert len({row.text for row in spelled if "ä" in row.text or "ü" in row.text}) >= 3


def _outcome(row: Row) -> str:
    try:
        return write(_read(row), INDEX)
    except BadInput as refusal:
        return refusal.code


def test_the_table_is_long_and_in_two_languages() -> None:
    assert len({(row.verb, row.text) for row in TABLE}) == len(TABLE) >= 150
    assert (
        sum(any(word in row.text.split() for word in ("um", "von", "bis", "vor", "gestern", "Uhr")) for row in TABLE)
        > 20
    )


def test_the_spans_of_a_reading_cover_its_words() -> None:
    for row in (row for row in TABLE if not row.wanted[0].startswith("!")):
        line = _read(row)
        covered = {place for span in line.spans for place in range(span.start, span.end)}
        left = {letter for place, letter in enumerate(row.text) if place not in covered}
        assert left <= {" ", ":"}, row
        parts = {span.part for span in line.spans}
        assert ("query" in parts, "day" in parts) == (bool(line.query), line.day is not None), row
        timed = (line.start, line.end, line.ago_s, line.duration_s) != (None, None, None, None)
        assert ("time" in parts) is timed, row


def _lines() -> st.SearchStrategy[Line]:
    """Readings of every shape, also of names and comments that look like times."""
    times = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
    durations = st.integers(1, 24 * 60).map(lambda minutes: minutes * 60) | st.integers(1, 24 * 3600)
    dates = st.dates(date(2000, 1, 1), date(2099, 12, 31))
    day = st.none() | st.one_of(
        st.integers(0, 9999).map(DaysAgo), st.builds(Weekday, st.integers(0, 6), last=st.booleans()), dates,
        dates.map(lambda one: DayOfYear(one.month, one.day)),
    )  # fmt: skip
    words = st.sampled_from(
        [*"web cod Coding 10 9-10 1:30 at um - : acme: 3D one monday -1 L1 yesterday add 45m".split()]
    )
    query = st.lists(words, min_size=1, max_size=4).map(" ".join)
    comment = st.none() | st.text("ab 9:-\"'ü“", max_size=12).map(lambda text: " ".join(text.split()))
    moment = st.fixed_dictionaries({"start": times, "day": day}) | st.fixed_dictionaries({"ago_s": durations})
    lasting = st.fixed_dictionaries({"duration_s": durations}, optional={"start": times})
    timed = st.one_of(lasting, st.tuples(times, durations.filter(lambda s: 60 <= s <= MAX_NIGHT_S)).map(_range))
    adds = st.builds(
        lambda fields, **more: Line(Verb.ADD, **fields, **more), timed, query=query, comment=comment, day=day
    )
    starts = st.builds(lambda fields, **more: Line(Verb.START, **fields, **more), moment | st.just({}), query=query,
                       comment=comment)  # fmt: skip
    stops = moment.map(lambda fields: Line(Verb.STOP, **fields))
    edits = st.builds(lambda fields, **more: Line(Verb.EDIT, **fields, **more), timed | st.just({}),
                      query=query | st.just(""), comment=comment, day=day)  # fmt: skip
    return adds | starts | stops | edits


def _range(start_and_length: tuple[time, int]) -> dict[str, time]:
    start, length_s = start_and_length
    end = (start.hour * 60 + start.minute + length_s // 60) % (24 * 60)
    return {"start": start, "end": time(end // 60, end % 60)}


@given(_lines())
def test_what_is_written_for_a_reading_is_read_as_the_same(line: Line) -> None:
    for index in (None, INDEX):
        text = write(line, index)
        assert read(text, line.verb, index)._replace(spans=()) == line, text


_LEFT_OVER = re.compile(
    r"(?<!\S)(?:[-\d.,:]+|at|um|@|from|von|to|till|until|bis|since|seit|ab|ago|vor)(?!\S)", re.IGNORECASE
)
_PIECES = st.sampled_from(
    "web cod coding migration 9 10 45 1:30 9:05 10:30 9-10 -15m -1 - – at um @ from von to bis since ab ago vor 1h 30m "
    "min am pm Uhr today friday 27.11. 2024 1,5 1.30 0 a 15 : l1 half 3d".split()
)  # fmt: skip


@given(st.lists(_PIECES, max_size=7), st.sampled_from(Verb))
def test_no_number_dash_or_word_of_time_is_left_over_in_a_query(pieces: list[str], verb: Verb) -> None:
    with suppress(BadInput):
        line = read(" ".join(pieces), verb, INDEX)
        assert verb is Verb.STOP or not _LEFT_OVER.search(line.query)


_RANGES = st.tuples(st.integers(0, 23), st.integers(0, 59), st.integers(1, 11 * 60))
_DASHES = st.sampled_from(["-", "–", "—", "−", "‑", "to", "bis", "until", "-\u00a0", " – ", "\u2009-\u2009"])


@given(
    _RANGES, _DASHES, st.sampled_from(["", " ", "\u00a0", "  "]), st.sampled_from(["", " ", "\u202f"]), st.booleans()
)
def test_every_spacing_and_dash_of_a_range_reads_the_same_or_is_refused(
    numbers: tuple[int, int, int], dash: str, before: str, after: str, short: bool
) -> None:
    hour, minute, length = numbers
    start, end = _range((time(hour, 0 if short else minute), length * 60)).values()
    first, last = (f"{one.hour}" if short and not one.minute else f"{one:%H:%M}" for one in (start, end))
    with suppress(BadInput):
        line = read(f"web cod {first}{before}{dash}{after}{last}", Verb.ADD, INDEX)
        assert (line.start, line.end, line.duration_s, line.day, line.query) == (start, end, None, None, "web cod")


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from([":", ".", ",", "h", " ", " :", ": ", " : ", "-", " - ", "- "]),
)
def test_every_spacing_of_a_duration_reads_the_same_or_is_refused(hours: int, minutes: int, separator: str) -> None:
    with suppress(BadInput):
        line = read(f"web cod {hours}{separator}{minutes:02}", Verb.ADD, INDEX)
        if separator.strip() in {":", "h", ""}:
            assert (line.duration_s, line.query, line.comment) == (hours * 3600 + minutes * 60, "web cod", None)
        elif "-" in separator:
            assert line.duration_s is None
            assert (line.start, line.end) == (time(hours), time(minutes % 24))
        else:
            assert minutes > 59 or line.duration_s == round(float(f"{hours}.{minutes:02}") * 60) * 60


@given(st.text(max_size=30) | st.lists(_PIECES | st.characters(), max_size=9).map(" ".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    for verb in (None, *Verb):
        with suppress(BadInput):
            line = read(text, verb, INDEX)
            assert line.verb is not Verb.ADD or line.query
            assert line.duration_s is None or 0 <= line.duration_s <= MAX_S


def test_a_long_line_is_refused_and_a_long_comment_read() -> None:
    for text in ("9" * 5000, "9 " * 5000, "web " * 5000 + "1h", "1h " * 5000, '"' * 5000, "9-" * 5000, "1:" * 5000):
        with pytest.raises(BadInput):
            read(text, Verb.ADD, INDEX)
    assert read("web cod 1h: " + "9 - 10 " * 5000, Verb.ADD, INDEX).duration_s == 3600


_DOCUMENT = (Path(__file__).parents[2] / "docs" / "lines.md").read_text(encoding="utf-8")
_EXAMPLES = [
    (table[1].split()[0], re.findall(r"`(.+?)`", row))
    for table in re.finditer(r"\| `([^`]+)` … \| understood as \|\n\|---\|---\|\n((?:\|.*\n)+)", _DOCUMENT)
    for row in table[2].splitlines()
]
_REFUSALS = [
    re.findall(r"`(.+?)`", row) for row in _DOCUMENT.split("## What is refused")[1].split("\n\n")[1].splitlines()[2:]
]


@pytest.mark.parametrize(("verb", "cells"), _EXAMPLES, ids=lambda value: value if isinstance(value, str) else value[0])
def test_an_example_of_the_document_is_understood_as_it_says(verb: str, cells: list[str]) -> None:
    typed, understood = cells
    assert write(read(typed, Verb(verb), INDEX), INDEX) == understood


_IN_WINDOW = [
    re.findall(r"`(.+?)`", row)
    for row in _DOCUMENT.split("| typed in the window |")[1].split("\n\n")[0].splitlines()[2:]
]


@pytest.mark.parametrize("cells", _IN_WINDOW, ids=lambda cells: cells[0])
def test_an_example_of_the_window_is_understood_as_it_says(cells: list[str]) -> None:
    typed, understood = cells
    line = read(typed, None, INDEX)
    assert f"{line.verb} {write(line, INDEX)}" == understood


@pytest.mark.parametrize(
    ("text", "names"),
    [("9-13:75 acme", "acme"), ("web cod at", "web cod"), ("1h 2h web", "web"), ("9 web - cod", "9 web cod"),
     ('"10 a" 9-25', "10 a"), ("web 1 :30", ""), ("add web 9-25", "web"), ("um9 web", "web")],
)  # fmt: skip
def test_the_names_of_a_line_that_is_wrong_are_looked_for(text: str, names: str) -> None:
    with pytest.raises(BadInput):
        read(text, None, INDEX)
    assert names_in(text) == names


@pytest.mark.parametrize("cells", _REFUSALS, ids=lambda cells: cells[0])
def test_a_refusal_of_the_document_is_one(cells: list[str]) -> None:
    verb, typed = cells[0].split(" ", 1)
    with pytest.raises(BadInput) as caught:
        read(typed, Verb(verb), INDEX)
    named = [caught.value.params[name] for name in ("text", "first", "second") if caught.value.code == "two_readings"]
    assert not named or named == cells[1:]


def test_the_document_has_examples_of_every_verb_and_every_form() -> None:
    assert {verb for verb, _ in _EXAMPLES} == {"add", "start", "stop", "edit"}
    assert len(_EXAMPLES) >= 30
    assert len(_REFUSALS) >= 12
    days = re.findall(r"`(.+?)`", next(row for row in _DOCUMENT.splitlines() if row.startswith("| day |")))
    lasting = re.findall(r"`(.+?)`", next(row for row in _DOCUMENT.splitlines() if row.startswith("| duration |")))
    assert all(read(f"web cod {day} 1h", Verb.ADD, INDEX).day is not None for day in days)
    assert all(read(f"web cod {duration}", Verb.ADD, INDEX).duration_s for duration in lasting)


_NAME_WORDS = st.sampled_from(
    "Web 10 9-10 1-2 45 2024 A 15 Monday Friday 1:30 9 Uhr 2h 30m Support: L1 - at bis 1,5 24/7 -1 One 3D heute 27.11. "
    "Phase Umbau Q4 half morgen 1.30 @9 #7 für seit".split()
)
_NAMES = st.lists(_NAME_WORDS, min_size=1, max_size=3).map(" ".join)
_TIME_TEXTS = {
    "1:30": (None, None, 5400), "9-10:30": (time(9), time(10, 30), None), "90m": (None, None, 5400),
    "22 bis 24": (time(22), time(0), None), "1h 30m": (None, None, 5400), "45": (None, None, 2700),
    "at 9 30m": (time(9), None, 1800), "30": (None, None, 1800),
}  # fmt: skip


@given(st.lists(_NAMES, min_size=1, max_size=4, unique=True), st.integers(0, 3), st.sampled_from(sorted(_TIME_TEXTS)),
       st.booleans())  # fmt: skip
def test_a_name_is_never_booked_as_a_time(names: list[str], which: int, typed: str, before: bool) -> None:
    """Whoever types a whole name and a time books that name for that time, or nothing."""
    index = Index([Choice(number, name, 1, "Coding", "", "") for number, name in enumerate(names)])
    name = names[which % len(names)]
    with suppress(BadInput, NoMatch):
        line = read(f"{typed} {name}" if before else f"{name} {typed}", Verb.ADD, index)
        assert (line.start, line.end, line.duration_s) == _TIME_TEXTS[typed]
        assert (line.day, line.comment or "", fold(line.query).split()) == (None, "", fold(name).split())
        assert fold(resolve(line.query, index).project).split() == fold(name).split()
    quoted = read(f'"{name}" {typed}', Verb.ADD, index)
    assert (quoted.start, quoted.end, quoted.duration_s, quoted.query) == (*_TIME_TEXTS[typed], name)
