"""The question about time during which the computer was not used while a timer ran, and its four answers."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.absence import AbsenceAnswer, AbsenceQuestion
from demitasse.ui.pages.destinations import Away, Day, Navigator, Picker
from demitasse.ui.pages.page import NothingToShow, NoticePage, SyncControl, announce, boxed, column, row
from demitasse.ui.text import notification_text, wording
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.labels import Cup, ElidedLabel, Label
from demitasse.ui.widgets.shortcuts import shortcut_for
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_REFRESH_MS = 10_000
"""The durations on the buttons are minutes, and grow while the timer runs."""


class AwayPage(NoticePage[Away]):
    """The oldest open question. Nothing is booked before it is answered."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator)
        self._question: AbsenceQuestion | None = None
        self._postponed: set[int] = set()
        self._tick = QTimer(self, interval=_REFRESH_MS)
        self._tick.timeout.connect(self.reload)
        self.title = Label("", Role.QUESTION, wrap=True)
        self.detail = Label("", Role.BODY, "muted", wrap=True)
        self.answers = {
            AbsenceAnswer.KEEP: _AnswerButton(self.tr("Keep the time"), kind="primary"),
            AbsenceAnswer.DISCARD: _AnswerButton(self.tr("Discard it and go on")),
            AbsenceAnswer.STOP: _AnswerButton(self.tr("Discard it and stop")),
            AbsenceAnswer.BOOK: _AnswerButton(self.tr("Book it on something else…")),
        }
        self.count = ElidedLabel("", Role.SMALL, "muted")
        self.later = Button(self.tr("Later"), kind="quiet")
        set_tip(self.later, self.tr("Nothing is booked until you answer"), shortcut_for("back"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        cup, words = boxed(Cup(0.55, side=32), QWidget()), boxed(self.title, self.detail, gap=2)
        head = row(cup, words, grow=words, margins=(0, 0, 0, 8), gap=12)
        foot = row(self.count, self.later, grow=self.count)
        form = boxed(head, *self.answers.values(), foot, margins=(16, 16, 16, 8), gap=8)
        column(self, self.notice, form, None)

    def _connect(self) -> None:
        for answer in (AbsenceAnswer.KEEP, AbsenceAnswer.DISCARD, AbsenceAnswer.STOP):
            self.answers[answer].clicked.connect(partial(self._answer, answer))
        self.answers[AbsenceAnswer.BOOK].clicked.connect(self._on_book)
        self.later.clicked.connect(self.leave)

    def open(self, destination: Away) -> None:
        """Begin with the oldest question. Raises NothingToShow if there is none, LocalFault."""
        if destination.postponed_too:
            self._postponed.clear()
        if not self._waiting():
            raise NothingToShow

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
        self.title.setText(notification_text.away_title(question))
        self.detail.setText(notification_text.away_detail(question))
        durations_s = {
            AbsenceAnswer.KEEP: question.row.duration_s,
            AbsenceAnswer.DISCARD: max(0, question.row.duration_s - question.away_s),
            AbsenceAnswer.STOP: _stopped_s(self._profile, question),
            AbsenceAnswer.BOOK: question.away_s,
        }
        for answer, seconds in durations_s.items():
            self.answers[answer].show_duration(seconds)
        self.count.set_text(self.tr("%n more question(s) like this", None, number - 1) if number > 1 else "")
        self.resized.emit()

    def shown(self) -> None:
        """Keep the durations up to date."""
        self._tick.start()

    def hidden(self) -> None:
        """Stop updating."""
        self._tick.stop()

    def take_focus(self) -> None:
        """Focus the answer that changes nothing."""
        self.answers[AbsenceAnswer.KEEP].setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer(
        self, answer: AbsenceAnswer, pair: tuple[int, int] | None = None, shown: AbsenceQuestion | None = None
    ) -> None:
        shown = shown or self._question
        if shown is None:
            return
        with self.showing_faults():
            self._profile.absences.answer(shown.id, answer, pair, shown)
            self._sync.wake()
            if self._waiting():
                self.refresh()
            else:
                self._navigator.open(Day(undo_label="away"))

    @Slot()
    def _on_book(self) -> None:
        if self._question is not None:
            self._navigator.open(Picker(partial(self._on_picked, self._question)))

    def _on_picked(self, shown: AbsenceQuestion, project_id: int, task_id: int) -> None:
        self._navigator.back()
        self._answer(AbsenceAnswer.BOOK, (project_id, task_id), shown)

    @Slot()
    def leave(self) -> None:
        """Postpone all questions; the day page still shows that they are open."""
        with self.showing_faults():
            self._postponed = {question.id for question in self._profile.absences.ended_questions()}
        super().leave()


def _stopped_s(profile: FullProfile, question: AbsenceQuestion) -> int:
    """Return the duration of the entry if its timer had stopped when the absence began, in seconds."""
    entry, now = question.row, profile.clock.now().wall
    since_s = int((now - question.began_at).total_seconds()) if entry.running else question.away_s
    return max(0, entry.duration_s - max(since_s, question.away_s))


class _AnswerButton(Button):
    """A button with an answer, and the duration that the entry has then."""

    def __init__(self, words: str, *, kind: str = "plain") -> None:
        super().__init__(words, kind=kind)
        self._seconds = 0
        set_tip(self, words)  # a long answer is cut off
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_duration(self, seconds: int) -> None:
        """Show a duration, and make it part of the accessible name."""
        self._seconds = seconds
        self.setAccessibleName(f"{self.text()}, {wording.spoken_duration(seconds)}")
        self.update()

    def figure(self) -> str:
        """The duration as it is shown."""
        return wording.duration(self._seconds)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height_px)

    def _content(self, painter: QPainter, _colors: theme.Tokens, ink: str) -> None:
        font = theme.role_font(Role.STRONG)
        room = QFontMetrics(font).horizontalAdvance(self.figure()) + 8
        answer = painting.mirrored(self, QRectF(14, 0, self.width() - 28 - room, self.height()))
        figure = painting.mirrored(self, QRectF(14, 0, self.width() - 28, self.height()))
        painting.text_line(painter, answer, self.text(), font, ink)
        painting.text_line(painter, figure, self.figure(), font, ink, at_end=True)
