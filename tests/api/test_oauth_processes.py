"""One session in several processes: one refresh for all of them, and a crash at any moment of it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coffeecup_sandbox import Sandbox
from demitasse.api import oauth
from demitasse.api.throttle import Throttle
from demitasse.desktop.token_stores import FileStore
from demitasse.store.throttle import CallLog
from demitasse.support.clock import SystemClock
from demitasse.support.secret import Secret
from tests.deadlines import PATIENCE_S
from tests.long.runs import CaseResult

if TYPE_CHECKING:
    from collections.abc import Iterable

TOKEN = "/oauth2/token"
PROCESSES, STEP = 5, 12
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="forks")
_SETUP = """
import json, os, signal, sys
from pathlib import Path
from demitasse.api import endpoints, oauth
from demitasse.api.client import ApiClient
from demitasse.api.oauth import TokenHolder, parse_pair
from demitasse.api.throttle import Throttle
from demitasse.desktop.token_stores import FileStore
from demitasse.domain.errors import NotSignedIn
from demitasse.support.clock import SystemClock
from demitasse.support.locks import FileLock
from demitasse.support.secret import Secret

home, url, company = Path(sys.argv[1]), *sys.argv[2:4]
clock = SystemClock()

class Log:  # the throttle has tests of its own
    def admit(self, *_, **__): return 1, 0.0
    def finish(self, *_, **__): pass
    def backoff_until(self, *_): pass
    def half_open(self, *_): return False
    def calls_today(self, *_): return {}

throttle, store = Throttle(Log(), clock), FileStore(home / "tokens.json")
def holder():
    return TokenHolder(store, FileLock(home / "tokens.lock"), url, company, throttle, clock)
def sign_in(email, password):
    store.save(oauth.sign_in(url, company, email, Secret(password), throttle, clock))
"""
RENEWER = (
    _SETUP
    + """
mine = holder()
stale = mine.access()
for _ in range(int(sys.argv[4])):
    print("ready", flush=True)
    sys.stdin.readline()
    stale = mine.renew(stale)
    print(stale.reveal(), flush=True)
"""
)
CRASHER = (
    _SETUP
    + """
email, password = sys.stdin.readline().split()
rooms = ("api/oauth.py", "api/transport.py", "desktop/token_stores.py", "support/locks.py")
left = 0

def line(frame, event, arg):
    global left
    left -= event == "line"
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return line

def call(frame, event, arg):
    return line if frame.f_code.co_filename.endswith(rooms) else None

def renew_and_die(point):
    global left
    left = point
    mine, stale = holder(), parse_pair(store.load()).access
    sys.settrace(call)
    mine.renew(stale)
    sys.settrace(None)

def attempt():  # another process, after the access token has expired
    mine = holder()
    client = ApiClient(url, mine, throttle, clock)
    try:
        mine.renew(mine.access())
        endpoints.me(client)
        return "works"
    except NotSignedIn:
        return "signed out"
    finally:
        client.close()

while point := int(sys.stdin.readline() or 0):
    sign_in(email, password)
    before = parse_pair(store.load())
    if (child := os.fork()) == 0:
        renew_and_die(point)
        os._exit(0)
    survived = os.waitpid(child, 0)[1] == 0
    whole = parse_pair(store.load()) is not None
    changed = whole and parse_pair(store.load()).access != before.access
    print(json.dumps([survived, whole, changed, attempt(), attempt()]), flush=True)
"""
)


def _start(script: str, folder: Path, sandbox: Sandbox, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, str(folder), sandbox.url, sandbox.company, *more]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _tell(process: subprocess.Popen[str], line: object) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def _hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _sign_in(sandbox: Sandbox, folder: Path) -> None:
    log, clock, person = CallLog(folder / "calls.db"), SystemClock(), sandbox.users[0]
    secret = Secret(person["password"])
    text = oauth.sign_in(sandbox.url, sandbox.company, person["email"], secret, Throttle(log, clock), clock)
    FileStore(folder / "tokens.json").save(text)
    log.close()


def _refreshes(sandbox: Sandbox) -> list[int]:
    return [call["status"] for call in sandbox.arrivals if call["path"] == TOKEN]


def raced(sandbox: Sandbox, folder: Path, processes: int, expiries: int) -> str:
    """Some processes whose tokens expire at the same moment, again and again; what went wrong."""
    sandbox.quirks.set("refresh_grace_s", "0")
    _sign_in(sandbox, folder)
    sandbox.arrivals.clear()
    renewers = [_start(RENEWER, folder, sandbox, str(expiries)) for _ in range(processes)]
    wrong = ""
    for _ in range(expiries):
        ready = [_hear(one) for one in renewers]
        for one in renewers:
            _tell(one, "go")
        tokens = {_hear(one) for one in renewers}
        if ready != ["ready"] * processes or len(tokens) != 1 or "" in tokens:
            wrong = wrong or f"{len(tokens)} tokens, {ready}"
            break
    for one in renewers:
        one.communicate(timeout=PATIENCE_S)
    refreshes = _refreshes(sandbox)
    return wrong or ("" if refreshes == [200] * expiries else f"{refreshes} for {expiries} expiries")


def crashed(sandbox: Sandbox, folder: Path, points: Iterable[int]) -> tuple[str, Counter[str]]:
    """Kill a process at these lines of a renewal until it survives one; return what went wrong, and the outcomes."""
    strict = sandbox.quirks["refresh_grace_s"] == "0"
    sandbox.quirks.set("throttle_max", "0")
    person, outcomes = sandbox.users[0], Counter[str]()
    with _start(CRASHER, folder, sandbox) as crasher:
        _tell(crasher, f"{person['email']} {person['password']}")
        for point in points:
            sandbox.arrivals.clear()
            _tell(crasher, point)
            survived, whole, changed, first, second = json.loads(_hear(crasher))
            asked = len(_refreshes(sandbox)) - 1  # one was the sign-in
            fine = whole and first == second and (first == "works" or (strict and not changed and not survived))
            if not fine or asked > 3:
                return f"line {point}: {whole=} {changed=} {first=} {second=} {asked=}", outcomes
            outcomes["crashes"] += not survived
            outcomes[first] += 1
            if survived:
                break
        _tell(crasher, 0)
    return "", outcomes


def run_case(seed: int) -> CaseResult:
    """One race of 2 to 8 processes, and a crash at some lines."""
    dice = random.Random(seed)  # noqa: S311 - repeatable
    with tempfile.TemporaryDirectory() as name, Sandbox(seed=1) as sandbox:
        wrong = raced(sandbox, Path(name), dice.randint(2, 8), 5)
        sandbox.quirks.set("refresh_grace_s", dice.choice(("0", "60")))
        wrong_after_crash, outcomes = crashed(
            sandbox, Path(name), range(dice.randint(1, 10), 10_000, dice.randint(5, 15))
        )
    return CaseResult(wrong or wrong_after_crash, {"races": 5, "crashes": outcomes["crashes"]}, outcomes)


def test_one_refresh_for_all(sandbox: Sandbox, tmp_path: Path) -> None:
    assert raced(sandbox, tmp_path, PROCESSES, 4) == ""


@POSIX
@pytest.mark.parametrize("grace_s", ["0", "60"])
def test_a_crash_costs_at_most_one_sign_in(sandbox: Sandbox, tmp_path: Path, seed: int, grace_s: str) -> None:
    sandbox.quirks.set("refresh_grace_s", grace_s)
    wrong, outcomes = crashed(sandbox, tmp_path, range(1 + seed % STEP, 10_000, STEP))
    assert wrong == ""
    assert outcomes["crashes"] > 10
    assert outcomes["works"]
    assert bool(outcomes["signed out"]) == (grace_s == "0"), "strict rotation may lose the new pair, nothing else"
