"""Split an entry in two; both parts are shown before, and the second may be for another task."""

from datetime import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainterPath, QPaintEvent

from demitasse.boot.full_profile import FullProfile
from demitasse.domain import durations, time_ranges
from demitasse.domain.errors import BadInput, Fault, FaultCode
from demitasse.domain.wall_time import DayClock
from demitasse.ui.pages.destinations import Day, Navigator, Picker, SplitEntry
from demitasse.ui.pages.message import Message, Offer
from demitasse.ui.pages.page import SyncControl, TitledPage, boxed, button_bar, column
from demitasse.ui.text import wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.fields import Box, Labelled, LineEdit, PairField
from demitasse.ui.widgets.labels import PaintedLabel
from demitasse.ui.widgets.scroll import ScrollForm
from demitasse.ui.widgets.shortcuts import bind, shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

if TYPE_CHECKING:
    from demitasse.domain.timesheet import TimesheetRow

Pair = tuple[int, int]

_ENTRY_PX = 40
_BAR_PX = 12
_WORDS_PX = 20


class SplitPage(TitledPage[SplitEntry]):
    """Asks for the duration of the first part, and for what the rest is."""

    foot_px = theme.BUTTON_BAR

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Split entry"))
        self._row: TimesheetRow | None = None
        self._pair: Pair | None = None
        self._clean: tuple[str, Pair | None] = ("", None)
        self.entry = _EntryLine()
        self.first = LineEdit(self.tr("First part"), "1:30")
        self.rest = PairField(self.tr("Pick a project and task"))
        self.parts = PartsBar()
        self._box = Box(self.first)
        self.labelled = Labelled(self.tr("First part"), self._box)
        self.split_button = Button(self.tr("Split"), kind="primary")
        self.cancel_button = Button(self.tr("Cancel"))
        rest = Labelled(self.tr("The rest is for"), self.rest, lines=1)
        first = boxed(self.labelled, margins=(0, 8, 0, 0))
        form = boxed(self.entry, first, rest, self.parts)
        form.layout().addStretch(1)  # type: ignore[union-attr]
        column(
            self, self.head, ScrollForm(form, 16, 4, 16, 16),
            button_bar(None, self.cancel_button, self.split_button),
        )  # fmt: skip
        self._connect()

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(self.leave)
        set_tip(self.cancel_button, self.tr("Leave it as it was"), shortcut_for("back"))
        self.split_button.clicked.connect(self.split)
        self.first.returnPressed.connect(self.split)
        self.first.textEdited.connect(self._preview)
        self._box.left.connect(self._on_left)
        self.rest.clicked.connect(self._on_pick)
        bind(self, {"save": self.split})

    def open(self, destination: SplitEntry) -> None:
        """Propose the middle of the entry. Raises NoMatch, LocalFault."""
        self._row = row = self._profile.timesheets.entry(destination.entry_id)
        self.entry.show_entry(row)
        pair = (row.project_id, row.task_id) if row.project_id and row.task_id else None
        self._show(durations.hours_minutes(row.duration_s // 120 * 60), pair)
        self._clean = (self.first.text(), self._pair)

    def _show(self, first: str, pair: Pair | None) -> None:
        """Show the first part, and what the rest is for."""
        self._pair, row = pair, self._row
        choice = self._profile.timesheets.choice(*pair) if pair else None
        names = (choice.project, choice.task, choice.color) if choice else None
        if row is not None and pair == (row.project_id, row.task_id):  # also one that cannot be booked any more
            names = (row.project, row.task, row.color)
        self.rest.show_pair(names)
        self.first.set_text(first)
        self._preview()

    def take_focus(self) -> None:
        """Focus the duration."""
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.first.selectAll()

    def _first_s(self, row: "TimesheetRow") -> int:
        """Return the typed duration of the first part. Raises BadInput."""
        first_s = durations.parse(self.first.text())
        if not 0 < first_s < row.duration_s:
            raise BadInput(FaultCode.PART_TOO_LONG, length_s=row.duration_s, field="duration")
        return first_s

    @Slot()
    def _preview(self) -> None:
        """Show both parts while they are right; a mistake is shown when the field is left."""
        if self._row is None:
            return
        try:
            first_s = self._first_s(self._row)
        except BadInput:
            self.labelled.set_note("")
            self.parts.show_parts(self._row, None, "")
            return
        rest_s = self._row.duration_s - first_s
        words = self.tr("Then {rest} are left. Both parts together stay {all}.")
        rest, whole = wording.duration(rest_s), wording.duration(self._row.duration_s)
        self.labelled.set_note(words.format(rest=rest, all=whole))
        self.parts.show_parts(self._row, first_s, self._cut(self._row, first_s))

    def _cut(self, row: "TimesheetRow", first_s: int) -> str:
        """Return when the second part begins; empty if that is unknown."""
        if row.start_time is None:
            return ""
        cut = time_ranges.end_after(row.start_time, first_s, DayClock(row.day, self._profile.settings.zone()))
        return wording.time_of_day(cut) if cut is not None else ""

    @Slot()
    def _on_left(self) -> None:
        """Show the mistake of the field."""
        if self._row is None or not self.isVisible():
            return
        try:
            self._first_s(self._row)
        except BadInput as fault:
            self.labelled.set_fault(fault)

    @Slot()
    def _on_pick(self) -> None:
        self._navigator.open(Picker(self._on_picked))

    def type(self, text: str) -> bool:
        """Look for a task from the letters that are typed on its field."""
        if typed := self.rest.hasFocus():
            self._navigator.open(Picker(self._on_picked, text))
        return typed

    def _on_picked(self, project_id: int, task_id: int) -> None:
        self._show(self.first.text(), (project_id, task_id))
        self._navigator.back()

    @Slot()
    def leave(self) -> None:
        """Go back without splitting; what was typed can be brought back for a while."""
        typed, row = (self.first.text(), self._pair), self._row
        self._row = None
        super().leave()
        if row is not None and typed != self._clean:
            undo = Offer(self.tr("Undo"), partial(self._restore, row.id, *typed), "Ctrl+Z", takes_key=True)
            self._navigator.say(Message(self.tr("Changes dropped"), (undo,)))

    def _restore(self, entry_id: int, first: str, pair: Pair | None) -> None:
        """Open the page again as it was left."""
        self._navigator.open(SplitEntry(entry_id))
        if self._row is not None:
            self._show(first, pair)

    @Slot()
    def split(self) -> None:
        """Split the entry; what is said then offers to undo it."""
        if self._row is None:
            return
        with self.showing_faults():
            self._profile.timesheets.split(self._row.id, self._first_s(self._row), self._row, rest=self._pair)
            self._row = None
            self._sync.wake()
            self._navigator.open(Day(returns=True))
            self._navigator.offer_undo("split")

    def show_fault(self, fault: Fault) -> None:
        """Show the fault at the field, if the duration is wrong, else in the notice."""
        if isinstance(fault, BadInput):
            self.labelled.set_fault(fault)
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().show_fault(fault)


class _EntryLine(PaintedLabel):
    """The entry that is split: project, task and duration."""

    def __init__(self) -> None:
        super().__init__()
        self._row: TimesheetRow | None = None
        self.setFixedHeight(_ENTRY_PX)

    def show_entry(self, row: "TimesheetRow") -> None:
        """Show an entry."""
        self._row = row
        name = wording.task_name(row.project, row.task)
        self.setAccessibleName(f"{name}, {wording.spoken_duration(row.duration_s)}")
        set_tip(self, "\n".join(filter(None, (name, wording.plain(row.comment)))))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._row is None:
            return
        colors, row = theme.tokens(self), self._row
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            whole, font = QRectF(self.rect()), theme.role_font(Role.BODY)
            words = wording.duration(row.duration_s)
            used = painting.text_line(painter, whole, words, font, colors.text, at_end=True)
            dot = painting.mirrored(self, QRectF(0, whole.center().y() - 5, 10, 10)).center()
            icons.paint_dot(painter, row.color, dot, colors)
            room = painting.mirrored(self, whole.adjusted(18, 0, -used - 8, 0))
            painting.PairPainter(colors).draw(painter, room, row.project, row.task)


class PartsBar(PaintedLabel):
    """Both parts as a bar, the second one hatched, with their times below."""

    def __init__(self) -> None:
        super().__init__()
        self._color = ""
        self._share = 0.0
        self._words = ("", "")
        self.setFixedHeight(4 + _BAR_PX + _WORDS_PX)

    def show_parts(self, row: "TimesheetRow", first_s: int | None, cut: str) -> None:
        """Show the parts of an entry that is cut after `first_s`, at the time of day `cut`; None shows it whole."""
        self._color, self._share = row.color, 1.0 if first_s is None else first_s / row.duration_s
        parts = [("", row.duration_s)]
        if first_s is not None:
            times = (_from_to(row.start_time, cut), _from_to(cut, None if row.running else row.end_time))
            lengths = (first_s, row.duration_s - first_s)
            parts = list(zip(times if cut else ("", ""), lengths, strict=True))
        words = [" · ".join(filter(None, (span, wording.duration(seconds)))) for span, seconds in parts]
        self._words = (words[0], words[1] if len(words) > 1 else "")
        self.setAccessibleName(", ".join(filter(None, self._words)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            bar = QRectF(0, 4, self.width(), _BAR_PX)
            outline = QPainterPath()
            outline.addRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
            painter.setClipPath(outline)
            color, cut = theme.project_color(self._color, colors), bar.width() * self._share
            painter.fillRect(painting.mirrored(self, QRectF(0, 4, cut, _BAR_PX)), color)
            rest = painting.mirrored(self, QRectF(cut, 4, bar.width() - cut, _BAR_PX))
            painter.fillRect(rest, painting.hatched(color, colors))
            painter.setClipping(False)
            line, font = QRectF(0, bar.bottom() + 4, self.width(), _WORDS_PX - 4), theme.role_font(Role.SMALL)
            painting.text_line(painter, line, self._words[0], font, colors.muted)
            painting.text_line(painter, line, self._words[1], font, colors.muted, at_end=True)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())


def _from_to(start: time | str | None, end: time | str | None) -> str:
    """Return a span in words; what runs has no end."""
    return "–".join(one if isinstance(one, str) else wording.time_of_day(one) if one else "…" for one in (start, end))
