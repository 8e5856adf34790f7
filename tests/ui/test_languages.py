"""The translations are complete: texts, plurals, dates and messages of faults."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale

from demitasse.domain.doctor import Finding, Found
from demitasse.domain.errors import FaultCode, LocalFault, Reason
from demitasse.domain.timesheet import SyncState, SyncStatus
from demitasse.ui.text import doctor_text, messages, wording
from demitasse.ui.text.sync_status_text import sync_status_text
from tests.ui.stage import NOW, TODAY, Stage
from tests.ui.translations import FOLDER, ROOT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


TRANSLATED = sorted(wording.LANGUAGES.keys() - {"en"})
RENEW = "run `python -m tests.ui.translations`, translate resources/translations/demitasse_{}.ts, and run it again"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_is_complete(language: str) -> None:
    tree = ET.parse(FOLDER / f"demitasse_{language}.ts")  # noqa: S314 - our own file
    untranslated = [
        message.findtext("source")
        for message in tree.iter("message")
        if (found := message.find("translation")) is None or found.get("type") or not "".join(found.itertext()).strip()
    ]
    assert not untranslated, RENEW.format(language)


def test_translations_keep_every_placeholder() -> None:
    for language in wording.LANGUAGES:
        tree = ET.parse(FOLDER / f"demitasse_{language}.ts")  # noqa: S314 - our own file
        for message in tree.iter("message"):
            source, found = message.findtext("source") or "", message.find("translation")
            assert found is not None
            for words in [form.text or "" for form in found] or [found.text or ""]:
                wanted = set(re.findall(r"\{\w+[^}]*\}", source))
                assert set(re.findall(r"\{\w+[^}]*\}", words)) == wanted, (source, words)


def _texts(tree: ast.Module) -> set[str]:
    """Return all texts that a file marks for translation."""
    markers = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1, "T": 1}
    texts = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        place = markers.get(getattr(call.func, "id", getattr(call.func, "attr", "")), -1)
        text = call.args[place] if 0 <= place < len(call.args) else None
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            texts.add(text.value)
    return texts


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_translations_contain_every_text(language: str) -> None:
    tree = ET.parse(FOLDER / f"demitasse_{language}.ts")  # noqa: S314 - our own file
    known = {message.findtext("source") for message in tree.iter("message")}
    for file in sorted((ROOT / "app" / "demitasse" / "ui").rglob("*.py")):
        missing = _texts(ast.parse(file.read_text(encoding="utf-8"))) - known
        assert not missing, f"{file.name} has texts without a translation: {sorted(missing)}. {RENEW.format(language)}"


@pytest.mark.parametrize("language", sorted(wording.LANGUAGES))
def test_a_compiled_file_fits_its_source(language: str, tmp_path: Path) -> None:
    tool, compiled = Path(sys.executable).with_name("pyside6-lrelease"), tmp_path / "compiled.qm"
    source = FOLDER / f"demitasse_{language}.ts"
    subprocess.run([str(tool), "-silent", str(source), "-qm", str(compiled)], check=True)
    fits = compiled.read_bytes() == source.with_suffix(".qm").read_bytes()
    assert fits, f"run `python -m tests.ui.translations` after a change of {source.name}"


@pytest.fixture
def german(app: QApplication) -> object:
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    loaded = wording.install(app, QLocale("de_DE"))
    yield
    for translator in loaded:
        app.removeTranslator(translator)
    QLocale.setDefault(before)


_OFFLINE = SyncStatus(SyncState.OFFLINE, offline_since=NOW - timedelta(minutes=25))


def test_a_connection_that_is_gone_with_and_without_unsent_changes() -> None:
    assert sync_status_text(_OFFLINE, NOW).tip == "No connection since 13:38. Press to try now."
    saved = sync_status_text(_OFFLINE._replace(pending=1), NOW)
    assert saved.tip == (
        "No connection since 13:38. One change is saved here and will sync by itself. Press to try now."
    )
    saved = sync_status_text(_OFFLINE._replace(pending=3), NOW)
    assert (saved.short, saved.tip) == (
        "Offline · 3 waiting",
        "No connection since 13:38. 3 changes are saved here and will sync by themselves. Press to try now.",
    )


@pytest.mark.usefixtures("german")
def test_the_sync_status_in_german() -> None:
    since = "Keine Verbindung seit 13:38."
    assert sync_status_text(_OFFLINE, NOW).tip == f"{since} Klick versucht es jetzt."
    texts = [sync_status_text(_OFFLINE._replace(pending=number), NOW) for number in (1, 3)]
    assert [text.short for text in texts] == ["Offline · 1 wartet", "Offline · 3 warten"]
    assert [text.tip for text in texts] == [
        f"{since} 1 Änderung ist hier gespeichert und wird von selbst gesendet. Klick versucht es jetzt.",
        f"{since} 3 Änderungen sind hier gespeichert und werden von selbst gesendet. Klick versucht es jetzt.",
    ]
    paused = SyncStatus(SyncState.PAUSED, pending=1, paused_until=NOW + timedelta(seconds=110), rejected=1)
    assert sync_status_text(paused, NOW).short == "Pause bis 14:05 · 1 zu klären · 1 wartet"


@pytest.mark.usefixtures("german")
def test_german_words_dates_and_plurals(stage: Stage) -> None:
    popover = stage.popover()
    assert popover.day.head.title.text() == "Heute"
    assert wording.day_name(TODAY) == "Mo. 23. Nov. 2026"
    assert wording.spoken_duration(3660) == "1 Stunde 1 Minute"
    assert wording.spoken_duration(7320) == "2 Stunden 2 Minuten"
    waiting = SyncStatus(SyncState.WAITING, pending=2, oldest_pending_at=NOW)
    assert sync_status_text(waiting, NOW).short == "2 warten"


@pytest.mark.usefixtures("german")
def test_german_faults_with_and_without_figures() -> None:
    assert messages.whole(LocalFault(FaultCode.DISK_FULL)).endswith(
        "nicht gespeichert. Schaffe etwas Platz und versuche es noch einmal."
    )
    ended = "CoffeeCup hat deine Sitzung beendet. Was du erfasst, ist hier gespeichert."
    assert messages.what_happened(Reason(FaultCode.SESSION_ENDED)) == ended
    assert messages.what_happened(Reason(FaultCode.NOT_A_TIME, {"text": "25:99"})) == "„25:99“ ist keine Uhrzeit."
    assert messages.what_happened(Reason(FaultCode.SERVER_TEXT, {"text": "No."})) == "CoffeeCup sagt: „No.“"
    too_long = Reason(FaultCode.COMMENT_TOO_LONG, {"number": 12500, "most": 10000})
    assert "12.500 Zeichen, höchstens 10.000 passen" in messages.what_happened(too_long)
    sound = Finding("database", Found.DATABASE_SOUND, {"entries": 2010})
    assert doctor_text.said(sound) == "Keine Schäden gefunden; Einträge: 2.010"


def test_english_plurals() -> None:
    assert (wording.spoken_duration(60), wording.spoken_duration(3600 * 3)) == ("1 minute", "3 hours")
