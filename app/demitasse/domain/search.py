"""Search for the picker and for comment completion.

The letters may be of client, project, task or project code, in any order, with a typo. All names are folded once, into
an `Index`. A keystroke then compares each distinct name once with each word, and adds up the scores of the words for
each choice; the result for all words but the last is cached.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from demitasse.domain.entries import Choice
from demitasse.domain.errors import FaultCode, NoMatch
from demitasse.domain.highlights import INSIDE, MIN_TYPO_LENGTH, START, TYPO, WHOLE, best_spot
from demitasse.domain.text_matching import Vocabulary, fold, folded_forms

Pair = tuple[int, int]
Highlights = tuple[tuple[int, int], ...]

_FEW_MATCHES = 8
"""With fewer exact matches than this, matches with typos are added."""
MOST_MATCHES = 50
"""The longest list of matches: typing more letters is quicker than scrolling further."""
_KNOWN_WORDS = 16
"""The words of the last keys, which narrow the search for the next one."""
MAX_COMPLETIONS = 5
"""Number of suggestions for a comment."""


class Match(NamedTuple):
    """A matching choice; `exact` if every word of the query occurs in it as typed."""

    choice: Choice
    score: int = 0
    words: tuple[str, ...] = ()
    exact: bool = True

    def highlights(self) -> tuple[str, Highlights, Highlights, Highlights]:
        """Return the secondary text, and the (start, end) to highlight in project, task and secondary text."""
        choice = self.choice
        spots = [best_spot(word, (choice.project, choice.task, choice.code, choice.client)) for word in self.words]
        outside = next((which for which, spot in spots if spot and which > 1), 0)
        project, task, secondary = (
            tuple(sorted((spot.start, spot.end) for which, spot in spots if spot and which == place))
            for place in (0, 1, outside or -1)
        )
        return ("", "", choice.code, choice.client)[outside], project, task, secondary


class Fits(NamedTuple):
    """The choices that fit a query, at most `MOST_MATCHES` of a kind: those that fit as typed, and with a typo.

    `equal` of the `exact` ones, the first ones, fit equally well and better than the others; none if a number in the
    query begins no word of them.
    """

    exact: tuple[Match, ...] = ()
    near: tuple[Match, ...] = ()
    equal: int = 0

    @property
    def best(self) -> Choice | None:
        """The choice that fits best; of equal ones the likeliest."""
        return self.exact[0].choice if self.equal else None


class Index:
    """All bookable choices, prepared for searching."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        """Index the choices; each distinct name is folded once."""
        self.listed = tuple(choices)
        self._all = sorted(self.listed, key=lambda choice: (fold(choice.project), fold(choice.task)))
        weights = {"project": 2, "code": 2, "client": 1, "task": 2}
        self._columns = [_Column(map(attrgetter(name), self._all), weight) for name, weight in weights.items()]
        projects, codes, clients, tasks = (column.numbers for column in self._columns)
        heads: dict[tuple[int, int, int], int] = {}
        self._names = []
        for choice in self._all:
            head = (projects[choice.project], codes[choice.code], clients[choice.client])
            self._names.append((heads.setdefault(head, len(heads)), tasks[choice.task]))
        self._heads = list(heads)
        self._numbers = {_pair(choice): number for number, choice in enumerate(self._all)}
        self._first: Sequence[Pair] | None = None
        self.prefer(())

    @property
    def compared(self) -> int:
        """The names that were compared with a word so far: the work of searching, on any machine."""
        return sum(column.compared for column in self._columns)

    def warm(self) -> "Index":
        """Build the vocabularies now, so that no keystroke waits for them; return self."""
        for column in self._columns:
            _ = column.vocabulary
        return self

    def prefer(self, first: Sequence[Pair]) -> None:
        """Rank these pairs before others of the same score."""
        if first == self._first:
            return
        self._first = first
        self._fitted: tuple[str, Fits] = "", Fits()
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
        self._result_cache: dict[tuple[bool, tuple[str, ...]], Sequence[int]] = {}
        self._score_cache: dict[tuple[bool, str], tuple[dict[int, int], dict[int, int]]] = {}

    def find(self, query: str) -> list[Match]:
        """Find the choices in which every word of `query` occurs.

        Starts of words rank first, and names before code and client. If there are few, choices that match with a typo
        in a longer word are added.
        """
        words = _words(query)
        exact, near = self._keys(words)
        matches = [self._match(key, words) for key in sorted(exact)]
        return matches + [self._match(key, words, exact=False) for key in sorted(near)]

    def fits(self, query: str) -> Fits:
        """Return the same, with what of it may be taken without asking: the choices that fit best as typed."""
        if query == self._fitted[0]:
            return self._fitted[1]
        words = _words(query)
        if not words:
            return Fits()
        exact, near = self._keys(words)
        found = tuple([self._match(key, words) for key in nsmallest(MOST_MATCHES, exact)])
        best = _equally_good(query, found)
        is_all = best and len(found) == MOST_MATCHES == len(best)
        beyond = (1 - found[0].score) * len(self.choices) if found else 0  # the lowest key with the next lower score
        equal = len([key for key in exact if key < beyond]) if is_all else len(best)
        ahead = {_pair(match.choice) for match in best}
        others = tuple([match for match in found if _pair(match.choice) not in ahead])
        more = tuple([self._match(key, words, exact=False) for key in nsmallest(MOST_MATCHES, near)])
        self._fitted = query, Fits((*best, *others), more, equal)
        return self._fitted[1]

    def number_of_fits(self, query: str) -> int:
        """Return how many choices have every word of `query` as typed."""
        return len(self._search(_words(query), typos=False))

    def _keys(self, words: tuple[str, ...]) -> tuple[Sequence[int], list[int]]:
        """Return the sort keys of the choices that match as typed, and if they are few of those with a typo."""
        self._trim_caches(words)
        exact = self._search(words, typos=False)
        if len(exact) >= _FEW_MATCHES or not any(map(_allows_typo, words)):
            return exact, []
        known = {key % len(self.choices) for key in exact}
        return exact, [key for key in self._search(words, typos=True) if key % len(self.choices) not in known]

    def _match(self, key: int, words: tuple[str, ...], *, exact: bool = True) -> Match:
        score, place = divmod(key, len(self.choices))
        return Match(self.choices[place], -score, words, exact)

    def has(self, query: str, *, whole: str = "", beginning: str = "") -> bool:
        """Return whether a choice has all words of `query` as typed, and those of `whole` as whole words.

        One of its words must also begin with `beginning`.
        """
        wanted, first = set(fold(whole).split()), fold(beginning)
        if whole and not wanted:
            return False
        return any(
            wanted <= _folded_words(choice) and _has_beginning(choice, first)
            for choice in self._with_words(f"{query} {whole}")
        )

    def has_letters(self, query: str, letters: str) -> bool:
        """Return whether a choice that has all words of `query` has `letters` in its names as they are."""
        return any(letters in f"{choice.project} {choice.task}" for choice in self._with_words(query))

    def has_colon(self, query: str, word: str) -> bool:
        """Return whether a choice with a colon in its names has `query` and the beginning of a comment, `word`."""
        return any(":" in f"{choice.project} {choice.task}" for choice in self._with_words(f"{query} {word}"))

    def _with_words(self, query: str) -> Iterator[Choice]:
        """Yield the choices that have every word of `query` as typed."""
        return (self.choices[key % len(self.choices)] for key in self._search(_words(query), typos=False))

    def _search(self, words: tuple[str, ...], *, typos: bool) -> Sequence[int]:
        """Return a sort key for every match: its position minus its score times the number of choices."""
        keys: Sequence[int] = range(len(self.choices))
        for number, word in enumerate(words, start=1):
            state = (typos and any(map(_allows_typo, words[:number])), words[:number])
            if state not in self._result_cache:
                self._result_cache[state] = self._narrow(keys, word, typos=typos)
            keys = self._result_cache[state]
        return keys

    def _trim_caches(self, words: tuple[str, ...]) -> None:
        """Drop cached results that the new query cannot use."""
        self._result_cache = {
            state: keys for state, keys in self._result_cache.items() if words[: len(state[1])] == state[1]
        }
        self._score_cache = {state: scores for state, scores in self._score_cache.items() if state[1] in words}

    def _narrow(self, keys: Sequence[int], word: str, *, typos: bool) -> list[int]:
        """Return the keys of the choices in which `word` occurs, too."""
        heads, tasks = self._scores(word, typos=typos)
        number = len(self.choices)
        if isinstance(keys, range) and 4 * len(tasks) <= len(self._with_task):  # look up the few choices that have it
            scored = {place: score for task, score in tasks.items() for place in self._with_task[task]}
            for head, score in heads.items():
                scored.update((place, score) for place in self._with_head[head] if score > scored.get(place, 0))
            return [place - score * number for place, score in scored.items()]
        by_head, by_task = _listed(heads, len(self._heads)), _listed(tasks, len(self._with_task))
        names = self._places if isinstance(keys, range) else [self._places[key % number] for key in keys]
        return [
            key - score * number
            for key, (head, task) in zip(keys, names, strict=True)
            if (score := one if (one := by_head[head]) > (other := by_task[task]) else other)
        ]

    def _scores(self, word: str, *, typos: bool) -> tuple[dict[int, int], dict[int, int]]:
        """Return the scores of `word` by combination of project, code and client, and by task."""
        typos = typos and _allows_typo(word)
        if (typos, word) not in self._score_cache:
            projects, codes, clients, tasks = (column.scores(word, typos=typos) for column in self._columns)
            heads: dict[int, int] = {}
            for head, (project, code, client) in enumerate(self._heads):
                if project in projects or code in codes or client in clients:
                    heads[head] = max(projects.get(project, 0), codes.get(code, 0), clients.get(client, 0))
            self._score_cache[typos, word] = heads, tasks
        return self._score_cache[typos, word]


class _Column:
    """The distinct texts of one kind, folded, with a space before and after every word; `weight` is that of a match."""

    def __init__(self, texts: Iterable[str], weight: int) -> None:
        self._weight = weight
        self._known: dict[str, dict[int, int]] = {}
        self.compared = 0
        """The texts that were compared with a word so far: the work of searching."""
        self.numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        self._texts = [f" {' | '.join(folded_forms(text))} " for text in self.numbers]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of all texts; built lazily, as only a search with typos needs it."""
        return Vocabulary(self._texts)

    def scores(self, word: str, *, typos: bool) -> dict[int, int]:
        """Return how well `word` matches, by the number of the text, for the texts in which it occurs."""
        if word not in self._known:
            # A longer word occurs only where the shorter one did.
            shorter = [known for known in self._known if word.startswith(known) and fold(word).startswith(fold(known))]
            among = self._known[max(shorter, key=len)] if shorter else range(len(self._texts))
            self._known[word] = self._exact_scores(folded_forms(word), among)
            if len(self._known) > _KNOWN_WORDS:
                del self._known[next(iter(self._known))]
        exact = self._known[word]
        if not typos:
            return exact
        near = {number for form in folded_forms(word) for number in self.vocabulary.matching(form)}
        return dict.fromkeys(near, TYPO * self._weight) | exact

    def _exact_scores(self, words: tuple[str, ...], among: Collection[int]) -> dict[int, int]:
        best: dict[int, int] = {}
        texts = self._texts
        inside, begins, is_whole = (level * self._weight for level in (INSIDE, START, WHOLE))
        for word in words:
            self.compared += len(among)
            start, whole = f" {word}", f" {word} "
            scores = {
                number: inside if start not in text else begins if whole not in text else is_whole
                for number in among
                if word in (text := texts[number])
            }
            if best:  # the second form of a word with an umlaut
                scores = {number: score for number, score in scores.items() if score > best.get(number, 0)}
            best |= scores
        return best


def _listed(scores: dict[int, int], length: int) -> list[int]:
    """Return a score for each number below `length`; a list is read faster than a dict."""
    found = [0] * length
    for number, score in scores.items():
        found[number] = score
    return found


def _words(query: str) -> tuple[str, ...]:
    """Split a query into words like their folded forms; umlauts stay, as they have two forms."""
    spaced = "".join(letter if fold(letter) != " " else " " for letter in query)
    return tuple(word for word in spaced.casefold().replace("ß", "ss").split() if fold(word).strip())


def _allows_typo(word: str) -> bool:
    return len(word) >= MIN_TYPO_LENGTH


def rank(query: str, choices: Iterable[Choice], first: Sequence[Pair] = ()) -> list[Match]:
    """Return the choices that match `query`, best first."""
    index = Index(choices)
    index.prefer(first)
    return index.find(query)


def resolve(query: str, index: Index) -> Choice:
    """Return the one choice that matches `query`. Raises NoMatch if none does, or several do equally well."""
    matches = index.find(query)
    best = _equally_good(query, [match for match in matches if match.exact])
    if not best:
        names = _names(matches)
        code = FaultCode.NO_TASK_BUT_SIMILAR if names else FaultCode.NO_TASK
        raise NoMatch(code, text=query[:60], candidates=names)
    if len(best) > 1:
        raise NoMatch(FaultCode.SEVERAL_TASKS, text=query[:60], number=len(best), candidates=_names(best))
    return best[0].choice


def _equally_good(query: str, exact: Sequence[Match]) -> list[Match]:
    """Return those of the `exact` matches that fit best: the whole names, or else those with the highest score."""
    fitting = [match for match in exact if _has_numbers_of(query, match.choice)]
    words = fold(query).split()
    whole = [match for match in fitting if words == fold(f"{match.choice.project} {match.choice.task}").split()]
    return whole or [match for match in fitting if match.score == fitting[0].score]


def _has_numbers_of(query: str, choice: Choice) -> bool:
    """Return whether the words of a query with a digit begin words of a choice: "1" is not enough for "2011"."""
    numbers = [word for word in fold(query).split() if any(letter.isnumeric() for letter in word)]
    return all(_has_beginning(choice, number) for number in numbers)


def _has_beginning(choice: Choice, folded: str) -> bool:
    return not folded or any(word.startswith(folded) for word in _folded_words(choice))


def _folded_words(choice: Choice) -> set[str]:
    names = f"{choice.project} {choice.code} {choice.client} {choice.task}"
    return {word for form in folded_forms(names) for word in form.split()}


def _names(matches: list[Match]) -> tuple[str, ...]:
    return tuple(f"{match.choice.project} · {match.choice.task}" for match in matches)


def _pair(choice: Choice) -> Pair:
    return choice.project_id, choice.task_id


def complete_comment(typed: str, comments: Iterable[str], limit: int = MAX_COMPLETIONS) -> list[str]:
    """Return the first comments in which every word of `typed` begins a word, except `typed` itself."""
    words = [[form.strip() for form in folded_forms(word)] for word in typed.split()]
    wanted = typed.strip().casefold()
    fitting = (comment for comment in comments if comment.strip().casefold() != wanted and _fits(words, comment))
    return list(islice(fitting, limit))


def _fits(words: list[list[str]], comment: str) -> bool:
    texts = [f" {form}" for form in folded_forms(comment)]
    return all(any(f" {form}" in text for form in word for text in texts) for word in words)


def comment_marks(typed: str, comment: str) -> Highlights:
    """Return the (start, end) of the letters of `comment` at which the words of `typed` begin its words."""
    spots = (best_spot(word, (comment,))[1] for word in _words(typed))
    return tuple(sorted({(spot.start, spot.end) for spot in spots if spot is not None}))
