"""The page that closes a day: one step is open, the answered ones are folded, and the end says what is true."""

from functools import partial
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.close_day import NEEDS_PAIR, Answer, AnswerKind, Step, StepKind
from demitasse.domain.errors import Fault, FaultCode
from demitasse.tracker.close_day import DayReview
from demitasse.ui.pages.close_day import texts
from demitasse.ui.pages.close_day.steps import State, StepDetail, StepLine
from demitasse.ui.pages.destinations import CloseDay, Conflicts, Day, Forgotten, Navigator, Picker, SignIn
from demitasse.ui.pages.message import Message
from demitasse.ui.pages.page import SyncControl, TitledPage, announce, boxed, button_bar, column, row
from demitasse.ui.text import wording
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.answers import ProjectLine
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.day_block import DayBar, Figure, Piece
from demitasse.ui.widgets.labels import Cup, ElidedLabel, Heading, Label, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.theme import Role

_ORDER = list(StepKind)
_HEAD_END_PX = 10
_QUIET_START = 8
"""The margin before a quiet button, whose label is then in line with the texts above."""
_END_CUP_PX = 72
_PROJECT_PX = 32


class _Item(NamedTuple):
    """A step with its state, and the words and the action of its answer; 0 if no action was needed."""

    step: Step
    state: State = State.OPEN
    words: str = ""
    action_id: int = 0
    stays: bool = False
    """The step is answered although it is still open: the timer runs on."""


class CloseDayPage(TitledPage[CloseDay]):
    """Asks what is open on a day, and carries out the answers."""

    foot_px = theme.BUTTON_BAR

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Close the day"))
        self._day = profile.timesheets.today()
        self._items: list[_Item] = []
        self._current = ""
        self._layout_key: object = None
        self._review: DayReview | None = None
        self.detail: StepDetail | None = None
        self.lines: list[StepLine] = []
        self.place = ElidedLabel("", Role.SMALL, "muted", at_end=True)
        self.head.row.addWidget(self.place)
        self.head.row.addSpacing(_HEAD_END_PX)
        self.day_label = ElidedLabel("", Role.BODY, "muted")
        self.figure, self.bar = Figure(), DayBar()
        self.list = ScrollColumn()
        self.leave_open = Button(self.tr("Leave it open"), kind="quiet")
        self.cancel = Button(self.tr("Back"))
        self.cancel.setAccessibleName(self.tr("Back to the day"))
        self.copy = Button(self.tr("Copy the day"), kind="quiet", icon="copy")
        self.done = Button(self.tr("Done"), kind="primary")
        self._asking = button_bar(self.leave_open, None, self.cancel, start=_QUIET_START)
        self._ending = button_bar(self.copy, None, self.done, start=_QUIET_START)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        figures = row(self.day_label, self.figure, grow=self.day_label)
        day = boxed(figures, self.bar, margins=(16, 4, 16, 7), gap=3)
        column(self, self.head, day, self.list, self._asking, self._ending)

    def _connect(self) -> None:
        self.leave_open.clicked.connect(self._on_leave_open)
        self.cancel.clicked.connect(self.leave)
        self.copy.clicked.connect(self._on_copy)
        self.done.clicked.connect(self._on_done)

    # --- what is shown

    def open(self, destination: CloseDay) -> None:
        """Begin with the first step of a day. Raises LocalFault."""
        self._day = destination.day or self._profile.timesheets.today()
        self._items, self._current, self._layout_key = [], "", None
        if not self._profile.timesheets.day(self._day).fetched:
            self._sync.fetch_days(self._day)
        self.clear_fault()

    def refresh(self) -> None:
        """Read what is open now; steps that are not open any more are folded. Raises LocalFault."""
        self._review = review = self._profile.pages.close_day.review(self._day)
        self._merge(review.steps)
        current = self._item()
        if current is None or current.state is not State.OPEN:
            self._current = self._next()
        self._show(review)

    def _merge(self, steps: tuple[Step, ...]) -> None:
        """Bring the items up to date with the steps that are open now."""
        found, items = {step.key: step for step in steps}, list[_Item]()
        for item in self._items:
            step = found.pop(item.step.key, None)
            if step is not None:
                reopened = item.state is State.DONE and not item.stays
                items.append(_Item(step) if reopened else item._replace(step=step))
            elif item.state is State.DONE:
                items.append(item)
            else:
                items.append(_Item(item.step, State.DONE, texts.step_title(item.step, now=False)))
        items += [_Item(step) for step in found.values()]
        self._items = sorted(items, key=lambda item: _ORDER.index(item.step.kind))

    def _item(self, key: str = "") -> _Item | None:
        wanted = key or self._current
        return next((item for item in self._items if item.step.key == wanted), None)

    def _next(self) -> str:
        """Return the key of the next open step behind the present one, then of the first; empty if there is none."""
        keys = [item.step.key for item in self._items]
        at = keys.index(self._current) if self._current in keys else 0
        open_ = [item.step.key for item in self._items[at:] + self._items[:at] if item.state is State.OPEN]
        return open_[0] if open_ else ""

    def _show(self, review: DayReview) -> None:
        sheet = review.sheet
        self.day_label.set_text(wording.weekday_and_day(sheet.day))
        self.figure.show_figures(sheet.total_s, sheet.target_s, known=sheet.fetched)
        pieces = [Piece(each.project, each.color, each.duration_s) for each in reversed(sheet.rows)]
        self.bar.show_day(tuple(pieces), sheet.target_s or 0)
        at_end = not self._current
        keys = [item.step.key for item in self._items]
        place = "" if at_end else self.tr("{n} of {all}")
        self.place.set_text(place.format(n=1 + keys.index(self._current or keys[0]) if keys else 0, all=len(keys)))
        self._asking.setVisible(not at_end)
        self._ending.setVisible(at_end)
        if at_end:
            self._show_end(review)
        else:
            self._show_steps(review)

    def _show_steps(self, review: DayReview) -> None:
        current, now = self._item(), review.sheet.at.wall
        layout = self._current, [(item.step.key, item.state, item.words) for item in self._items]
        if current and self.detail is not None and layout == self._layout_key and self.detail.is_like(current.step):
            self.detail.update_looks(current.step, now)
            return
        self._layout_key = layout
        is_same, kept, has_focus = False, "", False
        widgets: list[QWidget] = []
        before, self.lines, self.detail = self.detail, [], None
        for number, item in enumerate(self._items, 1):
            is_now = item.step.key == self._current
            line = StepLine(item.step, number, item.state, item.words, now=is_now)
            line.setEnabled(item.state is not State.DONE or item.stays or bool(item.action_id))
            line.clicked.connect(partial(self._on_line, item.step.key))
            self.lines.append(line)
            widgets.append(line)
            if is_now:
                self.detail = StepDetail(item.step, now, self._profile.timesheets.today())
                self.detail.chosen.connect(self._on_chosen)
                is_same = before is not None and before.step.key == item.step.key
                kept, has_focus = (before.text(), before.has_focus()) if before and is_same else ("", False)
                widgets.append(self.detail)
        self.list.set_widgets([*widgets, Rule()])
        self.list.column.addStretch(1)
        if self.detail is not None:
            last = self.detail.answers.buttons[-1] if self.lines[-1].is_now else self.lines[-1]
            self._order_tab(last, self.leave_open, self.cancel)
            self.detail.take_over(kept, focus=has_focus)
        if current is not None and not is_same:
            announce(self, texts.step_title(current.step, now=True))

    # --- the end

    def _show_end(self, review: DayReview) -> None:
        left = [item for item in self._items if item.state is State.LEFT and item.step.kind is not StepKind.WAITING]
        sentence, layout = texts.end_sentence(review, is_open=bool(left)), ("end", review.sheet.rows, len(left))
        self.lines, self.detail = [], None
        if (layout, sentence) == self._layout_key:
            return
        self._layout_key = (layout, sentence)
        sheet = review.sheet
        self.end = EndView(sheet.total_s, sheet.target_s, sentence, len(left))
        self.end.left.clicked.connect(self._on_left)
        lines: list[QWidget] = []
        for total in self._profile.pages.reports.period(sheet.day, sheet.day).project_totals():
            line = ProjectLine(Role.BODY, height=_PROJECT_PX)
            spoken = wording.spoken_duration(total.seconds)
            line.show_line(total.color, total.project, "", wording.duration(total.seconds), spoken)
            lines.append(line)
        self.list.set_widgets([self.end, Rule(), boxed(*lines, margins=(16, 6, 16, 6))])
        self.list.column.addStretch(1)
        self._order_tab(self.end.left, self.copy, self.done)
        announce(self, ". ".join(filter(None, (self.end.title.text(), self.end.left.text() if left else "", sentence))))

    @Slot()
    def _on_copy(self) -> None:
        if self._review is not None:
            QGuiApplication.clipboard().setText(texts.day_as_text(self._review.sheet))
            self._navigator.say(Message(self.tr("Copied the day")))

    @Slot()
    def _on_done(self) -> None:
        self._navigator.open(Day(self._day))

    @Slot()
    def _on_left(self) -> None:
        """Ask again about what was left open."""
        self._items = [item._replace(state=State.OPEN) if item.state is State.LEFT else item for item in self._items]
        self._go_on()

    # --- answers

    @Slot()
    def _on_leave_open(self) -> None:
        self._set(self._current, state=State.LEFT)
        self._go_on()

    def _on_line(self, key: str) -> None:
        """Open a step; one that was answered is opened by undoing its answer."""
        item = self._item(key)
        if item is None or key == self._current:
            return
        with self.showing_faults():
            if item.action_id and item.state is State.DONE:
                self._profile.history.undo(action_id=item.action_id)
                self._sync.wake()
            self._current = key
            self._set(key, state=State.OPEN, words="", action_id=0, stays=False)
            self._go_on()

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        item = self._item()
        if item is None or self.detail is None or number >= len(item.step.answers):
            return
        step, answer = item.step, item.step.answers[number]
        if answer.kind in NEEDS_PAIR:
            self._navigator.open(Picker(partial(self._on_picked, step, answer)))
        elif answer.kind is AnswerKind.DECIDE:
            self._navigator.open(Conflicts())
        elif answer.kind is AnswerKind.SIGN_IN:
            self._navigator.open(SignIn())
        elif answer.kind is AnswerKind.COPY:
            QGuiApplication.clipboard().setText(step.rows[0].comment)
            self._navigator.say(Message(self.tr("Copied")))
        elif answer.kind is AnswerKind.SEND:
            self._sync.compare()
            self._on_leave_open()
        else:
            self._answer(step, answer, text=self.detail.text())

    def _on_picked(self, step: Step, answer: Answer, project_id: int, task_id: int, **_how: bool) -> None:
        self._navigator.back()
        choice = self._profile.timesheets.choice(project_id, task_id)
        pair = wording.task_name(choice.project, choice.task) if choice else ""
        self._answer(step, answer, (project_id, task_id), pair)

    def _answer(
        self, step: Step, answer: Answer, pair: tuple[int, int] | None = None, name: str = "", text: str = ""
    ) -> None:
        before = self._profile.history.last_id()
        with self.showing_faults():
            self._profile.pages.close_day.answer(self._day, step, answer, pair, text)
            last = self._profile.history.last_id()
            words, action_id = texts.answered(step, answer, name), last if last != before else 0
            stays = answer.kind is AnswerKind.GO_ON
            self._set(step.key, state=State.DONE, words=words, action_id=action_id, stays=stays)
            self.clear_fault()
            self._sync.wake()
            self._go_on()
            if action_id:
                self._navigator.offer_undo(self._profile.history.undoable())

    def set_room_below(self, px: int) -> None:
        """Let the steps scroll further, so that a message covers nothing."""
        self.list.set_room_below(px)

    def after_message(self) -> QWidget | None:
        """Return the first button below the steps."""
        return self.copy if self.detail is None else self.leave_open

    def _order_tab(self, last: QWidget, *buttons: QWidget) -> None:
        """Let Tab reach the buttons after `last`, the end of what was just built above them."""
        for before, after in pairwise((last, *buttons)):
            self.setTabOrder(before, after)

    def _set(self, key: str, **changes: object) -> None:
        self._items = [item._replace(**changes) if item.step.key == key else item for item in self._items]  # type: ignore[arg-type]

    def _go_on(self) -> None:
        self.refresh()
        self.take_focus()

    def show_fault(self, fault: Fault) -> None:
        """Show the fault at the field of a comment, on the page of a forgotten timer, or in the notice."""
        if fault.code == FaultCode.COMMENT_MISSING and self.detail is not None:
            self.detail.show_mistake()
        elif fault.code == FaultCode.TIMER_FORGOTTEN:
            self._navigator.open(Forgotten())
        else:
            super().show_fault(fault)

    def take_focus(self) -> None:
        """Focus the first answer of the present step, or the button that ends it."""
        if self.detail is not None:
            self.detail.take_focus()
            for line in self.lines:
                if line.is_now:  # in a low window the question matters more than its last answer
                    self.list.ensureWidgetVisible(line, 0, 0)
        else:
            self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the answer of a digit, and the first one on Enter."""
        if self.detail is not None and self.detail.answers.handle_key(event):
            return
        super().keyPressEvent(event)


class EndView(QWidget):
    """The end of the day: a cup, the total, and what is true about what was tracked."""

    def __init__(self, total_s: int, target_s: int | None, sentence: str, left: int) -> None:
        """`left` steps were left open; a button asks about them again."""
        super().__init__()
        total, target = wording.duration(total_s), wording.duration(target_s or 0)
        words = self.tr("{total} of {target}").format(total=total, target=target) if target_s else total
        self.title = Heading(words, Role.TITLE)
        self.sentence = Label(sentence, Role.BODY, wrap=True)
        self.wish = Label(self.tr("Enjoy your evening."), Role.BODY, "muted")
        self.left = Button(self.tr("%n left open", None, left), kind="outline")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 28, 24, 20)
        layout.setSpacing(4)
        layout.addWidget(Cup(1.0, side=_END_CUP_PX), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(6)
        for label in (self.title, self.sentence, self.wish):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addWidget(self.left, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget, is_shown in ((self.sentence, sentence), (self.wish, not left), (self.left, left)):
            widget.setVisible(bool(is_shown))  # only now that it has a parent: before, it would open a window
