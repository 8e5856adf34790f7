"""Activity: each change of the last 30 days, what became of it, and its way back."""

from datetime import date, datetime
from functools import partial
from itertools import groupby

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.operations import OpKind
from demitasse.domain.sync_log import LogEvent, LogStep
from demitasse.tracker.sync_log import LoggedChange
from demitasse.ui.pages.destinations import Navigator, SyncLog
from demitasse.ui.pages.page import SyncControl, TitledPage, boxed, column
from demitasse.ui.text import messages, wording
from demitasse.ui.text.formats import local_datetime
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import Button, IconButton
from demitasse.ui.widgets.labels import Heading, Label, PaintedLabel, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_AT_ONCE = 40
"""Lines that are built at a time; a busy month has a thousand."""
_ROW_PX = 52
_TEXT_AT = 36
_SIDE = 16
_BUTTON_PX = 32
"""The button and the room before it."""
_FAILED = frozenset({LogStep.REFUSED, LogStep.ASKED})


class SyncLogPage(TitledPage[SyncLog]):
    """A line for each change below its day, the latest step first."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("Activity"))
        self._shown: tuple[LoggedChange, ...] | None = None
        self._most = _AT_ONCE
        self.lines: list[ChangeLine] = []
        self.list = ScrollColumn()
        self.more = Button(self.tr("Show more"), kind="quiet")
        self.more.clicked.connect(self._on_more)
        column(self, self.head, Rule(), self.list, self.more)
        self.foot_px = self.more.sizeHint().height()

    def refresh(self) -> None:
        """Read the sync log, and build the list again if it has changed. Raises LocalFault."""
        changes = self._profile.sync_log.changes()
        if changes != self._shown:
            self._shown = changes
            self._build(changes)

    def hidden(self) -> None:
        """Show only the latest changes when the page is opened again."""
        self._most = _AT_ONCE
        self._shown = None

    def set_room_below(self, px: int) -> None:
        """Let the changes scroll further, so that a message covers nothing."""
        self.list.set_room_below(px)

    def _build(self, changes: tuple[LoggedChange, ...]) -> None:
        now, today = self._profile.clock.now().wall, self._profile.timesheets.today()
        self.lines = [ChangeLine(record, now) for record in changes[: self._most]]
        widgets: list[QWidget] = []
        for day, lines in groupby(self.lines, key=lambda line: local_datetime(line.record.events[-1].at).date()):
            widgets.append(_section(day, today))
            widgets += lines
        for line in self.lines:
            line.undo_wanted.connect(partial(self._on_undo, line.record))
        nothing = Label(self.tr("Nothing was changed here in the last 30 days."), Role.BODY, "muted", wrap=True)
        self.list.set_widgets(widgets or [boxed(nothing, margins=(16, 20, 16, 20))])
        self.list.column.addStretch(1)
        self.more.setVisible(len(changes) > self._most)

    def _on_more(self) -> None:
        self._most += _AT_ONCE
        self._build(self._shown or ())

    def _on_undo(self, record: LoggedChange) -> None:
        """Undo a change, keeping time that a timer has counted, or restore a version that was not chosen."""
        with self.showing_faults():
            if record.version is not None:
                self._profile.sync_log.restore(record.entry_id, record.version)
            else:
                self._profile.history.undo(action_id=record.action_id, keep=True)
            self._sync.wake()
            self.refresh()


class ChangeLine(PaintedLabel):
    """One change: the project and the task, what was done and what became of it, and the button that takes it back."""

    undo_wanted = Signal()

    def __init__(self, record: LoggedChange, now: datetime) -> None:
        super().__init__()
        self.record = record
        about = record.subject
        known = about.day is not None
        self.pair = (
            wording.task_name(about.project, about.task) if known else translate("SyncLog", "An entry from before")
        )
        self.standing = standing(record, now)
        self.figure = wording.duration(about.duration_s) if known else ""
        self.undo = IconButton("undo", self._way_back())
        self.undo.setAccessibleName(f"{self.undo.accessibleName()}: {self.pair}, {self.standing}")
        self.undo.clicked.connect(self.undo_wanted)
        layout = QHBoxLayout(self)
        painting.set_margins(layout, 0, 0, _SIDE, 0)
        layout.addStretch(1)
        layout.addWidget(self.undo)
        self.undo.setVisible(record.undoable or record.version is not None)  # now that it has a parent
        self.setFixedHeight(_ROW_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        spoken = wording.spoken_duration(about.duration_s) if known and not about.running else ""
        comment = wording.plain(about.comment)
        self.setAccessibleName(". ".join(filter(None, (self.pair, self.standing, comment, spoken))))
        words = [f"{step(event)}, {wording.local_time(event.at, now)}" for event in record.events]
        set_tip(self, "\n".join(filter(None, (self.pair, comment, self.standing, *words[1:]))))

    def _way_back(self) -> str:
        if self.record.version is not None:
            return translate("SyncLog", "Use this version")
        return translate("SyncLog", "Undo")

    def sizeHint(self) -> QSize:
        return QSize(theme.WIDTH, _ROW_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors, about = theme.tokens(self), self.record.subject
        with painting.painter_for(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            dot = painting.mirrored(self, QRectF(_SIDE, 12, 10, 10))
            icons.paint_dot(painter, about.color, dot.center(), colors)
            body = theme.role_font(Role.BODY)
            room = QFontMetrics(body).horizontalAdvance(self.figure) + 8
            end = self.width() - _SIDE - _BUTTON_PX
            line = painting.mirrored(self, QRectF(_TEXT_AT, 8, end - _TEXT_AT - room, 18))
            if about.day is None:
                painting.text_line(painter, line, self.pair, body, colors.text)
            else:
                painting.PairPainter(colors).draw(painter, line, about.project, about.task)
            line = painting.mirrored(self, QRectF(_TEXT_AT, 26, end - _TEXT_AT - room, 16))
            ink = colors.danger if self.record.state in _FAILED else colors.muted
            painting.text_line(painter, line, self.standing, theme.role_font(Role.SMALL), ink)
            line = painting.mirrored(self, QRectF(end - room, 0, room, _ROW_PX))
            painting.text_line(painter, line, self.figure, body, colors.text, at_end=True)


def _section(day: date, today: date) -> QWidget:
    words = wording.day_title(day, today)
    title = Heading(words.upper(), Role.SECTION, "faint")
    title.setAccessibleName(words)
    return boxed(title, margins=(_SIDE, 10, _SIDE, 4))


def standing(record: LoggedChange, now: datetime) -> str:
    """Return what was done and what became of it, for example "Changed 13:41 · synced 13:42"."""
    first, last = record.events[0], record.events[-1]
    done = f"{kind(record)} {_clock(first.at)}"
    if record.state is LogStep.SET_ASIDE:
        return " · ".join(filter(None, (done, wording.plain(record.subject.comment))))
    if record.state in _FAILED or record.state in _ON_ITS_WAY:
        return f"{done} · {step(last)}"
    same_day = local_datetime(first.at).date() == local_datetime(last.at).date()
    return f"{done} · {step(last)} {_clock(last.at) if same_day else wording.local_time(last.at, now)}"


_ON_ITS_WAY = frozenset({LogStep.QUEUED, LogStep.SENT, LogStep.UNCLEAR, LogStep.LOOKED_UP})


def _clock(at: datetime) -> str:
    return wording.time_of_day(local_datetime(at).time())


def kind(record: LoggedChange) -> str:
    """Return the kind of a change in words."""
    if record.state is LogStep.SET_ASIDE:
        return translate("SyncLog", "Version not chosen")
    if record.kind is OpKind.CREATE and record.subject.running:
        return translate("SyncLog", "Started")
    return {
        OpKind.CREATE: translate("SyncLog", "Added"),
        OpKind.UPDATE: translate("SyncLog", "Changed"),
        OpKind.DELETE: translate("SyncLog", "Deleted"),
    }[record.kind]


def step(event: LogEvent) -> str:
    """Return a step in words, with its reason if there is one."""
    words = {
        LogStep.QUEUED: translate("SyncLog", "waiting"),
        LogStep.SENT: translate("SyncLog", "sent"),
        LogStep.UNCLEAR: translate("SyncLog", "unconfirmed"),
        LogStep.LOOKED_UP: translate("SyncLog", "checking"),
        LogStep.CONFIRMED: translate("SyncLog", "synced"),
        LogStep.FOUND: translate("SyncLog", "found on CoffeeCup"),
        LogStep.REFUSED: translate("SyncLog", "rejected"),
        LogStep.ASKED: translate("SyncLog", "needs attention"),
        LogStep.UNDONE: translate("SyncLog", "undone"),
        LogStep.SET_ASIDE: translate("SyncLog", "not chosen"),
    }[event.step]
    return f"{words}: {messages.cause(event.reason)}" if event.reason else words
