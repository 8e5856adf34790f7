"""The steps of closing a day as widgets: a line for each, and below the line of the present one its answers."""

from datetime import date, datetime
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from demitasse.domain.close_day import Step, StepKind
from demitasse.ui.pages.close_day import texts
from demitasse.ui.text import notification_text, wording
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.answers import AnswerList, ProjectLine, ReasonBox
from demitasse.ui.widgets.buttons import handle_key_press
from demitasse.ui.widgets.fields import Box, LineEdit
from demitasse.ui.widgets.labels import Label
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_LINE_PX, _SHORT_PX = 40, 16
_TEXT_AT = 46
_SIDE = 16
_CIRCLE_PX = 20
_FIGURE_PX = 60
_WITH_FIGURE = frozenset({StepKind.GAP, StepKind.OVERLAP, StepKind.AWAY})


class State(Enum):
    """How far a step is."""

    OPEN = "open"
    LEFT = "left"
    """It was left open."""
    DONE = "done"


class StepLine(QAbstractButton):
    """The line of a step: its number, or a tick if it is answered, and what it is about. A click opens it."""

    def __init__(self, step: Step, number: int, state: State, words: str, *, now: bool) -> None:
        """`words` say what was answered; `now` if its answers are shown below."""
        super().__init__()
        self.step = step
        self._number, self._state, self._now = number, state, now
        self.words = words or texts.step_title(step, now=now)
        self.figure = wording.duration(step.seconds) if step.kind in _WITH_FIGURE else ""
        spoken = wording.spoken_duration(step.seconds) if self.figure else ""
        about = {State.DONE: self.tr("answered"), State.LEFT: self.tr("left open")}.get(state, "")
        self.setAccessibleName(", ".join(filter(None, (f"{number}. {self.words}", spoken, about))))
        set_tip(self, self.words)
        self.setFixedHeight(_LINE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if now else Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if not now:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def is_now(self) -> bool:
        """Whether its answers are shown below."""
        return self._now

    def sizeHint(self) -> QSize:
        return QSize(theme.WIDTH, _LINE_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        done = self._state is State.DONE
        with painting.painter_for(self) as painter:
            if self.underMouse() and not self._now and self.isEnabled():
                painter.fillRect(self.rect(), colors.color("raised"))
            painter.fillRect(QRectF(0, 0, self.width(), 1), colors.color("line"))
            circle = painting.mirrored(self, QRectF(_SIDE, (_LINE_PX - _CIRCLE_PX) / 2, _CIRCLE_PX, _CIRCLE_PX))
            fill = colors.ok if done else colors.accent if self._now else ""
            edge = fill or colors.border
            painter.setPen(QPen(QColor(edge), 1.5))
            painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle.adjusted(0.75, 0.75, -0.75, -0.75))
            if done:
                icons.paint(painter, "check", colors.surface, circle.adjusted(4, 4, -4, -4))
            else:
                painter.setPen(QColor(colors.on_accent if self._now else colors.muted))
                painter.setFont(theme.role_font(Role.TINY))
                painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(self._number))
            room = self.width() - _TEXT_AT - _SIDE - (_FIGURE_PX if self.figure else 0)
            rect = painting.mirrored(self, QRectF(_TEXT_AT, 0, room, _LINE_PX))
            ink = colors.muted if done else colors.text
            painting.text_line(painter, rect, self.words, theme.role_font(Role.STRONG if self._now else Role.BODY), ink)
            rect = painting.mirrored(self, QRectF(self.width() - _SIDE - _FIGURE_PX, 0, _FIGURE_PX, _LINE_PX))
            painting.text_line(painter, rect, self.figure, theme.role_font(Role.SMALL), colors.muted, at_end=True)
            if self.hasFocus():
                painting.focus_ring(painter, self.rect().adjusted(2, 2, -2, -2), colors.focus, 6)

    keyPressEvent = handle_key_press


class StepDetail(QWidget):
    """What a step is about, and its answers."""

    chosen = Signal(int)
    """The index of an answer."""

    def __init__(self, step: Step, now: datetime, today: date) -> None:
        super().__init__()
        self.step = step
        self.field: LineEdit | None = None
        self._today = today
        self._column = QVBoxLayout(self)
        painting.set_margins(self._column, _TEXT_AT, 0, _SIDE, 14)
        self._column.setSpacing(4)
        _BUILD.get(step.kind, StepDetail._entry)(self)
        self.answers = AnswerList()
        self.answers.chosen.connect(self.chosen)
        self._column.addSpacing(4)
        self._column.addWidget(self.answers)
        self.update_looks(step, now)

    def update_looks(self, step: Step, now: datetime) -> None:
        """Show the figures of the answers as they are now."""
        self.step = step
        self.answers.show_answers([texts.answer_look(step, answer, now) for answer in step.answers])

    def is_like(self, step: Step) -> bool:
        """Return whether the detail can show `step` without being built again."""
        return (_shape(step)) == _shape(self.step)

    def take_focus(self) -> None:
        """Focus the field, or the first answer."""
        if self.field is not None:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.answers.take_focus()

    def has_focus(self) -> bool:
        """Return whether the focus is in it."""
        return any(child.hasFocus() for child in self.findChildren(QWidget))

    def take_over(self, text: str, *, focus: bool) -> None:
        """Keep what was being typed into the field, and the focus, when the steps are built again."""
        if self.field is not None and text:
            self.field.setText(text)
        if focus:
            self.take_focus()

    def text(self) -> str:
        """Return what was typed into the field."""
        return self.field.text() if self.field else ""

    def show_mistake(self) -> None:
        """Say that the field must not be empty, and focus it."""
        if self.field is not None:
            self._box.set_wrong(True)
            self._mistake.setText(self.tr("Required."))
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _gap(self) -> None:
        self._say(texts.gap_detail(self.step))

    def _overlap(self) -> None:
        for row in self.step.rows:
            self._line(row.color, row.project, row.task, texts.row_span(row), ProjectLine(Role.SMALL, height=_SHORT_PX))

    def _away(self) -> None:
        if self.step.question is not None:
            self._column.addWidget(Label(notification_text.away_title(self.step.question), Role.STRONG, wrap=True))
            self._say(notification_text.away_detail(self.step.question))

    def _entry(self) -> None:
        for row in self.step.rows[:1]:
            self._line(row.color, row.project, row.task, wording.duration(row.duration_s))
            self._say(texts.row_detail(row, self._today))

    def _comment(self) -> None:
        self._entry()
        self.field = LineEdit(self.tr("Comment"), self.tr("What was it?"))
        self._box = Box(self.field)
        self._mistake = Label("", Role.SMALL, "danger")
        self._mistake.setFixedHeight(20)
        self.field.textEdited.connect(self._on_edited)
        self.field.installEventFilter(self)
        self._column.addWidget(self._box)
        self._column.addWidget(self._mistake)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Name the keys of the answers as they are while the comment is typed, and after it."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.answers.show_keys(typing=event.type() is QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _rejected(self) -> None:
        self._entry()
        self._column.addWidget(ReasonBox(texts.rejection(self.step.rows[0])))

    def _waiting(self) -> None:
        """Show nothing: the line says it all."""

    def _line(self, color: str, project: str, task: str, note: str, line: ProjectLine | None = None) -> None:
        line = line or ProjectLine()
        line.show_line(color, project, task, note)
        self._column.addWidget(line)

    def _say(self, words: str) -> None:
        self._column.addWidget(Label(words, Role.SMALL, "muted", wrap=True))

    @Slot()
    def _on_edited(self) -> None:
        self._box.set_wrong(False)
        self._mistake.setText("")


_BUILD = {
    StepKind.GAP: StepDetail._gap,  # noqa: SLF001 - a table of its own methods
    StepKind.OVERLAP: StepDetail._overlap,  # noqa: SLF001
    StepKind.AWAY: StepDetail._away,  # noqa: SLF001
    StepKind.COMMENT: StepDetail._comment,  # noqa: SLF001
    StepKind.REJECTED: StepDetail._rejected,  # noqa: SLF001
    StepKind.WAITING: StepDetail._waiting,  # noqa: SLF001
}


def _shape(step: Step) -> tuple[object, ...]:
    """Return what the detail of a step is built from, without figures that change by themselves."""
    rows = [(row.id, row.project, row.task, row.comment, row.start_time, row.end_time) for row in step.rows]
    return step.key, rows, [(answer.kind, answer.at, answer.change_s) for answer in step.answers]
