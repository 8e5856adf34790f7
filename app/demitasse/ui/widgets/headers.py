"""The bars of the day: its head with total and target, what needs attention, and the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from demitasse.ui.text import wording as text
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import Button, IconButton, press, tip
from demitasse.ui.widgets.day_bar import DayBar
from demitasse.ui.widgets.labels import Drawn, Label, Line
from demitasse.ui.widgets.shortcuts import key
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from demitasse.ui.text.sync_status_text import SyncStatusText

UNDO_S = 10
"""How long the footer offers to take the last action back; Ctrl+Z does it at any time."""


class Figure(Drawn):
    """The day's total against its target, "5:12 / 8:00"."""

    def __init__(self) -> None:
        """Nothing yet."""
        super().__init__()
        self._total = "0:00"
        self._target = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, total_s: int, target_s: int | None, *, known: bool = True) -> None:
        """Show these; nothing is painted while the minute stays the same. Not `known`: there may be more."""
        total, target = text.hours(total_s), text.hours(target_s) if target_s else ""
        total = total if known else f"≥ {total}"
        if (total, target) == (self._total, self._target):
            return
        self._total, self._target = total, target
        words = self.tr("{total} of {target}") if target_s else "{total}"
        worked = text.spoken(total_s) if known else self.tr("at least {time}").format(time=text.spoken(total_s))
        self.setAccessibleName(words.format(total=worked, target=text.spoken(target_s or 0)))
        self.setToolTip("" if known else self.tr("Not all of this is on this computer yet."))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The figures as they are shown."""
        return f"{self._total} / {self._target}" if self._target else self._total

    def sizeHint(self) -> QSize:
        """Exactly the words, with room for a longer total."""
        metrics = QFontMetrics(theme.of(Role.STRONG))
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the total strong, the target muted."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        rest = f" / {self._target}" if self._target else ""
        width = QFontMetrics(theme.of(Role.BODY)).horizontalAdvance(rest)
        all_of_it = QRectF(self.rect())
        painting.line(painter, all_of_it, rest, theme.of(Role.BODY), colors.muted, at_end=True)
        strong = painting.mirrored(self, all_of_it.adjusted(0, 0, -width, 0))
        painting.line(painter, strong, self._total, theme.of(Role.STRONG), colors.text, at_end=True)
        painter.end()


class TitleButton(QAbstractButton):
    """Words that stand over a list, and that can be pressed to choose what the list shows."""

    _SIDE = 6

    def __init__(self, does: str, shortcut: str) -> None:
        """Pressing it `does` something; `shortcut` is only mentioned, the page binds it."""
        super().__init__()
        self._tip = tip(does, shortcut)
        self.setAccessibleDescription(does)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Show other words."""
        if words != self.text():
            self.setText(words)
            self.setToolTip(f"{words}\n{self._tip}")
            self.setAccessibleName(words)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The words, as high as the buttons beside them; the margin hangs over on the left."""
        return QSize(QFontMetrics(theme.of(Role.STRONG)).horizontalAdvance(self.text()) + self._SIDE + 2, 28)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does; arrows are the page's."""
        press(self, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words where a heading begins."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        ink = colors.accent if self.underMouse() or self.isDown() else colors.text
        room = painting.mirrored(self, QRectF(0, 0, self.width() - self._SIDE, self.height()))
        painting.line(painter, room, self.text(), theme.of(Role.STRONG), ink)
        if self.hasFocus():
            painting.ring(painter, self.rect().adjusted(-4, 2, 0, -2), colors.focus, 6)
        painter.end()


class DayHead(QWidget):
    """Which day is shown, its figures, the way to other days and to the week."""

    def __init__(self) -> None:
        """The page connects the buttons."""
        super().__init__()
        self.title = TitleButton(self.tr("Pick a day"), "C")
        self.hint = Line("", Role.SMALL, "muted", at_end=True)
        self.hint.setMinimumWidth(1)  # the day and its figures come first
        self.figure = Figure()
        self.today = IconButton("undo", self.tr("Back to today"), shortcut=key("today"))
        self.earlier = IconButton("left", self.tr("The day before"), shortcut=key("earlier"))
        self.later = IconButton("right", self.tr("The day after"), shortcut=key("later"))
        self.week = IconButton("week", self.tr("The week"), shortcut=key("week"))
        self.bar = DayBar()
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.title)
        row.addWidget(self.today)
        row.addWidget(self.hint, 1)
        row.addSpacing(6)
        row.addWidget(self.figure)
        row.addSpacing(6)
        for button in (self.earlier, self.later, self.week):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        painting.inset(layout, 16, 10, 8, 10)
        layout.setSpacing(6)
        layout.addLayout(row)
        bar = QHBoxLayout()
        painting.inset(bar, 0, 0, 8, 0)
        bar.addWidget(self.bar)
        layout.addLayout(bar)


class Notice(QWidget):
    """One problem, one sentence, one thing to do about it."""

    acted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        """Nothing to say yet."""
        super().__init__()
        self._tone = "danger"
        self.words = Label("", Role.SMALL, "danger", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.action = Button("", kind="danger")
        self.action.height_px = 28
        self.close_button = IconButton("close", self.tr("Close this message"))
        layout = QHBoxLayout(self)
        painting.inset(layout, 38, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.action)
        layout.addWidget(self.close_button)
        self.action.clicked.connect(self.acted)
        self.close_button.clicked.connect(self.closed)
        self.say("")

    def say(self, words: str, action: str = "", *, tone: str = "danger", closable: bool = False) -> None:
        """Show `words` and a button called `action`; nothing to say hides it. `tone` is "danger" or "warn"."""
        self._tone = tone
        self.words.set_color("danger" if tone == "danger" else "text")
        self.words.setText(words)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.close_button.setVisible(closable)
        self.setVisible(bool(words))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the sign."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        danger = self._tone == "danger"
        painter.fillRect(self.rect(), QColor(colors.danger_soft if danger else colors.raised))
        sign = painting.mirrored(self, QRectF(16, self.height() / 2 - 7, 14, 14))
        icons.paint(painter, "alert", colors.danger if danger else colors.text, sign)
        painter.end()


class StatusButton(QAbstractButton):
    """Where the syncing stands, in words; pressing it does what helps."""

    def __init__(self) -> None:
        """Nothing known yet."""
        super().__init__()
        self._standing: SyncStatusText | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, standing: SyncStatusText) -> None:
        """Show it."""
        if standing != self._standing:
            self._standing = standing
            self.setAccessibleName(standing.short)
            self.setAccessibleDescription(standing.tip)
            self.setToolTip(text.tool_tip(standing.tip))
            self.update()

    def words(self) -> str:
        """What it says."""
        return self._standing.short if self._standing else ""

    def sizeHint(self) -> QSize:
        """As high as the buttons beside it."""
        return QSize(60, 28)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does; arrows are the page's."""
        press(self, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the sign and the words."""
        if self._standing is None:
            return
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        sign = painting.mirrored(self, QRectF(0, self.height() / 2 - 7, 14, 14))
        icons.paint(painter, self._standing.icon, getattr(colors, self._standing.color), sign)
        rect = painting.mirrored(self, QRectF(20, 0, self.width() - 20, self.height()))
        ink = colors.text if self.underMouse() else colors.muted
        font = theme.of(Role.SMALL)
        fits = QFontMetrics(font).horizontalAdvance(self._standing.short) <= rect.width()
        painting.line(painter, rect, self._standing.short if fits else self._standing.brief, font, ink)
        if self.hasFocus():
            painting.ring(painter, self.rect(), colors.focus, 6)
        painter.end()


class Footer(QWidget):
    """Where the syncing stands; adding time; settings. For ten seconds after an action: undo."""

    undo_wanted = Signal()

    def __init__(self) -> None:
        """The page connects the buttons."""
        super().__init__()
        self.status = StatusButton()
        self.add = Button(self.tr("Add time"), kind="quiet", icon="plus")
        self.add.height_px = 28
        self.add.setToolTip(tip(self.tr("Book time by hand"), key("add")))
        self.gear = IconButton("gear", self.tr("Settings"), shortcut=key("settings"))
        self.done = Line("", Role.SMALL, "text")
        self.undo = Button(self.tr("Undo"), kind="quiet", icon="undo")
        self.undo.height_px = 28
        self.undo.setToolTip(tip(self.tr("Take it back"), key("undo")))
        self._timer = QTimer(self, interval=UNDO_S * 1000, singleShot=True)
        self.setFixedHeight(37)
        layout = QHBoxLayout(self)
        painting.inset(layout, 16, 1, 8, 0)
        layout.setSpacing(6)
        for part in (self.status, self.done, self.undo, self.add, self.gear):
            layout.addWidget(part)
        self.undo.clicked.connect(self.undo_wanted)
        self._timer.timeout.connect(self.put_away)
        self.put_away()

    def offer(self, label: str) -> None:
        """Say what was just done, and offer to take it back."""
        self.done.say(text.done(label))
        self._swap(offering=True)
        self._timer.start()

    @Slot()
    def put_away(self) -> None:
        """Back to the truth about the syncing."""
        self._timer.stop()
        had_focus = self.undo.hasFocus()
        self._swap(offering=False)
        if had_focus:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _swap(self, *, offering: bool) -> None:
        self.done.setVisible(offering)
        self.undo.setVisible(offering)
        self.status.setVisible(not offering)
        self.add.setVisible(not offering)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the line above."""
        colors = theme.tokens(self)
        painter = painting.smooth(self)
        painter.fillRect(self.rect(), QColor(colors.surface))
        painter.fillRect(0, 0, self.width(), 1, QColor(colors.line))
        painter.end()
