"""The projects of a week with their totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.week_chart import ProjectTotalRow

if TYPE_CHECKING:
    from demitasse.domain.timesheet import ProjectTotal


class ProjectTotals(ScrollColumn):
    """A list as high as its rows, which scrolls beyond `most` of them."""

    def __init__(self, most: int) -> None:
        """Create an empty list."""
        super().__init__(most * ProjectTotalRow.HEIGHT + 8)
        self.rows: list[ProjectTotalRow] = []
        self.column.setContentsMargins(0, 4, 0, 4)
        self.setAccessibleName(self.tr("Projects of the week"))

    def show_totals(self, shares: tuple[ProjectTotal, ...]) -> None:
        """Show these totals, adding or removing rows at the end only."""
        while len(self.rows) > len(shares):
            row = self.rows.pop()
            self.column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(shares):
            self.rows.append(ProjectTotalRow())
            self.column.addWidget(self.rows[-1])
        for row, share in zip(self.rows, shares, strict=True):
            row.show_total(share)
        self.fit_height()
        self.setVisible(bool(shares))
