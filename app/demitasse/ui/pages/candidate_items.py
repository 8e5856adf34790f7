"""The rows of a list of projects and tasks: favourites, recent ones and all by client, or the best matches."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.search import Fits, Match
from demitasse.tracker.typed_lines import Candidates
from demitasse.ui.text import wording
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets.candidates import Item

Pair = tuple[int, int]
_HELP_BELOW = 5
"""With more matches than this there is no help below them."""


class CandidateItems:
    """Builds the rows from what can be booked."""

    def __init__(self, profile: FullProfile) -> None:
        self._profile = profile
        self._candidates: Candidates | None = None
        self._why: dict[Pair, str] = {}
        self._sections: tuple[Item, ...] = ()

    @property
    def favourites(self) -> frozenset[Pair]:
        """The starred pairs."""
        return self._candidates.favourites if self._candidates else frozenset()

    @property
    def known(self) -> Candidates:
        """What can be booked."""
        return self._candidates or self._profile.pages.lines.candidates()

    def refresh(self) -> None:
        """Read again what can be booked. Raises LocalFault."""
        before, self._candidates = self._candidates, self._profile.pages.lines.candidates()
        if self._candidates != before:
            self._why = self._reasons(self._candidates)
            self._sections = ()

    def reason(self, pair: Pair | None) -> str:
        """Return why a pair is suggested; mostly empty."""
        return self._why.get(pair, "") if pair else ""

    def all(self) -> tuple[Item, ...]:
        """Return the list that is shown before anything is typed; each task is in one section only."""
        if not self._sections:
            self._sections = tuple(self._all_of(self.known))
        return self._sections

    def of_fits(self, fits: Fits, *, with_help: bool = False) -> tuple[Item, ...]:
        """Return what fits the words that are typed, with help below if there is little else."""
        items = self._section(translate("Candidates", "Best matches"), fits.exact)
        items += self._section(translate("Candidates", "One letter off"), fits.near)
        if not with_help or len(fits.exact) + len(fits.near) > _HELP_BELOW:
            return items
        first = translate("Card", "Also understood: a time span, a duration, a day.")
        second = translate("Candidates", "9-10:30 acme kick-off  ·  yesterday 1.5h review")
        return (*items, Item(first, second=second))

    def toggle_star(self, pair: Pair) -> None:
        """Add a pair to the favourites, or remove it. Raises LocalFault."""
        self._profile.timesheets.star(*pair, on=pair not in self.favourites)
        self.refresh()

    def _all_of(self, known: Candidates) -> Iterator[Item]:
        left = {(choice.project_id, choice.task_id): choice for choice in known.tasks.listed}
        starred = [pair for pair in left if pair in known.favourites]
        titles = translate("Candidates", "Favourites"), translate("Candidates", "Recent")
        for title, pairs in zip(titles, (starred, known.recent), strict=True):
            yield from self._section(title, [Match(left.pop(pair)) for pair in pairs if pair in left])
        for client, group in groupby(left.values(), key=lambda choice: choice.client):
            title = wording.plain(client) or translate("Candidates", "Without a client")
            yield from self._section(title, [Match(choice) for choice in group])

    def _section(self, title: str, matches: Iterable[Match]) -> tuple[Item, ...]:
        why = self._why
        rows = [Item(match=one, reason=why.get((one.choice.project_id, one.choice.task_id), "")) for one in matches]
        return (Item(title), *rows) if rows else ()

    def _reasons(self, known: Candidates) -> dict[Pair, str]:
        if not known.likely:
            return {}
        before = self._profile.pages.suggestions.previous_pair()
        choice = self._profile.timesheets.choice(*before) if before else None
        today = self._profile.timesheets.today()
        return {one.pair: wording.suggestion_text(one, today, choice.task if choice else "") for one in known.likely}
