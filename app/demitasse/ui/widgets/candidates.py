"""The list below the line: tasks in sections, or earlier comments; only the visible rows are painted.

The focus stays in the field, which calls `step`, `take` and `star`.
"""

from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from demitasse.domain.entries import Choice
from demitasse.domain.search import Match
from demitasse.ui.text import wording
from demitasse.ui.widgets import icons, marked, painting, theme
from demitasse.ui.widgets.marked import Marks
from demitasse.ui.widgets.scroll import use_overlay_bar
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import show_item_tip

Index = QModelIndex | QPersistentModelIndex
Pair = tuple[int, int]

_ROW, _SECTION, _HELP = 36, 28, 64
_SIDE = 16
_DOT = 20
"""From the left of a dot to the words."""
_MANY = 1000
"""Above this number of rows all are equally high, so that Qt need not ask for the height of each."""
_REASON = 120
"""The widest reason."""
_CAP, _CAP_HIGH, _STAR, _BESIDE = 21, 18, 14, 8
_ITEM = Qt.ItemDataRole.UserRole
_NONE: Index = QModelIndex()


class Item(NamedTuple):
    """A row of the list: a task with why it is suggested, a comment with its marked letters, or a title above them.

    A title with a `second` line is help, and stands at the end.
    """

    title: str = ""
    match: Match | None = None
    reason: str = ""
    comment: str = ""
    marks: Marks = ()
    second: str = ""

    @property
    def is_choice(self) -> bool:
        """Whether the row can be taken."""
        return self.match is not None or bool(self.comment)

    @property
    def key(self) -> Pair | str | None:
        """What is the same in the next list, if the same can be taken; None for a title."""
        choice = self.match.choice if self.match else None
        return (choice.project_id, choice.task_id) if choice else self.comment or None

    def spoken(self) -> str:
        """Return the full text of the row, for tool tips and screen readers."""
        if self.match is not None:
            return wording.choice_name(self.match.choice, self.reason)
        return wording.plain(self.comment) or ". ".join(filter(None, (self.title, self.second)))


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[Item, ...] = ()
        self.starred: frozenset[Pair] = frozenset()

    def replace(self, items: tuple[Item, ...], starred: frozenset[Pair]) -> None:
        self.beginResetModel()
        self.items, self.starred = items, starred
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if role == _ITEM:
            return item
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            starred = self.tr("favourite") if item.key in self.starred else ""
            return ", ".join(filter(None, (item.spoken(), starred)))
        if role == Qt.ItemDataRole.ToolTipRole and item.second:
            return f"{item.title}\n{item.second}"
        if role == Qt.ItemDataRole.ToolTipRole and item.is_choice:
            return item.spoken()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        taken = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return taken if self.items[index.row()].is_choice else Qt.ItemFlag.NoItemFlags


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: "CandidateList") -> None:
        super().__init__(view)
        self._view = view
        self._pairs: tuple[object, painting.PairPainter] | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        item: Item = index.data(_ITEM)
        if item.is_choice or self._view.uniformItemSizes():
            return QSize(100, _ROW)
        return QSize(100, _HELP if item.second else _SECTION)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: Item = index.data(_ITEM)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self._view.layoutDirection())
        if item.is_choice:
            self._row(painter, rect, item, current=self._view.currentIndex() == index)
        elif item.second:
            self._help(painter, rect, item)
        else:
            words = rect.adjusted(_SIDE, rect.height() - _SECTION + 6, -_SIDE, 0)
            colors = theme.tokens(self._view)
            painting.text_line(painter, words, item.title.upper(), theme.role_font(Role.SECTION), colors.faint)
        painter.restore()

    def _row(self, painter: QPainter, rect: QRectF, item: Item, *, current: bool) -> None:
        """Paint from the end to the start: key, star and reason, then the words in the room that is left."""
        colors, view = theme.tokens(self._view), self._view
        if current:
            painter.fillRect(rect, colors.color("accent_soft"))
            painter.fillRect(painting.mirrored(view, QRectF(0, rect.top(), 3, rect.height())), colors.color("accent"))
        end, middle = view.width_px() - _SIDE, rect.center().y()
        if current:
            cap = painting.mirrored(view, QRectF(end - _CAP, middle - _CAP_HIGH / 2, _CAP, _CAP_HIGH))
            painting.key_cap(painter, cap, "↵", colors)
            end -= _CAP + _BESIDE
        if item.match is None:
            self._comment(painter, QRectF(_SIDE, rect.top(), end - _SIDE, rect.height()), item)
            return
        starred = item.key in view.model_.starred
        if starred or current:
            sign = painting.mirrored(view, QRectF(end - _STAR, middle - _STAR / 2, _STAR, _STAR))
            icons.paint(painter, "star" if starred else "star-off", colors.accent if starred else colors.muted, sign)
            end -= _STAR + _BESIDE
        if item.reason:
            font = theme.role_font(Role.SMALL)
            width = min(_REASON, QFontMetricsF(font).horizontalAdvance(item.reason) + 1)
            if self._width_of(item.match) <= end - width - _BESIDE - _SIDE:  # the names come first
                place = painting.mirrored(view, QRectF(end - width, rect.top(), width, rect.height()))
                painting.text_line(painter, place, item.reason, font, colors.faint)
                end -= int(width) + _BESIDE
        self._names(painter, QRectF(_SIDE, rect.top(), end - _SIDE, rect.height()), item.match)

    def _width_of(self, match: Match) -> float:
        """Return the width of the dot and the names."""
        return _DOT + self._painter(theme.tokens(self._view)).width_of(match.choice.project, match.choice.task)

    def _names(self, painter: QPainter, rect: QRectF, match: Match) -> None:
        """Paint the dot and the names. Marks refer to the text as it is shown, which may be shorter."""
        choice = match.choice
        project, task, client, code = map(wording.plain, (choice.project, choice.task, choice.client, choice.code))
        match = match._replace(choice=choice._replace(project=project, task=task, client=client, code=code))
        dot = painting.mirrored(self._view, QRectF(rect.left(), rect.center().y() - 5, 10, 10)).center()
        colors = theme.tokens(self._view)
        icons.paint_dot(painter, choice.color, dot, colors)
        words = painting.mirrored(self._view, rect.adjusted(_DOT, 0, 0, 0))
        beside, *marks = match.highlights()
        self._painter(colors).draw_marked(painter, words, (project, task, beside), marks)

    def _comment(self, painter: QPainter, rect: QRectF, item: Item) -> None:
        colors, font = theme.tokens(self._view), theme.role_font(Role.BODY)
        sign = painting.mirrored(self._view, QRectF(rect.left(), rect.center().y() - 7, 14, 14))
        icons.paint(painter, "clock", colors.muted, sign)
        words = painting.mirrored(self._view, rect.adjusted(_DOT + 4, 0, 0, 0))
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(wording.plain(item.comment), Qt.TextElideMode.ElideRight, words.width())
        rtl = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = words.right() - metrics.horizontalAdvance(shown) if rtl else words.left()
        baseline = words.center().y() + (metrics.ascent() - metrics.descent()) / 2
        ink = colors.color("text"), colors.color("accent")
        marked.draw(painter, QPointF(left, baseline), shown, font, ink, item.marks)

    def _help(self, painter: QPainter, rect: QRectF, item: Item) -> None:
        colors, font = theme.tokens(self._view), theme.role_font(Role.SMALL)
        for number, (words, color) in enumerate(((item.title, colors.faint), (item.second, colors.muted))):
            line = QRectF(_SIDE, rect.top() + 16 + 16 * number, rect.width() - 2 * _SIDE, 16)
            painting.text_line(painter, line, words, font, color)

    def _painter(self, colors: theme.Tokens) -> painting.PairPainter:
        """Return the painter shared by all rows; it is rebuilt when the colours or the system font change."""
        made_for = (colors, theme.role_font(Role.BODY))
        if self._pairs is None or self._pairs[0] != made_for:
            self._pairs = (made_for, painting.PairPainter(colors))
        return self._pairs[1]


class CandidateList(QListView):
    """The list. `current` is the row that Enter takes: it is chosen by the arrow keys or the pointer, or previewed."""

    taken = Signal(object)
    """The item that was clicked."""
    star_toggled = Signal(object)
    """The choice whose star was clicked."""
    chosen = Signal(object)
    """The item that the pointer or the arrow keys moved to."""

    def __init__(self, name: str) -> None:
        """`name` is the accessible name."""
        super().__init__()
        self.model_ = _Model()
        self.setModel(self.model_)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        use_overlay_bar(self)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)

    def width_px(self) -> int:
        """Return the width of a row, the same with and without a scroll bar."""
        return self.width()

    def show_items(
        self, items: tuple[Item, ...], starred: frozenset[Pair] = frozenset(), current: Pair | str | None = None
    ) -> None:
        """Show these rows, with the one of the key `current` as the current one."""
        place = self.verticalScrollBar().value()
        shown = self.model_.items
        is_equal = items is shown or (len(items) == len(shown) and items == shown)
        same = is_equal or (len(items) == len(shown) and [one.key for one in items] == [one.key for one in shown])
        if not is_equal or starred != self.model_.starred:
            self.setUniformItemSizes(len(items) > _MANY)
            self.model_.replace(items, starred)
        self.show_current(current)
        if same:
            self.verticalScrollBar().setValue(place)
        elif current is None or self._is_first(self.currentIndex().row()):
            self.scrollToTop()

    def show_current(self, key: Pair | str | None) -> None:
        """Make the row of a key the current one; none for None."""
        rows = (row for row, item in enumerate(self.model_.items) if key is not None and item.key == key)
        row = next(rows, None)
        self.setCurrentIndex(self.model_.index(row) if row is not None else QModelIndex())
        self.viewport().update()

    def current_item(self) -> Item | None:
        """Return the current row."""
        row = self.currentIndex().row()
        return self.model_.items[row] if 0 <= row < len(self.model_.items) else None

    def choice(self) -> Choice | None:
        """Return the task of the current row."""
        item = self.current_item()
        return item.match.choice if item and item.match else None

    def step(self, by: int, after: Pair | str | None = None) -> Item | None:
        """Move by this number of rows that can be taken, from the current one or that of `after`."""
        rows = [row for row, item in enumerate(self.model_.items) if item.is_choice]
        if not rows:
            return None
        if self.current_item() is None:
            self.show_current(after)
        here = self.currentIndex().row()
        place = max(0, min(len(rows) - 1, rows.index(here) + by)) if here in rows else 0
        if here not in rows and by < 0:
            return None
        self.setCurrentIndex(self.model_.index(rows[place]))
        if place == 0:
            self.scrollToTop()  # also shows the title above the first row
        item = self.model_.items[rows[place]]
        self.chosen.emit(item)
        return item

    def _is_first(self, row: int) -> bool:
        return not any(item.is_choice for item in self.model_.items[:row])

    def viewportEvent(self, event: QEvent) -> bool:
        """Show our tool tip."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            return show_item_tip(self, event)
        return bool(super().viewportEvent(event))

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Leave the current row alone until the button is released."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the clicked row, or toggle its star if the click was there."""
        index = self.indexAt(event.position().toPoint())
        item = self.model_.items[index.row()] if index.isValid() else Item()
        if not item.is_choice or event.button() != Qt.MouseButton.LeftButton:
            return
        if item.match is not None and self._star_area(index).contains(event.position()):
            self.star_toggled.emit(item.match.choice)
        else:
            self.taken.emit(item)

    def _star_area(self, index: QModelIndex) -> QRectF:
        """Return where a click toggles the star of a row: 28 px around it."""
        item, row = self.model_.items[index.row()], QRectF(self.visualRect(index))
        current = self.currentIndex() == index
        if not current and item.key not in self.model_.starred:
            return QRectF()
        end = self.width_px() - _SIDE - (_CAP + _BESIDE if current else 0)
        return painting.mirrored(self, QRectF(end - _STAR - 7, row.top(), 28, row.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Begin at the top where the current row is seen there, too: the list gets its height after its rows."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.scrollToTop()
            self.scrollTo(self.currentIndex())

    def sizeHint(self) -> QSize:
        return QSize(200, 100)
