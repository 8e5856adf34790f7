"""What a person does all day, typed into the Windows program, against a local CoffeeCup outside Wine.

Each scenario raises AssertionError, or returns one line that says what was seen.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from coffeecup_sandbox import Sandbox
from tests.windows.wine import FOLDER, windows_path

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.windows.wine import Done, Wine

COMMENT = "Łódź € ☕"
PATIENCE_S = 180.0


class Person:
    """Somebody with a home of his own, who is signed in and types commands."""

    def __init__(self, wine: Wine, program: tuple[str | Path, ...], box: Sandbox, name: str) -> None:
        self._wine, self._program, self.box = wine, program, box
        self.home = FOLDER / "homes" / f"{name}-{time.time_ns()}"
        self.user = box.users[0]
        query = json.loads(self.sign_in().output)  # answers with one JSON object
        assert query["email"] == self.user["email"]
        task = self.json("tasks", "relaunch")["tasks"][0]
        self.query = f"{task['project']} {task['task']}"

    def sign_in(self) -> Done:
        """Sign in with a token file, the password on standard input."""
        words = ("login", "--server", self.box.url, "--company", self.box.company, "--email", self.user["email"])
        done = self(*words, "--password-stdin", "--token-store", "file", "--json", typed=self.user["password"])
        assert done.code == 0, done
        return done

    def __call__(self, *words: str, typed: str = "") -> Done:
        home = windows_path(self.home)
        return self._wine.run(*self._program, *words, typed=typed.encode(), seconds=PATIENCE_S, DEMITASSE_HOME=home)

    def json(self, *words: str) -> dict[str, Any]:
        """Type a command and return its JSON."""
        done = self(*words, "--json")
        assert done.code == 0, (words, done)
        answer: dict[str, Any] = json.loads(done.output)
        return answer

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a command without waiting for it."""
        return self._wine.start(*self._program, *words, DEMITASSE_HOME=windows_path(self.home))

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """Kill every process of this Windows, as a power cut would."""
        self._wine.end()
        process.wait(PATIENCE_S)

    def comments(self) -> list[str]:
        """Return the comments of this person's entries on the server that these scenarios wrote."""
        rows = self.box.entries(self.user["email"])
        return sorted(row["comment"] for row in rows if COMMENT in (row["comment"] or ""))

    def sync(self) -> None:
        """Sync until nothing waits; after a failure that takes several attempts."""
        deadline = time.monotonic() + PATIENCE_S
        while (done := self("sync", "--wait", "60", "--json")).code:
            assert done.code == 6, done
            assert time.monotonic() < deadline, "changes still wait"


def main_job(person: Person) -> str:
    """A day: start, switch, stop, add, edit, delete, undo; every letter arrives, once."""
    person.json("start", person.query, "-c", f"{COMMENT} timer")
    assert person.json("status")["running"]["comment"] == f"{COMMENT} timer"
    person.json("stop")
    added = person.json("add", person.query, "1:30", "-c", f"{COMMENT} added")["id"]
    person.json("edit", str(added), "-c", f"{COMMENT} edited")
    person.json("delete", str(added))
    assert person.json("undo")["undone"] == "delete"
    person.sync()
    assert person.comments() == [f"{COMMENT} edited", f"{COMMENT} timer"], person.comments()
    listed = person("today").output
    assert f"{COMMENT} edited" in listed, listed
    assert f"{COMMENT} edited" in person("week", "--csv").output
    return "2 entries arrived once, with every letter"


def cut_replies(person: Person) -> str:
    """Creates whose reply is lost, reset or cut are looked for before they are sent again."""
    kinds = ("drop_after", "reset", "truncate", "drop_before")
    for kind in kinds:
        person.box.faults.add(kind, method="POST", path="timeEntries")
        person("add", person.query, "0:15", "-c", f"{COMMENT} {kind}")
    person.sync()
    assert person.comments() == sorted(f"{COMMENT} {kind}" for kind in kinds), person.comments()
    return f"{len(kinds)} replies were lost or cut; nothing lost, nothing doubled"


def burst(person: Person) -> str:
    """Many changes in a row stay within the limit of the service."""
    for number in range(12):
        assert person("add", person.query, "0:01", "-c", f"{COMMENT} {number:02}").code == 0
    person.sync()
    assert person.comments() == [f"{COMMENT} {number:02}" for number in range(12)]
    blocked = sum(arrival["status"] == 503 for arrival in person.box.arrivals)
    assert blocked == 0, f"{blocked} calls were blocked"
    return "12 entries arrived once, 0 x 503"


def kill(person: Person) -> str:
    """A process that is killed while its create is on the way; the next one sorts it out."""
    for number, kind in enumerate(("delay", "drop_after")):
        person.box.faults.add("delay", method="POST", path="timeEntries", seconds=3.0)
        if kind == "drop_after":
            person.box.faults.add(kind, method="POST", path="timeEntries")
        before = _posts(person.box)
        process = person.start("add", person.query, "0:20", "-c", f"{COMMENT} killed {number}")
        _wait(lambda before=before: _posts(person.box) > before)  # type: ignore[misc]
        person.end(process)
    person.sync()
    assert person.comments() == [f"{COMMENT} killed 0", f"{COMMENT} killed 1"], person.comments()
    return "2 processes were killed while they sent; nothing lost, nothing doubled"


SCENARIOS: dict[str, Callable[[Person], str]] = {
    "main job": main_job,
    "cut replies": cut_replies,
    "burst": burst,
    "kill and restart": kill,
}


def run_all(wine: Wine, *program: str | Path) -> Iterator[str]:
    """Run every scenario with a CoffeeCup and a home of its own; yield what each saw."""
    for name, scenario in SCENARIOS.items():
        with Sandbox(port=0, seed=1) as box:
            yield f"{name}: {scenario(Person(wine, program, box, name.replace(' ', '-')))}"


def _posts(box: Sandbox) -> int:
    return sum(arrival["method"] == "POST" and "timeEntries" in arrival["path"] for arrival in box.arrivals)


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "nothing arrived"
        time.sleep(0.02)
