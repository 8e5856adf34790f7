"""A list of totals with bars: the projects of a week, and the rows of a report. Only the visible rows are painted."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from demitasse.ui.text import wording
from demitasse.ui.widgets import focus, icons, painting, theme
from demitasse.ui.widgets.scroll import use_overlay_bar
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import show_item_tip

Index = QModelIndex | QPersistentModelIndex

SHORT_ROW, TALL_ROW = 32, 42
"""The heights of a row with its bar beside the name, and of one with its bar below it."""
_SIDE, _DOT, _DOT_GAP = 16, 10, 10
_FIGURE, _SHARE_GAP = 56, 8
_SHORT_NAME, _APART = 130, 10
_BAR, _BAR_TOP, _LINE_TOP, _LINE = 6, 29, 7, 18
_NONE: Index = QModelIndex()


Row = tuple[Any, ...]
"""What a row stands for: a named tuple whose first field identifies it."""


class Total(NamedTuple):
    """How a row looks: a name and what is behind it, its colour (empty without a dot), and its seconds.

    `part` is the length of the bar, 0.0 to 1.0. `share` is shown beside the figure.
    """

    name: str
    detail: str
    color: str
    seconds: int
    part: float
    share: str = ""

    def title(self) -> str:
        """Return the name on one line."""
        return " · ".join(filter(None, (self.name, self.detail)))

    def spoken(self) -> str:
        """Return the row for screen readers."""
        return ", ".join(filter(None, (self.title(), wording.spoken_duration(self.seconds), self.share)))


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()
        self._describe: Callable[[Any], Total] = lambda row: Total(str(row), "", "", 0, 0)

    def total(self, place: int) -> Total:
        return self._describe(self.rows[place])

    def replace(self, rows: tuple[Row, ...], describe: Callable[[Any], Total]) -> None:
        self._describe = describe
        if [row[0] for row in rows] == [row[0] for row in self.rows]:  # keeps the current row
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        spoken = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        if role not in {*spoken, Qt.ItemDataRole.ToolTipRole}:
            return None
        total = self.total(index.row())
        if role in spoken:
            return total.spoken()
        return "  ".join(filter(None, (total.title(), wording.duration(total.seconds), total.share)))


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: "TotalList") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, self._view.row_px)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, row = self._view, self._view.total(index.row())
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        painter.setLayoutDirection(view.layoutDirection())
        colors, rect = theme.tokens(view), QRectF(option.rect)
        reached = view.current_row() if view.hasFocus() and focus.is_shown() else -1
        if view.opens and index.row() in {view.hovered, reached}:
            painter.fillRect(rect, colors.color("raised"))
        (self._paint_tall if view.row_px == TALL_ROW else self._paint_short)(painter, rect, row, colors)
        if view.hasFocus() and index.row() == view.current_row():
            painting.focus_ring(painter, rect.toRect().adjusted(2, 1, -2, -1), colors.focus, 6)
        painter.restore()

    def _paint_short(self, painter: QPainter, rect: QRectF, row: Total, colors: theme.Tokens) -> None:
        """Paint the name, a bar beside it, and the figure."""
        left = self._paint_dot(painter, rect.center().y(), row, colors)
        line = QRectF(left, rect.top(), _SHORT_NAME, rect.height())
        self._paint_name(painter, line, row, colors)
        end = self._view.room() - _SIDE
        self._words(painter, QRectF(end - _FIGURE, rect.top(), _FIGURE, rect.height()), wording.duration(row.seconds),
                    Role.BODY, colors.text)  # fmt: skip
        begin = line.right() + _APART
        self._paint_bar(painter, begin, end - _FIGURE - _APART - begin, rect.center().y() - _BAR / 2, row, colors)

    def _paint_tall(self, painter: QPainter, rect: QRectF, row: Total, colors: theme.Tokens) -> None:
        """Paint the name, the share and the figure, and a bar below them."""
        top, end = rect.top() + _LINE_TOP, self._view.room() - _SIDE
        left = self._paint_dot(painter, top + _LINE / 2, row, colors)
        self._words(painter, QRectF(end - _FIGURE, top, _FIGURE, _LINE), wording.duration(row.seconds), Role.STRONG,
                    colors.text)  # fmt: skip
        share = QRectF(end - _FIGURE - _SHARE_GAP - _FIGURE, top, _FIGURE, _LINE)
        self._words(painter, share, row.share, Role.SMALL, colors.muted)
        self._paint_name(painter, QRectF(left, top, share.left() - left, _LINE), row, colors)
        self._paint_bar(painter, left, end - left, rect.top() + _BAR_TOP, row, colors)

    def _paint_dot(self, painter: QPainter, middle: float, row: Total, colors: theme.Tokens) -> float:
        """Paint the dot, and return where the text begins."""
        if not row.color:
            return _SIDE
        dot = painting.mirrored(self._view.viewport(), QRectF(_SIDE, middle - _DOT / 2, _DOT, _DOT))
        icons.paint_dot(painter, row.color, dot.center(), colors)
        return _SIDE + _DOT + _DOT_GAP

    def _paint_name(self, painter: QPainter, rect: QRectF, row: Total, colors: theme.Tokens) -> None:
        """Paint the name, and behind it the detail, as far as there is room."""
        mirrored = painting.mirrored(self._view.viewport(), rect)
        width = painting.text_line(painter, mirrored, row.name, theme.role_font(Role.BODY), colors.text)
        rest = painting.mirrored(self._view.viewport(), rect.adjusted(width, 0, 0, 0))
        if row.detail and rest.width() > 0:
            painting.text_line(painter, rest, f" · {row.detail}", theme.role_font(Role.BODY), colors.muted)

    def _words(self, painter: QPainter, rect: QRectF, words: str, role: Role, ink: str) -> None:
        place = painting.mirrored(self._view.viewport(), rect)
        painting.text_line(painter, place, words, theme.role_font(role), ink, at_end=True)

    def _paint_bar(
        self, painter: QPainter, left: float, room: float, top: float, row: Total, colors: theme.Tokens
    ) -> None:
        fill = theme.project_color(row.color, colors) if row.color else colors.color("accent")
        bar = QRectF(left, top, max(float(_BAR), room * row.part), _BAR)
        if row.seconds > 0:
            painting.rounded_bar(painter, painting.mirrored(self._view.viewport(), bar), fill)


class TotalList(QListView):
    """Rows that can be walked through by keyboard; with `opens`, a click or Enter opens one."""

    opened = Signal(object)
    """What a row stands for, as it was given to `show_rows`."""

    def __init__(self, name: str, row_px: int, *, opens: bool = False) -> None:
        """`name` is for screen readers."""
        super().__init__()
        self.row_px, self.opens = row_px, opens
        self.hovered = -1
        self._nothing = ""
        self._model = _Model()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.MultiSelection)
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self.setMouseTracking(True)
        use_overlay_bar(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What the rows stand for."""
        return self._model.rows

    def total(self, place: int) -> Total:
        """Return how a row looks."""
        return self._model.total(place)

    def show_rows(self, rows: tuple[Row, ...], describe: Callable[[Any], Total], nothing: str = "") -> None:
        """Show these rows, each as `describe` says when it is painted, or the words `nothing`.

        The current row stays current if it is still there.
        """
        current = self.rows[self.current_row()][0] if self.current_row() >= 0 else None
        self._nothing = "" if rows else nothing
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if rows else Qt.FocusPolicy.NoFocus)
        self._model.replace(rows, describe)
        kept = next((place for place, row in enumerate(rows) if row[0] == current), 0)
        if rows and self.current_row() != kept:
            self._reach(kept)
        self.viewport().update()

    def leave_room_below(self, px: int) -> None:
        """End so far above the edge of the list, so that nothing is covered there."""
        self.setViewportMargins(0, 0, 0, px)

    def texts(self) -> list[tuple[str, str]]:
        """Return the name and the figure of each row as shown."""
        totals = [self.total(place) for place in range(len(self.rows))]
        return [(total.title(), wording.duration(total.seconds)) for total in totals]

    def current_row(self) -> int:
        """Return the place of the row that the keyboard has reached; -1 without rows."""
        return self.currentIndex().row()

    def _reach(self, place: int) -> None:
        """Make a row the current one. None is ever selected."""
        no_update = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(self._model.index(place), no_update)

    @Slot(QItemSelection)
    def _on_selected(self, rows: QItemSelection) -> None:
        """Open the row that a screen reader has pressed: that selects it, and nothing else does."""
        for index in rows.indexes():
            QTimer.singleShot(0, partial(self.open_row, index.row()))
            self.clearSelection()

    def room(self) -> int:
        """Return the width of the rows, also where the scroll bar covers them."""
        return theme.WIDTH

    def sizeHint(self) -> QSize:
        return QSize(200, self.row_px)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the tip of a row in our frame, and forget the row that the pointer has left."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return show_item_tip(self, event)
        if event.type() is QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight the row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            can_open = self.opens and row >= 0
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if can_open else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the row under the pointer the current one."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self._reach(index.row())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the row that was clicked."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.open_row(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row on Enter and Space; leave the keys that do not move in the list to the page."""
        if self.opens and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.open_row(self.current_row())
        elif event.modifiers() or event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape} or event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def open_row(self, row: int) -> None:
        """Open the row at a place, if rows can be opened."""
        if self.opens and row >= 0:
            self.opened.emit(self.rows[row])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row."""
        super().focusInEvent(event)
        if self.rows and self.current_row() < 0:
            self._reach(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or what is said without any."""
        super().paintEvent(event)
        if self._nothing:
            with painting.painter_for(self.viewport()) as painter:
                painter.setFont(theme.role_font(Role.BODY))
                painter.setPen(theme.tokens(self).color("muted"))
                room = QRectF(self.viewport().rect()).adjusted(24, 0, -24, 0)
                painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._nothing)
