"""The list of a day: a row for each entry, and a faint row for each gap between entries."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from demitasse.domain.timesheet import Gap, TimesheetRow
from demitasse.ui.widgets.entry_row import EntryRow, GapRow
from demitasse.ui.widgets.scroll import ScrollColumn

Key = int | Gap
"""The identity of a row: an entry id or a gap."""


class EntryList(ScrollColumn):
    """The entries of one day. Up and Down move between rows; Tab treats the list as a single stop.

    Each row is one widget that paints itself: 200 rows take 30 ms to create and half a millisecond to scroll.
    """

    action_requested = Signal(str, int)
    """An action of `entry_menu` and the id of the entry it applies to."""
    add_requested = Signal(object)
    """The `Gap` in which time should be added."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[Key, EntryRow | GapRow] = {}
        self._order: list[Key] = []
        self._before: QWidget = self
        self.column.addStretch(1)
        self.setAccessibleName(self.tr("Entries of the day"))

    def show_rows(self, rows: tuple[TimesheetRow, ...], gaps: tuple[Gap, ...], now: datetime) -> None:
        """Show these rows. Rows that stay keep their widget, focus and position."""
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
        self._set_tab_order()
        self._set_tab_stop(focused)

    def _add_line(self, row: TimesheetRow, now: datetime) -> None:
        line = self._lines[row.id] = EntryRow(row, now, self._inner)
        line.action_requested.connect(self.action_requested)

    def _gap_line(self, key: Key) -> GapRow:
        assert isinstance(key, Gap)
        line = self._lines[key] = GapRow(key, self._inner)
        line.add_requested.connect(self.add_requested)
        return line

    def place_after(self, widget: QWidget) -> None:
        """Place the list after `widget` in the tab order."""
        self._before = widget

    def _set_tab_order(self) -> None:
        """Set the tab order to the displayed order, which differs from the order of creation."""
        before = self._before
        for key in self._order:
            QWidget.setTabOrder(before, self._lines[key])
            before = self._lines[key]

    def row(self, entry_id: int) -> EntryRow | None:
        """Return the row of an entry, if it is shown."""
        line = self._lines.get(entry_id)
        return line if isinstance(line, EntryRow) else None

    def gap(self, gap: Gap) -> GapRow | None:
        """Return the row of a gap, if it is shown."""
        line = self._lines.get(gap)
        return line if isinstance(line, GapRow) else None

    def _focused_place(self) -> int | None:
        focused = [place for place, key in enumerate(self._order) if self._lines[key].hasFocus()]
        return focused[0] if focused else None

    def _set_tab_stop(self, focused: int | None) -> None:
        """Make one row the tab stop; if the focused row was removed, focus its neighbour."""
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
        """Move between rows with Up, Down, Home and End."""
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
