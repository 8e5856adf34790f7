"""The day's list: one line an entry, and a faint one where nothing was tracked in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from demitasse.domain.timesheet import Gap
from demitasse.ui.widgets import entry_row, gap_row
from demitasse.ui.widgets.entry_row import EntryRow
from demitasse.ui.widgets.gap_row import GapRow
from demitasse.ui.widgets.scroll import ScrollColumn

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent

    from demitasse.domain.timesheet import TimesheetRow

Key = int | Gap
"""What a line is about: an entry by its id, or a gap."""


class EntryList(ScrollColumn):
    """All entries of a day. Up and Down walk through them; Tab passes all of them in one step.

    A line is a widget that paints itself: 200 of them take 30 ms to make and half a millisecond to scroll by.
    """

    wanted = Signal(str, int)
    """What somebody wants to do with an entry (a word of `entry_menu`), and its id."""
    fill_wanted = Signal(object)
    """Somebody wants to add time in this `Gap`."""

    def __init__(self, most_px: int) -> None:
        """Scroll when the lines need more than `most_px`."""
        super().__init__(most_px)
        self._lines: dict[Key, EntryRow | GapRow] = {}
        self._order: list[Key] = []
        self._before: QWidget = self
        self.column.addStretch(1)
        self.setAccessibleName(self.tr("Entries of the day"))

    def show_rows(self, rows: tuple[TimesheetRow, ...], gaps: tuple[Gap, ...], now: datetime) -> None:
        """Show these; lines that stay keep their widget, their focus and their place on the screen."""
        focused = self._focused_place()
        order: list[Key] = []
        before = {gap.next_entry_id for gap in gaps}
        for row in rows:
            order.append(row.id)
            if row.id in before:
                order += [gap for gap in reversed(gaps) if gap.next_entry_id == row.id]
        for gone in self._lines.keys() - set(order):
            old = self._lines.pop(gone)
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()
        for row in rows:
            line = self._lines.get(row.id)
            if not isinstance(line, EntryRow):
                self._add_line(row, now)
            elif line.row != row:
                line.show_row(row, now)
        for place, key in enumerate(order):
            shown = self._lines.get(key) or self._gap_line(key)
            if self.column.indexOf(shown) != place:
                self.column.insertWidget(place, shown)
        self._order = order
        self._chain()
        self.setFixedHeight(self._height())
        self._rove(focused)

    def _add_line(self, row: TimesheetRow, now: datetime) -> None:
        line = self._lines[row.id] = EntryRow(row, now, self._inner)
        line.wanted.connect(self.wanted)

    def _gap_line(self, key: Key) -> GapRow:
        assert isinstance(key, Gap)
        line = self._lines[key] = GapRow(key, self._inner)
        line.wanted.connect(self.fill_wanted)
        return line

    def _height(self) -> int:
        heights = [gap_row.HEIGHT if isinstance(key, Gap) else entry_row.HEIGHT for key in self._order]
        return min(self._most_px, sum(heights))

    def follow(self, widget: QWidget) -> None:
        """Tab comes here from `widget`."""
        self._before = widget

    def _chain(self) -> None:
        """Lines were made in any order; Tab takes them as they are shown."""
        before = self._before
        for key in self._order:
            QWidget.setTabOrder(before, self._lines[key])
            before = self._lines[key]

    def row(self, entry_id: int) -> EntryRow | None:
        """The line of an entry, if it is shown."""
        line = self._lines.get(entry_id)
        return line if isinstance(line, EntryRow) else None

    def gap(self, gap: Gap) -> GapRow | None:
        """The line of a gap, if it is shown."""
        line = self._lines.get(gap)
        return line if isinstance(line, GapRow) else None

    def _focused_place(self) -> int | None:
        focused = [place for place, key in enumerate(self._order) if self._lines[key].hasFocus()]
        return focused[0] if focused else None

    def _rove(self, focused: int | None) -> None:
        """Exactly one line takes part in the Tab order; a deleted line hands the focus to its neighbour."""
        if not self._order:
            return
        current = min(focused or 0, len(self._order) - 1)
        self._only_tab_stop(current)
        if focused is not None and self._focused_place() is None:
            self._lines[self._order[current]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _only_tab_stop(self, current: int) -> None:
        for place, key in enumerate(self._order):
            policy = Qt.FocusPolicy.StrongFocus if place == current else Qt.FocusPolicy.ClickFocus
            self._lines[key].setFocusPolicy(policy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down, Home and End walk through the lines."""
        place = self._focused_place()
        last = len(self._order) - 1
        target = {
            Qt.Key.Key_Up: max(0, (place or 0) - 1),
            Qt.Key.Key_Down: min(last, (place if place is not None else -1) + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if target is None or place is None:
            event.ignore()
            return
        self._only_tab_stop(target)
        line = self._lines[self._order[target]]
        line.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureVisible(0, line.pos().y() + line.height() // 2, 0, line.height())

    def sizeHint(self) -> QSize:
        """As high as its lines, up to the limit."""
        return QSize(200, self._height())
