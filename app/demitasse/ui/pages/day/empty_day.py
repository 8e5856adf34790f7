"""What the day page shows in place of the list for a day without entries."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from demitasse.domain.timesheet import Timesheet, TimesheetRow
from demitasse.ui.pages.page import on_surface, small
from demitasse.ui.text import wording
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.labels import Cup, Label
from demitasse.ui.widgets.theme import Role

_OFFERS = 3
_CENTER = Qt.AlignmentFlag.AlignHCenter


class EmptyDay(QWidget):
    """An empty cup, and buttons to continue up to three entries of the last working day."""

    continue_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._offered: tuple[TimesheetRow, ...] = ()
        self._before: QWidget = self
        self._title = Label("", Role.STRONG)
        self._words = Label("", Role.SMALL, "muted", wrap=True)
        self._offers = QHBoxLayout()
        self._offers.setSpacing(8)
        on_surface(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 36, 24, 36)
        layout.setSpacing(4)
        layout.addWidget(Cup(0.0, ink="faint"), 0, _CENTER)
        layout.addSpacing(8)
        for label in (self._title, self._words):
            label.setAlignment(_CENTER)
            layout.addWidget(label)
        layout.addSpacing(8)
        layout.addLayout(self._offers)

    def say_unknown(self, obstacle: str) -> None:
        """Say that the day was never fetched. `obstacle` is the reason, or empty while it is being fetched."""
        self._title.setText(self.tr("Not on this computer yet") if obstacle else self.tr("Loading…"))
        self._words.setText(obstacle or self.tr("CoffeeCup is asked what it has of this day."))
        self._offer(())

    def say(self, *, is_today: bool, last: Timesheet | None) -> None:
        """Say that the day is empty, and offer to continue the entries of `last` if it is today."""
        self._title.setText(
            self.tr("Nothing tracked yet today") if is_today else self.tr("Nothing tracked on this day")
        )
        offered = _different(last.rows) if last else ()
        if is_today and last and offered:
            words = self.tr("Start a timer, or continue from {day}:").format(day=wording.weekday(last.day))
        else:
            words = self.tr("Start a timer, or add time by hand.")
        self._words.setText(words)
        self._offer(offered)

    def words(self) -> str:
        """The title and the sentence below it."""
        return f"{self._title.text()} {self._words.text()}"

    def follow(self, widget: QWidget) -> None:
        """Place the buttons after `widget` in the Tab order."""
        self._before = widget

    def _offer(self, rows: tuple[TimesheetRow, ...]) -> None:
        if [row.id for row in rows] == [row.id for row in self._offered]:
            return
        while (item := self._offers.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._offered = rows
        self._offers.addStretch(1)
        before = self._before
        for row in rows:
            button = small(Button(wording.plain(row.task) or wording.plain(row.project)))
            button.set_dot(row.color)
            words = self.tr("Continue {pair}").format(pair=wording.task_name(row.project, row.task))
            button.setToolTip(wording.tool_tip(words))
            button.setAccessibleName(words)
            button.clicked.connect(partial(self.continue_wanted.emit, row.id))
            self._offers.addWidget(button)
            QWidget.setTabOrder(before, button)
            before = button
        self._offers.addStretch(1)


def _different(rows: tuple[TimesheetRow, ...]) -> tuple[TimesheetRow, ...]:
    """Return the latest entry of each project and task, as many as fit."""
    latest: dict[tuple[int | None, int | None], TimesheetRow] = {}
    for row in rows:
        latest.setdefault((row.project_id, row.task_id), row)
    return tuple(latest.values())[:_OFFERS]
