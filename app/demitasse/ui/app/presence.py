"""Presence of the user: records absences, asks about them when they end, and shows reminders in between."""

import sys
from contextlib import suppress
from datetime import datetime
from typing import cast

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot

from demitasse.boot.full_profile import FullProfile
from demitasse.desktop.idle.monitor import IdleMonitor, Presence
from demitasse.domain import reminders, settings
from demitasse.domain.absence import AbsenceKind
from demitasse.domain.errors import LocalFault
from demitasse.domain.reminders import ReminderContext
from demitasse.domain.timer import Instant, elapsed_s
from demitasse.tracker.overview import Overview
from demitasse.ui.text import notification_text
from demitasse.ui.text.formats import local_datetime

if sys.platform == "linux":
    from PySide6.QtDBus import QDBusConnection

_LOGIN = "org.freedesktop.login1"
_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver")
_REST_MS = 5 * 60_000
"""Check interval for reminders while no timer runs; nothing else wakes the program then."""


class SuspendLock(QObject):
    """Notifies of suspend, resume and screen lock, as announced on D-Bus by Linux desktops; it never calls or polls.

    Elsewhere a jump of the clock reveals a suspend within a minute (desktop 4.6), and a locked screen counts as idle.
    """

    suspend_changed = Signal()
    """The computer is about to suspend, or has just resumed."""
    lock_changed = Signal(bool)
    """True if the screen was locked or blanked, False if it was unlocked."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Create the listener; it is inactive until `start`."""
        super().__init__(parent)
        self._buses: list[object] = []  # Qt drops the subscriptions of a connection that is garbage-collected

    def start(self) -> None:
        """Subscribe to the signals. Call once."""
        if sys.platform != "linux" or self._buses:
            return
        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        self._buses = [system, session]
        manager = ("/org/freedesktop/login1", f"{_LOGIN}.Manager", "PrepareForSleep")
        on_sleep, on_locked = (cast("bytes", SLOT(f"{slot}(bool)")) for slot in ("_on_sleep", "_on_locked"))
        system.connect(_LOGIN, *manager, self, on_sleep)
        for saver in _SAVERS:
            session.connect("", "", saver, "ActiveChanged", self, on_locked)

    @Slot(bool)
    def _on_sleep(self, _begins: bool) -> None:  # noqa: FBT001 - signature of the signal
        self.suspend_changed.emit()

    @Slot(bool)
    def _on_locked(self, on: bool) -> None:  # noqa: FBT001 - signature of the signal
        self.lock_changed.emit(on)


class PresenceMonitor(QObject):
    """Monitors idle time while a timer runs or a reminder to start one may be due. Lives in the GUI thread."""

    question_due = Signal()
    """The user is back, and a question about the absence is open."""
    notice_due = Signal(object)
    """A `Notice` for a notification. A question gets one too, since its page may be overlooked."""
    changed = Signal()
    """An absence began or ended, or a reminder may be due."""
    _reported = Signal(object)

    def __init__(self, profile: FullProfile, parent: QObject | None = None) -> None:
        """Create the monitor; it is inactive until `update`."""
        super().__init__(parent)
        self._profile = profile
        self._monitor: IdleMonitor | None = None
        self._away = False
        self._idle_since: datetime | None = None
        self._locked_at: Instant | None = None
        self._asked: set[int] = set()
        self._idle_timer = QTimer(self, interval=_REST_MS)
        self._idle_timer.timeout.connect(self.changed)
        self._suspend_lock = SuspendLock(self)
        self._suspend_lock.suspend_changed.connect(self._on_suspend_changed)
        self._suspend_lock.lock_changed.connect(self._on_lock_changed)
        self._reported.connect(self._on_reported)  # queued by Qt: the monitor emits on its own thread

    def update(self, overview: Overview) -> None:
        """Monitor, ask and remind as `overview` requires. Raises LocalFault."""
        running, now = overview.running, local_datetime(overview.at.wall)
        self._idle_since = None if running else self._idle_since or now
        wanted, context = overview.watch.reminders, self._context(overview, now)
        should_run = wanted.no_timer and reminders.in_working_hours(context, wanted.work_begins)
        self._set_monitor(overview, wanted=overview.watch.ask_away if running else should_run)
        if not self._profile.overview.is_current(overview):  # starting the monitor has ended an absence
            overview = self._profile.overview.read()
        if running or not wanted.no_timer:
            self._idle_timer.stop()
        elif not self._idle_timer.isActive():
            self._idle_timer.start()
        self._ask(overview)
        if not self._away:
            for reminder in self._profile.reminders.take(context, wanted):
                self.notice_due.emit(notification_text.about_reminder(reminder, overview))

    def close(self) -> None:
        """Stop monitoring."""
        self._idle_timer.stop()
        self._stop_monitor()

    def _stop_monitor(self) -> None:
        if self._monitor is not None:
            self._monitor.stop()
            self._monitor, self._away = None, False

    def _set_monitor(self, overview: Overview, *, wanted: bool) -> None:
        after_s = float(overview.watch.away_s)
        if self._monitor is not None and not (wanted and self._monitor.after_s == after_s):
            self._stop_monitor()
        if wanted and self._monitor is None:
            if len(overview.ended_questions) < len(overview.questions):
                self._profile.absences.on_active()  # the end was missed; if not, the monitor reports idle at once
            self._suspend_lock.start()
            self._monitor = IdleMonitor(after_s, self._reported.emit)
            self._monitor.start()

    # --- absences

    def _asks_about_absences(self) -> bool:
        return self._profile.settings.get(settings.ASK_AWAY)

    @Slot(object)
    def _on_reported(self, presence: Presence) -> None:
        """Record the start or the end of an absence."""
        # Input at a locked screen does not end an absence.
        if self._monitor is None or (self._locked_at and not presence.away):
            return
        self._away = presence.away
        absences, at = self._profile.absences, self._profile.clock.now().shifted(-presence.ago_s)
        try:
            if not presence.away:
                absences.on_active(at)
            elif self._asks_about_absences():
                absences.on_idle(AbsenceKind.IDLE, at)
        except LocalFault:  # the next command reports the disk's fault
            return
        self.changed.emit()

    @Slot()
    def _on_suspend_changed(self) -> None:
        """Write a heartbeat before a suspend; after it, ask without waiting for the next minute."""
        with suppress(LocalFault):
            self._profile.absences.heartbeat()
        self.changed.emit()

    @Slot(bool)
    def _on_lock_changed(self, on: bool) -> None:  # noqa: FBT001 - a signal's
        """Record an absence when a screen that was locked for long enough is unlocked."""
        now, began = self._profile.clock.now(), self._locked_at
        self._locked_at = (began or now) if on else None
        if on or began is None:
            return
        self._away = False
        with suppress(LocalFault):
            if self._asks_about_absences() and elapsed_s(began, now) >= self._profile.settings.get(settings.AWAY_S):
                self._profile.absences.on_idle(AbsenceKind.IDLE, began)
            self._profile.absences.on_active(now)
        self.changed.emit()

    def _ask(self, overview: Overview) -> None:
        """Request a notification and the question for absences that have ended, once each."""
        ended = overview.ended_questions
        new = [question for question in ended if question.id not in self._asked]
        self._asked = {question.id for question in ended}
        if new:
            self.question_due.emit()
            for question in new:
                self.notice_due.emit(notification_text.about_absence(question))

    def _context(self, overview: Overview, now: datetime) -> ReminderContext:
        running, sheet = overview.running, overview.today
        started = local_datetime(running.started_at) if running and running.started_at else None
        return ReminderContext(
            now, sheet.total_s, sheet.target_s, running.id if running else None, started, self._idle_since
        )
