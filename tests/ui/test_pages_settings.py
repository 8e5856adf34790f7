"""The settings page: every setting has a control, applies at once, and shows the state of the system."""

from __future__ import annotations

import sys
import threading
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from demitasse.boot.full_profile import FullProfile
from demitasse.desktop.autostart import AutostartState, autostart
from demitasse.domain import settings
from demitasse.domain.user import Employment, Formats
from demitasse.support.paths import autostart_folder
from demitasse.ui.app import preferences
from demitasse.ui.app.bridge import Bridge
from demitasse.ui.app.popover_controller import PopoverController
from demitasse.ui.app.services import Services
from demitasse.ui.pages import settings as settings_page
from demitasse.ui.pages.destinations import AddEntry, Day, Settings
from demitasse.ui.pages.settings import SettingsPage
from demitasse.ui.pages.settings_schema import GROUPS, OBSTACLES, OPTIONS
from demitasse.ui.popover.popover import Popover
from demitasse.ui.text import formats, wording
from demitasse.ui.widgets import theme
from demitasse.ui.widgets.switches import DropDown, SettingLine, Switch
from tests.deadlines import PATIENCE_S
from tests.ui.stage import CODING, WEBSITE
from tests.ui.user_input import CTRL, Opened, click, press

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.ui.stage import Stage


linux = pytest.mark.skipif(sys.platform != "linux", reason="the desktops of Linux")


@pytest.fixture(autouse=True)
def _as_before(app: QApplication) -> Iterator[None]:
    yield
    formats.use(Formats())
    preferences.set_language(QLocale("en_GB"))
    theme.apply(app, "light")


@pytest.fixture
def page(stage: Stage) -> SettingsPage:
    return _page(stage)


def _said(page: SettingsPage) -> str:
    """Return the message on the page."""
    popover = page.window()
    assert isinstance(popover, Popover)
    return popover.snackbar.text()


def _page(stage: Stage) -> SettingsPage:
    popover = stage.popover()
    popover.open(Settings())
    page = popover.page
    assert isinstance(page, SettingsPage)
    return page


def _pick(page: SettingsPage, name: str, value: object) -> None:
    """Choose an item with Down and Up."""
    pick = page.controls[name]
    assert isinstance(pick, DropDown)
    pick.setFocus()
    away = pick.values.index(value) - pick.values.index(pick.value)
    for _ in range(abs(away)):
        QTest.keyClick(pick, Qt.Key.Key_Down if away > 0 else Qt.Key.Key_Up)
    QApplication.processEvents()


def test_every_setting_is_on_the_page(page: SettingsPage) -> None:
    elsewhere = {one.setting.name for one in OPTIONS if one.system not in {"", sys.platform}}
    chosen = {one.name for one in settings.USER_SETTINGS if not one.pattern}
    assert set(page.controls) == chosen - elsewhere
    assert {one.group for one in OPTIONS} == set(GROUPS)


def test_the_address_of_new_versions_is_told(stage: Stage, page: SettingsPage) -> None:
    assert page.notes["check_updates"].text() == "No address is set where new versions are announced."
    stage.profile.settings.put(settings.UPDATE_ADDRESS, "https://example.org/demitasse.json")
    page.refresh()
    assert (
        page.notes["check_updates"].text() == "About asks example.org at most once a day, without saying who you are."
    )


def test_macos_also_offers_the_time_in_the_menu_bar(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_page, "OPTIONS", [one._replace(system=one.system and sys.platform) for one in OPTIONS])
    switch = _page(stage).controls["menu_bar_time"]
    assert isinstance(switch, Switch)
    click(switch)
    assert not stage.store.settings.get(settings.MENU_BAR_TIME)


def test_a_switch_applies_at_once(stage: Stage, page: SettingsPage) -> None:
    switch = page.controls["split_at_midnight"]
    assert isinstance(switch, Switch)
    assert switch.isChecked()
    click(switch)
    assert not stage.store.settings.get(settings.SPLIT_AT_MIDNIGHT)
    switch.setFocus()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert stage.store.settings.get(settings.SPLIT_AT_MIDNIGHT)


def test_a_click_on_the_line_turns_its_switch(stage: Stage, page: SettingsPage) -> None:
    line = page.controls["remind_end"].parent()
    assert isinstance(line, SettingLine)
    click(line.title)
    assert stage.store.settings.get(settings.REMIND_END)


def test_a_screen_reader_hears_a_check_box_with_its_state(page: SettingsPage) -> None:
    switch = page.controls["remind_no_timer"]
    spoken = QAccessible.queryAccessibleInterface(switch)
    assert spoken.role() is QAccessible.Role.CheckBox
    assert spoken.text(QAccessible.Text.Name) == "No timer is running"
    assert not spoken.state().checked
    cast("Switch", switch).setChecked(True)
    assert spoken.state().checked
    pick = QAccessible.queryAccessibleInterface(page.controls["away_s"])
    assert pick.role() is QAccessible.Role.ComboBox
    assert pick.text(QAccessible.Text.Value) == "5 minutes"


@pytest.mark.parametrize(("name", "value"), [("away_s", 900), ("away_s", 180), ("long_hours", 8), ("work_begins", 7)])
def test_a_choice_is_made_with_the_arrow_keys(stage: Stage, page: SettingsPage, name: str, value: int) -> None:
    _pick(page, name, value)
    one = next(one for one in settings.USER_SETTINGS if one.name == name)
    assert stage.store.settings.get(one) == value  # type: ignore[misc]


def test_scrolling_over_a_control_changes_nothing(page: SettingsPage) -> None:
    pick = cast("DropDown", page.controls["away_s"])
    middle = QPointF(pick.rect().center())
    down, buttons, keys = QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(middle, pick.mapToGlobal(middle), QPoint(), down, buttons, keys, phase, False)
    QApplication.sendEvent(pick, wheel)
    assert pick.value == 300


def test_working_hours_are_those_of_the_employment(page: SettingsPage) -> None:
    assert cast("DropDown", page.controls["work_begins"]).text() == "Mon–Fri, 09:00–17:00"


def test_the_colours_change_at_once(stage: Stage, page: SettingsPage, app: QApplication) -> None:
    _pick(page, "theme", "dark")
    assert theme.is_dark(app.palette())
    assert stage.store.settings.get(settings.THEME) == "dark"
    _pick(page, "theme", "light")
    assert not theme.is_dark(app.palette())


@linux
def test_the_start_at_login_is_read_from_the_system(stage: Stage) -> None:
    page = _page(stage)
    assert not page.start.isChecked()
    click(page.start)
    assert page.start.isChecked()
    assert autostart().state() is AutostartState.ON
    (file,) = autostart_folder().iterdir()
    file.write_text(file.read_text(encoding="utf-8") + "Hidden=true\n", encoding="utf-8")
    page.refresh()
    assert not page.start.isChecked()
    assert page.start_detail.isVisible()
    click(page.start)
    assert page.start.isChecked()
    assert not page.start_detail.isVisible()
    click(page.start)
    assert autostart().state() is AutostartState.OFF


@pytest.mark.usefixtures("app")
def test_the_demo_is_not_started_at_login() -> None:
    for name, offered in (("demo", False), ("work", True)):
        profile = FullProfile(name)
        page = SettingsPage(profile, Bridge(name), Opened())
        page.show()
        assert page.start.isVisible() is offered
        page.close()
        profile.close()


@linux
def test_a_start_at_login_that_failed_is_shown_as_off(stage: Stage) -> None:
    autostart_folder().write_text("", encoding="utf-8")  # a file where the folder should be
    page = _page(stage)
    click(page.start)
    assert not page.start.isChecked()
    assert str(autostart_folder()) in _said(page)


def test_if_the_disk_fails_the_switch_is_unchanged(stage: Stage, page: SettingsPage) -> None:
    stage.store.settings._database._connection.execute("PRAGMA query_only = ON")
    click(page.controls["split_at_midnight"])
    assert cast("Switch", page.controls["split_at_midnight"]).isChecked()
    assert _said(page)


def test_the_time_in_the_menu_bar_can_be_switched_off(stage: Stage) -> None:
    stage.profile.timer.begin(WEBSITE, CODING)
    services = Services("default", parent := QObject())
    assert services.update()[0].title
    services.profile.settings.put(settings.MENU_BAR_TIME, False)
    assert services.update()[0].title == ""
    services.close()
    parent.deleteLater()


def test_language_and_formats_change_all_texts_at_once(stage: Stage) -> None:
    with stage.store.transaction():  # a target on each day, because the app uses the clock of this computer
        stage.store.catalog.replace_employments([Employment(date(2020, 1, 1), (28800,) * 7)])
    services = Services("default", parent := QObject())
    controller = PopoverController(services, parent)
    controller.open(None)
    controller.popover.open(Settings())
    place = controller.window.geometry().topLeft()
    page = controller.popover.page
    assert isinstance(page, SettingsPage)
    _pick(page, "language", "de")
    page = controller.popover.page
    assert isinstance(page, SettingsPage)
    assert page.head.title.text() == "Einstellungen"
    assert controller.popover.focusWidget() is page.controls["language"], "the page is unchanged"
    assert controller.window.geometry().topLeft() == place
    _pick(page, "duration_format", "1.50")
    assert wording.duration(5400) == "1,50"
    controller.popover.open(Day())
    assert controller.popover.day.head.figure.text().endswith(" / 8,00")
    press(controller.popover, Qt.Key.Key_Escape)
    assert not controller.window.isVisible(), "the new popover can be closed like the old one"
    controller.close()
    services.close()


@pytest.mark.usefixtures("stage")
def test_a_change_of_language_deletes_the_old_pages(app: QApplication) -> None:
    services = Services("default", parent := QObject())
    controller = PopoverController(services, parent)
    controller.open(None)
    controller.popover.open(Settings())
    before = len(controller.window.findChildren(QLabel))
    for language in ("de", "en", "de", "en"):
        _pick(cast("SettingsPage", controller.popover.page), "language", language)
        app.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(controller.window.findChildren(QLabel)) == before
    controller.close()
    services.close()


@linux
@pytest.mark.parametrize("tells", [True, False])
def test_a_desktop_without_idle_time_is_reported(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, tells: bool
) -> None:
    from tests.desktop_services import Compositor

    monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "w"))
    with Compositor(tmp_path / "w", ("wl_seat", "ext_idle_notifier_v1") if tells else ("wl_seat",)):
        page = _page(stage)
        for thread in [thread for thread in threading.enumerate() if thread.name == "demitasse-probe"]:
            thread.join(PATIENCE_S)
        QApplication.processEvents()
    shown = page.notes["ask_away"].text() if page.notes["ask_away"].isVisible() else ""
    assert shown == ("" if tells else "This desktop only reports sleep.")


@pytest.mark.usefixtures("stage")
def test_settings_of_a_terminal_are_followed_but_not_while_a_control_is_used() -> None:
    services = Services("default", parent := QObject())
    controller = PopoverController(services, parent)
    controller.open(None)
    controller.popover.open(AddEntry())
    with services.profile._store.transaction():
        services.profile._store.settings.put(settings.LANGUAGE, "de")
    being_filled = controller.popover
    controller.refresh()
    assert controller.popover is being_filled
    controller.popover.open(Day())
    controller.refresh()
    assert controller.popover is not being_filled
    assert controller.popover.day.head.title.text() == "Heute"
    controller.close()
    services.close()


@pytest.mark.parametrize(
    ("names", "off", "on"),
    [(("ask_away", "away_s"), False, 900), (("warn_long", "long_hours"), False, 8)],
)
def test_a_list_with_off_is_a_switch_and_a_choice(
    stage: Stage, page: SettingsPage, names: tuple[str, str], off: object, on: int
) -> None:
    switch, choice = (next(one for one in settings.USER_SETTINGS if one.name == name) for name in names)
    before = stage.store.settings.get(choice)  # type: ignore[misc]
    list_ = cast("DropDown", page.controls[names[1]])
    list_._pick(off)
    assert (stage.store.settings.get(switch), stage.store.settings.get(choice)) == (False, before)  # type: ignore[misc]
    list_._pick(on)
    assert (stage.store.settings.get(switch), stage.store.settings.get(choice)) == (True, on)  # type: ignore[misc]


def _other_value(setting: Any) -> object:
    if isinstance(setting.default, bool):
        return not setting.default
    return next(choice for choice in setting.choices if choice != setting.default)


@pytest.mark.parametrize("name", [one.name for one in settings.USER_SETTINGS if not one.pattern])
def test_every_change_can_be_undone_and_done_again(stage: Stage, name: str) -> None:
    """Also one that is not on the page of this system."""
    popover = stage.popover()
    popover.open(Settings())
    page = cast("SettingsPage", popover.page)
    setting: Any = next(one for one in settings.USER_SETTINGS if one.name == name)
    value = _other_value(setting)
    told: list[str] = []
    page.changed.connect(told.append)
    page._put({name: value})
    assert popover.snackbar.isVisible()
    page.head.back.setFocus()
    for expected, chord in (
        (setting.default, CTRL),
        (value, CTRL | Qt.KeyboardModifier.ShiftModifier),
        (setting.default, None),
    ):
        if chord is None:
            click(popover.snackbar.buttons[0])
        else:
            press(popover, Qt.Key.Key_Z, chord)
        assert stage.store.settings.get(setting) == expected
    assert told == [name] * 4


def test_all_settings_are_reset_at_once_and_that_can_be_undone(stage: Stage, page: SettingsPage) -> None:
    stage.profile.settings.put(settings.AWAY_S, 900)
    stage.profile.settings.put(settings.THEME, "dark")
    click(page.reset_button)
    assert (stage.store.settings.get(settings.AWAY_S), stage.store.settings.get(settings.THEME)) == (300, "system")
    click(stage._shown.snackbar.buttons[0])
    assert (stage.store.settings.get(settings.AWAY_S), stage.store.settings.get(settings.THEME)) == (900, "dark")


def test_a_change_of_language_can_be_undone_in_the_new_window(stage: Stage) -> None:
    services = Services("default", parent := QObject())
    controller = PopoverController(services, parent)
    controller.open(None)
    controller.popover.open(Settings())
    _pick(cast("SettingsPage", controller.popover.page), "language", "de")
    QApplication.processEvents()
    assert controller.popover.snackbar.text() == "Geändert: Sprache"
    click(controller.popover.snackbar.buttons[0])
    QApplication.processEvents()
    assert cast("SettingsPage", controller.popover.page).head.title.text() == "Settings"
    assert stage.store.settings.get(settings.LANGUAGE) == ""
    controller.close()
    services.close()


def test_what_has_no_effect_on_this_desktop_says_so(page: SettingsPage) -> None:
    for code, words in OBSTACLES.items():
        page._on_obstacles({"ask_away": code, "remind_end": code})
        for name in ("ask_away", "remind_end"):
            assert (page.notes[name].text(), page.notes[name].isVisible()) == (words, True)
            assert page.controls[name].accessibleDescription() == words, "a screen reader says it, too"
    page._on_obstacles({})
    assert not page.notes["ask_away"].isVisible()
    assert page.notes["comment_needed"].isVisible(), "what is not about the desktop stays"


def test_home_and_end_choose_the_ends_of_a_list(stage: Stage, page: SettingsPage) -> None:
    pick = cast("DropDown", page.controls["week_start"])
    for key, value in ((Qt.Key.Key_End, pick.values[-1]), (Qt.Key.Key_Home, pick.values[0])):
        pick.open_list()
        menu = QApplication.activePopupWidget()
        assert menu is not None
        QTest.keyClick(menu, key)
        QTest.keyClick(menu, Qt.Key.Key_Return)
        assert stage.store.settings.get(settings.WEEK_START) == value
