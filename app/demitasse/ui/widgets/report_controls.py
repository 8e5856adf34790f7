"""The controls of a report: its span, what its rows stand for, and the filter with what it is limited to."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAccessibleInterface, QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from demitasse.ui.widgets import accessible, icons, painting, theme
from demitasse.ui.widgets.buttons import handle_key_press
from demitasse.ui.widgets.fields import Box, LineEdit
from demitasse.ui.widgets.labels import Label
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_COMBO = 28
_COMBO_SIDE, _CHEVRON, _COMBO_GAP = 10, 12, 7
_SEGMENTS, _SEGMENT_RADIUS = 30, 6
_CHIP, _CHIP_WIDEST = 20, 150


class SpanButton(QAbstractButton):
    """A box with the name and the dates of the span; a click opens the menu of spans."""

    menu_wanted = Signal()

    def __init__(self, name: str) -> None:
        """`name` is for screen readers."""
        super().__init__()
        accessible.install()
        self.name = self.dates = ""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.menu_wanted)

    def show_span(self, name: str, dates: str) -> None:
        """Show the name, which may be empty, and the dates."""
        if (name, dates) != (self.name, self.dates):
            self.name, self.dates = name, dates
            self.setText(", ".join(filter(None, (name, dates))))  # the value for screen readers
            set_tip(self, self.text())
            self.updateGeometry()
            self.update()

    def accessible_object(self) -> QAccessibleInterface:
        """Return what screen readers see."""
        return accessible.ComboObject(self, self.menu_wanted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu on Down, too."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_F4}:
            self.menu_wanted.emit()
        else:
            handle_key_press(self, event)

    def sizeHint(self) -> QSize:
        strong, body = (QFontMetrics(theme.role_font(role)) for role in (Role.STRONG, Role.BODY))
        name = strong.horizontalAdvance(self.name) + _COMBO_GAP if self.name else 0
        return QSize(name + body.horizontalAdvance(self.dates) + 2 * _COMBO_SIDE + _COMBO_GAP + _CHEVRON, _COMBO)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _COMBO)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            fill = colors.raised if self.underMouse() or self.isDown() else colors.surface
            painting.rounded_box(painter, self.rect(), fill, colors.border, 7)
            end = self.width() - _COMBO_SIDE - _CHEVRON
            left = float(_COMBO_SIDE)
            if self.name:
                room = painting.mirrored(self, QRectF(left, 0, end - left - _COMBO_GAP, self.height()))
                left += painting.text_line(painter, room, self.name, theme.role_font(Role.STRONG), colors.text)
                left += _COMBO_GAP
            room = painting.mirrored(self, QRectF(left, 0, max(0.0, end - left - _COMBO_GAP + 1), self.height()))
            painting.text_line(painter, room, self.dates, theme.role_font(Role.BODY), colors.muted)
            chevron = painting.mirrored(self, QRectF(end, (self.height() - _CHEVRON) / 2, _CHEVRON, _CHEVRON))
            icons.paint(painter, "down", colors.muted, chevron)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 7)


class _Segment(QRadioButton):
    """One of the segments; screen readers see a radio button."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def hitButton(self, _pos: object) -> bool:
        """Return True anywhere in the widget."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            chosen = self.isChecked()
            if chosen:
                painting.rounded_box(painter, self.rect(), colors.surface, colors.border, _SEGMENT_RADIUS)
            painter.setFont(theme.role_font(Role.SMALL_STRONG if chosen else Role.SMALL))
            painter.setPen(colors.color("text" if chosen or self.underMouse() else "muted"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), self.text())
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, _SEGMENT_RADIUS)


class Segments(QWidget):
    """One choice of a few, side by side: one Tab stop, in which the arrow keys move."""

    picked = Signal(int)
    """The place of the choice that a person made."""

    def __init__(self, name: str, words: Sequence[str]) -> None:
        """`name` is for screen readers."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFixedHeight(_SEGMENTS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.segments = [_Segment(each) for each in words]
        for segment in self.segments:
            layout.addWidget(segment, 1)
            segment.toggled.connect(self._on_toggled)
        self._place = 0
        self.segments[0].setChecked(True)

    def show_choice(self, place: int) -> None:
        """Show a choice, without emitting `picked`."""
        self._place = place
        self.segments[place].setChecked(True)

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:  # noqa: FBT001 - Qt's signature
        place = next((number for number, segment in enumerate(self.segments) if segment.isChecked()), self._place)
        if on and place != self._place:
            self._place = place
            self.picked.emit(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painting.rounded_box(painter, self.rect(), colors.raised, colors.line)


class ScopeChip(QAbstractButton):
    """What a report is limited to, with a cross: a click removes the limit."""

    def __init__(self) -> None:
        super().__init__()
        self._color = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_scope(self, words: str, color: str) -> None:
        """Show a name with the dot of its colour, which may be empty; nothing is shown without words."""
        self._color = color
        self.setText(words)
        does = self.tr("Show all, not only {name}").format(name=words)
        self.setAccessibleName(does)
        set_tip(self, does)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    keyPressEvent = handle_key_press

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.role_font(Role.SMALL)).horizontalAdvance(self.text())
        return QSize(min(_CHIP_WIDEST, words + (14 if self._color else 0) + 32), _CHIP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            fill = colors.track if self.underMouse() else colors.raised
            painting.rounded_box(painter, self.rect(), fill, radius=_CHIP / 2)
            left = 8.0
            if self._color:
                dot = painting.mirrored(self, QRectF(left, _CHIP / 2 - 4, 8, 8))
                icons.paint_dot(painter, self._color, dot.center(), colors, 4)
                left += 14
            room = painting.mirrored(self, QRectF(left, 0, self.width() - left - 22, _CHIP))
            painting.text_line(painter, room, self.text(), theme.role_font(Role.SMALL), colors.text)
            cross = painting.mirrored(self, QRectF(self.width() - 20, _CHIP / 2 - 6, 12, 12))
            icons.paint(painter, "close", colors.muted, cross)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, _CHIP / 2)


class FilterBox(Box):
    """A field for words, with what the report is limited to before it and the number of entries behind it."""

    def __init__(self, field: LineEdit) -> None:
        super().__init__(field, icon="search")
        self.chip = ScopeChip()
        self.count = Label("", Role.SMALL, "muted")
        self.count.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.row.setSpacing(8)
        self.row.insertWidget(0, self.chip)
        self.row.addWidget(self.count)
