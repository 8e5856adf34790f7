"""What stands in the place of the list of a day without entries."""

from datetime import date
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from demitasse.domain.timesheet import Timesheet, TimesheetRow
from demitasse.ui.pages.page import on_surface
from demitasse.ui.text import wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import handle_key_press
from demitasse.ui.widgets.labels import Cup, Label
from demitasse.ui.widgets.theme import Role

_OFFERS = 3
_TOP, _SIDE = 28, 24
_LINE, _LINE_SIDE, _TEXT = 36, 16, 36
_PLAY = 14
_CENTER = Qt.AlignmentFlag.AlignHCenter


class Offer(QAbstractButton):
    """A line that continues an entry of the last day with entries."""

    def __init__(self, row: TimesheetRow) -> None:
        super().__init__()
        self.row = row
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pair = wording.task_name(row.project, row.task)
        self.setAccessibleName(self.tr("Continue {pair}").format(pair=pair))

    def sizeHint(self) -> QSize:
        return QSize(200, _LINE)

    keyPressEvent = handle_key_press

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors, middle = theme.tokens(self), self.height() / 2
        pointed = self.underMouse() or self.hasFocus()
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            painter.fillRect(self.rect(), colors.color("raised" if pointed else "surface"))
            dot = painting.mirrored(self, QRectF(_LINE_SIDE, middle - 5, 10, 10))
            icons.paint_dot(painter, self.row.color, dot.center(), colors)
            end = self.width() - _LINE_SIDE - _PLAY
            play = painting.mirrored(self, QRectF(end, middle - _PLAY / 2, _PLAY, _PLAY))
            icons.paint(painter, "play", colors.text if pointed else colors.muted, play)
            names = painting.mirrored(self, QRectF(_TEXT, 0, end - _TEXT - 8, self.height()))
            painting.PairPainter(colors).draw(painter, names, self.row.project, self.row.task)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus, 0)


class EmptyDay(QWidget):
    """An empty cup, and lines that continue up to three entries of the last day with entries."""

    continue_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._offered: tuple[TimesheetRow, ...] = ()
        self._lines: list[Offer] = []
        self._before: QWidget = self
        self._title = Label("", Role.STRONG)
        self._words = Label("", Role.SMALL, "muted", wrap=True)
        self._offers = QVBoxLayout()
        self._offers.setSpacing(0)
        on_surface(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, _TOP, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Cup(0.0, ink="faint"), 0, _CENTER)
        layout.addSpacing(10)
        for label in (self._title, self._words):
            label.setAlignment(_CENTER)
            label.setContentsMargins(_SIDE, 0, _SIDE, 2)
            layout.addWidget(label)
        layout.addSpacing(16)
        layout.addLayout(self._offers)
        layout.addStretch(1)

    def say_missing(self, obstacle: str) -> None:
        """Say that the day was never fetched, and why it cannot be fetched now."""
        self._say(self.tr("Not on this computer yet"), obstacle)
        self._offer(())

    def say(self, day: date, today: date, last: Timesheet | None, time_off: str) -> None:
        """Say that a day is empty, and why; if it is today, offer to continue the entries of `last`."""
        is_today = day == today
        nothing = self.tr("Nothing tracked yet today") if is_today else self.tr("Nothing tracked on this day")
        offered = _different(last.rows) if last and is_today else ()
        last_day = last.day if last and offered else None
        self._say(time_off or nothing, self._invitation(today, last_day) if is_today else "")
        self._offer(offered)

    def _invitation(self, today: date, last: date | None) -> str:
        if last is None:
            return self.tr("Type what you’re working on.")
        days_ago = (today - last).days
        if days_ago == 1:
            return self.tr("Type what you’re working on, or continue from yesterday:")
        words = self.tr("Type what you’re working on, or continue from {day}:")
        return words.format(day=wording.weekday(last) if days_ago < 7 else wording.short_day(last))

    def _say(self, title: str, words: str) -> None:
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def words(self) -> str:
        """The title and the sentence below it."""
        return f"{self._title.text()} {self._words.text()}".rstrip()

    def offers(self) -> list[Offer]:
        """Return the lines that are shown."""
        return self._lines

    def follow(self, widget: QWidget) -> None:
        """Place the lines after `widget` in the Tab order."""
        self._before = widget

    def _offer(self, rows: tuple[TimesheetRow, ...]) -> None:
        if [row.id for row in rows] == [row.id for row in self._offered]:
            return
        for old in self._lines:
            self._offers.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._offered, self._lines = rows, [Offer(row) for row in rows]
        before = self._before
        for offer in self._lines:
            offer.clicked.connect(partial(self.continue_wanted.emit, offer.row.id))
            self._offers.addWidget(offer)
            QWidget.setTabOrder(before, offer)
            before = offer


def _different(rows: tuple[TimesheetRow, ...]) -> tuple[TimesheetRow, ...]:
    """Return the latest entry of each project and task, as many as fit."""
    latest: dict[tuple[int | None, int | None], TimesheetRow] = {}
    for row in rows:
        latest.setdefault((row.project_id, row.task_id), row)
    return tuple(latest.values())[:_OFFERS]
