"""A tool that knows nothing of us reads the description and tries to catch the service at contradicting it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from demitasse.sandbox.openapi import description

if TYPE_CHECKING:
    from pathlib import Path

    from demitasse.sandbox import Sandbox
    from tests.sandbox.caller import Caller

CHECKS = (
    "status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance,"
    "unsupported_method"
)


@pytest.mark.skipif(importlib.util.find_spec("schemathesis") is None, reason="schemathesis is not installed")
def test_no_undocumented_answer(box: Sandbox, alex: Caller, seed: int, tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(description(box.service.routes)), encoding="utf-8")
    start = "import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())"
    command = [sys.executable, "-c", start, "run", str(document), "--url", box.url]
    command += ["-H", f"Authorization: Bearer {alex.token}", "--seed", str(seed), "-n", "2"]
    command += ["--phases", "fuzzing", "-c", CHECKS, "--suppress-health-check", "all", "--no-color"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-5000:]
    broken = {500, 501, 502, 504}  # 500 is what the service says when others depend on a record
    found = {each["path"] for each in box.arrivals if each["status"] in broken and each["method"] != "DELETE"}
    assert found == set()
