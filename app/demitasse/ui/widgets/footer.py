"""The last line of the views: the sync status, "Add time" and settings."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from demitasse.ui.text.sync_status_text import BUSY, SyncStatusText
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import Button, IconButton, handle_key_press
from demitasse.ui.widgets.loading import Ring
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_SIGN, _SIGN_GAP = 14, 6


class StatusButton(QAbstractButton):
    """The sync status as text; a press compares with CoffeeCup now, or runs the action that helps."""

    def __init__(self) -> None:
        super().__init__()
        self._status: SyncStatusText | None = None
        self._ring = Ring(self)
        self._ring.hide()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_status(self, status: SyncStatusText) -> None:
        """Show a sync status."""
        if status == self._status:
            return
        self._status = status
        self.setAccessibleName(status.short)
        self.setAccessibleDescription(status.tip)
        set_tip(self, status.tip)
        place = painting.mirrored(self, QRectF(0, (self.height() - _SIGN) / 2, _SIGN, _SIGN))
        self._ring.move(place.topLeft().toPoint())
        self._ring.setVisible(status.icon == BUSY)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(60, 28)

    keyPressEvent = handle_key_press

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._status is None:
            return
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            if self._status.icon != BUSY:
                sign = painting.mirrored(self, QRectF(0, (self.height() - _SIGN) / 2, _SIGN, _SIGN))
                icons.paint(painter, self._status.icon, getattr(colors, self._status.color), sign)
            left = _SIGN + _SIGN_GAP
            rect = painting.mirrored(self, QRectF(left, 0, self.width() - left, self.height()))
            ink = colors.text if self.underMouse() else colors.muted
            font = theme.role_font(Role.SMALL)
            fits = QFontMetrics(font).horizontalAdvance(self._status.short) <= rect.width()
            painting.text_line(painter, rect, self._status.short if fits else self._status.brief, font, ink)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 6)


class Footer(QWidget):
    """The sync status, "Add time" and settings. While something is typed, the page shows hints for keys instead."""

    def __init__(self) -> None:
        """Lay out the footer; the page connects the buttons."""
        super().__init__()
        self.status = StatusButton()
        self.add = Button(self.tr("Add time"), kind="quiet", icon="plus")
        self.add.height_px = 28
        set_tip(self.add, self.tr("Add time by hand"), shortcut_for("add"))
        self.gear = IconButton("gear", self.tr("Settings"), shortcut=shortcut_for("settings"))
        row = QHBoxLayout(self)
        painting.set_margins(row, 16, 1, 6, 0)
        row.setSpacing(6)
        for part in (self.status, self.add, self.gear):
            row.addWidget(part)
        self.setFixedHeight(theme.FOOTER)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.fillRect(self.rect(), QColor(colors.surface))
            painter.fillRect(0, 0, self.width(), 1, QColor(colors.line))
