"""The bar above the four views: a tab for each, and the menu with what belongs to none of them."""

from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAccessibleInterface, QDesktopServices, QFontMetrics, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.ui.pages.destinations import (
    VIEWS,
    Day,
    Destination,
    Keys,
    Month,
    Navigator,
    Report,
    Settings,
    SyncLog,
    Week,
)
from demitasse.ui.pages.page import SyncControl
from demitasse.ui.tray.tray_state import timesheet_url
from demitasse.ui.widgets import accessible, painting, theme
from demitasse.ui.widgets.buttons import IconButton
from demitasse.ui.widgets.frames import MENU_PX, Menu, global_rect
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.theme import Role

_AROUND = 6
_HIGH = 28
_SIDE = 10
_APART = 2
_UNDERLINE = 2
_NONE = -1


class ViewTabs(QTabBar):
    """The tabs of the views: one Tab stop, in which the arrow keys move. No tab changes its place or width."""

    wanted = Signal(int)
    """A person chose the view with this number."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__()
        accessible.install()
        self._shown = _NONE
        self._hovered = _NONE
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(theme.role_font(Role.TAB))
        metrics = QFontMetrics(theme.role_font(Role.STRONG))
        self._sizes = [QSize(metrics.horizontalAdvance(title) + 2 * _SIDE + _APART, _HIGH) for title in titles]
        for title in titles:
            self.addTab(title)
        self.currentChanged.connect(self._on_current_changed)

    def accessible_object(self) -> QAccessibleInterface:
        """Return what screen readers see."""
        return accessible.TabListObject(self)

    def show_view(self, number: int) -> None:
        """Mark the view that is shown."""
        self._shown = number
        self.setCurrentIndex(number)

    @Slot(int)
    def _on_current_changed(self, number: int) -> None:
        if number != self._shown:
            self.wanted.emit(number)
            self.setCurrentIndex(self._shown)  # it may not have been opened

    def tabSizeHint(self, index: int) -> QSize:
        """Return the size of a tab, whether it is the current one or not."""
        return self._sizes[index]

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the same size: the words are never elided."""
        return self.tabSizeHint(index)

    def sizeHint(self) -> QSize:
        return QSize(sum([size.width() for size in self._sizes]), _HIGH)

    minimumSizeHint = sizeHint

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight the tab under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.tabAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(_NONE)

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            for number in range(self.count()):
                apart = (_APART, 0) if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else (0, _APART)
                rect = self.tabRect(number).adjusted(apart[0], 0, -apart[1], 0)
                current, hovered = number == self.currentIndex(), number == self._hovered
                if hovered and not current:
                    painting.rounded_box(painter, rect, colors.raised, radius=_AROUND)
                font = theme.role_font(Role.STRONG if current else Role.TAB)
                side = (rect.width() - QFontMetrics(font).horizontalAdvance(self.tabText(number))) / 2
                room = QRectF(rect).adjusted(side - 0.5, 0, 0.5 - side, 0)
                ink = colors.text if current or hovered else colors.muted
                painting.text_line(painter, room, self.tabText(number), font, ink)
                if current:
                    line = QRectF(rect.left() + _SIDE, rect.bottom() + 1 - _UNDERLINE, rect.width() - 2 * _SIDE, 2)
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(colors.color("accent"))
                    painter.drawRoundedRect(line, 1, 1)
                    if self.hasFocus():
                        painting.focus_ring(painter, rect, colors.focus, _AROUND)


class SwitchBar(QWidget):
    """The tabs and the menu, at the same place on all views."""

    view_wanted = Signal(int)
    """The number of a view in `VIEWS`."""
    quit_wanted = Signal()
    close_day_wanted = Signal()

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__()
        self._profile = profile
        self._sync = sync
        self._navigator = navigator
        titles: dict[type[Destination], str] = {
            Day: self.tr("Day"), Week: self.tr("Week"), Month: self.tr("Month"), Report: self.tr("Report"),
        }  # fmt: skip
        self.tabs = ViewTabs([titles[view] for view in VIEWS])
        self.tabs.setAccessibleName(self.tr("Views"))
        self.more = IconButton("more", self.tr("More"))
        self.setFixedHeight(theme.BAR)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addStretch(1)
        layout.addWidget(self.more)
        self.tabs.wanted.connect(self.view_wanted)
        self.more.clicked.connect(self.open_menu)

    @Slot()
    def open_menu(self) -> None:
        """Open the menu below its button."""
        at_end = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
        self.menu().open_beside(global_rect(self.more), at_end=at_end, keyboard=True)

    def menu(self) -> Menu:
        """Build the menu."""
        menu = Menu(self, self.more.accessibleName(), least_px=MENU_PX)
        go = self._navigator.open
        url = timesheet_url(self._profile.account.identity())
        menu.add(self.tr("Close the day…"), self.close_day_wanted, key=shortcut_for("close_day"))
        menu.add(self.tr("Sync now"), self._sync.compare, key="F5")
        menu.add(self.tr("Activity"), partial(go, SyncLog()))
        if url is not None:
            menu.add(self.tr("Open timesheet in browser"), partial(QDesktopServices.openUrl, url))
        menu.addSeparator()
        menu.add(self.tr("Keyboard shortcuts"), partial(go, Keys()), key="F1")
        menu.add(self.tr("Settings…"), partial(go, Settings()), key=shortcut_for("settings"))
        menu.add(self.tr("Quit"), self.quit_wanted, key=shortcut_for("quit"))
        return menu
