"""The question about time during which the computer was not used while a timer ran, and its four answers."""

from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.absence import AbsenceAnswer, AbsenceQuestion
from demitasse.ui.pages.destinations import Away, Day, Navigator, Picker
from demitasse.ui.pages.page import NothingToShow, SyncControl, TitledPage, announce, boxed, button_bar, column, row
from demitasse.ui.text import notification_text, wording
from demitasse.ui.text.formats import local_datetime
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.answers import AnswerList, AnswerLook, BarPart, PartsBar, Sentence
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.labels import Cup, ElidedLabel, Heading
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_REFRESH_MS = 10_000
"""The durations on the buttons are minutes, and grow while the timer runs."""
_CUP_PX = 32
_HEAD_END_PX = 10

"""The answers in the order of their keys, 1 to 4."""


class AwayPage(TitledPage[Away]):
    """The oldest open question. Nothing is booked before it is answered."""

    foot_px = theme.BUTTON_BAR

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Were you working?"))
        self._question: AbsenceQuestion | None = None
        self._postponed: set[int] = set()
        self._answered = 0
        self._tick = QTimer(self, interval=_REFRESH_MS)
        self._tick.timeout.connect(self.reload)
        self.count = ElidedLabel("", Role.SMALL, "muted", at_end=True)
        self.title = Heading("", Role.QUESTION, wrap=True)
        self.detail = Sentence()
        self.bar = PartsBar()
        self.worked = ElidedLabel("", Role.SMALL, "muted")
        self.away = ElidedLabel("", Role.SMALL, "muted", at_end=True)
        self.answers = AnswerList()
        self.later = Button(self.tr("Later"))
        set_tip(self.later, self.tr("Until you answer, the time counts."), shortcut_for("back"))
        self._lay_out()
        self.answers.chosen.connect(self._on_chosen)
        self.later.clicked.connect(self.leave)

    def _lay_out(self) -> None:
        self.head.row.addWidget(self.count)
        self.head.row.addSpacing(_HEAD_END_PX)
        words = boxed(self.title, self.detail, gap=2)
        question = row(boxed(Cup(0.55, side=_CUP_PX), QWidget()), words, grow=words, gap=12)
        bar = boxed(self.bar, row(self.worked, self.away), margins=(0, 16, 0, 20), gap=4)
        hint = ElidedLabel(self.tr("Until you answer, the time counts."), Role.SMALL, "muted")
        form = boxed(question, bar, self.answers, margins=(16, 12, 16, 0))
        column(self, self.head, form, None, button_bar(hint, self.later))

    def open(self, destination: Away) -> None:
        """Begin with the oldest question. Raises NothingToShow if there is none, LocalFault."""
        if destination.postponed_too:
            self._postponed.clear()
        if not self._waiting():
            raise NothingToShow
        self._answered = 0

    @property
    def offered(self) -> tuple[AbsenceAnswer, ...]:
        """The answers in the order of the buttons."""
        return self._question.answers if self._question is not None else ()

    def _waiting(self) -> list[AbsenceQuestion]:
        return [question for question in self._profile.absences.ended_questions() if question.id not in self._postponed]

    def refresh(self) -> None:
        """Show the oldest open question; one that was answered elsewhere gives way. Raises LocalFault."""
        waiting = self._waiting()
        before, self._question = self._question, waiting[0] if waiting else None
        if self._question is None:
            self.leave()
            return
        self._show(self._question, len(waiting))
        if before is None or before.id != self._question.id:
            announce(self, f"{self.title.text()}. {self.detail.text()}")

    def _show(self, question: AbsenceQuestion, number: int) -> None:
        all_ = self._answered + number
        place = self.tr("{n} of {all}").format(n=self._answered + 1, all=all_) if all_ > 1 else ""
        self.count.set_text(place)
        self.title.setText(notification_text.away_title(question))
        pair = wording.task_name(question.row.project, question.row.task)
        self.detail.show_sentence(notification_text.away_detail(question), pair)
        self._show_bar(question)
        now = self._profile.clock.now().wall
        remove = self.tr("Remove it and keep tracking") if question.row.running else self.tr("Remove it")
        words = {
            AbsenceAnswer.KEEP: self.tr("Keep the time"),
            AbsenceAnswer.DISCARD: remove,
            AbsenceAnswer.STOP: self.tr("Remove it and stop"),
            AbsenceAnswer.BOOK: self.tr("Move it to another task…"),
        }
        looks = []
        for answer in self.offered:
            seconds = question.seconds_after(answer, now)
            kind = "primary" if answer is AbsenceAnswer.KEEP else "plain"
            spoken = wording.spoken_duration(seconds)
            looks.append(AnswerLook(words[answer], wording.duration(seconds), kind=kind, spoken=spoken))
        self.answers.show_answers(looks)

    def _show_bar(self, question: AbsenceQuestion) -> None:
        """Show what was worked before and after the absence, and the absence between them."""
        now, entry = self._profile.clock.now().wall, question.row
        after_s = int((now - question.ended_at).total_seconds()) if entry.running and question.ended_at else 0
        before_s = max(0, entry.duration_s - question.away_s - after_s)
        parts = BarPart(entry.color, before_s), BarPart("", question.away_s), BarPart(entry.color, after_s)
        self.bar.show_parts(*parts)
        worked = wording.duration(before_s)
        if entry.start_time is not None and not entry.earlier_s:
            began = wording.time_of_day(local_datetime(question.began_at).time())
            worked = f"{wording.time_of_day(entry.start_time)}–{began} · {worked}"
        self.worked.set_text(worked)
        self.away.set_text(self.tr("away · {time}").format(time=wording.duration(question.away_s)))

    def shown(self) -> None:
        """Keep the durations up to date."""
        self._tick.start()

    def hidden(self) -> None:
        """Stop updating."""
        self._tick.stop()

    def after_message(self) -> QWidget | None:
        """Return the button of the last line."""
        return self.later

    def take_focus(self) -> None:
        """Focus the answer that changes nothing."""
        self.answers.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the answer of a digit, and the first one on Enter."""
        if not self.answers.handle_key(event):
            super().keyPressEvent(event)

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        question = self._question
        if question is None:
            return
        if (answer := self.offered[number]) is AbsenceAnswer.BOOK:
            self._navigator.open(Picker(partial(self._on_picked, question)))
        else:
            self._answer(question, answer)

    def _on_picked(self, shown: AbsenceQuestion, project_id: int, task_id: int, **_how: bool) -> None:
        self._navigator.back()
        self._answer(shown, AbsenceAnswer.BOOK, (project_id, task_id))

    def _answer(self, shown: AbsenceQuestion, answer: AbsenceAnswer, pair: tuple[int, int] | None = None) -> None:
        with self.showing_faults():
            self._profile.absences.answer(shown.id, answer, pair, shown)
            self._answered += 1
            self._sync.wake()
            if self._waiting():
                self.refresh()
                self.take_focus()
            else:
                self._navigator.open(Day())
                self._navigator.offer_undo("away")

    @Slot()
    def leave(self) -> None:
        """Postpone all questions; the day page still shows that they are open."""
        with self.showing_faults():
            self._postponed = {question.id for question in self._profile.absences.ended_questions()}
        super().leave()
