"""Time when a timer ran and nobody was there: noticed, asked about, and booked by nothing but an answer.

The tray app gives a sign of life each minute while a timer runs (`tick`). A gap between two signs means that the
computer slept, or that the app was gone; idle time is told by whoever watches the keyboard (`leave`, `come_back`).
Either becomes a row that survives restarts (reliability B.9, O6, O9).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from demitasse.domain import settings
from demitasse.domain.absence import Absence, AbsenceAnswer, AbsenceKind, AbsenceQuestion
from demitasse.domain.errors import BadInput, FaultCode, NoMatch, Refused
from demitasse.domain.timer import carry_over_reboot, elapsed_s, exact_s, follow_wall_clock
from demitasse.tracker.day_split import DaySplit
from demitasse.tracker.timesheets import shown

if TYPE_CHECKING:
    from demitasse.domain.entries import Entry, Fields
    from demitasse.domain.ports import Clock
    from demitasse.domain.timer import Instant
    from demitasse.domain.timesheet import TimesheetRow
    from demitasse.store.store import Store
    from demitasse.tracker.undo import Action, UndoManager

_TOUCH_S = 60.0
"""Absences of one timer that are no further apart than two signs of life are one."""


class Absences:
    """Asks, and takes answers."""

    def __init__(self, store: Store, clock: Clock, actions: UndoManager) -> None:
        """Work on `store`; `clock` says when; `actions` make answers undoable."""
        self._store = store
        self._clock = clock
        self._actions = actions
        self._midnight = DaySplit(store, clock)

    # --- the questions

    def open_questions(self) -> tuple[AbsenceQuestion, ...]:
        """Everything that waits for an answer, oldest first. Raises LocalFault."""
        now = self._clock.now()
        return tuple(self._question(one, now) for one in self._store.absences.all())

    def answer(self, question_id: int, answer: AbsenceAnswer, pair: tuple[int, int] | None = None) -> TimesheetRow:
        """Settle one question; the entry afterwards. `undo` brings time and question back.

        `pair` is the project and task of `Answer.BOOK`.

        Raises:
            NoMatch: it is not open (any more).
            Refused: the entry is locked on CoffeeCup.
            BadInput: BOOK without a pair.
            LocalFault: nothing has changed.
        """
        if answer is AbsenceAnswer.BOOK and pair is None:
            raise BadInput(FaultCode.PAIR_MISSING, field="query")
        now = self._clock.now()
        with self._actions.action("away") as action:
            one = self._open(question_id)
            entry = self._entry_of(one)
            action.answers.append(one.id)
            one = one._replace(ended=one.ended or now)
            off_s = self._settle(action, one, entry, answer)
            if pair is not None and answer is AbsenceAnswer.BOOK:
                self._midnight.book(action, entry._replace(mine=_booked_on(entry, pair)), one, off_s)
        self.catch_up()
        return shown(self._store, one.entry_id, self._clock.now())

    # --- noticing

    def heartbeat(self) -> bool:
        """Each minute while a timer runs, and when the app starts or ends: a sign of life.

        Asks about a gap since the last one, cuts timers at midnight, and corrects the start that is shown if somebody
        has set the clock. Whether anything of that happened. Raises LocalFault.
        """
        with self._store.reading():
            changed = self.catch_up()
            timers = [one.id for one in self._timers()]
        if timers:
            self._store.heartbeat.write(self._clock.now(), timers)
        return changed

    def catch_up(self) -> bool:
        """What `tick` does, without the sign: for whoever is about to change a timer. Raises LocalFault."""
        now = self._clock.now()
        with self._store.reading():
            if not any(self._is_behind(entry, now) for entry in self._timers()):
                return False
        with self._store.transaction():
            for entry in self._timers():
                self._bring_up(entry, now)
        return True

    def on_idle(self, kind: AbsenceKind, began: Instant) -> bool:
        """Nobody has been there since `began`; asked about from now on, and over when `come_back` says so.

        Whether a timer runs here that this concerns. Raises LocalFault.
        """
        with self._store.transaction():
            timers = self._timers()
            for entry in timers:
                self._ask(entry, kind, began, None)
        return bool(timers)

    def on_active(self, ended: Instant | None = None) -> bool:
        """Somebody is there again, as of `ended` or now; whether anything changed. Raises LocalFault."""
        lasting = [one for one in self._store.absences.all() if one.ended is None]
        if lasting:
            with self._store.transaction():
                for one in lasting:
                    self._store.absences.save(one._replace(ended=ended or self._clock.now()))
        return self.catch_up() or bool(lasting)

    def _timers(self) -> list[Entry]:
        """The timers that were started here: what another device counts, this one's sleep does not concern."""
        return [entry for entry in self._store.entries.running() if entry.started_here]

    def _is_behind(self, entry: Entry, now: Instant) -> bool:
        if entry.started is None:
            return False
        jumped = follow_wall_clock(entry.started, now) is not entry.started
        return jumped or self._gap(entry, now) is not None or len(self._midnight.pieces(entry, now)) > 1

    def _bring_up(self, entry: Entry, now: Instant) -> None:
        if gap := self._gap(entry, now):
            self._ask(entry, *gap)
        if entry.started is not None:
            entry = entry._replace(started=follow_wall_clock(entry.started, now))
            self._store.entries.save(entry)
        self._midnight.split(entry, now)

    def _gap(self, entry: Entry, now: Instant) -> tuple[AbsenceKind, Instant, Instant] | None:
        """The time since the last sign of life, if it is long enough to be asked about and not asked about yet."""
        found, get = self._last_sign(entry, now), self._store.settings.get
        if found is None or not get(settings.ASK_AWAY) or elapsed_s(found[1], now) < get(settings.AWAY_S):
            return None
        known = self._store.absences.for_entry(entry.id)
        if any(one.ended is None for one in known):
            return None
        kind, began = found[0], _latest(found[1], *(one.ended for one in known if one.ended))
        return None if exact_s(began, now) <= _TOUCH_S else (kind, began, now)

    def _last_sign(self, entry: Entry, now: Instant) -> tuple[AbsenceKind, Instant] | None:
        """When the app last watched this timer; None if it never did, unless the computer was off since the start."""
        sign, started = self._store.heartbeat.read(), entry.started
        if (
            sign is None
            or started is None
            or not sign.entry_ids & {entry.id, self._store.absences.predecessor(entry.id)}
        ):
            off = started is not None and started.boot_id not in {"", now.boot_id}
            return (AbsenceKind.OFF, started) if off and started else None
        asleep = sign.ours and sign.at.boot_id == now.boot_id
        return (AbsenceKind.ASLEEP if asleep else AbsenceKind.OFF), _latest(started, sign.at)

    def _ask(self, entry: Entry, kind: AbsenceKind, began: Instant, ended: Instant | None) -> None:
        """A new question, unless it only tells more about one that is open."""
        if entry.started is None:
            return
        for one in self._store.absences.for_entry(entry.id):
            if one.ended is None or exact_s(one.ended, began) <= _TOUCH_S:
                sooner = began if exact_s(began, one.began) > 0 else one.began
                self._store.absences.save(one._replace(began=sooner, ended=ended))
                return
        before_s = elapsed_s(began, entry.started)
        earlier = self._store.absences.predecessor(entry.id) if before_s else None
        began = entry.started if before_s else began
        self._store.absences.add(Absence(0, entry.id, kind, began, ended, earlier, before_s if earlier else 0))

    # --- answering

    def _question(self, one: Absence, now: Instant) -> AbsenceQuestion:
        row = shown(self._store, one.entry_id, now)
        began = one.began.shifted(-one.earlier_s)
        away_s = one.earlier_s + one.away_s(now)
        return AbsenceQuestion(one.id, one.kind, began.wall, one.ended and one.ended.wall, away_s, row)

    def _open(self, question_id: int) -> Absence:
        found = [one for one in self._store.absences.all() if one.id == question_id]
        if not found:
            raise NoMatch(FaultCode.QUESTION_CLOSED)
        return found[0]

    def _entry_of(self, one: Absence) -> Entry:
        if reason := self._store.entries.locked(one.entry_id):
            raise Refused(reason)
        entry = self._store.entries.get(one.entry_id)
        if entry is None:
            raise NoMatch(FaultCode.ENTRY_GONE)
        return entry

    def _settle(self, action: Action, one: Absence, entry: Entry, answer: AbsenceAnswer) -> int:
        """Do what the answer says; the seconds that were taken off."""
        if answer is AbsenceAnswer.KEEP:
            self._keep(action, one, entry)
            return 0
        before_s = self._take_off_earlier(action, one)
        if answer is AbsenceAnswer.STOP and _is_in(one, entry):
            self._stop(action, one, entry)
            return 0
        if answer is AbsenceAnswer.STOP:
            self._stop_what_it_went_on_as(action, entry)
        return before_s + self._take_off(action, one, entry)

    def _keep(self, action: Action, one: Absence, entry: Entry) -> None:
        """The time goes to the days on which it lies; a timer that still runs is cut by `catch_up`.

        What it has counted over a reboot holds from now on, however the wall clock is set afterwards.
        """
        if not entry.mine.running:
            self._midnight.spread(action, entry, one)
        elif entry.started is not None:
            action.change(entry, entry._replace(started=carry_over_reboot(entry.started, self._clock.now())))

    def _stop(self, action: Action, one: Absence, entry: Entry) -> None:
        stopped = entry.stopped(one.began)
        nothing_left = one.earlier_id is not None and not stopped.mine.duration_s
        action.change(entry, stopped._replace(deleted=nothing_left))
        later = (other.id for other in self._store.absences.for_entry(entry.id) if exact_s(one.began, other.began) > 0)
        action.answers.extend(later)

    def _stop_what_it_went_on_as(self, action: Action, entry: Entry) -> None:
        """The timer was cut where somebody came back; if it runs since then, that was no work either."""
        chain = [
            later for one in self._store.absences.continuations(entry.id) if (later := self._store.entries.get(one))
        ]
        if chain and chain[-1].mine.running:
            for later in chain:
                action.change(later, later.stopped(self._clock.now())._replace(deleted=True))

    def _take_off(self, action: Action, one: Absence, entry: Entry) -> int:
        """Take the time of an absence that is over off its entry; the seconds."""
        if entry.started is None or one.ended is None or not _is_in(one, entry):
            off_s = min(entry.mine.duration_s, one.away_s(self._clock.now()))
            action.change(entry, _longer(entry, -off_s))
            return off_s
        before_s, until_s = entry.duration_at(one.began), entry.duration_at(one.ended)
        fraction = exact_s(entry.started, one.ended) % 1  # so that no part of a second is lost
        mine = entry.mine._replace(duration_s=before_s)
        action.change(entry, entry._replace(mine=mine, started=one.ended.shifted(-fraction)))
        return until_s - before_s

    def _take_off_earlier(self, action: Action, one: Absence) -> int:
        earlier = self._store.entries.get(one.earlier_id) if one.earlier_id else None
        if earlier is None or earlier.deleted or self._store.entries.locked(earlier.id):
            return 0
        off_s = min(one.earlier_s, earlier.mine.duration_s)
        action.change(earlier, _longer(earlier, -off_s))
        return off_s


def _is_in(one: Absence, entry: Entry) -> bool:
    """Whether the timer has run without a break since the absence began."""
    return entry.started is not None and exact_s(one.began, entry.started) == 0


def _booked_on(entry: Entry, pair: tuple[int, int]) -> Fields:
    return entry.mine._replace(project_id=pair[0], task_id=pair[1], comment="")


def _longer(entry: Entry, seconds: int) -> Entry:
    return entry._replace(mine=entry.mine._replace(duration_s=entry.mine.duration_s + seconds))


def _latest(first: Instant, *others: Instant) -> Instant:
    for one in others:
        first = one if exact_s(first, one) > 0 else first
    return first
