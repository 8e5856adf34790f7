"""Each recipe of CONTRIBUTING.md is complete: a forgotten step fails a test here that says what to do.

Guards have their tests in tests/sabotage, command-line help in tests/cli/test_docs.py, texts in
tests/ui/test_languages.py.
"""

from __future__ import annotations

import importlib
import re
import zlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from coffeecup_sandbox.quirks import CATALOGUE, Quirk
from demitasse.cli.commands import COMMANDS
from demitasse.domain import settings
from demitasse.store.checksummed import CHECKSUMMED
from demitasse.store.database import Database
from demitasse.store.migrations import STEPS, migrate
from demitasse.store.recovery import NAMES
from demitasse.ui.pages import settings_schema
from demitasse.ui.pages.destinations import Destination
from demitasse.ui.text.wording import LANGUAGES

if TYPE_CHECKING:
    from demitasse.domain.settings import Setting

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
FACTS = settings_schema.Facts(date(2026, 11, 23), None)
SCHEMA = "app/demitasse/ui/pages/settings_schema.py"
CHOICES = [one for one in settings.USER_SETTINGS if not isinstance(one.default, bool) and not one.pattern]


# --- a setting


def test_every_setting_of_the_user_is_listed() -> None:
    declared = {value.name for value in vars(settings).values() if isinstance(value, settings.Setting)}
    missing = declared - {setting.name for setting in (*settings.USER_SETTINGS, *settings.SILENT_SETTINGS)}
    assert not missing, f"name these in USER_SETTINGS of app/demitasse/domain/settings.py: {sorted(missing)}"


def test_every_setting_has_a_line_on_the_page() -> None:
    shown = {setting.name for option in settings_schema.OPTIONS for setting in option.settings}
    shown |= {setting.name for _, setting in settings_schema.SHORTCUTS}
    missing = {setting.name for setting in settings.USER_SETTINGS} - shown
    assert not missing, f"add an Option to OPTIONS in {SCHEMA} for each of {sorted(missing)}"


@pytest.mark.parametrize("setting", CHOICES, ids=lambda setting: setting.name)
def test_every_choice_has_a_label(setting: Setting[str] | Setting[int]) -> None:
    assert setting.choices, f"give {setting.name} its choices or a pattern, or make its default a bool"
    label = settings_schema._WORDS.get(setting.name)
    assert label, f"add {setting.name} with a function for its labels to _WORDS in {SCHEMA}"
    nameless = [value for value in setting.choices if not label(value, FACTS)]
    assert not nameless, f"give these values of {setting.name} a label in {SCHEMA}: {nameless}"


# --- a language


def test_every_language_has_its_files_and_can_be_chosen() -> None:
    files = {file.stem.removeprefix("demitasse_") for file in (ROOT / "resources" / "translations").glob("*.ts")}
    assert files == LANGUAGES.keys(), (
        "name each language of resources/translations in LANGUAGES of app/demitasse/ui/text/wording.py, "
        "and run `python -m tests.ui.translations` for the files of a new one"
    )
    assert set(settings.LANGUAGE.choices) == {"", *LANGUAGES}, (
        "the choices of LANGUAGE in app/demitasse/domain/settings.py are those of LANGUAGES in ui/text/wording.py"
    )


# --- a page


def test_every_destination_has_a_page() -> None:
    declared = re.findall(r"^class (\w+)\(NamedTuple\)", _text("demitasse/ui/pages/destinations.py"), re.MULTILINE)
    union = {kind.__name__ for kind in get_args(Destination)}
    missing = set(declared) - union
    assert not missing, f"add these to Destination in app/demitasse/ui/pages/destinations.py: {sorted(missing)}"
    registered = re.findall(r"^ +to\.(\w+): ", _text("demitasse/ui/popover/page_registry.py"), re.MULTILINE)
    missing = union - set(registered)
    assert not missing, f"add these to the table of app/demitasse/ui/popover/page_registry.py: {sorted(missing)}"


# --- a command


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_is_in_the_table_of_its_module(name: str) -> None:
    module = COMMANDS[name][2]
    table = importlib.import_module(f"demitasse.cli.{module}").COMMANDS
    assert name in table, f"add {name!r} to COMMANDS of app/demitasse/cli/{module}.py"
    missing = {other for other in table if COMMANDS.get(other, ("", "", ""))[2] != module}
    assert not missing, f"add {sorted(missing)} with {module!r} to COMMANDS of app/demitasse/cli/commands.py"


@pytest.mark.parametrize("name", [name for name in COMMANDS if name])
def test_every_command_has_a_test(name: str) -> None:
    tests = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests" / "cli").glob("test_*.py"))
    tested = bool(re.search(rf"""["' ]{name}["' ]""", tests))
    assert tested, f"write a test of `demitasse {name}` in tests/cli"


# --- a quirk


@pytest.mark.parametrize("quirk", CATALOGUE, ids=lambda quirk: quirk.name)
def test_every_quirk_changes_something(quirk: Quirk) -> None:
    sources = [file for file in (APP / "coffeecup_sandbox").rglob("*.py") if file.name != "quirks.py"]
    text = "".join(file.read_text(encoding="utf-8") for file in sources)
    spellings = (quirk.name, "rows_{plural}" if quirk.name.startswith("rows_") else quirk.name)
    found = any(f'"{spelling}"' in text for spelling in spellings)
    assert found, f"nothing in app/coffeecup_sandbox reads the quirk {quirk.name}"


# --- a migration

RELEASED = {1: 3930781512, 2: 2033970039, 3: 827515652, 4: 2960308618, 5: 731136059, 6: 1867563706}
"""The checksum of each migration step. Files made by released steps are on people's disks."""

NOT_RECOVERED = {
    "absence": "open questions about idle time; the entries are recovered",
    "conflict": "found again when the entry is sent",
    "damaged": "rows that recovery has put aside before",
    "employment": "fetched again",
    "buried": "deleted entries that the server no longer lists",
    "ledger": "the sync log of the past",
    "seen": "fetched again",
    "settled": "asked again when the day is closed",
    "split": "read by undo only",
    "time_off": "fetched again",
    "stray": "a late duplicate then shows as an entry",
}
"""Tables that recovery leaves out, with the reason."""


def test_released_migrations_never_change() -> None:
    checksums = {number: _checksum(step) for number, step in enumerate(STEPS, 1)}
    assert checksums == RELEASED, (
        "people have files made by these steps of app/demitasse/store/migrations.py: leave them as they are, put the "
        "change into a new step at the end, and add its checksum to RELEASED in tests/project/test_recipes.py"
    )


def test_every_table_is_recovered_or_known_to_be_lost(tmp_path: Path) -> None:
    database = Database(tmp_path / "new.db")
    migrate(database)
    rows = database.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    tables = {str(row[0]) for row in rows}
    database.close()
    known = CHECKSUMMED.keys() | NAMES.keys() | NOT_RECOVERED.keys()
    assert tables <= known, (
        "decide what becomes of these tables when the file is damaged: name them in CHECKSUMMED (store/checksummed.py) "
        f"or NAMES (store/recovery.py), or in NOT_RECOVERED here with the reason: {sorted(tables - known)}"
    )
    assert known <= tables, f"these tables do not exist: {sorted(known - tables)}"


def _checksum(step: tuple[object, ...]) -> int:
    parts = [" ".join(part.split()) if isinstance(part, str) else getattr(part, "__name__", "") for part in step]
    return zlib.crc32("\n".join(parts).encode())


def _text(path: str) -> str:
    return (APP / path).read_text(encoding="utf-8")
