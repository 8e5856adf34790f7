"""Idle times from each desktop, and the thread that watches them."""

from __future__ import annotations

import inspect
import queue
import shutil
import socket
import sys
from typing import TYPE_CHECKING

import pytest

from demitasse.desktop.idle import open_source
from demitasse.desktop.idle.monitor import IdleMonitor, Presence
from demitasse.desktop.idle.polled import seconds_since
from tests.deadlines import PATIENCE_S
from tests.desktop_session import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop_session import DesktopSession

if sys.platform != "linux" or not shutil.which("dbus-daemon"):
    pytest.skip("Linux, with a bus", allow_module_level=True)

from tests.desktop_services import Bus, BusService, Compositor

_MUTTER = "org.gnome.Mutter.IdleMonitor"


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    """A session bus without services."""
    with Bus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus


@pytest.fixture
def compositor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Compositor]:
    """A Wayland desktop with idle notifications."""
    monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "wayland-7"))
    with Compositor(tmp_path / "wayland-7") as compositor:
        yield compositor


@pytest.mark.parametrize(
    ("offers", "has_source"),
    [
        (("wl_seat", "ext_idle_notifier_v1"), True),
        (("wl_seat", "org_kde_kwin_idle"), True),
        (("org_kde_kwin_idle", "wl_seat", "ext_idle_notifier_v1"), True),
        (("wl_seat", "wl_output"), False),
        (("org_kde_kwin_idle",), False),
    ],
)
def test_each_protocol_of_wayland_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offers: tuple[str, ...], has_source: bool
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "wayland-8"))
    with Compositor(tmp_path / "wayland-8", offers) as compositor:
        source = open_source(300)
        assert (source is not None) is has_source
        if source is None:
            return
        assert compositor.noted.wait(PATIENCE_S)
        assert (compositor.timeout_ms, compositor.seat) == (300_000, 4)
        compositor.idled()
        wait_until(lambda: source.idle_s() >= 300, "the pause")
        compositor.resumed()
        wait_until(lambda: source.idle_s() == 0.0, "the end of it")
        source.close()


def watched(after_s: float, poll_s: float = 60.0) -> tuple[IdleMonitor, queue.Queue[Presence]]:
    reports: queue.Queue[Presence] = queue.Queue()
    watch = IdleMonitor(after_s, reports.put, poll_s)
    watch.start()
    return watch, reports


def test_without_a_source_there_is_none() -> None:
    assert open_source(300) is None


@pytest.mark.desktop
def test_x11_counts_since_the_last_key(desktop: DesktopSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", desktop.env["DISPLAY"])
    source = open_source(300)
    assert source is not None
    wait_until(lambda: source.idle_s() > 0.3, "a pause")
    assert source.fileno() == -1, "it is no pause of five minutes"
    desktop.keys("a")
    wait_until(lambda: source.idle_s() < 0.3, "a key")
    source.close()


@pytest.mark.desktop
@pytest.mark.parametrize("touch", ["key", "pointer"])
def test_x11_reports_a_return_at_once(desktop: DesktopSession, monkeypatch: pytest.MonkeyPatch, touch: str) -> None:
    monkeypatch.setenv("DISPLAY", desktop.env["DISPLAY"])
    source = open_source(300)
    assert source is not None
    wait_until(lambda: source.idle_s() > 0.5, "a pause")
    source.close()
    watch, reports = watched(0.5)  # the next look is a minute later
    assert reports.get(timeout=PATIENCE_S).away
    if touch == "key":
        desktop.keys("a")
    else:
        desktop.click(40, 50)
    assert reports.get(timeout=PATIENCE_S) == Presence(away=False, ago_s=0.0)
    watch.stop()


def test_gnome_is_polled_on_the_bus(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "not-there")
    with BusService(bus.address, _MUTTER, {"GetIdletime": lambda: ("t", (13_834,))}):
        source = open_source(300)
        assert source is not None
        assert source.idle_s() == pytest.approx(13.834)
        source.close()
    assert open_source(300) is None, "it has gone"


def test_a_compositor_sends_events(compositor: Compositor) -> None:
    source = open_source(300)
    assert source is not None
    assert compositor.noted.wait(PATIENCE_S)
    assert compositor.timeout_ms == 300_000
    assert source.idle_s() == 0.0
    compositor.idled()
    wait_until(lambda: source.idle_s() >= 300, "the pause")
    compositor.resumed()
    wait_until(lambda: source.idle_s() == 0.0, "the end of it")
    compositor.vanish()
    with pytest.raises(OSError, match="closed"):
        wait_until(lambda: source.idle_s() < 0, "an end")
    source.close()


def test_a_compositor_without_idle_notifications_is_no_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "w")
    with Compositor(tmp_path / "w", ("wl_seat",)):
        assert open_source(300) is None


def test_a_server_without_wayland_is_no_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "w"))
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "w"))
        silent.listen()
        assert open_source(300) is None, "it does not answer within a second"


def test_the_monitor_reports_leaving_and_returning(compositor: Compositor) -> None:
    watch, reports = watched(300)
    assert compositor.noted.wait(PATIENCE_S)
    compositor.idled()
    left = reports.get(timeout=PATIENCE_S)
    assert left.away
    assert 300 <= left.ago_s < 310
    compositor.resumed()
    assert reports.get(timeout=PATIENCE_S) == Presence(away=False, ago_s=0.0)
    watch.stop()
    assert reports.empty()


def test_a_present_user_is_polled_when_they_may_be_away(bus: Bus) -> None:
    idle_ms = [0]
    with BusService(bus.address, _MUTTER, {"GetIdletime": lambda: ("t", (idle_ms[0],))}) as mutter:
        watch, reports = watched(1.2, poll_s=0.01)
        wait_until(lambda: mutter.calls, "a question")
        idle_ms[0] = 1_200
        assert reports.get(timeout=PATIENCE_S) == Presence(away=True, ago_s=1.2)
        assert len(mutter.calls) < 5, "a hundred otherwise"
        watch.stop()


def test_a_desktop_without_events_is_polled_again(bus: Bus) -> None:
    idle_ms = [400_000]
    with BusService(bus.address, _MUTTER, {"GetIdletime": lambda: ("t", (idle_ms[0],))}) as mutter:
        watch, reports = watched(300, poll_s=0.01)
        assert reports.get(timeout=PATIENCE_S) == Presence(away=True, ago_s=400.0)
        asked = len(mutter.calls)
        wait_until(lambda: len(mutter.calls) > asked + 3, "more questions")
        assert reports.empty(), "nothing has changed"
        idle_ms[0] = 5
        assert reports.get(timeout=PATIENCE_S) == Presence(away=False, ago_s=0.01), "since the look before at the most"
        watch.stop()


def test_gnome_reports_a_return_at_once(bus: Bus) -> None:
    idle_ms = [400_000]
    answers = {"GetIdletime": lambda: ("t", (idle_ms[0],)), "AddUserActiveWatch": lambda: ("u", (1,))}
    with BusService(bus.address, _MUTTER, answers) as mutter:
        watch, reports = watched(300)
        assert reports.get(timeout=PATIENCE_S) == Presence(away=True, ago_s=400.0)
        idle_ms[0] = 5
        mutter.tell_last_caller("/org/gnome/Mutter/IdleMonitor/Core", _MUTTER, "WatchFired", "u", (1,))
        assert reports.get(timeout=PATIENCE_S) == Presence(away=False, ago_s=0.0)
        watch.stop()


def test_a_desktop_that_fails_counts_as_present(compositor: Compositor) -> None:
    watch, reports = watched(300)
    assert compositor.noted.wait(PATIENCE_S)
    compositor.idled()
    assert reports.get(timeout=PATIENCE_S).away
    compositor.vanish()
    assert not reports.get(timeout=PATIENCE_S).away
    watch.stop()


def test_a_desktop_with_events_is_polled_once_a_minute_at_most() -> None:
    assert inspect.signature(IdleMonitor).parameters["poll_s"].default >= 60


def test_a_monitor_without_a_source_can_be_stopped() -> None:
    watch, reports = watched(300)
    watch.stop()
    watch._thread.join(PATIENCE_S)
    assert not watch._thread.is_alive()
    assert reports.empty()


@pytest.mark.parametrize(
    ("now", "tick", "seconds"), [(10_000, 4_000, 6.0), (2**32 + 500, 2**32 - 500, 1.0), (5 * 2**32, 0, 0.0)]
)
def test_the_windows_tick_wraps_around(now: int, tick: int, seconds: float) -> None:
    assert seconds_since(now, tick) == seconds
