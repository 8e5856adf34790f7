"""Notifications of the running program, and what their buttons do."""

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.absence import AbsenceAnswer
from demitasse.tracker.overview import Overview
from demitasse.ui.text.notification_text import Notice, NoticeAction, NoticeKind
from demitasse.ui.tray.notices import NoticeQueue

if TYPE_CHECKING:
    from demitasse.ui.tray.linux_notifications import LinuxNotifications

_ANSWERS = {
    NoticeAction.KEEP: AbsenceAnswer.KEEP,
    NoticeAction.DISCARD: AbsenceAnswer.DISCARD,
    NoticeAction.STOP: AbsenceAnswer.STOP,
}


class Notifications(QObject):
    """Shows what presence reports. Every answer is possible in the popover too."""

    open_requested = Signal()
    start_requested = Signal()
    close_day_requested = Signal()
    command_requested = Signal(object)
    """A function that changes entries, and may raise a Fault."""
    message_requested = Signal(str, str)
    """Title and body, for a system whose notifications are shown by the tray icon and have no buttons."""

    def __init__(self, profile: FullProfile, wake: Callable[[], None], parent: QObject) -> None:
        """`wake` makes the sync worker send what a button has changed."""
        super().__init__(parent)
        self.is_question_shown: Callable[[], bool] = lambda: False
        """Whether the question about an absence is on the screen already."""
        self._profile = profile
        self._wake = wake
        self._desktop: LinuxNotifications | None = None
        self._queue = NoticeQueue(self._show, self._take_back)

    @Slot(object)
    def post(self, notice: Notice) -> None:
        """Show a notification, unless the popover asks the same."""
        if notice.kind is NoticeKind.AWAY and self.is_question_shown():
            return
        if sys.platform == "linux":
            self._queue.post(notice)
        else:
            self.message_requested.emit(notice.title, f"{notice.body} {notice.where}")

    def refresh(self, overview: Overview) -> None:
        """Take back what was answered elsewhere."""
        self._queue.refresh(overview)

    def close(self) -> None:
        """Take back everything: nobody is there any more to hear an answer."""
        self._queue.clear()

    def _show(self, notice: Notice) -> None:
        if self._desktop is None:
            from demitasse.ui.tray.linux_notifications import LinuxNotifications  # noqa: PLC0415 - when there is something to say

            self._desktop = LinuxNotifications(self)
            self._desktop.answered.connect(self._on_answered)
            self._desktop.closed.connect(self._on_closed)
        self._desktop.show(notice)

    def _take_back(self, notice: Notice) -> None:
        if self._desktop is not None:
            self._desktop.take_back(notice)

    @Slot(object)
    def _on_closed(self, notice: Notice) -> None:
        self._queue.settled(notice)

    @Slot(object, str)
    def _on_answered(self, notice: Notice, action: str) -> None:
        """Do what a button says about what the notification was about."""
        signals = {
            NoticeAction.OPEN: self.open_requested,
            NoticeAction.START: self.start_requested,
            NoticeAction.CLOSE_DAY: self.close_day_requested,
        }
        command = self._command(notice, NoticeAction(action))
        if command is not None:
            self.command_requested.emit(partial(self._run, command))
        elif action in signals:
            signals[NoticeAction(action)].emit()
        self._queue.settled(notice)

    def _command(self, notice: Notice, action: NoticeAction) -> Callable[[], object] | None:
        if notice.question is not None and action in _ANSWERS:
            answer = partial(self._profile.absences.answer, notice.question.id, _ANSWERS[action])
            return partial(answer, shown=notice.question)
        if action is NoticeAction.STOP:
            return partial(self._profile.timer.stop, entry_id=notice.entry_id)
        if action is NoticeAction.CONTINUE and notice.entry_id is not None:
            return partial(self._profile.timer.continue_entry, notice.entry_id, shown=())
        return None

    def _run(self, command: Callable[[], object]) -> None:
        command()
        self._wake()
