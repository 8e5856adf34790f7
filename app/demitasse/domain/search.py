"""Ranking for the picker: a few letters of client, project, task and project code, in any order, with a slip or two.

What can be booked is folded once, into an `Index`. A keystroke then looks at every different name once for each word,
and adds up what the words are worth for each choice; what the words before the last one left over is remembered.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from demitasse.domain.entries import Choice
from demitasse.domain.folding import fold, folded_forms, folded_with_positions
from demitasse.domain.fuzzy import Vocabulary, starts_with_typo

Pair = tuple[int, int]
Marks = tuple[tuple[int, int], ...]

_SLIP, _INSIDE, _START, _WHOLE = 1, 2, 3, 4
_SLIP_FROM = 4
"""Words of so many letters may hold one wrong, missing, extra or swapped letter."""
_FEW = 8
"""With fewer hits than this, words with a slip in them are looked for, too."""
MAX_COMPLETIONS = 5
"""More than can be taken in at a glance would not be read."""


class Match(NamedTuple):
    """A choice that fits; `exact` if every word of the query stands in it as it was typed."""

    choice: Choice
    score: int = 0
    words: tuple[str, ...] = ()
    exact: bool = True

    def secondary_text(self) -> str:
        """The code or the client, if a word stands there and in neither name; else empty."""
        return self.highlights()[0]

    def highlights(self) -> tuple[str, Marks, Marks, Marks]:
        """What is worth showing beside the names, and the letters to mark in project, task and there: (start, end)."""
        choice = self.choice
        spots = [_best_spot(word, (choice.project, choice.task, choice.code, choice.client)) for word in self.words]
        outside = next((which for which, spot in spots if spot and which > 1), 0)
        project, task, beside = (
            tuple(sorted((spot.start, spot.end) for which, spot in spots if spot and which == place))
            for place in (0, 1, outside or -1)
        )
        return ("", "", choice.code, choice.client)[outside], project, task, beside


class SearchResult(NamedTuple):
    """The best matches, best first, and how many there are in all."""

    matches: list[Match]
    total: int


class Index:
    """Everything that can be booked, ready to be searched."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        """Take over the choices, and fold every different name once."""
        self.listed = tuple(choices)
        self._all = sorted(self.listed, key=lambda one: (fold(one.project), fold(one.task)))
        names = ("project", "code", "client", "task")
        self._columns = [_Column(map(attrgetter(name), self._all)) for name in names]
        projects, codes, clients, tasks = (column.numbers for column in self._columns)
        heads: dict[tuple[int, int, int], int] = {}
        self._names = []
        for one in self._all:
            head = (projects[one.project], codes[one.code], clients[one.client])
            self._names.append((heads.setdefault(head, len(heads)), tasks[one.task]))
        self._heads = list(heads)
        self._numbers = {_pair(one): number for number, one in enumerate(self._all)}
        self.prefer(())

    def warm(self) -> "Index":
        """Make at once what the first slip would need, so that no keystroke waits for it; itself."""
        for column in self._columns:
            _ = column.vocabulary
        return self

    def prefer(self, first: Sequence[Pair]) -> None:
        """These come before others of the same merit."""
        ahead = [self._numbers[pair] for pair in dict.fromkeys(first) if pair in self._numbers]
        taken = set(ahead)
        order = [*ahead, *(number for number in range(len(self._all)) if number not in taken)]
        self.choices = [self._all[number] for number in order]
        self._places = [self._names[number] for number in order]
        self._with_head: list[list[int]] = [[] for _ in self._heads]
        self._with_task: list[list[int]] = [[] for _ in self._columns[-1].numbers]
        for place, (head, task) in enumerate(self._places):
            self._with_head[head].append(place)
            self._with_task[task].append(place)
        self._left: dict[tuple[bool, tuple[str, ...]], Sequence[int]] = {}
        self._worth: dict[tuple[bool, str], tuple[dict[int, int], dict[int, int]]] = {}

    def find(self, query: str, limit: int | None = None) -> SearchResult:
        """The choices in which every word of `query` occurs: starts of words first, names before code and client.

        If that are few, those follow in which a longer word differs by one letter.
        """
        words = _words(query)
        self._forget(words)
        keys = sorted(self._search(words, slips=False))
        exact = len(keys)
        if exact < _FEW and any(map(_may_slip, words)):
            known = {key % len(self.choices) for key in keys}
            more = self._search(words, slips=True)
            keys += sorted(key for key in more if key % len(self.choices) not in known)
        shown = [self._match(key, words, exact=place < exact) for place, key in enumerate(keys[:limit])]
        return SearchResult(shown, len(keys))

    def _match(self, key: int, words: tuple[str, ...], *, exact: bool) -> Match:
        score, place = divmod(key, len(self.choices))
        return Match(self.choices[place], -score, words, exact)

    def _search(self, words: tuple[str, ...], *, slips: bool) -> Sequence[int]:
        """A key for every choice that fits: its place less its merit times the number of choices, so that keys sort."""
        keys: Sequence[int] = range(len(self.choices))
        for number, word in enumerate(words, start=1):
            state = (slips and any(map(_may_slip, words[:number])), words[:number])
            if state not in self._left:
                self._left[state] = self._narrowed(keys, word, slips=slips)
            keys = self._left[state]
        return keys

    def _forget(self, words: tuple[str, ...]) -> None:
        """Keep of the search before what this one needs again."""
        self._left = {state: keys for state, keys in self._left.items() if words[: len(state[1])] == state[1]}
        self._worth = {state: merits for state, merits in self._worth.items() if state[1] in words}

    def _narrowed(self, keys: Sequence[int], word: str, *, slips: bool) -> list[int]:
        """The keys of the choices in which `word` occurs, too."""
        heads, tasks = self._merits(word, slips=slips)
        number = len(self.choices)
        if isinstance(keys, range):  # all of them: only those are looked at that have the word
            found = {place: merit for task, merit in tasks.items() for place in self._with_task[task]}
            for head, merit in heads.items():
                found.update((place, merit) for place in self._with_head[head] if merit > found.get(place, 0))
            return [place - merit * number for place, merit in found.items()]
        kept = []
        for key in keys:
            head, task = self._places[key % number]
            if merit := max(heads.get(head, 0), tasks.get(task, 0)):
                kept.append(key - merit * number)
        return kept

    def _merits(self, word: str, *, slips: bool) -> tuple[dict[int, int], dict[int, int]]:
        """What `word` is worth for combinations of project, code and client, and for tasks, where it occurs."""
        slips = slips and _may_slip(word)
        if (slips, word) not in self._worth:
            projects, codes, clients, tasks = (column.levels(word, slips=slips) for column in self._columns)
            heads: dict[int, int] = {}
            for head, (project, code, client) in enumerate(self._heads):
                if project in projects or code in codes or client in clients:
                    name = max(projects.get(project, 0), codes.get(code, 0))
                    heads[head] = max(2 * name, clients.get(client, 0))
            self._worth[slips, word] = heads, {task: level * 2 for task, level in tasks.items()}
        return self._worth[slips, word]


class _Column:
    """All different texts of one kind: folded, with a space before and behind every word."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._exact: tuple[str, dict[int, int]] = ("", {})
        self.numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        self._texts = [f" {' | '.join(folded_forms(text))} " for text in self.numbers]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all texts; only words with a slip in them need it."""
        return Vocabulary(self._texts)

    def levels(self, word: str, *, slips: bool) -> dict[int, int]:
        """How well `word` stands in the texts in which it does, by their numbers."""
        if self._exact[0] != word:
            self._exact = (word, self._stands(folded_forms(word)))
        if not slips:
            return self._exact[1]
        near = {number for form in folded_forms(word) for number in self.vocabulary.matching(form)}
        return dict.fromkeys(near, _SLIP) | self._exact[1]

    def _stands(self, words: tuple[str, ...]) -> dict[int, int]:
        found: dict[int, int] = {}
        for word in words:
            start, whole = f" {word}", f" {word} "
            levels = {
                number: _INSIDE if start not in text else _START if whole not in text else _WHOLE
                for number, text in enumerate(self._texts)
                if word in text
            }
            found |= {number: level for number, level in levels.items() if level > found.get(number, 0)}
        return found


class _Spot(NamedTuple):
    """Where a word stands in a name, and how well."""

    level: int
    start: int
    end: int


def _best_spot(word: str, names: Sequence[str]) -> tuple[int, _Spot | None]:
    """In which of `names` the word stands best, the first of equals, and where."""
    for look in (_exact_spot, _slip_spot):
        spots = [(which, spot) for which, name in enumerate(names) if (spot := look(word, name))]
        if spots:
            return max(spots, key=lambda found: (found[1].level, -found[0]))
    return 0, None


def _exact_spot(word: str, name: str) -> _Spot | None:
    best = None
    for folded in folded_with_positions(name):
        for form in folded_forms(word):
            for level, start in _found_at(form, f" {folded.text} "):
                if best is None or level > best.level:
                    best = _spot(level, start, start + len(form), folded.positions)
    return best


def _found_at(form: str, text: str) -> list[tuple[int, int]]:
    tries: Iterable[tuple[int, str, int]] = ((_WHOLE, f" {form} ", 0), (_START, f" {form}", 0), (_INSIDE, form, -1))
    return [(level, text.find(what) + shift) for level, what, shift in tries if what in text][:1]


def _slip_spot(word: str, name: str) -> _Spot | None:
    typed = fold(word)
    for folded in folded_with_positions(name) if len(typed) >= _SLIP_FROM else ():
        end = 0
        for other in folded.text.split():
            start = folded.text.index(other, end)
            end = start + len(other)
            if starts_with_typo(other, typed):
                return _spot(_SLIP, start, min(end, start + len(typed)), folded.positions)
    return None


def _spot(level: int, start: int, end: int, places: Sequence[int]) -> _Spot:
    return _Spot(level, places[start], places[end - 1] + 1)


def _words(query: str) -> tuple[str, ...]:
    """The words of a query, split where their folded forms are; umlauts stay, for they have two forms."""
    spaced = "".join(letter if fold(letter) != " " else " " for letter in query)
    return tuple(word for word in spaced.casefold().replace("ß", "ss").split() if fold(word).strip())


def _may_slip(word: str) -> bool:
    return len(word) >= _SLIP_FROM


def rank(query: str, choices: Iterable[Choice], first: Sequence[Pair] = ()) -> list[Match]:
    """The choices that `query` may mean, best first."""
    index = Index(choices)
    index.prefer(first)
    return index.find(query).matches


def _pair(choice: Choice) -> Pair:
    return choice.project_id, choice.task_id


def complete_comment(typed: str, comments: Iterable[str], limit: int = MAX_COMPLETIONS) -> list[str]:
    """The first few comments in which every word of `typed` begins a word; never what is typed already."""
    words = [[form.strip() for form in folded_forms(word)] for word in typed.split()]
    wanted = typed.strip().casefold()
    found: list[str] = []
    for comment in comments:
        if len(found) == limit:
            break
        if comment.strip().casefold() != wanted and _fits(words, comment):
            found.append(comment)
    return found


def _fits(words: list[list[str]], comment: str) -> bool:
    texts = [f" {form}" for form in folded_forms(comment)]
    return all(any(f" {form}" in text for form in word for text in texts) for word in words)
