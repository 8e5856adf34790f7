"""Settings that are changed elsewhere are followed at once: in a terminal, a second process, or CoffeeCup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QApplication

from demitasse.boot.profile import Profile
from demitasse.domain import settings
from demitasse.domain.ports import EventKind, SyncEvent
from demitasse.domain.user import Formats
from demitasse.store.settings import USER
from demitasse.ui.app import preferences
from demitasse.ui.app.popover_controller import PopoverController
from demitasse.ui.app.services import Services
from demitasse.ui.pages.destinations import AddEntry, Day, Keys, Settings, Week
from demitasse.ui.text import formats
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.switches import Switch
from tests.ui.stage import TODAY
from tests.ui.test_pages_settings import _other_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demitasse.ui.pages.settings import SettingsPage
    from tests.ui.stage import Stage


@pytest.fixture(autouse=True)
def _as_before(app: QApplication) -> Iterator[None]:
    yield
    formats.use(Formats())
    preferences.set_language(QLocale("en_GB"))
    theme.apply(app, "light")


@pytest.mark.parametrize("name", [one.name for one in settings.USER_SETTINGS if not one.pattern])
def test_the_open_page_follows_another_process(stage: Stage, name: str) -> None:
    """Settings of a terminal, of a second process, or that come from CoffeeCup."""
    services = Services("default", parent := QObject())
    controller = PopoverController(services, parent)
    controller.open(None)
    controller.popover.open(Settings())
    setting: Any = next(one for one in settings.USER_SETTINGS if one.name == name)
    other = Profile("default", stage.clock)
    other.settings.put(setting, _other_value(setting))
    other.close()
    controller.handle(SyncEvent(EventKind.CHANGED))
    page = cast("SettingsPage", controller.popover.page)
    control = page.controls.get(name)
    if isinstance(control, Switch):
        assert control.isChecked() is _other_value(setting)
    elif control is not None:
        wanted = {"ask_away": False, "warn_long": False}.get(name, _other_value(setting))
        assert control.value == wanted
    controller.close()
    services.close()


@pytest.mark.parametrize("destination", [Day(), Week(TODAY), Keys()])
def test_formats_of_coffeecup_are_followed_at_once(stage: Stage, destination: Any) -> None:
    services = Services("default", parent := QObject())
    controller = PopoverController(services, parent)
    controller.open(None)
    controller.popover.open(destination)
    before = controller.popover
    controller.handle(SyncEvent(EventKind.CHANGED))
    assert controller.popover is before, "nothing has changed"
    with stage.store.transaction():
        stage.store.settings.put(USER, stage.store.settings.get(USER) | {"time_format": "hh:mma"})
    controller.handle(SyncEvent(EventKind.CHANGED))
    assert controller.popover is not before
    assert type(controller.popover.navigator.destination) is type(destination)
    controller.close()
    services.close()


def test_a_form_is_followed_when_it_is_left(stage: Stage) -> None:
    services = Services("default", parent := QObject())
    controller = PopoverController(services, parent)
    controller.open(None)
    controller.popover.open(AddEntry())
    stage.profile.settings.put(settings.LANGUAGE, "de")
    controller.handle(SyncEvent(EventKind.CHANGED))
    assert isinstance(controller.popover.navigator.destination, AddEntry)
    controller.popover.open(Day())
    QApplication.processEvents()
    assert controller.popover.day.head.title.text() == "Heute"
    controller.close()
    services.close()
