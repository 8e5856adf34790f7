"""Kill a program that tracks time again and again, and count what arrives at the server."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from tests.boot.killed_program import ServerClock
from tests.conftest import ROOT
from tests.deadlines import PATIENCE_S
from tests.e2e.coffeecup import CoffeeCup

if TYPE_CHECKING:
    from pathlib import Path

ANSWER_S = PATIENCE_S
SLOW_S = 2.0


class KilledProcesses:
    """Processes that are killed one after the other, with one home and one server, itself a process."""

    def __init__(self, folder: Path) -> None:
        self._environment = os.environ | {
            "DEMITASSE_HOME": str(folder / "home"),
            "PYTHONPATH": os.pathsep.join((str(ROOT / "app"), str(ROOT))),
        }
        self._server = CoffeeCup(folder / "server")
        self._wanted: dict[str, int] = {}
        self._open_tries: list[dict[str, int]] = []
        self._buffer = b""
        self.slow_starts = self.signed_out = self.saved = 0

    def __enter__(self) -> Self:
        self._server.plug_in()
        self._sign_in()
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.boot.killed_program"], env=self._environment, cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.close()
        self._program.wait(ANSWER_S)
        self._program.stdout.close()
        self._server.unplug()

    def run(
        self, do: str, seed: int, boundary: int = -1, kill_after_s: float | None = None, *, opened: bool = False
    ) -> dict[str, Any]:
        """Run a process and return its messages. It is killed some time after its start, or after it `opened`."""
        self._tell({"do": do, "seed": seed, "boundary": boundary, "url": self._server.url})
        said: dict[str, Any] = {}
        born, pid = time.monotonic(), 0
        since = born if not opened else float("inf")
        trying: dict[str, int] | None = None
        while "gone" not in said:
            if pid and kill_after_s is not None and not self._next_message(since + kill_after_s - time.monotonic()):
                os.kill(pid, signal.SIGKILL)
                kill_after_s = None
            line = self._message()
            pid = line.get("pid", pid)
            if "open" in line:
                since = time.monotonic() if opened else born
                self.slow_starts += time.monotonic() - born > SLOW_S
            if "saved" in line and trying is not None:
                self._wanted |= trying
                self.saved += 1
                trying = None
            trying = line.get("try", trying)
            said |= line
        if trying:
            self._open_tries.append(trying)
        return said

    def command(self, words: tuple[str, ...], kill_after_s: float) -> None:
        """Run a command that ends with a comment; kill it if it takes longer."""
        command = [sys.executable, "-m", "demitasse", *words]
        program = subprocess.Popen(command, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            said, _ = program.communicate(timeout=kill_after_s)
        except subprocess.TimeoutExpired:
            program.kill()
            said, _ = program.communicate()
        if said:
            self._wanted[words[-1]] = 1
        else:
            self._open_tries.append({words[-1]: 1})

    def wrong(self) -> str:
        """Return what is lost or doubled on the server once all is sent; empty if nothing."""
        ended = self.run("settle", 0)
        if ended.get("state") == "signed_out":  # killed while tokens were renewed: that costs a sign-in, nothing else
            self.signed_out += 1
            self._sign_in()
            ended = self.run("settle", 0)
        ServerClock(self._server.url).pause(900)  # no backoff is in force any more
        found = Counter(row["comment"] for row in self._server.all_entries() if row["comment"].startswith("run"))
        wanted = dict(self._wanted)
        for tried in self._open_tries:  # killed before it could say so, it may have been saved
            if all(found[words] == number for words, number in tried.items()):
                wanted |= tried
        off = {words: (number, found[words]) for words, number in wanted.items() if found[words] != number}
        off |= {words: (0, number) for words, number in found.items() if words not in wanted}
        waiting = {name: ended.get(name) for name in ("pending", "review", "rejected") if ended.get(name) != 0}
        return f"wanted and found: {off}; {waiting}" if off or waiting else ""

    def _sign_in(self) -> None:
        words = ("login", "--server", self._server.url, "--email", self._server.email)
        subprocess.run(
            [sys.executable, "-m", "demitasse", *words, "--company", self._server.company, "--password-stdin",
             "--token-store", "file"],
            input=f"{self._server.password}\n", env=self._environment, text=True, check=True, capture_output=True,
        )  # fmt: skip

    def _tell(self, order: dict[str, Any]) -> None:
        assert self._program.stdin
        self._program.stdin.write(json.dumps(order).encode() + b"\n")
        self._program.stdin.flush()
        self._buffer = b""

    def _next_message(self, within_s: float) -> bool:
        if b"\n" in self._buffer:
            return True
        assert self._program.stdout
        return bool(select.select([self._program.stdout], [], [], min(ANSWER_S, max(0.0, within_s)))[0])

    def _message(self) -> dict[str, Any]:
        assert self._program.stdout
        while b"\n" not in self._buffer:
            assert select.select([self._program.stdout], [], [], ANSWER_S)[0], "no message came"
            more = os.read(self._program.stdout.fileno(), 65536)
            assert more, "the program that forks the processes has ended"
            self._buffer += more
        line, _, self._buffer = self._buffer.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message
