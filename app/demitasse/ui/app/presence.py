"""Whether the person is there: asks about absences when they are over, and reminds them while they are not away."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from demitasse.domain import reminders, settings
from demitasse.domain.absence import AbsenceKind
from demitasse.domain.errors import LocalFault
from demitasse.domain.reminders import ReminderContext
from demitasse.domain.timer import elapsed_s
from demitasse.support.clock import local_datetime
from demitasse.ui.app.suspend_lock import SuspendLock
from demitasse.ui.text import notification_text

if TYPE_CHECKING:
    from datetime import datetime

    from demitasse.boot.profile import Profile
    from demitasse.desktop.idle.monitor import IdleMonitor, Presence
    from demitasse.domain.timer import Instant
    from demitasse.tracker.overview import Overview

_REST_MS = 5 * 60_000
"""While no timer runs nothing else wakes this program, and a reminder may be a few minutes late."""


class PresenceMonitor(QObject):
    """Lives in the GUI thread. Watches only while a timer runs, or while one should, and only if somebody wants it."""

    came_back = Signal()
    """Somebody is back, and there is a question."""
    spoke = Signal(str, str)
    """Show a notification: title and body. A question has one, too, since its page may be overlooked."""
    changed = Signal()
    """An absence began or ended: what is open may look different."""
    _told = Signal(object)

    def __init__(self, profile: Profile, parent: QObject | None = None) -> None:
        """Nothing is watched yet."""
        super().__init__(parent)
        self._profile = profile
        self._watch: IdleMonitor | None = None
        self._away = False
        self._resting_since: datetime | None = None
        self._locked_at: Instant | None = None
        self._known: set[int] = set()
        self._rest = QTimer(self)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rested)
        self._power = SuspendLock(self)
        self._power.suspend_changed.connect(self._on_stirred)
        self._power.lock_changed.connect(self._on_locked)
        self._told.connect(self._on_told)  # queued by Qt, since it is emitted on the watch's thread

    def follow(self, overview: Overview) -> None:
        """Adapt to another overview: watch, ask and remind as it requires. Raises LocalFault."""
        running, now = overview.running, local_datetime(overview.at.wall)
        self._resting_since = None if running else self._resting_since or now
        wanted, context = overview.watch.reminders, self._context(overview, now)
        should_run = wanted.no_timer and reminders.in_working_hours(context, wanted.work_begins)
        self._keep_watch(overview.watch.away_s, wanted=overview.watch.ask_away if running else should_run)
        if not self._profile.overview.is_current(overview):  # starting to watch has ended an absence
            overview = self._profile.overview.read()
        if running or not wanted.no_timer:
            self._rest.stop()
        elif not self._rest.isActive():
            self._rest.start()
        self._ask(overview)
        if not self._away:
            for reminder in self._profile.reminders.take(context, wanted):
                self.spoke.emit(*notification_text.about_reminder(reminder, running))

    def close(self) -> None:
        """Stop watching."""
        self._rest.stop()
        self._keep_watch(0, wanted=False)

    def _keep_watch(self, away_s: int, *, wanted: bool) -> None:
        after_s = float(away_s)
        if self._watch is not None and not (wanted and self._watch.after_s == after_s):
            self._watch.stop()
            self._watch, self._away = None, False
        if wanted and self._watch is None:
            from demitasse.desktop.idle.monitor import IdleMonitor  # noqa: PLC0415 - not on the way to the icon

            self._profile.absences.on_active()  # who was not seen coming back before; or the watch says so at once
            self._power.start()
            self._watch = IdleMonitor(after_s, self._told.emit)
            self._watch.start()

    # --- absences

    def _asks(self) -> bool:
        return self._profile.settings.get(settings.ASK_AWAY)

    @Slot(object)
    def _on_told(self, presence: Presence) -> None:
        """The start of an absence is written down at once, and stays what it is."""
        if self._watch is None or (self._locked_at and not presence.away):  # a nudge at a locked screen is nobody
            return
        self._away = presence.away
        absences, at = self._profile.absences, self._profile.clock.now().shifted(-presence.ago_s)
        try:
            if not presence.away:
                absences.on_active(at)
            elif self._asks():
                absences.on_idle(AbsenceKind.IDLE, at)
        except LocalFault:  # the disk; whoever does something next is told
            return
        self.changed.emit()

    @Slot()
    def _on_stirred(self) -> None:
        """A sign of life before a sleep; after it, the question without the wait for the next minute."""
        with suppress(LocalFault):
            self._profile.absences.heartbeat()
        self.changed.emit()

    @Slot(bool)
    def _on_locked(self, on: bool) -> None:  # noqa: FBT001 - a signal's
        """A locked screen is an absence if it stays locked for long enough."""
        now, began = self._profile.clock.now(), self._locked_at
        self._locked_at = (began or now) if on else None
        if on or began is None:
            return
        self._away = False
        with suppress(LocalFault):
            if self._asks() and elapsed_s(began, now) >= self._profile.settings.get(settings.AWAY_S):
                self._profile.absences.on_idle(AbsenceKind.IDLE, began)
            self._profile.absences.on_active(now)
        self.changed.emit()

    def _ask(self, overview: Overview) -> None:
        """Ask once about each absence that has ended."""
        ended = overview.over_questions
        new = [question for question in ended if question.id not in self._known]
        self._known = {question.id for question in ended}
        if new:
            self.spoke.emit(*notification_text.about_absence(new[-1]))
            self.came_back.emit()

    def _context(self, overview: Overview, now: datetime) -> ReminderContext:
        running, sheet = overview.running, overview.today
        started = local_datetime(running.started_at) if running and running.started_at else None
        return ReminderContext(
            now, sheet.total_s, sheet.target_s, running.id if running else None, started, self._resting_since
        )

    @Slot()
    def _on_rested(self) -> None:
        self.changed.emit()
