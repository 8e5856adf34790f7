"""The sync log: what became of each change of the last 30 days, and a way to undo it."""

from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.operations import OpKind
from demitasse.domain.sync_log import LogEvent, LogStep
from demitasse.tracker.sync_log import ChangeSubject, LoggedChange
from demitasse.ui.pages.destinations import Navigator, SyncLog
from demitasse.ui.pages.page import SyncControl, TitledPage, boxed, column
from demitasse.ui.text import messages, wording
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import Button, IconButton
from demitasse.ui.widgets.labels import ElidedLabel, Label, Rule
from demitasse.ui.widgets.scroll import ScrollColumn
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_AT_ONCE = 40
"""Lines that are built at a time; a busy month has a thousand."""


class SyncLogPage(TitledPage[SyncLog]):
    """A line for each change, the latest step first."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator, self.tr("What happened"))
        self._shown: tuple[LoggedChange, ...] | None = None
        self._most = _AT_ONCE
        self.lines: list[RecordLine] = []
        self.list = ScrollColumn()
        self.more = Button(self.tr("Show more"), kind="quiet")
        self.more.clicked.connect(self._on_more)
        column(self, self.head, self.notice, Rule(), self.list, self.more)

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

    def _build(self, changes: tuple[LoggedChange, ...]) -> None:
        now, today = self._profile.clock.now().wall, self._profile.timesheets.today()
        self.lines = [RecordLine(record, now, today) for record in changes[: self._most]]
        for line in self.lines:
            line.undo_wanted.connect(self._on_undo)
        nothing = Label(self.tr("Nothing was changed here in the last 30 days."), Role.BODY, "muted", wrap=True)
        self.list.set_widgets(self.lines or [boxed(nothing, margins=(16, 20, 16, 20))])
        self.more.setVisible(len(changes) > self._most)
        self.resized.emit()

    @Slot()
    def _on_more(self) -> None:
        self._most += _AT_ONCE
        self._build(self._shown or ())

    @Slot(int)
    def _on_undo(self, action_id: int) -> None:
        """Undo the action of a line; the time that a timer has counted is kept as a stopped entry."""
        with self.showing_faults():
            self._profile.history.undo(action_id=action_id, keep=True)
            self._sync.wake()
            self.refresh()


class RecordLine(QWidget):
    """One change: an icon for its state, what was changed, and its latest step."""

    undo_wanted = Signal(int)
    """The id of the action."""

    def __init__(self, record: LoggedChange, now: datetime, today: date) -> None:
        super().__init__()
        self.record = record
        about = record.subject
        title = (
            wording.task_name(about.project, about.task) if about.day else translate("SyncLog", "An entry from before")
        )
        self.title = ElidedLabel(f"{kind(record.kind)}: {title}", Role.BODY)
        self.detail = ElidedLabel(
            " · ".join(part for part in (_figure(about, today), about.comment) if part), Role.SMALL, "muted"
        )
        self.standing = ElidedLabel(_standing(record, now), Role.SMALL, _SIGNS[record.state][1])
        words = [f"{step(event)}, {wording.local_time(event.at, now)}" for event in record.events]
        set_tip(self, "\n".join([wording.plain(about.comment), *words]).strip())
        self.setAccessibleName(f"{self.title.text()}. {self.detail.text()}. {self.standing.text()}")
        layout = QHBoxLayout(self)
        painting.set_margins(layout, 38, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(boxed(self.title, self.detail, self.standing, gap=1), 1)
        self.undo = IconButton("undo", translate("SyncLog", "Take this back"))
        self.undo.setAccessibleName(f"{self.undo.accessibleName()}: {self.title.text()}, {self.detail.text()}")
        self.undo.clicked.connect(partial(self.undo_wanted.emit, record.action_id or 0))
        layout.addWidget(self.undo)
        self.undo.setVisible(record.undoable)  # only now that it has a parent: before, it would open a window

    def paintEvent(self, _event: QPaintEvent) -> None:
        icon, color = _SIGNS[self.record.state]
        painter = painting.painter_for(self)
        sign = painting.mirrored(self, QRectF(16, 10, 14, 14))
        icons.paint(painter, icon, getattr(theme.tokens(self), color), sign)
        painter.end()


_SIGNS = {
    LogStep.QUEUED: ("up", "warn"),
    LogStep.SENT: ("up", "warn"),
    LogStep.UNCLEAR: ("up", "warn"),
    LogStep.LOOKED_UP: ("search", "warn"),
    LogStep.CONFIRMED: ("check", "ok"),
    LogStep.FOUND: ("check", "ok"),
    LogStep.REFUSED: ("alert", "danger"),
    LogStep.ASKED: ("alert", "danger"),
    LogStep.UNDONE: ("undo", "muted"),
}
"""The icon of a state and the token of its colour."""


def kind(of: OpKind) -> str:
    """Return the kind of a change in words."""
    return {
        OpKind.CREATE: translate("SyncLog", "New"),
        OpKind.UPDATE: translate("SyncLog", "Changed"),
        OpKind.DELETE: translate("SyncLog", "Deleted"),
    }[of]


def step(event: LogEvent) -> str:
    """Return a step in words, with its reason if there is one."""
    words = {
        LogStep.QUEUED: translate("SyncLog", "saved here"),
        LogStep.SENT: translate("SyncLog", "sent"),
        LogStep.UNCLEAR: translate("SyncLog", "no clear answer"),
        LogStep.LOOKED_UP: translate("SyncLog", "looked for"),
        LogStep.CONFIRMED: translate("SyncLog", "arrived"),
        LogStep.FOUND: translate("SyncLog", "found on CoffeeCup"),
        LogStep.REFUSED: translate("SyncLog", "refused"),
        LogStep.ASKED: translate("SyncLog", "needs you"),
        LogStep.UNDONE: translate("SyncLog", "taken back here"),
    }[event.step]
    return f"{words} ({messages.cause(event.reason)})" if event.reason else words


def _standing(record: LoggedChange, now: datetime) -> str:
    return f"{step(record.events[-1])} · {wording.local_time(record.events[-1].at, now)}"


def _figure(about: ChangeSubject, today: date) -> str:
    if about.day is None:
        return ""
    figure = translate("SyncLog", "running") if about.running else wording.duration(about.duration_s)
    return f"{wording.day_title(about.day, today)} · {figure}"
