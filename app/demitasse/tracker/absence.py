"""Absences: time in which a timer ran while the person was away, found, asked about and settled by an answer.

The tray app writes a heartbeat each minute while a timer runs. A gap between two heartbeats means that the computer
slept or that the app did not run; idle time is reported by the idle monitor (`on_idle`, `on_active`). Either is stored
as a row, so questions survive restarts (reliability B.9, O6, O9).
"""

from demitasse.domain import settings
from demitasse.domain.absence import Absence, AbsenceAnswer, AbsenceKind, AbsenceQuestion
from demitasse.domain.entries import Entry
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Overtaken, Refused
from demitasse.domain.ports import Clock
from demitasse.domain.timer import Instant, carry_over_reboot, elapsed_s, exact_s, follow_wall_clock, is_before
from demitasse.domain.timesheet import TimesheetRow
from demitasse.domain.wall_time import day_of
from demitasse.store.store import Store
from demitasse.store.undo_log import MIDNIGHT
from demitasse.tracker.day_split import DaySplit
from demitasse.tracker.undo import Action, UndoManager, UseCases

_MERGE_S = 60.0
"""Absences of one timer that are no further apart than this become one."""

_SHORTEST_S = 60
"""Less is shown as 0:00, which is nothing to ask about."""


class Absences(UseCases):
    """Finds absences and applies the answers to them."""

    def __init__(self, store: Store, clock: Clock, actions: UndoManager) -> None:
        super().__init__(store, clock, actions)
        self._day_split = DaySplit(store)

    # --- questions

    def open_questions(self) -> tuple[AbsenceQuestion, ...]:
        """Return all questions without an answer, oldest first. Raises LocalFault."""
        now, absences = self._clock.now(), self._store.absences.all()
        return tuple([question(absence, self._row(absence.entry_id), now) for absence in absences])

    def ended_questions(self) -> list[AbsenceQuestion]:
        """Return the questions about absences that are over, oldest first. Raises LocalFault."""
        return [question for question in self.open_questions() if question.ended_at is not None]

    def answer(
        self,
        question_id: int,
        answer: AbsenceAnswer,
        pair: tuple[int, int] | None = None,
        shown: AbsenceQuestion | None = None,
    ) -> TimesheetRow:
        """Settle a question and return its entry. `undo` restores both.

        `pair` is the project and task that `AbsenceAnswer.BOOK` books the time on, and `shown` the question as the user
        saw it. Raises NoMatch if the question is not open (any more), Overtaken if it is about another time than
        `shown`, Refused if the entry is locked on CoffeeCup, and BadInput for BOOK without a pair.
        """
        if answer is AbsenceAnswer.BOOK and pair is None:
            raise BadInput(FaultCode.PAIR_MISSING, field="query")
        now = self._clock.now()
        with self._actions.action("away") as action:
            absence = self._open(question_id)
            entry = self._entry_of(absence)
            if shown is not None and _differs(shown, question(absence, self._row(entry.id), now)):
                raise Overtaken(FaultCode.QUESTION_CHANGED)
            action.answers.append(absence.id)
            absence = absence._replace(ended=absence.ended or now)
            removed_s = self._settle(action, absence, entry, answer)
            if pair is not None and answer is AbsenceAnswer.BOOK:
                mine = entry.mine._replace(project_id=pair[0], task_id=pair[1], comment="")
                self._day_split.book(action, entry._replace(mine=mine), absence, removed_s)
        self.catch_up()
        return self._row(absence.entry_id)

    # --- finding absences

    def heartbeat(self) -> bool:
        """Catch up and write a heartbeat; call this each minute while a timer runs, and when the app starts or ends.

        Returns whether catching up changed anything. Raises LocalFault.
        """
        with self._store.reading():
            changed = self.catch_up()
            timers = [entry.id for entry in self._timers()]
        if timers:
            self._store.heartbeat.write(self._clock.now(), timers)
        return changed

    def catch_up(self) -> bool:
        """Bring the timers started here up to the present; return whether anything changed. Raises LocalFault.

        Asks about a gap since the last heartbeat, splits timers at midnight, and follows a wall clock that was set.
        Writes no heartbeat.
        """
        now = self._clock.now()
        with self._store.reading():
            timers = self._timers()
            if not timers:
                return False
            absences = self._store.absences.all()
            if not any(self._is_behind(entry, absences, now) for entry in timers):
                return False
        self._bring_up(now)
        return True

    def update_timers(self) -> list[Entry]:
        """End idle absences, catch up, and return all running entries, longest first, for a command that changes them.

        Call inside a transaction: the usual case then costs two queries. Raises LocalFault.
        """
        now, absences = self._clock.now(), self._store.absences.all()
        ongoing = [absence for absence in absences if absence.ended is None]
        for absence in ongoing:
            self._end(absence, now)
        running = self._store.entries.running()
        if ongoing:
            absences = self._store.absences.all()
        if not any(entry.started_here and self._is_behind(entry, absences, now) for entry in running):
            return running
        self._bring_up(now)
        return self._store.entries.running()

    def on_idle(self, kind: AbsenceKind, began: Instant) -> bool:
        """Open a question about the time since `began`; `on_active` ends it.

        Returns whether a timer started here runs. Raises LocalFault.
        """
        with self._store.transaction():
            timers = self._timers()
            for entry in timers:
                self._ask(entry, kind, began, None)
        return bool(timers)

    def on_active(self, ended: Instant | None = None) -> bool:
        """End ongoing absences at `ended` or now, and catch up; return whether anything changed. Raises LocalFault."""
        ongoing = [absence for absence in self._store.absences.all() if absence.ended is None]
        if ongoing:
            with self._store.transaction():
                for absence in ongoing:
                    self._end(absence, ended or self._clock.now())
        return self.catch_up() or bool(ongoing)

    def _timers(self) -> list[Entry]:
        """The timers started here; the sleep of this computer says nothing about timers of another device."""
        return [entry for entry in self._store.entries.running() if entry.started_here]

    def _is_behind(self, entry: Entry, absences: list[Absence], now: Instant) -> bool:
        if entry.started is None:
            return False
        own = [absence for absence in absences if absence.entry_id == entry.id]
        jumped = follow_wall_clock(entry.started, now) is not entry.started
        return jumped or self._gap(entry, own, now) is not None or self._day_split.is_due(entry, now, own)

    def _bring_up(self, now: Instant) -> None:
        with self._actions.action(MIDNIGHT) as action:
            for timer in self._timers():
                if gap := self._gap(timer, self._store.absences.for_entry(timer.id), now):
                    self._ask(timer, *gap)
                entry = self._follow_clock(timer, now)
                if self._day_split.is_due(entry, now, self._store.absences.for_entry(entry.id)):
                    self._day_split.split(action, entry, now)

    def _follow_clock(self, entry: Entry, now: Instant) -> Entry:
        """Return the entry, saved with the start and the day that it has by the current clock."""
        if entry.started is None or (started := follow_wall_clock(entry.started, now)) is entry.started:
            return entry
        if started is now:  # only a heartbeat of that boot knows how long the timer had run
            beat = self._store.heartbeat.read()
            known = beat is not None and beat.at.boot_id == entry.started.boot_id and entry.id in beat.entry_ids
            started = now.shifted(-exact_s(entry.started, beat.at)) if known and beat else now
        zone, moved = self._store.zone(), entry._replace(started=started)
        if entry.mine.day == day_of(entry.started.wall, zone):
            moved = moved._replace(mine=entry.mine._replace(day=day_of(started.wall, zone)))
        self._save_moved(entry, moved, now)
        earlier = self._store.entries.get(self._store.absences.predecessor(entry.id) or 0)
        while earlier is not None and earlier.mine.day > self._store.today():
            started = started.shifted(-earlier.mine.duration_s)
            day = day_of(started.wall, zone)
            self._save_moved(earlier, earlier._replace(mine=earlier.mine._replace(day=day)), now)
            earlier = self._store.entries.get(self._store.absences.predecessor(earlier.id) or 0)
        return moved

    def _save_moved(self, before: Entry, after: Entry, now: Instant) -> None:
        self._store.entries.save(after)
        if after.mine != before.mine:
            self._store.outbox.record_change(after, now)

    def ask_unseen(self) -> None:
        """Open a question about each timer that ran implausibly long without one, since its last sign of life."""
        now = self._clock.now()
        with self._store.transaction():
            for entry in self._store.entries.running():
                if not self._day_split.is_implausible(entry, now) or self._store.absences.for_entry(entry.id):
                    continue
                last = self._last_heartbeat(entry, now) or (AbsenceKind.OFF, entry.started or now)
                if exact_s(last[1], now) > _MERGE_S:
                    self._ask(entry, last[0], last[1], now)

    def _gap(self, entry: Entry, absences: list[Absence], now: Instant) -> tuple[AbsenceKind, Instant, Instant] | None:
        """The time since the last heartbeat, if it is long enough to ask about and not part of `absences` yet."""
        last, get = self._last_heartbeat(entry, now), self._store.settings.get
        if last is None or not get(settings.ASK_AWAY) or elapsed_s(last[1], now) < get(settings.AWAY_S):
            return None
        if any(absence.ended is None for absence in absences):
            return None
        kind, began = last[0], _latest(last[1], *(absence.ended for absence in absences if absence.ended))
        return None if exact_s(began, now) <= _MERGE_S else (kind, began, now)

    def _last_heartbeat(self, entry: Entry, now: Instant) -> tuple[AbsenceKind, Instant] | None:
        """When the app last watched this timer; None if it never did, unless the computer was off since the start."""
        beat, started = self._store.heartbeat.read(), entry.started
        if beat is None or started is None or not self._is_watched(entry, beat.entry_ids):
            off = started is not None and started.boot_id not in {"", now.boot_id}
            return (AbsenceKind.OFF, started) if off and started else None
        asleep = beat.ours and beat.at.boot_id == now.boot_id
        return (AbsenceKind.ASLEEP if asleep else AbsenceKind.OFF), _latest(started, beat.at)

    def _is_watched(self, entry: Entry, entry_ids: frozenset[int]) -> bool:
        """Whether a heartbeat for `entry_ids` covers `entry`, or the entry it was split off at midnight."""
        return entry.id in entry_ids or self._store.absences.predecessor(entry.id) in entry_ids

    def _ask(self, entry: Entry, kind: AbsenceKind, began: Instant, ended: Instant | None) -> None:
        """Open a question, or extend one that is open and adjoins it."""
        if entry.started is None:
            return
        for absence in self._store.absences.for_entry(entry.id):
            if absence.ended is None or not is_before(absence.ended.shifted(_MERGE_S), began):
                sooner = began if is_before(began, absence.began) else absence.began
                self._store.absences.save(absence._replace(began=sooner, ended=ended))
                return
        before_s = elapsed_s(began, entry.started) if is_before(began, entry.started) else 0
        earlier = self._store.absences.predecessor(entry.id) if before_s else None
        began = entry.started if before_s else began
        self._store.absences.add(Absence(0, entry.id, kind, began, ended, earlier, before_s if earlier else 0))

    def _end(self, absence: Absence, ended: Instant) -> None:
        """End an absence, or drop it if it is too short: the timer began while the computer was idle."""
        shortest_s = self._store.settings.get(settings.AWAY_S) if absence.kind is AbsenceKind.IDLE else _SHORTEST_S
        if absence.earlier_s + elapsed_s(absence.began, ended) < shortest_s:
            self._store.absences.delete(absence.id)
        else:
            self._store.absences.save(absence._replace(ended=ended))

    # --- answering

    def _open(self, question_id: int) -> Absence:
        for absence in self._store.absences.all():
            if absence.id == question_id:
                return absence
        raise NoMatch(FaultCode.QUESTION_CLOSED)

    def _entry_of(self, absence: Absence) -> Entry:
        entry = self._store.entries.get(absence.entry_id)
        if entry is None:
            raise NoMatch(FaultCode.ENTRY_GONE)
        if entry.locked:
            raise Refused(entry.locked)
        return entry

    def _settle(self, action: Action, absence: Absence, entry: Entry, answer: AbsenceAnswer) -> int:
        """Apply the answer and return the seconds that were taken off."""
        if answer is AbsenceAnswer.KEEP:
            self._keep(action, entry)
            return 0
        before_s = self._take_off_earlier(action, absence)
        if answer is AbsenceAnswer.STOP and _is_in(absence, entry):
            self._stop(action, absence, entry)
            return 0
        return before_s + self._take_off(action, absence, entry)

    def _keep(self, action: Action, entry: Entry) -> None:
        """Let a timer that still runs count on, as an entry a day.

        What it counted over a reboot is fixed now, so that setting the wall clock later does not change it.
        """
        if entry.started is not None:
            now = self._clock.now()
            kept = action.change(entry, entry._replace(started=carry_over_reboot(entry.started, now)))
            self._day_split.split(action, kept, now, confirmed=True)

    def _stop(self, action: Action, absence: Absence, entry: Entry) -> None:
        stopped = self._day_split.stop(action, entry, absence.began)
        if stopped.id == entry.id and absence.earlier_id is not None and not stopped.mine.duration_s:
            action.change(stopped, stopped._replace(deleted=True))
        others = self._store.absences.for_entry(entry.id)
        action.answers.extend([other.id for other in others if is_before(absence.began, other.began)])

    def _take_off(self, action: Action, absence: Absence, entry: Entry) -> int:
        """Take the time of an ended absence off its entry and return the seconds."""
        if entry.started is None or absence.ended is None or not _is_in(absence, entry):
            return self._day_split.take_off(action, entry, absence)
        removed_s = entry.duration_at(absence.ended) - entry.duration_at(absence.began)
        fraction = exact_s(entry.started, absence.ended) % 1  # restarting on a whole second would lose it
        self._day_split.resume(action, entry, absence, absence.ended.shifted(-fraction))
        return removed_s

    def _take_off_earlier(self, action: Action, absence: Absence) -> int:
        """Take off what lies before the midnight at which the entry was split off, and return the seconds."""
        earlier = self._store.entries.get(absence.earlier_id) if absence.earlier_id else None
        if earlier is None or earlier.deleted or earlier.locked:
            return 0
        removed_s = min(absence.earlier_s, earlier.mine.duration_s)
        action.change(earlier, _longer(earlier, -removed_s))
        return removed_s


def question(absence: Absence, row: TimesheetRow, now: Instant) -> AbsenceQuestion:
    """Return the question about `absence`; `row` is its entry at `now`."""
    began = absence.began.shifted(-absence.earlier_s)
    away_s = absence.earlier_s + absence.away_s(now)
    return AbsenceQuestion(absence.id, absence.kind, began.wall, absence.ended and absence.ended.wall, away_s, row)


def _differs(shown: AbsenceQuestion, found: AbsenceQuestion) -> bool:
    """Whether a question is about another time or another entry than it was; the present moves on by itself."""
    ends = [(one.began_at, one.ended_at, one.row.id, one.row.running) for one in (shown, found)]
    settled = [one.row.running or one.row.duration_s for one in (shown, found)]
    return ends[0] != ends[1] or settled[0] != settled[1]


def _is_in(absence: Absence, entry: Entry) -> bool:
    """Whether the timer has run without a break since the absence began."""
    return entry.started is not None and not is_before(absence.began, entry.started)


def _longer(entry: Entry, seconds: int) -> Entry:
    return entry._replace(mine=entry.mine._replace(duration_s=entry.mine.duration_s + seconds))


def _latest(first: Instant, *others: Instant) -> Instant:
    for other in others:
        first = other if is_before(first, other) else first
    return first
