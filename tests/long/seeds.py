"""The randomised tests of the suite with another seed than the one they always have."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.long.runs import CaseResult

ROOT = Path(__file__).parents[2]


def drawn(seed: int) -> CaseResult:
    """Run every test marked `seeded` with DEMITASSE_SEED=`seed`."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "seeded", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env=os.environ | {"DEMITASSE_SEED": str(seed)},
        capture_output=True,
        text=True,
        check=False,
    )
    failed = re.findall(r"^(?:FAILED|ERROR) .*", done.stdout, re.MULTILINE)
    wrong = "; ".join(failed) or f"pytest ended with {done.returncode}: {done.stdout[-2000:]}"
    return CaseResult(wrong if done.returncode else "", noted={"runs": 1})
