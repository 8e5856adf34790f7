"""The fixed bars of the day page: header, notice and footer."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from demitasse.ui.text import wording as text
from demitasse.ui.text.sync_status_text import SyncStatusText
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import Button, IconButton, handle_key_press
from demitasse.ui.widgets.labels import ElidedLabel, Label, PaintedLabel
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

Piece = tuple[str, int]
"""A colour and a duration in seconds."""

_NO_TARGET_S = 8 * 3600
_APART = 4


class Figure(PaintedLabel):
    """The day's total against its target, for example "5:12 / 8:00"."""

    def __init__(self) -> None:
        super().__init__()
        self._total = "0:00"
        self._target = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_figures(self, total_s: int | None, target_s: int | None, *, known: bool = True) -> None:
        """Show the figures; a total of None is unknown. `known` is False if CoffeeCup may have more entries."""
        total, target = "–" if total_s is None else text.duration(total_s), text.duration(target_s) if target_s else ""
        total = total if known or total_s is None else f"≥ {total}"
        if (total, target) == (self._total, self._target):
            return
        self._total, self._target = total, target
        words = self.tr("{total} of {target}") if target_s else "{total}"
        worked = self.tr("not known yet") if total_s is None else text.spoken_duration(total_s)
        if not known and total_s is not None:
            worked = self.tr("at least {time}").format(time=worked)
        self.setAccessibleName(words.format(total=worked, target=text.spoken_duration(target_s or 0)))
        set_tip(self, "" if known else self.tr("Not all of this is on this computer yet."))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the figures as shown."""
        return f"{self._total} / {self._target}" if self._target else self._total

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.role_font(Role.STRONG))
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            rest = f" / {self._target}" if self._target else ""
            width = QFontMetrics(theme.role_font(Role.BODY)).horizontalAdvance(rest)
            whole = QRectF(self.rect())
            painting.text_line(painter, whole, rest, theme.role_font(Role.BODY), colors.muted, at_end=True)
            strong = painting.mirrored(self, whole.adjusted(0, 0, -width, 0))
            painting.text_line(painter, strong, self._total, theme.role_font(Role.STRONG), colors.text, at_end=True)


class TitleButton(QAbstractButton):
    """A heading above a list that can be clicked to choose what the list shows."""

    _SIDE = 6

    def __init__(self, does: str, shortcut: str) -> None:
        """`does` describes the click. `shortcut` only appears in the tool tip; the page binds it."""
        super().__init__()
        set_tip(self, does, shortcut)
        self.setAccessibleDescription(does)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_title(self, words: str) -> None:
        """Show another heading."""
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(theme.role_font(Role.STRONG)).horizontalAdvance(self.text()) + self._SIDE + 2, 28)

    keyPressEvent = handle_key_press

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            ink = colors.accent if self.underMouse() or self.isDown() else colors.text
            room = painting.mirrored(self, QRectF(0, 0, self.width() - self._SIDE, self.height()))
            painting.text_line(painter, room, self.text(), theme.role_font(Role.STRONG), ink)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect().adjusted(-4, 2, 0, -2), colors.focus, 6)


class DayBar(QWidget):
    """A day's entries in their project colours, scaled to the target.

    It repeats the figures beside it, so screen readers skip it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pieces: tuple[Piece, ...] = ()
        self._target_s = _NO_TARGET_S
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_day(self, pieces: tuple[Piece, ...], target_s: int | None) -> None:
        """Show these segments scaled to `target_s`; more than the target fills the whole bar."""
        target_s = target_s or _NO_TARGET_S
        if (pieces, target_s) != (self._pieces, self._target_s):
            self._pieces, self._target_s = pieces, target_s
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), 3, 3)
            painter.setClipPath(outline)
            painter.fillRect(self.rect(), colors.color("track"))
            whole = max(self._target_s, sum(seconds for _, seconds in self._pieces))
            start = 0.0
            for color, seconds in self._pieces:
                width = self.width() * seconds / whole
                gap = 1 if width >= _APART else 0  # gaps between many short segments would hide them
                piece = QRectF(start, 0, width - gap, self.height())
                painter.fillRect(painting.mirrored(self, piece), theme.project_color(color, colors))
                start += width


class DayHead(QWidget):
    """The day, its figures, and the buttons that lead to other days and the week."""

    def __init__(self) -> None:
        """Lay out the header; the page connects the buttons."""
        super().__init__()
        self.title = TitleButton(self.tr("Pick a day"), shortcut_for("view_3"))
        self.hint = ElidedLabel("", Role.SMALL, "muted", at_end=True)
        self.hint.setMinimumWidth(1)  # shrinks before the day and its figures do
        self.figure = Figure()
        self.today = IconButton("undo", self.tr("Back to today"), shortcut=shortcut_for("today"))
        self.earlier = IconButton("left", self.tr("The day before"), shortcut=shortcut_for("earlier"))
        self.later = IconButton("right", self.tr("The day after"), shortcut=shortcut_for("later"))
        self.week = IconButton("week", self.tr("The week"), shortcut=shortcut_for("view_2"))
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
        painting.set_margins(layout, 16, 8, 8, 14)
        layout.setSpacing(6)
        layout.addLayout(row)
        bar = QHBoxLayout()
        painting.set_margins(bar, 0, 0, 8, 0)
        bar.addWidget(self.bar)
        layout.addLayout(bar)


class Notice(QWidget):
    """A bar with one problem, in one sentence, and one button that helps."""

    acted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tone = "danger"
        self.words = Label("", Role.SMALL, "danger", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.action = Button("", kind="danger")
        self.action.height_px = 28
        self.close_button = IconButton("close", self.tr("Close this message"))
        layout = QHBoxLayout(self)
        painting.set_margins(layout, 38, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.action)
        layout.addWidget(self.close_button)
        self.action.clicked.connect(self.acted)
        self.close_button.clicked.connect(self.closed)
        self.show_notice("")

    def show_notice(self, words: str, action: str = "", *, tone: str = "danger", closable: bool = False) -> None:
        """Show `words` and a button labelled `action`; hide the bar without words. `tone` is "danger" or "warn"."""
        self._tone = tone
        self.words.set_color("danger" if tone == "danger" else "text")
        self.words.setText(words)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.close_button.setVisible(closable)
        self.setVisible(bool(words))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            danger = self._tone == "danger"
            painter.fillRect(self.rect(), QColor(colors.danger_soft if danger else colors.raised))
            sign = painting.mirrored(self, QRectF(16, self.height() / 2 - 7, 14, 14))
            icons.paint(painter, "alert", colors.danger if danger else colors.text, sign)


class StatusButton(QAbstractButton):
    """The sync status as text; a click runs the action that helps."""

    def __init__(self) -> None:
        super().__init__()
        self._standing: SyncStatusText | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_status(self, standing: SyncStatusText) -> None:
        """Show a sync status."""
        if standing != self._standing:
            self._standing = standing
            self.setAccessibleName(standing.short)
            self.setAccessibleDescription(standing.tip)
            set_tip(self, standing.tip)
            self.update()

    def shown_text(self) -> str:
        """Return the text shown."""
        return self._standing.short if self._standing else ""

    def sizeHint(self) -> QSize:
        return QSize(60, 28)

    keyPressEvent = handle_key_press

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._standing is None:
            return
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            sign = painting.mirrored(self, QRectF(0, self.height() / 2 - 7, 14, 14))
            icons.paint(painter, self._standing.icon, getattr(colors, self._standing.color), sign)
            rect = painting.mirrored(self, QRectF(20, 0, self.width() - 20, self.height()))
            ink = colors.text if self.underMouse() else colors.muted
            font = theme.role_font(Role.SMALL)
            fits = QFontMetrics(font).horizontalAdvance(self._standing.short) <= rect.width()
            painting.text_line(painter, rect, self._standing.short if fits else self._standing.brief, font, ink)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 6)


class Footer(QWidget):
    """Sync status, "Add time" and settings."""

    def __init__(self) -> None:
        """Lay out the footer; the page connects the buttons."""
        super().__init__()
        self.status = StatusButton()
        self.add = Button(self.tr("Add time"), kind="quiet", icon="plus")
        self.add.height_px = 28
        set_tip(self.add, self.tr("Book time by hand"), shortcut_for("add"))
        self.gear = IconButton("gear", self.tr("Settings"), shortcut=shortcut_for("settings"))
        self.setFixedHeight(theme.FOOTER)
        layout = QHBoxLayout(self)
        painting.set_margins(layout, 16, 1, 8, 0)
        layout.setSpacing(6)
        for part in (self.status, self.add, self.gear):
            layout.addWidget(part)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            painter.fillRect(self.rect(), QColor(colors.surface))
            painter.fillRect(0, 0, self.width(), 1, QColor(colors.line))
