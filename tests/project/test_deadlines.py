"""No test waits for something with a short deadline: it would fail on a loaded machine."""

from __future__ import annotations

import re
from pathlib import Path

from tests.deadlines import PATIENCE_S

TESTS = Path(__file__).parents[1]
SHORT = re.compile(
    r"\btimeout(?:_s)?=(\d[\d.]*)|\.(?:wait|join|communicate)\((\d[\d.]*)\)|wait_until\(.*, (\d[\d.]*)\)"
)
TIME_IS_THE_SUBJECT = {
    "api/conftest.py": "a pause between two looks",
    "cli/test_online.py": "a pause between two looks",
    "desktop_session.py": "what does not end by itself is killed",
    "project/test_conftest.py": "an address that never answers",
    "store/test_database.py": "a lock that is not waited for",
    "sync/test_exactly_once.py": "a pause between two looks",
    "sync/test_working_day.py": "seconds of a clock that the test moves",
    "sync/year.py": "seconds of a clock that the test moves",
}
"""Files with short times, and why they do no harm."""


def test_deadlines_are_patient() -> None:
    found = []
    for file in TESTS.rglob("*.py"):
        name = file.relative_to(TESTS).as_posix()
        if name in TIME_IS_THE_SUBJECT or name.startswith("bench/"):
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            found += [
                f"{name}:{number}: {line.strip()}"
                for match in SHORT.finditer(line)
                if float(next(filter(None, match.groups()))) < PATIENCE_S
            ]
    assert not found, "use PATIENCE_S or wait_until of tests/deadlines.py and tests/desktop_session.py:\n" + "\n".join(
        found
    )
