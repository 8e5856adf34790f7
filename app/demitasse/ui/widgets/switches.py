"""Controls of the settings page: a switch, a drop-down list, and the row that holds either."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessibleInterface,
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from demitasse.ui.widgets import accessible, icons, painting, theme
from demitasse.ui.widgets.frames import Menu, global_rect
from demitasse.ui.widgets.labels import Heading, Label
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_TRACK = QSize(34, 20)
_MARGIN = 4
"""Room for the ring of the focus, two pixels from the track."""
_RING, _ON_DOT, _OFF_DOT = 1.5, 14, 10
_LINE_PX, _TWO_LINES_PX = 44, 52
"""The least height of a line, without and with details below the title."""
_ROUND = 7
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
        """Paint a filled track with a large dot at the end if on, else an empty ring with a small one at the start."""
        colors = theme.tokens(self)
        on = self.isChecked()
        ink = (colors.accent if on else colors.border) if self.isEnabled() else colors.line
        with painting.painter_for(self) as painter:
            track = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
            painter.setPen(QPen(QColor(ink), _RING))
            painter.setBrush(QColor(ink) if on else Qt.BrushStyle.NoBrush)
            ring = track.adjusted(_RING / 2, _RING / 2, -_RING / 2, -_RING / 2)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
            side = _ON_DOT if on else _OFF_DOT
            inset = (track.height() - side) / 2
            dot = QRectF(
                track.left() + (track.width() - side - inset if on else inset), track.top() + inset, side, side
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.on_accent if on else ink))
            painter.drawEllipse(painting.mirrored(self, dot))
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, self.height() / 2 - 1)


class DropDown(QAbstractButton):
    """A drop-down list. `quiet` places it below a title like a detail; otherwise it is a box of its own.

    Up and Down choose the value before and after; Space, Enter, F4 and Alt+Down open the list.
    """

    picked = Signal(object)
    """The value that the user chose."""

    def __init__(self, name: str, *, quiet: bool = False) -> None:
        super().__init__()
        accessible.install()
        self._quiet = quiet
        self._choices: list[tuple[object, str]] = []
        self._place = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_list)

    def set_choices(self, choices: Iterable[tuple[object, str]], chosen: object) -> None:
        """Offer these values by their labels, without emitting `picked`."""
        self._choices = list(choices)
        self.set_value(chosen)

    @property
    def value(self) -> object:
        """The chosen value."""
        return self._choices[self._place][0] if self._place >= 0 else None

    @property
    def values(self) -> list[object]:
        """All values that are offered."""
        return [value for value, _ in self._choices]

    def set_value(self, value: object) -> None:
        """Show this value, without emitting `picked`."""
        self._place = self.values.index(value) if value in self.values else -1
        self.setText(self._choices[self._place][1] if self._place >= 0 else "")
        set_tip(self, self.text())  # the box may be too narrow for it
        self.updateGeometry()

    def accessible_object(self) -> QAccessibleInterface:
        """Return what screen readers see."""
        return accessible.ComboObject(self, self.open_list)

    @Slot()
    def open_list(self) -> None:
        """Open the list, in which the chosen row has a check mark."""
        menu = Menu(self, self.accessibleName(), least_px=self.width())
        for value, words in self._choices:
            menu.add(words, partial(self._pick, value), checked=value == self.value)
        at_end = self.layoutDirection() is Qt.LayoutDirection.LeftToRight and not self._quiet
        menu.open_beside(global_rect(self), at_end=at_end, keyboard=True)

    def _pick(self, value: object, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - an argument of Qt's signal
        self.set_value(value)
        self.picked.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the values, or open the list."""
        alone = event.modifiers() == Qt.KeyboardModifier.NoModifier
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0) if alone else 0
        if step:
            place = self._place + step
            if 0 <= place < len(self._choices):
                self._pick(self._choices[place][0])
        elif (alone and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F4}) or (
            event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier
        ):
            self.open_list()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()  # Qt would move the focus with the arrow keys

    def _font_role(self) -> Role:
        return Role.SMALL if self._quiet else Role.BODY

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.role_font(self._font_role())).horizontalAdvance(self.text())
        return QSize(min(_WIDEST, words + (22 if self._quiet else 40)), 22 if self._quiet else 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()  # a longer choice must not widen the page

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            enabled = self.isEnabled()
            hovered = self.underMouse() and enabled
            if not self._quiet:
                fill = colors.raised if hovered else colors.surface if enabled else ""
                painting.rounded_box(painter, self.rect(), fill, colors.border if enabled else colors.line, _ROUND)
            lead = 0 if self._quiet else 10
            ink = colors.faint if not enabled else colors.text if hovered or not self._quiet else colors.muted
            room = QRectF(lead, 0, self.width() - lead - 20, self.height())
            painting.text_line(
                painter, painting.mirrored(self, room), self.text(), theme.role_font(self._font_role()), ink
            )
            arrow = QRectF(self.width() - (16 if self._quiet else 21), self.height() / 2 - 6, 12, 12)
            icons.paint(painter, "down", colors.muted if enabled else colors.faint, painting.mirrored(self, arrow))
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 6 if self._quiet else _ROUND)


def group_header(words: str) -> Label:
    """Return the header above a group of lines."""
    header = Heading(words, Role.SMALL_STRONG, "muted")
    header.setContentsMargins(16, 12, 16, 5)
    header.setBackgroundRole(QPalette.ColorRole.Window)
    header.setAutoFillBackground(True)
    return header


class Note(Label):
    """What is said below the title of a setting; screen readers read it after the name of the control, too."""

    def __init__(self, words: str = "") -> None:
        self._control: QWidget | None = None
        super().__init__(words, Role.SMALL, "muted", wrap=True)

    def describes(self, control: QWidget) -> None:
        """Describe this control."""
        self._control = control
        self.setText(self.text())

    def setText(self, words: str) -> None:
        """Say something else."""
        super().setText(words)
        if self._control is not None:
            self._control.setAccessibleDescription(words)


class SettingLine(QWidget):
    """A title, details below it, and the control at the end. A click anywhere toggles a switch."""

    def __init__(self, title: str, control: QWidget, *details: QWidget, lead: QWidget | None = None) -> None:
        """`lead` stands in front of the title."""
        super().__init__()
        self._control = control
        self._details = details
        for detail in details:
            if isinstance(detail, Note):
                detail.describes(control)
        self._fit()
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = Label(title, wrap=True)
        words.addStretch(1)
        words.addWidget(self.title)
        for detail in details:
            words.addWidget(detail, 0, Qt.AlignmentFlag.AlignLeading if isinstance(detail, DropDown) else _ANYWHERE)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        painting.set_margins(layout, 16, 6, 16 - _MARGIN if isinstance(control, Switch) else 16, 6)
        layout.setSpacing(12)
        if lead is not None:
            layout.addWidget(lead, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(words, 1)
        layout.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)

    def event(self, event: QEvent) -> bool:
        """Follow details that are shown or hidden."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        shown = any(not detail.isHidden() for detail in self._details)
        self.setMinimumHeight(_TWO_LINES_PX if shown else _LINE_PX)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Toggle the switch on a click anywhere in the row."""
        inside = self.rect().contains(event.position().toPoint())
        if inside and isinstance(self._control, Switch) and self._control.isEnabled():
            self._control.click()
