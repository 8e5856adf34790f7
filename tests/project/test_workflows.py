"""The workflows of GitHub: correct, safe, and with pinned actions. No check here uses the network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap
from tests.deadlines import PATIENCE_S

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TOOLS = {
    "actionlint": ["-no-color"],
    "check-jsonschema": ["--builtin-schema", "vendor.github-workflows"],
    "zizmor": ["--offline", "--no-progress"],
}
WRONG = {
    "actionlint": ("runs-on: ubuntu-24.04", "runs-on: ubuntu-12.04"),
    "check-jsonschema": ("timeout-minutes: 5", "timeout-minuten: 5"),
    "zizmor": ("@de0fac2e4500dabe0009e67214ff5f5447ce83dd", "@v6"),
}
"""What each tool must find if it is written into a workflow."""


def check(tool: str, *files: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / tool
    command = [str(program), *TOOLS[tool], *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE_S, check=False)


def text_of(name: str) -> str:
    return (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("tool", TOOLS)
def test_the_workflows_are_correct(tool: str) -> None:
    done = check(tool, *WORKFLOWS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("tool", TOOLS)
def test_each_tool_finds_what_it_is_there_for(tool: str, tmp_path: Path) -> None:
    before, after = WRONG[tool]
    assert before in text_of("test.yml")
    wrong = tmp_path / ".github" / "workflows" / "test.yml"
    wrong.parent.mkdir(parents=True)
    wrong.write_text(text_of("test.yml").replace(before, after), encoding="utf-8")
    assert check(tool, wrong).returncode not in {0, 2}


def test_every_action_is_pinned_to_one_commit_and_names_its_version() -> None:
    """A tag can be moved to another commit by whoever owns the action, or has stolen it."""
    used: dict[str, set[str]] = {}
    for line in [line for file in WORKFLOWS for line in file.read_text(encoding="utf-8").splitlines()]:
        if "uses:" in line:
            pinned = re.search(r"uses: ([\w./-]+)@([0-9a-f]{40} +# v\d+\.\d+\.\d+)$", line)
            assert pinned, line
            used.setdefault(pinned[1], set()).add(pinned[2])
    assert used
    assert {name: pins for name, pins in used.items() if len(pins) > 1} == {}


def test_images_and_downloads_are_pinned_too() -> None:
    text = text_of("release.yml")
    assert all(re.fullmatch(r"\S+@sha256:[0-9a-f]{64}", image) for image in re.findall(r"container: (.*)", text))
    assert text.count("curl --") == text.count("sha256sum --check") == 1


def test_the_oldest_and_the_newest_python_are_tested() -> None:
    oldest, too_new = bootstrap.OLDEST, bootstrap.TOO_NEW
    newest = (too_new[0], too_new[1] - 1)
    assert f'python: ["{bootstrap.version_text(oldest)}", "{bootstrap.version_text(newest)}"]' in text_of("test.yml")


@pytest.mark.parametrize("system", ["linux", "windows", "macos"])
def test_the_packages_of_each_system_are_built_and_tried(system: str) -> None:
    job = text_of("release.yml").partition(f"\n  {system}:\n")[2].partition("\n\n  ")[0]
    assert re.search(r"python3? packaging/build\.py", job)
    assert re.search(r"python3? packaging/smoke\.py", job)
    assert "path: dist/release/*" in job


def test_only_the_draft_may_write() -> None:
    before, _, draft = text_of("release.yml").partition("\n  draft:\n")
    assert "write" not in re.findall(r"^ +\w[\w-]*: (\w+)", before, re.MULTILINE)
    assert re.findall(r"(\w[\w-]*): write", draft) == ["contents", "id-token", "attestations"]
    assert "if: startsWith(github.ref, 'refs/tags/v')" in draft
    assert "--draft" in draft
