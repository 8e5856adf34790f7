"""A tool that knows nothing of us reads the description and tries to catch the service at contradicting it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from coffeecup_sandbox.openapi import description
from coffeecup_sandbox.resources import ALL
from tests.deadlines import LONG_PATIENCE_S

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
"""  # 500 is how the service refuses to delete what others depend on (api-facts 3.3)
OF_A_KIND = """\
[dictionaries.{name}]
values = {keys}
[[operations]]
include-path = "/v1/{name}/{{id}}"
parameters = {{ "path.id" = {{ dictionary = "{name}", probability = {share} }} }}
"""


def config() -> str:
    """Name records that there are. Of users only one: the tool must not archive the admin who signs its calls."""
    found = [CONFIG]
    for each in ALL:
        if each.by_id:
            keys, share = ([14], 1) if each.plural == "users" else ([each.first_id + n for n in (1, 2, 3)], 0.8)
            found.append(OF_A_KIND.format(name=each.plural, keys=keys, share=share))
    return "".join(found)


def test_no_server_error_and_no_undocumented_answer(box: Sandbox, alex: Client, tmp_path: Path) -> None:
    """The same calls each time; `DEMITASSE_SEED` tries others."""
    seed = int(os.environ.get("DEMITASSE_SEED") or 1)
    (tmp_path / "openapi.json").write_text(json.dumps(description(box.service.routes)), encoding="utf-8")
    (tmp_path / "config.toml").write_text(config(), encoding="utf-8")
    command = [sys.executable, "-c", START, "--config-file", "config.toml", "run", "openapi.json", "--url", box.url]
    command += ["-H", f"Authorization: Bearer {alex.token}", "--seed", str(seed), "-n", "5", "--no-color"]
    command += ["--phases", "coverage,fuzzing,stateful", "--suppress-health-check", "all"]
    command += [
        "--exclude-checks",
        "positive_data_acceptance",
    ]  # what is valid by itself may name a record that is gone
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=LONG_PATIENCE_S, check=False)
    assert done.returncode == 0, done.stdout[-8000:]
    broken = {(each["method"], each["path"]) for each in box.arrivals if each["status"] >= 500}
    assert {method for method, _ in broken} <= {"DELETE"}
    assert {(route.method, route.template) for route in box.service.routes.all} == reached(box)


def reached(box: Sandbox) -> set[tuple[str, str]]:
    """The operations that were called."""
    routes: Routes = box.service.routes
    found = set()
    for each in box.arrivals:
        segments = tuple(part for part in each["path"].split("/") if part)
        for route in routes.all:
            if route.method == each["method"] and len(route.parts) == len(segments):
                found |= {(route.method, route.template)} if route.match(segments) is not None else set()
    return found
