"""Rules of the project that no linter checks."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest

import bootstrap
from demitasse.store.checksummed import CHECKSUMMED
from demitasse.support.paths import DEVICES, resource
from tests.deadlines import PATIENCE_S

ROOT = Path(__file__).parents[2]
APP = ROOT / "app" / "demitasse"
OURS = ("app", "tests", "packaging", "resources", ".github", ".ci")
MAX_FILE, MAX_FUNCTION = 400, 40
LONG_FUNCTIONS: dict[str, str] = {
    # "package.module.function": "why it reads better in one piece",
}
# Each in two halves, so that this file passes its own test.
NEVER_NAMED = ("pypi" + ".org", "python" + "hosted", "/work" + "/main", "/root" + "/", "index" + "-url")


def project_files(*endings: str) -> list[Path]:
    found = [file for file in ROOT.iterdir() if file.is_file() and file.suffix in endings and file.name[0] != "."]
    for folder in OURS:
        found += [file for file in (ROOT / folder).rglob("*") if file.is_file() and file.suffix in endings]
    return [file for file in found if "artefacts" not in file.parts and "__pycache__" not in file.parts]


def configuration() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def plain_name(requirement: str) -> str:
    return re.split(r"[\[<>=; ]", requirement)[0].lower().replace("_", "-")


def test_files_stay_short() -> None:
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in project_files(".py")}
    assert {str(file): length for file, length in lengths.items() if length > MAX_FILE} == {}


def test_functions_stay_short() -> None:
    long = set()
    for file in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION:
                long.add(f"{'.'.join(file.relative_to(APP).with_suffix('').parts)}.{node.name}")
    assert long == set(LONG_FUNCTIONS)


def test_no_file_names_a_folder_of_one_machine_or_a_registry() -> None:
    endings = (".py", ".toml", ".txt", ".md", ".yml", ".svg", ".json", ".spec", ".ts", ".desktop", ".sh", "")
    named = [
        f"{file.relative_to(ROOT)}: {word}"
        for file in project_files(*endings)
        for word in NEVER_NAMED
        if word in file.read_text(encoding="utf-8", errors="replace")
    ]
    assert named == []


def test_every_package_has_a_coverage_mark() -> None:
    packages = {folder.parent.name for folder in APP.glob("*/__init__.py")}
    assert set(configuration()["tool"]["demitasse"]["coverage"]) == packages | {"coffeecup_sandbox"}


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-dev.txt"])
def test_every_pin_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z])", text)
    assert all(
        re.match(r"[a-z0-9-]+==[\w.]+( ; [^\\]+)? \\\n    --hash=sha256:[0-9a-f]{64}", block) for block in blocks
    )
    assert "://" not in text


def test_every_requirement_is_pinned() -> None:
    project, groups = configuration()["project"], configuration()["dependency-groups"]
    run = {plain_name(requirement) for requirement in [*project["dependencies"], *groups["build"]]}
    dev = {plain_name(requirement) for requirement in groups["dev"]}
    assert run <= set(pins("constraints.txt"))
    assert dev <= set(pins("constraints-dev.txt"))
    assert pins("constraints.txt").items() <= pins("constraints-dev.txt").items()


def test_an_old_python_can_parse_bootstrap_and_explain_itself() -> None:
    ast.parse((ROOT / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_bootstrap_asks_for_what_qt_asks_for() -> None:
    """Without that, pip would refuse the packages without saying what is wrong."""
    qt = distribution("PySide6-Essentials")
    tag = re.search(r"manylinux_(\d+)_(\d+)_(\w+)|macosx_(\d+)_(\d+)", qt.read_text("WHEEL") or "")
    asked = set(qt.metadata["Requires-Python"].split(","))
    python = set(configuration()["project"]["requires-python"].split(","))
    assert python == {f">={bootstrap.version_text(bootstrap.OLDEST)}", f"<{bootstrap.version_text(bootstrap.TOO_NEW)}"}
    assert python - asked == {">=3.11"}
    assert f"Qt {qt.version.rpartition('.')[0]} " in inspect.getsource(bootstrap.check_system)
    if tag and tag[3]:
        assert bootstrap.GLIBC[tag[3]] == (int(tag[1]), int(tag[2]))
    elif tag:
        assert bootstrap.MACOS[0] == int(tag[4])


def test_bootstrap_without_arguments_prints_its_help() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "bootstrap.py")], capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 2
    assert "bootstrap.py demo" in done.stdout


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    command = "python3 bootstrap.py test"
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").endswith(f"exec {command}\n")
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_resources_are_found() -> None:
    assert resource("icons").is_dir()


def test_rows_with_a_checksum_are_written_where_it_is_made() -> None:
    writes = re.compile(rf"(INSERT[ A-Z]* INTO|UPDATE) ({'|'.join(CHECKSUMMED)})\b")
    places = {file.name for file in APP.rglob("*.py") if writes.search(file.read_text(encoding="utf-8"))}
    assert places == {"settings.py"}, "write these tables with store.checksummed, or their checksum becomes wrong"


def test_the_installed_pins_agree_with_each_other() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stdout


def test_front_ends_do_not_reach_into_the_store() -> None:
    """Import contracts cannot see attributes: `profile._store.settings` in ui or cli would pass them."""
    store = re.compile(r"\.store\.(?!\w+ import)|\b_store\b")
    files = [file for package in ("cli", "ui") for file in (APP / package).rglob("*.py")]
    assert [str(file.relative_to(APP)) for file in files if store.search(file.read_text(encoding="utf-8"))] == []


QT_OVERRIDES = re.compile(r"[a-zA-Z]+(Event|Hint|Filter|Button|Count|ForWidth)|event|paint|data|flags")


def test_methods_of_the_window_have_docstrings_unless_they_override_qt() -> None:
    bare = [
        f"{file.relative_to(APP)}: {owner.name}.{method.name}"
        for file in (APP / "ui").rglob("*.py")
        for owner in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(owner, ast.ClassDef) and not owner.name.startswith("_")
        for method in owner.body
        if isinstance(method, ast.FunctionDef) and not method.name.startswith("_") and not ast.get_docstring(method)
        if not QT_OVERRIDES.fullmatch(method.name)
    ]
    assert bare == [], "say in a docstring what each of these does"


def test_files_are_replaced_and_deleted_patiently() -> None:
    """Windows refuses both while another process has the file open; `support.files` tries again."""
    impatient = []
    for file in sorted((ROOT / "app" / "demitasse").rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if "import Path" not in text or file.name == "files.py":
            continue
        for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
            name = getattr(call.func, "attr", "")
            if name in {"unlink", "rename"} or (name == "replace" and len(call.args) == 1 and not call.keywords):
                impatient.append(f"{file.name}:{call.lineno} {ast.unparse(call)}")
    assert not impatient, f"use support.files: {impatient}"


def test_every_file_can_be_checked_out_on_windows() -> None:
    """There, names ignore case, devices are in every folder, and some characters mean something."""
    places = [place for place in (*OURS, "docs") if (ROOT / place).exists()]
    files = [file.relative_to(ROOT) for place in places for file in (ROOT / place).rglob("*")]
    names = [str(file) for file in files if "__pycache__" not in file.parts]
    assert len(names) == len({name.lower() for name in names})
    odd = [file for file in files if {part.lower().partition(".")[0] for part in file.parts} & set(DEVICES)]
    odd += [file for file in files if re.search(r'[<>:"|?*\\]|[. ]$', file.name)]
    assert not odd
