"""Checks of the end of a history: no lost or duplicated entries, both sides agree, no text is lost."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from demitasse.domain.operations import ConflictKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from demitasse.domain.entries import Entry
    from tests.sync.device import Device


class Line(NamedTuple):
    """An entry, reduced to what the oracles compare."""

    words: str
    seconds: int
    running: bool


def origin(words: str) -> str:
    """Return what identifies an entry from the beginning, whatever became of its text."""
    return words.partition(" v")[0].strip()


def is_twin(words: str) -> bool:
    """Return whether there may be several entries with this text: what is booked after an absence has none."""
    return not words or words.startswith("twins ")


def shown(device: Device) -> list[Line]:
    """Return what a computer shows of all its days."""
    days = {entry.mine.day for entry in everything(device) if not entry.deleted}
    rows = [row for day in sorted(days) for row in device.sheets.day(day).rows]
    return sorted(Line(row.comment, row.duration_s, row.running) for row in rows)


def texts(device: Device) -> Counter[str]:
    """Return the texts of its entries; a forgotten timer is one entry, though shown once for each day."""
    return Counter(entry.mine.comment for entry in everything(device) if not entry.deleted)


def everything(device: Device) -> list[Entry]:
    """Return all entries that a computer knows."""
    ids = device.store.database.rows("SELECT id FROM entry")
    return [entry for raw in ids if (entry := device.store.entries.get(raw["id"]))]


def pieces(device: Device) -> Counter[str]:
    """Return how many entries a computer has just made of each timer that ran over midnight, by origin.

    These are entries on different days, one of which at least was not sent yet.
    """
    found: dict[str, list[Entry]] = {}
    for entry in everything(device):
        if not entry.deleted and not is_twin(entry.mine.comment):
            found.setdefault(origin(entry.mine.comment), []).append(entry)
    return Counter(
        {
            name: len({entry.mine.day for entry in entries})
            for name, entries in found.items()
            if len(entries) > 1 and any(entry.server_id is None for entry in entries)
        }
    )


def on_server(device: Device) -> list[Line]:
    """Return what the service holds."""
    found = device.sandbox.entries(device.email)
    return sorted(Line(str(one["comment"] or ""), int(one["duration"] or 0), bool(one["running"])) for one in found)


class Story:
    """What the user did, and what must be left of it.

    `live` are the texts that must be found. Whoever overwrites or deletes a text gives up what that person saw; an undo
    brings it back, unless somebody else had given it up before. `ghosts` were deleted by one computer while another did
    not know whether they had arrived; they may come back once, in addition to what an undo brings back.
    """

    def __init__(self) -> None:
        """Start with nothing done."""
        self.live: set[str] = set()
        self._written: set[str] = set()
        self.twins: Counter[str] = Counter()
        self.brought_back: set[str] = set()
        self.ghosts: set[str] = set()
        self._given_up: set[tuple[str, str]] = set()

    def wrote(self, words: str, instead_of: str = "", who: str = "") -> None:
        """Record that a person wrote `words` over a text that this person saw."""
        self.threw_away(instead_of, who)
        self.live.add(words)
        self._written.add(words)

    def threw_away(self, words: str, who: str) -> None:
        """Record that a person deleted a text that this person saw."""
        if words in self._written:
            self._given_up.add((who, words))
        self.live -= {words}

    def booked(self, added: Counter[str]) -> None:
        """Record that a person booked an absence, as entries without a text."""
        self.twins[""] += added[""]

    def turned_back(self, before: Counter[str], after: Counter[str], who: str) -> None:
        """Record an undo that removed what was seen `before` and brought back what was seen `after`."""
        for words in before.keys() - after.keys():
            self.threw_away(words, who)
        back = {words for words in after.keys() - before.keys() if (who, words) in self._given_up}
        self.brought_back |= set(after - before)  # also what somebody else had deleted: there once, then, is right
        self._given_up -= {(who, words) for words in back}
        self.live |= back - {words for _, words in self._given_up}
        self.twins += Counter({each: n for each, n in (after - before).items() if is_twin(each)})
        self.twins -= Counter({each: n for each, n in (before - after).items() if is_twin(each)})


def lost(story: Story, devices: Sequence[Device]) -> list[str]:
    """Return texts that were shown as saved, and are neither on the server nor kept for a decision."""
    there = [line.words for line in on_server(devices[0])] + [words for one in devices for words in kept(one)]
    missing = [words for words in story.live if not any(_holds(text, words) for text in there)]
    return sorted([*missing, *(story.twins - Counter(there)).elements()])


def kept(device: Device) -> list[str]:
    """Return the texts that a computer keeps for a decision."""
    sides = [side for one in device.conflicts.all() for side in (one.mine, one.theirs) if side]
    return [side.fields.comment for side in sides]


def doubled(story: Story, devices: Sequence[Device], split: Counter[str]) -> list[str]:
    """Return what is on the server too often without needing review; `split` counts the pieces of timers."""
    asked = {origin(words) for one in devices for words in _asked(one)}
    number = Counter(origin(line.words) for line in on_server(devices[0]))
    wanted = Counter(dict.fromkeys((origin(words) for words in story.live | story.brought_back), 1)) | story.twins
    wanted |= Counter({name: pieces for name, pieces in split.items() if name in wanted})
    wanted.update(story.ghosts & wanted.keys())
    return sorted(name for name in number if number[name] > wanted[name] and name not in asked)


def _asked(device: Device) -> list[str]:
    """Return the texts of entries whose existence is up for review."""
    whole = {
        ConflictKind.COPY,
        ConflictKind.UNSURE,
        ConflictKind.DELETED_ELSEWHERE,
        ConflictKind.EDITED_ELSEWHERE,
        ConflictKind.REFUSED,
    }
    return [one.mine.fields.comment for one in device.conflicts.all() if one.kind in whole]


def apart(devices: Sequence[Device]) -> list[str]:
    """Return where a computer and the server differ, except for what waits for a decision."""
    found = []
    there = Counter(on_server(devices[0]))
    for device in devices:
        waits = Counter(_waiting(device))
        here = Counter(shown(device)) - waits
        found += [f"only on {device.folder.name}: {line}" for line in (here - there).elements()]
        hidden = Counter(_hidden(device))
        found += [f"not on {device.folder.name}: {line}" for line in (there - here - hidden).elements()]
        found += [f"still to be sent: {op}" for op in device.store.outbox.active()]
    return found


def _waiting(device: Device) -> list[Line]:
    rows = [
        device.sheets.entry(op.entry_id)
        for op in device.store.outbox.needing_review()
        if not _deleted(device, op.entry_id)
    ]
    return [Line(row.comment, row.duration_s, row.running) for row in rows]


def _hidden(device: Device) -> list[Line]:
    """Return the server's entries that wait for a decision here."""
    known = {
        one.server_id for op in device.store.outbox.needing_review() if (one := device.store.entries.get(op.entry_id))
    }
    rows = [one for one in device.sandbox.entries(device.email) if int(str(one["id"])) in known]
    return [Line(str(one["comment"] or ""), int(one["duration"] or 0), bool(one["running"])) for one in rows]


def _deleted(device: Device, entry_id: int) -> bool:
    entry = device.store.entries.get(entry_id)
    return entry is None or entry.deleted


def _holds(text: str, words: str) -> bool:
    return words in text.split("\n") or words == text
