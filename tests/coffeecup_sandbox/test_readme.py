"""The README of the sandbox is correct and complete."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from coffeecup_sandbox import __main__ as program
from coffeecup_sandbox import control, faults
from tests.coffeecup_sandbox.client import Client
from tests.deadlines import PATIENCE_S

PACKAGE = Path(program.__file__).parent
README = (PACKAGE / "README.md").read_text(encoding="utf-8")


def test_the_example_works() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102 - our own text
    names["test_my_client_retries_after_503"]()


def test_it_needs_only_the_standard_library() -> None:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    command = [sys.executable, "-S", "-m", "coffeecup_sandbox", "--exit-on-eof"]
    result = subprocess.run(
        command, env=environment, input="", capture_output=True, text=True, timeout=PATIENCE_S, check=True
    )
    assert result.stdout.startswith('{"url": "http://127.0.0.1:')


def test_it_names_every_option_fault_and_control() -> None:
    options = set(re.findall("--[a-z-]+", program._parser("sandbox").format_help())) - {"--help"}
    assert options <= set(re.findall("--[a-z-]+", README))
    assert {kind for kind in faults.KINDS if f"`{kind}`" not in README} == set()
    paths = {line.split()[1] for line in control.HELP}
    assert {path for path in paths if path not in README} == set()


def test_the_control_examples_work(sandbox: Any) -> None:
    commands = re.findall(r"curl (?:-X (\w+) +)?(?:-H '([^']*)' -d '([^']*)' +)?\$URL(\S+)", README)
    assert len(commands) == 6
    for method, _, body, path in commands:
        headers = {"Content-Type": "application/json"}
        assert Client(sandbox.url).call(method or "GET", path, body.encode() or None, headers).status == 200
