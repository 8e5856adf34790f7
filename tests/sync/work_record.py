"""The time really worked, recorded to the second. It is the reference for all totals."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class WorkRecord:
    """Seconds worked, by day and text, in true time."""

    def __init__(self, zone: ZoneInfo) -> None:
        """Start empty."""
        self._zone = zone
        self.seconds: Counter[tuple[date, str]] = Counter()

    def worked(self, began: float, ended: float, words: str) -> None:
        """Record work from one true second to another. The span is halved until both ends are on the same day."""
        first, last = self._day(began), self._day(ended - 1)
        if ended <= began:
            return
        if first == last:
            self.seconds[first, words] += round(ended - began)
            return
        middle = (began + ended) // 2
        self.worked(began, middle, words)
        self.worked(middle, ended, words)

    def _day(self, at: float) -> date:
        return datetime.fromtimestamp(at, self._zone).date()


def differs(where: str, found: Counter[tuple[date, str]], wanted: Counter[tuple[date, str]]) -> str:
    """Return where two records differ; empty if they agree."""
    names = sorted({*found, *wanted})
    wrong = [f"{name}: {found[name]} instead of {wanted[name]}" for name in names if found[name] != wanted[name]]
    return f"{len(wrong)} differ on the {where}: {'; '.join(wrong[:5])}" if wrong else ""
