"""Importing entries from a file: what would be booked, what is left out and why, and booking it as one action."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from demitasse.domain import import_file
from demitasse.domain.entries import Choice, Entry, Fields
from demitasse.domain.entry_times import agree
from demitasse.domain.errors import BadInput, FaultCode, LocalFault, Reason
from demitasse.domain.import_file import ImportFile, ImportLine, LeftOut
from demitasse.domain.operations import OpKind, OpState
from demitasse.domain.ports import Clock
from demitasse.store.store import Store
from demitasse.tracker.timesheets import clean_comment
from demitasse.tracker.undo import Action, UndoManager, UseCases

IMPORT = "import"
"""The undo label of an import."""
_STOPPED = "import-stopped/"
"""The key of a step that settles an entry, by its id, whose line may be imported again."""
_PORTION = 20
"""Entries that are booked at once while the window has to stay responsive; one takes about a millisecond."""
_LARGEST = 50_000_000
"""Bytes of the largest file that is read."""

Identity = tuple[object, ...]


class Draft(NamedTuple):
    """An entry to book, from a line of a file. `key` stands for the line when the file is imported again."""

    line: ImportLine
    fields: Fields
    key: str


class ImportPlan(NamedTuple):
    """What an import books, and the lines that it leaves out, in the order of the file."""

    drafts: tuple[Draft, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def seconds(self) -> int:
        """The total of what is booked."""
        return sum([draft.fields.duration_s for draft in self.drafts])


class ImportProgress(NamedTuple):
    """How many entries of the last import have reached CoffeeCup."""

    sent: int
    total: int


class Imports(UseCases):
    """Plans and books imports."""

    def __init__(self, store: Store, clock: Clock, actions: UndoManager) -> None:
        super().__init__(store, clock, actions)
        self._last: tuple[int, int, list[int]] = 0, 0, []
        """The action of the last import, the number of its lines, and its entries: reading these takes long."""

    def read(self, file: Path) -> ImportFile:
        """Read a file. Raises LocalFault if that is not possible, BadInput if it holds no entries."""
        try:
            if file.stat().st_size > _LARGEST:
                raise BadInput(FaultCode.IMPORT_COLUMNS, field="file")
            return import_file.read(file.read_text(encoding="utf-8-sig", errors="replace"))
        except OSError as error:
            raise LocalFault(FaultCode.IMPORT_UNREADABLE, file=str(file)) from error

    def plan(self, file: ImportFile) -> ImportPlan:
        """Return what an import would book now. Raises LocalFault.

        Lines are left out whose entry is there already or was imported before, whose project and task cannot be
        booked, and whose day was never fetched from CoffeeCup, which may have the entry.
        """
        if not file.lines:
            return ImportPlan((), file.left_out)
        with self._store.reading():
            first, last = min(line.day for line in file.lines), max(line.day for line in file.lines)
            fetched = self._store.entries.synced_days(first, last)
            there = Counter(self._identities(file.lines))
            days = {line.day for line in file.lines}
            imported = {day: _imported(self._store.settled_steps.of_day(day)) for day in days}
            choices = _by_name(self._store.catalog.choices())
        drafts, left_out, seen = list[Draft](), list(file.left_out), Counter[Identity]()
        for line in file.lines:
            identity = _identity(line)
            key = f"{IMPORT}/{_digest(identity)}.{seen[identity]}"
            is_there = seen[identity] < there[identity] or key in imported[line.day]
            seen[identity] += 1
            found = _matching(choices, line)
            reason = _obstacle(line, found, is_there=is_there, is_fetched=line.day in fetched)
            if reason is not None or found is None:
                left_out.append(LeftOut(line.number, reason or Reason(FaultCode.LINE_BOOKED)))
            else:
                drafts.append(Draft(line, self._fields(line, found), key))
        return ImportPlan(tuple(drafts), tuple(sorted(left_out, key=lambda one: one.number)))

    def book(self, plan: ImportPlan) -> None:
        """Book all drafts of a plan as one action, all or none. Raises LocalFault."""
        with self._actions.action(IMPORT) as action:
            _add(action, plan.drafts)

    def book_in_portions(self, plan: ImportPlan) -> "Booking":
        """Return the booking of a plan, of which nothing is booked yet."""
        return Booking(self._actions, plan.drafts)

    def stop(self) -> int:
        """Take back what the last import has booked and not sent yet, and return the number of these entries.

        Their lines may be imported again.
        """
        action_id = self._store.settled_steps.last_action(f"{IMPORT}/")
        last = self._store.undo_log.get(action_id) if action_id else None
        with self._actions.action("delete") as action:
            for change in last.changes if last else ():
                entry = self._store.entries.get(change.entry_id)
                if entry is not None and self._is_unsent(entry):
                    action.change(entry, entry._replace(deleted=True))
                    action.settled.append((change.after.mine.day, f"{_STOPPED}{entry.id}"))
            return len(action.settled)

    def progress(self) -> ImportProgress | None:
        """Return how far the last import is, without entries that were deleted; None if there is none that is known."""
        with self._store.reading():
            action_id = self._store.settled_steps.last_action(f"{IMPORT}/")
            booked = self._store.settled_steps.number_of(action_id)
            if self._last[:2] != (action_id, booked):
                last = self._store.undo_log.get(action_id) if action_id else None
                self._last = action_id, booked, sorted(last.entry_ids) if last else []
            ids = self._last[2]
            if not ids:
                return None
            total, sent = self._store.outbox.sent_among(ids)
        return ImportProgress(sent, total)

    def _is_unsent(self, entry: Entry) -> bool:
        op = self._store.outbox.get(entry.id)
        return op is not None and not entry.deleted and op.kind is OpKind.CREATE and op.state is OpState.PENDING

    def _identities(self, lines: Iterable[ImportLine]) -> Iterable[Identity]:
        """Yield what identifies each entry that is there on the days of `lines`."""
        days = [line.day for line in lines]
        zone = self._store.zone()
        for row in self._store.entries.rows_between(min(days), max(days), self._clock.now()):
            start, end = (each and each.replace(second=0) for each in row.start_and_end(zone))
            known = ImportLine(0, row.day, "", row.project, row.task, row.comment, row.duration_s, start, end)
            if not row.running:
                yield _identity(known)

    def _fields(self, line: ImportLine, choice: Choice) -> Fields:
        """Return the entry of a line; times that contradict the duration are left out."""
        whole = Fields(
            line.day, choice.project_id, choice.task_id, clean_comment(line.comment), line.duration_s,
            start_time=line.start, end_time=line.end,
        )  # fmt: skip
        known = line.start is not None and line.end is not None and agree(whole, self._store.zone())
        return whole if known else whole._replace(start_time=None, end_time=None)


class Booking:
    """An import that is booked in portions, which are one action for undo.

    If the program ends before the last one, the rest is booked when the file is imported again.
    """

    def __init__(self, actions: UndoManager, drafts: tuple[Draft, ...]) -> None:
        self._actions = actions
        self._left = list(drafts)
        self._action_id = 0

    @property
    def left(self) -> int:
        """The number of entries that are not booked yet."""
        return len(self._left)

    def book_some(self) -> None:
        """Book the next portion. Raises Overtaken if what was booked has been undone meanwhile, LocalFault."""
        part = self._left[:_PORTION]
        with self._actions.more_of(self._action_id) if self._action_id else self._actions.action(IMPORT) as action:
            _add(action, part)
        self._action_id = self._action_id or self._actions.last_id
        del self._left[:_PORTION]


def _add(action: Action, drafts: Iterable[Draft]) -> None:
    for draft in drafts:
        entry = action.add(draft.fields)
        action.settled.append((draft.fields.day, f"{draft.key}#{entry.id}"))


def _imported(settled: Iterable[str]) -> frozenset[str]:
    """Return the keys of the lines that were imported, of all steps of a day, without those that were taken back."""
    taken_back = {key.removeprefix(_STOPPED) for key in settled if key.startswith(_STOPPED)}
    lines = [key.partition("#") for key in settled]
    return frozenset([key for key, _, entry_id in lines if entry_id not in taken_back])


def _obstacle(line: ImportLine, choice: Choice | None, *, is_there: bool, is_fetched: bool) -> Reason | None:
    """Return why a line is left out; None if it is booked."""
    if is_there:  # guard: line-is-imported-once
        return Reason(FaultCode.LINE_BOOKED)
    if choice is None:
        names = " · ".join(filter(None, (line.project, line.task)))
        return Reason(FaultCode.NO_TASK, {"text": names[:80]})
    if not is_fetched:  # guard: unknown-day-is-not-imported
        return Reason(FaultCode.LINE_NOT_FETCHED)
    try:
        clean_comment(line.comment)
    except BadInput as fault:
        return Reason(fault.code, fault.params)
    return None


def _identity(line: ImportLine) -> Identity:
    names = (" ".join(name.split()).casefold() for name in (line.project, line.task))
    return line.day, line.duration_s, *names, import_file.canonical(line.comment), line.start, line.end


def _digest(identity: Identity) -> str:
    return sha256(repr(identity).encode()).hexdigest()[:24]


def _by_name(choices: Iterable[Choice]) -> dict[tuple[str, str], list[Choice]]:
    found: dict[tuple[str, str], list[Choice]] = {}
    for choice in choices:
        names = " ".join(choice.project.split()).casefold(), " ".join(choice.task.split()).casefold()
        found.setdefault(names, []).append(choice)
    return found


def _matching(choices: dict[tuple[str, str], list[Choice]], line: ImportLine) -> Choice | None:
    """Return the one task of these names; with a client, that of the client. None if there is none, or several."""
    names = " ".join(line.project.split()).casefold(), " ".join(line.task.split()).casefold()
    found = choices.get(names, [])
    if line.client and len(found) > 1:
        found = [choice for choice in found if choice.client.strip().casefold() == line.client.casefold()]
    return found[0] if len(found) == 1 else None
