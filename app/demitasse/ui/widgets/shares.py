"""The projects of a week under one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from demitasse.ui.widgets.columns import ShareRow
from demitasse.ui.widgets.scroll import SlimBar

if TYPE_CHECKING:
    from demitasse.domain.week import Share


class ShareList(QScrollArea):
    """As high as its lines; it scrolls beyond `most` of them."""

    def __init__(self, most: int) -> None:
        """Nothing to show yet."""
        super().__init__()
        self._most = most
        self.rows: list[ShareRow] = []
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(0)
        for widget in (inner, self.viewport()):
            widget.setBackgroundRole(QPalette.ColorRole.Base)
            widget.setAutoFillBackground(True)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(SlimBar())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Projects of the week"))

    def show_shares(self, shares: tuple[Share, ...]) -> None:
        """Show these; lines are made and taken away at the end only."""
        while len(self.rows) > len(shares):
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(shares):
            self.rows.append(ShareRow())
            self._column.addWidget(self.rows[-1])
        for row, share in zip(self.rows, shares, strict=True):
            row.show_share(share)
        self.setFixedHeight(min(self._most, len(shares)) * ShareRow.HEIGHT + 8 if shares else 0)
