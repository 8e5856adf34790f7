"""Two languages, complete: words, plurals, dates, and the sentences of faults."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale

from demitasse.domain import errors
from demitasse.domain.errors import LocalFault
from demitasse.domain.timesheet import SyncState, SyncStatus
from demitasse.ui.text import sentences, wording
from demitasse.ui.text.sync_status_text import sync_status_text
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.translations import FOLDER, ROOT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def test_german_is_complete() -> None:
    tree = ET.parse(FOLDER / "demitasse_de.ts")  # noqa: S314 - our own file
    open_ones = [
        message.findtext("source")
        for message in tree.iter("message")
        if (found := message.find("translation")) is None or found.get("type") or not "".join(found.itertext()).strip()
    ]
    assert not open_ones


def test_every_figure_of_a_sentence_survives_translation() -> None:
    for language in wording.LANGUAGES:
        tree = ET.parse(FOLDER / f"demitasse_{language}.ts")  # noqa: S314 - our own file
        for message in tree.iter("message"):
            source, found = message.findtext("source") or "", message.find("translation")
            assert found is not None
            for words in [form.text or "" for form in found] or [found.text or ""]:
                wanted = set(re.findall(r"\{\w+\}", source))
                assert set(re.findall(r"\{\w+\}", words)) == wanted, (source, words)


def test_the_compiled_files_hold_every_text() -> None:
    """Fails after a text was changed without `python -m tests.ui.translations`."""
    missing = []
    tree = ET.parse(FOLDER / "demitasse_de.ts")  # noqa: S314 - our own file
    known = {one.findtext("source") for one in tree.iter("message")} | {one.text for one in tree.iter("name")}
    literal = re.compile(r"""(?:\.tr|translate)\(\s*(?:"\w+",\s*)?"((?:[^"\\]|\\.)+)"\s*[,)]""")
    for file in (ROOT / "app" / "demitasse" / "ui").rglob("*.py"):
        missing += [words for words in literal.findall(file.read_text(encoding="utf-8")) if words not in known]
    assert not missing
    for language in wording.LANGUAGES:
        assert (FOLDER / f"demitasse_{language}.qm").stat().st_size > 1000


@pytest.fixture
def german(app: QApplication) -> object:
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    loaded = wording.install(app, QLocale("de_DE"))
    yield
    for translator in loaded:
        app.removeTranslator(translator)
    QLocale.setDefault(before)


def _paused(pending: int) -> str:
    until = NOW + timedelta(seconds=110)
    return sync_status_text(SyncStatus(SyncState.PAUSED, pending=pending, paused_until=until), NOW).full


def test_a_pause_without_anything_that_waits() -> None:
    assert _paused(0) == "CoffeeCup asks for a pause until 14:05."


@pytest.mark.usefixtures("german")
def test_a_pause_in_german() -> None:
    until = "CoffeeCup bittet um eine Pause bis 14:05."
    assert _paused(0) == until
    assert _paused(1) == f"{until} 1 Änderung wartet; nichts geht verloren."
    assert _paused(7) == f"{until} 7 Änderungen warten; nichts geht verloren."


@pytest.mark.usefixtures("german")
def test_german_words_dates_and_plurals(stage: Stage) -> None:
    popover = stage.popover()
    assert popover.day.head.title.text() == "Heute"
    assert wording.day_name(TODAY) == "Mo. 23. Nov. 2026"
    assert wording.spoken(3660) == "1 Stunde 1 Minute"
    assert wording.spoken(7320) == "2 Stunden 2 Minuten"
    waiting = SyncStatus(SyncState.WAITING, pending=2, oldest_pending_at=NOW)
    assert sync_status_text(waiting, NOW).short.startswith("2 warten seit ")


@pytest.mark.usefixtures("german")
def test_german_faults_with_and_without_figures() -> None:
    full = LocalFault("There is no room left on this computer's disk, so this was not saved.", "Try it again.")
    assert wording.fault(full).endswith("nicht gespeichert. Versuche es noch einmal.")
    two = LocalFault("CoffeeCup has ended your session. What you track is saved here.")
    assert wording.fault(two) == "CoffeeCup hat deine Sitzung beendet. Was du erfasst, ist hier gespeichert."
    odd = LocalFault("“25:99” is not a duration.", "Something nobody translated.")
    assert wording.fault(odd) == "„25:99“ ist keine Dauer. Something nobody translated."


def test_sentences_with_figures_leave_others_alone() -> None:
    assert sentences.with_figures("Anything {else}.", lambda _context, words: words) == "Anything {else}."


def test_english_plurals() -> None:
    assert (wording.spoken(60), wording.spoken(3600 * 3)) == ("1 minute", "3 hours")


_LOWER = [
    file
    for file in sorted((ROOT / "app" / "demitasse").rglob("*.py"))
    if file.parts[len(ROOT.parts) + 2] not in {"ui", "cli", "sandbox"}
]
_TERMINAL = re.compile(
    r"demitasse (?:today|away|conflicts)|--force|exists already|Name an?|cannot be written\.|Choose {}"
)
"""What only the command line says: it speaks English."""


def test_every_sentence_of_lower_floors_is_known_to_translators() -> None:
    known = {re.sub(r"{\w+}", "{}", str(one)) for one in (*sentences.LIST, *sentences.WITH_FIGURES)}
    faults = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}
    unknown = [
        (file.name, said)
        for file in _LOWER
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in faults
        for whole in map(_said, call.args)
        if whole not in known and not _TERMINAL.search(whole)
        for said in sentences.one_by_one(whole)
        if re.search("[a-z]", said) and said not in known
    ]
    assert not unknown


def _said(argument: ast.expr) -> str:
    """A text that is written where the fault is raised; what is in braces came later."""
    if isinstance(argument, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in argument.values)
        return "".join(map(str, parts))
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""
