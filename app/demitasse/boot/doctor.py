"""Try each part for real, all at once on threads of their own, and return within `WITHIN_S`.

A part that does not answer in time counts as broken. What is asked of the running tray app is asked over IPC.
"""

import importlib.util
import logging
import platform
import queue
import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import partial
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from demitasse import __version__
from demitasse.api.throttle import CAPS, DAY_CALLS, CallKind
from demitasse.boot.profile import open_profile, store_of
from demitasse.boot.worker import WorkerClock
from demitasse.desktop import diagnosis
from demitasse.desktop.ipc_client import ask, ipc_address
from demitasse.domain import settings as options
from demitasse.domain.doctor import CHECKS, Finding, Found
from demitasse.domain.errors import Fault, LocalFault
from demitasse.domain.wall_time import same_clock
from demitasse.store import settings
from demitasse.store.database import Database
from demitasse.store.throttle import CallLog
from demitasse.support.paths import Paths, paths, resource

log = logging.getLogger(__name__)

WITHIN_S = 2.6
"""Seconds after which `examine` returns."""
_FACTS_S = 0.8
"""Seconds of these for what the checks need to know."""
_CLOCK_MS = 5000
"""A clock that is more wrong than this dates entries wrongly."""
_LOW_BYTES = 100 * 2**20
_PARTS = ("icons/demitasse.svg", "icons/tray.png", "translations/demitasse_de.qm")
_MODULES = ("PySide6", "requests", "keyring")

_NEEDS = {
    options.MENU_BAR_TIME.name: lambda: Finding("", Found.INSTALLED if sys.platform == "darwin" else Found.ONLY_MACOS),
    **dict.fromkeys((options.ASK_AWAY.name, options.AWAY_S.name), diagnosis.idle),
    **dict.fromkeys(
        (options.REMIND_NO_TIMER.name, options.WARN_LONG.name, options.REMIND_END.name), diagnosis.notifications
    ),
}
"""What a setting needs of the desktop."""
_OBSTACLES = {Found.IDLE_UNKNOWN, Found.NOTES_NONE, Found.ONLY_MACOS}

T = TypeVar("T")


class _Facts(NamedTuple):
    """What the checks need to know about the profile."""

    places: Paths
    server: str = ""
    company: str = ""
    zone: str = ""
    """The name of the account's zone, if its days and times are in that."""
    fault: LocalFault | None = None
    """Why the database cannot be opened."""


def examine(profile: str, within_s: float = WITHIN_S) -> tuple[Finding, ...]:
    """Return a finding for each of `CHECKS`, in that order. Raises BadInput, and LocalFault without a data folder.

    Blocks for up to `within_s`. May be called on any thread.
    """
    places, clock = paths(profile), WorkerClock()
    facts_s = within_s * _FACTS_S / WITHIN_S
    first: dict[str, Callable[[], Any]] = {
        "facts": partial(_facts, places, clock),
        "report": partial(ask, ipc_address(places)),
    }
    known = _run(first, facts_s)
    facts: _Facts = known.get("facts") or _Facts(places)
    report: dict[str, Any] = known.get("report") or {}
    jobs: dict[str, Callable[[], Iterable[Finding]]] = {
        **_desktop_checks(places, report, within_s - facts_s),
        "zone": lambda: [_zone(facts, clock)],
        "disk": lambda: [_disk(places)],
        "server": lambda: _server_and_clock(facts, clock),
        "throttle": lambda: [_throttle(facts, clock)],
        "installation": lambda: [_installation(report)],
    }
    if "facts" in known:
        jobs["database"] = lambda: [_database(facts)]
    done = _run({name: partial(_guarded, name, job) for name, job in jobs.items()}, within_s - facts_s)
    clock.stop()  # a check that waits for CoffeeCup's throttle gives up
    found = {finding.check: finding for findings in done.values() for finding in findings}
    return tuple(found.get(name) or Finding(name, Found.TOO_SLOW) for name in CHECKS)


def obstacles(names: Iterable[str]) -> dict[str, Finding]:
    """Return why settings of these names have no effect on this computer. Blocks for up to two seconds."""
    checks: dict[str, Callable[[], Finding]] = {name: _NEEDS[name] for name in names if name in _NEEDS}
    found = {check: check() for check in set(checks.values())}
    return {name: found[check] for name, check in checks.items() if found[check].code in _OBSTACLES}


def _desktop_checks(
    places: Paths, report: Mapping[str, Any], within_s: float
) -> dict[str, Callable[[], Iterable[Finding]]]:
    checks: dict[str, Callable[[], Finding]] = {
        "tray": partial(diagnosis.tray, report),
        "clicks": partial(diagnosis.clicks, report),
        "placement": partial(diagnosis.placement, report),
        "notifications": diagnosis.notifications,
        "keyring": partial(diagnosis.system_keyring, within_s),
        "login": partial(diagnosis.start_at_login, places.profile),
        "idle": diagnosis.idle,
        "sleep": diagnosis.sleep,
        "shortcuts": partial(diagnosis.shortcuts, report),
    }
    return {name: lambda check=check: [check()] for name, check in checks.items()}  # type: ignore[misc]


def _run(jobs: Mapping[str, Callable[[], T]], within_s: float) -> dict[str, T]:
    """Run all jobs at once, and return the results of those that have ended within `within_s`."""
    results: queue.SimpleQueue[tuple[str, T]] = queue.SimpleQueue()
    for name, job in jobs.items():
        run = lambda name=name, job=job: results.put((name, job()))  # noqa: E731
        threading.Thread(target=run, name=f"demitasse-check-{name}", daemon=True).start()
    clock = WorkerClock()
    end_s, done = clock.now().boot_s + within_s, dict[str, T]()
    while len(done) < len(jobs) and (left_s := end_s - clock.now().boot_s) > 0:
        try:
            name, result = results.get(timeout=left_s)
        except queue.Empty:
            break
        done[name] = result
    return done


def _guarded(name: str, check: Callable[[], Iterable[Finding]]) -> Iterable[Finding]:
    """Return the findings of a check; a fault of the world is one, and so is a bug, which is logged."""
    try:
        return list(check())
    except Fault as fault:
        return [Finding(name, fault.code, fault.params)]
    except Exception as error:  # one check must not keep the others from being shown
        log.exception("a bug in the check %s", name)
        return [Finding(name, Found.BUG, {"kind": type(error).__name__})]


def _facts(places: Paths, clock: WorkerClock) -> _Facts:
    try:
        with closing(open_profile(places.profile, clock=clock)) as profile:
            store = store_of(profile)
            get = store.settings.get
            return _Facts(places, get(settings.SERVER), get(settings.COMPANY), store.zone_name())
    except LocalFault as fault:
        return _Facts(places, fault=fault)


def _zone(facts: _Facts, clock: WorkerClock) -> Finding:
    used, here = clock.zone(facts.zone), clock.zone()
    if facts.zone and str(used) != facts.zone:
        return Finding("zone", Found.ZONE_NOT_HERE, {"zone": facts.zone})
    if str(used) == str(here) or same_clock(used, here, clock.now().wall):
        return Finding("zone", Found.ZONE_SAME, {"zone": str(used)})
    return Finding("zone", Found.ZONE_DIFFERS, {"zone": str(used), "computer": str(here)})


def _disk(places: Paths) -> Finding:
    free = shutil.disk_usage(places.data).free
    size = sum(file.stat().st_size for file in places.data.glob(f"{places.database.name}*"))
    code = Found.DISK_LOW if free < _LOW_BYTES else Found.DISK_ROOMY
    return Finding("disk", code, {"free_bytes": free, "size_bytes": size})


def _database(facts: _Facts) -> Finding:
    """Check every page and that the file can be written. Raises LocalFault."""
    if facts.fault is not None:
        raise facts.fault
    with closing(Database(facts.places.database)) as database:
        database.check()
        return Finding("database", Found.DATABASE_SOUND, {"entries": database.rows("SELECT COUNT(*) FROM entry")[0][0]})


def _server_and_clock(facts: _Facts, clock: WorkerClock) -> Iterable[Finding]:
    """Ask CoffeeCup, and compare its clock with this computer's."""
    zone = facts.zone or str(clock.zone())
    unchecked = Finding("clock", Found.CLOCK_UNCHECKED, {"zone": zone})
    if not facts.server:
        return [unchecked, Finding("server", Found.SERVER_UNSET)]
    from demitasse.boot.api_session import ask_server  # noqa: PLC0415 - brings requests

    try:
        checked = ask_server(facts.places, facts.server, facts.company, clock)
    except Fault as fault:
        return [unchecked, Finding("server", fault.code, fault.params)]
    host = urlsplit(facts.server).hostname or ""
    answered = Finding("server", Found.SERVER_ANSWERED, {"host": host, "took_ms": checked.took_ms})
    if checked.offset_ms is None:
        return [unchecked, answered]
    code = Found.CLOCK_RIGHT if abs(checked.offset_ms) <= _CLOCK_MS else Found.CLOCK_WRONG
    return [Finding("clock", code, {"offset_ms": abs(checked.offset_ms), "zone": zone}), answered]


def _throttle(facts: _Facts, clock: WorkerClock) -> Finding:
    now, path = clock.now(), facts.places.call_log(facts.server, facts.company)
    if not path.exists():
        return Finding("throttle", Found.BUDGET_FREE, {"used": 0, "limit": CAPS[CallKind.AUTH], "today": 0})
    with closing(CallLog(path)) as calls:
        today, until = sum(calls.calls_today(now).values()), calls.backoff_until(now)
        if until is not None:
            return Finding("throttle", Found.BUDGET_PAUSED, {"until": until})
        if today >= DAY_CALLS:
            return Finding("throttle", Found.BUDGET_SPENT, {"today": today})
        params = {"used": calls.in_use(now), "limit": CAPS[CallKind.AUTH], "today": today}
        return Finding("throttle", Found.BUDGET_FREE, params)


def _installation(report: Mapping[str, Any]) -> Finding:
    """Look for the parts of the installation, and whether the tray app that runs is of this version."""
    missing = [part for part in _PARTS if not resource(part).exists()]
    missing += [module for module in _MODULES if importlib.util.find_spec(module) is None]
    if missing:
        return Finding("installation", Found.INSTALLED_PARTLY, {"part": missing[0]})
    running = str(report.get("version", __version__))
    if running != __version__:
        return Finding("installation", Found.INSTALLED_OTHER_RUNS, {"version": __version__, "running": running})
    return Finding("installation", Found.INSTALLED, {"version": __version__, "python": platform.python_version()})


def system_description() -> str:
    """Return what the diagnostics say about the operating system, without the name of the computer."""
    return f"{platform.platform()}, frozen" if getattr(sys, "frozen", False) else platform.platform()
