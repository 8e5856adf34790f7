"""Looking at days that the regular look does not reach."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from demitasse.store import settings
from demitasse.sync.engine import Result

if TYPE_CHECKING:
    from demitasse.sandbox import Sandbox
    from tests.sync.device import Device

WINTER = date(2026, 1, 5)


def test_a_day_is_known_once_coffeecup_told_about_it(device: Device) -> None:
    today = device.sheets.today()
    assert device.sheets.day(today - timedelta(days=30)).known, "the first look reaches so far back"
    assert [day.known for day in device.sheets.days(WINTER, WINTER + timedelta(days=1))] == [False, False]
    device.engine.look_at(WINTER, WINTER)
    assert [day.known for day in device.sheets.days(WINTER, WINTER + timedelta(days=1))] == [True, False]


def test_a_span_costs_one_call(device: Device, box: Sandbox) -> None:
    device.engine.look_at(WINTER, WINTER + timedelta(days=41))
    assert len(box.arrivals) == 1
    assert all(day.known for day in device.sheets.days(WINTER, WINTER + timedelta(days=41)))


def test_without_a_connection_a_look_is_remembered_as_such_and_tells_nobody(device: Device, box: Sandbox) -> None:
    box.stop()
    device.engine.look_at(WINTER, WINTER)
    assert not device.sheets.day(WINTER).known
    assert device.store.settings.get(settings.OFFLINE_SINCE)


def test_a_cycle_that_asks_nobody_does_not_end_being_offline(device: Device, box: Sandbox) -> None:
    box.stop()
    device.engine.look_at(WINTER, WINTER)
    assert device.run().result is Result.OFFLINE, "nothing waits and the last look is fresh, so only asking tells"
    assert device.store.settings.get(settings.OFFLINE_SINCE)
    box.start()
    device.clock.advance(400)
    assert device.run().result is Result.DONE
    assert not device.store.settings.get(settings.OFFLINE_SINCE)
