"""Nobody was there while a timer ran: one question, four answers with their figures, and "later"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from demitasse.domain.absence import AbsenceAnswer
from demitasse.ui.pages.destinations import Away, Day, Picker
from demitasse.ui.pages.page import NothingToShow, NoticePage, announce, column
from demitasse.ui.text import notification_text, wording
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.buttons import Button, tip
from demitasse.ui.widgets.labels import Cup, Label, Line
from demitasse.ui.widgets.shortcuts import key
from demitasse.ui.widgets.theme import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from demitasse.boot.profile import Profile
    from demitasse.domain.absence import AbsenceQuestion
    from demitasse.ui.pages.destinations import Navigator
    from demitasse.ui.pages.page import SyncControl

_LOOK_MS = 10_000
"""The figures are minutes: whoever looks at them sees them change."""


class AwayPage(NoticePage[Away]):
    """The oldest open question. Ignoring it books nothing."""

    def __init__(self, profile: Profile, sync: SyncControl, navigator: Navigator) -> None:
        """Build the page; `refresh` fills it."""
        super().__init__(navigator)
        self._profile = profile
        self._sync = sync
        self._question: AbsenceQuestion | None = None
        self._postponed: set[int] = set()
        self._tick = QTimer(self, interval=_LOOK_MS)
        self._tick.timeout.connect(self._on_tick)
        self.title = Label("", Role.QUESTION, wrap=True)
        self.detail = Label("", Role.BODY, "muted", wrap=True)
        self.answers = {
            AbsenceAnswer.KEEP: _AnswerButton(self.tr("Keep the time"), kind="primary"),
            AbsenceAnswer.DISCARD: _AnswerButton(self.tr("Discard it and go on")),
            AbsenceAnswer.STOP: _AnswerButton(self.tr("Discard it and stop")),
            AbsenceAnswer.BOOK: _AnswerButton(self.tr("Book it on something else…")),
        }
        self.count = Line("", Role.SMALL, "muted")
        self.later = Button(self.tr("Later"), kind="quiet")
        self.later.setToolTip(tip(self.tr("Nothing is booked until you answer"), key("back")))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.title, self.detail):
            words.addWidget(label)
        head = QWidget()
        top = QHBoxLayout(head)
        top.setContentsMargins(0, 0, 0, 8)
        top.setSpacing(12)
        top.addWidget(Cup(0.55, side=32), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.count, 1)
        row.addWidget(self.later)
        inner = QWidget()
        column(inner, head, *self.answers.values(), foot, margins=(16, 16, 16, 8), gap=8)
        column(self, self.notice, inner)

    def _connect(self) -> None:
        self.answers[AbsenceAnswer.KEEP].clicked.connect(self._on_keep)
        self.answers[AbsenceAnswer.DISCARD].clicked.connect(self._on_discard)
        self.answers[AbsenceAnswer.STOP].clicked.connect(self._on_stop)
        self.answers[AbsenceAnswer.BOOK].clicked.connect(self._on_book)
        self.later.clicked.connect(self.leave)

    # --- the question

    def open(self, destination: Away) -> None:
        """Begin with the oldest question. Raises NothingToShow if there is none, LocalFault."""
        if destination.postponed_too:
            self._postponed.clear()
        if not self._waiting():
            raise NothingToShow

    def _waiting(self) -> list[AbsenceQuestion]:
        return [question for question in over(self._profile) if question.id not in self._postponed]

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
        stopped_s = _when_it_began_s(self._profile, question)
        figures = {
            AbsenceAnswer.KEEP: question.row.duration_s,
            AbsenceAnswer.DISCARD: max(0, question.row.duration_s - question.away_s),
            AbsenceAnswer.STOP: stopped_s,
            AbsenceAnswer.BOOK: question.away_s,
        }
        for answer, seconds in figures.items():
            self.answers[answer].show_figure(seconds)
        self.count.say(self.tr("%n more question(s) like this", None, number - 1) if number > 1 else "")
        self.resized.emit()

    def shown(self) -> None:
        """Figures of a timer that runs on are live."""
        self._tick.start()

    def hidden(self) -> None:
        """Nobody looks."""
        self._tick.stop()

    def take_focus(self) -> None:
        """The answer that changes nothing."""
        self.answers[AbsenceAnswer.KEEP].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the answers

    def _answer(self, answer: AbsenceAnswer, pair: tuple[int, int] | None = None) -> None:
        if self._question is None:
            return
        with self.telling():
            self._profile.absences.answer(self._question.id, answer, pair)
            self._sync.wake()
            if self._waiting():
                self.refresh()
            else:
                self._navigator.open(Day(undo_label="away"))

    @Slot()
    def _on_keep(self) -> None:
        self._answer(AbsenceAnswer.KEEP)

    @Slot()
    def _on_discard(self) -> None:
        self._answer(AbsenceAnswer.DISCARD)

    @Slot()
    def _on_stop(self) -> None:
        self._answer(AbsenceAnswer.STOP)

    @Slot()
    def _on_book(self) -> None:
        if self._question is not None:
            self._navigator.open(Picker(self._on_picked))

    def _on_picked(self, project_id: int, task_id: int) -> None:
        self._navigator.back()
        self._answer(AbsenceAnswer.BOOK, (project_id, task_id))

    @Slot()
    def leave(self) -> None:
        """Postpone all questions; the day page still shows that they are open."""
        with self.telling():
            self._postponed = {question.id for question in over(self._profile)}
        super().leave()

    @Slot()
    def _on_tick(self) -> None:
        with self.telling():
            self.refresh()


def over(profile: Profile) -> list[AbsenceQuestion]:
    """The questions about absences that are over, oldest first. Raises LocalFault."""
    return [one for one in profile.absences.open_questions() if one.ended_at is not None]


def _when_it_began_s(profile: Profile, question: AbsenceQuestion) -> int:
    """What stays on the entry if the timer stops where the absence began."""
    row, now = question.row, profile.clock.now().wall
    since_s = int((now - question.began_at).total_seconds()) if row.running else question.away_s
    return max(0, row.duration_s - max(since_s, question.away_s))


class _AnswerButton(Button):
    """An answer at the one end, what it leaves at the other."""

    def __init__(self, words: str, *, kind: str = "plain") -> None:
        super().__init__(words, kind=kind)
        self._seconds = 0
        self.setToolTip(words)  # there may be less room than it needs
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figure(self, seconds: int) -> None:
        """It leaves so many seconds; a screen reader hears both."""
        self._seconds = seconds
        self.setAccessibleName(f"{self.text()}, {wording.spoken(seconds)}")
        self.update()

    def figure(self) -> str:
        """As it is shown."""
        return wording.hours(self._seconds)

    def sizeHint(self) -> QSize:
        """All of the width there is."""
        return QSize(200, self.height_px)

    def _content(self, painter: QPainter, _colors: theme.Tokens, ink: str) -> None:
        font = theme.of(Role.STRONG)
        room = QFontMetrics(font).horizontalAdvance(self.figure()) + 8
        words = painting.mirrored(self, QRectF(14, 0, self.width() - 28 - room, self.height()))
        figure = painting.mirrored(self, QRectF(14, 0, self.width() - 28, self.height()))
        painting.line(painter, words, self.text(), font, ink)
        painting.line(painter, figure, self.figure(), font, ink, at_end=True)
