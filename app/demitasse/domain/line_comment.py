"""The comment of a line without a colon: in words that fit exactly one task, the rest (docs/lines.md)."""

from collections.abc import Sequence
from contextlib import suppress

from demitasse.domain.durations import parse, two_readings
from demitasse.domain.errors import BadInput, FaultCode
from demitasse.domain.line import Line, as_text
from demitasse.domain.phrases import Word, joined
from demitasse.domain.search import Index
from demitasse.domain.text_matching import fold


def without_rest(line: Line, words: Sequence[Word], index: Index) -> tuple[Line, Sequence[Word], Sequence[Word]]:
    """Return the line with the words behind the name of its only task as its comment, and the words of each.

    Nothing is taken for a comment if a task has all words, be it with a typo. Raises BadInput for a comment without
    letters, such as a number, which may be a duration as well.
    """
    fits = index.fits(line.query)
    if line.comment is not None or fits.exact or fits.near:
        return line, words, ()
    name = _only_name(words, index)
    rest = words[len(name) :]
    if not name or any(word.quoted for word in rest):
        return line, words, ()
    comment = joined(rest)
    found = line._replace(query=joined(name), comment=comment)
    if not any(letter.isalpha() for letter in comment):
        raise _not_a_comment(found, comment)
    return found, name, rest


def _not_a_comment(line: Line, comment: str) -> BadInput:
    """Return the fault of a comment without letters: it may be minutes as well, or is part of no time."""
    minutes = f"{comment}m"
    with suppress(BadInput):
        parse(minutes, previewed=False)
        return two_readings(comment, minutes, f": {comment}")
    return BadInput(FaultCode.LEFT_OVER, text=comment[:40], name=as_text(line, quoted=True))


def _only_name(words: Sequence[Word], index: Index) -> Sequence[Word]:
    """Return the first words, as many as fit a task, if that is the only one; none otherwise.

    Letters within a word of the task are no reason to take one more.
    """
    for number in range(len(words) - 1, 0, -1):
        name = words[:number]
        fitting = index.number_of_fits(joined(name))
        if not fitting:
            continue
        while fitting == 1 and name and not _begins_word(name, index):
            name = name[:-1]
        return name if fitting == 1 and index.number_of_fits(joined(name)) == 1 else ()
    return ()


def _begins_word(name: Sequence[Word], index: Index) -> bool:
    """Return whether the last word is in quotes, or begins a word of the task."""
    last = name[-1]
    return last.quoted or all(index.has(joined(name), beginning=part) for part in fold(last.text).split())
