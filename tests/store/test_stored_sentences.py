"""Databases of version 1 hold English sentences; opening them turns these into codes of the same meaning."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from demitasse.cli import messages
from demitasse.domain.entries import Fields
from demitasse.domain.errors import FaultCode, Reason
from demitasse.store.checksummed import ChecksummedTable
from demitasse.store.database import Database
from demitasse.store.encoding import checksum, encode_datetime, encode_fields
from demitasse.store.migrations import STEPS, migrate
from demitasse.store.store import Store
from demitasse.store.stored_sentences import coded

if TYPE_CHECKING:
    from pathlib import Path

SAFE = "What you track is saved here"
LOOKS = f"{SAFE}; Demitasse looks whether it arrived before anything is sent again."
TAKEN_OVER = (
    "The timesheet's file on this computer was damaged. 7 entries were taken over; it is kept as x-damaged-1.db."
)
AT = encode_datetime(datetime(2026, 3, 2, 9, tzinfo=UTC))
FIELDS = encode_fields(Fields(date(2026, 3, 2), 1, 2, "words", 3600))


def _old(path: Path, reason: str, locked: str = "") -> None:
    """A database as version 1 wrote it."""
    with closing(Database(path)) as database:
        migrate(database, STEPS[:1])
        with database.transaction():
            entry = {"id": 1, "day": "2026-03-02", "comment": "words", "duration_s": 3600, "running": 0}
            ChecksummedTable(database, "entry").insert(entry | {"locked": locked})
            op = {"entry_id": 1, "kind": "create", "state": "rejected", "seq": 1, "queued_at": AT, "reason": reason}
            ChecksummedTable(database, "outbox").insert(op)
            database.write("INSERT INTO ledger (entry_id, at, step, words) VALUES (1, ?, 'refused', ?)", (AT, reason))
            database.write(
                "INSERT INTO conflict (entry_id, why, names, mine, theirs, at, reason) VALUES (1,'locked','',?,?,?,?)",
                (FIELDS, FIELDS, AT, locked),
            )
            news = {"message": TAKEN_OVER, "next_step": "Nothing has to be done.", "told": ["terminal"]}
            row = {"name": "news", "value": json.dumps({"items": [news]})}
            database.write("INSERT INTO setting VALUES (:name, :value, :crc)", row | {"crc": checksum(row)})


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("CoffeeCup did not accept this. (422)", Reason(FaultCode.REFUSED, {"status": 422})),
        ("1 attribute is invalid: project is required", None),
        (f"CoffeeCup did not answer in time. {LOOKS}", Reason(FaultCode.TIMEOUT, {"write": True})),
        (f"The connection to CoffeeCup was cut. {SAFE}.", Reason(FaultCode.CONNECTION_CUT)),
        (
            f"CoffeeCup has a problem of its own (500: Something (odd) broke.). {LOOKS}",
            Reason(FaultCode.SERVER_ERROR_TEXT, {"status": 500, "text": "Something (odd) broke.", "write": True}),
        ),
        (
            "This entry may be on CoffeeCup already, and Demitasse cannot tell: 2 entries there look like it.",
            Reason(FaultCode.SEVERAL_ALIKE, {"number": 2}),
        ),
        ("This entry was deleted on CoffeeCup while it was changed here.", Reason(FaultCode.DELETED_THERE)),
    ],
)
def test_a_database_of_version_1_keeps_its_meaning(tmp_path: Path, sentence: str, reason: Reason | None) -> None:
    _old(tmp_path / "x.db", sentence, "It has been billed.")
    expected = reason or Reason(FaultCode.SERVER_TEXT, {"text": sentence})
    with closing(Store(tmp_path / "x.db")) as store:
        op = store.outbox.get(1)
        assert op is not None
        assert op.reason == expected
        assert store.sync_log.events(days=10**5)[0].reason == expected
        entry = store.entries.get(1)
        assert entry is not None
        assert entry.locked == FaultCode.ENTRY_BILLED
        assert store.conflicts.all()[0].reason == Reason(FaultCode.ENTRY_BILLED)
        (news,) = store.user_messages.take("window")
        assert (news.code, news.params) == (FaultCode.RECOVERED, {"number": 7, "file": "x-damaged-1.db"})
        assert store.user_messages.take("terminal") == ()
    if expected.code not in {FaultCode.SERVER_TEXT, FaultCode.SERVER_ERROR_TEXT}:
        today = sentence.replace("looks whether", "checks whether")  # the words of today differ
        assert messages.what_happened(expected) == today


def test_a_damaged_row_is_not_made_valid(tmp_path: Path) -> None:
    _old(tmp_path / "x.db", "No.", "It is locked.")
    with closing(Database(tmp_path / "x.db")) as database, database.transaction():
        database.write("UPDATE entry SET duration_s = 1")
    with closing(Store(tmp_path / "x.db")) as store:
        assert store.entries.get(1) is None
        assert FaultCode.RECOVERED in [news.code for news in store.user_messages.take("window")]


def test_rows_that_hold_codes_stay_as_they_are() -> None:
    row = {"id": 1, "locked": "entry_billed", "crc": 5}
    assert coded("entry", row) == row
