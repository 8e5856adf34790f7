"""The tray icon: cup, marks, tool tip, the action of the menu, and when it is painted again."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QCursor, QImage
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from demitasse.boot.full_profile import FullProfile
from demitasse.domain.entries import Choice
from demitasse.store import settings
from demitasse.support.paths import resource
from demitasse.ui.text import wording
from demitasse.ui.tray.screens import AnchorMemory
from demitasse.ui.tray.tray_icon import TrayIcon, TrayMark, TrayState
from demitasse.ui.tray.tray_icon_painter import cup_pixmap, outline_for
from demitasse.ui.tray.tray_state import _name as tray_state_name
from demitasse.ui.tray.tray_state import changes_in_s, tray_state
from tests.ui.stage import CODING, INTERNAL, MEETING, WEBSITE, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

Reason = QSystemTrayIcon.ActivationReason


@pytest.fixture
def app() -> QApplication:
    """Qt without a screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    found = QApplication.instance()
    made = found if isinstance(found, QApplication) else QApplication(["tests"])
    wording.install(made)
    return made


@pytest.fixture
def stage(app: QApplication) -> Iterator[Stage]:  # noqa: ARG001
    """A signed-in profile without entries."""
    made = Stage()
    yield made
    made.close()


def test_an_empty_day(stage: Stage) -> None:
    look = tray_state(stage.profile.overview.read())
    assert (look.fill, look.running, look.mark, look.signed_out) == (0.0, False, TrayMark.NONE, False)
    assert look.tip == "No timer is running · today 0:00 of 8:00"
    assert (look.head, look.detail) == ("No timer is running", "today 0:00 of 8:00")
    assert look.title == ""
    assert look.action == "", "there is nothing to continue"
    assert changes_in_s(stage.profile.overview.read()) == 9 * 3600 + 56 * 60 + 48


@pytest.mark.usefixtures("app")
def test_each_of_several_icons_names_its_account() -> None:
    other = FullProfile("work")
    assert tray_state(other.overview.read(), other.name).tip.splitlines()[0] == "work"
    with other._store.transaction():
        other._store.settings.put(settings.COMPANY, "acme")
    assert tray_state(other.overview.read(), other.name).tip.splitlines()[0] == "acme"
    other.close()


def test_a_running_timer_fills_the_cup_and_is_named(stage: Stage) -> None:
    stage.entry(INTERNAL, MEETING, 60)
    stage.running(WEBSITE, CODING, 3600 + 125)
    look = tray_state(stage.profile.overview.read())
    assert look.running
    assert look.fill == pytest.approx((3600 + 3725) / 28800)
    assert look.head == "Website relaunch · Coding"
    assert look.detail == "since 13:01 (1:02) · today 2:02 of 8:00"
    assert look.tip == f"{look.head}\n{look.detail}"
    assert look.title == "1:02"
    assert look.action == "Stop"
    assert changes_in_s(stage.profile.overview.read()) == 55


def test_the_last_entry_can_be_continued(stage: Stage) -> None:
    stage.entry(WEBSITE, CODING, 30)
    stage.entry(INTERNAL, MEETING, 60)
    assert tray_state(stage.profile.overview.read()).action == "Continue Internal · Meeting"


def test_a_change_being_sent_has_no_mark(stage: Stage) -> None:
    stage.entry(WEBSITE, CODING, 30, sent=False)
    assert tray_state(stage.profile.overview.read()).mark is TrayMark.NONE
    stage.clock.pause(120)
    assert tray_state(stage.profile.overview.read()).mark is TrayMark.WAITING


def test_a_change_that_waits_for_the_network_is_marked_at_once(stage: Stage) -> None:
    stage.offline(stage.clock.now().wall - timedelta(minutes=5))
    assert tray_state(stage.profile.overview.read()).mark is TrayMark.NONE, "nothing waits"
    stage.entry(WEBSITE, CODING, 30, sent=False)
    look = tray_state(stage.profile.overview.read())
    assert look.mark is TrayMark.WAITING
    assert look.tip.splitlines()[-1] == "1 waiting: saved here, not sent yet"


def test_a_refused_change_shows_attention(stage: Stage) -> None:
    number = stage.entry(WEBSITE, CODING, 30, sent=False)
    stage.rejected(number, "This project is archived.")
    assert tray_state(stage.profile.overview.read()).mark is TrayMark.NEEDS_YOU


def test_the_comment_is_in_the_tool_tip_as_far_as_windows_shows_it(stage: Stage) -> None:
    stage.running(WEBSITE, CODING, 3600, comment="Fix the login redirect on Safari, and " + "more " * 40)
    tip = tray_state(stage.profile.overview.read()).tip
    first, second = tip.splitlines()
    assert first.startswith("Website relaunch · Coding – Fix the login redirect on Safari")
    assert first.endswith("…")
    assert second.startswith("since ")
    assert len(tip) <= 127


@pytest.mark.parametrize(
    ("project", "task", "shown"),
    [
        ("Website", "Coding", "Website · Coding"),
        ("W" * 60, "Coding", "W" * 38 + "… · Coding"),
        ("Website", "C" * 60, "Websit… · " + "C" * 37 + "…"),
    ],
)
@pytest.mark.usefixtures("app")
def test_a_long_title_elides_the_project_first(project: str, task: str, shown: str) -> None:
    name = tray_state_name(Choice(1, project, 2, task, "", "#000000"))
    assert name == shown
    assert len(name) <= 48


@pytest.mark.usefixtures("app")
def test_each_size_has_its_own_outline_and_no_colour_alone() -> None:
    """Signed out is struck through, and a mark is cut out of the cup by a pixel, on every panel."""
    assert len({outline_for(size) for size in (16, 18, 22, 24, 32, 48)}) == 3
    for scheme in ("light", "dark", "mask", "unknown"):
        for size in (16, 22, 32):
            plain = cup_pixmap(0.65, scheme, size, running=True).toImage()
            marked = cup_pixmap(0.65, scheme, size, running=True, mark="needs_you").toImage()
            out = cup_pixmap(0.0, scheme, size, running=False, signed_out=True).toImage()
            stopped = cup_pixmap(0.0, scheme, size, running=False).toImage()
            assert any(
                plain.pixelColor(x, y).alpha() > 128 > marked.pixelColor(x, y).alpha()
                for x in range(size)
                for y in range(size)
            ), (scheme, size)
            assert out != stopped
            ink = [out.pixelColor(x, y) for x in range(size) for y in range(size)]
            assert max(color.alpha() for color in ink) == 255, "full ink, also when signed out"


@pytest.mark.usefixtures("app")
def test_on_an_unknown_panel_the_cup_is_white_with_a_dark_edge() -> None:
    picture = cup_pixmap(0.0, "unknown", 22, running=False).toImage()
    colors = [picture.pixelColor(x, y) for x in range(22) for y in range(22)]
    solid = [color.lightness() for color in colors if color.alpha() > 200]
    assert max(solid) == 255
    assert min(solid) < 60


@pytest.mark.usefixtures("app")
def test_the_icon_is_struck_through_when_signed_out() -> None:
    made = Stage(signed_in=False)
    assert tray_state(made.profile.overview.read()).signed_out
    made.close()


@pytest.mark.usefixtures("app")
def test_names_are_shown_letter_for_letter() -> None:
    action = "Stop R&D · <b>Coding</b>"
    tray = TrayIcon("unknown")
    tray.build_menu()
    tray.update_state(TrayState(action=action))
    (menu,) = (child for child in QApplication.topLevelWidgets() if isinstance(child, QMenu) and child.actions())
    assert action.replace("&", "&&") in [each.text() for each in menu.actions()]
    tray.deleteLater()


def test_the_tool_tip_is_plain_text(stage: Stage) -> None:
    with stage.store.transaction():
        stage.store.database.write("UPDATE project SET name = '<img src=x> & ' || char(10, 8238) || 'co'")
    stage.running(WEBSITE, CODING, 60)
    tip = tray_state(stage.profile.overview.read()).tip
    assert "<" not in tip
    assert "\u202e" not in tip
    assert len(tip.splitlines()) == 2


def test_only_visible_changes_are_painted() -> None:
    assert TrayState(fill=0.50).picture() == TrayState(fill=0.51, tip="another").picture()
    assert TrayState(fill=0.0).picture() != TrayState(fill=0.01).picture(), "the first minutes are visible"
    assert TrayState(fill=5.0).picture() == TrayState(fill=1.0).picture()


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        ([Reason.Trigger], ["toggle"]),
        ([Reason.Trigger, Reason.Trigger], ["toggle"]),
        ([Reason.Trigger, Reason.DoubleClick], ["toggle"]),
        ([Reason.Unknown], ["toggle"]),
        ([Reason.MiddleClick], ["start_stop"]),
        ([Reason.Context], []),
    ],
)
@pytest.mark.usefixtures("app")
def test_what_clicks_mean(reasons: list[QSystemTrayIcon.ActivationReason], expected: list[str]) -> None:
    tray, emitted = TrayIcon("unknown"), list[str]()
    tray.toggle_requested.connect(lambda: emitted.append("toggle"))
    tray.start_stop_requested.connect(lambda: emitted.append("start_stop"))
    for reason in reasons:
        tray._icon.activated.emit(reason)
    assert emitted == expected
    tray.deleteLater()


@pytest.mark.usefixtures("app")
def test_an_icon_that_is_not_shown_has_no_geometry() -> None:
    assert TrayIcon("unknown").geometry(clicked=False) is None


def test_the_first_picture_is_an_empty_cup() -> None:
    """`resources/icons/tray.png` is shown until the state is known; paint it again if the cup changes."""
    prepared = QImage(str(resource("icons/tray.png"))).convertToFormat(QImage.Format.Format_ARGB32)
    painted = cup_pixmap(0.0, "unknown", 48, running=False).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    assert prepared == painted


@pytest.mark.parametrize(
    ("clicks", "found"),
    [
        ([], None),
        ([QPoint(700, 790)], QPoint(700, 790)),
        ([QPoint(700, 790), QPoint(400, 400)], QPoint(700, 790)),
        ([QPoint(400, 400)], None),
    ],
)
@pytest.mark.usefixtures("app")
def test_the_last_click_on_the_icon_is_remembered(clicks: list[QPoint], found: QPoint | None) -> None:
    """A host that asks for the menu on its own has the pointer anywhere, so only an edge counts."""
    memory = AnchorMemory()
    for click in clicks:
        QCursor.setPos(click)
        memory.note_click()
    QCursor.setPos(QPoint(300, 300))
    anchor = memory.anchor(QRect(), clicked=False)
    assert (anchor.topLeft() if anchor else None) == found
    clicked = memory.anchor(QRect(), clicked=True)
    assert clicked is not None
    assert clicked.topLeft() == QPoint(300, 300), "a flyout of the panel may be anywhere"
