"""Controls of the settings page: a switch, a drop-down list, and the row that holds either."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.labels import Label
from demitasse.ui.widgets.theme import Role

_TRACK = QSize(34, 20)
_MARGIN = 3
_WIDEST = 190
_ANYWHERE = Qt.AlignmentFlag(0)


class Switch(QAbstractButton):
    """An on/off switch that screen readers see as a check box with the name of its row."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return _TRACK.grownBy(self.contentsMargins()) + QSize(2 * _MARGIN, 2 * _MARGIN)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            track = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
            on = self.isChecked()
            fill = colors.line if not self.isEnabled() else colors.accent if on else colors.border
            painting.rounded_box(painter, track, fill, radius=track.height() / 2)
            knob = QRectF(track.left() + (16 if on else 2), track.top() + 2, 16, 16)
            painter.setBrush(colors.color("on_accent" if on and self.isEnabled() else "surface"))
            painter.drawEllipse(painting.mirrored(self, knob))
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 13)


class DropDown(QComboBox):
    """A drop-down list. `quiet` places it below a title like a detail; otherwise it is a box of its own."""

    picked = Signal(object)
    """The value that the user chose."""

    def __init__(self, name: str, *, quiet: bool = False) -> None:
        super().__init__()
        self._quiet = quiet
        for named in (self, self.view()):
            named.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._on_activated)

    def set_choices(self, choices: Iterable[tuple[object, str]], chosen: object) -> None:
        """Offer these values by their labels, without emitting `picked`."""
        self.clear()
        for value, words in choices:
            self.addItem(words, value)
        self.set_value(chosen)

    def set_value(self, value: object) -> None:
        """Show this value, without emitting `picked`."""
        self.setCurrentIndex(self.findData(value))
        self.updateGeometry()

    @Slot(int)
    def _on_activated(self, place: int) -> None:
        self.updateGeometry()
        self.picked.emit(self.itemData(place))

    def _font_role(self) -> Role:
        return Role.SMALL if self._quiet else Role.BODY

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.role_font(self._font_role())).horizontalAdvance(self.currentText())
        return QSize(min(_WIDEST, words + (22 if self._quiet else 44)), 22 if self._quiet else 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()  # a longer choice must not widen the page

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ignore the wheel, so that scrolling the page changes no setting."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            hovered = self.underMouse() and self.isEnabled()
            if not self._quiet:
                painting.rounded_box(painter, self.rect(), colors.raised if hovered else colors.surface, colors.border)
            lead = 0 if self._quiet else 12
            ink = colors.text if hovered or not self._quiet else colors.muted
            room = QRectF(lead, 0, self.width() - lead - 20, self.height())
            painting.text_line(
                painter, painting.mirrored(self, room), self.currentText(), theme.role_font(self._font_role()), ink
            )
            arrow = QRectF(self.width() - (16 if self._quiet else 22), self.height() / 2 - 5, 12, 12)
            icons.paint(painter, "down", colors.muted, painting.mirrored(self, arrow))
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 6 if self._quiet else 8)


class SettingLine(QWidget):
    """A title, a detail below it, and the control at the end. A click anywhere toggles a switch."""

    def __init__(self, title: str, control: QWidget, *details: QWidget) -> None:
        super().__init__()
        self._control = control
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = Label(title, wrap=True)
        words.addWidget(self.title)
        for part in (control, *details):
            if isinstance(part, DropDown):
                self.title.setBuddy(part)  # on Linux a screen reader takes the value of a combo box for its name
        for detail in details:
            words.addWidget(detail, 0, Qt.AlignmentFlag.AlignLeading if isinstance(detail, DropDown) else _ANYWHERE)
        layout = QHBoxLayout(self)
        painting.set_margins(layout, 16, 9, 13 if isinstance(control, Switch) else 16, 9)
        layout.setSpacing(12)
        layout.addLayout(words, 1)
        layout.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Toggle the switch on a click anywhere in the row."""
        inside = self.rect().contains(event.position().toPoint())
        if inside and isinstance(self._control, Switch) and self._control.isEnabled():
            self._control.click()
