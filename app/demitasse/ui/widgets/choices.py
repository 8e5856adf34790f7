"""The list of the picker: any number of choices in sections, of which only the visible ones are painted."""

from typing import Any, NamedTuple, cast

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from demitasse.domain.entries import Choice
from demitasse.domain.search import Match
from demitasse.ui.text import wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.scroll import use_overlay_bar
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import show_item_tip

Index = QModelIndex | QPersistentModelIndex
Pair = tuple[int, int]

_ROW = 36
_SECTION = 28
_MANY = 1000
"""Above this number of rows, section titles are as high as choices, so that Qt need not query each row's height."""
_STAR = 30
_STAR_FROM = 70
_ITEM = Qt.ItemDataRole.UserRole
_NONE: Index = QModelIndex()


class Item(NamedTuple):
    """A row of the list: a section title or a choice. `reason` says why a choice is suggested."""

    title: str = ""
    match: Match | None = None
    reason: str = ""

    @property
    def pair(self) -> Pair | None:
        """The project and task ids of the choice; None for a section title."""
        return (self.match.choice.project_id, self.match.choice.task_id) if self.match else None

    def accessible_text(self) -> str:
        """Return the full text of the row, for tool tips and screen readers."""
        return self.title if self.match is None else wording.choice_name(self.match.choice, self.reason)


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[Item, ...] = ()
        self.starred: set[Pair] = set()

    def replace(self, items: tuple[Item, ...], starred: set[Pair]) -> None:
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
            return self._words(item)
        if role == Qt.ItemDataRole.ToolTipRole and item.match:
            return item.accessible_text()
        return None

    def _words(self, item: Item) -> str:
        starred = self.tr("favourite") if item.pair in self.starred else ""
        return ", ".join(part for part in (item.accessible_text(), starred) if part)

    def flags(self, index: Index) -> Qt.ItemFlag:
        item = self.items[index.row()]
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if item.match else Qt.ItemFlag.NoItemFlags


class _Delegate(QStyledItemDelegate):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pairs: tuple[object, painting.PairPainter] | None = None

    def _pair_painter(self, colors: theme.Tokens) -> painting.PairPainter:
        """Return the painter shared by all rows; it is rebuilt when the colours or the system font change."""
        made_for = (colors, theme.role_font(Role.BODY))
        if self._pairs is None or self._pairs[0] != made_for:
            self._pairs = (made_for, painting.PairPainter(colors))
        return self._pairs[1]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        title = index.data(_ITEM).match is None and not cast("QListView", option.widget).uniformItemSizes()
        return QSize(100, _SECTION if title else _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = option.widget
        rect = QRectF(option.rect)
        item: Item = index.data(_ITEM)
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        painter.setLayoutDirection(view.layoutDirection())
        if item.match is None:
            self._section(painter, rect, item.title, theme.tokens(view))
        else:
            self._choice(painter, rect, item, view, index)
        painter.restore()

    def _section(self, painter: QPainter, rect: QRectF, title: str, colors: theme.Tokens) -> None:
        words = rect.adjusted(16, rect.height() - _SECTION + 6, -16, 0)
        painting.text_line(painter, words, title.upper(), theme.role_font(Role.SECTION), colors.faint)

    def _choice(self, painter: QPainter, rect: QRectF, item: Item, view: QWidget, index: Index) -> None:
        colors = theme.tokens(view)
        current = isinstance(view, ChoiceList) and view.currentIndex() == index
        starred = isinstance(view, ChoiceList) and item.pair in view.model_.starred
        if current:
            painter.fillRect(rect, colors.accent_soft)
        middle = rect.center().y()
        star = _STAR if starred or current else 0
        enter = 26 if current else 0
        self._names(painter, QRectF(16, rect.top(), theme.WIDTH - 32 - star - enter, rect.height()), item, view)
        if star:
            sign = painting.mirrored(view, QRectF(theme.WIDTH - 16 - enter - 20, middle - 7, 14, 14))
            icons.paint(painter, "star" if starred else "star-off", colors.accent if starred else colors.muted, sign)
        if current:
            cap = painting.mirrored(view, QRectF(theme.WIDTH - 16 - 18, middle - 9, 18, 18))
            painting.rounded_box(painter, cap.toRect(), colors.surface, colors.border, 4)
            painting.text_line(painter, cap.adjusted(4, 0, 0, -1), "↵", theme.role_font(Role.KEY), colors.muted)

    def _names(self, painter: QPainter, rect: QRectF, item: Item, view: QWidget) -> None:
        """Paint the dot and the names. Marks refer to the displayed text, which may be shorter than the original."""
        assert item.match is not None
        choice = item.match.choice
        project, task, client, code = map(wording.plain, (choice.project, choice.task, choice.client, choice.code))
        match = item.match._replace(choice=choice._replace(project=project, task=task, client=client, code=code))
        dot = painting.mirrored(view, QRectF(rect.left(), rect.center().y() - 5, 10, 10)).center()
        icons.paint_dot(painter, choice.color, dot, theme.tokens(view))
        words = painting.mirrored(view, rect.adjusted(20, 0, 0, 0))
        beside, *marks = match.highlights()
        shown = (project, task, item.reason or beside)
        self._pair_painter(theme.tokens(view)).draw_marked(painter, words, shown, marks)


class ChoiceList(QListView):
    """The list below the search field, which keeps the focus and calls `step`, `pick` and `toggle_star`."""

    picked = Signal(object)
    star_toggled = Signal(object)
    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model_ = _Model()
        self._wanted: Pair | None = None
        self.setModel(self.model_)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        use_overlay_bar(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Projects and tasks"))

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the tip of a row in our frame."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return show_item_tip(self, event)
        return super().viewportEvent(event)

    def show_items(self, items: tuple[Item, ...], starred: set[Pair]) -> None:
        """Show these rows. The highlighted choice stays highlighted if it is still among them."""
        place = self.verticalScrollBar().value()
        self.setUniformItemSizes(len(items) > _MANY)
        self.model_.replace(items, starred)
        wanted = self._wanted
        kept = next((row for row, item in enumerate(items) if item.pair == wanted), None) if wanted else None
        first = next((row for row, item in enumerate(items) if item.match), None)
        self._go(kept if kept is not None else first)
        if kept is None:
            self.scrollToTop()
        else:
            self.verticalScrollBar().setValue(place)

    def start_at_top(self) -> None:
        """Start at the top when the next rows are shown."""
        self._wanted = None

    def choice(self) -> Choice | None:
        """Return the highlighted choice."""
        row = self.currentIndex().row()
        match = self.model_.items[row].match if 0 <= row < len(self.model_.items) else None
        return match.choice if match else None

    def accessible_text(self) -> str:
        """Return the text of the highlighted row, for screen readers."""
        row = self.currentIndex().row()
        return self.model_.items[row].accessible_text() if 0 <= row < len(self.model_.items) else ""

    def step(self, by: int) -> None:
        """Move the highlight by this number of choices, skipping titles and stopping at the ends."""
        rows = [row for row, item in enumerate(self.model_.items) if item.match]
        if not rows:
            return
        here = self.currentIndex().row()
        place = rows.index(here) if here in rows else 0
        self._go(rows[max(0, min(len(rows) - 1, place + by))])
        if self.currentIndex().row() == rows[0]:
            self.scrollToTop()  # also shows the title above the first choice

    def pick(self) -> None:
        """Emit `picked` for the highlighted choice."""
        if (choice := self.choice()) is not None:
            self.picked.emit(choice)

    def toggle_star(self) -> None:
        """Add the highlighted choice to the favourites, or remove it."""
        if (choice := self.choice()) is not None:
            self.star_toggled.emit(choice)

    def _go(self, row: int | None) -> None:
        if row is not None:
            self.setCurrentIndex(self.model_.index(row))
            self._wanted = self.model_.items[row].pair
        self.moved.emit(self.choice())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight the row under the pointer."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index != self.currentIndex() and self.model_.items[index.row()].match:
            self._go_quietly(index)
        super().mouseMoveEvent(event)

    def _go_quietly(self, index: QModelIndex) -> None:
        place = self.verticalScrollBar().value()
        self._go(index.row())
        self.verticalScrollBar().setValue(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick the clicked row, or toggle its star if the click was there."""
        index = self.indexAt(event.position().toPoint())
        item = self.model_.items[index.row()] if index.isValid() else Item()
        if item.match is None or event.button() != Qt.MouseButton.LeftButton:
            return
        row = QRectF(self.visualRect(index))
        star = painting.mirrored(self, QRectF(theme.WIDTH - _STAR_FROM, row.top(), 28, row.height()))
        if star.contains(event.position()):
            self.star_toggled.emit(item.match.choice)
        else:
            self._go_quietly(index)
            self.pick()

    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())
