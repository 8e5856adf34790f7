"""The base of week, month and report: arrows, a total, what is missing and its fetching, and the footer."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import Fault
from demitasse.tracker.overview import Overview
from demitasse.ui.pages.destinations import AddEntry, Navigator, Settings
from demitasse.ui.pages.page import Page, SyncControl, announce, row
from demitasse.ui.pages.problem_banner import ProblemBanner
from demitasse.ui.text.sync_status_text import fetch_obstacle
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.banner import Notice
from demitasse.ui.widgets.buttons import IconButton
from demitasse.ui.widgets.day_block import Figure
from demitasse.ui.widgets.footer import Footer
from demitasse.ui.widgets.labels import ElidedLabel
from demitasse.ui.widgets.shortcuts import bind, shortcut_for
from demitasse.ui.widgets.theme import Role

D = TypeVar("D")

SLOW_MS = 5000
"""After this time CoffeeCup is called slow."""
_WORDS = 18
_LONGEST_AGAIN = 31
"""A past span of so many days is fetched anew when it is opened, as it may have changed elsewhere."""


class SpanPage(Page[D]):
    """Some days in sums. Subclasses lay out `head` and `words`, and read what they show in `_show`."""

    foot_px = theme.FOOTER

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator, earlier: str, later: str) -> None:
        """`earlier` and `later` name the arrows."""
        super().__init__(profile, sync, navigator)
        self._today = profile.timesheets.today()
        self._fetching: tuple[date, date] | None = None
        self._visible = self._asks = False
        self._minute, self._slow = QTimer(self, singleShot=True), QTimer(self, singleShot=True, interval=SLOW_MS)
        self.earlier = IconButton("left", earlier, shortcut=shortcut_for("span_earlier"))
        self.later = IconButton("right", later, shortcut=shortcut_for("span_later"))
        self.figure = Figure()
        self.words = ElidedLabel("", Role.SMALL, "muted")
        self.words.setFixedHeight(_WORDS)
        self.notice, self.footer = Notice(), Footer()
        self.problems = ProblemBanner(self, profile, navigator, self.notice, self.footer)
        self._minute.timeout.connect(self.reload)
        self._slow.timeout.connect(self.reload)
        self.earlier.clicked.connect(partial(self.go, -1))
        self.later.clicked.connect(partial(self.go, 1))
        self.footer.add.clicked.connect(self._on_add)
        self.footer.gear.clicked.connect(partial(navigator.open, Settings()))
        self.problems.look_wanted.connect(self._on_look)
        keys = {"span_earlier": partial(self.go, -1), "span_later": partial(self.go, 1)}
        bind(self, keys | {"span_now": self.go_to_now, "look": self._on_look})

    def _head(self, *title: QWidget | None, grow: QWidget | None) -> QWidget:
        """Return the line with arrows, title and total; `grow`, or None as a part, takes the spare width."""
        arrows = row(self.earlier, self.later, gap=0)
        head = row(arrows, *title, self.figure, grow=grow, margins=(8, 8, 16, 0), gap=6)
        head.setFixedHeight(36)
        return head

    def go(self, steps: int) -> None:
        """Show the span so many steps later, or earlier if that is negative."""
        raise NotImplementedError

    @Slot()
    def go_to_now(self) -> None:
        """Show the span of today."""
        raise NotImplementedError

    def _show(self, overview: Overview) -> None:
        """Read and show the span. Raises LocalFault."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read the span again, and fetch its days if they are not on this computer. Raises LocalFault."""
        overview = self._profile.overview.read()
        self._today = overview.today.day
        self._show(overview)
        self.problems.refresh(overview)
        self._schedule(overview)

    def after_message(self) -> QWidget:
        """Return the first button of the footer."""
        return self.footer.status

    def spoken(self) -> str:
        """Return which span is shown, with its total, for screen readers."""
        raise NotImplementedError

    def _changed(self) -> None:
        """Show another span, and have it spoken."""
        self._fetching = None
        self.reload()
        announce(self, self.spoken())

    def _fetch(self, first: date, last: date, missing: Sequence[date], overview: Overview) -> str:
        """Fetch what is missing, a year at a time, and return what is said about it; empty if all is here."""
        obstacle = fetch_obstacle(overview.sync, overview.at.wall)
        self.words.setAccessibleDescription(obstacle if missing else "")
        if obstacle:
            self._fetching = None  # so that the days are fetched as soon as that is possible
            self._slow.stop()
            return self.tr("Not on this computer yet") if missing else ""
        self._asks = bool(missing)
        if missing:
            year = [day for day in missing if day.year == missing[-1].year]
            self._ask_for(year[0], year[-1])
            is_slow = self._fetching is not None and not self._slow.isActive()
            return self.tr("CoffeeCup is slow today…") if is_slow else self.tr("Asking CoffeeCup…")
        self._slow.stop()
        if last < self._today and (last - first).days < _LONGEST_AGAIN and self._fetching is None:
            self._ask_for(first, last)
            self._slow.stop()
        return ""

    def _ask_for(self, first: date, last: date) -> None:
        if self._fetching != (first, last):
            self._fetching = first, last
            self._sync.fetch_days(first, last)
            self._slow.start()

    def shown(self) -> None:
        """Keep the running timer up to date."""
        self._visible = True
        if self._fetching is not None and self._asks:
            self._slow.start()
        with self.showing_faults():
            self._schedule(self._profile.overview.read())

    def hidden(self) -> None:
        """Stop updating."""
        self._visible = False
        self._minute.stop()
        self._slow.stop()

    def _schedule(self, overview: Overview) -> None:
        """Refresh at the next full minute if a timer runs and the page is on the screen."""
        if overview.running and self._visible:
            self._minute.start((60 - overview.running.duration_s % 60) * 1000)
        else:
            self._minute.stop()

    @Slot()
    def _on_look(self) -> None:
        self._fetching = None
        self._sync.compare()
        self.reload()

    @Slot()
    def _on_add(self) -> None:
        self._navigator.open(AddEntry(self.day_in_view()))

    def show_fault(self, fault: Fault) -> None:
        """Show the fault in the notice."""
        self.problems.show_fault(fault)
