"""How far the first sync of an account is; tracking works already meanwhile."""

from PySide6.QtCore import QElapsedTimer, QLocale, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.ports import EventKind, SyncEvent, SyncStep
from demitasse.domain.timesheet import SyncState
from demitasse.ui.pages.destinations import Day, FirstSync, Navigator
from demitasse.ui.pages.page import NothingToShow, Page, SyncControl, column, row
from demitasse.ui.widgets import icons, painting, theme
from demitasse.ui.widgets.buttons import Button
from demitasse.ui.widgets.labels import Cup, ElidedLabel, Heading, Label
from demitasse.ui.widgets.progress import ShareBar, time_left
from demitasse.ui.widgets.theme import Role

_STEP_PX, _SIGN_PX = 32, 16


class FirstSyncPage(Page[FirstSync]):
    """Opened by a sign-in, and left for the day when everything is here, or earlier by the person."""

    def __init__(self, profile: FullProfile, sync: SyncControl, navigator: Navigator) -> None:
        super().__init__(profile, sync, navigator)
        self._since = QElapsedTimer()
        self.who = Label("", Role.BODY, "muted")
        self.who.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.bar = ShareBar(self.tr("Filling your cup"))
        self.share, self.left = Label("", Role.SMALL, "muted"), Label("", Role.SMALL, "muted")
        self.steps = {
            SyncStep.CATALOG: StepLine(self.tr("Projects and tasks")),
            SyncStep.FACTS: StepLine(self.tr("Working hours and absences")),
            SyncStep.ENTRIES: StepLine(self.tr("Entries of the last 90 days")),
            SyncStep.COMMENTS: StepLine(self.tr("Comments for suggestions")),
        }
        self.start_button = Button(self.tr("Start tracking now"), kind="primary")
        self.start_button.height_px = 36
        self.start_button.clicked.connect(self.leave)
        self._lay_out()

    def _lay_out(self) -> None:
        title = Heading(self.tr("Filling your cup"), Role.TITLE)
        rest = Label(self.tr("The rest arrives while you work."), Role.SMALL, "muted", wrap=True)
        for label in (title, rest):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = column(self, margins=(24, 36, 24, 24))
        layout.addWidget(Cup(0.62), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        layout.addWidget(title)
        layout.addSpacing(4)
        layout.addWidget(self.who)
        layout.addSpacing(24)
        layout.addWidget(self.bar)
        layout.addSpacing(6)
        layout.addWidget(row(self.share, None, self.left))
        layout.addSpacing(20)
        for line in self.steps.values():
            layout.addWidget(line)
        layout.addSpacing(24)
        layout.addWidget(self.start_button)
        layout.addSpacing(8)
        layout.addWidget(rest)
        layout.addStretch(1)

    def open(self, destination: FirstSync) -> None:
        """Begin to measure; an account that was synced before has no first sync."""
        super().open(destination)
        if self._profile.status.sync().last_synced_at is not None:
            self._navigator.open(Day())
            raise NothingToShow
        for line in self.steps.values():
            line.show_state("waiting")
        self.steps[SyncStep.CATALOG].show_state("running")
        self._since.start()
        self._show_share(0.0)

    def refresh(self) -> None:
        """Name the account, and go on to the day when the sync has ended. Raises LocalFault."""
        identity = self._profile.account.identity()
        self.who.setText(" · ".join(filter(None, (identity.server.split("://")[-1], identity.name))))

    def take_focus(self) -> None:
        """Focus the button, so that Enter starts tracking."""
        self.start_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def handle(self, event: SyncEvent) -> None:
        """Show how far the sync is; leave when it has ended, well or not."""
        if event.kind is EventKind.CHANGED:
            self._leave_when_ended()
        if event.progress is None:
            return
        step, number, share, is_done = event.progress
        self.steps[step].show_state("done" if is_done else "running", QLocale().toString(number))
        after = list(self.steps)[list(self.steps).index(step) + 1 :]
        if is_done and after:
            self.steps[after[0]].show_state("running")
        self._show_share(share)

    def _leave_when_ended(self) -> None:
        with self.showing_faults():
            status = self._profile.status.sync()
            if status.last_synced_at is not None or status.state not in {SyncState.SYNCED, SyncState.WAITING}:
                self.leave()

    @Slot()
    def leave(self) -> None:
        """Go on to the day; the sync goes on."""
        self._navigator.open(Day())

    def _show_share(self, share: float) -> None:
        self.bar.setValue(round(share * 100))
        self.share.setText(self.tr("{share} %").format(share=QLocale().toString(round(share * 100))))
        self.left.setText(time_left(self._since.elapsed(), share))


class StepLine(QWidget):
    """One part of a longer task: a sign, a title, and a figure."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._sign = _Sign()
        self.words = ElidedLabel(words, Role.BODY)
        self.figure = Label("", Role.SMALL, "muted")
        column(self, row(self._sign, self.words, self.figure, grow=self.words, gap=10))
        self.setFixedHeight(_STEP_PX)

    def show_state(self, state: str, figure: str = "") -> None:
        """Show the state "waiting", "running" or "done"."""
        self._sign.show_state(state)
        self.words.set_text(self.words.text(), "muted" if state == "waiting" else "text")
        self.figure.setText(figure)

    def state(self) -> str:
        """Return the state that is shown."""
        return self._sign.state


class _Sign(QWidget):
    """A tick, or a ring, which stands still."""

    def __init__(self) -> None:
        super().__init__()
        self.state = "waiting"
        self.setFixedSize(QSize(_SIGN_PX, _SIGN_PX))

    def show_state(self, state: str) -> None:
        """Show the state "waiting", "running" or "done"."""
        self.state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            if self.state == "done":
                icons.paint(painter, "check", colors.ok, QRectF(self.rect()).adjusted(1, 1, -1, -1))
            elif self.state == "running":
                ring = QRectF(2, 2, _SIGN_PX - 4, _SIGN_PX - 4)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                for color, sixteenths in ((colors.track, 360 * 16), (colors.accent, 90 * 16)):
                    painter.setPen(QPen(QColor(color), 2))
                    painter.drawArc(ring, 0, sixteenths)
