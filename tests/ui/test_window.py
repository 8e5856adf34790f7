"""The window of the popover without a screen: size, place, and when it closes. tests.e2e tests the focus."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible, QCursor, QEnterEvent, QImage, QMouseEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from demitasse.ui.pages.destinations import About, Accounts, Day, Keys, Month, Settings, SignIn, SyncLog, Week
from demitasse.ui.pages.message import Message, Offer
from demitasse.ui.popover.window import PopoverWindow
from demitasse.ui.popover.window_frame import Look, moved_into
from demitasse.ui.text import wording
from demitasse.ui.tray.placement import Edge
from demitasse.ui.widgets import theme
from tests.desktop_session import wait_until
from tests.ui.stage import CODING, INTERNAL, MEETING, TODAY, WEBSITE, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

ICON = QRect(700, 780, 16, 16)
"""On the screen of the offscreen platform, 800 by 800."""


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A signed-in profile, and Qt without a screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["tests"])
    wording.install(app)
    theme.apply(app, "light")
    made = Stage()
    yield made
    made.close()


@pytest.fixture
def window(stage: Stage) -> Iterator[PopoverWindow]:
    """The window with the popover, not shown yet."""
    popover = stage.popover()
    popover.hide()
    made = PopoverWindow(popover)
    popover.setVisible(True)
    yield made
    made.hide()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_macos_shows_it_while_another_program_is_active(window: PopoverWindow) -> None:
    window.open(ICON, quiet=True)
    assert window.testAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_a_native_window_that_had_the_focus_opens_quietly(window: PopoverWindow) -> None:
    """Qt passes the attribute on when it creates the native window only."""
    for quiet in (False, True, False):
        window.open(ICON, quiet=quiet)
        assert bool(window.windowHandle().property("_q_showWithoutActivating")) is quiet
        window.hide()


def test_another_role_gets_another_native_window(window: PopoverWindow) -> None:
    window.open(ICON)
    before = window.windowHandle()
    window.set_free(free=True)
    assert window.windowHandle() is not before
    window.open(None)
    assert window.isVisible()


def test_it_opens_at_the_icon_in_its_one_size(window: PopoverWindow) -> None:
    window.open(ICON)
    room = window.screen().availableGeometry()
    assert window.isVisible()
    assert room.contains(window.box)
    assert (window.box.width(), window.box.height()) == (380, 600)
    assert window.box.bottom() == ICON.top() - 9, "above the icon of a panel that reserves no space"


def test_a_screen_reader_finds_a_dialog_with_a_name(window: PopoverWindow) -> None:
    window.open(ICON)
    found = QAccessible.queryAccessibleInterface(window)
    assert found is not None
    assert (found.role(), found.text(QAccessible.Text.Name)) == (QAccessible.Role.Dialog, "Demitasse")


def test_no_page_changes_its_place_or_size(window: PopoverWindow) -> None:
    window.open(ICON)
    before = window.geometry()
    for destination in (Week(TODAY), Month(TODAY), Settings(), About(), Keys(), SyncLog(), Accounts(), SignIn(), Day()):
        window.popover.open(destination)
        QApplication.processEvents()
        assert window.geometry() == before, destination
        assert window.popover.size() == window.popover.sizeHint(), destination


def test_escape_closes_it_and_a_click_opens_it_again(window: PopoverWindow) -> None:
    window.open(ICON)
    QTest.keyClick(window.popover.page, Qt.Key.Key_Escape)
    assert not window.isVisible()
    window.toggle(ICON)
    assert window.isVisible()
    window.toggle(ICON)
    assert not window.isVisible()


def test_a_hidden_window_runs_no_timer(stage: Stage, window: PopoverWindow) -> None:
    stage.running(WEBSITE, CODING, 60)
    window.open(ICON)
    assert window.popover.day._tick.isActive()
    window.hide()
    assert not window.popover.day._tick.isActive()


def test_closing_stores_what_was_typed(stage: Stage, window: PopoverWindow) -> None:
    number = stage.running(WEBSITE, CODING, 60)
    window.open(ICON)
    window.popover.day.timer.running.comment.setFocus()
    QTest.keyClicks(window.popover.day.timer.running.comment, "half a sentence")
    window.hide()
    assert stage.existing(number).mine.comment == "half a sentence"


@pytest.fixture
def other(window: PopoverWindow) -> Iterator[QWidget]:
    """Another window, which has taken the focus from the open popover, so that it has closed."""
    window.open(ICON)
    assert QTest.qWaitForWindowActive(window, 2000)
    other = QWidget()
    other.show()
    other.activateWindow()
    wait_until(lambda: QTest.qWait(1) is None and not window.isVisible(), "the popover's end")
    yield other
    other.deleteLater()


@pytest.mark.usefixtures("other")
def test_only_the_click_that_closed_it_does_not_open_it_again(window: PopoverWindow) -> None:
    """Some panels take the focus, so that the window closes before the click arrives."""
    window.toggle(ICON)
    assert not window.isVisible()
    window.toggle(ICON)
    assert window.isVisible(), "the next click, however soon"


@pytest.mark.usefixtures("other")
def test_a_click_elsewhere_is_not_the_one_that_closed_it(window: PopoverWindow) -> None:
    QCursor.setPos(QCursor.pos() + QPoint(40, 0))
    window.toggle(ICON)
    assert window.isVisible()


def test_after_escape_each_click_opens_it(window: PopoverWindow) -> None:
    """The focus that a window loses as it closes says nothing about a click."""
    window.open(ICON)
    assert QTest.qWaitForWindowActive(window, 2000)
    QTest.keyClick(window.popover.page, Qt.Key.Key_Escape)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    wait_until(lambda: QTest.qWait(1) is None and not window._settle.isActive(), "the end of the loss of focus")
    window.toggle(ICON)
    assert window.isVisible()


def test_a_free_window_has_a_frame_and_stays(window: PopoverWindow) -> None:
    window.set_free(free=True)
    window.open(None)
    assert not window.windowFlags() & Qt.WindowType.FramelessWindowHint
    window._on_settled()
    assert window.isVisible(), "a free window stays when another one gets the focus"
    window.set_free(free=False)
    assert not window.isVisible()
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint


class _Sizes(QObject):
    """Records the height of the window when it is shown and painted."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[int] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and event.type() in {QEvent.Type.Show, QEvent.Type.Paint}:
            self.seen.append(watched.height())
        return False


def test_it_is_shown_once_in_its_final_size_after_changes_while_hidden(stage: Stage, window: PopoverWindow) -> None:
    window.open(None)
    QApplication.processEvents()
    window.hide()
    for minutes in (5, 10, 15):
        stage.entry(INTERNAL, MEETING, minutes)
    sizes = _Sizes()
    window.installEventFilter(sizes)
    window.open(None)
    QApplication.processEvents()
    window.removeEventFilter(sizes)
    assert set(sizes.seen) == {window.height()}


def test_two_hundred_openings_leave_nothing_behind(stage: Stage, window: PopoverWindow) -> None:
    stage.a_day()
    counts = []
    for number in range(202):
        window.open(ICON)
        window.popover.navigator.say(Message("Done", (Offer("Undo", window.hide),)))
        QApplication.processEvents()
        window.hide()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        if number in {1, 201}:  # the first openings create what is created once
            gc.collect()
            ours = sum(str(type(one).__module__).startswith("demitasse") for one in gc.get_objects())
            counts.append((len(window.findChildren(QObject)), ours))
    assert counts[0] == counts[1]


class _Painted(QObject):
    """Records what is painted, in the coordinates of the popover."""

    def __init__(self, popover: QWidget) -> None:
        super().__init__()
        self._popover = popover
        self.area = QRect()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and isinstance(event, QPaintEvent) and self._popover.isAncestorOf(watched):
            self.area |= event.rect().translated(watched.mapTo(self._popover, QPoint(0, 0)))
        return False


@pytest.mark.parametrize("view", [Day(), Week(TODAY)])
def test_a_tick_repaints_the_digits_only(stage: Stage, window: PopoverWindow, view: Day | Week) -> None:
    stage.a_day()
    window.open(ICON)
    popover = window.popover
    popover.open(view)
    QApplication.processEvents()
    digits = popover.day.timer.running.digits if view == Day() else popover.strip.running
    painted = _Painted(popover)
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(painted)
    stage.clock.advance(1)
    (popover.day if view == Day() else popover.strip)._on_tick()
    QApplication.processEvents()
    app.removeEventFilter(painted)
    place = QRect(digits.mapTo(popover, QPoint(0, 0)), digits.size())
    assert not painted.area.isEmpty()
    assert place.contains(painted.area), f"{painted.area} is more than {place}"


# --- the edge that changes the height (design 2)


def _drag(window: PopoverWindow, higher: int) -> None:
    """Drag the grip so far that the window should be so much higher."""
    grip = window._edges.grip
    up = grip.edge is Edge.TOP
    begin = grip.rect().center()
    QTest.mousePress(grip, Qt.MouseButton.LeftButton, pos=begin)
    at = grip.mapToGlobal(begin) + QPoint(0, -higher if up else higher)
    for kind in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease):
        local = QPointF(grip.mapFromGlobal(at))
        held = Qt.MouseButton.LeftButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, local, QPointF(at), Qt.MouseButton.LeftButton, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(grip, event)
    QApplication.processEvents()


_TOP_ICON, _BOTTOM_ICON = QRect(700, 4, 16, 16), QRect(700, 780, 16, 16)


@pytest.mark.parametrize(("icon", "edge"), [(_BOTTOM_ICON, Edge.TOP), (_TOP_ICON, Edge.BOTTOM)])
@pytest.mark.parametrize(("higher", "height"), [(60, 660), (-100, 500), (-500, 420), (5000, None)])
def test_the_edge_away_from_the_panel_changes_the_height(
    window: PopoverWindow, icon: QRect, edge: Edge, higher: int, height: int | None
) -> None:
    chosen: list[int] = []
    window.height_chosen.connect(chosen.append)
    window.open(icon)
    assert window._edges.grip.edge is edge
    before, room = window.box, window.screen().availableGeometry()
    _drag(window, higher)
    assert window.box.height() == chosen[-1]
    if height is None:
        assert before.height() < window.box.height() <= room.height() - 16
    else:
        assert window.box.height() == height
    if edge is Edge.TOP:
        assert window.box.bottom() == before.bottom(), "the edge at the panel stays"
    else:
        assert window.box.top() == before.top(), "the edge at the panel stays"
    assert room.adjusted(8, 8, -8, -8).contains(window.box)
    window.hide()
    window.open(icon)
    assert window.box.height() == chosen[-1], "remembered"


def test_only_the_list_gives_way(stage: Stage, window: PopoverWindow) -> None:
    stage.a_day()
    window.open(_BOTTOM_ICON)
    day = window.popover.day

    def lines() -> list[tuple[int, int]]:
        parts = (window.popover.bar, day.timer.header, day.head, day.list)
        return [(part.mapTo(window.popover, QPoint(0, 0)).y(), part.height()) for part in parts]

    before, low = lines(), day.footer.height()
    _drag(window, -180)
    after = lines()
    assert after[:3] == before[:3]
    assert after[3] == (before[3][0], before[3][1] - 180)
    assert day.footer.height() == low


def test_the_grip_shows_only_under_the_pointer(window: PopoverWindow) -> None:
    window.open(_BOTTOM_ICON)
    grip = window._edges.grip
    shown = []
    for kind in (QEvent.Type.Enter, QEvent.Type.Leave):
        event = QEnterEvent(QPointF(9, 2), QPointF(9, 2), QPointF(9, 2)) if kind is QEvent.Type.Enter else QEvent(kind)
        QApplication.sendEvent(grip, event)
        image = window.grab(QRect(grip.pos(), grip.size())).toImage()
        shown.append(image.pixelColor(image.width() // 2, 4).name().upper() == theme.LIGHT.border)
    assert shown == [True, False]


@pytest.mark.parametrize("corner", range(4))
def test_a_composited_window_has_round_corners_and_a_shadow(window: PopoverWindow, corner: int) -> None:
    window.open(_BOTTOM_ICON)
    assert window._look is Look.ROUNDED, "the platform of this test composites"
    image = QImage(window.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    window.render(image, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    box = window.rect().marginsRemoved(window._margins)
    at = (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight())[corner]
    inward = QPoint(1 if corner in {0, 2} else -1, 1 if corner in {0, 1} else -1)
    assert image.pixelColor(at).alpha() < 128, "nothing but shadow outside of the arc"
    assert image.pixelColor(at + inward * 6).alpha() == 255
    beside = QPoint(at.x() - 6 * inward.x(), box.center().y())
    assert 0 < image.pixelColor(beside).alpha() < 128


def test_it_changes_its_look_with_the_compositor(window: PopoverWindow) -> None:
    window.open(_BOTTOM_ICON)
    box = window.box
    for look in (Look.SQUARE, Look.ROUNDED):
        window._look = look
        window._take(box, moves=True)
        assert window.box == box
        assert (window.geometry() == box) is (look is Look.SQUARE)
        assert window.screen().availableGeometry().contains(window.geometry())
        assert [one.isVisible() for one in window._edges.corners] == [look is Look.ROUNDED] * 4


@pytest.mark.parametrize(
    ("frame", "place"),
    [
        (QRect(10, 20, 382, 584), (10, 16)),
        (QRect(-40, -9, 382, 584), (0, 0)),
        (QRect(900, 0, 382, 584), (642, 0)),
        (QRect(5, 5, 2000, 2000), (0, 0)),
    ],
)
def test_a_normal_window_is_brought_onto_the_screen_with_its_frame(frame: QRect, place: tuple[int, int]) -> None:
    assert moved_into(frame, QRect(0, 0, 1024, 600)).toTuple() == place
