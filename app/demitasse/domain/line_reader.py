"""Read a typed line (docs/lines.md). Nothing is guessed.

A line that may mean two things is refused with both, each written so that it means only that. So is a line in which a
number, a dash or a word such as "at" is left over.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import time
from typing import Any

from demitasse.domain import days, durations
from demitasse.domain.durations import two_readings
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.domain.line import LONG_S, Line, Span, Verb, as_text, times_as_text
from demitasse.domain.line_comment import check_bare_times, is_stray_symbol, without_rest
from demitasse.domain.phrases import Kind, Parts, Phrase, Word, joined, kinds_of, split
from demitasse.domain.search import Index
from demitasse.domain.time_ranges import end_of_day_or_time, time_of_day, time_range
from demitasse.domain.time_words import GLUED, MARKERS, SPOKEN, core_of, is_between, is_like_time

_MORNING = time(6)
"""Behind `start`, a bare "1:30" before this time may be a duration as well."""
_TIMERS = frozenset({Verb.START, Verb.STOP})
_WINDOW_VERBS = {
    **dict.fromkeys(("start", "starte", "starten"), Verb.START),
    **dict.fromkeys(("add", "eintragen"), Verb.ADD),
}
_GROUPS = (("query",), ("comment",), ("day",), ("start", "ago_s"), ("end",), ("duration_s",))
"""The fields of a line that say the same thing."""


def read(text: str, verb: Verb | None = None, index: Index | None = None, given: Line | None = None) -> Line:
    """Read a line.

    Without `verb` it is the line of the window, which is previewed: it may begin with "start" or "add"; else one with a
    range or a duration adds, and others start. A bare number is a word, and what follows the name of the only task is
    the comment. `index` tells which words are names. `given` is what was typed elsewhere, such as in options; if that
    includes a comment, a colon in the line is part of a name.

    Raises:
        BadInput: the line is not understood, may mean two things, or lacks something.
    """
    parts = split(text, has_comment=given is not None and given.comment is not None)
    previewed = verb is None
    if verb is None:
        parts, verb = _take_verb(parts, index)
    line = Line(verb or Verb.ADD, comment=parts.comment)
    for phrase in parts.phrases:
        line = _with_phrase(line, phrase, verb, parts)
    _check_neighbours(line, parts)
    if verb is None and not _adds(line) and line.end is None:  # a timer does not know its end
        line = line._replace(verb=Verb.START)
    words: Sequence[Word] = parts.words
    rest: Sequence[Word] = ()
    is_named = any(word.quoted for word in words) or (given is not None and bool(given.query))
    if verb is Verb.ADD and not _adds(line):
        line, words = _with_numbers(line, parts, None if is_named else index)
    line = line._replace(query=joined(words))
    if previewed and index is not None and line.query:
        line, words, rest = without_rest(line, words, index)
        check_bare_times(line, parts, rest)
    line = line._replace(spans=_spans(parts, words, rest))
    if line.verb is not Verb.STOP and not (given and given.query):
        _check_leftovers(line, words, index, previewed=previewed)
        _check_leftovers(line, rest, index, previewed=previewed, part="comment")
    if index is not None and line.query and not is_named:
        _check_names(line, parts, index)
    return _checked(line if given is None else _merged(line, given))


def read_when(text: str, field: str) -> Line:
    """Read a moment: a time of day, perhaps with its day, or how long ago. Raises BadInput for `field`."""
    parts = split(text, has_comment=True)
    line = Line(Verb.STOP)
    for phrase in parts.phrases:
        kind = Kind.AT if phrase.kind is Kind.DURATION else phrase.kind
        line = _with_phrase(line, phrase._replace(kind=kind), Verb.STOP, parts)
    if parts.words and line.start is None and line.ago_s is None:
        return _checked(line._replace(start=time_of_day(joined(parts.words), field)))
    if parts.words or (line.start is None and line.ago_s is None):
        raise BadInput(FaultCode.NOT_A_TIME, text=text.strip()[:40], field=field)
    return _checked(line)


def names_in(text: str) -> str:
    """Return the words of a window's line that may be of a name, also if the line cannot be read."""
    try:
        parts, _ = _take_verb(split(text), None)
    except BadInput:
        return ""
    words = [word for word in parts.words if word.quoted or (core_of(word) and not is_like_time(word))]
    return joined(words)


def _merged(line: Line, given: Line) -> Line:
    """Return the line with what was typed elsewhere. Raises BadInput if both say something about the same."""
    for group in _GROUPS:
        mine, other = (
            {name: value for name in group if (value := getattr(one, name)) not in {None, ""}} for one in (line, given)
        )
        if mine and other:
            first, second = (as_text(Line(line.verb, **fields))[:40] for fields in (mine, other))
            raise BadInput(FaultCode.NOT_TOGETHER, first=first, second=second)
        line = line._replace(**other)
    return line


def write(line: Line, index: Index | None = None) -> str:
    """Return a line without its verb, as text that `read` understands as the same; in quotes only if needed."""
    text = as_text(line)
    with suppress(BadInput):
        if read(text, line.verb, index)._replace(spans=()) == line._replace(spans=()):
            return text
    return as_text(line, quoted=True)


def _take_verb(parts: Parts, index: Index | None) -> tuple[Parts, Verb | None]:
    """Take the verb from the beginning of a line, if it has one; it has none if a task has that word and the others."""
    first = parts.words[0] if parts.words else None
    if first is None or first.quoted or any(phrase.start < first.start for phrase in parts.phrases):
        return parts, None
    verb = _WINDOW_VERBS.get(first.text.lower())
    if verb is None or _begins_name(index, joined(parts.words), first.text):
        return parts, None
    return parts._replace(words=parts.words[1:], verb=first), verb


def _with_phrase(line: Line, phrase: Phrase, verb: Verb | None, parts: Parts) -> Line:
    """Return the line with what a phrase says. Raises BadInput if that is wrong, or something else says it already."""
    fields = _fields(phrase, verb)
    taken = {"start", "end", "ago_s"} if fields.keys() & {"start", "ago_s"} else set(fields)
    if any(getattr(line, name) is not None for name in taken):
        before = next(one for one in parts.phrases if _fields(one, verb).keys() & taken)
        raise BadInput(FaultCode.NOT_TOGETHER, first=before.text, second=phrase.text)
    return line._replace(**fields)


def _check_neighbours(line: Line, parts: Parts) -> None:
    """Refuse "at 9 10:30", which may be a range or a duration."""
    clock = next((one.text for one in parts.phrases if re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", one.text)), None)
    if clock is None or line.duration_s is None or (line.start is None) is (line.end is None):
        return
    first, last = (
        (line.start, time_of_day(clock, "duration")) if line.start else (time_of_day(clock, "duration"), line.end)
    )
    if last is not None and (first < last or last == time()):
        raise two_readings(clock, f"{first:%H:%M}-{last:%H:%M}", f"{clock}h")


def _fields(phrase: Phrase, verb: Verb | None) -> dict[str, Any]:
    """Return the fields of a line that a phrase sets. Raises BadInput if it is wrong, or not for this verb."""
    text = phrase.text
    match phrase.kind:
        case Kind.DAY | Kind.AHEAD:
            return {"day": days.parse(text)}
        case Kind.AT | Kind.MARKED_TIME:
            return {"start": time_of_day(_not_a_year(_without(r"^(?:[a-z]+\s|@)\s*", text)), "at")}
        case Kind.AGO:
            return {"ago_s": _ago_s(text, verb)}
        case Kind.UNTIL | Kind.RANGE:
            return _range(text, verb)
        case Kind.DURATION:
            return _duration(_without(r"^(?:for|für|fuer)\s+", text), verb)


def _duration(text: str, verb: Verb | None) -> dict[str, Any]:
    """Return the field that a duration sets; behind the verb of a timer, "9:05" is a time of day. Raises BadInput."""
    is_clock = re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", text) is not None
    if verb not in _TIMERS:
        duration_s = durations.parse(text, previewed=False)
        if is_clock and duration_s > LONG_S:
            raise two_readings(text, f"{text}h", f"at {text}")
        return {"duration_s": duration_s}
    if is_clock:
        return {"start": _time_of_timer(text)}
    raise BadInput(FaultCode.NO_DURATION_HERE, text=text)


def _ago_s(text: str, verb: Verb | None) -> int:
    if verb in {Verb.ADD, Verb.EDIT}:
        raise BadInput(FaultCode.AGO_NOT_HERE, text=text)
    return durations.parse(_without(r"^(?:-|[a-z]+\s+)|\s+ago$", text), previewed=False)


def _range(text: str, verb: Verb | None) -> dict[str, Any]:
    """Return the fields that a range sets, or only its end ("until 10:30"). Raises BadInput."""
    if verb in _TIMERS:
        raise BadInput(FaultCode.NO_DURATION_HERE, text=text)
    if end := re.fullmatch(r"(?:until|till|bis)\s+(.+)", text, re.IGNORECASE):
        return {"end": end_of_day_or_time(end[1], "end_time")}
    if (gap := re.fullmatch(r"(.*\S)\s-([0-9]{1,4})", text)) and Kind.DURATION in kinds_of(gap[1]):
        raise two_readings(text, f"-{gap[2]} {gap[1]}", f"{gap[1]}-{gap[2]}")  # two days ago, or until two?
    found = time_range(_not_a_year(text), overnight=True)
    return {"start": found.start, "end": found.end}


def _not_a_year(text: str) -> str:
    """Return the text. Raises BadInput if a time in it may be a year, such as 2024."""
    if re.search(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", text):
        raise two_readings(text, re.sub(r"([0-9]{2})([0-9]{2})", r"\1:\2", text), f'"{text}"')
    return text


def _time_of_timer(text: str) -> time:
    """Return the time of day in a bare "9:05". Raises BadInput if it may be a duration."""
    found = time_of_day(text, "at")
    if found < _MORNING:
        raise two_readings(text, f"at {text}", f"{text} ago")
    return found


def _with_numbers(line: Line, parts: Parts, index: Index | None) -> tuple[Line, Sequence[Word]]:
    """Return the line with the duration that one or two bare numbers at its end mean, and the words that are left.

    Raises BadInput if they may mean something else.
    """
    numbers = parts.numbers_at_end()
    words, text = parts.words[: len(parts.words) - len(numbers)], " ".join(numbers)
    if re.fullmatch(r"0|[1-9][0-9]{0,2}", text):
        found = line._replace(query=joined(words), duration_s=durations.parse(text, previewed=False))
        if line.start is not None and not line.start.minute and len(text) == 2:  # "at 9 30"
            raise two_readings(text, f"{text}m", f"at {line.start.hour}:{text}")
    elif re.fullmatch(r"[0-9]{1,2} [0-5][0-9]", text):
        duration_s = durations.parse(":".join(numbers), previewed=False)
        found = line._replace(query=joined(words), duration_s=duration_s)
        if int(numbers[0]) < int(numbers[1]) <= 24:  # "9 12"
            raise two_readings(text, ":".join(numbers), "-".join(numbers))
    else:
        return line, parts.words
    if index is not None and any(index.has(f"{found.query} {number}") for number in numbers):
        as_words = line._replace(query=joined(parts.words))
        raise two_readings(text, as_text(found, quoted=True), as_text(as_words, quoted=True))
    return found, words


def _check_leftovers(
    line: Line, words: Sequence[Word], index: Index | None, *, previewed: bool, part: str = "query"
) -> None:
    """Refuse a word that looks like part of a time, unless it is in quotes or surely part of a name or comment."""
    plain = [(word, core_of(word)) for word in reversed(words) if not word.quoted]
    if part == "comment":
        plain = [(word, core) for word, core in plain if not is_between(word, words)]
    for word, core in plain:
        is_marker = word.text.lower() in MARKERS or "-" in {word.text[0], word.text[-1]}
        if is_marker or (core in SPOKEN and not _begins_name(index, line.query, core)):
            raise BadInput(FaultCode.LEFT_OVER, text=word.text[:40], name=as_text(line, quoted=True))
        if core in days.SHORT_NAMES and line.day is None and (_adds(line) or line.start or line.verb is Verb.EDIT):
            rest = joined([other for other in words if other is not word])
            _check_short_day(line, word, {part: rest or None if part == "comment" else rest}, index)
    for word, core in plain:
        if previewed and re.fullmatch(r"[0-9]+", word.text):
            continue
        if part == "query" and is_stray_symbol(word, words, index):
            raise BadInput(FaultCode.LEFT_OVER, text=word.text[:40], name=as_text(line, quoted=True))
        is_number = bool(core) and not any(letter.isalpha() for letter in core)
        is_like_one = core[:1].isnumeric() or GLUED.match(core) is not None
        if is_number or (is_like_one and not _begins_name(index, line.query, core)):  # guard: no-number-is-left-over
            raise _left_over(line, word, words)


def _check_short_day(line: Line, word: Word, without: dict[str, Any], index: Index | None) -> None:
    """Refuse "mo", which may be Monday or begin a name, unless it is a whole word of a name.

    `without` is the query or the comment without that word.
    """
    core = core_of(word)
    if index is None or not index.has(line.query, whole=core):
        on_day = line._replace(**without, day=days.Weekday(days.SHORT_NAMES[core]), spans=())
        raise two_readings(word.text, as_text(on_day, quoted=True), as_text(line, quoted=True))


def _left_over(line: Line, word: Word, words: Sequence[Word]) -> BadInput:
    """Return the fault of a word that is left over, with what it means as part of a time and as part of a name."""
    as_name = as_text(line, quoted=True)
    if re.fullmatch(r"[0-9]{1,2}", word.text):
        rest = line._replace(query=joined([other for other in words if other is not word]), spans=())
        if _is_before_minutes(line, word):  # "1 45min"
            more = rest._replace(duration_s=int(word.text) * 3600 + (line.duration_s or 0))
            return two_readings(word.text, as_text(more, quoted=True), as_name)
        for time_text in (f"at {word.text}", f"{word.text}m"):
            with suppress(BadInput):
                found = read(f"{time_text} {as_text(rest, quoted=True)}", line.verb)
                return two_readings(word.text, as_text(found, quoted=True), as_name)
    return BadInput(FaultCode.LEFT_OVER, text=word.text[:40], name=as_name)


def _is_before_minutes(line: Line, word: Word) -> bool:
    """Return whether the number stands before the minutes of the line, as the hours that they belong to."""
    beside = any(span.part == "time" and 0 < span.start - word.end < 3 for span in line.spans)
    return beside and line.duration_s is not None and line.duration_s < 3600 and int(word.text) < 13


def _check_names(line: Line, parts: Parts, index: Index) -> None:
    """Refuse a phrase or a comment that may be part of a name as well."""
    if line.comment and index.has_colon(line.query, line.comment.split()[0]):
        as_name = line._replace(query=f"{line.query}: {line.comment}", comment=None)
        raise two_readings(line.comment, as_text(line, quoted=True), as_text(as_name, quoted=True))
    for phrase in parts.phrases:
        for words, rest in _possible_names(phrase):
            begins = words if phrase.kind is Kind.DAY and words.isalpha() else ""  # "mon" for "Monitoring"
            # guard: a-name-is-no-time
            if index.has(line.query, whole=words) or (begins and index.has(line.query, beginning=begins)):
                as_name = _without_phrase(line, phrase)._replace(query=_query_with(parts, phrase, words))
                name = f"{rest} {as_text(as_name, quoted=True)}".strip()
                raise two_readings(phrase.text, as_text(line, quoted=True), name)


def _query_with(parts: Parts, phrase: Phrase, words: str) -> str:
    """Return the query with words of a phrase in their place."""
    in_order = sorted((*parts.words, Word(words, phrase.start, phrase.end)), key=lambda word: word.start)
    return joined(in_order)


def _possible_names(phrase: Phrase) -> list[tuple[str, str]]:
    """Return (name, rest): the words of a phrase that may be part of a name, if the rest is a time by itself."""
    words = phrase.text.split()
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    halves = [pair for first, last in cuts for pair in ((first, last), (last, first))]
    times = [(name, rest) for name, rest in halves if kinds_of(rest)]
    minutes = [(first, f"{last}m") for first, last in cuts if re.fullmatch(r"[0-9]+", last)]
    return [(phrase.text, ""), *times, *minutes]


def _without_phrase(line: Line, phrase: Phrase) -> Line:
    if phrase.kind is Kind.DAY:
        return line._replace(day=None)
    if phrase.kind is Kind.DURATION and line.duration_s is not None:
        return line._replace(duration_s=None)
    return line._replace(start=None, end=None, ago_s=None)


def _begins_name(index: Index | None, query: str, word: str) -> bool:
    return index is not None and index.has(query, beginning=word)


def _checked(line: Line) -> Line:
    """Return a line that is complete. Raises BadInput if something is missing or contradicts the rest."""
    if line.verb in {Verb.START, Verb.ADD} and not line.query:
        raise BadInput(FaultCode.TASK_MISSING, field="query")
    if line.day is not None and line.ago_s is not None:
        ago = Line(line.verb, ago_s=line.ago_s)
        raise BadInput(FaultCode.NOT_TOGETHER, first=days.as_text(line.day), second=times_as_text(ago))
    if line.day is not None and line.verb in _TIMERS and line.start is None:
        raise BadInput(FaultCode.DAY_WITHOUT_TIME, text=days.as_text(line.day))
    if line.start is not None and line.end is not None and line.duration_s is not None:
        line = _agreeing(line)
    if line.verb is Verb.ADD and not _adds(line):
        raise BadInput(FaultCode.DURATION_MISSING, field="duration")
    if line.verb is Verb.ADD and line.duration_s == 0:
        raise BadInput(FaultCode.ZERO_DURATION, field="duration")
    return line


def _adds(line: Line) -> bool:
    """Return whether it is known how long it took."""
    return line.duration_s is not None or (line.start is not None and line.end is not None)


def _agreeing(line: Line) -> Line:
    """Return a line with a range and a duration that agree. Raises BadInput if they do not."""
    assert line.start is not None
    assert line.end is not None
    span = f"{line.start:%H:%M}-{line.end:%H:%M}"
    if time_range(span, overnight=True).duration_s != line.duration_s:
        raise BadInput(FaultCode.TIMES_DISAGREE, span=span, duration_s=line.duration_s or 0, field="duration")
    return line._replace(duration_s=None)


def _spans(parts: Parts, words: Sequence[Word], rest: Sequence[Word] = ()) -> tuple[Span, ...]:
    """Return which part of the line each text is, in its order; `rest` are words of the comment."""
    part_of = {**dict.fromkeys(words, "query"), **dict.fromkeys(rest, "comment")}
    found = [Span(part_of.get(word, "time"), word.start, word.end) for word in parts.words]
    found += [Span("day" if one.kind is Kind.DAY else "time", one.start, one.end) for one in parts.phrases]
    if parts.verb is not None:
        found.append(Span("verb", parts.verb.start, parts.verb.end))
    if parts.comment is not None:
        found.append(Span("comment", parts.head_end + 1, parts.text_end))
    return tuple(sorted(found, key=lambda span: span.start))


def _without(pattern: str, text: str) -> str:
    return re.sub(pattern, "", text, flags=re.IGNORECASE)
