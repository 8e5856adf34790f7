"""Buttons that look the same on every system: with a label, with an icon, and the round start button."""

from datetime import date
from typing import cast

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QRadioButton, QSizePolicy, QWidget

from demitasse.domain.period import DayTotal
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.outer_ring import OuterRing
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip


def pressed(fill: str, *, down: bool) -> str:
    """Return the colour of a filled button under the pointer; `down` while it is pressed."""
    return QColor(fill).darker(theme.PRESSED if down else theme.HOVERED).name()


def on_snack(colors: theme.Tokens) -> str:
    """Return the colour of a button of the snackbar under the pointer."""
    return theme.mixed(colors.color("snack"), colors.color("snack_text"), _SNACK_HOVER).name()


_SNACK_HOVER = 16
"""Percent of the snackbar's text colour."""
_RADIUS = 8.0
_HEIGHT = 32
_FILLED = {"primary": "accent", "danger_fill": "danger"}
"""The kinds of button that are filled with a colour, and its token."""
_INKS = {"danger": "danger", "danger_plain": "danger", "quiet": "muted", "link": "accent", "snack": "snack_act"}
"""The kinds of button without a ground of their own, and the token of their words."""
_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}


def handle_key_press(button: QAbstractButton, event: QKeyEvent) -> None:
    """Handle a key press on `button`: Enter clicks it like Space, and arrow keys go to the page.

    Qt would use the arrow keys to move the focus.
    """
    if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() == Qt.KeyboardModifier.NoModifier:
        button.click()
    elif event.key() in _ARROWS:
        event.ignore()
    else:
        QAbstractButton.keyPressEvent(button, event)


class OuterRinged:
    """Mixin for a button whose ring of the focus is outside of it."""

    _ring: OuterRing | None = None

    def _ring_radius(self) -> float | None:
        """Return the radius of the corners; None for a button with a ring inside."""
        return None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)  # type: ignore[misc]
        radius = self._ring_radius()
        if self._ring is None and radius is not None:
            self._ring = OuterRing(cast("QWidget", self), radius)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)  # type: ignore[misc]
        if self._ring is not None:
            self._ring.remove()
            self._ring = None

    def follow_ring(self) -> None:
        """Repaint the ring if it is to be shown or hidden now; call it when the button is painted."""
        if self._ring is not None:
            self._ring.follow()


class Button(OuterRinged, QPushButton):
    """A button with a label.

    `kind` is "plain", "outline", "primary", "danger_fill", "danger_plain", "quiet", "danger", "link", or "snack".
    """

    def __init__(self, words: str, parent: QWidget | None = None, *, kind: str = "plain", icon: str = "") -> None:
        super().__init__(parent)
        self.setText(words)
        self._kind = kind
        self._icon = icon
        self._dot = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.height_px = _HEIGHT

    def setText(self, text: str) -> None:
        """Show a text in which "&" stands for itself: Qt would take the letter after it for a shortcut."""
        super().setText(text)
        self.setShortcut(QKeySequence())
        if "&" in text:  # the name that Qt derives from the text drops it
            self.setAccessibleName(text)

    def set_dot(self, color: str) -> None:
        """Show the coloured dot of a project in front of the label."""
        self._dot = color
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._font()).horizontalAdvance(self.text()) + 2 * self._side() + self._lead()
        return QSize(width + 2, self.height_px)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.height_px + 16, self.height_px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            fill, border, ink = self._look(colors)
            painting.rounded_box(painter, self.rect(), fill, border, _RADIUS)
            self._content(painter, colors, ink)
            if self._kind in _FILLED:
                self.follow_ring()
            elif self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.snack_act if self._kind == "snack" else colors.focus)

    def _content(self, painter: QPainter, colors: theme.Tokens, ink: str) -> None:
        font = self._font()
        words = QFontMetrics(font).horizontalAdvance(self.text())
        room = self.width() - 2 * min(self._side(), 10)
        start = max(0.0, (self.width() - min(room, words + self._lead())) / 2)
        middle = self.height() / 2
        if self._dot:
            dot = painting.mirrored(self, QRectF(start, middle - 5, 10, 10))
            icons.paint_dot(painter, self._dot, dot.center(), colors)
        elif self._icon:
            icons.paint(painter, self._icon, ink, painting.mirrored(self, QRectF(start - 1, middle - 8, 16, 16)))
        left = start + self._lead()
        rect = painting.mirrored(self, QRectF(left, 0, self.width() - left - 4, self.height()))
        painting.text_line(painter, rect, self.text(), font, ink)

    def _look(self, colors: theme.Tokens) -> tuple[str, str, str]:
        """Return fill, edge and ink."""
        hovered = self.underMouse() and self.isEnabled()
        if self._kind in _FILLED:
            if not self.isEnabled():
                return colors.raised, colors.line, colors.faint
            fill = getattr(colors, _FILLED[self._kind])
            shown = pressed(fill, down=self.isDown()) if hovered else fill
            return shown, shown, self._on_fill(colors)
        ink = getattr(colors, _INKS.get(self._kind, "text"))
        if self._kind in {"plain", "outline", "danger_plain"}:
            fill, edge = (colors.surface, colors.border) if self._kind == "outline" else (colors.raised, colors.line)
            return colors.track if hovered else fill, edge, ink if self.isEnabled() else colors.faint
        ground = on_snack(colors) if self._kind == "snack" else colors.raised
        return ground if hovered else "", "", ink

    def _ring_radius(self) -> float | None:
        return _RADIUS if self._kind in _FILLED else None

    def _on_fill(self, colors: theme.Tokens) -> str:
        return colors.on_danger if self._kind == "danger_fill" else colors.on_accent

    def _font(self) -> QFont:
        return theme.role_font(Role.BODY if self._kind in {"quiet", "danger"} else Role.STRONG)

    def _side(self) -> int:
        return {"quiet": 8, "danger": 8, "snack": 8, "link": 6}.get(self._kind, 10 if self.height_px < _HEIGHT else 14)

    def _lead(self) -> int:
        return 20 if self._icon else 16 if self._dot else 0

    keyPressEvent = handle_key_press


class Link(QAbstractButton):
    """Words in the accent colour that can be pressed like a button."""

    SIDE = 6

    def __init__(self, words: str = "", role: Role = Role.SMALL, *, height_px: int = 0, side: int = SIDE) -> None:
        """Be as high as `height_px`, or as the words; `side` is the room around them, inside the button."""
        super().__init__()
        self._side = side
        self._role = role
        self._height_px = height_px
        self._ink = "accent"
        self.setText(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_ink(self, token: str) -> None:
        """Show the words in the colour of this theme token."""
        self._ink = token
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.role_font(self._role))
        width = metrics.horizontalAdvance(self.text()) + 2 * self._side + 1
        return QSize(width, self._height_px or metrics.height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            ink = getattr(colors, self._ink) if self.isEnabled() else colors.faint
            font = QFont(theme.role_font(self._role))
            font.setUnderline(self.underMouse() and self.isEnabled())
            room = painting.mirrored(self, QRectF(self.rect()).adjusted(self._side, 0, 0, 0))
            painting.text_line(painter, room, self.text(), font, ink)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 4)

    keyPressEvent = handle_key_press


class IconButton(QAbstractButton):
    """A small button with an icon. Its label is the tool tip and the accessible name."""

    def __init__(
        self, icon: str, words: str, parent: QWidget | None = None, *, shortcut: str = "", side: int = 28
    ) -> None:
        """Show the icon of the given name. `shortcut` only appears in the tool tip; the page binds it."""
        super().__init__(parent)
        self._icon = icon
        self._side = side
        self._color = "muted"
        self._on_snack = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(side, side)
        self.set_label(words, shortcut)

    def set_label(self, words: str, shortcut: str = "") -> None:
        """Set the label, used as accessible name and in the tool tip."""
        self.setAccessibleName(words)
        set_tip(self, words, shortcut)

    def set_icon(self, icon: str, color: str = "muted") -> None:
        """Show another icon, in the colour of the given theme token."""
        self._icon, self._color = icon, color
        self.update()

    def put_on_snack(self) -> None:
        """Use the colours of the snackbar."""
        self._on_snack, self._color = True, "snack_text"

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            if (self.underMouse() or self.isDown()) and self.isEnabled():
                ground = on_snack(colors) if self._on_snack else colors.track
                painting.rounded_box(painter, self.rect(), ground, radius=6)
            ink = self._color if self.isEnabled() else "line"
            middle = QRectF(self.rect()).center()
            icon = self._icon
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                icon = {"left": "right", "right": "left"}.get(icon, icon)  # arrows follow the reading direction
            icons.paint(painter, icon, getattr(colors, ink), QRectF(middle.x() - 8, middle.y() - 8, 16, 16))
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.snack_act if self._on_snack else colors.focus, 6)

    keyPressEvent = handle_key_press


class RoundButton(OuterRinged, IconButton):
    """The large round button that starts and stops the timer."""

    def __init__(self, parent: QWidget | None = None, *, side: int = 40) -> None:
        super().__init__("play", "", parent, side=side)

    def _ring_radius(self) -> float:
        return self.width() / 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            hovered = self.underMouse() or self.isDown()
            fill = pressed(colors.accent, down=self.isDown()) if hovered else colors.accent
            fill, ink = (fill, colors.on_accent) if self.isEnabled() else (colors.raised, colors.faint)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            painter.drawEllipse(self.rect())
            self.follow_ring()
            icon = QRectF(0, 0, *(2 * (16 if self.width() >= _HEIGHT else 12,)))
            icon.moveCenter(QRectF(self.rect()).center())
            icons.paint(painter, self._icon, ink, icon)


class Radio(QRadioButton):
    """A radio button in the look of the theme."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        set_tip(self, words)  # the label may be elided
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(theme.role_font(Role.BODY)).horizontalAdvance(self.text()) + 28, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, 24)

    def hitButton(self, pos: QPoint) -> bool:
        """Return True anywhere in the widget, so that the label can be clicked too."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            circle = painting.mirrored(self, QRectF(0, (self.height() - 16) / 2, 16, 16))
            painting.radio_mark(painter, circle, colors, chosen=self.isChecked())
            rect = painting.mirrored(self, QRectF(24, 0, self.width() - 26, self.height()))
            painting.text_line(painter, rect, self.text(), theme.role_font(Role.BODY), colors.text)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 6)


class DayButton(QAbstractButton):
    """A button for one day: a click, Enter or Space emits `picked`. Subclasses paint `sheet`."""

    picked = Signal(object)
    """The date of the button."""

    sheet: DayTotal | None = None

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    @property
    def day(self) -> date | None:
        """Return the date shown, if any."""
        return self.sheet.day if self.sheet else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Click on Enter and Space; leave all other keys to the parent."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.click()
        else:
            event.ignore()

    @Slot()
    def _on_clicked(self) -> None:
        self.picked.emit(self.day)
