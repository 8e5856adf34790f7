"""Schemathesis generates requests from the description and checks the responses against it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from coffeecup_sandbox.openapi import description
from coffeecup_sandbox.resources import ALL
from tests.deadlines import LONG_PATIENCE_S, PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path

    from coffeecup_sandbox import Sandbox
    from coffeecup_sandbox.routes import Routes
    from tests.coffeecup_sandbox.client import Client

START = "import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())"
CONFIG = """\
[dictionaries.known]
values = [11, 12, 14, 61, 62, 81, 101, 102, 104, 301, 302, 314, 501, 2001, 9001]
[generation.dictionaries]
integer = { dictionary = "known", probability = 0.5 }
[[operations]]
include-method = "GET"
phases.coverage.enabled = false
[[operations]]
include-method = "DELETE"
checks.not_a_server_error.enabled = false
"""  # deleting a record that others depend on is a 500 (api-facts 3.3)
RESOURCE_CONFIG = """\
[dictionaries.{name}]
values = {keys}
[[operations]]
include-path = "/v1/{name}/{{id}}"
parameters = {{ "path.id" = {{ dictionary = "{name}", probability = {share} }} }}
"""


def config() -> str:
    """Return a configuration with ids of existing records.

    Only one user is listed, because the requests must not archive the admin whose token they use.
    """
    parts = [CONFIG]
    for resource in ALL:
        if resource.by_id:
            keys, share = ([14], 1) if resource.plural == "users" else ([resource.first_id + n for n in (1, 2, 3)], 0.8)
            parts.append(RESOURCE_CONFIG.format(name=resource.plural, keys=keys, share=share))
    return "".join(parts)


@pytest.mark.slow
def test_no_server_error_and_no_undocumented_response(
    sandbox: Sandbox, alex: Client, tmp_path: Path, seed: int
) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(description(sandbox.service.routes)), encoding="utf-8")
    (tmp_path / "config.toml").write_text(config(), encoding="utf-8")
    command = [sys.executable, "-c", START, "--config-file", "config.toml", "run", "openapi.json", "--url", sandbox.url]
    command += ["-H", f"Authorization: Bearer {alex.token}", "--seed", str(seed), "-n", "5", "--no-color"]
    command += ["--phases", "coverage,fuzzing,stateful", "--suppress-health-check", "all"]
    command += ["--request-timeout", f"{PATIENCE_S:g}"]  # else 10 s, which a busy machine may take
    command += [
        "--exclude-checks",
        "positive_data_acceptance",
    ]  # a valid request may refer to a deleted record
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=LONG_PATIENCE_S, check=False)
    assert result.returncode == 0, result.stdout[-8000:]
    failed = {(arrival["method"], arrival["path"]) for arrival in sandbox.arrivals if arrival["status"] >= 500}
    assert {method for method, _ in failed} <= {"DELETE"}
    assert {(route.method, route.template) for route in sandbox.service.routes.all} == operations_called(sandbox)


def operations_called(sandbox: Sandbox) -> set[tuple[str, str]]:
    """Return the operations that the sandbox received, as methods and path templates."""
    routes: Routes = sandbox.service.routes
    operations = set()
    for arrival in sandbox.arrivals:
        segments = tuple(part for part in arrival["path"].split("/") if part)
        for route in routes.all:
            if route.method == arrival["method"] and len(route.parts) == len(segments):
                operations |= {(route.method, route.template)} if route.match(segments) is not None else set()
    return operations
