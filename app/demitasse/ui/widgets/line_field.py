"""The field for a whole line, and the card below it that says what Enter does."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from demitasse.ui.text.card_text import DANGER, WARN, CardText
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import IconButton, handle_key_press
from demitasse.ui.widgets.fields import Box, LineEdit
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

HEIGHT = 40
CARD = 72
_KEY, _KEY_HIGH = 21, 18
_LEFT, _END = 12, 12
_TEXT = 18
"""From the dot to the words."""
_SIGN = 22
_FIRST, _LINE = 18, 16
_TOP = 9
"""Heights of the first line and of the others, and the room above them."""


class LineInput(LineEdit):
    """The editor of the line. A click into it is told, as it opens the list."""

    pressed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name, name)
        self.setAccessibleDescription(translate("Card", "Also understood: a time span, a duration, a day."))
        self.setFont(theme.role_font(Role.LINE))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Place the caret, and emit `pressed`."""
        super().mousePressEvent(event)
        self.pressed.emit()


class LineField(Box):
    """The line, 40 px high, with a cross that empties it while there is text."""

    def __init__(self, name: str) -> None:
        self.input = LineInput(name)
        super().__init__(self.input)
        set_tip(self, name)  # the hint may not fit
        self.setFixedHeight(HEIGHT)
        self.clear_button = IconButton("close", self.tr("Clear the line"))
        self.clear_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clear_button.hide()
        painting.set_margins(self.row, 10, 2, 5, 2)
        self.row.addWidget(self.clear_button)
        self.input.textChanged.connect(self._on_changed)
        self.clear_button.clicked.connect(self.input.clear)

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        self.clear_button.setVisible(bool(text))


class Card(QAbstractButton):
    """What Enter does, in three lines; a click does it, too. A wrong line is said in whole sentences."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = CardText()
        self.setAccessibleName(self.tr("What Enter does"))
        self.setFixedHeight(CARD)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the line is the stop of Tab, and Enter there does the same
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def words(self) -> CardText:
        """What is shown."""
        return self._shown

    def show_words(self, words: CardText) -> bool:
        """Show what Enter does. Return whether that differs from before."""
        if words == self._shown:
            return False
        self._shown = words
        self.setEnabled(words.is_possible)
        self.setCursor(Qt.CursorShape.PointingHandCursor if words.is_possible else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(words.spoken())
        set_tip(self, "\n".join(filter(None, (words.first, words.second, words.third))))
        self.update()
        return True

    def sizeHint(self) -> QSize:
        return QSize(200, CARD)

    keyPressEvent = handle_key_press

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors, words = theme.tokens(self), self._shown
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            hovered = words.is_possible and self.underMouse()
            fill = colors.danger_soft if words.tone == DANGER else colors.raised if hovered else colors.surface
            painting.rounded_box(painter, self.rect(), fill, fill if words.tone == DANGER else colors.line)
            if words.pair is None:
                self._sentences(painter, colors)
                return
            dot = painting.mirrored(self, QRectF(_LEFT, _TOP + 4, 10, 10)).center()
            icons.paint_dot(painter, words.pair[2], dot, colors)
            if words.is_possible:
                cap = painting.mirrored(self, QRectF(self.width() - _END - _KEY, _TOP, _KEY, _KEY_HIGH))
                painting.key_cap(painter, cap, "↵", colors)
            self._first(painter, colors, words.pair)
            third = colors.warn if words.tone == WARN else colors.faint
            for number, (line, ink) in enumerate(((words.second, colors.muted), (words.third, third))):
                top = _TOP + _FIRST + 2 + _LINE * number
                rect = self._at(_LEFT + _TEXT, top, self.width() - _LEFT - _TEXT - _END, _LINE)
                painting.text_line(painter, rect, line, theme.role_font(Role.SMALL), ink)

    def _first(self, painter: QPainter, colors: theme.Tokens, pair: tuple[str, str, str]) -> None:
        """Paint the first line: the verb in the accent, project and task where the sentence has them."""
        before, _, after = self._shown.verb.partition("{pair}")
        font = theme.role_font(Role.STRONG)
        metrics = QFontMetricsF(font)
        x, end = float(_LEFT + _TEXT), self.width() - _END - _KEY - 8.0
        width = metrics.horizontalAdvance(before)
        painting.text_line(painter, self._at(x, _TOP, end - x, _FIRST), before, font, colors.accent)
        tail = metrics.horizontalAdvance(after)
        room = self._at(x + width, _TOP, max(0.0, end - x - width - tail), _FIRST)
        painting.PairPainter(colors).draw(painter, room, pair[0], pair[1])
        if after.strip():
            rest = self._at(end - tail, _TOP, tail, _FIRST)
            painting.text_line(painter, rest, after, font, colors.accent)

    def _sentences(self, painter: QPainter, colors: theme.Tokens) -> None:
        """Paint whole sentences, wrapped; they have four lines at most."""
        words, left = self._shown, float(_LEFT)
        if words.tone == DANGER:
            icons.paint(painter, "alert", colors.danger, self._at(left, _TOP + 1, 14, 14))
            left += _SIGN
        width, top = self.width() - left - _END, float(_TOP)
        ink = colors.text if words.tone == DANGER else colors.muted
        option = painting.option_for(Qt.AlignmentFlag.AlignLeading, self.layoutDirection())
        texts = [(words.first, Role.BODY, ink), (words.second, Role.SMALL, ink), (words.third, Role.SMALL, ink)]
        parts = [(painting.Paragraph(text, role, width, option), color) for text, role, color in texts if text]
        if sum(part.height for part, _ in parts) > CARD - 2 * _TOP:
            whole = " ".join(text for text, _, _ in texts if text)
            parts, top = [(painting.Paragraph(whole, Role.SMALL, width, option), ink)], 4.0
        for part, color in parts:
            painter.setPen(QColor(color))
            part.draw(painter, self._at(left, top, width, part.height), at_top=True)
            top += part.height + 2

    def _at(self, x: float, y: float, width: float, height: float) -> QRectF:
        return painting.mirrored(self, QRectF(x, y, width, height))
