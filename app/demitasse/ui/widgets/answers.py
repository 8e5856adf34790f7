"""Widgets of pages that ask: answers with their number, a line with a project, a bar of parts, the bar of buttons."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from demitasse.ui.text import wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.labels import Label, PaintedLabel
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip, tip_of

_SIDE = 15
_MOST = 4
_ENTER = "↵"
_GAP = 8
_CAP_PX = 18
_DOT_LEAD = 18
"""The dot of a project and the space behind it."""


class AnswerLook(NamedTuple):
    """An answer as it is shown.

    `note` is a figure or a few words at its end and `spoken` what a screen reader says for it. `color` is that of a
    project, shown as a dot; `pair` are then its name and that of the task, which `words` say together.
    """

    words: str
    note: str = ""
    color: str = ""
    kind: str = "plain"
    spoken: str = ""
    pair: tuple[str, str] = ("", "")


class AnswerButton(Button):
    """A button as wide as the page: the answer, a note, and the key that presses it."""

    def __init__(self, look: AnswerLook, key: str = "") -> None:
        super().__init__(look.words)
        self._danger = False
        self.key = key
        self.note = ""
        self._pair = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_look(look)

    def show_look(self, look: AnswerLook) -> None:
        """Show another answer, or another figure."""
        self._danger = look.kind == "danger"
        self._kind = "plain" if self._danger else look.kind
        self.setText(look.words)
        self.set_dot(look.color)
        self.note, self._pair = look.note, look.pair
        self.setAccessibleName(", ".join(filter(None, (look.words, look.spoken or look.note))))
        self.update()

    def show_key(self, key: str) -> None:
        """Show another key."""
        if key != self.key:
            self.key = key
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(min(self._needed(), theme.WIDTH), self.height_px)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height_px)

    def _needed(self) -> int:
        words = QFontMetrics(theme.role_font(Role.STRONG)).horizontalAdvance(self.text())
        return 2 * _SIDE + words + (_DOT_LEAD if self._dot else 0) + self._room()

    def _room(self) -> int:
        note = QFontMetrics(theme.role_font(Role.SMALL)).horizontalAdvance(self.note) + _GAP if self.note else 0
        return note + (_CAP_PX + _GAP if self.key else 0)

    def _content(self, painter: QPainter, colors: theme.Tokens, ink: str) -> None:
        ink = colors.danger if self._danger else ink
        middle, end = self.height() / 2, self.width() - _SIDE
        if self.key:
            cap = painting.mirrored(self, QRectF(end - _CAP_PX + 0.5, middle - 8.5, _CAP_PX - 1, 17))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(ink), 1.0))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setFont(theme.role_font(Role.KEY))
            painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self.key)
            end -= _CAP_PX + _GAP
        if self.note:
            rect = painting.mirrored(self, QRectF(_SIDE, 0, end - _SIDE, self.height()))
            painting.text_line(painter, rect, self.note, theme.role_font(Role.SMALL), ink, at_end=True)
        start = _SIDE
        if self._dot:
            dot = painting.mirrored(self, QRectF(start, middle - 5, 10, 10))
            icons.paint_dot(painter, self._dot, dot.center(), colors)
            start += _DOT_LEAD
        rect = painting.mirrored(self, QRectF(start, 0, self.width() - start - _SIDE - self._room(), self.height()))
        painting.text_line(painter, rect, self._shown(colors, rect.width()), self._font(), ink)
        tip = self.text() if self._needed() > self.width() else ""
        if tip_of(self) != tip:
            set_tip(self, tip)

    def _shown(self, colors: theme.Tokens, room: float) -> str:
        """Return the words as they fit; of a task, the name of the project is shortened first."""
        return painting.PairPainter(colors).fitted_line(*self._pair, room) if any(self._pair) else self.text()


class AnswerList(QWidget):
    """Up to four answers one below the other.

    The keys 1 to 4 press them, and Enter the first; the page passes its keys on.
    """

    chosen = Signal(int)
    """The index of an answer."""

    def __init__(self) -> None:
        super().__init__()
        self._all = [AnswerButton(AnswerLook(""), str(number + 1)) for number in range(_MOST)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for number, button in enumerate(self._all):
            button.hide()
            button.clicked.connect(partial(self.chosen.emit, number))
            layout.addWidget(button)

    @property
    def buttons(self) -> list[AnswerButton]:
        """The buttons of the answers that are shown."""
        return [button for button in self._all if not button.isHidden()]

    def show_answers(self, looks: Sequence[AnswerLook]) -> None:
        """Show these answers, at most four."""
        for number, button in enumerate(self._all):
            if number < len(looks):
                button.show_look(looks[number])
            button.setVisible(number < len(looks))

    def show_keys(self, *, typing: bool) -> None:
        """Show the keys that press the answers; while a text is typed, digits belong to it."""
        for number, button in enumerate(self._all):
            button.show_key(str(number + 1) if not typing else "" if number else _ENTER)

    def take_focus(self) -> None:
        """Focus the first answer."""
        if not self._all[0].isHidden():
            self._all[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Press the answer of a key; return whether there is one."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        number = 1 if is_enter else int(event.text()) if event.text() in set("1234") else 0
        if not number or self._all[number - 1].isHidden():
            return False
        self._all[number - 1].click()
        return True


class ProjectLine(PaintedLabel):
    """A line with the dot of a project, its name and its task, and a note at the end."""

    def __init__(self, role: Role | None = None, *, height: int = 24) -> None:
        """Without `role` the project is strong and the task muted."""
        super().__init__()
        self._role = role
        self._color = self._pair = self._note = ""
        self._names = ("", "")
        self._quiet = False
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_line(
        self, color: str, project: str, task: str, note: str = "", spoken: str = "", *, quiet: bool = False
    ) -> None:
        """Show a project and a task; `spoken` is what a screen reader says for the note, and `quiet` makes it small."""
        self._quiet = quiet
        self._color, self._names, self._note = color, (project, task), note
        self._pair = wording.task_name(project, task)
        self.setAccessibleName(", ".join(filter(None, (self._pair, spoken or note))))
        set_tip(self, self._pair)
        self.update()

    def texts(self) -> tuple[str, str]:
        """Return the name and the note as they are shown."""
        return self._pair, self._note

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            dot = painting.mirrored(self, QRectF(0, self.height() / 2 - 5, 10, 10))
            icons.paint_dot(painter, self._color, dot.center(), colors)
            font = theme.role_font(Role.SMALL if self._quiet or self._role is Role.SMALL else Role.BODY)
            room = QFontMetrics(font).horizontalAdvance(self._note) + _GAP if self._note else 0
            rect = painting.mirrored(self, QRectF(_DOT_LEAD, 0, self.width() - _DOT_LEAD - room, self.height()))
            if self._role is not None:
                shown = painting.PairPainter(colors).fitted_line(*self._names, rect.width(), self._role)
                painting.text_line(painter, rect, shown, theme.role_font(self._role), colors.text)
            else:
                painting.PairPainter(colors).draw(painter, rect, *self._names)
            rect = painting.mirrored(self, QRectF(self.width() - room, 0, room, self.height()))
            ink = colors.muted if self._quiet else colors.text
            painting.text_line(painter, rect, self._note, font, ink, at_end=True)


class Sentence(Label):
    """A sentence that wraps, in which one part is strong, such as the name of a task."""

    def __init__(self) -> None:
        super().__init__("", Role.BODY, "muted", wrap=True)
        self._strong = ""

    def show_sentence(self, words: str, strong: str) -> None:
        """Show a sentence; `strong` is the part of it that is strong."""
        self._strong = strong
        self.setText(words)
        self.update()

    def formats(self) -> list[QTextLayout.FormatRange]:
        """Return the strong part."""
        strong = QTextLayout.FormatRange()
        strong.start, strong.length = self.text().find(self._strong), len(self._strong)
        strong.format = QTextCharFormat()
        strong.format.setFontWeight(theme.role_font(Role.STRONG).weight())
        strong.format.setForeground(theme.tokens(self).color("text"))
        return [strong] if self._strong and strong.start >= 0 else []


class ReasonBox(QWidget):
    """A soft box with the reason why something did not work; `tone` is "danger" or "warn"."""

    def __init__(self, words: str, *, tone: str = "danger", button: QWidget | None = None) -> None:
        """Put a button behind the words."""
        super().__init__()
        self._tone = tone
        self._role = Role.SMALL if tone == "warn" else Role.BODY
        self.words = Label(words, self._role, tone, wrap=True)
        layout = QHBoxLayout(self)
        painting.set_margins(layout, 34, 10, 12, 10)
        layout.addWidget(self.words, 1)
        if button is not None:
            painting.set_margins(layout, 34, 2, 6, 2)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painting.rounded_box(painter, self.rect(), getattr(colors, f"{self._tone}_soft"))
            is_one_line = self.words.height() < 2 * painting.line_px(self._role)
            top = self.height() / 2 - 7 if is_one_line else 12
            sign = painting.mirrored(self, QRectF(12, top, 14, 14))
            icons.paint(painter, "alert", getattr(colors, self._tone), sign)


class BarPart(NamedTuple):
    """A part of a bar: the colour of its project, empty for time in question, and its share in seconds."""

    color: str
    seconds: int


class PartsBar(QWidget):
    """A thick bar with parts side by side; time in question is hatched. Its figures are written below it."""

    _HEIGHT = 12
    _LEAST_SHARE = 100
    """A part of less than a hundredth would be a line without a meaning."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[BarPart, ...] = ()
        self.setFixedHeight(self._HEIGHT)

    def show_parts(self, *parts: BarPart) -> None:
        """Show these parts, in their proportion."""
        whole = sum(part.seconds for part in parts)
        self._parts = tuple(part for part in parts if part.seconds * self._LEAST_SHARE >= whole)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        whole = sum(part.seconds for part in self._parts) or 1
        with painting.painter_for(self) as painter:
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), self._HEIGHT / 2, self._HEIGHT / 2)
            painter.setClipPath(outline)
            start = 0.0
            for part in self._parts:
                width = self.width() * part.seconds / whole
                rect = painting.mirrored(self, QRectF(start, 0, width - 1, self.height()))
                color = theme.project_color(part.color, colors)
                painter.fillRect(rect, color if part.color else painting.hatched(color, colors))
                start += width
