"""Words that may be part of a time: if one is left over, the time beside it was not understood."""

import re
from collections.abc import Sequence

from demitasse.domain.phrases import Word

MARKERS = frozenset("at um @ from von to till until bis since seit ab ago vor".split())
"""Words that belong to a time: if one is left over, the time beside it was not understood."""
GLUED = re.compile(r"(?:at|um|from|von|to|till|until|bis|since|seit|ab|vor|am)[0-9]")
SPOKEN = frozenset(
    "half quarter noon midnight one two three four five six seven eight nine ten eleven twelve o'clock am pm uhr "
    "halb halbe halben viertel dreiviertel mittag mitternacht ein eine einer eins zwei drei vier fünf sechs sieben "
    "acht neun zehn elf zwölf hour hours min mins minute minutes sec second seconds day days night nights week weeks "
    "month months std stunde stunden minuten sekunde sekunden tag tage tagen nacht woche wochen monat monate last next "
    "this letzte letzten nächste nächsten now later soon tonight morning afternoon evening jetzt gleich sofort später "
    "früh morgens vormittags mittags nachmittags abends nachts before after between vorher nachher zwischen".split()
)
"""Words of a time that is not understood. They are read as part of a name only if a word of it begins with them."""


def core_of(word: Word) -> str:
    """Return a word in small letters, without the punctuation around it."""
    return re.sub(r"^[\W_]+|[\W_]+$", "", word.text.lower())


def is_like_time(word: Word) -> bool:
    """Return whether a word is part of a time rather than of a name; a bare number may be both."""
    core = core_of(word)
    return core in MARKERS or (core[:1].isnumeric() and not core.isdigit()) or GLUED.match(core) is not None


def is_between(word: Word, words: Sequence[Word]) -> bool:
    """Return whether a word such as "to" stands between two words of a comment that are no part of a time."""
    at = words.index(word)
    beside = [core_of(other) for other in (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])]
    is_time = any(core in SPOKEN or not core[:1].isalpha() for core in beside)
    return word.text.lower() in MARKERS and len(beside) == 2 and not is_time
