"""The question about a timer that ran longer than a working day: nothing is booked before it is answered."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.errors import BadInput, Fault
from demitasse.domain.timer import Instant
from demitasse.ui.pages.destinations import Away, Day, Forgotten, Navigator
from demitasse.ui.pages.page import NothingToShow, SyncControl, TitledPage, boxed, button_bar, column, field_of, row
from demitasse.ui.text import formats, wording
from demitasse.ui.text.formats import local_datetime
from demitasse.ui.text.messages import UiFault
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.answers import AnswerList, AnswerLook
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.days import DayBox, DayField
from demitasse.ui.widgets.fields import Box, Labelled, LineEdit
from demitasse.ui.widgets.labels import Cup, ElidedLabel, Heading, Label
from demitasse.ui.widgets.shortcuts import bind, shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

if TYPE_CHECKING:
    from demitasse.tracker.timer import ForgottenTimer

_CUP_PX = 32


class ForgottenPage(TitledPage[Forgotten]):
    """Asks when the work ended, whether all of it was work, or whether the person was away."""

    foot_px = theme.BUTTON_BAR

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("A forgotten timer"))
        self._timer: ForgottenTimer | None = None
        self.title = Heading(self.tr("When did the work end?"), Role.QUESTION, wrap=True)
        self.detail = Label("", Role.BODY, "muted", wrap=True)
        self.day = DayField(self.tr("Day"), profile.timesheets.today)
        self.time = LineEdit(self.tr("Stopped at"), "17:30")
        self._labelled = Labelled(self.tr("Stopped at"), row(DayBox(self.day), Box(self.time)))
        self.answers = AnswerList()
        self.all_note = Label("", Role.SMALL, "muted", wrap=True)
        self.later = Button(self.tr("Later"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        words = boxed(self.title, self.detail, gap=2)
        question = row(boxed(Cup(1.0, side=_CUP_PX), QWidget()), words, grow=words, gap=12)
        set_tip(self.later, self.tr("The timer runs on; nothing is booked"), shortcut_for("back"))
        hint = ElidedLabel(self.tr("The timer runs on; nothing is booked"), Role.SMALL, "muted")
        form = boxed(question, self._labelled, self.answers, self.all_note, margins=(16, 12, 16, 0), gap=12)
        column(self, self.head, form, None, button_bar(hint, self.later))

    def _connect(self) -> None:
        self.answers.chosen.connect(self._on_chosen)
        self.time.textEdited.connect(self._preview)
        self.day.changed.connect(self._preview)
        self.later.clicked.connect(self.leave)
        bind(self, {"save": self.stop})

    def open(self, destination: Forgotten) -> None:
        """Propose the day on which the timer was started. Raises NothingToShow if there is no such timer."""
        del destination
        self._timer = timer = self._profile.timer.forgotten()
        if timer is None:
            raise NothingToShow
        self.day.set_day(local_datetime(timer.since).date())
        self.time.set_text("")
        self._labelled.set_note("")

    def refresh(self) -> None:
        """Show how long the timer has run; leave if it was stopped meanwhile. Raises LocalFault."""
        self._timer = timer = self._profile.timer.forgotten()
        if timer is None:
            self._navigator.open(Day())
            return
        since = local_datetime(timer.since)
        detail = self.tr("{name} has been running since {day}, {time}. Nothing is booked before you answer.")
        name = wording.task_name(timer.row.project, timer.row.task)
        day, time = wording.day_name(since.date()), wording.time_of_day(since.time())
        self.detail.setText(detail.format(name=name, day=day, time=time))
        total_s = sum(seconds for _, seconds in timer.days)
        spoken = wording.spoken_duration(total_s)
        looks = [
            AnswerLook(self.tr("Stop it then"), kind="primary"),
            AnswerLook(self.tr("All of it was work"), wording.duration(total_s), spoken=spoken),
        ]
        if self._profile.absences.ended_questions():
            looks.append(AnswerLook(self.tr("I was away…")))
        self.answers.show_answers(looks)
        days = (f"{wording.day_name(day)} {wording.duration(seconds)}" for day, seconds in timer.days)
        self.all_note.setText(" · ".join(days))

    def after_message(self) -> QWidget | None:
        """Return the button of the last line."""
        return self.later

    def take_focus(self) -> None:
        """Focus the time."""
        self.time.setFocus(Qt.FocusReason.OtherFocusReason)

    def _moment(self) -> Instant:
        """Return the moment in the fields. Raises BadInput."""
        time = formats.parse_time(self.time.text(), "at")
        if time is None:
            raise BadInput(UiFault.END_MISSING, field="at")
        return Instant(self._profile.timer.when(time, self.day.day()).utc)

    @Slot()
    def _preview(self) -> None:
        """Show what the entry would be, or why the timer cannot be stopped then."""
        if self._timer is None or not self.time.text().strip():
            self._labelled.set_note("")
            return
        try:
            seconds = int((self._moment().wall - self._timer.since).total_seconds())
        except BadInput as fault:
            self._labelled.set_fault(fault)
            return
        self._labelled.set_note(f"= {wording.duration(seconds)}" if seconds >= 0 else "")

    @Slot()
    def stop(self) -> None:
        """Stop the timer at the moment in the fields; the day page offers to undo it."""
        with self.showing_faults():
            self._profile.timer.stop(self._moment(), entry_id=self._entry_id())
            self._settled()

    def _entry_id(self) -> int | None:
        """Return the entry that the page asks about."""
        return self._timer.row.id if self._timer else None

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        if number == 0:
            self.stop()
        elif number == 1:
            with self.showing_faults():
                self._profile.timer.stop(whole=True, entry_id=self._entry_id())
                self._settled()
        else:
            self._navigator.open(Away())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the answer of a digit, and the first one on Enter; digits in a field are typed."""
        if not self.answers.handle_key(event):
            super().keyPressEvent(event)

    def _settled(self) -> None:
        self._sync.wake()
        self._navigator.open(Day())
        self._navigator.offer_undo("stop")

    def show_fault(self, fault: Fault) -> None:
        """Show the fault at the field, if the moment is wrong, else in the notice."""
        if field_of(fault) == "at":
            self._labelled.set_fault(fault)
            self.take_focus()
        else:
            super().show_fault(fault)
